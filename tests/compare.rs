//! What counts as a change between two records, and what it is called. The records are built by hand; the words are ours.

use std::time::Instant;

use inquit::compare::{Change, ChangeKind, ChangeText, Comparison, THRESHOLD, compare};
use inquit::report::{
    ActRecord, ArticleRecord, ContextRecord, CueRecord, KindRecord, PartRecord, QuoteRecord,
    ResolutionRecord, SCHEMA, SpeakerRecord, StatusRecord, TypeRecord,
};

/// A speaker of that name.
pub(crate) fn speaker(name: &str) -> SpeakerRecord {
    SpeakerRecord {
        id: Some(name.to_lowercase().replace(' ', "-")),
        name: Some(name.to_owned()),
        kind: KindRecord::Person,
        role: None,
        status: StatusRecord::Linked,
        resolution: Some(ResolutionRecord::Name),
        gazetteer: None,
        candidates: Vec::new(),
    }
}

/// `content`, said by `name`, from character `start` on; cue and source follow it.
pub(crate) fn quote(start: usize, content: &str, name: &str) -> QuoteRecord {
    let mut at = start;
    let mut part = |text: &str| {
        let span = [at, at + text.chars().count()];
        at = span[1] + 1;
        PartRecord {
            text: text.to_owned(),
            spans: vec![span],
        }
    };
    let (content, cue, source) = (part(content), part("said"), part(name));
    QuoteRecord {
        id: String::new(),
        quote_type: TypeRecord::Direct,
        act: ActRecord::Speech,
        force: Default::default(),
        marked: true,
        context: ContextRecord {
            sentence: [start, source.spans[0][1]],
            paragraph: 0,
        },
        content,
        cue: Some(CueRecord {
            text: cue.text,
            lemma: "say".to_owned(),
            spans: cue.spans,
        }),
        source: Some(source),
        speaker: speaker(name),
        via: None,
        confidence: 0.9,
        evidence: vec!["because".to_owned()],
        checkable: false,
        signals: Vec::new(),
    }
}

/// The record of article `a.txt` with these quotes.
pub(crate) fn record(quotes: Vec<QuoteRecord>) -> ArticleRecord {
    let mut record = ArticleRecord {
        schema: SCHEMA.to_owned(),
        id: "a.txt".to_owned(),
        article: inquit::Metadata::default(),
        text_sha256: "one".to_owned(),
        text: None,
        offsets: "chars".to_owned(),
        quotes,
        speakers: Vec::new(),
        notes: Vec::new(),
    };
    for (index, quote) in record.quotes.iter_mut().enumerate() {
        quote.id = format!("a.txt#q{}", index + 1);
    }
    record
}

fn changes(old: Vec<QuoteRecord>, new: Vec<QuoteRecord>) -> Vec<Change> {
    compare(&[record(old)], &[record(new)], THRESHOLD).changes
}

fn kinds(change: &Change) -> Vec<ChangeKind> {
    change.differences.iter().map(|one| one.kind).collect()
}

