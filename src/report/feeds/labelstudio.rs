//! Tasks of Label Studio with predictions: one task an article, one region a stretch of text, relations between them.
//!
//! Label Studio counts code points: its front end turns them into the UTF-16 units of JavaScript itself. The labelling interface
//! that the regions are for stands in `docs/feeds.md`.

use serde::Serialize;

use super::{Feed, GENERATOR, Items, Label, short, who};

/// One task an article. For [`Array`](super::Array).
#[derive(Clone, Copy, Debug, Default)]
pub struct LabelStudio;

/// An article with what was found in it.
#[derive(Serialize)]
pub struct Task<'r> {
    data: Data<'r>,
    predictions: [Prediction<'r>; 1],
}

#[derive(Serialize)]
struct Data<'r> {
    text: &'r str,
    id: &'r str,
    url: Option<&'r str>,
    headline: Option<&'r str>,
}

#[derive(Serialize)]
struct Prediction<'r> {
    model_version: &'static str,
    /// Of the quote that is least sure, so that sorting by score brings forward what wants a look.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    result: Vec<Found<'r>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Found<'r> {
    Labels {
        id: String,
        from_name: &'static str,
        to_name: &'static str,
        value: Region<'r>,
        score: f64,
        meta: Meta,
    },
    Relation {
        from_id: String,
        to_id: String,
        direction: &'static str,
        labels: [&'static str; 1],
    },
}

#[derive(Serialize)]
struct Region<'r> {
    start: usize,
    end: usize,
    text: &'r str,
    labels: [Label; 1],
}

/// Shown beside a region.
#[derive(Serialize)]
struct Meta {
    text: [String; 1],
}

impl Items for LabelStudio {
    type Item<'r> = Task<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Task<'r>> {
        let record = feed.record;
        let least = record.quotes.iter().map(|quote| quote.confidence);
        vec![Task {
            data: Data {
                text: feed.text,
                id: &record.id,
                url: record.article.url.as_deref(),
                headline: record.article.headline.as_deref(),
            },
            predictions: [Prediction {
                model_version: GENERATOR,
                score: least.reduce(f64::min),
                result: found(feed),
            }],
        }]
    }
}

fn found<'r>(feed: &Feed<'r>) -> Vec<Found<'r>> {
    let marks = feed.marks();
    // `q3-4`: the fourth stretch of the article, which is one of the third quote's.
    let ids: Vec<String> = marks
        .iter()
        .enumerate()
        .map(|(place, mark)| {
            let quote = feed.record.quotes.get(mark.quote).map_or("", short);
            format!("{quote}-{}", place + 1)
        })
        .collect();
    let id = |place: usize| ids.get(place).cloned().unwrap_or_default();
    let regions = marks.iter().enumerate().filter_map(|(place, mark)| {
        let quote = feed.record.quotes.get(mark.quote)?;
        let [start, end] = feed.pair(mark.span);
        let what = [quote.quote_type.name(), quote.act.name()];
        let who = who(quote).unwrap_or("unknown");
        Some(Found::Labels {
            id: id(place),
            from_name: "label",
            to_name: "text",
            value: Region {
                start,
                end,
                text: feed.words(mark.span),
                labels: [mark.label],
            },
            score: quote.confidence,
            meta: Meta {
                text: [format!("{who}: {}", what.join(" "))],
            },
        })
    });
    let relations = Feed::ties(&marks).into_iter().map(|tie| Found::Relation {
        from_id: id(tie.from),
        to_id: id(tie.to),
        direction: "right",
        labels: [tie.name],
    });
    regions.chain(relations).collect()
}
