//! What is wrong with files of entries: all of it, each problem with its place.
//!
//! An error is what keeps a file from being used at all. A warning says what is used otherwise than it stands there, so that
//! nothing is linked wrongly in silence.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::MAGIC;
use super::name::{Strength, is_acronym, is_common, key, names, surname};
use super::read::{self, Row};
use super::{Entry, Gazetteer, Index, Validity};
use crate::error::{Error, ErrorKind};

/// More names than anybody has.
const MANY: usize = 1000;
/// How many bearers of one name are compared with each other.
const BEARERS: usize = 64;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file is not used.
    Error,
    /// The file is used, but for what the reason says.
    Warning,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Is the file used?
    pub severity: Severity,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Self {
            file, line, reason, ..
        } = self;
        write!(f, "{file}:{line}: {severity}: {reason}")
    }
}

/// Files that can be used.
pub(super) struct Sources {
    pub(super) rows: Vec<Placed>,
    /// What was left out.
    pub(super) skipped: Vec<Problem>,
}

/// An entry with its place.
pub(super) struct Placed {
    file: usize,
    line: usize,
    pub(super) entry: Entry,
}

/// An error at a line of a file.
pub(super) fn error(file: &str, line: usize, problem: &str) -> Error {
    Error::new(ErrorKind::Gazetteer, format!("{file}:{line}: {problem}"))
}

/// Reads files of entries; none of them is a built one.
pub(super) fn read(files: &[(&str, &[u8])]) -> Result<Sources, Error> {
    let mut checker = Checker::new(files);
    checker.entries(false);
    let Checker { rows, problems, .. } = checker;
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    if let Some(first) = problems.iter().find(is_error) {
        let more = problems.iter().filter(is_error).count() - 1;
        let more = match more {
            0 => String::new(),
            more => format!(" ({more} more; `inquit gazetteer check` lists all)"),
        };
        return Err(error(
            &first.file,
            first.line,
            &format!("{}{more}", first.reason),
        ));
    }
    Ok(Sources {
        rows,
        skipped: problems,
    })
}

/// Every problem of `files` as they would be used together, by file and line. A file is a name, for the problems, and its bytes.
/// Names on the lists `accepted` and `rejected` that no entry bears are problems, too.
pub fn check(
    files: &[(&str, &[u8])],
    accepted: &[(&str, &str)],
    rejected: &[(&str, &str)],
) -> Vec<Problem> {
    let mut checker = Checker::new(files);
    checker.entries(true);
    checker.names();
    checker.lists(accepted, rejected);
    let mut problems = checker.problems;
    let order: Vec<&str> = files
        .iter()
        .map(|file| file.0)
        .chain(accepted.iter().chain(rejected).map(|list| list.0))
        .collect();
    problems.sort_by_key(|problem| {
        let place = order.iter().position(|name| *name == problem.file);
        (place, problem.line, problem.severity)
    });
    problems
}

/// The names of a list, with their lines.
pub(super) fn listed(contents: &str) -> impl Iterator<Item = (usize, &str)> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let lines = contents.lines().enumerate();
    lines.filter_map(|(index, line)| {
        let name = line.split('#').next().unwrap_or("").trim();
        (!name.is_empty()).then_some((index + 1, name))
    })
}

struct Checker<'f> {
    files: &'f [(&'f str, &'f [u8])],
    rows: Vec<Placed>,
    problems: Vec<Problem>,
}

