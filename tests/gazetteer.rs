//! `inquit gazetteer` and extraction with gazetteers of every format. Every name is invented.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{self, Ran, folder};

const ARTICLE: &str = "Ada Moss, the harbour master, said the port was closed. “We wait,” said Moss.\n\n\
     The Docks will open on Monday, according to the Port Lora Authority. The Docks said no more.\n\n\
     “It rains,” Senator Lind said. The town would pay, Bo Roe said. Bush fires are rare, said Bush.\n";

const LINES: &str = r#"{"id":"p:1","name":"Ada Moss","aliases":["Ada Lund",{"name":"Moss","weak":true}],"role":"harbour master","same_as":["x:1"]}
{"id":"p:2","name":"Port Lora Authority","kind":"organization","aliases":[{"name":"the Docks","weak":true}]}
{"id":"p:3","name":"Karin Lind","titles":["senator"],"gender":"female"}
{"id":"p:4","name":"Bo Roe","valid_to":"2010"}
{"id":"p:5","name":"Cara Bush","aliases":["Bush"]}
"#;

fn run(folder: &TempDir, args: &str) -> Ran {
    let args: Vec<&str> = args.split(' ').collect();
    cli::run(folder.path(), &args)
}

/// `name=id` of every speaker of the gazetteer.
fn speakers(folder: &TempDir, args: &str) -> Vec<String> {
    let ran = run(folder, &format!("extract --engine fast {args}"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args}");
    let record: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    let mut known = Vec::new();
    for quote in record["quotes"].as_array().unwrap() {
        let speaker = &quote["speaker"];
        if let Some(id) = speaker["gazetteer"].as_str() {
            assert_eq!(speaker["id"], id, "one entry is one speaker");
            known.push(format!("{}={id}", speaker["name"].as_str().unwrap()));
        }
    }
    known.sort();
    known.dedup();
    known
}

#[test]
fn a_built_file_gives_what_its_sources_give() {
    let table = "id,name,titles\np:3,Karin Lind,senator\np:9,Nobody Here,\n";
    let folder = folder(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("lines.jsonl", LINES.as_bytes()),
        ("table.csv", table.as_bytes()),
    ]);
    let built = "gazetteer build lines.jsonl table.csv -o";
    for name in ["one.gaz", "two.gaz"] {
        let ran = run(&folder, &format!("{built} {name}"));
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("one.gaz") == read("two.gaz"), "the bytes differ");
    let extract = |gazetteers: &str| {
        let ran = run(
            &folder,
            &format!("extract a.txt --engine fast {gazetteers}"),
        );
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{gazetteers}");
        ran.out
    };
    let want = extract("--gazetteer lines.jsonl --gazetteer table.csv");
    assert!(
        want.contains("\"p:2\"") && want.contains("\"x:1\""),
        "{want}"
    );
    for same in [
        "--gazetteer one.gaz",
        "--gazetteer one.gaz --gazetteer table.csv",
        "--gazetteer lines.jsonl --gazetteer one.gaz",
    ] {
        assert!(extract(same) == want, "{same}");
    }
    // Built once more from what was built: the same bytes.
    run(&folder, "gazetteer build one.gaz -o three.gaz");
    assert!(read("one.gaz") == read("three.gaz"), "the bytes differ");
}

#[test]
fn a_built_file_that_is_not_whole_is_named() {
    let folder = folder(&[("a.txt", b"No."), ("lines.jsonl", LINES.as_bytes())]);
    run(&folder, "gazetteer build lines.jsonl -o names.gaz");
    let whole = fs::read(folder.path().join("names.gaz")).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let mut foreign = whole.clone();
    foreign[8] = 9;
    for (bytes, what) in [
        (&whole[..whole.len() - 5], "truncated"),
        (&whole[..20], "truncated"),
        (&flipped, "damaged"),
        (&foreign, "format 9"),
    ] {
        fs::write(folder.path().join("bad.gaz"), bytes).unwrap();
        let ran = run(&folder, "extract a.txt --gazetteer bad.gaz");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        let lines: Vec<&str> = ran.err.lines().collect();
        assert_eq!(lines.len(), 1, "{}", ran.err);
        for part in ["bad.gaz: ", what, "inquit gazetteer build"] {
            assert!(lines[0].contains(part), "no {part:?} in {}", ran.err);
        }
        let ran = run(&folder, "gazetteer check bad.gaz");
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains(what), "{}", ran.out);
    }
}

