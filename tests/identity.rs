//! Speakers across articles, by the command: what is written, from articles and from records. Every name and quote here is
//! invented.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{run, run_with_input};

/// A folder of articles in which two people are called John Roe.
const NEWS: &[(&str, &str)] = &[
    (
        "news/budget.md",
        "---\ntitle: Budget\ndate: 2024-03-02\n---\n“We cannot pay for this twice,” said Senator John Roe.\n\n\
         Ana Ruiz, the harbour master, said the quay would be ready in May.\n",
    ),
    (
        "news/cup.md",
        "---\ntitle: Cup\ndate: March 5, 2024\n---\n“I never saw the ball,” said goalkeeper John Roe.\n\n\
         “The pitch was wet,” said Bo Lind, a spectator.\n",
    ),
    (
        "news/quay.md",
        "---\ntitle: Quay\ndate: 2024-01-31\n---\nHarbour master Ana Ruiz said the crane was late.\n\n\
         “It came on a barge,” Ruiz said. “Nobody had measured it.”\n\n\
         John Roe said that he had read about it.\n",
    ),
    (
        "news/tide.txt",
        "Ruiz said the tide tables were wrong.\n\n“We print them as we get them,” said Sen. John Roe.\n",
    ),
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("news")).unwrap();
    for (name, contents) in NEWS {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    folder
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn by_id<'v>(lines: &'v [Value], id: &str) -> &'v Value {
    let found = lines.iter().find(|line| line["id"] == id);
    found.unwrap_or_else(|| panic!("{id} in {lines:#?}"))
}

