//! What changed between two extractions, quote by quote.
//!
//! [`compare`] takes two sets of records and gives typed [`Change`]s: which quote is new, gone, longer, somebody else's. It
//! works on records alone, so that it is the same for files of records and for snapshots, and knows nothing of articles.
//! What is no change: a confidence that moves without crossing the threshold, the evidence, the number in a quote's id, and
//! offsets that shift because the text before them changed.
//!
//! A change has an id that is made of the article's id and of what was and what is, so that it is the same in every run and a
//! decision about it can be kept.

mod align;
mod settle;
mod text;
mod words;

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use settle::settle;
pub use text::ChangeText;
pub use words::{Run, word_runs};

use crate::report::{
    ActRecord, ArticleRecord, KindRecord, PartRecord, QuoteRecord, SpeakerRecord, StatusRecord,
    TypeRecord,
};
use words::{Growth, Tokens, growth};

/// The version of the form that a [`Comparison`] has as JSON.
pub const COMPARISON_SCHEMA: &str = "inquit-diff/1";

/// The confidence that counts as crossed: from here on, a quote is rather right than wrong.
pub const THRESHOLD: f64 = 0.5;

/// What changed between two sets of records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Always `inquit-diff/1`.
    pub schema: String,
    /// The confidence whose crossing is a change.
    pub threshold: f64,
    /// How much there is of what.
    pub summary: Summary,
    /// By article, in the order of the new records, then of the old ones that are gone; by place within an article.
    pub changes: Vec<Change>,
}

/// One change: of a quote, or of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// `<article id>#<digest>`: the same in every run. Changes of an article that differ in nothing but the place have one id,
    /// and are decided upon together.
    pub id: String,
    /// The id of the article.
    pub article: String,
    /// What differs, at least one thing.
    pub differences: Vec<Difference>,
    /// The quote as it was; null where there was none, and for a change of the article.
    pub old: Option<QuoteRecord>,
    /// The quote as it is; null where there is none, and for a change of the article.
    pub new: Option<QuoteRecord>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is.
    pub kind: ChangeKind,
    /// What was, in short words; left out where there is nothing to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What is, in short words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The words that a content won or lost at its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The words that a content won or lost at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The article is new.
    ArticleAdded,
    /// The article is gone.
    ArticleRemoved,
    /// The text of the article is another.
    TextChanged,
    /// The quote is new.
    Added,
    /// The quote is gone.
    Removed,
    /// The content has all that it had, and more at either end.
    ContentLonger,
    /// The content has less at either end.
    ContentShorter,
    /// The content has other words.
    ContentChanged,
    /// Somebody else is the speaker, or it is less or more clear who.
    Speaker,
    /// The source is made of other words, or stands elsewhere.
    Source,
    /// The cue is made of other words, or stands elsewhere.
    Cue,
    /// The type is another.
    Type,
    /// The act is another.
    Act,
    /// Somebody else relays it.
    Via,
    /// The confidence is on the other side of the threshold.
    Confidence,
}

impl ChangeKind {
    /// What a reader is told.
    pub fn label(self) -> &'static str {
        match self {
            ChangeKind::ArticleAdded => "article added",
            ChangeKind::ArticleRemoved => "article removed",
            ChangeKind::TextChanged => "text changed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::ContentLonger => "content longer",
            ChangeKind::ContentShorter => "content shorter",
            ChangeKind::ContentChanged => "content changed",
            ChangeKind::Speaker => "speaker changed",
            ChangeKind::Source => "source moved",
            ChangeKind::Cue => "cue moved",
            ChangeKind::Type => "type changed",
            ChangeKind::Act => "act changed",
            ChangeKind::Via => "via changed",
            ChangeKind::Confidence => "confidence crossed",
        }
    }
}

/// How much changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Articles of either side.
    pub articles: usize,
    /// Those with a change.
    pub changed_articles: usize,
    /// All changes.
    pub changes: usize,
    /// How many changes name each difference.
    pub kinds: BTreeMap<ChangeKind, usize>,
    /// Whose quotes changed, most changes first. A change from one speaker to another counts for both.
    pub speakers: Vec<SpeakerChanges>,
}

/// How many quotes of a speaker changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerChanges {
    /// The speaker's id; null for those that are ambiguous or unknown.
    pub id: Option<String>,
    /// The name; `ambiguous` or `unknown` without one.
    pub name: String,
    /// How many changes.
    pub changes: usize,
}

