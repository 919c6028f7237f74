//! Is a quote in an article, word by word, and whose is it there?
//!
//! Receives the words that somebody is said to have said and the record of an article, with its text where there is one. The quotes of
//! the record come first; the running text says whether the words stand there at all. Words are compared as
//! [`repeats`](crate::repeats) folds them. It knows nothing of what was really said.

use serde::Serialize;

use crate::lexicon::{self, Classes};
use crate::repeats::{differing, placed, same_name, words};
use crate::report::{ArticleRecord, QuoteRecord, StatusRecord};
use crate::span::{OffsetMap, OffsetUnit, Span};

/// The version of the form that a [`Finding`] has as JSON.
pub const VERIFY_SCHEMA: &str = "inquit-verify/1";

/// Of the words, so many in a hundred must be there for the quote to be altered and not another one.
const ALIKE: usize = 60;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Its folded words; several parts where some were left out.
    parts: Vec<Vec<String>>,
    speaker: Option<Named>,
}

/// Who is to have said it.
#[derive(Clone, Debug)]
struct Named {
    /// Folded, without titles.
    words: Vec<String>,
    gazetteer: Option<String>,
}

/// How an article has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Word by word.
    Verbatim,
    /// All of them in their order, with words between that are left out.
    Shortened,
    /// Some words are others.
    Altered,
    /// What is nearest is something else.
    NotFound,
}

impl Verdict {
    /// What a reader is told.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Shortened => "shortened",
            Verdict::Altered => "altered",
            Verdict::NotFound => "not found",
        }
    }
}

/// Whose words an article says they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Who was named; where nobody was, whoever it is.
    Same,
    /// One of several, and who was named is among them.
    Ambiguous,
    /// Nobody who is known.
    Unknown,
    /// Somebody else.
    Other,
    /// They stand in the text and are no quote.
    Nobody,
}

/// What an article has of the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Always `inquit-verify/1`.
    pub schema: &'static str,
    /// How it has them.
    pub verdict: Verdict,
    /// Whose they are there.
    pub by: By,
    /// The canonical speaker; null unless linked.
    pub speaker: Option<String>,
    /// All that fit, where it is ambiguous.
    pub candidates: Vec<String>,
    /// The article's id.
    pub article: String,
    /// The quote's id; null where the words are no quote.
    pub quote: Option<String>,
    /// From the first to the last of the words, as the article has them.
    pub passage: String,
    /// Where they stand, in the record's unit.
    pub span: [usize; 2],
    /// Words that were looked for and are not there, in runs.
    pub missing: Vec<String>,
    /// Words that are there and were not looked for.
    pub added: Vec<String>,
    /// How many words differ.
    pub distance: usize,
}

impl Finding {
    /// Is it the words as they are, as a quote of who was named?
    pub fn is_confirmed(&self) -> bool {
        self.verdict == Verdict::Verbatim && self.by == By::Same
    }

    /// Whose words count first, then how near they are.
    pub fn rank(&self) -> (Verdict, By, usize) {
        (self.verdict, self.by, self.distance)
    }
}

impl Sought {
    /// The words of `quote`, by `speaker`, whose gazetteer entry may be known; `None` for a quote without words.
    pub fn new(quote: &str, speaker: Option<&str>, gazetteer: Option<String>) -> Option<Self> {
        let whole = quote.replace("...", "…");
        let parts: Vec<Vec<String>> = whole
            .split('…')
            .map(words)
            .filter(|part| !part.is_empty())
            .collect();
        let named = |speaker: &str| {
            let all = words(speaker);
            let name = |word: &&String| !lexicon::classes(word).is(Classes::TITLE);
            let bare: Vec<String> = all.iter().filter(name).cloned().collect();
            Named {
                words: if bare.is_empty() { all } else { bare },
                gazetteer,
            }
        };
        (!parts.is_empty()).then(|| Self {
            parts,
            speaker: speaker.map(named),
        })
    }

