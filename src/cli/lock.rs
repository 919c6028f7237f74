//! `inquit lock`: articles in, a snapshot of each out.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use inquit::engine::Worker;
use inquit::report::{ArticleRecord, Snapshot};
use inquit::span::OffsetUnit;

use super::args::{LockArgs, LockedArgs};
use super::batch::{Workers, guarded};
use super::complain;
use super::input::{Piece, Problem, Reading, name, pieces};
use super::load::extractor;
use super::snapshots::{self, Snapshots, pending_path};

/// What was extracted of one article, and where it stands.
pub(crate) struct Extracted {
    pub(crate) record: ArticleRecord,
    pub(crate) text: String,
    /// The line of a JSON-lines file that it is.
    pub(crate) line: Option<usize>,
}

/// Extracts all articles and gives them to `each`, in order.
pub(crate) fn extract(
    args: &LockedArgs,
    reading: &Reading,
    each: impl FnMut(Result<Extracted, Problem>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let extractor = extractor(&args.extractor)?;
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    let one = |piece: Piece, worker: &mut Worker| -> Result<Extracted, Problem> {
        let name = piece.name();
        let line = piece.line();
        guarded(|| {
            let article = piece.read(reading)?;
            let document = extractor.extract_with(&article, worker);
            let record = ArticleRecord::new(&article, &document, OffsetUnit::Chars);
            drop(document);
            Ok(Extracted {
                record,
                text: article.text,
                line,
            })
        })
        .unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        })
    };
    workers.run(
        pieces(&args.articles.paths, reading),
        |piece| piece.as_ref().map_or(0, Piece::size),
        |worker, piece| piece.and_then(|piece| one(piece, worker)),
        each,
    )
}

/// How articles are read; snapshots are none.
pub(crate) fn reading(args: &LockedArgs) -> Reading {
    Reading::from(&args.articles.reading).without(&args.snapshots)
}

/// The paths that names of snapshots leave out.
pub(crate) fn roots(args: &LockedArgs) -> &[PathBuf] {
    &args.articles.paths
}

pub(crate) fn run(args: &LockArgs) -> anyhow::Result<ExitCode> {
    let folder = &args.locked.snapshots;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut lock = Lock {
        snapshots: Snapshots::read(folder)?,
        seen: BTreeSet::new(),
        out: BufWriter::new(io::stdout().lock()),
        written: 0,
        unchanged: 0,
        trouble: false,
    };
    for problem in std::mem::take(&mut lock.snapshots.problems) {
        lock.problem(&problem);
    }
    let reading = reading(&args.locked);
    extract(&args.locked, &reading, |done| match done {
        Ok(extracted) => lock.article(extracted.record, roots(&args.locked)),
        Err(problem) => {
            lock.problem(&problem);
            // It is there, though it cannot be read.
            lock.seen.insert(problem.name);
            Ok(())
        }
    })?;
    lock.finish(args.prune)
}

struct Lock {
    snapshots: Snapshots,
    /// The ids of all articles.
    seen: BTreeSet<String>,
    out: BufWriter<io::StdoutLock<'static>>,
    written: usize,
    unchanged: usize,
    trouble: bool,
}

impl Lock {
    fn problem(&mut self, problem: &Problem) {
        complain(problem);
        self.trouble = true;
    }

    fn article(&mut self, record: ArticleRecord, paths: &[PathBuf]) -> anyhow::Result<()> {
        let id = record.id.clone();
        if !self.seen.insert(id.clone()) {
            self.problem(&twice(id));
            return Ok(());
        }
        let (path, snapshot) = match self.snapshots.kept.get(&id) {
            Some(kept) => {
                let snapshot = kept.snapshot.with_record(record);
                if snapshot.to_string() == kept.text {
                    self.unchanged += 1;
                    snapshots::remove(&pending_path(&kept.path))?;
                    return Ok(());
                }
                (kept.path.clone(), snapshot)
            }
            None => match self.snapshots.place(&id, paths) {
                Some(path) => (path, Snapshot::new(&id, record)),
                None => {
                    self.problem(&in_the_way(id));
                    return Ok(());
                }
            },
        };
        let is_new = !path.exists();
        snapshots::write(&path, &snapshot.to_string())?;
        // What was pending was of an earlier state.
        snapshots::remove(&pending_path(&path))?;
        self.written += 1;
        self.tell(if is_new { "new" } else { "changed" }, &path)
    }

    fn tell(&mut self, what: &str, path: &Path) -> anyhow::Result<()> {
        writeln!(self.out, "{what:8} {}", name(path)).context("cannot write output")
    }

    fn finish(mut self, prune: bool) -> anyhow::Result<ExitCode> {
        let mut left: Vec<(String, PathBuf)> = Vec::new();
        for (id, kept) in &self.snapshots.kept {
            if !self.seen.contains(id) {
                left.push((id.clone(), kept.path.clone()));
            }
        }
        let mut removed = 0;
        let prune = prune && !self.trouble;
        for (id, path) in &left {
            if prune {
                snapshots::remove(path)?;
                snapshots::remove(&pending_path(path))?;
                self.tell("removed", path)?;
                removed += 1;
            } else {
                complain(format_args!("{}", without_article(path, id)));
            }
        }
        writeln!(
            self.out,
            "{} written, {} unchanged, {removed} removed",
            self.written, self.unchanged
        )
        .and_then(|()| self.out.flush())
        .context("cannot write output")?;
        Ok(ExitCode::from(if self.trouble { 2 } else { 0 }))
    }
}

/// A snapshot has lost its article.
pub(crate) fn without_article(path: &Path, id: &str) -> Problem {
    Problem {
        name: name(path),
        message: format!("its article {id} is not there; `inquit lock --prune` removes it"),
        fatal: false,
    }
}

/// Two articles have one id.
pub(crate) fn twice(id: String) -> Problem {
    Problem {
        name: id,
        message: "another article has this id; only the first one is kept".to_owned(),
        fatal: false,
    }
}

/// The snapshot of an article cannot be read.
pub(crate) fn in_the_way(id: String) -> Problem {
    Problem {
        name: id,
        message: "the file of its snapshot cannot be read (see above); mend or remove it"
            .to_owned(),
        fatal: false,
    }
}
