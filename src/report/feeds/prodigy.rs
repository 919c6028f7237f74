//! JSON lines of Prodigy and spaCy: one article a line, with labelled spans.
//!
//! Without tokens: whoever loads it has a tokenizer, and both tools find the tokens by the offsets. So there are no relations
//! either, which Prodigy ties to tokens; the quote that a span belongs to stands in the span.

use serde::Serialize;

use super::{Feed, Items, Label, who};

/// One article a line. For [`Lines`](super::Lines).
#[derive(Clone, Copy, Debug, Default)]
pub struct Prodigy;

/// An article with what was found in it.
#[derive(Serialize)]
pub struct Example<'r> {
    text: &'r str,
    spans: Vec<Stretch<'r>>,
    meta: Meta<'r>,
}

#[derive(Serialize)]
struct Stretch<'r> {
    start: usize,
    end: usize,
    label: Label,
    /// The id of its quote.
    quote: &'r str,
    speaker: Option<&'r str>,
}

#[derive(Serialize)]
struct Meta<'r> {
    id: &'r str,
    url: Option<&'r str>,
}

impl Items for Prodigy {
    type Item<'r> = Example<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Example<'r>> {
        let record = feed.record;
        let spans = feed.marks().into_iter().filter_map(|mark| {
            let quote = record.quotes.get(mark.quote)?;
            let [start, end] = feed.pair(mark.span);
            Some(Stretch {
                start,
                end,
                label: mark.label,
                quote: &quote.id,
                speaker: who(quote),
            })
        });
        vec![Example {
            text: feed.text,
            spans: spans.collect(),
            meta: Meta {
                id: &record.id,
                url: record.article.url.as_deref(),
            },
        }]
    }
}
