//! Every article of `corpus/`: its record and its margin view against `snapshots/`, the soundness of its gold, and the
//! floor under which the quality must not fall.
//!
//! A changed snapshot is reviewed line by line (`INSTA_UPDATE=always cargo test corpus`, then `git diff snapshots`): it
//! shows what inquit does, which is not always what the gold beside the article wants.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use inquit::Article;
use inquit::evaluate::{Gold, Prediction, acts, read_gold, read_speakers, score, speakers};
use inquit::report::{Snapshot, Text, Writer, readable};
use serde_json::Value;

use crate::support::{Filed, corpus, files, record, root, slice};
use crate::targets::parts;

/// The least relation F over the gold of corpus/ but for [`LATER`] genres, in per cent. Raise it when the rules get better; never lower it to get a
/// change in.
const RELATION_FLOOR: f64 = 92.0;

/// The genres whose articles came after the rules, and are scored apart: no rule was tuned on them.
const LATER: [&str; 10] = [
    "crime",
    "culture",
    "football",
    "health",
    "magazine",
    "markets",
    "obituaries",
    "tech",
    "travel",
    "weather",
];

/// The least relation F over those.
const LATER_FLOOR: f64 = 77.0;

/// The genre made to make it hard to say who a source is, scored apart, too.
const IDENTITY: &str = "identity";

/// The least relation F and speaker accuracy over it.
const IDENTITY_FLOORS: (f64, f64) = (83.0, 74.0);

/// The least accuracy of acts on matched quotes of all of corpus/.
const ACT_FLOOR: f64 = 95.0;

/// The least speaker accuracy on matched quotes of the same, in per cent.
const SPEAKER_FLOOR: f64 = 93.0;

/// The constructions of the case list that corpus/ must show, each at least twice.
const CASES: std::ops::RangeInclusive<u64> = 1..=40;

#[test]
fn records() {
    snapshots("quotes", |filed| readable(&record(&filed.article)));
}

#[test]
fn snapshots_are_read_as_they_are_written() {
    for path in files(&root().join("snapshots/quotes")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let snapshot =
            Snapshot::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!snapshot.record.quotes.is_empty(), "{}", path.display());
        assert!(snapshot.to_string() == text, "{}", path.display());
    }
}

#[test]
fn margin_views() {
    snapshots("margin", |filed| {
        let mut out = Vec::new();
        let writer = Text {
            width: 120,
            color: false,
        };
        writer
            .article(&filed.article.text, &record(&filed.article), &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    });
}

/// Holds `view` of every article against `snapshots/FOLDER/NAME.snap`. Goes on after a difference, so that one run shows
/// (or accepts) them all.
fn snapshots(folder: &str, view: impl Fn(&Filed) -> String) {
    let path = root().join("snapshots").join(folder);
    let articles = corpus();
    let mut different = Vec::new();
    for filed in &articles {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&path);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let held = catch_unwind(AssertUnwindSafe(|| {
            let view = view(filed);
            settings.bind(|| insta::assert_snapshot!(filed.name.as_str(), view));
        }));
        if held.is_err() {
            different.push(filed.name.as_str());
        }
    }
    assert!(different.is_empty(), "in snapshots/{folder}: {different:?}");

    let names: BTreeSet<&str> = articles.iter().map(|filed| filed.name.as_str()).collect();
    for file in files(&path) {
        let name = file.file_name().unwrap().to_str().unwrap();
        if let Some(name) = name.strip_suffix(".snap") {
            assert!(names.contains(name), "{} has no article", file.display());
        }
    }
}

#[test]
fn quotes_re_slice() {
    for filed in corpus() {
        let text: Vec<char> = filed.article.text.chars().collect();
        for quote in record(&filed.article).quotes {
            for (part, claimed, spans) in parts(&quote) {
                assert_eq!(slice(&text, spans), claimed, "{} {part}", quote.id);
            }
        }
    }
}

