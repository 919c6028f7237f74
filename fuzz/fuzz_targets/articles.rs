//! Runs `targets::articles` on bytes that libFuzzer searches for.

#![no_main]

#[allow(dead_code, reason = "every target uses one part of it")]
#[path = "../../tests/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::articles(data));