impl<'f> Checker<'f> {
    /// Reads all files, line by line.
    fn new(files: &'f [(&'f str, &'f [u8])]) -> Self {
        let mut checker = Self {
            files,
            rows: Vec::new(),
            problems: Vec::new(),
        };
        for (file, (name, bytes)) in files.iter().enumerate() {
            if bytes.starts_with(&MAGIC) {
                checker.built(file, name, bytes);
                continue;
            }
            let contents = match std::str::from_utf8(bytes) {
                Ok(contents) => contents,
                Err(broken) => {
                    let before = bytes.get(..broken.valid_up_to()).unwrap_or_default();
                    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
                    checker.push(file, line, Severity::Error, "no UTF-8".to_owned());
                    continue;
                }
            };
            let read = read::read(name, contents);
            for (line, severity, reason) in read.problems {
                checker.push(file, line, severity, reason);
            }
            let placed = read.rows.into_iter();
            checker
                .rows
                .extend(placed.map(|Row { line, entry }| Placed { file, line, entry }));
        }
        checker
    }

    /// A built file has no lines: its entries were checked when it was built.
    fn built(&mut self, file: usize, name: &str, bytes: &[u8]) {
        match Index::parse(name, bytes.to_vec()) {
            Ok(index) => {
                for number in 0..index.len() {
                    match index.entry(number, true) {
                        Some(entry) => self.rows.push(Placed {
                            file,
                            line: number + 1,
                            entry,
                        }),
                        None => {
                            let reason = "an entry cannot be read: the file is damaged".to_owned();
                            self.push(file, number + 1, Severity::Error, reason);
                        }
                    }
                }
            }
            Err(defect) => {
                let reason = defect.to_string();
                let reason = reason
                    .strip_prefix(&format!("{name}: "))
                    .unwrap_or(&reason)
                    .to_owned();
                self.push(file, 1, Severity::Error, reason);
            }
        }
    }

    fn push(&mut self, file: usize, line: usize, severity: Severity, reason: String) {
        self.problems.push(Problem {
            file: self.files.get(file).map_or("", |file| file.0).to_owned(),
            line,
            severity,
            reason,
        });
    }

    fn place(&self, row: &Placed) -> String {
        let file = self.files.get(row.file).map_or("", |file| file.0);
        format!("{file}:{}", row.line)
    }

    /// What makes an entry no entry, and ids that clash; `replacing`: also where a file replaces what an earlier one has.
    fn entries(&mut self, replacing: bool) {
        let mut found = Vec::new();
        let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
        let mut replaced: FxHashSet<usize> = FxHashSet::default();
        for (at, row) in self.rows.iter().enumerate() {
            if let Some(problem) = unusable(&row.entry) {
                found.push((row.file, row.line, Severity::Error, problem));
            }
            if let Some(before) = ids.insert(&row.entry.id, at) {
                let Some(earlier) = self.rows.get(before) else {
                    continue;
                };
                let id = &row.entry.id;
                replaced.insert(before);
                if earlier.file == row.file {
                    let line = earlier.line;
                    let problem = format!("the id {id:?} was given on line {line}");
                    found.push((row.file, row.line, Severity::Error, problem));
                } else if replacing {
                    let place = self.place(earlier);
                    let problem = format!("the id {id:?} replaces that of {place}");
                    found.push((row.file, row.line, Severity::Warning, problem));
                }
            }
        }
        for (at, circle) in circles(&self.rows, &ids) {
            if let Some(row) = self.rows.get(at) {
                let problem = format!("same_as goes in a circle: {circle}");
                found.push((row.file, row.line, Severity::Error, problem));
            }
        }
        for (file, line, severity, reason) in found {
            self.push(file, line, severity, reason);
        }
        let mut at = 0..;
        self.rows
            .retain(|_| at.next().is_none_or(|at| !replaced.contains(&at)));
    }

