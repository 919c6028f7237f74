//! Drafts what the engine found: the surest candidates first, each as far as nobody has its words yet.
//!
//! Contents do not overlap and hold no cue of another, as in what the engine learned from; so a candidate whose cue stands
//! in words that are drafted already is passed over. What is certain overrules the engine: no name is cut, and no pair of
//! quotation marks. Where it takes most of what stands between marks, it means all of it, over all the paragraphs in which
//! the opening mark is repeated; and else none.

use std::borrow::Cow;
use std::ops::Range;

use super::confidence;
use super::draft::{Drafts, Found};
use super::heard;
use super::label;
use super::polarity::polarity;
use super::region::{self, Region};
use super::unmarked;
use super::unsaid;
use crate::attribution::{Attribution, QuoteType};
use crate::cue::{self, CueClass, Form, Frames};
use crate::document::{Document, Shape};
use crate::engine::{Analysis, Candidate, LEAST_CONFIDENCE};
use crate::lexicon::Classes;
use crate::mention::MentionKind;
use crate::span::Span;

/// From this confidence on, the engine is surer than any rule.
pub(super) const SURE: f32 = 0.8;

/// Why a participle's source is what it is.
const OF_SENTENCE: &str = "the subject of its sentence";

/// From this probability on, words are a cue whatever becomes of their content.
const LEAST_CUE: f32 = 0.5;

/// So much of the probability of a reading without a source must others with one have together, to count instead. On
/// articles that the net had not seen, anything from 0.3 to 1 gives the same score: a reader is better served by a name.
const LEAST_SHARE: f32 = 0.4;

/// Drafts the candidates of a paragraph with at least this confidence. *According to* waits for [`find_phrases`]: whether its
/// source speaks or relays, a rule sees when everything else is drafted.
pub(super) fn find(region: &Region, drafts: &mut Drafts, least: f32) {
    let document = region.document;
    draft(region, drafts, |candidate| {
        if is_phrase(document, candidate) || in_source_of_phrase(document, candidate) {
            return false;
        }
        let sure = candidate.confidence >= least;
        match relayed_by(document, candidate) {
            // *The governor said the dam would hold, according to the agency*: PolNeAR marks the phrase alone, so the net is
            // unsure of the rest. *China rejected talks, according to the agency*: all of it is the agency's.
            Some(phrase) if phrase.probability >= 0.5 => is_inquit(document, candidate),
            _ => sure,
        }
    });
}

/// Drafts what is left of *according to* and its like.
pub(super) fn find_phrases(region: &Region, drafts: &mut Drafts) {
    draft(region, drafts, |candidate| {
        candidate.confidence >= LEAST_CONFIDENCE && is_phrase(region.document, candidate)
    });
}

fn draft(region: &Region, drafts: &mut Drafts, wanted: impl Fn(&Candidate) -> bool) {
    let document = region.document;
    let tokens = region.tokens();
    let candidates = candidates_in(document, tokens.clone()).iter();
    let candidates = candidates.filter(|candidate| {
        !is_given_name(document, candidate) && !is_behind_addressee(document, candidate)
    });
    let mut order: Vec<&Candidate> = candidates.filter(|candidate| wanted(candidate)).collect();
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    for candidate in order {
        let Some(mut found) = found(document, candidate, drafts) else {
            continue;
        };
        let further = goes_on(document, &mut found);
        let next = reports_on(document, &mut found, drafts);
        let draft = drafts.push_found(document, found);
        if let Some(next) = next {
            drafts.push_found(document, next);
        }
        if let Some(further) = further {
            let next = drafts.push_found(document, further);
            let next = drafts.get_mut(next);
            next.continues = Some(draft);
            next.quote_type = QuoteType::Direct;
        }
    }
}

/// Gives the drafts from `first` on, which rules made, the source that the engine reads for the same cue, where it is theirs
/// and more: *a farmer known to all as “Nobby”*, not *a farmer known*.
pub(super) fn whole_sources(document: &Document, drafts: &mut Drafts, first: usize) {
    for draft in first..drafts.len() {
        let draft = drafts.get_mut(draft);
        let (Some(cue), Some(source)) = (&draft.cue, draft.source) else {
            continue;
        };
        let Some(&cue) = cue.spans.first() else {
            continue;
        };
        let near = document
            .candidates
            .partition_point(|candidate| document.span_of(candidate.cue.clone()).end <= cue.start);
        let read = document
            .candidates
            .get(near)
            .filter(|candidate| document.span_of(candidate.cue.clone()).overlaps(cue))
            .and_then(|candidate| candidate.analyses.first()?.source.clone());
        let Some(read) = read else {
            continue;
        };
        let read = document.span_of(trim(document, with_names(document, read)));
        let apart = draft.content.iter().all(|content| !content.overlaps(read));
        if read.start <= source.start && source.end < read.end && apart {
            draft.source = Some(read);
        }
    }
}

