//! The articles of `corpus/`, for the benches.

use std::fs;
use std::path::Path;

use inquit::Article;

/// Every `.txt` of `corpus/`.
pub(crate) fn corpus() -> Vec<Article> {
    let mut found = Vec::new();
    collect(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")),
        &mut found,
    );
    found
}

fn collect(folder: &Path, found: &mut Vec<Article>) {
    for entry in fs::read_dir(folder).expect("corpus/ is there") {
        let path = entry.expect("corpus/ can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "txt") {
            found.push(Article::new("", fs::read_to_string(path).expect("text")));
        }
    }
}
