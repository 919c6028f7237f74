//! Marked speech: an inquit after, before or between the marks; and marked sentences that go on with no inquit of their own.

use std::ops::Range;

use super::clause::{self, Opening};
use super::confidence;
use super::draft::{Drafts, New};
use super::polarity;
use super::region::{self, Region, is_title};
use super::source;
use crate::attribution::{Attribution, QuoteType};
use crate::cue::{self, Cue, CueClass, Form, Frames};
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::span::Span;

/// The words around a marked utterance that attribute it.
#[derive(Clone, Debug)]
struct Inquit {
    /// The cue's element: a verb, a phrase, a colon or a dash.
    cue: usize,
    verb_group: usize,
    source: Option<Range<usize>>,
    confidence: f32,
    how: &'static str,
}

impl Inquit {
    /// The element behind cue and source.
    fn end(&self, region: &Region) -> usize {
        let after_cue = region.after_cue(self.cue);
        let source = self.source.as_ref();
        source.map_or(after_cue, |source| source.end.max(after_cue))
    }
}

/// How a signature stands to its marks.
const SIGNATURE: &str = "before a name";

/// How far an inquit reaches from its marks.
const REACH: usize = 34;

/// On which sides of the marks an inquit is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// Behind or between them: there the rule is surer than the engine.
    Behind,
    /// Before them, too.
    Both,
}

/// Drafts every marked utterance that has an inquit beside it.
pub(super) fn find(region: &Region, drafts: &mut Drafts, sides: Sides) {
    // The draft of each inquit, by its cue, so that the marked stretches on both sides of it become one content.
    let mut by_cue: Vec<(usize, usize)> = Vec::new();
    // The draft of the last inquit that stands behind its marks, and the element after that inquit.
    let mut last_inquit: Option<(usize, usize)> = None;
    for e in 0..region.len() {
        let Some(quotation) = region.quotation(e) else {
            continue;
        };
        if !is_nested(region, quotation) && drafts.covers(region, e) {
            last_inquit = engine_inquit(region, drafts, e).or(last_inquit);
            continue;
        }
        // Outside marks the engine tells what is a report at all.
        let is_said = |inquit: &Inquit| {
            let source = inquit.source.as_ref();
            !is_nested(region, quotation) || !polarity::is_supposed(region, inquit.cue, source)
        };
        // What the words before marked words in their sentence have to do with them, the engine tells better.
        let post = inquit_after(region, e)
            .filter(|post| !is_inside(region, e) && !is_of_next(region, e, post))
            .filter(is_said);
        // “The risk,” said Roe, a banker, “is real.”
        let resumes = last_inquit.filter(|&(_, end)| {
            let joins = |i: usize| region.any(i, &[",", "and", "but"]) || region.is_dash(i);
            end < e && ((end..e).all(joins) || is_aside(region, end..e))
        });
        if let Some((draft, _)) = resumes.filter(|_| post.is_none()) {
            drafts.extend(
                region.document,
                draft,
                &region.document.quotations[quotation].inner,
            );
            continue;
        }
        let goes_on = |post: &Inquit| goes_on_before(region, drafts, e, post);
        if let Some(draft) = post.as_ref().and_then(goes_on) {
            let inner = &region.document.quotations[quotation].inner;
            drafts.extend(region.document, draft, inner);
            continue;
        }
        let between = inquit_cut_in(region, e)
            .or_else(|| inquit_between(region, drafts, e))
            .or_else(|| to_whom(region, e))
            .or_else(|| behind_dash(region, e))
            .or_else(|| behind_participle(region, e));
        let pre = between.or_else(|| match sides {
            Sides::Behind => None,
            Sides::Both => inquit_before(region, e),
        });
        let pre = pre.filter(is_said);
        let inquit = match (post, pre) {
            (Some(post), Some(pre)) => {
                // Two inquits: the one that the punctuation ties to the marks.
                // *He told me, “It is late,” **and I laughed***
                let joined = region.any(e + 1, &["and", "but"]);
                if post.how == SIGNATURE
                    || ends_open(region, e) && !joined
                    || by_cue.iter().any(|(cue, _)| *cue == pre.cue)
                {
                    post
                } else {
                    pre
                }
            }
            (Some(post), None) => post,
            (None, Some(pre)) => pre,
            (None, None) => continue,
        };
        let content = region.document.quotations[quotation].inner.clone();
        let before = inquit.cue < e;
        // *When a man shouted, “Shame,” Roe smiled*, not *I read, “This Kind of War,” too*.
        let clause = before && ends_open(region, e) && region.word(e - 1) == "," && {
            let tokens = region.elements[e].tokens.clone();
            let is_word = |&token: &usize| region.document.shape(token).is_word();
            let several = tokens.clone().filter(is_word).count() > 1;
            region.is(region.sentence_start(e, REACH), Classes::SUBORDINATOR)
                || several && !is_title(region.document, tokens)
        };
        if before && !clause && runs_on(region, e + 1) {
            // *Roe said “the plan” was dead* is the engine's, too.
            continue;
        }
        if let Some((_, draft)) = by_cue
            .iter()
            .rev()
            .take(4)
            .find(|(cue, _)| *cue == inquit.cue)
        {
            drafts.extend(region.document, *draft, &content);
            continue;
        }
        let inquit_end = inquit.end(region);
        let lemma = region
            .cue(inquit.cue)
            .map_or(region.word(inquit.cue), |cue| cue.lemma);
        let draft = drafts.push(
            region,
            New {
                content,
                cue: Some(inquit.cue),
                verb_group: Some(inquit.verb_group),
                evidence: format!("marked words with cue {lemma} {}", inquit.how),
                source: inquit.source,
                confidence: inquit.confidence,
            },
        );
        if !before {
            last_inquit = Some((draft, inquit_end));
        }
        by_cue.push((inquit.cue, draft));
    }
}

