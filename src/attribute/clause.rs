//! The extent of unmarked content: where a reported clause begins after its cue, and where it ends.

use std::ops::Range;

use super::region::Region;
use crate::cue::{Cue, CueClass, Form, Frames};
use crate::document::Shape;
use crate::lexicon::Classes;

/// No clause is followed further than this many elements, which bounds the work per cue.
pub(super) const REACH: usize = 160;

/// How the content after a cue begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// *said that he left*
    That,
    /// *asked whether he left*
    Wh,
    /// *said he left*
    Bare,
    /// *vowed to leave*, *urged Lee to leave*
    Infinitive,
    /// *criticized the plan*
    NounPhrase,
    /// *said: There is less trust*
    Colon,
}

/// Where the content after the verb cue at element `cue` begins, if the verb takes what stands there. `from` is the first
/// element after the verb group (and after an inverted source).
pub(super) fn opening(region: &Region, cue: &Cue, from: usize) -> Option<(usize, Opening)> {
    let limit = region.sentence_end(from.saturating_sub(1), REACH);
    let mut at = from;
    // *said in a statement Monday that …*
    loop {
        if at >= limit {
            return None;
        }
        let skipped = skip_adjunct(region, at, limit);
        if skipped == at {
            break;
        }
        at = skipped;
    }
    if region.word(at) == ":"
        && at + 1 < limit.max(at + 2)
        && at + 1 < region.len()
        && region.quotation(at + 1).is_none()
    {
        return Some((at + 1, Opening::Colon));
    }
    let frames = cue.frames;
    if let Some(open) = clause_at(region, cue, at, limit) {
        return Some(open);
    }
    // An addressee or object first.
    if frames.has(Frames::ADDRESSEE)
        || frames.has(Frames::OBJECT_INFINITIVE)
        || region.word(at) == "to"
    {
        let first = if region.word(at) == "to" { at + 1 } else { at };
        if let Some(found) = after_addressee(region, cue, first, limit) {
            return Some(found);
        }
    }
    if frames.has(Frames::NOUN_PHRASE) && at == from {
        let word_follows = region.shape(at).is_word() || region.quotation(at).is_some();
        let governed = region.is(
            at,
            Classes::PREPOSITION
                .or(Classes::CONJUNCTION)
                .or(Classes::SUBORDINATOR)
                .or(Classes::ADVERB),
        );
        if word_follows && (!governed || region.is(at, Classes::DETERMINER)) {
            return Some((at, Opening::NounPhrase));
        }
    }
    None
}

fn clause_at(region: &Region, cue: &Cue, at: usize, limit: usize) -> Option<(usize, Opening)> {
    let frames = cue.frames;
    let that = Frames::THAT;
    if region.word(at) == "that" && (frames.has(that) || frames.has(Frames::BARE)) && at + 1 < limit
    {
        return Some((at, Opening::That));
    }
    if region.any(
        at,
        &[
            "whether", "if", "how", "why", "what", "who", "where", "when",
        ],
    ) && frames.has(Frames::WH)
        || region.any(at, &["how", "why", "what", "whether"]) && frames.has(Frames::BARE)
    {
        return Some((at, Opening::Wh));
    }
    let infinitive = frames.has(Frames::INFINITIVE);
    let to = region.word(at) == "to" || region.word(at) == "not" && region.word(at + 1) == "to";
    if to
        && infinitive
        && region.shape(at + 1) == Shape::Lower
        && !region.is(at + 1, Classes::DETERMINER.or(Classes::PRONOUN))
    {
        return Some((at, Opening::Infinitive));
    }
    let bare =
        frames.has(Frames::BARE) || frames.has(that) && begins_with_subject_pronoun(region, at);
    (bare && is_clause(region, cue, at, limit)).then_some((at, Opening::Bare))
}

fn begins_with_subject_pronoun(region: &Region, at: usize) -> bool {
    region.any(at, &["he", "she", "they", "we", "i", "it", "there"])
}

