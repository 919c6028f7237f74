//! The changes that wait for a decision, and what decisions do to the files.
//!
//! A decision is in the log, on the disk, before a snapshot is touched. A snapshot is always made anew of what it was when the
//! review began, of what is pending, and of all decisions so far: so an undo is a decision less, and nothing else.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use inquit::compare::{Change, Rejected, article_added, compare_article, settle};
use inquit::report::ArticleRecord;

use super::super::args::ReviewArgs;
use super::super::decisions::{Decision, Log, Verdict};
use super::super::input::{Problem, Reading, name, pieces};
use super::super::snapshots::{self, Kept, Snapshots, snapshot_path};

/// A change that waits for a decision, or has got one.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) change: Change,
    /// Its article, by index.
    article: usize,
    pub(crate) verdict: Option<Verdict>,
}

/// An article with changes.
#[derive(Debug)]
struct Pending {
    /// What it was; none for a new article.
    old: Option<Kept>,
    /// What it may become.
    new: Kept,
    path: PathBuf,
    /// What was rejected of it in earlier reviews.
    known: Vec<Rejected>,
    /// What is in the file at `path`.
    written: Option<String>,
}

/// Everything that is to be reviewed.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) items: Vec<Item>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) log: Log,
    articles: Vec<Pending>,
    who: String,
    threshold: f64,
    /// Texts of articles, by index; none where there is none that fits.
    texts: HashMap<usize, Option<String>>,
}

impl Desk {
    /// Reads what is pending beside the snapshots.
    pub(crate) fn open(args: &ReviewArgs, who: String) -> anyhow::Result<Self> {
        let folder = &args.snapshots;
        if !folder.is_dir() {
            bail!(
                "{}: no such folder; `inquit lock` makes it",
                folder.display()
            );
        }
        let kept = Snapshots::read(folder)?;
        let mut desk = Self {
            items: Vec::new(),
            problems: Vec::new(),
            log: Log::read(&args.log, folder)?,
            articles: Vec::new(),
            who,
            threshold: args.comparing.threshold,
            texts: HashMap::new(),
        };
        desk.problems.append(&mut desk.log.problems);
        for pending in kept.pending()? {
            if let Err(problem) = pending.and_then(|new| desk.add(new)) {
                desk.problems.push(problem);
            }
        }
        Ok(desk)
    }

    fn add(&mut self, new: Kept) -> Result<(), Problem> {
        let path = snapshot_path(&new.path);
        let old = match path.exists() {
            true => Some(snapshots::read(&path)?),
            false => None,
        };
        let record = &new.snapshot.record;
        let known = self.log.rejected(&record.id);
        let changes = match &old {
            Some(old) if old.snapshot.record.id != record.id => {
                return Err(Problem {
                    name: name(&new.path),
                    message: format!(
                        "it is of {}, and the snapshot of {}",
                        record.id, old.snapshot.record.id
                    ),
                    fatal: false,
                });
            }
            Some(old) => compare_article(&old.snapshot.record, record, self.threshold, &known),
            None => vec![article_added(record)],
        };
        let article = self.articles.len();
        // What is the same in all but the place is one decision.
        let mut ids = HashSet::new();
        for change in changes {
            if ids.insert(change.id.clone()) && !self.log.is_rejected(&change) {
                self.items.push(Item {
                    change,
                    article,
                    verdict: None,
                });
            }
        }
        self.articles.push(Pending {
            written: old.as_ref().map(|old| old.text.clone()),
            old,
            new,
            path,
            known,
        });
        Ok(())
    }

    /// Decides on `items`: first in the log, then in the snapshots.
    pub(crate) fn decide(
        &mut self,
        items: &[usize],
        verdict: Verdict,
        reason: Option<String>,
    ) -> anyhow::Result<()> {
        let decisions = items.iter().map(|&at| (at, verdict, reason.clone(), None));
        self.carry_out(decisions.collect())
    }

    /// Takes back the decisions on `items`.
    pub(crate) fn undo(&mut self, items: &[usize]) -> anyhow::Result<()> {
        self.decide(items, Verdict::Undo, None)
    }

    /// Carries out several decisions, each with a reason and, where it was made elsewhere, with who made it and when.
    pub(crate) fn carry_out(&mut self, decided: Vec<Decided>) -> anyhow::Result<()> {
        let mut lines = Vec::new();
        for (at, verdict, reason, origin) in &decided {
            let Some(item) = self.items.get(*at) else {
                continue;
            };
            // A new article has no quotes of its own in its change.
            let pending = self.articles.get(item.article);
            let added = pending.filter(|pending| pending.old.is_none());
            let record = added.map(|pending| &pending.new.snapshot.record);
            let line = Decision::new(&item.change.id, *verdict, &self.who, reason.clone());
            let mut line = line.on(&item.change, record);
            if let Some((who, when)) = origin {
                line.who = who.clone().or(line.who);
                line.when = when.clone().or(line.when);
            }
            lines.push(line);
        }
        self.log.append(&lines)?;
        let mut articles = Vec::new();
        for (at, verdict, ..) in decided {
            if let Some(item) = self.items.get_mut(at) {
                item.verdict = (verdict != Verdict::Undo).then_some(verdict);
                articles.push(item.article);
            }
        }
        articles.sort_unstable();
        articles.dedup();
        articles.into_iter().try_for_each(|at| self.apply(at))
    }

