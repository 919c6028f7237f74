//! Reads Popolo JSON: one object with persons, organizations and their memberships and posts.
//!
//! A person's role and body are those of one membership: of the last, where several are dated. An alias holds for the time that
//! its `other_names` gives.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::name::key;
use super::read::{Read, Row, gender};
use super::{Alias, Date, Entry, Validity};
use crate::speaker::SpeakerKind;

/// What tells a Popolo file.
pub(super) const KEYS: [&str; 3] = ["persons", "organizations", "memberships"];

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    persons: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    organizations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    memberships: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    posts: Vec<&'a RawValue>,
}

/// A person or an organization.
#[derive(Deserialize)]
struct Actor {
    id: String,
    name: String,
    #[serde(default)]
    other_names: Vec<OtherName>,
    honorific_prefix: Option<String>,
    gender: Option<String>,
    #[serde(default)]
    identifiers: Vec<Identifier>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    memberships: Vec<Membership>,
}

#[derive(Deserialize)]
struct OtherName {
    name: String,
    start_date: Option<String>,
    end_date: Option<String>,
}

#[derive(Deserialize)]
struct Identifier {
    identifier: String,
    scheme: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    url: String,
}

#[derive(Clone, Deserialize)]
struct Membership {
    person_id: Option<String>,
    organization_id: Option<String>,
    post_id: Option<String>,
    role: Option<String>,
    start_date: Option<String>,
    end_date: Option<String>,
}

#[derive(Deserialize)]
struct Post {
    id: String,
    label: Option<String>,
    role: Option<String>,
    organization_id: Option<String>,
}

/// Reads a file's contents.
pub(super) fn read(contents: &str) -> Read {
    let mut read = Read::default();
    let file: File = match serde_json::from_str(contents) {
        Ok(file) => file,
        Err(problem) => {
            let line = problem.line().max(1);
            read.error(line, format!("no Popolo JSON: {problem}"));
            return read;
        }
    };
    let lines = Lines::new(contents);
    let posts: Vec<(usize, Post)> = parsed(&lines, &file.posts, &mut read);
    let memberships: Vec<(usize, Membership)> = parsed(&lines, &file.memberships, &mut read);
    let bodies: Vec<(usize, Actor)> = parsed(&lines, &file.organizations, &mut read);
    let persons: Vec<(usize, Actor)> = parsed(&lines, &file.persons, &mut read);
    let posts: FxHashMap<&str, &Post> = posts
        .iter()
        .map(|(_, post)| (post.id.as_str(), post))
        .collect();
    let names: FxHashMap<&str, &str> = bodies
        .iter()
        .map(|(_, body)| (body.id.as_str(), body.name.as_str()))
        .collect();
    let mut of: FxHashMap<String, Vec<Membership>> = FxHashMap::default();
    for (line, membership) in memberships {
        match membership.person_id.clone() {
            Some(person) => of.entry(person).or_default().push(membership),
            None => read.warning(line, "left out: a membership without person_id"),
        }
    }
    let kinds = persons
        .iter()
        .map(|person| (person, SpeakerKind::Person))
        .chain(bodies.iter().map(|body| (body, SpeakerKind::Organization)));
    for ((line, actor), kind) in kinds {
        match entry(actor, kind) {
            Ok(mut entry) => {
                let own = actor.memberships.iter();
                let theirs = of.get(&actor.id).into_iter().flatten();
                if let Some(last) = last(own.chain(theirs)) {
                    let post = last.post_id.as_deref().and_then(|id| posts.get(id));
                    let body = last.organization_id.as_deref();
                    let body =
                        body.or_else(|| post.and_then(|post| post.organization_id.as_deref()));
                    let post = post.and_then(|post| post.role.clone().or(post.label.clone()));
                    entry.role = last.role.clone().or(post).filter(|role| !role.is_empty());
                    entry.org = body
                        .and_then(|id| names.get(id))
                        .map(|&name| name.to_owned());
                }
                read.rows.push(Row { line: *line, entry });
            }
            Err(problem) => read.error(*line, problem),
        }
    }
    read
}

/// The values that are what they should be, with their lines; the others are problems.
fn parsed<T: for<'a> Deserialize<'a>>(
    lines: &Lines,
    values: &[&RawValue],
    read: &mut Read,
) -> Vec<(usize, T)> {
    let mut parsed = Vec::new();
    for value in values {
        let line = lines.of(value.get());
        match serde_json::from_str(value.get()) {
            Ok(value) => parsed.push((line, value)),
            Err(problem) => {
                let within = problem.line().saturating_sub(1);
                let place = format!(" at line {} column {}", problem.line(), problem.column());
                read.error(line + within, problem.to_string().replace(&place, ""));
            }
        }
    }
    parsed
}

