//! The page of `inquit report`: one HTML file that shows articles, their quotes and who speaks, and needs nothing else.
//!
//! Receives records with their texts, one after another, and the identities of all at the end, so that a page can be written
//! while articles are read. Markup, style and script are files of their own beside this one; what is filled in is only they and
//! the data. What to show first and how is theirs to decide.
//!
//! **Nothing in an article can act.** Data stand in JSON blocks that no browser runs, `<`, `>` and `&` in them are written as
//! escapes, so that none can end its block, and the script makes text nodes of them, never HTML. And the page's policy names the
//! digests of its one script and one style: nothing else runs, and nothing is fetched.
//!
//! **Offsets.** A record may count in any unit, and JavaScript counts in another one. So no offset goes into the page: the text is
//! cut into runs here, each with the parts of quotes that it belongs to.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::ser::Formatter;
use sha2::{Digest, Sha256};

use super::bytes::Bytes;
use super::record::{ActRecord, ArticleRecord, QuoteRecord, SpeakerRecord, TypeRecord};
use super::{IdentityRecord, KindRecord};
use crate::compare::{Change, ChangeKind, Difference, word_runs};
use crate::identity::day;
use crate::segment::paragraphs;
use crate::span::Span;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// So many parts of quotes are marked on one run of text: more say nothing to a reader, and a forged record could ask for
/// millions.
const LAYERS: usize = 12;

/// Writes what stands before the first article.
///
/// # Errors
/// Those of `out`.
pub fn head(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(around().0.as_bytes())
}

/// An article of the page.
#[derive(Clone, Copy, Debug)]
pub struct PageArticle<'r> {
    /// The text that `record` was made of; without it, the quotes are shown alone.
    pub text: Option<&'r str>,
    /// What is shown.
    pub record: &'r ArticleRecord,
    /// What `changes` are the changes from.
    pub old: Option<&'r ArticleRecord>,
    /// What changed in the article.
    pub changes: &'r [Change],
}

impl PageArticle<'_> {
    /// Writes the article.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        block(r#"class="article""#, &Shown::new(self), out)
    }
}

/// Writes what stands behind the last article: who speaks in all of them, and the script. Were they `compared` with what was?
///
/// # Errors
/// Those of `out`.
pub fn foot(speakers: &[IdentityRecord], compared: bool, out: &mut dyn Write) -> io::Result<()> {
    let speakers = Speakers {
        speakers: speakers.iter().map(Card::from).collect(),
        compared,
    };
    block(r#"id="speakers-data""#, &speakers, out)?;
    out.write_all(around().1.as_bytes())
}

/// The page before and behind its data.
fn around() -> (String, String) {
    let (before, behind) = PAGE.split_once("{{data}}\n").unwrap_or((PAGE, ""));
    let fill = |part: &str| {
        // Style and script last: what they hold is not looked at again.
        part.replace("{{style-hash}}", &digest(STYLE))
            .replace("{{script-hash}}", &digest(SCRIPT))
            .replace("{{style}}", STYLE)
            .replace("{{script}}", SCRIPT)
    };
    (fill(before), fill(behind))
}

/// As a policy names a script.
fn digest(of: &str) -> String {
    STANDARD.encode(Sha256::digest(of.as_bytes()))
}

/// A block of data that no browser runs.
fn block(attribute: &str, data: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<script type="application/json" {attribute}>"#)?;
    data.serialize(&mut serde_json::Serializer::with_formatter(
        &mut *out, Escaped,
    ))?;
    out.write_all(b"</script>\n")
}

/// JSON in which no string holds what HTML or a script could read as its own: `</script>`, `<!--`, `]]>`, a line separator.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut parts = fragment.split_inclusive(is_special);
        parts.try_for_each(|part| match part.chars().next_back() {
            Some(last) if is_special(last) => {
                out.write_all(part.trim_end_matches(is_special).as_bytes())?;
                write!(out, "\\u{:04x}", u32::from(last))
            }
            _ => out.write_all(part.as_bytes()),
        })
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}')
}

/// An article as the script reads it.
#[derive(Serialize)]
struct Shown<'r> {
    id: &'r str,
    headline: Option<&'r str>,
    byline: &'r [String],
    publisher: Option<&'r str>,
    /// As it came in, and as a day where it can be read.
    published: Option<&'r str>,
    day: Option<String>,
    url: Option<&'r str>,
    notes: &'r [String],
    /// Are the paragraphs made of quotes, for want of the text?
    textless: bool,
    paragraphs: Vec<Vec<Run<'r>>>,
    /// In the order of the text, those that are gone among them.
    quotes: Vec<Quote<'r>>,
    changes: Vec<Changed<'r>>,
}

