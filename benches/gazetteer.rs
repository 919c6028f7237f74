//! A gazetteer of a million names: how long it takes to load, and how fast it is matched, on one thread.
//!
//! `cargo bench --bench gazetteer`; with `NAMES=FOLDER` it only writes `names.jsonl` and `names.gaz` there, to measure the command
//! with (docs/gazetteer.md).

mod articles;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use inquit::{Article, Document, Extractor, Gazetteer};

fn main() {
    if let Some(folder) = std::env::var_os("NAMES") {
        let folder = Path::new(&folder);
        fs::write(folder.join("names.jsonl"), names().lines).expect("NAMES can be written to");
        fs::write(folder.join("names.gaz"), &*INDEX).expect("NAMES can be written to");
        return;
    }
    divan::main();
}

/// Entries, and names: each entry has a full name, and every third an alias.
const ENTRIES: usize = 750_000;

/// Numbers by chance, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn word(&mut self, syllables: usize) -> String {
        const BEGIN: [&str; 20] = [
            "b", "br", "d", "f", "g", "h", "j", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t",
            "v", "w", "z",
        ];
        const MIDDLE: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ou", "é"];
        const END: [&str; 8] = ["", "", "", "n", "r", "l", "s", "m"];
        let mut word = String::new();
        for _ in 0..syllables {
            word.push_str(BEGIN[self.below(BEGIN.len())]);
            word.push_str(MIDDLE[self.below(MIDDLE.len())]);
            word.push_str(END[self.below(END.len())]);
        }
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect()
    }
}

struct Names {
    /// JSON lines.
    lines: String,
    /// Some of the names, to be put into texts.
    some: Vec<String>,
}

fn names() -> Names {
    let mut random = Random(1);
    let given: Vec<String> = (0..4_000).map(|n| random.word(1 + n % 3)).collect();
    let surnames: Vec<String> = (0..60_000).map(|n| random.word(2 + n % 2)).collect();
    let mut lines = String::new();
    let mut some = Vec::new();
    for number in 0..ENTRIES {
        let first = &given[random.below(given.len())];
        let middle = &given[random.below(given.len())];
        let last = &surnames[random.below(surnames.len())];
        let name = match number % 8 {
            0 => format!("{first} {middle} {last}"),
            1 => format!("{last} Board"),
            _ => format!("{first} {last}"),
        };
        let kind = if number % 8 == 1 {
            "organization"
        } else {
            "person"
        };
        let aliases = match number % 3 {
            0 => format!(r#","aliases":["{} {last}"]"#, random.word(2)),
            _ => String::new(),
        };
        let id = number.wrapping_mul(7_919) % 10_000_019;
        writeln!(
            lines,
            r#"{{"id":"q{id}","name":"{name}","kind":"{kind}"{aliases}}}"#
        )
        .expect("memory takes all");
        if number % 500 == 0 {
            some.push(name);
        }
    }
    Names { lines, some }
}

static INDEX: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer::new();
    gazetteer
        .add("names.jsonl", &names().lines)
        .expect("well formed");
    gazetteer.build().expect("it is not too large")
});

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer::builtin();
    gazetteer
        .add_built("names.gaz", INDEX.clone())
        .expect("just built");
    gazetteer
});

/// The articles of `corpus/`.
static CORPUS: LazyLock<Vec<Article>> = LazyLock::new(articles::corpus);

/// A text that names somebody of the gazetteer in every sentence.
static DENSE: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let some = names().some;
    let sentences = some.iter().map(|name| {
        format!("The harbour was closed when {name} came, and nobody in Port Lora knew why.\n\n")
    });
    vec![Article::new("", sentences.collect::<String>())]
});

/// What a run pays for the gazetteer before the first article, but for reading the file.
#[divan::bench(sample_count = 20)]
fn load(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(INDEX.len()))
        .with_inputs(|| INDEX.clone())
        .bench_values(|bytes| {
            let mut gazetteer = Gazetteer::new();
            gazetteer.add_built("names.gaz", bytes).expect("just built");
            gazetteer
        });
}

/// Entries to the bytes of a file.
#[divan::bench(sample_count = 1)]
fn build(bencher: Bencher) {
    let lines = names().lines;
    bencher.counter(BytesCount::new(lines.len())).bench(|| {
        let mut gazetteer = Gazetteer::new();
        gazetteer.add("names.jsonl", &lines).expect("well formed");
        gazetteer.build().expect("it is not too large")
    });
}

fn find(bencher: Bencher, articles: &'static [Article], gazetteer: &Gazetteer) {
    let documents: Vec<Document> = articles.iter().map(Extractor::prepare).collect();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let found = documents
            .iter()
            .map(|document| gazetteer.find(document).len());
        found.sum::<usize>()
    });
}

/// The names in the articles of `corpus/`.
#[divan::bench]
fn matching(bencher: Bencher) {
    find(bencher, &CORPUS, &GAZETTEER);
}

/// The names in a text that is full of them.
#[divan::bench]
fn matching_dense(bencher: Bencher) {
    find(bencher, &DENSE, &GAZETTEER);
}

/// The names in the articles of `corpus/`, with the built-in list alone.
#[divan::bench]
fn matching_builtin(bencher: Bencher) {
    find(bencher, &CORPUS, &Gazetteer::builtin());
}
