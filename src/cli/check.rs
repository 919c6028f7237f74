//! `inquit check`: articles in, what changed of their quotes since they were locked out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use inquit::compare::{Change, Comparison, article_added, article_removed, compare_article};
use inquit::report::{ArticleRecord, QuoteRecord, Snapshot};
use serde::Serialize;

use super::args::{CheckFormat, HoldArgs};
use super::complain;
use super::decisions::Log;
use super::diff::change_text;
use super::input::{Problem, Reading};
use super::lines::{Lines, lines_before_text};
use super::lock::{Extracted, extract, in_the_way, reading, roots, twice, without_article};
use super::snapshots::{self, Snapshots, pending_path};

/// What `--format json` writes.
#[derive(Serialize)]
struct Report<'c> {
    #[serde(flatten)]
    comparison: &'c Comparison,
    /// Changes that were rejected before, and are not among the others.
    rejected: usize,
    /// Where each change is to be seen.
    places: &'c BTreeMap<String, Place>,
    problems: &'c [Problem],
}

/// Where a quote stands.
#[derive(Clone, Debug, Serialize)]
struct Place {
    file: String,
    /// None where the quote is gone with its words.
    line: Option<usize>,
}

pub(crate) fn run(args: &HoldArgs) -> anyhow::Result<ExitCode> {
    let folder = &args.locked.snapshots;
    if !folder.is_dir() {
        anyhow::bail!(
            "{}: no such folder; `inquit lock` makes it",
            folder.display()
        );
    }
    let mut snapshots = Snapshots::read(folder)?;
    let log = Log::read(&args.log, folder)?;
    let mut problems = std::mem::take(&mut snapshots.problems);
    problems.extend(log.problems.iter().cloned());
    let reading = reading(&args.locked);
    let mut check = Check {
        snapshots,
        log,
        reading: &reading,
        threshold: args.comparing.threshold,
        seen: BTreeSet::new(),
        changes: Vec::new(),
        places: BTreeMap::new(),
        rejected: 0,
        problems,
    };
    extract(&args.locked, &reading, |done| match done {
        Ok(extracted) => check.article(extracted, roots(&args.locked)),
        Err(problem) => {
            // It is there, though it cannot be read.
            check.seen.insert(problem.name.clone());
            check.problems.push(problem);
            Ok(())
        }
    })?;
    check.without_article();
    check.finish(args.format)
}

