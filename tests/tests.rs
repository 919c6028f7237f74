//! All integration tests, in one program.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test may panic and say what it skips; .clippy.toml allows it in test functions, not in what they call"
)]

#[cfg(feature = "cli")]
mod batch;
#[cfg(feature = "cli")]
mod cli;
mod compare;
mod corpus;
mod data;
mod evaluate;
#[cfg(feature = "cli")]
mod feeds;
#[cfg(feature = "cli")]
mod gazetteer;
#[cfg(feature = "cli")]
mod identity;
mod invariants;
#[cfg(feature = "cli")]
mod newsroom;
#[cfg(feature = "cli")]
mod page;
mod regression;
#[cfg(feature = "cli")]
mod repeats;
mod report;
#[cfg(feature = "cli")]
mod review;
mod stages;
mod support;
mod targets;
#[cfg(all(feature = "cli", unix))]
mod walkthrough;
