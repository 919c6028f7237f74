//! A folder of snapshots: which file keeps which article.
//!
//! An article finds its snapshot by the id inside, not by the name of the file. The name is made once, of the article's path
//! below the folder that was locked: `diplomacy/summit.txt` is kept in `diplomacy__summit.snap`. Where the name is taken, a
//! digest of the id follows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use inquit::report::{ArticleRecord, Snapshot};
use sha2::{Digest, Sha256};

use super::input::{Problem, name};
use super::output::Output;
use super::shards::hex;
use super::unpack;

const ENDING: &str = ".snap";
const PENDING: &str = ".snap.new";

/// No name of a file is made longer, in bytes.
const LONGEST: usize = 120;

/// A snapshot and the bytes it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) snapshot: Snapshot,
}

/// The snapshots of a folder.
#[derive(Debug)]
pub(crate) struct Snapshots {
    folder: PathBuf,
    /// By the article's id.
    pub(crate) kept: BTreeMap<String, Kept>,
    /// Files that are no snapshots, or keep an article that another file keeps.
    pub(crate) problems: Vec<Problem>,
    /// All names of files without their ending, in lower case: some systems tell no more apart.
    names: BTreeSet<String>,
    /// Those of files that cannot be read.
    broken: BTreeSet<String>,
}

impl Snapshots {
    /// Reads all snapshots of `folder`; none where it is not there.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut snapshots = Self {
            folder: folder.to_owned(),
            kept: BTreeMap::new(),
            problems: Vec::new(),
            names: BTreeSet::new(),
            broken: BTreeSet::new(),
        };
        for path in files(folder, ENDING)? {
            let stem = stem(&path, ENDING);
            match read(&path) {
                Ok(kept) => {
                    let id = kept.snapshot.record.id.clone();
                    match snapshots.kept.get(&id) {
                        Some(other) => snapshots.problems.push(Problem {
                            name: name(&path),
                            message: format!("{id} is kept in {}, too", name(&other.path)),
                            fatal: false,
                        }),
                        None => {
                            snapshots.kept.insert(id, kept);
                        }
                    }
                }
                Err(problem) => {
                    snapshots.problems.push(problem);
                    snapshots.broken.insert(stem.clone());
                }
            }
            snapshots.names.insert(stem);
        }
        Ok(snapshots)
    }

    /// Where the article `id`, found under one of `paths`, is to be kept; `None` where a file stands there that is broken.
    pub(crate) fn place(&mut self, id: &str, paths: &[PathBuf]) -> Option<PathBuf> {
        let plain = file_name(id, paths);
        if self.broken.contains(&plain.to_lowercase()) {
            return None;
        }
        let digest = hex(&Sha256::digest(id));
        // A digest of twelve digits is taken by nobody else.
        let with_digest =
            |digits: usize| format!("{plain}-{}", digest.get(..digits).unwrap_or(&digest));
        let free = |name: &String| !self.names.contains(&name.to_lowercase());
        let mut names = std::iter::once(plain.clone()).chain([6, 12].map(with_digest));
        let name = names.find(free).unwrap_or_else(|| with_digest(64));
        self.names.insert(name.to_lowercase());
        Some(self.folder.join(format!("{name}{ENDING}")))
    }

    /// The articles that are pending: what they are to be, in files beside their snapshots.
    pub(crate) fn pending(&self) -> anyhow::Result<Vec<Result<Kept, Problem>>> {
        let paths = files(&self.folder, PENDING)?;
        Ok(paths.iter().map(|path| read(path)).collect())
    }
}

/// Does a folder hold snapshots?
pub(crate) fn are_in(folder: &Path) -> bool {
    files(folder, ENDING).is_ok_and(|files| !files.is_empty())
}

/// The records of a folder of snapshots.
pub(crate) fn records(folder: &Path) -> anyhow::Result<(Vec<ArticleRecord>, Vec<Problem>)> {
    let snapshots = Snapshots::read(folder)?;
    let kept = snapshots.kept.into_values();
    Ok((
        kept.map(|kept| kept.snapshot.record).collect(),
        snapshots.problems,
    ))
}

