//! W3C Web Annotations as JSON-LD: one annotation a quote.
//!
//! An array of annotations, each whole by itself, and no collection around them: a collection needs an address, and what is
//! written to a file has none yet. Annotation clients load such an array as it is.

use serde::Serialize;

use super::{Feed, GENERATOR, Items, iri, urn, who};
use crate::report::record::{QuoteRecord, StatusRecord};
use crate::span::Span;

/// One annotation a quote. For [`Array`](super::Array).
#[derive(Clone, Copy, Debug, Default)]
pub struct WebAnnotation;

/// So many code points of context stand on either side of the words.
const CONTEXT: usize = 32;

/// An annotation.
#[derive(Serialize)]
pub struct Annotation<'r> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    generator: Generator,
    body: Vec<Body<'r>>,
    /// One for each stretch of the content: the body is about each of them.
    target: Vec<Target<'r>>,
}

#[derive(Serialize)]
struct Generator {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'r> {
    #[serde(rename = "TextualBody")]
    Text {
        purpose: &'static str,
        value: &'r str,
        format: &'static str,
    },
    #[serde(rename = "SpecificResource")]
    Resource {
        purpose: &'static str,
        source: String,
    },
}

#[derive(Serialize)]
struct Target<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    source: String,
    selector: [Selector<'r>; 2],
}

/// Which words of a page are meant.
#[derive(Serialize)]
#[serde(tag = "type")]
pub(super) enum Selector<'r> {
    /// By themselves and by what stands around them.
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: &'r str,
        prefix: &'r str,
        suffix: &'r str,
    },
    /// By their place in the text, in code points.
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
}

/// Both ways to find `span`.
pub(super) fn selectors<'r>(feed: &Feed<'r>, span: Span) -> [Selector<'r>; 2] {
    let (prefix, suffix) = feed.around(span, CONTEXT);
    let [start, end] = feed.pair(span);
    [
        Selector::Quote {
            exact: feed.words(span),
            prefix,
            suffix,
        },
        Selector::Position { start, end },
    ]
}

impl Items for WebAnnotation {
    type Item<'r> = Annotation<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Annotation<'r>> {
        let quotes = feed.record.quotes.iter();
        quotes.map(|quote| annotation(feed, quote)).collect()
    }
}

fn annotation<'r>(feed: &Feed<'r>, quote: &'r QuoteRecord) -> Annotation<'r> {
    let spans = feed.spans(&quote.content.spans);
    Annotation {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: urn(&["annotation", &quote.id, &feed.record.text_sha256]),
        kind: "Annotation",
        motivation: "identifying",
        generator: Generator {
            kind: "Software",
            name: GENERATOR,
        },
        body: body(feed, quote),
        target: spans
            .into_iter()
            .map(|span| Target {
                kind: "SpecificResource",
                source: feed.target(),
                selector: selectors(feed, span),
            })
            .collect(),
    }
}

/// Who speaks, with their addresses elsewhere, and what kind of quote it is.
fn body<'r>(feed: &Feed<'r>, quote: &'r QuoteRecord) -> Vec<Body<'r>> {
    let text = |purpose, value| Body::Text {
        purpose,
        value,
        format: "text/plain",
    };
    let mut body: Vec<Body<'r>> = who(quote)
        .map(|name| text("identifying", name))
        .into_iter()
        .collect();
    let linked = quote.speaker.status == StatusRecord::Linked;
    let known = feed.record.speakers.iter();
    let same_as = known
        .filter(|speaker| linked && Some(&speaker.id) == quote.speaker.id.as_ref())
        .flat_map(|speaker| &speaker.same_as);
    body.extend(
        same_as
            .filter_map(|same| iri(same))
            .map(|source| Body::Resource {
                purpose: "identifying",
                source,
            }),
    );
    let tags = [quote.quote_type.name(), quote.act.name()];
    body.extend(tags.map(|tag| text("tagging", tag)));
    body
}
