//! Direct speech whose quotation marks were lost, or never were.
//!
//! Reported clauses that carry a speaker's own voice become direct; an inquit that stands alone in its sentence takes the
//! sentence before it; and sentences that go on in the same voice continue the speech before them.

use super::clause;
use super::confidence;
use super::draft::{Drafts, New};
use super::polarity::polarity;
use super::region::Region;
use super::source;
use crate::attribution::QuoteType;
use crate::cue::{Act, CueClass, Form, Frames};
use crate::document::{Document, Shape};
use crate::lexicon::Classes;

/// Runs over the paragraph whose first draft is `first_draft`.
pub(super) fn find(region: &Region, drafts: &mut Drafts, first_draft: usize) {
    for draft in first_draft..drafts.len() {
        judge(region, drafts, draft);
    }
    continuations(region, drafts, first_draft);
}

/// Does the article have no double marks at all? Then its marks were lost, or it never had any.
fn marks_lost(region: &Region) -> bool {
    region.document.quotations.is_empty()
}

/// Words that only a speaker says of himself or to somebody, without those that are other words, too.
const VOICE: [&str; 11] = [
    "i",
    "we",
    "you",
    "our",
    "my",
    "me",
    "your",
    "ours",
    "yours",
    "myself",
    "ourselves",
];

/// Is the token a word that only a speaker says? *US* is none, nor *Our* in *gave it to For Our Future*, *let* in *promised to let
/// him leave*, nor *mine* in *a coal mine*, *the mine cleanup*.
pub(super) fn is_voice(document: &Document, token: usize) -> bool {
    let before = token.checked_sub(1);
    let is = |token: Option<usize>, classes: Classes| {
        token.is_some_and(|token| document.classes(token).is(classes))
    };
    let function = Classes::AUXILIARY
        .or(Classes::CONJUNCTION)
        .or(Classes::PREPOSITION)
        .or(Classes::SUBORDINATOR);
    match document.folded(token) {
        "us" => document.shape(token) != Shape::Upper,
        // *a friend of mine*, *mine is*
        "mine" => {
            is(before, function) && !document.shape(token + 1).is_word()
                || is(Some(token + 1), Classes::AUXILIARY)
        }
        "let" => {
            let infinitive = before.is_some_and(|before| document.folded(before) == "to");
            !infinitive && !is(before, Classes::AUXILIARY)
        }
        folded => {
            let in_name = matches!(folded, "my" | "our" | "your")
                && document.shape(token) == Shape::Capitalized
                && before.is_some_and(|before| document.shape(before).is_word());
            VOICE.contains(&folded) && !in_name
        }
    }
}

fn has_voice(region: &Region, elements: std::ops::Range<usize>) -> bool {
    elements
        .filter(|&e| region.quotation(e).is_none())
        .any(|e| is_voice(region.document, region.elements[e].tokens.start))
}