#[test]
fn gold_is_sound() {
    const TYPES: [&str; 3] = ["direct", "indirect", "mixed"];
    const ACTS: [&str; 5] = ["speech", "writing", "thought", "intention", "perception"];
    const KINDS: [&str; 5] = ["person", "group", "organization", "document", "unknown"];
    const STATUSES: [&str; 3] = ["linked", "ambiguous", "unknown"];
    let one_of = |known: &[&str], value: &Value| value.as_str().is_some_and(|v| known.contains(&v));
    for filed in corpus() {
        let file = filed.gold_path.display();
        let text: Vec<char> = filed.article.text.chars().collect();
        let gold: Value = serde_json::from_str(&filed.gold_file())
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        let name = filed.article.id.rsplit('/').next();
        assert_eq!(gold["article"].as_str(), name, "{file}");
        let mut ids = BTreeSet::new();
        for marked in gold["attributions"].as_array().expect("attributions") {
            let id = marked["id"].as_str().expect("an id");
            assert!(ids.insert(id), "{file} {id}: twice");
            let known = one_of(&TYPES, &marked["type"])
                && one_of(&ACTS, &marked["act"])
                && one_of(&KINDS, &marked["speaker"]["kind"])
                && one_of(&STATUSES, &marked["speaker"]["status"])
                && marked["marked"].is_boolean();
            assert!(known, "{file} {id}: {marked}");
            assert!(!marked["content"].is_null(), "{file} {id}: no content");
            for part in ["content", "cue", "source"]
                .map(|part| &marked[part])
                .into_iter()
                .chain([&marked["via"]["source"]])
                .filter(|part| !part.is_null())
            {
                let spans: Vec<[usize; 2]> = serde_json::from_value(part["spans"].clone())
                    .unwrap_or_else(|error| panic!("{file} {id}: {error}"));
                let ordered = spans.is_sorted_by(|a, b| a[1] <= b[0]);
                assert!(ordered && !spans.is_empty(), "{file} {id}: {part}");
                let claimed = part["text"].as_str();
                assert_eq!(claimed, Some(&*slice(&text, &spans)), "{file} {id}");
            }
        }
        assert!(!ids.is_empty(), "{file}: nothing is marked");
    }
}

#[test]
fn every_gold_file_has_its_article() {
    let known: BTreeSet<_> = corpus().into_iter().map(|filed| filed.gold_path).collect();
    for path in files(&root().join("corpus")) {
        let is_gold = path.to_str().unwrap().ends_with(".gold.json");
        assert!(!is_gold || known.contains(&path), "{}", path.display());
    }
}

#[test]
fn corpus_shows_every_case_twice() {
    let mut seen: BTreeMap<u64, usize> = CASES.map(|case| (case, 0)).collect();
    for filed in corpus() {
        let gold: Value = serde_json::from_str(&filed.gold_file()).unwrap();
        for marked in gold["attributions"].as_array().unwrap() {
            for case in marked["cases"].as_array().expect("cases") {
                let case = case.as_u64().expect("a number");
                *seen.get_mut(&case).unwrap_or_else(|| panic!("case {case}")) += 1;
            }
        }
    }
    seen.retain(|_, count| *count < 2);
    assert!(seen.is_empty(), "seen less than twice: {seen:?}");
}

#[test]
fn corpus_is_large_and_even() {
    let articles = corpus();
    assert!(articles.len() >= 50, "{} articles", articles.len());
    let diplomacy = articles.iter().filter(|f| f.genre == "diplomacy").count();
    assert!(diplomacy >= 15, "{diplomacy} articles on diplomacy");
    for filed in articles {
        let words = filed.article.text.split_whitespace().count();
        assert!(
            (150..=700).contains(&words),
            "{}: {words} words",
            filed.name
        );
    }
}

/// What inquit finds in `articles`, by id.
fn predictions<'a>(articles: impl IntoIterator<Item = &'a Article>) -> HashMap<String, Prediction> {
    articles
        .into_iter()
        .map(|article| (article.id.clone(), Prediction::from(&record(article))))
        .collect()
}

