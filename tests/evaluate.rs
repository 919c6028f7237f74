//! The evaluation against fixed cases and, where the reference scorer is at hand, against it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use inquit::evaluate::{
    Category, Gold, Measure, Prediction, acts, findings, read_corpus_gold, read_gold,
    read_predictions, read_speakers, score, speakers,
};

use inquit::report::{ActRecord, Only};

const TEXT: &str = "“We will go,” said Ana Ruiz. Bo Lind said the road was closed. He left.";

fn gold() -> Vec<Gold> {
    let line = serde_json::json!({"id": "a", "text": TEXT, "annotations": [{"attributions": [
        {"id": "E1", "content": [[1, 12]], "cue": [[14, 18]], "source": [[19, 27]]},
        {"id": "E2", "content": [[42, 61]], "cue": [[37, 41]], "source": [[29, 36]]},
    ]}, {"attributions": []}]});
    read_gold("gold", &line.to_string()).unwrap()
}

fn predicted(attributions: serde_json::Value) -> HashMap<String, Prediction> {
    let line = serde_json::json!({"id": "a", "attributions": attributions});
    read_predictions("predictions", &line.to_string()).unwrap()
}

#[test]
fn gold_against_itself_is_perfect() {
    let gold = gold();
    let prediction = Prediction {
        attributions: gold[0].attributions.clone(),
        names_speakers: false,
    };
    let scores = score(&gold, &HashMap::from([("a".to_owned(), prediction)]));
    assert_eq!((scores.documents, scores.gold, scores.predicted), (1, 2, 2));
    let perfect = Measure {
        p: 100.0,
        r: 100.0,
        f: 100.0,
    };
    for (name, measure) in &scores.measures {
        if !name.ends_with("_mixed") {
            assert_eq!(*measure, perfect, "{name}");
        }
    }
    assert_eq!(scores.source_accuracy_on_matched, 100.0);
}

#[test]
fn every_category_of_error_is_told() {
    for (attributions, want) in [
        (
            serde_json::json!([]),
            vec![(Category::CueNotFound, 1), (Category::CueNotFound, 42)],
        ),
        (
            serde_json::json!([
                {"content": [[1, 36]], "cue": [[14, 18]], "source": [[19, 27]]},
                {"content": [[46, 50]], "cue": [[37, 41]], "source": [[29, 36]]},
            ]),
            vec![
                (Category::ContentTooLong, 1),
                (Category::ContentTooShort, 42),
            ],
        ),
        (
            serde_json::json!([
                {"content": [[1, 12]], "cue": [[14, 18]], "source": [[29, 36]]},
                {"content": [[42, 61]], "cue": [[37, 41]]},
                {"content": [[63, 70]], "cue": [], "source": []},
            ]),
            vec![
                (Category::WrongSource, 1),
                (Category::MissingSource, 42),
                (Category::Spurious, 63),
            ],
        ),
        (
            serde_json::json!([
                {"content": [[1, 12]], "cue": [[14, 18]], "source": [[19, 27]]},
                {"content": [[63, 70]], "cue": [[37, 41]], "source": [[29, 36]]},
            ]),
            vec![(Category::ContentElsewhere, 42), (Category::Spurious, 63)],
        ),
    ] {
        let got: Vec<(Category, i64)> = findings(&gold(), &predicted(attributions))
            .iter()
            .map(|finding| (finding.category, finding.offset))
            .collect();
        assert_eq!(got, want);
    }
    let mut gold = gold();
    gold[0].attributions[0].source.clear();
    let found = findings(
        &gold,
        &predicted(serde_json::json!([
            {"content": [[1, 12]], "cue": [[14, 18]], "source": [[19, 27]]},
            {"content": [[42, 61]], "cue": [[37, 41]], "source": [[29, 36]]},
        ])),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].category, Category::InventedSource);
    assert_eq!(found[0].gold.as_ref().unwrap().content, "We will go,");
    assert_eq!(found[0].predicted.as_ref().unwrap().source, "Ana Ruiz");
}

#[test]
fn broken_files_are_errors_with_their_line() {
    let error = read_gold("gold.jsonl", "\n{\"id\": \"a\"}\n").unwrap_err();
    assert!(
        error.to_string().starts_with("gold.jsonl: line 2: "),
        "{error}"
    );
    let error = read_predictions("p.jsonl", "{\"id\": \"a\", \"attributions\": 3}").unwrap_err();
    assert!(
        error.to_string().starts_with("p.jsonl: line 1: "),
        "{error}"
    );
    let error = read_corpus_gold("a.gold.json", "{}", "a.txt", "").unwrap_err();
    assert!(error.to_string().starts_with("a.gold.json: "), "{error}");
    assert!(read_speakers(&mut gold(), "s.jsonl", "[]").is_err());
}

