//! What Hypothesis takes to create an annotation (`POST /api/annotations`), one a line.
//!
//! Hypothesis reads the first target of an annotation and drops the others. So a content that an inquit interrupts becomes an
//! annotation for each stretch, with the quote's id as a tag on all of them: one over everything would put the reporter's words
//! between into the speaker's mouth.

use serde::Serialize;

use super::webannotation::{Selector, selectors};
use super::{Feed, Items, who};
use crate::report::record::QuoteRecord;

/// One annotation a stretch of content. For [`Lines`](super::Lines).
#[derive(Clone, Copy, Debug, Default)]
pub struct Hypothesis;

/// The body of a request.
#[derive(Serialize)]
pub struct Payload<'r> {
    uri: String,
    document: Document<'r>,
    group: &'static str,
    /// Shown to a reader as Markdown.
    text: String,
    tags: Vec<String>,
    target: [Target<'r>; 1],
}

#[derive(Serialize)]
struct Document<'r> {
    title: [&'r str; 1],
}

#[derive(Serialize)]
struct Target<'r> {
    source: String,
    selector: [Selector<'r>; 2],
}

impl Items for Hypothesis {
    type Item<'r> = Payload<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Payload<'r>> {
        let record = feed.record;
        let title = record.article.headline.as_deref().unwrap_or(&record.id);
        let mut payloads = Vec::new();
        for quote in &record.quotes {
            for span in feed.spans(&quote.content.spans) {
                payloads.push(Payload {
                    uri: feed.target(),
                    document: Document { title: [title] },
                    group: "__world__",
                    text: note(quote),
                    tags: tags(quote),
                    target: [Target {
                        source: feed.target(),
                        selector: selectors(feed, span),
                    }],
                });
            }
        }
        payloads
    }
}

/// *Ana Ruiz, mayor: direct speech (0.93)*, with what Markdown would read as its own escaped: a name is not markup.
fn note(quote: &QuoteRecord) -> String {
    let mut name = who(quote).unwrap_or("unknown").to_owned();
    if let Some(role) = &quote.speaker.role {
        name = format!("{name}, {role}");
    }
    let mut escaped = String::new();
    for c in name.chars() {
        if c.is_ascii_punctuation() && !",.'-".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    format!(
        "{escaped}: {} {} ({:.2})",
        quote.quote_type.name(),
        quote.act.name(),
        quote.confidence
    )
}

fn tags(quote: &QuoteRecord) -> Vec<String> {
    let mut tags = vec![
        format!("inquit:{}", quote.id),
        quote.quote_type.name().to_owned(),
        quote.act.name().to_owned(),
    ];
    tags.extend(who(quote).map(str::to_owned));
    tags
}
