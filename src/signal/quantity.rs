//! Numbers, percentages, money and dates.
//!
//! A number is read first, as long as it goes (*two hundred and fifty*, *40 to 50*, *one in five*); what stands before and behind it
//! says whether it is a share, a sum or a date. *One* alone and ordinals are no numbers, and neither is what only tells things
//! apart (*Article 50*).

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{SignalKind, Stretch};
use crate::document::Shape;
use crate::lexicon::{Classes, lines};

/// What a word can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Cardinal,
    Magnitude,
    Many,
    Fraction,
    Fractions,
    Month,
    /// A month that is a name or a word, too, or is cut short.
    MonthName,
    Weekday,
    Day,
    Relative,
    Period,
    Part,
    Currency,
    Code,
    Percent,
    Clock,
    Decade,
    Comparative,
    Label,
}

impl Word {
    fn read(name: &str) -> Option<Word> {
        Some(match name {
            "cardinal" => Word::Cardinal,
            "magnitude" => Word::Magnitude,
            "many" => Word::Many,
            "fraction" => Word::Fraction,
            "fractions" => Word::Fractions,
            "month" => Word::Month,
            "month name" => Word::MonthName,
            "weekday" => Word::Weekday,
            "day" => Word::Day,
            "relative" => Word::Relative,
            "period" => Word::Period,
            "part" => Word::Part,
            "currency" => Word::Currency,
            "code" => Word::Code,
            "percent" => Word::Percent,
            "clock" => Word::Clock,
            "decade" => Word::Decade,
            "comparative" => Word::Comparative,
            "label" => Word::Label,
            _ => return None,
        })
    }
}

const QUANTITIES: &str = include_str!("../../data/lexicon/quantities.tsv");

// A row that cannot be read is left out; a test finds it.
static WORDS: LazyLock<FxHashMap<&'static str, Word>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let (word, class) = line.split_once('\t')?;
        Some((word, Word::read(class)?))
    };
    lines(QUANTITIES).filter_map(row).collect()
});

/// What `word` can be.
pub(super) fn class(word: &str) -> Option<Word> {
    WORDS.get(word).copied()
}

/// Adds the quantities of `stretch` to `found`, but for what stands in `idioms`.
pub(super) fn find(
    stretch: &Stretch,
    idioms: &[Range<usize>],
    found: &mut Vec<(SignalKind, Range<usize>)>,
) {
    let mut idioms = idioms.iter().peekable();
    let mut at = stretch.tokens.start;
    while at < stretch.tokens.end {
        while idioms.next_if(|idiom| idiom.end <= at).is_some() {}
        if let Some(idiom) = idioms.next_if(|idiom| idiom.start <= at) {
            at = idiom.end;
            continue;
        }
        match quantity_at(stretch, at) {
            Some((kind, end)) => {
                // *Article 50* is passed over.
                found.extend(kind.map(|kind| (kind, at..end)));
                at = end;
            }
            None => at += 1,
        }
    }
}

/// What begins at `at`, and where it ends; without a kind where it is no signal.
fn quantity_at(stretch: &Stretch, at: usize) -> Option<(Option<SignalKind>, usize)> {
    let word = stretch.word(at);
    let of = class(word);
    // Most words are none of it.
    if of.is_none()
        && stretch.document.shape(at) != Shape::Number
        && !matches!(
            word,
            "one"
                | "a"
                | "an"
                | "in"
                | "us"
                | "c"
                | "$"
                | "£"
                | "€"
                | "¥"
                | "₹"
                | "the"
                | "mid"
                | "cost"
        )
        && !word.contains('-')
    {
        return None;
    }
    if let Some(end) = date_at(stretch, at) {
        return Some((Some(SignalKind::Date), end));
    }
    if let Some(end) = prefixed_sum(stretch, at) {
        return Some((Some(SignalKind::Money), end));
    }
    if let Some(end) = compound_sum(word, at) {
        return Some((Some(SignalKind::Money), end));
    }
    let number = number_at(stretch, at)?;
    let end = range_end(stretch, at, number);
    if let Some(end) = percent_end(stretch, end) {
        return Some((Some(SignalKind::Percentage), end));
    }
    if stretch.word(end - 1).ends_with('%') {
        return Some((Some(SignalKind::Percentage), end));
    }
    if is_pence(stretch.word(at)) {
        return Some((Some(SignalKind::Money), end));
    }
    if let Some(end) = sum_end(stretch, at, end) {
        return Some((Some(SignalKind::Money), end));
    }
    let one = word == "one" && end == at + 1;
    let kind = (!one && !is_label(stretch, at)).then_some(SignalKind::Number);
    Some((kind, end))
}