/// *She regretted the state of **the game**, **saying** it was late*: a source that stands in what another is drafted to have said is
/// that other, where the cue is a participle behind a comma; *The nurses filled the square **where the Lions won** while **singing** “…”*: behind
/// *while*, the subject of a clause between is the nurses. `first` is the first draft of the paragraph.
pub(super) fn whose_participles(document: &Document, drafts: &mut Drafts, first: usize) {
    let sentence = |span: Span| document.sentence_at(span.start);
    for draft in first..drafts.len() {
        let own = drafts.get(draft);
        let cue = own.cue.as_ref().and_then(|cue| cue.spans.first().copied());
        let (Some(cue), Some(source)) = (cue, own.source) else {
            continue;
        };
        let token = document.tokens_in(cue).start;
        let subject = document.tokens_in(source).start;
        let of_clause = |joint: usize| matches!(document.folded(joint), "where" | "when" | "as");
        let amid = is_ing_behind(document, token, "while")
            && subject.checked_sub(1).is_some_and(of_clause)
            && sentence(source) == sentence(cue);
        let joined =
            is_ing_behind(document, token, ",") && cue::is_participle(document.folded(token));
        let opens = document.sentences.get(sentence(cue)).map(|s| s.span.start);
        let within = |span: &Span| span.start <= source.start && source.end <= span.end;
        let around = |other: &Attribution| {
            other.content.iter().any(within)
                && other.content.iter().all(|span| span.end <= cue.start)
                && other
                    .content
                    .iter()
                    .all(|&span| sentence(span) == sentence(cue))
        };
        let mut others = (first..drafts.len()).map(|other| drafts.get(other));
        let speaker = if amid {
            others
                .filter_map(|other| other.source)
                .find(|source| Some(source.start) == opens)
        } else if joined {
            others
                .find(|other| around(other))
                .and_then(|other| other.source)
        } else {
            None
        };
        if let Some(speaker) = speaker {
            let draft = drafts.get_mut(draft);
            draft.source = Some(speaker);
            draft.evidence.push(OF_SENTENCE.to_owned());
        }
    }
}

/// The most probable reading; but where it has no source, and the others share it out between *Ruiz*, *Ruiz, the mayor* and
/// *Ruiz, the mayor,*, the best of those; and where it cuts a phrase, one that does not.
fn best<'c>(document: &Document, candidate: &'c Candidate) -> Option<Cow<'c, Analysis>> {
    let best = candidate.analyses.first()?;
    if is_of_next(document, candidate, best) {
        let own = |reading: &&Analysis| {
            reading.content == best.content && !is_of_next(document, candidate, reading)
        };
        let without = || Analysis {
            source: None,
            ..best.clone()
        };
        let own = candidate.analyses.iter().find(own).map(Cow::Borrowed);
        return Some(own.unwrap_or_else(|| Cow::Owned(without())));
    }
    if best.source.is_some() {
        let both = || both_sides(document, candidate, best);
        let nearer = || nearer(document, candidate, best).map(Cow::Borrowed);
        let other = uncut(document, candidate, best)
            .or_else(both)
            .or_else(nearer);
        return Some(other.unwrap_or(Cow::Borrowed(best)));
    }
    let rest = || {
        candidate
            .analyses
            .iter()
            .filter(|reading| reading.source.is_some() && reading.content == best.content)
    };
    let named: f32 = rest().map(|reading| reading.probability).sum();
    let named = rest()
        .next()
        .filter(|_| named > LEAST_SHARE * best.probability);
    let named = named.map(|named| nearer(document, candidate, named).unwrap_or(named));
    Some(Cow::Borrowed(named.unwrap_or(best)))
}

/// *Roe thinks so but said “it is late.” **Gov. Ruiz** agreed*: is the source of `reading` the subject of a later sentence than the cue's?
fn is_of_next(document: &Document, candidate: &Candidate, reading: &Analysis) -> bool {
    let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
    let source = reading.source.as_ref();
    source.is_some_and(|source| sentence(source.start) > sentence(candidate.cue.start))
}

/// *Roe Ltd raised its offer, and **its chairman, Tom Vale,** said it was the last*: where `reading` has the subject of an earlier verb
/// for its source, the most probable with the same content and the cue's own subject.
fn nearer<'c>(
    document: &Document,
    candidate: &'c Candidate,
    reading: &Analysis,
) -> Option<&'c Analysis> {
    let far = reading.source.as_ref()?;
    let is_own = |near: &Range<usize>| {
        let near = trim(document, near.clone());
        let behind = near.end + usize::from(document.word(near.end) == ",");
        near.start >= far.end
            && behind == candidate.cue.start
            && (far.end..near.start).any(|token| is_verb(document, token))
            && document.classes(near.start - 1).is(Classes::CONJUNCTION)
    };
    candidate.analyses.iter().find(|other| {
        other.content == reading.content
            && other.probability > LEAST_SHARE * reading.probability
            && other.source.as_ref().is_some_and(is_own)
    })
}

/// *It is no excuse, she admits, | **that it rained***, ***each of his wives,** he said, | had complained*: where `reading` has one side of an
/// inquit that stands in the middle of a clause, a *that* behind it or a noun before it, the most probable that has both; where none has the
/// verb of that noun, itself with the rest of the sentence.
fn both_sides<'c>(
    document: &Document,
    candidate: &'c Candidate,
    reading: &Analysis,
) -> Option<Cow<'c, Analysis>> {
    let ([content], Some(source)) = (reading.content.as_slice(), &reading.source) else {
        return None;
    };
    let opens = source.start.min(candidate.cue.start);
    let closes = source.end.max(candidate.cue.end);
    let comma = |token: usize| document.word(token) == ",";
    let amid = opens > 0 && comma(opens - 1) && comma(closes);
    let behind = content.start == closes + 1 && document.folded(content.start) == "that";
    let before = content.end + 1 == opens && !content.clone().any(|token| is_verb(document, token));
    let sides = |other: &&Analysis| {
        let [first, last] = other.content.as_slice() else {
            return false;
        };
        other.source == reading.source
            && first.end + 1 == opens
            && last.start == closes + 1
            && (before && first == content || behind && last == content)
    };
    let found = candidate.analyses.iter().find(sides);
    let end = || {
        let number = document.tokens.get(closes)?.sentence;
        Some(document.sentences.get(number)?.tokens.end)
    };
    let with_verb = |end: usize| {
        let rest = closes + 1..end;
        (before && !rest.is_empty() && is_verb(document, rest.start)).then(|| {
            Cow::Owned(Analysis {
                content: vec![content.clone(), rest],
                ..reading.clone()
            })
        })
    };
    let found = found.map(Cow::Borrowed);
    found.or_else(|| with_verb(end()?)).filter(|_| amid)
}