/// A stretch of text in which nothing begins or ends.
#[derive(Serialize)]
#[serde(untagged)]
enum Run<'r> {
    Plain(&'r str),
    /// With the places of quotes in the article, and as what it belongs to them.
    Marked(&'r str, Vec<(usize, Part)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Content,
    Cue,
    Source,
    Via,
}

#[derive(Serialize)]
struct Quote<'r> {
    id: &'r str,
    #[serde(rename = "type")]
    quote_type: TypeRecord,
    act: ActRecord,
    marked: bool,
    words: &'r str,
    cue: Option<Cue<'r>>,
    source: Option<&'r str>,
    speaker: &'r SpeakerRecord,
    via: Option<Via<'r>>,
    confidence: f64,
    evidence: &'r [String],
    /// The paragraph in which its content begins.
    at: usize,
    /// Was it there, and is no more?
    gone: bool,
    /// The place of its change among those of the article.
    change: Option<usize>,
}

#[derive(Serialize)]
struct Cue<'r> {
    text: &'r str,
    lemma: &'r str,
}

#[derive(Serialize)]
struct Via<'r> {
    source: &'r str,
    speaker: &'r SpeakerRecord,
}

#[derive(Serialize)]
struct Changed<'r> {
    id: &'r str,
    differences: Vec<Differs<'r>>,
    /// The words as they were and as they are, where they differ: whether only this side has them, and which.
    words: Option<[Vec<(bool, String)>; 2]>,
}

#[derive(Serialize)]
struct Differs<'r> {
    kind: ChangeKind,
    label: &'static str,
    old: Option<&'r str>,
    new: Option<&'r str>,
}

#[derive(Serialize)]
struct Speakers<'r> {
    speakers: Vec<Card<'r>>,
    compared: bool,
}

/// Somebody who speaks.
#[derive(Serialize)]
struct Card<'r> {
    name: &'r str,
    kind: KindRecord,
    roles: &'r [String],
    aliases: &'r [String],
    /// As whom, in which article.
    articles: Vec<Appearance<'r>>,
}

#[derive(Serialize)]
struct Appearance<'r> {
    id: &'r str,
    speaker: &'r str,
}

impl<'r> From<&'r IdentityRecord> for Card<'r> {
    fn from(identity: &'r IdentityRecord) -> Self {
        let articles = identity.articles.iter();
        Self {
            name: &identity.name,
            kind: identity.kind,
            roles: &identity.roles,
            aliases: &identity.aliases,
            articles: articles
                .map(|article| Appearance {
                    id: &article.id,
                    speaker: &article.speaker,
                })
                .collect(),
        }
    }
}

/// A quote that has a place in the article.
struct Placed<'r> {
    quote: &'r QuoteRecord,
    gone: bool,
    change: Option<usize>,
    /// Where its parts are; empty where that cannot be told.
    parts: Vec<(Part, Span)>,
    /// Where it begins.
    start: usize,
}

impl<'r> Shown<'r> {
    fn new(page: &PageArticle<'r>) -> Self {
        let PageArticle {
            text,
            record,
            changes,
            ..
        } = *page;
        let mut placed = page.placed();
        let (paragraphs, begins) = match text {
            Some(text) => {
                placed.sort_by_key(|quote| quote.start);
                cut(text, &placed)
            }
            None => placed.iter().enumerate().map(alone).unzip(),
        };
        let article = &record.article;
        let quotes = placed.iter().zip(begins);
        Self {
            id: &record.id,
            headline: article.headline.as_deref(),
            byline: &article.byline,
            publisher: article.publisher.as_deref(),
            published: article.published.as_deref(),
            day: article.published.as_deref().and_then(day),
            url: article.url.as_deref(),
            notes: &record.notes,
            textless: text.is_none(),
            paragraphs,
            quotes: quotes.map(|(quote, at)| Quote::new(quote, at)).collect(),
            changes: changes.iter().map(Changed::from).collect(),
        }
    }
}