/// Digits with an ending, as one token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    /// `5,550`, `2.5bn`, `43%`, `10-year`, `½`
    Plain,
    /// `21st`
    Ordinal,
    /// `1990s`, `'90s`
    Decade,
    /// `10:30`, `3pm`
    Time,
    /// `16/11/2021`, `2021-11-16`, `2019-20`
    Date,
    /// `24/7`
    Odd,
}

fn digits(word: &str) -> Digits {
    let bare = word.trim_start_matches('\'');
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let strip = |ending: &str| bare.strip_suffix(ending).is_some_and(number);
    if strip("st") || strip("nd") || strip("rd") || strip("th") {
        return Digits::Ordinal;
    }
    if let Some(stem) = bare.strip_suffix('s')
        && number(stem)
        && stem.ends_with('0')
        && matches!(stem.len(), 2 | 4)
    {
        return Digits::Decade;
    }
    if strip("pm")
        || strip("am")
        || strip("p.m.")
        || strip("a.m.")
        || bare.split(':').count() == 2 && bare.split(':').all(number)
    {
        return Digits::Time;
    }
    let parts: Vec<&str> = bare.split(['/', '-', '.']).collect();
    let all = parts.iter().all(|part| number(part));
    let dotted = bare.contains('.') && !bare.contains(['/', '-']);
    if all
        && parts.len() == 3
        && (parts[0].len() == 4 || parts[2].len() == 4 || parts[2].len() == 2 && !dotted)
    {
        return Digits::Date;
    }
    if all && parts.len() == 2 && !dotted && is_year(parts[0]) && matches!(parts[1].len(), 2 | 4) {
        return Digits::Date;
    }
    if all && bare.contains('/') && matches!(bare, "24/7" | "9/11" | "7/7") {
        return Digits::Odd;
    }
    Digits::Plain
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word.parse(), Ok(1500..=2100))
}

/// *50p*; *1080p* is none.
fn is_pence(word: &str) -> bool {
    let stem = word.strip_suffix('p').unwrap_or("");
    let number = stem
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    !stem.is_empty() && number && !matches!(stem, "240" | "360" | "480" | "720" | "1080" | "2160")
}

/// Where the number that begins at `at` ends.
pub(super) fn number_at(stretch: &Stretch, at: usize) -> Option<usize> {
    let mut end = first_of_number(stretch, at)?;
    loop {
        let next = stretch.word(end);
        let last = stretch.word(end - 1);
        match class(next) {
            Some(Word::Magnitude) => end += 1,
            Some(Word::Cardinal) if is_word_number(last) => end += 1,
            _ if next == "and"
                && class(last) == Some(Word::Magnitude)
                && is_small(stretch, end + 1) =>
            {
                end += 2;
            }
            _ if next == "and"
                && stretch.word(end + 1) == "a"
                && fraction(stretch.word(end + 2)) =>
            {
                end += 3;
            }
            _ => break,
        }
    }
    Some(in_many(stretch, at, end).unwrap_or(end))
}

fn is_word_number(word: &str) -> bool {
    matches!(class(word), Some(Word::Cardinal | Word::Magnitude))
}

fn is_small(stretch: &Stretch, at: usize) -> bool {
    let word = stretch.word(at);
    class(word) == Some(Word::Cardinal)
        || hyphened(word)
        || stretch.document.shape(at) == Shape::Number
            && digits(word) == Digits::Plain
            && word.len() <= 3
}

fn fraction(word: &str) -> bool {
    matches!(class(word), Some(Word::Fraction | Word::Fractions))
}

