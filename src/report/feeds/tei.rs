//! TEI: the whole text in paragraphs, with the quotes marked in it and the speakers in the header.
//!
//! What was said or thought is `<said>`; what was written, and what a document says, is `<quote>`. Contents overlap: one may hold
//! another, begin in it and end behind it, or run over paragraphs, and elements may not. So a content is written in pieces where it
//! must be, tied to each other by `next` and `prev`, as the TEI guidelines have it.
//!
//! The characters of the body are those of the article, in order. Only what XML has no place for (a NUL, an escape) is U+FFFD
//! instead, one for one, so that offsets hold; a carriage return is written as a reference, or parsers would drop it.

use std::io::{self, Write};

use super::{Feed, GENERATOR, iri, urn};
use crate::report::Writer;
use crate::report::record::{
    ActRecord, ArticleRecord, KindRecord, QuoteRecord, SpeakerSummary, StatusRecord, TypeRecord,
};
use crate::segment::paragraphs;
use crate::span::Span;

/// One corpus, with a text an article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tei;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">
<teiHeader><fileDesc><titleStmt><title>Quotes in news articles</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt><sourceDesc><p>Articles, each described in its own header.</p></sourceDesc></fileDesc></teiHeader>
";

impl Writer for Tei {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn article(&self, text: &str, record: &ArticleRecord, out: &mut dyn Write) -> io::Result<()> {
        let feed = Feed::new(text, record);
        let ids = Ids::new(record);
        out.write_all(b"<TEI>\n")?;
        header(record, &ids, out)?;
        out.write_all(b"<text><body>")?;
        body(&feed, &ids, out)?;
        out.write_all(b"</body></text>\n</TEI>\n")
    }

    fn foot(&self, _pieces: usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</teiCorpus>\n")
    }
}

/// The ids of an article: no other one in the same file has them, unless it has the same id and the same text.
struct Ids(String);

impl Ids {
    fn new(record: &ArticleRecord) -> Self {
        let digest = urn(&["article", &record.id, &record.text_sha256]);
        let last = digest.rsplit('-').next().unwrap_or_default();
        Self(format!("a{last}"))
    }

    /// Of the speaker at `place`.
    fn speaker(&self, place: usize) -> String {
        format!("{}.s{}", self.0, place + 1)
    }

    /// Of the piece `number` of a quote.
    fn piece(&self, quote: usize, number: usize) -> String {
        format!("{}.q{}.{number}", self.0, quote + 1)
    }
}

fn header(record: &ArticleRecord, ids: &Ids, out: &mut dyn Write) -> io::Result<()> {
    let metadata = &record.article;
    let title = Escaped(metadata.headline.as_deref().unwrap_or(&record.id));
    write!(
        out,
        "<teiHeader><fileDesc><titleStmt><title>{title}</title>"
    )?;
    for author in &metadata.byline {
        write!(out, "<author>{}</author>", Escaped(author))?;
    }
    write!(
        out,
        "</titleStmt><publicationStmt><p>Not published.</p></publicationStmt><sourceDesc><bibl><title>{title}</title><idno>{}</idno>",
        Escaped(&record.id)
    )?;
    if let Some(publisher) = &metadata.publisher {
        write!(out, "<publisher>{}</publisher>", Escaped(publisher))?;
    }
    if let Some(published) = &metadata.published {
        write!(out, "<date>{}</date>", Escaped(published))?;
    }
    if let Some(url) = metadata.url.as_deref().and_then(iri) {
        write!(out, "<ptr target=\"{}\"/>", Escaped(&url))?;
    }
    write!(
        out,
        "</bibl></sourceDesc></fileDesc><encodingDesc><p>Quotes found by {GENERATOR}.</p></encodingDesc>"
    )?;
    speakers(record, ids, out)?;
    out.write_all(b"</teiHeader>\n")
}

/// The list of people and the list of bodies; several people are a group of persons, and a document is a body of a type.
fn speakers(record: &ArticleRecord, ids: &Ids, out: &mut dyn Write) -> io::Result<()> {
    if record.speakers.is_empty() {
        return Ok(());
    }
    let are_people =
        |speaker: &SpeakerSummary| matches!(speaker.kind, KindRecord::Person | KindRecord::Group);
    out.write_all(b"<profileDesc><particDesc>")?;
    for (list, people) in [("listPerson", true), ("listOrg", false)] {
        if !record.speakers.iter().any(|s| are_people(s) == people) {
            continue;
        }
        write!(out, "<{list}>")?;
        for (place, speaker) in record.speakers.iter().enumerate() {
            if are_people(speaker) == people {
                entry(speaker, &ids.speaker(place), out)?;
            }
        }
        write!(out, "</{list}>")?;
    }
    out.write_all(b"</particDesc></profileDesc>")
}