/// Does a clause begin at `at`: a noun phrase and then a finite verb, or a fronted *if* or *when* clause?
fn is_clause(region: &Region, cue: &Cue, at: usize, limit: usize) -> bool {
    if at >= limit
        || region.any(at, &[",", ".", ":", ";", "of", "as", "that", "so", "to"])
        || region.is_final_mark(at)
    {
        return false;
    }
    // *said nothing*, *said no to it*; but *insist nothing was hidden*, *said no deal was near*
    if region.any(at, &["nothing", "no"])
        && !region.is_finite(at + 1)
        && (region.word(at) == "nothing" || region.any(at + 1, &["to", ",", "."]))
    {
        return false;
    }
    // *found the driver who she said had left*: the only verb is that of a relative clause.
    let first =
        (at..limit.min(at + 40)).find(|&e| region.is_finite(e) || region.any(e, &["who", "which"]));
    if !cue.frames.has(Frames::INQUIT) && first.is_some_and(|e| region.any(e, &["who", "which"])) {
        return false;
    }
    if region.quotation(at).is_some() {
        return false;
    }
    (at..limit.min(at + 40)).any(|e| {
        region.is_finite(e)
            || region.cue(e).is_some_and(|cue| {
                cue.class == CueClass::Verb
                    && e > at
                    && matches!(cue.form, Form::Base | Form::Third)
            })
            || e > at && region.shape(e) == Shape::Clitic && region.is(e - 1, Classes::PRONOUN)
            || e > at && region.shape(e) == Shape::Lower && region.word(e).ends_with("ed")
    })
}

/// Passes over an adverb, a date, or *in a statement*, *on the radio*, *at a hearing*: the element after it.
fn skip_adjunct(region: &Region, at: usize, limit: usize) -> usize {
    if region.is(at, Classes::ADVERB)
        && !region.is(
            at,
            Classes::PRONOUN
                .or(Classes::DETERMINER)
                .or(Classes::PREPOSITION),
        )
        && !region.any(at, &["there", "here", "then", "now"])
    {
        return at + 1;
    }
    if region.any(
        at,
        &[
            "on", "in", "at", "during", "this", "last", "late", "early", "via", "through", "after",
            "before",
        ],
    ) || region.is(at, Classes::TIME)
    {
        let mut end = at;
        let mut noun = region.is(at, Classes::TIME);
        while end < limit.min(at + 9) {
            if noun && !region.is(end, Classes::TIME) && region.shape(end) != Shape::Number {
                break;
            }
            if region.is(end, Classes::TIME.or(Classes::DOCUMENT))
                || region.any(
                    end,
                    &[
                        "interview",
                        "hearing",
                        "conference",
                        "briefing",
                        "meeting",
                        "speech",
                        "debate",
                        "twitter",
                        "radio",
                        "television",
                        "tv",
                        "call",
                        "court",
                        "testimony",
                    ],
                )
            {
                noun = true;
            } else if region.any(end, &[",", "that", ":"])
                || region.quotation(end).is_some()
                || region.is_final_mark(end)
                || region.is_finite(end)
            {
                break;
            }
            end += 1;
        }
        let boundary = region.any(end, &["that", ":", ","]) || region.quotation(end).is_some();
        // *said on Monday the plan …*: the date is sure, a longer phrase only where the content shows its beginning.
        if noun
            && (boundary
                || region.is(end - 1, Classes::TIME.or(Classes::DOCUMENT))
                || region.any(
                    end - 1,
                    &["interview", "hearing", "conference", "briefing", "speech"],
                ))
        {
            if region.word(end) == "," && region.word(end + 1) != "that" {
                return at;
            }
            return end + usize::from(region.word(end) == ",");
        }
    }
    at
}

