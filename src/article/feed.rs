//! Feeds: RSS 2.0 and Atom with the whole text of their items.
//!
//! A feed is cut into its items by where their tags stand, so that one broken item costs no other; each is then read with the
//! head of its feed before it. Entities that a document declares are never expanded, so none can blow up.
//!
//! The text is `content:encoded` or `content`. A `description` or `summary` is most often a teaser: it is the text only where it
//! is as long as an article and not cut off.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Article;
use super::html;
use super::json::{fail, is_address};
use crate::error::Error;

/// A summary of fewer words is none.
const WORDS: usize = 100;

/// A longer head of a feed is left out of its items: with each of them it would be read again.
const HEAD: usize = 64 << 10;

/// The items of a feed, each with the head of the feed before it, as [`Article::from_feed_item`] reads them.
///
/// # Errors
/// [`ErrorKind::Article`](crate::ErrorKind::Article) where it is no feed.
pub fn items(feed: &str) -> Result<impl Iterator<Item = String>, Error> {
    let (first, item) = ["<rss", "<rdf:RDF"]
        .iter()
        .find_map(|root| Some((feed.find(root)?, "item")))
        .or_else(|| Some((feed.find("<feed")?, "entry")))
        .ok_or_else(|| fail("no RSS or Atom feed".to_owned()))?;
    let places = places(feed, item);
    let head = places.first().and_then(|place| feed.get(first..place.0));
    let head = head.unwrap_or_default();
    let head = if head.len() > HEAD { "" } else { head };
    let items = places
        .into_iter()
        .filter_map(|(start, end)| feed.get(start..end));
    Ok(items.map(move |item| format!("{head}{item}")))
}

/// Where the items stand. One that is not closed ends where the next begins.
fn places(feed: &str, item: &str) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<usize> = None;
    // Behind the last end of a section or comment no other is looked for: with many that are open, that would take long.
    let last = ["]]>", "-->"].map(|end| feed.rfind(end).unwrap_or(0));
    let mut at = 0;
    while let Some(found) = feed.get(at..).and_then(|rest| rest.find('<')) {
        at += found;
        let rest = feed.get(at..).unwrap_or_default();
        let over = |begin: &str, end: &str, last: usize| {
            let inside = rest.strip_prefix(begin).filter(|_| at < last)?;
            Some(begin.len() + inside.find(end)? + end.len())
        };
        let tag = |prefix: &str| {
            let name = rest.strip_prefix(prefix)?.strip_prefix(item)?;
            name.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
                .then_some(())
        };
        if let Some(length) =
            over("<![CDATA[", "]]>", last[0]).or_else(|| over("<!--", "-->", last[1]))
        {
            at += length;
            continue;
        }
        if tag("<").is_some() {
            places.extend(open.replace(at).map(|start| (start, at)));
        } else if tag("</").is_some() {
            let behind = rest.get(1..).unwrap_or_default();
            let end = behind
                .find(['>', '<'])
                .map_or(feed.len(), |close| at + 1 + close);
            let end = end + usize::from(feed.get(end..).is_some_and(|rest| rest.starts_with('>')));
            places.extend(open.take().map(|start| (start, end)));
        }
        at += 1;
    }
    places.extend(open.map(|start| (start, feed.len())));
    places
}

/// What an item holds.
#[derive(Default)]
struct Item {
    id: Option<String>,
    link: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    updated: Option<String>,
    /// Marked up or not.
    content: Option<String>,
    summary: Option<String>,
    language: Option<String>,
    /// The feed's title.
    publisher: Option<String>,
}

impl Article {
    /// Reads the article that one of [`items`] is. Its id is the item's, or its link, or else `fallback_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Article`](crate::ErrorKind::Article) where the XML is broken, or the item has no text or a summary only.
    pub fn from_feed_item(xml: &str, fallback_id: &str) -> Result<Self, Error> {
        let item = read(xml)?;
        let summary = item.summary.as_deref().map(html::text).transpose()?;
        let summary = summary.unwrap_or_default();
        let words = summary.split_whitespace().count();
        let cut = ["…", "...", "…]", "...]", "[&#8230;]"];
        let cut = cut.iter().any(|end| summary.trim_end().ends_with(end));
        let content = item.content.as_deref().map(html::text).transpose()?;
        let text = match content.filter(|text| !text.is_empty()) {
            Some(text) => text,
            None if words >= WORDS && !cut => summary,
            None if words > 0 => {
                return Err(fail(format!(
                    "no text in the item but a summary of {words} words"
                )));
            }
            None => return Err(fail("no text in the item".to_owned())),
        };
        let link = item
            .link
            .or_else(|| item.id.clone().filter(|id| is_address(id)));
        let id = item.id.or_else(|| link.clone());
        let mut article = Article::new(id.unwrap_or_else(|| fallback_id.to_owned()), text);
        article.made = true;
        let metadata = &mut article.metadata;
        metadata.url = link;
        metadata.headline = item.title.as_deref().and_then(html::clean);
        metadata.byline = item.authors;
        metadata.publisher = item.publisher.as_deref().and_then(html::clean);
        metadata.modified = item.updated.clone().filter(|_| item.published.is_some());
        metadata.published = item.published.or(item.updated);
        metadata.language = item.language;
        Ok(article)
    }
}