/// *forty-two*, *two-thirds*, *ten-year*
fn hyphened(word: &str) -> bool {
    let Some((first, rest)) = word.split_once('-') else {
        return false;
    };
    let last = rest.rsplit('-').next().unwrap_or(rest);
    let one = first == "one" && (fraction(last) || class(last) == Some(Word::Magnitude));
    one || class(first) == Some(Word::Cardinal)
        && (matches!(
            class(last),
            Some(
                Word::Cardinal
                    | Word::Magnitude
                    | Word::Fraction
                    | Word::Fractions
                    | Word::Period
                    | Word::Part
            )
        ) || matches!(last, "one" | "old" | "fold"))
}

/// The first part of a number: digits, a word, *a million*, *a third of*.
fn first_of_number(stretch: &Stretch, at: usize) -> Option<usize> {
    let word = stretch.word(at);
    if stretch.document.shape(at) == Shape::Number {
        return (digits(word) == Digits::Plain).then_some(at + 1);
    }
    let next = stretch.word(at + 1);
    match class(word) {
        Some(Word::Cardinal) if class(next) == Some(Word::Fractions) => return Some(at + 2),
        Some(Word::Cardinal | Word::Many) => return Some(at + 1),
        Some(Word::Fraction) if word == "half" => return half(stretch, at),
        _ => {}
    }
    match word {
        "a" | "an" if class(next) == Some(Word::Magnitude) => Some(at + 2),
        "a" | "an" if fraction(next) && next != "half" => {
            let behind = stretch.word(at + 2);
            let shape = stretch.document.shape(at + 2);
            let open = behind.is_empty() || !(shape.is_word() || shape == Shape::Clitic);
            let share = behind == "of" && stretch.word(at + 3) != "a";
            (share
                || open
                    && matches!(
                        stretch.before(at),
                        "by" | "than" | "about" | "almost" | "nearly" | "over" | "to" | "only"
                    ))
            .then_some(at + 2)
        }
        "one" if class(next) == Some(Word::Magnitude) || fraction(next) => Some(at + 2),
        "one" if percent_end(stretch, at + 1).is_some() || class(next) == Some(Word::Currency) => {
            Some(at + 1)
        }
        "one" if next == "and" && stretch.word(at + 2) == "a" && fraction(stretch.word(at + 3)) => {
            Some(at + 4)
        }
        "one" if matches!(next, "in" | "out") => in_many(stretch, at, at + 1),
        _ => hyphened(word).then_some(at + 1),
    }
}

/// *half of*, *half the*, *half a million*, *by half*
fn half(stretch: &Stretch, at: usize) -> Option<usize> {
    let next = stretch.word(at + 1);
    if matches!(
        stretch.before(at),
        "first" | "second" | "other" | "better" | "that" | "this"
    ) {
        return None;
    }
    if matches!(next, "a" | "an") && class(stretch.word(at + 2)) == Some(Word::Magnitude) {
        return Some(at + 3);
    }
    let whole = matches!(next, "of" | "a" | "an" | "all")
        || stretch.document.classes(at + 1).is(Classes::DETERMINER) && !next.is_empty();
    (whole
        || matches!(
            stretch.before(at),
            "by" | "in" | "than" | "nearly" | "almost" | "about"
        ))
    .then_some(at + 1)
}

/// *one in five*, *nine out of ten*: the end, where `at..end` is a number that goes on like that.
fn in_many(stretch: &Stretch, at: usize, end: usize) -> Option<usize> {
    if end != at + 1 || stretch.word(at).len() > 5 {
        return None;
    }
    let second = match (stretch.word(end), stretch.word(end + 1)) {
        ("in", "every") => end + 2,
        ("in", _) => end + 1,
        ("out", "of") => end + 2,
        _ => return None,
    };
    let word = stretch.word(second);
    let plain = stretch.document.shape(second) == Shape::Number
        && digits(word) == Digits::Plain
        && !is_year(word)
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',');
    let unit = matches!(
        class(stretch.word(second + 1)),
        Some(Word::Period | Word::Part | Word::Currency | Word::Month)
    );
    let counted = plain || is_word_number(word) || hyphened(word);
    let share = counted
        && !unit
        && !matches!(
            stretch.word(second + 1),
            "p.m." | "a.m." | "percent" | "per"
        );
    share.then_some(second + 1)
}

