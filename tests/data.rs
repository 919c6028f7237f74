//! The files under `data/` are sorted, unique and complete, and what is built in carries a licence that allows it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use inquit::cue::CueClass;
use inquit::{Article, Gazetteer};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::support::{EXTRACTOR, files, root};

/// The files of `data/FOLDER` with this ending.
fn data(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = files(&root().join("data").join(folder));
    found.retain(|path| path.extension().is_some_and(|known| known == ending));
    assert!(!found.is_empty(), "data/{folder} has no .{ending}");
    found
}

/// The lines of a word list, without the comments at its top; anything else that is no entry is an error.
fn entries(path: &PathBuf) -> Vec<String> {
    let name = path.display();
    let contents = std::fs::read_to_string(path).unwrap();
    assert!(contents.ends_with('\n'), "{name}: no line end at its end");
    assert!(!contents.contains('\r'), "{name}: carriage returns");
    let lines: Vec<&str> = contents
        .lines()
        .skip_while(|l| l.starts_with('#'))
        .collect();
    for line in &lines {
        assert!(!line.is_empty(), "{name}: an empty line");
        assert!(!line.starts_with('#'), "{name}: a comment among the words");
        assert_eq!(line.trim(), *line, "{name}: white space around a word");
        assert!(!line.contains("  "), "{name}: two spaces in {line:?}");
    }
    assert!(!lines.is_empty(), "{name}: no entry");
    lines.into_iter().map(str::to_owned).collect()
}

