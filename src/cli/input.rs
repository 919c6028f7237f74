//! Finds the articles that the paths on the command line name, in a fixed order, without reading more than it must.
//!
//! A [`Piece`] is one article still unread (or one part of a file of several: a line, an element, an item, a record); reading
//! and decoding it is left to the threads.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use inquit::article::{Fields, items};
use inquit::decode::{Decoded, decode, decode_as_said, said_charset};
use inquit::engine::Worker;
use inquit::report::{ArticleRecord, SCHEMA};
use inquit::span::OffsetUnit;
use inquit::{Article, Extractor};
use serde::{Deserialize, Serialize};

use super::args::{Kind, ReadingArgs};
use super::shards::{self, fingerprint};
use super::unpack::{self, Broken, Lines, Parts, Seen, Stream, Values, Watch, peek, unpack};
use super::warc;

/// How to read what is found.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    fields: Fields,
    kind: Option<Kind>,
    /// May records of an earlier extraction stand in the place of articles?
    records: bool,
    /// No article has more bytes, unpacked.
    limit: u64,
    seen: Seen,
    /// Nothing at these paths, which have no links in them, is read when its folder is.
    without: Vec<PathBuf>,
}

impl Reading {
    /// How much has been read so far.
    pub(crate) fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The same, with a count of its own of what is read.
    pub(crate) fn apart(&self) -> (Self, Seen) {
        let seen = Seen::default();
        let reading = Self {
            seen: seen.clone(),
            ..self.clone()
        };
        (reading, seen)
    }

    /// The same, passing over the file or folder at `path`, if it is there: output is no input.
    pub(crate) fn without(mut self, path: &Path) -> Self {
        self.without.extend(fs::canonicalize(path).ok());
        self
    }

    /// All of a file, unpacked.
    pub(crate) fn whole(&self, path: &Path) -> io::Result<Vec<u8>> {
        unpack::read_file(path, self.limit, &self.seen)
    }

    /// The same, with records in the place of articles, too.
    pub(crate) fn with_records(self) -> Self {
        Self {
            records: true,
            ..self
        }
    }
}

/// What a piece turns out to be.
pub(crate) enum Found {
    /// An article, still to be worked on.
    Article(Article),
    /// What an earlier extraction wrote about one.
    Record(ArticleRecord),
}

impl Found {
    /// The record, and the article where there is one: extracted, or as it was found.
    pub(crate) fn record(
        self,
        extractor: &Extractor,
        worker: &mut Worker,
    ) -> (ArticleRecord, Option<Article>) {
        match self {
            Found::Record(record) => (record, None),
            Found::Article(article) => {
                let document = extractor.extract_with(&article, worker);
                let record = ArticleRecord::new(&article, &document, OffsetUnit::Chars);
                (record, Some(article))
            }
        }
    }
}

impl From<&ReadingArgs> for Reading {
    fn from(args: &ReadingArgs) -> Self {
        Self {
            fields: args.fields.iter().cloned().collect(),
            kind: args.from,
            records: false,
            limit: args.max_size.0,
            seen: Seen::default(),
            without: Vec::new(),
        }
    }
}

/// An article still to be read.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A file of its own.
    File {
        path: PathBuf,
        kind: Kind,
        /// Does the command line name it?
        named: bool,
    },
    /// What came in on standard input.
    Stdin { bytes: Vec<u8>, kind: Kind },
    /// A part of a file of several articles.
    Part {
        /// The file; none for standard input.
        path: Option<Arc<str>>,
        /// Of the line, element, item or record; none where it is all of the file.
        number: Option<usize>,
        bytes: Vec<u8>,
        kind: Kind,
    },
}

/// Something that could not be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// The file, with the number of the line, element, item or record.
    #[serde(rename = "article")]
    pub(crate) name: String,
    #[serde(rename = "error")]
    pub(crate) message: String,
    /// Is it a path that the command line names and that cannot be read at all?
    pub(crate) fatal: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}

const STDIN: &str = "stdin";

/// Articles, as they are found.
pub(crate) type Pieces = Box<dyn Iterator<Item = Result<Piece, Problem>> + Send>;

/// The articles under `paths`, in the order of `paths` and sorted within a folder.
pub(crate) fn pieces(paths: &[PathBuf], reading: &Reading) -> Pieces {
    let reading = reading.clone();
    let paths = if paths.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        paths.to_vec()
    };
    Box::new(
        paths
            .into_iter()
            .flat_map(move |path| named(&path, &reading)),
    )
}

