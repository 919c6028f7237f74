//! Whether a name is a person's or a body's, and of which gender, as the article uses it.

use super::tie::age;
use super::{BEARERS, Cast, Entity};
use crate::attribution::Attribution;
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind};
use crate::speaker::{SpeakerKind, body};

impl Cast {
    /// Finds the bodies among names that may be anybody's; those whose names tell no gender get the one that the pronouns behind
    /// their mentions have, and are persons then.
    pub(super) fn settle_kinds(&mut self, document: &Document, attributions: &[Attribution]) {
        let bodies = body::words(document);
        let speak_as_it = body::speak_as_it(document, attributions);
        for entity in &mut self.entities {
            if !matches!(entity.kind, SpeakerKind::Person | SpeakerKind::Unknown) {
                continue;
            }
            let told = pronouns(document, entity);
            // *The landlord*, *a rival* may be a firm.
            let mut roles = entity.roles.iter();
            let personal = !roles.all(|role| body::is_role_of_bodies(role));
            // Whatever the given name: *Roe Lockhart said … It added*.
            if told == Gender::Unknown
                && !personal
                && entity.gazetteer.is_none()
                && (body::is_company(document, &entity.mentions)
                    || entity.mentions.iter().any(|it| speak_as_it.contains(it)))
            {
                entity.kind = SpeakerKind::Organization;
                entity.gender = Gender::Unknown;
                continue;
            }
            if entity.gender != Gender::Unknown {
                continue;
            }
            // *Franson Roe, 18,*
            let aged = |mention: &Mention| {
                let end = mention.tokens.end;
                document.word(end) == "," && age(document, end).is_some()
            };
            let mentions = entity.mentions.iter().take(BEARERS);
            let mut mentions = mentions.filter_map(|&index| document.mentions.get(index));
            if entity.kind == SpeakerKind::Unknown && mentions.any(aged) {
                entity.kind = SpeakerKind::Person;
            }
            let named = [entity.words.first(), entity.words.last()];
            let mut named = named.into_iter().flatten();
            let untold =
                !personal && (entity.kind == SpeakerKind::Unknown || !entity.roles.is_empty());
            if untold && named.any(|word| bodies.contains(word.as_str())) {
                entity.kind = SpeakerKind::Organization;
                continue;
            }
            entity.gender = told;
            let open = untold && entity.gender == Gender::Unknown;
            if entity.roles.is_empty() && body::is_people(document, &entity.mentions) {
                entity.kind = SpeakerKind::Group;
                entity.gender = Gender::Unknown;
                continue;
            }
            if !personal
                && (body::is_many(document, &entity.mentions)
                    || open && body::is_it(document, &entity.mentions))
            {
                entity.kind = SpeakerKind::Organization;
                entity.gender = Gender::Unknown;
            }
            if entity.gender != Gender::Unknown
                && entity.words.len() < 4
                && (entity.kind == SpeakerKind::Person || entity.acts)
            {
                entity.kind = SpeakerKind::Person;
            }
        }
    }
}

/// Are these mentions those of a name, and not of a place? *Early* with a capital at the start of a sentence is neither, and
/// *in Clarkston* says where.
pub(super) fn acts(document: &Document, mentions: &[usize]) -> bool {
    let mut inside = false;
    let mut located = 0;
    for mention in mentions
        .iter()
        .take(BEARERS)
        .filter_map(|&mention| document.mentions.get(mention))
    {
        let start = mention.tokens.start;
        let opens = document
            .tokens
            .get(start)
            .and_then(|token| document.sentences.get(token.sentence))
            .is_none_or(|sentence| sentence.tokens.start == start);
        let before = start.checked_sub(1).map_or("", |at| document.folded(at));
        inside |= !opens && !matches!(document.shape(start - usize::from(!opens)), Shape::Mark);
        // *Whitehall critics*
        let behind = mention.tokens.end;
        let which = says_which(document, mention)
            || document.shape(behind) == Shape::Lower
                && document.classes(behind).is(Classes::GROUP)
                && !document.classes(behind).is(Classes::VERB);
        located += match before {
            "in" | "at" | "near" | "across" | "outside" | "around" | "into" | "through" => 2,
            // *a text from Ron*
            "to" | "from" => usize::from(!is_given_alone(document, mention)),
            word if is_of_travel(word) => 1,
            _ => usize::from(which),
        };
    }
    inside && located < mentions.len().min(BEARERS)
}

/// Is it somebody's given name alone, and no place?
fn is_given_alone(document: &Document, mention: &Mention) -> bool {
    let classes = document.classes(mention.name.start);
    mention.name.len() == 1
        && classes.is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE))
        && !classes.is(Classes::PLACE)
}

