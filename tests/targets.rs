//! What must hold, as functions of bytes: one for each reader of things from outside. `fuzz/` gives them bytes that it searches for,
//! [`invariants`](crate::invariants) bytes by chance. Each panics where its promise is broken.
//!
//! This file is part of two programs: it uses nothing of the tests beside it.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;

#[cfg(feature = "html")]
use inquit::article::{Fields, items};
use inquit::compare::{THRESHOLD, compare_article, settle};
use inquit::document::Document;
use inquit::engine::{Engine, Worker};
use inquit::gazetteer::check as check_gazetteer;
use inquit::report::{
    ArticleRecord, Csv, JsonArray, JsonLines, QuoteLines, QuoteRecord, Snapshot, StatusRecord,
    Text, Writer,
};
use inquit::span::{OffsetUnit, Span};
use inquit::speaker::Link;
use inquit::{Article, Extractor, Gazetteer};
use serde_json::json;

#[path = "../src/engine/random.rs"]
#[allow(dead_code, reason = "only some of it is needed here")]
pub(crate) mod random;

static FAST: LazyLock<Extractor> = LazyLock::new(|| {
    let engine = Engine::fast().expect("a test reads the weights");
    Extractor::new(engine, Gazetteer::builtin())
});

thread_local! {
    /// What articles before left in its buffers must show in none.
    static WORKER: RefCell<Worker> = RefCell::default();
}

/// Bytes to text: no NUL, nothing changed that is UTF-8, and offsets of what is replaced are said.
pub(crate) fn decode(data: &[u8]) {
    let Ok(decoded) = inquit::decode::decode(data.to_vec()) else {
        assert!(data.contains(&0), "only a NUL makes it no text");
        return;
    };
    assert!(!decoded.text.contains('\0'));
    if let (Ok(text), None) = (std::str::from_utf8(data), &decoded.note) {
        assert_eq!(decoded.text, text.strip_prefix('\u{feff}').unwrap_or(text));
    }
    let again = inquit::decode::decode(decoded.text.clone().into_bytes()).unwrap();
    if !decoded.text.starts_with('\u{feff}') {
        assert_eq!((again.text, again.note), (decoded.text, None));
    }
}

/// Sentences, tokens and marks of the text that `data` is.
pub(crate) fn stages(data: &[u8]) {
    let article = Article::new("a", String::from_utf8_lossy(data));
    let document = Extractor::prepare(&article);
    assert_eq!(document.text, article.text, "the text is untouched");
    layers(&document);
}

/// All that is done to the text that `data` is, by the fast engine.
pub(crate) fn extraction(data: &[u8]) {
    check(&FAST, &Article::new("a", String::from_utf8_lossy(data)));
}

/// A gazetteer; the first byte says where `data` is cut into two files and two lists.
pub(crate) fn gazetteer(data: &[u8]) {
    let Some((&first, data)) = data.split_first() else {
        return;
    };
    let (file, lists) = data.split_at(data.len() - data.len().min(usize::from(first % 16)));
    let (one, other) = file.split_at(if first < 128 { 0 } else { file.len() / 2 });
    let files = [("one", one), ("other", other)];
    let lists = String::from_utf8_lossy(lists);
    let (accepted, rejected) = lists.split_at(lists.find('\n').unwrap_or(lists.len()));
    drop(check_gazetteer(
        &files,
        &[("a", accepted)],
        &[("r", rejected)],
    ));
    let mut gazetteer = Gazetteer::new();
    let read = gazetteer.add_files(&files).is_ok();
    if !read {
        assert_eq!(gazetteer.entries().count(), 0, "all or nothing");
    }
    let _ = gazetteer.accept("a", accepted);
    let _ = gazetteer.reject("r", rejected);
    // Its own names, and those of others, in a text.
    let mut text = "Ana Ruiz said Bo Lind of Lora left. ".to_owned();
    for entry in gazetteer.entries().take(20) {
        text.push_str(&entry.name);
        text.push_str(" said so. ");
    }
    find(&gazetteer, &text);
    let bytes = gazetteer.build().expect("it is small");
    let mut again = Gazetteer::new();
    again
        .add_built("built", bytes.clone())
        .expect("it was just built");
    assert_eq!(again.build().expect("it is small"), bytes);
    let ids = |gazetteer: &Gazetteer| -> Vec<String> {
        let mut ids: Vec<String> = gazetteer.entries().map(|entry| entry.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&gazetteer), ids(&again));
}

