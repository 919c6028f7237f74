//! Records and writers over documents built by hand, so that they hold whatever the stages find.

use inquit::Article;
use inquit::cue::Act;
use inquit::document::{Document, Paragraph, Sentence};
use inquit::gazetteer::Gender;
use inquit::report::{
    ArticleRecord, Csv, GenderRecord, JsonArray, JsonLines, KindRecord, QuoteLines, StatusRecord,
    Text, Writer,
};
use inquit::span::{OffsetUnit, Span};
use inquit::speaker::{Link, Resolution, Speaker, SpeakerKind, Status};
use inquit::{Attribution, CuePart, QuoteType};

pub(crate) const TEXT: &str = "“We’ll go,” said Zoë Roe, an envoy, “on Monday.”\n\n\
                    𝄞 He also said no, according to the State News Agency. The two women in the room were asked about it by e\u{301}very reporter.";

fn span(part: &str) -> Span {
    let start = TEXT.find(part).unwrap();
    Span::new(start, start + part.len())
}

pub(crate) fn article() -> Article {
    let mut article = Article::new("a.txt", TEXT);
    article.metadata.headline = Some("Talks; \"a start\"".to_owned());
    article.metadata.byline = vec!["A".to_owned(), "B".to_owned()];
    article.notes = vec!["decoded as windows-1252".to_owned()];
    article
}

fn speaker(id: &str, name: &str, kind: SpeakerKind) -> Speaker {
    Speaker {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        ..Speaker::default()
    }
}

fn linked(speaker: usize, resolution: Resolution) -> Link {
    Link {
        speaker: Some(speaker),
        status: Status::Linked,
        resolution: Some(resolution),
        candidates: Vec::new(),
    }
}

fn attribution(content: Vec<Span>, cue: &str, source: &str, speaker: Link) -> Attribution {
    Attribution {
        content,
        quote_type: QuoteType::Direct,
        act: Act::Speech,
        marked: true,
        cue: Some(CuePart {
            spans: vec![span(cue)],
            lemma: "say".into(),
        }),
        source: Some(span(source)),
        via: None,
        continues: None,
        answers: None,
        beside: None,
        inside: None,
        evidence: vec!["because".to_owned()],
        confidence: 0.876,
        speaker,
        via_speaker: None,
    }
}

pub(crate) fn document() -> Document<'static> {
    let sentence = |text: &str, paragraph| Sentence {
        span: span(text),
        tokens: 0..0,
        paragraph,
    };
    let (first, rest) = TEXT.split_once("\n\n").unwrap();
    let (second, third) = rest.split_once(" The two").unwrap();
    let paragraph = |text: &str| Paragraph {
        span: span(text),
        sentences: 0..0,
        tokens: 0..0,
        furniture: None,
    };
    let mut zoe = speaker("zoe-roe", "Zoë Roe", SpeakerKind::Person);
    zoe.roles = vec!["envoy".to_owned(), "special envoy".to_owned()];
    zoe.gender = Gender::Female;
    let ambiguous = Link {
        speaker: None,
        status: Status::Ambiguous,
        resolution: Some(Resolution::Pronoun),
        candidates: vec![(1, 0.551), (3, 0.449)],
    };
    let second_quote = Attribution {
        quote_type: QuoteType::Indirect,
        marked: false,
        via: Some(span("the State News Agency")),
        via_speaker: Some(linked(2, Resolution::Document)),
        ..attribution(vec![span("no")], "also said", "He", ambiguous)
    };
    Document {
        text: TEXT,
        paragraphs: vec![paragraph(first), paragraph(rest)],
        sentences: vec![
            sentence(first, 0),
            sentence(second, 1),
            sentence(&format!("The two{third}"), 1),
        ],
        attributions: vec![
            attribution(
                vec![span("We’ll go,"), span("on Monday.")],
                "said",
                "Zoë Roe, an envoy",
                linked(1, Resolution::Name),
            ),
            second_quote,
            Attribution {
                cue: None,
                source: None,
                act: Act::Thought,
                ..attribution(
                    vec![span(
                        "The two women in the room were asked about it by e\u{301}very reporter",
                    )],
                    "said",
                    "He",
                    Link::default(),
                )
            },
        ],
        speakers: vec![
            speaker("nobody", "No Body", SpeakerKind::Person),
            zoe,
            speaker(
                "state-news-agency",
                "State News Agency",
                SpeakerKind::Organization,
            ),
            speaker("bo-lind", "Bo Lind", SpeakerKind::Person),
        ],
        notes: vec!["a mark is never closed".to_owned()],
        ..Document::default()
    }
}

