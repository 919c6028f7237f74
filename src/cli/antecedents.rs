//! `inquit antecedents`: whom the pronouns of sources were weighed to go back to, for the trainer (train/antecedents.py).

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use inquit::span::{OffsetMap, OffsetUnit};
use inquit::speaker::{ANTECEDENT_FEATURES, Weighed};
use serde_json::{Value, json};

use super::args::AntecedentsArgs;
use super::input::{Reading, pieces};
use super::load::extractor;

pub(crate) fn run(args: &AntecedentsArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let reading = Reading::from(&args.articles.reading);
    let mut out = BufWriter::new(io::stdout().lock());
    for piece in pieces(&args.articles.paths, &reading) {
        let read = piece.and_then(|piece| piece.read(&reading));
        let article = read.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        let document = extractor.extract(&article);
        let offsets = OffsetMap::new(&article.text, OffsetUnit::Chars);
        let candidate = |candidate: &Weighed| {
            let values = candidate.features.map(f64::from);
            let named = ANTECEDENT_FEATURES.into_iter().zip(values);
            json!({
                "name": candidate.name,
                "probability": candidate.probability,
                "features": named.filter(|&(_, value)| value != 0.0).collect::<BTreeMap<_, _>>(),
            })
        };
        let weighed = document.antecedents.iter().map(|weighed| {
            let span = document.span_of(weighed.token..weighed.token + 1);
            json!({
                "span": [offsets.offset(span.start), offsets.offset(span.end)],
                "kind": weighed.kind,
                "candidates": weighed.candidates.iter().map(candidate).collect::<Vec<_>>(),
            })
        });
        let line = json!({"id": article.id, "antecedents": weighed.collect::<Vec<Value>>()});
        writeln!(out, "{line}").context("cannot write output")?;
    }
    out.flush().context("cannot write output")?;
    Ok(ExitCode::SUCCESS)
}
