//! What the article says of somebody beside the name: roles, ages, nicknames. A description goes back to whom it is tied to.

use super::Cast;
use super::post::{head_class, is_content, is_former, same_word, tells};
use crate::document::{Document, Shape};
use crate::gazetteer::{self, Gazetteer};
use crate::lexicon::Classes;
use crate::mention::{self, Mention};

/// A role or description tied to somebody.
#[derive(Debug)]
pub(in crate::speaker) struct Tie {
    pub(in crate::speaker) entity: usize,
    /// The token it was read at.
    pub(in crate::speaker) at: usize,
    /// Its head noun as the article has it.
    pub(in crate::speaker) head: String,
    /// Its other words that carry meaning.
    pub(in crate::speaker) words: Vec<String>,
    pub(in crate::speaker) tenure: Tenure,
}

/// Whether somebody has a role still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::speaker) enum Tenure {
    /// As far as the article or the user's gazetteer tells.
    Current,
    /// *the former governor*
    Former,
    /// The built-in gazetteer does not say when: in an old article, perhaps not yet.
    Undated,
}

impl Tenure {
    /// What the words of a role or description say.
    pub(in crate::speaker) fn of<'w>(mut words: impl Iterator<Item = &'w str>) -> Self {
        if words.any(is_former) {
            Self::Former
        } else {
            Self::Current
        }
    }
}

impl Cast {
    /// Indexes the roles by their head nouns.
    pub(super) fn tie(&mut self, document: &Document, gazetteer: &Gazetteer) {
        for (index, mention) in document.mentions.iter().enumerate() {
            let Some(entity) = self.of.get(index).copied().flatten() else {
                continue;
            };
            if let Some((head, at)) = acted(document, mention.tokens.end) {
                self.add_tie(entity, at, head, Vec::new());
            }
            if let Some(at) = chosen(document, mention.tokens.end) {
                self.add_tie(entity, at, "nominee", Vec::new());
            }
            if let Some(age) = age(document, mention.tokens.end) {
                let age = format!("{age}-year-old");
                self.add_tie(entity, mention.tokens.end, &age, Vec::new());
                if let Some(entity) = self.entities.get_mut(entity) {
                    entity.age = Some(age);
                }
            }
            if let Some((party, place)) = party_and_seat(document, mention.tokens.end)
                && let Some(party) = partisan(party)
            {
                self.add_tie(entity, mention.tokens.end, party, vec![place.to_owned()]);
            }
            for role in &mention.roles {
                // *Republican Ana Ruiz* is *the Republican candidate* where the article calls nobody else so.
                let party = document.folded(role.end.saturating_sub(1));
                if mention::PARTISAN.contains(&party) {
                    self.add_tie(entity, role.start, "candidate", vec![party.to_owned()]);
                    let words = role.start..role.end - 1;
                    let words = words
                        .filter(|&token| tells(document, token))
                        .map(|token| document.folded(token).to_owned());
                    self.add_tie(entity, role.start, party, words.collect());
                }
                if mention::is_police_rank(document.word(role.start)) {
                    self.add_tie(entity, role.start, "officer", Vec::new());
                }
                if let Some(head) = mention::role_head(document, role.clone()) {
                    self.tied_at.insert(head, entity);
                    let words = role
                        .clone()
                        .filter(|&token| token != head && tells(document, token))
                        .map(|token| document.folded(token).to_owned());
                    let place = (role.end <= mention.name.start)
                        .then(|| seat(document, mention.tokens.end))
                        .flatten();
                    let words: Vec<String> = words.chain(place).collect();
                    let from = role.start.saturating_sub(1);
                    let said = (from..role.end).map(|token| document.folded(token));
                    let tenure = Tenure::of(said);
                    let noun = document.folded(head);
                    if let Some(words) = of_chief_executive(noun, &words) {
                        self.tie_to(entity, role.start, "ceo", words, tenure);
                    }
                    self.tie_to(entity, role.start, noun, words, tenure);
                }
            }
        }
        for index in 0..self.entities.len() {
            let Some(entity) = self.entities.get(index) else {
                continue;
            };
            let Some((at, known)) = entity
                .gazetteer
                .and_then(|at| Some((at, gazetteer.entry(at)?)))
            else {
                continue;
            };
            let Some(role) = &known.role else { continue };
            let first = entity.first;
            let folded = gazetteer::fold(role);
            let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
            let tenure = match Tenure::of(folded.split(' ')) {
                Tenure::Current if !gazetteer.is_users(at) => Tenure::Undated,
                said => said,
            };
            let end = words
                .iter()
                .position(|word| crate::lexicon::classes(word).is(Classes::PREPOSITION))
                .unwrap_or(words.len());
            let head = words.iter().take(end).rposition(|word| {
                crate::lexicon::classes(word)
                    .is(Classes::ROLE.or(Classes::TITLE).or(Classes::PERSON_NOUN))
            });
            if let Some(head) = head {
                let head = words.remove(head);
                words.retain(|word| is_content(word));
                if let Some(org) = &known.org {
                    words.extend(gazetteer::fold(org).split(' ').map(str::to_owned));
                }
                self.tie_to(index, first, &head, words, tenure);
            }
        }
    }

