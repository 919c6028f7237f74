//! What the command line accepts.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, Subcommand, ValueEnum};
use inquit::article::Field;
use inquit::compare::THRESHOLD;
use inquit::repeats::LEAST_WORDS;
use inquit::report::{ArticleRecord, Only};
use inquit::span::OffsetUnit;

/// Find quoted and reported speech in news articles, and who said it
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the quotes of articles
    Extract(ExtractArgs),
    /// Say who is quoted, how often and in which articles; reads the records of `extract`, too
    Speakers(TableArgs),
    /// Say which words several articles quote, conflicts first; reads the records of `extract`, too (docs/repeats.md)
    Repeats(RepeatsArgs),
    /// Say whether articles have a quote, word by word or altered, and whose it is there; exits with 1 unless it is
    /// (docs/repeats.md)
    Verify(VerifyArgs),
    /// Make a page to read in a browser: articles, quotes and speakers; reads the records of `extract`, too
    Report(ReportArgs),
    /// Score quotes against gold annotations
    Eval(EvalArgs),
    /// Show what led to the quotes of a line: tokens, marks, mentions, cues, rules
    Explain(ExplainArgs),
    /// Say which quotes changed between two extractions; exits with 1 where any did
    Diff(DiffArgs),
    /// Keep the quotes of articles as they are now, a snapshot an article (docs/review.md)
    Lock(LockArgs),
    /// Hold articles against their snapshots; exits with 1 where a quote changed
    Check(HoldArgs),
    /// Accept or reject what `check` found, change by change
    Review(ReviewArgs),
    /// Check and build gazetteers
    #[command(subcommand)]
    Gazetteer(NamesCommand),
    /// Write what the engine reads of articles, one a line: for training (train/README.md)
    #[command(hide = true)]
    Windows(ArticlesArgs),
    /// Write what an engine finds in articles, one a line: for training (train/README.md)
    #[command(hide = true)]
    Candidates(CandidatesArgs),
    /// Write whom the pronouns of sources were weighed to go back to, an article a line: for training (train/README.md)
    #[command(hide = true)]
    Antecedents(AntecedentsArgs),
    /// Write the JSON Schema of what is written
    Schema {
        /// The record of an article, or a line about a speaker or a repeat
        #[arg(value_enum, default_value_t)]
        of: SchemaOf,
    },
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    Man,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    /// Output format [default: text on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to FILE instead of standard output; it is replaced only when all went well. A folder (one that is there, or a name
    /// that ends in `/`) gets a file for each few hundred articles, and a manifest
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Go on with the folder of an earlier run, also one that was killed: what has not changed is not done again
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,

    /// About how many articles a file of the folder holds
    #[arg(long, value_name = "N", default_value = "512")]
    pub(crate) shard: NonZeroUsize,

    /// Write the articles that failed to FILE, with the reason, one a line, and not to standard error
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<PathBuf>,

    /// Exit with 1 where an article failed
    #[arg(long)]
    pub(crate) strict: bool,

    /// Show neither progress nor a summary
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads [default: as many as there are cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Unit of the offsets; formats of other tools have their own (docs/feeds.md)
    #[arg(long, value_enum, default_value_t)]
    pub(crate) offsets: Unit,

    /// Begin csv and check with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    pub(crate) bom: bool,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,

    #[command(flatten)]
    pub(crate) keeping: KeepingArgs,

    /// Write who is quoted to FILE, too, one speaker of all articles a line, as `inquit speakers` does
    #[arg(long, value_name = "FILE")]
    pub(crate) speakers: Option<PathBuf>,
}

/// What a table is made of, and where it goes.
#[derive(Debug, clap::Args)]
pub(crate) struct TableArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    /// Output format [default: text on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<TableFormat>,

    /// Write to FILE instead of standard output; it is replaced only when all went well
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Threads [default: as many as there are cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,

    #[command(flatten)]
    pub(crate) keeping: KeepingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RepeatsArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,

    /// Leave out quotes of fewer words: many say them
    #[arg(long, value_name = "N", default_value_t = LEAST_WORDS)]
    pub(crate) min_words: usize,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The words; `…` or `...` where some are left out
    pub(crate) quote: String,

    /// Who is to have said them
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,

    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    /// Output format
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: VerifyFormat,

    /// Threads [default: as many as there are cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    /// The folder to make; it gets one file, `index.html`, which is replaced only when all went well
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) output: PathBuf,

    /// Show what changed since OLD: a file of records as `extract --format jsonl` writes it, a folder of such files, or a folder
    /// of snapshots, of whose changes those that were rejected are left out
    #[arg(long, value_name = "OLD")]
    pub(crate) diff: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) log: LogArgs,

    #[command(flatten)]
    pub(crate) comparing: ComparingArgs,

    /// Threads [default: as many as there are cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,

    #[command(flatten)]
    pub(crate) keeping: KeepingArgs,
}