#[test]
fn the_table_of_a_folder() {
    let folder = folder();
    let ran = run(folder.path(), &["speakers", "news", "--format", "text"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::with_settings!({snapshot_path => "../snapshots/report", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("speakers", ran.out);
    });
}

#[test]
fn one_name_is_two_people_where_their_roles_say_so() {
    let folder = folder();
    let ran = run(folder.path(), &["speakers", "news"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found = lines(&ran.out);
    let ana = by_id(&found, "ana-ruiz");
    assert_eq!(ana["schema"], "inquit-speakers/1");
    assert_eq!(
        (&ana["basis"], &ana["gender"]),
        (&json!("name"), &json!("female"))
    );
    assert_eq!(ana["articles"][1]["id"], "news/quay.md");
    assert_eq!(ana["first_published"], "2024-01-31");
    assert_eq!(ana["last_published"], "2024-03-02");
    let senator = by_id(&found, "john-roe-senator");
    assert_eq!(senator["articles"].as_array().unwrap().len(), 2);
    assert_eq!(senator["last_published"], "2024-03-02");
    let goalkeeper = by_id(&found, "john-roe-goalkeeper");
    assert_eq!(goalkeeper["first_published"], "2024-03-05");
    let open = by_id(&found, "news/quay.md#john-roe");
    assert_eq!(open["basis"], "article");
    assert_eq!(
        open["may_be"],
        json!(["john-roe-goalkeeper", "john-roe-senator"])
    );
    // A surname in another article is nobody's.
    assert_eq!(by_id(&found, "news/tide.txt#ruiz")["may_be"], json!([]));
    let counts: Vec<u64> = found
        .iter()
        .map(|line| line["quotes"].as_u64().unwrap())
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
}

#[test]
fn a_gazetteer_has_the_last_word() {
    let folder = folder();
    fs::write(
        folder.path().join("known.csv"),
        "id,name,weak_aliases,titles,gender\nport:7,Ana Ruiz,Ruiz,harbour master,female\nroe:1,John Roe,,,male\n",
    )
    .unwrap();
    let ran = run(
        folder.path(),
        &["speakers", "news", "--gazetteer", "known.csv"],
    );
    let found = lines(&ran.out);
    assert_eq!(by_id(&found, "port:7")["basis"], "gazetteer");
    assert_eq!(
        by_id(&found, "roe:1")["articles"].as_array().unwrap().len(),
        4
    );
}

#[test]
fn articles_and_records_and_any_order_and_number_of_threads_give_the_same() {
    let folder = folder();
    let here = folder.path();
    let want = run(here, &["speakers", "news"]).out;
    for jobs in ["1", "3"] {
        let backwards: Vec<&str> = NEWS.iter().rev().map(|&(name, _)| name).collect();
        let args = [&["speakers", "--jobs", jobs][..], &backwards].concat();
        assert_eq!(run(here, &args).out, want);
    }
    let args = [
        "extract",
        "news",
        "--speakers",
        "speakers.jsonl",
        "--output",
        "records.jsonl",
    ];
    let ran = run(here, &args);
    assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (0, "", ""));
    let read = |name: &str| fs::read_to_string(here.join(name)).unwrap();
    assert_eq!(read("speakers.jsonl"), want);
    assert_eq!(run(here, &["speakers", "records.jsonl"]).out, want);
    // What a file or standard input is, its first line tells.
    fs::copy(here.join("records.jsonl"), here.join("records.out")).unwrap();
    assert_eq!(run(here, &["speakers", "records.out"]).out, want);
    let records = read("records.jsonl");
    assert_eq!(
        run_with_input(here, &["speakers"], records.as_bytes()).out,
        want
    );
    // Records and articles side by side.
    let first = records.lines().next().unwrap();
    fs::write(here.join("first.jsonl"), first).unwrap();
    let rest: Vec<&str> = NEWS.iter().skip(1).map(|&(name, _)| name).collect();
    let args = [&["speakers", "first.jsonl"][..], &rest].concat();
    assert_eq!(run(here, &args).out, want);
}

#[test]
fn quotes_that_are_not_kept_are_not_counted() {
    let folder = folder();
    let here = folder.path();
    let keep = ["--only", "direct", "--min-confidence", "0.1"];
    let want = run(here, &[&["speakers", "news"][..], &keep].concat()).out;
    let found = lines(&want);
    assert!(
        found
            .iter()
            .all(|line| line["types"]["indirect"] == 0 && line["types"]["mixed"] == 0)
    );
    assert!(found.iter().all(|line| line["id"] != "news/tide.txt#ruiz"));
    run(here, &["extract", "news", "--output", "records.jsonl"]);
    let args = [&["speakers", "records.jsonl"][..], &keep].concat();
    assert_eq!(run(here, &args).out, want);
    let args = [
        &["extract", "news", "--speakers", "speakers.jsonl"][..],
        &keep,
    ]
    .concat();
    run(here, &args);
    assert_eq!(
        fs::read_to_string(here.join("speakers.jsonl")).unwrap(),
        want
    );
}

#[test]
fn csv_has_a_row_for_each() {
    let folder = folder();
    let ran = run(folder.path(), &["speakers", "news", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let want = lines(&run(folder.path(), &["speakers", "news"]).out);
    assert_eq!(rows.len(), want.len());
    let cell = |row: usize, name: &str| {
        let column = header.iter().position(|known| known == name).unwrap();
        rows[row][column].to_owned()
    };
    for (row, want) in want.iter().enumerate() {
        assert_eq!(cell(row, "id"), want["id"]);
        assert_eq!(cell(row, "quotes"), want["quotes"].to_string());
        assert_eq!(cell(row, "direct"), want["types"]["direct"].to_string());
        assert_eq!(cell(row, "speech"), want["acts"]["speech"].to_string());
        let articles = want["articles"].as_array().unwrap();
        let ids: Vec<&str> = articles
            .iter()
            .map(|at| at["id"].as_str().unwrap())
            .collect();
        assert_eq!(cell(row, "article_ids"), ids.join("; "));
        assert_eq!(cell(row, "articles"), ids.len().to_string());
    }
}

#[test]
fn bad_input_is_reported_and_the_rest_goes_on() {
    let folder = folder();
    let here = folder.path();
    run(here, &["extract", "news", "--output", "records.jsonl"]);
    let records = fs::read_to_string(here.join("records.jsonl")).unwrap();
    let lines_of: Vec<&str> = records.lines().collect();
    let half: String = lines_of[1].chars().take(80).collect();
    let bad = [
        lines_of[0],
        &half,
        r#"{"schema":"inquit/1","id":"x"}"#,
        r#"{"schema":"inquit-speakers/1","id":"x"}"#,
        r#"{"schema":{"version":2},"text":"“Yes,” said Cy Poe."}"#,
    ];
    fs::write(here.join("bad.jsonl"), bad.join("\n")).unwrap();
    let ran = run(here, &["speakers", "bad.jsonl"]);
    assert_eq!(ran.code, 0);
    let complaints: Vec<&str> = ran.err.lines().collect();
    assert_eq!(complaints.len(), 3, "{}", ran.err);
    assert!(
        complaints[0].starts_with("inquit: bad.jsonl:2: not a JSON object"),
        "{}",
        ran.err
    );
    assert!(
        complaints[1].starts_with("inquit: bad.jsonl:3: no record as `extract --format jsonl`"),
        "{}",
        ran.err
    );
    assert!(
        complaints[2].starts_with("inquit: bad.jsonl:4: `inquit-speakers/1` is no record"),
        "{}",
        ran.err
    );
    let found = lines(&ran.out);
    by_id(&found, "ana-ruiz");
    by_id(&found, "cy-poe");

    let ran = run(here, &["speakers", "none.txt", "news/budget.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("inquit: none.txt: "), "{}", ran.err);
    by_id(&lines(&ran.out), "ana-ruiz");

    let ran = run(
        here,
        &["extract", "news", "--output", "x", "--speakers", "x"],
    );
    assert_eq!((ran.code, here.join("x").exists()), (2, false));
    let ran = run(here, &["extract", "news", "--speakers", "no/such/folder/x"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let ran = run_with_input(here, &["speakers", "--format", "text"], b"It rained.");
    assert_eq!((ran.code, ran.out.as_str()), (0, "no speakers\n"));
}

#[test]
fn lines_meet_the_schema_and_the_schema_does_not_change_unseen() {
    let folder = folder();
    let schema = run(folder.path(), &["schema", "speakers"]).out;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut found = lines(&run(folder.path(), &["speakers", "news"]).out);
    for line in &found {
        assert!(validator.is_valid(line), "{line}");
    }
    found[0].as_object_mut().unwrap().remove("may_be");
    assert!(
        !validator.is_valid(&found[0]),
        "every field is always there"
    );
    insta::with_settings!({snapshot_path => "../snapshots/schema", prepend_module_to_snapshot => false, sort_maps => true}, {
        insta::assert_json_snapshot!("speakers", schema);
    });
}
