//! What several test modules need: the extractor, the articles of `corpus/` and their gold.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use inquit::engine::Engine;
use inquit::evaluate::{Gold, read_corpus_gold};
use inquit::report::ArticleRecord;
use inquit::span::OffsetUnit;
use inquit::{Article, Extractor, Gazetteer};

/// One for all tests, as one program would use it.
pub(crate) static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);

/// The same with the fast engine: for tests of bulk, which are about the way and not about the quotes.
pub(crate) static FAST: LazyLock<Extractor> = LazyLock::new(|| {
    let engine = Engine::fast().unwrap_or_else(|error| panic!("{error}"));
    Extractor::new(engine, Gazetteer::builtin())
});

/// The checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The record of `article`, with offsets in code points.
pub(crate) fn record(article: &Article) -> ArticleRecord {
    record_in(article, OffsetUnit::Chars)
}

/// The record of `article`, with offsets in `unit`.
pub(crate) fn record_in(article: &Article, unit: OffsetUnit) -> ArticleRecord {
    ArticleRecord::new(article, &EXTRACTOR.extract(article), unit)
}

/// The text of half-open `spans` of code points, joined by one space: what a part of a record or of gold claims.
pub(crate) fn slice(text: &[char], spans: &[[usize; 2]]) -> String {
    let parts: Vec<String> = spans
        .iter()
        .map(|&[start, end]| {
            text.get(start..end)
                .unwrap_or_else(|| panic!("{start}..{end} is not in the text"))
                .iter()
                .collect()
        })
        .collect();
    parts.join(" ")
}

/// An article of `corpus/`.
pub(crate) struct Filed {
    /// `diplomacy__silo_fields`: names its snapshots.
    pub(crate) name: String,
    /// `diplomacy`
    pub(crate) genre: String,
    /// Its gold file.
    pub(crate) gold_path: PathBuf,
    /// Its id is its path in the checkout.
    pub(crate) article: Article,
}

impl Filed {
    /// The contents of its gold file.
    pub(crate) fn gold_file(&self) -> String {
        std::fs::read_to_string(&self.gold_path)
            .unwrap_or_else(|error| panic!("{}: {error}", self.gold_path.display()))
    }

    /// Its gold, as the evaluation reads it.
    pub(crate) fn gold(&self) -> Gold {
        let Article { id, text, .. } = &self.article;
        let name = self.gold_path.display().to_string();
        read_corpus_gold(&name, &self.gold_file(), id, text).unwrap()
    }
}

/// Every article of `corpus/`, by path.
pub(crate) fn corpus() -> Vec<Filed> {
    let folder = root().join("corpus");
    let mut filed = Vec::new();
    for path in files(&folder) {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let Some(ending @ ("txt" | "md")) = ending else {
            continue;
        };
        let inside = path.strip_prefix(&folder).unwrap();
        let names: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        // corpus/README.md is none.
        if names.len() < 2 {
            continue;
        }
        let id = format!("corpus/{}", names.join("/"));
        let contents = std::fs::read_to_string(&path).unwrap();
        let mut article = match ending {
            // Gold and records count from the text behind the front matter.
            "md" => Article::from_markdown(&id, contents),
            _ => Article::new(&id, contents),
        };
        // As the command fills it in, so that `inquit lock corpus` writes the same snapshots.
        article.metadata.path = Some(id);
        filed.push(Filed {
            name: names
                .join("__")
                .trim_end_matches(&format!(".{ending}"))
                .to_owned(),
            genre: names[0].to_owned(),
            gold_path: path.with_extension("gold.json"),
            article,
        });
    }
    assert!(!filed.is_empty(), "there is no article in corpus/");
    filed
}

/// Every file below `folder`, by path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