/// Which quotes are kept.
#[derive(Debug, clap::Args)]
pub(crate) struct KeepingArgs {
    /// Keep only some quotes: a list of types (direct, indirect, mixed), acts (speech, which takes in writing; writing,
    /// thought, intention, perception) and kinds of speaker (person, group, organization, document, unknown); `checkable` keeps
    /// assertions with something to check (docs/signals.md)
    #[arg(long, value_name = "LIST")]
    pub(crate) only: Option<Only>,

    /// Keep only quotes of which inquit is this sure, from 0 to 1 (docs/evaluation.md says what to expect)
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(crate) min_confidence: Option<f64>,
}

impl KeepingArgs {
    /// Leaves out of `record` what is not to be kept.
    pub(crate) fn apply(&self, record: &mut ArticleRecord) {
        if let Some(only) = &self.only {
            record.retain(|quote| only.keeps(quote));
        }
        if let Some(least) = self.min_confidence {
            record.retain(|quote| quote.confidence >= least);
        }
    }
}

/// Which articles are read, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct ArticlesArgs {
    /// Files, folders (read recursively, ignore files respected) and globs; `-` or none is standard input
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How articles are read.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadingArgs {
    /// Where JSON keeps something: text=body, id=meta.uid (inside another object); also url, headline, byline, publisher, published,
    /// modified, language
    #[arg(long = "field", value_name = "WHAT=NAME")]
    pub(crate) fields: Vec<Field>,

    /// How to read files and standard input [default: by the ending; text for standard input and other endings]
    #[arg(long, visible_alias = "input", value_enum, value_name = "KIND")]
    pub(crate) from: Option<Kind>,

    /// No article may have more bytes, unpacked, than SIZE (K, M and G are thousands, millions and billions); one that has is
    /// reported and passed over
    #[arg(long, value_name = "SIZE", default_value = "128M")]
    pub(crate) max_size: Size,
}

/// A number of bytes: `300K`, `128M`, `2G`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

impl Default for Size {
    fn default() -> Self {
        Self(128_000_000)
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = match text.char_indices().next_back() {
            Some((at, 'k' | 'K')) => (text.get(..at), 1_000),
            Some((at, 'm' | 'M')) => (text.get(..at), 1_000_000),
            Some((at, 'g' | 'G')) => (text.get(..at), 1_000_000_000),
            _ => (Some(text), 1),
        };
        let number: Option<u64> = number.and_then(|number| number.parse().ok());
        let size = number.and_then(|number| number.checked_mul(unit));
        size.filter(|&size| size > 0)
            .map(Self)
            .ok_or_else(|| "a number of bytes is wanted, as 300K, 128M or 2G".to_owned())
    }
}

/// What an extraction needs to know.
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractorArgs {
    #[command(flatten)]
    pub(crate) engine: EngineArgs,

    #[command(flatten)]
    pub(crate) gazetteer: GazetteerArgs,

    /// What articles are in: told by text and metadata, and what is surely not English is left out with a note; or en, all English
    #[arg(long, value_enum, default_value_t)]
    pub(crate) language: Language,
}

/// What articles are taken to be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Whatever text and metadata tell
    #[default]
    Auto,
    /// English, all of them
    En,
}

#[derive(Debug, clap::Args)]
pub(crate) struct EngineArgs {
    /// What finds the quotes: accurate, fast (about ten times as fast, and finds less), or a file of weights
    #[arg(long = "engine", value_name = "NAME", default_value = "accurate")]
    pub(crate) name: EngineName,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GazetteerArgs {
    /// Known names to add to the built-in ones: JSON lines, CSV, spaCy's EntityRuler patterns, Popolo JSON, or what `inquit
    /// gazetteer build` made (repeatable; docs/gazetteer.md)
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) lists: ListArgs,
}

