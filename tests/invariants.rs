//! What holds for every text: nothing panics, every span re-slices, the order is fixed and the same text gives the same
//! record. `PROPTEST_CASES=20000 cargo test invariants` searches longer. An input that broke something becomes a named
//! case in [`known_inputs`].

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use inquit::document::Document;
use inquit::report::{ArticleRecord, StatusRecord};
use inquit::span::{OffsetUnit, Span};
use inquit::speaker::Link;
use inquit::{Article, Extractor};
use proptest::prelude::*;

use crate::corpus::parts;
use crate::support::{EXTRACTOR, FAST, Filed, corpus};

/// Pieces of news, and what damages it. Their order is that of shrinking: a failure shrinks towards the plain ones.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    " ", "a", "the ", "it rained ", "the road is closed", ". ", ", ", "\n\n", "\n", "? ", "! ", ": ", "; ", "… ", " — ",
    "said ", "says ", "told ", "wrote ", "that ", "to ", "whether ", "added", "according to ", "claim that ", "warned ",
    "in the words of ", "per ", "as ", "have noted", "did not say ", "would say ", "who ", "which ", "and ", "but ", "if ",
    "he ", "she ", "they ", "it ", "I ", "we ", "his ", "Ana Ruiz", "Ruiz", "Gen. Lee ", "Mr. Roe", "Bo Lind, a nurse,",
    "two officials", "the ministry", "the report", "a spokeswoman", "Beijing", "U.S. ", "Dr. J.D. Poe", "REUTERS", "By ",
    "Xi Jinping", "President Biden", "Q: ", "A: ", "ROE: ", "3 p.m. ", "4.5", "2019 ", "@roe ", "#tag ", "http://a.b/c ",
    "\"", "“", "”", "'", "‘", "’", "«", "»", "„", "‚", "‹", "›", "''", "``", "`", "´", "\" ", "” ", "' ", "’s ", "n't ", "'em ",
    "'90s ", "(", ")", "[", "]", "{", "}", "<b>", "&quot;", "--", "/", "\\", "*", "\t", "\r\n", "\r", "\u{b}", "\u{c}", "\0",
    "\u{a0}", "\u{2009}", "\u{2028}", "\u{2029}", "\u{3000}", "\u{85}", "\u{200b}", "\u{200d}", "\u{ad}", "\u{feff}",
    "\u{202e}", "\u{202c}", "\u{2066}", "\u{2069}", "\u{301}", "\u{308}", "\u{20dd}", "e\u{301}", "é", "ß", "İ", "ŉ", "ﬁ",
    "Ǆ", "Σ", "𝄞", "👩\u{200d}🚀", "🇫🇷", "習近平", "Путин ", "قال ", "１２", "½", "№", "\u{10ffff}",
];

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        // An article is read fast enough for more than the usual 256.
        cases: if std::env::var_os("PROPTEST_CASES").is_some() {
            default.cases
        } else {
            1000
        },
        // A failing input belongs into `known_inputs`, not into a file of seeds that nobody reads.
        failure_persistence: None,
        ..default
    }
}

static ARTICLES: LazyLock<Vec<Filed>> = LazyLock::new(corpus);

fn news() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn hold_for_any_string(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn hold_for_news_like_strings(text in news()) {
        check(&text);
    }

    /// A real article with something strange put into it: the damage of a broken feed.
    #[test]
    fn hold_for_damaged_articles(
        article in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES)), 1..12),
    ) {
        let mut text: Vec<char> = article.get(&ARTICLES).article.text.chars().take(1500).collect();
        for (place, piece) in damage {
            let at = place.index(text.len());
            text.splice(at..(at + piece.len()).min(text.len()), piece.chars());
        }
        check(&text.iter().collect::<String>());
    }
}

#[test]
fn hold_for_the_corpus() {
    for filed in corpus() {
        check(&filed.article.text);
    }
}

