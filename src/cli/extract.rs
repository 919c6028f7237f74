//! `inquit extract`: articles in, records out.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::engine::Worker;
use inquit::identity::{Appearance, appearances, merge};
use inquit::report::{
    Array, ArticleRecord, BratAnnotations, BratText, Check, Claims, Csv, Doccano, Hypothesis,
    JsonArray, JsonLines, LabelStudio, Lines, Marked, Prodigy, Quotations, QuoteLines,
    SchemaClaims, Table, Tei, Text, WebAnnotation, Writer, brat_configuration,
};
use serde_json::json;

use super::args::{ExtractArgs, Format};
use super::batch::{Workers, guarded};
use super::files::Files;
use super::input::{Piece, Pieces, Problem, Reading, pieces};
use super::load::{extractor, settings};
use super::output::Output;
use super::progress::{Progress, Totals, grouped};
use super::shards::{Cutter, Digest, Folder, Shard, Step, fingerprint, line};

/// An article, formatted.
struct Formatted {
    id: String,
    /// One for each writer.
    files: Vec<Vec<u8>>,
    quotes: usize,
    words: u64,
    /// Who speaks in it, where that is asked for.
    speakers: Vec<Appearance>,
}

/// What became of a [`Step`].
enum Done {
    Article(Digest, Result<Formatted, Problem>),
    End,
    Known(Box<Shard>),
}

/// Where records go.
enum Sink {
    One(Output),
    Many(Box<Folder>),
    Each(Files),
}

/// What changes while articles are read.
struct Run<'r> {
    sink: Sink,
    writer: &'r dyn Writer,
    /// How many articles have written anything.
    pieces: usize,
    errors: Option<Output>,
    /// Who speaks, where that is asked for.
    speakers: Option<Vec<Appearance>>,
    totals: Totals,
    progress: Progress,
    fatal: bool,
}

pub(crate) fn run(args: &ExtractArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let writers = writers(args)?;
    let writer = writers.first().context("a format has a writer")?;
    let mut workers: Workers<Worker> = Workers::new(args.jobs)?;
    let reading = reading(args)?;
    let sink = sink(args, &reading)?;
    let on_terminal = args.output.is_none() && io::stdout().is_terminal();
    let mut run = Run {
        sink,
        writer: &**writer,
        pieces: 0,
        errors: open(args.errors.as_deref())?,
        speakers: args.speakers.is_some().then(Vec::new),
        totals: Totals::default(),
        progress: Progress::new(!args.quiet && !on_terminal, &args.articles.paths, &reading),
        fatal: false,
    };
    let speakers_out = open(args.speakers.as_deref())?;

    let one = |piece: Piece, worker: &mut Worker| -> (Digest, Result<Formatted, Problem>) {
        let loaded = match piece.load(&reading) {
            Ok(loaded) => loaded,
            Err(problem) => return failed(problem),
        };
        let name = loaded.name.clone();
        let digest = loaded.fingerprint();
        let done = guarded(|| {
            let article = loaded.article(&reading)?;
            let document = extractor.extract_with(&article, worker);
            let mut record = ArticleRecord::new(&article, &document, args.offsets.into());
            args.keeping.apply(&mut record);
            let files = writers.iter().map(|writer| {
                let mut bytes = Vec::new();
                writer.article(&article.text, &record, &mut bytes)?;
                Ok(bytes)
            });
            match files.collect::<io::Result<_>>() {
                Ok(files) => Ok(Formatted {
                    id: record.id.clone(),
                    files,
                    quotes: record.quotes.len(),
                    words: article.text.split_whitespace().count() as u64,
                    speakers: if args.speakers.is_some() {
                        appearances(&record)
                    } else {
                        Vec::new()
                    },
                }),
                Err(error) => Err(Problem {
                    name: article.id,
                    message: format!("cannot format: {error}"),
                    fatal: true,
                }),
            }
        });
        let done = done.unwrap_or_else(|message| {
            Err(Problem {
                name,
                message,
                fatal: false,
            })
        });
        (digest, done)
    };

    let steps = run.steps(pieces(&args.articles.paths, &reading), args.shard)?;
    workers.run(
        steps,
        |step| match step {
            Step::Article(Ok(piece)) => piece.size(),
            _ => 0,
        },
        |worker, step| match step {
            Step::Article(article) => {
                let (digest, done) = match article {
                    Ok(piece) => one(piece, worker),
                    Err(problem) => failed(problem),
                };
                Done::Article(digest, done)
            }
            Step::End => Done::End,
            Step::Known(shard) => Done::Known(shard),
        },
        |done| run.take(done),
    )?;

    run.progress.clear();
    let many = !matches!(run.sink, Sink::One(_));
    run.sink.finish(run.writer, run.pieces)?;
    if let (Some(mut out), Some(speakers)) = (speakers_out, run.speakers) {
        Table::JsonLines
            .write(&merge(speakers), &mut out)
            .context(CANNOT)?;
        out.finish()?;
    }
    if let Some(out) = run.errors {
        out.finish()?;
    }
    if !args.quiet && (many || io::stderr().is_terminal()) {
        run.progress.summary(&run.totals);
    }
    let failed = args.strict && run.totals.problems > 0;
    Ok(ExitCode::from(if run.fatal { 2 } else { u8::from(failed) }))
}