/// What the user says of single names.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Weak names that may link by themselves, one a line (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) accept: Vec<PathBuf>,

    /// Names that link nothing, one a line (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) reject: Vec<PathBuf>,
}

/// What is done with files of names.
#[derive(Debug, Subcommand)]
pub(crate) enum NamesCommand {
    /// List everything that is wrong in gazetteers, with file and line
    Check(CheckArgs),
    /// Make one file of gazetteers that is read in no time
    Build(BuildArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Gazetteers, as they would be used together
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) lists: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// Gazetteers; of two entries of one id, the later one counts
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// The file to write; it is replaced only when all went well
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The article and a line of it; without a line, all of it. In a JSON-lines file, a line is an article
    #[arg(value_name = "FILE[:LINE]")]
    pub(crate) place: String,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// What was: a file of records as `extract --format jsonl` writes it, a folder of such files, or a folder of snapshots
    pub(crate) old: PathBuf,

    /// What is
    pub(crate) new: PathBuf,

    /// Output format
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,

    #[command(flatten)]
    pub(crate) comparing: ComparingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct LockArgs {
    #[command(flatten)]
    pub(crate) locked: LockedArgs,

    /// Remove the snapshots whose articles are not there; nothing is removed where an article could not be read
    #[arg(long)]
    pub(crate) prune: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct HoldArgs {
    #[command(flatten)]
    pub(crate) locked: LockedArgs,

    /// Output format
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,

    #[command(flatten)]
    pub(crate) log: LogArgs,

    #[command(flatten)]
    pub(crate) comparing: ComparingArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReviewArgs {
    /// Where the articles are, to show the sentences around quotes [default: where they were when they were checked]
    pub(crate) paths: Vec<PathBuf>,

    /// The folder of the snapshots
    #[arg(long, value_name = "DIR")]
    pub(crate) snapshots: PathBuf,

    /// List the changes and do nothing
    #[arg(long, conflicts_with_all = ["accept", "reject", "undo", "apply"])]
    pub(crate) list: bool,

    /// Accept the change ID, or all that are not rejected (repeatable)
    #[arg(long, value_name = "ID|all")]
    pub(crate) accept: Vec<String>,

    /// Reject the change ID, or all that are not accepted (repeatable)
    #[arg(long, value_name = "ID|all")]
    pub(crate) reject: Vec<String>,

    /// Take back that the change ID was rejected: `check` finds it again (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) undo: Vec<String>,

    /// Apply the decisions of FILE, one a line, as `inquit report --diff` lets you download them
    #[arg(long, value_name = "FILE")]
    pub(crate) apply: Option<PathBuf>,

    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,

    /// Who decides, for the log [default: $USER]
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,

    #[command(flatten)]
    pub(crate) log: LogArgs,

    #[command(flatten)]
    pub(crate) comparing: ComparingArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Articles that have snapshots.
#[derive(Debug, clap::Args)]
pub(crate) struct LockedArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    /// The folder of the snapshots
    #[arg(long, value_name = "DIR")]
    pub(crate) snapshots: PathBuf,

    /// Threads [default: as many as there are cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,
}

/// Where decisions are kept.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArgs {
    /// The file of decisions, one a line [default: review.jsonl in the folder of the snapshots]
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
}

/// What counts as a change.
#[derive(Debug, clap::Args)]
pub(crate) struct ComparingArgs {
    /// A confidence that crosses P is a change; at 0.5, a quote is as likely right as wrong
    #[arg(long, value_name = "P", value_parser = probability, default_value_t = THRESHOLD)]
    pub(crate) threshold: f64,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CandidatesArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    #[command(flatten)]
    pub(crate) engine: EngineArgs,

    /// Write also the numbers that it was decided by
    #[arg(long)]
    pub(crate) raw: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AntecedentsArgs {
    #[command(flatten)]
    pub(crate) articles: ArticlesArgs,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// Gold: JSON lines with text and annotations, `*.gold.json` files beside their articles, or folders of them
    pub(crate) gold: PathBuf,

    /// More gold, or the articles to extract from instead of gold's own text
    #[arg(conflicts_with = "predictions")]
    pub(crate) paths: Vec<PathBuf>,

    /// Score these records (or JSON lines with attributions) instead of extracting
    #[arg(long, value_name = "FILE")]
    pub(crate) predictions: Option<PathBuf>,

    /// Who the sources of the gold are
    #[arg(long, value_name = "FILE")]
    pub(crate) speakers: Option<PathBuf>,

    /// Score only some quotes: a list as that of `extract --only`, applied to both sides. Gold that does not say its act, type or
    /// kind of speaker stays
    #[arg(long, value_name = "LIST")]
    pub(crate) only: Option<Only>,

    /// List every error, by category
    #[arg(long)]
    pub(crate) errors: bool,

    /// Write one JSON object
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) extractor: ExtractorArgs,
}

/// Which engine reads the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum EngineName {
    #[default]
    Accurate,
    Fast,
    /// Weights of the user's own.
    File(PathBuf),
}

impl FromStr for EngineName {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(match name {
            "accurate" => Self::Accurate,
            "fast" => Self::Fast,
            file => Self::File(file.into()),
        })
    }
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// The sentence with its parts marked and the speaker in the margin
    Text,
    /// One record an article, one a line
    Jsonl,
    /// One array of records
    Json,
    /// One quote a line
    Quotes,
    /// One quote a row
    Csv,
    /// W3C Web Annotations, JSON-LD
    Webannotation,
    /// What the API of Hypothesis takes, one annotation a line
    Hypothesis,
    /// Quotations of schema.org, JSON-LD
    Schemaorg,
    /// Claims of schema.org, JSON-LD: one a sentence
    SchemaorgClaims,
    /// Tasks of Label Studio with predictions
    Labelstudio,
    /// Spans and relations for doccano, one article a line
    Doccano,
    /// Spans for Prodigy and spaCy, one article a line
    Prodigy,
    /// brat standoff: a .txt and an .ann an article, in a folder
    Brat,
    /// TEI, with the quotes marked in the text
    Tei,
    /// Whole sentences to score for whether they are worth checking, one a line
    Claims,
    /// Rows for Meedan's Check
    Check,
}