/// A reported clause in the speaker's own voice is direct: first or second person, after a colon, or a whole sentence before
/// its inquit in an article without marks.
fn judge(region: &Region, drafts: &mut Drafts, draft: usize) {
    let attribution = drafts.get(draft);
    if attribution.quote_type != QuoteType::Indirect
        || !matches!(attribution.act, Act::Speech | Act::Writing)
    {
        return;
    }
    let (Some(first), Some(cue)) = (
        attribution.content.first().copied(),
        attribution.cue.as_ref(),
    ) else {
        return;
    };
    let elements = elements_in(region, first);
    let Some(cue_start) = cue.spans.first().map(|span| span.start) else {
        return;
    };
    // *She was hopeful: emissions, she said, may fall*: that colon belongs to no inquit.
    let colon =
        cue_start < first.start && elements.start > 0 && region.word(elements.start - 1) == ":";
    let speaks_for_itself = attribution
        .source
        .is_some_and(|source| has_voice(region, elements_in(region, source)));
    // *said that we …* is told in the writer's words, so is what somebody did not say, and *She said she would tell me*, where the
    // article marks what is not.
    let denied = cue.spans.first().is_some_and(|&cue| {
        polarity(region.document, &region.document.tokens_in(cue), None) == Some("negated")
    });
    let opener = region.word(elements.start);
    let behind = cue_start < first.start;
    let reported = denied
        || matches!(opener, "that" | "whether")
        || behind && opener == "to"
        || behind && matches!(opener, "he" | "she") && !marks_lost(region);
    // *She asks for my address*: what is asked for is named, and not said.
    let clause = |piece: crate::span::Span| {
        let mut elements = elements_in(region, piece);
        elements.any(|e| region.is_finite(e) || region.any(e, &["i", "we", "you"]))
    };
    let named =
        behind && !marks_lost(region) && !attribution.content.iter().any(|&piece| clause(piece));
    let mut pieces = attribution.content.iter();
    let voice = !reported
        && !named
        && !speaks_for_itself
        && pieces.any(|&piece| has_voice(region, elements_in(region, piece)));
    let question =
        region.word(elements.end) == "?" || region.word(elements.end.saturating_sub(1)) == "?";
    let before_inquit = first.start < cue_start && region.starts(elements.start);
    let inverted = attribution
        .source
        .is_some_and(|source| source.start > cue_start)
        && attribution
            .cue
            .as_ref()
            .is_some_and(|cue| cue.lemma != "according to");
    let phrase = attribution
        .cue
        .as_ref()
        .is_some_and(|cue| matches!(cue.lemma.as_ref(), "according to" | "per" | "as per"));
    // *His views were echoed by Roe*: no inquit without its comma.
    let whole = before_inquit
        && attribution.source.is_some()
        && region.word(elements.end) == ","
        && !phrase
        && (inverted || marks_lost(region))
        && attribution.content.len() == 1;
    // *It is a joke, said Roe. It was built twice*: nobody paraphrases in sentences around an inquit. Where the article has other
    // marks, the second sentence is rather the writer's.
    let pieces = attribution.content.iter();
    let mut said = pieces.flat_map(|&piece| elements_in(region, piece));
    let several = before_inquit
        && marks_lost(region)
        && !phrase
        && !reported
        && said.any(|e| e > elements.start && region.starts(e));
    let reason = if colon {
        "direct: after a colon"
    } else if voice {
        "direct: in the first or second person, marks lost"
    } else if question && before_inquit {
        "direct: a question before its inquit, marks lost"
    } else if several {
        "direct: sentences around their inquit, marks lost"
    } else if whole {
        "direct: a whole sentence before its inquit, marks lost"
    } else {
        return;
    };
    let attribution = drafts.get_mut(draft);
    attribution.quote_type = QuoteType::Direct;
    attribution.marked = false;
    attribution.evidence.push(reason.to_owned());
}

fn elements_in(region: &Region, span: crate::span::Span) -> std::ops::Range<usize> {
    let tokens = region.document.tokens_in(span);
    let start = region
        .elements
        .partition_point(|element| element.tokens.end <= tokens.start);
    let end = region
        .elements
        .partition_point(|element| element.tokens.start < tokens.end);
    start..end.max(start)
}

