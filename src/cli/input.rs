//! Finds the articles that the paths on the command line name, in a fixed order, without reading more than it must.
//!
//! A [`Piece`] is one article still unread (or one line of a JSON-lines file); reading and decoding it is left to the
//! threads.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use inquit::Article;
use inquit::article::Fields;
use inquit::decode::decode;
use inquit::report::{ArticleRecord, SCHEMA};

use super::args::{Kind, ReadingArgs};

/// How to read what is found.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    fields: Fields,
    kind: Option<Kind>,
    /// May records of an earlier extraction stand in the place of articles?
    records: bool,
}

impl Reading {
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

impl From<&ReadingArgs> for Reading {
    fn from(args: &ReadingArgs) -> Self {
        Self {
            fields: args.fields.iter().cloned().collect(),
            kind: args.from,
            records: false,
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
    /// A line of a JSON-lines file.
    Line {
        /// The file; none for standard input.
        path: Option<Arc<str>>,
        number: usize,
        bytes: Vec<u8>,
    },
}

/// Something that could not be read.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The file, with the line in a JSON-lines file.
    pub(crate) name: String,
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

type Pieces = Box<dyn Iterator<Item = Result<Piece, Problem>>>;

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
            .flat_map(move |path| named(&path, reading.kind, reading.records)),
    )
}

/// What one path on the command line stands for.
fn named(path: &Path, kind: Option<Kind>, records: bool) -> Pieces {
    if path == Path::new("-") {
        return stdin(kind, records);
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => folder(path, kind),
        Ok(_) => {
            let kind = kind.or_else(|| by_ending(path));
            if kind.is_none() && records {
                return either(path);
            }
            file(path.to_owned(), kind.unwrap_or(Kind::Text), true)
        }
        Err(error) => match glob(path, kind) {
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

/// How a file with a known ending is read.
pub(crate) fn by_ending(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "txt" => Some(Kind::Text),
        "md" | "markdown" => Some(Kind::Markdown),
        "jsonl" | "ndjson" => Some(Kind::Jsonl),
        _ => None,
    }
}

fn file(path: PathBuf, kind: Kind, named: bool) -> Pieces {
    if kind != Kind::Jsonl {
        return one(Ok(Piece::File { path, kind, named }));
    }
    match File::open(&path) {
        Ok(file) => lines(Some(name(&path).into()), BufReader::new(file)),
        Err(error) => one(Err(problem(&path, &error, named))),
    }
}

/// A named file whose ending tells nothing: records, or text.
fn either(path: &Path) -> Pieces {
    let begins = File::open(path).and_then(|file| begins_with_record(&mut BufReader::new(file)));
    match begins {
        Ok(begins) => {
            let kind = if begins { Kind::Jsonl } else { Kind::Text };
            file(path.to_owned(), kind, true)
        }
        Err(error) => one(Err(problem(path, &error, true))),
    }
}

/// Is it what [`extract`](super::extract) writes as JSON lines?
fn begins_with_record(file: &mut impl BufRead) -> io::Result<bool> {
    Ok(file.fill_buf()?.starts_with(br#"{"schema":"inquit"#))
}

fn stdin(kind: Option<Kind>, records: bool) -> Pieces {
    let mut file = BufReader::new(io::stdin());
    let kind = match kind {
        None if records => begins_with_record(&mut file)
            .map(|begins| if begins { Kind::Jsonl } else { Kind::Text }),
        kind => Ok(kind.unwrap_or(Kind::Text)),
    };
    let kind = match kind {
        Ok(Kind::Jsonl) => return lines(None, file),
        Ok(kind) => kind,
        Err(error) => return one(Err(problem(Path::new(STDIN), &error, true))),
    };
    let mut bytes = Vec::new();
    one(match file.read_to_end(&mut bytes) {
        Ok(_) => Ok(Piece::Stdin { bytes, kind }),
        Err(error) => Err(problem(Path::new(STDIN), &error, true)),
    })
}

/// The lines of a JSON-lines file, read as they are asked for; blank ones are passed over.
fn lines(path: Option<Arc<str>>, mut file: impl BufRead + 'static) -> Pieces {
    let mut number = 0;
    let mut done = false;
    Box::new(std::iter::from_fn(move || {
        while !done {
            let mut bytes = Vec::new();
            number += 1;
            match file.read_until(b'\n', &mut bytes) {
                Ok(0) => done = true,
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => {
                    let path = path.clone();
                    return Some(Ok(Piece::Line {
                        path,
                        number,
                        bytes,
                    }));
                }
                Err(error) => {
                    done = true;
                    let name = path.as_deref().unwrap_or(STDIN);
                    return Some(Err(problem(Path::new(name), &error, true)));
                }
            }
        }
        None
    }))
}

/// The articles of a folder, sorted by path.
fn folder(path: &Path, kind: Option<Kind>) -> Pieces {
    let files = walk(path, move |file| {
        by_ending(file).map(|by| kind.unwrap_or(by))
    });
    let path = path.to_owned();
    or_else_complain(files, move || Problem {
        name: name(&path),
        message: "no articles here (.txt, .md, .jsonl)".to_owned(),
        fatal: false,
    })
}

/// The files that a pattern matches; `None` where `path` is no pattern.
fn glob(path: &Path, kind: Option<Kind>) -> Option<Pieces> {
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
    let files = walk(root, move |file| {
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
fn walk(root: &Path, kind: impl Fn(&Path) -> Option<Kind> + 'static) -> Pieces {
    let from_here = root == Path::new(".");
    let walker = ignore::WalkBuilder::new(root)
        .require_git(false)
        .git_global(false)
        .sort_by_file_path(Path::cmp)
        .build();
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
                file(path.to_owned(), kind, false)
            }
            Ok(_) => nothing(),
            Err(error) => one(Err(problem(entry.path(), &error, false))),
        }
    }))
}

fn nothing() -> Pieces {
    Box::new(std::iter::empty())
}

/// `pieces`, or the problem where there are none.
fn or_else_complain(pieces: Pieces, problem: impl FnOnce() -> Problem + 'static) -> Pieces {
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
            Piece::Line { path, number, .. } => {
                format!("{}:{number}", path.as_deref().unwrap_or(STDIN))
            }
        }
    }

    /// About how many bytes it has.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Piece::File { path, .. } => fs::metadata(path).map_or(0, |metadata| metadata.len()),
            Piece::Stdin { bytes, .. } | Piece::Line { bytes, .. } => bytes.len() as u64,
        }
    }

    /// Reads the article or, where records may be, the record.
    pub(crate) fn find(self, reading: &Reading) -> Result<Found, Problem> {
        if reading.records
            && let Piece::Line { bytes, .. } = &self
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

    /// Reads the article.
    pub(crate) fn read(self, reading: &Reading) -> Result<Article, Problem> {
        let name = self.name();
        let fail = |message: String, fatal| Problem {
            name: name.clone(),
            message,
            fatal,
        };
        let (bytes, kind, path) = match self {
            Piece::File { path, kind, named } => {
                let bytes = fs::read(&path).map_err(|error| fail(error.to_string(), named))?;
                (bytes, kind, Some(name.clone()))
            }
            Piece::Stdin { bytes, kind } => (bytes, kind, None),
            Piece::Line { path, bytes, .. } => {
                (bytes, Kind::Jsonl, path.map(|path| path.to_string()))
            }
        };
        let decoded = decode(bytes).map_err(|error| fail(error.to_string(), false))?;
        let mut article = match kind {
            Kind::Text => Article::new(&name, decoded.text),
            Kind::Markdown => Article::from_markdown(&name, decoded.text),
            Kind::Jsonl => Article::from_json(&decoded.text, &reading.fields, &name)
                .map_err(|error| fail(error.to_string(), false))?,
        };
        article.metadata.path = path;
        article.notes.extend(decoded.note);
        Ok(article)
    }
}

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
        format!("no record as `extract --format jsonl` writes it: {what} at column {column}")
    }))
}
