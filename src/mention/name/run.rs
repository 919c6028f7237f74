//! Which capitalised words are one run: where a name may begin, and where it ends.

use std::ops::Range;

use super::kind::NATIONS;
use super::{Finder, is_given, is_initial, is_particle, is_suffix};
use crate::document::Shape;
use crate::lexicon::Classes;

/// Words that headlines capitalise, too (*Ruiz Breaks With Park*): no name begins with them. *Under* and *beyond* are not among
/// them, which are brands' (*Beyond Meat*).
const LINKS: [&str; 14] = [
    "as", "at", "by", "for", "from", "if", "in", "of", "on", "than", "to", "when", "while", "with",
];

/// No name has more tokens: what runs on is a list in capitals.
const LONGEST: usize = 16;

/// What clubs and unions of a nation are for, where other words of that form before a nation begin a clause: *Leaving Scotland*.
const SPORTS: [&str; 12] = [
    "boxing",
    "canoeing",
    "climbing",
    "cycling",
    "farming",
    "mountaineering",
    "nursing",
    "rowing",
    "sailing",
    "skiing",
    "surfing",
    "swimming",
];

/// Whose office has its name from them: *the Kent County Sheriff's Office*, *the Attorney General's Office*.
const HOLDERS: [&str; 16] = [
    "attorney",
    "auditor",
    "clerk",
    "comptroller",
    "coroner",
    "defender",
    "examiner",
    "general",
    "governor",
    "marshal",
    "mayor",
    "ombudsman",
    "prosecutor",
    "secretary",
    "sheriff",
    "treasurer",
];

impl Finder<'_, '_> {
    /// Can a name begin at `at`?
    pub(super) fn begins(&self, at: usize, sentence: Range<usize>, heading: bool) -> bool {
        let document = self.document;
        if !document.shape(at).is_capital() {
            return is_particle(document.folded(at))
                && document.folded(at).len() > 1
                && matches!(document.folded(at), "van" | "von" | "de" | "del" | "al")
                && document.shape(at + 1) == Shape::Capitalized
                && !(at > 0 && document.shape(at - 1).is_capital())
                && at + 1 < sentence.end;
        }
        // *Ana Ruiz (D-Ohio)*, *Ana Ruiz, D-Ohio,*; not *Ana Ruiz, AFL-CIO president,*
        let word = document.word(at);
        let marks = match at.checked_sub(1).map(|before| document.word(before)) {
            Some("(") => is_party_mark(word),
            Some(",") => is_party_mark(word) && word.find('-') == Some(1),
            _ => false,
        };
        if marks {
            return false;
        }
        let classes = document.classes(at);
        let next = at + 1 < sentence.end && document.shape(at + 1).is_capital();
        if is_given(document, at) && next {
            return true;
        }
        if !heading && self.joint_body(at, sentence.end).is_some() {
            return true;
        }
        let never = Classes::PRONOUN
            .or(Classes::DETERMINER)
            .or(Classes::CONJUNCTION)
            .or(Classes::TIME)
            .or(Classes::AUXILIARY);
        if classes.is(never)
            || classes.is(Classes::GROUP)
                && !classes.is(Classes::TITLE.or(Classes::PLACE).or(Classes::ORGANIZATION))
                && !self.is_part_of_office(at)
                && !self.owns_body(at, sentence.end)
        {
            return false;
        }
        if heading {
            return self.names.contains(document.folded(at)) || classes.is(Classes::TITLE) && next;
        }
        // The first word of a sentence, of a quotation or after a bracket is capitalised anyway.
        let first = at == sentence.start
            || matches!(document.shape(at - 1), Shape::Mark)
            || matches!(document.word(at - 1), "(" | "[" | ":");
        if !first {
            // *Canada-based Norcan*
            let beside = next && is_compound(document.word(at));
            return !beside && !LINKS.contains(&document.folded(at));
        }
        let function = Classes::ADVERB
            .or(Classes::SUBORDINATOR)
            .or(Classes::PREPOSITION)
            .or(Classes::VERB);
        let keeps = Classes::TITLE
            .or(Classes::PLACE)
            .or(Classes::ORGANIZATION)
            .or(Classes::ROLE);
        // *New Jersey Gov. Ana Ruiz*
        let state = matches!(document.folded(at), "new" | "north" | "south" | "west")
            && next
            && document.classes(at + 1).is(Classes::PLACE);
        // *Save Wenlow Palace, a campaign,*
        let appeal = next && matches!(document.folded(at), "save" | "stop");
        if classes.is(keeps) || state || appeal || self.is_campaign(at) {
            return true;
        }
        let given = is_given(document, at);
        // *Prosecuting, Ana Ruiz said*; *Harding, who left,* is a surname.
        let apart = document.word(at + 1) == ","
            && (is_given(document, at + 2) || document.classes(at + 2).is(Classes::TITLE));
        // *Mountaineering Scotland*
        let sport =
            SPORTS.contains(&document.folded(at)) && NATIONS.contains(&document.folded(at + 1));
        let gerund = document.folded(at).ends_with("ing") && (next || apart) && !sport
            || document.folded(at).ends_with("ed") && !next
            || is_compound(document.word(at));
        let partitive = document.folded(at + 1) == "of" && !given;
        let common = self.lower.contains(document.folded(at))
            && (!given || next)
            && !self.is_british_body(at);
        !(classes.is(function) || gerund || partitive || common)
    }