/// What one path on the command line stands for.
fn named(path: &Path, reading: &Reading) -> Pieces {
    if path == Path::new("-") {
        return stdin(reading);
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => folder(path, reading),
        Ok(_) => {
            let kind = reading.kind.or_else(|| by_ending(path));
            if kind.is_none() && reading.records {
                return either(path, reading);
            }
            file(path.to_owned(), kind.unwrap_or(Kind::Text), true, reading)
        }
        Err(error) => match glob(path, reading) {
            Some(pieces) => pieces,
            None => one(Err(problem(path, &error, true))),
        },
    }
}

fn one(piece: Result<Piece, Problem>) -> Pieces {
    Box::new(std::iter::once(piece))
}

fn problem(path: &Path, error: &dyn fmt::Display, fatal: bool) -> Problem {
    Problem {
        name: name(path),
        message: error.to_string(),
        fatal,
    }
}

/// A path as it appears in records: as given, with forward slashes.
pub(crate) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        name.into_owned()
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// How a file with a known ending is read; what is packed (`.txt.gz`), as what it packs.
pub(crate) fn by_ending(path: &Path) -> Option<Kind> {
    let ending = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
    let mut last = ending(path)?;
    if unpack::ENDINGS.contains(&last.as_str()) {
        last = ending(Path::new(path.file_stem()?))?;
    }
    match last.as_str() {
        "txt" => Some(Kind::Text),
        "md" | "markdown" => Some(Kind::Markdown),
        "jsonl" | "ndjson" => Some(Kind::Jsonl),
        "json" if !is_ours(path) => Some(Kind::Json),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "xml" | "rss" | "atom" => Some(Kind::Feed),
        "warc" | "wet" => Some(Kind::Warc),
        _ => None,
    }
}

/// Is it no article but what `corpus/` says is right about one, or what `--output FOLDER/` says of its files?
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name == shards::MANIFEST || name.ends_with(".gold.json"))
}

fn file(path: PathBuf, kind: Kind, named: bool, reading: &Reading) -> Pieces {
    if !has_parts(kind) {
        return one(Ok(Piece::File { path, kind, named }));
    }
    let open = || {
        let file = File::open(&path)?;
        let watch = Watch::new(&file)?;
        let file = unpack(reading.seen.clone().count(file))?;
        Ok((parts(file, kind, reading.limit)?, watch))
    };
    match open() {
        Ok((parts, watch)) => Box::new(InParts {
            path: Some(name(&path).into()),
            parts,
            kind,
            watch: Some(watch),
            done: false,
            named,
        }),
        Err(error) => one(Err(problem(&path, &error as &io::Error, named))),
    }
}

/// Does a file of this kind hold several articles?
fn has_parts(kind: Kind) -> bool {
    match kind {
        Kind::Text | Kind::Markdown | Kind::Html => false,
        Kind::Jsonl | Kind::Json | Kind::Ninjs | Kind::Feed | Kind::Warc => true,
    }
}

/// The articles of a file of several. A feed is read whole first, the others as they are asked for.
fn parts(file: Stream, kind: Kind, limit: u64) -> io::Result<Box<dyn Parts>> {
    Ok(match kind {
        Kind::Json | Kind::Ninjs => Box::new(Values::new(file, limit)),
        Kind::Warc => Box::new(warc::Records::new(file, limit)),
        Kind::Feed => {
            let bytes = unpack::read_all(file, limit)?;
            let said = said_charset(&bytes);
            let feed = decode_as_said(bytes, said.as_deref()).map_err(io::Error::other)?;
            let items: Vec<Vec<u8>> = items(&feed.text)
                .map_err(io::Error::other)?
                .map(String::into_bytes)
                .collect();
            Box::new(items.into_iter().enumerate())
        }
        Kind::Jsonl | Kind::Text | Kind::Markdown | Kind::Html => Box::new(Lines::new(file, limit)),
    })
}

/// A named file whose ending tells nothing: records, or text.
fn either(path: &Path, reading: &Reading) -> Pieces {
    let begins = File::open(path)
        .and_then(unpack)
        .and_then(|file| Ok(begins_with_record(file)?.0));
    match begins {
        Ok(begins) => {
            let kind = if begins { Kind::Jsonl } else { Kind::Text };
            file(path.to_owned(), kind, true, reading)
        }
        Err(error) => one(Err(problem(path, &error, true))),
    }
}

/// Is it what [`extract`](super::extract) writes as JSON lines? And all of the file again.
fn begins_with_record(file: Stream) -> io::Result<(bool, Stream)> {
    const RECORD: &[u8] = br#"{"schema":"inquit"#;
    let (begin, file) = peek(file, RECORD.len())?;
    Ok((begin == RECORD, Box::new(file)))
}

