//! `repeats` over 100,000 quotes by chance, on one thread: `cargo bench --bench repeats`. Sentences are planted as the tests plant them; each
//! quote stands in an article of its own.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use inquit::repeats::{LEAST_WORDS, Occurrence, occurrences, repeats};
use inquit::report::ArticleRecord;
use serde_json::json;

#[path = "../src/repeats/planted.rs"]
mod planted;

fn main() {
    divan::main();
}

/// The records of so many quotes.
fn records(quotes: usize) -> Vec<ArticleRecord> {
    let mut planted = planted::Planter::new(1).plant(quotes);
    planted.truncate(quotes);
    // Neighbours would be of one sentence.
    planted.sort_by(|one, other| one.text.cmp(&other.text));
    let records = planted.into_iter().enumerate().map(|(at, one)| {
        let speaker = json!({"id": one.speaker, "name": one.speaker, "kind": "person", "role": null, "status": "linked",
            "resolution": "name", "gazetteer": null, "candidates": []});
        let record = json!({"schema": "inquit/1", "id": format!("{at}.txt"), "text_sha256": "", "offsets": "chars", "speakers": [],
            "article": {"path": null, "url": null, "headline": null, "byline": [], "publisher": null, "published": null, "language": null},
            "quotes": [{"id": format!("{at}.txt#q1"), "type": "direct", "act": "speech", "marked": true,
                "content": {"text": one.text, "spans": []}, "cue": null, "source": null, "speaker": speaker, "via": null,
                "context": {"sentence": [0, 0], "paragraph": 0}, "confidence": 0.9, "evidence": [one.sentence.to_string()]}]});
        serde_json::from_value(record).expect("it is a record")
    });
    records.collect()
}

#[divan::bench(args = [10_000, 100_000], sample_count = 3)]
fn group(bencher: Bencher, quotes: usize) {
    let records = records(quotes);
    bencher.counter(ItemsCount::new(quotes)).bench(|| {
        let all: Vec<Occurrence> = records
            .iter()
            .flat_map(|record| occurrences(record, LEAST_WORDS))
            .collect();
        black_box(repeats(all))
    });
}