/// After *told Lee*, *urged the council*: where the content begins.
fn after_addressee(
    region: &Region,
    cue: &Cue,
    first: usize,
    limit: usize,
) -> Option<(usize, Opening)> {
    let ceiling = limit.min(first + 16);
    let object_pronoun = region.any(first, &["him", "her", "them", "us", "me", "you"]);
    let mut at = first;
    while at < ceiling {
        let word = region.word(at);
        if at > first {
            if word == "that" {
                return Some((at, Opening::That));
            }
            if matches!(word, "whether" | "how" | "why" | "what" | "if")
                && cue.frames.has(Frames::WH)
            {
                return Some((at, Opening::Wh));
            }
            let to = word == "to" || word == "not" && region.word(at + 1) == "to";
            if to
                && cue.frames.has(Frames::OBJECT_INFINITIVE)
                && region.shape(at + 1) == Shape::Lower
            {
                return Some((at, Opening::Infinitive));
            }
            if word == ":" && region.quotation(at + 1).is_none() {
                return Some((at + 1, Opening::Colon));
            }
            let skipped = skip_adjunct(region, at, limit);
            if skipped > at {
                at = skipped;
                continue;
            }
        }
        if region.quotation(at).is_some()
            || matches!(word, "." | ";" | "!" | "?")
            || region.is_finite(at)
        {
            break;
        }
        if word == "," && !region.any(at + 1, &["that"]) {
            break;
        }
        at += 1;
    }
    // No *that*: the addressee is a pronoun, one name or a short group, and a clause follows.
    let bare = cue.frames.has(Frames::ADDRESSEE) || cue.lemma == "tell";
    if !bare || !cue.frames.has(Frames::THAT) {
        return None;
    }
    let mut end = first;
    if object_pronoun
        || region.any(
            first,
            &[
                "reporters",
                "journalists",
                "lawmakers",
                "viewers",
                "readers",
                "supporters",
                "investors",
                "parliament",
                "mps",
                "police",
                "jurors",
            ],
        )
    {
        end += 1;
    } else {
        while end < limit
            && (region.is(end, Classes::DETERMINER) && end == first
                || region.shape(end).is_capital())
        {
            end += 1;
        }
        if end < limit
            && end > first
            && region.is(first, Classes::DETERMINER)
            && region.shape(end) == Shape::Lower
        {
            end += 1;
        }
    }
    loop {
        let skipped = skip_adjunct(region, end, limit);
        if skipped == end {
            break;
        }
        end = skipped;
    }
    let subject = begins_with_subject_pronoun(region, end)
        || region.is(end, Classes::DETERMINER)
        || region.shape(end).is_capital();
    (end > first && subject && is_clause(region, cue, end, limit)).then_some((end, Opening::Bare))
}

/// Where content that begins at `start` ends: the sentence end, or earlier where the writer takes over again.
pub(super) fn end(region: &Region, start: usize, opening: Opening) -> usize {
    let limit = region.sentence_end(start, REACH);
    let mut bracket = 0usize;
    let mut at = start;
    while at < limit {
        // *… traffic REUTERS Milley told …*: another sentence ran in.
        let ran_in = at > start
            && region.is(at, Classes::CREDIT)
            && region.shape(at) == Shape::Upper
            && region.shape(at + 1) == Shape::Capitalized
            && region.shape(at - 1) == Shape::Lower;
        if ran_in {
            return at;
        }
        match region.word(at) {
            "(" => bracket += 1,
            ")" if bracket == 0 => return at,
            ")" => bracket -= 1,
            ";" if bracket == 0 => return at,
            "," if bracket == 0 && at > start && writer_resumes(region, at, limit, opening) => {
                return at;
            }
            _ => {}
        }
        if opening == Opening::NounPhrase && at > start && ends_noun_phrase(region, at) {
            return at;
        }
        at += 1;
    }
    limit
}

fn ends_noun_phrase(region: &Region, at: usize) -> bool {
    region.any(
        at,
        &[
            "because", "while", "although", "when", "before", "after", "during", "saying", "as",
        ],
    ) || region.is_dash(at)
        || region.any(at, &["and"]) && region.cue(at + 1).is_some()
        || region.any(at, &["on", "in"]) && region.is(at + 1, Classes::TIME)
        || region.is(at, Classes::TIME)
}

