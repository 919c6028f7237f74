//! The line about words that several articles quote: what `repeats` writes. A contract like the [record](super::record)
//! (`docs/repeats.md`).

use std::io::{self, Write};

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::csv::row;
use super::record::{StatusRecord, TypeRecord};
use super::text::plain;

/// The version of the contract that `schema` names.
pub const REPEATS_SCHEMA: &str = "inquit-repeats/1";

/// Words that several articles quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RepeatRecord {
    /// Always `inquit-repeats/1`.
    pub schema: String,
    /// The fingerprint of the earliest wording.
    pub id: String,
    /// What does not fit together; empty where all does.
    pub conflicts: Vec<ConflictRecord>,
    /// The earliest wording, as its article has it.
    pub text: String,
    /// How many articles quote it.
    pub articles: usize,
    /// The earliest day of publication, as `2021-11-16`; null where no article has a date that can be read.
    pub first_published: Option<String>,
    /// Publishers, or the sites of addresses, by earliest appearance.
    pub outlets: Vec<String>,
    /// The names of those it is linked to, by earliest appearance.
    pub speakers: Vec<String>,
    /// Every wording, by earliest appearance.
    pub wordings: Vec<WordingRecord>,
}

/// What does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ConflictRecord {
    /// The same words are several people's, or several bodies'.
    Speaker,
    /// Direct quotes of one speaker have other words.
    Wording,
}

impl ConflictRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            ConflictRecord::Speaker => "speaker",
            ConflictRecord::Wording => "wording",
        }
    }
}

/// How a wording stands to the earliest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RelationRecord {
    /// It is that.
    First,
    /// Some words differ.
    Altered,
    /// It is a part of that.
    Shorter,
    /// That is a part of it.
    Longer,
}

impl RelationRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            RelationRecord::First => "first",
            RelationRecord::Altered => "altered",
            RelationRecord::Shorter => "shorter",
            RelationRecord::Longer => "longer",
        }
    }
}

/// Quotes with the same folded words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WordingRecord {
    /// The same for the same words, whatever marks, capitals and white space are.
    pub fingerprint: String,
    /// As the earliest article has it.
    pub text: String,
    /// How it stands to the earliest wording.
    pub relation: RelationRecord,
    /// Words that only the earliest wording has, in runs. Empty for a wording that is shorter or longer.
    pub missing: Vec<String>,
    /// Words that only this one has.
    pub added: Vec<String>,
    /// By earliest appearance.
    pub quotes: Vec<OccurrenceRecord>,
}

/// One quote in one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OccurrenceRecord {
    /// The quote's id.
    pub id: String,
    /// The article's id.
    pub article: String,
    /// The publisher, else the site of the address; null without both.
    pub outlet: Option<String>,
    /// As the article has it.
    pub published: Option<String>,
    /// The canonical speaker; null unless linked.
    pub speaker: Option<String>,
    /// How sure the speaker is.
    pub status: StatusRecord,
    /// Whose words these are.
    #[serde(rename = "type")]
    pub quote_type: TypeRecord,
}

/// How a list of repeats is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatTable {
    /// One group a line.
    JsonLines,
    /// One quote a row. The columns stand in `docs/repeats.md`.
    Csv,
    /// For a reader.
    Text,
}

const COLUMNS: [&str; 13] = [
    "group",
    "conflicts",
    "relation",
    "fingerprint",
    "text",
    "missing",
    "added",
    "quote",
    "article",
    "outlet",
    "published",
    "speaker",
    "type",
];

impl RepeatTable {
    /// Writes `repeats` in their order.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, repeats: &[RepeatRecord], out: &mut dyn Write) -> io::Result<()> {
        match self {
            RepeatTable::JsonLines => repeats.iter().try_for_each(|repeat| {
                serde_json::to_writer(&mut *out, repeat)?;
                out.write_all(b"\n")
            }),
            RepeatTable::Csv => csv(repeats, out),
            RepeatTable::Text => text(repeats, out),
        }
    }
}

fn csv(repeats: &[RepeatRecord], out: &mut dyn Write) -> io::Result<()> {
    row(out, COLUMNS)?;
    for repeat in repeats {
        for wording in &repeat.wordings {
            for quote in &wording.quotes {
                let optional = |value: &Option<String>| value.clone().unwrap_or_default();
                row(
                    out,
                    [
                        repeat.id.clone(),
                        conflicts(repeat, "; "),
                        wording.relation.name().to_owned(),
                        wording.fingerprint.clone(),
                        wording.text.clone(),
                        wording.missing.join("; "),
                        wording.added.join("; "),
                        quote.id.clone(),
                        quote.article.clone(),
                        optional(&quote.outlet),
                        optional(&quote.published),
                        who(quote).to_owned(),
                        quote.quote_type.name().to_owned(),
                    ],
                )?;
            }
        }
    }
    Ok(())
}

fn conflicts(repeat: &RepeatRecord, between: &str) -> String {
    let names: Vec<&str> = repeat
        .conflicts
        .iter()
        .map(|conflict| conflict.name())
        .collect();
    names.join(between)
}

/// The speaker, or why there is none.
fn who(quote: &OccurrenceRecord) -> &str {
    quote.speaker.as_deref().unwrap_or(quote.status.name())
}

fn text(repeats: &[RepeatRecord], out: &mut dyn Write) -> io::Result<()> {
    if repeats.is_empty() {
        return writeln!(out, "no words are quoted in several articles");
    }
    for (place, repeat) in repeats.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        let what = match repeat.conflicts.as_slice() {
            [] => "same words".to_owned(),
            [ConflictRecord::Speaker] => "CONFLICT: same words, different speakers".to_owned(),
            [ConflictRecord::Wording] => "CONFLICT: same speaker, different words".to_owned(),
            _ => "CONFLICT: different speakers, and different words of one".to_owned(),
        };
        let first = repeat
            .first_published
            .as_deref()
            .map_or(String::new(), |day| format!(", first on {day}"));
        writeln!(out, "{what}, {} articles{first}", repeat.articles)?;
        for wording in &repeat.wordings {
            let words = plain(&wording.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            match wording.relation {
                RelationRecord::First => writeln!(out, "  “{words}”")?,
                relation => writeln!(out, "  “{words}” ({})", relation.name())?,
            }
            if !wording.missing.is_empty() || !wording.added.is_empty() {
                let marked = |words: &[String], open: &str, close: &str| -> String {
                    let runs = words
                        .iter()
                        .map(|run| format!("{open}{}{close}", plain(run)));
                    runs.collect::<Vec<_>>().join(" ")
                };
                let differs = [
                    marked(&wording.missing, "[-", "-]"),
                    marked(&wording.added, "{+", "+}"),
                ]
                .join(" ");
                writeln!(out, "    differs: {}", differs.trim())?;
            }
            for quote in &wording.quotes {
                let mut line = format!("    {}: {}", plain(who(quote)), plain(&quote.article));
                for more in [&quote.outlet, &quote.published].into_iter().flatten() {
                    line.push_str(", ");
                    line.push_str(&plain(more));
                }
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}
