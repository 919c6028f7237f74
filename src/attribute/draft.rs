//! Attributions in the making, and what they already cover.

use std::ops::Range;

use super::region::Region;
use crate::attribution::{Attribution, CuePart, QuoteType};
use crate::cue;
use crate::document::Document;
use crate::span::Span;

/// All drafts of an article.
pub(super) struct Drafts {
    drafts: Vec<Attribution>,
    /// For each token: the draft whose content it is in, plus one; 0 for none.
    content_of: Vec<u32>,
    /// For each token: is it in a cue that the engine found, or may be in none?
    claimed: Vec<bool>,
    /// For each quotation: the draft whose content it is (in), if any.
    owners: Vec<Option<usize>>,
    /// For each cue: is it in a draft?
    used: Vec<bool>,
    /// The paragraph each draft stands in.
    paragraphs: Vec<usize>,
    paragraph: usize,
}

impl Drafts {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            drafts: Vec::new(),
            content_of: vec![0; document.tokens.len()],
            claimed: vec![false; document.tokens.len()],
            owners: vec![None; document.quotations.len()],
            used: vec![false; document.cues.len()],
            paragraphs: Vec::new(),
            paragraph: 0,
        }
    }

    /// Tells the drafts which paragraph comes; returns how many drafts there were before it.
    pub(super) fn begin_paragraph(&mut self, paragraph: usize) -> usize {
        self.paragraph = paragraph;
        self.drafts.len()
    }

    pub(super) fn len(&self) -> usize {
        self.drafts.len()
    }

    pub(super) fn get(&self, draft: usize) -> &Attribution {
        &self.drafts[draft]
    }

    pub(super) fn get_mut(&mut self, draft: usize) -> &mut Attribution {
        &mut self.drafts[draft]
    }

    pub(super) fn paragraph_of(&self, draft: usize) -> usize {
        self.paragraphs[draft]
    }

    /// The draft that a quotation belongs to.
    pub(super) fn owner(&self, quotation: usize) -> Option<usize> {
        self.owners[quotation]
    }

    /// Is the cue at element `e` in a draft?
    pub(super) fn is_used(&self, region: &Region, e: usize) -> bool {
        region.elements[e].cue.is_some_and(|cue| self.used[cue])
    }

    /// Is element `e` part of a content?
    pub(super) fn covers(&self, region: &Region, e: usize) -> bool {
        self.covering(region, e).is_some()
    }

    /// The draft whose content element `e` is part of. The content of a quotation begins behind its mark, so a quotation is
    /// asked for its owner.
    pub(super) fn covering(&self, region: &Region, e: usize) -> Option<usize> {
        let element = region.elements.get(e)?;
        match element.quotation {
            Some(quotation) if region.document.quotations[quotation].depth == 0 => {
                self.owners[quotation]
            }
            _ => (self.content_of[element.tokens.start] as usize).checked_sub(1),
        }
    }

    /// Adds a draft and marks what it covers.
    pub(super) fn push(&mut self, region: &Region, new: New) -> usize {
        let cue = new.cue.map(|e| {
            if let Some(index) = region.elements[e].cue {
                self.used[index] = true;
            }
            let first = new.verb_group.filter(|&group| group < e).unwrap_or(e);
            region.tokens_of(first..region.after_cue(e))
        });
        let found = Found {
            content: new.content,
            cue,
            source: new.source.map(|source| region.span(source)),
            confidence: new.confidence,
            evidence: vec![new.evidence],
        };
        self.add(region.document, found)
    }

    /// Adds what the engine found, and takes the cues in its cue from the rules.
    pub(super) fn push_found(&mut self, document: &Document, found: Found) -> usize {
        let words = found.cue.clone().unwrap_or_default();
        let cues = &document.cues;
        let first = cues.partition_point(|cue| cue.tokens.end <= words.start);
        let end = cues.partition_point(|cue| cue.tokens.start < words.end);
        self.used[first..end.max(first)].fill(true);
        self.add(document, found)
    }

    fn add(&mut self, document: &Document, found: Found) -> usize {
        let id = self.drafts.len();
        let content = apart(found.content);
        let cue: Vec<Span> = found
            .cue
            .iter()
            .cloned()
            .map(|cue| document.span_of(cue))
            .collect();
        let judgement = cue::judge(document, &cue, &content, found.source);
        let mut evidence = found.evidence;
        evidence.extend(judgement.evidence.map(|why| format!("act: {why}")));
        if let Some(cue) = found.cue {
            self.claimed[cue].fill(true);
        }
        self.drafts.push(Attribution {
            content,
            act: judgement.act,
            cue: (!cue.is_empty()).then_some(CuePart {
                spans: cue,
                lemma: judgement.lemma,
            }),
            source: found.source,
            evidence,
            confidence: found.confidence,
            ..Attribution::default()
        });
        self.paragraphs.push(self.paragraph);
        self.cover(document, id);
        id
    }

    /// No cue of the engine in `tokens` counts from now on.
    pub(super) fn claim(&mut self, tokens: Range<usize>) {
        self.claimed[tokens].fill(true);
    }

    /// Is the token in a content or claimed?
    pub(super) fn is_taken(&self, token: usize) -> bool {
        self.content_of[token] != 0 || self.claimed[token]
    }

    /// Adds a span to the content of `draft`.
    pub(super) fn extend(&mut self, document: &Document, draft: usize, spans: &[Span]) {
        let content = &mut self.drafts[draft].content;
        content.extend_from_slice(spans);
        *content = apart(std::mem::take(content));
        self.cover(document, draft);
    }

    /// Takes `tokens` out of the content of `draft`. They stay covered: nobody else says them.
    pub(super) fn cut(&mut self, document: &Document, draft: usize, tokens: Range<usize>) {
        let out = document.span_of(tokens.clone());
        let content = std::mem::take(&mut self.drafts[draft].content);
        let (cut, mut whole): (Vec<Span>, Vec<Span>) =
            content.into_iter().partition(|span| span.overlaps(out));
        for span in cut {
            let all = document.tokens_in(span);
            whole.push(document.span_of(all.start..tokens.start));
            whole.push(document.span_of(tokens.end..all.end));
        }
        self.drafts[draft].content = apart(whole);
        self.cover(document, draft);
    }

    /// Marks tokens and quotations of the draft's content, and judges from them whether it is direct, mixed or indirect.
    fn cover(&mut self, document: &Document, draft: usize) {
        let (mut words, mut inside, mut unclosed) = (0usize, 0usize, false);
        for span in &self.drafts[draft].content {
            for token in document.tokens_in(*span) {
                self.content_of[token] = draft as u32 + 1;
            }
        }
        for &span in &self.drafts[draft].content {
            let tokens = document.tokens_in(span);
            let is_word = |&i: &usize| document.shape(i).is_word();
            words += tokens.clone().filter(is_word).count();
            for (q, quotation) in document.outermost_in(span) {
                unclosed |= !quotation.closed;
                self.owners[q].get_or_insert(draft);
                let both = document.tokens_in(quotation.outer);
                let both = both.start.max(tokens.start)..both.end.min(tokens.end);
                inside += both.filter(is_word).count();
            }
        }
        let draft = &mut self.drafts[draft];
        const UNCLOSED: &str = "its quotation mark is never closed";
        if unclosed && !draft.evidence.iter().any(|why| why == UNCLOSED) {
            draft.evidence.push(UNCLOSED.to_owned());
        }
        (draft.quote_type, draft.marked) = match inside {
            0 => (QuoteType::Indirect, false),
            _ if inside >= words => (QuoteType::Direct, true),
            _ => (QuoteType::Mixed, true),
        };
    }

    /// Says that `drafts` stand inside the content of `outer`.
    pub(super) fn put_inside(&mut self, drafts: Range<usize>, outer: usize) {
        for draft in &mut self.drafts[drafts] {
            draft.inside = Some(outer);
        }
    }

    /// The attributions, by start of their content; one whose content has no word in it (a lone `?`) reports nothing.
    pub(super) fn finish(self, document: &Document) -> Vec<Attribution> {
        let says_something = |&i: &usize| {
            let mut tokens = self.drafts[i]
                .content
                .iter()
                .flat_map(|&span| document.tokens_in(span));
            tokens.any(|token| document.shape(token).is_word())
        };
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(says_something).collect();
        let key = |i: usize| {
            (
                self.drafts[i].content.first().map_or(0, |span| span.start),
                i,
            )
        };
        order.sort_by_key(|&i| key(i));
        let mut position = vec![None; self.drafts.len()];
        for (new, &old) in order.iter().enumerate() {
            position[old] = Some(new);
        }
        let mut drafts: Vec<Option<Attribution>> = self.drafts.into_iter().map(Some).collect();
        let sorted = order.iter().filter_map(|&i| drafts[i].take());
        sorted
            .map(|mut attribution| {
                attribution.continues = attribution.continues.and_then(|i| position[i]);
                attribution.answers = attribution.answers.and_then(|i| position[i]);
                attribution.inside = attribution.inside.and_then(|i| position[i]);
                attribution
            })
            .collect()
    }
}

/// The spans in order, without empty ones; those that overlap are one.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.cover(span),
            _ => apart.push(span),
        }
    }
    apart
}

/// What a rule found; elements are those of the region it is pushed with.
pub(super) struct New {
    pub(super) content: Vec<Span>,
    pub(super) cue: Option<usize>,
    /// The first element of the cue's verb group.
    pub(super) verb_group: Option<usize>,
    pub(super) source: Option<Range<usize>>,
    pub(super) confidence: f32,
    pub(super) evidence: String,
}

/// A draft as it is in the text.
pub(super) struct Found {
    pub(super) content: Vec<Span>,
    /// Its tokens.
    pub(super) cue: Option<Range<usize>>,
    pub(super) source: Option<Span>,
    pub(super) confidence: f32,
    pub(super) evidence: Vec<String>,
}
