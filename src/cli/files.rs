//! A folder with files of their own for each article, for formats that their readers want so.
//!
//! What stands in such a folder may have been worked on by people since. So nothing there is written over, and there is no going on
//! with an earlier run: a folder that has files of the kind is refused.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use super::output::Pending;
use super::shards::hex;

/// So many characters of an article's id are in the name of its files.
const LONGEST: usize = 80;

/// The folder.
pub(crate) struct Files {
    path: PathBuf,
    /// Of the files of an article, in the order in which they are written.
    endings: &'static [&'static str],
    /// How many articles have had a name.
    names: HashMap<String, usize>,
}

impl Files {
    /// Opens the folder at `path`, which is made when missing, and writes `beside` into it: what the reader wants once.
    pub(crate) fn open(
        path: &Path,
        endings: &'static [&'static str],
        (name, contents): (&str, &str),
    ) -> anyhow::Result<Self> {
        let context = || format!("cannot write {}", path.display());
        fs::create_dir_all(path).with_context(context)?;
        for entry in fs::read_dir(path).with_context(context)? {
            let there = entry.with_context(context)?.path();
            let ending = there.extension().and_then(|ending| ending.to_str());
            if ending.is_some_and(|ending| endings.contains(&ending)) {
                bail!(
                    "{} is there already: --output needs a folder without files of the kind",
                    there.display()
                );
            }
        }
        let files = Self {
            path: path.to_owned(),
            endings,
            names: HashMap::new(),
        };
        files
            .write(name, contents.as_bytes())
            .with_context(context)?;
        Ok(files)
    }

    /// Writes the files of an article.
    pub(crate) fn article(&mut self, id: &str, files: &[Vec<u8>]) -> io::Result<()> {
        let name = self.name(id);
        for (ending, contents) in self.endings.iter().zip(files) {
            self.write(&format!("{name}.{ending}"), contents)?;
        }
        Ok(())
    }

    fn write(&self, name: &str, contents: &[u8]) -> io::Result<()> {
        let temporary = format!(".{}.tmp", std::process::id());
        let mut out = Pending::create(self.path.join(temporary))?;
        out.write_all(contents)?;
        out.finish(&self.path.join(name))
    }

    /// The name for the files of the article `id`. Two articles of one id get two.
    fn name(&mut self, id: &str) -> String {
        let name = file_name(id);
        let count = self.names.entry(name.clone()).or_insert(0);
        *count += 1;
        match *count {
            1 => name,
            count => format!("{name}-{count}"),
        }
    }
}

/// A name that every file system takes, and that no other id has: what is readable of the id, then a bit of its digest.
fn file_name(id: &str) -> String {
    let bare = [".txt", ".md", ".markdown"]
        .iter()
        .find_map(|ending| id.strip_suffix(ending))
        .unwrap_or(id);
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c,
        '-' | '.' => c,
        _ => '_',
    };
    // The end says more than the beginning: folders come first.
    let length = bare.chars().count();
    let readable: String = bare
        .chars()
        .skip(length.saturating_sub(LONGEST))
        .map(plain)
        .collect();
    let digest = hex(&Sha256::digest(id));
    let digest: String = digest.chars().take(8).collect();
    format!("{}-{digest}", readable.trim_start_matches(['.', '-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_told_apart() {
        let mut files = Files {
            path: PathBuf::new(),
            endings: &[],
            names: HashMap::new(),
        };
        let long = "x".repeat(300);
        for (id, begins) in [
            ("news/a.txt", "news_a-"),
            ("news_a.txt", "news_a-"),
            ("../../etc/passwd", "etc_passwd-"),
            ("a.jsonl:3", "a.jsonl_3-"),
            ("https://a.example/é?x=1", "https___a.example___x_1-"),
            ("", "-"),
            (long.as_str(), &"x".repeat(80)),
        ] {
            let name = files.name(id);
            assert!(name.starts_with(begins), "{name}");
            assert!(name.len() <= LONGEST + 9, "{name}");
            assert_eq!(files.name(id), format!("{name}-2"));
        }
        assert_eq!(files.names.len(), 7);
    }
}