fn entry(actor: &Actor, kind: SpeakerKind) -> Result<Entry, String> {
    let single = |name: &str| !key(name).contains(' ');
    let mut aliases: Vec<Alias> = Vec::new();
    for other in &actor.other_names {
        // A name that is always borne, and is the same: said once.
        let alias = Alias {
            // The file has no way to say it: of a person with a name of several words, one word is too little.
            weak: kind == SpeakerKind::Person && single(&other.name) && !single(&actor.name),
            name: other.name.clone(),
            valid: Validity {
                from: date("start_date", other.start_date.as_deref())?,
                to: date("end_date", other.end_date.as_deref())?,
            },
        };
        if alias.name != actor.name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let titles = actor.honorific_prefix.as_deref().unwrap_or("");
    let titles = titles.split([',', ';']).map(str::trim);
    let gender = match actor.gender.as_deref().map(gender) {
        // Popolo leaves open what may stand there.
        None | Some(Err(_)) => Ok(super::Gender::Unknown),
        Some(known) => known,
    };
    let identifiers = actor.identifiers.iter().map(|one| match &one.scheme {
        Some(scheme) => format!("{scheme}:{}", one.identifier),
        None => one.identifier.clone(),
    });
    let links = actor.links.iter().map(|link| link.url.clone());
    Ok(Entry {
        id: actor.id.clone(),
        name: actor.name.clone(),
        aliases,
        titles: titles
            .filter(|title| !title.is_empty())
            .map(str::to_owned)
            .collect(),
        gender: gender?,
        kind,
        same_as: identifiers.chain(links).collect(),
        ..Entry::default()
    })
}

/// The membership that is not over or ended last; of several the one that began last.
fn last<'m>(memberships: impl Iterator<Item = &'m Membership>) -> Option<&'m Membership> {
    let date = |date: &Option<String>| {
        let date = date.as_deref().filter(|date| !date.is_empty());
        date.map(str::to_owned)
    };
    memberships.max_by_key(|membership| {
        let end = date(&membership.end_date);
        (end.is_none(), end, date(&membership.start_date))
    })
}

/// A date, or the part of it that is known: `2010-05-00` is May 2010.
fn date(field: &str, value: Option<&str>) -> Result<Option<Date>, String> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let known = value.trim_end_matches("-00");
    Date::leading(known)
        .map(Some)
        .ok_or_else(|| format!("{field}: {value:?} is no date (2024, 2024-05 or 2024-05-03)"))
}

/// Tells on which line a part of a text begins.
struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self {
            text,
            starts: std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// The line of a part, which was borrowed from the text.
    fn of(&self, part: &str) -> usize {
        let at = part
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr());
        self.starts.partition_point(|&start| start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Severity;
    use super::super::read::read;
    use super::*;

    const FILE: &str = r#"{
  "persons": [
    {"id": "p1", "name": "Ana Ruiz", "honorific_prefix": "Dr., Dame", "gender": "female",
     "other_names": [
       {"name": "Ana Lind", "end_date": "2015-06-00", "note": "before marriage"},
       {"name": "Annie"}, {"name": "Ana Ruiz", "lang": "es"}
     ],
     "identifiers": [{"scheme": "harbour", "identifier": "7"}],
     "links": [{"url": "https://example.org/ruiz", "note": "own"}]},
    {"id": "p2"},
    {"id": "p3", "name": "Bo Moss", "gender": "by choice", "other_names": [{"name": "B. Moss", "start_date": "soon"}]},
    {"id": "p4", "name": "Bo Roe", "gender": "by choice"}
  ],
  "organizations": [{"id": "o1", "name": "Port Lora Authority", "other_names": [{"name": "Docks"}]}],
  "posts": [{"id": "t1", "label": "Harbour Master", "organization_id": "o1"}],
  "memberships": [
    {"person_id": "p1", "post_id": "t1", "start_date": "2020"},
    {"person_id": "p1", "role": "clerk", "organization_id": "o9", "end_date": "2019-12-31"},
    {"role": "nobody"}
  ]
}"#;

    #[test]
    fn persons_and_organizations_are_entries() {
        let read = read("people.json", FILE);
        let entries: Vec<&Entry> = read.rows.iter().map(|row| &row.entry).collect();
        let ids: Vec<(usize, &str)> = read
            .rows
            .iter()
            .map(|row| (row.line, row.entry.id.as_str()))
            .collect();
        assert_eq!(ids, [(3, "p1"), (12, "p4"), (14, "o1")]);
        let ruiz = entries[0];
        assert_eq!(ruiz.titles, ["Dr.", "Dame"]);
        assert_eq!(ruiz.role.as_deref(), Some("Harbour Master"));
        assert_eq!(ruiz.org.as_deref(), Some("Port Lora Authority"));
        assert_eq!(ruiz.same_as, ["harbour:7", "https://example.org/ruiz"]);
        let aliases: Vec<(&str, bool, Option<String>)> = ruiz
            .aliases
            .iter()
            .map(|alias| {
                (
                    alias.name.as_str(),
                    alias.weak,
                    alias.valid.to.map(|to| to.to_string()),
                )
            })
            .collect();
        assert_eq!(
            aliases,
            [
                ("Ana Lind", false, Some("2015-06".to_owned())),
                ("Annie", true, None)
            ]
        );
        assert_eq!(entries[2].kind, SpeakerKind::Organization);
        assert!(!entries[2].aliases[0].weak);
        let problems: Vec<(usize, bool, &str)> = read
            .problems
            .iter()
            .map(|(line, severity, why)| (*line, *severity == Severity::Error, why.as_str()))
            .collect();
        let want = [
            (10, true, "missing field `name`"),
            (19, false, "left out: a membership without person_id"),
            (
                11,
                true,
                "start_date: \"soon\" is no date (2024, 2024-05 or 2024-05-03)",
            ),
        ];
        assert_eq!(problems, want);
        let one_line = read_one_line();
        assert_eq!(one_line, 3);
    }

    /// The same on one line, under a name that says nothing.
    fn read_one_line() -> usize {
        read("people", &FILE.replace('\n', " ")).rows.len()
    }
}