    /// Names that are used otherwise than they stand there, or by several.
    fn names(&mut self) {
        let mut found = Vec::new();
        if self.rows.is_empty() && self.problems.is_empty() && !self.files.is_empty() {
            found.push((0, 1, "there is no entry in it".to_owned()));
        }
        let mut strong: FxHashMap<String, Vec<(usize, Validity)>> = FxHashMap::default();
        for (at, row) in self.rows.iter().enumerate() {
            let entry = &row.entry;
            let mut tell = |problem: String| found.push((row.file, row.line, problem));
            if entry.aliases.len() > MANY {
                tell(format!(
                    "{} aliases for one entry: nobody has so many",
                    entry.aliases.len()
                ));
            }
            alone(entry, &mut tell);
            for name in names(entry) {
                if name.strength != Strength::Strong {
                    continue;
                }
                let bearers = strong.entry(name.key.clone()).or_default();
                let other = bearers
                    .iter()
                    .take(BEARERS)
                    .find(|(other, valid)| *other != at && !valid.excludes(name.valid));
                if let Some(other) = other.and_then(|&(other, _)| self.rows.get(other)) {
                    tell(format!(
                        "{:?} is a name of {:?} ({}), too: it links neither",
                        spelled(entry, &name.key),
                        other.entry.id,
                        self.place(other)
                    ));
                }
                bearers.push((at, name.valid));
            }
        }
        for (file, line, reason) in found {
            self.push(file, line, Severity::Warning, reason);
        }
    }

    /// Names on the user's lists that nobody bears, or that are on both.
    fn lists(&mut self, accepted: &[(&str, &str)], rejected: &[(&str, &str)]) {
        let mut known: FxHashSet<String> = FxHashSet::default();
        if !accepted.is_empty() || !rejected.is_empty() {
            let names_of = |entry: &Entry| names(entry).into_iter().map(|name| name.key);
            known.extend(self.rows.iter().flat_map(|row| names_of(&row.entry)));
            let builtin = Gazetteer::builtin();
            known.extend(builtin.entries().flat_map(|entry| names_of(&entry)));
        }
        let mut accepts: FxHashSet<String> = FxHashSet::default();
        let lists = accepted.iter().map(|list| (list, true));
        for ((file, contents), accept) in lists.chain(rejected.iter().map(|list| (list, false))) {
            for (line, name) in listed(contents) {
                let key = key(name);
                let (severity, reason) = if is_empty(&key) {
                    (Severity::Error, format!("no name: {name:?}"))
                } else if !accept && accepts.contains(&key) {
                    let reason = format!("{name:?} is on both lists, accepted and rejected");
                    (Severity::Error, reason)
                } else if !known.contains(&key) {
                    let reason = format!("no entry bears the name {name:?}");
                    (Severity::Warning, reason)
                } else {
                    (Severity::Warning, String::new())
                };
                if accept {
                    accepts.insert(key);
                }
                if !reason.is_empty() {
                    self.problems.push(Problem {
                        file: (*file).to_owned(),
                        line,
                        severity,
                        reason,
                    });
                }
            }
        }
    }
}

/// Is there no letter or digit in it?
fn is_empty(key: &str) -> bool {
    !key.chars().any(char::is_alphanumeric)
}

/// How `entry` spells the name with this key.
fn spelled<'e>(entry: &'e Entry, wanted: &str) -> &'e str {
    let aliases = entry.aliases.iter().map(|alias| alias.name.as_str());
    let mut names = std::iter::once(entry.name.as_str()).chain(aliases);
    names
        .find(|name| key(name) == wanted)
        .unwrap_or(&entry.name)
}

/// Why an entry cannot be used.
fn unusable(entry: &Entry) -> Option<String> {
    let id = &entry.id;
    let empty = |name: &str| is_empty(&key(name));
    let plain = |text: &str| text.trim() == text && !text.chars().any(char::is_control);
    Some(if id.trim().is_empty() {
        "the id is empty".to_owned()
    } else if !plain(id) {
        format!("the id {id:?} has white space around it, or control characters in it")
    } else if empty(&entry.name) {
        "the name is empty".to_owned()
    } else if entry.aliases.iter().any(|alias| empty(&alias.name)) {
        "an alias is empty".to_owned()
    } else if entry.valid.is_reversed()
        || entry.aliases.iter().any(|alias| alias.valid.is_reversed())
    {
        "valid_to is before valid_from".to_owned()
    } else {
        return None;
    })
}

