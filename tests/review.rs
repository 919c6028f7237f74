//! Snapshots and what is decided about them: lock, check and review as commands, insta over what they write, and the rules
//! that hold for any two records. Every name and quote here is invented.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use inquit::compare::{Change, Rejected, THRESHOLD, compare_article, settle};
use inquit::report::{ArticleRecord, Snapshot};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{Ran, TEXT, folder, run};
use crate::compare::{quote, record};
use crate::support::root;

const CHECK: [&str; 6] = ["check", "news", "--snapshots", "snap", "--engine", "fast"];

fn check(here: &Path) -> Ran {
    run(here, &CHECK)
}

fn lock(here: &Path) -> Ran {
    run(
        here,
        &["lock", "news", "--snapshots", "snap", "--engine", "fast"],
    )
}

fn review(here: &Path, args: &[&str]) -> Ran {
    let all = ["review", "--snapshots", "snap"];
    run(here, &[&all[..], args].concat())
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}

/// The names of the files in `snap`.
fn names(here: &Path) -> Vec<String> {
    let entries = fs::read_dir(here.join("snap")).unwrap();
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Two articles, locked.
fn locked() -> TempDir {
    let here = folder(&[
        ("news/a.txt", TEXT.as_bytes()),
        (
            "news/sub/b.md",
            b"---\ntitle: B\n---\nCy Moss said nobody asked.\n",
        ),
    ]);
    let ran = lock(here.path());
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            0,
            "new      snap/a.snap\nnew      snap/sub__b.snap\n2 written, 0 unchanged, 0 removed\n"
        ),
        "{}",
        ran.err
    );
    here
}

/// A folder with a snapshot of `old` that may become `new`.
fn pending(old: &ArticleRecord, new: &ArticleRecord) -> TempDir {
    let file = |record: &ArticleRecord| Snapshot::new("a.txt", record.clone()).to_string();
    folder(&[
        ("snap/a.snap", file(old).as_bytes()),
        ("snap/a.snap.new", file(new).as_bytes()),
    ])
}

/// Three quotes that are somebody else's, each a change.
fn three() -> (ArticleRecord, ArticleRecord) {
    let quotes = |names: [&str; 3]| {
        let contents = [
            "the ferry sails on Monday",
            "nobody asked the crew",
            "it will rain",
        ];
        let all = contents.iter().zip(names).enumerate();
        let all = all.map(|(at, (content, name))| {
            let mut quote = quote(at * 100, content, name);
            // The name in the text is not what is linked.
            quote.source = None;
            quote
        });
        record(all.collect())
    };
    (
        quotes(["Ana Ruiz", "Bo Lind", "Cy Moss"]),
        quotes(["Ana Maria Ruiz", "Bo Linden", "Cy Mosse"]),
    )
}

/// The ids of what waits, in order.
fn ids(here: &Path) -> Vec<String> {
    let ran = review(here, &["--list"]);
    let lines = ran.out.lines().filter(|line| line.starts_with("a.txt#"));
    let id = |line: &str| line.split(':').next().unwrap().to_owned();
    lines.map(id).collect()
}