/// After the comma at `comma`: does the writer speak again? *…, according to*, *…, adding that*, *…, referring to the launch*,
/// *…, an apparent break with policy*, *Russia, which has the largest arsenal*.
fn writer_resumes(region: &Region, comma: usize, limit: usize, opening: Opening) -> bool {
    let next = comma + 1;
    if region.any(
        next,
        &[
            "according",
            "adding",
            "saying",
            "noting",
            "arguing",
            "citing",
            "referring",
            "suggesting",
            "calling",
            "warning",
            "insisting",
            "explaining",
            "claiming",
            "telling",
        ],
    ) {
        return true;
    }
    if opening == Opening::NounPhrase
        && region.any(
            next,
            &[
                "saying", "who", "which", "but", "and", "as", "while", "after", "before",
                "because", "with",
            ],
        )
    {
        return true;
    }
    if region.any(next, &["while", "although", "though"]) {
        return true;
    }
    if region.word(next) == "but" && opening != Opening::Colon {
        return true;
    }
    // *…, and he expects no reply*: somebody's next thought or word.
    if region.any(next, &["and", "but"]) && begins_report(region, next + 1, limit) {
        return true;
    }
    // *…, she said*: an inquit after the content, or inside it.
    if is_inquit_at(region, next, limit) {
        return true;
    }
    if region.word(next).ends_with("ing")
        && region.shape(next) == Shape::Lower
        && !region.is(next, Classes::PREPOSITION)
        && !region.any(
            next,
            &[
                "including",
                "during",
                "nothing",
                "something",
                "anything",
                "everything",
            ],
        )
    {
        return true;
    }
    if region.any(next, &["which", "who", "whose"])
        && comma > 0
        && region.shape(comma - 1).is_capital()
    {
        return true;
    }
    // A closing apposition to the whole clause: “…, an apparent break with policy.”
    region.any(next, &["a", "an"])
        && region.shape(comma - 1) == Shape::Lower
        && !(next..limit).any(|e| region.is_finite(e) || region.any(e, &[",", "and", "or"]))
}

/// Does a subject with a reporting verb stand at `at`, or a reporting verb that shares the subject before?
fn begins_report(region: &Region, at: usize, limit: usize) -> bool {
    let finite = |e: usize| {
        region.cue(e).is_some_and(|cue| {
            cue.class == CueClass::Verb && matches!(cue.form, Form::Past | Form::Third)
        }) && region.is_finite(e)
    };
    if finite(at) {
        return true;
    }
    let verb = (at..limit.min(at + 8)).find(|&e| finite(e));
    verb.and_then(|e| super::source::before(region, e))
        .is_some_and(|source| source.elements.start == at)
}

/// Does an inquit (source and cue and then a comma or the end) stand at `at`?
fn is_inquit_at(region: &Region, at: usize, limit: usize) -> bool {
    let reach = limit.min(at + 12);
    let Some(cue) = (at..reach).find(|&e| {
        region.cue(e).is_some_and(|cue| {
            cue.class == CueClass::Verb
                && cue.frames.has(Frames::INQUIT)
                && matches!(cue.form, Form::Past | Form::Third | Form::Base)
        }) || region.any(e, &[","])
    }) else {
        return false;
    };
    if region.any(cue, &[","]) {
        return false;
    }
    let after = region.after_cue(cue);
    let ends = |e: usize| e >= limit || region.any(e, &[","]) || region.is_final_mark(e);
    if cue == at {
        return super::source::after(region, after)
            .is_some_and(|source: Range<usize>| ends(source.end));
    }
    let adjunct = skip_adjunct(region, after, limit);
    (ends(after) || ends(adjunct))
        && super::source::before(region, cue).is_some_and(|source| source.elements.start == at)
}