fn write(writer: &dyn Writer, record: &ArticleRecord) -> String {
    let mut out = Vec::new();
    writer.head(&mut out).unwrap();
    writer.article(TEXT, record, &mut out).unwrap();
    writer.between(&mut out).unwrap();
    writer.article(TEXT, record, &mut out).unwrap();
    writer.foot(2, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_record_says_what_the_document_does() {
    let record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    assert_eq!(
        record.notes,
        ["decoded as windows-1252", "a mark is never closed"]
    );
    assert_eq!(record.article.byline, ["A", "B"]);
    let [first, second, third] = &record.quotes[..] else {
        panic!("three quotes");
    };
    assert_eq!(first.id, "a.txt#q1");
    assert_eq!(first.content.text, "We’ll go, on Monday.");
    assert_eq!(first.confidence, 0.88);
    assert_eq!(first.context.paragraph, 0);
    assert_eq!(first.speaker.name.as_deref(), Some("Zoë Roe"));
    assert_eq!(first.speaker.role.as_deref(), Some("special envoy"));
    assert_eq!(second.context.paragraph, 1);
    assert_eq!(second.speaker.status, StatusRecord::Ambiguous);
    assert_eq!(second.speaker.kind, KindRecord::Person);
    assert_eq!(second.speaker.name, None);
    let names: Vec<(&str, f64)> = second
        .speaker
        .candidates
        .iter()
        .map(|candidate| (candidate.name.as_str(), candidate.score))
        .collect();
    assert_eq!(names, [("Zoë Roe", 0.55), ("Bo Lind", 0.45)]);
    let via = second.via.as_ref().unwrap();
    assert_eq!(via.source.text, "the State News Agency");
    assert_eq!(via.speaker.id.as_deref(), Some("state-news-agency"));
    assert_eq!((&third.cue, &third.source), (&None, &None));
    // Only those who are linked to a quote.
    assert_eq!(record.speakers.len(), 1);
    assert_eq!(
        (record.speakers[0].id.as_str(), record.speakers[0].quotes),
        ("zoe-roe", 1)
    );
    assert_eq!(record.speakers[0].gender, Some(GenderRecord::Female));
}

#[test]
fn every_span_re_slices_in_every_unit() {
    for unit in [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16] {
        let record = ArticleRecord::new(&article(), &document(), unit);
        assert_eq!(record.offsets, unit.name());
        let slice = |[start, end]: [usize; 2]| -> String {
            match unit {
                OffsetUnit::Chars => TEXT.chars().skip(start).take(end - start).collect(),
                OffsetUnit::Bytes => TEXT[start..end].to_owned(),
                OffsetUnit::Utf16 => {
                    let units: Vec<u16> = TEXT.encode_utf16().collect();
                    String::from_utf16(&units[start..end]).unwrap()
                }
            }
        };
        let check = |text: &str, spans: &[[usize; 2]]| {
            let parts: Vec<String> = spans.iter().map(|&span| slice(span)).collect();
            assert_eq!(parts.join(" "), text);
        };
        for quote in &record.quotes {
            check(&quote.content.text, &quote.content.spans);
            if let Some(cue) = &quote.cue {
                check(&cue.text, &cue.spans);
            }
            if let Some(source) = &quote.source {
                check(&source.text, &source.spans);
            }
        }
        let [_, second, _] = &record.quotes[..] else {
            panic!("three quotes");
        };
        assert!(slice(second.context.sentence).starts_with("𝄞 He also"));
        assert!(slice(second.context.sentence).ends_with("Agency."));
        // The margin view reads any unit.
        assert!(write(&Text::default(), &record).contains("source~~~~~~~~~~~"));
    }
}

#[test]
fn retain_keeps_ids_and_counts_anew() {
    let mut record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    record.retain(|quote| quote.source.is_none());
    assert_eq!(record.quotes[0].id, "a.txt#q3");
    assert!(record.speakers.is_empty());
    record.retain(|_| false);
    assert!(record.quotes.is_empty());
}

#[test]
fn formats() {
    let record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    let lines = write(&JsonLines, &record);
    let read: Vec<ArticleRecord> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read, [record.clone(), record.clone()]);
    let read: Vec<ArticleRecord> = serde_json::from_str(&write(&JsonArray, &record)).unwrap();
    assert_eq!(read, [record.clone(), record.clone()]);
    let quotes = write(&QuoteLines, &record);
    assert_eq!(quotes.lines().count(), 6);
    let quote: serde_json::Value = serde_json::from_str(quotes.lines().next().unwrap()).unwrap();
    assert_eq!(quote["article"]["id"], "a.txt");
    assert_eq!(quote["article"]["byline"][1], "B");
    assert_eq!(quote["schema"], "inquit/1");
    assert_eq!(
        quote["content"]["spans"],
        serde_json::json!([[1, 10], [37, 47]])
    );

    let table = write(&Csv, &record);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    let cell = |row: usize, name: &str| {
        let column = header.iter().position(|known| known == name).unwrap();
        rows[row][column].to_owned()
    };
    assert_eq!(cell(0, "headline"), "Talks; \"a start\"");
    assert_eq!(cell(0, "byline"), "A; B");
    assert_eq!(cell(0, "content_spans"), "1-10;37-47");
    assert_eq!(cell(1, "candidates"), "Zoë Roe; Bo Lind");
    assert_eq!(cell(1, "via"), "State News Agency");
    assert_eq!(cell(2, "cue"), "");
    assert_eq!(cell(2, "confidence"), "0.88");
}

#[test]
fn margin_view() {
    let mut record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    let text = write(
        &Text {
            width: 80,
            color: false,
        },
        &record,
    );
    let once = text.split("\n\na.txt").next().unwrap();
    insta::with_settings!({snapshot_path => "../snapshots/report", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("margin_view", once);
    });
    for line in text.lines() {
        assert!(line.chars().count() <= 81, "{line}");
    }
    record.id = "evil\x1b[2J".to_owned();
    assert!(!write(&Text::default(), &record).contains('\x1b'));
    let colored = write(
        &Text {
            width: 80,
            color: true,
        },
        &record,
    );
    assert!(colored.contains("“\x1b[32mWe’ll go,\x1b[0m” \x1b[33msaid\x1b[0m \x1b[36mZoë Roe, an"));
    assert!(!colored.contains("cue^"));
}

#[cfg(feature = "schema")]
#[test]
fn records_meet_the_schema_and_the_schema_does_not_change_unseen() {
    let schema = inquit::report::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let record = ArticleRecord::new(&article(), &document(), OffsetUnit::Chars);
    let mut value = serde_json::to_value(&record).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    value["quotes"][0].as_object_mut().unwrap().remove("via");
    assert!(!validator.is_valid(&value), "every field is always there");
    insta::with_settings!({snapshot_path => "../snapshots/schema", prepend_module_to_snapshot => false, sort_maps => true}, {
        insta::assert_json_snapshot!("record", schema);
    });
}