/// Lower case, no diacritics, straight apostrophe: the form that tokens are compared in.
fn folded(word: &str) -> String {
    word.nfd()
        .filter(|&c| !is_combining_mark(c))
        .map(|c| if c == '’' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

#[test]
fn lists_are_sorted_unique_and_folded() {
    for path in data("lexicon", "txt") {
        let name = path.file_name().unwrap().display().to_string();
        for pair in entries(&path).windows(2) {
            assert!(
                pair[0] < pair[1],
                "{name}: {:?} before {:?}",
                pair[0],
                pair[1]
            );
        }
        for word in entries(&path) {
            assert_eq!(word, folded(&word), "{name}");
            assert!(!word.contains('\t'), "{name}: a tab in {word:?}");
        }
    }
}

const ACTS: [&str; 5] = ["speech", "writing", "thought", "intention", "perception"];
/// What `src/cue/act.rs` reads in the last column of `acts.tsv`.
const CONTEXTS: [&str; 6] = ["to", "say", "that", "doc", "one", "marked"];
/// The tables of cues, and how many columns they have.
const CUES: [(&str, usize); 4] = [
    ("cue_adjectives.tsv", 1),
    ("cue_nouns.tsv", 2),
    ("cue_phrases.tsv", 1),
    ("cue_verbs.tsv", 6),
];
/// The letters that `src/cue/lexicon.rs` reads.
const FRAMES: &str = "qbtwoiun";

/// The rows of `data/lexicon/NAME` as fields.
fn rows(name: &str, columns: usize) -> Vec<Vec<String>> {
    let path = root().join("data/lexicon").join(name);
    let rows: Vec<Vec<String>> = entries(&path)
        .iter()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    for row in &rows {
        assert_eq!(row.len(), columns, "{name}: {row:?}");
        for field in row {
            let clean = !field.is_empty() && *field == folded(field) && field.trim() == field;
            assert!(clean, "{name}: {row:?}");
        }
    }
    let entries = entries(&path);
    for pair in entries.windows(2) {
        assert!(
            pair[0] < pair[1],
            "{name}: {:?} before {:?}",
            pair[0],
            pair[1]
        );
    }
    rows
}

#[test]
fn every_act_is_known() {
    let rows = rows("acts.tsv", 4);
    for row in &rows {
        assert!(["-", "noun"].contains(&row[1].as_str()), "{row:?}");
        assert!(ACTS.contains(&row[2].as_str()), "{row:?}");
        for word in row[3]
            .split(' ')
            .filter(|&word| word != "-" && word != "next")
        {
            let (context, act) = word.split_once('=').expect("CONTEXT=ACT");
            if context == "force" {
                assert!(
                    ["belief", "intention", "command", "question"].contains(&act),
                    "{row:?}"
                );
                continue;
            }
            assert!(CONTEXTS.contains(&context), "{row:?}");
            assert!(ACTS.contains(&act), "{row:?}");
        }
    }
    for pair in rows.windows(2) {
        assert_ne!(pair[0][..2], pair[1][..2], "twice");
    }
    // Every cue has an act: a cue without one would be dropped.
    let listed: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    for (name, columns) in CUES {
        for row in self::rows(name, columns) {
            assert!(listed.contains(row[0].as_str()), "{name}: {row:?}");
        }
    }
}

#[test]
fn irregular_forms_lead_to_a_lemma() {
    for row in rows("irregular.tsv", 2) {
        assert_ne!(row[0], row[1]);
    }
}

#[test]
fn words_that_say_the_same_have_one_form() {
    let rows = rows("same.tsv", 2);
    for row in &rows {
        assert!(rows.iter().all(|other| other[0] != row[1]), "{row:?}");
    }
}

#[test]
fn every_table_is_known() {
    let known = [
        "acts.tsv",
        "cue_adjectives.tsv",
        "cue_nouns.tsv",
        "cue_phrases.tsv",
        "cue_verbs.tsv",
        "irregular.tsv",
        "quantities.tsv",
        "same.tsv",
        "signals.tsv",
    ];
    let found: Vec<String> = data("lexicon", "tsv")
        .iter()
        .map(|path| path.file_name().unwrap().display().to_string())
        .collect();
    assert_eq!(found, known);
}

#[test]
fn frames_of_cue_verbs_are_known() {
    for row in rows("cue_verbs.tsv", 6) {
        let letters: BTreeSet<char> = row[1].chars().collect();
        let known = letters.iter().all(|&letter| FRAMES.contains(letter));
        assert!(known, "unknown letter: {row:?}");
        assert_eq!(letters.len(), row[1].len(), "a letter twice: {row:?}");
    }
}

#[test]
fn no_form_of_a_cue_is_lost() {
    let verbs = rows("cue_verbs.tsv", 6);
    let nouns = rows("cue_nouns.tsv", 2);
    let adjectives = rows("cue_adjectives.tsv", 1);
    let phrases = rows("cue_phrases.tsv", 1);
    let verb_forms = verbs
        .iter()
        .flat_map(|row| [&row[0], &row[2], &row[3], &row[4], &row[5]])
        .map(|form| (form, CueClass::Verb));
    let noun_forms = nouns
        .iter()
        .flat_map(|row| [&row[0], &row[1]])
        .map(|form| (form, CueClass::Noun));
    let others = adjectives
        .iter()
        .map(|row| (&row[0], CueClass::Adjective))
        .chain(phrases.iter().map(|row| (&row[0], CueClass::Phrase)));
    let mut lost = Vec::new();
    for (form, class) in verb_forms.chain(noun_forms).chain(others) {
        let article = Article::new("a", format!("they {form} it"));
        let document = EXTRACTOR.extract(&article);
        let found = document.cues.iter().any(|cue| {
            let words = document.slice(document.span_of(cue.tokens.clone()));
            // A form that is a verb's too is one entry that says so.
            let also = match class {
                CueClass::Noun => cue.noun,
                CueClass::Adjective => cue.adjective,
                CueClass::Verb | CueClass::Phrase => false,
            };
            words == form && (cue.class == class || also)
        });
        if !found {
            lost.push((form, class));
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn gazetteer_is_sorted_unique_and_readable() {
    for path in data("gazetteer", "jsonl") {
        let name = path.display().to_string();
        let contents = std::fs::read_to_string(&path).unwrap();
        let mut last = String::new();
        for (number, line) in contents.lines().enumerate() {
            let entry: Value = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{name}:{}: {error}", number + 1));
            let id = entry["id"].as_str().expect("an id").to_owned();
            assert!(last < id, "{name}: {last:?} before {id:?}");
            let words = |field: &Value| {
                field
                    .as_str()
                    .is_some_and(|n| n.trim() == n && !n.is_empty())
            };
            assert!(words(&entry["name"]), "{name}: {id}");
            assert!(words(&entry["kind"]), "{name}: {id}");
            last = id;
        }
        assert!(!last.is_empty(), "{name}: no entry");
        Gazetteer::default().add(&name, &contents).unwrap();
    }
}

/// Licences that let the binary be shipped under ours.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What may be shipped unchanged under its own licence, which is by file: README.md says where its source is.
const BY_FILE: [(&str, &str); 4] = [
    ("cssparser", "MPL-2.0"),
    ("cssparser-macros", "MPL-2.0"),
    ("dtoa-short", "MPL-2.0"),
    ("selectors", "MPL-2.0"),
];

#[test]
fn licences_allow_shipping() {
    let Some(metadata) = metadata() else {
        return;
    };
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 20, "{} packages", packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("");
        let name = package["name"].as_str().unwrap_or("");
        let allowed = allows(licence) || BY_FILE.contains(&(name, licence));
        assert!(allowed, "{name}: {licence:?}");
    }
}

/// What cargo says about the packages for this machine; `None`, with a message, where it cannot say without the network.
fn metadata() -> Option<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let version = Command::new("rustc").arg("-vV").output().ok()?;
    let version = String::from_utf8(version.stdout).ok()?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))?;
    let output = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        println!("skipped: cargo metadata --offline failed: {why}");
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Does an SPDX expression leave a choice that [`LICENCES`] holds? `/` is how *or* was once written.
fn allows(licence: &str) -> bool {
    let spaced = licence
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (allowed, rest) = any_of(&words);
    allowed && rest.is_empty()
}

fn any_of<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut allowed, mut rest) = all_of(words);
    while let ["OR", after @ ..] = rest {
        let (other, after) = all_of(after);
        (allowed, rest) = (allowed || other, after);
    }
    (allowed, rest)
}

fn all_of<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut allowed, mut rest) = one(words);
    while let ["AND", after @ ..] = rest {
        let (other, after) = one(after);
        (allowed, rest) = (allowed && other, after);
    }
    (allowed, rest)
}

fn one<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", rest @ ..] => match any_of(rest) {
            (allowed, [")", rest @ ..]) => (allowed, rest),
            (_, rest) => (false, rest),
        },
        // An exception only ever allows more.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => (LICENCES.contains(name), rest),
        [] => (false, words),
    }
}

#[test]
fn licence_expressions() {
    for (licence, want) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("MIT OR GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR GPL-3.0) AND MPL-2.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("MPL-2.0", false),
        ("(MIT", false),
        ("MIT MIT", false),
        ("", false),
    ] {
        assert_eq!(allows(licence), want, "{licence}");
    }
}