#[test]
fn acts_of_matched_quotes_are_compared() {
    let mut gold = gold();
    let records = predicted(serde_json::json!([
        {"content": [[1, 12]], "cue": [[14, 18]], "source": [[19, 27]], "act": "speech"},
        {"content": [[42, 61]], "cue": [[37, 41]], "source": [[29, 36]], "act": "thought"},
    ]));
    assert_eq!(acts(&gold, &records), None);
    gold[0].attributions[0].act = Some(ActRecord::Writing);
    gold[0].attributions[1].act = Some(ActRecord::Thought);
    let scores = acts(&gold, &records).unwrap();
    assert_eq!((scores.matched, scores.right, scores.right_side), (2, 1, 2));
    let text = scores.to_string();
    for line in [
        "acts of 2 matched   accuracy 50.0   speech or not 100.0",
        "  speech        gold     0   predicted     1   P   0.0  R   0.0",
        "  thought       gold     1   predicted     1   P 100.0  R 100.0",
    ] {
        assert!(text.lines().any(|found| found == line), "{text}");
    }
    // What `--only` keeps; gold without an act stays.
    let only: Only = "speech".parse().unwrap();
    let kept = |gold: &Gold| -> Vec<bool> {
        let kept = gold.attributions.iter().map(|quote| quote.is_kept(&only));
        kept.collect()
    };
    assert_eq!(kept(&gold[0]), [true, false]);
    gold[0].attributions[1].act = None;
    assert_eq!(kept(&gold[0]), [true, true]);
}

fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if shared.join("eval/score.py").is_file() && shared.join("polnear/dev.jsonl").is_file() {
        return Some(shared);
    }
    println!("skipped: ../shared with the reference scorer is not here");
    None
}

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }
}

type Spans = Vec<[i64; 2]>;

/// Gold with spans shifted, merged and split, sources dropped and moved, and quotes left out and invented.
fn perturbed(gold: &[Gold], seed: u64) -> Vec<(String, Vec<[Spans; 3]>)> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut predictions = Vec::new();
    for article in gold {
        if dice.one_in(20) {
            continue;
        }
        let length = i64::try_from(article.text.chars().count()).unwrap();
        let mut found = Vec::new();
        for (index, annotation) in article.attributions.iter().enumerate() {
            if dice.one_in(7) {
                continue;
            }
            let mut parts = [
                annotation.content.clone(),
                annotation.source.clone(),
                annotation.cue.clone(),
            ];
            for span in parts.iter_mut().flatten() {
                if dice.one_in(3) {
                    span[0] = (span[0] + dice.below(80) - 40).max(0);
                }
                if dice.one_in(3) {
                    span[1] = (span[1] + dice.below(120) - 60).min(length);
                }
                span[1] = span[1].max(span[0]);
            }
            if dice.one_in(10) {
                parts[1].clear();
            }
            if dice.one_in(10) {
                let at = dice.below(length);
                parts[1] = vec![[at, at + dice.below(30)]];
            }
            if dice.one_in(10)
                && let Some(next) = article.attributions.get(index + 1)
            {
                parts[0].extend(&next.content);
            }
            if dice.one_in(10)
                && let [[start, end]] = parts[0][..]
            {
                let middle = (start + end) / 2;
                parts[0] = vec![[start, middle], [middle, end]];
            }
            if dice.one_in(10) {
                found.push(parts.clone());
            }
            found.push(parts);
        }
        for _ in 0..dice.below(4) {
            let at = dice.below(length);
            found.push([vec![[at, at + dice.below(200)]], vec![], vec![[at, at]]]);
        }
        predictions.push((article.id.clone(), found));
    }
    predictions
}

