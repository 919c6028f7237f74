//! Planted repeats: what is made by chance is known to be the same, or not.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{fingerprint, placed, words};
use super::planted::{Planted, Planter};
use super::{LEAST_WORDS, Occurrence, Voice, group};
use crate::report::{ConflictRecord, KindRecord, RepeatRecord, StatusRecord, TypeRecord};

fn occurrence(article: usize, text: &str, name: Option<&str>) -> Occurrence {
    let article = format!("{article:06}.txt");
    Occurrence {
        id: format!("{article}#q1"),
        article: article.as_str().into(),
        words: words(text),
        text: text.to_owned(),
        day: None,
        published: None,
        outlet: None,
        quote_type: TypeRecord::Direct,
        status: if name.is_some() {
            StatusRecord::Linked
        } else {
            StatusRecord::Unknown
        },
        speaker: name.map(|name| Voice {
            name: name.to_owned(),
            kind: KindRecord::Person,
            gazetteer: None,
            names: vec![words(name)],
        }),
    }
}

/// Each in an article of its own.
fn occurrences(planted: &[Planted]) -> Vec<Occurrence> {
    let planted = planted.iter().enumerate();
    planted
        .map(|(at, one)| occurrence(at, &one.text, Some(&one.speaker)))
        .collect()
}

fn quotes(repeat: &RepeatRecord) -> Vec<&str> {
    let quotes = repeat.wordings.iter().flat_map(|wording| &wording.quotes);
    quotes.map(|quote| quote.id.as_str()).collect()
}

#[test]
fn planted_repeats_are_found() {
    for seed in [1, 2, 3] {
        let planted = Planter::new(seed).plant(2000);
        let all = occurrences(&planted);
        let truth: BTreeMap<&str, usize> = all
            .iter()
            .zip(&planted)
            .map(|(one, planted)| (one.id.as_str(), planted.sentence))
            .collect();
        let mut wanted: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (at, one) in planted.iter().enumerate() {
            let same = |other: &usize| planted[*other].sentence == one.sentence;
            for other in (at + 1..planted.len()).take_while(same) {
                wanted.insert((&all[at].id, &all[other].id));
            }
        }
        let (found, _) = group(all.clone());
        let (mut right, mut got) = (0_u32, 0_u32);
        for repeat in &found {
            let ids = quotes(repeat);
            for (at, one) in ids.iter().enumerate() {
                for other in &ids[at + 1..] {
                    got += 1;
                    right += u32::from(truth[*one] == truth[*other]);
                }
            }
        }
        let percent = |of: u32| 100.0 * f64::from(right) / f64::from(of);
        let (precision, recall) = (percent(got), percent(u32::try_from(wanted.len()).unwrap()));
        assert!(
            precision >= 95.0 && recall >= 95.0,
            "seed {seed}: {precision:.1} {recall:.1}"
        );
    }
}

#[test]
fn comparisons_grow_with_the_quotes() {
    let compared = |sentences: usize| {
        let planted = Planter::new(7).plant(sentences);
        (planted.len(), group(occurrences(&planted)).1)
    };
    for sentences in [500, 5000] {
        let (count, compared) = compared(sentences);
        assert!(compared <= 40 * count, "{compared} for {count} quotes");
    }
}

#[test]
fn one_sentence_in_every_article_is_no_trouble() {
    let all = (0..20_000).map(|at| {
        occurrence(
            at,
            "there is nothing to see here, move along",
            Some("Ana Ruiz"),
        )
    });
    let (found, compared) = group(all.collect());
    assert_eq!((found.len(), compared), (1, 0));
}

/// What is found of quotes with their speakers, each in an article of its own.
fn found(quotes: &[(&str, &str)]) -> Vec<RepeatRecord> {
    let quotes = quotes.iter().enumerate();
    let all = quotes.map(|(at, &(text, name))| {
        occurrence(at, text, Some(name).filter(|name| !name.is_empty()))
    });
    group(all.collect()).0
}

