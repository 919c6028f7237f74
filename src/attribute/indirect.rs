//! Reported clauses: *said that …*, *…, analysts say, …*, *his claim that …*, *according to …*.

use std::ops::Range;

use super::clause::{self, Opening};
use super::confidence;
use super::direct::{is_inquit_verb, main_subject};
use super::draft::{Drafts, New};
use super::region::Region;
use super::source::{self, Source};
use crate::cue::{CueClass, Form, Frames};
use crate::document::Shape;
use crate::lexicon::Classes;
use crate::span::Span;

/// What a pass over the cues looks for. An inquit behind its clause governs the whole clause, other reporting verbs in it
/// included, so it goes first; *according to* must see what it relays, and governs mere noun phrases and infinitives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Around,
    Clauses,
    Phrases,
    Rest,
}

/// Drafts inquits behind or inside what they report, as far as the engine left them.
pub(super) fn find_around(region: &Region, drafts: &mut Drafts) {
    let mut e = 0;
    while e < region.len() {
        let Some(cue) = region.cue(e) else {
            e += 1;
            continue;
        };
        let free = !drafts.is_used(region, e) && !drafts.covers(region, e);
        if free && cue.class == CueClass::Verb {
            verb(region, drafts, e, Pass::Around);
        }
        e += cue.tokens.len();
    }
}

/// Drafts what *according to* and its like report.
pub(super) fn find_phrases(region: &Region, drafts: &mut Drafts) {
    for e in 0..region.len() {
        if region
            .cue(e)
            .is_some_and(|cue| cue.class == CueClass::Phrase)
            && !drafts.is_used(region, e)
        {
            phrase(region, drafts, e);
        }
    }
}

/// A verb cue: the clause after it, or the sentence around it.
fn verb(region: &Region, drafts: &mut Drafts, e: usize, pass: Pass) {
    let Some(cue) = region.cue(e) else { return };
    // *There is hope among teachers that …*
    let after = region.after_cue(e);
    let existential = cue.noun
        && matches!(cue.form, Form::Base | Form::Third)
        && region.any(after, &["among", "by", "from", "of", "that"])
        && e > 0
        && (region.any(
            e - 1,
            &[
                "is", "was", "are", "were", "be", "been", "growing", "little", "no",
            ],
        ));
    if existential {
        if pass == Pass::Clauses {
            noun(region, drafts, e);
        }
        return;
    }
    if cue.adjective && is_passive(region, e) {
        if pass == Pass::Clauses {
            adjective(region, drafts, e);
        }
        return;
    }
    if is_noun_use(region, e) || is_passive(region, e) {
        if is_noun_use(region, e) && cue.noun && pass == Pass::Clauses {
            noun(region, drafts, e);
        }
        return;
    }
    let subject = source::before(region, e);
    let infinitive = e > 0 && region.word(e - 1) == "to";
    if subject
        .as_ref()
        .is_some_and(|subject| cannot_speak(region, &subject.elements))
    {
        return;
    }
    let after = region.after_cue(e);
    let opening = clause::opening(region, cue, after);
    match (pass, opening) {
        // *…, state radio reported* may relay what somebody said.
        (Pass::Around, None) if cue.lemma != "report" => {
            around(region, drafts, e, subject);
            return;
        }
        (Pass::Phrases, None) => {
            around(region, drafts, e, subject);
            return;
        }
        (Pass::Around, Some(_)) | (_, None) => return,
        (Pass::Rest, Some((_, Opening::NounPhrase | Opening::Infinitive | Opening::Wh))) => {}
        (Pass::Clauses, Some((_, Opening::That | Opening::Bare | Opening::Colon))) => {}
        _ => return,
    }
    if cue.form == Form::Ing || infinitive {
        let progressive = subject
            .as_ref()
            .is_some_and(|subject| subject.verb_group < e);
        if !progressive {
            participle(region, drafts, e, after);
            return;
        }
    }
    if cue.form == Form::Participle
        && subject
            .as_ref()
            .is_none_or(|subject| subject.verb_group == e)
    {
        return;
    }
    if let Some((start, opening)) = opening {
        // *He came in and said*: the subject of the first verb.
        let joined =
            e > 0 && region.any(e - 1, &["and", "but", "then", "also"]) && cue.form != Form::Base;
        let subject = subject.or_else(|| {
            let elements = main_subject(region, e).filter(|_| joined)?;
            Some(Source {
                elements,
                verb_group: e,
                apposed: false,
            })
        });
        let Some(subject) = subject else {
            inverted_or_headless(region, drafts, e, after);
            return;
        };
        if plausible(region, e, &subject, opening) {
            let mut end = clause::end(region, start, opening);
            // *While Roe says that it works, others doubt it*: the reporting clause ends at its comma.
            let first = region.sentence_start(e, clause::REACH);
            let fronted = first < subject.elements.start
                && region.any(
                    first,
                    &["if", "while", "although", "though", "when", "as", "because"],
                );
            if fronted && let Some(comma) = (start..end).find(|&i| region.any(i, &[","])) {
                end = comma;
            }
            // *criticized the plan* names what was spoken of, not what was said; *called the plan “reckless”* has words in it.
            if opening == Opening::NounPhrase && !has_marks(region, start..end) {
                return;
            }
            let content = vec![words(region, start..end)];
            let found = Found::new(e, content, confidence::of_opening(opening), opening.name());
            push(region, drafts, found.by_subject(subject));
        }
    }
}