fn python(script: &Path, args: &[&Path]) -> String {
    let output = Command::new("python3")
        .arg(script)
        .args(args)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn scores_equal_those_of_the_reference_scorer() {
    let Some(shared) = shared() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dev = shared.join("polnear/dev.jsonl");
    let gold = read_gold("dev.jsonl", &std::fs::read_to_string(&dev).unwrap()).unwrap();
    for seed in 1..=4 {
        let mut lines = String::new();
        for (id, found) in perturbed(&gold, seed) {
            let attributions: Vec<serde_json::Value> = found
                .iter()
                .map(|[content, source, cue]| {
                    serde_json::json!({"content": content, "source": source, "cue": cue})
                })
                .collect();
            let line = serde_json::json!({"id": id, "attributions": attributions});
            writeln!(lines, "{line}").unwrap();
        }
        let path = folder.path().join(format!("{seed}.jsonl"));
        std::fs::write(&path, &lines).unwrap();
        let predictions = read_predictions("predictions", &lines).unwrap();
        let scores = score(&gold, &predictions);
        let want = python(&shared.join("eval/score.py"), &[&dev, &path]);
        assert_eq!(scores.to_string(), want, "seed {seed}");
        assert!(scores.measure("relation").unwrap().f > 20.0);
        // And as JSON.
        let want = python(
            &shared.join("eval/score.py"),
            &[&dev, &path, Path::new("--json")],
        );
        let want: serde_json::Value = serde_json::from_str(&want).unwrap();
        assert_eq!(serde_json::to_value(&scores).unwrap(), want, "seed {seed}");
    }
}

#[test]
fn speaker_accuracy_equals_that_of_the_reference_scorer() {
    let Some(shared) = shared() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dev = shared.join("polnear/dev.jsonl");
    let names = shared.join("polnear/dev_speakers.jsonl");
    let mut gold = read_gold("dev.jsonl", &std::fs::read_to_string(&dev).unwrap()).unwrap();
    let labels = std::fs::read_to_string(&names).unwrap();
    read_speakers(&mut gold, "dev_speakers.jsonl", &labels).unwrap();
    for seed in 5..=7 {
        let mut dice = Dice(seed * 7919);
        let mut lines = String::new();
        for (id, found) in perturbed(&gold, seed) {
            let article = gold.iter().find(|article| article.id == id).unwrap();
            let pool: Vec<&str> = article
                .attributions
                .iter()
                .filter_map(|annotation| annotation.speaker.as_ref()?.name.as_deref())
                .collect();
            let quotes: Vec<serde_json::Value> = found
                .iter()
                .enumerate()
                .map(|(number, parts)| {
                    // Its own speaker where the content begins alike, or any; some with a title, some by surname.
                    let own = article
                        .attributions
                        .iter()
                        .find(|annotation| {
                            annotation.content.first().map(|s| s[0])
                                == parts[0].first().map(|s| s[0])
                        })
                        .and_then(|annotation| annotation.speaker.as_ref()?.name.as_deref());
                    let any = (!pool.is_empty())
                        .then(|| pool[usize::try_from(dice.below(10_000)).unwrap() % pool.len()]);
                    let name = if dice.one_in(3) { any } else { own.or(any) };
                    let name = name
                        .filter(|_| !dice.one_in(10))
                        .map(|name| match dice.below(5) {
                            0 => format!("Sen. {name}"),
                            1 => format!("the {name}’s"),
                            2 => name.rsplit(' ').next().unwrap().to_owned(),
                            _ => name.to_owned(),
                        });
                    quote(
                        &format!("{id}#q{number}"),
                        parts,
                        name.as_deref(),
                        dice.below(101),
                    )
                })
                .collect();
            let record = serde_json::json!({
                "schema": "inquit/1", "id": id, "offsets": "chars", "text_sha256": "",
                "article": {"path": null, "url": null, "headline": null, "byline": [], "publisher": null,
                            "published": null, "language": null},
                "quotes": quotes, "speakers": [],
            });
            writeln!(lines, "{record}").unwrap();
        }
        let path = folder.path().join(format!("{seed}.jsonl"));
        std::fs::write(&path, &lines).unwrap();
        let got = speakers(&gold, &read_predictions("records", &lines).unwrap());
        let want = python(
            &shared.join("eval/records.py"),
            &[Path::new("speakers"), &dev, &names, &path],
        );
        assert_eq!(got.to_string(), want, "seed {seed}");
        assert!(got.total.right > 100);
    }
}

fn quote(id: &str, parts: &[Spans; 3], name: Option<&str>, percent: i64) -> serde_json::Value {
    let part = |spans: &Spans| match spans.is_empty() {
        true => serde_json::Value::Null,
        false => serde_json::json!({"text": "", "lemma": "", "spans": spans}),
    };
    serde_json::json!({
        "id": id, "type": "indirect", "act": "speech", "marked": false,
        "content": {"text": "", "spans": parts[0]}, "cue": part(&parts[2]), "source": part(&parts[1]),
        "speaker": {"id": name, "name": name, "kind": "person", "role": null,
                    "status": if name.is_some() { "linked" } else { "unknown" },
                    "resolution": null, "gazetteer": null, "candidates": []},
        "via": null, "context": {"sentence": [0, 0], "paragraph": 0},
        "confidence": percent as f64 / 100.0, "evidence": [],
    })
}
