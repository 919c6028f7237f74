//! `inquit verify`: a quote, a name and articles in; whether it is there, as it is, and whose.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::article::Article;
use inquit::report::plain;
use inquit::verify::{By, Finding, Sought, Verdict};
use inquit::{Extractor, Gazetteer};
use serde::Serialize;

use super::args::{Kind, VerifyArgs, VerifyFormat};
use super::gather::gather;
use super::input::{Reading, by_ending};
use super::lines::{Lines, lines_before_text};
use super::load::gazetteer;

/// A finding with the line of its file.
#[derive(Serialize)]
struct Placed {
    #[serde(flatten)]
    finding: Finding,
    /// Null for lines of JSON, for records, and where the text is not that of the file.
    line: Option<usize>,
}

pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let names = gazetteer(&args.extractor.gazetteer)?;
    let entry = args.speaker.as_deref().and_then(|name| entry(&names, name));
    let Some(sought) = Sought::new(&args.quote, args.speaker.as_deref(), entry) else {
        bail!("the quote has no words");
    };
    let reading = Reading::from(&args.articles.reading);
    let mut found: Vec<Placed> = Vec::new();
    let gathered = gather(
        &args.articles,
        &args.extractor,
        args.jobs,
        |record, article| {
            let text = article.as_ref().map(|article| article.text.as_str());
            let finding = sought.find(&record, text)?;
            let line = article.and_then(|article| line(&article, finding.span[0], &reading));
            Some(Placed { finding, line })
        },
        |placed| found.extend(placed),
    )?;
    // Stable: what is equally good stays in the order of the input.
    found.sort_by_key(|placed| placed.finding.rank());
    let confirmed = found
        .first()
        .is_some_and(|placed| placed.finding.is_confirmed());
    // Where nothing is found, the nearest alone is shown.
    let hits = found.partition_point(|placed| placed.finding.verdict < Verdict::NotFound);
    found.truncate(hits.max(1));
    let mut out = BufWriter::new(io::stdout().lock());
    write(args, &found, &mut out).context("cannot write output")?;
    Ok(match (gathered.is_fatal(), confirmed) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(1),
    })
}

/// The gazetteer entry that `name` is.
fn entry(names: &Gazetteer, name: &str) -> Option<String> {
    let article = Article::new("name", name);
    let document = Extractor::prepare(&article);
    let all = 0..document.tokens.len();
    let found = names
        .find(&document)
        .into_iter()
        .find(|found| found.tokens == all)?;
    names.entry(found.entry).map(|entry| entry.id)
}

/// The line of the file that character `at` of the article stands in; none where the file holds several articles.
fn line(article: &Article, at: usize, reading: &Reading) -> Option<usize> {
    if article.made {
        return None;
    }
    let path = Path::new(article.metadata.path.as_deref()?);
    let before = match by_ending(path) {
        Some(Kind::Jsonl) => return None,
        Some(Kind::Markdown) => lines_before_text(path, reading),
        _ => 0,
    };
    let (byte, _) = article.text.char_indices().nth(at)?;
    Some(Lines::new(&article.text, before).number(byte))
}

fn write(args: &VerifyArgs, found: &[Placed], out: &mut impl Write) -> io::Result<()> {
    match args.format {
        VerifyFormat::Jsonl => {
            for placed in found {
                serde_json::to_writer(&mut *out, placed)?;
                writeln!(out)?;
            }
        }
        VerifyFormat::Text if found.is_empty() => writeln!(out, "not found: no words here")?,
        VerifyFormat::Text => {
            for placed in found {
                text(args.speaker.as_deref(), placed, out)?;
            }
        }
    }
    out.flush()
}

fn text(speaker: Option<&str>, placed: &Placed, out: &mut impl Write) -> io::Result<()> {
    let Placed { finding, line } = placed;
    let whose = whose(speaker, finding);
    let place = line.map_or(String::new(), |line| format!(":{line}"));
    let article = plain(&finding.article);
    if finding.verdict == Verdict::NotFound {
        writeln!(out, "not found; nearest is {article}{place}, {whose}")?;
    } else {
        writeln!(
            out,
            "{}, {whose}: {article}{place}",
            finding.verdict.label()
        )?;
    }
    let words: Vec<String> = plain(&finding.passage)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    writeln!(out, "  “{}”", words.join(" "))?;
    let marked = |runs: &[String], open: &str, close: &str| -> Vec<String> {
        runs.iter()
            .map(|run| format!("{open}{}{close}", plain(run)))
            .collect()
    };
    let mut differs = marked(&finding.missing, "[-", "-]");
    differs.extend(marked(&finding.added, "{+", "+}"));
    if !differs.is_empty() {
        writeln!(out, "  differs: {}", differs.join(" "))?;
    }
    Ok(())
}

/// *by Ana Ruiz*
fn whose(speaker: Option<&str>, finding: &Finding) -> String {
    let name = plain(finding.speaker.as_deref().unwrap_or("unknown"));
    match (finding.by, speaker) {
        (By::Same, _) => format!("by {name}"),
        (By::Other, Some(speaker)) if finding.speaker.is_some() => {
            format!("by {name}, not by {}", plain(speaker))
        }
        (By::Other | By::Ambiguous, _) => {
            format!("by one of {}", plain(&finding.candidates.join(", ")))
        }
        (By::Unknown, _) => "by nobody who is known".to_owned(),
        (By::Nobody, _) => "in the text, but as nobody’s quote".to_owned(),
    }
}
