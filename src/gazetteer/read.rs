//! Reads files of entries: tells their format by what they look like, and reads JSON lines and CSV.
//!
//! A problem does not end the reading: each goes to the list, with its line, and the rest is read.

use serde::Deserialize;
use serde_json::Value;

use super::check::Severity;
use super::{Alias, Date, Entry, Gender, Validity, popolo, ruler};
use crate::speaker::SpeakerKind;

/// An entry with the line it stands on.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) entry: Entry,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) rows: Vec<Row>,
    /// Line, how bad, what.
    pub(super) problems: Vec<(usize, Severity, String)>,
}

impl Read {
    pub(super) fn error(&mut self, line: usize, problem: impl Into<String>) {
        self.problems.push((line, Severity::Error, problem.into()));
    }

    pub(super) fn warning(&mut self, line: usize, problem: impl Into<String>) {
        self.problems
            .push((line, Severity::Warning, problem.into()));
    }
}

const EXPECTED: &str = "expected JSON lines with id and name, CSV with the columns id and name, \
     patterns of spaCy's EntityRuler (JSON lines with label and pattern), Popolo JSON (an object \
     with persons or organizations), or a file that `inquit gazetteer build` made";

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    JsonLines,
    Csv,
    Ruler,
    Popolo,
}

/// Reads a file's contents. Its name tells the format only where its contents do not.
pub(super) fn read(name: &str, contents: &str) -> Read {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    if contents.trim().is_empty() {
        return Read::default();
    }
    match format(name, contents) {
        Some(Format::JsonLines) => json_lines(contents),
        Some(Format::Csv) => csv(contents),
        Some(Format::Ruler) => ruler::read(contents),
        Some(Format::Popolo) => popolo::read(contents),
        None => {
            let mut read = Read::default();
            let line = contents.lines().take_while(|line| line.trim().is_empty());
            read.error(
                line.count() + 1,
                format!("a file of no known format: {EXPECTED}"),
            );
            read
        }
    }
}

fn format(name: &str, contents: &str) -> Option<Format> {
    let first = contents.lines().find(|line| !line.trim().is_empty())?;
    let has_ending = |wanted: &str| {
        let ending = name.rsplit('.').next();
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
    };
    if first.trim_start().starts_with('{') {
        let has = |object: &Value, key: &str| object.get(key).is_some();
        return Some(match serde_json::from_str::<Value>(first) {
            Ok(object) if popolo::KEYS.iter().any(|key| has(&object, key)) => Format::Popolo,
            Ok(object) if has(&object, "pattern") || has(&object, "label") => Format::Ruler,
            // An object over several lines, or a line that breaks off.
            Err(error) if error.is_eof() && is_popolo(contents) => Format::Popolo,
            _ => Format::JsonLines,
        });
    }
    if first.trim_start().starts_with('[') {
        return None;
    }
    let columns = |column: &str| {
        first
            .split(delimiter(first))
            .any(|field| field.trim().trim_matches('"').eq_ignore_ascii_case(column))
    };
    if has_ending("csv") || columns("id") || columns("name") {
        Some(Format::Csv)
    } else if has_ending("jsonl") {
        Some(Format::JsonLines)
    } else {
        None
    }
}

/// Is one of Popolo's keys at the top of an object of several lines?
fn is_popolo(contents: &str) -> bool {
    let key = |line: &str| {
        let line = line.trim_start().trim_start_matches('{').trim_start();
        let is = |key: &&str| {
            line.strip_prefix('"')
                .and_then(|line| line.strip_prefix(*key))
                .is_some_and(|line| line.starts_with('"'))
        };
        popolo::KEYS.iter().any(is)
    };
    contents.lines().any(key)
}

/// What stands between the fields of a row: the first of comma, semicolon and tab in the header.
fn delimiter(header: &str) -> char {
    let mut chars = header.chars();
    chars.find(|c| matches!(c, ',' | ';' | '\t')).unwrap_or(',')
}

