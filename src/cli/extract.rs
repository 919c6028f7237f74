//! `inquit extract`: articles in, records out.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::engine::Worker;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::{ArticleRecord, Csv, JsonArray, JsonLines, QuoteLines, Table, Text, Writer};

use super::args::{ExtractArgs, Format};
use super::batch::{Workers, guarded};
use super::complain;
use super::input::{Piece, Problem, Reading, pieces};
use super::load::extractor;
use super::output::Output;

/// An article, formatted.
struct Formatted {
    bytes: Vec<u8>,
    quotes: usize,
    /// Who speaks in it, where that is asked for.
    speakers: Vec<Appearance>,
}

pub(crate) fn run(args: &ExtractArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let reading = Reading::from(&args.articles.reading);
    let writer = writer(args);
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    if args.speakers.is_some() && args.speakers == args.output {
        bail!("--speakers and --output name the same file");
    }
    let mut out = Output::open(args.output.as_deref())?;
    let speakers_out = match &args.speakers {
        Some(path) => Some(Output::open(Some(path))?),
        None => None,
    };
    let mut speakers: Vec<Appearance> = Vec::new();
    let (mut articles, mut quotes, mut problems) = (0_usize, 0_usize, 0_usize);
    let mut fatal = false;

    let one = |piece: Piece, worker: &mut Worker| -> Result<Formatted, Problem> {
        let name = piece.name();
        guarded(|| {
            let article = piece.read(&reading)?;
            let document = extractor.extract_with(&article, worker);
            let mut record = ArticleRecord::new(&article, &document, args.offsets.into());
            args.keeping.apply(&mut record);
            let speakers = if args.speakers.is_some() {
                appearances(&record)
            } else {
                Vec::new()
            };
            let mut bytes = Vec::new();
            let quotes = record.quotes.len();
            match writer.article(&article.text, &record, &mut bytes) {
                Ok(()) => Ok(Formatted {
                    bytes,
                    quotes,
                    speakers,
                }),
                Err(error) => Err(Problem {
                    name: article.id,
                    message: format!("cannot format: {error}"),
                    fatal: true,
                }),
            }
        })
        .unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        })
    };

    let written: io::Result<()> = (|| {
        writer.head(&mut out)?;
        workers.run(
            pieces(&args.articles.paths, &reading),
            |piece| piece.as_ref().map_or(0, Piece::size),
            |worker, piece| piece.and_then(|piece| one(piece, worker)),
            |done| -> io::Result<()> {
                match done {
                    Ok(formatted) => {
                        if articles > 0 {
                            writer.between(&mut out)?;
                        }
                        out.write_all(&formatted.bytes)?;
                        articles += 1;
                        quotes += formatted.quotes;
                        speakers.extend(formatted.speakers);
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
        writer.foot(articles, &mut out)
    })();
    written.context("cannot write output")?;
    out.finish()?;
    if let Some(mut out) = speakers_out {
        Table::JsonLines
            .write(&merge(speakers), &mut out)
            .context("cannot write output")?;
        out.finish()?;
    }

    if io::stderr().is_terminal() {
        complain(format_args!(
            "{}, {}, {}",
            count(articles, "article"),
            count(quotes, "quote"),
            count(problems, "problem")
        ));
    }
    Ok(ExitCode::from(if fatal { 2 } else { 0 }))
}

/// *1 quote*, *2 quotes*
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn writer(args: &ExtractArgs) -> Box<dyn Writer> {
    let on_terminal = args.output.is_none() && io::stdout().is_terminal();
    let default = if on_terminal {
        Format::Text
    } else {
        Format::Jsonl
    };
    match args.format.unwrap_or(default) {
        Format::Text => Box::new(margin_view(on_terminal)),
        Format::Jsonl => Box::new(JsonLines),
        Format::Json => Box::new(JsonArray),
        Format::Quotes => Box::new(QuoteLines),
        Format::Csv => Box::new(Csv),
    }
}

/// As wide as the terminal and in colour where that is wanted.
fn margin_view(on_terminal: bool) -> Text {
    let mut view = Text::default();
    if on_terminal {
        let choice = anstream::AutoStream::choice(&io::stdout());
        view.color = choice != anstream::ColorChoice::Never;
        if let Some((terminal_size::Width(width @ 40..), _)) = terminal_size::terminal_size() {
            view.width = usize::from(width);
        }
    }
    view
}