    /// The run of name words that begins at `at`.
    pub(super) fn run(&self, at: usize, limit: usize, heading: bool) -> Range<usize> {
        let document = self.document;
        let first = at + if self.owns_body(at, limit) { 3 } else { 1 };
        let mut end = self.joint_body(at, limit).unwrap_or(first);
        while end < limit && end < at + LONGEST {
            if let Some(joint) = self.joint_body(end, limit) {
                end = joint;
                continue;
            }
            if self.owns_body(end, limit) {
                end += 3;
                continue;
            }
            if self.goes_on(end, heading) {
                end += 1;
                continue;
            }
            // *Ruiz & Park*
            if document.word(end) == "&" && end + 1 < limit && self.goes_on(end + 1, heading) {
                end += 2;
                continue;
            }
            // Particles, any number of them, before a capital.
            if is_particle(document.folded(end)) && document.shape(end) == Shape::Lower {
                let mut after = end + 1;
                while after < limit && after < end + 3 && is_particle(document.folded(after)) {
                    after += 1;
                }
                if after < limit && self.goes_on(after, heading) && document.folded(end) != "e" {
                    end = after + 1;
                    continue;
                }
            }
            // *Hobley Foods plc*
            if document.word(end) == "plc" {
                end += 1;
                continue;
            }
            // *bin Jaber al-Hazm*
            if is_arabic(document.word(end)) {
                end += 1;
                continue;
            }
            // A nickname: Ana “Nan” Ruiz, Ana (Nan) Ruiz.
            let opens = document.shape(end) == Shape::Mark || document.word(end) == "(";
            if opens && end + 3 < limit && document.shape(end + 1) == Shape::Capitalized {
                let closes = |at: usize| {
                    at + 1 < limit
                        && (document.shape(at) == Shape::Mark || document.word(at) == ")")
                };
                // One word or two: David “Big Dave” Swann.
                let close = [end + 2, end + 3].into_iter().find(|&at| closes(at));
                let spaced = document
                    .tokens
                    .get(end - 1)
                    .zip(document.tokens.get(end))
                    .is_some_and(|(before, mark)| before.span.end < mark.span.start);
                // In brackets may stand much else.
                let named = document.shape(end) == Shape::Mark || is_given(document, at);
                if let Some(close) = close
                    && spaced
                    && named
                    && document.shape(close - 1) == Shape::Capitalized
                    && self.goes_on(close + 1, heading)
                {
                    end = close + 2;
                    continue;
                }
            }
            if document.word(end) == "," && end + 1 < limit && is_suffix(document.folded(end + 1)) {
                end += 2;
                continue;
            }
            break;
        }
        at..end
    }

