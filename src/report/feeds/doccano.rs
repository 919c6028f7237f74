//! JSON lines of doccano: one article a line, with spans and relations.
//!
//! The form that doccano imports as *JSONL(Relation)*; as plain *JSONL* it reads the same file when it is told that the column of
//! labels is `entities`. Spans may overlap, which a project has to allow.

use serde::Serialize;

use super::{Feed, Items, Label};

/// One article a line. For [`Lines`](super::Lines).
#[derive(Clone, Copy, Debug, Default)]
pub struct Doccano;

/// An article with what was found in it. What doccano does not know it keeps as metadata.
#[derive(Serialize)]
pub struct Example<'r> {
    text: &'r str,
    entities: Vec<Entity>,
    relations: Vec<Relation>,
    article: &'r str,
    url: Option<&'r str>,
}

#[derive(Serialize)]
struct Entity {
    id: usize,
    start_offset: usize,
    end_offset: usize,
    label: Label,
}

#[derive(Serialize)]
struct Relation {
    id: usize,
    from_id: usize,
    to_id: usize,
    #[serde(rename = "type")]
    name: &'static str,
}

impl Items for Doccano {
    type Item<'r> = Example<'r>;

    fn items<'r>(&self, feed: &Feed<'r>) -> Vec<Example<'r>> {
        let marks = feed.marks();
        let entities = marks.iter().enumerate().map(|(id, mark)| {
            let [start_offset, end_offset] = feed.pair(mark.span);
            Entity {
                id,
                start_offset,
                end_offset,
                label: mark.label,
            }
        });
        let ties = Feed::ties(&marks).into_iter().enumerate();
        vec![Example {
            text: feed.text,
            entities: entities.collect(),
            relations: ties
                .map(|(id, tie)| Relation {
                    id,
                    from_id: tie.from,
                    to_id: tie.to,
                    name: tie.name,
                })
                .collect(),
            article: &feed.record.id,
            url: feed.record.article.url.as_deref(),
        }]
    }
}
