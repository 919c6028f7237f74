//! Everybody who speaks in a run of articles, one a line: for programs, for spreadsheets, for a reader at a terminal.

use std::io::{self, Write};

use super::csv::row;
use super::identity::IdentityRecord;
use super::text::plain;

/// How a list of identities is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// One record a line.
    JsonLines,
    /// One row each, under a row with the names of the columns. The columns stand in `docs/output.md`.
    Csv,
    /// Columns for a reader.
    Text {
        /// Of a line.
        width: usize,
    },
}

/// The columns of [`Table::Csv`], in order.
const COLUMNS: [&str; 23] = [
    "id",
    "name",
    "kind",
    "gender",
    "gazetteer",
    "basis",
    "may_be",
    "aliases",
    "roles",
    "same_as",
    "quotes",
    "direct",
    "indirect",
    "mixed",
    "speech",
    "writing",
    "thought",
    "intention",
    "perception",
    "articles",
    "article_ids",
    "first_published",
    "last_published",
];

impl Table {
    /// Writes `identities` in their order.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, identities: &[IdentityRecord], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Table::JsonLines => json_lines(identities, out),
            Table::Csv => csv(identities, out),
            Table::Text { width } => text(identities, width, out),
        }
    }
}

fn json_lines(identities: &[IdentityRecord], out: &mut dyn Write) -> io::Result<()> {
    for identity in identities {
        serde_json::to_writer(&mut *out, identity)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn csv(identities: &[IdentityRecord], out: &mut dyn Write) -> io::Result<()> {
    row(out, COLUMNS)?;
    for identity in identities {
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        let articles: Vec<&str> = ids(identity).collect();
        row(
            out,
            [
                identity.id.clone(),
                identity.name.clone(),
                identity.kind.name().to_owned(),
                identity
                    .gender
                    .map_or("", |gender| gender.name())
                    .to_owned(),
                optional(&identity.gazetteer),
                identity.basis.name().to_owned(),
                identity.may_be.join("; "),
                identity.aliases.join("; "),
                identity.roles.join("; "),
                identity.same_as.join("; "),
                identity.quotes.to_string(),
                identity.types.direct.to_string(),
                identity.types.indirect.to_string(),
                identity.types.mixed.to_string(),
                identity.acts.speech.to_string(),
                identity.acts.writing.to_string(),
                identity.acts.thought.to_string(),
                identity.acts.intention.to_string(),
                identity.acts.perception.to_string(),
                articles.len().to_string(),
                articles.join("; "),
                optional(&identity.first_published),
                optional(&identity.last_published),
            ],
        )?;
    }
    Ok(())
}

/// The columns before the speaker are this wide.
const COUNTS: usize = 33;

/// The speaker is at most this wide.
const SPEAKER: usize = 44;

fn text(identities: &[IdentityRecord], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if identities.is_empty() {
        return writeln!(out, "no speakers");
    }
    let who: Vec<String> = identities.iter().map(who).collect();
    let speaker = who.iter().map(|who| who.chars().count()).max();
    let speaker = speaker.unwrap_or(0).clamp("speaker".len(), SPEAKER);
    writeln!(
        out,
        "quotes  direct  indirect  mixed  {:speaker$}  articles",
        "speaker"
    )?;
    let room = width.saturating_sub(COUNTS + speaker + 2);
    for (identity, who) in identities.iter().zip(&who) {
        writeln!(
            out,
            "{:6}  {:6}  {:8}  {:5}  {who:speaker$}  {}",
            identity.quotes,
            identity.types.direct,
            identity.types.indirect,
            identity.types.mixed,
            articles(identity, room),
        )?;
    }
    Ok(())
}

/// *Ana Ruiz, harbour master*; with a question mark where it may be one of several.
fn who(identity: &IdentityRecord) -> String {
    let mut who = identity.name.clone();
    if !identity.may_be.is_empty() {
        who.push('?');
    }
    if let Some(role) = identity.roles.first() {
        who = format!("{who}, {role}");
    }
    let who = plain(&who);
    if who.chars().count() > SPEAKER {
        who.chars().take(SPEAKER - 1).chain(['…']).collect()
    } else {
        who
    }
}

/// As many articles as there is room for, at least one; then how many more.
fn articles(identity: &IdentityRecord, room: usize) -> String {
    let mut shown = String::new();
    let count = identity.articles.len();
    for (place, id) in ids(identity).enumerate() {
        let id = plain(id);
        let more = format!(" and {} more", count - place);
        let last = place + 1 == count;
        let needed =
            shown.chars().count() + 2 + id.chars().count() + if last { 0 } else { more.len() };
        if place > 0 && needed > room {
            shown.push_str(&more);
            break;
        }
        if place > 0 {
            shown.push_str(", ");
        }
        shown.push_str(&id);
    }
    shown
}

fn ids(identity: &IdentityRecord) -> impl Iterator<Item = &str> {
    identity.articles.iter().map(|article| article.id.as_str())
}
