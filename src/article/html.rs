//! HTML: the article of a saved page, and the text of a piece of markup.
//!
//! Which part of a page is the article is decided by `dom_smoothie`, a port of Firefox's reader view. What this module adds is
//! the text: every block is a paragraph, with a blank line between, nothing is glued and captions are left out; and metadata from
//! what pages say of themselves (JSON-LD first, then meta elements, then what `dom_smoothie` guesses).

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use serde_json::Value;

use super::Article;
use super::json::{fail, is_address};
use crate::error::Error;

/// A page of more tags, or of tags nested deeper, is no article, and would take long: parsers of HTML go through all open elements
/// for each new one, and open again what was closed out of order.
const TAGS: usize = 200_000;
const DEPTH: usize = 500;
/// Nor may the two together be more.
const WORK: usize = 8_000_000;

/// Elements that need no end tag: how often they are opened says nothing of depth.
const OPEN: [&str; 31] = [
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rb", "rp", "rt", "rtc", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// No article is without a paragraph of so many words.
const WORDS: usize = 12;

/// Elements whose text is not the article's.
const LEFT_OUT: [&str; 21] = [
    "aside",
    "audio",
    "button",
    "canvas",
    "embed",
    "figcaption",
    "head",
    "iframe",
    "input",
    "math",
    "nav",
    "noscript",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// What publishing systems call captions and credits that are no `figcaption`.
const CAPTIONS: &str = ".caption, .wp-caption-text, .image-caption, .photo-caption, .media-caption, .gallery-caption, \
                        .caption-text, .credit, .photo-credit, .image-credit, .media-credit";

/// Elements that stand in a line.
const INLINE: [&str; 37] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meter", "picture", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "u",
];
/// The same, of one or a few characters.
const ALSO_INLINE: [&str; 4] = ["tt", "var", "wbr", "link"];

impl Article {
    /// Reads the article of a page. Its text is made here, and kept in its record.
    ///
    /// # Errors
    /// [`ErrorKind::Article`](crate::ErrorKind::Article) where there is no article in the page.
    pub fn from_html(id: &str, page: &str) -> Result<Self, Error> {
        let document = parse(page)?;
        let said = Said::of(&document);
        document.select(CAPTIONS).remove();
        let config = Config {
            disable_json_ld: true,
            ..Config::default()
        };
        let mut readability = Readability::with_document(document, None, Some(config))
            .map_err(|error| fail(format!("the page cannot be read: {error}")))?;
        let found = readability
            .parse()
            .map_err(|error| fail(format!("no article in the page: {error}")))?;
        let text = text_of(&Document::from(&*found.content));
        if !text
            .lines()
            .any(|line| line.split_whitespace().count() >= WORDS)
        {
            return Err(fail(format!(
                "no article in the page: no paragraph of {WORDS} words"
            )));
        }
        let mut article = Article::new(id, text);
        article.made = true;
        let metadata = &mut article.metadata;
        metadata.url = said.url;
        metadata.headline = said.headline.or_else(|| clean(&found.title));
        metadata.byline = said.byline;
        if metadata.byline.is_empty() {
            metadata.byline.extend(found.byline.as_deref().and_then(by));
        }
        metadata.publisher = said.publisher.or(found.site_name);
        metadata.published = said.published.or(found.published_time);
        metadata.modified = said.modified.or(found.modified_time);
        metadata.language = said.language.or(found.lang);
        Ok(article)
    }
}

/// # Errors
/// There are too many tags, or they are nested too deep.
fn parse(markup: &str) -> Result<Document, Error> {
    let (mut tags, mut depth, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut rest = markup;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        let closes = behind.starts_with('/');
        let name = behind.trim_start_matches('/');
        let end = name
            .bytes()
            .take(12)
            .position(|byte| !byte.is_ascii_alphanumeric());
        let name = name
            .get(..end.unwrap_or(12))
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        tags += 1;
        if !OPEN.contains(&name.as_str()) {
            depth = if closes {
                depth.saturating_sub(1)
            } else {
                depth + 1
            };
            deepest = deepest.max(depth);
        }
    }
    if tags > TAGS || deepest > DEPTH || tags.saturating_mul(deepest) > WORK {
        return Err(fail(format!(
            "{tags} tags, nested {deepest} deep, are too many"
        )));
    }
    Ok(Document::from(markup))
}

/// The text of a piece of markup: its blocks as paragraphs, with a blank line between.
///
/// # Errors
/// There are too many tags, or they are nested too deep.
pub(super) fn text(markup: &str) -> Result<String, Error> {
    let document = parse(markup)?;
    document.select(CAPTIONS).remove();
    Ok(text_of(&document))
}

fn text_of(document: &Document) -> String {
    let mut text = Text::default();
    for step in Walk::new(document.root()) {
        let Some(name) = step.node.node_name().filter(|_| step.node.is_element()) else {
            if step.node.is_text() {
                text.push(&step.node.text(), step.preformatted);
            }
            continue;
        };
        match &*name {
            // One is a new line, two are a new paragraph.
            "br" if !step.leaves => text.line(),
            "br" => {}
            "td" | "th" => text.gap(Gap::Space),
            "q" if step.leaves => text.word("”"),
            "q" => text.word("“"),
            name if INLINE.contains(&name) || ALSO_INLINE.contains(&name) => {}
            _ => text.gap(Gap::Paragraph),
        }
    }
    text.out
}

/// A node as it is come to, or left.
struct Step<'d> {
    node: NodeRef<'d>,
    leaves: bool,
    preformatted: bool,
}

