//! How often each rule is right about content and source: its precision on the training part of PolNeAR, measured when the
//! rules stood alone, before the engine drafted most of what they found.
//!
//! PolNeAR annotates neither sentences that go on without a cue nor lost marks; for those rules the figure is an estimate
//! from `corpus/`, held down because the corpus is ours. `docs/evaluation.md` says how the figures were measured.

/// *“…,” said Roe*
pub(super) const INVERTED: f32 = 0.94;
/// *“…,” Roe said*
pub(super) const AFTER: f32 = 0.95;
/// *“….” Roe said.*: the full stop makes it less sure that the marks are Roe's.
pub(super) const AFTER_STOP: f32 = 0.7;
/// *“…,” said.*
pub(super) const NO_SOURCE: f32 = 0.4;
/// *Roe said: “…”*
pub(super) const BEFORE: f32 = 0.75;
/// *…, saying: “…”*: the subject is that of another verb.
pub(super) const BEFORE_LOOSE: f32 = 0.5;
/// *“…,” according to Roe*; *According to Roe, “…”*
pub(super) const PHRASE_MARKED: f32 = 0.82;
/// *“…” —Roe*
pub(super) const SIGNATURE: f32 = 0.75;
/// *Roe: “…”*
pub(super) const NAME_COLON: f32 = 0.78;
/// *Roe issued this statement: “…”*
pub(super) const ANNOUNCED: f32 = 0.62;
/// A marked sentence after an attribution in its paragraph.
pub(super) const GOES_ON: f32 = 0.55;
/// A marked paragraph after an attribution.
pub(super) const PARAGRAPH_GOES_ON: f32 = 0.4;
/// A marked sentence with nothing near it.
pub(super) const UNATTRIBUTED: f32 = 0.2;
/// *…, according to Roe*
pub(super) const PHRASE: f32 = 0.82;
/// *Lee said it was late, according to Roe*: PolNeAR marks Roe, so this is an estimate.
pub(super) const RELAYED: f32 = 0.6;
/// *The agency quoted Roe as saying that it was late*: PolNeAR gives it to the agency, so this is an estimate.
pub(super) const QUOTED: f32 = 0.8;
/// *…, for what Roe called “a mess”*: PolNeAR marks none inside what another says, so this is an estimate.
pub(super) const NAMED: f32 = 0.8;
/// *“It is late.” Roe nodded.*: at most so sure; what a face does behind marked words often answers another's.
pub(super) const NODDED: f32 = 0.6;
/// *It was late, the court heard*: PolNeAR has none, so this is an estimate.
pub(super) const HEARD: f32 = 0.8;
/// A sentence and then a lone inquit.
pub(super) const LONE_INQUIT: f32 = 0.5;
/// A sentence that goes on in the same voice, marks lost.
pub(super) const VOICE_GOES_ON: f32 = 0.5;
/// *MOSS: …*, *Q: …*
pub(super) const LABEL: f32 = 0.8;
/// *Moss: …*
pub(super) const LABEL_NAME: f32 = 0.5;
