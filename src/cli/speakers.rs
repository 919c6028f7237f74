//! `inquit speakers`: articles or records in, one line for each person or body out.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::Context;
use inquit::engine::Worker;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::Table;

use super::args::{SpeakersArgs, TableFormat};
use super::batch::{Workers, guarded};
use super::complain;
use super::extract::count;
use super::input::{Piece, Problem, Reading, pieces};
use super::load::extractor;
use super::output::Output;

pub(crate) fn run(args: &SpeakersArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let reading = Reading::from(&args.articles.reading).with_records();
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    let mut out = Output::open(args.output.as_deref())?;

    let one = |piece: Piece, worker: &mut Worker| -> Result<Vec<Appearance>, Problem> {
        let name = piece.name();
        guarded(|| {
            let (mut record, _) = piece.find(&reading)?.record(&extractor, worker);
            args.keeping.apply(&mut record);
            Ok(appearances(&record))
        })
        .unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        })
    };

    let mut all: Vec<Appearance> = Vec::new();
    let (mut articles, mut problems) = (0_usize, 0_usize);
    let mut fatal = false;
    workers.run(
        pieces(&args.articles.paths, &reading),
        |piece| piece.as_ref().map_or(0, Piece::size),
        |worker, piece| piece.and_then(|piece| one(piece, worker)),
        |done| -> anyhow::Result<()> {
            match done {
                Ok(speakers) => {
                    articles += 1;
                    all.extend(speakers);
                }
                Err(problem) => {
                    complain(&problem);
                    problems += 1;
                    fatal |= problem.fatal;
                }
            }
            Ok(())
        },
    )?;

    let identities = merge(all);
    table(args)
        .write(&identities, &mut out)
        .context("cannot write output")?;
    out.finish()?;

    if io::stderr().is_terminal() {
        complain(format_args!(
            "{}, {}, {}",
            count(articles, "article"),
            count(identities.len(), "speaker"),
            count(problems, "problem")
        ));
    }
    Ok(ExitCode::from(if fatal { 2 } else { 0 }))
}

fn table(args: &SpeakersArgs) -> Table {
    let on_terminal = args.output.is_none() && io::stdout().is_terminal();
    let default = if on_terminal {
        TableFormat::Text
    } else {
        TableFormat::Jsonl
    };
    match args.format.unwrap_or(default) {
        TableFormat::Text => Table::Text {
            width: match terminal_size::terminal_size() {
                Some((terminal_size::Width(width), _)) if on_terminal => usize::from(width),
                _ => 100,
            },
        },
        TableFormat::Jsonl => Table::JsonLines,
        TableFormat::Csv => Table::Csv,
    }
}