fn stdin(reading: &Reading) -> Pieces {
    let open = || {
        let file = unpack(reading.seen.clone().count(io::stdin()))?;
        match reading.kind {
            None if reading.records => {
                let (begins, file) = begins_with_record(file)?;
                Ok((if begins { Kind::Jsonl } else { Kind::Text }, file))
            }
            kind => Ok((kind.unwrap_or(Kind::Text), file)),
        }
    };
    let fail = |error: io::Error| problem(Path::new(STDIN), &error, true);
    match open() {
        Ok((kind, file)) if has_parts(kind) => match parts(file, kind, reading.limit) {
            Ok(parts) => Box::new(InParts {
                path: None,
                parts,
                kind,
                watch: None,
                done: false,
                named: true,
            }),
            Err(error) => one(Err(fail(error))),
        },
        Ok((kind, file)) => {
            let bytes = unpack::read_all(file, reading.limit);
            one(bytes
                .map(|bytes| Piece::Stdin { bytes, kind })
                .map_err(fail))
        }
        Err(error) => one(Err(fail(error))),
    }
}

/// The articles of a file of several, read as they are asked for.
struct InParts {
    /// None for standard input.
    path: Option<Arc<str>>,
    parts: Box<dyn Parts>,
    kind: Kind,
    watch: Option<Watch>,
    done: bool,
    /// Does the command line name the file?
    named: bool,
}

impl InParts {
    /// The end of the articles, and what is wrong with the file.
    fn end(&mut self, error: &io::Error, fatal: bool) -> Result<Piece, Problem> {
        self.done = true;
        let name = self.path.as_deref().unwrap_or(STDIN);
        Err(problem(Path::new(name), error, fatal))
    }
}

impl Iterator for InParts {
    type Item = Result<Piece, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        Some(match self.parts.next() {
            Ok(Some((number, bytes))) => Ok(Piece::Part {
                path: self.path.clone(),
                number,
                bytes,
                kind: self.kind,
            }),
            Ok(None) => {
                self.done = true;
                match self.watch.as_ref().map(Watch::check) {
                    Some(Err(error)) => self.end(&error, false),
                    _ => return None,
                }
            }
            Err(Broken::Part(number, message)) => Err(Problem {
                name: part_name(self.path.as_deref(), Some(number)),
                message,
                fatal: false,
            }),
            Err(Broken::File(error)) => self.end(&error, self.named),
        })
    }
}

/// What a part of a file is called.
fn part_name(path: Option<&str>, number: Option<usize>) -> String {
    let path = path.unwrap_or(STDIN);
    number.map_or_else(|| path.to_owned(), |number| format!("{path}:{number}"))
}

/// The articles of a folder, sorted by path.
fn folder(path: &Path, reading: &Reading) -> Pieces {
    let kind = reading.kind;
    let files = walk(path, reading, move |file| {
        by_ending(file).map(|by| kind.unwrap_or(by))
    });
    let path = path.to_owned();
    or_else_complain(files, move || Problem {
        name: name(&path),
        message: "no articles here (.txt, .md, .jsonl, .json, .html, .xml, .warc, …)".to_owned(),
        fatal: false,
    })
}

/// The files that a pattern matches; `None` where `path` is no pattern.
fn glob(path: &Path, reading: &Reading) -> Option<Pieces> {
    let pattern = path.to_str()?;
    if !pattern.contains(['*', '?', '[', '{']) {
        return None;
    }
    let matcher = match globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
    {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => return Some(one(Err(problem(path, &error, true)))),
    };
    // Walk from the last folder whose name is no pattern; without one, from here.
    let base: PathBuf = path
        .components()
        .take_while(|part| {
            let part = part.as_os_str().to_string_lossy();
            !part.contains(['*', '?', '[', '{'])
        })
        .collect();
    let here = base.as_os_str().is_empty();
    let root = if here { Path::new(".") } else { &base };
    let kind = reading.kind;
    let files = walk(root, reading, move |file| {
        let file = if here {
            file.strip_prefix(".").unwrap_or(file)
        } else {
            file
        };
        matcher
            .is_match(file)
            .then(|| kind.or_else(|| by_ending(file)).unwrap_or(Kind::Text))
    });
    let name = name(path);
    Some(or_else_complain(files, move || Problem {
        name,
        message: "no file matches".to_owned(),
        fatal: true,
    }))
}

