//! The source is a common noun for a body, for several people or for something written: *the board*, *two officials*, *the
//! report*.
//!
//! Whatever was named by more words before; else its own words are its name, behind that of its owner (*his campaign*).

use std::ops::Range;

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind};

use super::cast::{Entity, tells};
use super::phrase::Noun;
use super::{Finding, LATELY, LIKELY, Linker, Resolution, SpeakerKind, Status, body, rank};

/// The one body that is no less known without *the* or a name.
pub(super) const POLICE: &str = "police";

/// With less than this, *the bank* is rather the one that it was before.
const STICKY: f32 = 0.5;

/// So many mentions before and behind are looked at for the name of what somebody has, and so many of the cast.
const AROUND: usize = 200;

/// Words of a phrase that can stand for a name.
pub(super) const LONGEST: usize = 12;

impl Linker<'_, '_> {
    /// *the board*: a body named before by more words, else a body of these words.
    pub(super) fn body(&mut self, noun: &Noun, index: usize) -> Finding {
        let document = self.document;
        let head = document.folded(noun.head).to_owned();
        if let Some(owner) = self.person_whose(noun, index) {
            let named = self.own_body(noun, &head, owner);
            return named.unwrap_or_else(|| self.own_phrase(noun, owner));
        }
        let words: Vec<&str> = noun
            .words
            .clone()
            .filter(|&token| token != noun.head)
            .filter(|&token| tells(document, token))
            .map(|token| document.folded(token))
            .collect();
        // *The company behind it* is told from others by these words, so it is not the one that was named.
        let told_apart = noun.phrase.end > noun.words.end
            && matches!(
                document.folded(noun.words.end),
                "behind" | "that" | "which" | "whose"
            );
        if noun.definite && words.is_empty() || head == POLICE && noun.words.len() == 1 {
            if let Some(finding) = self.named_body(noun, &head) {
                return finding;
            }
            if told_apart {
                return self.unnamed_body(noun, noun.phrase.clone());
            }
            if let Some(mut finding) = self.earlier_phrase(noun, SpeakerKind::Organization) {
                finding.certainty = 0.8;
                return finding;
            }
            if body::is_generic(&head) {
                let mut finding = self.ranked(noun.head, index, rank::Wanted::Body);
                let sure = finding.link.status == Status::Linked && finding.certainty >= STICKY;
                if !sure && let Some(first) = self.first_of(&head, noun.head, index) {
                    finding = first;
                }
                if finding.link.status == Status::Linked && finding.certainty >= LIKELY {
                    finding.link.resolution = Some(Resolution::Description);
                    return finding;
                }
            }
        }
        self.unnamed_body(noun, noun.words.clone())
    }

    /// Whose *his*, *her* or *my* before `noun` says that it is.
    fn person_whose(&self, noun: &Noun, index: usize) -> Option<usize> {
        let opener = noun.words.start.checked_sub(1)?;
        let owner = matches!(self.document.folded(opener), "his" | "her" | "my")
            .then(|| self.whose(noun, index))?;
        // *Republican*, taken for somebody's name, has no aides.
        let named = |index: &usize| {
            let mention = self.document.mentions.get(*index);
            mention.is_some_and(|mention| mention.kind == MentionKind::Person)
        };
        owner.filter(|&owner| {
            self.cast.entities.get(owner).is_some_and(|known| {
                known.kind == SpeakerKind::Person
                    && (known.gazetteer.is_some() || known.mentions.iter().any(named))
            })
        })
    }

