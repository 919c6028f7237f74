//! Records of an earlier extraction, read from where they were written.

use std::path::{Path, PathBuf};

use anyhow::bail;
use inquit::report::ArticleRecord;

use super::args::{Kind, ReadingArgs, Size};
use super::input::{Piece, Problem, Reading, name, pieces};
use super::snapshots;

/// Records, and what could not be read.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) records: Vec<ArticleRecord>,
    pub(crate) problems: Vec<Problem>,
}

/// The records at `path`: a file of them, a folder of such files, or a folder of snapshots.
pub(crate) fn read(path: &Path) -> anyhow::Result<Records> {
    if !path.exists() && path != Path::new("-") {
        bail!("{}: no such file or folder", path.display());
    }
    if snapshots::are_in(path) {
        let (records, problems) = snapshots::records(path)?;
        return Ok(Records { records, problems });
    }
    let args = ReadingArgs {
        fields: Vec::new(),
        from: (!path.is_dir()).then_some(Kind::Jsonl),
        // A record is longer than its article.
        max_size: Size(u64::MAX),
    };
    let reading = Reading::from(&args).with_records();
    let mut read = Records::default();
    for piece in pieces(&[PathBuf::from(path)], &reading) {
        match piece.and_then(Piece::record) {
            Ok(record) => read.records.push(record),
            Err(problem) => read.problems.push(problem),
        }
    }
    if read.records.is_empty() && read.problems.is_empty() {
        read.problems.push(Problem {
            name: name(path),
            message: "no records here".to_owned(),
            fatal: false,
        });
    }
    Ok(read)
}
