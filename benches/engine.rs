//! Speed of the engine alone, on one thread, with weights by chance: what it takes does not depend on what was learned.
//!
//! `cargo bench --bench engine`; with `ARTICLES=FILE.jsonl` over the texts of that file, else over `corpus/`.

#![allow(dead_code, reason = "of random.rs, only some is needed")]

mod articles;
#[path = "../src/engine/random.rs"]
mod random;

use std::fs;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use inquit::engine::{Engine, Worker, windows};
use inquit::{Article, Document, Extractor};

fn main() {
    divan::main();
}

static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| {
    if let Some(file) = std::env::var_os("ARTICLES") {
        let lines = fs::read_to_string(file).expect("ARTICLES can be read");
        let article = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).expect("lines of JSON");
            Article::new("", line["text"].as_str().expect("a text"))
        };
        return lines.lines().map(article).collect();
    }
    articles::corpus()
});
static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| ARTICLES.iter().map(Extractor::prepare).collect());

/// In words a second (words are what `wc -w` counts; divan calls them items).
fn counted<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    LazyLock::force(&DOCUMENTS);
    let words = ARTICLES.iter().map(|a| a.text.split_whitespace().count());
    bencher.counter(ItemsCount::new(words.sum::<usize>()))
}

fn find(bencher: Bencher, bytes: Vec<u8>) {
    let engine = Engine::parse("random", bytes).expect("it was just made");
    let mut worker = Worker::default();
    counted(bencher).bench_local(|| {
        let found = DOCUMENTS
            .iter()
            .map(|document| engine.find(document, &mut worker).len());
        found.sum::<usize>()
    });
}

/// Articles to windows of word pieces.
#[divan::bench]
fn reading(bencher: Bencher) {
    counted(bencher).bench_local(|| DOCUMENTS.iter().map(|d| windows(d).len()).sum::<usize>());
}

/// Articles to candidates.
#[divan::bench(sample_count = 3)]
fn accurate(bencher: Bencher) {
    find(bencher, random::weights(&random::accurate(), 256));
}

/// Articles to candidates.
#[divan::bench(sample_count = 5)]
fn fast(bencher: Bencher) {
    find(bencher, random::weights(&random::fast(), 256));
}

/// What one run pays before the first article.
#[divan::bench(sample_count = 10, args = ["accurate", "fast"])]
fn starting(bencher: Bencher, name: &str) {
    let shape = match name {
        "accurate" => random::accurate(),
        _ => random::fast(),
    };
    let bytes: &'static [u8] = random::weights(&shape, 256).leak();
    bencher.bench(|| Engine::parse("random", bytes));
}
