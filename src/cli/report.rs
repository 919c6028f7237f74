//! `inquit report`: articles or records in, a page to read in a browser out.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::engine::Worker;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::{ArticleRecord, page};

use super::args::{Kind, ReportArgs};
use super::batch::{Workers, guarded};
use super::complain;
use super::extract::count;
use super::input::{Piece, Problem, Reading, by_ending, pieces};
use super::load::extractor;
use super::output::Output;

/// From here on a page is said to be large: browsers need a second and more to open it.
const LARGE: u64 = 50_000_000;

/// An article as it stands in the page.
struct Shown {
    bytes: Vec<u8>,
    quotes: usize,
    textless: bool,
    speakers: Vec<Appearance>,
}

#[derive(Default)]
struct Totals {
    articles: usize,
    quotes: usize,
    textless: usize,
    problems: usize,
    bytes: u64,
    fatal: bool,
}

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    let folder = &args.output;
    if folder.exists() && !folder.is_dir() {
        bail!("{} is no folder", folder.display());
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("index.html");
    let mut out = Output::open(Some(&path))?;
    let reading = Reading::from(&args.articles.reading).with_records();

    let one = |piece: Piece, worker: &mut Worker| -> Result<Shown, Problem> {
        let name = piece.name();
        guarded(|| {
            let (mut record, article) = piece.find(&reading)?.record(&extractor, worker);
            let text = match article {
                Some(article) => Some(article.text),
                None => text(&record, &reading),
            };
            args.keeping.apply(&mut record);
            let mut bytes = Vec::new();
            page::article(text.as_deref(), &record, &mut bytes).map_err(|error| Problem {
                name: record.id.clone(),
                message: format!("cannot format: {error}"),
                fatal: true,
            })?;
            Ok(Shown {
                bytes,
                quotes: record.quotes.len(),
                textless: text.is_none(),
                speakers: appearances(&record),
            })
        })
        .unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        })
    };

    let mut speakers: Vec<Appearance> = Vec::new();
    let mut totals = Totals::default();
    page::head(&mut out).context(CANNOT)?;
    workers.run(
        pieces(&args.articles.paths, &reading),
        |piece| piece.as_ref().map_or(0, Piece::size),
        |worker, piece| piece.and_then(|piece| one(piece, worker)),
        |done| {
            match done {
                Ok(shown) => {
                    out.write_all(&shown.bytes).context(CANNOT)?;
                    totals.add(&shown);
                    speakers.extend(shown.speakers);
                }
                Err(problem) => {
                    complain(&problem);
                    totals.problems += 1;
                    totals.fatal |= problem.fatal;
                }
            }
            anyhow::Ok(())
        },
    )?;
    page::foot(&merge(speakers), &mut out).context(CANNOT)?;
    out.finish()?;
    totals.tell(&path);
    Ok(ExitCode::from(if totals.fatal { 2 } else { 0 }))
}

const CANNOT: &str = "cannot write the page";

impl Totals {
    fn add(&mut self, shown: &Shown) {
        self.articles += 1;
        self.quotes += shown.quotes;
        self.textless += usize::from(shown.textless);
        self.bytes += shown.bytes.len() as u64;
    }

    fn tell(&self, path: &Path) {
        if self.textless > 0 {
            complain(format_args!(
                "{} without text: it is not where the record says, or has changed since",
                count(self.textless, "article")
            ));
        }
        if self.bytes >= LARGE {
            complain(format_args!(
                "{} has {} MB, which a browser opens slowly: fewer articles, --only or --min-confidence make it smaller",
                path.display(),
                self.bytes / 1_000_000
            ));
        }
        if io::stderr().is_terminal() {
            complain(format_args!(
                "{}, {}, {}: {}",
                count(self.articles, "article"),
                count(self.quotes, "quote"),
                count(self.problems, "problem"),
                path.display()
            ));
        }
    }
}

/// The text that `record` was made of, where its file still has it.
fn text(record: &ArticleRecord, reading: &Reading) -> Option<String> {
    let path = Path::new(record.article.path.as_deref()?);
    // To read a pipe or a device could take for ever.
    if !path.is_file() {
        return None;
    }
    let piece = match by_ending(path) {
        // One of many in its file, which would have to be searched for each.
        Some(Kind::Jsonl) => return None,
        kind => Piece::File {
            path: path.to_owned(),
            kind: kind.unwrap_or(Kind::Text),
            named: false,
        },
    };
    let article = piece.read(reading).ok()?;
    record.is_of(&article.text).then_some(article.text)
}