/// Does the word look like a verb: one that the lexicon knows, or one in *-ed*?
fn is_verb(document: &Document, token: usize) -> bool {
    let verb = Classes::AUXILIARY.or(Classes::VERB);
    document.classes(token).is(verb) || document.folded(token).ends_with("ed")
}

/// *They agreed to buy U.S. | terminal operator Roe for cash, the companies said*: where `reading` has what stands before the inquit from
/// the middle of a phrase on, the most probable that has it from the start of the sentence on; where it has no subject, and no other has,
/// itself from there on.
fn uncut<'c>(
    document: &Document,
    candidate: &'c Candidate,
    reading: &Analysis,
) -> Option<Cow<'c, Analysis>> {
    let ([content], Some(source)) = (reading.content.as_slice(), &reading.source) else {
        return None;
    };
    let number = document.tokens.get(content.start)?.sentence;
    let first = document.sentences.get(number)?.tokens.start;
    let start = of_text(document, first..content.end).start;
    let joins = Classes::CONJUNCTION.or(Classes::SUBORDINATOR);
    // *…, who is ill, | will testify, Roe said*
    let lacks_subject = document.classes(content.start).is(Classes::AUXILIARY);
    let cut = content.start > start
        && (document.shape(content.start - 1).is_word() || lacks_subject)
        && !document.classes(content.start - 1).is(joins)
        && document.shape(content.start) != Shape::Mark
        && document.word(content.end) == ","
        && content.end + 1 == source.start
        && source.end <= candidate.cue.start;
    let whole = |reading: &&Analysis| matches!(reading.content.as_slice(), [one] if *one == (start..content.end));
    if !cut {
        return None;
    }
    let found = candidate.analyses.iter().find(whole).map(Cow::Borrowed);
    let with_subject = || {
        Cow::Owned(Analysis {
            content: std::iter::once(start..content.end).collect(),
            ..reading.clone()
        })
    };
    found.or_else(|| lacks_subject.then(with_subject))
}

/// What the candidate's best reading says, without what is drafted already; nothing where too little remains.
fn found(document: &Document, candidate: &Candidate, drafts: &Drafts) -> Option<Found> {
    let reading = best(document, candidate)?;
    if candidate.cue.clone().any(|token| drafts.is_taken(token)) {
        return None;
    }
    let source = reading
        .source
        .clone()
        .map(|source| trim(document, with_names(document, source)))
        .map(|source| of_text(document, source))
        .map(|source| without_participle(document, source));
    let source = source.filter(|source| !source.is_empty());
    let cue = match &source {
        Some(source) => without(candidate.cue.clone(), source),
        None => candidate.cue.clone(),
    };
    let cue = without_loose_end(document, cue);
    if cue.is_empty() {
        return None;
    }
    let mut evidence = vec![format!("learned: cue {:.2}", candidate.probability)];
    let mut content = Vec::new();
    let (mut wanted, mut kept) = (0, 0);
    for part in &reading.content {
        if is_beyond_another(document, part, candidate.cue.start)
            || is_of_later(document, candidate, part)
        {
            continue;
        }
        if let Some(spans) = over_paragraphs(document, part, candidate.cue.start) {
            evidence.push("over all paragraphs of its quotation marks".to_owned());
            wanted += part.len();
            kept += part.len();
            content.extend(spans);
            continue;
        }
        // *which he said was doomed*: the pronoun only joins the clause.
        if part.len() == 1 && ["who", "which", "whom"].contains(&document.folded(part.start)) {
            continue;
        }
        if unsaid::is_part(document, &reading, part, &cue) || is_person_speaking(document, part) {
            continue;
        }
        let part = &of_text(document, unsaid::without_gloss(document, part.clone()));
        let part = &unsaid::of_one_sentence(document, part.clone(), &cue);
        let part = &unsaid::without_subject(document, part.clone(), &cue);
        let part = &without_resumed(document, with_unit(document, part.clone()), &cue);
        let (exact, is_utterance) = within_marks(document, part.clone(), candidate.cue.start);
        if exact != *part {
            evidence.push("as far as its quotation marks".to_owned());
        }
        wanted += exact.len();
        let own = |token: &usize| {
            cue.contains(token) || source.as_ref().is_some_and(|s| s.contains(token))
        };
        let free = |&token: &usize| !drafts.is_taken(token) && !own(&token);
        let mut token = exact.start;
        while token < exact.end {
            let end = (token..exact.end)
                .find(|token| !free(token))
                .unwrap_or(exact.end);
            let run = if is_utterance {
                token..end
            } else {
                // What is left may be one marked utterance after all: *♪ “We will go,” said Roe*.
                let within = trim(document, token..end);
                let within = within_marks(document, within, candidate.cue.start).0;
                within.start.max(token)..within.end.min(end)
            };
            kept += run.len();
            if !run.is_empty() {
                content.push(document.span_of(run));
            }
            token = end + 1;
        }
    }
    if unsaid::is_all(document, &content, &cue) {
        return None;
    }
    // *I put this to the vicar, **who** sighs*: whom a clause goes back to is not in what is said.
    let relative = source.as_ref().filter(|source| {
        source.len() == 1 && matches!(document.folded(source.start), "who" | "which")
    });
    let of_clause = |part: &Range<usize>| {
        relative.is_some_and(|source| {
            part.end == source.start
                || part.end + 1 == source.start && document.word(part.end) == ","
        }) && document.shape(part.end - 1) != Shape::Mark
    };
    if reading.content.iter().any(of_clause) {
        return None;
    }
    let told = source
        .as_ref()
        .is_some_and(|source| are_told(document, source, &cue));
    // *Roe said it was late, the court heard*: it is Roe who says so.
    if told && says_within(document, &content) {
        return None;
    }
    let told = told
        || source
            .as_ref()
            .is_some_and(|source| is_told_of(document, source, &cue));
    let source = source.filter(|_| !told);
    evidence.extend(told.then(|| "who is told says nothing".to_owned()));
    evidence.dedup();
    let polarity = polarity(document, &cue, source.as_ref());
    evidence.extend(polarity.map(|polarity| format!("the cue is {polarity}")));
    let sentence = document.tokens.get(cue.start)?.sentence;
    let opens = document.sentences.get(sentence)?.span.start;
    let nodded =
        unsaid::is_gesture(document, &cue) && content.last().is_some_and(|last| last.end <= opens);
    let most = if nodded { confidence::NODDED } else { 1.0 };
    (3 * kept > 2 * wanted && !content.is_empty()).then(|| Found {
        content,
        cue: Some(cue),
        source: source.map(|source| document.span_of(source)),
        confidence: candidate.confidence.min(most),
        evidence,
    })
}