/// Names of one entry that say less than they seem to, and names that stand there twice.
fn alone(entry: &Entry, tell: &mut impl FnMut(String)) {
    let own = key(&entry.name);
    let surname = surname(entry);
    if is_common(&own)
        && names(entry)
            .iter()
            .all(|name| name.strength != Strength::Strong)
    {
        tell(format!(
            "the name {:?} is a common word: it links nothing unless it is accepted (--accept)",
            entry.name
        ));
    }
    let mut keys: FxHashMap<String, Vec<Validity>> = FxHashMap::default();
    keys.insert(own.clone(), vec![entry.valid]);
    for alias in &entry.aliases {
        let (name, key) = (&alias.name, key(&alias.name));
        let periods = keys.entry(key.clone()).or_default();
        if periods
            .iter()
            .take(BEARERS)
            .any(|other| !other.excludes(alias.valid))
        {
            tell(format!(
                "the alias {name:?} stands there twice, or is the name"
            ));
        }
        periods.push(alias.valid);
        if alias.weak || key == own {
            continue;
        }
        if surname.as_ref() == Some(&key) {
            tell(format!(
                "the alias {name:?} is the bare surname: it is weak, and should be marked so"
            ));
        } else if is_common(&key) && !is_acronym(name) {
            tell(format!(
                "the alias {name:?} is a common word: it is taken as weak, and should be marked so"
            ));
        }
    }
}

