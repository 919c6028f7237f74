//! Furniture: bylines, photo credits, captions, and lines that lead away from the article (*Read more: …*, newsletters). It
//! receives paragraphs with their tokens and says which are furniture. Nothing in them is somebody's speech, and who is named in
//! a byline or a link is nobody whom *she* can mean; a caption still tells a full name.
//!
//! Only short paragraphs are looked at, by how they begin and end. A line that may be the article's own words is left alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Furniture};

/// No furniture has more tokens.
const TOKENS: usize = 70;
/// A two-line byline stands among the first paragraphs.
const HEAD: usize = 8;

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
    ^(?i:(?:additional\s+)?(?:reporting|writing|editing)|words|story|text|compiled|edited|written)\s+by\s+\p{Lu}.*$
    | (?-u:\b)contributed\s+(?:to\s+this\s+(?:report|story|article)|(?:additional\s+)?reporting)(?-u:\b)
    | ^(?i:follow)\s.*\s(?i:on)\s(?i:twitter|x|facebook|instagram|bluesky|threads)(?-u:\b)
    # Of a block that is set in marks, too.
    | ^["“](?i:follow)\s.*\s(?i:on)\s\w+:?\s@\w+\.?["”]$
    | ^(?i:copyright(?-u:\b)|©)
    | (?-u:\b)(?i:all\ rights\ reserved)\.?$
    "#,
    )
});

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
    # A credit at the end …
    (?:^|[.!?)”"]\s+|[-–—|]\s*)(?i:(?:photo(?:graph)?s?|pictures?|images?|illustration|credit)(?:\s+credit)?\s*:)\s*\p{Lu}[^.:“”]+\.?$
    | (?i:(?-u:\b)(?:photo(?:graph)?s?|pictures?|illustration)\s+(?:by|courtesy\s+of))\s+\p{Lu}[^.:“”]+$
    | \((?i:(?:\w+\s+)?(?:photo|picture|image|file\ photo)(?-u:\b))[^()]*\)$
    | \((?:\p{Lu}[\w.’'-]*\s){1,4}?\p{Lu}?[\w.’'-]*/\s?\p{Lu}[^()]+\)$
    | (?-u:\b)\p{Lu}[\w.’'-]*(?:\s\p{Lu}[\w.’'-]*){0,3}/\p{Lu}[\w’'-]*(?:\s\p{Lu}[\w’'-]*){0,3}$
    # … or what says at the beginning that it is a caption.
    | ^(?i:file\s+(?:photo|picture|image)|(?:image|photo|picture)\s+(?:caption|source|credit))(?-u:\b)
    "#,
    )
});

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)
    ^(?:read|see|also\s+read|more|also)\s*(?:more|also|next|on\s+this\s+story|from\s+\w+)?\s*[:|]
    | ^(?:also\s+read|read\s+(?:also|next)|related(?:\s+(?:stories|articles|content|coverage|reading))?|recommended(?:\s+\w+)?|
         most\s+(?:read|popular)|trending|don[’']t\s+miss|you\s+(?:may|might)\s+(?:also\s+)?like|more\s+on\s+this\s+story|
         further\s+reading|explore\s+more|in\s+pictures|watch|listen|video|podcast|gallery)\s*(?:now)?\s*[:|]
    | ^(?:sign\s+up|subscribe|get\s+(?:the|our|all)|join\s+(?:us|our|the)|download\s+(?:our|the)|click\s+here|support\s+our)(?-u:\b)
         .*(?-u:\b)(?:newsletters?|inbox|e-?mails?|app|podcasts?|whatsapp|channel|subscribers?|subscribe|here|journalism)(?-u:\b)
    | ^read\s+(?:our|the)\s+(?:privacy|full\s+(?:story|report|statement|interview)|newsletter|original)(?-u:\b)
    | ^(?:advertisement|sponsored(?:\s+content)?)$
    ",
    )
});

/// `\p{Lu}` and `\w` are those of Latin letters: to compile the classes of all of Unicode takes longer than to read an article.
fn pattern(pattern: &str) -> Regex {
    let latin = pattern
        .replace(r"\p{Lu}", "[A-ZÀ-ÖØ-ÞĀ-ɏ]")
        .replace(r"\w", "[0-9A-Za-z_À-ɏ]");
    Regex::new(&latin).expect("a test compiles it")
}

/// Says of each paragraph whether it is furniture.
pub(super) fn find(document: &mut Document) {
    for index in 0..document.paragraphs.len() {
        let found = kind(document, index);
        if let Some(paragraph) = document.paragraphs.get_mut(index)
            && paragraph.furniture.is_none()
        {
            paragraph.furniture = found;
        }
        // Its first line is a name.
        if index > 0 && is_post(document, index) {
            for line in [index - 1, index] {
                if let Some(paragraph) = document.paragraphs.get_mut(line) {
                    paragraph.furniture = Some(Furniture::Byline);
                }
            }
        }
    }
}

fn kind(document: &Document, index: usize) -> Option<Furniture> {
    let tokens = document.paragraphs.get(index)?.tokens.clone();
    if tokens.len() > TOKENS {
        return None;
    }
    if is_byline(document, tokens.clone()) {
        return Some(Furniture::Byline);
    }
    if is_link(document, tokens) {
        return Some(Furniture::Link);
    }
    let text = document.slice(document.paragraphs.get(index)?.span);
    if LINK.is_match(text) {
        return Some(Furniture::Link);
    }
    if BYLINE.is_match(text) {
        return Some(Furniture::Byline);
    }
    CAPTION.is_match(text).then_some(Furniture::Caption)
}