    /// *his group*, *her foundation*: the one body that a role of `owner` names, else the one whose name ends so and has
    /// that of `owner` in it, or that is the only one.
    fn own_body(&self, noun: &Noun, head: &str, owner: usize) -> Option<Finding> {
        let entities = &self.cast.entities;
        let known = entities.get(owner).filter(|_| noun.words.len() == 1)?;
        // As words between spaces: *ID* is not in *president*.
        let apart = |words: &str| {
            let edge = |c: char| c.is_whitespace() || matches!(c, ',' | '\'' | '’');
            let words = words.to_lowercase();
            let words = words.split(edge).filter(|word| !word.is_empty());
            words.fold(" ".to_owned(), |all, word| all + word + " ")
        };
        let roles: Vec<String> = known.roles.iter().map(|role| apart(role)).collect();
        let in_role = |body: &Entity| {
            let name = apart(&body.name);
            roles.iter().any(|role| role.contains(&name))
        };
        let surname = known.words.last();
        let bears_name = |body: &Entity| surname.is_some_and(|name| body.words.contains(name));
        let one = |among: &mut dyn Iterator<Item = usize>, is_so: &dyn Fn(&Entity) -> bool| {
            let mut found = among.filter(|&entity| {
                entities.get(entity).is_some_and(|body| {
                    body.kind == SpeakerKind::Organization
                        && !body.mentions.is_empty()
                        && is_so(body)
                })
            });
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        };
        let ending = self.cast.bodies.get(head).into_iter().flatten().copied();
        let ending = ending.take(LATELY);
        let any = if body::is_generic(head) {
            0..entities.len().min(AROUND)
        } else {
            0..0
        };
        // Of these everybody has one.
        let sole = !matches!(head, "campaign" | "party" | "team");
        let entity = one(&mut ending.clone(), &in_role)
            .or_else(|| one(&mut ending.clone(), &bears_name))
            .or_else(|| one(&mut any.clone(), &in_role))
            .or_else(|| one(&mut ending.clone(), &|_| sole))?;
        let why = format!("{head} of {}: {}", known.name, self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.8, why))
    }

    /// *his campaign*, *her aides*: by the name that the article gives them, *the Roe campaign*, *Ana Roe’s aides*, else by that of
    /// `owner`.
    fn own_phrase(&mut self, noun: &Noun, owner: usize) -> Finding {
        let document = self.document;
        let Some(known) = self.cast.entities.get(owner) else {
            return Finding::unknown(None);
        };
        let head = document.folded(noun.head);
        let surname = known.words.last().map_or("", String::as_str);
        let of_owner = |mention: &&Mention| {
            let last = mention.name.end - 1;
            let before = last.checked_sub(1).map_or(0, |before| {
                before - usize::from(before > 0 && document.shape(before) == Shape::Clitic)
            });
            matches!(mention.kind, MentionKind::Body | MentionKind::Group)
                && noun.words.len() == 1
                && document.folded(last) == head
                && mention.name.contains(&before)
                && document.folded(before) == surname
                && document.shape(mention.name.start).is_capital()
        };
        let here = document
            .mentions
            .partition_point(|mention| mention.tokens.start < noun.head);
        let around = here.saturating_sub(AROUND)..document.mentions.len().min(here + AROUND);
        let around = document.mentions.get(around).unwrap_or_default();
        let called = around.iter().filter(of_owner);
        let called = called.min_by_key(|mention| (mention.name.len(), mention.name.start));
        let name = match called {
            Some(mention) => self.text(mention.name.clone()),
            None => format!("{}'s {}", known.name, self.text(noun.words.clone())),
        };
        let why = format!("{head} of {}: {name}", known.name);
        let entity = self.cast.named(noun.kind, &name, noun.head);
        self.described.insert(noun.head, entity);
        Finding::linked(entity, Resolution::Description, 0.75, why)
    }

    /// The body that has `words` for its name, or those of `noun` where they are too many.
    fn unnamed_body(&mut self, noun: &Noun, words: Range<usize>) -> Finding {
        let words = if words.len() <= LONGEST {
            words
        } else {
            noun.words.clone()
        };
        let name = self.text(words);
        let kind = if is_plural_body(self.document.folded(noun.head)) {
            SpeakerKind::Group
        } else {
            SpeakerKind::Organization
        };
        let entity = self.cast.named(kind, &name, noun.head);
        Finding::linked(
            entity,
            Resolution::Document,
            certainty_of(noun),
            format!("a body: {name}"),
        )
    }

    /// *the board*, *police*: the body whose name ends so.
    fn named_body(&self, noun: &Noun, head: &str) -> Option<Finding> {
        let (entity, several) = self.body_ending(head, noun.head, noun.definite)?;
        let certainty = if several { 0.7 } else { 0.85 };
        let last = self.cast.last_mention(self.document, entity, noun.head);
        let place = if last.is_some() {
            "before"
        } else {
            "further on"
        };
        let why = format!("{} named {place}", self.name(entity));
        Some(Finding::linked(
            entity,
            Resolution::Description,
            certainty,
            why,
        ))
    }

    /// The body that *the board* at token `noun` means, as far as the names before it tell.
    pub(super) fn body_named(&self, noun: usize) -> Option<usize> {
        let found = self.body_ending(self.document.folded(noun), noun, true);
        found.map(|(entity, _)| entity)
    }

    /// The last body before token `noun` whose name ends in `head`, and whether there are several.
    fn body_ending(&self, head: &str, noun: usize, definite: bool) -> Option<(usize, bool)> {
        let bodies = &self.cast.bodies;
        // Where no name ends so, *the force* is the police.
        let head = match head {
            "force" if !bodies.contains_key(head) => POLICE,
            head => head,
        };
        let named = bodies.get(head).into_iter().flatten().rev();
        let is_one = |&entity: &usize| {
            self.cast.entities.get(entity).is_some_and(|known| {
                known.kind == SpeakerKind::Organization && known.name.contains(' ')
            })
        };
        let mut named: Vec<usize> = named.take(LATELY).copied().filter(is_one).collect();
        named.sort_unstable();
        named.dedup();
        let last = |entity: usize| self.cast.last_mention(self.document, entity, noun);
        // The one force of the article has its name sometimes further on; which of two *police* are nobody says.
        if head != POLICE || named.len() != 1 {
            named.retain(|&entity| definite && last(entity).is_some());
        }
        let several = named.len() > 1;
        let entity = named.into_iter().max_by_key(|&entity| last(entity))?;
        Some((entity, several))
    }

    /// Which body *the bank* was where the article called one so first: more often than not the same one for all of it.
    fn first_of(&mut self, head: &str, before: usize, index: usize) -> Option<Finding> {
        let first = *self.first_bodies.get(head)?;
        (first < before).then(|| self.ranked(first, index, rank::Wanted::Body))
    }

    /// *the report*, *the officials*: those of that noun named before by more words, else these words.
    pub(super) fn plural_or_written(&mut self, noun: &Noun, index: usize) -> Finding {
        if let Some(finding) = self.both(noun, index) {
            return finding;
        }
        if let Some(owner) = self.person_whose(noun, index) {
            return self.own_phrase(noun, owner);
        }
        if noun.definite
            && noun.words.len() == 1
            && let Some(finding) = self.earlier_phrase(noun, noun.kind)
        {
            return finding;
        }
        let document = self.document;
        let head = document.folded(noun.head);
        if noun.definite
            && head == "document"
            && let Some(finding) = self.last_document(noun.words.start)
        {
            return finding;
        }
        let words = apposed_family(document, noun).unwrap_or(noun.words.clone());
        let name = self.text(words);
        let entity = self.cast.named(noun.kind, &name, noun.head);
        let what = if noun.kind == SpeakerKind::Group {
            "a group"
        } else {
            "a document"
        };
        Finding::linked(
            entity,
            Resolution::Document,
            certainty_of(noun),
            format!("{what}: {name}"),
        )
    }

    /// *the two lawmakers*, *both men*, *the two*: two persons who were named together before.
    pub(super) fn both(&mut self, noun: &Noun, index: usize) -> Option<Finding> {
        let document = self.document;
        let counts = |token: usize| matches!(document.folded(token), "two" | "both");
        let pair = matches!(document.folded(noun.head), "two" | "pair" | "duo");
        let counted = (noun.words.start.saturating_sub(2)..noun.head).any(counts);
        let definite = noun.definite || document.folded(noun.words.start.checked_sub(1)?) == "both";
        let two = pair || counted && noun.kind == SpeakerKind::Group;
        if !(definite && two) {
            return None;
        }
        let candidates = rank::candidates(self, noun.head, index, rank::Wanted::Many, None);
        let mut pairs = candidates
            .iter()
            .filter(|candidate| matches!(candidate.referent, rank::Antecedent::Pair(..)));
        let best = *pairs.next()?;
        let rival = pairs.next().map_or(0.0, |rival| rival.probability);
        // What is weighed are pairs and not what else *they* may be.
        let share = best.probability / (best.probability + rival);
        if share < 0.6 || best.probability < 0.05 {
            return None;
        }
        let entity = self.entity_for(best.referent);
        let why = format!("two who were named together: {}", self.name(entity));
        Some(Finding::linked(
            entity,
            Resolution::Description,
            0.7 * share,
            why,
        ))
    }

    /// *the document*: what was written was last spoken of so, whatever it is.
    fn last_document(&mut self, before: usize) -> Option<Finding> {
        let document = self.document;
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < before);
        let before = document.mentions.iter().enumerate().take(near).rev();
        let mut last = before.take(LATELY);
        // *the annual Fissile Ledger* has a name.
        let is_written = |(_, mention): &(usize, &Mention)| match mention.kind {
            MentionKind::Document => document.folded(mention.name.end - 1) != "document",
            MentionKind::Name | MentionKind::Organization => {
                document.classes(mention.name.end - 1).is(Classes::DOCUMENT)
            }
            _ => false,
        };
        let (index, written) = last.find(is_written)?;
        let entity = self.entity_of(index).unwrap_or_else(|| {
            let name = self.text(written.name.clone());
            let start = written.name.start;
            self.cast.named(SpeakerKind::Document, &name, start)
        });
        let why = format!("spoken of before: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.6, why))
    }

    /// The latest longer phrase with the same head noun before `noun`.
    fn earlier_phrase(&mut self, noun: &Noun, kind: SpeakerKind) -> Option<Finding> {
        let document = self.document;
        let head = document.folded(noun.head);
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < noun.words.start);
        let wanted = match kind {
            SpeakerKind::Group => MentionKind::Group,
            SpeakerKind::Document => MentionKind::Document,
            SpeakerKind::Organization => MentionKind::Body,
            _ => return None,
        };
        let earlier = (near.saturating_sub(120)..near).rev().find(|&index| {
            document.mentions.get(index).is_some_and(|mention| {
                mention.kind == wanted
                    && mention.name.len() > 1
                    && document.folded(mention.name.start) != "same"
                    && document.folded(mention.name.end - 1) == head
                    && mention.name.end - 1 != noun.head
            })
        })?;
        let words = document.mentions.get(earlier)?.name.clone();
        let name = self.text(words.clone());
        let entity = self.cast.named(kind, &name, words.start);
        Some(Finding::linked(
            entity,
            Resolution::Description,
            0.7,
            format!("spoken of before: {name}"),
        ))
    }
}

