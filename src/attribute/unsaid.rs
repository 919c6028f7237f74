//! What the engine reads as content and nobody said: of what or how something was said, what made somebody say it, the title behind it,
//! the article's own sentences beside it.

use std::ops::Range;

use super::region::is_title;
use crate::cue::{Cue, CueClass, Form, Frames};
use crate::document::{Document, Shape};
use crate::engine::Analysis;
use crate::lexicon::Classes;
use crate::span::Span;

/// Is `part`, one of the contents of `reading`, not said?
pub(super) fn is_part(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    is_asked(document, reading, part)
        || is_of_article(document, reading, part, cue)
        || is_title_behind(document, reading, part, cue)
        || is_topic_or_manner(document, reading, part, cue)
        || is_of_clause(document, reading, part, cue)
        || is_cut_in(document, part, cue)
        || is_before_gesture(document, part, cue)
        || is_addressee(document, reading, part, cue)
}

/// Is nothing said at all, where all of the content is `content`?
pub(super) fn is_all(document: &Document, content: &[Span], cue: &Range<usize>) -> bool {
    says_nothing(document, content)
        || asks_what_was_said(document, content, cue)
        || is_announcement(document, content, cue)
        || is_said_to_be(document, cue)
        || is_who(document, content, cue)
}

/// *It drew a rebuke from **Roe***: is `content` only a name, and that of whoever speaks?
fn is_who(document: &Document, content: &[Span], cue: &Range<usize>) -> bool {
    let [content] = content else {
        return false;
    };
    let tokens = document.tokens_in(*content);
    let at = document
        .mentions
        .partition_point(|mention| mention.name.end <= tokens.start);
    let is_name = document
        .mentions
        .get(at)
        .is_some_and(|mention| mention.kind.is_name() && mention.tokens == tokens);
    is_name && tokens.start == cue.end && matches!(document.folded(cue.end - 1), "by" | "from")
}

/// *it was a Sputnik moment, referring to the launch of 1957*: the writer explains what the speaker meant.
pub(super) fn without_gloss(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let gloss = (tokens.start + 1..tokens.end).find(|&token| {
        document.word(token) == ","
            && matches!(document.folded(token + 1), "referring" | "alluding")
            && document.folded(token + 2) == "to"
    });
    tokens.start..gloss.unwrap_or(tokens.end)
}

/// *He says he will **“listen and learn.”** I hope he does.*, *What would he do? **“Listen,”** she says. And then? **“Learn.”***: a paraphrase of
/// the cue's sentence that ends with marked words goes no further, and marked words that begin a sentence around their inquit begin no
/// earlier.
pub(super) fn of_one_sentence(
    document: &Document,
    part: Range<usize>,
    cue: &Range<usize>,
) -> Range<usize> {
    let sentence = |token: usize| sentence_of(document, token);
    let mut inside = document.outermost_in(document.span_of(part.clone()));
    let Some((_, first)) = inside.next() else {
        return part;
    };
    let (_, last) = inside.last().unwrap_or((0, first));
    let opens = document.tokens_in(first.outer).start;
    let closes = document.tokens_in(last.outer).end;
    let behind = cue.end <= part.start
        && last.closed
        && part.start <= document.tokens_in(last.outer).start
        && closes < part.end
        && sentence(closes - 1) == sentence(cue.start)
        && sentence(closes) != sentence(cue.start);
    let before = part.end <= cue.start
        && sentence(document.tokens_in(first.outer).end - 1) == sentence(cue.start);
    let later = cue.end <= part.start && sentence(part.start) > sentence(cue.start);
    let begins = part.start < opens && opens < part.end && sentence(opens - 1) != sentence(opens);
    let start = if begins && (before || later) {
        opens
    } else {
        part.start
    };
    start..if behind { closes } else { part.end }
}

/// *blames the update of Roe Ltd. **Roe Ltd**, in turn, insists*: a paraphrase behind its cue takes no subject of another sentence without
/// its verb.
pub(super) fn without_subject(
    document: &Document,
    part: Range<usize>,
    cue: &Range<usize>,
) -> Range<usize> {
    let Some(last) = part.end.checked_sub(1) else {
        return part;
    };
    let sentence = sentence_of(document, last).and_then(|last| document.sentences.get(last));
    let Some(sentence) = sentence.map(|sentence| sentence.tokens.clone()) else {
        return part;
    };
    let verb = Classes::AUXILIARY.or(Classes::VERB);
    let subject = part.start >= cue.end
        && part.start < sentence.start
        && sentence_of(document, part.start) == sentence_of(document, cue.start)
        && !holds_marks(document, &part)
        && (sentence.start..part.end).all(|token| !document.classes(token).is(verb))
        && (part.end..sentence.end).any(|token| document.shape(token).is_word());
    let end = (part.start..sentence.start).rfind(|&token| document.shape(token).is_word());
    match end.filter(|_| subject) {
        Some(end) => part.start..end + 1,
        None => part,
    }
}

