//! The command line: reads arguments, runs the library over files and writes records.
//!
//! Exit codes: 0 it ran (an article that cannot be read is reported and the batch goes on), 1 a check found errors, a diff or a check a change, `verify` did not find the words as they
//! are by who is named, or `--strict` and an article failed, 2 wrong usage, a named path that cannot be read, or output that cannot be written. A broken pipe ends it quietly.

mod antecedents;
mod args;
mod batch;
mod candidates;
mod check;
mod decisions;
mod diff;
mod eval;
mod explain;
mod extract;
mod files;
mod gather;
mod input;
mod lines;
mod load;
mod lock;
mod names;
mod output;
mod progress;
mod records;
mod repeats;
mod report;
mod review;
mod shards;
mod snapshots;
mod speakers;
mod unpack;
mod verify;
mod warc;
mod windows;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command, SchemaOf};

/// Runs the command line.
pub(crate) fn main() -> ExitCode {
    let args = Args::parse();
    let done = match &args.command {
        Command::Extract(args) => extract::run(args),
        Command::Speakers(args) => speakers::run(args),
        Command::Repeats(args) => repeats::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Report(args) => report::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Lock(args) => lock::run(args),
        Command::Check(args) => check::run(args),
        Command::Review(args) => review::run(args),
        Command::Gazetteer(command) => names::run(command),
        Command::Windows(args) => windows::run(args),
        Command::Candidates(args) => candidates::run(args),
        Command::Antecedents(args) => antecedents::run(args),
        Command::Schema { of } => schema(*of),
        Command::Completions { shell } => completions(*shell),
        Command::Man => man(),
    };
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn schema(of: SchemaOf) -> anyhow::Result<ExitCode> {
    let schema = match of {
        SchemaOf::Record => inquit::report::schema(),
        SchemaOf::Speakers => inquit::report::identity_schema(),
        SchemaOf::Repeats => inquit::report::repeats_schema(),
    };
    let schema = serde_json::to_string_pretty(&schema)?;
    writeln!(io::stdout().lock(), "{schema}")?;
    Ok(ExitCode::SUCCESS)
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    // Rendered first: clap_complete panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "inquit", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

fn man() -> anyhow::Result<ExitCode> {
    let mut page = Vec::new();
    let mut command = Args::command();
    // Gives the subcommands their full names.
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let commands = command
        .get_subcommands()
        .flat_map(|command| std::iter::once(command).chain(command.get_subcommands()));
    for command in commands {
        if command.get_name() == "help" {
            continue;
        }
        let section = clap_mangen::Man::new(command.clone());
        section.render_synopsis_section(&mut page)?;
        section.render_description_section(&mut page)?;
        section.render_options_section(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}

/// Tells the reader on standard error; if that is closed, there is nobody to tell.
fn complain(message: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "inquit: {message}");
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    })
}
