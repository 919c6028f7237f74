//! Sentences to be scored for whether they are worth checking, one a line.
//!
//! ClaimBuster and its like score one sentence at a time, out of context. So each line is a whole sentence with its stop, and says
//! whose words it is: *Ana Ruiz said: We will go on Monday.* Of what is not direct, the article's own sentence is taken, which
//! reports already; its speaker stands in front where the sentence does not give the name. JSON lines, not bare lines, so that a
//! score finds its way back to quote and article.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Feed, Items, who};
use crate::document::Document;
use crate::report::record::{ActRecord, QuoteRecord, TypeRecord};
use crate::segment;
use crate::span::Span;

/// One sentence a line. For [`Lines`](super::Lines).
#[derive(Clone, Copy, Debug, Default)]
pub struct Claims;

/// A sentence.
#[derive(Serialize)]
pub struct Claim<'r> {
    /// `ARTICLE#s3`, counted in the order of the quotes.
    id: String,
    text: String,
    speaker: Option<&'r str>,
    /// The ids of the quotes that it is of: one sentence may hold several.
    quotes: Vec<&'r str>,
    article: &'r str,
    url: Option<&'r str>,
}

impl Items for Claims {
    type Item<'r> = Claim<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Claim<'r>> {
        let record = feed.record;
        let mut claims: Vec<Claim<'r>> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        for quote in &record.quotes {
            for text in sentences(feed, quote) {
                let known = places.get(&text).and_then(|&place| claims.get_mut(place));
                if let Some(known) = known {
                    if known.quotes.last() != Some(&quote.id.as_str()) {
                        known.quotes.push(&quote.id);
                    }
                    continue;
                }
                places.insert(text.clone(), claims.len());
                claims.push(Claim {
                    id: format!("{}#s{}", record.id, claims.len() + 1),
                    text,
                    speaker: who(quote),
                    quotes: vec![&quote.id],
                    article: &record.id,
                    url: record.article.url.as_deref(),
                });
            }
        }
        claims
    }
}

/// The sentences of a quote, each whole, with its stop, and with its speaker where it needs one.
pub(super) fn sentences(feed: &Feed, quote: &QuoteRecord) -> Vec<String> {
    let name = who(quote).map(on_one_line);
    if quote.quote_type == TypeRecord::Direct {
        let name = name.map(|name| format!("{name} {}: ", verb(quote)));
        let name = name.unwrap_or_default();
        let said = said(feed, quote);
        let sentences = said.iter().flat_map(|said| split(said, |_| true));
        return sentences.map(|words| format!("{name}{words}")).collect();
    }
    let context = feed.bytes.span(quote.context.sentence);
    let contents = feed.spans(&quote.content.spans);
    let holds_content = |sentence: Span| {
        let start = context.start + sentence.start;
        let sentence = Span::new(start, start + sentence.len());
        contents.iter().any(|span| span.overlaps(sentence))
    };
    split(feed.words(context), holds_content)
        .into_iter()
        .map(|sentence| match &name {
            Some(name) if !names(&sentence, name, quote) => format!("{name}: {sentence}"),
            _ => sentence,
        })
        .collect()
}

/// The words of a direct quote. What an inquit interrupts is one text; what another sentence of the article stands in is several.
fn said(feed: &Feed, quote: &QuoteRecord) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut before: Option<Span> = None;
    for span in feed.spans(&quote.content.spans) {
        let between = before.filter(|before| before.end <= span.start);
        let between = between.map(|before| feed.words(Span::new(before.end, span.start)));
        let goes_on = between.is_some_and(|between| !ends(between.trim_end_matches(is_closing)));
        match texts.last_mut() {
            Some(text) if goes_on => {
                text.push(' ');
                text.push_str(feed.words(span));
            }
            _ => texts.push(feed.words(span).to_owned()),
        }
        before = Some(span);
    }
    texts
}

/// The sentences of `text` that are wanted, each on one line and with its stop; nothing that has no word in it.
fn split(text: &str, wanted: impl Fn(Span) -> bool) -> Vec<String> {
    let mut document = Document {
        text,
        ..Document::default()
    };
    segment::split(&mut document);
    let spans = document.sentences.iter().map(|sentence| sentence.span);
    spans
        .filter(|&span| wanted(span))
        .map(|span| stopped(&on_one_line(span.slice(text))))
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect()
}

/// Does `sentence` give the name: in full, or its last word where it says who speaks?
fn names(sentence: &str, name: &str, quote: &QuoteRecord) -> bool {
    let source = quote.source.as_ref();
    let source = source.map(|source| on_one_line(&source.text));
    let last = name.split(' ').next_back().unwrap_or(name);
    sentence.contains(name)
        || source.is_some_and(|source| source.contains(last) && sentence.contains(&source))
}

/// What one does who speaks or writes.
fn verb(quote: &QuoteRecord) -> &'static str {
    match quote.act {
        ActRecord::Writing => "wrote",
        ActRecord::Thought => "thought",
        ActRecord::Speech | ActRecord::Intention | ActRecord::Perception => "said",
    }
}

/// Every stretch of white space is one space.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Marks and white space that may stand behind a stop.
fn is_closing(c: char) -> bool {
    c.is_whitespace() || "\"'`“”‘’«»)]".contains(c)
}

/// Does it end like a sentence?
fn ends(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…'])
}

/// `sentence` with a stop at its end, in place of what an inquit left there: *We will go,* is *We will go.*
fn stopped(sentence: &str) -> String {
    let bare = sentence.trim_end_matches(is_closing);
    if ends(bare) {
        return sentence.to_owned();
    }
    let marks = sentence.strip_prefix(bare).unwrap_or("");
    let is_open = |c: char| c.is_whitespace() || ",;:-–—".contains(c);
    format!("{}.{marks}", bare.trim_end_matches(is_open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_a_stop() {
        for (sentence, want) in [
            ("We will go,", "We will go."),
            ("We will go", "We will go."),
            ("We will go.", "We will go."),
            ("Will we go?”", "Will we go?”"),
            ("he called it “a start,”", "he called it “a start.”"),
            ("We will go —", "We will go."),
            ("No …", "No …"),
        ] {
            assert_eq!(stopped(sentence), want);
        }
    }
}
