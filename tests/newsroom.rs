//! What newsrooms and crawlers write, by the command: told by its ending and fields, read with its metadata, and what is broken in it
//! named while the rest goes on. Every name and quote here is invented.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::{Ran, folder, run, run_with_input};
use crate::support::slice;

/// An article as markup; the second paragraph is quoted, behind an emoji and a combining mark.
const PARAGRAPHS: &str = "<p>The ferry between the two islands was late again on Monday 😀, and the cafe\u{301} on the quay was full by nine.</p>\
    <p>“We sail on Tuesday,” said Ana Ruiz, the harbour master, to some forty people on the quay, many of whom had slept there.</p>";

const QUOTED: &str = "We sail on Tuesday,";

fn page() -> String {
    format!(
        "<html lang=\"en\"><head><title>Tide</title><link rel=canonical href=\"https://example.org/tide\">\
         <meta name=author content=\"Bo Lind\"><meta property=\"og:site_name\" content=\"Example\">\
         <meta property=\"article:published_time\" content=\"2024-03-02\"><meta property=\"article:modified_time\" content=\"2024-03-03\">\
         </head><body><nav><a href=/>Home</a></nav><article>{PARAGRAPHS}</article></body></html>"
    )
}

fn rss() -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Example</title><language>en</language>\
         <item><title>Tide</title><link>https://example.org/tide</link><author>Bo Lind</author><pubDate>2024-03-02</pubDate>\
         <content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item>\
         <item><title>Teaser</title><description>Late again.</description></item>\
         <item><title>Broken</title><content:encoded><b></content:encoded></item>\
         <item><guid>second</guid><content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item></channel></rss>"
    )
}

