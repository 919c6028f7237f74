//! The list of acts, and the lemmas of words.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Act;
use crate::cue::force::Force;
use crate::lexicon::lines;

/// A row of `acts.tsv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) lemma: &'static str,
    pub(super) act: Act,
    /// Before an infinitive: *agreed to sell*.
    pub(super) to: Option<Act>,
    /// Before an infinitive of speech: *refused to say*.
    pub(super) say: Option<Act>,
    /// Before a clause: *saw that*, not *saw him as*.
    pub(super) that: Option<Act>,
    /// Where something written is the source.
    pub(super) doc: Option<Act>,
    /// Where one person is the source: *she found*.
    pub(super) one: Option<Act>,
    /// Where the content is quoted words: “Never,” *she thought*.
    pub(super) marked: Option<Act>,
    /// What saying it amounts to, where it is no assertion.
    force: Option<Force>,
    /// Does a listed word behind it decide? *issued a denial*
    pub(super) next: bool,
}

const ACTS: &str = include_str!("../../../data/lexicon/acts.tsv");
const IRREGULAR: &str = include_str!("../../../data/lexicon/irregular.tsv");
const VERBS: &str = include_str!("../../../data/lexicon/cue_verbs.tsv");

pub(super) struct Acts {
    /// By lemma: the entry for any part of speech, and the one for the noun.
    pub(super) entries: FxHashMap<&'static str, (Option<Entry>, Option<Entry>)>,
    /// Phrases by their first word, the longest first.
    pub(super) phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, Entry)>>,
    /// The lemma of each form that no rule leads back.
    pub(super) forms: FxHashMap<&'static str, &'static str>,
    /// Words that a rule may lead a form back to.
    pub(super) known: FxHashSet<&'static str>,
}

pub(super) static LISTS: LazyLock<Acts> = LazyLock::new(|| {
    let mut acts = Acts {
        entries: FxHashMap::default(),
        phrases: FxHashMap::default(),
        forms: FxHashMap::default(),
        known: FxHashSet::default(),
    };
    // A row that cannot be read is left out; a test finds it.
    for (entry, noun) in lines(ACTS).filter_map(read) {
        let words: Vec<&'static str> = entry.lemma.split(' ').collect();
        acts.known.extend(words.first());
        if words.len() > 1 {
            let of_first = acts.phrases.entry(words[0]).or_default();
            of_first.push((words, entry));
        } else {
            let of_lemma = acts.entries.entry(entry.lemma).or_default();
            *(if noun {
                &mut of_lemma.1
            } else {
                &mut of_lemma.0
            }) = Some(entry);
        }
    }
    for phrases in acts.phrases.values_mut() {
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    for (form, lemma) in lines(IRREGULAR).filter_map(|line| line.split_once('\t')) {
        acts.forms.insert(form, lemma);
    }
    for line in lines(VERBS) {
        let mut fields = line.split('\t');
        if let (Some(lemma), Some(_)) = (fields.next(), fields.next())
            && !lemma.contains(' ')
        {
            for form in fields.chain([lemma]) {
                acts.forms.entry(form).or_insert(lemma);
            }
        }
    }
    acts
});

/// A row, and whether it is that of a noun.
fn read(line: &'static str) -> Option<(Entry, bool)> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let [lemma, part, act, context] = fields[..] else {
        return None;
    };
    let mut entry = Entry {
        lemma,
        act: Act::read(act)?,
        to: None,
        say: None,
        that: None,
        doc: None,
        one: None,
        marked: None,
        force: None,
        next: false,
    };
    for word in context.split(' ').filter(|&word| word != "-") {
        match word.split_once('=') {
            Some(("to", act)) => entry.to = Some(Act::read(act)?),
            Some(("say", act)) => entry.say = Some(Act::read(act)?),
            Some(("that", act)) => entry.that = Some(Act::read(act)?),
            Some(("doc", act)) => entry.doc = Some(Act::read(act)?),
            Some(("one", act)) => entry.one = Some(Act::read(act)?),
            Some(("marked", act)) => entry.marked = Some(Act::read(act)?),
            Some(("force", force)) => entry.force = Some(Force::read(force)?),
            None if word == "next" => entry.next = true,
            _ => return None,
        }
    }
    match part {
        "-" => Some((entry, false)),
        "noun" => Some((entry, true)),
        _ => None,
    }
}

/// The act of `lemma` outside any context; `None` where no list has it.
pub(in crate::cue) fn of_lemma(lemma: &str) -> Option<Act> {
    Some(entry_of(lemma)?.act)
}

