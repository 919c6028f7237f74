//! `inquit speakers`: articles or records in, one line for each person or body out.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::Context;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::Table;

use super::args::{SpeakersArgs, TableFormat};
use super::complain;
use super::extract::count;
use super::gather::gather;
use super::output::Output;

pub(crate) fn run(args: &SpeakersArgs) -> anyhow::Result<ExitCode> {
    let mut out = Output::open(args.output.as_deref())?;
    let mut all: Vec<Appearance> = Vec::new();
    let gathered = gather(
        &args.articles,
        &args.extractor,
        args.jobs,
        |mut record, _| {
            args.keeping.apply(&mut record);
            appearances(&record)
        },
        |speakers| all.extend(speakers),
    )?;

    let identities = merge(all);
    table(args)
        .write(&identities, &mut out)
        .context("cannot write output")?;
    out.finish()?;

    if io::stderr().is_terminal() {
        complain(format_args!(
            "{}, {}, {}",
            count(gathered.articles, "article"),
            count(identities.len(), "speaker"),
            count(gathered.problems, "problem")
        ));
    }
    Ok(gathered.code())
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