    /// What ties `entity` to descriptions with the head noun `head`, among the last of them.
    pub(in crate::speaker) fn tied(&self, entity: usize, head: &str) -> impl Iterator<Item = &Tie> {
        /// As many as are weighed.
        const MOST: usize = 256;
        let ties = self.ties.get(head_class(head)).into_iter().flatten();
        ties.rev()
            .take(MOST)
            .filter(move |tie| tie.entity == entity)
    }

    /// Ties a description to `entity`, who is so described now.
    pub(in crate::speaker) fn add_tie(
        &mut self,
        entity: usize,
        at: usize,
        head: &str,
        words: Vec<String>,
    ) {
        self.tie_to(entity, at, head, words, Tenure::Current);
    }

    fn tie_to(&mut self, entity: usize, at: usize, head: &str, words: Vec<String>, tenure: Tenure) {
        let tie = Tie {
            tenure,
            entity,
            at,
            head: head.to_owned(),
            words: words
                .into_iter()
                .map(|word| same_word(&word).to_owned())
                .collect(),
        };
        self.ties
            .entry(head_class(head).to_owned())
            .or_default()
            .push(tie);
    }
}

/// *the **chief executive** of the airline*, ***chief executive** officer*: what is said of a *CEO* besides; nothing where `head` with `words` is
/// something else.
pub(in crate::speaker) fn of_chief_executive(head: &str, words: &[String]) -> Option<Vec<String>> {
    let has = |what: &str| words.iter().any(|word| word == what);
    let is = match head {
        "executive" => has("chief"),
        "officer" => has("chief") && has("executive"),
        _ => false,
    };
    let of_title = |word: &String| matches!(word.as_str(), "chief" | "executive");
    is.then(|| {
        words
            .iter()
            .filter(|word| !of_title(word))
            .cloned()
            .collect()
    })
}

/// The role that the verb of a clause behind a name gives, and where: *May, who chairs the panel,*; *Day, prosecuting,*.
fn acted(document: &Document, end: usize) -> Option<(&'static str, usize)> {
    const VERBS: [(&str, &str); 24] = [
        ("advises", "adviser"),
        ("chaired", "chair"),
        ("chairs", "chair"),
        ("coaches", "coach"),
        ("commands", "commander"),
        ("defending", "attorney"),
        ("directs", "director"),
        ("edited", "editor"),
        ("edits", "editor"),
        ("headed", "head"),
        ("heads", "head"),
        ("hosts", "host"),
        ("investigating", "investigator"),
        ("leads", "leader"),
        ("led", "leader"),
        ("manages", "manager"),
        ("mediates", "mediator"),
        ("mediating", "mediator"),
        ("moderated", "moderator"),
        ("moderates", "moderator"),
        ("owns", "owner"),
        ("presiding", "judge"),
        ("prosecuting", "prosecutor"),
        ("represents", "attorney"),
    ];
    let mut at = end;
    if document.word(at) != "," {
        return None;
    }
    at += 1;
    if document.folded(at) == "who" {
        at += 1;
        if matches!(document.folded(at), "is" | "was" | "has" | "had") {
            at += 1;
        }
    }
    let verb = document.folded(at);
    let role = VERBS.iter().find(|(form, _)| *form == verb)?.1;
    Some((role, at))
}

