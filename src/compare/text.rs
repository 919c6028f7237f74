//! Changes for a reader: one a block, old and new words beneath each other, what differs marked.
//!
//! ```text
//! news/a.txt#3f2a9c1b7e: content longer, speaker changed
//!   speaker: [-Ana Ruiz-] {+Bo Lind+}
//!   - We will go
//!   + We will go {+on Monday+}
//! ```
//!
//! The marks are those of `wdiff`; with colours there are none.

use std::io::{self, Write};

use super::{Change, Difference, Run, Summary, word_runs};
use crate::report::{QuoteRecord, plain};

/// Writes changes for a reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChangeText {
    /// Mark what differs by colour instead of by signs?
    pub color: bool,
}

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

impl ChangeText {
    /// Writes one change.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn change(&self, change: &Change, out: &mut dyn Write) -> io::Result<()> {
        let id = plain(&change.id);
        let kinds = kinds(&change.differences);
        if self.color {
            writeln!(out, "{BOLD}{id}{RESET}: {kinds}")?;
        } else {
            writeln!(out, "{id}: {kinds}")?;
        }
        self.body(change, out)
    }

    /// Writes what differs, without the line that names the change.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn body(&self, change: &Change, out: &mut dyn Write) -> io::Result<()> {
        match (&change.old, &change.new) {
            (Some(old), Some(new)) => {
                for difference in &change.differences {
                    self.difference(difference, out)?;
                }
                let [was, is] = word_runs(&plain(&old.content.text), &plain(&new.content.text));
                if was == is {
                    return writeln!(out, "    {}", self.runs(&was, false));
                }
                writeln!(out, "  - {}", self.runs(&was, false))?;
                writeln!(out, "  + {}", self.runs(&is, true))
            }
            (Some(gone), None) => self.whole('-', RED, gone, out),
            (None, Some(new)) => self.whole('+', GREEN, new, out),
            (None, None) => change
                .differences
                .iter()
                .try_for_each(|difference| self.difference(difference, out)),
        }
    }

    /// A quote that has no other beside it.
    fn whole(
        &self,
        sign: char,
        color: &str,
        quote: &QuoteRecord,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let speaker = plain(super::name(&quote.speaker));
        let what = format!("{} {}", quote.quote_type.name(), quote.act.name());
        writeln!(out, "  {speaker}, {what}")?;
        let words = plain(&quote.content.text);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.color {
            writeln!(out, "  {sign} {color}{words}{RESET}")
        } else {
            writeln!(out, "  {sign} {words}")
        }
    }

    /// What a content does not show.
    fn difference(&self, difference: &Difference, out: &mut dyn Write) -> io::Result<()> {
        let mark = |words: &Option<String>, new| {
            let words = words.as_deref().unwrap_or("none");
            self.mark(&plain(words), new)
        };
        let Difference { kind, old, new, .. } = difference;
        if old.is_none() && new.is_none() {
            return Ok(());
        }
        let what = kind.label().split(' ').next().unwrap_or_default();
        let same = if old == new { " (elsewhere)" } else { "" };
        let (old, new) = (mark(old, false), mark(new, true));
        writeln!(out, "  {what}: {old} {new}{same}")
    }

    fn runs(&self, runs: &[Run], new: bool) -> String {
        let mut line = String::new();
        for run in runs {
            if run.differs {
                let words = run.text.trim_end();
                line.push_str(&self.mark(words, new));
                if words.len() < run.text.len() {
                    line.push(' ');
                }
            } else {
                line.push_str(&run.text);
            }
        }
        line.trim_end().to_owned()
    }

    fn mark(&self, words: &str, new: bool) -> String {
        match (self.color, new) {
            (true, false) => format!("{RED}{words}{RESET}"),
            (true, true) => format!("{GREEN}{words}{RESET}"),
            (false, false) => format!("[-{words}-]"),
            (false, true) => format!("{{+{words}+}}"),
        }
    }

    /// Writes how much changed, by kind and by speaker.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn summary(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if summary.changes == 0 {
            return writeln!(out, "no change in {}", count(summary.articles, "article"));
        }
        writeln!(
            out,
            "{} in {} of {}",
            count(summary.changes, "change"),
            summary.changed_articles,
            count(summary.articles, "article")
        )?;
        let kinds = summary.kinds.iter();
        let kinds: Vec<String> = kinds
            .map(|(kind, number)| format!("{} {number}", kind.label()))
            .collect();
        writeln!(out, "  by kind: {}", kinds.join(", "))?;
        let speakers = summary.speakers.iter();
        let speakers: Vec<String> = speakers
            .map(|speaker| format!("{} {}", plain(&speaker.name), speaker.changes))
            .collect();
        if speakers.is_empty() {
            return Ok(());
        }
        writeln!(out, "  by speaker: {}", speakers.join(", "))
    }
}

/// *content longer, speaker changed*
pub(crate) fn kinds(differences: &[Difference]) -> String {
    let labels = differences.iter().map(|difference| difference.kind.label());
    labels.collect::<Vec<_>>().join(", ")
}

/// *1 change*, *2 changes*
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
