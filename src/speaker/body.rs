//! Whether a name that may be anybody's is that of a body: *Kestrel* and *Sandhaven* look like surnames.
//!
//! Only what stands beside the name counts, since nobody writes it of a person: what it has (*its website*, *Cullerby's bench*,
//! *shares in Kestrel*), who belongs to it (*the Sandhaven goalkeeper*, *an analyst at Kestrel*) or heads it (*Kestrel founder Ana Ruiz*),
//! where it is (*Lima-based Kestrel*), its number (*Vale are sixth*), *which*, and *It added* behind what it said.

use rustc_hash::FxHashSet;

use crate::attribution::Attribution;
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind, phrase_start, speaks};

/// Mentions that are looked at.
const MOST: usize = 32;
/// Tokens behind a name among which *its* goes back to it.
const REACH: usize = 14;

/// What a body has and no person. *Website* and *headquarters* are no such words: candidates have them, too.
const OWNED: [&str; 12] = [
    "bench",
    "branches",
    "depositors",
    "factories",
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

/// Who plays for a team or works for a firm, as *the Sandhaven goalkeeper* and *a Kestrel engineer* say.
const MEMBERS: [&str; 8] = [
    "captain",
    "engineer",
    "engineers",
    "goalkeeper",
    "midfielder",
    "striker",
    "technician",
    "winger",
];

/// Who heads a firm, as *Kestrel founder Ana Ruiz* says. *Roe chairman Lee* heads Roe's campaign.
const HEADS: [&[&str]; 7] = [
    &["ceo"],
    &["chief", "executive"],
    &["chief", "engineer"],
    &["co-founder"],
    &["cofounder"],
    &["founder"],
    &["managing", "director"],
];

/// Nouns for bodies that are no public ones.
const BUSINESS: [&str; 34] = [
    "airline",
    "automaker",
    "bank",
    "broadcaster",
    "carmaker",
    "chain",
    "charity",
    "chipmaker",
    "club",
    "company",
    "drugmaker",
    "firm",
    "foundation",
    "fund",
    "housebuilder",
    "insurer",
    "lender",
    "magazine",
    "maker",
    "manufacturer",
    "network",
    "newspaper",
    "nonprofit",
    "outlet",
    "paper",
    "publication",
    "retailer",
    "site",
    "startup",
    "supermarket",
    "thinktank",
    "union",
    "utility",
    "website",
];

/// Nouns for bodies that may be public ones.
const OTHERS: [&str; 13] = [
    "agency",
    "alliance",
    "association",
    "board",
    "body",
    "coalition",
    "commission",
    "group",
    "institute",
    "organisation",
    "organization",
    "regulator",
    "watchdog",
];

/// What stands before several people, and before no name.
const QUANTITIES: [&str; 9] = [
    "all", "few", "many", "most", "other", "several", "some", "these", "those",
];

/// Is it what bodies are called as well as people: *the landlord, Cygnus Living*?
pub(super) fn is_role_of_bodies(role: &str) -> bool {
    const ROLES: [&str; 14] = [
        "bidder",
        "builder",
        "buyer",
        "competitor",
        "contractor",
        "developer",
        "distributor",
        "employer",
        "landlord",
        "operator",
        "owner",
        "rival",
        "sponsor",
        "supplier",
    ];
    let last = role.rsplit(' ').next().unwrap_or(role);
    ROLES.contains(&last.to_lowercase().as_str())
}

/// Can *the bank*, with no other word, be any body of that kind that was named? Folded.
pub(super) fn is_generic(noun: &str) -> bool {
    BUSINESS.contains(&noun) || OTHERS.contains(&noun)
}

/// Has one of these mentions something of *its* own?
pub(super) fn is_it(document: &Document, mentions: &[usize]) -> bool {
    let mut mentions = mentions.iter().take(MOST);
    mentions.any(|&index| {
        has_its(document, index)
            || document.mentions.get(index).is_some_and(|mention| {
                goes_on_as_it(document, mention) || is_behind_trade(document, mention)
            })
    })
}

/// *Its administrators, **Kroll**, declined*: one name of several whose trade firms carry on.
fn is_behind_trade(document: &Document, mention: &Mention) -> bool {
    let comma = mention.tokens.start.checked_sub(1);
    comma.is_some_and(|comma| {
        comma > 0 && document.word(comma) == "," && is_trade(document, comma - 1)
    }) && document.word(mention.tokens.end) == ","
}

/// Do firms as well as people do this for their living: *administrators*?
pub(super) fn is_trade(document: &Document, token: usize) -> bool {
    matches!(
        document.folded(token),
        "accountants"
            | "administrators"
            | "advisers"
            | "advisors"
            | "architects"
            | "auditors"
            | "bookmakers"
            | "brokers"
            | "builders"
            | "consultants"
            | "contractors"
            | "developers"
            | "insurers"
            | "lawyers"
            | "liquidators"
            | "operators"
            | "organisers"
            | "organizers"
            | "owners"
            | "pollsters"
            | "producers"
            | "promoters"
            | "publishers"
            | "solicitors"
            | "sponsors"
            | "suppliers"
            | "surveyors"
    )
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
        let plural = document.folded(mention.name.end - 1).ends_with('s');
        opens
            && match document.folded(mention.tokens.end) {
                "are" | "were" => true,
                // *Millennials have* are many people, and no body.
                "have" => !plural,
                _ => false,
            }
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

/// *Caritas Roe said no. **Its director** …*, *Kestrel denied it. On appeal, **its lawyer** …*: near the start of the next sentence stands
/// an officer of what this one begins with, or *It said*, where nothing else is named that could have one.
fn goes_on_as_it(document: &Document, mention: &Mention) -> bool {
    let sentence = |number: usize| document.sentences.get(number).map(|one| one.tokens.clone());
    let given = Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE);
    let Some(number) = document
        .tokens
        .get(mention.name.start)
        .map(|token| token.sentence)
    else {
        return false;
    };
    let (Some(own), Some(next)) = (sentence(number), sentence(number + 1)) else {
        return false;
    };
    let it_says = document.folded(next.start) == "it"
        && matches!(
            document.folded(next.start + 1),
            "added" | "announced" | "denied" | "said" | "says" | "warned"
        );
    let other = |token: usize| {
        document.shape(token).is_capital() || document.classes(token).is(Classes::ORGANIZATION)
    };
    // *On cross-examination, its lawyer*
    let mut opening = next.clone().take(5);
    let its = opening.find(|&token| document.folded(token) == "its");
    let has_officer = |its: usize| {
        (its + 1..next.end)
            .take(4)
            .any(|token| document.classes(token).is(Classes::ROLE))
            && !(next.start + 1..its).any(other)
    };
    // *Larger rival Kestrel said no. Its director …*
    let rival = own.start < mention.tokens.start
        && document.folded(mention.tokens.start - 1) == "rival"
        && (own.start + 1..mention.tokens.start).all(|token| document.shape(token) == Shape::Lower);
    (own.start == mention.tokens.start || rival)
        && !document.classes(mention.name.start).is(given)
        && (it_says || its.is_some_and(has_officer))
        && !(mention.tokens.end..own.end).any(other)
}

/// The words of the article that name bodies, as what stands beside them shows: *Cullerby's bench*, *shares in Kestrel*,
/// *chairman of Kestrel*, *the Sandhaven goalkeeper*; or how they are written, *PolitiFact*. Folded.
pub(super) fn words<'d>(document: &'d Document<'_>) -> FxHashSet<&'d str> {
    let capital = |&token: &usize| document.shape(token) == Shape::Capitalized;
    (0..document.tokens.len())
        .filter(capital)
        .filter(|&token| shows_body(document, token))
        .map(|token| document.folded(token))
        .collect()
}

/// Does what stands beside the name of one word at `token` show that it is a body's?
fn shows_body(document: &Document, token: usize) -> bool {
    let behind = document.folded(token + 1);
    let has = behind == "'s" && OWNED.contains(&document.folded(token + 2));
    // *Reform's deputy leader*, *Kestrel's chief executive*, *Kestrel's chief medical officer*
    let third = document.folded(token + 3);
    let led = behind == "'s"
        && match document.folded(token + 2) {
            "deputy" => third == "leader",
            "chief" => third == "executive" || document.folded(token + 4) == "officer",
            _ => false,
        };
    has || led
        || MEMBERS.contains(&behind)
        || is_headed(document, token)
        || is_based(document, token)
        || is_its_rival(document, token)
        || is_what_it_is(document, token)
        || belongs_to(document, token)
        || is_brand(document.word(token))
}

/// *Kestrel founder Ana Ruiz*: is the name of one word at `token` that of what the next one heads?
fn is_headed(document: &Document, token: usize) -> bool {
    let heads = |words: &&&[&str]| {
        let mut words = words.iter().zip(token + 1..);
        words.all(|(word, at)| document.folded(at) == *word)
    };
    let head = HEADS.iter().find(heads);
    let alone = token
        .checked_sub(1)
        .is_none_or(|before| !document.shape(before).is_capital());
    alone && head.is_some_and(|head| document.shape(token + 1 + head.len()).is_capital())
}

/// *Canada-based Norcan*: nobody else is known by one word and so introduced.
fn is_based(document: &Document, token: usize) -> bool {
    let before = token
        .checked_sub(1)
        .map_or("", |before| document.folded(before));
    let based = before
        .rsplit_once('-')
        .is_some_and(|(_, last)| matches!(last, "based" | "headquartered" | "listed" | "owned"));
    based && !document.shape(token + 1).is_capital()
}

/// *an approach from its larger rival Kestrel*, *its parent Kestrel*: what a body has is mostly a body.
fn is_its_rival(document: &Document, token: usize) -> bool {
    const ROLES: [&str; 7] = [
        "competitor",
        "contractor",
        "operator",
        "parent",
        "rival",
        "subsidiary",
        "supplier",
    ];
    /// Words from *its* to the name.
    const REACH: usize = 4;
    let before = token.saturating_sub(REACH)..token;
    let its = before
        .clone()
        .rev()
        .find(|&at| document.folded(at) == "its");
    before
        .last()
        .is_some_and(|role| ROLES.contains(&document.folded(role)))
        && its.is_some_and(|its| (its..token).all(|at| document.shape(at) == Shape::Lower))
}

/// *Kestrel said it was disappointed*: that is said of oneself.
fn is_what_it_is(document: &Document, name: usize) -> bool {
    const IS: [&str; 12] = [
        "committed",
        "confident",
        "considering",
        "cooperating",
        "delighted",
        "disappointed",
        "investigating",
        "pleased",
        "proud",
        "reviewing",
        "saddened",
        "sorry",
    ];
    let word = |behind: usize| document.folded(name + behind);
    matches!(word(1), "said" | "says" | "added")
        && word(2) == "it"
        && matches!(word(3), "is" | "was")
        && IS.contains(&word(4))
}

/// Is what stands before the name that begins at `token` of a body, and of no person: *shares in*, *chairman of*, *an analyst at*?
fn belongs_to(document: &Document, token: usize) -> bool {
    let before = |count: usize| {
        token
            .checked_sub(count)
            .map_or("", |at| document.folded(at))
    };
    let held = before(1) == "in" && matches!(before(2), "shares" | "stake" | "investors")
        || before(1) == "of" && before(2) == "shares";
    let led = before(1) == "of" && OFFICERS.contains(&before(2));
    let works = before(1) == "at"
        && token.checked_sub(2).is_some_and(|role| {
            document.shape(role) == Shape::Lower && document.classes(role).is(Classes::ROLE)
        });
    // *chairman of Roe's committee*, *an aide at Roe headquarters* say nothing of Roe.
    let mut name = token + 1..document.tokens.len().min(token + 5);
    let end = name.find(|&at| !document.shape(at).is_capital());
    let ends = end.is_none_or(|end| document.folded(end) != "'s");
    let end = end.unwrap_or(document.tokens.len());
    let closes = document.shape(end) == Shape::Punctuation;
    (held || led) && ends || works && closes || is_called(document, token, end)
}

/// Says a noun before it that the name from `start` to `end` is a body's: *the charity Dale Shelter*, *the union, Dockhand,*?
fn is_called(document: &Document, start: usize, end: usize) -> bool {
    let body = |noun: usize| {
        document.shape(noun) == Shape::Lower
            && document.classes(noun).is(Classes::ORGANIZATION)
            && !document.classes(noun).is(Classes::ROLE)
    };
    let Some(before) = start.checked_sub(1) else {
        return false;
    };
    let sentence = document.tokens.get(start).map_or(0, |token| token.sentence);
    let Some(sentence) = document.sentences.get(sentence) else {
        return false;
    };
    let determiner = |noun: usize| {
        phrase_start(document, noun, sentence.tokens.start)
            .checked_sub(1)
            .filter(|&token| token >= sentence.tokens.start)
            .filter(|&token| {
                document.classes(token).is(Classes::DETERMINER)
                    || matches!(document.folded(token), "his" | "her" | "its" | "their")
            })
    };
    if body(before) {
        // *the company Roe founded*
        let clause = document.classes(end).is(Classes::VERB) && !speaks(document, end);
        return !(clause && determiner(before).is_some());
    }
    // The comma may end the sentence before: *As follows,* and then, on a line of its own, *Roe,*.
    let inside = before > sentence.tokens.start;
    if !inside || document.word(before) != "," || document.word(end) != "," {
        return false;
    }
    // *hurt the company, Roe, who* is no apposition.
    body(before - 1)
        && determiner(before - 1).is_some_and(|first| {
            first == sentence.tokens.start
                || !document.shape(first - 1).is_word()
                || document
                    .classes(first - 1)
                    .is(Classes::CONJUNCTION.or(Classes::SUBORDINATOR))
        })
}

/// Can *the bank* not be the body whose name has this head noun, because that is another thing: *West Yorkshire Police*, *Union of
/// Farmers*? All folded.
pub(super) fn is_other(noun: &str, head: &str) -> bool {
    const PUBLIC: [&str; 29] = [
        "army",
        "cabinet",
        "college",
        "committee",
        "congress",
        "constabulary",
        "convention",
        "council",
        "court",
        "courts",
        "department",
        "embassy",
        "forces",
        "garda",
        "government",
        "hospital",
        "house",
        "jury",
        "legislature",
        "military",
        "ministry",
        "navy",
        "parliament",
        "police",
        "prison",
        "school",
        "senate",
        "tribunal",
        "university",
    ];
    // *the paper* is no foundation.
    const MEDIA: [&str; 9] = [
        "broadcaster",
        "magazine",
        "network",
        "newspaper",
        "outlet",
        "paper",
        "publication",
        "site",
        "website",
    ];
    const FIRMS: [&str; 8] = [
        "airline",
        "carmaker",
        "company",
        "drugmaker",
        "firm",
        "manufacturer",
        "retailer",
        "supermarket",
    ];
    const CHARITABLE: [&str; 9] = [
        "association",
        "center",
        "centre",
        "charity",
        "committee",
        "foundation",
        "institute",
        "society",
        "union",
    ];
    BUSINESS.contains(&noun) && PUBLIC.contains(&head)
        || (MEDIA.contains(&noun) || FIRMS.contains(&noun)) && CHARITABLE.contains(&head)
}

/// Can it not be *the company* of the next sentence: a paper or a channel that somebody told something, *told the Tarn Times*, or
/// a feast, *by Christmas*?
pub(super) fn is_no_company(document: &Document, mention: &Mention) -> bool {
    const FEASTS: [&str; 8] = [
        "christmas",
        "easter",
        "eid",
        "halloween",
        "hanukkah",
        "passover",
        "ramadan",
        "thanksgiving",
    ];
    const PRESS: [&str; 31] = [
        "abc",
        "afp",
        "ap",
        "bbc",
        "bloomberg",
        "cbs",
        "chronicle",
        "cnbc",
        "cnn",
        "courier",
        "echo",
        "express",
        "ft",
        "gazette",
        "guardian",
        "herald",
        "itv",
        "journal",
        "mail",
        "mirror",
        "nbc",
        "news",
        "observer",
        "post",
        "radio",
        "reuters",
        "standard",
        "sun",
        "telegraph",
        "times",
        "tribune",
    ];
    let before = mention.tokens.start.checked_sub(1);
    let before = before
        .filter(|&at| document.folded(at) != "the")
        .or(before.and_then(|at| at.checked_sub(1)));
    let told = before
        .is_some_and(|at| matches!(document.folded(at), "tell" | "telling" | "tells" | "told"));
    let last = document.folded(mention.name.end - 1);
    told && PRESS.contains(&last) || mention.name.len() == 1 && FEASTS.contains(&last)
}

/// Is what looks like a person's name that of a body, as what stands beside one of these mentions shows: *shares in Roe Lockhart*,
/// *Roe Lockhart, which*?
pub(super) fn is_company(document: &Document, mentions: &[usize]) -> bool {
    let mentions = mentions.iter().take(MOST);
    let mut mentions = mentions.filter_map(|&mention| document.mentions.get(mention));
    mentions.any(|mention| {
        let whole = mention.name.len() > 1 && mention.tokens.start == mention.name.start;
        whole
            && (is_which(document, mention)
                || belongs_to(document, mention.name.start)
                || goes_on_as_it(document, mention))
    })
}

/// The mentions that *it* or *the company* goes back to where it speaks: whoever spoke before, with no other body between. *Northgrid warned of
/// cuts. **It** said …*
pub(super) fn speak_as_it(document: &Document, attributions: &[Attribution]) -> FxHashSet<usize> {
    let mut sources: Vec<_> = attributions
        .iter()
        .filter_map(|attribution| attribution.source)
        .map(|source| document.tokens_in(source))
        .filter(|source| !source.is_empty())
        .collect();
    sources.sort_unstable_by_key(|source| source.start);
    let spoken = sources.windows(2).filter_map(|pair| {
        let [before, again] = pair else { return None };
        let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
        // *The company*, of which no more is said, is as good as *it*.
        let first = document.folded(again.start);
        let company = again.len() == 2
            && first == "the"
            && BUSINESS.contains(&document.folded(again.end - 1));
        let it = again.len() == 1 && first == "it";
        if !(it || company) || sentence(before.start)? + 1 != sentence(again.start)? {
            return None;
        }
        let mut index = document
            .mentions
            .partition_point(|mention| mention.tokens.end <= before.start);
        // *The landlord, Cygnus Living,*
        let described = document.mentions.get(index + 1).is_some_and(|next| {
            next.kind.is_name()
                && next.tokens.start > before.start
                && next.tokens.end == before.end
                && document.word(next.tokens.start - 1) == ","
                && (before.start + 1..next.tokens.start - 1)
                    .all(|token| document.shape(token) == Shape::Lower)
        });
        index += usize::from(described);
        let mention = document.mentions.get(index)?;
        // *Hopsmith, the brewer,*
        let apposed =
            mention.tokens.start == before.start && document.word(mention.tokens.end) == ",";
        let whole =
            (mention.tokens.end >= before.end || apposed) && mention.name.start < before.end;
        let rival = document
            .mentions
            .get(index + 1..)?
            .iter()
            .take_while(|mention| mention.tokens.start < again.start)
            .any(|mention| match mention.kind {
                MentionKind::Organization | MentionKind::Body => true,
                // *said in a statement*
                MentionKind::Document => it && document.folded(mention.name.end - 1) != "statement",
                _ => false,
            });
        (whole && !rival).then_some(index)
    });
    spoken.collect()
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
            ("Lund, an analyst at Orrin, said no.", "orrin"),
            ("Lund, an aide at Orrin headquarters, said no.", ""),
            ("The airline Orrin said no.", "orrin"),
            ("The union, Orrin, said no.", "orrin"),
            ("The fire hurt the union, Orrin, a lawyer, said.", ""),
            ("The company Orrin founded said no.", ""),
            ("He believes in Orrin.", ""),
            ("MacOrrin and McOrrin and D'Orrin left.", ""),
            ("Orrin founder Ana Ruiz resigned.", "orrin"),
            ("Orrin chief executive Ana Ruiz resigned.", "orrin"),
            ("Orrin chairman Ana Ruiz resigned.", ""),
            ("Mo Orrin founder Ana Ruiz resigned.", ""),
            ("The owner, Lima-based Orrin, said no.", "orrin"),
            ("The Lima-based Orrin Roe said no.", ""),
            ("A former Orrin engineer said no.", "orrin"),
            ("Shares of Orrin fell.", "orrin"),
            ("Orrin's chief medical officer said no.", "orrin"),
            ("Orrin's chief ally said no.", ""),
            ("It refused its larger rival Orrin.", "orrin"),
            ("She beat her rival Orrin.", ""),
            ("It lost its only hope: her rival Orrin.", ""),
            ("Orrin said it was disappointed.", "orrin"),
            ("Orrin said it was raining.", ""),
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
            ("Quarril denied this. On appeal, its lawyer said no.", true),
            (
                "Quarril denied this. On appeal, Lund and its lawyer said no.",
                false,
            ),
            ("Orrin left. Its bridge fell.", false),
        ];
        for (text, its) in cases {
            assert_eq!(first(text, is_it), its, "{text}");
        }
    }
}
