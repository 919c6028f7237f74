//! ninjs, the IPTC's news in JSON: versions 1.x, 2.x and 3.x.
//!
//! 1.x has a string for each body (`body_text`, `body_xhtml`, …), 2.x and 3.x a list of them with role and media type; 3.x differs
//! from 2.x in capitals. An object says which version it is of in `standard`, or nowhere; so its fields decide what is read, and
//! only a version that is none of these is refused.
//!
//! Whom `people` names with an identifier is known in this article: its speakers get that identifier.

use serde_json::{Map, Value};

use super::Article;
use super::json::{fail, is_address, string};
use crate::error::Error;
use crate::gazetteer::Entry;
use crate::speaker::SpeakerKind;

type Object = Map<String, Value>;

/// The newest version that is known.
const NEWEST: u32 = 3;

/// Roles of bodies that are not the article.
const ASIDE: [&str; 10] = [
    "summary",
    "abstract",
    "caption",
    "teaser",
    "lead",
    "ingress",
    "preamble",
    "description",
    "ednote",
    "factbox",
];

/// Is it ninjs, by its fields?
pub(super) fn is(object: &Object) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    standard(object).is_some()
        || object.get("uri").is_some_and(Value::is_string)
            && (has(&["versioncreated", "versionCreated", "bodies", "headlines"])
                || object.keys().any(|key| key.starts_with("body_")))
}

/// What the object says of the standard, where that is ninjs.
fn standard(object: &Object) -> Option<&Object> {
    let said = object.get("standard").or_else(|| object.get("$standard"));
    let said = said?.as_object()?;
    let text = |name| said.get(name).and_then(Value::as_str).unwrap_or_default();
    let named = text("name").eq_ignore_ascii_case("ninjs");
    (named || text("schema").contains("ninjs")).then_some(said)
}

/// The version that the object says: that of the standard, or the one in the name of its schema.
fn version(object: &Object) -> Option<String> {
    let said = standard(object)?;
    said.get("version").and_then(string).or_else(|| {
        let schema = said.get("schema")?.as_str()?;
        let (_, version) = schema.rsplit_once("ninjs-schema_")?;
        Some(
            version
                .trim_end_matches('#')
                .trim_end_matches(".json")
                .to_owned(),
        )
    })
}

/// # Errors
/// It is of a version that is not known, or has no body.
pub(super) fn article(object: &Object, fallback_id: &str) -> Result<Article, Error> {
    if let Some(version) = version(object) {
        let major: Option<u32> = version
            .split('.')
            .next()
            .and_then(|n| n.trim().parse().ok());
        if !major.is_some_and(|major| (1..=NEWEST).contains(&major)) {
            return Err(fail(format!(
                "ninjs {version} is not known: 1.x, 2.x and 3.x are"
            )));
        }
    }
    let body = body(object).ok_or_else(|| {
        fail("ninjs without a body (looked for bodies and body_text, body_xhtml, …)".to_owned())
    })?;
    let find = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| string(object.get(*name)?));
        found.next()
    };
    let uri = find(&["uri"]);
    let (text, made) = body.text()?;
    let mut article = Article::new(uri.as_deref().unwrap_or(fallback_id), text);
    article.made = made;
    article.people = people(object);
    let created = find(&["versioncreated", "versionCreated"]);
    let first = find(&["firstcreated", "firstCreated"]);
    let metadata = &mut article.metadata;
    metadata.url = uri.filter(|uri| is_address(uri));
    metadata.headline = headline(object).or_else(|| find(&["headline", "title"]));
    metadata.byline = find(&["by", "byline"]).into_iter().collect();
    metadata.publisher = find(&["copyrightholder", "copyrightHolder"]);
    metadata.language = find(&["language"]);
    metadata.modified = created.clone().filter(|_| first.is_some());
    metadata.published = first.or(created);
    Ok(article)
}

/// A text of the object.
struct Body<'o> {
    role: String,
    media: String,
    value: &'o str,
}

impl<'o> Body<'o> {
    fn new(item: &'o Object) -> Option<Self> {
        let text = |name| item.get(name).and_then(Value::as_str);
        Some(Self {
            role: text("role").unwrap_or_default().to_lowercase(),
            media: text("contentType")
                .or_else(|| text("contenttype"))
                .unwrap_or_default()
                .to_lowercase(),
            value: text("value").filter(|value| !value.trim().is_empty())?,
        })
    }

