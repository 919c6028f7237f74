//! Who speaks where no source stands beside the words: whoever goes on, takes turns or acts just before.
//!
//! Also what the turns so far forbid: nobody replies to himself, and whoever is asked about does not answer.

use crate::attribution::{Attribution, QuoteType};
use crate::span::Span;

use super::{Finding, LATELY, Linker, Resolution, SpeakerKind, place};

/// How many paragraphs back somebody may have spoken who takes turns here.
const DIALOGUE: usize = 6;

impl Linker<'_, '_> {
    /// Is it a question that somebody put?
    pub(super) fn asks(&self, attribution: &Attribution) -> bool {
        // *She asked not to be named*: a request is no question.
        let first = attribution
            .content
            .first()
            .map(|&span| self.document.tokens_in(span).start);
        let requests = first.is_some_and(|first| {
            matches!(self.document.folded(first), "for" | "that" | "to")
                || self.document.folded(first) == "not" && self.document.folded(first + 1) == "to"
        });
        let asked = attribution
            .cue
            .as_ref()
            .is_some_and(|cue| cue.lemma == "ask" && !requests);
        let last = attribution
            .content
            .last()
            .map_or("", |&span| self.document.slice(span));
        let direct = attribution.marked || attribution.quote_type == QuoteType::Direct;
        asked || direct && last.trim_end().ends_with('?')
    }

    /// *Roe asked if she had tasted it. “Once,” she said.*: whoever asks about *she* is not the *she* at `token` who answers,
    /// unless for leave: *she asked if she could*.
    pub(super) fn asked_about(&self, token: usize, index: usize) -> Option<usize> {
        let document = self.document;
        let at = document.tokens.get(token)?.span.start;
        let own = self.attributions.get(index)?;
        let last = self.turns.iter().rev().find(|turn| !turn.nested)?;
        let question = self.attributions.get(last.of)?;
        let near = document.paragraph_at(last.at) + 1 >= document.paragraph_at(at);
        if !last.asks || question.marked || !own.marked || !near {
            return None;
        }
        let words = document.tokens_in(*question.content.first()?);
        let mut about = words.filter(|&word| document.folded(word) == document.folded(token));
        about
            .any(|word| !matches!(document.folded(word + 1), "can" | "could" | "may" | "might"))
            .then_some(last.entity)
    }

    /// *“Did you look?” Roe asked. ¶ “No,” he said.*: who is asked about *you* and says yes or no in attribution `index` is
    /// not Roe; neither is who replies, *“Did it rain?” Roe asked. “Twice,” he replied*, nor who says so and was asked,
    /// *“Did it rain?” Roe asked him. “No,” he said*, in the same paragraph, too.
    pub(super) fn asked_you(&self, index: usize) -> Option<usize> {
        const ANSWERS: [&str; 8] = [
            "absolutely",
            "nah",
            "never",
            "no",
            "nope",
            "yeah",
            "yep",
            "yes",
        ];
        let document = self.document;
        let own = self.attributions.get(index)?;
        let words = document.tokens_in(*own.content.first()?);
        let last = self.turns.iter().rev().find(|turn| !turn.nested)?;
        let question = self.attributions.get(last.of)?;
        let paragraph = |one: &Attribution| Some(document.paragraph_at(one.content.last()?.start));
        let (here, there) = (paragraph(own)?, paragraph(question)?);
        let near = (there..=there + 1).contains(&here);
        if !(last.asks && question.marked && own.marked && near) {
            return None;
        }
        let you = question
            .content
            .iter()
            .flat_map(|&span| document.tokens_in(span))
            .any(|token| matches!(document.folded(token), "you" | "your"));
        let answers = words
            .clone()
            .find(|&token| document.shape(token).is_word())
            .is_some_and(|token| ANSWERS.contains(&document.folded(token)));
        let asked = answers && (you && here > there || self.is_of_him(question));
        (asked || replies(own) && !replies(question)).then_some(last.entity)
    }