/// Does the engine read a cue with a source in `content`?
fn says_within(document: &Document, content: &[Span]) -> bool {
    let mut tokens = content.iter().map(|&span| document.tokens_in(span));
    tokens.any(|tokens| {
        let near = document
            .candidates
            .partition_point(|one| one.cue.start < tokens.start);
        let mut inside = document.candidates[near..]
            .iter()
            .take_while(|one| one.cue.start < tokens.end);
        inside.any(|one| {
            one.confidence >= LEAST_CONFIDENCE
                && best(document, one).is_some_and(|best| best.source.is_some())
        })
    })
}

/// *“He knew”, jury told*, as headlines have it, *the court heard that*: the source is whom it was said to.
fn are_told(document: &Document, source: &Range<usize>, cue: &Range<usize>) -> bool {
    let passive = cue
        .clone()
        .any(|token| matches!(document.folded(token), "was" | "were" | "been"));
    let hears = match document.folded(cue.end - 1) {
        "heard" => !passive,
        "told" => passive,
        _ => false,
    };
    if hears && heard::is_audience(document, source.clone())
        || is_asked_aside(document, source, cue)
    {
        return true;
    }
    let paragraph = document
        .tokens
        .get(cue.start)
        .map(|token| document.paragraph_at(token.span.start));
    let next = document.tokens.get(cue.end);
    cue.len() == 1
        && document.folded(cue.start) == "told"
        && source.end == cue.start
        && next.map(|token| document.paragraph_at(token.span.start)) != paragraph
}

/// ***Residents** were told that the bridge would open*: is the source the subject of a passive, and so whom it was said to?
fn is_told_of(document: &Document, source: &Range<usize>, cue: &Range<usize>) -> bool {
    const TOLD: [&str; 8] = [
        "advised", "asked", "assured", "informed", "notified", "reminded", "told", "warned",
    ];
    let verb = cue
        .clone()
        .find(|&token| TOLD.contains(&document.folded(token)));
    // *was told*, *was once told*; not *before the vote was over, told*.
    let passive = |verb: usize| {
        (source.end.max(verb.saturating_sub(2))..verb)
            .any(|token| matches!(document.folded(token), "was" | "were" | "been" | "being"))
    };
    source.end <= cue.start && verb.is_some_and(passive)
}

/// *The mayor**, asked** if the road was shut, said it was*: is the source asked or told something, in passing?
fn is_asked_aside(document: &Document, source: &Range<usize>, cue: &Range<usize>) -> bool {
    const ASKED: [&str; 5] = ["asked", "pressed", "questioned", "reminded", "told"];
    /// Tokens of what is asked.
    const REACH: usize = 40;
    let comma = |token: &usize| document.word(*token) == ",";
    let aside = ASKED.contains(&document.folded(cue.start))
        && cue.start.checked_sub(1).as_ref().is_some_and(comma)
        && (source.end == cue.start || source.end + 1 == cue.start)
        && !(source.start..cue.start - 1).any(|token| comma(&token));
    let sentence = document
        .tokens
        .get(cue.start)
        .and_then(|token| document.sentences.get(token.sentence));
    let end = sentence.map_or(cue.end, |sentence| sentence.tokens.end);
    // Its own verb comes behind.
    let mut closes = (cue.end..end.min(cue.end + REACH)).filter(comma);
    let verb = |token: usize| is_verb(document, token) || verb_cue(document, token).is_some();
    aside && closes.any(|comma| comma + 1 < end && verb(comma + 1))
}