/// Inputs that are likely to break something, or that did.
#[test]
fn known_inputs() {
    for text in [
        ":\"a",
        ". ?  — said who",
        ". '90s told who",
        "",
        " \n\t\u{a0}\n",
        "\"",
        "“",
        "”",
        "\"\"",
        "“”",
        "\"\" \"Bob.\"\"What.\"",
        "said",
        "said said said.",
        "According to.",
        ": : :",
        "“said Ruiz.”",
        "\u{301}“Yes,”\u{301} said Ana Ruiz.",
        "\0“Yes,”\0 said Ana Ruiz\0.",
        "“Yes,” said Ana Ruiz",
        "\u{feff}“Yes,” said Ana Ruiz.",
        "\u{202e}“Yes,” said\u{202c} Ana Ruiz.",
    ] {
        check(text);
    }
}

#[test]
fn extractor_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Extractor>();

    let article = Arc::new(Article::new(
        "a",
        "“Yes,” said Ana Ruiz, a nurse. She left.",
    ));
    let alone = json(&article, OffsetUnit::Chars);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let article = Arc::clone(&article);
            std::thread::spawn(move || json(&article, OffsetUnit::Chars))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), alone);
    }
}

fn json(article: &Article, unit: OffsetUnit) -> String {
    json_by(&EXTRACTOR, article, unit)
}

fn json_by(extractor: &Extractor, article: &Article, unit: OffsetUnit) -> String {
    let record = ArticleRecord::new(article, &extractor.extract(article), unit);
    serde_json::to_string(&record).unwrap()
}

/// Every invariant, for `text`.
fn check(text: &str) {
    let article = Article::new("a", text);
    let document = EXTRACTOR.extract(&article);
    assert_eq!(document.text, text, "the text is untouched");
    layers(&document);
    attributions(&document);

    let [chars, bytes, utf16] = [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16]
        .map(|unit| ArticleRecord::new(&article, &document, unit));
    re_slice(text, &chars, &bytes, &utf16);
    quotes(&chars);

    let again = json(&article, OffsetUnit::Chars);
    assert_eq!(serde_json::to_string(&chars).unwrap(), again);
}

/// Is `span` a non-empty stretch of the text, on character boundaries?
fn fits(text: &str, span: Span) {
    let slice = text.get(span.start..span.end);
    assert!(
        slice.is_some_and(|slice| !slice.is_empty()),
        "{span:?} of {} bytes",
        text.len()
    );
}

fn layers(document: &Document) {
    let text = document.text;
    for layer in [
        document.paragraphs.iter().map(|p| p.span).collect(),
        document.sentences.iter().map(|s| s.span).collect(),
        document
            .tokens
            .iter()
            .map(|t| t.span)
            .collect::<Vec<Span>>(),
    ] {
        layer.iter().for_each(|&span| fits(text, span));
        assert!(layer.is_sorted_by(|a, b| a.end <= b.start), "{layer:?}");
    }
    // Paragraphs hold sentences and sentences hold tokens, each exactly once.
    let ends = |ranges: &mut dyn Iterator<Item = std::ops::Range<usize>>| {
        ranges.fold(0, |at, range| {
            assert_eq!(at, range.start);
            assert!(range.start < range.end, "{range:?}");
            range.end
        })
    };
    let of_paragraphs = ends(&mut document.paragraphs.iter().map(|p| p.sentences.clone()));
    assert_eq!(of_paragraphs, document.sentences.len());
    let of_sentences = ends(&mut document.sentences.iter().map(|s| s.tokens.clone()));
    assert_eq!(of_sentences, document.tokens.len());
    for (index, token) in document.tokens.iter().enumerate() {
        let sentence = &document.sentences[token.sentence];
        assert!(sentence.tokens.contains(&index) && sentence.span.contains(token.span));
        let paragraph = &document.paragraphs[sentence.paragraph];
        assert!(paragraph.span.contains(sentence.span));
        // A combining mark that stands alone folds to nothing.
        let folded = document.folded.get(token.folded.start..token.folded.end);
        assert!(folded.is_some(), "{token:?}");
    }

    assert!(document.quotations.is_sorted_by_key(|q| q.outer.start));
    for quotation in &document.quotations {
        fits(text, quotation.outer);
        for &inner in &quotation.inner {
            fits(text, inner);
            assert!(quotation.outer.contains(inner), "{quotation:?}");
        }
        assert!(quotation.inner.is_sorted_by(|a, b| a.end <= b.start));
    }
    let tokens = document.tokens.len();
    assert!(document.mentions.is_sorted_by_key(|m| m.tokens.start));
    for mention in &document.mentions {
        fits(text, mention.span);
        assert!(mention.tokens.start < mention.tokens.end && mention.tokens.end <= tokens);
        assert!(
            mention.tokens.start <= mention.name.start && mention.name.end <= mention.tokens.end
        );
    }
    assert!(document.cues.is_sorted_by_key(|c| c.tokens.start));
    for cue in &document.cues {
        assert!(cue.tokens.start < cue.tokens.end && cue.tokens.end <= tokens);
    }
}

