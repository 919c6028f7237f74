//! Whether a name that may be anybody's is that of a body: *Kestrel* and *Sandhaven* look like surnames.
//!
//! Only what stands beside the name counts, since nobody writes it of a person: what it has (*its website*, *Cullerby's bench*,
//! *shares in Kestrel*), who belongs to it (*the Sandhaven goalkeeper*), its number (*Vale are sixth*), *which*.

use rustc_hash::FxHashSet;

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::Mention;

/// Mentions that are looked at.
const MOST: usize = 32;
/// Tokens behind a name among which *its* goes back to it.
const REACH: usize = 14;

/// What a body has and no person. *Website* and *headquarters* are no such words: candidates have them, too.
const OWNED: [&str; 11] = [
    "bench",
    "branches",
    "depositors",
    "goalkeeper",
    "midfield",
    "newsroom",
    "passengers",
    "shareholder",
    "shareholders",
    "shares",
    "subsidiary",
];

/// Who is *of* a body, and of no person.
const OFFICERS: [&str; 6] = [
    "chairman",
    "chairwoman",
    "chair",
    "cofounder",
    "director",
    "executive",
];

/// Who plays for a team, as *the Sandhaven goalkeeper* says.
const PLAYERS: [&str; 5] = ["captain", "goalkeeper", "midfielder", "striker", "winger"];

/// What stands before several people, and before no name.
const QUANTITIES: [&str; 9] = [
    "all", "few", "many", "most", "other", "several", "some", "these", "those",
];

/// Has one of these mentions something of *its* own?
pub(super) fn is_it(document: &Document, mentions: &[usize]) -> bool {
    let mut mentions = mentions.iter().take(MOST);
    mentions.any(|&index| has_its(document, index))
}

/// Is the name several people's, as *Vale are sixth* shows?
pub(super) fn is_many(document: &Document, mentions: &[usize]) -> bool {
    let mentions = mentions.iter().take(MOST);
    let mut mentions = mentions.filter_map(|&mention| document.mentions.get(mention));
    mentions.any(|mention| {
        let start = mention.tokens.start;
        let sentence = document.tokens.get(start).map_or(0, |token| token.sentence);
        let opens = document
            .sentences
            .get(sentence)
            .is_some_and(|sentence| sentence.tokens.start == start);
        opens && matches!(document.folded(mention.tokens.end), "are" | "were")
    })
}

/// Is it a plural of people, as *many Millennials* shows?
pub(super) fn is_people(document: &Document, mentions: &[usize]) -> bool {
    let mentions = mentions.iter().take(MOST);
    let mut mentions = mentions.filter_map(|&mention| document.mentions.get(mention));
    mentions.any(|mention| {
        let plural = mention.name.len() == 1 && document.folded(mention.name.start).ends_with('s');
        let before = mention.tokens.start.checked_sub(1);
        plural && before.is_some_and(|token| QUANTITIES.contains(&document.folded(token)))
    })
}

/// *Castle Estates, which owns the row*: no person is a *which*.
pub(super) fn is_which(document: &Document, mention: &Mention) -> bool {
    let end = mention.name.end;
    document.word(end) == "," && document.folded(end + 1) == "which"
}

/// *Northgrid warns on its website*: nothing else stands between that could have it.
fn has_its(document: &Document, index: usize) -> bool {
    let Some(mention) = document.mentions.get(index) else {
        return false;
    };
    let sentence = document
        .tokens
        .get(mention.name.start)
        .and_then(|token| document.sentences.get(token.sentence));
    let next = document
        .mentions
        .get(index + 1)
        .map(|next| next.tokens.start);
    let end = (mention.name.end + REACH)
        .min(next.unwrap_or(usize::MAX))
        .min(sentence.map_or(0, |sentence| sentence.tokens.end));
    let free = |&token: &usize| {
        let folded = document.folded(token);
        let owner = Classes::DETERMINER.or(Classes::ORGANIZATION);
        let owner = document.classes(token).is(owner) || folded == "it";
        matches!(folded, "its" | "itself") || !owner && document.shape(token) != Shape::Mark
    };
    let mut between = (mention.name.end..end).take_while(free);
    between.any(|token| matches!(document.folded(token), "its" | "itself"))
}