/// Walks a folder and opens the files for which `kind` gives a kind.
fn walk(
    root: &Path,
    reading: &Reading,
    kind: impl Fn(&Path) -> Option<Kind> + Send + 'static,
) -> Pieces {
    let reading = reading.clone();
    let from_here = root == Path::new(".");
    let walker = walker(root, &reading).build();
    Box::new(walker.flat_map(move |entry| {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                return one(Err(Problem {
                    name: "cannot read a folder".to_owned(),
                    message: error.to_string(),
                    fatal: false,
                }));
            }
        };
        let Some(kind) = kind(entry.path()) else {
            return nothing();
        };
        // A link is followed to a file, never into a folder, which could lead around in a circle.
        match fs::metadata(entry.path()) {
            Ok(metadata) if metadata.is_file() => {
                let path = entry.path();
                let path = match path.strip_prefix(".") {
                    Ok(bare) if from_here => bare,
                    _ => path,
                };
                file(path.to_owned(), kind, false, &reading)
            }
            Ok(metadata) if metadata.is_dir() => nothing(),
            // To read it could take for ever.
            Ok(_) => one(Err(problem(
                entry.path(),
                &"no file but a pipe, a socket or a device: name it to read it",
                false,
            ))),
            Err(error) => one(Err(problem(entry.path(), &error, false))),
        }
    }))
}

/// What a folder holds, sorted.
fn walker(root: &Path, reading: &Reading) -> ignore::WalkBuilder {
    let mut walker = ignore::WalkBuilder::new(root);
    walker
        .require_git(false)
        .git_global(false)
        .sort_by_file_path(Path::cmp);
    let without = reading.without.clone();
    if !without.is_empty() {
        walker.filter_entry(move |entry| {
            let name = Some(entry.file_name());
            let alike = without.iter().any(|path| path.file_name() == name);
            !(alike && fs::canonicalize(entry.path()).is_ok_and(|path| without.contains(&path)))
        });
    }
    walker
}

/// How many bytes `paths` have, as they lie on the disk; `None` where only reading tells.
pub(crate) fn size(paths: &[PathBuf], reading: &Reading) -> Option<u64> {
    let mut size = 0;
    for path in paths {
        let metadata = fs::metadata(path).ok()?;
        if metadata.is_dir() {
            let entries = walker(path, reading).build();
            for entry in entries.filter_map(Result::ok) {
                if by_ending(entry.path()).is_some()
                    && let Ok(metadata) = fs::metadata(entry.path())
                    && metadata.is_file()
                {
                    size += metadata.len();
                }
            }
        } else if metadata.is_file() {
            size += metadata.len();
        } else {
            return None;
        }
    }
    (!paths.is_empty()).then_some(size)
}

fn nothing() -> Pieces {
    Box::new(std::iter::empty())
}

/// `pieces`, or the problem where there are none.
fn or_else_complain(pieces: Pieces, problem: impl FnOnce() -> Problem) -> Pieces {
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return one(Err(problem()));
    }
    Box::new(pieces)
}