const CANNOT: &str = "cannot write output";

impl Run<'_> {
    /// What is to be done about `articles`, in shards of about `size`.
    fn steps(
        &mut self,
        articles: Pieces,
        size: NonZeroUsize,
    ) -> anyhow::Result<Box<dyn Iterator<Item = Step> + Send>> {
        Ok(match &mut self.sink {
            Sink::One(out) => {
                self.writer.head(out).context(CANNOT)?;
                Box::new(articles.map(Step::Article))
            }
            Sink::Many(folder) => Box::new(Cutter::new(articles, size.get(), folder.known())),
            Sink::Each(_) => Box::new(articles.map(Step::Article)),
        })
    }

    /// Takes the next result.
    fn take(&mut self, done: Done) -> anyhow::Result<()> {
        match done {
            Done::Article(digest, Ok(article)) => self.article(&digest, article).context(CANNOT)?,
            Done::Article(digest, Err(problem)) => {
                if let Sink::Many(folder) = &mut self.sink {
                    let added = folder.failure(self.writer, &digest, &problem);
                    added.context(CANNOT)?;
                }
                self.problem(&problem)?;
            }
            Done::End => {
                if let Sink::Many(folder) = &mut self.sink {
                    folder.end(self.writer).context(CANNOT)?;
                }
            }
            Done::Known(shard) => self.known(*shard)?,
        }
        self.progress.tick(&self.totals);
        Ok(())
    }

    fn article(&mut self, digest: &Digest, article: Formatted) -> io::Result<()> {
        let Formatted {
            id,
            files,
            quotes,
            words,
            speakers,
        } = article;
        let bytes = files.first().map_or(&[][..], Vec::as_slice);
        match &mut self.sink {
            Sink::One(out) => {
                if self.pieces > 0 && !bytes.is_empty() {
                    self.writer.between(out)?;
                }
                out.write_all(bytes)?;
            }
            Sink::Many(folder) => folder.article(self.writer, digest, bytes, quotes, words)?,
            Sink::Each(folder) => folder.article(&id, &files)?,
        }
        self.pieces += usize::from(!bytes.is_empty());
        self.totals.articles += 1;
        self.totals.quotes += quotes;
        self.totals.words += words;
        if let Some(all) = &mut self.speakers {
            all.extend(speakers);
        }
        Ok(())
    }

    fn problem(&mut self, problem: &Problem) -> anyhow::Result<()> {
        self.totals.problems += 1;
        self.fatal |= problem.fatal;
        match &mut self.errors {
            Some(out) => line(problem, out).context("cannot write the file of --errors")?,
            None => self.progress.complain(problem),
        }
        Ok(())
    }

    /// Takes over a shard that an earlier run has written.
    fn known(&mut self, shard: Shard) -> anyhow::Result<()> {
        let Sink::Many(folder) = &mut self.sink else {
            return Ok(());
        };
        let context = || format!("cannot read {}", shard.records);
        if let Some(all) = &mut self.speakers {
            for record in folder.records(&shard).with_context(context)? {
                let record: ArticleRecord =
                    serde_json::from_str(&record.with_context(context)?).with_context(context)?;
                all.extend(appearances(&record));
            }
        }
        let problems = folder.failures(&shard).with_context(context)?;
        self.totals.articles += shard.articles;
        self.totals.known += shard.articles;
        self.totals.quotes += shard.quotes;
        folder.keep(shard).context(CANNOT)?;
        problems
            .iter()
            .try_for_each(|problem| self.problem(problem))
    }
}

impl Sink {
    fn finish(self, writer: &dyn Writer, pieces: usize) -> anyhow::Result<()> {
        match self {
            Sink::One(mut out) => {
                writer.foot(pieces, &mut out).context(CANNOT)?;
                out.finish()
            }
            Sink::Many(folder) => folder.finish().context(CANNOT),
            Sink::Each(_) => Ok(()),
        }
    }
}

/// What a problem before anything was read is known by.
fn failed(problem: Problem) -> (Digest, Result<Formatted, Problem>) {
    let digest = fingerprint(&problem.name, Err(&problem.message));
    (digest, Err(problem))
}

fn open(path: Option<&Path>) -> anyhow::Result<Option<Output>> {
    path.map(|path| Output::open(Some(path))).transpose()
}

/// How articles are read; what is written is not read.
fn reading(args: &ExtractArgs) -> anyhow::Result<Reading> {
    let mut reading = Reading::from(&args.articles.reading);
    let written = [&args.output, &args.speakers, &args.errors];
    let written: Vec<&PathBuf> = written.into_iter().flatten().collect();
    for (at, path) in written.iter().enumerate() {
        if written[..at].contains(path) {
            bail!("{} is to be written twice", path.display());
        }
        // A folder is made first, so that it is known from now on.
        if is_folder(path) {
            let context = || format!("cannot write {}", path.display());
            fs::create_dir_all(path).with_context(context)?;
            let same = |other: &PathBuf| {
                fs::canonicalize(other)
                    .is_ok_and(|other| fs::canonicalize(path).is_ok_and(|path| path == other))
            };
            if args.articles.paths.iter().any(same) {
                bail!("{} is both read and written", path.display());
            }
        }
        reading = reading.without(path);
    }
    Ok(reading)
}

