//! The source: the noun phrase that names who speaks, before the cue (*a nurse, who asked not to be named, said*) or after it
//! (*said Ana Ruiz, an envoy*).

use std::ops::Range;

use super::region::Region;
use crate::cue::{CueClass, Form};
use crate::document::Shape;
use crate::lexicon::Classes;

/// No source is looked for further from its cue than this many elements.
const REACH: usize = 60;

/// A source and what was passed over between it and the cue.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its elements.
    pub(super) elements: Range<usize>,
    /// The first element of the verb group (*has* in *has said*), or the cue itself.
    pub(super) verb_group: usize,
    /// Did a comma stand between source and cue: is there an apposition in it?
    pub(super) apposed: bool,
}

/// The source that stands before the cue at `cue`: its subject.
pub(super) fn before(region: &Region, cue: usize) -> Option<Source> {
    let capital = region.shape(cue).is_capital() && !region.starts(cue);
    if capital && !region.any(cue - 1, &[","]) {
        return None;
    }
    let start = region.sentence_start(cue, REACH);
    let mut at = cue;
    let mut verb_group = cue;
    // The verb group and adverbs: “Ruiz *has also* said”, “Ruiz *on Monday* said”.
    while at > start {
        let e = at - 1;
        // *Don't say*, but *Will said*
        let helps = region.shape(e) != Shape::Capitalized || region.any(e, &["did", "do", "does"]);
        if region.is(e, Classes::AUXILIARY) && helps
            || region.shape(e) == Shape::Clitic && is_verbal_clitic(region, e)
        {
            verb_group = e;
            at = e;
        } else if region.is(e, Classes::ADVERB)
            && !region.is(e, Classes::PRONOUN)
            && !region.is(e, Classes::DETERMINER)
        {
            at = e;
        } else if let Some(skipped) = time_before(region, e, start) {
            at = skipped;
        } else {
            break;
        }
    }
    if at <= start {
        return None;
    }
    let last = at - 1;
    // *Roe called it “a mess” **and** said*: the subject is that of an earlier verb.
    if region.any(last, &["and", "but", "or"]) {
        return None;
    }
    if region.any(last, &[",", ")"]) || region.is_dash(last) {
        return apposed(region, start, last).map(|elements| Source {
            elements,
            verb_group,
            apposed: true,
        });
    }
    let elements = without_clause(region, noun_phrase(region, start, at)?, cue);
    // *two ministers who heard it contend*: a plural verb has no subject *it*; the relative clause belongs to the source.
    let cue_form = region.cue(cue).map(|cue| cue.form);
    if cue_form == Some(Form::Base)
        && verb_group == cue
        && region.any(elements.start, &["it", "he", "she"])
    {
        let who = (start..elements.start)
            .rev()
            .take(6)
            .find(|&e| region.any(e, &["who", "that"]))?;
        let head = noun_phrase(region, start, who)?;
        return Some(Source {
            elements: head.start..elements.end,
            verb_group,
            apposed: false,
        });
    }
    Some(Source {
        elements,
        verb_group,
        apposed: false,
    })
}

/// *I think **conservatives** want to know*, ***they** march down the street saying*: a pronoun and its verb are a clause of their own.
fn without_clause(region: &Region, phrase: Range<usize>, cue: usize) -> Range<usize> {
    let Range { start, end } = phrase;
    // *we nurses*, *they and Roe*, *I myself*, *she of all people*
    let goes_on = Classes::ADVERB
        .or(Classes::CONJUNCTION)
        .or(Classes::DETERMINER)
        .or(Classes::GROUP)
        .or(Classes::PERSON_NOUN)
        .or(Classes::PREPOSITION)
        .or(Classes::PRONOUN)
        .or(Classes::ROLE);
    let clause = region.any(start, &["he", "i", "she", "they", "we", "you"])
        && start + 2 < end
        && region.shape(start + 1) == Shape::Lower
        && !region.is(start + 1, goes_on);
    match region.cue(cue).map(|cue| cue.form) {
        Some(Form::Ing) if clause => start..start + 1,
        _ if clause => start + 2..end,
        _ => phrase,
    }
}

