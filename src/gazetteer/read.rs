//! Reads gazetteer files: JSON lines and CSV.

use serde::Deserialize;

use super::{Alias, Entry, Gender};
use crate::error::{Error, ErrorKind};
use crate::speaker::SpeakerKind;

/// An entry with the line it stands on.
type Row = (usize, Entry);

/// An error at a line of a file.
pub(super) fn error(file: &str, line: usize, problem: &str) -> Error {
    Error::new(ErrorKind::Gazetteer, format!("{file}:{line}: {problem}"))
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
}

#[derive(Deserialize)]
#[serde(untagged)]
enum JsonAlias {
    Plain(String),
    Full {
        name: String,
        #[serde(default)]
        weak: bool,
    },
}

/// One object a line; blank lines are skipped, unknown fields ignored.
pub(super) fn json_lines(file: &str, contents: &str) -> Result<Vec<Row>, Error> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut rows = Vec::new();
    for (index, text) in contents.lines().enumerate() {
        let line = index + 1;
        if text.trim().is_empty() {
            continue;
        }
        let entry: JsonEntry = serde_json::from_str(text)
            .map_err(|problem| error(file, line, &problem.to_string()))?;
        let aliases = entry.aliases.into_iter().map(|alias| match alias {
            JsonAlias::Plain(name) => Alias { name, weak: false },
            JsonAlias::Full { name, weak } => Alias { name, weak },
        });
        rows.push((
            line,
            Entry {
                id: entry.id,
                name: entry.name,
                aliases: aliases.collect(),
                titles: entry.titles,
                role: entry.role,
                org: entry.org,
                gender: gender(file, line, entry.gender.as_deref().unwrap_or(""))?,
                kind: kind(file, line, entry.kind.as_deref().unwrap_or(""))?,
                same_as: entry.same_as,
            },
        ));
    }
    Ok(rows)
}

/// A header row, then one entry a row. Lists are split at `|` or `;`.
pub(super) fn csv(file: &str, contents: &str) -> Result<Vec<Row>, Error> {
    let contents = contents.strip_prefix('\u{feff}').unwrap_or(contents);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(contents.as_bytes());
    let header = reader
        .headers()
        .map_err(|problem| csv_error(file, &problem))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|field| field.eq_ignore_ascii_case(name))
    };
    let required =
        |name: &str| column(name).ok_or_else(|| error(file, 1, &format!("no column {name:?}")));
    let (id, name) = (required("id")?, required("name")?);
    let optional = [
        "aliases",
        "weak_aliases",
        "titles",
        "role",
        "org",
        "gender",
        "kind",
        "same_as",
    ]
    .map(column);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|problem| csv_error(file, &problem))?;
        let line = record
            .position()
            .map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
        let text = |at| Some(field(at).to_owned()).filter(|text| !text.is_empty());
        let [
            aliases,
            weak,
            titles,
            role,
            org,
            gender_column,
            kind_column,
            same_as,
        ] = optional;
        let alias = |weak| move |name| Alias { name, weak };
        rows.push((
            line,
            Entry {
                id: field(Some(id)).to_owned(),
                name: field(Some(name)).to_owned(),
                aliases: list(field(aliases))
                    .map(alias(false))
                    .chain(list(field(weak)).map(alias(true)))
                    .collect(),
                titles: list(field(titles)).collect(),
                role: text(role),
                org: text(org),
                gender: gender(file, line, field(gender_column))?,
                kind: kind(file, line, field(kind_column))?,
                same_as: list(field(same_as)).collect(),
            },
        ));
    }
    Ok(rows)
}

fn csv_error(file: &str, problem: &csv::Error) -> Error {
    let line = problem
        .position()
        .map_or(1, |position| usize::try_from(position.line()).unwrap_or(0));
    error(file, line, &problem.to_string())
}

/// The parts of a list in one field. An empty field has none; an empty part stays, for the check to find.
fn list(field: &str) -> impl Iterator<Item = String> {
    field
        .split(['|', ';'])
        .filter(|_| !field.is_empty())
        .map(|part| part.trim().to_owned())
}

fn gender(file: &str, line: usize, value: &str) -> Result<Gender, Error> {
    match value.to_ascii_lowercase().as_str() {
        "" | "unknown" | "other" => Ok(Gender::Unknown),
        "male" | "m" | "man" => Ok(Gender::Male),
        "female" | "f" | "woman" => Ok(Gender::Female),
        _ => Err(error(
            file,
            line,
            &format!("no gender: {value:?} (male, female or unknown)"),
        )),
    }
}

fn kind(file: &str, line: usize, value: &str) -> Result<SpeakerKind, Error> {
    match value.to_ascii_lowercase().as_str() {
        "" | "person" => Ok(SpeakerKind::Person),
        "group" => Ok(SpeakerKind::Group),
        "organization" | "organisation" => Ok(SpeakerKind::Organization),
        "document" => Ok(SpeakerKind::Document),
        "unknown" => Ok(SpeakerKind::Unknown),
        _ => Err(error(
            file,
            line,
            &format!("no kind: {value:?} (person, group, organization, document or unknown)"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Gazetteer;
    use super::*;

    #[test]
    fn csv_and_json_lines_say_the_same() {
        let json = r#"{"id":"roe","name":"Jana Roe","aliases":["J. Roe",{"name":"Roe","weak":true}],"titles":["minister"],"role":"minister of trade","org":"Trade Board","gender":"female","kind":"person","same_as":["x:1","x:2"]}"#;
        let table = "id,name,aliases,weak_aliases,titles,role,org,gender,kind,same_as\nroe,Jana Roe,J. Roe,Roe,minister,minister of trade,Trade Board,f,,x:1;x:2\n";
        let from_json = json_lines("a.jsonl", json).expect("well formed");
        let from_csv = csv("a.csv", table).expect("well formed");
        assert_eq!(from_json[0].1, from_csv[0].1);
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