/// The engine's draft of the marked element `e` and the element behind its inquit, where that stands behind the open marks.
fn engine_inquit(region: &Region, drafts: &Drafts, e: usize) -> Option<(usize, usize)> {
    let draft = drafts.covering(region, e)?;
    let post = inquit_after(region, e).filter(|_| ends_open(region, e))?;
    let cue = region.span(post.cue..post.cue + 1);
    let own = drafts.get(draft).cue.as_ref()?;
    let is_own = own.spans.iter().any(|span| span.overlaps(cue));
    is_own.then(|| (draft, post.end(region)))
}

/// *“If you raise it,” said Roe**, referring to the toll,** “you lose us”*: what the speaker does meanwhile, before marked words that go on
/// with the sentence.
fn is_aside(region: &Region, elements: Range<usize>) -> bool {
    /// Elements of it, its commas too.
    const LENGTH: Range<usize> = 4..20;
    let Range { start, end } = elements;
    let does = |i: usize| cue::is_participle(region.word(i)) && region.word(i) != "including";
    let plain = |i: usize| region.quotation(i).is_none() && !region.is_finite(i);
    let first = region.elements.get(end).and_then(|marked| {
        let mut tokens = marked.tokens.clone();
        tokens.find(|&token| region.document.shape(token) != Shape::Mark)
    });
    LENGTH.contains(&elements.len())
        && region.word(start) == ","
        && region.word(end - 1) == ","
        && does(start + 1)
        && (start + 1..end - 1).all(plain)
        // *…, adding, “but not here”*
        && !(end - 3..end - 1).any(|i| does(i) || region.cue(i).is_some_and(is_inquit_cue))
        && first.is_some_and(|first| region.document.shape(first) == Shape::Lower)
}

/// *Roe was asked: “Was it shut?” **He replied,** “It was.”*, *When a man shouted, “Shame,” **Roe smiled***: is `post`, behind the marked
/// element `e`, the inquit of what comes next, or the main clause behind the inquit that stands before?
fn is_of_next(region: &Region, e: usize, post: &Inquit) -> bool {
    let tied = e > 0 && region.any(e - 1, &[",", ":"]);
    let introduced = || tied && inquit_before(region, e).is_some();
    if ends_open(region, e) {
        let start = region.sentence_start(e, REACH);
        return region.is(start, Classes::SUBORDINATOR)
            && region.cue(e.wrapping_sub(2)).is_some()
            && introduced();
    }
    let end = post.end(region);
    let introduces = region.any(end, &[",", ":"]) && region.quotation(end + 1).is_some();
    let opens = region.is(e + 1, Classes::PRONOUN)
        && region.shape(e + 1).is_capital()
        && region.word(e + 1) != "i";
    introduces && (opens || introduced())
}

/// *“Sleep,” he says. “Then open another.” Carla snorts. “Never.”*: the draft that the marked element `e` goes on from, where the
/// inquit behind its full stop, `post`, is that of the marked sentence behind it.
fn goes_on_before(region: &Region, drafts: &Drafts, e: usize, post: &Inquit) -> Option<usize> {
    let next = region.sentence_end(post.cue, REACH);
    let introduces = region.quotation(next).is_some() && is_sentence(region, next);
    marked_before(region, drafts, e).filter(|_| introduces && is_stopped(region, e))
}

/// The inquit of the marked sentence `e` in the sentence between it and marked words with a full stop that are another's already.
fn inquit_between(region: &Region, drafts: &Drafts, e: usize) -> Option<Inquit> {
    let last = e
        .checked_sub(1)
        .filter(|&last| region.is_final_mark(last))?;
    let before = region.sentence_start(last, REACH).checked_sub(1)?;
    region.quotation(before)?;
    let drafted = drafts.covers(region, before) && is_stopped(region, before);
    let inquit = inquit_after(region, before).filter(|_| drafted && is_sentence(region, e))?;
    let how = "before";
    (!drafts.is_used(region, inquit.cue)).then_some(Inquit { how, ..inquit })
}

/// *“It is late,” said Roe, and Ruiz cut in. “Is it?”*: the inquit of the marked sentence `e` that ends the sentence of another's.
fn inquit_cut_in(region: &Region, e: usize) -> Option<Inquit> {
    let stop = e.checked_sub(1).filter(|&stop| region.word(stop) == ".")?;
    let start = region.sentence_start(stop, REACH);
    let cue_at = (start..stop).find(|&i| {
        let cue = region.cue(i).filter(|cue| cue.form == Form::Past);
        cue.is_some_and(is_inquit_cue) && region.after_cue(i) == stop
    })?;
    let found = source::before(region, cue_at)?;
    let joins = found.elements.start.checked_sub(1)?;
    let behind = (start..joins).any(|i| region.quotation(i).is_some())
        || start > 0 && region.quotation(start - 1).is_some();
    let joined = region.any(joins, &["and", "but", "as", "before", "until", "when"]);
    (behind && joined && is_sentence(region, e)).then_some(Inquit {
        cue: cue_at,
        verb_group: found.verb_group,
        source: Some(found.elements),
        confidence: confidence::AFTER_STOP,
        how: "that cuts in before",
    })
}