/// *'s*, *'ve*, *'d* after a pronoun.
fn is_verbal_clitic(region: &Region, e: usize) -> bool {
    match region.word(e) {
        "'ve" | "'d" | "'ll" | "'re" | "'m" | "n't" => true,
        "'s" => e > 0 && region.is(e - 1, Classes::PRONOUN),
        _ => false,
    }
}

/// A date or time that ends at element `e` (*on Monday*, *this month*, *in 2019*): where it begins.
fn time_before(region: &Region, e: usize, start: usize) -> Option<usize> {
    let number = region.shape(e) == Shape::Number;
    if !region.is(e, Classes::TIME)
        && !(number && e > start && (region.is(e - 1, Classes::TIME) || region.any(e - 1, &["in"])))
    {
        return None;
    }
    let mut at = e;
    while at > start
        && (region.any(
            at - 1,
            &[
                "on", "in", "last", "this", "next", "late", "early", "at", "the", "a", "earlier",
                "that",
            ],
        ) || region.is(at - 1, Classes::TIME))
    {
        at -= 1;
    }
    // A day that begins the sentence is no adjunct of a subject before it.
    (at > start).then_some(at)
}

/// The source with an apposition that ends at the comma, bracket or dash `last`: from the head noun on.
fn apposed(region: &Region, start: usize, last: usize) -> Option<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let closing_bracket = region.word(last) == ")";
    let mut end = last + usize::from(closing_bracket);
    let mut at = last;
    let mut depth = usize::from(closing_bracket);
    while at > start {
        let e = at - 1;
        if region.quotation(e).is_some() || region.any(e, &[";", ":"]) {
            break;
        }
        match region.word(e) {
            ")" => depth += 1,
            "(" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let closes_aside = region.is_dash(last) && region.is_dash(e);
        if depth == 0 && (region.word(e) == "," || closes_aside) {
            parts.push(at..end);
            end = e;
        }
        at = e;
    }
    parts.push(at..end);
    // From the right: the last part is the apposition, the head is the first name or noun phrase before it.
    for (order, part) in parts.iter().enumerate() {
        if part.is_empty() || order == 0 && !closing_bracket && parts.len() > 1 {
            continue;
        }
        let head = noun_phrase(region, part.start, part.end);
        let Some(head) = head else { break };
        let named = head.clone().any(|e| region.shape(e).is_capital());
        let described = region.is(head.start, Classes::DETERMINER)
            || region.is(
                head.end - 1,
                Classes::GROUP.or(Classes::ROLE).or(Classes::PERSON_NOUN),
            );
        let is_role_list = region.is(head.start, Classes::PREPOSITION);
        if (named || described) && !is_role_list && (order > 0 || closing_bracket) {
            // A role in capitals behind the name (“Kim Ode, Minister of X, head of Y, said”) is not the head.
            let earlier_name = parts
                .get(order + 1)
                .is_some_and(|before| is_name(region, before.clone()));
            if earlier_name && !is_name(region, head.clone()) {
                continue;
            }
            return Some(head.start..last + usize::from(closing_bracket));
        }
        if part.clone().any(|e| region.is_finite(e))
            && order > 0
            && !region.any(part.start, &["who", "which", "whose", "where"])
        {
            break;
        }
    }
    None
}

/// Two to five capitalised words and nothing else?
fn is_name(region: &Region, part: Range<usize>) -> bool {
    (2..=5).contains(&part.len())
        && part.clone().all(|e| region.shape(e).is_capital())
        && !region.is(part.end - 1, Classes::ROLE.or(Classes::ORGANIZATION))
}