/// All nodes in the order of the document, each element before and after what it holds; not what is left out.
struct Walk<'d> {
    steps: Vec<Step<'d>>,
}

impl<'d> Walk<'d> {
    fn new(root: NodeRef<'d>) -> Self {
        let step = Step {
            node: root,
            leaves: false,
            preformatted: false,
        };
        Self { steps: vec![step] }
    }
}

impl<'d> Iterator for Walk<'d> {
    type Item = Step<'d>;

    fn next(&mut self) -> Option<Step<'d>> {
        loop {
            let step = self.steps.pop()?;
            if step.leaves {
                return Some(step);
            }
            let name = step.node.node_name();
            let name = name.as_deref().unwrap_or_default();
            if step.node.is_element() && LEFT_OUT.contains(&name) {
                continue;
            }
            if step.node.is_element() {
                self.steps.push(Step {
                    leaves: true,
                    ..step
                });
            }
            let preformatted = step.preformatted || name == "pre";
            for node in step.node.children_it(true) {
                self.steps.push(Step {
                    node,
                    leaves: false,
                    preformatted,
                });
            }
            return Some(step);
        }
    }
}

/// What comes between two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// Text as it is put together.
#[derive(Default)]
struct Text {
    out: String,
    gap: Gap,
}

impl Text {
    fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn line(&mut self) {
        self.gap = if self.gap >= Gap::Line {
            Gap::Paragraph
        } else {
            Gap::Line
        };
    }

    fn word(&mut self, word: &str) {
        if !self.out.is_empty() {
            self.out.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.gap = Gap::None;
        self.out.push_str(word);
    }

    /// White space is one space; in preformatted text its line ends stay.
    fn push(&mut self, text: &str, preformatted: bool) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                if preformatted {
                    self.line();
                } else {
                    self.gap(Gap::Space);
                }
            }
            if line.starts_with(char::is_whitespace) {
                self.gap(Gap::Space);
            }
            for (at, word) in line.split_whitespace().enumerate() {
                if at > 0 {
                    self.gap(Gap::Space);
                }
                self.word(word);
            }
            if line.ends_with(char::is_whitespace) {
                self.gap(Gap::Space);
            }
        }
    }
}

/// What a page says of itself.
#[derive(Debug, Default)]
struct Said {
    url: Option<String>,
    headline: Option<String>,
    byline: Vec<String>,
    publisher: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    language: Option<String>,
}

