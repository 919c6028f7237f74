//! Signals against hand-made labels: `cases.txt` was tuned on, `unseen.txt` was not.

use std::collections::BTreeSet;

use super::{SignalKind, certain_names, find};
use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::span::Span;
use crate::{mention, quotation, segment};

/// A content with its labels: the text, whether it is a paraphrase, and kind and words of each signal.
struct Case {
    text: String,
    reported: bool,
    want: BTreeSet<(SignalKind, usize, usize)>,
}

/// Reads `We treated [num 40] people`.
fn read(line: &str) -> Case {
    let (reported, line) = line
        .strip_prefix("~ ")
        .map_or((false, line), |line| (true, line));
    let (mut text, mut want, mut open) = (String::new(), BTreeSet::new(), Vec::new());
    let mut rest = line;
    while let Some(at) = rest.find(['[', ']']) {
        let (before, behind) = rest.split_at(at);
        text.push_str(before);
        if let Some(label) = behind.strip_prefix('[') {
            let (kind, behind) = label.split_once(' ').unwrap();
            let kind = SignalKind::ALL
                .into_iter()
                .find(|known| known.name().starts_with(kind));
            open.push((kind.unwrap_or_else(|| panic!("{line}")), text.len()));
            rest = behind;
        } else {
            let (kind, start) = open.pop().unwrap();
            want.insert((kind, start, text.len()));
            rest = behind.strip_prefix(']').unwrap();
        }
    }
    assert!(open.is_empty(), "{line}");
    text.push_str(rest);
    Case {
        text,
        reported,
        want,
    }
}

fn cases(contents: &'static str) -> Vec<Case> {
    crate::lexicon::lines(contents).map(read).collect()
}

fn found(text: &str, reported: bool) -> BTreeSet<(SignalKind, usize, usize)> {
    let mut document = Document {
        text,
        ..Document::default()
    };
    segment::split(&mut document);
    quotation::pair(&mut document);
    mention::find(&mut document, &Gazetteer::builtin());
    let signals = find(
        &document,
        &certain_names(&document),
        &[Span::new(0, text.len())],
        reported,
    );
    signals
        .iter()
        .map(|signal| (signal.kind, signal.span.start, signal.span.end))
        .collect()
}

fn shown(text: &str, signals: &BTreeSet<(SignalKind, usize, usize)>) -> Vec<String> {
    let shown = signals.iter().map(|&(kind, start, end)| {
        format!("{}: {}", kind.name(), Span::new(start, end).slice(text))
    });
    shown.collect()
}

/// Precision and recall, in percent, of exact spans.
fn score(cases: &[Case]) -> (f64, f64, Vec<String>) {
    let (mut right, mut got, mut wanted) = (0_u32, 0_u32, 0_u32);
    let mut wrong = Vec::new();
    for Case {
        text,
        reported,
        want,
    } in cases
    {
        let found = found(text, *reported);
        let count = |signals: &BTreeSet<_>| u32::try_from(signals.len()).unwrap();
        right += u32::try_from(found.intersection(want).count()).unwrap();
        got += count(&found);
        wanted += count(want);
        if found != *want {
            wrong.push(format!(
                "{text}\n  want {:?}\n  got  {:?}",
                shown(text, want),
                shown(text, &found)
            ));
        }
    }
    let percent = |of: u32| 100.0 * f64::from(right) / f64::from(of);
    (percent(got), percent(wanted), wrong)
}

#[test]
fn every_case_has_its_signals() {
    let cases = cases(include_str!("cases.txt"));
    assert!(cases.len() >= 150, "{}", cases.len());
    let (_, _, wrong) = score(&cases);
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_was_not_tuned_on_is_found_too() {
    let (precision, recall, wrong) = score(&cases(include_str!("unseen.txt")));
    let told = format!(
        "precision {precision:.1}, recall {recall:.1}\n{}",
        wrong.join("\n")
    );
    assert!(precision >= 97.0 && recall >= 97.0, "{told}");
}