/// The noun phrase that ends at element `end` (exclusive), not before `start`.
pub(super) fn noun_phrase(region: &Region, start: usize, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|&last| last >= start)?;
    if region.quotation(last).is_some() {
        return None;
    }
    // A pronoun is a noun phrase by itself: “the plan *he* said”.
    let subject = [
        "he", "she", "they", "it", "we", "i", "you", "who", "which", "that",
    ];
    if region.any(last, &subject)
        && !(last > start && region.any(last - 1, &["those", "some", "many", "people"]))
    {
        return (region.word(last) != "that").then_some(last..end);
    }
    let mut at = end;
    let mut bracket = 0usize;
    while at > start {
        let e = at - 1;
        if region.quotation(e).is_some() || (at < end && region.starts(at)) {
            break;
        }
        let word = region.word(e);
        if word == ")" {
            bracket += 1;
        } else if word == "(" {
            if bracket == 0 {
                break;
            }
            bracket -= 1;
        }
        // An agency's name that ran into the sentence: “… REUTERS Sullivan said”.
        let ran_in = region.is(e, Classes::CREDIT)
            && region.shape(e) == Shape::Upper
            && at < end
            && region.shape(at) == Shape::Capitalized;
        if ran_in {
            break;
        }
        if bracket == 0 {
            if matches!(word, "," | ";" | ":" | "." | "?" | "!" | "…") || region.is_dash(e) {
                break;
            }
            let capital = region.shape(e).is_capital() && !region.starts(e);
            // *when **that group** said*
            let points = word == "that" && e > start && region.is(e - 1, Classes::SUBORDINATOR);
            let complementizer = region.is(e, Classes::SUBORDINATOR)
                && !capital
                && !is_comparison(region, e)
                && !points;
            if complementizer
                || region.is_finite(e)
                || !capital && matches!(word, "but" | "or" | "nor" | "yet" | "so")
            {
                break;
            }
            if matches!(word, "and" | "&") && !coordinates(region, start, e) {
                break;
            }
        }
        at = e;
    }
    trim_front(region, at..end)
}

/// *as* and *than* inside a phrase: *a man known as Shorty*.
fn is_comparison(region: &Region, e: usize) -> bool {
    e > 0 && region.word(e) == "as" && region.any(e - 1, &["known", "such", "well"])
}

/// Does the *and* at `e` join two noun phrases? It does unless a finite verb comes before it in its clause.
fn coordinates(region: &Region, start: usize, e: usize) -> bool {
    let mut at = e;
    while at > start {
        at -= 1;
        if region.quotation(at).is_some()
            || region.any(at, &[";", ":"])
            || region.is(at, Classes::SUBORDINATOR)
        {
            break;
        }
        if region.is_finite(at) {
            return false;
        }
    }
    e > start && !region.any(e - 1, &[","])
}

/// Drops what cannot begin the noun phrase: conjunctions, adverbs, and a prepositional phrase with a noun phrase behind it
/// (*in a note the bank said*).
fn trim_front(region: &Region, phrase: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, end } = phrase;
    while start < end {
        let mark = |e: usize| region.shape(e) == Shape::Mark;
        let first = region.starts(start) || start > 0 && mark(start - 1);
        let lower = !region.shape(start).is_capital() || first;
        let skip = lower && (region.is(start, Classes::CONJUNCTION) || region.any(start, &["&"]))
            || lower
                && region.is(start, Classes::ADVERB)
                && !region.is(start, Classes::DETERMINER.or(Classes::PRONOUN))
            || lower
                && region.is(start, Classes::SUBORDINATOR)
                && !region.any(start, &["who", "which", "that"])
            || matches!(region.word(start), "," | "'s" | ")" | "-")
            || mark(start) && !(start + 1..end).any(mark);
        if skip {
            start += 1;
        } else if region.is(start, Classes::PREPOSITION) && lower {
            start = inner_phrase(region, start + 1, end)?;
        } else {
            break;
        }
    }
    // *After the broadcast the department told*: the second noun phrase is the subject.
    let second = (start + 2..end).find(|&e| {
        region.any(e, &["the", "a", "an", "his", "her", "their", "its"])
            && region.shape(e - 1) == Shape::Lower
            && !region.is(
                e - 1,
                Classes::PREPOSITION
                    .or(Classes::CONJUNCTION)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::DETERMINER),
            )
    });
    if region.is(start, Classes::DETERMINER)
        && start > 0
        && region.is(start - 1, Classes::SUBORDINATOR)
        && let Some(second) = second
    {
        start = second;
    }
    (start < end && (start..end).any(|e| region.shape(e).is_word())).then_some(start..end)
}

