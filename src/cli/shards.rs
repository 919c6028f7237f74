//! A folder of records: articles in shards, each of which is whole or not there.
//!
//! A *shard* is a run of articles in the order of the input. It ends after an article whose name says so, or when it is full. So
//! where shards end depends on the articles alone, not on threads, on time or on what was done before; and an article that is new
//! moves no boundary but those beside it.
//!
//! The *key* of a shard is a digest of the settings (program, engine, gazetteer, options) and of the name and bytes of each of its
//! articles, as they were read. The same key is the same records, byte for byte. A shard is called by its place and its key.
//!
//! What is written, in this order, so that a crash at any moment loses the shard it was in and nothing else:
//!
//! ```text
//! .next.tmp                     whatever is under way; is written again after a crash
//! records-000004-KEY.jsonl      the records of a shard                            (renamed when on the disk)
//! records-000004-KEY.errors     articles of it that failed, where there are any   (renamed when on the disk)
//! .journal.jsonl                one line more: the shard counts as done
//! manifest.json                 at the end: all shards in order                   (renamed when on the disk)
//! ```
//!
//! Then the journal goes, and shards that the manifest does not name. Until then the manifest of an earlier run, and all that it
//! names, stays as it was.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use inquit::report::Writer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::input::{Piece, Pieces, Problem, Reading};
use super::output::Pending;

/// A shard has this many times the articles that are asked for, at most …
const FULL: usize = 4;
/// … and, of articles that are held in memory until it is complete, this many bytes.
const HELD: usize = 64 << 20;

pub(super) const MANIFEST: &str = "manifest.json";
const JOURNAL: &str = ".journal.jsonl";
/// Ends the name of a file of failures. It is no ending of articles: the records can be read again as a folder.
const ERRORS: &str = "errors";
const LOCK: &str = ".lock";
/// Whatever is not whole.
const TEMPORARY: &str = ".next.tmp";
const SCHEMA: &str = "inquit-manifest/1";

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// What tells two articles apart: name and bytes, or why they could not be read.
pub(crate) fn fingerprint(name: &str, read: Result<&[u8], &str>) -> Digest {
    let mut digest = Sha256::new();
    digest.update((name.len() as u64).to_le_bytes());
    digest.update(name);
    match read {
        Ok(bytes) => {
            digest.update([1]);
            digest.update(bytes);
        }
        Err(message) => {
            digest.update([0]);
            digest.update(message);
        }
    }
    digest.finalize().into()
}

pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is to be done, in order.
pub(crate) enum Step {
    Article(Result<Piece, Problem>),
    /// The articles since the last end are a shard.
    End,
    /// A shard that is there already.
    Known(Box<Shard>),
}

/// A shard that is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Shard {
    /// The file of its records.
    pub(crate) records: String,
    /// The file of its articles that failed; none where none did.
    pub(crate) failures: Option<String>,
    pub(crate) articles: usize,
    pub(crate) quotes: usize,
    pub(crate) words: u64,
    pub(crate) failed: usize,
    key: String,
    /// Of its files.
    sha256: String,
}

/// The digest of all settings, to begin the key of a shard with.
#[derive(Clone)]
struct Key(Sha256);

impl Key {
    fn new(settings: &Value) -> Self {
        Self(Sha256::new_with_prefix(settings.to_string()))
    }

    fn add(&mut self, fingerprint: &Digest) {
        self.0.update(fingerprint);
    }

    fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Cuts articles into shards.
pub(crate) struct Cutter {
    pieces: Pieces,
    /// About how many articles a shard has.
    size: usize,
    known: Option<Arc<Known>>,
    ready: VecDeque<Step>,
    done: bool,
}

impl Cutter {
    pub(crate) fn new(pieces: Pieces, size: usize, known: Option<Arc<Known>>) -> Self {
        Self {
            pieces,
            size,
            known,
            ready: VecDeque::new(),
            done: false,
        }
    }