/// What saying `lemma` amounts to, where the list says that it is no assertion.
pub(in crate::cue) fn force_of(lemma: &str) -> Option<Force> {
    entry_of(lemma)?.force
}

fn entry_of(lemma: &str) -> Option<Entry> {
    let lists = &*LISTS;
    let word = |lemma: &str| {
        let &(any, noun) = lists.entries.get(lemma)?;
        any.or(noun)
    };
    let phrase = |lemma: &str| {
        let phrases = lists.phrases.get(lemma.split(' ').next()?)?;
        let (_, entry) = phrases.iter().find(|(_, entry)| entry.lemma == lemma)?;
        Some(*entry)
    };
    word(lemma).or_else(|| phrase(lemma))
}

/// The dictionary form of a folded word: from a list of forms, else by rules that lead to a word of the lists (*pitted* to
/// *pit*, *vied* to *vie*), else by what regular spelling makes likely (*hectored* to *hector*).
pub(super) fn lemma(word: &str) -> Cow<'static, str> {
    let lists = &*LISTS;
    if let Some(&lemma) = lists.forms.get(word) {
        return Cow::Borrowed(lemma);
    }
    if let Some(&lemma) = lists.known.get(word) {
        return Cow::Borrowed(lemma);
    }
    let mut likely: Option<String> = None;
    // The ending of a form, and what the lemma may have in its place.
    for (ending, ends) in [
        ("ies", &["y", "ie"][..]),
        ("ied", &["y", "ie"]),
        ("es", &["e", ""]),
        ("s", &[""]),
        ("ed", &["e", ""]),
        ("ing", &["e", ""]),
    ] {
        let Some(stem) = word.strip_suffix(ending) else {
            continue;
        };
        if stem.chars().count() < 2 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            continue;
        }
        let mut candidates: Vec<String> = ends.iter().map(|end| format!("{stem}{end}")).collect();
        let single = undoubled(stem).filter(|_| matches!(ending, "ed" | "ing"));
        candidates.extend(single.map(str::to_owned));
        if let Some(known) = candidates
            .iter()
            .find_map(|candidate| lists.known.get(candidate.as_str()))
        {
            return Cow::Borrowed(known);
        }
        if likely.is_none() && stem.chars().any(|c| "aeiouy".contains(c)) {
            likely = Some(match (ending, single) {
                ("ies" | "ied", _) => format!("{stem}y"),
                ("es", _) if !stem.ends_with(['s', 'x', 'z', 'h', 'o']) => {
                    format!("{stem}e")
                }
                ("ed" | "ing", Some(single)) if !stem.ends_with(['l', 's', 'f', 'z']) => {
                    single.to_owned()
                }
                ("ed" | "ing", None) if wants_e(stem) => format!("{stem}e"),
                _ => stem.to_owned(),
            });
        }
    }
    Cow::Owned(likely.unwrap_or_else(|| word.to_owned()))
}

/// *sentencing*, but not *Boeing*: the form in *-ing* of a verb of the lists? Folded.
pub(crate) fn is_participle(word: &str) -> bool {
    word.ends_with("ing") && LISTS.known.contains(&*lemma(word))
}

/// *pit* for *pitt*.
fn undoubled(stem: &str) -> Option<&str> {
    let mut chars = stem.chars().rev();
    let (last, before) = (chars.next()?, chars.next()?);
    (last == before && !"aeiou".contains(last)).then(|| stem.strip_suffix(last))?
}

/// Does a stem that lost *-ed* or *-ing* look like one that had an *e*? *rescu-*, *gyrat-*, *singl-*, *trad-* do; *outfox-*, *heat-*,
/// *hector-* do not.
fn wants_e(stem: &str) -> bool {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut back = stem.chars().rev();
    let (last, before, third) = (back.next(), back.next(), back.next());
    let (Some(last), Some(before)) = (last, before) else {
        return false;
    };
    let vowels = stem.chars().filter(|&c| is_vowel(c)).count();
    // One syllable with a single consonant at its end would have doubled it: *planning*, but *trading*.
    let short = vowels == 1 && is_vowel(before) && !is_vowel(last) && !"wx".contains(last);
    let ate = stem.ends_with("at") && third.is_some_and(|c| !is_vowel(c));
    let le = last == 'l' && !is_vowel(before) && !"lr".contains(before);
    let ends = ["dg", "is", "ns", "rg", "rs", "ur"];
    short || ate || le || "cuvz".contains(last) || ends.iter().any(|&end| stem.ends_with(end))
}
