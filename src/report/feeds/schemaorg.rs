//! schema.org as JSON-LD: one `Quotation` a quote, or one `Claim` a sentence of it.
//!
//! Never a `ClaimReview`: whether it is true is for people to say. `creator` is who said it, and only where that is settled; the
//! article's own words for a source are `creditText`. Of a document nobody is the creator: it is what the quote is based on.

use serde::Serialize;

use super::claims::sentences;
use super::{Feed, Items, iri, urn};
use crate::report::record::{KindRecord, QuoteRecord, StatusRecord};

/// One `Quotation` a quote. For [`Array`](super::Array).
#[derive(Clone, Copy, Debug, Default)]
pub struct Quotations;

/// One `Claim` a sentence. For [`Array`](super::Array).
#[derive(Clone, Copy, Debug, Default)]
pub struct SchemaClaims;

/// A quote, or a sentence of one.
#[derive(Serialize)]
pub struct Work<'r> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Agent<'r>>,
    #[serde(rename = "creditText", skip_serializing_if = "Option::is_none")]
    credit: Option<&'r str>,
    #[serde(rename = "isBasedOn", skip_serializing_if = "Option::is_none")]
    based_on: Option<Agent<'r>>,
    /// The quote's type and act.
    keywords: [&'static str; 2],
    /// Where a quotation stands.
    #[serde(rename = "isPartOf", skip_serializing_if = "Option::is_none")]
    part_of: Option<Article<'r>>,
    /// Where a claim stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    appearance: Option<Article<'r>>,
}

/// A person, a body or a document.
#[derive(Serialize)]
pub(super) struct Agent<'r> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'r str,
    #[serde(rename = "jobTitle", skip_serializing_if = "Option::is_none")]
    role: Option<&'r str>,
    #[serde(rename = "sameAs", skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<String>,
}

#[derive(Serialize)]
struct Article<'r> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The article's name in the records.
    identifier: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'r str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Agent<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Agent<'r>>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<&'r str>,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'r str>,
}

impl Items for Quotations {
    type Item<'r> = Work<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Work<'r>> {
        let quotes = feed.record.quotes.iter();
        quotes
            .map(|quote| Work {
                part_of: Some(article(feed)),
                ..work(feed, quote, "Quotation", quote.content.text.clone())
            })
            .collect()
    }
}

impl Items for SchemaClaims {
    type Item<'r> = Work<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Work<'r>> {
        let mut claims = Vec::new();
        for quote in &feed.record.quotes {
            for sentence in sentences(feed, quote) {
                claims.push(Work {
                    appearance: Some(article(feed)),
                    ..work(feed, quote, "Claim", sentence)
                });
            }
        }
        claims
    }
}

/// What both kinds have.
fn work<'r>(feed: &Feed<'r>, quote: &'r QuoteRecord, kind: &'static str, text: String) -> Work<'r> {
    let agent = speaker(feed, quote);
    let (creator, based_on) = match quote.speaker.kind {
        KindRecord::Document => (None, agent),
        _ => (agent, None),
    };
    Work {
        context: "https://schema.org",
        id: urn(&[kind, &quote.id, &feed.record.text_sha256, &text]),
        kind,
        text,
        creator,
        credit: quote.source.as_ref().map(|source| source.text.as_str()),
        based_on,
        keywords: [quote.quote_type.name(), quote.act.name()],
        part_of: None,
        appearance: None,
    }
}

/// Who speaks, where that is settled.
fn speaker<'r>(feed: &Feed<'r>, quote: &'r QuoteRecord) -> Option<Agent<'r>> {
    let speaker = &quote.speaker;
    if speaker.status != StatusRecord::Linked {
        return None;
    }
    let known = feed.record.speakers.iter();
    let same_as = known
        .filter(|known| Some(&known.id) == speaker.id.as_ref())
        .flat_map(|known| &known.same_as);
    let kind = match speaker.kind {
        KindRecord::Person => "Person",
        KindRecord::Document => "CreativeWork",
        // schema.org has no word for several people but this one.
        KindRecord::Group | KindRecord::Organization | KindRecord::Unknown => "Organization",
    };
    Some(Agent {
        kind,
        name: speaker.name.as_deref()?,
        // Only of a person.
        role: speaker.role.as_deref().filter(|_| kind == "Person"),
        same_as: same_as.filter_map(|same| iri(same)).collect(),
    })
}

fn article<'r>(feed: &Feed<'r>) -> Article<'r> {
    let record = feed.record;
    let metadata = &record.article;
    let named = |kind, name| Agent {
        kind,
        name,
        role: None,
        same_as: Vec::new(),
    };
    Article {
        id: feed.target(),
        kind: "NewsArticle",
        url: metadata.url.as_deref().and_then(iri),
        identifier: &record.id,
        headline: metadata.headline.as_deref(),
        author: metadata
            .byline
            .iter()
            .map(|name| named("Person", name))
            .collect(),
        publisher: metadata
            .publisher
            .as_deref()
            .map(|name| named("Organization", name)),
        published: metadata.published.as_deref(),
        language: metadata.language.as_deref(),
    }
}
