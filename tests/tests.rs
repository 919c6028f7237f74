//! All integration tests, in one program.

#[cfg(feature = "cli")]
mod cli;
mod evaluate;
mod report;