/// *40 to 50*: the end of the second number, where there is one.
fn range_end(stretch: &Stretch, at: usize, end: usize) -> usize {
    let joined = match stretch.word(end) {
        "to" | "or" | "-" | "–" | "—" => true,
        "and" => stretch.before(at) == "between",
        _ => false,
    };
    let second = joined.then(|| number_at(stretch, end + 1)).flatten();
    second
        .filter(|_| {
            !is_year(stretch.word(end + 1)) && class(stretch.word(end + 1)) != Some(Word::Many)
        })
        .unwrap_or(end)
}

/// The end of a percentage whose number ends at `end`.
fn percent_end(stretch: &Stretch, end: usize) -> Option<usize> {
    let next = stretch.word(end);
    match (next, stretch.word(end + 1)) {
        ("per", "cent") => Some(end + 2),
        ("percentage" | "basis", "point" | "points") => Some(end + 2),
        ("%", _) => Some(end + 1),
        _ if class(next) == Some(Word::Percent) => Some(end + 1),
        _ => None,
    }
}

/// *$3 billion*, *US$5*, *EUR 300*: the end of a sum whose currency stands before it.
fn prefixed_sum(stretch: &Stretch, at: usize) -> Option<usize> {
    let sign = |at: usize| matches!(stretch.word(at), "$" | "£" | "€" | "¥" | "₹");
    let spans = |at: usize| stretch.document.tokens.get(at).map(|token| token.span);
    let glued = || spans(at).map(|span| span.end) == spans(at + 1).map(|span| span.start);
    let first = if sign(at) {
        at + 1
    } else if matches!(stretch.word(at), "us" | "c" | "a" | "hk" | "nz") && sign(at + 1) && glued()
    {
        at + 2
    } else if class(stretch.word(at)) == Some(Word::Code) {
        at + 1
    } else {
        return None;
    };
    let shape = stretch.document.shape(first);
    if shape != Shape::Number {
        return None;
    }
    let end = number_at(stretch, first)?;
    let end = range_end(stretch, first, end);
    Some(if matches!(stretch.word(end), "dollars" | "usd") {
        end + 1
    } else {
        end
    })
}

/// *a billion-dollar*, *multimillion-pound*, *5-million-euro*
fn compound_sum(word: &str, at: usize) -> Option<usize> {
    let (first, last) = word
        .split_once('-')
        .and_then(|(first, _)| Some((first, word.rsplit('-').next()?)))?;
    let counted = is_word_number(first)
        || first.starts_with("multi")
        || first.starts_with(|c: char| c.is_ascii_digit());
    (counted && matches!(last, "dollar" | "pound" | "euro" | "cent")).then_some(at + 1)
}

/// The end of a sum whose number is `at..end` and whose currency stands behind it.
fn sum_end(stretch: &Stretch, at: usize, end: usize) -> Option<usize> {
    let mut unit = end;
    if matches!(
        stretch.word(unit),
        "us" | "u.s." | "canadian" | "australian"
    ) {
        unit += 1;
    }
    let word = stretch.word(unit);
    if word == "pounds" {
        // A weight, where something is weighed.
        let back = (at.saturating_sub(3)..at).map(|before| stretch.word(before));
        let mut back = back.filter(|word| !word.is_empty());
        let weighed = back.any(|word| {
            word.starts_with("weigh")
                || matches!(
                    word,
                    "lost" | "lose" | "losing" | "gained" | "shed" | "lift"
                )
        });
        if weighed
            || matches!(
                stretch.word(unit + 1),
                "of" | "heavier" | "lighter" | "overweight"
            )
        {
            return None;
        }
    }
    let known =
        matches!(class(word), Some(Word::Currency | Word::Code)) || matches!(word, "€" | "£" | "$");
    known.then_some(unit + 1)
}

/// Does the number at `at` only tell things apart?
fn is_label(stretch: &Stretch, at: usize) -> bool {
    if at <= stretch.tokens.start
        || stretch.document.shape(at) != Shape::Number
            && class(stretch.word(at)) != Some(Word::Cardinal)
    {
        return false;
    }
    let before = at - 1;
    if class(stretch.before(at)) == Some(Word::Label) {
        return true;
    }
    // *Apollo 13*, but not *Only 13* at the head of a sentence, nor *Tuesday 13*.
    let token = |at: usize| stretch.document.tokens.get(at);
    let inside = before > stretch.tokens.start
        && token(before).map(|token| token.sentence)
            == token(before - 1).map(|token| token.sentence)
        && stretch.document.shape(before - 1).is_word();
    inside
        && stretch.document.shape(at) == Shape::Number
        && stretch.document.shape(before).is_capital()
        && !stretch.document.classes(before).is(Classes::TIME)
        && stretch.word(before) != "i"
}

