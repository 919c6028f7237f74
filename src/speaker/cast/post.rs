//! The posts that titles and roles name, and which words of them say the same.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::{Mention, role_head};

/// The posts that stand beside a name.
pub(super) fn posts(document: &Document, mention: &Mention) -> impl Iterator<Item = String> {
    mention.roles.iter().filter_map(|role| {
        let head = role_head(document, role.clone())?;
        Some(post(
            (role.start..=head).map(|token| document.folded(token)),
        ))
    })
}

/// The post that the words of a title name: a senator is no representative, and neither is a deputy mayor a mayor.
pub(super) fn post<'w>(title: impl Iterator<Item = &'w str>) -> String {
    let mut deputy = false;
    let mut last = "";
    for word in title {
        let word = word.trim_end_matches('.');
        deputy |= matches!(word, "vice" | "deputy" | "lt" | "lieutenant");
        last = word;
    }
    let head = match last {
        "sen" => "senator",
        "rep" | "congressman" | "congresswoman" => "representative",
        "senator" | "representative" => last,
        other => head_class(other),
    };
    format!("{}{head}", if deputy { "deputy " } else { "" })
}

/// Nouns that name the same post stand in one class.
pub(crate) fn head_class(head: &str) -> &str {
    match head.trim_end_matches('.') {
        "advisor" => "adviser",
        "spokesman" | "spokeswoman" => "spokesperson",
        "chairman" | "chairwoman" | "chairperson" => "chair",
        "councilor" | "councilman" | "councilwoman" => "councillor",
        "nominee" | "hopeful" | "contender" | "frontrunner" | "front-runner" => "candidate",
        "senator" | "sen" | "congressman" | "congresswoman" | "rep" | "representative"
        | "legislator" => "lawmaker",
        "mogul" | "tycoon" | "businessman" | "businesswoman" | "entrepreneur" => "billionaire",
        "gen" => "general",
        "capt" => "captain",
        "col" => "colonel",
        "lt" => "lieutenant",
        "maj" => "major",
        "sgt" => "sergeant",
        "detective" | "det" | "constable" | "policeman" | "policewoman" => "officer",
        "gov" => "governor",
        "prof" => "professor",
        "dr" => "doctor",
        "lawyer" | "solicitor" | "barrister" | "counsel" => "attorney",
        "boss" | "chief" | "ceo" => "head",
        "pontiff" => "pope",
        other => other,
    }
}

/// Who may be called a country's *leader*, beside those whom the article calls so.
pub(in crate::speaker) const LEADERS: [&str; 5] =
    ["chancellor", "minister", "premier", "president", "king"];

/// One form for words that say the same in a description.
pub(crate) fn same_word(word: &str) -> &str {
    static SAME: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        crate::lexicon::lines(include_str!("../../../data/lexicon/same.tsv"))
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    let word = word.trim_end_matches('.');
    SAME.get(word).copied().unwrap_or(word)
}

/// Does the word carry meaning in a description?
pub(super) fn is_content(word: &str) -> bool {
    let classes = crate::lexicon::classes(word);
    word.chars().any(char::is_alphanumeric)
        && !classes.is(Classes::PREPOSITION
            .or(Classes::DETERMINER)
            .or(Classes::CONJUNCTION)
            .or(Classes::PRONOUN)
            .or(Classes::AUXILIARY))
        && !matches!(word, "'s" | "former" | "then")
}

/// Does the word at `token` carry meaning in a description? *US* does, *us* does not.
pub(in crate::speaker) fn tells(document: &Document, token: usize) -> bool {
    let capital = document.shape(token) == Shape::Upper && document.folded(token).len() > 1;
    capital || is_content(document.folded(token))
}

/// *the **former** governor*, *the **ex-governor***
pub(super) fn is_former(word: &str) -> bool {
    matches!(word, "former" | "ex" | "onetime" | "one-time") || word.starts_with("ex-")
}