    fn len(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// What the article of `record` has of it: of its quotes, or of its `text` where that is nearer. `None` where there is no word.
    pub fn find(&self, record: &ArticleRecord, text: Option<&str>) -> Option<Finding> {
        let quotes = record.quotes.iter().filter_map(|quote| {
            let content = placed(&quote.content.text);
            let fit = self.fit(&content)?;
            Some((fit.distance, self.of_quote(record, quote, &content, &fit)))
        });
        let best = quotes.min_by_key(|(distance, finding)| (*distance, finding.by));
        let in_text = text.and_then(|text| self.in_text(record, text));
        match (best, in_text) {
            (Some((distance, _)), Some(in_text)) if in_text.distance < distance => Some(in_text),
            (Some((_, finding)), _) => Some(finding),
            (None, in_text) => in_text,
        }
    }

    fn of_quote(
        &self,
        record: &ArticleRecord,
        quote: &QuoteRecord,
        content: &[(String, Span)],
        fit: &Fit,
    ) -> Finding {
        let first = quote.content.spans.first().map_or(0, |span| span[0]);
        let last = quote.content.spans.last().map_or(0, |span| span[1]);
        let passage = passage(content, fit).slice(&quote.content.text).to_owned();
        Finding {
            quote: Some(quote.id.clone()),
            by: self.by(record, quote),
            speaker: quote.speaker.name.clone(),
            candidates: quote
                .speaker
                .candidates
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            ..self.finding(record, content, fit, passage, [first, last])
        }
    }

    /// Where the words stand in the running text; a quote that has most of them says whose they are.
    fn in_text(&self, record: &ArticleRecord, text: &str) -> Option<Finding> {
        let all = placed(text);
        let fit = self.fit(&all)?;
        let span = passage(&all, &fit);
        let offsets = OffsetMap::new(text, OffsetUnit::named(&record.offsets));
        let [start, end] = [offsets.offset(span.start), offsets.offset(span.end)];
        let finding = self.finding(
            record,
            &all,
            &fit,
            span.slice(text).to_owned(),
            [start, end],
        );
        let shared = |quote: &QuoteRecord| -> usize {
            let spans = quote.content.spans.iter();
            spans
                .map(|span| span[1].min(end).saturating_sub(span[0].max(start)))
                .sum()
        };
        let quote = record.quotes.iter().max_by_key(|quote| shared(quote));
        Some(
            match quote.filter(|quote| 2 * shared(quote) >= end - start) {
                Some(quote) => Finding {
                    quote: Some(quote.id.clone()),
                    by: self.by(record, quote),
                    speaker: quote.speaker.name.clone(),
                    ..finding
                },
                None => finding,
            },
        )
    }

    /// A finding that is nobody's yet.
    fn finding(
        &self,
        record: &ArticleRecord,
        content: &[(String, Span)],
        fit: &Fit,
        passage: String,
        span: [usize; 2],
    ) -> Finding {
        let found: Vec<String> = content
            .iter()
            .take(fit.end)
            .skip(fit.start)
            .map(|(word, _)| word.clone())
            .collect();
        let [missing, added] = differing(&self.parts.concat(), &found);
        let verdict = if fit.distance == 0 && self.parts.len() == 1 {
            Verdict::Verbatim
        } else if missing.is_empty() && 100 * fit.distance <= ALIKE * self.len() {
            Verdict::Shortened
        } else if 100 * fit.distance <= (100 - ALIKE) * self.len() {
            Verdict::Altered
        } else {
            Verdict::NotFound
        };
        Finding {
            schema: VERIFY_SCHEMA,
            verdict,
            by: By::Nobody,
            speaker: None,
            candidates: Vec::new(),
            article: record.id.clone(),
            quote: None,
            passage,
            span,
            missing,
            added,
            distance: fit.distance,
        }
    }

    fn by(&self, record: &ArticleRecord, quote: &QuoteRecord) -> By {
        let speaker = &quote.speaker;
        let Some(named) = &self.speaker else {
            return By::Same;
        };
        let is_named = |name: &str| same_name(&named.words, &words(name));
        match speaker.status {
            StatusRecord::Unknown => By::Unknown,
            StatusRecord::Ambiguous => {
                let may_be = speaker.candidates.iter().any(|one| is_named(&one.name));
                if may_be { By::Ambiguous } else { By::Other }
            }
            StatusRecord::Linked => {
                let entry = named.gazetteer.is_some() && named.gazetteer == speaker.gazetteer;
                let summary = record
                    .speakers
                    .iter()
                    .find(|one| Some(&one.id) == speaker.id.as_ref());
                let aliases = summary.map_or(&[][..], |one| &one.aliases);
                let names = aliases.iter().chain(&speaker.name);
                if entry || names.into_iter().any(|name| is_named(name)) {
                    By::Same
                } else {
                    By::Other
                }
            }
        }
    }

    /// Where the parts fit best, one behind the other.
    fn fit(&self, content: &[(String, Span)]) -> Option<Fit> {
        let mut whole: Option<Fit> = None;
        for part in &self.parts {
            let from = whole.as_ref().map_or(0, |whole| whole.end);
            let fit = fit(part, content.get(from..)?)?;
            let (start, end) = (from + fit.start, from + fit.end);
            whole = Some(match whole {
                Some(whole) => Fit {
                    distance: whole.distance + fit.distance,
                    start: whole.start,
                    end,
                },
                None => Fit {
                    distance: fit.distance,
                    start,
                    end,
                },
            });
        }
        whole
    }
}

/// The bytes of the words that fit.
fn passage(content: &[(String, Span)], fit: &Fit) -> Span {
    let first = content.get(fit.start).map(|(_, span)| *span);
    let last = fit.end.checked_sub(1).and_then(|last| content.get(last));
    match (first, last) {
        (Some(first), Some((_, last))) if fit.start < fit.end => first.cover(*last),
        _ => Span::new(0, 0),
    }
}

/// A stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fit {
    /// Words to add, take away or exchange.
    distance: usize,
    start: usize,
    end: usize,
}