/// One change for a reader, without its id.
fn shown(change: &Change) -> String {
    let mut out = Vec::new();
    ChangeText { color: false }
        .change(change, &mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    let (id, rest) = text.split_once(": ").unwrap();
    assert_eq!(id, change.id);
    rest.to_owned()
}

#[test]
fn each_difference_has_its_name() {
    use ChangeKind as Kind;
    type Make = fn(&mut QuoteRecord);
    let cases: [(&[Kind], Make, &str); 15] = [
        (&[], |_| {}, ""),
        (&[], |new| new.confidence = 0.51, ""),
        (
            &[],
            |new| new.evidence = vec!["for another reason".to_owned()],
            "",
        ),
        (&[], |new| new.id = "a.txt#q77".to_owned(), ""),
        (
            &[],
            |new| new.speaker.resolution = Some(ResolutionRecord::Pronoun),
            "",
        ),
        (
            &[Kind::Confidence],
            |new| new.confidence = 0.49,
            "confidence crossed\n  confidence: [-0.90-] {+0.49+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::ContentLonger],
            |new| *new = quote(0, "the ferry sails on Monday at dawn", "Ana Ruiz"),
            // Of one text: what follows the content moved, too.
            "",
        ),
        (
            &[Kind::Speaker],
            |new| new.speaker = speaker("Bo Lind"),
            "speaker changed\n  speaker: [-Ana Ruiz-] {+Bo Lind+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Speaker],
            |new| new.speaker.id = Some("port:7".to_owned()),
            "speaker changed\n  speaker: [-Ana Ruiz (ana-ruiz)-] {+Ana Ruiz (port:7)+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Source],
            |new| {
                new.source = Some(PartRecord {
                    text: "she".to_owned(),
                    spans: vec![[31, 34]],
                })
            },
            "source moved\n  source: [-Ana Ruiz-] {+she+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Source],
            |new| {
                new.source = Some(PartRecord {
                    text: "Ana Ruiz".to_owned(),
                    spans: vec![[50, 58]],
                })
            },
            "source moved\n  source: [-Ana Ruiz-] {+Ana Ruiz+} (elsewhere)\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Cue],
            |new| new.cue = None,
            "cue moved\n  cue: [-said-] {+none+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Type],
            |new| new.quote_type = TypeRecord::Indirect,
            "type changed\n  type: [-direct-] {+indirect+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Act],
            |new| new.act = ActRecord::Writing,
            "act changed\n  act: [-speech-] {+writing+}\n    the ferry sails on Monday\n",
        ),
        (
            &[Kind::Via],
            |new| {
                new.via = Some(inquit::report::ViaRecord {
                    source: PartRecord {
                        text: "the agency".to_owned(),
                        spans: vec![[60, 70]],
                    },
                    speaker: speaker("Harbour Agency"),
                });
            },
            "via changed\n  via: [-none-] {+Harbour Agency+}\n    the ferry sails on Monday\n",
        ),
    ];
    for (want, change, text) in cases {
        let old = quote(0, "the ferry sails on Monday", "Ana Ruiz");
        let mut new = old.clone();
        change(&mut new);
        let got = changes(vec![old], vec![new]);
        match (want, &got[..]) {
            ([], []) => {}
            ([Kind::ContentLonger], [got]) => {
                assert_eq!(kinds(got), [Kind::ContentLonger, Kind::Source, Kind::Cue]);
                let longer = &got.differences[0];
                assert_eq!(
                    (longer.before.as_deref(), longer.after.as_deref()),
                    (None, Some("at dawn"))
                );
            }
            (want, [got]) => {
                assert_eq!(kinds(got), want);
                assert_eq!(shown(got), text);
            }
            (want, got) => panic!("{want:?}: {got:?}"),
        }
    }
}

#[test]
fn what_is_new_or_gone_is_said_whole() {
    let both = || quote(0, "the ferry sails on Monday", "Ana Ruiz");
    let one = || quote(60, "nobody asked the crew", "Bo Lind");
    let [added] = &changes(vec![both()], vec![both(), one()])[..] else {
        panic!("one change");
    };
    assert_eq!(
        shown(added),
        "added\n  Bo Lind, direct speech\n  + nobody asked the crew\n"
    );
    let [removed] = &changes(vec![both(), one()], vec![both()])[..] else {
        panic!("one change");
    };
    assert_eq!(
        shown(removed),
        "removed\n  Bo Lind, direct speech\n  - nobody asked the crew\n"
    );
    assert_ne!(added.id, removed.id);
}

#[test]
fn of_one_text_contents_are_paired_by_where_they_overlap() {
    // One content became two; the one with more of its words is the one.
    let old = vec![quote(
        0,
        "the ferry sails on Monday and the crew is not paid",
        "Ana Ruiz",
    )];
    let mut second = quote(30, "the crew is not paid", "Ana Ruiz");
    second.cue = None;
    let new = vec![quote(0, "the ferry sails on Monday", "Ana Ruiz"), second];
    let got = changes(old, new);
    let kinds: Vec<_> = got.iter().map(kinds).collect();
    assert_eq!(kinds[0][0], ChangeKind::ContentShorter);
    assert_eq!(
        got[0].differences[0].after.as_deref(),
        Some("and the crew is not paid")
    );
    assert_eq!(kinds[1], [ChangeKind::Added]);
}

#[test]
fn a_shift_of_offsets_is_no_change() {
    let quotes = |shift: usize| {
        vec![
            quote(shift, "the ferry sails on Monday", "Ana Ruiz"),
            quote(shift + 60, "nobody\nasked the crew", "Bo Lind"),
            quote(shift + 120, "Yes", "Ana Ruiz"),
            quote(shift + 140, "Yes", "Bo Lind"),
        ]
    };
    let old = record(quotes(0));
    let mut edited = quotes(400);
    edited[1].content.text = "nobody asked the crew".to_owned();
    edited.remove(2);
    let mut new = record(edited);
    new.text_sha256 = "two".to_owned();
    let got = compare(
        std::slice::from_ref(&old),
        std::slice::from_ref(&new),
        THRESHOLD,
    )
    .changes;
    let [text, gone] = &got[..] else {
        panic!("{got:?}");
    };
    assert_eq!(kinds(text), [ChangeKind::TextChanged]);
    assert_eq!(kinds(gone), [ChangeKind::Removed]);
    assert_eq!(
        gone.old.as_ref().unwrap().speaker.name.as_deref(),
        Some("Ana Ruiz")
    );
    // A quote that was rewritten is still the same quote, and its offsets are no evidence.
    let mut new = record(quotes(400));
    new.text_sha256 = "three".to_owned();
    new.quotes[0] = quote(
        900,
        "the last ferry sails on Sunday, not on Monday",
        "Ana Ruiz",
    );
    let got = compare(&[old], &[new], THRESHOLD).changes;
    assert_eq!(got.len(), 2, "{got:?}");
    assert_eq!(kinds(&got[1]), [ChangeKind::ContentChanged]);
    assert_eq!(
        shown(&got[1]),
        "content changed\n  - the ferry sails on Monday\n  + the {+last+} ferry sails on {+Sunday, not on+} Monday\n"
    );
}

#[test]
fn an_id_is_made_of_what_changed_and_not_of_the_run() {
    let old = quote(0, "the ferry sails on Monday", "Ana Ruiz");
    let new = quote(0, "the ferry sails on Monday", "Bo Lind");
    let [first] = &changes(vec![old.clone()], vec![new.clone()])[..] else {
        panic!("one change");
    };
    assert!(first.id.starts_with("a.txt#"), "{}", first.id);
    // Elsewhere, beside another change, with another confidence: the same change.
    let mut moved = quote(500, "the ferry sails on Monday", "Bo Lind");
    moved.confidence = 0.7;
    let mut before = quote(500, "the ferry sails on Monday", "Ana Ruiz");
    before.confidence = 0.8;
    let other = quote(0, "nobody asked the crew", "Cy Moss");
    let [_, again] = &changes(vec![before], vec![other, moved])[..] else {
        panic!("two changes");
    };
    assert_eq!(first.id, again.id);
    // What was rejected and became something else is another change.
    let [third] = &changes(
        vec![old],
        vec![quote(0, "the ferry sails on Monday", "Cy Moss")],
    )[..] else {
        panic!("one change");
    };
    assert_ne!(first.id, third.id);
    // Two that are the same in all but the place are decided upon together.
    let yes = |start| quote(start, "Yes", "Ana Ruiz");
    let twice = changes(vec![], vec![yes(0), yes(50)]);
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[1].id, twice[0].id);
}