/// Where the date that begins at `at` ends.
fn date_at(stretch: &Stretch, at: usize) -> Option<usize> {
    let word = stretch.word(at);
    if stretch.document.shape(at) == Shape::Number {
        return numeric_date(stretch, at);
    }
    let next = stretch.word(at + 1);
    match class(word) {
        Some(Word::Month) if stretch.document.shape(at).is_capital() => {
            Some(month_end(stretch, at).unwrap_or(at + 1))
        }
        Some(Word::MonthName) if stretch.document.shape(at).is_capital() => month_end(stretch, at)
            .or_else(|| {
                let named = matches!(
                    stretch.before(at),
                    "in" | "since"
                        | "until"
                        | "till"
                        | "by"
                        | "last"
                        | "next"
                        | "this"
                        | "early"
                        | "late"
                        | "mid"
                        | "from"
                        | "during"
                        | "before"
                        | "after"
                        | "through"
                        | "every"
                );
                let speaks = stretch
                    .document
                    .classes(at + 1)
                    .is(Classes::VERB.or(Classes::AUXILIARY))
                    && matches!(stretch.before(at), "by" | "from" | "before" | "after");
                let month_of = stretch.before(at) == "of"
                    && class(stretch.before(at - 1)) == Some(Word::Period);
                (named && !speaks || month_of).then_some(at + 1)
            }),
        Some(Word::Weekday) => {
            let mut end = at + 1;
            if class(next) == Some(Word::Part) {
                end += 1;
            }
            let then = if stretch.word(end) == "," {
                end + 1
            } else {
                end
            };
            let day = date_at(stretch, then).filter(|_| {
                then < stretch.tokens.end
                    && (stretch.document.shape(then) == Shape::Number
                        || matches!(
                            class(stretch.word(then)),
                            Some(Word::Month | Word::MonthName)
                        ))
            });
            Some(day.unwrap_or(end))
        }
        Some(Word::Day) => Some(if class(next) == Some(Word::Part) {
            at + 2
        } else {
            at + 1
        }),
        Some(Word::Relative) => relative_end(stretch, at),
        Some(Word::Cardinal) => ago(stretch, at),
        Some(Word::Many)
            if next == "of" && stretch.word(at + 2) == "years" && stretch.word(at + 3) == "ago" =>
        {
            Some(at + 4)
        }
        Some(Word::Period) if next == "ago" => Some(at + 2),
        Some(Word::Decade) if stretch.before(at) == "the" => Some(at + 1),
        Some(Word::Part) if is_year(next) => Some(at + 2),
        _ if matches!(word, "a" | "an") => ago(stretch, at),
        _ => prefixed_year(word).then_some(at + 1),
    }
}

/// *mid-2020*, *pre-1990s*
fn prefixed_year(word: &str) -> bool {
    word.split_once('-').is_some_and(|(first, rest)| {
        matches!(first, "mid" | "pre" | "post" | "late" | "early")
            && (is_year(rest)
                || rest.starts_with(|c: char| c.is_ascii_digit()) && digits(rest) == Digits::Decade)
    })
}

/// *November 16, 2021*, *November 2021*, *November 16*: the end, where a day or year stands behind the month.
fn month_end(stretch: &Stretch, at: usize) -> Option<usize> {
    let day = |at: usize| {
        let word = stretch.word(at);
        let bare = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        stretch.document.shape(at) == Shape::Number
            && matches!(bare.parse(), Ok(1..=31_u8))
            && (bare == word || digits(word) == Digits::Ordinal)
    };
    if is_year(stretch.word(at + 1)) {
        return Some(at + 2);
    }
    if !day(at + 1) {
        return None;
    }
    if stretch.word(at + 2) == "," && is_year(stretch.word(at + 3)) {
        return Some(at + 4);
    }
    Some(if is_year(stretch.word(at + 2)) {
        at + 3
    } else {
        at + 2
    })
}

