//! Goes through articles or records on several threads and keeps something of each: what `speakers`, `repeats` and `verify` do.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use inquit::Article;
use inquit::engine::Worker;
use inquit::report::ArticleRecord;

use super::args::{ArticlesArgs, ExtractorArgs};
use super::batch::{Workers, guarded};
use super::complain;
use super::input::{Piece, Problem, Reading, pieces};
use super::load::extractor;

/// How much there was.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) articles: usize,
    pub(crate) problems: usize,
    fatal: bool,
}

impl Gathered {
    /// 2 where a named path could not be read.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(if self.fatal { 2 } else { 0 })
    }

    pub(crate) fn is_fatal(&self) -> bool {
        self.fatal
    }
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
