//! The same words in several articles.
//!
//! Receives the quotes of many records and gives one [`RepeatRecord`] for each set of quotes that have the same words, or nearly,
//! in several articles. Same are words whose [`fingerprint`] is; which are nearly the same, `near` decides. What does not fit
//! together comes first: words that two articles give to different speakers, and one speaker's direct words that differ.
//!
//! It does not say who is right. Short quotes are said by many, and are left out.

mod fold;
mod near;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::compare::word_runs;
use crate::identity::Day;
use crate::report::{
    ArticleRecord, ConflictRecord, KindRecord, OccurrenceRecord, REPEATS_SCHEMA, RelationRecord,
    RepeatRecord, StatusRecord, TypeRecord, WordingRecord,
};

pub(crate) use fold::placed;
pub use fold::{fingerprint, words};
use near::{Likeness, likeness};

/// Quotes of fewer words are nobody's in particular.
pub const LEAST_WORDS: usize = 6;

/// One quote: all that is kept of a record.
#[derive(Clone, Debug)]
pub struct Occurrence {
    article: Arc<str>,
    id: String,
    /// Words by what they are and as they are written.
    words: Vec<String>,
    text: String,
    day: Option<Day>,
    published: Option<String>,
    outlet: Option<String>,
    quote_type: TypeRecord,
    status: StatusRecord,
    speaker: Option<Voice>,
}

/// A linked speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Voice {
    name: String,
    kind: KindRecord,
    gazetteer: Option<String>,
    /// The folded words of each name.
    names: Vec<Vec<String>>,
}

/// The quotes of `record` that have at least `least` words.
pub fn occurrences(record: &ArticleRecord, least: usize) -> Vec<Occurrence> {
    let article: Arc<str> = record.id.as_str().into();
    let metadata = &record.article;
    let day = metadata.published.as_deref().and_then(Day::read);
    let outlet = metadata
        .publisher
        .clone()
        .or_else(|| site(metadata.url.as_deref()?));
    let quotes = record.quotes.iter().filter_map(|quote| {
        let words = words(&quote.content.text);
        if words.len() < least {
            return None;
        }
        let speaker = &quote.speaker;
        let voice = speaker
            .name
            .as_ref()
            .filter(|_| speaker.status == StatusRecord::Linked);
        Some(Occurrence {
            article: Arc::clone(&article),
            id: quote.id.clone(),
            words,
            text: quote.content.text.clone(),
            day,
            published: metadata.published.clone(),
            outlet: outlet.clone(),
            quote_type: quote.quote_type,
            status: speaker.status,
            speaker: voice.map(|name| {
                Voice::new(
                    record,
                    speaker.id.as_deref(),
                    name,
                    speaker.kind,
                    speaker.gazetteer.clone(),
                )
            }),
        })
    });
    quotes.collect()
}