    /// The next shard, or nothing at the end.
    fn cut(&mut self) {
        let mut shard = Vec::new();
        let mut held = 0;
        while shard.len() < FULL * self.size && held < HELD {
            let Some(piece) = self.pieces.next() else {
                self.done = true;
                break;
            };
            held += piece.as_ref().map_or(0, Piece::held);
            let ends = self.ends(&piece);
            shard.push(piece);
            if ends {
                break;
            }
        }
        if shard.is_empty() {
            return;
        }
        if let Some(known) = self.known.as_ref().and_then(|known| known.find(&shard)) {
            self.ready.push_back(Step::Known(Box::new(known)));
            return;
        }
        self.ready.extend(shard.into_iter().map(Step::Article));
        self.ready.push_back(Step::End);
    }

    /// Does a shard end after this article? By its name, so that a file which is new or gone changes the shard it is in, and
    /// not all behind it.
    fn ends(&self, piece: &Result<Piece, Problem>) -> bool {
        let name = match piece {
            Ok(piece) => piece.name(),
            Err(problem) => problem.name.clone(),
        };
        let digest: Digest = Sha256::digest(name).into();
        let number = digest
            .iter()
            .take(8)
            .fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        number.is_multiple_of(self.size as u64)
    }
}

impl Iterator for Cutter {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while self.ready.is_empty() && !self.done {
            self.cut();
        }
        self.ready.pop_front()
    }
}

/// The shards that are there, by key.
pub(crate) struct Known {
    folder: PathBuf,
    begin: Key,
    shards: HashMap<String, Shard>,
    reading: Reading,
}

impl Known {
    /// The shard with the records of `articles`, where it is there and whole.
    fn find(&self, articles: &[Result<Piece, Problem>]) -> Option<Shard> {
        // What is read here is read again if it is not known: only then it counts.
        let (reading, seen) = self.reading.apart();
        let mut key = self.begin.clone();
        for article in articles {
            key.add(&match article {
                Ok(piece) => piece.fingerprint(&reading),
                Err(problem) => fingerprint(&problem.name, Err(&problem.message)),
            });
        }
        let shard = self.shards.get(&key.finish())?;
        if contents(&self.folder, shard).ok()? != shard.sha256 {
            return None;
        }
        self.reading.seen().add(seen.bytes());
        Some(shard.clone())
    }
}

/// The digest of the files of a shard.
fn contents(folder: &Path, shard: &Shard) -> io::Result<String> {
    let mut digest = Sha256::new();
    for name in shard.files() {
        io::copy(&mut File::open(folder.join(name))?, &mut digest)?;
    }
    Ok(hex(&digest.finalize()))
}

impl Shard {
    fn files(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.records).chain(&self.failures)
    }
}

/// A folder that is being written.
pub(crate) struct Folder {
    path: PathBuf,
    /// What records are written in.
    ending: &'static str,
    settings: Value,
    begin: Key,
    /// Held as long as this lives.
    _lock: File,
    journal: File,
    open: Option<Open>,
    shards: Vec<Shard>,
    known: Option<Arc<Known>>,
}

/// The shard under way.
struct Open {
    out: Pending,
    key: Key,
    sha256: Sha256,
    failures: Vec<u8>,
    articles: usize,
    /// Those that wrote anything.
    pieces: usize,
    quotes: usize,
    words: u64,
    failed: usize,
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.sha256.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What a folder holds, in order.
#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    settings: Value,
    articles: usize,
    quotes: usize,
    words: u64,
    failed: usize,
    shards: Vec<Shard>,
}