#[test]
fn every_format_is_told_by_what_it_looks_like() {
    let ruler = r#"{"label":"PERSON","pattern":[{"LOWER":"ada"},{"LOWER":"moss"}],"id":"p:1"}
{"label":"PERSON","pattern":"Moss","id":"p:1"}
{"label":"ORG","pattern":"Port Lora Authority","id":"p:2"}
"#;
    let popolo = r#"{
  "persons": [{"id": "p:1", "name": "Ada Moss"}],
  "organizations": [{"id": "p:2", "name": "Port Lora Authority"}]
}"#;
    let table = "name;id;kind\nAda Moss;p:1;\nPort Lora Authority;p:2;organization\n";
    let folder = folder(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("lines", LINES.as_bytes()),
        ("ruler", ruler.as_bytes()),
        ("popolo", popolo.as_bytes()),
        ("table", table.as_bytes()),
        ("list", b"Ada Moss\nPort Lora Authority\n"),
    ]);
    for format in ["lines", "ruler", "popolo", "table"] {
        let found = speakers(&folder, &format!("a.txt --gazetteer {format}"));
        for want in ["Ada Moss=p:1", "Port Lora Authority=p:2"] {
            assert!(
                found.iter().any(|found| found == want),
                "{format}: {found:?}"
            );
        }
    }
    let ran = run(&folder, "extract a.txt --gazetteer list");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("list:1: a file of no known format: expected JSON lines"),
        "{}",
        ran.err
    );
}

#[test]
fn weak_names_dates_and_lists() {
    let dated = |date: &str| format!("---\ndate: {date}\n---\n{ARTICLE}");
    let folder = folder(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("old.md", dated("2009-03-01").as_bytes()),
        ("new.md", dated("2011-03-01").as_bytes()),
        ("lines.jsonl", LINES.as_bytes()),
        ("accept.txt", b"# the senator's aide\nBush\n"),
        ("reject.txt", b"Ada Moss\nthe docks\nLind\n"),
    ]);
    let names = "--gazetteer lines.jsonl";
    let all = [
        "Ada Moss=p:1",
        "Bo Roe=p:4",
        "Karin Lind=p:3",
        "Port Lora Authority=p:2",
    ];
    let without = |gone: &[&str]| -> Vec<String> {
        let kept = all.iter().filter(|name| !gone.contains(name));
        kept.map(|name| (*name).to_owned()).collect()
    };
    let found = |args: &str| speakers(&folder, args);
    assert_eq!(found(&format!("a.txt {names}")), without(&[]));
    assert_eq!(found(&format!("old.md {names}")), without(&[]));
    assert_eq!(found(&format!("new.md {names}")), without(&["Bo Roe=p:4"]));
    let accepted = found(&format!("a.txt {names} --accept accept.txt"));
    assert!(
        accepted.iter().any(|name| name.ends_with("=p:5")),
        "{accepted:?}"
    );
    assert_eq!(
        found(&format!("a.txt {names} --reject reject.txt")),
        without(&["Ada Moss=p:1", "Karin Lind=p:3"])
    );
    fs::write(folder.path().join("both.txt"), "bush\n").unwrap();
    let args = format!("extract a.txt {names} --accept accept.txt --reject both.txt");
    let ran = run(&folder, &args);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("both.txt:1: \"bush\" is on both lists"),
        "{}",
        ran.err
    );
}