/// *… a priority. High, Jo Park, director of the centre, told the Daily News.*: an inquit with no content in its sentence
/// takes the sentence before it.
pub(super) fn find_lone_inquits(region: &Region, drafts: &mut Drafts) {
    for e in 0..region.len() {
        let Some(cue) = region.cue(e).filter(|cue| {
            cue.class == CueClass::Verb && cue.frames.has(Frames::INQUIT) && cue.form == Form::Past
        }) else {
            continue;
        };
        if drafts.is_used(region, e)
            || drafts.covers(region, e)
            || super::direct::is_passive(region, e)
        {
            continue;
        }
        let start = region.sentence_start(e, clause::REACH);
        let end = region.sentence_end(e, clause::REACH);
        let after = region.after_cue(e);
        // *“It is late,” Roe told the AP.* has its content.
        if start == 0
            || end - after > 8
            || (start..end).any(|i| region.quotation(i).is_some())
            // *What had Roe told him?*
            || region.word(end - 1) == "?"
            // *has vowed to put it right*
            || region.any(after, &["to"]) && cue.frames.has(Frames::INFINITIVE)
            // *told jurors to disregard it*
            || (after..end).any(|i| {
                region.is_finite(i) || region.any(i, &["that", ":", "nothing", "no", "so", "to"])
            })
        {
            continue;
        }
        let Some(found) = source::before(region, e) else {
            continue;
        };
        // Nothing but a stray word may stand before the source.
        let stray = found.elements.start - start;
        let told = matches!(cue.lemma, "tell") && after < end;
        // *Buyers in Asia, bankers say, have offered better terms.*: what is said has its place.
        let circumstance = Classes::PREPOSITION.or(Classes::TIME);
        let adverb = |i: usize| region.is(i, Classes::ADVERB) && !region.is(i, circumstance);
        let next = (after..end).find(|&i| !adverb(i));
        let has_object = !told && next.is_some_and(|i| !region.is(i, circumstance));
        // *cautioned against reading much into it*
        let governs =
            next.is_some_and(|i| region.any(i, &["about", "against", "for", "of", "over"]));
        if has_object || governs {
            continue;
        }
        if stray > 2 || !(found.apposed || told || stray == 2 && region.word(start + 1) == ",") {
            continue;
        }
        let before = region.sentence_start(start - 1, clause::REACH);
        if (before..start).any(|i| drafts.covers(region, i) || drafts.is_used(region, i))
            || region.quotation(before).is_some()
        {
            continue;
        }
        let content = region.span(region.trim(before..start));
        let source = found.elements;
        let id = drafts.push(
            region,
            New {
                content: vec![content],
                cue: Some(e),
                verb_group: Some(found.verb_group),
                source: Some(source),
                confidence: confidence::LONE_INQUIT,
                evidence: format!("inquit {} after the sentence it reports", cue.lemma),
            },
        );
        let draft = drafts.get_mut(id);
        if !draft.marked {
            draft.quote_type = QuoteType::Direct;
            draft
                .evidence
                .push("direct: a whole sentence before its inquit, marks lost".to_owned());
        }
    }
}

/// Sentences in the first or second person that follow unmarked direct speech, or marked speech, with no cue of their own.
fn continuations(region: &Region, drafts: &mut Drafts, first_draft: usize) {
    let mut from = None;
    let mut start = 0;
    while start < region.len() {
        let end = region.sentence_end(start, usize::MAX / 2);
        let sentence = start..end;
        start = end;
        let covering = sentence
            .clone()
            .rev()
            .find_map(|e| drafts.covering(region, e));
        if let Some(draft) = covering {
            let unmarked = drafts.get(draft).quote_type == QuoteType::Direct
                && !drafts.get(draft).marked
                && draft >= first_draft;
            from = unmarked.then_some(draft);
            continue;
        }
        let Some(previous) = from else { continue };
        let uncued = !sentence
            .clone()
            .any(|e| drafts.is_used(region, e) || region.quotation(e).is_some());
        // Somebody else speaks: a verb of speech whose subject is not the speaker.
        let inquit_only = sentence.clone().any(|e| {
            let verb = region.cue(e).is_some_and(|cue| {
                cue.class == CueClass::Verb
                    && cue.frames.has(Frames::INQUIT)
                    && matches!(cue.form, Form::Past | Form::Third)
                    && !cue.noun
            });
            verb && source::before(region, e)
                .is_some_and(|found| !has_voice(region, found.elements))
        });
        if !uncued {
            // The inquit of the draft itself may be a sentence of its own.
            if !sentence.clone().any(|e| drafts.is_used(region, e)) {
                from = None;
            }
            continue;
        }
        if inquit_only || !has_voice(region, sentence.clone()) {
            from = None;
            continue;
        }
        let content = region.span(region.trim(sentence));
        if content.is_empty() {
            continue;
        }
        let id = drafts.push(
            region,
            New {
                content: vec![content],
                cue: None,
                verb_group: None,
                source: None,
                confidence: confidence::VOICE_GOES_ON,
                evidence: "goes on in the same voice, marks lost".to_owned(),
            },
        );
        let draft = drafts.get_mut(id);
        draft.quote_type = QuoteType::Direct;
        draft.continues = Some(previous);
        from = Some(id);
    }
}