impl Piece {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Piece::File { path, .. } => name(path),
            Piece::Stdin { .. } => STDIN.to_owned(),
            Piece::Part { path, number, .. } => part_name(path.as_deref(), *number),
        }
    }

    /// The line that it is, where it is one.
    pub(crate) fn line(&self) -> Option<usize> {
        match self {
            Piece::Part {
                number,
                kind: Kind::Jsonl,
                ..
            } => *number,
            _ => None,
        }
    }

    /// About how many bytes it has.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Piece::File { path, .. } => fs::metadata(path).map_or(0, |metadata| metadata.len()),
            Piece::Stdin { bytes, .. } | Piece::Part { bytes, .. } => bytes.len() as u64,
        }
    }

    /// How many bytes of memory it takes before it is read.
    pub(crate) fn held(&self) -> usize {
        match self {
            Piece::File { .. } => 0,
            Piece::Stdin { bytes, .. } | Piece::Part { bytes, .. } => bytes.len(),
        }
    }

    /// What [`Loaded::fingerprint`] or the problem gives, with nothing kept.
    pub(crate) fn fingerprint(&self, reading: &Reading) -> shards::Digest {
        let name = self.name();
        match self {
            Piece::File { path, .. } => match reading.whole(path) {
                Ok(bytes) => fingerprint(&name, Ok(&bytes)),
                Err(error) => fingerprint(&name, Err(&error.to_string())),
            },
            Piece::Stdin { bytes, .. } | Piece::Part { bytes, .. } => fingerprint(&name, Ok(bytes)),
        }
    }

    /// Reads the article or, where records may be, the record.
    pub(crate) fn find(self, reading: &Reading) -> Result<Found, Problem> {
        if reading.records
            && let Piece::Part { bytes, .. } = &self
            && let Some(record) = record(bytes)
        {
            return match record {
                Ok(record) => Ok(Found::Record(record)),
                Err(message) => Err(Problem {
                    name: self.name(),
                    message,
                    fatal: false,
                }),
            };
        }
        self.read(reading).map(Found::Article)
    }

    /// Reads the record that a line is.
    pub(crate) fn record(self) -> Result<ArticleRecord, Problem> {
        let read = match &self {
            Piece::Part { bytes, .. } => record(bytes),
            _ => None,
        };
        let read = read.unwrap_or_else(|| Err(NO_RECORD.to_owned()));
        read.map_err(|message| Problem {
            name: self.name(),
            message,
            fatal: false,
        })
    }

    /// Reads the article.
    pub(crate) fn read(self, reading: &Reading) -> Result<Article, Problem> {
        self.load(reading)?.article(reading)
    }

    /// Reads the bytes of the article.
    pub(crate) fn load(self, reading: &Reading) -> Result<Loaded, Problem> {
        let name = self.name();
        Ok(match self {
            Piece::File { path, kind, named } => Loaded {
                bytes: reading
                    .whole(&path)
                    .map_err(|error| problem(&path, &error, named))?,
                kind,
                path: Some(name.clone()),
                name,
            },
            Piece::Stdin { bytes, kind } => Loaded {
                bytes,
                kind,
                path: None,
                name,
            },
            Piece::Part {
                path, bytes, kind, ..
            } => Loaded {
                bytes,
                kind,
                path: path.map(|path| path.to_string()),
                name,
            },
        })
    }
}

/// An article as it was read, not decoded.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    kind: Kind,
    path: Option<String>,
}

impl Loaded {
    /// What tells it apart.
    pub(crate) fn fingerprint(&self) -> shards::Digest {
        fingerprint(&self.name, Ok(&self.bytes))
    }

    pub(crate) fn article(self, reading: &Reading) -> Result<Article, Problem> {
        let name = self.name;
        let fail = |error: inquit::Error| Problem {
            name: name.clone(),
            message: error.to_string(),
            fatal: false,
        };
        let mut article = match self.kind {
            Kind::Warc => {
                warc::article(&self.bytes, &name, reading.limit).map_err(|message| Problem {
                    name: name.clone(),
                    message,
                    fatal: false,
                })?
            }
            kind => {
                let Decoded { text, note } = decoded(self.bytes, kind).map_err(fail)?;
                let mut article = match kind {
                    Kind::Text | Kind::Warc => Article::new(&name, text),
                    Kind::Markdown => Article::from_markdown(&name, text),
                    Kind::Jsonl | Kind::Json => {
                        Article::from_json(&text, &reading.fields, &name).map_err(fail)?
                    }
                    Kind::Ninjs => Article::from_ninjs(&text, &name).map_err(fail)?,
                    Kind::Html => Article::from_html(&name, &text).map_err(fail)?,
                    Kind::Feed => Article::from_feed_item(&text, &name).map_err(fail)?,
                };
                article.notes.extend(note);
                article
            }
        };
        article.metadata.path = self.path;
        Ok(article)
    }
}

fn decoded(bytes: Vec<u8>, kind: Kind) -> Result<Decoded, inquit::Error> {
    if kind == Kind::Html {
        let said = said_charset(&bytes);
        return decode_as_said(bytes, said.as_deref());
    }
    decode(bytes)
}

const NO_RECORD: &str = "no record as `extract --format jsonl` writes it";

/// The record that a line is; `None` where it is no output of inquit.
fn record(line: &[u8]) -> Option<Result<ArticleRecord, String>> {
    /// As much as tells what a line is. Other people's lines may have a `schema` of any form.
    #[derive(serde::Deserialize)]
    struct Head {
        schema: serde_json::Value,
    }
    let head: Head = serde_json::from_slice(line).ok()?;
    let schema = head.schema.as_str()?;
    if schema != SCHEMA {
        let ours = schema.starts_with("inquit/") || schema.starts_with("inquit-");
        return ours.then(|| Err(format!("`{schema}` is no record of `{SCHEMA}`")));
    }
    Some(serde_json::from_slice(line).map_err(|error| {
        // The line in the error is always 1.
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        let column = error.column();
        format!("{NO_RECORD}: {what} at column {column}")
    }))
}
