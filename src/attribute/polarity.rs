//! Is what is reported said at all, or denied, supposed, wanted or still to come?

use std::ops::Range;

use super::region::Region;
use crate::cue::Form;
use crate::document::{Document, Shape};
use crate::lexicon::Classes;

/// How far before a cue it is looked whether its clause only supposes.
const REACH: usize = 34;
const NOT: &[&str] = &["n't", "never", "not"];
const NOBODY: &[&str] = &["neither", "no", "nobody", "none", "without"];
const WOULD: &[&str] = &["'d", "would"];
const MIGHT: &[&str] = &["could", "may", "might"];
const WILL: &[&str] = &["'ll", "shall", "will", "wo"];
const CAN: &[&str] = &["ca", "can", "cannot", "must", "should"];
/// Before *to*: what follows was done.
const DONE: &[&str] = &[
    "began",
    "called",
    "came",
    "continued",
    "continues",
    "emailed",
    "got",
    "had",
    "managed",
    "on",
    "phoned",
    "proceeded",
    "rang",
    "started",
    "texted",
    "tried",
    "turned",
    "used",
    "wrote",
];
/// *He was **basically** saying, ‘It is late’*: those were not his words.
const IN_EFFECT: &[&str] = &[
    "basically",
    "effectively",
    "essentially",
    "practically",
    "virtually",
];

/// Is the reporting denied, supposed or still to come, by the words in and right before its cue? The quote stays, and says so.
pub(super) fn polarity(
    document: &Document,
    cue: &Range<usize>,
    source: Option<&Range<usize>>,
) -> Option<&'static str> {
    // *(3 May)* is a day.
    let any = |mut tokens: Range<usize>, words: &[&str]| {
        tokens.any(|token| {
            words.contains(&document.folded(token))
                && (document.folded(token) != "may" || document.shape(token) == Shape::Lower)
        })
    };
    // The cue, and an auxiliary that it was cut from.
    let group = cue.start.saturating_sub(2)..cue.end;
    let start = source.map_or(cue.start, |source| source.start.min(cue.start));
    let before = start.saturating_sub(2)..start;
    let in_group = |words: &[&str]| any(group.clone(), words);
    if in_group(NOT) {
        Some("negated")
    } else if in_group(WOULD) || in_group(MIGHT) || any(before, &["if"]) {
        Some("hypothetical")
    } else if in_group(WILL) {
        Some("in the future")
    } else {
        None
    }
}

/// *“I could say, ‘It is late,’ but why?”*, *“If they had said, ‘It is late,’ we would have gone”*, *“Nobody says, ‘It is late’”*: does the
/// inquit whose cue is the element `cue` only suppose, foresee, want or deny that `source` says it? Who talks puts such words into mouths;
/// nobody has said them.
pub(super) fn is_supposed(region: &Region, cue: usize, source: Option<&Range<usize>>) -> bool {
    let Some(form) = region.cue(cue).map(|cue| cue.form) else {
        return false;
    };
    let start = region.sentence_start(cue, REACH);
    let marks = (start..cue).rfind(|&i| region.quotation(i).is_some());
    let start = marks.map_or(start, |marks| marks + 1);
    // The subject of the verb itself, rather than of one that it is joined with.
    let own = source.filter(|own| own.end <= cue && is_verb_group(region, own.end..cue));
    let group = own.map_or_else(|| clause_start(region, start..cue), |own| own.end)..cue;
    is_conditional(region, start..cue)
        || cue > 0 && region.any(cue - 1, IN_EFFECT)
        || is_denied(region, form, start, own, group.clone())
        || is_not_done(region, form, own, group)
}