    /// Does the capitalised word at `at` go on with a name that stands before it?
    pub(super) fn goes_on(&self, at: usize, heading: bool) -> bool {
        let document = self.document;
        let classes = document.classes(at);
        let stop = Classes::PRONOUN
            .or(Classes::DETERMINER)
            .or(Classes::CONJUNCTION)
            .or(Classes::PREPOSITION)
            .or(Classes::SUBORDINATOR)
            .or(Classes::AUXILIARY)
            .or(Classes::TIME);
        // *Ana May*, *Ana Will*: behind a given name, and no date.
        let surname = is_given(document, at - 1)
            && matches!(
                document.folded(at),
                "may" | "will" | "march" | "june" | "august" | "winter" | "noon" | "day"
            )
            && document.shape(at + 1) != Shape::Number
            // *Mr Day*, *Sen. May*
            || matches!(
                document.folded(at - 1).trim_end_matches('.'),
                "mr" | "mrs" | "ms" | "miss" | "dr" | "sen" | "rep" | "gov" | "prof" | "judge"
            ) && document.shape(at + 1) != Shape::Number
                && !classes.is(Classes::PRONOUN.or(Classes::DETERMINER));
        let word = !surname
            && !is_given(document, at)
            && !is_initial(document, at)
            && !self.is_campaign(at - 1);
        let stops =
            classes.is(stop) && word || classes.is(Classes::GROUP) && !self.is_part_of_office(at);
        document.shape(at).is_capital()
            && !self.breaks(at)
            && !stops
            && (!heading
                || self.names.contains(document.folded(at))
                || is_given(document, at - 1)
                    && !self.names.contains(document.folded(at - 1))
                    && !self.lower.contains(document.folded(at)))
    }

    /// ***Water** UK warned*, where the article writes of *water*, too; but ***Latest** UK figures show*.
    fn is_british_body(&self, at: usize) -> bool {
        let document = self.document;
        let behind = document.folded(at + 2);
        document.word(at + 1) == "UK"
            && (matches!(behind, "," | "said" | "says" | "has" | "is" | "was")
                || document.shape(at + 2) == Shape::Clitic
                || behind.ends_with("ed"))
    }

    /// ***Save** Our Pier*: a campaign.
    pub(super) fn is_campaign(&self, at: usize) -> bool {
        let document = self.document;
        document.shape(at) == Shape::Capitalized
            && document.word(at + 1) == "Our"
            && document.shape(at + 2) == Shape::Capitalized
    }

    /// *Food and Drug Administration*, *Culture, Media and Sport Committee*: where a body that is named by all its matters ends.
    pub(super) fn joint_body(&self, at: usize, limit: usize) -> Option<usize> {
        let last = self.matters(at, limit)?;
        let document = self.document;
        let one = Classes::ORGANIZATION.or(Classes::BODY_LAST);
        (last + 1..limit.min(last + 4))
            .take_while(|&token| self.goes_on(token, false))
            .find(|&token| document.classes(token).is(one))
            .map(|body| body + 1)
    }

    /// *Food and Drug*, *Environment, Food and Rural*: where the first word behind the *and* of several matters stands.
    pub(super) fn matters(&self, at: usize, limit: usize) -> Option<usize> {
        /// Words in which the *and* is looked for.
        const MOST: usize = 8;
        let document = self.document;
        let matter = |token: usize| {
            document.shape(token).is_capital() && document.classes(token).is(Classes::PORTFOLIO)
        };
        let joint = (at + 1..limit.min(at + MOST))
            .take_while(|&token| {
                matter(token)
                    || document.word(token) == "," && matter(token - 1)
                    || document.folded(token) == "and"
            })
            .find(|&token| document.folded(token) == "and")?;
        let joined = matter(at) && matter(joint - 1) && joint + 1 < limit;
        (joined && document.shape(joint + 1).is_capital()).then_some(joint + 1)
    }

