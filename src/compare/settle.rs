//! The record that follows from decisions on single changes.

use std::collections::HashSet;

use super::{Change, Changed, Rejected, changes_of};
use crate::report::{ArticleRecord, PartRecord, QuoteRecord};

/// `old` with the changes to `new` that `accepts` says: an accepted change replaces the old quote by the new one, any other
/// leaves the old one. All accepted is `new`, none is `old`. `known` is what [`compare_article`](super::compare_article) was
/// given.
pub fn settle(
    old: &ArticleRecord,
    new: &ArticleRecord,
    threshold: f64,
    known: &[Rejected],
    mut accepts: impl FnMut(&Change) -> bool,
) -> ArticleRecord {
    let Changed { text, quotes } = changes_of(old, new, threshold, known);
    let text_accepted = text.as_ref().map(&mut accepts);
    let quotes: Vec<_> = quotes
        .into_iter()
        .map(|(pair, change)| (pair, change.map(|change| accepts(&change))))
        .collect();
    let mut decided = quotes
        .iter()
        .filter_map(|(_, accepted)| *accepted)
        .chain(text_accepted);
    let first = decided.next();
    match first {
        None | Some(true) if decided.all(|accepted| accepted) => return new.clone(),
        Some(false) if !decided.any(|accepted| accepted) => return old.clone(),
        _ => {}
    }
    // Where both are of one text, what did not change stays byte for byte.
    let of_new_text = text_accepted.unwrap_or(old.offsets != new.offsets);
    let mut kept = Vec::with_capacity(quotes.len());
    // Those whom an accepted quote names, as the new record has them.
    let mut renewed: HashSet<&str> = HashSet::new();
    for (pair, accepted) in quotes {
        let was = pair.old.and_then(|at| old.quotes.get(at));
        let is = pair.new.and_then(|at| new.quotes.get(at));
        if accepted == Some(true) {
            renewed.extend(is.and_then(|quote| quote.speaker.id.as_deref()));
        }
        let quote = match accepted {
            Some(true) => is.cloned(),
            None if of_new_text => is.cloned(),
            None => was.cloned(),
            Some(false) => was.map(|was| match is {
                Some(is) if of_new_text => moved(was, is),
                _ => was.clone(),
            }),
        };
        kept.extend(quote);
    }
    let mut record = if of_new_text { new } else { old }.clone();
    for (index, quote) in kept.iter_mut().enumerate() {
        quote.id = format!("{}#q{}", record.id, index + 1);
    }
    record.quotes = kept;
    record.speakers = old.speakers.clone();
    for speaker in &new.speakers {
        let known = record.speakers.iter_mut();
        match known.into_iter().find(|known| known.id == speaker.id) {
            Some(known) if of_new_text || renewed.contains(speaker.id.as_str()) => {
                known.clone_from(speaker);
            }
            Some(_) => {}
            None => record.speakers.push(speaker.clone()),
        }
    }
    // Counts the speakers and drops those without a quote.
    record.retain(|_| true);
    record
}

/// `was` with the offsets of `is` where both have the same words.
fn moved(was: &QuoteRecord, is: &QuoteRecord) -> QuoteRecord {
    let mut quote = was.clone();
    let place = |part: &mut PartRecord, other: &PartRecord| {
        if part.text == other.text {
            part.spans.clone_from(&other.spans);
        }
    };
    place(&mut quote.content, &is.content);
    if let (Some(source), Some(other)) = (&mut quote.source, &is.source) {
        place(source, other);
    }
    if let (Some(cue), Some(other)) = (&mut quote.cue, &is.cue)
        && cue.text == other.text
    {
        cue.spans.clone_from(&other.spans);
    }
    if let (Some(via), Some(other)) = (&mut quote.via, &is.via) {
        place(&mut via.source, &other.source);
    }
    quote.context = is.context.clone();
    quote
}