/// The circles in which entries name each other as the same, each once: where it closes, and the way.
fn circles(rows: &[Placed], ids: &FxHashMap<&str, usize>) -> Vec<(usize, String)> {
    let targets = |at: usize| {
        let entry = rows.get(at).map(|row| &row.entry);
        let same = entry.into_iter().flat_map(|entry| &entry.same_as);
        same.filter_map(|id| ids.get(id.as_str()).copied())
            .collect::<Vec<usize>>()
    };
    let mut found = Vec::new();
    let mut done: FxHashSet<usize> = FxHashSet::default();
    for start in 0..rows.len() {
        if rows
            .get(start)
            .is_none_or(|row| row.entry.same_as.is_empty())
        {
            continue;
        }
        // The way from `start` to here, each with what is still to be tried behind it.
        let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut on_way: FxHashMap<usize, usize> = FxHashMap::default();
        let mut next = done.insert(start).then_some(start);
        loop {
            if let Some(at) = next.take() {
                on_way.insert(at, way.len());
                way.push((at, targets(at)));
            }
            let Some((at, open)) = way.last_mut() else {
                break;
            };
            let at = *at;
            match open.pop() {
                Some(target) => {
                    if let Some(&from) = on_way.get(&target) {
                        let circle = way.get(from..).unwrap_or_default();
                        let circle = circle.iter().map(|&(at, _)| at).chain([target]);
                        let names = circle.filter_map(|at| rows.get(at));
                        let names: Vec<&str> = names.map(|row| row.entry.id.as_str()).collect();
                        found.push((at, names.join(" → ")));
                    } else if done.insert(target) {
                        next = Some(target);
                    }
                }
                None => {
                    on_way.remove(&at);
                    way.pop();
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, contents)| (*name, contents.as_bytes()))
            .collect();
        let problems = check(&files, &[], &[]);
        // What is called an error keeps the files from being used, and nothing else does.
        let fails = problems
            .iter()
            .any(|problem| problem.severity == Severity::Error);
        let used = Gazetteer::new().add_files(&files);
        assert_eq!(used.is_err(), fails, "{problems:?}");
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let lines = r#"{"id":"a","name":"Ana Ruiz"}
{"id":
{"id":"b","name":"Bo Lind","valid_from":"2020-13"}
{"id":"b","name":"Bo Lind","valid_from":"2021","valid_to":"2020"}
{"id":"b ","name":"Bo Moss"}
{"id":"c","name":"","same_as":["c"]}
{"id":"d","name":"Lora Docks","kind":"organization","aliases":["Docks","docks"]}
{"id":"b","name":"Bo Lind"}
{"id":"e","name":"Ed Roe","same_as":["x","f"]}
{"id":"f","name":"Fay Roe","same_as":["g"]}
{"id":"g","name":"Gus Roe","same_as":["e"]}
"#;
        let table = "id,name,gender\na,Ana Ruiz,female\nh,Hana Roe,woman?\n";
        let want = [
            "a.jsonl:2: error: EOF while parsing a value at column 6",
            "a.jsonl:3: error: valid_from: \"2020-13\" is no date (2024, 2024-05 or 2024-05-03)",
            "a.jsonl:4: error: valid_to is before valid_from",
            "a.jsonl:5: error: the id \"b \" has white space around it, or control characters in it",
            "a.jsonl:6: error: the name is empty",
            "a.jsonl:6: error: same_as goes in a circle: c → c",
            "a.jsonl:7: warning: the alias \"docks\" stands there twice, or is the name",
            "a.jsonl:8: error: the id \"b\" was given on line 4",
            "a.jsonl:11: error: same_as goes in a circle: e → f → g → e",
            "b.csv:2: warning: the id \"a\" replaces that of a.jsonl:1",
            "b.csv:3: error: no gender: \"woman?\" (male, female or unknown)",
        ];
        assert_eq!(problems(&[("a.jsonl", lines), ("b.csv", table)]), want);
    }

    #[test]
    fn weak_names_and_names_of_two_are_warned_of() {
        let lines = r#"{"id":"a","name":"Ana Ruiz","aliases":["Ruiz","May",{"name":"Will","weak":true}]}
{"id":"b","name":"Bo Lind","aliases":["Ana Rúiz"]}
{"id":"d","name":"Apple","kind":"organization"}
{"id":"e","name":"Bo Lind","valid_to":"1999"}
{"id":"f","name":"Bo Moss","valid_from":"2000"}
{"id":"g","name":"Bo Moss","valid_to":"1999"}
"#;
        let want = [
            "a.jsonl:1: warning: the alias \"Ruiz\" is the bare surname: it is weak, and should be marked so",
            "a.jsonl:1: warning: the alias \"May\" is a common word: it is taken as weak, and should be marked so",
            "a.jsonl:2: warning: \"Ana Rúiz\" is a name of \"a\" (a.jsonl:1), too: it links neither",
            "a.jsonl:3: warning: the name \"Apple\" is a common word: it links nothing unless it is accepted (--accept)",
            "a.jsonl:4: warning: \"Bo Lind\" is a name of \"b\" (a.jsonl:2), too: it links neither",
        ];
        assert_eq!(problems(&[("a.jsonl", lines)]), want);
        let aliases: Vec<String> = (0..10_000).map(|n| format!("\"A. B. R{n}\"")).collect();
        let many = format!(
            r#"{{"id":"a","name":"A B","aliases":[{}]}}"#,
            aliases.join(",")
        );
        let want = ["a.jsonl:1: warning: 10000 aliases for one entry: nobody has so many"];
        assert_eq!(problems(&[("a.jsonl", &many)]), want);
        let want = ["a.csv:1: warning: there is no entry in it"];
        assert_eq!(problems(&[("a.csv", "")]), want);
    }

    #[test]
    fn lists_are_held_against_the_entries() {
        let entries = br#"{"id":"a","name":"Ana Ruiz","aliases":[{"name":"May","weak":true}]}"#;
        let problems = check(
            &[("a.jsonl", entries)],
            &[("yes.txt", "# ours\nMay  # the mayor\nJune\n")],
            &[("no.txt", "may\n!\nRuiz\nMerkel\n")],
        );
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let want = [
            "yes.txt:3: warning: no entry bears the name \"June\"",
            "no.txt:1: error: \"may\" is on both lists, accepted and rejected",
            "no.txt:2: error: no name: \"!\"",
        ];
        assert_eq!(problems, want);
    }
}