    /// *National **Farmers’** Union*: what stands before the possessive is part of the name.
    pub(super) fn owns_body(&self, at: usize, limit: usize) -> bool {
        let document = self.document;
        let owner = document
            .classes(at)
            .is(Classes::GROUP.or(Classes::PERSON_NOUN))
            || matches!(document.folded(at), "people" | "king" | "queen")
            || self.is_trade_of(at)
            || document.folded(at + 2) == "office" && HOLDERS.contains(&document.folded(at));
        let body = Classes::ORGANIZATION.or(Classes::BODY_LAST);
        owner
            && at + 2 < limit
            && document.shape(at) == Shape::Capitalized
            && document.shape(at + 1) == Shape::Clitic
            && matches!(document.folded(at + 1), "'" | "'s")
            && document.shape(at + 2) == Shape::Capitalized
            && document.classes(at + 2).is(body)
    }

    /// ***Bakers’** Union*, ***Pharmacists’** Guild*, and not *Sanders’ Senate*.
    fn is_trade_of(&self, at: usize) -> bool {
        const MANY: [&str; 4] = ["ers", "ors", "ists", "ians"];
        let document = self.document;
        MANY.iter().any(|end| document.folded(at).ends_with(end))
            && document.folded(at + 1) == "'"
            && matches!(
                document.folded(at + 2),
                "union"
                    | "association"
                    | "federation"
                    | "guild"
                    | "society"
                    | "alliance"
                    | "league"
            )
    }

    /// *House **Minority** Leader Ana Ruiz*: of the office that is named next, and no crowd.
    pub(super) fn is_part_of_office(&self, at: usize) -> bool {
        let document = self.document;
        matches!(document.folded(at), "majority" | "minority")
            && document.shape(at + 1).is_capital()
            && document
                .classes(at + 1)
                .is(Classes::ROLE.or(Classes::TITLE))
    }

    /// Does an agency's mark in capitals touch a name here: *in Oslo REUTERS Ruiz said*?
    pub(super) fn breaks(&self, at: usize) -> bool {
        let document = self.document;
        let capitals = |token: usize| {
            document.shape(token) == Shape::Upper
                && document
                    .word(token)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count()
                    >= 4
                && !is_suffix(document.folded(token))
        };
        let noun = Classes::TITLE.or(Classes::ROLE).or(Classes::ORGANIZATION);
        let before = at.saturating_sub(1);
        capitals(at)
            && document.shape(before) == Shape::Capitalized
            && !document.classes(before).is(noun)
            || capitals(before)
                && document.shape(at) == Shape::Capitalized
                && !document.classes(at).is(noun)
                && !document.classes(at + 1).is(noun)
    }
}

/// *al-Hazm*, *el-Sayed*: a particle and a name in one token.
fn is_arabic(word: &str) -> bool {
    ["al-", "el-", "ad-", "an-", "ar-", "as-", "ash-", "az-"]
        .into_iter()
        .filter_map(|particle| word.strip_prefix(particle))
        .any(|rest| rest.starts_with(char::is_uppercase))
}

/// *Third-placed*, *Lille-born*: no part of the name behind it.
fn is_compound(word: &str) -> bool {
    let last = word.rsplit_once('-').map_or("", |(_, last)| last);
    last.starts_with(char::is_lowercase)
        && ["ed", "ing", "born"].iter().any(|end| last.ends_with(end))
}

/// *D-Ohio*, *R-Tenn.*: a party and a place.
fn is_party_mark(word: &str) -> bool {
    let capital = |part: &str| part.starts_with(|c: char| c.is_uppercase());
    word.split_once('-').is_some_and(|(party, place)| {
        (1..=3).contains(&party.len()) && party.chars().all(char::is_uppercase) && capital(place)
    })
}
