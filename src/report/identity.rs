//! The line about one person or body across articles: what `speakers.jsonl` holds. A contract like the
//! [record](super::record) (`docs/output.md`).

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{ActRecord, GenderRecord, KindRecord, TypeRecord};

/// The version of the contract that `schema` names.
pub const IDENTITY_SCHEMA: &str = "inquit-speakers/1";

/// A person or body across the articles of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct IdentityRecord {
    /// Always `inquit-speakers/1`.
    pub schema: String,
    /// The gazetteer's id; a slug of the name; or `<article id>#<speaker id>` for who is known in one article only.
    pub id: String,
    /// The name that most articles have.
    pub name: String,
    /// Person, group, organization, document or unknown.
    pub kind: KindRecord,
    /// Of a person; null where no article tells.
    pub gender: Option<GenderRecord>,
    /// The id of the gazetteer entry.
    pub gazetteer: Option<String>,
    /// Why the quotes of several articles are one's.
    pub basis: BasisRecord,
    /// The ids of several people of the name, where it may be one of them.
    pub may_be: Vec<String>,
    /// The other names that articles use, those of most articles first.
    pub aliases: Vec<String>,
    /// The roles that articles give, those of most articles first.
    pub roles: Vec<String>,
    /// Identifiers of the same entity elsewhere, from the gazetteer. Left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// How many quotes are linked to it.
    pub quotes: usize,
    /// How many of them are of which type.
    pub types: TypeCounts,
    /// How many of them report what.
    pub acts: ActCounts,
    /// Where it is quoted, by id of the article.
    pub articles: Vec<AppearanceRecord>,
    /// The first day of publication of these articles, as `2021-11-16`; null where none has a date that can be read.
    pub first_published: Option<String>,
    /// The last one.
    pub last_published: Option<String>,
}

/// What an identity rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BasisRecord {
    /// One gazetteer entry.
    Gazetteer,
    /// One name, and nothing that contradicts.
    Name,
    /// One article: its name says too little elsewhere, or several may be meant.
    Article,
}

impl BasisRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            BasisRecord::Gazetteer => "gazetteer",
            BasisRecord::Name => "name",
            BasisRecord::Article => "article",
        }
    }
}

/// Quotes by type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TypeCounts {
    /// The speaker's own words.
    pub direct: usize,
    /// The writer's paraphrase.
    pub indirect: usize,
    /// A paraphrase with quoted words in it.
    pub mixed: usize,
}

impl TypeCounts {
    /// Counts one more quote.
    pub(crate) fn add(&mut self, quote_type: TypeRecord) {
        match quote_type {
            TypeRecord::Direct => self.direct += 1,
            TypeRecord::Indirect => self.indirect += 1,
            TypeRecord::Mixed => self.mixed += 1,
        }
    }

    /// Counts those of `other`, too.
    pub(crate) fn sum(&mut self, other: Self) {
        self.direct += other.direct;
        self.indirect += other.indirect;
        self.mixed += other.mixed;
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.direct + self.indirect + self.mixed
    }
}

/// Quotes by act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ActCounts {
    /// said, told
    pub speech: usize,
    /// wrote, the report says
    pub writing: usize,
    /// believes, hopes
    pub thought: usize,
    /// plans, wants
    pub intention: usize,
    /// saw that
    pub perception: usize,
}

impl ActCounts {
    /// Counts one more quote.
    pub(crate) fn add(&mut self, act: ActRecord) {
        match act {
            ActRecord::Speech => self.speech += 1,
            ActRecord::Writing => self.writing += 1,
            ActRecord::Thought => self.thought += 1,
            ActRecord::Intention => self.intention += 1,
            ActRecord::Perception => self.perception += 1,
        }
    }

    /// Counts those of `other`, too.
    pub(crate) fn sum(&mut self, other: Self) {
        self.speech += other.speech;
        self.writing += other.writing;
        self.thought += other.thought;
        self.intention += other.intention;
        self.perception += other.perception;
    }
}

/// An article that quotes somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AppearanceRecord {
    /// The article's id.
    pub id: String,
    /// The speaker's id in the article's record.
    pub speaker: String,
    /// How many quotes of the article are linked to it.
    pub quotes: usize,
}