/// *the claims*, *a report*: the determiner, adjective or preposition before it makes it a noun.
pub(super) fn is_noun_use(region: &Region, e: usize) -> bool {
    let Some(cue) = region.cue(e) else {
        return false;
    };
    if !(cue.noun || matches!(cue.form, Form::Base | Form::Third)) || e == 0 {
        return false;
    }
    let before = e - 1;
    let possessive = region.word(before) == "'s" || region.word(before) == "'";
    region.is(before, Classes::DETERMINER) && !region.is(before, Classes::PRONOUN)
        || region.any(before, &["his", "her", "their", "its", "the", "a"])
        || possessive && cue.noun
        || region.is(before, Classes::PREPOSITION) && region.word(before) != "to"
}

/// *was told*, *is said to be*, *are expected*: a past form behind a form of *be*.
pub(super) fn is_passive(region: &Region, e: usize) -> bool {
    let Some(cue) = region.cue(e) else {
        return false;
    };
    if !matches!(cue.form, Form::Past | Form::Participle) {
        return false;
    }
    let mut at = e;
    while at > 0 && (region.is(at - 1, Classes::ADVERB) || region.any(at - 1, &["not", "n't"])) {
        at -= 1;
    }
    at > 0
        && (region.any(
            at - 1,
            &[
                "is", "are", "was", "were", "be", "been", "being", "get", "got", "'re", "'m",
            ],
        ) || region.word(at - 1) == "'s"
            && at > 1
            && region.is(at - 2, Classes::PRONOUN)
            && cue.form == Form::Participle)
}

/// *the sign said nothing*, *experience shows*, *that said*: no speaker.
fn cannot_speak(region: &Region, source: &Range<usize>) -> bool {
    // *whatever the brochure says*
    if region.any(source.start, &["whatever", "whichever"]) {
        return true;
    }
    let head = (source.start..source.end)
        .take_while(|&e| !region.any(e, &[",", "of", "on", "by", "from", "for", "in", "who"]))
        .last();
    head.is_none_or(|head| {
        region.is(head, Classes::INANIMATE) && !region.shape(head).is_capital()
            || region.is(head, Classes::INANIMATE) && region.starts(head)
    }) || region.any(source.start, &["that", "this", "it", "there", "which"])
        && source.len() == 1
        && !region.any(source.start, &["it", "which"])
}

/// Is it likely that the subject utters or holds this? Verbs of thought and intention are judged more strictly.
fn plausible(region: &Region, e: usize, subject: &Source, opening: Opening) -> bool {
    let Some(cue) = region.cue(e) else {
        return false;
    };
    let elements = &subject.elements;
    let base = cue.form == Form::Base && subject.verb_group == e;
    if base && !is_plural(region, subject) {
        return false;
    }
    if region.any(elements.start, &["it", "what", "there"])
        && elements.len() == 1
        && opening != Opening::That
    {
        return cue.lemma == "say";
    }
    if opening == Opening::NounPhrase {
        return !region.any(elements.start, &["which", "it"]) && cue.form != Form::Base;
    }
    true
}

/// Does a marked utterance or island stand in `elements`?
fn has_marks(region: &Region, elements: Range<usize>) -> bool {
    elements
        .clone()
        .any(|e| region.quotation(e).is_some() || region.shape(e) == Shape::Mark)
}

/// Words that take a plural verb without an *s*.
const PLURAL: [&str; 14] = [
    "they", "we", "i", "you", "who", "some", "many", "others", "people", "police", "most", "few",
    "both", "several",
];