    /// Is it marked up?
    fn is_markup(&self) -> bool {
        let said = |what: &str| self.media.contains(what) || self.role.contains(what);
        if said("html") || said("xml") || said("nitf") {
            return true;
        }
        let value = self.value.trim_start();
        !self.media.starts_with("text/plain")
            && self.role != "text"
            && value.starts_with('<')
            && value.contains("</")
    }

    /// Has it paragraphs that can be seen in the text?
    fn is_plain(&self) -> bool {
        !self.is_markup() && self.value.trim().contains('\n')
    }

    /// How far its role is from being the article.
    fn rank(&self) -> u8 {
        match self.role.as_str() {
            "main" | "body" | "article" => 0,
            role if ASIDE.contains(&role) => 2,
            _ => 1,
        }
    }

    /// The text, and whether it had to be made.
    fn text(&self) -> Result<(String, bool), Error> {
        if !self.is_markup() {
            return Ok((self.value.to_owned(), false));
        }
        #[cfg(feature = "html")]
        return Ok((super::html::text(self.value)?, true));
        #[cfg(not(feature = "html"))]
        return Err(fail(
            "the body is marked up, and this build has no feature `html`".to_owned(),
        ));
    }
}

/// The body that is the article. Of text and markup that say the same, text is taken where it has paragraphs: it stands in the
/// object as the offsets count it. One line of text beside markup has lost its paragraphs.
fn body(object: &Object) -> Option<Body<'_>> {
    let listed = objects(object, "bodies").filter_map(Body::new);
    let single = object.iter().filter_map(|(key, value)| {
        let role = key.strip_prefix("body_")?.to_lowercase();
        let value = value.as_str().filter(|value| !value.trim().is_empty())?;
        let media = String::new();
        Some(Body { role, media, value })
    });
    let mut bodies: Vec<Body> = listed.chain(single).collect();
    let best = bodies.iter().map(Body::rank).min()?;
    bodies.retain(|body| body.rank() == best);
    let chosen = bodies
        .iter()
        .position(Body::is_plain)
        .or_else(|| bodies.iter().position(Body::is_markup))
        .unwrap_or(0);
    Some(bodies.swap_remove(chosen))
}

/// The objects of a list.
fn objects<'o>(object: &'o Object, name: &str) -> impl Iterator<Item = &'o Object> {
    let list = object.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// The headline of a list of them: the main one, or else the first.
fn headline(object: &Object) -> Option<String> {
    let headlines: Vec<Body> = objects(object, "headlines").filter_map(Body::new).collect();
    let main = headlines.iter().find(|headline| headline.role == "main");
    main.or(headlines.first())
        .and_then(|headline| Some(headline.text().ok()?.0.trim().to_owned()))
}