/// A gazetteer that was built, with the damage that `data` says: it is read, or is an error.
pub(crate) fn built(data: &[u8]) {
    static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut gazetteer = Gazetteer::new();
        let entries = "id,name,aliases\na:1,Ana Ruiz,A. Ruiz\na:2,Bo Lind,\na:3,Port Lora Authority,the Docks\n";
        gazetteer.add("names.csv", entries).expect("a sound file");
        gazetteer.build().expect("it is small")
    });
    let mut bytes = WHOLE.clone();
    damage(&mut bytes, data, 12);
    let mut gazetteer = Gazetteer::new();
    if gazetteer.add_built("built", bytes).is_ok() {
        gazetteer.entries().for_each(drop);
        find(
            &gazetteer,
            "Ana Ruiz of the Port Lora Authority and Bo Lind left.",
        );
    }
}

fn find(gazetteer: &Gazetteer, text: &str) {
    let article = Article::new("a", text);
    let document = Extractor::prepare(&article);
    let mut taken = 0;
    for found in gazetteer.find(&document) {
        assert!(found.tokens.start >= taken && found.tokens.start < found.tokens.end);
        taken = found.tokens.end;
        assert!(taken <= document.tokens.len());
    }
}

/// A file of weights with the damage that `data` says: it is read and used, or is an error.
pub(crate) fn weights(data: &[u8]) {
    static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let small = json!({"kind": "convolution", "width": 8, "embedding": 8, "layers": [1, 0], "epsilon": 1e-12});
        random::weights(&small, 8)
    });
    let mut bytes = WHOLE.clone();
    damage(&mut bytes, data, 12);
    if let Ok(engine) = Engine::parse("damaged", bytes) {
        let article = Article::new("a", "“We go,” said Ana Ruiz, who left.");
        let document = Extractor::prepare(&article);
        engine.find(&document, &mut Worker::default());
    }
}

/// A snapshot, and one that `data` was written into: what is read is the same after writing, and can be compared.
pub(crate) fn snapshot(data: &[u8]) {
    static GOOD: LazyLock<Snapshot> = LazyLock::new(|| {
        let text = "“We will go,” said Ana Ruiz.\n\nBo Lind said the road was closed.";
        let article = Article::new("a", text);
        let record = ArticleRecord::new(&article, &FAST.extract(&article), OffsetUnit::Chars);
        Snapshot::new("a", record)
    });
    let mut damaged = GOOD.to_string().into_bytes();
    if let Some((place, written)) = data.split_at_checked(2) {
        let place = usize::from(u16::from_le_bytes([place[0], place[1]])) % damaged.len();
        let end = (place + written.len()).min(damaged.len());
        damaged.splice(place..end, written.iter().copied());
    }
    for bytes in [data, &damaged] {
        let Ok(read) = Snapshot::read(&String::from_utf8_lossy(bytes)) else {
            continue;
        };
        let again = Snapshot::read(&read.to_string());
        assert_eq!(again.as_ref(), Ok(&read));
        let changes = compare_article(&GOOD.record, &read.record, THRESHOLD, &[]);
        let settled = settle(&GOOD.record, &read.record, THRESHOLD, &[], |_| true);
        assert!(changes.is_empty() || settled == read.record);
    }
}

/// Articles as they come in: `data`, and sound ones that it was written into. Each is read, or is an error.
#[cfg(feature = "html")]
pub(crate) fn articles(data: &[u8]) {
    const SOUND: [&str; 4] = [
        r#"{"uri":"urn:1","versioncreated":"2024-03-02","people":[{"name":"Ana Ruiz","uri":"urn:p"}],"bodies":[{"role":"main","value":"<p>“We will go,” said Ana Ruiz.</p>"}]}"#,
        r#"{"source":"https://example.org/","authors":"A; B","body":{"summary":["a"],"sections":[{"headline":[],"paragraphs":["b"]}]}}"#,
        r#"<html lang=en><script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"B"}]}</script><article><p>“We will go on Monday and on Tuesday, too,” said Ana Ruiz, a nurse at the harbour.</p></article>"#,
        r#"<rss><channel><title>T</title><item><guid>g</guid><content:encoded><![CDATA[<p>a</p>]]></content:encoded></item><item><description>&lt;b&gt;&amp;c;</description></item></channel></rss>"#,
    ];
    let read = |text: &str| {
        let fields = ["text=body.summary".parse().expect("a sound field")];
        for article in [
            Article::from_json(text, &Fields::default(), "a"),
            Article::from_json(text, &fields.into_iter().collect(), "a"),
            Article::from_ninjs(text, "a"),
            Article::from_html("a", text),
            Article::from_feed_item(text, "a"),
        ]
        .into_iter()
        .flatten()
        {
            assert_eq!(Extractor::prepare(&article).text, article.text);
        }
        if let Ok(items) = items(text) {
            for item in items {
                assert!(item.len() <= text.len(), "head and item are parts of it");
                let _ = Article::from_feed_item(&item, "a");
            }
        }
    };
    read(&String::from_utf8_lossy(data));
    let Some((&[which, place, length], written)) = data.split_first_chunk() else {
        return;
    };
    let mut damaged = SOUND[usize::from(which) % SOUND.len()].as_bytes().to_vec();
    let start = usize::from(place) * damaged.len() / 256;
    let end = (start + usize::from(length % 16)).min(damaged.len());
    damaged.splice(start..end, written.iter().copied());
    read(&String::from_utf8_lossy(&damaged));
}