fn attributions(document: &Document) {
    let count = document.attributions.len();
    let link = |link: &Link| {
        let known = |index: usize| assert!(index < document.speakers.len(), "{link:?}");
        link.speaker.into_iter().for_each(known);
        for &(index, score) in &link.candidates {
            known(index);
            assert!((0.0..=1.0).contains(&score), "{link:?}");
        }
    };
    for (index, attribution) in document.attributions.iter().enumerate() {
        let cue = attribution.cue.iter().flat_map(|cue| &cue.spans);
        let one = attribution.source.iter().chain(&attribution.via);
        for &span in attribution.content.iter().chain(cue).chain(one) {
            fits(document.text, span);
        }
        let spoken = attribution
            .content
            .iter()
            .flat_map(|&span| document.tokens_in(span))
            .any(|token| document.shape(token).is_word());
        assert!(spoken, "a content without a word: {attribution:?}");
        for other in attribution.continues.iter().chain(&attribution.inside) {
            assert!(*other < count && *other != index, "{attribution:?}");
        }
        link(&attribution.speaker);
        attribution.via_speaker.iter().for_each(link);
    }
}

/// The three units name the same text, and it is the text of the part.
fn re_slice(text: &str, chars: &ArticleRecord, bytes: &ArticleRecord, utf16: &ArticleRecord) {
    let points: Vec<char> = text.chars().collect();
    let units: Vec<u16> = text.encode_utf16().collect();
    let joined = |spans: &[[usize; 2]], slice: &dyn Fn(usize, usize) -> String| {
        let parts: Vec<String> = spans.iter().map(|&[s, e]| slice(s, e)).collect();
        parts.join(" ")
    };
    assert_eq!(chars.quotes.len(), bytes.quotes.len());
    assert_eq!(chars.quotes.len(), utf16.quotes.len());
    for ((a, b), c) in chars.quotes.iter().zip(&bytes.quotes).zip(&utf16.quotes) {
        let (a, b, c) = (parts(a), parts(b), parts(c));
        assert_eq!(a.len(), b.len());
        assert_eq!(a.len(), c.len());
        for (((name, want, a), (_, _, b)), (_, _, c)) in a.into_iter().zip(b).zip(c) {
            let by_char = joined(a, &|s, e| points[s..e].iter().collect());
            let by_byte = joined(b, &|s, e| text[s..e].to_owned());
            let by_unit = joined(c, &|s, e| String::from_utf16(&units[s..e]).unwrap());
            assert_eq!(by_char, want, "{name} in code points");
            assert_eq!(by_byte, want, "{name} in bytes");
            assert_eq!(by_unit, want, "{name} in UTF-16");
            assert!(a.is_sorted_by(|a, b| a[1] <= b[0]), "{name} {a:?}");
        }
    }
}

