//! The log of decisions: one JSON object a line, appended and brought to the disk before a snapshot is changed.
//!
//! A rejected change is known from then on, until a later line says otherwise. An accepted one is part of the snapshot; should
//! the same change come again, it is asked again. So nothing depends on whether the program came to the end.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use inquit::compare::{Change, ChangeKind, Rejected};
use inquit::report::{ArticleRecord, QuoteRecord};
use serde::{Deserialize, Serialize};

use super::args::LogArgs;
use super::input::{Problem, name};

/// What is decided of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Accept,
    Reject,
    /// The decision before it does not count.
    Undo,
}

impl Verdict {
    pub(crate) fn told(self) -> &'static str {
        match self {
            Verdict::Accept => "accepted",
            Verdict::Reject => "rejected",
            Verdict::Undo => "undone",
        }
    }
}

/// One line of the log, or of a file of decisions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Decision {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) who: Option<String>,
    pub(crate) change: String,
    pub(crate) decision: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<ChangeKind>,
    /// The quote as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    old: Option<QuoteRecord>,
    /// The quote as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new: Option<QuoteRecord>,
    /// All of a new article: whoever rejects it finds it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<Box<ArticleRecord>>,
}

impl Decision {
    /// A decision of now on the change `id`.
    pub(crate) fn new(id: &str, decision: Verdict, who: &str, reason: Option<String>) -> Self {
        let now = humantime::format_rfc3339_seconds(SystemTime::now());
        Self {
            when: Some(now.to_string()),
            who: Some(who.to_owned()),
            change: id.to_owned(),
            decision,
            reason,
            article: None,
            kinds: Vec::new(),
            old: None,
            new: None,
            record: None,
        }
    }

    /// The same with all that is needed to take it back by hand; `record` is that of an article that is new.
    pub(crate) fn on(self, change: &Change, record: Option<&ArticleRecord>) -> Self {
        Self {
            article: Some(change.article.clone()),
            kinds: change.differences.iter().map(|one| one.kind).collect(),
            old: change.old.clone(),
            new: change.new.clone(),
            record: record.cloned().map(Box::new),
            ..self
        }
    }
}

/// The log of a folder of snapshots.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    /// The last decision on each change.
    last: BTreeMap<String, Decision>,
    pub(crate) problems: Vec<Problem>,
}

impl Log {
    /// Reads the log that `args` name, or that of `folder`; a log that is not there is empty.
    pub(crate) fn read(args: &LogArgs, folder: &Path) -> anyhow::Result<Self> {
        let path = args
            .log
            .clone()
            .unwrap_or_else(|| folder.join("review.jsonl"));
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).context(format!("cannot read {}", path.display())),
        };
        let mut log = Self {
            last: BTreeMap::new(),
            problems: Vec::new(),
            path,
        };
        for read in lines(&log.path, &text) {
            match read {
                Ok((_, decision)) => {
                    log.last.insert(decision.change.clone(), decision);
                }
                Err(problem) => log.problems.push(problem),
            }
        }
        Ok(log)
    }

    /// The last verdict on the change `id`.
    pub(crate) fn verdict(&self, id: &str) -> Option<Verdict> {
        self.last.get(id).map(|last| last.decision)
    }

    /// Was the change rejected, and is that what counts?
    pub(crate) fn is_rejected(&self, change: &Change) -> bool {
        self.verdict(&change.id) == Some(Verdict::Reject)
    }

    /// The quotes of all changes of `article` that were rejected.
    pub(crate) fn rejected(&self, article: &str) -> Vec<Rejected> {
        let ids = format!("{article}#");
        let last = self.last.range(ids.clone()..);
        last.take_while(|(id, _)| id.starts_with(&ids))
            .map(|(_, decision)| decision)
            .filter(|decision| decision.decision == Verdict::Reject)
            .map(|Decision { old, new, .. }| Rejected {
                old: old.clone(),
                new: new.clone(),
            })
            .collect()
    }

    /// Appends `decisions` and brings them to the disk.
    pub(crate) fn append(&mut self, decisions: &[Decision]) -> anyhow::Result<()> {
        let mut lines = Vec::new();
        for decision in decisions {
            serde_json::to_writer(&mut lines, decision)?;
            lines.push(b'\n');
        }
        let context = || format!("cannot write {}", self.path.display());
        self.write(&lines).with_context(context)?;
        for decision in decisions {
            self.last.insert(decision.change.clone(), decision.clone());
        }
        Ok(())
    }

    fn write(&self, lines: &[u8]) -> io::Result<()> {
        let mut file = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)?;
        // What a crash cut short stays a line of its own.
        if file.metadata()?.len() > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
            }
        }
        file.write_all(lines)?;
        file.sync_all()
    }
}

/// The decisions of a file, each with the number of its line.
pub(crate) fn lines(
    path: &Path,
    text: &str,
) -> impl Iterator<Item = Result<(usize, Decision), Problem>> {
    let file = name(path);
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(index, line)| {
        serde_json::from_str(line)
            .map(|decision| (index + 1, decision))
            .map_err(|error| {
                let told = error.to_string();
                let what = told.split(" at line ").next().unwrap_or_default();
                Problem {
                    name: format!("{file}:{}", index + 1),
                    message: format!("no decision: {what} at column {}", error.column()),
                    fatal: false,
                }
            })
    })
}