    /// Takes back that changes were rejected in an earlier review.
    pub(crate) fn forget(&mut self, ids: &[String], reason: Option<&str>) -> anyhow::Result<()> {
        let line = |id: &String| {
            let reason = reason.map(str::to_owned);
            Decision::new(id, Verdict::Undo, &self.who, reason)
        };
        let lines: Vec<Decision> = ids.iter().map(line).collect();
        self.log.append(&lines)
    }

    /// Writes the snapshot of an article as the decisions want it.
    fn apply(&mut self, at: usize) -> anyhow::Result<()> {
        let items = self.items.iter().filter(|item| item.article == at);
        let accepted: Vec<&str> = items
            .clone()
            .filter(|item| item.verdict == Some(Verdict::Accept))
            .map(|item| item.change.id.as_str())
            .collect();
        let done = items.clone().all(|item| item.verdict.is_some());
        let Some(pending) = self.articles.get_mut(at) else {
            return Ok(());
        };
        let wanted = match &pending.old {
            _ if accepted.is_empty() => pending.old.as_ref().map(|old| old.text.clone()),
            None => Some(pending.new.text.clone()),
            Some(old) => {
                let (was, is) = (&old.snapshot.record, &pending.new.snapshot.record);
                let accepts = |change: &Change| accepted.contains(&change.id.as_str());
                let record = settle(was, is, self.threshold, &pending.known, accepts);
                Some(old.snapshot.with_record(record).to_string())
            }
        };
        if wanted != pending.written {
            pending.is_untouched()?;
            match &wanted {
                Some(text) => snapshots::write(&pending.path, text)?,
                None => drop(snapshots::remove(&pending.path)?),
            }
            pending.written = wanted;
        }
        if done {
            snapshots::remove(&pending.new.path)?;
        } else if !pending.new.path.exists() {
            // It was decided upon, and that was undone.
            snapshots::write(&pending.new.path, &pending.new.text)?;
        }
        Ok(())
    }

    /// How many changes are accepted, rejected and neither.
    pub(crate) fn counts(&self) -> [usize; 3] {
        let of = |verdict| self.items.iter().filter(|i| i.verdict == verdict).count();
        [Some(Verdict::Accept), Some(Verdict::Reject), None].map(of)
    }

    /// The record that a change is to be shown in: the new one, or the old one of a quote that is gone.
    pub(crate) fn record(&self, item: usize) -> Option<&ArticleRecord> {
        let item = self.items.get(item)?;
        let pending = self.articles.get(item.article)?;
        let gone = item.change.new.is_none() && item.change.old.is_some();
        match &pending.old {
            Some(old) if gone => Some(&old.snapshot.record),
            _ => Some(&pending.new.snapshot.record),
        }
    }

    /// The text that the record of a change was extracted from, where it is at hand.
    pub(crate) fn article_text(
        &mut self,
        item: usize,
        paths: &[PathBuf],
        reading: &Reading,
    ) -> Option<String> {
        let article = self.items.get(item)?.article;
        let record = self.record(item)?;
        let id = record.id.clone();
        let own = PathBuf::from(record.article.path.as_ref().unwrap_or(&id));
        let found = || {
            let own = own.is_file().then(|| find(&id, &[own], reading)).flatten();
            own.or_else(|| find(&id, paths, reading))
        };
        let text = self.texts.entry(article).or_insert_with(found).clone()?;
        self.record(item)?.is_of(&text).then_some(text)
    }
}

/// Item, verdict, reason; who decided and when, where that was not here and now.
pub(crate) type Decided = (
    usize,
    Verdict,
    Option<String>,
    Option<(Option<String>, Option<String>)>,
);

impl Pending {
    /// Did nobody else change the snapshot since it was read?
    fn is_untouched(&self) -> anyhow::Result<()> {
        let context = || format!("cannot read {}", self.path.display());
        let there = match self.path.exists() {
            true => Some(fs::read_to_string(&self.path).with_context(context)?),
            false => None,
        };
        if there != self.written {
            bail!(
                "{} was changed by somebody else; nothing was written to it",
                self.path.display()
            );
        }
        Ok(())
    }
}

/// The text of the article `id` at `paths`.
fn find(id: &str, paths: &[PathBuf], reading: &Reading) -> Option<String> {
    let is_stream = |path: &PathBuf| path == Path::new("-");
    if paths.is_empty() || paths.iter().any(is_stream) {
        return None;
    }
    let articles = pieces(paths, reading).filter_map(|piece| piece.ok()?.read(reading).ok());
    let mut texts = articles.filter(|article| article.id == id);
    texts.next().map(|article| article.text)
}