/// Is it a folder, or to be one?
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn sink(args: &ExtractArgs, reading: &Reading) -> anyhow::Result<Sink> {
    let folder = args.output.as_deref();
    let folder = folder.filter(|path| args.resume || is_folder(path));
    let format = args.format.unwrap_or(Format::Jsonl);
    if format == Format::Brat {
        return pairs(folder, args.resume);
    }
    let Some(path) = folder else {
        return Ok(Sink::One(Output::open(args.output.as_deref())?));
    };
    let ending = match format {
        Format::Json
        | Format::Webannotation
        | Format::Schemaorg
        | Format::SchemaorgClaims
        | Format::Labelstudio => "json",
        Format::Csv | Format::Check => "csv",
        Format::Tei => "xml",
        Format::Text => bail!("--format text is for one reader, not for a folder"),
        Format::Jsonl
        | Format::Quotes
        | Format::Hypothesis
        | Format::Doccano
        | Format::Prodigy
        | Format::Brat
        | Format::Claims => "jsonl",
    };
    if args.resume && args.speakers.is_some() && format != Format::Jsonl {
        bail!("--speakers with --resume needs --format jsonl: it reads what is there");
    }
    let mut settings = settings(&args.extractor)?;
    let options = json!({
        "format": format!("{format:?}").to_lowercase(),
        "offsets": format!("{:?}", args.offsets).to_lowercase(),
        "bom": args.bom,
        "only": args.keeping.only.as_ref().map(|only| format!("{only:?}")),
        "min_confidence": args.keeping.min_confidence,
        "fields": args.articles.reading.fields.iter().map(|field| format!("{field:?}")).collect::<Vec<_>>(),
        "from": args.articles.reading.from.map(|kind| format!("{kind:?}").to_lowercase()),
        "max_size": args.articles.reading.max_size.0,
    });
    settings["options"] = options;
    let resume = args.resume.then_some(reading);
    let folder = Folder::open(path, ending, settings, resume)?;
    Ok(Sink::Many(Box::new(folder)))
}

/// The folder of files for brat.
fn pairs(folder: Option<&Path>, resume: bool) -> anyhow::Result<Sink> {
    let Some(path) = folder else {
        bail!("--format brat writes two files an article: name a folder, as --output annotations/");
    };
    if resume {
        bail!("--format brat cannot go on with --resume: annotations may have been worked on");
    }
    let beside = ("annotation.conf", &*brat_configuration());
    // The text first: brat takes annotations without one for an error.
    Ok(Sink::Each(Files::open(path, &["txt", "ann"], beside)?))
}

/// *1 quote*, *2,000 quotes*
pub(super) fn count(number: usize, what: &str) -> String {
    let number = number as u64;
    format!(
        "{} {what}{}",
        grouped(number),
        if number == 1 { "" } else { "s" }
    )
}

/// The writers of the format: one for each file of an article.
fn writers(args: &ExtractArgs) -> anyhow::Result<Vec<Box<dyn Writer>>> {
    let on_terminal = args.output.is_none() && io::stdout().is_terminal();
    let default = if on_terminal {
        Format::Text
    } else {
        Format::Jsonl
    };
    let format = args.format.unwrap_or(default);
    if args.bom && !matches!(format, Format::Csv | Format::Check) {
        bail!("--bom is for --format csv and check");
    }
    let writer: Box<dyn Writer> = match format {
        Format::Text => Box::new(margin_view(on_terminal)),
        Format::Jsonl => Box::new(JsonLines),
        Format::Json => Box::new(JsonArray),
        Format::Quotes => Box::new(QuoteLines),
        Format::Csv if args.bom => Box::new(Marked(Csv)),
        Format::Csv => Box::new(Csv),
        Format::Webannotation => Box::new(Array(WebAnnotation)),
        Format::Hypothesis => Box::new(Lines(Hypothesis)),
        Format::Schemaorg => Box::new(Array(Quotations)),
        Format::SchemaorgClaims => Box::new(Array(SchemaClaims)),
        Format::Labelstudio => Box::new(Array(LabelStudio)),
        Format::Doccano => Box::new(Lines(Doccano)),
        Format::Prodigy => Box::new(Lines(Prodigy)),
        Format::Brat => return Ok(vec![Box::new(BratText), Box::new(BratAnnotations)]),
        Format::Tei => Box::new(Tei),
        Format::Claims => Box::new(Lines(Claims)),
        Format::Check if args.bom => Box::new(Marked(Check)),
        Format::Check => Box::new(Check),
    };
    Ok(vec![writer])
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
