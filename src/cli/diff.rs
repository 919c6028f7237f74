//! `inquit diff`: two extractions in, what changed between them out.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use inquit::compare::{ChangeText, Comparison, compare};

use super::args::{DiffArgs, DiffFormat};
use super::{complain, records};

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<ExitCode> {
    let (old, new) = (records::read(&args.old)?, records::read(&args.new)?);
    let problems = old.problems.iter().chain(&new.problems);
    let trouble = problems.map(complain).count() > 0;
    let comparison = compare(&old.records, &new.records, args.comparing.threshold);
    write(&comparison, args.format).context("cannot write output")?;
    Ok(ExitCode::from(if trouble {
        2
    } else {
        u8::from(!comparison.changes.is_empty())
    }))
}

fn write(comparison: &Comparison, format: DiffFormat) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        DiffFormat::Json => {
            serde_json::to_writer(&mut out, comparison)?;
            writeln!(out)?;
        }
        DiffFormat::Text => {
            let view = change_text();
            for change in &comparison.changes {
                view.change(change, &mut out)?;
                writeln!(out)?;
            }
            view.summary(&comparison.summary, &mut out)?;
        }
    }
    out.flush()
}

/// In colour where that is wanted.
pub(crate) fn change_text() -> ChangeText {
    let choice = anstream::AutoStream::choice(&io::stdout());
    ChangeText {
        color: io::stdout().is_terminal() && choice != anstream::ColorChoice::Never,
    }
}
