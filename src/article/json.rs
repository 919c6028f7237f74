//! An article as one object of JSON, with its fields under the names that collections and extractors commonly use.
//!
//! The usual names are those that trafilatura, newspaper, fundus and news-please write, and what data sets have. Their traps:
//! trafilatura's `source` is the url and its `excerpt` no text; newspaper's `source_url` is the site's; fundus has an object for
//! `body`.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::{Article, ninjs};
use crate::error::{Error, ErrorKind};

/// What a field holds, and the names under which it is looked for, first match first.
const FIELDS: [(&str, &[&str]); 9] = [
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "maintext",
            "raw_text",
            "plaintext",
        ],
    ),
    ("id", &["id", "uid", "url", "source"]),
    ("url", &["url", "link", "canonical_link", "source"]),
    ("headline", &["headline", "title"]),
    ("byline", &["byline", "author", "authors"]),
    (
        "publisher",
        &[
            "publisher",
            "source",
            "source-hostname",
            "sitename",
            "meta_site_name",
            "hostname",
            "source_domain",
            "source_url",
        ],
    ),
    (
        "published",
        &[
            "published",
            "date",
            "publish_date",
            "date_publish",
            "publishing_date",
        ],
    ),
    (
        "modified",
        &["modified", "date_modify", "date_modified", "updated"],
    ),
    ("language", &["language", "lang", "meta_lang"]),
];

/// Which field of a JSON object holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    named: Vec<Field>,
}

/// One entry of [`Fields`]: `text=body`, or `text=article.body` for what stands in an object inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    what: &'static str,
    name: String,
}

impl FromStr for Field {
    type Err = Error;

    fn from_str(entry: &str) -> Result<Self, Error> {
        let (what, name) = entry
            .split_once('=')
            .filter(|(_, name)| !name.is_empty())
            .ok_or_else(|| fail(format!("`{entry}` is not of the form text=NAME")))?;
        let known = FIELDS.iter().find(|(known, _)| *known == what);
        match known {
            Some((what, _)) => Ok(Field {
                what,
                name: name.to_owned(),
            }),
            None => Err(fail(format!(
                "an article has no `{what}`; it has {}",
                FIELDS.map(|(known, _)| known).join(", ")
            ))),
        }
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(entries: I) -> Self {
        Self {
            named: entries.into_iter().collect(),
        }
    }
}

impl Fields {
    /// The names that were given for `what`.
    fn given(&self, what: &str) -> impl Iterator<Item = &str> {
        let given = self.named.iter().filter(move |field| field.what == what);
        given.map(|field| field.name.as_str())
    }

    /// The names under which `what` (`text`, `id`, or a field of [`Metadata`](super::Metadata) but `path`) is looked for: those
    /// that were given, or else the usual ones.
    pub fn names(&self, what: &str) -> Vec<&str> {
        let given: Vec<&str> = self.given(what).collect();
        if !given.is_empty() {
            return given;
        }
        FIELDS
            .iter()
            .filter(|(known, _)| *known == what)
            .flat_map(|(_, names)| names.iter().copied())
            .collect()
    }

    fn find<'o>(&self, object: &'o Map<String, Value>, what: &str) -> Option<&'o Value> {
        let usual = self.given(what).next().is_none();
        self.names(what)
            .into_iter()
            .filter_map(|name| Some((name, get(object, name)?)))
            .find(|&(name, value)| !(value.is_null() || usual && misleads(what, name, value)))
            .map(|(_, value)| value)
    }
}

/// The field with this name; else, where the name has dots, what it leads to through the objects inside.
fn get<'o>(object: &'o Map<String, Value>, name: &str) -> Option<&'o Value> {
    object.get(name).or_else(|| {
        let (outer, inner) = name.split_once('.')?;
        get(object.get(outer)?.as_object()?, inner)
    })
}

/// `source` names a publisher, or an address.
fn misleads(what: &str, name: &str, value: &Value) -> bool {
    name == "source" && value.as_str().is_some_and(is_address) == (what == "publisher")
}

pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

impl Article {
    /// Reads an article from an object of JSON, which may be ninjs: that is told by its fields, where none is named for the
    /// text. Without an id field it is called `fallback_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Article`] where it is no JSON object or has no text, or is of an unknown version of ninjs.
    pub fn from_json(json: &str, fields: &Fields, fallback_id: &str) -> Result<Self, Error> {
        Self::from_object(&object(json)?, fields, fallback_id)
    }