fn log(here: &Path) -> Vec<Value> {
    let text = text(here.join("snap/review.jsonl"));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The speakers of a snapshot.
fn speakers(here: &Path) -> Vec<String> {
    let snapshot = Snapshot::read(&text(here.join("snap/a.snap"))).unwrap();
    let name = |quote: inquit::report::QuoteRecord| quote.speaker.name.unwrap();
    snapshot.record.quotes.into_iter().map(name).collect()
}

#[test]
fn what_is_locked_is_clean_until_it_changes() {
    let here = locked();
    let ran = check(here.path());
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "no change in 2 articles\n", "")
    );
    let ran = lock(here.path());
    assert_eq!(ran.out, "0 written, 2 unchanged, 0 removed\n");

    fs::write(
        here.path().join("news/a.txt"),
        TEXT.replace("Bo Lind", "Bo Linden"),
    )
    .unwrap();
    fs::write(
        here.path().join("news/sub/b.md"),
        "---\ntitle: B\n---\nIt rained.\nCy Moss said nobody asked.\n",
    )
    .unwrap();
    let ran = check(here.path());
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let told: Vec<&str> = ran
        .out
        .lines()
        .map(|line| line.split('#').next().unwrap())
        .collect();
    assert_eq!(told[0], "news/a.txt:1", "{}", ran.out);
    assert!(ran.out.contains("news/a.txt:3\nnews/a.txt#"), "{}", ran.out);
    assert!(
        ran.out.contains(": speaker changed, source moved\n"),
        "{}",
        ran.out
    );
    // That the text of the other changed is said once; its quote did not change.
    assert_eq!(ran.out.matches("news/sub/b.md#").count(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("3 changes in 2 of 2 articles\n"),
        "{}",
        ran.out
    );
    assert_eq!(
        names(here.path()),
        ["a.snap", "a.snap.new", "sub__b.snap", "sub__b.snap.new"]
    );

    let json = run(here.path(), &[&CHECK[..], &["--format", "json"]].concat());
    assert_eq!(json.code, 1);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["summary"]["changes"], 3);
    let id = json["changes"][1]["id"].as_str().unwrap();
    assert_eq!(
        json["places"][id],
        serde_json::json!({"file": "news/a.txt", "line": 3})
    );

    let github = run(here.path(), &[&CHECK[..], &["--format", "github"]].concat());
    let annotations: Vec<&str> = github.out.lines().collect();
    assert_eq!(annotations.len(), 3, "{}", github.out);
    assert!(
        annotations[1].starts_with(
            "::error file=news/a.txt,line=3,title=quotes%3A speaker changed%2C source moved::news/a.txt#"
        ),
        "{}",
        annotations[1]
    );
    // The front matter counts.
    assert!(
        annotations[2].starts_with("::error file=news/sub/b.md,line=4,"),
        "{}",
        annotations[2]
    );

    // What is as it was again is not pending any more.
    fs::write(here.path().join("news/a.txt"), TEXT).unwrap();
    assert_eq!(check(here.path()).code, 1);
    assert_eq!(
        names(here.path()),
        ["a.snap", "sub__b.snap", "sub__b.snap.new"]
    );
    // To lock again takes over what is.
    let ran = lock(here.path());
    assert_eq!(
        ran.out,
        "changed  snap/sub__b.snap\n1 written, 1 unchanged, 0 removed\n"
    );
    assert_eq!(names(here.path()), ["a.snap", "sub__b.snap"]);
    assert_eq!(check(here.path()).code, 0);
}

#[test]
fn articles_without_a_snapshot_and_snapshots_without_an_article() {
    let here = locked();
    let path = here.path();
    fs::rename(path.join("news/a.txt"), path.join("news/c.txt")).unwrap();
    let ran = check(path);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.err,
        "inquit: snap/a.snap: its article news/a.txt is not there; `inquit lock --prune` removes it\n"
    );
    assert!(
        ran.out
            .contains(": article added\n  article: [-none-] {+2 quotes+}\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains(": article removed\n  article: [-2 quotes-] {+none+}\n"),
        "{}",
        ran.out
    );
    assert_eq!(names(path), ["a.snap", "c.snap.new", "sub__b.snap"]);

    // A new article is one change, and whoever rejects it finds it in the log.
    let list = review(path, &["--list"]);
    assert!(list.out.ends_with("1 change to review\n"), "{}", list.out);
    let before = text(path.join("snap/c.snap.new"));
    assert_eq!(
        review(path, &["--reject", "all"]).out,
        "0 accepted, 1 rejected, 0 left\n"
    );
    assert_eq!(names(path), ["a.snap", "review.jsonl", "sub__b.snap"]);
    let record: ArticleRecord = serde_json::from_value(log(path)[0]["record"].clone()).unwrap();
    assert_eq!(record, Snapshot::read(&before).unwrap().record);
    let ran = check(path);
    assert!(ran.out.ends_with("  1 rejected before\n"), "{}", ran.out);

    // Locking removes nothing unasked.
    let ran = lock(path);
    assert_eq!(
        ran.out,
        "new      snap/c.snap\n1 written, 1 unchanged, 0 removed\n"
    );
    assert!(
        ran.err
            .contains("snap/a.snap: its article news/a.txt is not there"),
        "{}",
        ran.err
    );
    let prune = [
        "lock",
        "news",
        "--snapshots",
        "snap",
        "--engine",
        "fast",
        "--prune",
    ];
    // Not while an article cannot be read: it may be the one.
    fs::write(path.join("news/broken.jsonl"), "{\n").unwrap();
    let ran = run(path, &prune);
    assert_eq!(ran.code, 2);
    assert!(path.join("snap/a.snap").exists());
    fs::remove_file(path.join("news/broken.jsonl")).unwrap();
    let ran = run(path, &prune);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            0,
            "removed  snap/a.snap\n0 written, 2 unchanged, 1 removed\n"
        )
    );
    assert_eq!(check(path).code, 0);
}