/// How speakers and repeats are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Columns for a reader
    Text,
    /// One speaker or repeat a line
    Jsonl,
    /// One speaker, or one quote of a repeat, a row
    Csv,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// One change a block
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// How it is told where words stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// One article a block
    #[default]
    Text,
    /// One article a line
    Jsonl,
}

/// How a check tells what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// One change a block
    #[default]
    Text,
    /// One JSON object
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// What `extract` writes about an article
    #[default]
    Record,
    /// What `speakers` writes about a speaker
    Speakers,
    /// What `repeats` writes about words that several articles quote
    Repeats,
}

/// How an article is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// All of it is text
    Text,
    /// Text after front matter
    Markdown,
    /// One article a line
    Jsonl,
    /// An object, or an array of them; each an article
    Json,
    /// The same, as ninjs (IPTC), whatever its fields are
    Ninjs,
    /// A saved page: the article in it
    Html,
    /// RSS or Atom with whole texts: each item an article
    Feed,
    /// WARC or WET: each page an article
    Warc,
}

/// [`OffsetUnit`] on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Unicode code points
    #[default]
    Chars,
    /// Bytes of the UTF-8 text
    Bytes,
    /// UTF-16 code units
    Utf16,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Chars => OffsetUnit::Chars,
            Unit::Bytes => OffsetUnit::Bytes,
            Unit::Utf16 => OffsetUnit::Utf16,
        }
    }
}

fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| "a number from 0 to 1 is wanted".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Size;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }

    #[test]
    fn sizes_are_read() {
        let size = |text: &str| text.parse::<Size>().ok().map(|size| size.0);
        assert_eq!(size("12"), Some(12));
        assert_eq!(size("3k"), Some(3000));
        assert_eq!(size("128M"), Some(Size::default().0));
        assert_eq!(size("2G"), Some(2_000_000_000));
        for wrong in [
            "",
            "M",
            "0",
            "-1",
            "1.5M",
            "99999999999999999999",
            "99999999999999G",
            "1é",
        ] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }
}