impl Said {
    fn of(document: &Document) -> Self {
        let linked = linked_data(document);
        let linked = linked.as_ref();
        let field = |name: &str| linked.and_then(|data| name_of(data.get(name)?));
        let metas = document.select("meta[content]");
        let meta = |names: &[&str]| {
            names.iter().find_map(|wanted| {
                metas.nodes().iter().find_map(|node| {
                    let is = |attribute| {
                        let name = node.attr(attribute);
                        name.is_some_and(|name| name.eq_ignore_ascii_case(wanted))
                    };
                    let named = is("property") || is("name") || is("itemprop");
                    named.then(|| clean(&node.attr("content")?)).flatten()
                })
            })
        };
        let address = |found: Option<String>| found.filter(|url| is_address(url));
        let canonical = document.select("link[rel=canonical]").attr("href");
        let page = linked.and_then(|data| data.get("mainEntityOfPage"));
        let page = page.and_then(|page| page.get("@id").unwrap_or(page).as_str());
        let mut byline = linked
            .and_then(|data| data.get("author"))
            .map_or(Vec::new(), names_of);
        if byline.is_empty() {
            let named = meta(&["author", "parsely-author", "dc.creator", "article:author"]);
            byline.extend(
                named
                    .filter(|name| !is_address(name))
                    .as_deref()
                    .and_then(by),
            );
        }
        let language = document
            .select("html")
            .attr("lang")
            .and_then(|lang| clean(&lang));
        Self {
            url: address(canonical.map(|url| url.trim().to_owned()))
                .or_else(|| address(meta(&["og:url"])))
                .or_else(|| address(field("url")))
                .or_else(|| address(page.map(str::to_owned))),
            headline: field("headline").or_else(|| meta(&["og:title", "twitter:title"])),
            byline,
            publisher: field("publisher").or_else(|| meta(&["og:site_name"])),
            published: field("datePublished").or_else(|| {
                meta(&[
                    "article:published_time",
                    "datePublished",
                    "parsely-pub-date",
                    "dc.date.issued",
                    "pubdate",
                    "date",
                ])
            }),
            modified: field("dateModified")
                .or_else(|| meta(&["article:modified_time", "dateModified", "og:updated_time"])),
            language: language
                .or_else(|| field("inLanguage"))
                .or_else(|| Some(meta(&["og:locale"])?.replace('_', "-"))),
        }
    }
}

/// The article among the JSON-LD of the page.
fn linked_data(document: &Document) -> Option<Value> {
    let scripts = document.select("script[type='application/ld+json']");
    let mut waiting: Vec<Value> = scripts
        .nodes()
        .iter()
        .filter_map(|script| serde_json::from_str(script.text().trim()).ok())
        .rev()
        .collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.into_iter().rev()),
            Value::Object(mut object) => {
                let is_article = |name: &Value| {
                    let name = name.as_str().unwrap_or_default();
                    name.ends_with("Article") || name.ends_with("Posting")
                };
                let article = match object.get("@type") {
                    Some(Value::Array(names)) => names.iter().any(is_article),
                    Some(name) => is_article(name),
                    None => false,
                };
                if article {
                    return Some(Value::Object(object));
                }
                waiting.extend(object.remove("mainEntity"));
                waiting.extend(object.remove("@graph"));
            }
            _ => {}
        }
    }
    None
}

/// A name that JSON-LD gives as it is, or of an object.
fn name_of(value: &Value) -> Option<String> {
    names_of(value).into_iter().next()
}

fn names_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => clean(name).into_iter().collect(),
        // A language or a person within.
        Value::Object(object) => match object.get("name") {
            Some(Value::String(name)) => clean(name).into_iter().collect(),
            _ => Vec::new(),
        },
        Value::Array(values) => values
            .iter()
            .filter(|value| !value.is_array())
            .flat_map(names_of)
            .collect(),
        _ => Vec::new(),
    }
}

