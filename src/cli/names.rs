//! `inquit gazetteer`: checks files of names, and builds one that is read in no time.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use inquit::Gazetteer;
use inquit::gazetteer::{Severity, check};

use super::args::{BuildArgs, CheckArgs, NamesCommand};
use super::input::name;
use super::load::{add, lists};
use super::output::Output;

pub(crate) fn run(command: &NamesCommand) -> anyhow::Result<ExitCode> {
    match command {
        NamesCommand::Check(args) => list_problems(args),
        NamesCommand::Build(args) => build(args),
    }
}

/// Every problem on a line of its own, and how many there are.
fn list_problems(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let mut files = Vec::new();
    for path in &args.files {
        let context = || format!("cannot read the gazetteer {}", path.display());
        files.push((name(path), fs::read(path).with_context(context)?));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let (accepted, rejected) = (lists(&args.lists.accept)?, lists(&args.lists.reject)?);
    let problems = check(&files, &borrowed(&accepted), &borrowed(&rejected));
    let mut out = BufWriter::new(io::stdout().lock());
    for problem in &problems {
        writeln!(out, "{problem}").context("cannot write output")?;
    }
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    writeln!(out, "errors {errors}, warnings {}", problems.len() - errors)
        .and_then(|()| out.flush())
        .context("cannot write output")?;
    Ok(ExitCode::from(u8::from(errors > 0)))
}

fn borrowed(lists: &[(String, String)]) -> Vec<(&str, &str)> {
    let lists = lists.iter();
    lists
        .map(|(name, list)| (name.as_str(), list.as_str()))
        .collect()
}

fn build(args: &BuildArgs) -> anyhow::Result<ExitCode> {
    let mut gazetteer = Gazetteer::new();
    add(&mut gazetteer, &args.files)?;
    let bytes = gazetteer.build()?;
    let mut out = Output::open(Some(&args.output))?;
    out.write_all(&bytes).context("cannot write output")?;
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}
