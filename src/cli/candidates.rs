//! `inquit candidates`: what an engine finds in each article, for the trainer, which compares it with its own.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::process::ExitCode;

use anyhow::Context;
use inquit::Extractor;
use inquit::engine::{Analysis, FEATURES, Raw, Worker};
use inquit::span::{OffsetMap, OffsetUnit};
use serde_json::{Value, json};

use super::args::CandidatesArgs;
use super::input::{Reading, pieces};
use super::load::engine;

pub(crate) fn run(args: &CandidatesArgs) -> anyhow::Result<ExitCode> {
    let engine = engine(&args.engine)?;
    let reading = Reading::from(&args.articles.reading);
    let mut worker = Worker::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for piece in pieces(&args.articles.paths, &reading) {
        let read = piece.and_then(|piece| piece.read(&reading));
        let article = read.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        let document = Extractor::prepare(&article);
        let (candidates, raw) = if args.raw {
            engine.find_raw(&document, &mut worker)
        } else {
            (engine.find(&document, &mut worker), Raw::default())
        };
        let offsets = OffsetMap::new(&article.text, OffsetUnit::Chars);
        let chars = |tokens: &Range<usize>| {
            let span = document.span_of(tokens.clone());
            [offsets.offset(span.start), offsets.offset(span.end)]
        };
        let analysis = |analysis: &Analysis| {
            json!({
                "source": analysis.source.as_ref().map(chars),
                "content": analysis.content.iter().map(chars).collect::<Vec<_>>(),
                "probability": analysis.probability,
            })
        };
        let mut emissions = raw.emissions.into_iter();
        let candidates = candidates.iter().map(|candidate| {
            let mut value = json!({
                "cue": chars(&candidate.cue),
                "tokens": [candidate.cue.start, candidate.cue.end],
                "paragraph": [candidate.paragraph.start, candidate.paragraph.end],
                "probability": candidate.probability,
                "analyses": candidate.analyses.iter().map(analysis).collect::<Vec<_>>(),
                "features": FEATURES.into_iter().zip(candidate.features.map(f64::from)).collect::<BTreeMap<_, _>>(),
                "confidence": candidate.confidence,
            });
            if let Some(emissions) = emissions.next() {
                value["emissions"] = json!(emissions);
            }
            value
        });
        let candidates: Vec<Value> = candidates.collect();
        let mut line = json!({"id": article.id, "candidates": candidates});
        if args.raw {
            line["cue_logits"] = json!(raw.cue_logits);
        }
        writeln!(out, "{line}").context("cannot write output")?;
    }
    out.flush().context("cannot write output")?;
    Ok(ExitCode::SUCCESS)
}