/// After a preposition: where a second noun phrase begins, one that the preposition does not govern.
fn inner_phrase(region: &Region, start: usize, end: usize) -> Option<usize> {
    let mut last = None;
    for e in start + 1..end {
        let determiner = region.is(e, Classes::DETERMINER)
            && !region.is(
                e - 1,
                Classes::PREPOSITION
                    .or(Classes::DETERMINER)
                    .or(Classes::CONJUNCTION),
            );
        // *On the way **out** Ruiz stops.*
        let particle = region.any(e - 1, &["back", "down", "in", "out", "up"])
            && region.any(e.saturating_sub(2), &["way"]);
        let name = region.shape(e).is_capital()
            && region.shape(e - 1) == Shape::Lower
            && (particle
                || !region.is(
                    e - 1,
                    Classes::PREPOSITION
                        .or(Classes::DETERMINER)
                        .or(Classes::TITLE)
                        .or(Classes::ROLE),
                ));
        let pronoun = region.any(e, &["he", "she", "they", "we", "it"]);
        let after_time = (region.is(e - 1, Classes::TIME) || region.shape(e - 1) == Shape::Number)
            && !region.is(e, Classes::TIME);
        if determiner || name || pronoun || after_time {
            last = Some(e);
            break;
        }
    }
    last
}

/// The source that stands after the cue: *said Ana Ruiz, an envoy to the region,*. `at` is the element after the cue.
pub(super) fn after(region: &Region, at: usize) -> Option<Range<usize>> {
    let limit = region.sentence_end(at.saturating_sub(1), REACH);
    let mut start = at;
    while start < limit
        && region.is(start, Classes::ADVERB)
        && !region.is(start, Classes::PRONOUN.or(Classes::DETERMINER))
    {
        start += 1;
    }
    let mut end = start;
    while end < limit {
        let word = region.word(end);
        let capital = region.shape(end).is_capital();
        let inside = end > start;
        if region.quotation(end).is_some()
            || matches!(word, "," | ";" | ":" | ")" | "(")
            || region.is_final_mark(end)
            || region.is_dash(end)
        {
            break;
        }
        if !capital {
            let reduced = inside
                && (region.word(end - 1).ends_with("ed") || region.word(end - 1) == "known")
                && region.shape(end - 1) == Shape::Lower;
            // *said a woman in the second row*: somebody who is told by nothing else
            let somebody = inside
                && region.any(start, &["a", "an", "one", "another"])
                && region.is(end - 1, Classes::PERSON_NOUN.or(Classes::ROLE))
                && region.any(end, &["in", "on", "at", "near", "outside", "behind", "by"])
                && region.is(end + 1, Classes::DETERMINER)
                && !region.is(end + 2, Classes::TIME.or(Classes::DOCUMENT));
            let reduced = reduced || somebody;
            let governed =
                reduced || matches!(word, "of" | "for" | "from" | "at" | "with") && inside;
            // *known as “Duke”*
            let known_as = word == "as" && inside && region.any(end - 1, &["known", "described"]);
            let place = word == "in"
                && region.shape(end + 1).is_capital()
                && !region.is(end + 1, Classes::TIME);
            let adjunct = region.is(end, Classes::PREPOSITION) && !(known_as || governed || place);
            if adjunct || region.is(end, Classes::SUBORDINATOR) && inside && !known_as {
                break;
            }
            // *per the estimators the bill runs*: a second noun phrase begins.
            let second = inside
                && region.any(end, &["the", "a", "an", "his", "her", "their", "its"])
                && !region.is(
                    end - 1,
                    Classes::PREPOSITION
                        .or(Classes::CONJUNCTION)
                        .or(Classes::DETERMINER),
                );
            if second {
                break;
            }
            // *a barman everyone calls “Duke”*
            let naming = region.any(end, &["call", "calls", "called"])
                && (region.shape(end + 1) == Shape::Mark || region.quotation(end + 1).is_some());
            if region.is_finite(end) && !naming && (inside || region.is(end, Classes::AUXILIARY)) {
                return None;
            }
            if region.is(end, Classes::ADVERB) && inside && !region.is(end, Classes::DETERMINER) {
                break;
            }
            if word == "to" || region.is(end, Classes::TIME) {
                break;
            }
        } else if region.is(end, Classes::TIME) {
            break;
        }
        end += 1;
        if region.any(end - 1, &["he", "she", "they", "i", "we"]) && end - 1 == start {
            break;
        }
    }
    let named = (start..end).any(|e| region.shape(e).is_capital());
    let described = region.is(start, Classes::DETERMINER.or(Classes::PRONOUN))
        || (start..end).any(|e| {
            region.is(
                e,
                Classes::GROUP
                    .or(Classes::ROLE)
                    .or(Classes::PERSON_NOUN)
                    .or(Classes::ORGANIZATION),
            )
        });
    if start == end
        || !(named || described)
        || region.any(
            start,
            &["him", "her", "them", "me", "us", "that", "it", "this"],
        ) && end == start + 1
    {
        return None;
    }
    // *two engineers who wintered there,*
    if region.word(end) == "who" {
        let close = (end..limit).find(|&e| {
            region.any(e, &[","])
                || region.is_final_mark(e)
                || region.is_dash(e)
                || region.quotation(e).is_some()
        });
        return Some(start..close.unwrap_or(limit));
    }
    Some(start..with_apposition(region, end, limit))
}