#[test]
fn a_new_article_is_accepted_whole() {
    let here = locked();
    fs::write(
        here.path().join("news/c.txt"),
        "Di Vane said it was late.\n",
    )
    .unwrap();
    assert_eq!(check(here.path()).code, 1);
    assert_eq!(review(here.path(), &["--accept", "all"]).code, 0);
    assert_eq!(
        names(here.path()),
        ["a.snap", "c.snap", "review.jsonl", "sub__b.snap"]
    );
    assert_eq!(check(here.path()).code, 0);
}

#[test]
fn what_is_no_snapshot_is_told_with_its_line_and_stays() {
    let here = locked();
    let path = here.path();
    let good = text(path.join("snap/a.snap"));
    let block = good
        .lines()
        .position(|line| line.contains("\"id\": \"news/a.txt#q2\""))
        .unwrap();
    let without_line = |at: usize| -> String {
        let lines = good.lines().enumerate().filter(|(index, _)| *index != at);
        lines.map(|(_, line)| format!("{line}\n")).collect()
    };
    let cases = [
        (String::new(), "snap/a.snap:1: a snapshot begins with a line `---`".to_owned()),
        ("---\nsource: x\n".to_owned(), "snap/a.snap:1: no line `---` ends the front matter".to_owned()),
        ("---\nsource: x\n---\n\n".to_owned(), "snap/a.snap:4: no record here".to_owned()),
        (
            good.replace("inquit/1", "inquit/9"),
            "snap/a.snap:5: `inquit/9` is no record of `inquit/1`".to_owned(),
        ),
        (
            good.replace("\"type\": \"direct\"", "\"type\": \"sung\""),
            "snap/a.snap:16: no block of a record: unknown variant `sung`, expected one of `direct`, `indirect`, `mixed`".to_owned(),
        ),
        // A merge that nobody finished.
        (
            good.replacen("  \"offsets\"", "<<<<<<< ours\n  \"offsets\"", 1),
            "snap/a.snap:9: no block of a record: key must be a string".to_owned(),
        ),
        (
            without_line(block),
            format!("snap/a.snap:{}: no block of a record: missing field `id`", good.lines().count() - 1),
        ),
    ];
    for (broken, want) in cases {
        fs::write(path.join("snap/a.snap"), &broken).unwrap();
        let because =
            "news/a.txt: the file of its snapshot cannot be read (see above); mend or remove it";
        let want = format!("inquit: {want}\ninquit: {because}\n");
        let ran = check(path);
        assert_eq!((ran.code, ran.err.as_str()), (2, want.as_str()));
        // The other article was checked.
        assert!(ran.out.contains("no change in 2 articles"), "{}", ran.out);
        let ran = lock(path);
        assert_eq!((ran.code, ran.err.as_str()), (2, want.as_str()));
        assert_eq!(ran.out, "0 written, 1 unchanged, 0 removed\n");
        assert_eq!(text(path.join("snap/a.snap")), broken);
        assert_eq!(names(path), ["a.snap", "sub__b.snap"]);
    }
    // Two files of one article.
    fs::write(path.join("snap/a.snap"), &good).unwrap();
    fs::write(path.join("snap/z.snap"), &good).unwrap();
    let ran = check(path);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "inquit: snap/z.snap: news/a.txt is kept in snap/a.snap, too\n"
    );
    let ran = run(path, &["check", "news", "--snapshots", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "inquit: nowhere: no such folder; `inquit lock` makes it\n"
    );
}

