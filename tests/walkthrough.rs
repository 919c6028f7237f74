//! The walk-throughs of docs/: what they show is what happens. A block of text behind a line that ends with a name in backticks and a colon
//! is that file; of a block of a console, every command is run.

use std::fs;
use std::path::Path;

use crate::cli::{Ran, folder};
use crate::support::root;

#[test]
fn of_reviews() {
    walk_through("docs/review.md", 10);
}

#[test]
fn of_repeats() {
    walk_through("docs/repeats.md", 5);
}

#[test]
fn of_signals() {
    walk_through("docs/signals.md", 2);
}

/// Runs the blocks of `document`, of which at least so many are commands.
fn walk_through(document: &str, least: usize) {
    let document = fs::read_to_string(root().join(document)).unwrap();
    let here = folder(&[]);
    let bin = Path::new(env!("CARGO_BIN_EXE_inquit")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(bin.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let mut lines = document.lines();
    let mut named: Option<String> = None;
    let mut commands = 0;
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if line == "```text"
                && let Some(name) = named.take()
            {
                let file = here.path().join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, block.join("\n") + "\n").unwrap();
            } else if line == "```console" {
                for step in block.join("\n").split("$ ").filter(|step| !step.is_empty()) {
                    let (command, want) = step.split_once('\n').unwrap_or((step, ""));
                    let ran = std::process::Command::new("sh")
                        .args(["-c", command])
                        .current_dir(here.path())
                        .env("PATH", &path)
                        .output()
                        .unwrap();
                    let ran = Ran::from(ran);
                    assert_eq!(
                        (ran.out + &ran.err).trim_end(),
                        want.trim_end(),
                        "$ {command}"
                    );
                    commands += 1;
                }
            }
        } else if !line.is_empty() {
            let name = line
                .strip_suffix("`:")
                .and_then(|line| line.rsplit('`').next());
            named = name.map(str::to_owned);
        }
    }
    assert!(commands >= least, "{commands}");
}
