//! Words in several articles, and `verify`, by the command. Every name and quote here is invented.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{Ran, folder, run, run_with_input};

const NEWS: &[(&str, &[u8])] = &[
    (
        "news/a.md",
        "---\ndate: 2024-03-02\npublisher: Lora Post\n---\n“The pier will open in May and not a day later,” said harbour master Ana Ruiz.\n"
            .as_bytes(),
    ),
    (
        "news/b.md",
        "---\ndate: 2024-03-01\npublisher: Tide News\n---\n“The pier will open in May – and not a day later,” said Bo Lind, a builder.\n\n\
         “The crane was seven metres too short for the work,” said Cy Moss, an engineer.\n"
            .as_bytes(),
    ),
    (
        "news/c.txt",
        "“The crane was nine metres too short for the work,” said Cy Moss, an engineer. Nobody had measured the quay before the work began.\n"
            .as_bytes(),
    ),
    ("news/d.jsonl", b"{\"text\": broken\n"),
];

fn news() -> TempDir {
    folder(NEWS)
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn conflicts_come_first_and_a_broken_line_stops_nothing() {
    let folder = news();
    let ran = run(folder.path(), &["repeats", "news"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("news/d.jsonl:1"), "{}", ran.err);
    let found = lines(&ran);
    assert_eq!(found.len(), 2, "{}", ran.out);
    assert_eq!(found[0]["conflicts"][0], "speaker");
    assert_eq!(found[0]["first_published"], "2024-03-01");
    assert_eq!(
        found[0]["outlets"],
        serde_json::json!(["Tide News", "Lora Post"])
    );
    assert_eq!(
        found[0]["speakers"],
        serde_json::json!(["Bo Lind", "Ana Ruiz"])
    );
    assert_eq!(found[0]["wordings"].as_array().unwrap().len(), 1);
    assert_eq!(found[1]["conflicts"][0], "wording");
    assert_eq!(found[1]["wordings"][1]["missing"][0], "seven");
    assert_eq!(found[1]["wordings"][1]["added"][0], "nine");

    let schema: Value =
        serde_json::from_str(&run(folder.path(), &["schema", "repeats"]).out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in &found {
        assert!(validator.is_valid(line), "{line}");
    }

    // Records give the same, in a pipe and in any number of threads.
    let records = run(folder.path(), &["extract", "news", "--format", "jsonl"]).out;
    let of_records = run_with_input(
        folder.path(),
        &["repeats", "--jobs", "1"],
        records.as_bytes(),
    );
    assert_eq!(of_records.out, ran.out);
}

#[test]
fn a_table_has_a_row_for_each_quote() {
    let folder = news();
    let ran = run(folder.path(), &["repeats", "news", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(ran.out.as_bytes());
    let header = rows.headers().unwrap().clone();
    let at = header.iter().position(|name| name == "speaker").unwrap();
    let speakers: Vec<String> = rows
        .records()
        .map(|row| row.unwrap()[at].to_owned())
        .collect();
    assert_eq!(speakers, ["Bo Lind", "Ana Ruiz", "Cy Moss", "Cy Moss"]);
    let text = run(folder.path(), &["repeats", "news", "--format", "text"]).out;
    assert!(
        text.starts_with("CONFLICT: same words, different speakers"),
        "{text}"
    );
    assert!(text.contains("[-seven-] {+nine+}"), "{text}");
    let short = run(
        folder.path(),
        &["repeats", "news", "--min-words", "50", "--format", "text"],
    )
    .out;
    assert_eq!(short, "no words are quoted in several articles\n");
}

/// Exit code and first line of `verify`.
fn verify(folder: &TempDir, quote: &str, more: &[&str]) -> (i32, String) {
    let ran = run(folder.path(), &[&["verify", quote][..], more].concat());
    let first = ran.out.lines().next().unwrap_or("").to_owned();
    (ran.code, first)
}

#[test]
fn a_quote_is_verified() {
    let folder = news();
    let a = |speaker| vec!["--speaker", speaker, "news/a.md"];
    let pier = "The pier will open in May and not a day later";
    for (quote, more, want) in [
        (
            pier,
            a("Ana Ruiz"),
            (0, "verbatim, by Ana Ruiz: news/a.md:5"),
        ),
        (
            "the PIER will “open” in May",
            a("Ruiz"),
            (0, "verbatim, by Ana Ruiz: news/a.md:5"),
        ),
        (
            pier,
            a("Bo Lind"),
            (1, "verbatim, by Ana Ruiz, not by Bo Lind: news/a.md:5"),
        ),
        (
            "The pier may open in May and not a day later",
            a("Ana Ruiz"),
            (1, "altered, by Ana Ruiz: news/a.md:5"),
        ),
        (
            "The pier will open … not a day later",
            a("Ana Ruiz"),
            (1, "shortened, by Ana Ruiz: news/a.md:5"),
        ),
        (
            "The bridge is to be sold by Christmas",
            a("Ana Ruiz"),
            (1, "not found; nearest is news/a.md:5, by Ana Ruiz"),
        ),
        (
            "Nobody had measured the quay before the work began",
            vec!["--speaker", "Cy Moss", "news/c.txt"],
            (
                1,
                "verbatim, in the text, but as nobody’s quote: news/c.txt:1",
            ),
        ),
        (
            pier,
            vec!["news"],
            (0, "verbatim, by Ana Ruiz: news/a.md:5"),
        ),
    ] {
        let (code, first) = verify(&folder, quote, &more);
        assert_eq!((code, first.as_str()), want, "{quote} {more:?}");
    }
}

#[test]
fn what_verify_writes_is_the_same_for_records() {
    let folder = news();
    let records = run(folder.path(), &["extract", "news", "--format", "jsonl"]).out;
    fs::write(folder.path().join("records.jsonl"), records).unwrap();
    let args = |path| {
        [
            "verify",
            "The crane was seven metres too short",
            "--speaker",
            "Moss",
            "--format",
            "jsonl",
            path,
        ]
    };
    let of_articles = run(folder.path(), &args("news"));
    let of_records = run(folder.path(), &args("records.jsonl"));
    assert_eq!((of_articles.code, of_records.code), (0, 0));
    let (articles, records) = (lines(&of_articles), lines(&of_records));
    assert_eq!(articles[0]["schema"], "inquit-verify/1");
    assert_eq!(articles[0]["line"], 7);
    assert_eq!(records[0]["line"], Value::Null);
    for field in ["verdict", "by", "speaker", "quote", "passage", "span"] {
        assert_eq!(articles[0][field], records[0][field], "{field}");
    }
    assert_eq!(
        (
            articles[1]["verdict"].as_str(),
            articles[1]["article"].as_str()
        ),
        (Some("altered"), Some("news/c.txt"))
    );
}

#[test]
fn verify_wants_words_and_paths_that_are_there() {
    let folder = news();
    let ran = run(folder.path(), &["verify", "…", "news"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the quote has no words"), "{}", ran.err);
    let ran = run(
        folder.path(),
        &["verify", "The pier will open", "news/a.md", "nowhere.txt"],
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("nowhere.txt") && ran.out.contains("news/a.md:5"),
        "{}",
        ran.err
    );
}