/// *We are building a wall, said Tamm. Now it is up to us.*: one sentence behind that of the cue, without marks and in the
/// speaker's voice, is taken out of the content and becomes a quote that goes on from it (docs/annotation-guide.md). If it is
/// much longer than what stands before, it is the quote, and stays. Where what stands before has its marks, it is nobody's.
fn goes_on(document: &Document, found: &mut Found) -> Option<Found> {
    let cue = found.cue.clone()?;
    let words = |tokens: Range<usize>| {
        let is_word = |&token: &usize| document.shape(token).is_word();
        tokens.filter(is_word).count()
    };
    let (last, first) = found.content.split_last()?;
    let tokens = document.tokens_in(*last);
    let sentence = document.tokens.get(tokens.start)?.sentence;
    let before: usize = first
        .iter()
        .map(|&span| words(document.tokens_in(span)))
        .sum();
    let first_sentence = document.sentences.get(sentence)?.tokens.start;
    let apart = tokens.start >= cue.end
        && tokens.start == first_sentence
        && sentence > document.tokens[cue.end - 1].sentence
        && document.tokens[tokens.end - 1].sentence == sentence
        && first
            .last()
            .is_some_and(|span| span.start < document.span_of(cue.clone()).start)
        && document.outermost_in(*last).next().is_none();
    let voice = tokens
        .clone()
        .any(|token| unmarked::is_voice(document, token));
    if !apart || !voice || 3 * words(tokens) > 4 * before {
        return None;
    }
    let is_marked = first
        .iter()
        .any(|&span| document.outermost_in(span).next().is_some());
    let last = found.content.pop().filter(|_| !is_marked)?;
    Some(Found {
        content: vec![last],
        cue: None,
        source: None,
        confidence: found.confidence,
        evidence: vec!["learned: goes on in the same voice, marks lost".to_owned()],
    })
}

/// *“It is late,” said Roe, **going on to say that** it was dark*: a report of its own with the same source, which the engine reads as part
/// of the content of `found` or not at all; takes it from `found`.
fn reports_on(document: &Document, found: &mut Found, drafts: &Drafts) -> Option<Found> {
    /// Tokens from the participle to its verb.
    const REACH: usize = 5;
    let behind = found.cue.clone()?.end;
    let source = found.source.map(|source| document.tokens_in(source).end);
    let comma = source.map_or(behind, |end| end.max(behind));
    let start = comma + 1;
    let sentence = document.tokens.get(start)?.sentence;
    let mut end = document.sentences.get(sentence)?.tokens.end;
    if !is_ing_behind(document, start, ",") {
        return None;
    }
    // Behind the verb *that* and a word at least.
    let verb = (start..end.saturating_sub(2).min(start + REACH)).find(|&token| {
        let verb = verb_cue(document, token).filter(|cue| cue.frames.has(Frames::INQUIT));
        verb.is_some() && document.folded(token + 1) == "that"
    })?;
    let mut read = candidates_in(document, start..verb + 1).iter();
    if read.any(|candidate| candidate.probability >= LEAST_CUE) {
        return None;
    }
    for (_, quotation) in document.outermost_in(document.span_of(verb + 1..end)) {
        end = end.max(document.tokens_in(quotation.outer).end);
    }
    let content = document.span_of(trim(document, verb + 1..end));
    let opens = document.span_of(start..verb + 1).start;
    let free = !(start..end).any(|token| drafts.is_taken(token));
    let own = found.content.iter().any(|span| span.end <= opens);
    if !(free && own) {
        return None;
    }
    found.content.retain(|span| span.end <= opens);
    Some(Found {
        content: vec![content],
        cue: Some(start..verb + 1),
        source: found.source,
        confidence: found.confidence,
        evidence: vec!["learned: a further report of the same source".to_owned()],
    })
}

/// Is the cue a given name: *Coach **Per** Lindqvist*?
fn is_given_name(document: &Document, candidate: &Candidate) -> bool {
    let cue = &candidate.cue;
    let given = Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE);
    let near = document
        .mentions
        .partition_point(|mention| mention.name.end <= cue.start);
    cue.len() == 1
        && document.classes(cue.start).is(given)
        && document.mentions.get(near).is_some_and(|mention| {
            mention.kind == MentionKind::Person
                && mention.name.start <= cue.start
                && cue.end < mention.name.end
        })
}

/// *Roe wrote to the clerk, Jo Park**:** “…”*: is the cue the colon behind whom somebody writes or speaks to?
fn is_behind_addressee(document: &Document, candidate: &Candidate) -> bool {
    /// Tokens of who is told.
    const REACH: usize = 12;
    let colon = candidate.cue.start;
    if candidate.cue.len() > 1 || document.word(colon) != ":" {
        return false;
    }
    let mut before = (colon.saturating_sub(REACH)..colon)
        .rev()
        .take_while(|&token| !is_verb(document, token));
    let verb = before
        .find(|&token| document.folded(token) == "to")
        .and_then(|to| to.checked_sub(1));
    verb.and_then(|verb| verb_cue(document, verb))
        .is_some_and(|cue| cue.frames.has(Frames::INQUIT) && cue.form == Form::Past)
}

/// The verb of the lexicon that `token` is part of.
fn verb_cue<'d>(document: &'d Document, token: usize) -> Option<&'d cue::Cue> {
    let at = document.cues.partition_point(|cue| cue.tokens.end <= token);
    document
        .cues
        .get(at)
        .filter(|cue| cue.class == CueClass::Verb && cue.tokens.contains(&token))
}

