//! `inquit repeats`: articles or records in, the words that several of them quote out.

use std::process::ExitCode;

use inquit::repeats::{occurrences, repeats};
use inquit::report::RepeatTable;

use super::args::{RepeatsArgs, TableFormat};
use super::gather::table;

pub(crate) fn run(args: &RepeatsArgs) -> anyhow::Result<ExitCode> {
    table(
        &args.table,
        "repeat",
        |record| occurrences(record, args.min_words),
        repeats,
        |format, found, out| {
            let table = match format {
                TableFormat::Text => RepeatTable::Text,
                TableFormat::Jsonl => RepeatTable::JsonLines,
                TableFormat::Csv => RepeatTable::Csv,
            };
            table.write(found, out)
        },
    )
}