/// *Nobody says*, *they never said*, *not once has he said*. `start` begins the sentence; `group` are the words between the subject of
/// the verb, `own`, or the beginning of the clause, and the verb.
fn is_denied(
    region: &Region,
    form: Form,
    start: usize,
    own: Option<&Range<usize>>,
    mut group: Range<usize>,
) -> bool {
    // *not only said*
    let denies = |i: usize| {
        (region.any(i, NOT) || region.any(i, NOBODY))
            && !region.any(i + 1, &["just", "merely", "only", "simply"])
    };
    // *He had no money and said*, *he did not stop, saying*: a verb of its own is not denied with the one before.
    let joined = matches!(form, Form::Past | Form::Third)
        || form == Form::Ing && group.end > 0 && region.word(group.end - 1) == ",";
    match own {
        Some(own) => {
            let inverted = own.start.checked_sub(1);
            let inverted = inverted.is_some_and(|helps| region.is(helps, Classes::AUXILIARY));
            denies(own.start) || inverted && denies(start) || group.any(denies)
        }
        None if joined => region.any(group.start, &["neither", "nobody", "none"]),
        None => group.any(denies),
    }
}

/// *I could say*, *they will say*, *people want to say*, *say*: is it foreseen, wanted or asked for? `own` and `group` as in
/// [`is_denied`].
fn is_not_done(
    region: &Region,
    form: Form,
    own: Option<&Range<usize>>,
    mut group: Range<usize>,
) -> bool {
    let to = |i: usize| region.any(i, &["to"]) && is_verb(region, i + 1);
    let modal = |i: usize| {
        [CAN, MIGHT, WILL, WOULD]
            .iter()
            .any(|words| region.any(i, words))
    };
    let governs = |&i: &usize| modal(i) || to(i);
    let depends = form == Form::Base || own.is_some() || to(group.end.wrapping_sub(1));
    match group.clone().rfind(governs).filter(|_| depends) {
        // *Say, ‘It is late’*
        None => form == Form::Base && own.is_none() && group.all(|i| is_filler(region, i)),
        Some(to) if region.any(to, &["to"]) => {
            // *called me to say*
            let whom = to > 0 && region.is(to - 1, Classes::PRONOUN);
            let before = to.checked_sub(1 + usize::from(whom));
            before.is_none_or(|before| !region.any(before, DONE))
        }
        // *he would say, ‘It is late’*: again and again
        Some(would) if region.any(would, WOULD) => {
            let who = own.map_or_else(|| would.saturating_sub(1), |own| own.start);
            let often = |i: usize| region.any(i, &["always", "often", "sometimes"]);
            let usual = form == Form::Base && !region.any(who, &["i", "we", "you"]);
            let had = region.any(would, &["'d"]) && form != Form::Base;
            !(usual || had || group.any(often))
        }
        Some(_) => true,
    }
}

/// Is there an *if* without a comma behind it, but for *asked me if*?
fn is_conditional(region: &Region, words: Range<usize>) -> bool {
    let asked = |i: usize| (i.saturating_sub(2)..i).any(|i| region.cue(i).is_some());
    let mut clause = words.rev().take_while(|&i| region.word(i) != ",");
    clause.any(|i| region.any(i, &["if", "imagine", "suppose", "unless"]) && !asked(i))
}

/// Do only auxiliaries, adverbs and dates stand there?
fn is_verb_group(region: &Region, mut words: Range<usize>) -> bool {
    let part = Classes::AUXILIARY.or(Classes::ADVERB).or(Classes::TIME);
    words.all(|i| region.is(i, part) || region.any(i, &["on"]))
}

fn is_filler(region: &Region, i: usize) -> bool {
    let part = Classes::ADVERB
        .or(Classes::AUXILIARY)
        .or(Classes::CONJUNCTION);
    region.is(i, part) || region.any(i, &[",", "please"])
}

fn clause_start(region: &Region, words: Range<usize>) -> usize {
    let joins = |&i: &usize| {
        region.any(i, &[";", ":", "but"])
            || region.is(i, Classes::SUBORDINATOR) && region.word(i) != "that"
    };
    let joint = words.clone().rfind(joins);
    joint.map_or(words.start, |joint| joint + 1)
}

/// Can the word be a verb behind *to*?
fn is_verb(region: &Region, i: usize) -> bool {
    let other = Classes::DETERMINER
        .or(Classes::PRONOUN)
        .or(Classes::PREPOSITION)
        .or(Classes::PLACE)
        .or(Classes::TIME);
    region.shape(i).is_word() && !region.shape(i).is_capital() && !region.is(i, other)
}
