//! Speaker accuracy: is the canonical speaker of a matched quote the one that a reader named?

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::gold::{Gold, Prediction};
use super::pairing::pair;
use super::score::{one_decimal, refs};
use super::words::{WordSet, Words};

/// Words that do not tell names apart. Part of the measure, which must not change with the lexicon.
const TITLES: [&str; 27] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "president-elect",
    "vice",
    "secretary",
    "former",
    "gen",
    "general",
    "the",
    "a",
    "an",
    "sir",
    "lord",
    "judge",
    "justice",
    "rev",
    "prof",
    "professor",
];

/// The kinds of speaker that are counted apart.
const KINDS: [&str; 4] = ["person", "group", "organization", "document"];

/// Counts over the gold attributions whose speaker is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindScores {
    /// All of them.
    pub all: usize,
    /// Those that a predicted quote matches.
    pub matched: usize,
    /// Those whose speaker is right.
    pub right: usize,
}

impl KindScores {
    /// Right ones among the matched, in per cent; `None` without any.
    pub fn accuracy(self) -> Option<f64> {
        percent(self.right, self.matched)
    }

    /// Right ones among all, in per cent; `None` without any.
    pub fn found(self) -> Option<f64> {
        percent(self.right, self.all)
    }
}

fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| one_decimal((100 * part) as f64 / whole as f64))
}

impl Serialize for KindScores {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("all", &self.all)?;
        map.serialize_entry("matched", &self.matched)?;
        map.serialize_entry("right", &self.right)?;
        map.serialize_entry("accuracy", &self.accuracy())?;
        map.serialize_entry("found", &self.found())?;
        map.end()
    }
}

/// How often the speaker is right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SpeakerScores {
    /// Over all kinds.
    #[serde(flatten)]
    pub total: KindScores,
    /// Wrong speakers of quotes with a confidence of 0.8 or more.
    pub confidently_wrong: usize,
    /// By kind of speaker.
    #[serde(serialize_with = "as_map")]
    pub kinds: Vec<(&'static str, KindScores)>,
    /// Every wrong one: article, kind, wanted name, what was given and how.
    #[serde(skip)]
    pub wrong: Vec<WrongSpeaker>,
}

fn as_map<S: serde::Serializer>(
    kinds: &[(&'static str, KindScores)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(kinds.iter().copied())
}

/// A matched quote with a wrong speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrongSpeaker {
    /// The article's id.
    pub article: String,
    /// Where the gold content begins, in code points.
    pub offset: i64,
    /// The kind of the gold speaker.
    pub kind: String,
    /// The gold speaker.
    pub want: String,
    /// The predicted speaker.
    pub got: Option<String>,
    /// How that was found.
    pub resolution: Option<&'static str>,
}

impl fmt::Display for SpeakerScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1}"));
        let total = self.total;
        writeln!(
            f,
            "matched {} of {}   speaker accuracy on matched {}   found {}   confidently wrong {}",
            total.matched,
            total.all,
            show(total.accuracy()),
            show(total.found()),
            show(percent(self.confidently_wrong, total.matched)),
        )?;
        for (kind, scores) in &self.kinds {
            writeln!(
                f,
                "  {kind:13} matched {:5} of {:5}   accuracy {}   found {}",
                scores.matched,
                scores.all,
                show(scores.accuracy()),
                show(scores.found()),
            )?;
        }
        Ok(())
    }
}