/// Who is named with an identifier. Without one there is nothing that a speaker could be linked to.
fn people(object: &Object) -> Vec<Entry> {
    let lists = ["people", "persons", "person"];
    let named = lists.iter().flat_map(|list| objects(object, list));
    let mut people: Vec<Entry> = Vec::new();
    for person in named {
        let text = |name| {
            let text = person.get(name).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty())
        };
        let coded = || {
            Some(format!(
                "{}{}",
                text("scheme").unwrap_or_default(),
                text("code")?
            ))
        };
        let id = text("uri").map(str::to_owned).or_else(coded);
        let id = id.or_else(|| text("literal").map(str::to_owned));
        let (Some(name), Some(id)) = (text("name"), id) else {
            continue;
        };
        if people.iter().all(|known| known.id != id) {
            people.push(Entry {
                same_as: Some(id.clone())
                    .filter(|id| is_address(id))
                    .into_iter()
                    .collect(),
                id,
                name: name.to_owned(),
                kind: SpeakerKind::Person,
                ..Entry::default()
            });
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Fields;
    use crate::error::ErrorKind;

    fn read(json: &str) -> Result<Article, Error> {
        Article::from_json(json, &Fields::default(), "x")
    }

    #[test]
    fn every_version_gives_the_same() {
        let one = r#"{"uri": "http://example.org/tide", "firstcreated": "2024-03-02T08:00:00Z", "versioncreated": "2024-03-02T09:00:00Z",
            "copyrightholder": "Example", "language": "en", "person": [{"name": "Ana Ruiz", "rel": "about", "scheme": "http://example.org/p/", "code": "7"}],
            "byline": "Bo Lind", "headline": "Tide", "body_text": "One.\n\nTwo.", "body_xhtml": "<p>One.</p><p>Two.</p>",
            "$standard": {"name": "ninjs", "version": "1.5"}}"#;
        let two = r#"{"uri": "http://example.org/tide", "firstcreated": "2024-03-02T08:00:00Z", "versioncreated": "2024-03-02T09:00:00Z",
            "copyrightholder": "Example", "language": "en", "people": [{"name": "Ana Ruiz", "uri": "http://example.org/p/7"}],
            "by": "Bo Lind", "headlines": [{"role": "short", "value": "T"}, {"role": "main", "value": "Tide"}],
            "bodies": [{"role": "caption", "contenttype": "text/plain", "value": "A\nboat."}, {"role": "main", "contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
            "standard": {"name": "ninjs", "version": "2.1"}}"#;
        let three = r#"{"uri": "http://example.org/tide", "firstCreated": "2024-03-02T08:00:00Z", "versionCreated": "2024-03-02T09:00:00Z",
            "copyrightHolder": "Example", "language": "en", "people": [{"name": "Ana Ruiz", "uri": "http://example.org/p/7"}, {"name": "No Id"}],
            "by": "Bo Lind", "headlines": [{"value": "Tide"}],
            "bodies": [{"contentType": "text/plain", "value": "One. Two."}, {"contentType": "application/xhtml+xml", "value": "<div><p>One.</p><p>Two.</p></div>"}]}"#;
        for (json, made) in [(one, false), (two, true), (three, true)] {
            if made && cfg!(not(feature = "html")) {
                continue;
            }
            let article = read(json).unwrap();
            let metadata = &article.metadata;
            assert_eq!(article.text, "One.\n\nTwo.", "{json}");
            assert_eq!(article.made, made);
            assert_eq!(article.id, "http://example.org/tide");
            assert_eq!(metadata.url.as_deref(), Some("http://example.org/tide"));
            assert_eq!(metadata.headline.as_deref(), Some("Tide"));
            assert_eq!(metadata.byline, ["Bo Lind"]);
            assert_eq!(metadata.publisher.as_deref(), Some("Example"));
            assert_eq!(metadata.published.as_deref(), Some("2024-03-02T08:00:00Z"));
            assert_eq!(metadata.modified.as_deref(), Some("2024-03-02T09:00:00Z"));
            assert_eq!(metadata.language.as_deref(), Some("en"));
            let people: Vec<(&str, &str)> = article
                .people
                .iter()
                .map(|p| (p.id.as_str(), p.name.as_str()))
                .collect();
            assert_eq!(people, [("http://example.org/p/7", "Ana Ruiz")]);
        }
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (json, message) in [
            (
                r#"{"standard": {"name": "ninjs", "version": "4.0"}, "bodies": [{"value": "a"}]}"#,
                "ninjs 4.0 is not known: 1.x, 2.x and 3.x are",
            ),
            (
                r#"{"$standard": {"schema": "https://example.org/ninjs-schema_7.1.json#"}, "text": "a"}"#,
                "ninjs 7.1 is not known: 1.x, 2.x and 3.x are",
            ),
            (
                r#"{"uri": "urn:1", "versioncreated": "2024", "bodies": []}"#,
                "ninjs without a body (looked for bodies and body_text, body_xhtml, …)",
            ),
            (
                r#"{"uri": "urn:1", "bodies": "none"}"#,
                "ninjs without a body (looked for bodies and body_text, body_xhtml, …)",
            ),
        ] {
            let error = read(json).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Article);
            assert_eq!(error.to_string(), message, "{json}");
        }
    }

    #[test]
    fn other_json_is_left_alone() {
        for json in [
            r#"{"uri": "urn:1", "text": "a"}"#,
            r#"{"standard": "high", "text": "a", "headlines": []}"#,
            r#"{"body_text": "no", "text": "a"}"#,
        ] {
            assert_eq!(read(json).unwrap().text, "a", "{json}");
        }
        let fields: Fields = ["text=body_text".parse().unwrap()].into_iter().collect();
        let json = r#"{"uri": "urn:1", "versioncreated": "2024", "body_text": "named"}"#;
        assert_eq!(Article::from_json(json, &fields, "x").unwrap().id, "x");
        assert_eq!(Article::from_ninjs(json, "x").unwrap().id, "urn:1");
    }
}