/// Is the cue *according to* or its like?
fn is_phrase(document: &Document, candidate: &Candidate) -> bool {
    let cues = &document.cues;
    let first = cues.partition_point(|cue| cue.tokens.end <= candidate.cue.start);
    let cue = cues.get(first);
    cue.is_some_and(|cue| cue.class == CueClass::Phrase && cue.tokens.start < candidate.cue.end)
}

/// The *according to* in whose content the candidate stands.
fn relayed_by<'d>(document: &'d Document, candidate: &Candidate) -> Option<&'d Candidate> {
    let holds = |other: &&Candidate| {
        let reading = other.analyses.first();
        let mut parts = reading.iter().flat_map(|reading| &reading.content);
        parts.any(|part| part.contains(&candidate.cue.start)) && is_phrase(document, other)
    };
    beside(document, candidate).iter().find(holds)
}

/// *…, according to a trial published in the Annals*: is it a surer *according to* in whose source the candidate, *in*,
/// stands, and whose content it takes for its own?
fn in_source_of_phrase(document: &Document, candidate: &Candidate) -> bool {
    let Some(own) = candidate.analyses.first() else {
        return false;
    };
    let holds = |other: &Candidate| {
        let Some(reading) = other.analyses.first() else {
            return false;
        };
        let inside = |source: &Range<usize>| source.contains(&candidate.cue.start);
        let mut parts = reading.content.iter();
        let shares = parts.any(|part| {
            let mut own = own.content.iter();
            own.any(|own| own.start < part.end && part.start < own.end)
        });
        reading.source.as_ref().is_some_and(inside)
            && shares
            && other.confidence > candidate.confidence
            && is_phrase(document, other)
    };
    beside(document, candidate).iter().any(holds)
}

/// Does the token end in *-ing* and stand right behind `word`?
fn is_ing_behind(document: &Document, token: usize, word: &str) -> bool {
    document.folded(token).ends_with("ing") && token > 0 && document.folded(token - 1) == word
}

/// The candidates whose cues begin in `tokens`.
fn candidates_in<'d>(document: &'d Document, tokens: Range<usize>) -> &'d [Candidate] {
    let from = |token| document.candidates.partition_point(|c| c.cue.start < token);
    let start = from(tokens.start);
    &document.candidates[start..from(tokens.end).max(start)]
}

/// The candidates whose cues are nearest to that of `candidate`, with itself.
fn beside<'d>(document: &'d Document, candidate: &Candidate) -> &'d [Candidate] {
    let at = document
        .candidates
        .partition_point(|c| c.cue.start < candidate.cue.start);
    &document.candidates[at.saturating_sub(2)..document.candidates.len().min(at + 3)]
}

/// Does the candidate name a speaker, and is its cue one of *said* and its like?
fn is_inquit(document: &Document, candidate: &Candidate) -> bool {
    let cues = &document.cues;
    let first = cues.partition_point(|cue| cue.tokens.end <= candidate.cue.start);
    let in_cue = cues[first..]
        .iter()
        .take_while(|cue| cue.tokens.start < candidate.cue.end);
    let names = candidate
        .analyses
        .first()
        .is_some_and(|best| best.source.is_some());
    names && in_cue.into_iter().any(|cue| cue.frames.has(Frames::INQUIT))
}

/// Without punctuation at the ends; marks stay, and so does what ends a question or exclamation.
fn trim(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let idle = |token: usize| {
        document.shape(token) == Shape::Punctuation
            && !matches!(
                document.word(token).chars().next(),
                Some('?' | '!' | '(' | '[' | '$' | '£' | '€')
            )
    };
    let start = tokens
        .clone()
        .find(|&token| !idle(token))
        .unwrap_or(tokens.end);
    // *Sen. Ana Ruiz (D-Ohio)*
    let closes = |token: usize| {
        document.word(token) == ")" && (start..token).rfind(|&t| document.word(t) == "(").is_some()
    };
    let end = (start..tokens.end)
        .rfind(|&token| !idle(token) || closes(token))
        .map_or(start, |last| last + 1);
    start..end
}

/// *said**:***, *said **in a** | note*: no cue ends with the colon behind it or an article without its noun.
fn without_loose_end(document: &Document, cue: Range<usize>) -> Range<usize> {
    let Range { start, mut end } = cue;
    let last = |end: usize| end.checked_sub(1).filter(|&last| last > start);
    while last(end).is_some_and(|last| matches!(document.word(last), ":" | "," | ";")) {
        end -= 1;
    }
    if last(end).is_some_and(|last| matches!(document.folded(last), "a" | "an" | "the")) {
        end -= 1;
        if last(end).is_some_and(|last| document.classes(last).is(Classes::PREPOSITION)) {
            end -= 1;
        }
    }
    start..end
}

/// *at 5:58 **a.m.***, *£2 **million***: no number is cut from its unit.
fn with_unit(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let unit = matches!(
        document.folded(tokens.end),
        "a.m." | "am" | "p.m." | "pm" | "%" | "percent" | "million" | "billion" | "trillion"
    );
    let number = !tokens.is_empty() && document.shape(tokens.end - 1) == Shape::Number;
    tokens.start..tokens.end + usize::from(number && unit)
}