#[derive(Deserialize)]
struct JsonEntry {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<JsonAlias>,
    #[serde(default)]
    titles: Vec<String>,
    role: Option<String>,
    org: Option<String>,
    gender: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    same_as: Vec<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum JsonAlias {
    Plain(String),
    Full {
        name: String,
        #[serde(default)]
        weak: bool,
        valid_from: Option<String>,
        valid_to: Option<String>,
    },
}

impl JsonEntry {
    fn entry(self) -> Result<Entry, String> {
        let aliases = self.aliases.into_iter().map(|alias| {
            Ok(match alias {
                JsonAlias::Plain(name) => Alias {
                    name,
                    ..Alias::default()
                },
                JsonAlias::Full {
                    name,
                    weak,
                    valid_from,
                    valid_to,
                } => Alias {
                    name,
                    weak,
                    valid: validity(valid_from.as_deref(), valid_to.as_deref())?,
                },
            })
        });
        Ok(Entry {
            aliases: aliases.collect::<Result<_, String>>()?,
            id: self.id,
            name: self.name,
            titles: self.titles,
            role: self.role,
            org: self.org,
            gender: gender(self.gender.as_deref().unwrap_or(""))?,
            kind: kind(self.kind.as_deref().unwrap_or(""))?,
            same_as: self.same_as,
            valid: validity(self.valid_from.as_deref(), self.valid_to.as_deref())?,
        })
    }
}

/// One object a line; blank lines are skipped, unknown fields ignored.
fn json_lines(contents: &str) -> Read {
    let mut read = Read::default();
    for (index, text) in contents.lines().enumerate() {
        let line = index + 1;
        if text.trim().is_empty() {
            continue;
        }
        let entry = serde_json::from_str::<JsonEntry>(text)
            .map_err(|problem| told(&problem))
            .and_then(JsonEntry::entry);
        match entry {
            Ok(entry) => read.rows.push(Row { line, entry }),
            Err(problem) => read.error(line, problem),
        }
    }
    read
}

/// What serde says of one line, without the line.
pub(super) fn told(problem: &serde_json::Error) -> String {
    let column = problem.column();
    problem.to_string().replace(
        &format!(" at line 1 column {column}"),
        &format!(" at column {column}"),
    )
}

/// A header row, then one entry a row. Lists are split at `|` or `;`.
fn csv(contents: &str) -> Read {
    let mut read = Read::default();
    let first = contents.lines().next().unwrap_or("");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter(first)).unwrap_or(b','))
        .trim(csv::Trim::All)
        .from_reader(contents.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(problem) => {
            read.error(csv_line(&problem), problem.to_string());
            return read;
        }
    };
    let column = |name: &str| {
        header
            .iter()
            .position(|field| field.eq_ignore_ascii_case(name))
    };
    let (Some(id), Some(name)) = (column("id"), column("name")) else {
        let missing = if column("id").is_none() { "id" } else { "name" };
        read.error(1, format!("no column {missing:?}: {EXPECTED}"));
        return read;
    };
    let columns = Columns {
        id,
        name,
        aliases: column("aliases"),
        weak: column("weak_aliases"),
        titles: column("titles"),
        role: column("role"),
        org: column("org"),
        gender: column("gender"),
        kind: column("kind"),
        same_as: column("same_as"),
        valid_from: column("valid_from"),
        valid_to: column("valid_to"),
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, line_of);
                match columns.entry(&record) {
                    Ok(entry) => read.rows.push(Row { line, entry }),
                    Err(problem) => read.error(line, problem),
                }
            }
            Err(problem) => read.error(csv_line(&problem), problem.to_string()),
        }
    }
    read
}

/// Where the columns of a table are.
struct Columns {
    id: usize,
    name: usize,
    aliases: Option<usize>,
    weak: Option<usize>,
    titles: Option<usize>,
    role: Option<usize>,
    org: Option<usize>,
    gender: Option<usize>,
    kind: Option<usize>,
    same_as: Option<usize>,
    valid_from: Option<usize>,
    valid_to: Option<usize>,
}

impl Columns {
    fn entry(&self, record: &csv::StringRecord) -> Result<Entry, String> {
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
        let text = |at| Some(field(at).to_owned()).filter(|text| !text.is_empty());
        let alias = |weak| {
            move |name| Alias {
                name,
                weak,
                ..Alias::default()
            }
        };
        Ok(Entry {
            id: field(Some(self.id)).to_owned(),
            name: field(Some(self.name)).to_owned(),
            aliases: list(field(self.aliases))
                .map(alias(false))
                .chain(list(field(self.weak)).map(alias(true)))
                .collect(),
            titles: list(field(self.titles)).collect(),
            role: text(self.role),
            org: text(self.org),
            gender: gender(field(self.gender))?,
            kind: kind(field(self.kind))?,
            same_as: list(field(self.same_as)).collect(),
            valid: validity(Some(field(self.valid_from)), Some(field(self.valid_to)))?,
        })
    }
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(0)
}

fn csv_line(problem: &csv::Error) -> usize {
    problem.position().map_or(1, line_of)
}

/// The parts of a list in one field. An empty field has none; an empty part stays, for the check to find.
fn list(field: &str) -> impl Iterator<Item = String> {
    field
        .split(['|', ';'])
        .filter(|_| !field.is_empty())
        .map(|part| part.trim().to_owned())
}

pub(super) fn gender(value: &str) -> Result<Gender, String> {
    match value.to_ascii_lowercase().as_str() {
        "" | "unknown" | "other" => Ok(Gender::Unknown),
        "male" | "m" | "man" => Ok(Gender::Male),
        "female" | "f" | "woman" => Ok(Gender::Female),
        _ => Err(format!("no gender: {value:?} (male, female or unknown)")),
    }
}