/// *visited Stockport*: a verb before a place more often than before a name. Folded.
fn is_of_travel(word: &str) -> bool {
    matches!(
        word,
        "visit" | "visits" | "visited" | "visiting" | "tour" | "tours" | "toured" | "touring"
    )
}

/// The gender that most pronouns behind the mentions of `entity` have.
fn pronouns(document: &Document, entity: &Entity) -> Gender {
    let mut votes = (0, 0);
    for &index in entity.mentions.iter().take(BEARERS) {
        let Some(mention) = document.mentions.get(index) else {
            continue;
        };
        // *in Oslo she …*: what may be a place votes as a subject only.
        let governed = mention.tokens.start.checked_sub(1).is_some_and(|before| {
            document
                .classes(before)
                .is(Classes::PREPOSITION.or(Classes::DETERMINER))
                || is_of_travel(document.folded(before))
        });
        let open = entity.kind == SpeakerKind::Unknown;
        if open && (governed || says_which(document, mention)) {
            continue;
        }
        match pronoun_after(document, index) {
            Gender::Male => votes.0 += 1,
            Gender::Female => votes.1 += 1,
            Gender::Unknown => {}
        }
    }
    match votes.0.cmp(&votes.1) {
        std::cmp::Ordering::Greater => Gender::Male,
        std::cmp::Ordering::Less => Gender::Female,
        std::cmp::Ordering::Equal => Gender::Unknown,
    }
}

/// *a soft **Galway** accent*: the name only says which.
fn says_which(document: &Document, mention: &Mention) -> bool {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let function = Classes::VERB
        .or(Classes::AUXILIARY)
        .or(Classes::ADVERB)
        .or(Classes::CONJUNCTION)
        .or(Classes::PREPOSITION)
        .or(Classes::PRONOUN)
        .or(Classes::SUBORDINATOR);
    let article = |count: usize| {
        start
            .checked_sub(count)
            .is_some_and(|before| document.classes(before).is(Classes::DETERMINER))
    };
    let adjective = start > 1 && document.shape(start - 1) == Shape::Lower && article(2);
    (article(1) || adjective)
        && document.shape(end) == Shape::Lower
        && !document.classes(end).is(function)
}

/// The gender of the first *he* or *she* within a few words behind mention `index`, before anybody else is named.
pub(super) fn pronoun_after(document: &Document, index: usize) -> Gender {
    let Some(mention) = document.mentions.get(index) else {
        return Gender::Unknown;
    };
    let next = document
        .mentions
        .get(index + 1..)
        .into_iter()
        .flatten()
        .take(8)
        .find(|mention| matches!(mention.kind, MentionKind::Person | MentionKind::Name))
        .map_or(usize::MAX, |mention| mention.tokens.start);
    let end = (mention.tokens.end + 14)
        .min(next)
        .min(document.tokens.len());
    for token in mention.tokens.end..end {
        if is_somebody_else(document, mention, token) {
            continue;
        }
        match document.folded(token) {
            "he" | "his" | "him" | "himself" => return Gender::Male,
            "she" | "her" | "hers" | "herself" => return Gender::Female,
            _ => {}
        }
    }
    Gender::Unknown
}

/// *Ruiz paid tribute to **her***: in the clause whose subject is `mention`, the object at `token` is somebody else.
pub(in crate::speaker) fn is_somebody_else(
    document: &Document,
    mention: &Mention,
    token: usize,
) -> bool {
    let before = mention.tokens.start.checked_sub(1);
    let subject = before.is_none_or(|before| {
        document.shape(before) != Shape::Lower
            || document
                .classes(before)
                .is(Classes::CONJUNCTION.or(Classes::SUBORDINATOR))
            || document.folded(before) == "that"
    });
    let own = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR);
    let closes = |at: usize| !document.shape(at).is_word() || document.classes(at).is(own);
    // *her plan*
    let object = match document.folded(token) {
        "him" => true,
        "her" => closes(token + 1),
        _ => false,
    };
    // Behind a comma, *that* or *who* may stand another clause, whose subject is another.
    let same_clause = |mut between: std::ops::Range<usize>| {
        between.all(|at| {
            document.shape(at).is_word()
                && !document
                    .classes(at)
                    .is(Classes::SUBORDINATOR.or(Classes::CONJUNCTION))
                && !matches!(document.folded(at), "that" | "who" | "whom")
        })
    };
    subject && object && same_clause(mention.tokens.end..token)
}
