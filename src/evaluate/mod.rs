//! Scores predicted quotes against gold ones.
//!
//! Spans are compared as sets of word tokens (letters and digits), so a quotation mark or a comma more or less never counts.
//! Gold and predicted contents are paired one to one, greedily by Jaccard index.
//!
//! - *content exact*: the same words; *content overlap*: a Jaccard index of 0.5 or more.
//! - *relation*: content overlap, and the source agrees: a Jaccard index of 0.5 or more, or one contains the other. A gold
//!   attribution without a source wants a prediction without one.
//! - *relation exact*: the same words in content and source.
//! - *tokens*: word tokens in a content, source or cue; *fragments*: contiguous spans of each, exact, unlinked.
//! - *acts*: of the contents that overlap, how many have the act that gold has, where gold has acts.
//!
//! Every measure is given over all quotes and apart for direct, mixed and indirect ones, told by the quotation marks in the
//! text. Offsets are Unicode code points throughout.

mod acts;
mod errors;
mod gold;
mod pairing;
mod score;
mod speakers;
mod words;

pub use acts::{ActCounts, ActScores, acts};
pub use errors::{Category, Finding, Texts, findings};
pub use gold::{
    Annotation, Gold, GoldSpeaker, PredictedSpeaker, Prediction, read_corpus_gold, read_gold,
    read_predictions, read_speakers,
};
pub use score::{Measure, Scores, score};
pub use speakers::{KindScores, SpeakerScores, WrongSpeaker, speakers};