/// Can the subject take a bare verb form (*they say*)?
pub(super) fn is_plural(region: &Region, subject: &Source) -> bool {
    let elements = &subject.elements;
    // The head noun stands before what describes it: *teachers on the route*.
    let head = elements
        .clone()
        .take_while(|&e| {
            e == elements.start
                || !region.is(e, Classes::PREPOSITION)
                    && !region.any(e, &[",", "who", "that", "which"])
        })
        .last()
        .unwrap_or(elements.start);
    region.any(head, &PLURAL)
        || region.word(head).ends_with('s')
        || region.is(head, Classes::GROUP)
        || elements
            .clone()
            .any(|e| region.word(e) == "and" || region.shape(e).is_capital() && !region.starts(e))
        || subject.apposed
}

/// *…, saying that …*, *vowed … to say*: the subject is that of the sentence's main verb.
fn participle(region: &Region, drafts: &mut Drafts, e: usize, after: usize) {
    let Some(cue) = region.cue(e) else { return };
    let Some((start, opening)) = clause::opening(region, cue, after) else {
        return;
    };
    let clausal = matches!(opening, Opening::That | Opening::Bare | Opening::Colon)
        || cue.form == Form::Ing
            && matches!(
                opening,
                Opening::NounPhrase | Opening::Infinitive | Opening::Wh
            );
    if !clausal || cue.form == Form::Base && opening != Opening::That {
        return;
    }
    let behind_comma = e > 0 && region.word(e - 1) == ",";
    let subject = match main_subject(region, e) {
        // *people saying that*: the noun right before, unless a comma parts them.
        _ if !behind_comma
            && cue.form == Form::Ing
            && e > 0
            && region.is(e - 1, Classes::GROUP.or(Classes::DOCUMENT)) =>
        {
            source::before(region, e).map(|found| found.elements)
        }
        found => found,
    };
    let Some(subject) = subject else { return };
    let end = clause::end(region, start, opening);
    if opening == Opening::NounPhrase && !has_marks(region, start..end) {
        return;
    }
    let found = Found::new(
        e,
        vec![words(region, start..end)],
        confidence::PARTICIPLE,
        opening.name(),
    );
    push(region, drafts, found.by(Some(subject)));
}

/// *Said the minister: there is no plan*; without a source there is no attribution.
fn inverted_or_headless(region: &Region, drafts: &mut Drafts, e: usize, after: usize) {
    if !region.starts(e) && (e == 0 || !region.starts(e - 1)) {
        return;
    }
    if let Some(found) = source::after(region, after)
        && region.word(found.end) == ":"
    {
        let start = found.end + 1;
        let end = clause::end(region, start, Opening::Colon);
        let content = vec![words(region, start..end)];
        push(
            region,
            drafts,
            Found::new(
                e,
                content,
                confidence::of_opening(Opening::Colon),
                Opening::Colon.name(),
            )
            .by(Some(found)),
        );
    }
}

