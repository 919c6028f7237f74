//! The page of `inquit report`: its data, what keeps an article from acting in it, and the command. How it works in a browser
//! is tested in `tests/browser`. Every name and quote here is invented.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use inquit::compare::compare_article;
use inquit::report::ArticleRecord;
use inquit::report::page::{PageArticle, foot, head};
use inquit::span::OffsetUnit;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::cli::{TEXT, folder, run};
use crate::report::{self, article, document};
use crate::support::{FAST, corpus};

const DATA: &str = r#"<script type="application/json" "#;

/// The blocks of data of a page, by what names them.
fn blocks(page: &str) -> Vec<(&str, Value)> {
    let blocks = page.split(DATA).skip(1);
    blocks
        .map(|block| {
            let (name, rest) = block.split_once('>').unwrap();
            let (json, _) = rest.split_once("</script>").unwrap();
            (name, serde_json::from_str(json).unwrap())
        })
        .collect()
}

fn articles(page: &str) -> Vec<Value> {
    let blocks = blocks(page).into_iter();
    blocks
        .filter(|(name, _)| *name == r#"class="article""#)
        .map(|(_, data)| data)
        .collect()
}

fn page(of: &[PageArticle]) -> String {
    let mut out = Vec::new();
    head(&mut out).unwrap();
    for article in of {
        article.write(&mut out).unwrap();
    }
    foot(&[], false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn shown<'r>(text: Option<&'r str>, record: &'r ArticleRecord) -> PageArticle<'r> {
    PageArticle {
        text,
        record,
        old: None,
        changes: &[],
    }
}

/// Words and marks of a run.
fn run_of(run: &Value) -> (&str, Vec<(usize, &str)>) {
    match run {
        Value::String(words) => (words, Vec::new()),
        run => {
            let marks = run[1].as_array().unwrap().iter();
            let marks = marks.map(|mark| {
                let place = mark[0].as_u64().unwrap();
                (usize::try_from(place).unwrap(), mark[1].as_str().unwrap())
            });
            (run[0].as_str().unwrap(), marks.collect())
        }
    }
}

/// The marked words of each part of each quote, without white space.
fn marked(article: &Value) -> BTreeMap<(usize, &str), String> {
    let mut parts: BTreeMap<(usize, &str), String> = BTreeMap::new();
    for paragraph in article["paragraphs"].as_array().unwrap() {
        for run in paragraph.as_array().unwrap() {
            let (words, marks) = run_of(run);
            for mark in marks {
                parts.entry(mark).or_default().push_str(&bare(words));
            }
        }
    }
    parts
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_data_of_an_article() {
    let record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    let page = page(&[shown(Some(report::TEXT), &record)]);
    let data = serde_json::to_string_pretty(&articles(&page)[0]).unwrap();
    insta::with_settings!({snapshot_path => "../snapshots/report", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("page", data);
    });
}

#[test]
fn the_unit_of_offsets_changes_nothing() {
    let in_unit = |unit| {
        let record = ArticleRecord::new(&article(), &document(), unit);
        page(&[shown(Some(report::TEXT), &record)])
    };
    // There are letters of two and four bytes, of two units and of two code points before the quotes.
    let chars = in_unit(OffsetUnit::Chars);
    assert_eq!(chars, in_unit(OffsetUnit::Bytes));
    assert_eq!(chars, in_unit(OffsetUnit::Utf16));
    let article = &articles(&chars)[0];
    assert_eq!(marked(article)[&(0, "content")], "We’llgo,onMonday.");
    assert_eq!(marked(article)[&(1, "via")], "theStateNewsAgency");
}

#[test]
fn every_part_of_the_corpus_is_where_it_is_in_the_text() {
    for filed in corpus() {
        let text = &filed.article.text;
        let document = FAST.extract(&filed.article);
        let record = ArticleRecord::new(&filed.article, &document, OffsetUnit::Chars);
        let page = page(&[shown(Some(text), &record)]);
        let article = &articles(&page)[0];
        let paragraphs = article["paragraphs"].as_array().unwrap();
        let words = |paragraph: &Value| -> String {
            let runs = paragraph.as_array().unwrap().iter();
            runs.map(|run| run_of(run).0).collect()
        };
        let all: String = paragraphs.iter().map(words).collect();
        assert_eq!(bare(&all), bare(text), "{}", filed.name);
        let marked = marked(article);
        for (place, quote) in record.quotes.iter().enumerate() {
            let part = |name| marked.get(&(place, name)).map(String::as_str);
            assert_eq!(
                part("content"),
                Some(&*bare(&quote.content.text)),
                "{}",
                quote.id
            );
            let cue = quote.cue.as_ref().map(|cue| bare(&cue.text));
            assert_eq!(part("cue"), cue.as_deref(), "{}", quote.id);
            let source = quote.source.as_ref().map(|source| bare(&source.text));
            assert_eq!(part("source"), source.as_deref(), "{}", quote.id);
            // It is listed beside the paragraph in which its words begin.
            let at = usize::try_from(article["quotes"][place]["at"].as_u64().unwrap()).unwrap();
            let first = quote.content.text.split_whitespace().next().unwrap();
            assert!(words(&paragraphs[at]).contains(first), "{}", quote.id);
        }
    }
}

#[test]
fn nothing_in_an_article_is_markup_or_script() {
    const BAD: &str =
        "</script><script>alert(1)</script><!-- \"><img onerror=alert(2)> ]]> \u{2028}\u{2029}";
    let empty = page(&[]);
    let mut record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    record.id = BAD.to_owned();
    record.notes = vec![BAD.to_owned()];
    record.article.headline = Some(BAD.to_owned());
    record.article.url = Some(BAD.to_owned());
    for quote in &mut record.quotes {
        quote.id = BAD.to_owned();
        quote.content.text = BAD.to_owned();
        quote.speaker.name = Some(BAD.to_owned());
        quote.evidence = vec![BAD.to_owned()];
    }
    let text = format!("{}\n\n{BAD}", report::TEXT);
    for text in [Some(text.as_str()), None] {
        let page = page(&[shown(text, &record)]);
        let article = &articles(&page)[0];
        assert_eq!(article["headline"], BAD);
        assert_eq!(article["quotes"][0]["words"], BAD);
        let count = |page: &str, what: &str| page.matches(what).count();
        assert_eq!(count(&page, "<script"), count(&empty, "<script") + 1);
        assert_eq!(count(&page, "</script"), count(&empty, "</script") + 1);
        for what in ["<!--", "<img", "]]>", "\u{2028}", "\u{2029}"] {
            assert_eq!(count(&page, what), count(&empty, what), "{what:?}");
        }
    }
}

#[test]
fn the_policy_names_the_one_style_and_the_one_script() {
    let page = page(&[]);
    let inside = |open: &str, close: &str| -> String {
        let (_, rest) = page.rsplit_once(open).unwrap();
        rest.split_once(close).unwrap().0.to_owned()
    };
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let style = hash(&inside("<style>", "</style>"));
    let script = hash(&inside("<script>", "</script>"));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    );
    assert!(page.contains(&format!("content=\"{policy}\"")), "{policy}");
    // Neither asks for anything, nor is there a handler or a style in an attribute.
    for what in [
        "http://",
        "https://",
        " style=",
        " onclick=",
        "@import",
        "url(h",
        "innerHTML",
        "eval(",
    ] {
        let bare = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!bare.contains(what), "{what}");
    }
}

/// The page that the command made in `folder`.
fn made(folder: &Path) -> String {
    fs::read_to_string(folder.join("report/index.html")).unwrap()
}

#[test]
fn the_same_page_each_time() {
    let here = folder(&[
        ("news/a.txt", TEXT.as_bytes()),
        (
            "news/b.md",
            b"---\ntitle: B\n---\n\xE2\x80\x9CNo,\xE2\x80\x9D said Ana Ruiz.\n",
        ),
        (
            "news/c.jsonl",
            b"{\"text\":\"Bo Lind said no.\"}\n{\"text\":\"Bo Lind said yes.\"}\n",
        ),
    ]);
    let mut pages = Vec::new();
    for jobs in ["1", "4"] {
        let ran = run(
            here.path(),
            &[
                "report", "news", "-o", "report/", "--jobs", jobs, "--engine", "fast",
            ],
        );
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        pages.push(made(here.path()));
    }
    assert_eq!(pages[0], pages[1]);
    // Nothing else is left there, and the page is no article of its folder.
    assert_eq!(fs::read_dir(here.path().join("report")).unwrap().count(), 1);
    let ids = articles(&pages[0]);
    let ids: Vec<&str> = ids.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "news/a.txt",
            "news/b.md",
            "news/c.jsonl:1",
            "news/c.jsonl:2"
        ]
    );
    // From the records of the same articles comes the same page.
    let extracted = run(
        here.path(),
        &["extract", "news", "--engine", "fast", "-o", "records.jsonl"],
    );
    assert_eq!(extracted.code, 0);
    let ran = run(here.path(), &["report", "records.jsonl", "-o", "report/"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(made(here.path()), pages[0]);
}

#[test]
fn without_the_text_the_words_are_shown() {
    let here = folder(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    let extracted = run(
        here.path(),
        &["extract", "a.txt", "b.txt", "-o", "records.jsonl"],
    );
    assert_eq!(extracted.code, 0);
    fs::write(here.path().join("a.txt"), "Another text.\n").unwrap();
    fs::remove_file(here.path().join("b.txt")).unwrap();
    let ran = run(here.path(), &["report", "records.jsonl", "-o", "report"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.err,
        "inquit: 2 articles without text: it is not where the record says, or has changed since\n"
    );
    for article in articles(&made(here.path())) {
        assert_eq!(article["textless"], true);
        assert_eq!(article["quotes"].as_array().unwrap().len(), 2);
        assert_eq!(marked(&article)[&(0, "content")], "WewillgoonMonday,");
        assert_eq!(marked(&article)[&(1, "source")], "BoLind");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_shown() {
    let here = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("nul.txt", b"a\0b"),
        ("bad.jsonl", b"{\"schema\":\"inquit/1\",\"id\":7}\n"),
        ("file", b""),
    ]);
    let args = [
        "report",
        "a.txt",
        "nul.txt",
        "bad.jsonl",
        "none.txt",
        "-o",
        "report",
    ];
    let ran = run(here.path(), &args);
    assert_eq!(
        ran.code, 2,
        "a path that the command line names is not there"
    );
    let told: Vec<&str> = ran.err.lines().collect();
    assert!(told[0].starts_with("inquit: nul.txt: "), "{told:?}");
    assert!(
        told[1].starts_with("inquit: bad.jsonl:1: no record as"),
        "{told:?}"
    );
    assert!(told[2].starts_with("inquit: none.txt: "), "{told:?}");
    assert_eq!(articles(&made(here.path())).len(), 1);

    let ran = run(here.path(), &["report", "a.txt", "-o", "file"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "inquit: file is no folder\n")
    );
    let before = made(here.path());
    let ran = run(
        here.path(),
        &["report", "a.txt", "-o", "report", "--diff", "gone.jsonl"],
    );
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "inquit: gone.jsonl: no such file or folder\n")
    );
    assert_eq!(made(here.path()), before);
}

#[test]
fn only_some_quotes() {
    let here = folder(&[("a.txt", TEXT.as_bytes())]);
    let ran = run(
        here.path(),
        &["report", "a.txt", "-o", "report", "--only", "indirect"],
    );
    assert_eq!(ran.code, 0);
    let article = &articles(&made(here.path()))[0];
    assert_eq!(article["quotes"].as_array().unwrap().len(), 1);
    assert_eq!(article["quotes"][0]["id"], "a.txt#q2");
    assert_eq!(marked(article)[&(0, "source")], "BoLind");
}

#[test]
fn changes_stand_where_they_happened() {
    let text = report::TEXT;
    let now = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    let mut old = ArticleRecord::new(&article(), &document(), OffsetUnit::Utf16);
    let mut record = now.clone();
    record.retain(|quote| quote.id != "a.txt#q1");
    record.quotes[0].speaker.candidates.pop();
    let changes = compare_article(&old, &record, 0.5, &[]);
    let with = |old: &ArticleRecord, changes: &[_]| -> Value {
        let page = page(&[PageArticle {
            text: Some(text),
            record: &record,
            old: Some(old),
            changes,
        }]);
        articles(&page).remove(0)
    };
    let data = with(&old, &changes);
    let quotes = data["quotes"].as_array().unwrap();
    let ids: Vec<(&str, bool)> = quotes
        .iter()
        .map(|quote| {
            (
                quote["id"].as_str().unwrap(),
                quote["gone"].as_bool().unwrap(),
            )
        })
        .collect();
    // What is gone stands in the order of the text, its parts found in the unit of its own record.
    assert_eq!(
        ids,
        [("a.txt#q1", true), ("a.txt#q2", false), ("a.txt#q3", false)]
    );
    assert_eq!(marked(&data)[&(0, "content")], "We’llgo,onMonday.");
    let change =
        |quote: usize| &data["changes"][quotes[quote]["change"].as_u64().unwrap() as usize];
    assert_eq!(change(0)["differences"][0]["kind"], "removed");
    assert_eq!(change(1)["differences"][0]["label"], "speaker changed");
    assert_eq!(quotes[2]["change"], Value::Null);

    // Offsets into another text are not used.
    old.text_sha256 = "0".repeat(64);
    let changes = compare_article(&old, &record, 0.5, &[]);
    let data = with(&old, &changes);
    assert_eq!(data["quotes"][0]["gone"], true);
    assert!(!marked(&data).contains_key(&(0, "content")));
    let kinds: Vec<&Value> = data["changes"].as_array().unwrap().iter().collect();
    assert!(
        kinds
            .iter()
            .any(|change| change["differences"][0]["kind"] == "text-changed")
    );
}

#[test]
fn articles_that_are_new_or_gone() {
    let here = folder(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    let extracted = run(here.path(), &["extract", "b.txt", "-o", "old.jsonl"]);
    assert_eq!(extracted.code, 0);
    let ran = run(
        here.path(),
        &["report", "a.txt", "-o", "report", "--diff", "old.jsonl"],
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = made(here.path());
    let of = |article: &Value| {
        let kind = article["changes"][0]["differences"][0]["kind"].clone();
        (
            article["id"].clone(),
            kind,
            article["quotes"][0]["gone"].clone(),
        )
    };
    let found: Vec<_> = articles(&page).iter().map(of).collect();
    assert_eq!(
        found,
        [
            ("a.txt".into(), "article-added".into(), false.into()),
            ("b.txt".into(), "article-removed".into(), true.into()),
        ]
    );
    // The same ids as `inquit diff` gives, so that decisions fit.
    let extracted = run(here.path(), &["extract", "a.txt", "-o", "new.jsonl"]);
    assert_eq!(extracted.code, 0);
    let ran = run(
        here.path(),
        &["diff", "old.jsonl", "new.jsonl", "--format", "json"],
    );
    let compared: Value = serde_json::from_str(&ran.out).unwrap();
    let changes = compared["changes"].as_array().unwrap().iter();
    let ids: Vec<&Value> = changes.map(|change| &change["id"]).collect();
    let here: Vec<Value> = articles(&page)
        .iter()
        .map(|one| one["changes"][0]["id"].clone())
        .collect();
    assert_eq!(ids, here.iter().collect::<Vec<_>>());
}