    /// *Roe asked **him***, *she put it to **him***: is there somebody to whom the words were said, without a name?
    fn is_of_him(&self, attribution: &Attribution) -> bool {
        /// Tokens behind the cue.
        const NEAR: usize = 3;
        let cue = attribution.cue.as_ref();
        let Some(&cue) = cue.and_then(|cue| cue.spans.last()) else {
            return false;
        };
        let end = self.document.tokens_in(cue).end;
        (end..end + NEAR).any(|token| matches!(self.document.folded(token), "her" | "him" | "them"))
    }

    /// Who acts before words that nobody is said to have spoken: in the sentence before a person; but whoever it is that a
    /// paragraph introduces a dialogue with.
    pub(super) fn beside(&mut self, index: usize) -> Finding {
        let Some(own) = self.attributions.get(index) else {
            return Finding::unknown(None);
        };
        let Some(span) = own.beside else {
            return Finding::unknown(None);
        };
        let paragraph = |span: Span| self.document.paragraph_at(span.start);
        let introduced = own
            .content
            .first()
            .is_some_and(|&content| paragraph(span) < paragraph(content));
        let finding = self.find(span, index);
        let known = finding
            .link
            .speaker
            .and_then(|entity| self.cast.entities.get(entity));
        match known.filter(|known| introduced || known.kind == SpeakerKind::Person) {
            Some(known) => Finding {
                evidence: Some(format!("{} acts just before", known.name)),
                certainty: finding.certainty * 0.9,
                ..finding
            },
            None => Finding::unknown(None),
        }
    }

    /// The speaker of the attribution that this one goes on from, or who takes turns with her where she is called by name.
    pub(super) fn continued(&self, index: usize, before: usize) -> Finding {
        let Some(finding) = self.findings.get(before).and_then(Option::as_ref) else {
            return Finding::unknown("goes on from a quote whose speaker is not known".to_owned());
        };
        if finding
            .link
            .speaker
            .is_some_and(|known| self.addresses(index, known))
        {
            return self.in_turn(index, before);
        }
        let mut finding = finding.clone();
        finding.link.resolution = finding.link.resolution.map(|_| Resolution::Continuation);
        finding.evidence = finding
            .link
            .speaker
            .map(|entity| format!("goes on from the quote before: {}", self.name(entity)));
        finding
    }

    /// *“We lost a thousand, **Hes**.”*: are the words of attribution `index` said to the person `known`, called by her name or the beginning of her first one?
    fn addresses(&self, index: usize, known: usize) -> bool {
        let document = self.document;
        let content = self
            .attributions
            .get(index)
            .map(|own| own.content.as_slice());
        let known = self.cast.entities.get(known);
        let known = known.filter(|known| known.kind == SpeakerKind::Person);
        let (Some([words]), Some(known)) = (content, known) else {
            return false;
        };
        let tokens = document.tokens_in(*words);
        let word = |&token: &usize| document.shape(token).is_word();
        let (Some(first), Some(last)) = (tokens.clone().find(word), tokens.clone().rfind(word))
        else {
            return false;
        };
        let comma = |token: Option<usize>| {
            token.is_some_and(|token| tokens.contains(&token) && document.word(token) == ",")
        };
        let is_hers = |token: usize| {
            let name = document.folded(token);
            let begins = |word: &String| word.starts_with(name);
            document.shape(token).is_capital()
                && (known.words.iter().any(|word| word == name)
                    || name.len() >= 3 && known.words.first().is_some_and(begins))
        };
        comma(first.checked_add(1)) && is_hers(first) || comma(last.checked_sub(1)) && is_hers(last)
    }