#[test]
fn two_articles_never_have_one_file() {
    let here = folder(&[
        ("news/a/b.txt", b"Ana Ruiz said it was late."),
        ("news/a__b.txt", b"Bo Lind said it was late."),
        ("news/A__B.md", b"Cy Moss said it was late."),
    ]);
    let ran = lock(here.path());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let names = names(here.path());
    assert_eq!(names.len(), 3, "{names:?}");
    let stems: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(stems.len(), 3, "{names:?}");
    assert_eq!(check(here.path()).code, 0);
    assert_eq!(lock(here.path()).out, "0 written, 3 unchanged, 0 removed\n");
}

#[test]
fn insta_opens_what_lock_writes() {
    let here = folder(&[
        ("news/a.txt", TEXT.as_bytes()),
        // A name that YAML would not take as it is, and what a snapshot writes in another way.
        (
            "news/it's: #1.txt",
            "Zoe\u{301} Roe said “it\u{a0}is \\u{41} late”.\n".as_bytes(),
        ),
    ]);
    assert_eq!(lock(here.path()).code, 0);
    let snap = here.path().join("snap");
    let names = names(here.path());
    assert_eq!(names.len(), 2);
    for name in names {
        let before = text(snap.join(&name));
        let record = Snapshot::read(&before).unwrap().record;
        assert!(record.id.starts_with("news/"), "{}", record.id);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&snap);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let name = name.trim_end_matches(".snap");
        // Fails where insta reads anything else, or nothing.
        settings.bind(|| insta::assert_snapshot!(name, inquit::report::readable(&record)));
        assert_eq!(text(snap.join(format!("{name}.snap"))), before);
    }
    assert!(!snap.join("a.snap.new").exists());
}

#[test]
fn what_insta_left_for_review_is_reviewed() {
    let (old, new) = three();
    let here = pending(&old, &new);
    let path = here.path().join("snap/a.snap.new");
    let front = "---\nsource: tests/x.rs\nassertion_line: 55\nexpression: x\n---\n";
    let (_, contents) = text(&path)
        .split_once("a.txt\n---\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    fs::write(&path, format!("{front}{contents}")).unwrap();
    let before = text(here.path().join("snap/a.snap"));
    assert_eq!(ids(here.path()).len(), 3);
    assert_eq!(review(here.path(), &["--accept", "all"]).code, 0);
    // The front matter is that of the snapshot.
    let after = text(here.path().join("snap/a.snap"));
    assert_eq!(after.lines().next(), before.lines().next());
    assert_eq!(after.lines().nth(1), before.lines().nth(1));
    assert_eq!(Snapshot::read(&after).unwrap().record, new);
}

#[test]
fn our_own_snapshots_are_reviewed_by_the_same_command() {
    let here = folder(&[]);
    let snap = here.path().join("snap");
    fs::create_dir(&snap).unwrap();
    let name = "diplomacy__summit_live.snap";
    let own = text(root().join("snapshots/quotes").join(name));
    fs::write(snap.join(name), &own).unwrap();
    let changed = own.replacen(
        "\"name\": \"Jake Sullivan\", \"kind\": \"person\", \"role\"",
        "\"name\": \"J. Sullivan\", \"kind\": \"person\", \"role\"",
        1,
    );
    assert_ne!(changed, own);
    fs::write(snap.join(format!("{name}.new")), &changed).unwrap();
    let ran = review(here.path(), &["--list"]);
    assert!(
        ran.out
            .contains("speaker: [-Jake Sullivan-] {+J. Sullivan+}"),
        "{}",
        ran.out
    );
    assert_eq!(review(here.path(), &["--reject", "all"]).code, 0);
    assert_eq!(text(snap.join(name)), own);
    // Two folders of snapshots can be compared, too.
    let ours = root().join("snapshots/quotes");
    let ours = ours.to_str().unwrap();
    let ran = run(here.path(), &["diff", ours, ours]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn decisions_are_logged_whole_and_applied_by_quote() {
    let (old, new) = three();
    let here = pending(&old, &new);
    let path = here.path();
    let [first, second, third] = &ids(path)[..] else {
        panic!("three changes");
    };
    let ran = review(
        path,
        &[
            "--accept",
            first,
            "--reason",
            "her full name",
            "--as",
            "ana",
        ],
    );
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "1 accepted, 0 rejected, 2 left\n")
    );
    assert_eq!(speakers(path), ["Ana Maria Ruiz", "Bo Lind", "Cy Moss"]);
    assert!(path.join("snap/a.snap.new").exists());
    let ran = review(path, &["--reject", "all", "--accept", third]);
    assert_eq!(ran.out, "1 accepted, 1 rejected, 0 left\n");
    assert_eq!(speakers(path), ["Ana Maria Ruiz", "Bo Lind", "Cy Mosse"]);
    assert_eq!(names(path), ["a.snap", "review.jsonl"]);

    let lines = log(path);
    let told: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["change"].as_str().unwrap(),
                line["decision"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (first.as_str(), "accept"),
            (third, "accept"),
            (second, "reject")
        ]
    );
    assert_eq!(lines[0]["who"], "ana");
    assert_eq!(lines[0]["reason"], "her full name");
    assert_eq!(lines[0]["article"], "a.txt");
    let when = lines[0]["when"].as_str().unwrap();
    assert!(
        when.starts_with("20") && when.ends_with('Z') && when.len() == 20,
        "{when}"
    );
    // What was replaced and what was rejected can be had again.
    assert_eq!(
        lines[0]["old"],
        serde_json::to_value(&old.quotes[0]).unwrap()
    );
    assert_eq!(
        lines[2]["new"],
        serde_json::to_value(&new.quotes[1]).unwrap()
    );

    // The rejected change is known, and can be brought back.
    fs::write(
        path.join("snap/a.snap.new"),
        Snapshot::new("a.txt", new.clone()).to_string(),
    )
    .unwrap();
    assert!(ids(path).is_empty());
    let ran = review(path, &["--accept", second]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("; it was rejected, and `--undo` brings it back\n"),
        "{}",
        ran.err
    );
    assert_eq!(review(path, &["--undo", second]).code, 0);
    assert_eq!(ids(path), [second.as_str()]);
    assert_eq!(review(path, &["--accept", second]).code, 0);
    // All of it: what is pending, byte for byte.
    assert_eq!(
        text(path.join("snap/a.snap")),
        Snapshot::new("a.txt", new).to_string()
    );
}