    /// The same, of an object that has been read.
    ///
    /// # Errors
    /// [`ErrorKind::Article`] where it has no text, or is of an unknown version of ninjs.
    pub fn from_object(
        object: &Map<String, Value>,
        fields: &Fields,
        fallback_id: &str,
    ) -> Result<Self, Error> {
        if fields.given("text").next().is_none() && ninjs::is(object) {
            return ninjs::article(object, fallback_id);
        }
        let (text, made) = match fields.find(object, "text") {
            Some(Value::String(text)) => (text.clone(), false),
            Some(value) => match sections(value) {
                Some(text) => (text, true),
                None => return Err(fail("the text field is not a string".to_owned())),
            },
            None => {
                return Err(fail(format!(
                    "no text field (looked for {})",
                    fields.names("text").join(", ")
                )));
            }
        };
        let find = |what| fields.find(object, what).and_then(string);
        let mut article = Article::new(find("id").unwrap_or_else(|| fallback_id.to_owned()), text);
        article.made = made;
        article.metadata.url = find("url");
        article.metadata.headline = find("headline");
        article.metadata.byline = fields
            .find(object, "byline")
            .map(strings)
            .unwrap_or_default();
        article.metadata.publisher = find("publisher").map(host);
        article.metadata.published = find("published");
        article.metadata.modified = find("modified");
        article.metadata.language = find("language");
        Ok(article)
    }

    /// Reads an article from an object of JSON that is ninjs, whatever its fields are.
    ///
    /// # Errors
    /// [`ErrorKind::Article`] where it is no JSON object, has no body, or is of an unknown version.
    pub fn from_ninjs(json: &str, fallback_id: &str) -> Result<Self, Error> {
        ninjs::article(&object(json)?, fallback_id)
    }
}

fn object(json: &str) -> Result<Map<String, Value>, Error> {
    serde_json::from_str(json)
        .map_err(|error| fail(format!("not a JSON object: {}", without_line(&error))))
}

pub(super) fn fail(message: String) -> Error {
    Error::new(ErrorKind::Article, message)
}

/// The paragraphs of a body as fundus writes it (`summary`, and `sections` with `headline` and `paragraphs`), joined as fundus does.
fn sections(body: &Value) -> Option<String> {
    let lines = |value: Option<&Value>| value.map(strings).unwrap_or_default();
    let mut paragraphs = lines(body.get("summary"));
    for section in body.get("sections")?.as_array()? {
        paragraphs.extend(lines(section.get("headline")));
        paragraphs.extend(lines(section.get("paragraphs")));
    }
    Some(paragraphs.join("\n\n"))
}

/// The message of a JSON error without its line number, which would mislead where a line was read.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.split_once(" at line ") {
        Some((what, _)) if error.line() > 1 => {
            format!(
                "{what} at its line {}, column {}",
                error.line(),
                error.column()
            )
        }
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => message,
    }
}

pub(super) fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The strings of a list; those of a string that is one (trafilatura joins authors by `; `).
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(string).collect(),
        Value::String(text) => text
            .split("; ")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect(),
        value => string(value).into_iter().collect(),
    }
}