struct Check<'r> {
    snapshots: Snapshots,
    log: Log,
    reading: &'r Reading,
    threshold: f64,
    seen: BTreeSet<String>,
    changes: Vec<Change>,
    places: BTreeMap<String, Place>,
    rejected: usize,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn article(&mut self, extracted: Extracted, paths: &[PathBuf]) -> anyhow::Result<()> {
        let Extracted { record, text, line } = extracted;
        let id = record.id.clone();
        if !self.seen.insert(id.clone()) {
            self.problems.push(twice(id));
            return Ok(());
        }
        let (path, changes, of_one_text) = match self.snapshots.kept.get(&id) {
            Some(kept) => {
                let old = &kept.snapshot.record;
                let known = self.log.rejected(&id);
                let changes = compare_article(old, &record, self.threshold, &known);
                let of_one_text = old.text_sha256 == record.text_sha256;
                (kept.path.clone(), changes, of_one_text)
            }
            None => match self.snapshots.place(&id, paths) {
                Some(path) => (path, vec![article_added(&record)], true),
                None => {
                    self.problems.push(in_the_way(id));
                    return Ok(());
                }
            },
        };
        self.find(&changes, &record, of_one_text, &text, line);
        let snapshot = match self.snapshots.kept.get(&id) {
            Some(kept) => kept.snapshot.with_record(record),
            None => Snapshot::new(&id, record),
        };
        let pending = pending_path(&path);
        if self.take(changes) {
            snapshots::write(&pending, &snapshot.to_string())?;
        } else {
            snapshots::remove(&pending)?;
        }
        Ok(())
    }

    /// Keeps the changes that nobody has rejected; are there any?
    fn take(&mut self, changes: Vec<Change>) -> bool {
        let before = self.changes.len();
        for change in changes {
            if self.log.is_rejected(&change) {
                self.rejected += 1;
                self.places.remove(&change.id);
            } else {
                self.changes.push(change);
            }
        }
        self.changes.len() > before
    }

    /// Notes where each of `changes` stands in the article.
    fn find(
        &mut self,
        changes: &[Change],
        record: &ArticleRecord,
        of_one_text: bool,
        text: &str,
        line: Option<usize>,
    ) {
        if changes.is_empty() {
            return;
        }
        let path = record.article.path.as_deref();
        let is_markdown = |path: &str| {
            let kind = super::input::by_ending(Path::new(path));
            kind == Some(super::args::Kind::Markdown)
        };
        let before = path
            .filter(|path| line.is_none() && is_markdown(path))
            .map_or(0, |path| lines_before_text(Path::new(path), self.reading));
        let lines = Lines::new(text, before);
        let at = |quote: &QuoteRecord| {
            let start = quote.content.spans.first()?[0];
            let (byte, _) = text.char_indices().nth(start)?;
            Some(lines.number(byte))
        };
        for change in changes {
            let number = line.or_else(|| match (&change.new, &change.old) {
                (Some(new), _) => at(new),
                (None, Some(old)) if of_one_text => at(old),
                (None, Some(old)) => text.find(&old.content.text).map(|at| lines.number(at)),
                (None, None) => Some(before + 1),
            });
            let place = Place {
                file: path.unwrap_or(&record.id).to_owned(),
                line: number,
            };
            // The first of those that are the same in all but the place.
            self.places.entry(change.id.clone()).or_insert(place);
        }
    }

    /// What is locked and not there any more.
    fn without_article(&mut self) {
        let left: Vec<(Change, Problem)> = self
            .snapshots
            .kept
            .iter()
            .filter(|(id, _)| !self.seen.contains(*id))
            .map(|(id, kept)| {
                let change = article_removed(&kept.snapshot.record);
                (change, without_article(&kept.path, id))
            })
            .collect();
        for (change, problem) in left {
            let place = Place {
                file: problem.name.clone(),
                line: None,
            };
            complain(&problem);
            self.places.insert(change.id.clone(), place);
            self.changes.push(change);
        }
    }

    fn finish(self, format: CheckFormat) -> anyhow::Result<ExitCode> {
        for problem in &self.problems {
            complain(problem);
        }
        let comparison = Comparison::new(self.seen.len(), self.changes, self.threshold);
        let report = Report {
            comparison: &comparison,
            rejected: self.rejected,
            places: &self.places,
            problems: &self.problems,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        let written = match format {
            CheckFormat::Text => report.text(&mut out),
            CheckFormat::Json => serde_json::to_writer(&mut out, &report)
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out)),
            CheckFormat::Github => report.github(&mut out),
        };
        written
            .and_then(|()| out.flush())
            .context("cannot write output")?;
        Ok(ExitCode::from(if self.problems.is_empty() {
            u8::from(!comparison.changes.is_empty())
        } else {
            2
        }))
    }
}

impl Report<'_> {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let view = change_text();
        for change in &self.comparison.changes {
            if let Some(Place {
                file,
                line: Some(line),
            }) = self.places.get(&change.id)
            {
                writeln!(out, "{}:{line}", inquit::report::plain(file))?;
            }
            view.change(change, out)?;
            writeln!(out)?;
        }
        view.summary(&self.comparison.summary, out)?;
        if self.rejected > 0 {
            writeln!(out, "  {} rejected before", self.rejected)?;
        }
        Ok(())
    }

    /// An annotation a change, and one a problem.
    fn github(&self, out: &mut dyn Write) -> io::Result<()> {
        let plain = inquit::compare::ChangeText { color: false };
        for change in &self.comparison.changes {
            let mut text = Vec::new();
            plain.body(change, &mut text)?;
            let kinds = change.differences.iter().map(|one| one.kind.label());
            let title = format!("quotes: {}", kinds.collect::<Vec<_>>().join(", "));
            let body = String::from_utf8_lossy(&text);
            let message = format!("{}\n{}", change.id, body.trim_end());
            annotate(self.places.get(&change.id), &title, &message, out)?;
        }
        for problem in self.problems {
            annotate(None, "quotes: not checked", &problem.to_string(), out)?;
        }
        Ok(())
    }
}

/// Writes one annotation. In it, line ends and what would end a part of it are written in another way.
fn annotate(
    place: Option<&Place>,
    title: &str,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    write!(out, "::error ")?;
    if let Some(Place { file, line }) = place {
        write!(out, "file={},", property(file))?;
        if let Some(line) = line {
            write!(out, "line={line},")?;
        }
    }
    writeln!(out, "title={}::{}", property(title), data(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_cannot_be_left() {
        let place = Place {
            file: "a,b:c%.txt".to_owned(),
            line: Some(3),
        };
        let mut out = Vec::new();
        annotate(
            Some(&place),
            "quotes: added",
            "100% sure\r\n::error::x",
            &mut out,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::error file=a%2Cb%3Ac%25.txt,line=3,title=quotes%3A added::100%25 sure%0D%0A::error::x\n"
        );
    }
}