#[test]
fn orders_that_contradict_are_refused_and_nothing_is_done() {
    let (old, new) = three();
    let here = pending(&old, &new);
    let path = here.path();
    let [first, second, _] = &ids(path)[..] else {
        panic!("three changes");
    };
    let decisions = format!(
        "{{\"change\":\"{first}\",\"decision\":\"accept\"}}\n\n{{\"change\":\"{second}\",\"decision\":\"accept\"}}\n\
         {{\"change\":\"{first}\",\"decision\":\"reject\"}}\n{{\"change\":\"a.txt#0\",\"decision\":\"accept\"}}\n\
         {{\"change\":\"{second}\",\"decision\":\"undo\"}}\n{{\"change\":\n"
    );
    fs::write(path.join("decisions.jsonl"), decisions).unwrap();
    let before = (
        text(path.join("snap/a.snap")),
        text(path.join("snap/a.snap.new")),
    );
    let refused = |args: &[&str], want: &[String]| {
        let ran = review(path, args);
        let mut told = String::new();
        for line in want {
            told += &format!("inquit: {line}\n");
        }
        let problems = if want.len() == 1 {
            "problem"
        } else {
            "problems"
        };
        told += &format!("inquit: nothing was decided: {} {problems}\n", want.len());
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (2, "", told.as_str())
        );
        let after = (
            text(path.join("snap/a.snap")),
            text(path.join("snap/a.snap.new")),
        );
        assert_eq!(after, before);
        assert!(!path.join("snap/review.jsonl").exists());
    };
    refused(
        &["--apply", "decisions.jsonl"],
        &[
            format!("decisions.jsonl:4: {first} is rejected, and accepted by decisions.jsonl:1"),
            "decisions.jsonl:5: a.txt#0 is no change that waits for a decision".to_owned(),
            format!("decisions.jsonl:6: {second}: `accept` or `reject` is wanted"),
            "decisions.jsonl:7: no decision: EOF while parsing a value at column 10".to_owned(),
        ],
    );
    refused(
        &["--accept", first, "--reject", first, "--reject", second],
        &[format!(
            "--reject: {first} is rejected, and accepted by --accept"
        )],
    );
    refused(
        &["--accept", "all", "--reject", "all"],
        &["--reject: all are accepted already".to_owned()],
    );
    refused(
        &["--undo", first],
        &[format!("--undo: {first} was not rejected")],
    );
    let ran = review(path, &["--apply", "nowhere.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("inquit: cannot read nowhere.jsonl"),
        "{}",
        ran.err
    );
    // Without orders there has to be a terminal.
    let ran = review(path, &[]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "inquit: there is no terminal: use --list, --accept, --reject or --apply\n"
    );
}