#[test]
fn quality_does_not_fall() {
    let (identity, others): (Vec<Filed>, Vec<Filed>) = corpus()
        .into_iter()
        .partition(|filed| filed.genre == IDENTITY);
    let (later, tuned): (Vec<Filed>, Vec<Filed>) = others
        .into_iter()
        .partition(|filed| LATER.contains(&filed.genre.as_str()));
    let relation = |articles: &[Filed]| {
        let gold: Vec<Gold> = articles.iter().map(Filed::gold).collect();
        let predictions = predictions(articles.iter().map(|filed| &filed.article));
        let relation = score(&gold, &predictions).measure("relation").unwrap().f;
        (relation, gold, predictions)
    };
    let (f, mut gold, mut predicted) = relation(&tuned);
    let speaker = speakers(&gold, &predicted).total.accuracy().unwrap();
    let (identity_f, identity_gold, identity_predicted) = relation(&identity);
    let identity_speaker = speakers(&identity_gold, &identity_predicted)
        .total
        .accuracy()
        .unwrap();
    let (later_f, later_gold, later_predicted) = relation(&later);
    gold.extend(later_gold);
    predicted.extend(later_predicted);
    let acts = acts(&gold, &predicted).unwrap();
    let act = 100.0 * acts.right as f64 / acts.matched as f64;
    println!("relation F {f}, later genres {later_f}, speaker accuracy {speaker}, acts {act:.1}");
    println!("identity: relation F {identity_f}, speaker accuracy {identity_speaker}");
    assert!(
        identity_f >= IDENTITY_FLOORS.0,
        "relation F of identity {identity_f}"
    );
    assert!(
        identity_speaker >= IDENTITY_FLOORS.1,
        "speaker accuracy of identity {identity_speaker}"
    );
    assert!(f >= RELATION_FLOOR, "relation F {f}");
    assert!(
        later_f >= LATER_FLOOR,
        "relation F of later genres {later_f}"
    );
    assert!(speaker >= SPEAKER_FLOOR, "speaker accuracy {speaker}");
    assert!(act >= ACT_FLOOR, "act accuracy {act}");
}

#[test]
fn the_seed_article_is_read_whole() {
    // 16 overlap by 0.8 and more; the engine takes a sentence too many into the other (docs/evaluation.md).
    const OVERLAP: f64 = 0.6;
    // Attitudes and plans (*seek to*, *recognized*), which the seed's gold does not mark and PolNeAR's does.
    const EXTRA: usize = 11;
    let folder = root().join("../shared/seed");
    if !folder.is_dir() {
        println!("skipped: {} is not here", folder.display());
        return;
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut gold = read_gold("gold.jsonl", &read("gold.jsonl")).unwrap();
    read_speakers(&mut gold, "speakers.jsonl", &read("speakers.jsonl")).unwrap();
    let [gold] = &gold[..] else {
        panic!("one article");
    };
    let article = Article::new(gold.id.clone(), gold.text.clone());
    let record = record(&article);
    let text: Vec<char> = gold.text.chars().collect();

    let mut problems = Vec::new();
    for wanted in &gold.attributions {
        let spans: Vec<[usize; 2]> = wanted
            .content
            .iter()
            .map(|span| span.map(|offset| usize::try_from(offset).unwrap()))
            .collect();
        let words = word_set(&slice(&text, &spans));
        let best = record
            .quotes
            .iter()
            .map(|quote| jaccard(&words, &word_set(&quote.content.text)))
            .fold(0.0, f64::max);
        if best < OVERLAP {
            let id = wanted.id.as_deref().unwrap_or("?");
            problems.push(format!("{id}: the best content overlaps by {best:.2}"));
        }
    }
    let predictions = predictions([&article]);
    let scores = speakers(std::slice::from_ref(gold), &predictions);
    problems.extend(scores.wrong.iter().map(|wrong| format!("{wrong:?}")));
    let role = |name: &str| {
        let speaker = record.speakers.iter().find(|speaker| speaker.name == name);
        speaker.map_or("", |speaker| {
            speaker.roles.last().map_or("", String::as_str)
        })
    };
    for (wanted, name) in [
        ("national security adviser", "Jake Sullivan"),
        ("Chiefs of Staff", "Mark Milley"),
        ("Arms Control Association", "Daryl Kimball"),
    ] {
        if !role(name).ends_with(wanted) {
            problems.push(format!("the role of {name} is {:?}", role(name)));
        }
    }
    let relayed = record.quotes.iter().filter_map(|quote| {
        let via = &quote.via.as_ref()?.source;
        Some((quote.speaker.name.as_deref()?, via.text.as_str()))
    });
    let relayed: Vec<_> = relayed.collect();
    if relayed != [("Xi", "the state news agency")] {
        problems.push(format!("relayed are {relayed:?}"));
    }
    let extra = record.quotes.len().saturating_sub(gold.attributions.len());
    if extra > EXTRA {
        problems.push(format!("{extra} quotes too many"));
    }
    let right = scores.total.right;
    println!("{right} right speakers, {extra} extra quotes");
    assert!(problems.is_empty() && right == 17, "{problems:#?}");
}

fn word_set(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn jaccard(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    let either = one.union(other).count();
    if either == 0 {
        return 0.0;
    }
    both as f64 / either as f64
}