impl Summary {
    fn new(articles: usize, changes: &[Change]) -> Self {
        let mut summary = Self {
            articles,
            changes: changes.len(),
            ..Self::default()
        };
        let mut speakers: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        let mut changed: Vec<&str> = Vec::new();
        for change in changes {
            changed.push(&change.article);
            for difference in &change.differences {
                *summary.kinds.entry(difference.kind).or_default() += 1;
            }
            let mut named: Vec<(String, Option<String>)> = [&change.old, &change.new]
                .into_iter()
                .flatten()
                .map(|quote| (name(&quote.speaker).to_owned(), quote.speaker.id.clone()))
                .collect();
            named.dedup();
            for speaker in named {
                *speakers.entry(speaker).or_default() += 1;
            }
        }
        changed.sort_unstable();
        changed.dedup();
        summary.changed_articles = changed.len();
        let speakers = speakers.into_iter();
        summary.speakers = speakers
            .map(|((name, id), changes)| SpeakerChanges { id, name, changes })
            .collect();
        // By name already.
        summary
            .speakers
            .sort_by_key(|speaker| std::cmp::Reverse(speaker.changes));
        summary
    }
}

impl Comparison {
    /// Of `changes` between sets that have `articles` together.
    pub fn new(articles: usize, changes: Vec<Change>, threshold: f64) -> Self {
        Self {
            schema: COMPARISON_SCHEMA.to_owned(),
            threshold,
            summary: Summary::new(articles, &changes),
            changes,
        }
    }
}

/// What changed from `old` to `new`, article by article; records of one id are of one article. A confidence that crosses
/// `threshold` is a change.
pub fn compare(old: &[ArticleRecord], new: &[ArticleRecord], threshold: f64) -> Comparison {
    let mut by_id: HashMap<&str, VecDeque<&ArticleRecord>> = HashMap::new();
    for record in old {
        by_id.entry(&record.id).or_default().push_back(record);
    }
    let mut changes = Vec::new();
    let mut articles = new.len();
    for record in new {
        let before = by_id.get_mut(record.id.as_str());
        match before.and_then(VecDeque::pop_front) {
            Some(before) => changes.extend(compare_article(before, record, threshold, &[])),
            None => changes.push(article_added(record)),
        }
    }
    for record in old {
        let left = by_id.get_mut(record.id.as_str());
        if let Some(gone) = left.and_then(VecDeque::pop_front) {
            changes.push(article_removed(gone));
            articles += 1;
        }
    }
    Comparison::new(articles, changes, threshold)
}

/// That there is a record of an article where there was none.
pub fn article_added(record: &ArticleRecord) -> Change {
    of_article(record, ChangeKind::ArticleAdded, None, Some(quotes(record)))
}

/// That there is no record of an article where there was one.
pub fn article_removed(record: &ArticleRecord) -> Change {
    let quotes = Some(quotes(record));
    of_article(record, ChangeKind::ArticleRemoved, quotes, None)
}

fn quotes(record: &ArticleRecord) -> String {
    let count = record.quotes.len();
    format!("{count} quote{}", if count == 1 { "" } else { "s" })
}

fn of_article(
    record: &ArticleRecord,
    kind: ChangeKind,
    old: Option<String>,
    new: Option<String>,
) -> Change {
    // An article that was looked at counts as known only with the same quotes.
    let contents: Vec<Identity> = record.quotes.iter().map(Identity::new).collect();
    Change {
        id: id(&record.id, &(kind, &old, &new, contents)),
        article: record.id.clone(),
        differences: vec![Difference::between(kind, old, new)],
        old: None,
        new: None,
    }
}

/// A change that somebody rejected: the quote as it was and stays, and what it did not become.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// None where a new quote was rejected.
    pub old: Option<QuoteRecord>,
    /// None where it was rejected that a quote is gone.
    pub new: Option<QuoteRecord>,
}

/// What changed in one article: first that its text did, then its quotes in the order of the text. Changes that are `known`
/// are found again as they were decided upon, whatever else changed.
pub fn compare_article(
    old: &ArticleRecord,
    new: &ArticleRecord,
    threshold: f64,
    known: &[Rejected],
) -> Vec<Change> {
    let Changed { text, quotes } = changes_of(old, new, threshold, known);
    let quotes = quotes.into_iter().filter_map(|(_, change)| change);
    text.into_iter().chain(quotes).collect()
}

/// All of two records of one article.
struct Changed {
    text: Option<Change>,
    /// Every pair, also those without a change.
    quotes: Vec<(align::Pair, Option<Change>)>,
}