/// Extends a noun phrase that ends at `end` by the apposition behind it: up to its closing comma, bracket or the sentence end.
pub(super) fn with_apposition(region: &Region, end: usize, limit: usize) -> usize {
    if region.word(end) == "(" {
        let close = (end..limit.min(end + 12)).find(|&e| region.word(e) == ")");
        return close.map_or(end, |close| with_apposition(region, close + 1, limit));
    }
    if region.word(end) != "," || end + 1 >= limit {
        return end;
    }
    let first = end + 1;
    let age = region.shape(first) == Shape::Number && region.any(first + 1, &[",", "."]);
    let capital_role = region.shape(first).is_capital()
        && (first..limit.min(first + 8))
            .take_while(|&e| !region.any(e, &[","]))
            .any(|e| {
                region.is(
                    e,
                    Classes::ROLE.or(Classes::TITLE).or(Classes::ORGANIZATION),
                )
            });
    let noun = region.is(first, Classes::DETERMINER.or(Classes::ROLE))
        && !region.is(first, Classes::SUBORDINATOR)
        || region.shape(first) == Shape::Lower
            && (first..limit.min(first + 6))
                .take_while(|&e| !region.any(e, &[","]))
                .any(|e| region.is(e, Classes::ROLE.or(Classes::PERSON_NOUN)))
            && !region.is(
                first,
                Classes::SUBORDINATOR
                    .or(Classes::CONJUNCTION)
                    .or(Classes::PREPOSITION)
                    .or(Classes::PRONOUN),
            );
    let who = region.any(first, &["who", "whose"]);
    let ing = region.word(first).ends_with("ing") && !noun;
    if !(age || capital_role || noun || who) || ing {
        return end;
    }
    let mut relative = who;
    let mut at = first;
    while at < limit {
        if region.quotation(at).is_some() {
            return end;
        }
        relative |= region.any(at, &["who", "whose"]);
        if region.is_final_mark(at) || region.any(at, &[";", ":", ")"]) || region.is_dash(at) {
            break;
        }
        if region.word(at) == "," {
            // A second apposition may follow an age or a list: “Lin, 41, a baker”.
            let another = age
                || region.is(at + 1, Classes::DETERMINER) && !region.is(at + 1, Classes::PRONOUN);
            return if another {
                with_apposition(region, at, limit)
            } else {
                at
            };
        }
        let clause = !relative
            && (region.is_finite(at)
                || region.cue(at).is_some_and(|cue| {
                    cue.class == CueClass::Verb
                        && matches!(cue.form, Form::Past | Form::Third)
                        && !cue.noun
                }));
        if clause {
            return end;
        }
        at += 1;
    }
    at
}
