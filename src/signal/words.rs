//! Signals that are words: those of `data/lexicon/signals.tsv`, and the constructions *more … than*, *as … as*, *the …-est*, *I saw*.
//!
//! A phrase counts where its words stand one behind the other as tokens; of those that begin at one place, the longest. The list
//! also has idioms, which are no signal and hide what stands in them (*no doubt*, *rather than*).

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::quantity::{self, Word, number_at};
use super::{SignalKind, Stretch};
use crate::document::Shape;
use crate::lexicon::{Classes, lines};

const SIGNALS: &str = include_str!("../../data/lexicon/signals.tsv");
const EXPERIENCE: &str = include_str!("../../data/lexicon/experience.txt");

/// So many words may stand between *more* and *than*.
const REACH: usize = 6;

/// What must be so around a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    /// A number stands behind it.
    Number,
    /// The same, of anything but time: *over two years* is no comparison.
    Count,
    /// It has no capital.
    Lower,
    /// No determiner or possessive stands before it.
    Bare,
    /// What may be an infinitive stands behind it.
    Infinitive,
    /// The content is a paraphrase.
    Reported,
    /// No infinitive stands behind it: *due to a leak*, not *due to open*.
    Cause,
    /// It names no number: not *No 10*.
    Label,
}

/// A row of the list.
struct Phrase {
    words: Vec<&'static str>,
    /// None for an idiom.
    kind: Option<SignalKind>,
    context: Vec<Context>,
}

/// By their first word, the longest first.
static PHRASES: LazyLock<FxHashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<&'static str, Vec<Phrase>> = FxHashMap::default();
    // A row that cannot be read is left out; a test finds it.
    for phrase in lines(SIGNALS).filter_map(read) {
        phrases.entry(phrase.words[0]).or_default().push(phrase);
    }
    for those in phrases.values_mut() {
        those.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }
    phrases
});

static WENT_THROUGH: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lines(EXPERIENCE).collect());

fn read(line: &'static str) -> Option<Phrase> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [phrase, kind, context] = fields[..] else {
        return None;
    };
    let context = context.split(' ').filter(|&word| word != "-");
    let context = context.map(|word| match word {
        "number" => Some(Context::Number),
        "count" => Some(Context::Count),
        "lower" => Some(Context::Lower),
        "bare" => Some(Context::Bare),
        "infinitive" => Some(Context::Infinitive),
        "reported" => Some(Context::Reported),
        "cause" => Some(Context::Cause),
        "label" => Some(Context::Label),
        _ => None,
    });
    let kind = match kind {
        "-" => None,
        name => Some(SignalKind::read(name)?),
    };
    Some(Phrase {
        words: phrase.split(' ').collect(),
        kind,
        context: context.collect::<Option<_>>()?,
    })
}

/// Adds the signals of `stretch` to `found` and returns where idioms stand.
pub(super) fn find(
    stretch: &Stretch,
    found: &mut Vec<(SignalKind, Range<usize>)>,
) -> Vec<Range<usize>> {
    let mut idioms = Vec::new();
    let mut at = stretch.tokens.start;
    while at < stretch.tokens.end {
        if let Some(phrase) = phrase_at(stretch, at) {
            let end = at + phrase.words.len();
            match phrase.kind {
                Some(kind) => found.push((kind, whole(stretch, at..end))),
                None => idioms.push(at..end),
            }
            at = end;
            continue;
        }
        found.extend(construction(stretch, at));
        at += 1;
    }
    idioms
}

fn phrase_at(stretch: &Stretch, at: usize) -> Option<&'static Phrase> {
    let phrases = PHRASES.get(stretch.word(at))?;
    phrases.iter().find(|phrase| {
        let words = phrase.words.iter().enumerate();
        words
            .skip(1)
            .all(|(place, word)| stretch.word(at + place) == *word)
            && phrase
                .context
                .iter()
                .all(|&context| holds(stretch, context, at, phrase))
    })
}

fn holds(stretch: &Stretch, context: Context, at: usize, phrase: &Phrase) -> bool {
    let end = at + phrase.words.len();
    let document = stretch.document;
    let next = stretch.word(end);
    match context {
        Context::Number => number_at(stretch, end).is_some() || is_currency_sign(next),
        Context::Count => {
            let timed = |end: usize| quantity::class(stretch.word(end)) == Some(Word::Period);
            is_currency_sign(next) || number_at(stretch, end).is_some_and(|end| !timed(end))
        }
        Context::Lower => document.shape(at) == Shape::Lower,
        Context::Bare => {
            let before = at
                .checked_sub(1)
                .filter(|before| stretch.tokens.contains(before));
            let classes = before.map_or(Classes::NONE, |before| document.classes(before));
            let pronoun =
                classes.is(Classes::PRONOUN) && !POSSESSIVES.contains(&stretch.before(at));
            let noun = classes.is(Classes::DETERMINER) && !pronoun
                || matches!(
                    stretch.before(at),
                    "'s" | "what" | "own" | "military" | "economic"
                )
                || document.classes(end).is(Classes::CONJUNCTION)
                || next == "of" && phrase.words.len() == 1;
            !noun
        }
        Context::Infinitive => {
            let classes = document.classes(end);
            !next.is_empty()
                && document.shape(end) == Shape::Lower
                && !next.ends_with("ing")
                && !classes.is(Classes::DETERMINER
                    .or(Classes::PRONOUN)
                    .or(Classes::PREPOSITION))
        }
        Context::Reported => stretch.reported,
        Context::Cause => {
            let be = matches!(
                stretch.before(at),
                "is" | "are" | "was" | "were" | "be" | "been" | "'s" | "'re"
            );
            !be || document.shape(end) != Shape::Lower
                || next.ends_with("ing")
                || next.ends_with('s')
                || document
                    .classes(end)
                    .is(Classes::DETERMINER.or(Classes::PRONOUN).or(Classes::ADVERB))
        }
        Context::Label => {
            document.shape(end) != Shape::Number || document.shape(at) == Shape::Lower
        }
    }
}

