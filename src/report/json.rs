//! One array of records.

use std::io::{self, Write};

use super::{ArticleRecord, Writer};

/// Writes one array, a record a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonArray;

impl Writer for JsonArray {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn article(&self, _text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        Ok(serde_json::to_writer(out, record)?)
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b",\n")
    }

    fn foot(&self, pieces: usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if pieces == 0 { b"]\n" } else { b"\n]\n" })
    }
}