#[test]
fn a_file_of_decisions_is_applied_and_can_be_applied_again() {
    let (old, new) = three();
    let here = pending(&old, &new);
    let path = here.path();
    let [first, second, _] = &ids(path)[..] else {
        panic!("three changes");
    };
    let decisions = format!(
        "{{\"change\":\"{first}\",\"decision\":\"accept\",\"reason\":\"\",\"who\":\"zoe\",\"when\":\"2026-01-02T03:04:05Z\"}}\n\
         {{\"change\":\"{second}\",\"decision\":\"reject\",\"reason\":\"no\"}}\n"
    );
    fs::write(path.join("decisions.jsonl"), decisions).unwrap();
    let ran = review(path, &["--apply", "decisions.jsonl", "--as", "ana"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "1 accepted, 1 rejected, 1 left\n"),
        "{}",
        ran.err
    );
    assert_eq!(speakers(path), ["Ana Maria Ruiz", "Bo Lind", "Cy Moss"]);
    let lines = log(path);
    assert_eq!(
        (&lines[0]["who"], &lines[0]["when"]),
        (&"zoe".into(), &"2026-01-02T03:04:05Z".into())
    );
    assert_eq!(lines[0]["reason"], Value::Null);
    assert_eq!(
        (&lines[1]["who"], &lines[1]["reason"]),
        (&"ana".into(), &"no".into())
    );
    let ran = review(path, &["--apply", "decisions.jsonl"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "0 accepted, 0 rejected, 1 left\n"),
        "{}",
        ran.err
    );
    assert_eq!(log(path).len(), 2);
}

