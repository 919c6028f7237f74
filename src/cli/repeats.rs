//! `inquit repeats`: articles or records in, the words that several of them quote out.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::Context;
use inquit::repeats::{Occurrence, occurrences, repeats};
use inquit::report::RepeatTable;

use super::args::{RepeatsArgs, TableFormat};
use super::complain;
use super::extract::count;
use super::gather::gather;
use super::output::Output;

pub(crate) fn run(args: &RepeatsArgs) -> anyhow::Result<ExitCode> {
    let mut out = Output::open(args.output.as_deref())?;
    let mut all: Vec<Occurrence> = Vec::new();
    let gathered = gather(
        &args.articles,
        &args.extractor,
        args.jobs,
        |mut record, _| {
            args.keeping.apply(&mut record);
            occurrences(&record, args.min_words)
        },
        |found| all.extend(found),
    )?;
    let found = repeats(all);
    table(args)
        .write(&found, &mut out)
        .context("cannot write output")?;
    out.finish()?;
    if io::stderr().is_terminal() {
        complain(format_args!(
            "{}, {}, {}",
            count(gathered.articles, "article"),
            count(found.len(), "repeat"),
            count(gathered.problems, "problem")
        ));
    }
    Ok(gathered.code())
}

fn table(args: &RepeatsArgs) -> RepeatTable {
    let on_terminal = args.output.is_none() && io::stdout().is_terminal();
    match args.format {
        None if on_terminal => RepeatTable::Text,
        Some(TableFormat::Text) => RepeatTable::Text,
        None | Some(TableFormat::Jsonl) => RepeatTable::JsonLines,
        Some(TableFormat::Csv) => RepeatTable::Csv,
    }
}