fn quotes(record: &ArticleRecord) {
    let starts: Vec<usize> = record
        .quotes
        .iter()
        .map(|q| q.content.spans[0][0])
        .collect();
    assert!(starts.is_sorted(), "{starts:?}");
    let ids: HashSet<&str> = record.quotes.iter().map(|q| q.id.as_str()).collect();
    assert_eq!(ids.len(), record.quotes.len(), "ids repeat");
    let speakers: HashSet<&str> = record.speakers.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(speakers.len(), record.speakers.len(), "speaker ids repeat");
    for quote in &record.quotes {
        let speaker = &quote.speaker;
        assert!((0.0..=1.0).contains(&quote.confidence), "{quote:?}");
        assert!(!quote.evidence.is_empty(), "no evidence: {quote:?}");
        let linked = speaker.status == StatusRecord::Linked;
        let known = speaker.id.as_deref().map(|id| speakers.contains(id));
        assert_eq!(linked.then_some(true), known, "{speaker:?}");
        assert_eq!(speaker.id.is_some(), speaker.name.is_some(), "{speaker:?}");
        assert!(!linked || speaker.candidates.is_empty(), "{speaker:?}");
        let [start, end] = quote.context.sentence;
        let inside = |&[s, e]: &[usize; 2]| start <= s && e <= end;
        assert!(quote.content.spans.iter().all(inside), "{quote:?}");
    }
    for speaker in &record.speakers {
        let of = |q: &&inquit::report::QuoteRecord| q.speaker.id.as_ref() == Some(&speaker.id);
        assert_eq!(record.quotes.iter().filter(of).count(), speaker.quotes);
    }
}

/// Inputs on which careless code takes time that grows with the square. Time itself is not asserted: a test that did would
/// fail on a busy machine and pass on a fast one. That they end within the patience of whoever runs the tests, and that
/// four times as much of them does, is the point; `cargo bench` measures.
#[test]
fn nasty_inputs_end() {
    let plain = NASTY
        .iter()
        .map(|&(name, unit, count)| (name, ["", unit, ""], count));
    for (name, [start, unit, end], count) in plain.chain(FRAMED.iter().copied()) {
        for count in [count, 4 * count] {
            let text = format!("{start}{}{end}", repeated(unit, count));
            let article = Article::new(name, text);
            let once = json_by(&FAST, &article, OffsetUnit::Chars);
            let again = json_by(&FAST, &article, OffsetUnit::Chars);
            assert!(once == again, "{name} × {count}");
        }
    }
}

/// `unit`, `count` times, each with a name of its own where it says `{}`.
fn repeated(unit: &str, count: usize) -> String {
    if !unit.contains("{}") {
        return unit.repeat(count);
    }
    (0..count).map(|i| unit.replace("{}", &name(i))).collect()
}

/// A capitalized word of five letters for each number.
fn name(number: usize) -> String {
    let letters = [0, 1, 2, 3].map(|place| {
        let letter = number / 26_usize.pow(place) % 26;
        char::from(b'a' + u8::try_from(letter).unwrap())
    });
    ['K'].into_iter().chain(letters).collect()
}

