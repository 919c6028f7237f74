//! One article a line: the record as it stands.

use std::io::{self, Write};

use super::{ArticleRecord, Writer};

/// Writes one record a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonLines;

impl Writer for JsonLines {
    fn article(&self, _text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, record)?;
        out.write_all(b"\n")
    }
}