/// Changes `bytes` as `data` says, four of its bytes for each change: where, in the first kilobytes or anywhere, and what stands there then;
/// then, unless the last byte of `data` is odd, makes the checksum at `checksum` fit, which lets the damage through.
fn damage(bytes: &mut Vec<u8>, data: &[u8], checksum: usize) {
    for change in data.chunks_exact(4) {
        let &[a, b, how, byte] = change else { continue };
        let place = usize::from(u16::from_le_bytes([a, b]));
        let place = if how & 1 == 0 {
            place % 4096
        } else {
            place * 8
        };
        let place = place % bytes.len().max(1);
        match how >> 1 & 7 {
            0 => bytes.truncate(place),
            1 => bytes.insert(place, byte),
            _ => bytes[place] = byte,
        }
        if bytes.is_empty() {
            return;
        }
    }
    let odd = data.last().is_some_and(|last| last & 1 == 1);
    if let (false, Some(behind)) = (odd, bytes.get(checksum + 4..)) {
        let sum = crc32fast::hash(behind).to_le_bytes();
        bytes[checksum..checksum + 4].copy_from_slice(&sum);
    }
}

/// Every invariant of an extraction.
pub(crate) fn check(extractor: &Extractor, article: &Article) {
    let text = article.text.as_str();
    WORKER.with_borrow_mut(|worker| checked(extractor, article, text, worker));
}

fn checked(extractor: &Extractor, article: &Article, text: &str, worker: &mut Worker) {
    let document = extractor.extract_with(article, worker);
    assert_eq!(document.text, text, "the text is untouched");
    layers(&document);
    attributions(&document);

    let [chars, bytes, utf16] = [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16]
        .map(|unit| ArticleRecord::new(article, &document, unit));
    re_slice(text, &chars, &bytes, &utf16);
    quotes(&chars);
    signals(text, &chars);

    let again = ArticleRecord::new(
        article,
        &extractor.extract_with(article, worker),
        OffsetUnit::Chars,
    );
    let again = serde_json::to_string(&again).unwrap();
    assert_eq!(serde_json::to_string(&chars).unwrap(), again);
    let writers: [&dyn Writer; 5] = [&JsonLines, &JsonArray, &QuoteLines, &Csv, &Text::default()];
    for writer in writers {
        writer.article(text, &chars, &mut std::io::sink()).unwrap();
    }
}

/// Each signal is words of the content, by place.
fn signals(text: &str, record: &ArticleRecord) {
    let chars: Vec<char> = text.chars().collect();
    for quote in &record.quotes {
        for signal in &quote.signals {
            let [start, end] = signal.span;
            let words: String = chars[start..end].iter().collect();
            assert!(!words.is_empty() && words == signal.text, "{signal:?}");
            let inside = |span: &[usize; 2]| span[0] <= start && end <= span[1];
            assert!(
                quote.content.spans.iter().any(inside),
                "{signal:?} in {quote:?}"
            );
        }
        let places = quote.signals.iter().map(|signal| signal.span[0]);
        assert!(places.is_sorted(), "{quote:?}");
        let claims = quote.signals.iter().any(|signal| signal.kind.is_claim());
        assert!(claims || !quote.checkable, "{quote:?}");
    }
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
        let of = |q: &&QuoteRecord| q.speaker.id.as_ref() == Some(&speaker.id);
        assert_eq!(record.quotes.iter().filter(of).count(), speaker.quotes);
    }
}

/// The parts of a quote: name, text, spans.
pub(crate) fn parts(quote: &QuoteRecord) -> Vec<(&'static str, &str, &[[usize; 2]])> {
    let mut parts = vec![(
        "content",
        quote.content.text.as_str(),
        &quote.content.spans[..],
    )];
    if let Some(cue) = &quote.cue {
        parts.push(("cue", &cue.text, &cue.spans));
    }
    if let Some(source) = &quote.source {
        parts.push(("source", &source.text, &source.spans));
    }
    if let Some(via) = &quote.via {
        parts.push(("via", &via.source.text, &via.source.spans));
    }
    parts
}