/// Reads the first item of `xml`.
fn read(xml: &str) -> Result<Item, Error> {
    let mut reader = Reader::from_str(xml);
    // The item ends before its feed does.
    reader.config_mut().check_end_names = true;
    let mut item = Item::default();
    let mut stack: Vec<String> = Vec::new();
    // Where in the stack the item stands.
    let mut inside: Option<usize> = None;
    let mut text = String::new();
    loop {
        let at = reader.error_position();
        let broken = |what: &dyn std::fmt::Display| fail(format!("broken XML: {what}"));
        match reader.read_event() {
            Err(error) => return Err(broken(&error)),
            Ok(Event::Eof) => {
                return Err(broken(&format!("the item is not closed (at byte {at})")));
            }
            Ok(Event::Start(tag)) => {
                let name = name(&tag);
                if inside.is_none() && matches!(name.as_str(), "item" | "entry") {
                    inside = Some(stack.len());
                }
                text.clear();
                let markup = attribute(&tag, "type").is_some_and(|kind| kind == "xhtml");
                if markup && inside.is_some_and(|depth| stack.len() == depth + 1) {
                    let span = reader
                        .read_to_end(tag.name())
                        .map_err(|error| broken(&error))?;
                    let inner = usize::try_from(span.start)
                        .ok()
                        .zip(usize::try_from(span.end).ok());
                    let inner = inner.and_then(|(start, end)| xml.get(start..end));
                    item.take(&name, inner.unwrap_or_default());
                    continue;
                }
                item.open(&tag, &name, inside.is_none().then_some(stack.len()));
                stack.push(name);
            }
            Ok(Event::Empty(tag)) => {
                item.open(&tag, &name(&tag), inside.is_none().then_some(stack.len()));
            }
            Ok(Event::Text(part)) => text.push_str(&part),
            Ok(Event::CData(part)) => text.push_str(&part),
            Ok(Event::GeneralRef(part)) => text.push_str(&resolved(&part)),
            Ok(Event::End(_)) => {
                let Some(name) = stack.pop() else {
                    continue;
                };
                match inside {
                    Some(depth) if stack.len() == depth => return Ok(item),
                    Some(depth) if stack.len() == depth + 1 => item.take(&name, &text),
                    // The name of an author in Atom.
                    Some(depth)
                        if stack.len() == depth + 2
                            && name == "name"
                            && stack.last().is_some_and(|outer| outer == "author") =>
                    {
                        item.authors.extend(html::clean(&text));
                    }
                    None if stack.len() <= 2 => item.take_of_feed(&name, &text),
                    _ => {}
                }
                text.clear();
            }
            Ok(_) => {}
        }
    }
}

impl Item {
    /// What an element says by its attributes; `depth` is that of an element of the feed itself.
    fn open(&mut self, tag: &BytesStart, name: &str, depth: Option<usize>) {
        if let Some(language) =
            attribute(tag, "xml:lang").filter(|_| depth == Some(0) || name == "entry")
        {
            self.language = Some(language);
        }
        let alternate = || attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
        if name == "link" && depth.is_none() && self.link.is_none() && alternate() {
            self.link = attribute(tag, "href");
        }
    }

    /// Takes the text of a child of the item.
    fn take(&mut self, name: &str, text: &str) {
        let line = || html::clean(text);
        match name {
            "guid" | "id" => self.id = line(),
            "link" => self.link = self.link.take().or_else(line),
            "title" => self.title = line(),
            "dc:creator" => self.authors.extend(line()),
            // `mail@example.org (Ana Ruiz)`
            "author" if !text.trim().is_empty() => {
                let named = text
                    .split_once('(')
                    .and_then(|(_, rest)| rest.split_once(')'));
                self.authors
                    .extend(html::clean(named.map_or(text, |(name, _)| name)));
            }
            "pubDate" | "published" => self.published = line(),
            "dc:date" => self.published = self.published.take().or_else(line),
            "updated" | "atom:updated" | "dcterms:modified" => self.updated = line(),
            "content:encoded" | "content" => self.content = Some(text.to_owned()),
            "description" | "summary" => self.summary = Some(text.to_owned()),
            "dc:language" => self.language = line(),
            _ => {}
        }
    }

    /// Takes the text of a child of the feed.
    fn take_of_feed(&mut self, name: &str, text: &str) {
        match name {
            "title" => self.publisher = html::clean(text),
            "language" => self.language = html::clean(text),
            _ => {}
        }
    }
}

fn name(tag: &BytesStart) -> String {
    tag.name().as_ref().to_owned()
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok()??.value;
    html::clean(&value)
}

