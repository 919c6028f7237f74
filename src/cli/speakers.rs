//! `inquit speakers`: articles or records in, one line for each person or body out.

use std::process::ExitCode;

use inquit::identity::{appearances, merge};
use inquit::report::Table;

use super::args::{TableArgs, TableFormat};
use super::gather::{on_terminal, table};

pub(crate) fn run(args: &TableArgs) -> anyhow::Result<ExitCode> {
    table(args, "speaker", appearances, merge, |format, found, out| {
        let table = match format {
            TableFormat::Text => Table::Text {
                width: match terminal_size::terminal_size() {
                    Some((terminal_size::Width(width), _)) if on_terminal(args) => {
                        usize::from(width)
                    }
                    _ => 100,
                },
            },
            TableFormat::Jsonl => Table::JsonLines,
            TableFormat::Csv => Table::Csv,
        };
        table.write(found, out)
    })
}