/// *They came because **to her,** “there is no other way”*: whose opinion the marked element `e` is.
fn to_whom(region: &Region, e: usize) -> Option<Inquit> {
    /// Elements of a name.
    const LENGTH: usize = 4;
    let comma = e
        .checked_sub(1)
        .filter(|&comma| region.word(comma) == ",")?;
    let to = (comma.saturating_sub(LENGTH)..comma).rfind(|&i| region.any(i, &["to", "for"]))?;
    let who = to + 1..comma;
    let is_name = |i: usize| region.shape(i).is_capital();
    let someone = who.len() == 1 && region.any(to + 1, &["her", "him", "them"])
        || !who.is_empty() && who.clone().all(is_name);
    let opens = to.checked_sub(1).is_some_and(|joint| {
        region.is(joint, Classes::SUBORDINATOR) && !region.shape(joint).is_capital()
    });
    (someone && opens).then_some(Inquit {
        cue: to,
        verb_group: to,
        source: Some(who),
        confidence: confidence::BEFORE_LOOSE,
        how: "to whom it is so",
    })
}

/// *others, among them **Ana Roe –** “It is late for all of us” – and Tom Hale*: the name before a dash and the marked sentence `e`.
fn behind_dash(region: &Region, e: usize) -> Option<Inquit> {
    let dash = e.checked_sub(1).filter(|&dash| region.is_dash(dash))?;
    let source = person_before(region, dash)?;
    let ends = region.is_dash(e + 1) || region.is_final_mark(e + 1) || e + 1 >= region.len();
    // *LOS ANGELES – “*
    let amid = !region.starts(source.start);
    (is_whole(region, e) && ends && amid).then_some(Inquit {
        cue: dash,
        verb_group: dash,
        source: Some(source),
        confidence: confidence::NAME_COLON,
        how: "before, a dash",
    })
}

/// *The film shows **Ana Roe asking,** “Is it not late for all of us?”*: the name before the participle before the marked sentence `e`.
fn behind_participle(region: &Region, e: usize) -> Option<Inquit> {
    let last = e.checked_sub(1)?;
    let cue = last
        .checked_sub(1)
        .filter(|_| region.any(last, &[",", ":"]))?;
    let asks = region
        .cue(cue)
        .is_some_and(|cue| cue.form == Form::Ing && is_inquit_cue(cue));
    let source = person_before(region, cue)?;
    (asks && is_whole(region, e)).then_some(Inquit {
        cue,
        verb_group: cue,
        source: Some(source),
        confidence: confidence::BEFORE,
        how: "before, a participle",
    })
}

/// The person whose name ends right before the element `end`.
fn person_before(region: &Region, end: usize) -> Option<Range<usize>> {
    let name = region::person_before(region.document, region.elements[end].tokens.start)?;
    let inside = name.start >= region.elements[0].tokens.start;
    Some(region.element_at(name.start).filter(|_| inside)?..end)
}

/// Are the marked words of `e` a sentence of some length and no title?
fn is_whole(region: &Region, e: usize) -> bool {
    /// Words that are more than a name or slogan.
    const LEAST: usize = 6;
    let tokens = region.elements[e].tokens.clone();
    let is_word = |&token: &usize| region.document.shape(token).is_word();
    let mut words = tokens.clone().filter(is_word);
    words.clone().count() >= LEAST
        && !is_title(region.document, tokens)
        && words
            .next()
            .is_some_and(|first| region.document.shape(first).is_capital())
}

/// Does the marked text end with a full stop?
fn is_stopped(region: &Region, e: usize) -> bool {
    let last = last_word(region, e);
    last.starts_with('.') && !last.starts_with("..")
}

/// Do words of its own clause stand before the marked element `e`: *That “is the thing that saved us,” said Roe*; *Live on “Morning
/// Line,” Roe said it was late*? Or a report that the marks belong to: *pledged that it would be “neither first …,”*?
fn is_inside(region: &Region, e: usize) -> bool {
    let start = region.sentence_start(e, REACH);
    let mut at = e;
    while at > start && region.quotation(at - 1).is_none() {
        let i = at - 1;
        let reports = region
            .cue(i)
            .filter(|cue| cue.class == CueClass::Verb && cue.form != Form::Ing)
            .filter(|_| region.is_finite(i) || i > 0 && region.is(i - 1, Classes::AUXILIARY));
        if let Some(cue) = reports {
            return clause::opening(region, cue, region.after_cue(i)).is_some();
        }
        at = i;
    }
    let words = (at..e).filter(|&i| region.shape(i).is_word()).count();
    words > 0 && at == start && !region.any(e - 1, &[":", ","]) && !region.is_dash(e - 1)
}

fn is_nested(region: &Region, quotation: usize) -> bool {
    region.document.quotations[quotation].depth > 0
}

/// Does the marked text end with a comma, or a comma follow it: is the sentence still open?
fn ends_open(region: &Region, e: usize) -> bool {
    last_word(region, e).starts_with(',') || region.word(e + 1) == ","
}

/// The last token inside the marks.
fn last_word<'r>(region: &'r Region, e: usize) -> &'r str {
    let tokens = &region.elements[e].tokens;
    let last = tokens
        .clone()
        .rev()
        .find(|&i| region.document.shape(i) != Shape::Mark);
    last.map_or("", |i| region.document.word(i))
}

/// Does the clause go on after the marks, rather than end or be joined by a comma?
fn runs_on(region: &Region, next: usize) -> bool {
    if next >= region.len() || region.starts(next) || region.quotation(next).is_some() {
        return false;
    }
    let joins = region.any(
        next,
        &[
            ",", ".", ";", ":", ")", "and", "but", "before", "after", "as", "while", "when", "to",
            "in", "on", "during", "at",
        ],
    );
    !joins && !region.is_dash(next) && !region.is_final_mark(next)
}