/// ***Told of this**, Roe shrugs. “It is late.”*: what made the source speak is no part of what is said in marks.
fn is_asked(document: &Document, reading: &Analysis, part: &Range<usize>) -> bool {
    let marked = |part: &Range<usize>| opens_marked(document, part);
    matches!(
        document.folded(part.start),
        "asked" | "challenged" | "informed" | "pressed" | "reminded" | "told"
    ) && !marked(part)
        && document.word(part.end) == ","
        && reading.content.iter().any(marked)
}

/// ***I put this to Roe.** She sighs. “It is late.”*: what begins in a sentence of the article before the cue's is no part of what is said in
/// marks behind it.
fn is_of_article(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    let behind = |other: &Range<usize>| other.start >= cue.end && opens_marked(document, other);
    part.end <= cue.start
        && sentence_of(document, part.start) < sentence_of(document, cue.start)
        && !holds_marks(document, part)
        && reading.content.iter().any(behind)
        && reading
            .content
            .iter()
            .all(|other| other == part || behind(other))
}

/// *“She made it up,” he said of **the claim***, *“Shall we?” he asked, **to laughter***, *“Nobody,” he says, **and flees***: of what or
/// how it was said stands behind marked words and their inquit, and is not said.
fn is_topic_or_manner(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    let before = part.start.saturating_sub(1);
    let of = matches!(
        document.folded(before),
        "about" | "as" | "concerning" | "of" | "regarding" | "to"
    );
    let first = document.folded(part.start);
    let how = document.word(before) == ","
        && (first == "to" || first == "and" && document.classes(part.start + 1).is(Classes::VERB));
    part.start >= cue.end
        && sentence_of(document, part.start) == sentence_of(document, cue.start)
        && !(holds_marks(document, part) || opens_marked(document, part))
        && (of || how)
        && has_marked_before(document, reading, cue)
}

/// *“We are angry,” said Roe, who thinks that it **“must be paid”***: marked words in the middle of a clause behind marked words and their
/// inquit are what that clause reports.
fn is_of_clause(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    let mut around = document.outermost_in(document.span_of(part.clone()));
    let Some((_, quotation)) = around.next() else {
        return false;
    };
    let mark = document.tokens_in(quotation.outer).start;
    let Some(before) = mark.checked_sub(1).filter(|&before| before > cue.end) else {
        return false;
    };
    part.start >= mark
        && document.shape(mark + 1) == Shape::Lower
        && document.shape(before) == Shape::Lower
        && !document.classes(before).is(Classes::CONJUNCTION)
        && sentence_of(document, mark) == sentence_of(document, cue.start)
        && has_marked_before(document, reading, cue)
}

/// *“It is late,” said Roe, and Ruiz cut in. **“Is it?”***: marked words behind a sentence that ends with another's inquit are not said
/// by the one before.
fn is_cut_in(document: &Document, part: &Range<usize>, cue: &Range<usize>) -> bool {
    let mark =
        part.start - usize::from(document.shape(part.start) != Shape::Mark && part.start > 0);
    let Some(last) = mark.checked_sub(2) else {
        return false;
    };
    let at = document.cues.partition_point(|cue| cue.tokens.end <= last);
    // *if asked*, *when he was asked*
    let joins = Classes::CONJUNCTION
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY);
    let interjects = |other: &Cue| {
        other.tokens.start > cue.end
            && !document.classes(other.tokens.start - 1).is(joins)
            && other.class == CueClass::Verb
            && other.form == Form::Past
            && other.frames.has(Frames::INQUIT)
            && other.tokens.end == last + 1
    };
    opens_marked(document, part)
        && document.folded(last + 1) == "."
        && document.cues.get(at).is_some_and(interjects)
        && sentence_of(document, last) == sentence_of(document, cue.start)
}

/// Do marked words of the reading stand before its cue?
fn has_marked_before(document: &Document, reading: &Analysis, cue: &Range<usize>) -> bool {
    let mut parts = reading.content.iter();
    parts.any(|part| part.end <= cue.start && opens_marked(document, part))
}

/// *Will it change? She **shrugs**.*: without marks, a gesture says nothing of the sentence before it.
fn is_before_gesture(document: &Document, part: &Range<usize>, cue: &Range<usize>) -> bool {
    is_gesture(document, cue)
        && !document.quotations.is_empty()
        && part.end <= cue.start
        && sentence_of(document, part.start) < sentence_of(document, cue.start)
        && !(holds_marks(document, part) || opens_marked(document, part))
}

