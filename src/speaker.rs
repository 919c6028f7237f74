//! Who speaks: links the source of every attribution to a canonical speaker of the article.

use crate::document::Document;
use crate::gazetteer::Gazetteer;

/// What a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    /// One human being.
    Person,
    /// Several people: *two officials*.
    Group,
    /// A body: *the Pentagon*.
    Organization,
    /// Something written: *the report*.
    Document,
    /// Cannot be told.
    #[default]
    Unknown,
}

/// A canonical speaker of one article.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// A stable slug, or the gazetteer's id.
    pub id: String,
    /// The fullest proper name in the article or the gazetteer.
    pub name: String,
    /// Person, group, organization, document.
    pub kind: SpeakerKind,
    /// The other names the article uses, in order of appearance.
    pub aliases: Vec<String>,
    /// The roles the article gives, in order of appearance.
    pub roles: Vec<String>,
    /// The gazetteer entry, by id.
    pub gazetteer: Option<String>,
    /// Identifiers of the same entity elsewhere, from the gazetteer.
    pub same_as: Vec<String>,
}

/// How sure the link from a source to a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// One speaker fits.
    Linked,
    /// Several fit and nothing settles it.
    Ambiguous,
    /// None is known.
    #[default]
    Unknown,
}

/// How a speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
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

/// The link from an attribution's source to a speaker.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Index into [`Document::speakers`]; there when `status` is linked.
    pub speaker: Option<usize>,
    /// Linked, ambiguous or unknown.
    pub status: Status,
    /// How it was found.
    pub resolution: Option<Resolution>,
    /// Those that fit, best first, with scores from 0 to 1, by index into [`Document::speakers`]; empty when one does.
    pub candidates: Vec<(usize, f32)>,
}

/// Fills [`Document::speakers`] and the speaker of every attribution, and says why in its evidence.
pub(crate) fn link(_document: &mut Document, _gazetteer: &Gazetteer) {}