/// The inquit stands behind or inside what it reports: *…, analysts say*; *…, analysts say, …*; *…, said Roe*; *as Roe noted*.
fn around(region: &Region, drafts: &mut Drafts, e: usize, subject: Option<Source>) {
    let Some(cue) = region.cue(e) else { return };
    let takes_clause = cue.frames.has(Frames::BARE)
        || cue.frames.has(Frames::THAT)
        || cue.frames.has(Frames::INQUIT);
    if !takes_clause || matches!(cue.form, Form::Ing) {
        return;
    }
    let after = region.after_cue(e);
    let verb_of = subject.as_ref();
    if !is_inquit_verb(region, e, verb_of) {
        return;
    }
    let sentence = region.sentence_start(e, clause::REACH)..region.sentence_end(e, clause::REACH);
    let parts = |e: usize| region.any(e, &[",", "("]) || region.is_dash(e);
    let (source, open, close) = match subject {
        Some(found) => {
            let open = found.elements.start;
            let end = past_inquit(region, after, sentence.end);
            (found, open, end)
        }
        None if e > sentence.start && parts(e - 1) => {
            let Some(found) = source::after(region, after) else {
                return;
            };
            let end = past_inquit(region, found.end, sentence.end);
            (
                Source {
                    elements: found,
                    verb_group: e,
                    apposed: false,
                },
                e,
                end,
            )
        }
        None => return,
    };
    let Some(close) = close else { return };
    let mut open = open;
    let as_clause = open > sentence.start && region.word(open - 1) == "as";
    if as_clause {
        open -= 1;
    }
    let behind_comma = open > sentence.start && parts(open - 1);
    let (left, right) = (
        sentence.start..open.saturating_sub(usize::from(behind_comma)),
        close..sentence.end,
    );
    let right_joined = parts(close) && right.len() > 2;
    let mut content = Vec::new();
    if behind_comma && left.len() > 1 {
        content.push(left.clone());
    }
    if right_joined && (behind_comma || as_clause) {
        let from = close + 1;
        let end = clause::end(region, from, Opening::Bare);
        // *…, Roe said, adding that …* gives the rest to the next cue.
        let writer = region.word(from).ends_with("ing")
            || region.any(
                from,
                &[
                    "according",
                    "while",
                    "as",
                    "but",
                    "after",
                    "before",
                    "when",
                    "although",
                ],
            );
        if !writer && end > from {
            content.push(from..end);
        }
    }
    if content.is_empty() {
        return;
    }
    if let Some(relayed) = content
        .iter()
        .flat_map(|part| part.clone())
        .find_map(|i| drafts.covering(region, i))
    {
        if cue.lemma == "report" && behind_comma {
            relay(region, drafts, relayed, &left, source.elements);
        }
        return;
    }
    let confidence = if as_clause {
        confidence::AS_CLAUSE
    } else {
        confidence::AROUND
    };
    let what = if as_clause {
        "the clause around an as-clause"
    } else {
        "the clause around the inquit"
    };
    let content = all_words(region, content);
    push(
        region,
        drafts,
        Found::new(e, content, confidence, what).by_subject(source),
    );
}

/// After the verb of an inquit: the comma, dash, bracket or sentence end it stands at, over an addressee, date or place.
fn past_inquit(region: &Region, from: usize, limit: usize) -> Option<usize> {
    let mut at = from;
    while at < limit.min(from + 14) {
        if region.any(at, &[",", ")"])
            || region.is_dash(at)
            || region.is_final_mark(at)
            || region.word(at) == ";"
        {
            return Some(at);
        }
        if region.quotation(at).is_some() || region.is_finite(at) || region.any(at, &["that", ":"])
        {
            return None;
        }
        let filler = at > from
            || region.is(
                at,
                Classes::PREPOSITION
                    .or(Classes::TIME)
                    .or(Classes::ADVERB)
                    .or(Classes::PRONOUN)
                    .or(Classes::DETERMINER),
            )
            || region.shape(at).is_capital()
            || region.any(at, &["reporters", "journalists", "lawmakers", "to"]);
        if !filler {
            return None;
        }
        at += 1;
    }
    (at >= limit).then_some(limit)
}

/// *his claim that …*, *speculation among brokers that …*, *Ruiz's insistence that …*
fn noun(region: &Region, drafts: &mut Drafts, e: usize) {
    let after = region.after_cue(e);
    let limit = region.sentence_end(e, clause::REACH);
    let mut source = None;
    let mut that = after;
    if region.any(after, &["by", "among", "from", "of"]) {
        that = (after + 1..limit.min(after + 14))
            .find(|&i| region.word(i) == "that" || region.is_finite(i) || region.any(i, &[","]))
            .unwrap_or(limit);
        source = Some(after + 1..that);
    }
    if region.word(that) != "that" || that + 2 >= limit || region.is_finite(that + 1) {
        return;
    }
    let mut confidence = confidence::NOUN;
    if source.is_none() && e > 0 {
        let mut before = e - 1;
        // *his repeated claim*
        while before > 0
            && e - before < 3
            && region.shape(before) == Shape::Lower
            && !region.is(before, Classes::DETERMINER)
            && region.shape(before) != Shape::Clitic
        {
            before -= 1;
        }
        if region.any(before, &["his", "her", "their", "its", "my", "our"]) {
            source = Some(before..before + 1);
            confidence = confidence::NOUN_OF;
        } else if region.shape(before) == Shape::Clitic
            && before > 0
            && region.any(before, &["'s", "'"])
        {
            let start = region.sentence_start(before, 40);
            source = source::noun_phrase(region, start, before).map(|found| found.start..before);
            confidence = confidence::NOUN_OF;
        } else if let Some(light) = light_verb(region, e) {
            source = source::before(region, light).map(|found| found.elements);
        }
    }
    let end = clause::end(region, that, Opening::That);
    if (that..end).any(|i| drafts.covers(region, i)) {
        return;
    }
    let end = main_verb(region, e, that, end).unwrap_or(end);
    let content = vec![words(region, that..end)];
    push(
        region,
        drafts,
        Found::new(e, content, confidence, "a content clause of the noun").by(source),
    );
}