fn is_inquit_cue(cue: &Cue) -> bool {
    cue.class == CueClass::Verb && cue.frames.has(Frames::INQUIT)
}

/// Can the verb at `e` be the verb of an inquit with this subject: neither passive nor a noun (*a tweet*, *fresh questions*)?
pub(super) fn is_inquit_verb(region: &Region, e: usize, subject: Option<&source::Source>) -> bool {
    let Some(cue) = region.cue(e) else {
        return false;
    };
    if region.shape(e) == Shape::Upper || is_passive(region, e) {
        return false;
    }
    let Some(subject) = subject else {
        return !(region.starts(e) && cue.form == Form::Past);
    };
    let helped = subject.verb_group < e;
    let clear = region.shape(subject.elements.start).is_capital()
        || region.is(
            subject.elements.start,
            Classes::DETERMINER.or(Classes::PRONOUN),
        );
    match cue.form {
        Form::Participle => helped,
        Form::Base => helped || clear && is_plural(region, subject),
        Form::Third => clear || !cue.noun,
        Form::Past | Form::Ing => true,
    }
}

/// An inquit after the marked element `e`: *,” said Roe*, *,” Roe, a nurse, said*, *,” according to Roe*, *” —Roe*.
fn inquit_after(region: &Region, e: usize) -> Option<Inquit> {
    let last = last_word(region, e);
    let comma = region.word(e + 1) == ",";
    let mut at = e + 1 + usize::from(comma);
    let dash = region.is_dash(at);
    at += usize::from(dash);
    let limit = region.len().min(at + REACH);
    if at >= limit {
        return None;
    }
    if !region.starts(e) && is_title(region.document, region.elements[e].tokens.clone()) {
        return None;
    }
    let open = comma || last.starts_with(',');
    let exclaimed = last.starts_with(['?', '!', '…'])
        || last.ends_with(['-', '–', '—'])
        || last.starts_with("..");
    let stopped = is_stopped(region, e);
    if dash && !open {
        return signature(region, at, limit);
    }
    if !(open || exclaimed || stopped || dash) {
        return None;
    }
    // “…,” *and* he said; “…,” *as* Roe put it
    let from = at;
    while at < limit
        && (region.is(at, Classes::ADVERB)
            && !region.is(at, Classes::PRONOUN.or(Classes::DETERMINER))
            || region.any(at, &["as"]))
    {
        at += 1;
    }
    if let Some(cue) = region.cue(at).filter(|cue| cue.class == CueClass::Phrase) {
        let source = source::after(region, at + cue.tokens.len())?;
        return Some(Inquit {
            cue: at,
            verb_group: at,
            source: Some(source),
            confidence: confidence::PHRASE_MARKED,
            how: "after",
        });
    }
    let sentence_end = region.sentence_end(at, REACH);
    for cue_at in at..limit.min(sentence_end) {
        if region.quotation(cue_at).is_some() {
            break;
        }
        if !region.cue(cue_at).is_some_and(is_inquit_cue) || in_relative_clause(region, at, cue_at)
        {
            continue;
        }
        // *“Since when?” she was asked*: who asks is not told.
        let asked = region.cue(cue_at).is_some_and(|cue| cue.lemma == "ask");
        if exclaimed && asked && is_passive(region, cue_at) {
            return Some(Inquit {
                cue: cue_at,
                verb_group: cue_at - 1,
                source: None,
                confidence: confidence::NO_SOURCE,
                how: "after, in the passive",
            });
        }
        let end = Ending {
            open,
            stopped,
            sentence_end,
        };
        let found = if cue_at == at || cue_at == from {
            inverted(region, cue_at, end)
        } else {
            subject_first(region, from, cue_at, end)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// How marked text ends before its inquit.
#[derive(Clone, Copy)]
struct Ending {
    /// With a comma.
    open: bool,
    /// With a full stop.
    stopped: bool,
    /// Where the sentence behind it ends.
    sentence_end: usize,
}

/// *“…,” said Roe*
fn inverted(region: &Region, cue_at: usize, ending: Ending) -> Option<Inquit> {
    let cue = region.cue(cue_at)?;
    if cue.form == Form::Ing
        || ending.stopped && !ending.open
        || !is_inquit_verb(region, cue_at, None)
    {
        return None;
    }
    let source = source::after(region, region.after_cue(cue_at));
    Some(Inquit {
        cue: cue_at,
        verb_group: cue_at,
        confidence: if source.is_some() {
            confidence::INVERTED
        } else {
            confidence::NO_SOURCE
        },
        source,
        how: "after, before its source",
    })
}

/// *“…,” Roe, a nurse, said*; `from` is the first element behind the marks.
fn subject_first(region: &Region, from: usize, cue_at: usize, ending: Ending) -> Option<Inquit> {
    let cue = region.cue(cue_at)?;
    let end = region.after_cue(cue_at);
    if cue.form == Form::Ing || cue.form == Form::Base && cue.noun {
        return None;
    }
    let found = source::before(region, cue_at)?;
    if !is_inquit_verb(region, cue_at, Some(&found)) {
        return None;
    }
    // The source follows the marks; only adverbs, dates and conjunctions may stand between.
    let gap = found.elements.start.saturating_sub(from);
    // *“….” When he said so, the judge cut in.*
    let opens_clause = |i: usize| region.is(i, Classes::SUBORDINATOR) && !region.any(i, &["as"]);
    if found.elements.start < from
        || gap > 4
        || ending.stopped && (from..found.elements.start).any(opens_clause)
        || (from..found.elements.start).any(|i| region.is_finite(i))
    {
        return None;
    }
    let own_content = clause::opening(region, cue, end).is_some_and(|(_, opening)| {
        matches!(
            opening,
            Opening::That | Opening::Bare | Opening::Wh | Opening::Infinitive
        )
    });
    if !ending.open && own_content {
        return None;
    }
    let closes = end >= ending.sentence_end
        || region.is_final_mark(end)
        || region.any(
            end,
            &[",", ":", "in", "on", "of", "to", "at", "during", "after"],
        )
        || region.quotation(end).is_some()
        || region.is(end, Classes::TIME.or(Classes::ADVERB))
        || cue.lemma == "tell";
    // “It is late.” Bob said nothing. And “It is late.” Bob added: “Go.” belongs to what follows.
    if ending.stopped && (!closes || introduces(region, end, ending.sentence_end)) {
        return None;
    }
    Some(Inquit {
        cue: cue_at,
        verb_group: found.verb_group,
        source: Some(found.elements),
        confidence: if ending.stopped {
            confidence::AFTER_STOP
        } else {
            confidence::AFTER
        },
        how: "after",
    })
}

/// Does marked text follow in the same sentence after a colon or comma?
fn introduces(region: &Region, from: usize, limit: usize) -> bool {
    (from..limit.min(from + 14))
        .any(|i| region.any(i, &[":", ","]) && region.quotation(i + 1).is_some())
}

/// Is the verb at `e` inside *who said …* between `from` and it?
fn in_relative_clause(region: &Region, from: usize, e: usize) -> bool {
    e > from && region.any(e - 1, &["who", "which"])
        || e > from + 1 && region.any(e - 2, &["who", "which"])
}

/// *“…” —Commissioner Roe*: a dash and a name that ends the paragraph or sentence.
fn signature(region: &Region, at: usize, limit: usize) -> Option<Inquit> {
    let end = (at..limit)
        .find(|&i| region.is_final_mark(i) || region.quotation(i).is_some())
        .unwrap_or(limit);
    let named = region.shape(at).is_capital() && !(at..end).any(|i| region.is_finite(i));
    // *– Roe, a nurse, speaking after the vote*
    let does = |i: usize| region.word(i) == "," && cue::is_participle(region.word(i + 1));
    let source_end = (at..end).find(|&i| does(i)).unwrap_or(end);
    (named && end - at <= 14).then(|| Inquit {
        cue: at - 1,
        verb_group: at - 1,
        source: Some(region.trim(at..source_end)),
        confidence: confidence::SIGNATURE,
        how: SIGNATURE,
    })
}

/// An inquit before the marked element `e`: *Roe said: “*, *Roe told reporters on Monday, “*, *Roe: “*.
fn inquit_before(region: &Region, e: usize) -> Option<Inquit> {
    let last = e.checked_sub(1)?;
    let colon = region.word(last) == ":";
    let comma = region.word(last) == ",";
    let floor = e.saturating_sub(REACH);
    let mut at = e - usize::from(colon || comma);
    let filler_end = at;
    while at > floor {
        let i = at - 1;
        if region.quotation(i).is_some() || region.any(i, &[";"]) {
            break;
        }
        let in_name = region.shape(i).is_capital() && !region.starts(i);
        // *told them when asked about it: “*
        let asked =
            i > floor && region.any(i, &["asked"]) && region.any(i - 1, &["when", "if", "once"]);
        let is_cue = !in_name && !asked && region.cue(i).is_some_and(is_inquit_cue);
        if is_cue && !is_noun_use(region, i) {
            let found = verb_before(region, i, filler_end, e);
            if found.is_some() || !colon {
                return found;
            }
            break;
        }
        if !colon && (region.is_finite(i) || region.any(i, &["that"])) || region.is_final_mark(i) {
            break;
        }
        if region.starts(i) {
            break;
        }
        at = i;
    }
    if colon {
        return read_before(region, last).or_else(|| label_before(region, last));
    }
    None
}

/// *Roe released the following statement:* ¶ *“*: the inquit that the engine reads before the colon at the end of a paragraph, without
/// any content, as it reads no further.
fn read_before(region: &Region, colon: usize) -> Option<Inquit> {
    let document = region.document;
    let end = region.tokens_of(colon..colon + 1).end;
    let behind = document.candidates.partition_point(|c| c.cue.start < end);
    let candidate = document.candidates[..behind].last()?;
    let reading = candidate.analyses.first()?;
    let introduces = reading.content.is_empty()
        && (candidate.cue.end == end || candidate.cue.end + 1 == end)
        && document.folded(end - 1) == ":";
    let source = reading.source.clone().filter(|_| introduces)?;
    let verb_group = region.element_at(candidate.cue.start)?;
    Some(Inquit {
        cue: colon.checked_sub(1).filter(|&last| last >= verb_group)?,
        verb_group,
        source: Some(region.element_at(source.start)?..region.element_at(source.end - 1)? + 1),
        confidence: confidence::ANNOUNCED,
        how: "that announces them",
    })
}

/// The inquit whose verb is at `cue_at`, when nothing but filler stands between it and the element `marked`.
fn verb_before(region: &Region, cue_at: usize, filler_end: usize, marked: usize) -> Option<Inquit> {
    let cue = region.cue(cue_at)?;
    let punctuated = filler_end < marked;
    let after = region.after_cue(cue_at);
    let adjacent = after >= filler_end;
    let to_infinitive = cue_at > 0 && region.word(cue_at - 1) == "to";
    // *The trouble begins to show*
    let shows = |cue: &Cue| cue.form == Form::Base && !is_inquit_cue(cue);
    if region.word(after) == "to" && region.cue(after + 1).is_some_and(shows) {
        return None;
    }
    if cue.form == Form::Base && to_infinitive && !punctuated {
        return None;
    }
    // An inverted source: *Said Roe: “*, and *“…,” said Roe. “* is found by the other side.
    let loose = cue.form == Form::Ing
        && cue_at > 0
        && (region.word(cue_at - 1) == "," || region.is(cue_at - 1, Classes::PREPOSITION));
    let before = source::before(region, cue_at).filter(|_| !loose && !to_infinitive);

    let finite = matches!(cue.form, Form::Past | Form::Third);
    let inverted = if before.is_none() && !adjacent && finite {
        source::after(region, after)
    } else {
        None
    };
    if !loose && inverted.is_none() && !is_inquit_verb(region, cue_at, before.as_ref()) {
        return None;
    }
    let filler = inverted.as_ref().map_or(after, |source| source.end)..filler_end;
    if !filler.is_empty() && is_title(region.document, region.elements[marked].tokens.clone()) {
        return None;
    }
    if !adjacent && !punctuated {
        // *told reporters “…”*, *said on Monday “…”*: an addressee or date only.
        let short = filler.len() <= 6;
        let addressee = cue.frames.has(Frames::ADDRESSEE)
            || region.is(filler_end - 1, Classes::TIME)
            || region.any(filler.start, &["of", "to", "in", "on"]);
        if !short
            || !addressee
            || filler
                .clone()
                .any(|i| region.is(i, Classes::CONJUNCTION.or(Classes::SUBORDINATOR)))
        {
            return None;
        }
    }
    if filler.clone().any(|i| region.is_final_mark(i)) {
        return None;
    }
    let (source, verb_group, confidence) = match (before, inverted) {
        (Some(found), _) => (Some(found.elements), found.verb_group, confidence::BEFORE),
        (None, Some(source)) => (Some(source), cue_at, confidence::BEFORE_LOOSE),
        // *…, saying: “*, *he stood up and said, “*: the sentence's subject.
        (None, None)
            if cue.form == Form::Ing
                || to_infinitive
                || cue_at > 0 && region.any(cue_at - 1, &["and", "but", ",", "then"]) =>
        {
            (
                main_subject(region, cue_at),
                cue_at,
                confidence::BEFORE_LOOSE,
            )
        }
        (None, None) => (None, cue_at, confidence::NO_SOURCE),
    };
    Some(Inquit {
        cue: cue_at,
        verb_group,
        source,
        confidence,
        how: "before",
    })
}

/// *And from Roe: “*, *Roe: “*: a name before a colon, with no verb.
fn label_before(region: &Region, colon: usize) -> Option<Inquit> {
    let start = region.sentence_start(colon, 14);
    let mut from = start;
    while from < colon
        && (region.is(from, Classes::CONJUNCTION.or(Classes::PREPOSITION))
            || region.any(from, &["then", ",", "more"]))
    {
        from += 1;
    }
    // *Transcript: “Morning Line”*
    if from + 1 == colon && region.is(from, Classes::DOCUMENT) {
        return None;
    }
    let named = (from..colon).any(|e| {
        region.shape(e).is_capital() && !region.is(e, Classes::DETERMINER.or(Classes::PRONOUN))
    });
    let plain = from < colon
        && colon - from <= 12
        && !(from..colon).any(|e| region.is_finite(e) || region.quotation(e).is_some());
    let announced = colon > 0 && region.any(colon - 1, &["this"])
        || (start..colon)
            .rev()
            .take(3)
            .any(|e| region.any(e, &["following"]))
        || (start..colon)
            .rev()
            .take(4)
            .any(|e| region.is(e, Classes::DOCUMENT));
    if !plain && announced {
        // *When Vale died, Roe issued the following statement: “*
        let verb = (start..colon).rfind(|&e| region.is_finite(e))?;
        let source = source::before(region, verb)?.elements;
        return Some(Inquit {
            cue: colon,
            verb_group: colon,
            source: Some(source),
            confidence: confidence::ANNOUNCED,
            how: "that announces them",
        });
    }
    // *Groot again, by text: “*
    let end = (from + 1..colon)
        .find(|&e| region.any(e, &["again", "later", "too"]))
        .unwrap_or(colon);
    (named && plain && region.starts(start)).then_some(Inquit {
        cue: colon,
        verb_group: colon,
        source: Some(from..end),
        confidence: confidence::NAME_COLON,
        how: "after a name",
    })
}

/// *Each blamed the other for what Ruiz called “a mess”*: the marked words that stand in what others say are hers. PolNeAR marks none
/// there, and so the engine learned it. What *she* or *it* calls so is left: that is most often who says the rest.
pub(super) fn find_named(region: &Region, drafts: &mut Drafts) {
    for e in 2..region.len() {
        let Some(quotation) = region.quotation(e) else {
            continue;
        };
        let Some(outer) = drafts.owner(quotation) else {
            continue;
        };
        let Some((cue, source)) = named_by(region, e) else {
            continue;
        };
        // Where the outer words begin behind it, they are already hers.
        if drafts.is_used(region, cue) || drafts.covering(region, cue) != Some(outer) {
            continue;
        }
        let draft = drafts.push(
            region,
            New {
                content: region.document.quotations[quotation].inner.clone(),
                cue: Some(cue),
                verb_group: Some(source.verb_group),
                source: Some(source.elements),
                confidence: confidence::NAMED,
                evidence: "marked words behind what somebody calls so".to_owned(),
            },
        );
        drafts.put_inside(draft..draft + 1, outer);
    }
}

/// The verb and its subject in *what Ruiz called* or *which Ruiz has described as a*, before the marked element `e`.
fn named_by(region: &Region, e: usize) -> Option<(usize, source::Source)> {
    /// Words between the verb and the marks.
    const BETWEEN: usize = 3;
    const VERBS: [&str; 17] = [
        "branded",
        "brands",
        "called",
        "calls",
        "characterised",
        "characterized",
        "described",
        "describes",
        "dubbed",
        "dubs",
        "labeled",
        "labelled",
        "labels",
        "referred",
        "refers",
        "termed",
        "terms",
    ];
    let between = |&i: &usize| region.any(i, &["as", "to"]) || region.is(i, Classes::DETERMINER);
    let passed = (0..e).rev().take(BETWEEN).take_while(between).count();
    let verb = e.checked_sub(passed + 1)?;
    if !region.any(verb, &VERBS) {
        return None;
    }
    let source = source::before(region, verb)?;
    let pronoun = region.is(source.elements.start, Classes::PRONOUN);
    let joint = source.elements.start.checked_sub(1)?;
    let joined = !pronoun && region.any(joint, &["what", "which"]);
    joined.then_some((verb, source))
}

/// The subject of the sentence's main verb, for *…, saying* and *…, to say*.
pub(super) fn main_subject(region: &Region, cue: usize) -> Option<Range<usize>> {
    let start = region.sentence_start(cue, 60);
    let verb = (start..cue).find(|&e| region.is_finite(e))?;
    source::before(region, verb).map(|found| found.elements)
}

/// Drafts marked sentences that have no inquit of their own: they go on from the speech before them.
pub(super) fn find_uncued(region: &Region, drafts: &mut Drafts, first_draft: usize) {
    let document = region.document;
    for e in 0..region.len() {
        let Some(quotation) = region.quotation(e) else {
            continue;
        };
        // A long quote waits for its last paragraph, where its inquit may stand.
        let last = document.quotations[quotation].inner.last();
        let goes_on = last.is_some_and(|span| span.start >= region.span(e..region.len()).end);
        if drafts.owner(quotation).is_some() || !is_sentence(region, e) {
            continue;
        }
        if goes_on && marked_before(region, drafts, e).is_none() {
            continue;
        }
        let inner: Vec<Span> = document.quotations[quotation].inner.clone();
        // “How are you?” “Fine,” he said. “Good.”: marks that touch take turns.
        let run = run_of(region, e);
        let touching = run.len() > 1;
        if touching {
            let turn = turn_taker(region, drafts, &run, e);
            let id = push_uncued(
                region,
                drafts,
                inner,
                confidence::UNATTRIBUTED,
                "marked sentence in a dialogue",
            );
            match turn {
                Some((draft, true)) => drafts.get_mut(id).continues = Some(draft),
                Some((draft, false)) => drafts.get_mut(id).answers = Some(draft),
                None => {}
            }
            if turn.is_none() {
                drafts.get_mut(id).beside =
                    (e == run.start).then(|| acts_before(region, e)).flatten();
            }
            continue;
        }
        let inner = if runs_on(region, e + 1) && !ends_alone(region, e) {
            vec![region.span(region.trim(e..region.sentence_end(e, clause::REACH)))]
        } else {
            inner
        };
        if let Some(draft) = marked_before(region, drafts, e) {
            drafts.extend(document, draft, &inner);
            continue;
        }
        let previous = (e.saturating_sub(REACH)..e)
            .rev()
            .find_map(|i| drafts.covering(region, i));
        if let Some(previous) = previous {
            let id = push_uncued(
                region,
                drafts,
                inner,
                confidence::GOES_ON,
                "marked sentence that goes on from the attribution before it",
            );
            drafts.get_mut(id).continues = Some(previous);
            continue;
        }
        let whole = e == 0 && region.len() == 1;
        let before = (0..first_draft)
            .rev()
            .find(|&d| drafts.get(d).inside.is_none());
        let id = push_uncued(
            region,
            drafts,
            inner,
            if whole {
                confidence::PARAGRAPH_GOES_ON
            } else {
                confidence::UNATTRIBUTED
            },
            "marked sentence without an inquit",
        );
        if whole && let Some(before) = before {
            let paragraphs = drafts.paragraph_of(id) - drafts.paragraph_of(before);
            // “Where is it?” “At the bank,” she said. ¶ “It is not.”: they take turns over paragraphs, too.
            let there = || {
                let own = |&d: &usize| drafts.paragraph_of(d) == drafts.paragraph_of(before);
                (0..=before).rev().take_while(own)
            };
            let start = |&d: &usize| drafts.get(d).content.first().map(|span| span.start);
            let last = there().max_by_key(start).unwrap_or(before);
            let in_turn = there().any(|d| drafts.get(d).answers.is_some())
                || changes_turn(document, drafts.get(last), drafts.get(id));
            let draft = drafts.get_mut(id);
            match (paragraphs, in_turn) {
                (1, true) => draft.answers = Some(last),
                (1, false) => draft.continues = Some(before),
                _ => {}
            }
        }
        drafts.get_mut(id).beside = acts_before(region, e);
    }
}

/// Does a marked paragraph without an inquit answer the quote before it, as far as both can tell: after a question; with a
/// short one; or where both are a few words that nobody is said to have spoken?
fn changes_turn(document: &Document, before: &Attribution, here: &Attribution) -> bool {
    const FEW: usize = 12;
    let words = |draft: &Attribution| -> usize {
        let texts = draft.content.iter().map(|&span| document.slice(span));
        texts.map(|text| text.split_whitespace().count()).sum()
    };
    let asks = |draft: &Attribution| {
        let last = draft
            .content
            .last()
            .map_or("", |&span| document.slice(span));
        draft.quote_type == QuoteType::Direct && last.trim_end().ends_with('?')
    };
    let few = words(here) <= FEW;
    asks(before) && words(before) <= 2 * FEW
        || few && asks(here)
        || few && before.cue.is_none() && words(before) <= FEW
}

/// The marked elements around `e` with nothing between them.
fn run_of(region: &Region, e: usize) -> Range<usize> {
    const LONGEST: usize = 16;
    let is_marked = |i: usize| region.quotation(i).is_some();
    let start = (e.saturating_sub(LONGEST)..e)
        .rev()
        .take_while(|&i| is_marked(i))
        .last()
        .unwrap_or(e);
    let end = (e..region.len().min(e + LONGEST))
        .take_while(|&i| is_marked(i))
        .last()
        .unwrap_or(e)
        + 1;
    start..end
}

/// A draft of the dialogue at `e` whose speaker is known, and whether it is his turn: every second element of the run is.
fn turn_taker(
    region: &Region,
    drafts: &Drafts,
    run: &Range<usize>,
    e: usize,
) -> Option<(usize, bool)> {
    let own = run.clone().find_map(|i| {
        let draft = region
            .quotation(i)
            .and_then(|quotation| drafts.owner(quotation))?;
        drafts.get(draft).source.map(|_| (i, draft))
    });
    let (at, draft) = own.or_else(|| {
        Some((
            run.start.checked_sub(1)?,
            marked_before(region, drafts, run.start)?,
        ))
    })?;
    Some((draft, at.abs_diff(e).is_multiple_of(2)))
}

/// Who acts in the sentence before the marked element `e`: *Pell turns a coin over. “They never give you change.”*
fn acts_before(region: &Region, e: usize) -> Option<Span> {
    let last = e
        .checked_sub(1)
        .filter(|&last| region.quotation(last).is_none() && region.is_final_mark(last))?;
    let start = region.sentence_start(last, REACH);
    let verb = (start..e).find(|&i| {
        region.is_finite(i)
            || region.shape(i) == Shape::Lower
                && region.word(i).ends_with('s')
                && i > start
                && region.shape(i - 1).is_capital()
    })?;
    source::before(region, verb).map(|found| region.span(region.trim(found.elements)))
}

/// The marked direct draft that the sentence at `e` goes on from: only the rest of its inquit's sentence stands between.
fn marked_before(region: &Region, drafts: &Drafts, e: usize) -> Option<usize> {
    let floor = e.saturating_sub(3 * REACH);
    for i in (floor..e).rev() {
        if let Some(draft) = region.quotation(i).and_then(|_| drafts.covering(region, i)) {
            let draft_of = drafts.get(draft);
            return (draft_of.marked && draft_of.quote_type == QuoteType::Direct).then_some(draft);
        }
        // The inquit's own sentence may begin behind the marks: “So what?” Roe said.
        if region.starts(i) && !(i > 0 && region.quotation(i - 1).is_some()) {
            return None;
        }
    }
    None
}

fn push_uncued(
    region: &Region,
    drafts: &mut Drafts,
    content: Vec<Span>,
    confidence: f32,
    evidence: &str,
) -> usize {
    drafts.push(
        region,
        New {
            content,
            cue: None,
            verb_group: None,
            source: None,
            confidence,
            evidence: evidence.to_owned(),
        },
    )
}

/// Is the marked element a sentence of its own, or the beginning of one, rather than a few words inside one?
fn is_sentence(region: &Region, e: usize) -> bool {
    let tokens = region.elements[e].tokens.clone();
    let long = tokens.len() > 8;
    let first = tokens
        .clone()
        .find(|&i| region.document.shape(i) != Shape::Mark);
    let capital = first.is_some_and(|i| {
        region.document.shape(i).is_capital() || region.document.shape(i) == Shape::Number
    });
    region.starts(e) && capital && (long || ends_alone(region, e))
}

/// Does the marked text end as a sentence does?
fn ends_alone(region: &Region, e: usize) -> bool {
    let last = last_word(region, e);
    let unclosed = region
        .quotation(e)
        .is_some_and(|q| !region.document.quotations[q].closed);
    unclosed || last.starts_with(['.', '!', '?', '…', ',']) || last.ends_with(['-', '–', '—'])
}

/// *the claims*, *a report*: the determiner, adjective or preposition before it makes it a noun.
fn is_noun_use(region: &Region, e: usize) -> bool {
    let Some(cue) = region.cue(e) else {
        return false;
    };
    // *right from the beginning*
    if cue.form == Form::Ing && e > 0 && region.any(e - 1, &["the", "a"]) {
        return true;
    }
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
    let at = before_adverbs(region, e);
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

/// The element where the adverbs before `e` begin, or `e`.
pub(super) fn before_adverbs(region: &Region, e: usize) -> usize {
    let adverb = |&e: &usize| region.is(e, Classes::ADVERB) || region.any(e, &["not", "n't"]);
    e - (0..e).rev().take_while(adverb).count()
}

/// Words that take a plural verb without an *s*.
const PLURAL: [&str; 14] = [
    "they", "we", "i", "you", "who", "some", "many", "others", "people", "police", "most", "few",
    "both", "several",
];

/// Can the subject take a bare verb form (*they say*)?
fn is_plural(region: &Region, subject: &source::Source) -> bool {
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
