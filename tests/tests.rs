//! All integration tests, in one program.

#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod data;
mod evaluate;
mod invariants;
mod regression;
mod report;
mod stages;
mod support;
