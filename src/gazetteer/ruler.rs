//! Reads patterns of spaCy's EntityRuler: JSON lines with `label`, `pattern` and, mostly, `id`.
//!
//! Patterns of one id are the names of one entry; the longest of them is its name. A pattern is a text, or a list of tokens that
//! each say their word. What else a token pattern may ask for (a shape, a part of speech, repetition) is no name: such a
//! pattern is left out, with a warning.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::name::{fold, key};
use super::read::{Read, Row, told};
use super::{Alias, Entry};
use crate::speaker::SpeakerKind;

#[derive(Deserialize)]
struct Pattern {
    label: String,
    pattern: Value,
    id: Option<String>,
}

/// Reads a file's contents.
pub(super) fn read(contents: &str) -> Read {
    let mut read = Read::default();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut labels: Vec<String> = Vec::new();
    for (index, text) in contents.lines().enumerate() {
        let line = index + 1;
        if text.trim().is_empty() {
            continue;
        }
        let pattern: Pattern = match serde_json::from_str(text) {
            Ok(pattern) => pattern,
            Err(problem) => {
                read.error(line, told(&problem));
                continue;
            }
        };
        let name = match name(&pattern.pattern) {
            Ok(name) => name,
            Err(Unusable::Broken(why)) => {
                read.error(line, why);
                continue;
            }
            Err(Unusable::NoName(why)) => {
                read.warning(line, format!("left out: {why}"));
                continue;
            }
        };
        let Some(kind) = kind(&pattern.label) else {
            let label = pattern.label;
            read.warning(
                line,
                format!("left out: nothing with the label {label} speaks"),
            );
            continue;
        };
        let id = pattern.id.unwrap_or_else(|| slug(&name));
        if let Some(&at) = places.get(&id) {
            let label = labels.get(at).map_or("", String::as_str);
            if label != pattern.label {
                let other = read.rows.get(at).map_or(0, |row| row.line);
                let problem = format!("the id {id:?} has the label {label} on line {other}");
                read.error(line, problem);
            } else if let Some(row) = read.rows.get_mut(at) {
                add(&mut row.entry, name);
            }
            continue;
        }
        places.insert(id.clone(), read.rows.len());
        labels.push(pattern.label);
        let entry = Entry {
            id,
            name,
            kind,
            ..Entry::default()
        };
        read.rows.push(Row { line, entry });
    }
    for row in &mut read.rows {
        weaken(&mut row.entry);
    }
    read
}

/// One more name: the one of most words is the entry's own.
fn add(entry: &mut Entry, mut name: String) {
    let words = |name: &str| name.split_whitespace().count();
    if words(&name) > words(&entry.name) {
        std::mem::swap(&mut name, &mut entry.name);
    }
    let mut known = entry.aliases.iter().map(|alias| &alias.name);
    if name != entry.name && known.all(|known| *known != name) {
        entry.aliases.push(Alias {
            name,
            ..Alias::default()
        });
    }
}

/// A single word is weak where a person has a name of several: the file has no way to say it.
fn weaken(entry: &mut Entry) {
    let several = key(&entry.name).contains(' ');
    if several && entry.kind == SpeakerKind::Person {
        for alias in &mut entry.aliases {
            alias.weak = !key(&alias.name).contains(' ');
        }
    }
}

enum Unusable {
    /// No pattern at all.
    Broken(String),
    /// A pattern that is more than a name.
    NoName(String),
}

