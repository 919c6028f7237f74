//! `inquit windows`: what the engine reads of each article, for the trainer, which so never cuts text by itself.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use inquit::Extractor;
use inquit::engine::windows;
use inquit::span::{OffsetMap, OffsetUnit};
use serde_json::json;

use super::args::ArticlesArgs;
use super::input::{Reading, pieces};

pub(crate) fn run(args: &ArticlesArgs) -> anyhow::Result<ExitCode> {
    let reading = Reading::from(&args.reading);
    let mut out = BufWriter::new(io::stdout().lock());
    for piece in pieces(&args.paths, &reading) {
        let read = piece.and_then(|piece| piece.read(&reading));
        let article = read.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        let document = Extractor::prepare(&article);
        let offsets = OffsetMap::new(&article.text, OffsetUnit::Chars);
        let windows: Vec<_> = windows(&document)
            .into_iter()
            .map(|window| {
                let first = window.tokens.start;
                let tokens = &document.tokens[window.tokens];
                let paragraphs = window.paragraphs.iter();
                json!({
                    "pieces": window.pieces,
                    "features": window.features,
                    "first": window.first,
                    "tokens": tokens.iter().map(|token| [offsets.offset(token.span.start), offsets.offset(token.span.end)]).collect::<Vec<_>>(),
                    "paragraphs": paragraphs.map(|p| [p.start - first, p.end - first]).collect::<Vec<_>>(),
                })
            })
            .collect();
        let line = json!({"id": article.id, "windows": windows});
        writeln!(out, "{line}").context("cannot write output")?;
    }
    out.flush().context("cannot write output")?;
    Ok(ExitCode::SUCCESS)
}