fn entry(speaker: &SpeakerSummary, id: &str, out: &mut dyn Write) -> io::Result<()> {
    let (element, name, attributes) = match speaker.kind {
        KindRecord::Person => ("person", "persName", ""),
        KindRecord::Group => ("personGrp", "persName", ""),
        KindRecord::Document => ("org", "orgName", " type=\"document\""),
        KindRecord::Organization | KindRecord::Unknown => ("org", "orgName", ""),
    };
    write!(
        out,
        "<{element} xml:id=\"{id}\"{attributes}><{name}>{}</{name}>",
        Escaped(&speaker.name)
    )?;
    write!(out, "<idno>{}</idno>", Escaped(&speaker.id))?;
    for same in speaker.same_as.iter().filter_map(|same| iri(same)) {
        write!(out, "<idno type=\"URI\">{}</idno>", Escaped(&same))?;
    }
    write!(out, "</{element}>")
}

/// What is written of a paragraph, in order.
enum Step {
    Text(Span),
    /// A piece of a content begins: the place of the quote, and the number of the piece among those of the quote.
    Open(usize, usize),
    /// The piece that began last ends.
    Close(usize),
}

fn body(feed: &Feed, ids: &Ids, out: &mut dyn Write) -> io::Result<()> {
    let paragraphs = paragraphs(feed.text);
    let mut counts = vec![0; feed.record.quotes.len()];
    let mut steps = Vec::new();
    for (paragraph, contents) in paragraphs.iter().zip(contents(feed, &paragraphs)) {
        steps.push(pieces(*paragraph, contents, &mut counts));
    }
    if paragraphs.is_empty() {
        out.write_all(b"<p/>")?;
    }
    let mut at = 0;
    for (paragraph, steps) in paragraphs.iter().zip(&steps) {
        // White space between paragraphs is text of nobody, but text.
        let between = Span::new(at, paragraph.start);
        write!(out, "{}<p>", Escaped(feed.words(between)))?;
        for step in steps {
            match *step {
                Step::Text(span) => write!(out, "{}", Escaped(feed.words(span)))?,
                Step::Open(quote, number) => open(feed, ids, quote, number, &counts, out)?,
                Step::Close(quote) => {
                    let element = feed.record.quotes.get(quote).map_or("said", element);
                    write!(out, "</{element}>")?;
                }
            }
        }
        out.write_all(b"</p>")?;
        at = paragraph.end;
    }
    let rest = Span::new(at, feed.text.len());
    write!(out, "{}", Escaped(feed.words(rest)))
}

/// The stretches of content in each of `paragraphs`, with the places of their quotes.
fn contents(feed: &Feed, paragraphs: &[Span]) -> Vec<Vec<(Span, usize)>> {
    let mut contents = vec![Vec::new(); paragraphs.len()];
    for (quote, of) in feed.record.quotes.iter().enumerate() {
        for span in feed.spans(&of.content.spans) {
            let first = paragraphs.partition_point(|paragraph| paragraph.end <= span.start);
            let touched = paragraphs.iter().zip(&mut contents).skip(first);
            for (paragraph, inside) in touched.take_while(|(p, _)| p.start < span.end) {
                let start = span.start.max(paragraph.start);
                inside.push((Span::new(start, span.end.min(paragraph.end)), quote));
            }
        }
    }
    contents
}

/// Cuts a paragraph where contents begin and end, so that every piece lies wholly inside another or beside it. Counts the pieces
/// of each quote.
fn pieces(paragraph: Span, mut contents: Vec<(Span, usize)>, counts: &mut [usize]) -> Vec<Step> {
    // Of those that begin together the longest is outside.
    contents.sort_by_key(|&(span, quote)| (span.start, usize::MAX - span.end, quote));
    let mut bounds: Vec<usize> = contents
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .collect();
    bounds.sort_unstable();
    bounds.dedup();

    let mut steps = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut coming = contents.into_iter().peekable();
    let mut begin = |steps: &mut Vec<Step>, open: &mut Vec<(usize, usize)>, end, quote: usize| {
        if let Some(count) = counts.get_mut(quote) {
            *count += 1;
            steps.push(Step::Open(quote, *count));
            open.push((end, quote));
        }
    };
    let mut at = paragraph.start;
    for bound in bounds {
        if bound > at {
            steps.push(Step::Text(Span::new(at, bound)));
            at = bound;
        }
        // Whatever began after what ends here ends with it, and begins again where it goes on.
        if let Some(lowest) = open.iter().position(|&(end, _)| end == bound) {
            let closed = open.split_off(lowest);
            steps.extend(closed.iter().rev().map(|&(_, quote)| Step::Close(quote)));
            for (end, quote) in closed.into_iter().filter(|&(end, _)| end > bound) {
                begin(&mut steps, &mut open, end, quote);
            }
        }
        while let Some((span, quote)) = coming.next_if(|(span, _)| span.start == bound) {
            begin(&mut steps, &mut open, span.end, quote);
        }
    }
    if paragraph.end > at {
        steps.push(Step::Text(Span::new(at, paragraph.end)));
    }
    steps
}