/// Name, what is repeated, how often.
#[rustfmt::skip]
const NASTY: &[(&str, &str, usize)] = &[
    ("straight marks", "\"", 2500),
    ("straight marks apart", "\" ", 2500),
    ("opening marks", "“", 2500),
    ("closing marks", "”", 2500),
    ("apostrophes", "' ", 2500),
    ("mixed marks", "“‘\"'«„``", 1000),
    ("capitals", "Ruiz ", 2500),
    ("different capitals", "{} ", 2500),
    ("capitals in one word", "R", 20000),
    ("endless sentence", "and the road went on over the hill ", 500),
    ("cues", "said ", 5000),
    ("cues with that", "said that ", 2500),
    ("inquits", "he said, ", 2000),
    ("nouns that report", "claim that ", 2000),
    ("as they say", "as he said ", 2000),
    ("according to", "according to ", 2000),
    ("relayed", "according to Ruiz, according to Lee, ", 500),
    ("brackets", "([{", 2000),
    ("closing brackets", ")]}", 2000),
    ("one paragraph of quotes", "“We go,” said Ana Ruiz. ", 500),
    ("one sentence of quotes", "“we go,” said Ruiz, ", 500),
    ("quotes without an inquit", "“We go on.” ", 700),
    ("islands in one sentence", "he called it “good” and ", 500),
    ("nested quotes", "“She said, ‘We go,’ and went,” said Ruiz. ", 300),
    ("one quote of nested ones", "‘We go,’ he said, ", 500),
    ("paragraphs of quotes", "“We go,” said Ana Ruiz.\n\n", 500),
    ("paragraphs never closed", "“We go on.\n\n", 700),
    ("sentences that go on", "We go, said Ana Ruiz. Now we wait. ", 300),
    ("speakers", "Bo Lind said the road was shut. She said it was open. ", 300),
    ("many speakers", "Bo {} said the road was shut. She said it was open. ", 300),
    ("many of one surname", "{} Lind said the road was shut. Lind said it was open. ", 300),
    ("many roles", "Bo {}, a trade adviser, left. The adviser said the road was shut. ", 300),
    ("many bodies", "The {} Ministry said it would pay. The ministry said it was shut. It said it was not. ", 300),
    ("pronouns", "She said it was shut. They said it was open. ", 700),
    ("names without quotes", "Ana {} left. ", 700),
    ("initials of one name", "J. R. {} and J. Lind said it was shut. ", 300),
    ("labels", "ROE: We go.\n\n", 500),
    ("many labels", "{}: We go.\n\n", 500),
    ("colons", ": ", 5000),
    ("dashes", " — ", 5000),
    ("full stops", ".", 10000),
    ("initials", "J. ", 2000),
    ("commas", "Ana Ruiz, a nurse, ", 1000),
    ("of", "of the chairman ", 1500),
    ("possessives", "Ruiz's ", 1500),
    ("line ends", "\n", 20000),
    ("blank lines", "a\n\n", 5000),
    ("combining marks", "\u{301}", 5000),
    ("zero-width spaces", "\u{200b}", 5000),
];

/// Name, what stands before, what is repeated and what stands behind, how often.
#[rustfmt::skip]
const FRAMED: &[(&str, [&str; 3], usize)] = &[
    ("one quote goes on and on", ["“We go,” said Ana Ruiz. ", "“We go on.” ", ""], 700),
    ("one quote of many paragraphs", ["", "“We go on.\n\n", "“We stop,” said Ana Ruiz."], 700),
    ("one quote around all", ["“", "We go on. ", "” said Ana Ruiz."], 700),
    ("one quote around all others", ["“", "‘We go,’ he said. ", "” said Ana Ruiz."], 500),
    ("one quote in many pieces", ["", "“we go,” and ", "said Ana Ruiz."], 500),
    ("one name and its pronouns", ["Ana Ruiz, a nurse, left. ", "“We go,” she said. ", ""], 500),
    ("a far name", ["Ana Ruiz, a nurse, left. ", "It rained. ", "Ruiz said it was wet. The nurse said it was not. She agreed."], 1500),
    ("one long apposition", ["Ana Ruiz, ", "a nurse of the town, ", "said it was wet."], 700),
    ("one long list", ["", "Bo {}, ", "and Ana Ruiz said it was wet."], 700),
    ("one long content", ["Ana Ruiz said that ", "it was wet and ", "it was cold."], 700),
    ("one long name", ["", "{} ", "said it was wet."], 1500),
    ("one long parenthesis", ["It (", "it was wet, ", ") was cold, said Ana Ruiz."], 700),
    ("speech that lost its marks", ["We go, said Ana Ruiz. ", "We go on. ", ""], 700),
];