/// *Her claim that the guests had left was false*: where the noun begins its sentence, the last verb after the clause is the
/// noun's own. `None` where the clause has no second verb.
fn main_verb(region: &Region, noun: usize, that: usize, end: usize) -> Option<usize> {
    let start = region.sentence_start(noun, clause::REACH);
    if (start..noun).any(|i| region.is_finite(i)) {
        return None;
    }
    let close = (that..end).find(|&i| region.any(i, &[","])).unwrap_or(end);
    let groups: Vec<usize> = (that..close)
        .filter(|&i| region.is_finite(i) && !region.is(i - 1, Classes::AUXILIARY))
        .collect();
    groups.last().copied().filter(|_| groups.len() > 1)
}

/// *made the claim that*, *expressed concern that*: the verb, within a few words before the noun.
fn light_verb(region: &Region, e: usize) -> Option<usize> {
    (e.saturating_sub(4)..e).rev().find(|&i| {
        region.any(
            i,
            &[
                "made",
                "makes",
                "make",
                "expressed",
                "voiced",
                "expresses",
                "gave",
                "issued",
                "raised",
                "repeated",
                "rejected",
                "has",
                "had",
                "have",
                "denied",
                "echoed",
            ],
        )
    })
}

/// *was confident that*, *is worried he*
fn adjective(region: &Region, drafts: &mut Drafts, e: usize) {
    let after = region.after_cue(e);
    if region.word(after) != "that" {
        return;
    }
    let Some(subject) = source::before(region, e).filter(|subject| subject.verb_group < e) else {
        return;
    };
    if region.any(subject.elements.start, &["it", "that", "this"])
        || cannot_speak(region, &subject.elements)
    {
        return;
    }
    let end = clause::end(region, after, Opening::That);
    let content = vec![words(region, after..end)];
    push(
        region,
        drafts,
        Found::new(e, content, confidence::ADJECTIVE, Opening::That.name()).by_subject(subject),
    );
}

/// *According to Roe, …*; *…, according to Roe*; *…, according to Roe, …*; *per people briefed on it, …*
fn phrase(region: &Region, drafts: &mut Drafts, e: usize) {
    let Some(cue) = region.cue(e) else { return };
    let after = region.after_cue(e);
    let sentence = region.sentence_start(e, clause::REACH)..region.sentence_end(e, clause::REACH);
    let initial = (sentence.start..e).all(|i| {
        region.is(i, Classes::CONJUNCTION.or(Classes::ADVERB))
            || region.any(i, &[",", "and", "but"])
    });
    let behind_comma =
        e > sentence.start && (region.any(e - 1, &[",", "("]) || region.is_dash(e - 1));
    if region.shape(after) == Shape::Number
        || cue.lemma == "per" && !(initial || behind_comma)
        || cue.lemma == "as per" && !initial
    {
        return;
    }
    // A name, not the preposition: *the judge, Per Rosvik*.
    if region.shape(e).is_capital() && !region.starts(e) {
        return;
    }
    let Some(source) = source::after(region, after) else {
        return;
    };
    if cannot_speak(region, &source) || region.any(source.start, &["plan", "schedule"]) {
        return;
    }
    let mut content = Vec::new();
    let close = source.end;
    if !initial {
        let left = sentence.start..e - usize::from(behind_comma);
        if let Some(relayed) = left.clone().rev().find_map(|i| drafts.covering(region, i)) {
            // Already somebody's words: this source relays them.
            relay(region, drafts, relayed, &left, source);
            return;
        }
        content.push(left);
    }
    if region.any(close, &[",", ")"]) && close + 1 < sentence.end {
        let from = close + 1;
        let marked = (from..sentence.end).any(|i| drafts.covers(region, i));
        if let Some(quotation) = region.quotation(from).filter(|_| initial && !marked) {
            let spans = region.document.quotations[quotation].inner.clone();
            let found = Found::new(
                e,
                spans,
                confidence::PHRASE_MARKED,
                "the marked words after the phrase",
            );
            push(region, drafts, found.by(Some(source)));
            return;
        }
        let writer = !initial
            && (region.word(from).ends_with("ing")
                || region.any(
                    from,
                    &["which", "who", "and", "but", "while", "as", "after"],
                )
                || is_clause_of_writer(region, from));
        if !marked && !writer {
            content.push(from..clause::end(region, from, Opening::Bare));
        }
    } else if initial
        && close < sentence.end
        && region.quotation(close).is_none()
        && !region.is_final_mark(close)
    {
        content.push(close..clause::end(region, close, Opening::Bare));
    }
    content.retain(|part| {
        part.clone()
            .any(|i| region.shape(i).is_word() || region.quotation(i).is_some())
    });
    if content.is_empty()
        || content
            .iter()
            .any(|part| part.clone().any(|i| drafts.covers(region, i)))
    {
        return;
    }
    let content = all_words(region, content);
    push(
        region,
        drafts,
        Found::new(
            e,
            content,
            confidence::PHRASE,
            "the clause beside the phrase",
        )
        .by(Some(source)),
    );
}