    /// Who takes turns with the speaker of attribution `other`: the other one who spoke lately or is named here.
    pub(super) fn in_turn(&self, index: usize, other: usize) -> Finding {
        let document = self.document;
        let speaker = |index: usize| {
            let finding = self.findings.get(index).and_then(Option::as_ref)?;
            finding.link.speaker
        };
        // Of two who take turns, whoever spoke before the other speaks again.
        let before = self.attributions.get(other).and_then(|other| other.answers);
        if let Some(again) = before.and_then(speaker) {
            let why = format!(
                "takes turns: {} spoke before the last turn",
                self.name(again)
            );
            return Finding::linked(again, Resolution::Continuation, 0.6, why);
        }
        let Some(known) = speaker(other) else {
            return Finding::unknown("takes turns with somebody who is not known".to_owned());
        };
        let at = self.attributions.get(index).map_or(0, place);
        let paragraph = document.paragraph_at(at);
        // Nobody calls himself by name: *“Ana, I know.”*
        let own = self
            .attributions
            .get(index)
            .and_then(|own| own.content.first());
        let named_in = |words: Span| {
            let from = document
                .mentions
                .partition_point(|mention| mention.span.start < words.start);
            let inside = document.mentions.iter().enumerate().skip(from).take(LATELY);
            let inside = inside.take_while(move |(_, mention)| mention.span.start < words.end);
            inside.filter_map(|(mention, _)| self.entity_of(mention))
        };
        let called: Vec<usize> = own.into_iter().flat_map(|&words| named_in(words)).collect();
        let person = |&entity: &usize| {
            let other = self.cast.entities.get(entity);
            entity != known
                && !called.contains(&entity)
                && other.is_some_and(|other| other.kind == SpeakerKind::Person)
        };
        let turns = self.turns.iter().rev().take(LATELY);
        let spoke: Vec<(usize, usize)> = turns
            .filter(|turn| turn.at < at && !turn.nested)
            .map(|turn| (document.paragraph_at(turn.at), turn.entity))
            .collect();
        let near = document
            .mentions
            .partition_point(|mention| mention.span.start < at);
        let mentions = document.mentions.iter().enumerate().take(near).rev();
        let named: Vec<(usize, usize)> = mentions
            .take(LATELY)
            .map(|(index, mention)| (document.paragraph_at(mention.span.start), index))
            .take_while(|&(there, _)| there + 1 >= paragraph)
            .filter_map(|(there, mention)| Some((there, self.entity_of(mention)?)))
            .collect();
        // The nearest paragraph in which another spoke, or that is this one or the next before it and names another.
        let mut others: Vec<usize> = Vec::new();
        for there in (paragraph.saturating_sub(DIALOGUE)..=paragraph).rev() {
            let here = spoke.iter().chain(&named).filter(|&&(at, _)| at == there);
            for entity in here
                .map(|(_, entity)| entity)
                .filter(|entity| person(entity))
            {
                if !others.contains(entity) {
                    others.push(*entity);
                }
            }
            if !others.is_empty() {
                break;
            }
        }
        match others.as_slice() {
            [] => Finding::unknown(format!("takes turns with {}", self.name(known))),
            [one] => {
                let why = format!("takes turns with {}: {}", self.name(known), self.name(*one));
                Finding::linked(*one, Resolution::Continuation, 0.6, why)
            }
            several => {
                #[allow(clippy::cast_precision_loss, reason = "few take part in a dialogue")]
                let share = 1.0 / several.len() as f32;
                let links = several.iter().take(4).map(|&entity| (entity, share));
                let why = format!("takes turns with {}", self.name(known));
                Finding::ambiguous(links.collect(), Resolution::Continuation, why)
            }
        }
    }

    /// *“…,” Sullivan replied* after words of one Sullivan is the other.
    pub(super) fn not_to_himself(&self, finding: Finding, index: usize) -> Finding {
        let replies = self.attributions.get(index).is_some_and(replies);
        let last = self.turns.last().filter(|turn| !turn.nested);
        match (finding.link.resolution, last) {
            (Some(Resolution::Surname), Some(last))
                if replies && finding.link.speaker == Some(last.entity) =>
            {
                let Some(other) = self.cast.namesake(last.entity) else {
                    return finding;
                };
                let why = format!(
                    "{} spoke last and is replied to: {}",
                    self.name(last.entity),
                    self.name(other)
                );
                Finding::linked(other, Resolution::Surname, 0.75, why)
            }
            _ => finding,
        }
    }
}

/// Are the words said to answer others?
fn replies(attribution: &Attribution) -> bool {
    attribution.cue.as_ref().is_some_and(|cue| {
        matches!(
            cue.lemma.as_ref(),
            "answer" | "counter" | "reply" | "respond" | "retort"
        )
    })
}