fn changes_of(
    old: &ArticleRecord,
    new: &ArticleRecord,
    threshold: f64,
    known: &[Rejected],
) -> Changed {
    let text = (old.text_sha256 != new.text_sha256).then(|| {
        let kind = ChangeKind::TextChanged;
        Change {
            id: id(&new.id, &(kind, &old.text_sha256, &new.text_sha256)),
            article: new.id.clone(),
            differences: vec![Difference::between(kind, None, None)],
            old: None,
            new: None,
        }
    });
    let sides = Sides::new(old, new, known);
    let mut quotes = Vec::new();
    for pair in align::align(&sides) {
        let was = pair.old.map(|at| &old.quotes[at]);
        let is = pair.new.map(|at| &new.quotes[at]);
        let change = quote_change(&new.id, was, is, &sides, threshold);
        quotes.push((pair, change));
    }
    Changed { text, quotes }
}

/// Two records of one article.
struct Sides<'r> {
    old: &'r [QuoteRecord],
    new: &'r [QuoteRecord],
    /// Do offsets mean the same on both sides?
    one_text: bool,
    known: &'r [Rejected],
}

impl<'r> Sides<'r> {
    fn new(old: &'r ArticleRecord, new: &'r ArticleRecord, known: &'r [Rejected]) -> Self {
        Self {
            known,
            old: &old.quotes,
            new: &new.quotes,
            one_text: old.text_sha256 == new.text_sha256 && old.offsets == new.offsets,
        }
    }
}

fn quote_change(
    article: &str,
    old: Option<&QuoteRecord>,
    new: Option<&QuoteRecord>,
    sides: &Sides,
    threshold: f64,
) -> Option<Change> {
    let differences = match (old, new) {
        (Some(old), Some(new)) => differences(old, new, sides.one_text, threshold),
        (None, _) => vec![Difference::between(ChangeKind::Added, None, None)],
        (_, None) => vec![Difference::between(ChangeKind::Removed, None, None)],
    };
    if differences.is_empty() {
        return None;
    }
    let kinds: Vec<ChangeKind> = differences.iter().map(|one| one.kind).collect();
    let identities = (old.map(Identity::new), new.map(Identity::new));
    Some(Change {
        id: id(article, &(kinds, identities)),
        article: article.to_owned(),
        differences,
        old: old.cloned(),
        new: new.cloned(),
    })
}

/// Forty bits of a digest are enough to tell the changes of one article apart.
fn id(article: &str, what: &impl Serialize) -> String {
    let json = serde_json::to_vec(what).expect("strings, enums and lists of them have a JSON form");
    let digest = Sha256::digest(json);
    let short: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
    format!("{article}#{short}")
}

impl Difference {
    fn between(kind: ChangeKind, old: Option<String>, new: Option<String>) -> Self {
        Self {
            kind,
            old,
            new,
            before: None,
            after: None,
        }
    }

    fn ends(kind: ChangeKind, before: String, after: String) -> Self {
        let some = |words: String| (!words.is_empty()).then_some(words);
        Self {
            kind,
            old: None,
            new: None,
            before: some(before),
            after: some(after),
        }
    }
}

/// Who speaks, as far as a change of it is a change.
#[derive(PartialEq, Eq, Hash, Serialize)]
struct Who<'q> {
    id: Option<&'q str>,
    name: Option<&'q str>,
    kind: &'static str,
    status: &'static str,
    /// Their order tells how likely each is, which is no change.
    candidates: Vec<&'q str>,
}

impl<'q> Who<'q> {
    fn new(speaker: &'q SpeakerRecord) -> Self {
        let candidates = speaker.candidates.iter();
        let mut candidates: Vec<&str> = candidates.map(|one| one.id.as_str()).collect();
        candidates.sort_unstable();
        Self {
            id: speaker.id.as_deref(),
            name: speaker.name.as_deref(),
            kind: speaker.kind.name(),
            status: speaker.status.name(),
            candidates,
        }
    }
}

/// What makes a quote the one it is, wherever it stands.
#[derive(PartialEq, Eq, Hash, Serialize)]
struct Identity<'q> {
    content: String,
    quote_type: &'static str,
    act: &'static str,
    cue: Option<String>,
    source: Option<String>,
    speaker: Who<'q>,
    via: Option<(String, Who<'q>)>,
}