#[test]
fn conflicts_are_told_from_agreement() {
    use ConflictRecord::{Speaker, Wording};
    let words = "the pier will open in May and not a day later";
    let others = "the pier may open in May and not a day later";
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c [ConflictRecord]);
    let cases: [Case; 8] = [
        (&[(words, "Ana Ruiz"), (words, "Ana Ruiz")], &[]),
        (&[(words, "Ana Ruiz"), (words, "Ruiz")], &[]),
        (&[(words, "Ana Ruiz"), (words, "Bo Lind")], &[Speaker]),
        (&[(words, "Ana Ruiz"), (words, "")], &[]),
        (&[(words, "Ana Ruiz"), (others, "Ana Ruiz")], &[Wording]),
        (&[(words, "Ana Ruiz"), (others, "Bo Lind")], &[Speaker]),
        (
            &[(words, "Ana Ruiz"), (others, "Ruiz"), (words, "Bo Lind")],
            &[Speaker, Wording],
        ),
        (
            &[
                (words, "Ana Ruiz"),
                ("the pier will open in May and not", "Ana Ruiz"),
            ],
            &[],
        ),
    ];
    for (quotes, want) in cases {
        let found = found(quotes);
        assert_eq!(found.len(), 1, "{quotes:?}");
        assert_eq!(found[0].conflicts, want, "{quotes:?}");
    }
    let altered = &found(&[(words, "Ana Ruiz"), (others, "Ana Ruiz")])[0].wordings[1];
    assert_eq!(
        (altered.missing.join("|"), altered.added.join("|")),
        ("will".to_owned(), "may".to_owned())
    );
    // Conflicts come first.
    let both = found(&[
        (words, "Ana Ruiz"),
        (words, "Ruiz"),
        ("it rained and nobody came to the fair", "Bo Lind"),
        ("it rained and nobody came to the fair", "Cy Moss"),
    ]);
    assert_eq!(both[0].conflicts, [Speaker]);
    assert!(both[1].conflicts.is_empty());
}

#[test]
fn one_article_repeats_nothing() {
    let one = occurrence(1, "the pier will open in May and not a day later", None);
    let other = Occurrence {
        id: "other".to_owned(),
        ..one.clone()
    };
    assert_eq!(group(vec![one, other]).0, []);
    assert!(words("Yes, we can.").len() < LEAST_WORDS);
}

#[test]
fn fingerprints_fold() {
    let want = fingerprint("We don't “sail” on Monday");
    for same in [
        "we dont sail on monday",
        "WE DON’T SAIL, ON  MONDAY!",
        "‘We don’t\nsail’—on Monday…",
        "We do\u{ad}n't sail on Mon\u{200b}day",
        "Ｗe don't sail on Monday",
    ] {
        assert_eq!(fingerprint(same), want, "{same}");
    }
    assert_eq!(
        fingerprint("e\u{301}t\u{e9}"),
        fingerprint("\u{c9}te\u{301}")
    );
    assert_ne!(fingerprint("we sail on Monday"), want);
}

/// Of every character that is written in another way, and of marks in any order.
#[test]
fn folded_words_stay_as_they_are() {
    let odd = ('\0'..=char::MAX).filter(|&c| is_combining_mark(c) || !once(c).eq(once(c).nfkc()));
    for c in odd {
        for text in [
            format!("{c}"),
            format!("x{c}y"),
            format!("{c}\u{10f46}"),
            format!("e\u{345}{c}\u{301}"),
        ] {
            let folded = words(&text).join(" ");
            assert_eq!(
                words(&folded).join(" "),
                folded,
                "{}",
                text.escape_unicode()
            );
        }
    }
    assert_eq!(words("ŉ don＇t \u{345}\u{10f46}"), ["n", "dont"]);
}

proptest! {
    #[test]
    fn words_are_the_same_in_any_dress(text in any::<String>(), other in any::<String>()) {
        let folded = words(&text).join(" ");
        prop_assert_eq!(fingerprint(&format!("  “{}”…", text)), fingerprint(&text));
        prop_assert_eq!(words(&folded).join(" "), folded);
        for (_, span) in placed(&text) {
            prop_assert!(!span.slice(&text).is_empty());
        }
        let _ = group(vec![occurrence(1, &text, Some("A")), occurrence(2, &other, None), occurrence(3, &text, Some("B"))]);
    }
}