/// The words of the article that name bodies, as what stands beside them shows: *Cullerby's bench*, *shares in Kestrel*,
/// *chairman of Kestrel*, *the Sandhaven goalkeeper*; or how they are written, *PolitiFact*. Folded.
pub(super) fn words<'d>(document: &'d Document<'_>) -> FxHashSet<&'d str> {
    let is_one = |&token: &usize| {
        let before = |count: usize| {
            token
                .checked_sub(count)
                .map_or("", |at| document.folded(at))
        };
        let behind = document.folded(token + 1);
        let has = behind == "'s" && OWNED.contains(&document.folded(token + 2));
        let held = before(1) == "in" && matches!(before(2), "shares" | "stake" | "investors");
        let led = before(1) == "of" && OFFICERS.contains(&before(2));
        // *chairman of Roe's committee* says nothing of Roe.
        let mut name = token + 1..document.tokens.len().min(token + 5);
        let end = name.find(|&at| !document.shape(at).is_capital());
        let ends = end.is_none_or(|end| document.folded(end) != "'s");
        has || (held || led) && ends || PLAYERS.contains(&behind) || is_brand(document.word(token))
    };
    let capital = |&token: &usize| document.shape(token) == Shape::Capitalized;
    (0..document.tokens.len())
        .filter(capital)
        .filter(is_one)
        .map(|token| document.folded(token))
        .collect()
}

/// *PolitiFact*, but not *MacDonald*.
fn is_brand(word: &str) -> bool {
    const PARTICLES: [&str; 14] = [
        "Al", "Ben", "Da", "De", "Del", "Di", "Du", "El", "Fitz", "La", "Le", "Mac", "Mc", "Van",
    ];
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    let opener = inner.map(|(at, _)| word.split_at(at).0);
    opener.is_some_and(|opener| {
        opener.chars().all(char::is_alphabetic) && !PARTICLES.contains(&opener)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn bodies_show_by_what_stands_beside_them() {
        let cases = [
            ("Orrin's bench protested.", "orrin"),
            ("She sold her shares in Orrin Wire.", "orrin"),
            ("The chairman of Orrin resigned.", "orrin"),
            ("Lutz, the Orrin goalkeeper, saved it.", "orrin"),
            ("OrrinFact checked it.", "orrinfact"),
            ("Orrin's lawyer protested.", ""),
            ("Orrin's website and Orrin supporters say so.", ""),
            ("The chairman of Orrin's club resigned.", ""),
            ("He believes in Orrin.", ""),
            ("MacOrrin and McOrrin and D'Orrin left.", ""),
        ];
        for (text, body) in cases {
            let mut document = Document {
                text,
                ..Document::default()
            };
            crate::segment::split(&mut document);
            let found: Vec<&str> = words(&document).into_iter().collect();
            let wanted: Vec<&str> = Some(body)
                .filter(|body| !body.is_empty())
                .into_iter()
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    /// What `test` says of the first mention of `text`.
    fn first(text: &str, test: fn(&Document, &[usize]) -> bool) -> bool {
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        crate::mention::find(&mut document, &Gazetteer::builtin());
        assert!(!document.mentions.is_empty(), "{text}");
        test(&document, &[0])
    }

    #[test]
    fn plurals_with_a_quantity_are_people() {
        let cases = [
            ("Many Orrins said it rained.", true),
            ("It rained, said most Orrins.", true),
            ("Orrins said it rained.", false),
            ("Many Orrin said it rained.", false),
        ];
        for (text, people) in cases {
            assert_eq!(first(text, is_people), people, "{text}");
        }
    }

    #[test]
    fn what_has_its_own_is_a_body() {
        let cases = [
            ("Orrin said on its website that it rained.", true),
            ("Orrin wrote that the town had lost its bridge.", false),
            ("Orrin, said Moss on its behalf.", false),
            ("Orrin wants government to do its part.", false),
            ("Orrin left. Its bridge fell.", false),
        ];
        for (text, its) in cases {
            assert_eq!(first(text, is_it), its, "{text}");
        }
    }
}