/// A site's name without what makes an address of it.
fn host(publisher: String) -> String {
    let bare = publisher
        .strip_prefix("https://")
        .or_else(|| publisher.strip_prefix("http://"));
    bare.map_or(publisher.clone(), |bare| {
        bare.trim_end_matches('/').to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_found() {
        let line = r#"{"uid": 7, "maintext": "Hello.", "title": "T", "authors": ["A", "B"], "source": "S",
            "publish_date": "2021-11-16", "lang": "en", "url": "http://example.org/"}"#;
        let article = Article::from_json(line, &Fields::default(), "x:1").unwrap();
        assert_eq!(
            (article.id.as_str(), article.text.as_str()),
            ("7", "Hello.")
        );
        assert_eq!(article.metadata.headline.as_deref(), Some("T"));
        assert_eq!(article.metadata.byline, ["A", "B"]);
        assert_eq!(article.metadata.publisher.as_deref(), Some("S"));
        assert_eq!(article.metadata.published.as_deref(), Some("2021-11-16"));
        assert_eq!(article.metadata.language.as_deref(), Some("en"));
    }

    /// What each program writes, by its own code; the values are ours.
    #[test]
    fn the_fields_of_extractors_are_known() {
        let trafilatura = r#"{"title": "Tide", "author": "Ana Ruiz; Bo Lind", "hostname": "example.org", "date": "2024-03-02",
            "fingerprint": "1f", "id": null, "license": null, "raw_text": "no", "language": "en", "image": null,
            "pagetype": "article", "filedate": "2024-05-01", "source": "https://example.org/tide",
            "source-hostname": "Example", "excerpt": "no", "categories": "", "tags": "", "text": "Yes.", "comments": ""}"#;
        let newspaper = r#"{"url": "https://example.org/tide", "language": "en", "title": "Tide", "authors": ["Ana Ruiz", "Bo Lind"],
            "publish_date": "2024-03-02", "summary": "no", "meta_description": "no", "meta_lang": "en",
            "meta_site_name": "Example", "canonical_link": "https://example.org/other", "source_url": "https://example.org", "text": "Yes."}"#;
        let fundus = r#"{"title": "Tide", "authors": ["Ana Ruiz", "Bo Lind"], "publishing_date": "2024-03-02",
            "body": {"summary": ["Yes."], "sections": [{"headline": ["Head"], "paragraphs": ["One.", "Two."]},
            {"headline": [], "paragraphs": ["Three."]}]}, "topics": [], "free_access": true, "url": "https://example.org/tide",
            "publisher": "Example", "language": "en"}"#;
        for (name, line) in [
            ("trafilatura", trafilatura),
            ("newspaper", newspaper),
            ("fundus", fundus),
        ] {
            let article = Article::from_json(line, &Fields::default(), "x:1").unwrap();
            let metadata = &article.metadata;
            assert_eq!(article.id, "https://example.org/tide", "{name}");
            assert_eq!(
                metadata.url.as_deref(),
                Some("https://example.org/tide"),
                "{name}"
            );
            assert_eq!(metadata.headline.as_deref(), Some("Tide"), "{name}");
            assert_eq!(metadata.byline, ["Ana Ruiz", "Bo Lind"], "{name}");
            assert_eq!(metadata.publisher.as_deref(), Some("Example"), "{name}");
            assert_eq!(metadata.published.as_deref(), Some("2024-03-02"), "{name}");
            assert_eq!(metadata.language.as_deref(), Some("en"), "{name}");
            assert_eq!(article.made, name == "fundus");
            let text = if name == "fundus" {
                "Yes.\n\nHead\n\nOne.\n\nTwo.\n\nThree."
            } else {
                "Yes."
            };
            assert_eq!(article.text, text, "{name}");
        }
        let site = r#"{"text": "a", "source_url": "https://example.org/"}"#;
        let article = Article::from_json(site, &Fields::default(), "x:1").unwrap();
        assert_eq!(article.metadata.url, None);
        assert_eq!(article.metadata.publisher.as_deref(), Some("example.org"));
    }

    #[test]
    fn a_name_with_dots_leads_inside() {
        let fields: Fields = ["text=a.b.c", "headline=a.h"]
            .iter()
            .map(|entry| entry.parse::<Field>().unwrap())
            .collect();
        for (line, text) in [
            (r#"{"a": {"b": {"c": "in"}, "h": "H"}}"#, Some("in")),
            (
                r#"{"a": {"b": {"c": "in"}}, "a.b.c": "as it stands"}"#,
                Some("as it stands"),
            ),
            (r#"{"a": {"b.c": "half"}}"#, Some("half")),
            (r#"{"a": {"b": "no object"}}"#, None),
        ] {
            let article = Article::from_json(line, &fields, "x:1");
            match text {
                Some(text) => assert_eq!(article.unwrap().text, text),
                None => assert_eq!(
                    article.unwrap_err().to_string(),
                    "no text field (looked for a.b.c)"
                ),
            }
        }
    }

    #[test]
    fn given_names_come_instead_of_the_usual_ones() {
        let fields: Fields = ["text=story", "id=key"]
            .iter()
            .map(|entry| entry.parse::<Field>().unwrap())
            .collect();
        let line = r#"{"story": "Hello.", "key": "k", "text": "no", "id": "no"}"#;
        let article = Article::from_json(line, &fields, "x:1").unwrap();
        assert_eq!(
            (article.id.as_str(), article.text.as_str()),
            ("k", "Hello.")
        );
        let error = Article::from_json(r#"{"text": "no"}"#, &fields, "x:1").unwrap_err();
        assert_eq!(error.to_string(), "no text field (looked for story)");
    }

    #[test]
    fn broken_lines_are_errors() {
        for (line, message) in [
            ("{\"text\": ", "not a JSON object: EOF"),
            ("[]", "not a JSON object: invalid type"),
            ("{\"text\": 3}", "the text field is not a string"),
            ("{\"text\": null}", "no text field (looked for text, body"),
        ] {
            let error = Article::from_json(line, &Fields::default(), "x:1").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Article);
            assert!(error.to_string().starts_with(message), "{error}");
        }
        for entry in ["text", "text=", "body=text"] {
            assert!(entry.parse::<Field>().is_err(), "{entry}");
        }
    }
}
