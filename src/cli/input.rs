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

use super::args::{Kind, ReadingArgs};

/// How to read what is found.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    fields: Fields,
    kind: Option<Kind>,
}

impl From<&ReadingArgs> for Reading {
    fn from(args: &ReadingArgs) -> Self {
        Self {
            fields: args.fields.iter().cloned().collect(),
            kind: args.from,
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
            .flat_map(move |path| named(&path, reading.kind)),
    )
}

/// What one path on the command line stands for.
fn named(path: &Path, kind: Option<Kind>) -> Pieces {
    if path == Path::new("-") {
        return stdin(kind.unwrap_or(Kind::Text));
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => folder(path, kind),
        Ok(_) => {
            let kind = kind.or_else(|| by_ending(path)).unwrap_or(Kind::Text);
            file(path.to_owned(), kind, true)
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

fn stdin(kind: Kind) -> Pieces {
    if kind == Kind::Jsonl {
        return lines(None, BufReader::new(io::stdin()));
    }
    let mut bytes = Vec::new();
    one(match io::stdin().lock().read_to_end(&mut bytes) {
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
