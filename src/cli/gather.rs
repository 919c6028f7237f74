//! Goes through articles or records on several threads and keeps something of each: what `speakers`, `repeats` and `verify` do.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::process::ExitCode;

use anyhow::Context;
use inquit::Article;
use inquit::engine::Worker;
use inquit::report::ArticleRecord;

use super::args::{ArticlesArgs, ExtractorArgs, TableArgs, TableFormat};
use super::batch::{Workers, guarded};
use super::complain;
use super::extract::count;
use super::input::{Piece, Problem, Reading, pieces};
use super::load::extractor;
use super::output::Output;

/// How much there was.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    articles: usize,
    problems: usize,
    fatal: bool,
}

impl Gathered {
    /// Could a named path not be read?
    pub(crate) fn is_fatal(&self) -> bool {
        self.fatal
    }
}

/// A table of what `keep` finds in each record: gathers, makes `rows` of all and writes them.
pub(crate) fn table<T: Send, R>(
    args: &TableArgs,
    what: &str,
    keep: impl Fn(&ArticleRecord) -> Vec<T> + Sync,
    rows: impl FnOnce(Vec<T>) -> Vec<R>,
    write: impl FnOnce(TableFormat, &[R], &mut Output) -> io::Result<()>,
) -> anyhow::Result<ExitCode> {
    let mut out = Output::open(args.output.as_deref())?;
    let mut all: Vec<T> = Vec::new();
    let gathered = gather(
        &args.articles,
        &args.extractor,
        args.jobs,
        |mut record, _| {
            args.keeping.apply(&mut record);
            keep(&record)
        },
        |found| all.extend(found),
    )?;
    let rows = rows(all);
    let default = if on_terminal(args) {
        TableFormat::Text
    } else {
        TableFormat::Jsonl
    };
    write(args.format.unwrap_or(default), &rows, &mut out).context("cannot write output")?;
    out.finish()?;
    if io::stderr().is_terminal() {
        complain(format_args!(
            "{}, {}, {}",
            count(gathered.articles, "article"),
            count(rows.len(), what),
            count(gathered.problems, "problem")
        ));
    }
    Ok(ExitCode::from(if gathered.fatal { 2 } else { 0 }))
}

/// Does the table go to a terminal?
pub(crate) fn on_terminal(args: &TableArgs) -> bool {
    args.output.is_none() && io::stdout().is_terminal()
}

/// Runs `keep` over the record of each article, with the article where there is one, and `each` over the results, in the order of the
/// input. What cannot be read is told, and the rest goes on.
pub(crate) fn gather<R: Send>(
    articles: &ArticlesArgs,
    extraction: &ExtractorArgs,
    jobs: Option<NonZeroUsize>,
    keep: impl Fn(ArticleRecord, Option<Article>) -> R + Sync,
    mut each: impl FnMut(R),
) -> anyhow::Result<Gathered> {
    let extractor = extractor(extraction)?;
    let reading = Reading::from(&articles.reading).with_records();
    let mut workers: Workers<Worker> = Workers::new(jobs)?;
    let one = |piece: Piece, worker: &mut Worker| -> Result<R, Problem> {
        let name = piece.name();
        guarded(|| {
            let (record, article) = piece.find(&reading)?.record(&extractor, worker);
            Ok(keep(record, article))
        })
        .unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        })
    };
    let mut gathered = Gathered::default();
    workers.run(
        pieces(&articles.paths, &reading),
        |piece| piece.as_ref().map_or(0, Piece::size),
        |worker, piece| piece.and_then(|piece| one(piece, worker)),
        |done| -> anyhow::Result<()> {
            match done {
                Ok(kept) => {
                    gathered.articles += 1;
                    each(kept);
                }
                Err(problem) => {
                    complain(&problem);
                    gathered.problems += 1;
                    gathered.fatal |= problem.fatal;
                }
            }
            Ok(())
        },
    )?;
    Ok(gathered)
}