const POSSESSIVES: [&str; 7] = ["my", "your", "his", "her", "its", "our", "their"];

fn is_currency_sign(word: &str) -> bool {
    matches!(word, "$" | "£" | "€" | "¥" | "₹")
}

/// *won't* for *wo* and for *n't*.
fn whole(stretch: &Stretch, tokens: Range<usize>) -> Range<usize> {
    match stretch.word(tokens.start) {
        "n't" if tokens.start > stretch.tokens.start => tokens.start - 1..tokens.end,
        "wo" if stretch.word(tokens.end) == "n't" => tokens.start..tokens.end + 1,
        _ => tokens,
    }
}

/// A construction that begins at `at`.
fn construction(stretch: &Stretch, at: usize) -> Option<(SignalKind, Range<usize>)> {
    let word = stretch.word(at);
    let document = stretch.document;
    match document.shape(at) {
        Shape::Lower | Shape::Capitalized | Shape::Upper => {}
        _ => return None,
    }
    if matches!(word, "i" | "we") {
        return Some((SignalKind::Experience, at..experience(stretch, at)?));
    }
    if word == "as" {
        return Some((SignalKind::Comparison, at..as_as(stretch, at)?));
    }
    let superlative = word.ends_with("est") || word == "worst";
    if superlative && word.len() > 3 && is_behind_the(stretch, at) {
        return Some((SignalKind::Superlative, at..at + 1));
    }
    let ends_er = word.len() > 3 && word.ends_with("er") && document.shape(at) == Shape::Lower;
    if ends_er && stretch.word(at + 1) == "than" {
        return Some((SignalKind::Comparison, at..at + 2));
    }
    if quantity::class(word) != Some(Word::Comparative) {
        return None;
    }
    // *fewer nurses than*
    let ahead = (at + 1..stretch.tokens.end).take(REACH + 1);
    let mut ahead = ahead.take_while(|&token| {
        document.shape(token) != Shape::Punctuation
            && phrase_at(stretch, token).is_none_or(|phrase| phrase.kind.is_some())
    });
    let than = ahead.find(|&token| stretch.word(token) == "than")?;
    Some((SignalKind::Comparison, at..than + 1))
}

/// *the largest*, *our two oldest*, *Europe’s biggest*
fn is_behind_the(stretch: &Stretch, at: usize) -> bool {
    let definite = |word: &str| matches!(word, "the" | "'s" | "'") || POSSESSIVES.contains(&word);
    let before = stretch.before(at);
    let two = at
        .checked_sub(1)
        .map_or("", |before| stretch.before(before));
    let between = matches!(
        before,
        "second" | "third" | "fourth" | "fifth" | "very" | "single" | "two" | "three" | "world's"
    );
    definite(before) || between && definite(two)
}

/// *as big as*, with one or two words between.
fn as_as(stretch: &Stretch, at: usize) -> Option<usize> {
    let lower = |token: usize| stretch.document.shape(token) == Shape::Lower;
    let plain = |token: usize| {
        let classes = stretch.document.classes(token);
        lower(token)
            && !classes.is(Classes::DETERMINER
                .or(Classes::PREPOSITION)
                .or(Classes::PRONOUN))
            || matches!(stretch.word(token), "many" | "few")
    };
    if !plain(at + 1) {
        return None;
    }
    if stretch.word(at + 2) == "as" {
        return Some(at + 3);
    }
    (stretch.word(at + 3) == "as" && lower(at + 2)).then_some(at + 4)
}

/// *I never saw*, *we had lost*: the end of what begins with *I* or *we*.
fn experience(stretch: &Stretch, at: usize) -> Option<usize> {
    let document = stretch.document;
    let mut verb = at + 1;
    while verb <= at + 3 {
        let word = stretch.word(verb);
        let passed = matches!(word, "'ve" | "'d" | "have" | "had" | "never" | "personally")
            || document.classes(verb).is(Classes::ADVERB);
        if !passed || WENT_THROUGH.contains(word) {
            break;
        }
        verb += 1;
    }
    let first = stretch.word(at) == "i";
    // *We* is a body as often as it is people: what bodies do as well is left out.
    let ours = !matches!(
        stretch.word(verb),
        "lost"
            | "were"
            | "held"
            | "carried"
            | "called"
            | "opened"
            | "tried"
            | "met"
            | "suffered"
            | "grew"
            | "spent"
            | "worked"
            | "served"
            | "treated"
            | "been"
            | "turned"
    );
    (WENT_THROUGH.contains(stretch.word(verb)) && (first || ours)).then_some(verb + 1)
}