impl<'q> Identity<'q> {
    fn new(quote: &'q QuoteRecord) -> Self {
        let key = |text: &str| Tokens::new(text).key();
        let via = quote.via.as_ref();
        Self {
            content: key(&quote.content.text),
            quote_type: quote.quote_type.name(),
            act: quote.act.name(),
            cue: quote.cue.as_ref().map(|cue| key(&cue.text)),
            source: quote.source.as_ref().map(|source| key(&source.text)),
            speaker: Who::new(&quote.speaker),
            via: via.map(|via| (key(&via.source.text), Who::new(&via.speaker))),
        }
    }
}

/// What differs between two quotes that are one.
fn differences(
    old: &QuoteRecord,
    new: &QuoteRecord,
    one_text: bool,
    threshold: f64,
) -> Vec<Difference> {
    let (was, is) = (Identity::new(old), Identity::new(new));
    let mut found = Vec::new();
    match growth(&old.content.text, &new.content.text) {
        Growth::Same => {}
        Growth::Longer(before, after) => {
            found.push(Difference::ends(ChangeKind::ContentLonger, before, after));
        }
        Growth::Shorter(before, after) => {
            found.push(Difference::ends(ChangeKind::ContentShorter, before, after));
        }
        Growth::Other => found.push(Difference::between(ChangeKind::ContentChanged, None, None)),
    }
    let mut add = |differs: bool, kind, old: Option<String>, new: Option<String>| {
        if differs {
            found.push(Difference::between(kind, old, new));
        }
    };
    add(
        was.speaker != is.speaker,
        ChangeKind::Speaker,
        Some(told(&old.speaker, &new.speaker)),
        Some(told(&new.speaker, &old.speaker)),
    );
    let spans = |quote: &QuoteRecord| quote.source.as_ref().map(|source| source.spans.clone());
    add(
        was.source != is.source || (one_text && spans(old) != spans(new)),
        ChangeKind::Source,
        old.source.as_ref().map(line),
        new.source.as_ref().map(line),
    );
    let spans = |quote: &QuoteRecord| quote.cue.as_ref().map(|cue| cue.spans.clone());
    add(
        was.cue != is.cue || (one_text && spans(old) != spans(new)),
        ChangeKind::Cue,
        old.cue.as_ref().map(|cue| one_line(&cue.text)),
        new.cue.as_ref().map(|cue| one_line(&cue.text)),
    );
    let kind_of = |quote_type: TypeRecord| Some(quote_type.name().to_owned());
    add(
        old.quote_type != new.quote_type,
        ChangeKind::Type,
        kind_of(old.quote_type),
        kind_of(new.quote_type),
    );
    let act = |act: ActRecord| Some(act.name().to_owned());
    add(
        old.act != new.act,
        ChangeKind::Act,
        act(old.act),
        act(new.act),
    );
    add(was.via != is.via, ChangeKind::Via, via(old), via(new));
    let figure = |quote: &QuoteRecord| Some(format!("{:.2}", quote.confidence));
    add(
        (old.confidence >= threshold) != (new.confidence >= threshold),
        ChangeKind::Confidence,
        figure(old),
        figure(new),
    );
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(part: &PartRecord) -> String {
    one_line(&part.text)
}

fn via(quote: &QuoteRecord) -> Option<String> {
    let via = quote.via.as_ref()?;
    Some(match via.speaker.name.as_deref() {
        Some(name) => name.to_owned(),
        None => line(&via.source),
    })
}

/// A speaker's name, or why there is none.
fn name(speaker: &SpeakerRecord) -> &str {
    match (speaker.status, speaker.name.as_deref()) {
        (StatusRecord::Linked, Some(name)) => name,
        (status, _) => status.name(),
    }
}

/// A speaker in short words, with what tells it from `other`.
fn told(speaker: &SpeakerRecord, other: &SpeakerRecord) -> String {
    let mut told = name(speaker).to_owned();
    if speaker.status == StatusRecord::Ambiguous {
        let names: Vec<&str> = speaker.candidates.iter().map(|c| c.name.as_str()).collect();
        told = format!("{told}: {}", names.join(", "));
    }
    if name(speaker) != name(other) || speaker.status == StatusRecord::Ambiguous {
        return told;
    }
    if speaker.kind != other.kind && speaker.kind != KindRecord::Unknown {
        told = format!("{told}, {}", speaker.kind.name());
    }
    match speaker.id.as_deref() {
        Some(id) if speaker.id != other.id => format!("{told} ({id})"),
        _ => told,
    }
}