/// The name that a pattern matches.
fn name(pattern: &Value) -> Result<String, Unusable> {
    let tokens = match pattern {
        Value::String(text) if fold(text).is_empty() => {
            return Err(Unusable::Broken("the pattern is empty".to_owned()));
        }
        Value::String(text) => return Ok(text.clone()),
        Value::Array(tokens) if !tokens.is_empty() => tokens,
        Value::Array(_) => return Err(Unusable::Broken("the pattern is empty".to_owned())),
        _ => {
            return Err(Unusable::Broken(
                "the pattern is neither a text nor a list of tokens".to_owned(),
            ));
        }
    };
    let words = tokens.iter().map(|token| match token {
        Value::Object(token) => word(token),
        _ => Err(Unusable::Broken(
            "a token of the pattern is no object".to_owned(),
        )),
    });
    Ok(words.collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// The word that a token pattern matches.
fn word(token: &Map<String, Value>) -> Result<String, Unusable> {
    let mut word = None;
    for (key, value) in token {
        let exact = match key.to_ascii_uppercase().as_str() {
            "TEXT" | "ORTH" => true,
            "LOWER" => false,
            other => {
                let why = format!("a token asks for {other}, which no name can say");
                return Err(Unusable::NoName(why));
            }
        };
        let Value::String(text) = value else {
            let why = format!("a token asks for {key} by more than one word");
            return Err(Unusable::NoName(why));
        };
        // In any case, says the pattern; a name that links has its capital.
        let text = if exact {
            text.clone()
        } else {
            capitalised(text)
        };
        word = word.filter(|_| !exact).or(Some(text));
    }
    word.filter(|word| !word.trim().is_empty())
        .ok_or_else(|| Unusable::NoName("a token without a word".to_owned()))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// What a label means; `None` for what cannot speak.
fn kind(label: &str) -> Option<SpeakerKind> {
    Some(match label.to_ascii_uppercase().as_str() {
        "PERSON" | "PER" => SpeakerKind::Person,
        "ORG" | "ORGANIZATION" | "GPE" | "LOC" | "FAC" => SpeakerKind::Organization,
        "NORP" | "GROUP" => SpeakerKind::Group,
        "WORK_OF_ART" | "LAW" | "DOCUMENT" => SpeakerKind::Document,
        "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY" | "ORDINAL" | "CARDINAL" | "EVENT"
        | "LANGUAGE" | "PRODUCT" => return None,
        _ => SpeakerKind::Unknown,
    })
}

/// The id of patterns that have none.
fn slug(name: &str) -> String {
    key(name).split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::super::check::Severity;
    use super::super::read::read;
    use super::*;

    #[test]
    fn patterns_are_names() {
        let lines = r#"{"label":"PERSON","pattern":"Moss","id":"ada"}
{"label":"PERSON","pattern":[{"LOWER":"ada"},{"ORTH":"Moss"}],"id":"ada"}

{"label":"ORG","pattern":"Lora Docks"}
{"label":"ORG","pattern":[{"LOWER":"lora"},{"LOWER":{"IN":["docks","dock"]}}]}
{"label":"NORP","pattern":"Lorans","id":"lorans"}
{"label":"PERSON","pattern":[{"TEXT":"Bo"},{"IS_PUNCT":true,"OP":"?"}]}
{"label":"MONEY","pattern":"a crown"}
{"label":"ORG","pattern":"Ada","id":"ada"}
{"label":"ORG","pattern":[]}
{"label":"ORG"}
"#;
        let read = read("patterns.jsonl", lines);
        let entries = read.rows.iter().map(|Row { line, entry }| {
            let aliases = entry.aliases.iter().map(|alias| {
                let mark = if alias.weak { "~" } else { "" };
                format!("|{}{mark}", alias.name)
            });
            format!(
                "{line} {} {:?} {}{}",
                entry.id,
                entry.kind,
                entry.name,
                aliases.collect::<String>()
            )
        });
        let want = [
            "1 ada Person Ada Moss|Moss~",
            "4 lora-docks Organization Lora Docks",
            "6 lorans Group Lorans",
        ];
        assert_eq!(entries.collect::<Vec<_>>(), want);
        let problems: Vec<(usize, bool, &str)> = read
            .problems
            .iter()
            .map(|(line, severity, why)| (*line, *severity == Severity::Error, why.as_str()))
            .collect();
        let want = [
            (
                5,
                false,
                "left out: a token asks for LOWER by more than one word",
            ),
            (
                7,
                false,
                "left out: a token asks for IS_PUNCT, which no name can say",
            ),
            (8, false, "left out: nothing with the label MONEY speaks"),
            (9, true, "the id \"ada\" has the label PERSON on line 1"),
            (10, true, "the pattern is empty"),
            (11, true, "missing field `pattern` at column 15"),
        ];
        assert_eq!(problems, want);
    }
}