fn element(quote: &QuoteRecord) -> &'static str {
    if quote.act == ActRecord::Writing || quote.speaker.kind == KindRecord::Document {
        "quote"
    } else {
        "said"
    }
}

/// The tag that opens a piece.
fn open(
    feed: &Feed,
    ids: &Ids,
    place: usize,
    number: usize,
    counts: &[usize],
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(quote) = feed.record.quotes.get(place) else {
        return Ok(());
    };
    let element = element(quote);
    write!(out, "<{element} xml:id=\"{}\"", ids.piece(place, number))?;
    let linked = quote.speaker.status == StatusRecord::Linked;
    let mut speakers = feed.record.speakers.iter();
    let speaker = speakers
        .position(|speaker| Some(&speaker.id) == quote.speaker.id.as_ref())
        .filter(|_| linked)
        .map(|place| ids.speaker(place));
    if element == "said" {
        if let Some(speaker) = speaker {
            write!(out, " who=\"#{speaker}\"")?;
        }
        let direct = quote.quote_type == TypeRecord::Direct;
        let aloud = quote.act == ActRecord::Speech;
        write!(out, " direct=\"{direct}\" aloud=\"{aloud}\"")?;
    } else if let Some(speaker) = speaker {
        write!(out, " source=\"#{speaker}\"")?;
    }
    write!(out, " cert=\"{:.2}\"", quote.confidence)?;
    let last = counts.get(place).copied().unwrap_or(number);
    if number > 1 {
        write!(out, " prev=\"#{}\"", ids.piece(place, number - 1))?;
    }
    if number < last {
        write!(out, " next=\"#{}\"", ids.piece(place, number + 1))?;
    }
    out.write_all(b">")
}

/// Text as XML has it.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        use std::fmt::Write as _;
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\r' => f.write_str("&#13;"),
            '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => f.write_char(c),
            _ => f.write_char('\u{fffd}'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of contents over `abcdefgh`, as brackets with the number of the quote.
    fn cut(contents: &[(usize, usize)]) -> String {
        let text = "abcdefgh";
        let mut counts = vec![0; contents.len()];
        let spans = contents.iter().enumerate();
        let spans = spans.map(|(quote, &(start, end))| (Span::new(start, end), quote));
        pieces(Span::new(0, text.len()), spans.collect(), &mut counts)
            .iter()
            .map(|step| match *step {
                Step::Text(span) => span.slice(text).to_owned(),
                Step::Open(quote, number) => format!("[{quote}.{number} "),
                Step::Close(quote) => format!(" {quote}]"),
            })
            .collect()
    }

    #[test]
    fn pieces_nest() {
        for (contents, want) in [
            (&[][..], "abcdefgh"),
            (&[(0, 8)], "[0.1 abcdefgh 0]"),
            (&[(1, 3), (3, 5)], "a[0.1 bc 0][1.1 de 1]fgh"),
            (&[(0, 6), (2, 4)], "[0.1 ab[1.1 cd 1]ef 0]gh"),
            (&[(0, 4), (2, 6)], "[0.1 ab[1.1 cd 1] 0][1.2 ef 1]gh"),
            (&[(1, 4), (1, 4)], "a[0.1 [1.1 bcd 1] 0]efgh"),
            (&[(1, 3), (1, 5)], "a[1.1 [0.1 bc 0]de 1]fgh"),
            (
                &[(0, 4), (2, 6), (3, 8)],
                "[0.1 ab[1.1 c[2.1 d 2] 1] 0][1.2 [2.2 ef 2] 1][2.3 gh 2]",
            ),
        ] {
            assert_eq!(cut(contents), want);
        }
    }

    #[test]
    fn text_is_what_xml_may_hold() {
        assert_eq!(
            Escaped("a<b>&\"\r\n\t\u{0}\u{1b}\u{fffe}é𝄞").to_string(),
            "a&lt;b&gt;&amp;&quot;&#13;\n\t\u{fffd}\u{fffd}\u{fffd}é𝄞"
        );
    }
}