/// `tokens` with the whole of every name that they have a part of.
fn with_names(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    let first = document
        .mentions
        .partition_point(|mention| mention.tokens.end <= start);
    for mention in &document.mentions[first..] {
        let name = &mention.name;
        if name.start >= end {
            break;
        }
        if mention.kind == MentionKind::Person && name.start < end && start < name.end {
            start = start.min(name.start);
            end = end.max(name.end);
        }
        // *an analyst at Keel | Re cautioned*; in a headline (*Trump | Calls On*) the rest may be the cue.
        if matches!(mention.kind, MentionKind::Organization | MentionKind::Name)
            && start < name.end
            && end < name.end
            && document.shape(name.end) == Shape::Lower
        {
            end = name.end;
        }
        // *the Culture, | Media and Sport Committee*
        let cut = name.start < start && document.word(start - 1) == ",";
        if mention.kind == MentionKind::Organization && cut && start < name.end {
            let article = name.start.checked_sub(1);
            let article = article.filter(|&before| document.folded(before) == "the");
            start = article.unwrap_or(name.start);
        }
    }
    start..end
}

/// `tokens` without the time or the dateline that stands before a paragraph: *15:48 Forecasters* are forecasters.
fn of_text(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let paragraph = document
        .paragraphs
        .get(document.paragraph_at(document.span_of(tokens.clone()).start));
    let text = paragraph.map_or(0, |paragraph| label::start_of_text(document, paragraph));
    tokens.start.max(text.min(tokens.end))..tokens.end
}

/// ***Sentencing her,** the judge*, *Cross-examining Mr Roe, Ana Lind*: what the source does while it speaks, at the head of the
/// sentence.
fn without_participle(document: &Document, source: Range<usize>) -> Range<usize> {
    let opens = document
        .tokens
        .get(source.start)
        .and_then(|first| document.sentences.get(first.sentence))
        .is_some_and(|sentence| sentence.tokens.start == source.start);
    let first = document.folded(source.start);
    let does = first.rsplit('-').next().is_some_and(cue::is_participle);
    let comma = source
        .clone()
        .skip(2)
        .find(|&token| document.word(token) == ",")
        .filter(|&comma| opens && does && comma + 1 < source.end);
    // *Playing Field Promotions, an agency,*
    match comma.filter(|&comma| !matches!(document.folded(comma + 1), "a" | "an")) {
        Some(comma) => comma + 1..source.end,
        None => source,
    }
}

/// `tokens` without those of `other` at either end.
fn without(tokens: Range<usize>, other: &Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    if other.contains(&start) {
        start = other.end.min(end);
    }
    if start < end && other.contains(&(end - 1)) {
        end = other.start.max(start);
    }
    start..end
}

/// ***“Is it far?”** “Two miles,” he said*: between marked words and the cue, do others open where these close? Then they are another's.
fn is_beyond_another(document: &Document, part: &Range<usize>, cue: usize) -> bool {
    let mut last: Option<Range<usize>> = None;
    let near = document.span_of(part.start.min(cue)..part.end.max(cue + 1));
    for (_, quotation) in document.outermost_in(near) {
        let outer = document.tokens_in(quotation.outer);
        if let Some(last) = last.filter(|last| last.end == outer.start) {
            let beyond = if part.end <= cue { &last } else { &outer };
            if beyond.start <= part.start && part.end <= beyond.end {
                return true;
            }
        }
        last = Some(outer);
    }
    false
}

/// *“If you raise it,” said Roe, referring to the toll, **“you lose us”***: what the speaker does meanwhile, the cue, has no marked words with
/// which an open sentence goes on.
fn without_resumed(document: &Document, part: Range<usize>, cue: &Range<usize>) -> Range<usize> {
    /// Tokens from the marks before the inquit to the participle.
    const REACH: usize = 40;
    let aside = is_ing_behind(document, cue.start, ",");
    let Some(token) = document.tokens.get(cue.start).filter(|_| aside) else {
        return part;
    };
    let sentence = document.sentences.get(token.sentence);
    let start = sentence.map_or(cue.start, |sentence| sentence.tokens.start);
    let start = start.max(cue.start.saturating_sub(REACH));
    let mut before = document.outermost_in(document.span_of(start..cue.start));
    let open = before.any(|(_, quotation)| {
        let end = document.tokens_in(quotation.outer).end;
        end <= cue.start && end > 1 && document.word(end - 2) == ","
    });
    let resumed = document
        .outermost_in(document.span_of(part.clone()))
        .map(|(_, quotation)| document.tokens_in(quotation.outer).start)
        .find(|&opens| {
            opens > part.start + 1
                && document.word(opens - 1) == ","
                && !document.folded(opens - 2).ends_with("ing")
                && document.shape(opens + 1) == Shape::Lower
        });
    match resumed.filter(|_| open) {
        Some(opens) => part.start..opens - 1,
        None => part,
    }
}

/// *“Keep left,” Roe sings before **asking** her, “Where do we go?”*: are the marked words of `part` also read as what a participle says that
/// stands between the cue and them?
fn is_of_later(document: &Document, candidate: &Candidate, part: &Range<usize>) -> bool {
    let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
    let mut near = document.outermost_in(document.span_of(part.clone()));
    let Some((_, quotation)) = near.next() else {
        return false;
    };
    let opens = document.tokens_in(quotation.outer).start;
    // *“If you raise it,” said Roe, speaking of the toll, “you lose us”*
    let goes_on =
        opens > 0 && document.word(opens - 1) == "," && document.shape(opens + 1) == Shape::Lower;
    let mut between = candidates_in(document, candidate.cue.end..opens).iter();
    between.any(|other| {
        !goes_on
            && other.probability >= LEAST_CUE
            && sentence(other.cue.start) == sentence(candidate.cue.start)
            && sentence(other.cue.start) == sentence(opens)
            && document.folded(other.cue.start).ends_with("ing")
            && other.analyses.first().is_some_and(|reading| {
                let mut parts = reading.content.iter();
                parts.any(|part| part.contains(&opens))
            })
    })
}

