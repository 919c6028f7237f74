//! Word lists: what a folded word can be, one lookup per token.
//!
//! The lists under `data/lexicon` are edited by hand and sorted (a test holds them to it). A class says what a word *can*
//! be, never what it is in its sentence; that is for the stages to judge.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u32);

macro_rules! classes {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal, $file:literal;)*) => {
        impl Classes {
            /// No class.
            pub const NONE: Classes = Classes(0);
            $($(#[doc = $doc])* pub const $name: Classes = Classes(1 << $bit);)*
        }

        /// The lists, each with the class its words get: (class, file name, contents).
        pub(crate) const LISTS: &[(Classes, &str, &str)] = &[
            $((Classes::$name, $file, include_str!(concat!("../data/lexicon/", $file))),)*
        ];
    };
}

classes! {
    /// A word that a full stop may follow without ending a sentence: *gen*, *st*, *dept*.
    ABBREVIATION = 0, "abbreviations.txt";
    /// *also*, *later*, *publicly*: may stand between subject and verb.
    ADVERB = 1, "adverbs.txt";
    /// *has*, *would*, *did*, *n't*.
    AUXILIARY = 2, "auxiliaries.txt";
    /// *and*, *but*, *or*.
    CONJUNCTION = 3, "conjunctions.txt";
    /// *because*, *while*, *after*: begins a clause.
    SUBORDINATOR = 4, "subordinators.txt";
    /// *the*, *a*, *his*, *two*: begins a noun phrase.
    DETERMINER = 5, "determiners.txt";
    /// *of*, *in*, *with*.
    PREPOSITION = 6, "prepositions.txt";
    /// *he*, *she*, *they*, *who*.
    PRONOUN = 7, "pronouns.txt";
    /// *monday*, *january*, *yesterday*.
    TIME = 8, "times.txt";
    /// Title before a name: *mr*, *sen*, *general*, *president*.
    TITLE = 9, "titles.txt";
    /// Head noun of a role: *adviser*, *chairman*, *spokeswoman*.
    ROLE = 10, "roles.txt";
    /// Head noun of a body: *ministry*, *university*, *police*.
    ORGANIZATION = 11, "organizations.txt";
    /// Head noun of something written: *report*, *poll*, *statement*.
    DOCUMENT = 12, "documents.txt";
    /// Head noun of several people: *officials*, *analysts*, *residents*.
    GROUP = 13, "groups.txt";
    /// Given name of a man.
    GIVEN_MALE = 14, "given_male.txt";
    /// Given name of a woman.
    GIVEN_FEMALE = 15, "given_female.txt";
    /// A place: *washington*, *china*.
    PLACE = 16, "places.txt";
    /// A finite verb form that is no cue: *is*, *voted*, *came*; tells a clause from a noun phrase.
    VERB = 17, "verbs.txt";
    /// A common singular noun for one person: *man*, *nurse*, *witness*.
    PERSON_NOUN = 18, "persons.txt";
    /// A thing or notion that cannot speak: *sign*, *experience*; *the sign said nothing*.
    INANIMATE = 19, "inanimate.txt";
    /// A news agency as it signs or credits: *reuters*.
    CREDIT = 20, "credits.txt";
    /// Last word of the name of a newspaper, company or club, and a common word otherwise: *gazette*, *airways*, *rovers*.
    BODY_LAST = 21, "body_last.txt";
    /// Somebody from a place: *dane*, *brazilian*.
    DEMONYM = 22, "demonyms.txt";
    /// What news calls somebody so as not to repeat a name: *striker*, *billionaire*.
    VARIATION = 23, "variations.txt";
    /// What a ministry, an agency or a committee is about: *health*, *securities*.
    PORTFOLIO = 24, "portfolios.txt";
}

impl Classes {
    /// Does it have one of the classes of `other`?
    pub fn is(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// The lines of a list: without comments (`#`) and blank lines.
pub(crate) fn lines(contents: &'static str) -> impl Iterator<Item = &'static str> {
    contents
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static WORDS: LazyLock<FxHashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for (class, _, contents) in LISTS {
        for word in lines(contents) {
            let entry = words.entry(word).or_insert(Classes::NONE);
            *entry = entry.or(*class);
        }
    }
    words
});

/// The classes of a folded word.
pub fn classes(folded: &str) -> Classes {
    WORDS.get(folded).copied().unwrap_or(Classes::NONE)
}