/// What a reference stands for: a character, or else itself, for the reader of HTML to know.
fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference;
    resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(feed: &str) -> Vec<Result<Article, String>> {
        let articles = items(feed).unwrap().enumerate();
        articles
            .map(|(at, item)| {
                Article::from_feed_item(&item, &format!("feed.xml:{}", at + 1))
                    .map_err(|error| error.to_string())
            })
            .collect()
    }

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Example &amp; Co</title><link>https://example.org/</link><language>en-GB</language>
        <item><title>Tide</title><link>https://example.org/tide</link><guid isPermaLink="false">tide-1</guid>
        <pubDate>Sat, 02 Mar 2024 08:00:00 GMT</pubDate><dc:creator><![CDATA[Ana Ruiz]]></dc:creator><description>No.</description>
        <content:encoded><![CDATA[<p>One &amp; two.</p><p>“</item> Three.”</p>]]></content:encoded></item>
        <item><title>Broken</title><content:encoded>a <b></content:encoded></item>
        <item><title>Teaser</title><description>Short.</description></item>
        <item><title>Escaped</title><author>a@example.org (Bo Lind)</author><content:encoded>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;&amp;ldquo;Two&amp;rdquo;&nbsp;&#8212;&lt;/p&gt;</content:encoded></item>
        </channel></rss>"#;

    #[test]
    fn rss_with_whole_texts() {
        let all = read_all(RSS);
        assert_eq!(all.len(), 4);
        let article = all[0].as_ref().unwrap();
        let metadata = &article.metadata;
        assert_eq!(article.id, "tide-1");
        assert_eq!(article.text, "One & two.\n\n“ Three.”");
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/tide"));
        assert_eq!(metadata.headline.as_deref(), Some("Tide"));
        assert_eq!(metadata.byline, ["Ana Ruiz"]);
        assert_eq!(metadata.publisher.as_deref(), Some("Example & Co"));
        assert_eq!(
            metadata.published.as_deref(),
            Some("Sat, 02 Mar 2024 08:00:00 GMT")
        );
        assert_eq!(metadata.language.as_deref(), Some("en-GB"));
        assert!(
            all[1].as_ref().unwrap_err().starts_with("broken XML: "),
            "{:?}",
            all[1]
        );
        assert_eq!(
            all[2].as_ref().unwrap_err(),
            "no text in the item but a summary of 1 words"
        );
        let article = all[3].as_ref().unwrap();
        assert_eq!(article.text, "One.\n\n“Two” —");
        assert_eq!(article.id, "feed.xml:4");
        assert_eq!(article.metadata.byline, ["Bo Lind"]);
    }

    #[test]
    fn atom_with_whole_texts() {
        let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">Example</title><link href="https://example.org/"/>
            <entry><id>urn:1</id><title type="html">Tide &amp;amp; time</title><link rel="self" href="https://example.org/no"/>
            <link href="https://example.org/tide"/><published>2024-03-02T08:00:00Z</published><updated>2024-03-03T08:00:00Z</updated>
            <author><name>Ana Ruiz</name></author><source><title>No</title></source>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry>
            <entry xml:lang="de"><link href="https://example.org/two"/><updated>2024-03-03</updated><content type="html">&lt;p&gt;Eins.&lt;/p&gt;</content></entry>
            <entry><summary>never closed"#;
        let all = read_all(feed);
        assert_eq!(all.len(), 3);
        let article = all[0].as_ref().unwrap();
        let metadata = &article.metadata;
        assert_eq!(
            (article.id.as_str(), article.text.as_str()),
            ("urn:1", "One.\n\nTwo.")
        );
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/tide"));
        assert_eq!(metadata.headline.as_deref(), Some("Tide & time"));
        assert_eq!(metadata.byline, ["Ana Ruiz"]);
        assert_eq!(metadata.publisher.as_deref(), Some("Example"));
        assert_eq!(metadata.published.as_deref(), Some("2024-03-02T08:00:00Z"));
        assert_eq!(metadata.modified.as_deref(), Some("2024-03-03T08:00:00Z"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        let article = all[1].as_ref().unwrap();
        assert_eq!(article.id, "https://example.org/two");
        assert_eq!(article.metadata.published.as_deref(), Some("2024-03-03"));
        assert_eq!(article.metadata.modified, None);
        assert_eq!(article.metadata.language.as_deref(), Some("de"));
        assert!(
            all[2].as_ref().unwrap_err().starts_with("broken XML: "),
            "{:?}",
            all[2]
        );
    }

    #[test]
    fn a_long_description_is_the_text() {
        let long = "word ".repeat(120);
        for (description, reads) in [(long.clone(), true), (format!("{long} […]"), false)] {
            let feed = format!(
                "<rss><channel><item><description>{description}</description></item></channel></rss>"
            );
            assert_eq!(read_all(&feed)[0].is_ok(), reads);
        }
    }

    #[test]
    fn what_is_no_feed_is_an_error_and_entities_stay() {
        assert!(items("<html></html>").is_err());
        assert!(items("").is_err());
        let bomb = r#"<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><content:encoded>&b;&b;</content:encoded></item></channel></rss>"#;
        assert_eq!(read_all(bomb)[0].as_ref().unwrap().text, "&b;&b;");
        assert_eq!(read_all("<rss><channel></channel></rss>").len(), 0);
    }
}
