//! What was said and how the article attributes it: the joint result of cue, content and source.

use std::borrow::Cow;

use crate::cue::{Act, Force};
use crate::signal::Signal;
use crate::span::Span;
use crate::speaker::Link;

/// Whose words the content is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteType {
    /// The speaker's own words.
    Direct,
    /// The writer's paraphrase.
    #[default]
    Indirect,
    /// A paraphrase with quoted words in it.
    Mixed,
}

/// One piece of reported speech with its cue, source and speaker.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// What was said, in order; several spans where an inquit interrupts.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub quote_type: QuoteType,
    /// What the cue reports.
    pub act: Act,
    /// Did marks enclose the direct words?
    pub marked: bool,
    /// The words that signal the reporting, with their lemma.
    pub cue: Option<CuePart>,
    /// The words that name who spoke. `None` where the article names nobody for this content.
    pub source: Option<Span>,
    /// The words that name who relayed it.
    pub via: Option<Span>,
    /// The attribution that this one goes on from, by index: its speaker is this one's speaker.
    pub continues: Option<usize>,
    /// The attribution that this one takes turns with in a dialogue, by index: its speaker is not this one's.
    pub answers: Option<usize>,
    /// Who acts in the sentence or paragraph before words that nobody is said to have spoken: may be their speaker.
    pub beside: Option<Span>,
    /// The attribution whose content this one stands in, by index.
    pub inside: Option<usize>,
    /// Why, for a reader: the engine with its probability, or the rule and what it saw.
    pub evidence: Vec<String>,
    /// Probability that content and source are right: the engine's, or the rule's precision on development data; at most how
    /// sure its speaker is.
    pub confidence: f32,
    /// Who the source is. Filled by the speaker stage.
    pub speaker: Link,
    /// Who the relayer is. Filled by the speaker stage where `via` is there.
    pub via_speaker: Option<Link>,
    /// What saying it amounts to. Filled by the signal stage, as what follows.
    pub force: Force,
    /// The words that make the content checkable, or say how it is meant, by place.
    pub signals: Vec<Signal>,
    /// Is it an assertion with a sentence that has something to check and is no mere prediction?
    pub checkable: bool,
}

/// The cue of an attribution.
#[derive(Clone, Debug)]
pub struct CuePart {
    /// In order.
    pub spans: Vec<Span>,
    /// *say* for *has said*; the mark itself for a colon.
    pub lemma: Cow<'static, str>,
}
