//! Records and the formats they are written in.

mod record;

pub use record::{
    ActRecord, ArticleRecord, CandidateRecord, ContextRecord, CueRecord, KindRecord, PartRecord,
    QuoteRecord, ResolutionRecord, SCHEMA, SpeakerRecord, SpeakerSummary, StatusRecord, TypeRecord,
    ViaRecord,
};