impl<'r> PageArticle<'r> {
    /// The quotes that are, and those that are gone.
    fn placed(&self) -> Vec<Placed<'r>> {
        let text = self.text.unwrap_or_default();
        let all_gone =
            matches!(self.changes, [change] if is_of(change, ChangeKind::ArticleRemoved));
        let mut change_of: FxHashMap<&str, usize> = FxHashMap::default();
        for (place, change) in self.changes.iter().enumerate() {
            if let Some(quote) = &change.new {
                change_of.insert(&quote.id, place);
            }
        }
        let bytes = Bytes::new(text, &self.record.offsets);
        let quotes = self.record.quotes.iter();
        let mut placed: Vec<Placed> = quotes
            .map(|quote| Placed::new(quote, all_gone, Some(&bytes)))
            .map(|placed| Placed {
                change: change_of.get(placed.quote.id.as_str()).copied(),
                ..placed
            })
            .collect();
        // Offsets into another text say nothing here; the number of the paragraph is right or nearly so.
        let same = |old: &&ArticleRecord| old.text_sha256 == self.record.text_sha256;
        let old = self.old.filter(same);
        let old_bytes = old.map(|old| Bytes::new(text, &old.offsets));
        let paragraphs = paragraphs(text);
        for (place, change) in self.changes.iter().enumerate() {
            if let (Some(quote), None) = (&change.old, &change.new) {
                let mut gone = Placed::new(quote, true, old_bytes.as_ref());
                gone.change = Some(place);
                if old_bytes.is_none() {
                    let at = quote
                        .context
                        .paragraph
                        .min(paragraphs.len().saturating_sub(1));
                    gone.start = paragraphs.get(at).map_or(0, |paragraph| paragraph.start);
                }
                placed.push(gone);
            }
        }
        placed
    }
}

impl<'r> Placed<'r> {
    fn new(quote: &'r QuoteRecord, gone: bool, bytes: Option<&Bytes>) -> Self {
        let parts: Vec<(Part, Span)> = bytes.map_or_else(Vec::new, |bytes| {
            parts(quote)
                .map(|(part, pair)| (part, bytes.span(pair)))
                .filter(|(_, span)| !span.is_empty())
                .collect()
        });
        Self {
            quote,
            gone,
            change: None,
            start: parts.first().map_or(0, |(_, span)| span.start),
            parts,
        }
    }
}

impl<'r> Quote<'r> {
    fn new(placed: &Placed<'r>, at: usize) -> Self {
        let quote = placed.quote;
        Self {
            id: &quote.id,
            quote_type: quote.quote_type,
            act: quote.act,
            marked: quote.marked,
            words: &quote.content.text,
            cue: quote.cue.as_ref().map(|cue| Cue {
                text: &cue.text,
                lemma: &cue.lemma,
            }),
            source: quote.source.as_ref().map(|source| source.text.as_str()),
            speaker: &quote.speaker,
            via: quote.via.as_ref().map(|via| Via {
                source: &via.source.text,
                speaker: &via.speaker,
            }),
            confidence: quote.confidence,
            evidence: &quote.evidence,
            at,
            gone: placed.gone,
            change: placed.change,
        }
    }
}

impl<'r> From<&'r Change> for Changed<'r> {
    fn from(change: &'r Change) -> Self {
        let content = [
            ChangeKind::ContentLonger,
            ChangeKind::ContentShorter,
            ChangeKind::ContentChanged,
        ];
        let words = match (&change.old, &change.new) {
            (Some(old), Some(new)) if content.iter().any(|&kind| is_of(change, kind)) => {
                Some(word_runs(&old.content.text, &new.content.text).map(|runs| {
                    let runs = runs.into_iter();
                    runs.map(|run| (run.differs, run.text)).collect()
                }))
            }
            _ => None,
        };
        Self {
            id: &change.id,
            differences: change.differences.iter().map(Differs::from).collect(),
            words,
        }
    }
}

/// Is `kind` among what differs?
fn is_of(change: &Change, kind: ChangeKind) -> bool {
    change.differences.iter().any(|one| one.kind == kind)
}

impl<'r> From<&'r Difference> for Differs<'r> {
    fn from(difference: &'r Difference) -> Self {
        Self {
            kind: difference.kind,
            label: difference.kind.label(),
            old: difference.old.as_deref(),
            new: difference.new.as_deref(),
        }
    }
}