/// Is the last word of the cue what a face or a head does?
pub(super) fn is_gesture(document: &Document, cue: &Range<usize>) -> bool {
    matches!(
        document.folded(cue.end - 1),
        "chuckles"
            | "chuckled"
            | "frowns"
            | "frowned"
            | "grins"
            | "grinned"
            | "laughs"
            | "laughed"
            | "nods"
            | "nodded"
            | "pauses"
            | "paused"
            | "shrugs"
            | "shrugged"
            | "sighs"
            | "sighed"
            | "smiles"
            | "smiled"
            | "winces"
            | "winced"
    )
}

/// *“It rains,” she said in her memoir, “Cold Harbours.”*: is `part` marked, behind the cue in its sentence, and a title, where
/// other marked words stand before the cue?
fn is_title_behind(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    let before = reading
        .content
        .first()
        .is_some_and(|first| first.end <= cue.start && document.shape(first.start) == Shape::Mark);
    before
        && part.start >= cue.end
        && sentence_of(document, part.start) == sentence_of(document, cue.start)
        && document.shape(part.start) == Shape::Mark
        && is_title(document, part.clone())
}

/// ***The court** was told that it was late*, ***she** was asked what it cost*: whoever is told or asked is no part of what is.
fn is_addressee(
    document: &Document,
    reading: &Analysis,
    part: &Range<usize>,
    cue: &Range<usize>,
) -> bool {
    let is = |words: &[&str]| {
        cue.clone()
            .any(|token| words.contains(&document.folded(token)))
    };
    let behind = |other: &Range<usize>| other.start >= cue.end;
    part.end == cue.start
        && is(&["asked", "informed", "told"])
        && is(&["is", "are", "was", "were", "been"])
        && (!is(&["asked"]) || reading.content.iter().any(behind))
}

/// *The sign said nothing*, *she said so*, *an island that it claims as its own*: words that only point at others are no content.
fn says_nothing(document: &Document, content: &[Span]) -> bool {
    const NOTHING: [&[&str]; 16] = [
        &["nothing"],
        &["something"],
        &["anything"],
        &["so"],
        &["that"],
        &["this"],
        &["it"],
        &["little"],
        &["much"],
        &["no", "more"],
        &["nothing", "more"],
        &["as", "much"],
        &["as", "its", "own"],
        &["as", "his", "own"],
        &["as", "her", "own"],
        &["as", "their", "own"],
    ];
    let tokens = content.iter().flat_map(|&span| document.tokens_in(span));
    let words: Vec<&str> = tokens.take(3).map(|token| document.folded(token)).collect();
    NOTHING.contains(&words.as_slice())
}

/// *Roe released **the following statement**:*: what is said comes behind the colon.
fn is_announcement(document: &Document, content: &[Span], cue: &Range<usize>) -> bool {
    let [content] = content else {
        return false;
    };
    let tokens = document.tokens_in(*content);
    let following = document.folded(tokens.start + 1) == "following"
        || matches!(document.folded(tokens.start), "this" | "these");
    following && tokens.start >= cue.end && document.folded(tokens.end) == ":"
}

/// *What had Roe told him?*: a question about words that stand in another sentence.
fn asks_what_was_said(document: &Document, content: &[Span], cue: &Range<usize>) -> bool {
    let Some(sentence) = document
        .tokens
        .get(cue.start)
        .and_then(|token| document.sentences.get(token.sentence))
        .map(|sentence| sentence.tokens.clone())
    else {
        return false;
    };
    let asks =
        document.folded(sentence.end - 1) == "?" && document.folded(sentence.start) == "what";
    let elsewhere = |span: &Span| {
        !document
            .tokens_in(*span)
            .any(|token| sentence.contains(&token))
    };
    asks && content.iter().all(elsewhere)
}

/// *She is said to be ill*: nobody's words.
fn is_said_to_be(document: &Document, cue: &Range<usize>) -> bool {
    let last = cue.end - 1;
    document.folded(last) == "said"
        && document.folded(last + 1) == "to"
        && last
            .checked_sub(1)
            .is_some_and(|before| matches!(document.folded(before), "is" | "are" | "was" | "were"))
}

/// The sentence of a token.
fn sentence_of(document: &Document, token: usize) -> Option<usize> {
    document.tokens.get(token).map(|token| token.sentence)
}

/// Does a whole quotation stand in `part`?
fn holds_marks(document: &Document, part: &Range<usize>) -> bool {
    let span = document.span_of(part.clone());
    document.outermost_in(span).next().is_some()
}

/// Does `part` begin with a quotation mark, or at one that opens?
fn opens_marked(document: &Document, part: &Range<usize>) -> bool {
    let mark = |token: usize| document.shape(token) == Shape::Mark;
    let touches = |before: usize| {
        document.span_of(before..part.start).end == document.span_of(part.clone()).start
    };
    mark(part.start)
        || part
            .start
            .checked_sub(1)
            .is_some_and(|before| mark(before) && touches(before))
}