fn warc_record(kind: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/tide\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n\
         WARC-Identified-Content-Language: eng\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// The quote of a record, sliced out of the text that the record keeps.
fn quoted(record: &Value) -> String {
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let quote = &record["quotes"][0];
    assert_eq!(quote["speaker"]["name"], "Ana Ruiz", "{record}");
    let spans: Vec<[usize; 2]> = serde_json::from_value(quote["content"]["spans"].clone()).unwrap();
    slice(&text, &spans)
}

fn problems(ran: &Ran) -> Vec<&str> {
    ran.err.lines().collect()
}

#[test]
fn a_page_keeps_its_text_in_the_record() {
    let here = folder(&[
        ("a.html", page().as_bytes()),
        ("b.txt", b"\xe2\x80\x9cYes,\xe2\x80\x9d said Ana Ruiz."),
    ]);
    let ran = run(here.path(), &["extract", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let records = ran.records();
    assert_eq!(quoted(&records[0]), QUOTED);
    assert_eq!(
        records[0]["article"],
        json!({"path": "a.html", "url": "https://example.org/tide", "headline": "Tide", "byline": ["Bo Lind"], "publisher": "Example",
               "published": "2024-03-02", "modified": "2024-03-03", "language": "en"})
    );
    // What a file holds is not written again.
    assert_eq!(records[1].get("text"), None);
    assert_eq!(records[1]["article"].get("modified"), None);
    let utf16 = run(here.path(), &["extract", "a.html", "--offsets", "utf16"]).records();
    let units: Vec<u16> = utf16[0]["text"].as_str().unwrap().encode_utf16().collect();
    let span = &utf16[0]["quotes"][0]["content"]["spans"][0];
    let at = |end: usize| usize::try_from(span[end].as_u64().unwrap()).unwrap();
    assert_eq!(String::from_utf16(&units[at(0)..at(1)]).unwrap(), QUOTED);
    // In any encoding that the page names.
    let latin = [
        &b"<meta charset=iso-8859-1>"[..],
        page()
            .replace('😀', "")
            .replace("e\u{301}", "é")
            .replace(['“', '”'], "\"")
            .chars()
            .map(|c| c as u8)
            .collect::<Vec<u8>>()
            .as_slice(),
    ]
    .concat();
    let ran = run_with_input(here.path(), &["extract", "--from", "html"], &latin);
    assert!(
        ran.records()[0]["text"].as_str().unwrap().contains("café"),
        "{}",
        ran.out
    );
}

#[test]
fn the_people_of_ninjs_are_known_in_their_article_alone() {
    let article = |people: Value, uri: &str| {
        json!({"uri": uri, "versionCreated": "2024-03-02T08:00:00Z", "people": people, "by": "Bo Lind", "copyrightHolder": "Example",
               "headlines": [{"value": "Tide"}], "language": "en", "bodies": [{"role": "main", "contentType": "text/html", "value": PARAGRAPHS}]})
    };
    let known =
        json!([{"name": "Ana Ruiz", "rel": "mentioned", "uri": "https://example.org/people/7"}]);
    let all = json!([article(known.clone(), "urn:1"), article(json!([]), "urn:2"), {"uri": "urn:3", "versionCreated": "2024", "bodies": []},
                     {"standard": {"name": "ninjs", "version": "9.1"}, "uri": "urn:4", "bodies": [{"value": "a"}]}, article(json!([]), "urn:5")]);
    let one = article(known, "urn:6");
    let gazetteer = "id,name\nport:7,Ana Ruiz\n";
    let here = folder(&[
        ("all.json", all.to_string().as_bytes()),
        ("one.json", one.to_string().as_bytes()),
        ("names.csv", gazetteer.as_bytes()),
    ]);
    let ran = run(here.path(), &["extract", "."]);
    assert_eq!(ran.ids(), ["urn:1", "urn:2", "urn:5", "urn:6"]);
    assert_eq!(
        problems(&ran),
        [
            "inquit: all.json:3: ninjs without a body (looked for bodies and body_text, body_xhtml, …)",
            "inquit: all.json:4: ninjs 9.1 is not known: 1.x, 2.x and 3.x are"
        ]
    );
    for (record, known) in ran.records().iter().zip([true, false, false, true]) {
        assert_eq!(quoted(record), QUOTED);
        let speaker = &record["speakers"][0];
        if known {
            assert_eq!(speaker["id"], "https://example.org/people/7");
            assert_eq!(speaker["same_as"], json!(["https://example.org/people/7"]));
            assert_eq!(
                record["quotes"][0]["speaker"]["gazetteer"],
                "https://example.org/people/7"
            );
        } else {
            assert_eq!(speaker["id"], "ana-ruiz", "nothing leaks");
        }
    }
    // The user's own names are surer.
    let ran = run(
        here.path(),
        &["extract", "one.json", "--gazetteer", "names.csv"],
    );
    assert_eq!(ran.records()[0]["speakers"][0]["id"], "port:7");
    // Named for what it is, whatever its fields are.
    let odd = br#"{"body_text": "\u201cYes,\u201d said Ana Ruiz."}"#;
    let ran = run_with_input(here.path(), &["extract", "--from", "ninjs"], odd);
    assert_eq!(ran.records()[0]["quotes"][0]["content"]["text"], "Yes,");
}

#[test]
fn json_is_an_object_or_several() {
    let one = r#"{"article": {"main": {"body": "“Yes,” said Ana Ruiz."}, "updated": "2024"}}"#;
    let here = folder(&[
        ("one.json", one.as_bytes()),
        (
            "all.json",
            format!("[{one}, {{\"broken\": }}, 7, {one}]").as_bytes(),
        ),
        ("x.gold.json", b"[]"),
    ]);
    let args = [
        "extract",
        ".",
        "--field",
        "text=article.main.body",
        "--field",
        "modified=article.updated",
    ];
    let ran = run(here.path(), &args);
    assert_eq!(ran.ids(), ["all.json:1", "all.json:4", "one.json"]);
    assert_eq!(ran.records()[0]["article"]["modified"], "2024");
    assert_eq!(ran.records()[0].get("text"), None, "a field holds it");
    let problems = problems(&ran);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("inquit: all.json:2: not a JSON object"));
    assert!(problems[1].starts_with("inquit: all.json:3: not a JSON object"));
    let cut = run_with_input(
        here.path(),
        &["extract", "--from", "json"],
        b"[{\"text\": \"a\"}, {\"text\"",
    );
    assert_eq!(cut.ids(), ["stdin:1"]);
    assert!(
        cut.err.contains("stdin:2: not a JSON object"),
        "{}",
        cut.err
    );
    assert!(
        cut.err
            .contains("stdin: broken JSON: the file ends inside its array"),
        "{}",
        cut.err
    );
}

#[test]
fn feeds_give_an_article_for_each_item() {
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Example</title><entry><id>urn:1</id><updated>2024-03-02</updated>\
         <content type=\"xhtml\"><div>{PARAGRAPHS}</div></content></entry></feed>"
    );
    let here = folder(&[
        ("a.rss", rss().as_bytes()),
        ("b.atom", atom.as_bytes()),
        ("c.xml", b"<urlset></urlset>"),
    ]);
    let ran = run(here.path(), &["extract", "."]);
    assert_eq!(ran.ids(), ["https://example.org/tide", "second", "urn:1"]);
    for record in ran.records() {
        assert_eq!(quoted(&record), QUOTED);
        assert_eq!(record["article"]["publisher"], "Example");
    }
    let problems = problems(&ran);
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert_eq!(
        problems[0],
        "inquit: a.rss:2: no text in the item but a summary of 2 words"
    );
    assert!(
        problems[1].starts_with("inquit: a.rss:3: broken XML: "),
        "{problems:?}"
    );
    assert_eq!(problems[2], "inquit: c.xml: no RSS or Atom feed");
}

#[test]
fn web_archives_are_read_record_by_record() {
    let response = |status: &str, media: &str, body: &str| {
        warc_record(
            "response",
            &format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{body}"),
        )
    };
    let wrong = warc_record("conversion", "a").replace("Content-Length: 1", "Content-Length: 9");
    let members = [
        warc_record("warcinfo", "software: x"),
        warc_record("request", "GET / HTTP/1.1\r\n\r\n"),
        response("200 OK", "text/html; charset=utf-8", &page()),
        response("200 OK", "image/png", "x"),
        response("200 OK", "text/html", "<p>Nothing here.</p>"),
        wrong,
        warc_record("conversion", "Tide\n“We sail on Tuesday,” said Ana Ruiz."),
    ];
    let packed: Vec<u8> = members
        .iter()
        .flat_map(|member| gzip(member.as_bytes()))
        .collect();
    let cut = &packed[..packed.len() - 60];
    let bomb = gzip(&vec![b'a'; 8 << 20]);
    let here = folder(&[
        ("a.warc.gz", &packed),
        ("b.warc.wet.gz", cut),
        ("c.html.gz", &bomb),
        ("d.txt", b"\xe2\x80\x9cYes,\xe2\x80\x9d said Ana Ruiz."),
    ]);
    let ran = run(here.path(), &["extract", ".", "--max-size", "1M"]);
    assert_eq!(
        ran.ids(),
        ["a.warc.gz:3", "a.warc.gz:7", "b.warc.wet.gz:3", "d.txt"]
    );
    let records = ran.records();
    for record in &records[..2] {
        assert_eq!(quoted(record), QUOTED);
        let article = &record["article"];
        assert_eq!(article["url"], "https://example.org/tide");
        assert_eq!(article["language"], "eng");
    }
    assert_eq!(records[0]["article"]["published"], "2024-03-02");
    assert_eq!(
        records[1]["article"]["published"],
        Value::Null,
        "a crawl is no publication"
    );
    let problems = problems(&ran);
    let want = [
        "inquit: a.warc.gz:5: no article in the page",
        "inquit: a.warc.gz:6: Content-Length is 9, but",
        "inquit: b.warc.wet.gz:5: no article in the page",
        "inquit: b.warc.wet.gz:6: Content-Length is 9, but",
        "inquit: b.warc.wet.gz: ",
        "inquit: c.html.gz: an article of more than 1000000 bytes (--max-size)",
    ];
    assert_eq!(problems.len(), want.len(), "{problems:#?}");
    for (problem, want) in problems.iter().zip(want) {
        assert!(problem.starts_with(want), "{problem}");
    }
}

#[test]
fn what_is_not_english_is_noted_and_skipped() {
    let german = "Die Fähre zwischen den beiden Inseln kam am Montag wieder zu spät. „Wir fahren am Dienstag“, sagte Ana Ruiz den Leuten \
                  am Kai, von denen viele dort geschlafen hatten. Niemand hatte ihnen gesagt, warum das Schiff nicht gekommen war.";
    let short = r#"{"text": "“Ja,” said Ana Ruiz.", "language": "de"}"#;
    let here = folder(&[("a.txt", german.as_bytes()), ("b.jsonl", short.as_bytes())]);
    let ran = run(here.path(), &["extract", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let notes: Vec<Value> = ran
        .records()
        .iter()
        .map(|record| record["notes"].clone())
        .collect();
    assert_eq!(
        notes,
        [
            json!(["no quotes were looked for: the text is in German, not English"]),
            json!(["no quotes were looked for: the metadata say that it is in `de`, not English"])
        ]
    );
    assert!(
        ran.records()
            .iter()
            .all(|record| record["quotes"] == json!([]))
    );
    let ran = run(here.path(), &["extract", ".", "--language", "en"]);
    assert!(
        ran.records()
            .iter()
            .all(|record| record.get("notes").is_none())
    );
    assert_eq!(ran.records()[1]["quotes"][0]["content"]["text"], "Ja,");
}

#[test]
fn nobody_speaks_in_bylines_captions_and_links() {
    let text = "Ferry late again\n\nAna Moss\n\nHarbour correspondent\n\nThe ferry was late on Monday.\n\nShe said it would sail on Tuesday.\n\n\
                READ MORE: Mayor says ferry is beyond repair\n\nMayor Ines Vale tells passengers the boat is late. (Bo Lind/AP)\n\n\
                Sign up for our newsletter: “The best of Lora, every morning,” says editor Cy Marr\n\nReporting by Jo Park; Editing by Lou Hale\n\n\
                “We have no parts,” Vale said.\n";
    let here = folder(&[("a.txt", text.as_bytes())]);
    let record = run(here.path(), &["extract", "a.txt"]).records().remove(0);
    let quotes = record["quotes"].as_array().unwrap();
    let said: Vec<(&str, &Value)> = quotes
        .iter()
        .map(|quote| {
            (
                quote["content"]["text"].as_str().unwrap(),
                &quote["speaker"]["name"],
            )
        })
        .collect();
    // A caption tells who Vale is; the byline does not tell who she is.
    assert_eq!(said.len(), 2, "{said:?}");
    assert_ne!(said[0].1, "Ana Moss");
    assert_eq!(said[1], ("We have no parts,", &json!("Ines Vale")));
}