/// Scores the speakers of `predictions` over the gold attributions whose speaker is named; the article's author and
/// speakers of unknown kind are left out.
pub fn speakers(gold: &[Gold], predictions: &HashMap<String, Prediction>) -> SpeakerScores {
    let mut scores = SpeakerScores {
        kinds: KINDS.map(|kind| (kind, KindScores::default())).to_vec(),
        ..SpeakerScores::default()
    };
    for article in gold {
        let words = Words::new(&article.text);
        let labelled: Vec<_> = article
            .attributions
            .iter()
            .filter_map(|annotation| Some((annotation, annotation.speaker.as_ref()?)))
            .collect();
        let predicted = predictions
            .get(&article.id)
            .map_or(&[][..], |prediction| &prediction.attributions);
        let golds: Vec<WordSet> = labelled
            .iter()
            .map(|(annotation, _)| words.within(&annotation.content))
            .collect();
        let guesses: Vec<WordSet> = predicted
            .iter()
            .map(|annotation| words.within(&annotation.content))
            .collect();
        let mut partner = vec![None; golds.len()];
        for found in pair(&refs(&golds), &refs(&guesses), 0.5) {
            partner[found.gold] = predicted.get(found.predicted);
        }
        for ((annotation, want), partner) in labelled.into_iter().zip(partner) {
            let name = match want.name.as_deref() {
                Some(name) if name != "author" && want.kind != "unknown" => name,
                _ => continue,
            };
            let got = partner.and_then(|partner| partner.predicted_speaker.as_ref());
            let given = got.and_then(|got| got.name.as_deref());
            let right = partner.is_some() && same(name, given.unwrap_or(""), &want.kind);
            let of_kind = scores.kinds.iter_mut().find(|(kind, _)| *kind == want.kind);
            for counts in [Some(&mut scores.total), of_kind.map(|(_, counts)| counts)]
                .into_iter()
                .flatten()
            {
                counts.all += 1;
                counts.matched += usize::from(partner.is_some());
                counts.right += usize::from(right);
            }
            if partner.is_some() && !right {
                if got.is_some_and(|got| got.confidence >= 0.8) {
                    scores.confidently_wrong += 1;
                }
                scores.wrong.push(WrongSpeaker {
                    article: article.id.clone(),
                    offset: annotation.content.first().map_or(0, |&[start, _]| start),
                    kind: want.kind.clone(),
                    want: name.to_owned(),
                    got: given.map(str::to_owned),
                    resolution: got.and_then(|got| got.resolution),
                });
            }
        }
    }
    scores
}

/// The words of a name that tell it apart: without titles, articles, possessives and case.
fn key(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace('’', "'");
    let words: Vec<String> = lower
        .split(|c: char| !(super::words::is_word_char(c) || matches!(c, '\'' | '.' | '-')))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let word = word.strip_suffix("'s").unwrap_or(word);
            word.trim_matches(['.', '\'']).to_owned()
        })
        .collect();
    let kept: Vec<String> = words
        .iter()
        .filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str()))
        .cloned()
        .collect();
    if kept.is_empty() { words } else { kept }
}

/// Do two names mean the same entity? A bare surname is not the name of a person who has a fuller one.
fn same(gold: &str, predicted: &str, kind: &str) -> bool {
    let (gold, predicted) = (key(gold), key(predicted));
    if gold.is_empty() || predicted.is_empty() {
        return false;
    }
    if gold == predicted {
        return true;
    }
    let (short, long) = if gold.len() <= predicted.len() {
        (&gold, &predicted)
    } else {
        (&predicted, &gold)
    };
    let contained = short.iter().all(|word| long.contains(word));
    if kind == "person" {
        return short.len() > 1 && contained && short.last() == long.last();
    }
    contained
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_same_entity() {
        for (gold, predicted, kind, want) in [
            ("Jake Sullivan", "Jake Sullivan", "person", true),
            ("Jake Sullivan", "Mr. Jake Sullivan", "person", true),
            ("Jake Sullivan", "Sullivan", "person", false),
            ("Sullivan", "Jake Sullivan", "person", false),
            ("John Q. Public", "John Public", "person", true),
            ("John Public", "Jane Public", "person", false),
            ("The Pentagon", "Pentagon’s", "organization", true),
            (
                "Arms Control Association",
                "the association",
                "organization",
                true,
            ),
            ("the President", "The president", "person", true),
            ("Pentagon", "", "organization", false),
        ] {
            assert_eq!(same(gold, predicted, kind), want, "{gold} / {predicted}");
        }
    }
}
