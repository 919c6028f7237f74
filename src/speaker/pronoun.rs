//! The source is a pronoun: whom it goes back to.
//!
//! *He*, *they* and *it* are weighed by `rank`; *I* is whoever's words the source stands in, *who* what stands before it.

use std::ops::Range;

use crate::document::{Paragraph, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, phrase_start};

use super::choice::Choice;
use super::phrase::{Noun, Referent};
use super::{Finding, LATELY, Linker, Resolution, SpeakerKind, Status, phrase, rank};

/// A row of *who … and who …* is followed back so often.
const HOPS: usize = 8;

impl Linker<'_, '_> {
    /// The source is a pronoun.
    pub(super) fn pronoun(&mut self, token: usize, index: usize) -> Finding {
        let word = self.document.folded(token).to_owned();
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.ranked(token, index, rank::Wanted::Man),
            "she" | "her" | "hers" | "herself" => self.ranked(token, index, rank::Wanted::Woman),
            "they" | "them" | "their" | "themselves" | "these" | "those" | "both" => {
                self.ranked(token, index, rank::Wanted::Many)
            }
            "it" | "its" | "itself" => match self.own_subject(token, index) {
                Some(finding) => finding,
                None => self.ranked(token, index, rank::Wanted::Thing),
            },
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" => {
                self.first_person(&word, index)
            }
            "who" | "whom" | "that" | "which" | "whose" => self.relative(token, index),
            "you" | "your" | "this" | "what" => {
                Finding::unknown(format!("{word}: nobody in the article"))
            }
            _ => {
                let kind = if phrase::is_anybody(&word) {
                    SpeakerKind::Person
                } else {
                    SpeakerKind::Group
                };
                let narrows = |&at: &usize| phrase::narrows(self.document, at);
                let start = (0..token).rev().take_while(narrows).last().unwrap_or(token);
                let entity = self.cast.named(kind, &self.text(start..token + 1), token);
                Finding::linked(entity, Resolution::Document, 0.7, None)
            }
        }
    }

    /// The name that signs the letter in which attribution `index` stands: a line with a given name and a surname alone,
    /// after it and near it; or one at the very end, which may be a given name alone.
    fn signature(&mut self, index: usize) -> Option<usize> {
        const NEAR: usize = 6;
        let document = self.document;
        let start = self.attributions.get(index)?.content.first()?.start;
        let number = document.paragraph_at(start) + 1;
        let signs = |paragraph: &&Paragraph, least: usize| {
            let tokens = paragraph.tokens.clone();
            (least..=4).contains(&tokens.len())
                && tokens.clone().all(|at| document.shape(at).is_capital())
                && document
                    .classes(tokens.start)
                    .is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE))
        };
        let mut after = document.paragraphs.iter().skip(number);
        let line = after
            .clone()
            .take(NEAR)
            .find(|paragraph| signs(paragraph, 2))
            .or_else(|| after.next_back().filter(|paragraph| signs(paragraph, 1)))?;
        let name = self.text(line.tokens.clone());
        Some(
            self.cast
                .named(SpeakerKind::Person, &name, line.tokens.start),
        )
    }

    /// *I* and *we*: whoever's words the source stands in.
    fn first_person(&mut self, word: &str, index: usize) -> Finding {
        let outer = self
            .outer(index)
            .and_then(|outer| self.findings.get(outer))
            .and_then(Option::as_ref);
        match outer {
            Some(outer) if outer.link.status == Status::Linked => {
                let mut finding = outer.clone();
                finding.link.resolution = Some(Resolution::Pronoun);
                finding.certainty *= 0.95;
                finding.evidence = finding
                    .link
                    .speaker
                    .map(|entity| format!("{word} inside the words of {}", self.name(entity)));
                finding
            }
            Some(outer) => outer.clone(),
            None => match self.signature(index) {
                Some(entity) => {
                    let why = format!("{word}: {} signed these words", self.name(entity));
                    Finding::linked(entity, Resolution::Pronoun, 0.8, why)
                }
                None => {
                    Finding::unknown(format!("{word}: the writer, or a speaker who is not known"))
                }
            },
        }
    }

    /// ***Kestrel** will pay a fifth less, **it** said*: the body whose name a paraphrase before its inquit begins with, as its subject. A
    /// country or town would not tell: *China cut its rates, it said*.
    fn own_subject(&self, token: usize, index: usize) -> Option<Finding> {
        let document = self.document;
        let attribution = self.attributions.get(index)?;
        let &[content] = attribution.content.as_slice() else {
            return None;
        };
        let tokens = document.tokens_in(content);
        let sentence = document.tokens.get(token)?.sentence;
        let opens = !attribution.marked
            && tokens.end <= token
            && document.tokens.get(tokens.start)?.sentence == sentence;
        let name = phrase::name_at(document, tokens.start).filter(|_| opens)?;
        let mention = document.mentions.get(name)?;
        let verb = document.classes(mention.tokens.end);
        let subject = mention.tokens.start == tokens.start
            && mention.kind != MentionKind::Place
            && document.shape(mention.tokens.end) == Shape::Lower
            && verb.is(Classes::AUXILIARY.or(Classes::VERB));
        let entity = self.entity_of(name).filter(|_| subject)?;
        let known = self.cast.entities.get(entity)?;
        (known.kind == SpeakerKind::Organization).then(|| {
            let why = format!(
                "pronoun it: {}, of whom it speaks itself",
                self.name(entity)
            );
            Finding::linked(entity, Resolution::Pronoun, 0.8, why)
        })
    }

    /// *who*, *which*: what stands immediately before.
    fn relative(&mut self, token: usize, index: usize) -> Finding {
        let document = self.document;
        let sentence = document.tokens.get(token).map_or(0, |token| token.sentence);
        let start = document
            .sentences
            .get(sentence)
            .map_or(0, |sentence| sentence.tokens.start);
        let (mut token, mut end) = (token, token);
        let mut hops = 0;
        while end > start {
            let before = end - 1;
            let joins = document.classes(before).is(Classes::CONJUNCTION);
            // *Ruiz, of the trade board, who said*: a comma may stand between.
            if document.shape(before).is_word() && !joins {
                break;
            }
            end = before;
            // *Ruiz, who said no, and who left*: the same Ruiz.
            if joins && hops < HOPS {
                hops += 1;
                // *Ruiz, whose views are known and who left*
                let word = document.folded(token);
                let same = |at: &usize| match document.folded(*at) {
                    "whose" => matches!(word, "who" | "whose"),
                    other => other == word,
                };
                let mut earlier = (start.max(end.saturating_sub(LATELY))..end).rev();
                if let Some(first) = earlier.find(same) {
                    (token, end) = (first, first);
                }
            }
        }
        if end == start {
            return match document.folded(token) {
                "that" => self.ranked(token, index, rank::Wanted::Thing),
                _ => Finding::unknown(None),
            };
        }
        // Back over one prepositional phrase: *officials in the capital who say*.
        let near = document
            .mentions
            .partition_point(|mention| mention.tokens.start < end);
        let person = document.folded(token) == "who";
        for back in (near.saturating_sub(6)..near).rev() {
            let Some(mention) = document.mentions.get(back) else {
                break;
            };
            if mention.tokens.start < start {
                break;
            }
            let entity = self
                .entity_of(back)
                .and_then(|entity| self.cast.entities.get(entity));
            let kind = entity.map_or(SpeakerKind::Unknown, |entity| entity.kind);
            // Whoever bears a name that looks like nothing else is one, but for *the premier of Bermuda, who …*.
            let within = document
                .classes(mention.tokens.start.saturating_sub(1))
                .is(Classes::PREPOSITION);
            let human = mention.kind == MentionKind::Person
                || mention.kind == MentionKind::Name
                    && (kind == SpeakerKind::Person || kind == SpeakerKind::Unknown && !within);
            if mention.name.end == end && (!person || human) && mention.kind.is_name() {
                let mut finding = self.named(back);
                finding.link.resolution = finding.link.resolution.map(|_| Resolution::Pronoun);
                finding.certainty *= 0.95;
                return finding;
            }
        }
        let noun = end - 1;
        let head_start = phrase_start(document, noun, start);
        let apposed = head_start
            .checked_sub(2)
            .is_some_and(|comma| document.word(comma) == ",");
        // *his rivals on the left, who*; *Ruiz, a Republican who*
        let direct = match document.folded(noun) {
            word if phrase::is_collective(word) => SpeakerKind::Unknown,
            word if apposed && phrase::is_partisan(word) => SpeakerKind::Unknown,
            _ => phrase::kind(document, noun),
        };
        let wanted = |kind: SpeakerKind| {
            if person {
                matches!(kind, SpeakerKind::Person | SpeakerKind::Group)
            } else {
                kind != SpeakerKind::Unknown
            }
        };
        if wanted(direct) {
            let from =
                if head_start > start && document.classes(head_start - 1).is(Classes::DETERMINER) {
                    head_start - 1
                } else {
                    head_start
                };
            return self.antecedent(from..end, index);
        }
        // The nearest person or group before, in the same sentence.
        let floor = start.max(end.saturating_sub(14));
        for head in (floor..end).rev() {
            let kind = phrase::kind(document, head);
            if let Some(name) = phrase::name_at(document, head)
                && document
                    .mentions
                    .get(name)
                    .is_some_and(|mention| mention.kind == MentionKind::Person)
            {
                return self.named(name);
            }
            let common = document.shape(head) == Shape::Lower
                || document.classes(head).is(Classes::GROUP) && kind == SpeakerKind::Group;
            if wanted(kind)
                && common
                && document
                    .classes(head + 1)
                    .is(Classes::PREPOSITION.or(Classes::VERB))
            {
                let from = phrase_start(document, head, start);
                let from = if from > start && document.classes(from - 1).is(Classes::DETERMINER) {
                    from - 1
                } else {
                    from
                };
                return self.antecedent(from..head + 1, index);
            }
        }
        let classes = document.classes(noun);
        let no_noun = Classes::PRONOUN
            .or(Classes::DETERMINER)
            .or(Classes::TIME)
            .or(Classes::ADVERB)
            .or(Classes::PREPOSITION);
        let word = document.folded(noun);
        let (kind, words) = if matches!(word, "those" | "some" | "many" | "others") {
            (SpeakerKind::Group, noun..end)
        } else if phrase::is_anybody(word) {
            (SpeakerKind::Person, noun..end)
        } else if classes.is(no_noun) {
            return Finding::unknown(None);
        } else {
            (SpeakerKind::Unknown, head_start..end)
        };
        let entity = self
            .cast
            .named(kind, &self.text(words.clone()), words.start);
        Finding::linked(entity, Resolution::Pronoun, 0.5, None)
    }

    /// Links the phrase that a relative pronoun goes back to.
    fn antecedent(&mut self, tokens: Range<usize>, index: usize) -> Finding {
        let mut finding = match phrase::read(self.document, tokens) {
            Referent::Name(mention) => self.named(mention),
            Referent::Noun(noun) => self.noun(&noun, index),
            Referent::Several(list) => self.several(&list, index),
            Referent::Pronoun(token)
                if self.document.folded(token) != "who"
                    && self.document.folded(token) != "that" =>
            {
                self.pronoun(token, index)
            }
            _ => Finding::unknown(None),
        };
        finding.link.resolution = finding.link.resolution.map(|_| Resolution::Pronoun);
        finding.certainty *= 0.9;
        finding
    }

    /// Weighs who the pronoun, or *agency*, at `token` goes back to.
    pub(super) fn ranked(&mut self, token: usize, index: usize, wanted: rank::Wanted) -> Finding {
        let word = self.document.folded(token).to_owned();
        let head = rank::Description {
            head: &word,
            gender: Gender::Unknown,
            more: false,
            fits: &[],
            age: None,
        };
        let description = (wanted == rank::Wanted::Body).then_some(&head);
        let candidates = rank::candidates(self, token, index, wanted, description);
        match self.choose(&candidates, token, index, wanted) {
            Choice::Nobody => Finding::unknown(format!("pronoun {word}: nobody before it fits")),
            Choice::Several(links) => {
                let why = format!("pronoun {word}: {}", self.names(&links, " or "));
                Finding::ambiguous(links, Resolution::Pronoun, why)
            }
            Choice::One(best, entity) => {
                // *The group has agreed …, it said*: whichever *the group* is.
                if let rank::Antecedent::Mention(mention) = best.referent
                    && let Some(finding) = self.generic(mention, index)
                {
                    return Finding {
                        certainty: finding.certainty.min(best.probability),
                        ..finding
                    };
                }
                let why = format!("pronoun {word}: {}, {}", self.name(entity), best.reason());
                self.learn_of(entity, wanted, best.probability);
                Finding::linked(entity, Resolution::Pronoun, best.probability, why)
            }
        }
    }

    /// The body with a name that mention `index`, *the group*, goes back to.
    fn generic(&mut self, index: usize, of: usize) -> Option<Finding> {
        let mention = self.document.mentions.get(index)?;
        if mention.kind != MentionKind::Body || mention.name.len() > 1 || !mention.definite {
            return None;
        }
        let noun = Noun {
            kind: SpeakerKind::Organization,
            head: mention.name.start,
            words: mention.name.clone(),
            phrase: mention.name.clone(),
            definite: true,
        };
        let finding = self.body(&noun, of);
        let entity = finding.link.speaker?;
        (!self.is_unnamed(entity)).then_some(finding)
    }

    /// Whoever is meant by *he* rather than not is a person from here on, and who surely is, a man.
    fn learn_of(&mut self, entity: usize, wanted: rank::Wanted, probability: f32) {
        const LIKELY: f32 = 0.5;
        const SURE: f32 = 0.9;
        let gender = match wanted {
            rank::Wanted::Man => Gender::Male,
            rank::Wanted::Woman => Gender::Female,
            _ => return,
        };
        let Some(known) = self.cast.entities.get_mut(entity) else {
            return;
        };
        if probability >= LIKELY && known.kind == SpeakerKind::Unknown {
            known.kind = SpeakerKind::Person;
        }
        if probability >= SURE && known.gender == Gender::Unknown {
            known.gender = gender;
        }
    }
}