/// Where the words behind a name say that somebody was picked for a post: *Roe, the mayor’s choice to run the harbour,*.
fn chosen(document: &Document, end: usize) -> Option<usize> {
    const FAR: usize = 6;
    if document.word(end) != "," {
        return None;
    }
    let plain = |&token: &usize| !matches!(document.shape(token), Shape::Punctuation | Shape::Mark);
    (end + 1..end + 1 + FAR).take_while(plain).find(|&token| {
        matches!(document.folded(token), "choice" | "pick" | "selection")
            && matches!(document.folded(token + 1), "for" | "to")
    })
}

/// What somebody is called, as the words behind the name say: *Piotr Roe, known in the trade as ‘Bez’,*.
pub(super) fn nickname(document: &Document, end: usize) -> Option<String> {
    const FAR: usize = 10;
    let called = (end..end + 3).find(|&token| {
        matches!(
            document.folded(token),
            "known" | "nicknamed" | "called" | "dubbed"
        )
    })?;
    let open = (called..called + FAR).find(|&token| document.shape(token) == Shape::Mark)?;
    let close = document.shape(open + 2) == Shape::Mark;
    let plain = (called + 1..open).all(|token| document.shape(token) == Shape::Lower);
    (plain && close && document.shape(open + 1).is_capital())
        .then(|| document.folded(open + 1).to_owned())
}

/// The nickname in a name: *Ana “Nan” Ruiz*, *Ana (Nan) Ruiz*.
pub(super) fn nickname_within(document: &Document, mention: &Mention) -> Option<String> {
    let edge = |token: usize| document.shape(token) == Shape::Mark || document.word(token) == "(";
    let open = mention.name.clone().find(|&token| edge(token))?;
    let close = open + 2;
    let alone = mention.name.contains(&close)
        && (document.shape(close) == Shape::Mark || document.word(close) == ")");
    (alone && document.shape(open + 1).is_capital()).then(|| document.folded(open + 1).to_owned())
}

/// The age behind a name: *Ruiz, 52, said*; *Ruiz (52)*.
pub(super) fn age<'d>(document: &'d Document, end: usize) -> Option<&'d str> {
    let age = document.folded(end + 1);
    let number = document.shape(end + 1) == Shape::Number
        && age.len() < 4
        && age.bytes().all(|byte| byte.is_ascii_digit());
    let framed = match document.word(end) {
        "," => matches!(document.word(end + 2), "," | "." | ";"),
        "(" => document.word(end + 2) == ")",
        _ => false,
    };
    (number && framed).then_some(age)
}

/// Where somebody with a title is from, as the words at `at`, behind the name, say: *of Ohio*, *(D-Ohio)*.
fn seat(document: &Document, at: usize) -> Option<String> {
    if let Some((_, place)) = party_and_seat(document, at) {
        return Some(place.to_owned());
    }
    // The second word of *New York* tells which *New* it is.
    let place = at + 1 + usize::from(document.shape(at + 2).is_capital());
    (document.folded(at) == "of" && document.shape(at + 1).is_capital())
        .then(|| document.folded(place).to_owned())
}

/// *(D-Ohio)*, *, R-Ky.,* behind a name: the letters of the party, and the place. Folded.
fn party_and_seat<'d>(document: &'d Document, at: usize) -> Option<(&'d str, &'d str)> {
    let opens = matches!(document.word(at), "(" | ",");
    let (party, place) = document.folded(at + 1).split_once('-').filter(|_| opens)?;
    let known = party.len() == 1 || document.word(at) == "(" && party.len() <= 3;
    (known && document.shape(at + 1).is_capital()).then_some((party, place))
}

/// What one of the party is called whose letter stands before a seat.
fn partisan(party: &str) -> Option<&'static str> {
    match party {
        "d" => Some("democrat"),
        "r" => Some("republican"),
        "i" => Some("independent"),
        _ => None,
    }
}
