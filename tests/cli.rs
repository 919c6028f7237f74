//! The command: exit codes, what is read and written, and bad input. Every name and quote here is invented.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::targets::random;

pub(crate) const TEXT: &str =
    "“We will go on Monday,” said Ana Ruiz, a nurse.\n\nBo Lind said the road was closed.\n";

pub(crate) fn inquit(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inquit"));
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("NO_COLOR");
    command
}

/// A folder with files in it.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    folder
}

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    pub(crate) fn records(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        let id = |record: &Value| record["id"].as_str().unwrap().to_owned();
        self.records().iter().map(id).collect()
    }
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    inquit(folder).args(args).output().unwrap().into()
}

pub(crate) fn run_with_input(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut child = inquit(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have ended before it read anything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap().into()
}

#[test]
fn a_file_gives_a_record() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let ran = run(folder.path(), &["extract", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let records = ran.records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["schema"], "inquit/1");
    assert_eq!(records[0]["id"], "a.txt");
    assert_eq!(records[0]["article"]["path"], "a.txt");
    let quotes = records[0]["quotes"].as_array().unwrap();
    assert_eq!(quotes[0]["id"], "a.txt#q1");
    assert_eq!(quotes[0]["type"], "direct");
    assert_eq!(quotes[0]["content"]["spans"][0][0], 1);
    assert_eq!(quotes.len(), 2);
}

#[test]
fn standard_input_is_read() {
    let here = folder(&[]);
    for args in [&["extract"][..], &["extract", "-"]] {
        let ran = run_with_input(here.path(), args, TEXT.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(ran.ids(), ["stdin"]);
        assert_eq!(ran.records()[0]["article"]["path"], Value::Null);
    }
    let ran = run_with_input(
        here.path(),
        &["extract", "--input", "jsonl", "-"],
        b"{\"text\": \"One.\"}\n\n{\"id\": \"b\", \"text\": \"Two.\"}",
    );
    assert_eq!(ran.ids(), ["stdin:1", "b"]);
}

#[test]
fn folders_are_read_in_order_and_ignore_files_are_respected() {
    let folder = folder(&[
        ("news/b.txt", b"B."),
        ("news/a/z.md", b"---\ntitle: Zed\n---\nZ."),
        ("news/a.txt", b"A."),
        ("news/c.jsonl", b"{\"text\": \"C.\"}\n{\"text\": \"D.\"}\n"),
        ("news/page.css", b"<p>no</p>"),
        ("news/skipped.txt", b"no"),
        ("news/drafts/d.txt", b"no"),
        ("news/.gitignore", b"skipped.txt\n"),
        ("news/.ignore", b"drafts/\n"),
    ]);
    let all = [
        "news/a/z.md",
        "news/a.txt",
        "news/b.txt",
        "news/c.jsonl:1",
        "news/c.jsonl:2",
    ];
    for path in ["news", "news/"] {
        let ran = run(folder.path(), &["extract", path]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(ran.ids(), all);
    }
    let ran = run(folder.path(), &["extract", "news"]);
    assert_eq!(ran.records()[0]["article"]["headline"], "Zed");
    // A named file is read whatever its ending, and though it is ignored.
    let ran = run(
        folder.path(),
        &["extract", "news/page.css", "news/skipped.txt"],
    );
    assert_eq!(ran.ids(), ["news/page.css", "news/skipped.txt"]);
}

#[test]
fn globs_that_the_shell_left_are_expanded() {
    let folder = folder(&[
        ("news/a.txt", b"A."),
        ("news/deep/b.txt", b"B."),
        ("news/deep/c.md", b"C."),
        ("d.txt", b"D."),
    ]);
    for (pattern, ids) in [
        ("news/**/*.txt", &["news/a.txt", "news/deep/b.txt"][..]),
        ("news/*.txt", &["news/a.txt"]),
        (
            "**/*.{md,txt}",
            &["d.txt", "news/a.txt", "news/deep/b.txt", "news/deep/c.md"],
        ),
        ("?.txt", &["d.txt"]),
    ] {
        let ran = run(folder.path(), &["extract", pattern]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{pattern}");
        assert_eq!(ran.ids(), ids, "{pattern}");
    }
    let ran = run(folder.path(), &["extract", "*.none"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("*.none: no file matches"), "{}", ran.err);
}

#[test]
fn a_missing_path_is_reported_and_the_batch_goes_on() {
    let folder = folder(&[("a.txt", b"A.")]);
    let ran = run(folder.path(), &["extract", "nowhere.txt", "a.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("inquit: nowhere.txt: "), "{}", ran.err);
    assert_eq!(ran.ids(), ["a.txt"]);
}

#[test]
fn wrong_usage_exits_with_2() {
    let folder = folder(&[("a.txt", b"A.")]);
    for args in [
        &[][..],
        &["extract", "--format", "xml"],
        &["extract", "--only", "loud", "a.txt"],
        &["eval", "--only", "loud", "gold.jsonl"],
        &["extract", "--field", "nonsense", "a.txt"],
        &["extract", "--jobs", "0", "a.txt"],
        &["extract", "--gazetteer", "nowhere.csv", "a.txt"],
        &["extract", "--output", "nowhere/out.jsonl", "a.txt"],
        &["explain", "a.txt:0"],
        &["explain", "a.txt:99"],
        &["eval", "nowhere.jsonl"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{args:?}");
    }
    assert_eq!(run(folder.path(), &["--help"]).code, 0);
    assert_eq!(run(folder.path(), &["--version"]).code, 0);
}

#[test]
fn nothing_to_read_in_a_file_is_a_record_without_quotes() {
    let folder = folder(&[("empty.txt", b""), ("white.txt", b" \n\t\r\n\n ")]);
    let ran = run(folder.path(), &["extract", "empty.txt", "white.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for record in ran.records() {
        assert_eq!(record["quotes"], Value::Array(Vec::new()));
    }
    assert_eq!(ran.ids().len(), 2);
    let ran = run(folder.path(), &["extract", "--format", "text", "empty.txt"]);
    assert_eq!(ran.out, "empty.txt\nno quotes\n");
}

#[test]
fn other_encodings_are_read() {
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(TEXT.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let windows = b"\x93We will go on Monday,\x94 said Ana Ruiz, a nurse.\n\nBo Lind said the road was closed.\n";
    let utf8_mark = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
    let folder = folder(&[
        ("utf16.txt", &utf16),
        ("windows.txt", windows),
        ("utf8.txt", &utf8_mark),
        ("plain.txt", TEXT.as_bytes()),
    ]);
    let ran = run(folder.path(), &["extract", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let records = ran.records();
    assert_eq!(records.len(), 4);
    for record in &records {
        assert_eq!(record["text_sha256"], records[0]["text_sha256"]);
        assert_eq!(record["quotes"].as_array().unwrap().len(), 2);
    }
    assert_eq!(records[3]["notes"][0], "decoded as windows-1252");
    assert_eq!(records[2]["notes"], Value::Null);
}

#[test]
fn invalid_utf8_is_read_with_a_note() {
    let broken = [TEXT.repeat(2).as_bytes(), b"It went on \xff\xfe."].concat();
    let folder = folder(&[("a.txt", &broken)]);
    let ran = run(folder.path(), &["extract", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.records()[0]["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("broken UTF-8")
    );
}

#[test]
fn a_file_with_nul_bytes_is_reported_and_the_batch_goes_on() {
    let folder = folder(&[("a.txt", b"One\0two"), ("b.txt", b"B.")]);
    let ran = run(folder.path(), &["extract", "."]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.err, "inquit: a.txt: not text (NUL byte at offset 3)\n");
    assert_eq!(ran.ids(), ["b.txt"]);
}

#[test]
fn a_folder_without_articles_is_said_to_be_one() {
    let folder = folder(&[("page.css", b"p {}")]);
    let ran = run(folder.path(), &["extract", "."]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.err,
        "inquit: .: no articles here (.txt, .md, .jsonl, .json, .html, .xml, .warc, …)\n"
    );
    assert_eq!(ran.out, "");
    let ran = run(folder.path(), &["extract", ".", "--format", "json"]);
    assert_eq!(ran.out, "[\n]\n");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_reported_and_the_batch_goes_on() {
    // Not by mode: root reads everything.
    let folder = folder(&[("z.txt", b"Z."), ("folder.txt/in.txt", b"I.")]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("link.txt")).unwrap();
    let ran = run(folder.path(), &["extract", "."]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("link.txt: "), "{}", ran.err);
    assert_eq!(ran.ids(), ["folder.txt/in.txt", "z.txt"]);
    let ran = run(folder.path(), &["extract", "link.txt", "z.txt"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.ids(), ["z.txt"]);
}

#[test]
fn broken_lines_are_reported_with_their_number() {
    let folder = folder(&[(
        "a.jsonl",
        b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"\n{\"title\": \"Three\"}\n\xff\n{\"text\": \"Five.\"}\n",
    )]);
    let ran = run(folder.path(), &["extract", "a.jsonl"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.ids(), ["a.jsonl:1", "a.jsonl:5"]);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].starts_with("inquit: a.jsonl:2: not a JSON object"));
    assert!(lines[1].starts_with("inquit: a.jsonl:3: no text field"));
    assert!(lines[2].starts_with("inquit: a.jsonl:4: not a JSON object"));
    assert_eq!(lines.len(), 3);
}

#[test]
fn fields_are_mapped() {
    let folder = folder(&[(
        "a.jsonl",
        br#"{"uid": "k1", "story": "Hello.", "text": "no", "title": "T", "author": "A", "when": "now"}"#,
    )]);
    let args = "extract a.jsonl --field text=story --field id=uid --field published=when";
    let args: Vec<&str> = args.split(' ').collect();
    let ran = run(folder.path(), &args);
    let record = &ran.records()[0];
    assert_eq!(record["id"], "k1");
    assert_eq!(record["article"]["headline"], "T");
    assert_eq!(record["article"]["byline"][0], "A");
    assert_eq!(record["article"]["published"], "now");
    assert_eq!(record["article"]["path"], "a.jsonl");
    // The digest of "Hello."
    let digest = record["text_sha256"].as_str().unwrap();
    assert!(
        digest.starts_with("2d8bd7d9bb5f85ba643f0110d50cb506"),
        "{digest}"
    );
}

#[test]
fn output_is_the_same_with_any_number_of_threads() {
    let folder = folder(&[]);
    let mut lines = String::new();
    for n in 0..300 {
        let text = TEXT.replace("Monday", &format!("day {n}")).repeat(n % 7);
        lines.push_str(&serde_json::json!({"id": format!("a{n}"), "text": text}).to_string());
        lines.push('\n');
    }
    fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let fast = ["jsonl", "json", "quotes", "csv", "text"].map(|format| (format, "fast"));
    for (format, engine) in fast.into_iter().chain([("jsonl", "accurate")]) {
        let args = ["extract", "a.jsonl", "-f", format, "--engine", engine];
        let one = run(folder.path(), &[&args[..], &["-j", "1"]].concat());
        let four = run(folder.path(), &[&args[..], &["-j", "4"]].concat());
        assert_eq!(one.code, 0);
        assert!(one.out == four.out, "{format} differs");
        assert!(one.out.len() > 50_000, "{format}");
    }
}

#[test]
fn formats_hold_the_same_quotes() {
    let folder = folder(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    let run = |format| run(folder.path(), &["extract", ".", "--format", format]);
    let records = run("jsonl").records();
    let array: Value = serde_json::from_str(&run("json").out).unwrap();
    assert_eq!(array, Value::Array(records.clone()));
    let quotes = run("quotes").records();
    assert_eq!(quotes.len(), 4);
    assert_eq!(quotes[3]["id"], "b.txt#q2");
    assert_eq!(quotes[3]["article"]["id"], "b.txt");
    assert_eq!(quotes[3]["content"], records[1]["quotes"][1]["content"]);
    let table = run("csv").out;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 31);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[0][0], "a.txt#q1");
    assert_eq!(&rows[0][12], "We will go on Monday,");
    assert_eq!(&rows[0][13], "1-22");
    let last: Vec<&str> = rows[0].iter().skip(28).collect();
    assert_eq!(
        last,
        ["assertion", "false", "prediction: will; date: Monday"]
    );
    let text = run("text").out;
    assert!(
        text.contains("│ “We will go on Monday,” said Ana Ruiz"),
        "{text}"
    );
    assert!(
        text.contains("│  content──────────────  cue^ source~~"),
        "{text}"
    );
}

#[test]
fn offsets_are_counted_in_the_unit_asked_for() {
    let folder = folder(&[("a.txt", "𝄞 “We will go,” said Ana Ruiz.".as_bytes())]);
    for (unit, start, end) in [("chars", 3, 14), ("utf16", 4, 15), ("bytes", 8, 19)] {
        let ran = run(folder.path(), &["extract", "a.txt", "--offsets", unit]);
        let record = &ran.records()[0];
        assert_eq!(record["offsets"], unit);
        let spans = &record["quotes"][0]["content"]["spans"];
        assert_eq!(*spans, serde_json::json!([[start, end]]), "{unit}");
    }
}

#[test]
fn only_keeps_some_quotes_with_their_ids() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    for (list, want) in [
        ("direct", &["a.txt#q1"][..]),
        ("indirect", &["a.txt#q2"]),
        ("indirect,mixed,speech", &["a.txt#q2"]),
        ("direct,thought", &[]),
        ("speech", &["a.txt#q1", "a.txt#q2"]),
    ] {
        let ran = run(
            folder.path(),
            &["extract", "a.txt", "-f", "quotes", "--only", list],
        );
        assert_eq!(ran.code, 0);
        assert_eq!(ran.ids(), want, "{list}");
    }
}

#[test]
fn an_output_file_is_replaced_at_the_end() {
    let folder = folder(&[("a.txt", TEXT.as_bytes()), ("out.jsonl", b"old")]);
    let to_stdout = run(folder.path(), &["extract", "a.txt"]).out;
    let ran = run(
        folder.path(),
        &["extract", "a.txt", "--output", "out.jsonl"],
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    assert_eq!(written, to_stdout);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_broken_pipe_ends_quietly() {
    let line = serde_json::json!({ "text": TEXT.repeat(20) }).to_string() + "\n";
    let folder = folder(&[("a.jsonl", line.repeat(500).as_bytes())]);
    let mut child = inquit(folder.path())
        .args(["extract", "a.jsonl", "--engine", "fast"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(err, "");
}

#[test]
fn ten_thousand_marks_in_a_row_are_read() {
    let mixed: String = "“\"‘'«”’»''``".chars().cycle().take(10_000).collect();
    let folder = folder(&[
        ("a.txt", "\"".repeat(10_000).as_bytes()),
        ("b.txt", "“".repeat(10_000).as_bytes()),
        ("c.txt", mixed.as_bytes()),
        ("d.txt", "“a ".repeat(10_000).as_bytes()),
        ("e.txt", "“Go,” he said. ".repeat(10_000).as_bytes()),
    ]);
    for format in ["jsonl", "text"] {
        let ran = run(
            folder.path(),
            &["extract", ".", "--engine", "fast", "--format", format],
        );
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    }
}

/// Linear time: a quadratic stage would not come back within the hour.
#[test]
fn an_article_of_five_megabytes_is_read() {
    let paragraph = "“We will go on Monday,” said Ana Ruiz, a nurse in the town. The road was closed, \
                     and nobody could say when it would be open again. It had rained for days.\n\n";
    let text = paragraph.repeat(5_000_000 / paragraph.len() + 1);
    let folder = folder(&[("big.txt", text.as_bytes()), ("small.txt", TEXT.as_bytes())]);
    let ran = run(
        folder.path(),
        &["extract", ".", "--engine", "fast", "--output", "out.jsonl"],
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let out = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    let mut lines = out.lines();
    let big: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let found = big["quotes"].as_array().unwrap().len();
    assert!(found >= 5_000_000 / paragraph.len(), "{found}");
    assert!(lines.next().unwrap().contains("small.txt#q1"));
}

#[test]
fn explain_shows_what_led_to_a_quote() {
    let front = "---\ntitle: T\n---\n";
    let folder = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("b.md", format!("{front}{TEXT}").as_bytes()),
    ]);
    for place in ["a.txt:1", "b.md:4"] {
        let ran = run(folder.path(), &["explain", place]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for part in [
            place,
            "said/Lower",
            "quotation   “We will go on Monday,”",
            "quote q1",
            "cue       said  (say)",
            "source    Ana Ruiz, a nurse",
            "because   ",
        ] {
            assert!(
                ran.out.contains(part),
                "{place}: no {part:?} in {}",
                ran.out
            );
        }
        assert!(!ran.out.contains("Bo Lind"));
    }
    let ran = run(folder.path(), &["explain", "a.txt:2"]);
    assert_eq!(ran.out, "a.txt: no sentence here\n");
    let ran = run(folder.path(), &["explain", "a.txt"]);
    assert!(ran.out.contains("quote q1") && ran.out.contains("quote q2"));
}

#[test]
fn candidates_of_given_weights_are_written() {
    let shape = json!({"kind": "convolution", "width": 64, "embedding": 64, "layers": [1, 0], "epsilon": 1e-12});
    let mut header = random::header(&shape, 64);
    header["cue_floor"] = json!(0.01);
    let weights = random::file(header, &random::tensors(&shape, 64));
    let text = TEXT.repeat(20);
    let folder = folder(&[
        ("a.txt", text.as_bytes()),
        ("some.weights", &weights),
        ("damaged.weights", &weights[..weights.len() - 1]),
    ]);
    let args = ["candidates", "a.txt", "--engine", "some.weights"];
    let ran = run(folder.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let candidates = ran.records()[0]["candidates"].clone();
    let candidates = candidates.as_array().unwrap();
    assert!(!candidates.is_empty());
    let chars: Vec<char> = text.chars().collect();
    for candidate in candidates {
        let [start, end] = [0, 1].map(|i| candidate["cue"][i].as_u64().unwrap() as usize);
        let cue: String = chars[start..end].iter().collect();
        assert_eq!(cue.trim(), cue);
        assert!(candidate.get("emissions").is_none());
    }
    let ran = run(folder.path(), &[&args[..], &["--raw"]].concat());
    let record = &ran.records()[0];
    let emissions = |candidate: &Value| candidate["emissions"].as_array().unwrap().len() as u64;
    for candidate in record["candidates"].as_array().unwrap() {
        let [start, end] = [0, 1].map(|i| candidate["paragraph"][i].as_u64().unwrap());
        assert_eq!(emissions(candidate), end - start);
    }
    let ran = run(
        folder.path(),
        &["candidates", "a.txt", "--engine", "damaged.weights"],
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("damaged.weights: length does not match"),
        "{}",
        ran.err
    );
}

#[test]
fn an_engine_that_does_not_exist_is_told_from_those_that_do() {
    let folder = folder(&[("a.txt", b"A.")]);
    let ran = run(folder.path(), &["extract", "a.txt", "--engine", "fats"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("fats: no such file; an engine is accurate, fast or a file of weights"),
        "{}",
        ran.err
    );
}

#[test]
fn completions_and_manual_page_are_written() {
    let here = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(here.path(), &["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("gazetteer"), "{shell}");
    }
    let ran = run(here.path(), &["man"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains(".TH inquit") && ran.out.contains("offsets"));
}

#[test]
fn records_meet_the_schema() {
    let folder = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("b.md", b"---\nauthors: [A, B]\n---\n\"No,\" she said.\n"),
        ("c.txt", b""),
        ("d.txt", b"The minister said no, according to the state agency. He \"never\" agreed to it, he said. \"It is"),
    ]);
    let schema: Value = serde_json::from_str(&run(folder.path(), &["schema"]).out).unwrap();
    assert_eq!(schema, inquit::report::schema());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let records = run(folder.path(), &["extract", "."]).records();
    assert_eq!(records.len(), 4);
    for record in records {
        let errors: Vec<String> = validator
            .iter_errors(&record)
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", record["id"]);
    }
}

#[test]
fn eval_scores_gold_files_and_json_lines() {
    let gold = br#"{"article": "a.txt", "attributions": [
        {"id": "q1", "type": "direct", "act": "speech", "content": {"text": "We will go on Monday,", "spans": [[1, 22]]},
         "cue": {"text": "said", "spans": [[24, 28]]}, "source": {"text": "Ana Ruiz, a nurse", "spans": [[29, 46]]},
         "speaker": {"name": "Ana Ruiz", "kind": "person"}}]}"#;
    let line = serde_json::json!({"id": "a", "text": TEXT, "annotations": [{"attributions":
        [{"id": "q1", "content": [[1, 22]], "cue": [[24, 28]], "source": [[29, 46]]}]}]});
    let folder = folder(&[
        ("corpus/a.txt", TEXT.as_bytes()),
        ("corpus/a.gold.json", gold),
        ("gold.jsonl", line.to_string().as_bytes()),
        (
            "predictions.jsonl",
            br#"{"id": "a", "attributions": [{"content": [[1, 22]], "source": null, "cue": [[24, 28]]}]}"#,
        ),
    ]);
    for args in [
        &["eval", "corpus"][..],
        &["eval", "corpus/a.gold.json"],
        &["eval", "corpus/a.txt"],
        &["eval", "gold.jsonl"],
        &["eval", "gold.jsonl", "corpus/a.txt"],
    ] {
        let ran = run(folder.path(), args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        let line = "relation_direct                  P 100.0  R 100.0  F 100.0";
        assert!(ran.out.contains(line), "{args:?}: {}", ran.out);
    }
    let ran = run(folder.path(), &["eval", "corpus"]);
    assert!(
        ran.out.contains("\nmatched 1 of 1   speaker accuracy"),
        "{}",
        ran.out
    );
    for (only, want) in [
        (
            "speech",
            "\ngold                             1\npredicted                        2\n",
        ),
        (
            "indirect",
            "\ngold                             0\npredicted                        1\n",
        ),
        (
            "thought",
            "\ngold                             0\npredicted                        0\n",
        ),
    ] {
        let ran = run(folder.path(), &["eval", "corpus", "--only", only]);
        assert!(ran.out.contains(want), "{only}: {}", ran.out);
        // Acts are compared before anything is left out.
        assert!(
            ran.out.contains("\nacts of 1 matched   accuracy 100.0"),
            "{}",
            ran.out
        );
    }
    let ran = run(
        folder.path(),
        &[
            "eval",
            "gold.jsonl",
            "--predictions",
            "predictions.jsonl",
            "--errors",
        ],
    );
    assert!(ran.out.contains("missing source: a at 1\n"), "{}", ran.out);
    let ran = run(folder.path(), &["eval", "gold.jsonl", "--json"]);
    let scores: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(scores["relation_direct"]["f"], 100.0);
    // Records score like what they were made from.
    run(folder.path(), &["extract", "corpus", "-o", "records.jsonl"]);
    let direct = run(folder.path(), &["eval", "corpus"]).out;
    let ran = run(
        folder.path(),
        &["eval", "corpus", "--predictions", "records.jsonl"],
    );
    assert_eq!(ran.out, direct);
}