/// *By Lena Dross, Lora Times*
fn is_byline(document: &Document, tokens: Range<usize>) -> bool {
    document.folded(tokens.start) == "by"
        && document.shape(tokens.start + 1).is_capital()
        && tokens.len() <= 14
        && !document.word(tokens.end - 1).ends_with('.')
}

/// *Read more …*, *Photo by …*
fn is_link(document: &Document, tokens: Range<usize>) -> bool {
    tokens.len() <= 20
        && matches!(
            (
                document.folded(tokens.start),
                document.folded(tokens.start + 1)
            ),
            ("read", "more" | "also" | "next")
                | ("related", ":" | "stories")
                | ("see", "also" | "more")
                | ("more", ":")
                | (
                    "photo" | "picture" | "image" | "credit" | "photograph",
                    ":" | "by" | "credit"
                )
        )
}

/// What a writer's post ends with.
const POSTS: [&str; 8] = [
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "producer",
    "journalist",
    "photographer",
];

/// Is it the second line of a byline, *Harbour correspondent* beneath a name?
fn is_post(document: &Document, index: usize) -> bool {
    let tokens = |at: usize| document.paragraphs.get(at).map(|it| it.tokens.clone());
    let (Some(name), Some(post)) = (tokens(index - 1), tokens(index)) else {
        return false;
    };
    index < HEAD
        && (1..=6).contains(&post.len())
        && POSTS.contains(&document.folded(post.end - 1))
        && (2..=4).contains(&name.len())
        && name.clone().all(|token| document.shape(token).is_capital())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Option<Furniture>> {
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        document.paragraphs.iter().map(|it| it.furniture).collect()
    }

    #[test]
    fn what_leads_away_shows_or_signs_is_told() {
        use Furniture::{Byline, Caption, Link};
        for (line, want) in [
            ("By Lena Dross, Lora Times", Byline),
            ("Reporting by Jo Park; Editing by Lou Hale", Byline),
            ("Words by Jo Park", Byline),
            ("Jo Park in Quillon contributed to this report.", Byline),
            ("Follow Jo Park on Twitter: @jopark", Byline),
            ("\"Follow Jo Park on Twitter @jopark.\"", Byline),
            (
                "Copyright 2024 The Lora Times. All rights reserved.",
                Byline,
            ),
            ("READ MORE: Mayor says ferry is beyond repair", Link),
            ("Also read: Ruiz says parts are on the way", Link),
            ("Related: Company says no to a refund", Link),
            ("See also: Minister says pier money is gone", Link),
            ("More on this story: Vale says she will stay", Link),
            ("Most read: “I will not go,” says striker", Link),
            (
                "Don’t miss: Our columnist says the harbour should be sold",
                Link,
            ),
            ("Watch: Mayor tells council “we will sue”", Link),
            ("Listen | Ana Ruiz explains why she said no", Link),
            ("Recommended: Mayor warns that winter will be worse", Link),
            (
                "Sign up for our newsletter: “The best of Lora,” says editor Cy Marr",
                Link,
            ),
            (
                "Get the latest from the pier in your inbox: subscribe here",
                Link,
            ),
            (
                "Read our privacy notice, which says how we use your data.",
                Link,
            ),
            ("Photo: L. Fenn/Tideglass Energy", Link),
            (
                "File photo: Harbour master Ana Ruiz tells passengers the boat is late.",
                Caption,
            ),
            ("Image caption, Ana Ruiz said she was sorry", Caption),
            ("Image source, Getty Images", Caption),
            (
                "Mayor Ines Vale says goodbye to staff. Photograph: Dan Orley/Lora Times",
                Caption,
            ),
            (
                "Mayor Ines Vale told reporters the pier was safe. Picture: Bo Lind",
                Caption,
            ),
            (
                "Ines Vale speaks to the council. (AP Photo/Dan Orley)",
                Caption,
            ),
            ("Ana Ruiz says the boat is late. (Bo Lind/AP)", Caption),
            (
                "A passenger waves from the quay, March 3. REUTERS/Dan Orley",
                Caption,
            ),
            ("Ana Ruiz, who said no. Dan Orley/Getty Images", Caption),
        ] {
            assert_eq!(of(line), [Some(want)], "{line}");
        }
        assert_eq!(
            of("Ana Ruiz\n\nHarbour correspondent\n\nThe ferry was late."),
            [Some(Byline), Some(Byline), None]
        );
    }

    #[test]
    fn the_articles_own_words_are_left_alone() {
        for line in [
            "By Monday the ferry had sailed, Ruiz said.",
            "Read the letter aloud, the judge told him.",
            "More than sixty people slept at the quay, Ruiz said.",
            "Watch out for ice, the council said.",
            "Listen to the harbour master: “We have no parts.”",
            "She showed the jury a photo by Dan Orley and said it was hers.",
            "The picture: a boat at the quay, its captain said, and no crew.",
            "“The ticket says Lora/Quillon,” he said.",
            "The men’s/women’s race was called off, Ruiz said (see Tuesday).",
            "Ruiz said the season (2023/24) was over.",
            "Get the jab, doctors say.",
            "Join the queue and be patient, she told them.",
            "Related claims were dropped, the lawyer said.",
            "The ministry follows her on every question, he said.",
            "Vale added that the video had been cut.",
            "Ana Ruiz",
        ] {
            assert_eq!(of(line), [None], "{line}");
        }
    }
}
