//! An article as one line of JSON, with its fields under the names that collections commonly use.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::Article;
use crate::error::{Error, ErrorKind};

/// What a field holds, and the names under which it is looked for, first match first.
const FIELDS: [(&str, &[&str]); 8] = [
    (
        "text",
        &["text", "body", "content", "article", "maintext", "raw_text"],
    ),
    ("id", &["id", "uid", "url"]),
    ("url", &["url", "link"]),
    ("headline", &["headline", "title"]),
    ("byline", &["byline", "author", "authors"]),
    ("publisher", &["publisher", "source"]),
    (
        "published",
        &["published", "date", "publish_date", "date_publish"],
    ),
    ("language", &["language", "lang"]),
];

/// Which field of a JSON line holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    named: Vec<Field>,
}

/// One entry of [`Fields`]: `text=body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    what: &'static str,
    name: String,
}

impl FromStr for Field {
    type Err = Error;

    fn from_str(entry: &str) -> Result<Self, Error> {
        let fail = |message: String| Error::new(ErrorKind::Article, message);
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
    /// The names under which `what` (`text`, `id`, or a field of [`Metadata`](super::Metadata) but `path`) is looked for: those
    /// that were given, or else the usual ones.
    pub fn names(&self, what: &str) -> Vec<&str> {
        let given: Vec<&str> = self
            .named
            .iter()
            .filter(|field| field.what == what)
            .map(|field| field.name.as_str())
            .collect();
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
        self.names(what)
            .into_iter()
            .filter_map(|name| object.get(name))
            .find(|value| !value.is_null())
    }
}

impl Article {
    /// Reads an article from a line of JSON. Without an id field it is called `fallback_id`.
    ///
    /// # Errors
    /// [`ErrorKind::Article`] where the line is no JSON object or has no text.
    pub fn from_json(line: &str, fields: &Fields, fallback_id: &str) -> Result<Self, Error> {
        let fail = |message: String| Error::new(ErrorKind::Article, message);
        let object: Map<String, Value> = serde_json::from_str(line)
            .map_err(|error| fail(format!("not a JSON object: {}", without_line(&error))))?;
        Self::from_object(&object, fields, fallback_id)
    }

    /// The same, of an object that has been read.
    ///
    /// # Errors
    /// [`ErrorKind::Article`] where it has no text.
    pub fn from_object(
        object: &Map<String, Value>,
        fields: &Fields,
        fallback_id: &str,
    ) -> Result<Self, Error> {
        let fail = |message: String| Error::new(ErrorKind::Article, message);
        let text = match fields.find(object, "text") {
            Some(Value::String(text)) => text.clone(),
            Some(_) => return Err(fail("the text field is not a string".to_owned())),
            None => {
                return Err(fail(format!(
                    "no text field (looked for {})",
                    fields.names("text").join(", ")
                )));
            }
        };
        let find = |what| fields.find(object, what).and_then(string);
        let mut article = Article::new(find("id").unwrap_or_else(|| fallback_id.to_owned()), text);
        article.metadata.url = find("url");
        article.metadata.headline = find("headline");
        article.metadata.byline = fields
            .find(object, "byline")
            .map(strings)
            .unwrap_or_default();
        article.metadata.publisher = find("publisher");
        article.metadata.published = find("published");
        article.metadata.language = find("language");
        Ok(article)
    }
}

/// The message of a JSON error without its line number, which is always 1 here and would mislead.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.split_once(" at line ") {
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => message,
    }
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(string).collect(),
        value => string(value).into_iter().collect(),
    }
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