/// *last year*, *the past five years*, *next Tuesday*, *this week*
fn relative_end(stretch: &Stretch, at: usize) -> Option<usize> {
    let dated = |word: &str| {
        matches!(
            class(word),
            Some(Word::Period | Word::Part | Word::Weekday | Word::Month | Word::MonthName)
        ) || matches!(word, "quarter" | "christmas" | "easter")
    };
    let next = stretch.word(at + 1);
    if dated(next) {
        // *this hour*, *this minute*, *this term* say little, but say when; *this May* is no *this may be*.
        let lower = stretch.document.shape(at + 1) == Shape::Lower;
        let modal = class(next) == Some(Word::MonthName) && lower;
        return (!modal).then_some(at + 2);
    }
    if stretch.word(at) == "this" {
        return None;
    }
    let counted = number_at(stretch, at + 1)
        .or_else(|| (next == "few" || next == "several").then_some(at + 2))?;
    (class(stretch.word(counted)) == Some(Word::Period)).then_some(counted + 1)
}

/// *two years ago*, *a decade earlier*
fn ago(stretch: &Stretch, at: usize) -> Option<usize> {
    let counted = match number_at(stretch, at) {
        Some(end) => range_end(stretch, at, end),
        None if matches!(stretch.word(at), "a" | "an") => at + 1,
        None => return None,
    };
    let counted = if stretch.word(counted) == "few" {
        counted + 1
    } else {
        counted
    };
    let period = class(stretch.word(counted)) == Some(Word::Period);
    (period && matches!(stretch.word(counted + 1), "ago" | "earlier" | "later"))
        .then_some(counted + 2)
}

/// A date that begins with digits.
fn numeric_date(stretch: &Stretch, at: usize) -> Option<usize> {
    let word = stretch.word(at);
    let next = stretch.word(at + 1);
    let month = |at: usize| {
        matches!(class(stretch.word(at)), Some(Word::Month | Word::MonthName))
            && stretch.document.shape(at).is_capital()
    };
    let with_year = |end: usize| {
        let comma = usize::from(stretch.word(end) == ",");
        if is_year(stretch.word(end + comma)) {
            end + comma + 1
        } else {
            end
        }
    };
    let form = digits(word);
    match form {
        Digits::Date | Digits::Decade => return Some(at + 1),
        Digits::Time => {
            return Some(if class(next) == Some(Word::Clock) {
                at + 2
            } else {
                at + 1
            });
        }
        Digits::Ordinal if next == "of" && month(at + 2) => return Some(with_year(at + 3)),
        Digits::Ordinal if next == "century" => return Some(at + 2),
        Digits::Plain | Digits::Ordinal if month(at + 1) => {
            let day = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            return matches!(day.parse(), Ok(1..=31_u8)).then(|| with_year(at + 2));
        }
        Digits::Plain => {}
        Digits::Ordinal | Digits::Odd => return None,
    }
    if class(next) == Some(Word::Clock) {
        return Some(at + 2);
    }
    if let Some(end) = ago(stretch, at) {
        return Some(end);
    }
    if !is_year(word) {
        return None;
    }
    // *In 2019*, but *2000 people*.
    let document = stretch.document;
    let classes = document.classes(at + 1);
    let function = Classes::AUXILIARY
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::DETERMINER)
        .or(Classes::PREPOSITION)
        .or(Classes::PRONOUN)
        .or(Classes::VERB)
        .or(Classes::ADVERB);
    let noun = document.shape(at + 1) == Shape::Lower && !next.is_empty() && !classes.is(function);
    let round = word.ends_with("00");
    let when = matches!(
        stretch.before(at),
        "in" | "since"
            | "until"
            | "till"
            | "by"
            | "from"
            | "before"
            | "after"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "through"
            | "to"
            | "fiscal"
            | "year"
    );
    let modifier = matches!(
        stretch.before(at),
        "the" | "our" | "their" | "his" | "her" | "its" | "'s" | "that"
    );
    let percent = percent_end(stretch, at + 1).is_some()
        || matches!(class(next), Some(Word::Currency | Word::Magnitude));
    let counted = matches!(stretch.before(at), "$" | "£" | "€");
    let date = !percent && !counted && (!noun || !round && (when || modifier));
    date.then_some(at + 1)
}