#[test]
fn a_log_that_a_crash_cut_short_is_told_and_goes_on() {
    let (old, new) = three();
    let here = pending(&old, &new);
    let path = here.path();
    let first = ids(path)[0].clone();
    let log_path = path.join("snap/review.jsonl");
    fs::write(
        &log_path,
        format!("{{\"change\":\"{first}\",\"decision\":\"reject\"}}\n{{\"chan"),
    )
    .unwrap();
    let ran = review(path, &["--reject", "all"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "inquit: snap/review.jsonl:2: no decision: EOF while parsing a string at column 6\n"
    );
    assert_eq!(ran.out, "0 accepted, 2 rejected, 0 left\n");
    assert_eq!(text(&log_path).lines().count(), 4);
}

/// An article as it was and as it is: contents out of a few words, so that many are equal or nearly so.
fn two_records() -> impl Strategy<Value = (ArticleRecord, ArticleRecord)> {
    const WORDS: [&str; 6] = [
        "late",
        "the ferry sails",
        "nobody asked",
        "on Monday",
        "it rained",
        "the crew",
    ];
    const NAMES: [&str; 3] = ["Ana Ruiz", "Bo Lind", "Cy Moss"];
    let content = prop::collection::vec(0..WORDS.len(), 1..4);
    let one = (content, 0..NAMES.len(), 0..3_usize, 0..100_u32);
    let side = prop::collection::vec(one, 0..9).prop_map(|quotes| {
        let quotes = quotes.into_iter().enumerate();
        let quotes = quotes.map(|(at, (words, name, gap, confidence))| {
            let words: Vec<&str> = words.into_iter().map(|word| WORDS[word]).collect();
            let mut quote = quote(at * 100 + gap * 10, &words.join(" "), NAMES[name]);
            quote.confidence = f64::from(confidence) / 100.0;
            quote
        });
        record(quotes.collect())
    });
    (side.clone(), side, any::<bool>()).prop_map(|(old, mut new, edited)| {
        if edited {
            new.text_sha256 = "two".to_owned();
        }
        (old, new)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_snapshot_is_read_as_it_was_written((record, _) in two_records(), text in "\\PC*|[\\\\u{}a0\u{a0}\u{301}\n\"]*") {
        let mut record = record;
        record.notes = vec![text.clone()];
        record.article.headline = Some(text.clone());
        let snapshot = Snapshot::new(&text, record);
        let shown = snapshot.to_string();
        prop_assert_eq!(Snapshot::read(&shown).unwrap(), snapshot);
    }

    #[test]
    fn bytes_that_are_no_snapshot_are_an_error(text in "(---\n)?[^\u{0}]*(---\n)?\\PC*") {
        let _ = Snapshot::read(&text);
    }

    #[test]
    fn all_accepted_is_the_new_record_and_none_the_old((old, new) in two_records()) {
        let accepted = settle(&old, &new, THRESHOLD, &[], |_| true);
        prop_assert!(compare_article(&accepted, &new, THRESHOLD, &[]).is_empty());
        let any = !compare_article(&old, &new, THRESHOLD, &[]).is_empty();
        prop_assert!(!any || accepted == new);
        prop_assert!(!any || settle(&old, &new, THRESHOLD, &[], |_| false) == old);
    }

    /// Whatever is accepted, what is left is what was refused: so a check after a review is clean.
    #[test]
    fn what_is_refused_is_what_is_left((old, new) in two_records(), choice in any::<u64>()) {
        let changes = compare_article(&old, &new, THRESHOLD, &[]);
        let accepted: BTreeSet<&str> = changes
            .iter()
            .enumerate()
            .filter(|(at, _)| choice >> (at % 64) & 1 == 1)
            .map(|(_, change)| change.id.as_str())
            .collect();
        let accepts = |change: &Change| accepted.contains(change.id.as_str());
        let settled = settle(&old, &new, THRESHOLD, &[], accepts);
        let refused: Vec<&Change> = changes.iter().filter(|change| !accepts(change)).collect();
        let known = refused.iter().filter(|change| change.old.is_some() || change.new.is_some());
        let known: Vec<Rejected> = known
            .map(|change| Rejected { old: change.old.clone(), new: change.new.clone() })
            .collect();
        let ids = |changes: &[&Change]| -> BTreeSet<String> {
            changes.iter().map(|change| change.id.clone()).collect()
        };
        let left = compare_article(&settled, &new, THRESHOLD, &known);
        prop_assert_eq!(ids(&left.iter().collect::<Vec<_>>()), ids(&refused));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_command_does_the_same((old, new) in two_records()) {
        prop_assume!(!compare_article(&old, &new, THRESHOLD, &[]).is_empty());
        let here = pending(&old, &new);
        let path = here.path().join("snap/a.snap");
        let (was, is) = (text(&path), text(path.with_extension("snap.new")));
        prop_assert_eq!(review(here.path(), &["--reject", "all"]).code, 0);
        prop_assert_eq!(text(&path), was);
        let here = pending(&old, &new);
        let path = here.path().join("snap/a.snap");
        prop_assert_eq!(review(here.path(), &["--accept", "all"]).code, 0);
        prop_assert_eq!(text(&path), is);
        prop_assert_eq!(names(here.path()), ["a.snap", "review.jsonl"]);
    }
}

/// Keys in, files out, in a terminal of its own.
#[cfg(unix)]
mod terminal {
    use std::process::Command;

    use rexpect::session::{PtySession, spawn_command};

    use super::*;

    /// Milliseconds; a busy machine may take its time.
    const PATIENCE: u64 = 60_000;

    fn start(here: &Path) -> PtySession {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inquit"));
        command
            .args(["review", "--snapshots", "snap", "--as", "ana"])
            .current_dir(here)
            .env("TERM", "xterm")
            .env("NO_COLOR", "1");
        spawn_command(command, Some(PATIENCE)).unwrap()
    }

    /// Waits for `screen`, then presses `keys`.
    fn press(session: &mut PtySession, screen: &str, keys: &str) {
        session
            .exp_string(screen)
            .unwrap_or_else(|error| panic!("{screen:?}: {error}"));
        // The line of keys ends a screen.
        session.exp_string("quit").unwrap();
        send(session, keys);
    }

    fn send(session: &mut PtySession, keys: &str) {
        session.send(keys).unwrap();
        session.flush().unwrap();
    }

    #[test]
    fn keys_decide_undo_quit_and_resume() {
        let (old, new) = three();
        let here = pending(&old, &new);
        let path = here.path();
        let before = text(path.join("snap/a.snap"));

        let mut session = start(path);
        press(&mut session, "1 of 3  speaker changed", "a");
        press(&mut session, "2 of 3  speaker changed", "u");
        // It is as it was, and the log has both.
        press(&mut session, "1 of 3  speaker changed", "");
        assert_eq!(text(path.join("snap/a.snap")), before);
        send(&mut session, "a");
        press(&mut session, "2 of 3  speaker changed", "q");
        session
            .exp_string("1 accepted, 0 rejected, 2 left")
            .unwrap();
        session.exp_eof().unwrap();
        assert_eq!(speakers(path), ["Ana Maria Ruiz", "Bo Lind", "Cy Moss"]);
        assert!(path.join("snap/a.snap.new").exists());

        // It goes on where it was, with a reason that is typed.
        let mut session = start(path);
        press(&mut session, "1 of 2  speaker changed", "?");
        session.exp_string("Any key goes back.").unwrap();
        send(&mut session, " ");
        press(&mut session, "1 of 2  speaker changed", "e");
        session.exp_string("Enter keep").unwrap();
        send(&mut session, "her namé\r");
        session.exp_string("reason: her nam").unwrap();
        send(&mut session, "r");
        press(&mut session, "2 of 2  speaker changed", "s");
        session
            .exp_string("0 accepted, 1 rejected, 1 left")
            .unwrap();
        send(&mut session, "uA");
        session
            .exp_string("1 accepted, 1 rejected, 0 left")
            .unwrap();
        send(&mut session, "q");
        session.exp_eof().unwrap();
        assert_eq!(speakers(path), ["Ana Maria Ruiz", "Bo Lind", "Cy Mosse"]);
        assert_eq!(names(path), ["a.snap", "review.jsonl"]);
        let told: Vec<String> = log(path)
            .iter()
            .map(|line| {
                format!(
                    "{} {}",
                    line["decision"].as_str().unwrap(),
                    line["reason"].as_str().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "accept -",
                "undo -",
                "accept -",
                "reject her namé",
                "accept -"
            ]
        );
        assert_eq!(review(path, &[]).out, "nothing to review\n");
    }

    #[test]
    fn what_is_longer_than_the_screen_is_scrolled() {
        let (old, mut new) = three();
        let words: Vec<String> = (1..=300).map(|n| format!("word{n}")).collect();
        new.quotes[0].content.text = words.join(" ");
        let here = pending(&old, &new);
        let mut session = start(here.path());
        press(&mut session, "(0 lines above, ", " ");
        let unseen = session.exp_string("lines above, ").unwrap();
        assert!(!unseen.contains("word300"), "{unseen}");
        // By far more pages than there are: to the end, and no further.
        press(&mut session, "below", &" ".repeat(20));
        session.exp_string("word300").unwrap();
        press(&mut session, ", 0 below", "q");
        session.exp_string("0 accepted, 0 rejected").unwrap();
        session.exp_eof().unwrap();
    }

    #[test]
    fn an_interrupt_keeps_what_was_decided() {
        let (old, new) = three();
        let here = pending(&old, &new);
        let mut session = start(here.path());
        press(&mut session, "1 of 3  speaker changed", "r");
        press(&mut session, "2 of 3  speaker changed", "\x03");
        session
            .exp_string("0 accepted, 1 rejected, 2 left")
            .unwrap();
        session.exp_eof().unwrap();
        assert_eq!(ids(here.path()).len(), 2);
        assert_eq!(log(here.path()).len(), 1);
    }
}