/// *The film shows **Ana Roe asking, “Is it not late?”***: is `part` a person, a participle of speech and marked words, and nothing else?
fn is_person_speaking(document: &Document, part: &Range<usize>) -> bool {
    let mut marked = document.outermost_in(document.span_of(part.clone()));
    let Some((_, quotation)) = marked.next() else {
        return false;
    };
    let outer = document.tokens_in(quotation.outer);
    let Some(verb) = outer.start.checked_sub(2).filter(|&verb| verb > part.start) else {
        return false;
    };
    let named = region::person_before(document, verb) == Some(part.start..verb);
    let speaks = verb_cue(document, verb)
        .is_some_and(|cue| cue.form == Form::Ing && cue.frames.has(Frames::INQUIT));
    let first = document.shape(outer.start + 1);
    named
        && speaks
        && matches!(document.word(verb + 1), "," | ":")
        && first.is_capital()
        && part.end + 1 >= outer.end
}

/// What stands between the marks of a quote that goes over several paragraphs, where `tokens` are most of one of them and the cue, at
/// token `cue`, stands outside: all of it, but where the first paragraph and the last have each an inquit (*Roe said: “It rained. ¶ “We
/// left,” Roe said*), as far as the last is the other's.
fn over_paragraphs(document: &Document, tokens: &Range<usize>, cue: usize) -> Option<Vec<Span>> {
    let mut near = document.outermost_in(document.span_of(tokens.clone()));
    let (_, quotation) = near.find(|(_, quotation)| quotation.inner.len() > 1)?;
    let inner = &quotation.inner;
    let outside = |cue: usize| !document.tokens_in(quotation.outer).contains(&cue);
    let is_most = |span: Span, tokens: &Range<usize>| {
        let inner = document.tokens_in(span);
        let both = inner.start.max(tokens.start)..inner.end.min(tokens.end);
        2 * both.len() > inner.len().max(tokens.len())
    };
    let own = inner.iter().position(|&span| is_most(span, tokens))?;
    let has_inquit = |other: usize| {
        let paragraph = document.paragraph_at(inner[other].start);
        let paragraph = &document.paragraphs[paragraph].tokens;
        let mut candidates = candidates_in(document, paragraph.clone()).iter();
        candidates.any(|candidate| {
            let sure = candidate.confidence >= SURE && outside(candidate.cue.start);
            let reading = sure.then(|| best(document, candidate)).flatten();
            reading.is_some_and(|reading| {
                let mut parts = reading.content.iter();
                parts.any(|part| is_most(inner[other], part))
            })
        })
    };
    let last = inner.len() - 1;
    let spans = match own {
        _ if !outside(cue) => return None,
        0 if has_inquit(last) => &inner[..last],
        _ if own == last && has_inquit(0) => &inner[last..],
        _ => inner,
    };
    Some(spans.to_vec())
}

/// `tokens` with both ends moved so that no pair of marks is cut: to take it in where most of it is in, or nothing outside it
/// is; else to leave it out. Where the cue at token `cue` stands between the same marks, the marks say nothing of it. Of
/// marks that touch, the ones next to the cue count: who answers is somebody else. Content that is one marked utterance, and
/// nothing else, is what stands between its marks; says whether it is that.
fn within_marks(document: &Document, tokens: Range<usize>, cue: usize) -> (Range<usize>, bool) {
    let Range { mut start, mut end } = tokens.clone();
    let span = document.span_of(tokens);
    let mut last_end = None;
    for (_, quotation) in document.outermost_in(span) {
        let outer = document.tokens_in(quotation.outer);
        if quotation.inner.len() > 1 || outer.contains(&cue) {
            continue;
        }
        let touches = last_end.replace(outer.end) == Some(outer.start) && outer.start > start;
        if touches && cue > start {
            start = outer.start;
        } else if touches {
            end = outer.start;
            break;
        }
        if !quotation.closed {
            // From where it opens, it is all inside.
            start += usize::from(start == outer.start);
            continue;
        }
        let (before, behind) = (outer.start < start, end < outer.end);
        let inside = outer.start.max(start)..outer.end.min(end);
        // *a few questions, including, “…*
        let introduces = !before && outer.start > start && document.word(outer.start - 1) == ",";
        let takes = behind && (before || introduces) || 2 * inside.len() > outer.len();
        if before {
            start = if takes { outer.start } else { outer.end };
        }
        if behind {
            end = if takes { outer.end } else { outer.start };
        }
        if start >= end {
            return (start..start, false);
        }
    }
    let mut near = document.outermost_in(span);
    match near.find(|(_, quotation)| document.tokens_in(quotation.outer) == (start..end)) {
        Some((_, quotation)) if quotation.closed => {
            let inner = quotation.inner.iter().copied().reduce(Span::cover);
            let inner = inner.map_or(start..end, |inner| document.tokens_in(inner));
            (inner, true)
        }
        _ => (start..end, false),
    }
}
