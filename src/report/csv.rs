//! One quote a row, for spreadsheets. The columns stand in `docs/output.md`.

use std::io::{self, Write};

use super::{ArticleRecord, Writer};

/// Writes one quote a row, under a row with the names of the columns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

/// The columns, in order.
const COLUMNS: [&str; 28] = [
    "id",
    "article",
    "path",
    "url",
    "headline",
    "byline",
    "publisher",
    "published",
    "language",
    "type",
    "act",
    "marked",
    "content",
    "content_spans",
    "cue",
    "cue_lemma",
    "cue_spans",
    "source",
    "source_spans",
    "speaker_id",
    "speaker",
    "speaker_kind",
    "speaker_role",
    "speaker_status",
    "speaker_resolution",
    "candidates",
    "via",
    "confidence",
];

impl Writer for Csv {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        row(out, COLUMNS)
    }

    fn article(&self, _text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let metadata = &record.article;
        for quote in &record.quotes {
            let speaker = &quote.speaker;
            let candidates: Vec<&str> = speaker
                .candidates
                .iter()
                .map(|candidate| candidate.name.as_str())
                .collect();
            let via = quote.via.as_ref().map(|via| {
                let name = via.speaker.name.clone();
                name.unwrap_or_else(|| via.source.text.clone())
            });
            row(
                out,
                [
                    quote.id.clone(),
                    record.id.clone(),
                    text(&metadata.path),
                    text(&metadata.url),
                    text(&metadata.headline),
                    metadata.byline.join("; "),
                    text(&metadata.publisher),
                    text(&metadata.published),
                    text(&metadata.language),
                    quote.quote_type.name().to_owned(),
                    quote.act.name().to_owned(),
                    quote.marked.to_string(),
                    quote.content.text.clone(),
                    spans(&quote.content.spans),
                    quote.cue.as_ref().map_or("", |cue| &cue.text).to_owned(),
                    quote.cue.as_ref().map_or("", |cue| &cue.lemma).to_owned(),
                    quote
                        .cue
                        .as_ref()
                        .map_or(String::new(), |cue| spans(&cue.spans)),
                    quote
                        .source
                        .as_ref()
                        .map_or("", |source| &source.text)
                        .to_owned(),
                    quote
                        .source
                        .as_ref()
                        .map_or(String::new(), |source| spans(&source.spans)),
                    text(&speaker.id),
                    text(&speaker.name),
                    speaker.kind.name().to_owned(),
                    text(&speaker.role),
                    speaker.status.name().to_owned(),
                    speaker
                        .resolution
                        .map_or("", |resolution| resolution.name())
                        .to_owned(),
                    candidates.join("; "),
                    via.unwrap_or_default(),
                    format!("{:.2}", quote.confidence),
                ],
            )?;
        }
        Ok(())
    }
}

/// Writes one row.
pub(super) fn row<T: AsRef<[u8]>, const N: usize>(
    out: &mut dyn Write,
    fields: [T; N],
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(fields)?;
    writer.flush()
}

/// `120-188;201-240`
fn spans(spans: &[[usize; 2]]) -> String {
    let pairs: Vec<String> = spans
        .iter()
        .map(|[start, end]| format!("{start}-{end}"))
        .collect();
    pairs.join(";")
}
