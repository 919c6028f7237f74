//! The record: what inquit writes about one article. The names here are a contract (`docs/output.md`).

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Metadata;
use crate::cue::Force;
use crate::signal::SignalKind;

/// The version of the contract that `schema` names.
pub const SCHEMA: &str = "inquit/1";

/// Everything inquit says about one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ArticleRecord {
    /// Always `inquit/1`.
    pub schema: String,
    /// The article's id: its path, or the id of its JSON line.
    pub id: String,
    /// Metadata as it came in.
    pub article: Metadata,
    /// SHA-256 of the decoded text as UTF-8, in hexadecimal.
    pub text_sha256: String,
    /// The text that the offsets point into, where it was made while the article was read (out of HTML, a feed, a crawl). Left
    /// out where a file or field holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The unit of every offset: `chars` (Unicode code points), `bytes` or `utf16`.
    pub offsets: String,
    /// The quotes, by start of their content.
    pub quotes: Vec<QuoteRecord>,
    /// The speakers of at least one quote, in order of their first quote.
    pub speakers: Vec<SpeakerSummary>,
    /// Notes on the article: a mark that was never closed. Left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct QuoteRecord {
    /// `<article id>#q<n>`, counted from 1.
    pub id: String,
    /// Whose words these are.
    #[serde(rename = "type")]
    pub quote_type: TypeRecord,
    /// What the cue reports.
    pub act: ActRecord,
    /// What saying it amounts to.
    #[serde(default)]
    pub force: Force,
    /// Did quotation marks enclose the direct words? False where they were lost, and for indirect speech.
    pub marked: bool,
    /// What was said.
    pub content: PartRecord,
    /// The words that signal the reporting; null for a continuation.
    pub cue: Option<CueRecord>,
    /// The words that name who said it; null where none do.
    pub source: Option<PartRecord>,
    /// Who that is.
    pub speaker: SpeakerRecord,
    /// Who relayed it: the second source of “Xi said, according to the state news agency Xinhua”.
    pub via: Option<ViaRecord>,
    /// Where it stands.
    pub context: ContextRecord,
    /// Probability that content and source are both right, with two decimals.
    pub confidence: f64,
    /// Why, for a reader.
    pub evidence: Vec<String>,
    /// Is it an assertion with a sentence that has a number, percentage, sum, date, comparison, superlative or cause, and no
    /// prediction?
    #[serde(default)]
    pub checkable: bool,
    /// The words that make the content checkable, or say how it is meant, by place. Left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<SignalRecord>,
}

/// Words that say something about a content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SignalRecord {
    /// What they are.
    pub kind: SignalKind,
    /// The exact text of the span.
    pub text: String,
    /// Half-open `[start, end]` in the record's unit; it lies in one span of the content.
    pub span: [usize; 2],
}

/// Whose words a content is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TypeRecord {
    /// The speaker's own words.
    Direct,
    /// The writer's paraphrase.
    Indirect,
    /// A paraphrase with quoted words in it.
    Mixed,
}

impl TypeRecord {
    /// Every one, in order.
    pub const ALL: [TypeRecord; 3] = [TypeRecord::Direct, TypeRecord::Indirect, TypeRecord::Mixed];

    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            TypeRecord::Direct => "direct",
            TypeRecord::Indirect => "indirect",
            TypeRecord::Mixed => "mixed",
        }
    }
}

/// What a cue reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ActRecord {
    /// said, told
    Speech,
    /// wrote, the report says
    Writing,
    /// believes, hopes
    Thought,
    /// plans, wants
    Intention,
    /// saw that
    Perception,
}

impl ActRecord {
    /// Every one, in order.
    pub const ALL: [ActRecord; 5] = [
        ActRecord::Speech,
        ActRecord::Writing,
        ActRecord::Thought,
        ActRecord::Intention,
        ActRecord::Perception,
    ];

    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            ActRecord::Speech => "speech",
            ActRecord::Writing => "writing",
            ActRecord::Thought => "thought",
            ActRecord::Intention => "intention",
            ActRecord::Perception => "perception",
        }
    }
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PartRecord {
    /// The exact text of the spans, joined by one space.
    pub text: String,
    /// Half-open `[start, end]` pairs in the record's unit.
    pub spans: Vec<[usize; 2]>,
}

