//! *Ruiz and trade minister Jo Park*: several who are named together, by the names that they have in the article.

use std::ops::Range;

use crate::lexicon::Classes;
use crate::mention::Mention;

use super::{Finding, Linker, Resolution, SpeakerKind, phrase};

impl Linker<'_, '_> {
    /// *Ruiz and trade minister Jo Park*: several named together, by the names that they have in the article.
    pub(super) fn several(&mut self, list: &phrase::List, index: usize) -> Finding {
        let (name, certainty) = match self.each(list, index) {
            Some((names, certainty)) => {
                let (last, first) = names
                    .split_last()
                    .map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
                (format!("{} and {last}", first.join(", ")), certainty)
            }
            None if self.is_pronoun(&list.items) => (self.text(list.words.clone()), 0.5),
            None => (self.text(list.words.clone()), 0.9),
        };
        let entity = self.cast.named(SpeakerKind::Group, &name, list.words.start);
        // *their colleagues* are from now on all of these.
        let head = list.words.end.checked_sub(1);
        if let Some(head) = head.filter(|&head| self.document.classes(head).is(Classes::GROUP)) {
            self.described.insert(head, entity);
        }
        let why = format!("several named together: {name}");
        Finding::linked(entity, Resolution::Document, certainty, why)
    }

    /// Is the first of `items` *she*?
    fn is_pronoun(&self, items: &[Range<usize>]) -> bool {
        items.first().is_some_and(|item| {
            item.len() == 1 && self.document.classes(item.start).is(Classes::PRONOUN)
        })
    }

    /// What those of `list` are called, and how sure that is; nothing where the first has no name (*her friends and Ruiz*), or where
    /// it is one of them (*Ruiz or Park*).
    fn each(&mut self, list: &phrase::List, index: usize) -> Option<(Vec<String>, f32)> {
        if list
            .words
            .clone()
            .any(|token| self.document.folded(token) == "or")
        {
            return None;
        }
        let mut names: Vec<String> = Vec::with_capacity(list.items.len());
        let mut certainty: f32 = 0.9;
        for item in &list.items {
            let named = if names.is_empty() && self.is_pronoun(&list.items) {
                let finding = self.pronoun(item.start, index);
                certainty = certainty.min(finding.certainty);
                finding.link.speaker
            } else {
                self.head_name(item.clone())
            };
            names.push(match named {
                Some(entity) => self.name(entity).to_owned(),
                None if names.is_empty() => return None,
                None => self.text(item.clone()),
            });
        }
        Some((names, certainty))
    }

    /// Who it is that `item` names: *former governor Jo Park (D-Ohio)*, but neither *Park’s friends* nor *friends of Park*.
    fn head_name(&self, item: Range<usize>) -> Option<usize> {
        let document = self.document;
        let from = document
            .mentions
            .partition_point(|mention| mention.tokens.start < item.start);
        let governed = |mention: &Mention| {
            let before = mention.tokens.start.checked_sub(1);
            before.is_some_and(|token| {
                token > item.start && document.classes(token).is(Classes::PREPOSITION)
            })
        };
        let inside = document.mentions.iter().enumerate().skip(from);
        let (entity, end) = inside
            .take_while(|(_, mention)| mention.tokens.start < item.end)
            .take_while(|(_, mention)| !governed(mention))
            .filter_map(|(index, mention)| Some((self.entity_of(index)?, mention.name.end)))
            .last()?;
        (end >= item.end || matches!(document.folded(end), "(" | "of")).then_some(entity)
    }
}
