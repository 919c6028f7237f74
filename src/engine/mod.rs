//! The learned engine: a small neural net that finds cues, and for each cue its source and content.

mod input;
mod wordpiece;

pub use input::{Window, windows};
pub use wordpiece::Piece;