/// A second subject and verb after *…, according to Roe,* would be odd; a noun phrase that only continues is not.
fn is_clause_of_writer(region: &Region, from: usize) -> bool {
    region.any(from, &["he", "she", "they", "it"])
}

/// Makes `source` the relayer of the draft that ends in `left`, when nothing of the sentence's clause stands between.
fn relay(
    region: &Region,
    drafts: &mut Drafts,
    draft: usize,
    left: &Range<usize>,
    source: Range<usize>,
) {
    let says_so = left
        .clone()
        .rev()
        .take(12)
        .any(|i| drafts.is_used(region, i) || drafts.covers(region, i));
    let span = region.span(source);
    let draft = drafts.get_mut(draft);
    if says_so && draft.via.is_none() && draft.source.is_some_and(|own| !own.overlaps(span)) {
        draft.via = Some(span);
        draft.evidence.push("relayed: according to".to_owned());
    }
}

/// A reported clause that a rule found, with its cue at element `e`.
struct Found<'a> {
    e: usize,
    verb_group: Option<usize>,
    source: Option<Range<usize>>,
    content: Vec<Span>,
    confidence: f32,
    /// For the evidence: what the cue governs.
    what: &'a str,
}

impl<'a> Found<'a> {
    fn new(e: usize, content: Vec<Span>, confidence: f32, what: &'a str) -> Self {
        Self {
            e,
            verb_group: None,
            source: None,
            content,
            confidence,
            what,
        }
    }

    fn by(self, source: Option<Range<usize>>) -> Self {
        Self { source, ..self }
    }

    fn by_subject(self, subject: Source) -> Self {
        Self {
            verb_group: Some(subject.verb_group),
            source: Some(subject.elements),
            ..self
        }
    }
}

/// The words of `elements`, without punctuation at the ends.
fn words(region: &Region, elements: Range<usize>) -> Span {
    region.span(region.trim(elements))
}

fn all_words(region: &Region, parts: Vec<Range<usize>>) -> Vec<Span> {
    parts.into_iter().map(|part| words(region, part)).collect()
}

fn push(region: &Region, drafts: &mut Drafts, found: Found) {
    let Found {
        e,
        verb_group,
        source,
        mut content,
        confidence,
        what,
    } = found;
    content.retain(|span| !span.is_empty());
    let Some(cue) = region.cue(e).filter(|_| !content.is_empty()) else {
        return;
    };
    let source = source
        .map(|source| region.trim(source))
        .filter(|source| !source.is_empty());
    let polarity = polarity(region, verb_group.unwrap_or(e)..e);
    let id = drafts.push(
        region,
        New {
            content,
            cue: Some(e),
            verb_group,
            source,
            confidence,
            evidence: format!("cue {} with {what}", cue.lemma),
        },
    );
    if let Some(polarity) = polarity {
        drafts
            .get_mut(id)
            .evidence
            .push(format!("the cue is {polarity}"));
    }
}

/// Is the reporting denied, supposed or still to come?
fn polarity(region: &Region, group: Range<usize>) -> Option<&'static str> {
    let has = |words: &[&str]| group.clone().any(|e| region.any(e, words));
    let conditional = group
        .start
        .checked_sub(2)
        .is_some_and(|e| region.any(e, &["if"]))
        || group
            .start
            .checked_sub(3)
            .is_some_and(|e| region.any(e, &["if"]));
    if has(&["not", "n't", "never"]) || group.start > 0 && region.word(group.start - 1) == "never" {
        Some("negated")
    } else if has(&["would", "could", "might", "may", "'d"]) || conditional {
        Some("hypothetical")
    } else if has(&["will", "'ll", "shall", "wo"]) {
        Some("in the future")
    } else {
        None
    }
}