#[test]
fn one_entry_is_one_speaker_and_two_are_two() {
    let text = "“We wait,” said Ada Moss.\n\n“It rains,” said Ada Lund.\n\n“No,” said Jana Roe.\n\n\
                “Yes,” said Jan Roe.\n\n“We wait,” said Lund.\n\n“We pay,” the Docks said. The Port Lora \
                Authority said it would close.\n";
    let lines = r#"{"id":"p:1","name":"Ada Moss","aliases":["Ada Lund"]}
{"id":"r:1","name":"Jana Roe"}
{"id":"r:2","name":"Jan Roe"}
{"id":"d","name":"Port Lora Authority","kind":"organization","aliases":[{"name":"the Docks","weak":true}]}
"#;
    let folder = folder(&[("a.txt", text.as_bytes()), ("g.jsonl", lines.as_bytes())]);
    let ran = run(
        &folder,
        "extract a.txt --engine fast --gazetteer g.jsonl -f quotes",
    );
    let ids = ran.out.lines().map(|line| {
        let quote: Value = serde_json::from_str(line).unwrap();
        quote["speaker"]["id"].as_str().unwrap().to_owned()
    });
    let ids: Vec<String> = ids.collect();
    assert_eq!(ids, ["p:1", "p:1", "r:1", "r:2", "p:1", "d", "d"]);
}

#[test]
fn check_lists_all_and_its_exit_code_tells() {
    let bad = "{\"id\":\"a\",\"name\":\"Ana Ruiz\"}\n{\"id\":\n{\"id\":\"b\",\"name\":\"Ana Ruiz\",\"aliases\":[\"\"]}\n";
    let patterns = "{\"label\":\"PERSON\",\"pattern\":[{\"LOWER\":\"ada\",\"OP\":\"?\"}]}\n{\"label\":\"ORG\",\"pattern\":\"Lora Docks\"}\n";
    let folder = folder(&[
        ("a.txt", b"No."),
        ("good.jsonl", LINES.as_bytes()),
        ("bad.jsonl", bad.as_bytes()),
        ("patterns.jsonl", patterns.as_bytes()),
        ("latin.csv", b"id,name\na,Ren\xe9 Roe\n"),
    ]);
    let ran = run(&folder, "gazetteer check good.jsonl");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let want = "good.jsonl:5: warning: the alias \"Bush\" is the bare surname: it is weak, and should be marked so\nerrors 0, warnings 1\n";
    assert_eq!(ran.out, want);
    let ran = run(
        &folder,
        "gazetteer check bad.jsonl patterns.jsonl latin.csv",
    );
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    let want = [
        "bad.jsonl:2: error: EOF while parsing a value at column 6",
        "bad.jsonl:3: error: an alias is empty",
        "bad.jsonl:3: warning: \"Ana Ruiz\" is a name of \"a\" (bad.jsonl:1), too: it links neither",
        "patterns.jsonl:1: warning: left out: a token asks for OP, which no name can say",
        "latin.csv:2: error: no UTF-8",
        "errors 3, warnings 2",
    ];
    assert_eq!(lines, want);
    // What it calls an error keeps a file from being used; what is left out is said.
    for command in [
        "extract a.txt --gazetteer bad.jsonl",
        "gazetteer build bad.jsonl -o b.gaz",
    ] {
        let ran = run(&folder, command);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("bad.jsonl:2: EOF while parsing a value at column 6 (1 more; `inquit gazetteer check` lists all)"),
            "{}",
            ran.err
        );
    }
    assert!(!Path::new(&folder.path().join("b.gaz")).exists());
    let ran = run(&folder, "extract a.txt --gazetteer patterns.jsonl");
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.err,
        "inquit: patterns.jsonl:1: warning: left out: a token asks for OP, which no name can say\n"
    );
    for command in [
        "gazetteer check nowhere.csv",
        "gazetteer check",
        "gazetteer build good.jsonl",
    ] {
        assert_eq!(run(&folder, command).code, 2, "{command}");
    }
}
