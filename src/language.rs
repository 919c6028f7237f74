//! Is an article in English? It receives text and what the metadata say, and refuses to guess: only what is surely another
//! language is left unread.
//!
//! Three pieces are looked at: from the beginning, the middle and the end, so that a text of two languages is read. English is
//! told by its function words, which costs next to nothing; only a text without them is given to `whatlang`. Where the text tells,
//! the metadata are not asked: they are often a setting of the site. Where it does not (too short, no prose), they decide.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The length of a piece in bytes.
const PIECE: usize = 600;

/// From this share of its words on, a piece is in English: prose has a fifth and more, other languages next to none.
const ENGLISH: f32 = 0.1;
/// Below this share there is no English.
const NO_ENGLISH: f32 = 0.04;
/// A piece of fewer words says nothing.
const WORDS: usize = 12;
/// A text of fewer letters says nothing.
const LETTERS: usize = 120;

/// Frequent words of English that are rare in what is written in the same letters.
static FUNCTION_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "the of and to that with this from they were their said which would been by has it its but what when she you your about than"
        .split_whitespace()
        .collect()
});

/// What tells that an article is not in English, for a reader; `None` where it may be.
pub(crate) fn foreign(text: &str, metadata: Option<&str>) -> Option<String> {
    let skipped = |what: String| Some(format!("no quotes were looked for: {what}, not English"));
    match of_text(text) {
        Told::English => None,
        Told::Other(name) => skipped(format!("the text is in {name}")),
        Told::Nothing => metadata
            .filter(|language| is_other(language))
            .and_then(|language| skipped(format!("the metadata say that it is in `{language}`"))),
    }
}

enum Told {
    English,
    Other(&'static str),
    Nothing,
}

fn of_text(text: &str) -> Told {
    let pieces = pieces(text);
    let mut all = (0, 0);
    for piece in &pieces {
        let (known, words) = count(piece);
        if words >= WORDS && share(known, words) >= ENGLISH {
            return Told::English;
        }
        all = (all.0 + known, all.1 + words);
    }
    let joined = pieces.join(" ");
    let letters = joined.chars().filter(|c| c.is_alphabetic()).take(LETTERS);
    if letters.count() < LETTERS || share(all.0, all.1) >= NO_ENGLISH {
        return Told::Nothing;
    }
    match whatlang::detect(&joined) {
        Some(found) if found.is_reliable() && found.lang() != whatlang::Lang::Eng => {
            Told::Other(found.lang().eng_name())
        }
        _ => Told::Nothing,
    }
}

/// Pieces of a text that do not overlap; all of it where it is short.
fn pieces(text: &str) -> Vec<&str> {
    if text.len() <= 3 * PIECE {
        return vec![text];
    }
    let last = text.len() - PIECE;
    [0, last / 2, last]
        .into_iter()
        .filter_map(|start| {
            let start = text.floor_char_boundary(start);
            text.get(start..text.floor_char_boundary(start + PIECE))
        })
        .collect()
}

/// How many words are function words of English, and how many there are.
fn count(piece: &str) -> (usize, usize) {
    let (mut known, mut words) = (0, 0);
    let mut folded = String::new();
    for word in piece.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        if word.is_empty() {
            continue;
        }
        words += 1;
        // None of them is longer.
        if word.len() <= 5 {
            folded.clear();
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            known += usize::from(FUNCTION_WORDS.contains(folded.as_str()));
        }
    }
    (known, words)
}

#[expect(clippy::cast_precision_loss, reason = "there are a few hundred words")]
fn share(known: usize, words: usize) -> f32 {
    known as f32 / words.max(1) as f32
}

/// Does a tag or name (`de`, `pt-BR`, `German`; a list of them with commas) say another language than English?
fn is_other(language: &str) -> bool {
    let mut names = language
        .split([',', ';', ' '])
        .filter(|name| !name.is_empty());
    let says = |name: &str| {
        let primary = name.split(['-', '_']).next().unwrap_or_default();
        primary.len() >= 2 && primary.chars().all(char::is_alphabetic)
    };
    let english = |name: &str| {
        let name = name.to_ascii_lowercase();
        let primary = name.split(['-', '_']).next().unwrap_or_default();
        ["en", "eng", "english", "und", "mul", "zxx", "mis"].contains(&primary)
    };
    let all: Vec<&str> = names.by_ref().collect();
    !all.is_empty() && all.iter().all(|name| says(name) && !english(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Fähre zwischen den beiden Inseln kam am Montag wieder zu spät. „Wir fahren am Dienstag“, sagte \
        die Hafenmeisterin den Leuten am Kai, von denen viele dort geschlafen hatten. Niemand hatte ihnen gesagt, warum das Schiff \
        nicht gekommen war, und die Gesellschaft ging den ganzen Tag nicht ans Telefon.";
    const ENGLISH: &str = "The ferry between the two islands was late again on Monday. “We sail on Tuesday,” the harbour master \
        told the people on the quay, many of whom had slept there. Nobody had told them why the boat had not come, and the company \
        did not answer its telephone all day.";

    #[test]
    fn only_what_is_surely_another_language_is_skipped() {
        let dutch = "De veerboot tussen de twee eilanden was maandag opnieuw te laat. “Wij varen dinsdag,” zei de havenmeester tegen \
            de mensen op de kade, van wie velen daar hadden geslapen. Niemand had hun verteld waarom de boot niet was gekomen.";
        let polish = "Prom między dwiema wyspami znowu się spóźnił w poniedziałek. „Popłyniemy we wtorek” – powiedziała kapitan portu \
            ludziom na nabrzeżu, z których wielu tam spało. Nikt im nie powiedział, dlaczego statek nie przypłynął.";
        let japanese = "二つの島を結ぶフェリーは月曜日もまた遅れた。「火曜日に出航します」と港長は埠頭の人々に語った。".repeat(4);
        let table =
            "Lora 3 Quillon 1; Penhallow 2 Marr 2; Tess Bright 14.2, Ana Ruiz 14.4, Bo Lind 14.9\n"
                .repeat(10);
        let mixed = format!("{}\n\n{}", GERMAN.repeat(8), ENGLISH.repeat(8));
        for (name, text, metadata, skipped) in [
            ("English", ENGLISH, None, false),
            ("English that is called German", ENGLISH, Some("de"), false),
            ("German", GERMAN, None, true),
            ("German that is called English", GERMAN, Some("en-GB"), true),
            ("Dutch", dutch, None, true),
            ("Polish", polish, None, true),
            ("Japanese", &japanese, None, true),
            ("of two languages", &mixed, None, false),
            ("short", "Wir fahren am Dienstag.", None, false),
            (
                "short, called German",
                "Wir fahren am Dienstag.",
                Some("de-AT"),
                true,
            ),
            (
                "short, called both",
                "Wir fahren am Dienstag.",
                Some("deu,eng"),
                false,
            ),
            ("a table", &table, None, false),
            (
                "a table that is called English",
                &table,
                Some("English"),
                false,
            ),
            ("nothing", "", None, false),
            ("no language said", "", Some("und"), false),
            ("no tag", "", Some("1"), false),
        ] {
            let note = foreign(text, metadata);
            assert_eq!(note.is_some(), skipped, "{name}: {note:?}");
        }
        assert_eq!(
            foreign(GERMAN, None).as_deref(),
            Some("no quotes were looked for: the text is in German, not English")
        );
        assert_eq!(
            foreign("Ja.", Some("de")).as_deref(),
            Some("no quotes were looked for: the metadata say that it is in `de`, not English")
        );
    }
}