impl Folder {
    /// Opens the folder at `path`, which is made when missing. With `resume`, what it has is kept where it still holds.
    pub(crate) fn open(
        path: &Path,
        ending: &'static str,
        settings: Value,
        resume: Option<&Reading>,
    ) -> anyhow::Result<Self> {
        let context = || format!("cannot write {}", path.display());
        fs::create_dir_all(path).with_context(context)?;
        let lock = File::create(path.join(LOCK)).with_context(context)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another inquit is writing to {}", path.display())
            }
            // A file system without locks: then the user is trusted.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error).with_context(context),
        }
        let begin = Key::new(&settings);
        let there = [MANIFEST, JOURNAL].map(|name| path.join(name).exists());
        let mut journaled = Vec::new();
        let mut known = None;
        if let Some(reading) = resume {
            journaled = journal(&path.join(JOURNAL))?;
            let shards = manifest(&path.join(MANIFEST))?
                .into_iter()
                .chain(journaled.clone())
                .filter(|shard| shard.files().all(|name| is_ours(name)))
                .map(|shard| (shard.key.clone(), shard));
            known = Some(Arc::new(Known {
                folder: path.to_owned(),
                begin: begin.clone(),
                shards: shards.collect(),
                reading: reading.clone(),
            }));
        } else if there.contains(&true) {
            bail!(
                "{} holds records of an earlier run: --resume goes on with them",
                path.display()
            );
        }
        // Written anew: after a crash its last line may be cut.
        let mut fresh = Pending::create(path.join(TEMPORARY)).with_context(context)?;
        for shard in &journaled {
            line(shard, &mut fresh).with_context(context)?;
        }
        let at = path.join(JOURNAL);
        fresh.finish(&at).with_context(context)?;
        let journal = File::options()
            .append(true)
            .open(at)
            .with_context(context)?;
        Ok(Self {
            path: path.to_owned(),
            ending,
            settings,
            begin,
            _lock: lock,
            journal,
            open: None,
            shards: Vec::new(),
            known,
        })
    }

    /// What need not be done again.
    pub(crate) fn known(&self) -> Option<Arc<Known>> {
        self.known.clone()
    }

    fn shard(&mut self, writer: &dyn Writer) -> io::Result<&mut Open> {
        if self.open.is_none() {
            let mut open = Open {
                out: Pending::create(self.path.join(TEMPORARY))?,
                key: self.begin.clone(),
                sha256: Sha256::new(),
                failures: Vec::new(),
                articles: 0,
                pieces: 0,
                quotes: 0,
                words: 0,
                failed: 0,
            };
            writer.head(&mut open)?;
            self.open = Some(open);
        }
        self.open
            .as_mut()
            .ok_or_else(|| io::Error::other("there is no shard"))
    }

    /// Adds an article with what its records are.
    pub(crate) fn article(
        &mut self,
        writer: &dyn Writer,
        fingerprint: &Digest,
        records: &[u8],
        quotes: usize,
        words: u64,
    ) -> io::Result<()> {
        let shard = self.shard(writer)?;
        if shard.pieces > 0 && !records.is_empty() {
            writer.between(shard)?;
        }
        shard.write_all(records)?;
        shard.key.add(fingerprint);
        shard.articles += 1;
        shard.pieces += usize::from(!records.is_empty());
        shard.quotes += quotes;
        shard.words += words;
        Ok(())
    }

    /// Adds an article that failed.
    pub(crate) fn failure(
        &mut self,
        writer: &dyn Writer,
        fingerprint: &Digest,
        problem: &Problem,
    ) -> io::Result<()> {
        let shard = self.shard(writer)?;
        line(problem, &mut shard.failures)?;
        shard.key.add(fingerprint);
        shard.failed += 1;
        Ok(())
    }

    /// Ends the shard: when this returns, it is on the disk.
    pub(crate) fn end(&mut self, writer: &dyn Writer) -> io::Result<()> {
        let Some(mut open) = self.open.take() else {
            return Ok(());
        };
        writer.foot(open.pieces, &mut open)?;
        open.sha256.update(&open.failures);
        let key = open.key.finish();
        let shard = Shard {
            records: self.file(&key, self.ending),
            failures: (open.failed > 0).then(|| self.file(&key, ERRORS)),
            articles: open.articles,
            quotes: open.quotes,
            words: open.words,
            failed: open.failed,
            key,
            sha256: hex(&open.sha256.finalize()),
        };
        open.out.finish(&self.path.join(&shard.records))?;
        if let Some(name) = &shard.failures {
            let mut out = Pending::create(self.path.join(TEMPORARY))?;
            out.write_all(&open.failures)?;
            out.finish(&self.path.join(name))?;
        }
        self.enter(shard)
    }

    /// Takes over a shard that is there, under the name of its place now.
    pub(crate) fn keep(&mut self, mut shard: Shard) -> io::Result<()> {
        let records = self.file(&shard.key, self.ending);
        let failures = shard.failures.as_ref();
        let failures = failures.map(|_| self.file(&shard.key, ERRORS));
        let pairs = [
            (Some(&shard.records), Some(&records)),
            (shard.failures.as_ref(), failures.as_ref()),
        ];
        let mut moved = false;
        for (old, new) in pairs {
            if let (Some(old), Some(new)) = (old, new)
                && old != new
            {
                moved = true;
                let mut out = Pending::create(self.path.join(TEMPORARY))?;
                io::copy(&mut File::open(self.path.join(old))?, &mut out)?;
                out.finish(&self.path.join(new))?;
            }
        }
        (shard.records, shard.failures) = (records, failures);
        if moved {
            return self.enter(shard);
        }
        self.shards.push(shard);
        Ok(())
    }

    fn enter(&mut self, shard: Shard) -> io::Result<()> {
        let mut bytes = Vec::new();
        line(&shard, &mut bytes)?;
        self.journal.write_all(&bytes)?;
        self.journal.sync_data()?;
        self.shards.push(shard);
        Ok(())
    }

    /// The name of a file of the next shard.
    fn file(&self, key: &str, ending: &str) -> String {
        let number = self.shards.len() + 1;
        let key = key.get(..16).unwrap_or(key);
        format!("records-{number:06}-{key}.{ending}")
    }

    /// Writes the manifest and clears away what it does not name.
    pub(crate) fn finish(self) -> io::Result<()> {
        let sum = |of: fn(&Shard) -> usize| self.shards.iter().map(of).sum();
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            articles: sum(|shard| shard.articles),
            quotes: sum(|shard| shard.quotes),
            words: self.shards.iter().map(|shard| shard.words).sum(),
            failed: sum(|shard| shard.failed),
            settings: self.settings,
            shards: self.shards,
        };
        let mut out = Pending::create(self.path.join(TEMPORARY))?;
        serde_json::to_writer_pretty(&mut out, &manifest)?;
        out.write_all(b"\n")?;
        out.finish(&self.path.join(MANIFEST))?;
        fs::remove_file(self.path.join(JOURNAL))?;
        let named: HashSet<&String> = manifest.shards.iter().flat_map(Shard::files).collect();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name().into_string().unwrap_or_default();
            if is_ours(&name) && !named.contains(&name) || name == TEMPORARY {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// The records of a shard.
    pub(crate) fn records(
        &self,
        shard: &Shard,
    ) -> io::Result<impl Iterator<Item = io::Result<String>>> {
        Ok(BufReader::new(File::open(self.path.join(&shard.records))?).lines())
    }

    /// The articles of a shard that failed.
    pub(crate) fn failures(&self, shard: &Shard) -> io::Result<Vec<Problem>> {
        let Some(name) = &shard.failures else {
            return Ok(Vec::new());
        };
        let lines = fs::read_to_string(self.path.join(name))?;
        let read = |line| serde_json::from_str(line).map_err(io::Error::from);
        lines.lines().map(read).collect()
    }
}