#[test]
fn articles_come_and_go() {
    let named = |id: &str| ArticleRecord {
        id: id.to_owned(),
        ..record(vec![quote(0, "the ferry sails on Monday", "Ana Ruiz")])
    };
    let comparison = compare(
        &[named("a"), named("b")],
        &[named("b"), named("c")],
        THRESHOLD,
    );
    let got: Vec<(String, ChangeKind)> = comparison
        .changes
        .iter()
        .map(|change| (change.article.clone(), kinds(change)[0]))
        .collect();
    assert_eq!(
        got,
        [
            ("c".to_owned(), ChangeKind::ArticleAdded),
            ("a".to_owned(), ChangeKind::ArticleRemoved)
        ]
    );
    let mut out = Vec::new();
    ChangeText::default()
        .summary(&comparison.summary, &mut out)
        .unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "2 changes in 2 of 3 articles\n  by kind: article added 1, article removed 1\n"
    );
}

#[test]
fn a_comparison_is_the_same_after_json() {
    let old = record(vec![quote(0, "the ferry sails on Monday", "Ana Ruiz")]);
    let new = record(vec![
        quote(0, "the ferry sails", "Bo Lind"),
        quote(70, "nobody asked the crew", "Bo Lind"),
    ]);
    let comparison = compare(&[old], &[new], THRESHOLD);
    let json = serde_json::to_string(&comparison).unwrap();
    let read: Comparison = serde_json::from_str(&json).unwrap();
    assert_eq!(read, comparison);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["schema"], "inquit-diff/1");
    assert_eq!(value["summary"]["kinds"]["content-shorter"], 1);
    assert_eq!(value["changes"][0]["differences"][0]["after"], "on Monday");
    assert_eq!(
        value["summary"]["speakers"],
        serde_json::json!([
            {"id": "bo-lind", "name": "Bo Lind", "changes": 2},
            {"id": "ana-ruiz", "name": "Ana Ruiz", "changes": 1},
        ])
    );
}

