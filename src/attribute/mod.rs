//! Joins cues with their contents and sources.
//!
//! Receives all layers up to [`Document::candidates`]; adds [`Document::attributions`], without their speakers. Paragraph by
//! paragraph: labels (`MOSS:`), what somebody is quoted *as saying*, what the engine is sure of, marked speech with an inquit, the
//! rest of the engine, what a court heard, prepositional cues, marked speech without an inquit of its own or inside what another says, and
//! speech that lost its marks; then, over paragraphs, dialogues that prose introduces. Rules see a paragraph as a [`Region`]: tokens, with each marked utterance as one element.
//!
//! Every rule looks a bounded way to either side, so the cost of an article grows with its length and nothing else.

mod clause;
mod confidence;
mod dialogue;
mod direct;
mod draft;
mod heard;
mod label;
mod learned;
mod nested;
mod phrase;
mod polarity;
mod region;
mod relayed;
mod source;
mod unmarked;
mod unsaid;

use crate::document::{Document, Paragraph};
use crate::engine::LEAST_CONFIDENCE;
use direct::Sides;
use draft::Drafts;
use region::Region;

/// Fills [`Document::attributions`].
pub(crate) fn attribute(document: &mut Document) {
    let mut drafts = Drafts::new(document);
    let outermost = document.outermost.iter().copied();
    let outermost: Vec<usize> = outermost
        .filter(|&q| region::is_utterance(document, q))
        .collect();
    let mut first = 0;
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        if paragraph.furniture.is_some() {
            continue;
        }
        while outermost
            .get(first)
            .is_some_and(|&q| document.quotations[q].outer.end <= paragraph.span.start)
        {
            first += 1;
        }
        // *Roe issued a statement:* ¶ *“…”*: the paragraph before introduces this one.
        let mut tokens = label::start_of_text(document, paragraph)..paragraph.tokens.end;
        let introduced = document.folded(tokens.start.saturating_sub(1)) == ":"
            && outermost
                .get(first)
                .is_some_and(|&q| document.quotations[q].outer.start == paragraph.span.start);
        if introduced && number > 0 {
            tokens.start = document.paragraphs[number - 1].tokens.start;
        }
        // *“…”* ¶ *– Roe, a nurse*: the paragraph behind signs this one.
        let quotation = outermost.get(first).map(|&q| &document.quotations[q]);
        let whole = quotation.is_some_and(|quotation| quotation.outer == paragraph.span);
        if let Some(next) = document.paragraphs.get(number + 1)
            && whole
            && is_signature(document, next)
        {
            tokens.end = next.tokens.end;
        }
        let region = Region::new(document, tokens, &outermost[first..]);
        let at = drafts.begin_paragraph(number);
        if label::find(&region, &outermost[first..], &mut drafts) {
            continue;
        }
        // The engine reads no further than a paragraph; there rules are surer of what introduces marked words.
        let surest = if introduced {
            Sides::Both
        } else {
            Sides::Behind
        };
        relayed::find(&region, &mut drafts);
        unmarked::find_lone_inquits(&region, &mut drafts);
        learned::find(&region, &mut drafts, learned::SURE);
        let inquits = drafts.len();
        direct::find(&region, &mut drafts, surest);
        learned::whole_sources(document, &mut drafts, inquits);
        learned::find(&region, &mut drafts, LEAST_CONFIDENCE);
        heard::find(&region, &mut drafts);
        phrase::find(&region, &mut drafts);
        learned::find_phrases(&region, &mut drafts);
        direct::find(&region, &mut drafts, Sides::Both);
        direct::find_uncued(&region, &mut drafts, at);
        learned::whose_participles(document, &mut drafts, at);
        direct::find_named(&region, &mut drafts);
        unmarked::find(&region, &mut drafts, at);
    }
    dialogue::find(document, &outermost, &mut drafts);
    nested::find(document, &mut drafts);
    document.attributions = drafts.finish(document);
}

/// Is the paragraph a dash and a name?
fn is_signature(document: &Document, paragraph: &Paragraph) -> bool {
    let name = paragraph.tokens.start + 1;
    let at = document
        .mentions
        .partition_point(|mention| mention.tokens.end <= name);
    let named = document
        .mentions
        .get(at)
        .is_some_and(|mention| mention.kind.is_name() && mention.tokens.start == name);
    named && matches!(document.word(name - 1), "-" | "–" | "—" | "--" | "―")
}