/// A line without markup, references and space around it; `None` where nothing is left.
pub(super) fn clean(line: &str) -> Option<String> {
    let line = if line.contains(['&', '<']) {
        text(line).ok()?.replace('\n', " ")
    } else {
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (!line.is_empty()).then_some(line)
}

/// A byline without *By*.
fn by(line: &str) -> Option<String> {
    let line = clean(line)?;
    let bare = line
        .strip_prefix("By ")
        .or_else(|| line.strip_prefix("by "))
        .or_else(|| line.strip_prefix("BY "));
    Some(bare.unwrap_or(&line).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paragraphs_and_nothing_is_glued() {
        for (markup, want) in [
            ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
            ("<div>One.<p>Two.</p>Three.</div>", "One.\n\nTwo.\n\nThree."),
            ("One<br>two<br><br>three", "One\ntwo\n\nthree"),
            ("<p>a <b>b</b>c\n <i> d</i></p>", "a bc d"),
            ("<ul><li>a<li>b</ul>c", "a\n\nb\n\nc"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\n\nc",
            ),
            (
                "<p>&ldquo;Yes,&rdquo;&nbsp;he said &amp; left.</p>",
                "“Yes,” he said & left.",
            ),
            ("<p>He said <q>yes</q>.</p>", "He said “yes”."),
            ("<pre>One\nline.\n\nTwo.</pre>", "One\nline.\n\nTwo."),
            (
                "<figure><img><figcaption>No.</figcaption></figure><p>Yes.</p>",
                "Yes.",
            ),
            (
                "<p class='wp-caption-text'>No.</p><p>Yes.</p><script>no()</script>",
                "Yes.",
            ),
            ("<p>a</p> <aside>no</aside> <p>b</p>", "a\n\nb"),
            ("plain", "plain"),
            ("", ""),
            ("<p>😀 a\u{301}</p>", "😀 a\u{301}"),
        ] {
            assert_eq!(text(markup).unwrap(), want, "{markup}");
        }
    }

    const BODY: &str = "<p>The ferry between the two islands was late again on Monday, and the harbour master had no news for those who waited.</p>\
                        <p>“We sail on Tuesday,” said Ana Ruiz, the harbour master, to some forty people on the quay, many of whom had slept there.</p>\
                        <p>Nobody on the quay had been told why the boat had not come, and the company did not answer its telephone all day long.</p>";

    fn page(head: &str) -> String {
        format!(
            "<html lang=en-GB><head>{head}</head><body><nav><a href=/>Home</a></nav><article><h1>Tide</h1>{BODY}\
                 <figure><figcaption>The quay. Photo: Bo Lind</figcaption></figure></article><footer>All rights reserved</footer></body></html>"
        )
    }

    #[test]
    fn metadata_are_what_the_page_says() {
        let linked = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "no"},
            {"@type": ["NewsArticle"], "headline": "Tide &amp; time", "author": [{"@type": "Person", "name": "Bo Lind"}, "Cy Marr"],
             "publisher": {"name": "Example"}, "datePublished": "2024-03-02T08:00:00Z", "dateModified": "2024-03-03", "mainEntityOfPage": {"@id": "https://example.org/tide"}}]}</script>"#;
        let meta = r#"<link rel="canonical" href="https://example.org/tide"><meta property="og:title" content="Tide &amp; time"><meta property="og:site_name" content="Example">
            <meta name="author" content="By Bo Lind"><meta property="article:published_time" content="2024-03-02T08:00:00Z"><meta property="article:modified_time" content="2024-03-03">"#;
        for (head, byline) in [
            (linked, vec!["Bo Lind", "Cy Marr"]),
            (meta, vec!["Bo Lind"]),
        ] {
            let article = Article::from_html("a.html", &page(head)).unwrap();
            let metadata = &article.metadata;
            assert_eq!(metadata.url.as_deref(), Some("https://example.org/tide"));
            assert_eq!(metadata.headline.as_deref(), Some("Tide & time"));
            assert_eq!(metadata.byline, byline);
            assert_eq!(metadata.publisher.as_deref(), Some("Example"));
            assert_eq!(metadata.published.as_deref(), Some("2024-03-02T08:00:00Z"));
            assert_eq!(metadata.modified.as_deref(), Some("2024-03-03"));
            assert_eq!(metadata.language.as_deref(), Some("en-GB"));
            assert!(article.made);
            assert!(
                article.text.contains("who waited.\n\n“We sail"),
                "{}",
                article.text
            );
            for no in ["Home", "Photo", "rights"] {
                assert!(!article.text.contains(no), "{}", article.text);
            }
        }
    }

    #[test]
    fn a_page_without_an_article_is_an_error() {
        let deep = "<div>".repeat(100_000);
        let nav = "<ul><li><a href=/a>News</a><li><a href=/b>Sport</a></ul>".repeat(50);
        for page in [
            "",
            "<html></html>",
            "<p>Short.</p>",
            &nav,
            &deep,
            "\u{0}<<<>&#xffffff;",
        ] {
            let error = Article::from_html("a.html", page).unwrap_err().to_string();
            assert!(
                error.contains("no article in the page") || error.contains("nested"),
                "{error}"
            );
        }
    }
}