/// `example.org` of `https://www.example.org/a`
fn site(url: &str) -> Option<String> {
    let (_, behind) = url.split_once("://")?;
    let host = behind.split(['/', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

impl Voice {
    fn new(
        record: &ArticleRecord,
        id: Option<&str>,
        name: &str,
        kind: KindRecord,
        gazetteer: Option<String>,
    ) -> Self {
        let known = record
            .speakers
            .iter()
            .find(|speaker| Some(speaker.id.as_str()) == id);
        let aliases = known.map_or(&[][..], |speaker| &speaker.aliases);
        let names = aliases.iter().map(String::as_str).chain([name]).map(words);
        Self {
            name: name.to_owned(),
            kind,
            gazetteer,
            names: names.filter(|name| !name.is_empty()).collect(),
        }
    }

    /// Can they be one? Where one entry of the gazetteer or one name says so, or a name that has all words of the other: *Ruiz*.
    fn may_be(&self, other: &Voice) -> bool {
        if let (Some(one), Some(other)) = (&self.gazetteer, &other.gazetteer) {
            return one == other;
        }
        self.names
            .iter()
            .any(|one| other.names.iter().any(|other| same_name(one, other)))
    }

    /// Is it surely somebody else? A body and the person who speaks for it are not, and a description is nobody in particular.
    fn contradicts(&self, other: &Voice) -> bool {
        let compared = matches!(self.kind, KindRecord::Person | KindRecord::Organization);
        let proper = |voice: &Voice| voice.name.starts_with(char::is_uppercase);
        compared && self.kind == other.kind && proper(self) && proper(other) && !self.may_be(other)
    }
}

/// Does one of two names have all words of the other?
pub(crate) fn same_name(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// What stands in several articles, conflicts first.
pub fn repeats(occurrences: Vec<Occurrence>) -> Vec<RepeatRecord> {
    group(occurrences).0
}

/// The repeats, and how many pairs of wordings were compared.
fn group(mut occurrences: Vec<Occurrence>) -> (Vec<RepeatRecord>, usize) {
    // The order of the input decides where no day does.
    occurrences.sort_by_key(|one| (one.day.is_none(), one.day));
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut wordings: Vec<Vec<u32>> = Vec::new();
    let mut places: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (at, one) in occurrences.iter().enumerate() {
        let number = one.words.iter().map(|word| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(word).or_insert(next)
        });
        let number: Vec<u32> = number.collect();
        let place = *places.entry(number).or_insert_with_key(|number| {
            wordings.push(number.clone());
            members.push(Vec::new());
            wordings.len() - 1
        });
        members[place].push(at);
    }
    let (pairs, compared) = near::pairs(&wordings);
    let mut sets = Sets((0..wordings.len()).collect());
    for (one, other) in pairs {
        sets.join(one, other);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..wordings.len() {
        groups.entry(sets.of(place)).or_default().push(place);
    }
    let view = View {
        occurrences: &occurrences,
        wordings: &wordings,
        members: &members,
    };
    let mut found: Vec<(usize, RepeatRecord)> = groups
        .into_values()
        .filter_map(|places| Some((*places.first()?, view.repeat(&places)?)))
        .collect();
    found.sort_by_key(|(first, repeat)| {
        let worst = repeat.conflicts.first().copied();
        (worst.is_none(), worst, Reverse(repeat.articles), *first)
    });
    (
        found.into_iter().map(|(_, repeat)| repeat).collect(),
        compared,
    )
}

/// Sets that are joined; each is called by its first member.
struct Sets(Vec<usize>);

impl Sets {
    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// Quotes, and which of them have which wording; wordings are in the order of their earliest quote.
struct View<'o> {
    occurrences: &'o [Occurrence],
    wordings: &'o [Vec<u32>],
    members: &'o [Vec<usize>],
}

impl View<'_> {
    /// The repeat of the wordings at `places`; `None` where one article has all of them.
    fn repeat(&self, places: &[usize]) -> Option<RepeatRecord> {
        let mut all: Vec<usize> = places
            .iter()
            .flat_map(|&place| &self.members[place])
            .copied()
            .collect();
        all.sort_unstable();
        let all: Vec<&Occurrence> = all.iter().map(|&at| &self.occurrences[at]).collect();
        let articles: BTreeSet<&str> = all.iter().map(|one| &*one.article).collect();
        let first = all.first().filter(|_| articles.len() > 1)?;
        let wordings: Vec<WordingRecord> = places
            .iter()
            .map(|&place| self.wording(places[0], place))
            .collect();
        Some(RepeatRecord {
            schema: REPEATS_SCHEMA.to_owned(),
            id: fold::of_words(&first.words),
            conflicts: self.conflicts(places, &all, &wordings),
            text: first.text.clone(),
            articles: articles.len(),
            first_published: first.day.map(|day| day.to_string()),
            outlets: distinct(all.iter().filter_map(|one| one.outlet.as_deref())),
            speakers: distinct(
                all.iter()
                    .filter_map(|one| Some(one.speaker.as_ref()?.name.as_str())),
            ),
            wordings,
        })
    }

    fn wording(&self, first: usize, place: usize) -> WordingRecord {
        let quotes = self.members[place].iter().map(|&at| &self.occurrences[at]);
        let one = &self.occurrences[self.members[place][0]];
        let before = &self.occurrences[self.members[first][0]];
        let relation = if first == place {
            RelationRecord::First
        } else {
            match likeness(&self.wordings[place], &self.wordings[first]) {
                Some(Likeness::Cut) => RelationRecord::Shorter,
                Some(Likeness::Longer) => RelationRecord::Longer,
                // It is like another one of the wordings.
                Some(Likeness::Altered) | None => RelationRecord::Altered,
            }
        };
        let [missing, added] = if relation == RelationRecord::Altered {
            differing(&before.words, &one.words)
        } else {
            Default::default()
        };
        WordingRecord {
            fingerprint: fold::of_words(&one.words),
            text: one.text.clone(),
            relation,
            missing,
            added,
            quotes: quotes.map(Occurrence::record).collect(),
        }
    }

    fn conflicts(
        &self,
        places: &[usize],
        all: &[&Occurrence],
        wordings: &[WordingRecord],
    ) -> Vec<ConflictRecord> {
        let mut conflicts = Vec::new();
        // As many voices as there are names, not as there are quotes.
        let mut voices: Vec<&Voice> = Vec::new();
        for voice in all.iter().filter_map(|one| one.speaker.as_ref()) {
            if !voices.contains(&voice) {
                voices.push(voice);
            }
        }
        let speakers = voices.iter().enumerate().any(|(at, one)| {
            voices
                .iter()
                .skip(at + 1)
                .any(|other| one.contradicts(other))
        });
        if speakers {
            conflicts.push(ConflictRecord::Speaker);
        }
        let direct = |place: usize| {
            self.members[place]
                .iter()
                .map(|&at| &self.occurrences[at])
                .filter(|one| one.quote_type == TypeRecord::Direct)
                .filter_map(|one| Some((&one.article, one.speaker.as_ref()?)))
        };
        let differs = places.iter().zip(wordings).any(|(&place, wording)| {
            wording.relation == RelationRecord::Altered
                && direct(place).any(|(article, one)| {
                    direct(places[0])
                        .any(|(other_article, other)| article != other_article && one.may_be(other))
                })
        });
        if differs {
            conflicts.push(ConflictRecord::Wording);
        }
        conflicts
    }
}

impl Occurrence {
    fn record(&self) -> OccurrenceRecord {
        OccurrenceRecord {
            id: self.id.clone(),
            article: self.article.to_string(),
            outlet: self.outlet.clone(),
            published: self.published.clone(),
            speaker: self.speaker.as_ref().map(|voice| voice.name.clone()),
            status: self.status,
            quote_type: self.quote_type,
        }
    }
}

/// The runs of words that only one of two wordings has.
pub(crate) fn differing(before: &[String], now: &[String]) -> [Vec<String>; 2] {
    let runs = word_runs(&before.join(" "), &now.join(" "));
    runs.map(|runs| {
        let differs = runs.into_iter().filter(|run| run.differs);
        differs.map(|run| run.text.trim().to_owned()).collect()
    })
}

/// Each once, in order.
fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .filter(|&text| seen.insert(text))
        .map(str::to_owned)
        .collect()
}