/// A cue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CueRecord {
    /// The exact text of the spans, joined by one space.
    pub text: String,
    /// Its dictionary form: *say* for *has said*.
    pub lemma: String,
    /// Half-open `[start, end]` pairs in the record's unit.
    pub spans: Vec<[usize; 2]>,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum KindRecord {
    /// One human being.
    Person,
    /// Several people.
    Group,
    /// A body.
    Organization,
    /// Something written.
    Document,
    /// Cannot be told.
    Unknown,
}

impl KindRecord {
    /// Every one, in order.
    pub const ALL: [KindRecord; 5] = [
        KindRecord::Person,
        KindRecord::Group,
        KindRecord::Organization,
        KindRecord::Document,
        KindRecord::Unknown,
    ];

    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            KindRecord::Person => "person",
            KindRecord::Group => "group",
            KindRecord::Organization => "organization",
            KindRecord::Document => "document",
            KindRecord::Unknown => "unknown",
        }
    }
}

/// Whether a person is a man or a woman.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum GenderRecord {
    /// *she*
    Female,
    /// *he*
    Male,
}

impl GenderRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            GenderRecord::Female => "female",
            GenderRecord::Male => "male",
        }
    }
}

/// How sure the speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum StatusRecord {
    /// One speaker fits.
    Linked,
    /// Several fit and nothing settles it: see `candidates`.
    Ambiguous,
    /// None is known.
    Unknown,
}

impl StatusRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            StatusRecord::Linked => "linked",
            StatusRecord::Ambiguous => "ambiguous",
            StatusRecord::Unknown => "unknown",
        }
    }
}

/// How the speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ResolutionRecord {
    /// By the full name in the source.
    Name,
    /// By a surname that a full name elsewhere explains.
    Surname,
    /// By the gazetteer.
    Gazetteer,
    /// By gender, number and recency.
    Pronoun,
    /// By a role or description tied to a name elsewhere.
    Description,
    /// Goes on from the quote before.
    Continuation,
    /// A body, group or document named by its own words.
    Document,
}

impl ResolutionRecord {
    /// The name it has in a record.
    pub fn name(self) -> &'static str {
        match self {
            ResolutionRecord::Name => "name",
            ResolutionRecord::Surname => "surname",
            ResolutionRecord::Gazetteer => "gazetteer",
            ResolutionRecord::Pronoun => "pronoun",
            ResolutionRecord::Description => "description",
            ResolutionRecord::Continuation => "continuation",
            ResolutionRecord::Document => "document",
        }
    }
}

/// The canonical speaker of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SpeakerRecord {
    /// A stable slug, or the gazetteer's id; null unless linked.
    pub id: Option<String>,
    /// The fullest proper name in the article or the gazetteer; null unless linked.
    pub name: Option<String>,
    /// Person, group, organization, document or unknown.
    pub kind: KindRecord,
    /// The fullest role the article or the gazetteer gives.
    pub role: Option<String>,
    /// Linked, ambiguous or unknown.
    pub status: StatusRecord,
    /// How it was found; null when unknown.
    pub resolution: Option<ResolutionRecord>,
    /// The id of its gazetteer entry.
    pub gazetteer: Option<String>,
    /// All that fit, best first, when ambiguous.
    pub candidates: Vec<CandidateRecord>,
}

/// One of several speakers that fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CandidateRecord {
    /// Its slug or gazetteer id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From 0 to 1, with two decimals.
    pub score: f64,
}

/// Who relayed a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ViaRecord {
    /// The words that name the relayer.
    pub source: PartRecord,
    /// Who that is.
    pub speaker: SpeakerRecord,
}

/// Where a quote stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ContextRecord {
    /// From the start of the first sentence to the end of the last sentence that content, cue and source touch.
    pub sentence: [usize; 2],
    /// The paragraph of the content's start, counted from 0.
    pub paragraph: usize,
}

/// A speaker of the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SpeakerSummary {
    /// A stable slug, or the gazetteer's id.
    pub id: String,
    /// The fullest proper name.
    pub name: String,
    /// Person, group, organization or document.
    pub kind: KindRecord,
    /// Of a person, as name, title, role, pronouns or gazetteer tell; null where nothing does.
    pub gender: Option<GenderRecord>,
    /// The other names the article uses.
    pub aliases: Vec<String>,
    /// The roles the article gives.
    pub roles: Vec<String>,
    /// Identifiers of the same entity elsewhere, from the gazetteer. Left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// How many quotes are linked to it.
    pub quotes: usize,
}