/// *companies*, *banks*: several bodies are a group. *Authorities* and *forces* are one.
fn is_plural_body(folded: &str) -> bool {
    let is_body = |word: &str| crate::lexicon::classes(word).is(Classes::ORGANIZATION);
    let singular = folded.strip_suffix('s').filter(|word| !word.ends_with('s'));
    let singular = singular.is_some_and(is_body)
        || folded
            .strip_suffix("ies")
            .is_some_and(|stem| is_body(&format!("{stem}y")));
    singular && !matches!(folded, "authorities" | "forces")
}

/// How sure a phrase is that names itself: *the company*, with no other word, has a name that was not found.
fn certainty_of(noun: &Noun) -> f32 {
    if noun.definite && noun.phrase.len() == 1 {
        0.65
    } else {
        0.85
    }
}

/// *Rovers’ owners, the Whitlocks, want it moved*: the name of several, behind what they are.
fn apposed_family(document: &Document, noun: &Noun) -> Option<Range<usize>> {
    const LONGEST: usize = 3;
    let comma = noun.words.end;
    let start = comma + 2;
    let opened = noun.kind == SpeakerKind::Group
        && document.word(comma) == ","
        && document.folded(comma + 1) == "the";
    let end = (start..start + LONGEST)
        .find(|&at| !document.shape(at).is_capital())
        .filter(|&end| opened && end > start && document.word(end) == ",")?;
    document
        .folded(end - 1)
        .ends_with('s')
        .then_some(start..end)
}