fn kind(value: &str) -> Result<SpeakerKind, String> {
    match value.to_ascii_lowercase().as_str() {
        "" | "person" => Ok(SpeakerKind::Person),
        "group" => Ok(SpeakerKind::Group),
        "organization" | "organisation" => Ok(SpeakerKind::Organization),
        "document" => Ok(SpeakerKind::Document),
        "unknown" => Ok(SpeakerKind::Unknown),
        _ => Err(format!(
            "no kind: {value:?} (person, group, organization, document or unknown)"
        )),
    }
}

/// An empty end is open.
fn validity(from: Option<&str>, to: Option<&str>) -> Result<Validity, String> {
    let date = |field: &str, value: Option<&str>| match value {
        None | Some("") => Ok(None),
        Some(value) => Date::read(value)
            .map(Some)
            .ok_or_else(|| format!("{field}: {value:?} is no date (2024, 2024-05 or 2024-05-03)")),
    };
    Ok(Validity {
        from: date("valid_from", from)?,
        to: date("valid_to", to)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Gazetteer;
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn csv_and_json_lines_say_the_same() {
        let json = r#"{"id":"roe","name":"Jana Roe","aliases":["J. Roe",{"name":"Roe","weak":true}],"titles":["minister"],"role":"minister of trade","org":"Trade Board","gender":"female","kind":"person","same_as":["x:1","x:2"],"valid_from":"2020","valid_to":"2024-05"}"#;
        let table = "id,name,aliases,weak_aliases,titles,role,org,gender,kind,same_as,valid_from,valid_to\nroe,Jana Roe,J. Roe,Roe,minister,minister of trade,Trade Board,f,,x:1|x:2,2020,2024-05\n";
        let entry = |name, contents| {
            let read = read(name, contents);
            assert!(read.problems.is_empty(), "{:?}", read.problems);
            read.rows.into_iter().next().expect("one").entry
        };
        assert_eq!(entry("a.jsonl", json), entry("a.csv", table));
        // The contents tell, not the name.
        assert_eq!(entry("a.csv", json), entry("a.txt", table));
        let tabs = table.replace(',', "\t");
        assert_eq!(entry("a", &tabs), entry("a", json));
    }

    #[test]
    fn errors_name_file_and_line() {
        let good = r#"{"id":"a","name":"A B"}"#;
        let cases = [
            ("x.jsonl", format!("{good}\n{{\"id\":"), "x.jsonl:2: "),
            (
                "x.jsonl",
                format!("{good}\n\n{{\"id\":\"b\"}}"),
                "x.jsonl:3: missing field `name`",
            ),
            (
                "x.jsonl",
                format!("{good}\n{good}"),
                "x.jsonl:2: the id \"a\" was given on line 1",
            ),
            (
                "x.jsonl",
                r#"{"id":"a","name":" "}"#.to_owned(),
                "x.jsonl:1: the name is empty",
            ),
            (
                "x.jsonl",
                r#"{"id":"","name":"A"}"#.to_owned(),
                "x.jsonl:1: the id is empty",
            ),
            (
                "x.jsonl",
                r#"{"id":"a","name":"A","aliases":[""]}"#.to_owned(),
                "x.jsonl:1: an alias is empty",
            ),
            (
                "x.jsonl",
                r#"{"id":"a","name":"A","gender":"no"}"#.to_owned(),
                "x.jsonl:1: no gender",
            ),
            (
                "x.csv",
                "id,nam\na,b\n".to_owned(),
                "x.csv:1: no column \"name\"",
            ),
            (
                "x.csv",
                "id,name,kind\na,A,\nb,B,dog\n".to_owned(),
                "x.csv:3: no kind",
            ),
            ("x.csv", "id,name\na,A\nb\n".to_owned(), "x.csv:3: "),
            (
                "x.csv",
                "id,name,aliases\na,A,B||C\n".to_owned(),
                "x.csv:2: an alias is empty",
            ),
            (
                "x.jsonl",
                format!("{good}\n{{}}\n{{}}"),
                "x.jsonl:2: missing field `id` at column 2 (1 more; `inquit gazetteer check` lists all)",
            ),
            (
                "x.jsonl",
                "\n[1, 2]".to_owned(),
                "x.jsonl:2: a file of no known format: expected JSON lines",
            ),
            (
                "x.txt",
                "Ana Ruiz\nBo Lind".to_owned(),
                "x.txt:1: a file of no known format: expected JSON lines",
            ),
            ("x.json", "{\n\"id\": \"a\"\n}".to_owned(), "x.json:1: EOF"),
        ];
        for (file, contents, want) in cases {
            let problem = Gazetteer::new().add(file, &contents).expect_err(want);
            assert_eq!(problem.kind(), ErrorKind::Gazetteer);
            assert!(
                problem.to_string().starts_with(want),
                "{problem} for {want}"
            );
        }
    }
}
