//! `inquit report`: articles or records in, a page to read in a browser out.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};
use inquit::compare::{Change, article_added, article_removed, compare_article};
use inquit::engine::Worker;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::ArticleRecord;
use inquit::report::page::{self, PageArticle};

use super::args::{Kind, ReportArgs};
use super::batch::{Workers, guarded};
use super::decisions::Log;
use super::extract::count;
use super::input::{Piece, Problem, Reading, by_ending, pieces};
use super::load::extractor;
use super::output::Output;
use super::{complain, records};

/// From here on a page is said to be large: browsers need a second and more to open it.
const LARGE: u64 = 50_000_000;

#[derive(Default)]
struct Totals {
    articles: usize,
    quotes: usize,
    textless: usize,
    problems: usize,
    bytes: u64,
    fatal: bool,
}

/// A page, as it is written.
struct Page<'a> {
    out: Output,
    speakers: Vec<Appearance>,
    totals: Totals,
    since: Option<Since>,
    args: &'a ReportArgs,
}

/// The records of an earlier extraction that no article has been held against yet, by article.
struct Since {
    old: HashMap<String, VecDeque<ArticleRecord>>,
    /// What was decided before.
    log: Option<Log>,
}

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    let folder = &args.output;
    if folder.exists() && !folder.is_dir() {
        bail!("{} is no folder", folder.display());
    }
    let mut totals = Totals::default();
    let since = args.diff.as_deref();
    let since = since
        .map(|old| Since::read(old, args, &mut totals))
        .transpose()?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("index.html");
    let reading = Reading::from(&args.articles.reading).with_records();
    let texts = Texts::new(&reading);
    let mut page = Page {
        out: Output::open(Some(&path))?,
        speakers: Vec::new(),
        totals,
        since,
        args,
    };

    let one =
        |piece: Piece, worker: &mut Worker| -> Result<(ArticleRecord, Option<String>), Problem> {
            let name = piece.name();
            guarded(|| {
                let (record, article) = piece.find(&reading)?.record(&extractor, worker);
                let text = match article {
                    Some(article) => Some(article.text),
                    None => texts.of(&record),
                };
                Ok((record, text))
            })
            .unwrap_or_else(|message| {
                Err(Problem {
                    name,
                    message,
                    fatal: false,
                })
            })
        };

    page::head(&mut page.out).context(CANNOT)?;
    workers.run(
        pieces(&args.articles.paths, &reading),
        |piece| piece.as_ref().map_or(0, Piece::size),
        |worker, piece| piece.and_then(|piece| one(piece, worker)),
        |done| match done {
            Ok((record, text)) => page.article(record, text.as_deref()).context(CANNOT),
            Err(problem) => {
                page.totals.problem(&problem);
                Ok(())
            }
        },
    )?;
    let totals = page.finish(&texts)?;
    totals.tell(&path);
    Ok(ExitCode::from(if totals.fatal { 2 } else { 0 }))
}

impl Page<'_> {
    fn article(&mut self, mut record: ArticleRecord, text: Option<&str>) -> io::Result<()> {
        self.args.keeping.apply(&mut record);
        let (old, changes) = match &mut self.since {
            Some(since) => since.changes(&record, self.args.comparing.threshold),
            None => (None, Vec::new()),
        };
        self.speakers.extend(appearances(&record));
        self.write(PageArticle {
            text,
            record: &record,
            old: old.as_ref(),
            changes: &changes,
        })
    }

    fn write(&mut self, article: PageArticle) -> io::Result<()> {
        let mut bytes = Vec::new();
        article.write(&mut bytes)?;
        self.totals.articles += 1;
        self.totals.quotes += article.record.quotes.len();
        self.totals.textless += usize::from(article.text.is_none());
        self.totals.bytes += bytes.len() as u64;
        self.out.write_all(&bytes)
    }

    /// Writes the articles that are gone, and what stands behind all of them.
    fn finish(mut self, texts: &Texts) -> anyhow::Result<Totals> {
        for (record, change) in self.since.take().map_or_else(Vec::new, Since::left) {
            let text = texts.of(&record);
            self.write(PageArticle {
                text: text.as_deref(),
                record: &record,
                old: None,
                changes: &[change],
            })
            .context(CANNOT)?;
        }
        page::foot(
            &merge(self.speakers),
            self.args.diff.is_some(),
            &mut self.out,
        )
        .context(CANNOT)?;
        self.out.finish()?;
        Ok(self.totals)
    }
}

