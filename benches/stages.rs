//! Speed over `corpus/`, on one thread, in bytes and words a second (words are what `wc -w` counts; divan calls them items).
//!
//! `cargo bench --bench stages` runs everything; a name behind `--` runs one. The stages inside `extract` are private; their
//! shares are in the instruction counts that `benches/README.md` tells how to take. It also tells how to record a run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use inquit::decode::decode;
use inquit::report::{ArticleRecord, JsonLines, Writer};
use inquit::span::OffsetUnit;
use inquit::{Article, Document, Extractor};

fn main() {
    divan::main();
}

/// A file of `corpus/`.
struct File {
    id: String,
    bytes: Vec<u8>,
}

impl File {
    fn read(self) -> Article {
        let text = decode(self.bytes).expect("corpus/ is text").text;
        if self.id.ends_with(".md") {
            Article::from_markdown(&self.id, text)
        } else {
            Article::new(self.id, text)
        }
    }
}

/// The articles of `corpus/`: the files with gold beside them.
fn files() -> Vec<File> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("corpus/ is there") {
            let path = entry.expect("corpus/ can be read").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending != "json")
                && path.with_extension("gold.json").is_file()
            {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    collect(Path::new(corpus), &mut paths);
    paths.sort();
    let read = |path: PathBuf| File {
        bytes: fs::read(&path).expect("corpus/ can be read"),
        id: path.to_string_lossy().into_owned(),
    };
    paths.into_iter().map(read).collect()
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);
static ARTICLES: LazyLock<Vec<Article>> =
    LazyLock::new(|| files().into_iter().map(File::read).collect());
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let extract = |article| EXTRACTOR.extract(article);
    ARTICLES.iter().map(extract).collect()
});
static RECORDS: LazyLock<Vec<ArticleRecord>> = LazyLock::new(|| {
    let pairs = ARTICLES.iter().zip(DOCUMENTS.iter());
    let record = |(article, document)| ArticleRecord::new(article, document, OffsetUnit::default());
    pairs.map(record).collect()
});

/// With the size of `corpus/` for the rates.
fn counted<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    let texts = || ARTICLES.iter().map(|article| article.text.as_str());
    let words: usize = texts().map(|text| text.split_whitespace().count()).sum();
    bencher
        .counter(BytesCount::new(texts().map(str::len).sum::<usize>()))
        .counter(ItemsCount::new(words))
}

/// Everything `inquit extract --format jsonl --jobs 1` does, but for reading files and starting.
#[divan::bench]
fn whole(bencher: Bencher) {
    counted(bencher).with_inputs(files).bench_values(|files| {
        let mut out = Vec::new();
        for file in files {
            let article = file.read();
            let document = EXTRACTOR.extract(&article);
            let record = ArticleRecord::new(&article, &document, OffsetUnit::default());
            JsonLines
                .article(&article.text, &record, &mut out)
                .expect("memory takes all");
        }
        out
    });
}

/// Bytes to articles.
#[divan::bench]
fn decoding(bencher: Bencher) {
    counted(bencher)
        .with_inputs(files)
        .bench_values(|files| files.into_iter().map(File::read).collect::<Vec<_>>());
}

/// Articles to documents: every stage of `src/extract.rs`.
#[divan::bench]
fn extract(bencher: Bencher) {
    counted(bencher).bench(|| {
        for article in ARTICLES.iter() {
            black_box(EXTRACTOR.extract(black_box(article)));
        }
    });
}

/// Documents to records.
#[divan::bench]
fn records(bencher: Bencher) {
    LazyLock::force(&DOCUMENTS);
    counted(bencher).bench(|| {
        for (article, document) in ARTICLES.iter().zip(DOCUMENTS.iter()) {
            black_box(ArticleRecord::new(
                article,
                black_box(document),
                OffsetUnit::default(),
            ));
        }
    });
}

/// Records to JSON lines.
#[divan::bench]
fn writing(bencher: Bencher) {
    LazyLock::force(&RECORDS);
    counted(bencher).bench(|| {
        let mut out = Vec::new();
        for (article, record) in ARTICLES.iter().zip(RECORDS.iter()) {
            JsonLines
                .article(&article.text, black_box(record), &mut out)
                .expect("memory takes all");
        }
        out
    });
}

/// What one run pays before the first article: the built-in gazetteer. (The word lists are read once, at the first article.)
#[divan::bench]
fn starting() -> Extractor {
    Extractor::default()
}