/// The stretch of `content` that `part` becomes with the fewest changes (Sellers 1980), the first of several.
fn fit(part: &[String], content: &[(String, Span)]) -> Option<Fit> {
    // Of each row, the changes so far and where the stretch began.
    let mut column: Vec<(usize, usize)> = (0..=part.len()).map(|row| (row, 0)).collect();
    let mut best = Fit {
        distance: part.len(),
        start: 0,
        end: 0,
    };
    for (at, (word, _)) in content.iter().enumerate() {
        let mut diagonal = column[0];
        let mut last_exchanged = part.len();
        column[0] = (0, at + 1);
        for (row, sought) in part.iter().enumerate() {
            let (left, start) = column[row + 1];
            let exchanged = (diagonal.0 + usize::from(sought != word), diagonal.1);
            last_exchanged = exchanged.0;
            let added = (left + 1, start);
            let (above, above_start) = column[row];
            let taken = (above + 1, above_start);
            diagonal = column[row + 1];
            let least = [exchanged, added, taken]
                .into_iter()
                .min_by_key(|(changes, _)| *changes);
            column[row + 1] = least.unwrap_or(exchanged);
        }
        let (distance, start) = column[part.len()];
        // *£9m* at the end is *£8m* here, rather than left out.
        let exchanges =
            distance == best.distance && at == best.end && start == best.start && at > start;
        if distance < best.distance || exchanges && last_exchanged == distance {
            best = Fit {
                distance,
                start,
                end: at + 1,
            };
        }
    }
    (!content.is_empty()).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_stretch_is_found() {
        let content =
            placed("Nobody asked. We will sail on Monday, she said, and we will sail on Friday.");
        for (sought, want) in [
            ("we will sail on Monday", (0, 2, 7)),
            ("We’ll sail on Monday", (1, 3, 7)),
            ("we will sail on friday", (0, 10, 15)),
            ("we shall sail on Monday", (1, 2, 7)),
            ("and we will sail on Sunday", (1, 9, 15)),
            ("nobody replied", (1, 0, 2)),
        ] {
            let fit = fit(&words(sought), &content).unwrap();
            assert_eq!(fit.distance, want.0, "{sought}");
            assert_eq!(fit.end, want.2, "{sought}");
            assert!(fit.start.abs_diff(want.1) <= 1, "{sought}: {fit:?}");
        }
        assert_eq!(fit(&words("we"), &[]), None);
    }
}