impl Since {
    fn read(path: &Path, args: &ReportArgs, totals: &mut Totals) -> anyhow::Result<Self> {
        let read = records::read(path)?;
        read.problems
            .iter()
            .for_each(|problem| totals.problem(problem));
        // Snapshots have a log beside them.
        let log = if path.is_dir() || args.log.log.is_some() {
            Some(Log::read(&args.log, path)?)
        } else {
            None
        };
        let problems = log.iter().flat_map(|log| &log.problems);
        problems.for_each(|problem| totals.problem(problem));
        let mut since = Self {
            old: HashMap::new(),
            log,
        };
        for mut record in read.records {
            args.keeping.apply(&mut record);
            let those = since.old.entry(record.id.clone()).or_default();
            those.push_back(record);
        }
        Ok(since)
    }

    /// What changed from the old record of the same article, which is taken out, but for what was rejected.
    fn changes(
        &mut self,
        record: &ArticleRecord,
        threshold: f64,
    ) -> (Option<ArticleRecord>, Vec<Change>) {
        let old = self.old.get_mut(&record.id).and_then(VecDeque::pop_front);
        let mut changes = match &old {
            Some(old) => {
                let log = self.log.as_ref();
                let known = log.map_or_else(Vec::new, |log| log.rejected(&record.id));
                compare_article(old, record, threshold, &known)
            }
            None => vec![article_added(record)],
        };
        changes.retain(|change| !self.is_rejected(change));
        (old, changes)
    }

    /// Was it decided before that `change` is none?
    fn is_rejected(&self, change: &Change) -> bool {
        self.log.as_ref().is_some_and(|log| log.is_rejected(change))
    }

    /// The records of articles that are gone, by id, each with that change, but for what was rejected.
    fn left(mut self) -> Vec<(ArticleRecord, Change)> {
        let old = std::mem::take(&mut self.old);
        let mut left: Vec<ArticleRecord> = old.into_values().flatten().collect();
        left.sort_by(|one, other| one.id.cmp(&other.id));
        left.into_iter()
            .map(|record| (article_removed(&record), record))
            .filter(|(change, _)| !self.is_rejected(change))
            .map(|(change, record)| (record, change))
            .collect()
    }
}

const CANNOT: &str = "cannot write the page";

impl Totals {
    fn problem(&mut self, problem: &Problem) {
        complain(problem);
        self.problems += 1;
        self.fatal |= problem.fatal;
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

/// Files of many articles are kept in memory up to so many bytes together; articles of more are shown without text.
const KEPT: u64 = 256_000_000;

/// The texts that records were made of, where their files still have them.
struct Texts<'r> {
    reading: &'r Reading,
    files: Mutex<Files>,
}

/// The articles of JSON-lines files, by file and id.
#[derive(Default)]
struct Files {
    texts: HashMap<String, HashMap<String, String>>,
    bytes: u64,
}

impl<'r> Texts<'r> {
    fn new(reading: &'r Reading) -> Self {
        Self {
            reading,
            files: Mutex::default(),
        }
    }

    /// The text of `record`.
    fn of(&self, record: &ArticleRecord) -> Option<String> {
        let name = record.article.path.as_deref()?;
        let path = Path::new(name);
        // To read a pipe or a device could take for ever.
        let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
        let text = match by_ending(path) {
            Some(Kind::Jsonl) => {
                let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
                files.of(name, size, self.reading)?.get(&record.id)?.clone()
            }
            kind => {
                let piece = Piece::File {
                    path: path.to_owned(),
                    kind: kind.unwrap_or(Kind::Text),
                    named: false,
                };
                piece.read(self.reading).ok()?.text
            }
        };
        record.is_of(&text).then_some(text)
    }
}

impl Files {
    /// The texts of a file, read when they are first asked for; `None` where that would be too many.
    fn of(&mut self, name: &str, size: u64, reading: &Reading) -> Option<&HashMap<String, String>> {
        if !self.texts.contains_key(name) {
            if self.bytes + size > KEPT {
                return None;
            }
            self.bytes += size;
            let articles = pieces(&[PathBuf::from(name)], reading)
                .filter_map(|piece| piece.ok()?.read(reading).ok());
            let texts = articles.map(|article| (article.id, article.text)).collect();
            self.texts.insert(name.to_owned(), texts);
        }
        self.texts.get(name)
    }
}
