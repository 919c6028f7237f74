use proptest::prelude::*;

use super::*;
use crate::article::Metadata;
use crate::report::{
    ActRecord, ContextRecord, PartRecord, QuoteRecord, SCHEMA, SpeakerRecord, StatusRecord,
    TypeRecord,
};

/// A speaker of an article, as short as a table needs it.
#[derive(Clone, Debug, Default)]
struct Who {
    name: &'static str,
    kind: Option<KindRecord>,
    gender: Option<GenderRecord>,
    roles: &'static [&'static str],
    gazetteer: Option<&'static str>,
    id: Option<&'static str>,
}

fn who(name: &'static str, roles: &'static [&'static str]) -> Who {
    Who {
        name,
        roles,
        ..Who::default()
    }
}

fn she(name: &'static str, roles: &'static [&'static str]) -> Who {
    Who {
        gender: Some(GenderRecord::Female),
        ..who(name, roles)
    }
}

fn he(name: &'static str, roles: &'static [&'static str]) -> Who {
    Who {
        gender: Some(GenderRecord::Male),
        ..who(name, roles)
    }
}

fn of(kind: KindRecord, name: &'static str) -> Who {
    Who {
        kind: Some(kind),
        ..who(name, &[])
    }
}

fn known(id: &'static str, name: &'static str) -> Who {
    Who {
        gazetteer: Some(id),
        ..who(name, &[])
    }
}

fn quote(id: &str, speaker: Option<(&str, Option<&str>)>) -> QuoteRecord {
    let part = || PartRecord {
        text: String::new(),
        spans: Vec::new(),
    };
    QuoteRecord {
        id: id.to_owned(),
        quote_type: TypeRecord::Direct,
        act: ActRecord::Speech,
        force: Default::default(),
        marked: true,
        content: part(),
        cue: None,
        source: None,
        speaker: SpeakerRecord {
            id: speaker.map(|(id, _)| id.to_owned()),
            name: None,
            kind: KindRecord::Unknown,
            role: None,
            status: StatusRecord::Linked,
            resolution: None,
            gazetteer: speaker.and_then(|(_, gazetteer)| gazetteer.map(str::to_owned)),
            candidates: Vec::new(),
        },
        via: None,
        context: ContextRecord {
            sentence: [0, 0],
            paragraph: 0,
        },
        confidence: 1.0,
        evidence: Vec::new(),
        checkable: false,
        signals: Vec::new(),
    }
}

/// An article in which each of `speakers` has one quote.
fn article(id: &str, speakers: &[Who]) -> ArticleRecord {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    let mut record = ArticleRecord {
        schema: SCHEMA.to_owned(),
        id: id.to_owned(),
        article: Metadata::default(),
        text_sha256: String::new(),
        text: None,
        offsets: "chars".to_owned(),
        quotes: Vec::new(),
        speakers: Vec::new(),
        notes: Vec::new(),
    };
    for one in speakers {
        let speaker = one.id.or(one.gazetteer);
        let speaker = speaker.map_or_else(|| slug(one.name), str::to_owned);
        record
            .quotes
            .push(quote("q", Some((&speaker, one.gazetteer))));
        record.speakers.push(SpeakerSummary {
            id: speaker,
            name: one.name.to_owned(),
            kind: one.kind.unwrap_or(KindRecord::Person),
            gender: one.gender,
            aliases: Vec::new(),
            roles: owned(one.roles),
            same_as: Vec::new(),
            quotes: 1,
        });
    }
    record
}

/// `id: articles`, with `?` and whom it may be, sorted; one article for each speaker: `a`, `b`, …
fn merged(speakers: &[Who]) -> Vec<String> {
    let articles: Vec<ArticleRecord> = speakers
        .iter()
        .zip('a'..)
        .map(|(one, id)| article(&id.to_string(), std::slice::from_ref(one)))
        .collect();
    shown(&identities(&articles))
}

fn shown(identities: &[IdentityRecord]) -> Vec<String> {
    let mut shown: Vec<String> = identities
        .iter()
        .map(|one| {
            let articles: Vec<&str> = one.articles.iter().map(|at| at.id.as_str()).collect();
            let mut text = format!("{}: {}", one.id, articles.join(" "));
            if !one.may_be.is_empty() {
                text = format!("{text} ? {}", one.may_be.join(" "));
            }
            text
        })
        .collect();
    shown.sort();
    shown
}

#[test]
fn one_name_is_one_person_unless_something_contradicts() {
    use KindRecord::{Document, Group, Organization, Unknown};
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<Who>, &[&str])> = vec![
        ("a full name", vec![who("Ana Ruiz", &[]), who("Ana Ruiz", &[])], &["ana-ruiz: a b"]),
        ("diacritics and stops", vec![who("Zoë J.D. Roe", &[]), who("Zoe JD Roe", &[])], &["zoe-jd-roe: a b"]),
        ("a surname", vec![who("Ana Ruiz", &[]), who("Ruiz", &[])], &["ana-ruiz: a", "b#ruiz: b"]),
        ("two surnames", vec![who("Ruiz", &["mayor"]), who("Ruiz", &["mayor"])], &["a#ruiz: a", "b#ruiz: b"]),
        ("a suffix", vec![who("Ana Ruiz", &[]), who("Ana Ruiz Jr.", &[])], &["ana-ruiz-jr: b", "ana-ruiz: a"]),
        // Roles.
        ("senator and goalkeeper", vec![he("John Roe", &["senator"]), he("John Roe", &["goalkeeper"])],
            &["john-roe-goalkeeper: b", "john-roe-senator: a"]),
        ("ways to say senator", vec![who("John Roe", &["Sen."]), who("John Roe", &["US senator"]), who("John Roe", &["former Senator", "Mr."])],
            &["john-roe: a b c"]),
        ("no role, one person", vec![who("John Roe", &["senator"]), who("John Roe", &[]), who("John Roe", &["Mr."])],
            &["john-roe: a b c"]),
        ("no role, two people", vec![who("John Roe", &["senator"]), who("John Roe", &["goalkeeper"]), who("John Roe", &[])],
            &["c#john-roe: c ? john-roe-goalkeeper john-roe-senator", "john-roe-goalkeeper: b", "john-roe-senator: a"]),
        ("an article with both roles", vec![who("Ana Ruiz", &["mayor"]), who("Ana Ruiz", &["governor"]), who("Ana Ruiz", &["governor", "former mayor"])],
            &["ana-ruiz: a b c"]),
        ("one post of two places", vec![who("John Roe", &["mayor of Lora"]), who("John Roe", &["mayor of Quillon"])],
            &["john-roe-mayor-2: b", "john-roe-mayor: a"]),
        ("a post that fits two", vec![who("John Roe", &["Ohio senator"]), who("John Roe", &["Sen.", "Texas Senator"]), who("John Roe", &["Sen."])],
            &["c#john-roe: c ? john-roe-senator john-roe-senator-2", "john-roe-senator-2: b", "john-roe-senator: a"]),
        ("a post that fits one", vec![who("John Roe", &["Ohio senator"]), who("John Roe", &["senator from Ohio"]), who("John Roe", &["Sen."])],
            &["john-roe: a b c"]),
        ("a candidate for office", vec![who("John Roe", &["Ohio Sen."]), who("John Roe", &["presidential candidate"])],
            &["john-roe: a b"]),
        ("a candidate who keeps goal", vec![who("John Roe", &["goalkeeper"]), who("John Roe", &["presidential candidate"])],
            &["john-roe-candidate: b", "john-roe-goalkeeper: a"]),
        ("a candidate who fits two", vec![who("John Roe", &["senator"]), who("John Roe", &["mayor"]), who("John Roe", &["candidate"])],
            &["c#john-roe: c ? john-roe-mayor john-roe-senator", "john-roe-mayor: b", "john-roe-senator: a"]),
        ("a subject and a place", vec![who("Ana Ruiz", &["minister of Lora"]), who("Ana Ruiz", &["health minister"])],
            &["ana-ruiz: a b"]),
        ("two subjects and a place", vec![who("Ana Ruiz", &["minister of Lora"]), who("Ana Ruiz", &["health minister"]), who("Ana Ruiz", &["finance minister"])],
            &["ana-ruiz-minister-2: b", "ana-ruiz-minister-3: c", "ana-ruiz-minister: a"]),
        ("what somebody is to others", vec![who("John Roe", &["goalkeeper"]), who("John Roe", &["husband"])],
            &["john-roe: a b"]),
        ("a body and its acronym", vec![who("Ana Ruiz", &["head of the Lora Bureau of Tides"]), who("Ana Ruiz", &["LBT spokeswoman"])],
            &["ana-ruiz: a b"]),
        ("two houses", vec![who("John Roe", &["Sen."]), who("John Roe", &["Rep."])],
            &["john-roe-representative: b", "john-roe-senator: a"]),
        ("one body, two posts", vec![who("Ana Ruiz", &["biologist at the Lora Marine Institute"]), who("Ana Ruiz", &["director of the Lora Institute"])],
            &["ana-ruiz: a b"]),
        ("one post at two bodies", vec![who("Ana Ruiz", &["director of the Lora Institute"]), who("Ana Ruiz", &["director of the Quillon Club"])],
            &["ana-ruiz-director-2: b", "ana-ruiz-director: a"]),
        ("one word of two bodies", vec![who("Ana Ruiz", &["coach at Lora University"]), who("Ana Ruiz", &["head of Lora Hospital"])],
            &["ana-ruiz-coach: a", "ana-ruiz-head: b"]),
        ("two subjects", vec![who("Ana Ruiz", &["health minister"]), who("Ana Ruiz", &["finance minister"])],
            &["ana-ruiz-minister-2: b", "ana-ruiz-minister: a"]),
        // Gender.
        ("he and she", vec![he("Kim Roe", &["senator"]), she("Kim Roe", &["senator"])],
            &["kim-roe-senator-female: b", "kim-roe-senator-male: a"]),
        ("he and she without roles", vec![he("Kim Roe", &[]), she("Kim Roe", &[])], &["kim-roe-female: b", "kim-roe-male: a"]),
        ("he, she and nobody knows", vec![he("Kim Roe", &[]), she("Kim Roe", &[]), who("Kim Roe", &[])],
            &["c#kim-roe: c ? kim-roe-female kim-roe-male", "kim-roe-female: b", "kim-roe-male: a"]),
        ("one post, he, she and nobody knows", vec![he("Kim Roe", &["senator"]), she("Kim Roe", &["senator"]), who("Kim Roe", &["senator"])],
            &["c#kim-roe: c ? kim-roe-senator-female kim-roe-senator-male", "kim-roe-senator-female: b", "kim-roe-senator-male: a"]),
        ("gender settles it", vec![he("Kim Roe", &["senator"]), she("Kim Roe", &["goalkeeper"]), she("Kim Roe", &[])],
            &["kim-roe-goalkeeper: b c", "kim-roe-senator: a"]),
        ("a role settles it", vec![he("Kim Roe", &["senator"]), she("Kim Roe", &["goalkeeper"]), who("Kim Roe", &["goalkeeper"])],
            &["kim-roe-goalkeeper: b c", "kim-roe-senator: a"]),
        ("gender rules out the only one", vec![he("Kim Roe", &["senator"]), she("Kim Roe", &[])],
            &["kim-roe-female: b", "kim-roe-senator: a"]),
        ("one of them is the senator", vec![who("Kim Roe", &["senator"]), she("Kim Roe", &[]), he("Kim Roe", &[])],
            &["kim-roe-female: b", "kim-roe-male: c", "kim-roe-senator: a"]),
        // Kinds.
        ("a body", vec![of(Organization, "Oxalis"), of(Organization, "Oxalis")], &["oxalis: a b"]),
        ("a common noun", vec![of(Organization, "the ministry"), of(Organization, "the ministry")], &["a#the-ministry: a", "b#the-ministry: b"]),
        ("a body of every town", vec![of(Organization, "City Council"), of(Organization, "City Council")], &["a#city-council: a", "b#city-council: b"]),
        ("groups", vec![of(Group, "officials"), of(Group, "officials")], &["a#officials: a", "b#officials: b"]),
        ("documents", vec![of(Document, "report"), of(Document, "report")], &["a#report: a", "b#report: b"]),
        ("a person and a body", vec![who("Hollis Marsh", &[]), of(Organization, "Hollis Marsh")],
            &["hollis-marsh-organization: b", "hollis-marsh-person: a"]),
        ("a kind that nobody knows", vec![who("Hollis Marsh", &[]), of(Unknown, "Hollis Marsh")], &["hollis-marsh: a b"]),
        ("a kind that could be both", vec![who("Hollis Marsh", &[]), of(Organization, "Hollis Marsh"), of(Unknown, "Hollis Marsh")],
            &["c#hollis-marsh: c ? hollis-marsh-organization hollis-marsh-person", "hollis-marsh-organization: b", "hollis-marsh-person: a"]),
        // The gazetteer.
        ("one entry, two names", vec![known("port:7", "Ana Ruiz"), known("port:7", "Ruiz")], &["port:7: a b"]),
        ("an entry and its name, not linked", vec![known("port:7", "Ana Ruiz"), who("Ana Ruiz", &[])], &["ana-ruiz: b", "port:7: a"]),
        ("an entry with the id of a name", vec![known("ana-ruiz", "Ana Ruiz"), who("Ana Ruiz", &["nurse"])],
            &["ana-ruiz-nurse: b", "ana-ruiz: a"]),
        // Slugs.
        ("two names, one slug", vec![who("Jean-Luc Roe", &[]), who("Jean Luc Roe", &[])],
            &["jean-luc-roe-person-2: a", "jean-luc-roe-person: b"]),
        ("no slug at all", vec![of(Unknown, "习 近平")], &["a#speaker: a"]),
    ];
    for (what, speakers, want) in cases {
        let mut want: Vec<&str> = want.to_vec();
        want.sort_unstable();
        assert_eq!(merged(&speakers), want, "{what}");
    }
}

#[test]
fn an_article_that_tells_two_apart_is_believed() {
    let both = |id: &str, first, second| {
        let second = Who {
            id: Some("ana-ruiz-2"),
            ..who("Ana Ruiz", second)
        };
        article(id, &[who("Ana Ruiz", first), second])
    };
    let two = |id: &str| both(id, &[], &[]);
    let records = [two("a"), article("b", &[who("Ana Ruiz", &[])])];
    assert_eq!(
        shown(&identities(&records)),
        [
            "a#ana-ruiz-2: a ? ana-ruiz",
            "a#ana-ruiz: a ? ana-ruiz",
            "ana-ruiz: b"
        ]
    );
    assert_eq!(
        shown(&identities(&[two("a")])),
        ["a#ana-ruiz-2: a", "a#ana-ruiz: a"]
    );
    // Who has a role is known by it, also beside a namesake without one.
    let records = [
        article("a", &[who("Ana Ruiz", &["goalkeeper"])]),
        article("b", &[who("Ana Ruiz", &["senator"])]),
        both("c", &["goalkeeper", "senator"], &[]),
    ];
    assert_eq!(
        shown(&identities(&records)),
        ["ana-ruiz: a b c", "c#ana-ruiz-2: c"]
    );
    // Which of two goalkeepers the senator's namesake is, nobody knows: so nothing says that the senator keeps goal.
    let records = [
        article("a", &[who("Ana Ruiz", &["goalkeeper"])]),
        article("b", &[who("Ana Ruiz", &["senator"])]),
        both("c", &["goalkeeper", "senator"], &["goalkeeper"]),
    ];
    assert_eq!(
        shown(&identities(&records)),
        [
            "ana-ruiz-goalkeeper: a",
            "ana-ruiz-senator: b",
            "c#ana-ruiz-2: c ? ana-ruiz-goalkeeper ana-ruiz-senator",
            "c#ana-ruiz: c ? ana-ruiz-goalkeeper ana-ruiz-senator",
        ]
    );
}

#[test]
fn what_articles_say_is_added_up() {
    let mut records = [
        article("b", &[she("Ana Ruiz", &["nurse"])]),
        article("a", &[who("Ana Ruiz", &["nurse", "head nurse"])]),
        article("c", &[who("Ana  Ruíz", &[])]),
    ];
    records[0].article.published = Some("16 November 2021".to_owned());
    records[1].article.published = Some("2019-01-02T10:00:00Z".to_owned());
    records[2].article.published = Some("long ago".to_owned());
    records[0].speakers[0].aliases = vec!["Ruiz".to_owned()];
    records[1].speakers[0].aliases = vec!["Nurse Ana".to_owned(), "Ruiz".to_owned()];
    let mut second = quote("q2", Some(("ana-ruiz", None)));
    second.quote_type = TypeRecord::Mixed;
    second.act = ActRecord::Thought;
    records[1].quotes.push(second);
    // Whose speaker is not known counts for nobody.
    records[1].quotes.push(quote("q3", None));
    let [one] = &identities(&records)[..] else {
        panic!("one person");
    };
    assert_eq!(
        (one.id.as_str(), one.name.as_str()),
        ("ana-ruiz", "Ana Ruiz")
    );
    assert_eq!(one.basis, BasisRecord::Name);
    assert_eq!(one.gender, Some(GenderRecord::Female));
    assert_eq!(one.aliases, ["Ruiz", "Ana  Ruíz", "Nurse Ana"]);
    assert_eq!(one.roles, ["nurse", "head nurse"]);
    let types = TypeCounts {
        direct: 3,
        indirect: 0,
        mixed: 1,
    };
    assert_eq!((one.quotes, one.types), (4, types));
    assert_eq!((one.acts.speech, one.acts.thought), (3, 1));
    let articles: Vec<(&str, &str, usize)> = one
        .articles
        .iter()
        .map(|at| (at.id.as_str(), at.speaker.as_str(), at.quotes))
        .collect();
    assert_eq!(
        articles,
        [
            ("a", "ana-ruiz", 2),
            ("b", "ana-ruiz", 1),
            ("c", "ana-ruiz", 1)
        ]
    );
    assert_eq!(one.first_published.as_deref(), Some("2019-01-02"));
    assert_eq!(one.last_published.as_deref(), Some("2021-11-16"));
}

#[test]
fn most_quotes_come_first_then_names() {
    let records = [
        article("a", &[who("Bo Lind", &[]), who("Ana Ruiz", &[])]),
        article("b", &[who("Cy Poe", &[])]),
        article("c", &[who("Cy Poe", &[])]),
    ];
    let names: Vec<String> = identities(&records)
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["Cy Poe", "Ana Ruiz", "Bo Lind"]);
    assert!(identities(&[]).is_empty());
}

#[test]
fn a_name_that_thousands_bear_takes_no_longer_for_each() {
    // Every article adds a role that goes with the one before: the longest way there is.
    let all: Vec<ArticleRecord> = (0..20_000)
        .map(|number| {
            let mut record = article(&number.to_string(), &[who("Ana Ruiz", &[])]);
            record.speakers[0].roles = vec![
                format!("director of X{number}"),
                format!("director of X{}", number + 1),
            ];
            record
        })
        .collect();
    assert_eq!(identities(&all).len(), 1);
}

const ROLES: &[&[&str]] = &[
    &[],
    &["Mr."],
    &["senator"],
    &["Ohio Sen."],
    &["Texas senator"],
    &["goalkeeper"],
    &["goalkeeper", "senator"],
    &["director"],
    &["medical director"],
    &["director of the Lora Institute"],
    &["medical director of the Quillon Institute"],
    &["council director"],
    &["health minister"],
    &["candidate"],
    &["biologist at the Lora Institute"],
];

fn anybody() -> impl Strategy<Value = Who> {
    let genders = vec![None, Some(GenderRecord::Female), Some(GenderRecord::Male)];
    let kinds = vec![
        KindRecord::Person,
        KindRecord::Person,
        KindRecord::Unknown,
        KindRecord::Organization,
    ];
    (
        prop::sample::select(vec!["Kim Roe", "Kím Roe", "Roe", "Ana Ruiz"]),
        prop::sample::select(kinds),
        prop::sample::select(genders),
        prop::sample::select(ROLES),
        prop::sample::select(vec![None, None, None, Some("x:1"), Some("kim-roe")]),
    )
        .prop_map(|(name, kind, gender, roles, gazetteer)| Who {
            name,
            kind: Some(kind),
            gender,
            roles,
            gazetteer,
            id: None,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_and_nobody_is_lost_or_two(
        articles in prop::collection::vec(prop::collection::vec(anybody(), 0..3), 0..14),
        seed in any::<u64>(),
    ) {
        let records: Vec<ArticleRecord> = articles
            .iter()
            .enumerate()
            .map(|(at, speakers)| {
                let mut record = article(&format!("{at}"), speakers);
                // Within an article ids are unique.
                for (place, speaker) in record.speakers.iter_mut().enumerate() {
                    speaker.id = format!("{}-{place}", speaker.id);
                    record.quotes[place].speaker.id = Some(speaker.id.clone());
                }
                record
            })
            .collect();
        let found = identities(&records);
        let mut shuffled = records.clone();
        // A permutation by keys that the seed makes.
        shuffled.sort_by_key(|record| {
            let number: u64 = record.id.parse().expect("a number");
            (number + 1).wrapping_mul(seed | 1).rotate_left(17)
        });
        prop_assert_eq!(&found, &identities(&shuffled));

        let speakers: usize = records.iter().map(|record| record.speakers.len()).sum();
        prop_assert_eq!(found.iter().map(|one| one.quotes).sum::<usize>(), speakers);
        let ids: BTreeSet<&str> = found.iter().map(|one| one.id.as_str()).collect();
        prop_assert_eq!(ids.len(), found.len(), "ids are distinct");
        for one in &found {
            prop_assert!(one.may_be.iter().all(|id| ids.contains(id.as_str())));
            if one.basis == BasisRecord::Gazetteer {
                continue;
            }
            let of_it = |record: &ArticleRecord| -> Vec<SpeakerSummary> {
                let at = |id: &String| one.articles.iter().any(|at| at.id == record.id && at.speaker == *id);
                record.speakers.iter().filter(|speaker| at(&speaker.id)).cloned().collect()
            };
            let all: Vec<SpeakerSummary> = records.iter().flat_map(of_it).collect();
            let genders: BTreeSet<GenderRecord> = all
                .iter()
                .filter(|speaker| speaker.kind == KindRecord::Person)
                .filter_map(|speaker| speaker.gender)
                .collect();
            prop_assert!(genders.len() < 2, "{all:?}");
            let places: BTreeSet<&str> = one.articles.iter().map(|at| at.id.as_str()).collect();
            prop_assert_eq!(places.len(), one.articles.len(), "one speaker of each article");
            let posts = |wanted: &str| all.iter().any(|speaker| speaker.roles.iter().any(|role| role == wanted));
            let both = all.iter().any(|speaker| speaker.roles.len() > 1);
            let senator = posts("senator") || posts("Ohio Sen.") || posts("Texas senator");
            let person = all.iter().any(|speaker| speaker.kind == KindRecord::Person);
            prop_assert!(!person || both || !(senator && posts("goalkeeper")), "{all:?}");
        }
    }
}