/// The parts of a quote, as offsets.
fn parts(quote: &QuoteRecord) -> impl Iterator<Item = (Part, [usize; 2])> {
    let spans = |part: Part, spans: Option<&Vec<[usize; 2]>>| {
        let spans: Vec<[usize; 2]> = spans.cloned().unwrap_or_default();
        spans.into_iter().map(move |span| (part, span))
    };
    spans(Part::Content, Some(&quote.content.spans))
        .chain(spans(Part::Cue, quote.cue.as_ref().map(|cue| &cue.spans)))
        .chain(spans(
            Part::Source,
            quote.source.as_ref().map(|source| &source.spans),
        ))
        .chain(spans(
            Part::Via,
            quote.via.as_ref().map(|via| &via.source.spans),
        ))
}

/// Cuts `text` into paragraphs and these into runs, and says for each quote in which paragraph it begins.
fn cut<'r>(text: &'r str, quotes: &[Placed]) -> (Vec<Vec<Run<'r>>>, Vec<usize>) {
    let mut edges: Vec<(usize, bool, (usize, Part))> = Vec::new();
    for (place, quote) in quotes.iter().enumerate() {
        for &(part, span) in &quote.parts {
            edges.push((span.start, true, (place, part)));
            edges.push((span.end, false, (place, part)));
        }
    }
    edges.sort_unstable();

    let mut edges = edges.into_iter().peekable();
    let mut open: Vec<(usize, Part)> = Vec::new();
    let spans = paragraphs(text);
    let cut = |paragraph: &Span| {
        let mut runs = Vec::new();
        let mut at = paragraph.start;
        loop {
            while let Some((_, opens, mark)) = edges.next_if(|&(edge, ..)| edge <= at) {
                if opens {
                    open.push(mark);
                } else if let Some(known) = open.iter().position(|&other| other == mark) {
                    open.remove(known);
                }
            }
            if at >= paragraph.end {
                return runs;
            }
            let next = edges
                .peek()
                .map_or(paragraph.end, |&(edge, ..)| edge.min(paragraph.end));
            let words = Span::new(at, next).slice(text);
            runs.push(if open.is_empty() {
                Run::Plain(words)
            } else {
                let mut marks: Vec<(usize, Part)> = open.iter().take(LAYERS).copied().collect();
                marks.sort_unstable();
                Run::Marked(words, marks)
            });
            at = next;
        }
    };
    let cut = spans.iter().map(cut).collect();
    let begins = quotes.iter().map(|quote| {
        let here = spans.partition_point(|paragraph| paragraph.end <= quote.start);
        here.min(spans.len().saturating_sub(1))
    });
    (cut, begins.collect())
}

/// A quote as a paragraph of its own: its words, and beside them who said it and how.
fn alone<'r>((place, placed): (usize, &Placed<'r>)) -> (Vec<Run<'r>>, usize) {
    let quote = placed.quote;
    let marked = |part, words| Run::Marked(words, vec![(place, part)]);
    let mut runs = vec![marked(Part::Content, &quote.content.text)];
    let source = quote.source.as_ref().map(|source| source.text.as_str());
    let cue = quote.cue.as_ref().map(|cue| cue.text.as_str());
    for (joint, part, words) in [(" — ", Part::Source, source), (" · ", Part::Cue, cue)] {
        if let Some(words) = words {
            runs.extend([Run::Plain(joint), marked(part, words)]);
        }
    }
    (runs, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_a_place_and_nothing_is_left_to_fill() {
        for part in [
            "{{style}}",
            "{{script}}",
            "{{style-hash}}",
            "{{script-hash}}",
            "{{data}}\n",
        ] {
            assert_eq!(PAGE.matches(part).count(), 1, "{part}");
        }
        let (before, behind) = around();
        assert!(before.contains(STYLE) && behind.contains(SCRIPT));
        // Neither may end its own element, nor be taken for a place.
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        assert!(!STYLE.contains("{{") && !SCRIPT.contains("{{"));
    }

    #[test]
    fn no_string_ends_its_block() {
        let mut out = Vec::new();
        let nasty = "</script><!-- & ]]> \u{2028}\u{2029} \"<<>>\" \\ \n é";
        block("class=\"a\"", &[nasty], &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let json = out
            .strip_prefix(r#"<script type="application/json" class="a">"#)
            .and_then(|rest| rest.strip_suffix("</script>\n"))
            .unwrap();
        assert!(!json.contains(is_special), "{json}");
        let read: Vec<String> = serde_json::from_str(json).unwrap();
        assert_eq!(read, [nasty]);
    }
}