#[test]
fn thousands_of_quotes_are_compared_in_no_time() {
    // All of them changed and in another text: nothing is equal, and all share words.
    let side = |word: &str, sha: &str| {
        let quotes = (0..10_000).map(|n| {
            let content = format!(
                "the crew of boat {n} and the crew of boat {} {word} the port",
                n + 1
            );
            quote(n * 100, &content, "Ana Ruiz")
        });
        let mut record = record(quotes.collect());
        record.text_sha256 = sha.to_owned();
        record
    };
    for sha in ["one", "two"] {
        let (old, new) = (side("left", "one"), side("never left", sha));
        let before = Instant::now();
        let comparison = compare(&[old], &[new], THRESHOLD);
        let seconds = before.elapsed().as_secs_f64();
        println!("10,000 changed quotes: {seconds:.2} s");
        assert_eq!(
            comparison.summary.kinds[&ChangeKind::ContentChanged],
            10_000
        );
        assert!(!comparison.summary.kinds.contains_key(&ChangeKind::Added));
        // All with all would take minutes.
        assert!(seconds < 20.0, "{seconds}");
    }
}

#[cfg(feature = "cli")]
mod command {
    use super::{quote, record};
    use crate::batch::gzip;
    use crate::cli::{folder, run};

    #[test]
    fn two_files_two_folders_or_one_of_each() {
        let old = record(vec![quote(0, "the ferry sails on Monday", "Ana Ruiz")]);
        let new = record(vec![quote(0, "the ferry sails on Monday", "Bo Lind")]);
        let [old, new] =
            [old, new].map(|record| format!("{}\n", serde_json::to_string(&record).unwrap()));
        let here = folder(&[
            ("old.jsonl", old.as_bytes()),
            ("new.jsonl.gz", &gzip(new.as_bytes())),
            ("new/records-1.jsonl", new.as_bytes()),
            ("new/manifest.json", b"{}"),
            ("next.jsonl", old.replace("inquit/1", "inquit/2").as_bytes()),
            ("other.jsonl", b"{\"text\": \"An article.\"}\n[1]\n"),
        ]);
        let diff = |old: &str, new: &str| run(here.path(), &["diff", old, new]);
        let same = diff("new", "new.jsonl.gz");
        assert_eq!(
            (same.code, same.out.as_str()),
            (0, "no change in 1 article\n")
        );
        for new in ["new", "new.jsonl.gz"] {
            let ran = diff("old.jsonl", new);
            assert_eq!((ran.code, ran.err.as_str()), (1, ""));
            let (id, rest) = ran.out.split_once(':').unwrap();
            assert!(id.starts_with("a.txt#"), "{id}");
            assert_eq!(
                rest,
                " speaker changed, source moved\n  speaker: [-Ana Ruiz-] {+Bo Lind+}\n  \
                 source: [-Ana Ruiz-] {+Bo Lind+}\n    the ferry sails on Monday\n\n\
                 1 change in 1 of 1 article\n  by kind: speaker changed 1, source moved 1\n  \
                 by speaker: Ana Ruiz 1, Bo Lind 1\n"
            );
        }
        let json = run(
            here.path(),
            &["diff", "old.jsonl", "new", "--format", "json"],
        );
        let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(json["changes"][0]["new"]["speaker"]["id"], "bo-lind");

        let trouble = diff("old.jsonl", "nothing.jsonl");
        assert_eq!(trouble.code, 2);
        assert_eq!(
            trouble.err,
            "inquit: nothing.jsonl: no such file or folder\n"
        );
        let trouble = diff("old.jsonl", "next.jsonl");
        assert_eq!(trouble.code, 2);
        assert_eq!(
            trouble.err,
            "inquit: next.jsonl:1: `inquit/2` is no record of `inquit/1`\n"
        );
        let trouble = diff("other.jsonl", "old.jsonl");
        assert_eq!(trouble.code, 2);
        let because = "no record as `extract --format jsonl` writes it";
        assert_eq!(
            trouble.err,
            format!("inquit: other.jsonl:1: {because}\ninquit: other.jsonl:2: {because}\n")
        );
    }
}