/// What `path`, a snapshot, may become.
pub(crate) fn pending_path(path: &Path) -> PathBuf {
    path.with_extension("snap.new")
}

/// The snapshot that `path` may replace.
pub(crate) fn snapshot_path(path: &Path) -> PathBuf {
    path.with_extension("")
}

/// The files of `folder` that end so, sorted; none where it is not there.
fn files(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let context = || format!("cannot read the folder {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(context),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(context)?.path();
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        // Hidden files are what is still being written.
        if file_name.ends_with(ending) && !file_name.starts_with('.') {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn stem(path: &Path, ending: &str) -> String {
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    file_name.trim_end_matches(ending).to_lowercase()
}

/// Reads a snapshot, pending or not.
pub(crate) fn read(path: &Path) -> Result<Kept, Problem> {
    let problem = |name: String, message: String| Problem {
        name,
        message,
        fatal: false,
    };
    let text = fs::read_to_string(path).map_err(|error| problem(name(path), error.to_string()))?;
    match Snapshot::read(&text) {
        Ok(snapshot) => Ok(Kept {
            path: path.to_owned(),
            text,
            snapshot,
        }),
        Err(error) => Err(problem(
            format!("{}:{}", name(path), error.line),
            error.message,
        )),
    }
}

/// Writes a snapshot: when this returns, it is on the disk, and until then the file is what it was.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut out = Output::open(Some(path))?;
    out.write_all(text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    out.finish()
}

/// Removes a file; is there one?
pub(crate) fn remove(path: &Path) -> anyhow::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", path.display())),
    }
}

/// The name that the file of an article has, without ending.
fn file_name(id: &str, paths: &[PathBuf]) -> String {
    let below = |path: &PathBuf| {
        let folder = name(path);
        let rest = id.strip_prefix(folder.trim_end_matches('/'))?;
        rest.strip_prefix('/')
    };
    let inside = paths.iter().filter_map(below).min_by_key(|rest| rest.len());
    // A file that is named by itself is called by its last name.
    let named = || {
        let is_named = paths.iter().any(|path| name(path) == id);
        is_named.then(|| id.rsplit('/').next().unwrap_or(id))
    };
    let mut rest = inside.or_else(named).unwrap_or(id);
    for ending in unpack::ENDINGS
        .iter()
        .copied()
        .chain(["txt", "md", "markdown"])
    {
        let shorter = rest
            .strip_suffix(ending)
            .and_then(|rest| rest.strip_suffix('.'));
        rest = shorter
            .filter(|shorter| !shorter.is_empty())
            .unwrap_or(rest);
    }
    let parts = rest
        .split('/')
        .filter(|part| !matches!(*part, "" | "." | ".."));
    let mut made = parts.collect::<Vec<_>>().join("__");
    made = made
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    if made.is_empty() || made.starts_with('.') {
        made.insert(0, '_');
    }
    while made.len() > LONGEST {
        made.pop();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_what_is_below_the_folder() {
        let paths = ["news", "./here/", "one/b.md"].map(PathBuf::from);
        for (id, want) in [
            ("news/diplomacy/summit_live.txt", "diplomacy__summit_live"),
            ("news/a.txt.gz", "a"),
            ("./here/x/y.md", "x__y"),
            ("one/b.md", "b"),
            ("elsewhere/a.txt", "elsewhere__a"),
            ("news/lines.jsonl:12", "lines.jsonl_12"),
            ("https://example.org/a?b=1", "https___example.org__a_b_1"),
            ("news/../../etc/x", "etc__x"),
            ("news/.txt", "_.txt"),
            ("", "_"),
            ("Zoë/Né.txt", "Zoë__Né"),
        ] {
            assert_eq!(file_name(id, &paths), want, "{id}");
        }
        assert!(file_name(&"é".repeat(500), &paths).len() <= LONGEST);
    }
}
