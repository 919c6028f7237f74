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
    let direct = quote.quote_type == TypeRecord::Direct;
    let text = if direct {
        quote.content.text.as_str()
    } else {
        feed.words(feed.bytes.span(quote.context.sentence))
    };
    let mut document = Document {
        text,
        ..Document::default()
    };
    segment::split(&mut document);
    let name = who(quote).map(on_one_line);
    let sentences = document.sentences.iter();
    let sentences = sentences.map(|sentence| stopped(&on_one_line(document.slice(sentence.span))));
    sentences
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .map(|sentence| match &name {
            Some(name) if direct => format!("{name} {}: {sentence}", verb(quote)),
            Some(name) if !names(&sentence, name, quote) => format!("{name}: {sentence}"),
            _ => sentence,
        })
        .collect()
}

/// Is `name`, or the last word of it, in the words of `sentence` that say who speaks?
fn names(sentence: &str, name: &str, quote: &QuoteRecord) -> bool {
    let source = quote.source.as_ref();
    let source = source.map(|source| on_one_line(&source.text));
    let last = name.split(' ').next_back().unwrap_or(name);
    source.is_some_and(|source| source.contains(last) && sentence.contains(&source))
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

/// `sentence` with a stop at its end, in place of what an inquit left there: *We will go,* is *We will go.*
fn stopped(sentence: &str) -> String {
    let is_mark = |c: char| "\"'”’»)]".contains(c);
    let ends = |text: &str| {
        text.trim_end_matches(is_mark)
            .ends_with(['.', '!', '?', '…'])
    };
    if ends(sentence) {
        return sentence.to_owned();
    }
    let bare = sentence.trim_end_matches(is_mark);
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