/// Writes `value` as a line of JSON.
pub(crate) fn line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Is it the name of a file of a shard?
fn is_ours(name: &str) -> bool {
    let parts = name
        .strip_prefix("records-")
        .and_then(|rest| rest.split_once('-'));
    let Some((number, (key, ending))) =
        parts.and_then(|(number, rest)| Some((number, rest.split_once('.')?)))
    else {
        return false;
    };
    number.len() >= 6
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && key.len() == 16
        && key.bytes().all(|byte| byte.is_ascii_hexdigit())
        && ["jsonl", "json", "csv", "xml", ERRORS].contains(&ending)
}

/// The shards of a journal, up to a line that was not written to its end.
fn journal(path: &Path) -> anyhow::Result<Vec<Shard>> {
    let bytes = read_or_empty(path)?;
    let lines = bytes.split_inclusive(|&byte| byte == b'\n');
    let whole = lines.take_while(|line| line.ends_with(b"\n"));
    Ok(whole
        .map_while(|line| serde_json::from_slice(line).ok())
        .collect())
}

/// The shards of a manifest; none where there is none.
fn manifest(path: &Path) -> anyhow::Result<Vec<Shard>> {
    let bytes = read_or_empty(path)?;
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is no manifest of inquit", path.display()))?;
    if manifest.schema != SCHEMA {
        bail!("{}: `{}` is no `{SCHEMA}`", path.display(), manifest.schema);
    }
    Ok(manifest.shards)
}

fn read_or_empty(path: &Path) -> anyhow::Result<Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
