//! What holds for every text: nothing panics, every span re-slices, the order is fixed and the same text gives the same
//! record. `PROPTEST_CASES=20000 cargo test invariants` searches longer. An input that broke something becomes a named
//! case in [`known_inputs`].

use std::sync::{Arc, LazyLock};

use inquit::report::ArticleRecord;
use inquit::span::OffsetUnit;
use inquit::{Article, Extractor};
use proptest::prelude::*;

use crate::support::{EXTRACTOR, FAST, Filed, corpus};
use crate::targets;

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

/// A few words from anywhere in some articles, and what stands between them: what a rule expects before a word or behind it is missing.
fn stretches() -> impl Strategy<Value = String> {
    let place = any::<prop::sample::Index>;
    let words = (place(), place(), 1..20usize).prop_map(|(article, place, length)| {
        let text = &article.get(&ARTICLES).article.text;
        let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
        let start = place.index(words.len());
        words[start..words.len().min(start + length)].concat()
    });
    let piece = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![words, piece], 1..12).prop_map(|pieces| pieces.concat())
}

/// What stands in a snapshot.
const SHOWN: &[&[u8]] = &[
    b"---\n",
    b"{\n",
    b"}\n\n",
    b"  \"schema\": \"inquit/1\",\n",
    b"  \"confidence\": 0.2,\n",
    b"\"spans\": [[9, 3]]",
    b"\\u{a0}",
    b"\\",
    b"\"",
    b"[]",
    b"direct",
    b"null",
];

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

/// Bytes as they may come from anywhere: pieces of what a reader knows, and any others.
fn bytes(pieces: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// What files begin with, and characters in several encodings.
const CODED: &[&[u8]] = &[
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff",
    b"\0",
    b"a\0",
    b"\0a",
    b"said ",
    b"\x93",
    b"\x94",
    b"\xc3\xa9",
    b"\xe9",
    b"\xc3",
    b"\xe2\x80\x9c",
    b"\xe2\x80",
    b"\xf0\x9f\x98\x80",
    b"\xf0\x9f",
    b"\xed\xa0\x80",
    b"\x1b$B",
    b"\r\n",
];

/// News, cut anywhere.
const SAID: &[&[u8]] = &[
    b"said ",
    b"Ana Ruiz ",
    b"that it was shut",
    b". ",
    b", ",
    b"\n\n",
    b"she ",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"\xe2\x80\x98",
    b"\xe2\x80\x99",
    b"\"",
    b"'",
    b"\xe2\x80",
    b"\xcc\x81",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8b",
    b"(",
    b"[",
    b")",
    b"according to ",
    b"Gen. ",
    b"ROE: ",
    b"\xff",
];

/// What gazetteers of all formats are made of. The first byte of an input says which part of it is which.
const NAMED: &[&[u8]] = &[
    b"id,name,aliases,weak_aliases,titles,role,gender,kind,same_as\n",
    b"id,name\n",
    b"a:1,Ana Ruiz",
    b",",
    b"\n",
    b"\"",
    b";",
    b"\"\"",
    b"{\"id\":\"a:2\",\"name\":\"Bo Lind\"}\n",
    b"{\"label\":\"PERSON\",\"pattern\":\"Ana Ruiz\"}\n",
    b"{\"label\":\"ORG\",\"pattern\":[{\"LOWER\":\"lora\"}]}\n",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b"{\"persons\":[",
    b"\"name\":",
    b"\"id\":",
    b"\"aliases\":[\"A. Ruiz\"]",
    b"\"valid_from\":\"2019-02-30\"",
    b"null",
    b"1e999",
    b"\\u0000",
    b"\\ud800",
    b"# note\n",
    b"Ruiz\n",
    b"the\n",
    b"inquit\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\0",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn decoding_keeps_its_word(data in bytes(CODED)) {
        targets::decode(&data);
    }

    #[test]
    fn every_stage_keeps_its_word(data in bytes(SAID)) {
        targets::stages(&data);
        targets::extraction(&data);
    }

    #[test]
    fn every_stage_keeps_its_word_on_stretches(text in stretches()) {
        targets::extraction(text.as_bytes());
    }

    #[test]
    fn gazetteers_keep_their_word(data in bytes(NAMED)) {
        targets::gazetteer(&data);
    }

    #[test]
    fn built_gazetteers_keep_their_word(data in prop::collection::vec(any::<u8>(), 0..40)) {
        targets::built(&data);
    }

    #[cfg(feature = "html")]
    #[test]
    fn articles_keep_their_word(data in bytes(CODED)) {
        targets::articles(&data);
    }

    #[cfg(feature = "html")]
    #[test]
    fn damaged_articles_keep_their_word(data in prop::collection::vec(any::<u8>(), 0..24)) {
        targets::articles(&data);
    }

    #[test]
    fn snapshots_keep_their_word(data in bytes(SHOWN)) {
        targets::snapshot(&data);
    }
}

proptest! {
    // A file of weights is half a megabyte.
    #![proptest_config(ProptestConfig { cases: config().cases / 5, ..config() })]

    #[test]
    fn weights_keep_their_word(data in prop::collection::vec(any::<u8>(), 0..40)) {
        targets::weights(&data);
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
        // A name behind a comma that is all there is of the sentence before.
        ", \n\nAna Ruiz , \n\nROE: that it was shutsaid ",
        // A name of which the source is only the end.
        "Ana Roe report on Roe it much. It said it of ",
    ] {
        check(text);
        targets::extraction(text.as_bytes());
    }
}

/// Bytes that broke a promise once.
#[test]
fn known_bytes() {
    // A name's automaton with a cut node, under a checksum that fits.
    targets::built(&[39, 67, 126, 30]);
    // A line of the front matter that ends with several returns.
    targets::snapshot(b"\x04\0F%\r\r\r\n\n");
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
    targets::check(&EXTRACTOR, &Article::new("a", text));
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
    ("what somebody has", "Ana {} left. Her aides said it was shut. Her group said it was not. ", 300),
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
