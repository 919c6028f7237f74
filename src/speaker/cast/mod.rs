//! The article's cast: which mentions are the same person or body.

mod bearer;
mod given;
mod kind;
mod post;
mod tie;

use rustc_hash::FxHashMap;

use given::same_given;
use kind::acts;
use post::{post, posts};
use tie::{nickname, nickname_within};

use super::{SpeakerKind, body};
use crate::attribution::Attribution;
use crate::document::{Document, Shape};
use crate::gazetteer::{self, Gazetteer, Gender};
use crate::lexicon::Classes;
use crate::mention::{self, Mention, MentionKind, folded_name, is_suffix};

pub(super) use bearer::Bearer;
pub(super) use kind::is_somebody_else;
pub(super) use post::{LEADERS, tells};
pub(crate) use post::{head_class, same_word};
pub(super) use tie::{Tenure, Tie, of_chief_executive};

/// How many bearers of one name are weighed: an article with more is no article.
const BEARERS: usize = 32;

/// Someone or something the article speaks of.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) kind: SpeakerKind,
    pub(super) gender: Gender,
    /// The fullest name so far.
    pub(super) name: String,
    /// Its folded words.
    pub(super) words: Vec<String>,
    /// Is it a given name with a surname, not one of them alone?
    pub(super) full: bool,
    /// The first token it is mentioned at.
    pub(super) first: usize,
    /// Its mentions, by index, in text order.
    pub(super) mentions: Vec<usize>,
    /// Those of them that have the full name.
    full_mentions: Vec<usize>,
    /// How often a bare surname was read as this person.
    bare: usize,
    pub(super) aliases: Vec<String>,
    pub(super) roles: Vec<String>,
    /// Their posts, as [`post`] has them.
    posts: Vec<String>,
    pub(super) gazetteer: Option<usize>,
    /// Is it used as a name is, and not only to open sentences or to say where?
    pub(super) acts: bool,
    /// As *52-year-old*.
    pub(super) age: Option<String>,
}

impl Entity {
    fn has_posts(&mut self, posts: impl Iterator<Item = String>) {
        for post in posts {
            if !self.posts.contains(&post) && self.posts.len() < BEARERS {
                self.posts.push(post);
            }
        }
    }
}

/// Everybody the article mentions.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) entities: Vec<Entity>,
    /// The entity of each mention.
    pub(super) of: Vec<Option<usize>>,
    /// Persons by surname, first name and other words of the name.
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    by_middle: FxHashMap<String, Vec<usize>>,
    /// Everything else by its folded name.
    by_name: FxHashMap<String, usize>,
    /// Those that the gazetteer knows, by its entries.
    by_entry: FxHashMap<usize, usize>,
    /// Bodies by the initials of their names, by their first word and by their last.
    by_initials: FxHashMap<String, usize>,
    by_opener: FxHashMap<String, Vec<usize>>,
    pub(super) bodies: FxHashMap<String, Vec<usize>>,
    /// Persons by the words of their roles, folded.
    by_role: FxHashMap<String, usize>,
    /// Whose role the noun at a token heads.
    pub(super) tied_at: FxHashMap<usize, usize>,
    /// Descriptions by the kind of their head noun.
    pub(super) ties: FxHashMap<String, Vec<Tie>>,
}

/// The folded words of a person's name, without suffix; and the suffix.
fn person_words(document: &Document, mention: &Mention) -> (Vec<String>, Option<String>) {
    let mut suffix = None;
    let mut words = Vec::new();
    // A nickname is no part of it: *Ana “Nan” Ruiz*.
    let mut inside = false;
    for token in mention.name.clone() {
        let edge =
            document.shape(token) == Shape::Mark || matches!(document.word(token), "(" | ")");
        inside ^= edge;
        if edge || inside || !document.shape(token).is_word() {
            continue;
        }
        let word = document.folded(token).trim_end_matches('.');
        if is_suffix(word) && token > mention.name.start {
            suffix = Some(word.to_owned());
        } else {
            words.push(word.to_owned());
        }
    }
    (words, suffix)
}

/// The folded name of a firm, of two words or more, without what it is by law: *hobley foods* of *hobley foods plc*.
fn firm(folded: &str) -> Option<&str> {
    const BY_LAW: [&str; 19] = [
        "ab",
        "ag",
        "asa",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kk",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oyj",
        "plc",
        "sa",
    ];
    let (name, last) = folded.rsplit_once(' ')?;
    let name = name.trim_end_matches([',', ' ']);
    (BY_LAW.contains(&last) && name.contains(' ')).then_some(name)
}

/// The name as the article writes it; a name in capitals throughout is set as a name.
fn written(document: &Document, mention: &Mention) -> String {
    let text = document.slice(document.span_of(mention.name.clone()));
    let text: Vec<&str> = text.split_whitespace().collect();
    let capitals = mention.kind == MentionKind::Person
        && mention.name.len() > 1
        && mention
            .name
            .clone()
            .all(|token| document.shape(token) == Shape::Upper && document.folded(token).len() > 1);
    if !capitals {
        return text.join(" ");
    }
    let words = text.iter().map(|word| {
        let mut chars = word.chars();
        chars
            .next()
            .into_iter()
            .chain(chars.flat_map(char::to_lowercase))
            .collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

impl Cast {
    /// Reads the mentions of `document`.
    pub(super) fn new(
        document: &Document,
        attributions: &[Attribution],
        gazetteer: &Gazetteer,
    ) -> Self {
        let mut cast = Cast {
            of: vec![None; document.mentions.len()],
            ..Cast::default()
        };
        for (index, mention) in document.mentions.iter().enumerate() {
            if is_full(mention) && !cast.closes_full_name(document, mention) {
                let entity = cast.person(document, mention);
                cast.assign(document, index, entity);
            }
        }
        for (index, mention) in document.mentions.iter().enumerate() {
            if let (true, Some(entity)) = (is_full(mention), cast.of.get(index).copied().flatten())
                && let Some(nickname) = nickname_within(document, mention)
                    .or_else(|| nickname(document, mention.tokens.end))
            {
                let bearers = cast.by_first.entry(nickname).or_default();
                if !bearers.contains(&entity) {
                    bearers.push(entity);
                }
            }
        }
        cast.partners(document);
        for entity in &mut cast.entities {
            if let Some(known) = entity.gazetteer.and_then(|known| gazetteer.entry(known)) {
                let titles = known.titles.iter();
                entity.has_posts(titles.map(|title| post(title.split(' '))));
            }
        }
        // Full names of bodies first: acronyms go back to them.
        for (index, mention) in document
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.name.len() > 1)
            .chain(
                document
                    .mentions
                    .iter()
                    .enumerate()
                    .filter(|(_, mention)| mention.name.len() == 1),
            )
        {
            if let Some(entity) = cast.by_person_initials(document, mention) {
                cast.assign(document, index, entity);
                continue;
            }
            let body = match mention.kind {
                // Whose account it is shows when everybody is known.
                MentionKind::Organization if document.word(mention.name.start).starts_with('@') => {
                    false
                }
                MentionKind::Organization => !cast.is_label(document, mention),
                MentionKind::Place => {
                    !cast
                        .by_last
                        .contains_key(document.folded(mention.name.start))
                        || mention.name.len() > 1
                }
                MentionKind::Name => {
                    mention.name.len() > 1 && !cast.closes_full_name(document, mention)
                }
                _ => false,
            };
            if body && cast.of.get(index).is_some_and(Option::is_none) {
                let entity = cast.body(document, mention);
                cast.assign(document, index, entity);
                cast.tell_by_which(document, mention, entity);
            }
        }
        for (index, mention) in document.mentions.iter().enumerate() {
            let open = cast.of.get(index).is_some_and(Option::is_none);
            if open && mention.kind.is_name() {
                let known = cast
                    .by_gazetteer(mention)
                    .or_else(|| cast.by_handle(document.folded(mention.name.start)))
                    .map(Bearer::One);
                let bearer = known.unwrap_or_else(|| cast.bearer(document, index, mention));
                let entity = match bearer {
                    Bearer::One(entity) => entity,
                    Bearer::Several(_) => continue,
                    Bearer::Nobody => match cast.by_edge_word(document, mention) {
                        Some(body) => body,
                        None => cast.single(document, gazetteer, mention),
                    },
                };
                cast.assign(document, index, entity);
                cast.tell_by_which(document, mention, entity);
            }
        }
        for (index, entity) in cast.entities.iter().enumerate() {
            for role in &entity.roles {
                cast.by_role.entry(role.to_lowercase()).or_insert(index);
            }
        }
        for entity in &mut cast.entities {
            entity.mentions.sort_unstable();
            entity.acts = acts(document, &entity.mentions);
            if let Some(known) = entity.gazetteer.and_then(|known| gazetteer.entry(known)) {
                if entity.full || entity.kind != SpeakerKind::Person {
                    entity.name.clone_from(&known.name);
                }
                if known.gender != Gender::Unknown {
                    entity.gender = known.gender;
                }
                entity.kind = known.kind;
            }
        }
        cast.settle_kinds(document, attributions);
        cast.tie(document, gazetteer);
        cast
    }

    /// Is it the surname of somebody known, of several words: *Vargas Llosa* after *Mario Vargas Llosa*?
    fn closes_full_name(&self, document: &Document, mention: &Mention) -> bool {
        let given = document.classes(mention.name.start);
        if given.is(Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE)) {
            return false;
        }
        let (words, _) = person_words(document, mention);
        let bearers = words.last().and_then(|last| self.by_last.get(last));
        let mut bearers = bearers.into_iter().flatten();
        bearers.any(|&bearer| {
            self.entities.get(bearer).is_some_and(|bearer| {
                bearer.full && bearer.words.len() > words.len() && bearer.words.ends_with(&words)
            })
        })
    }

    /// The one person whose initials a label has: *KHJ:* after *Kwon Hae-jin*.
    fn by_person_initials(&self, document: &Document, mention: &Mention) -> Option<usize> {
        let label = document.folded(mention.name.start);
        let is_label = mention.name.len() == 1
            && document.shape(mention.name.start) == Shape::Upper
            && document.word(mention.name.end) == ":"
            && (2..=4).contains(&label.chars().count());
        if !is_label {
            return None;
        }
        let initials = |entity: &Entity| -> String {
            let parts = entity.words.iter().flat_map(|word| word.split('-'));
            parts.filter_map(|part| part.chars().next()).collect()
        };
        let mut fits = self
            .entities
            .iter()
            .enumerate()
            .take(200)
            .filter(|(_, entity)| entity.full && entity.kind == SpeakerKind::Person)
            .filter(|(_, entity)| initials(entity) == label);
        let (first, _) = fits.next()?;
        fits.next().is_none().then_some(first)
    }

    /// *Castle Estates, which owns the row*: no person is a *which*.
    fn tell_by_which(&mut self, document: &Document, mention: &Mention, entity: usize) {
        if body::is_which(document, mention)
            && let Some(entity) = self.entities.get_mut(entity)
            // *Publisher Northlight, which*
            && (entity.kind == SpeakerKind::Unknown || !entity.full)
        {
            entity.kind = SpeakerKind::Organization;
        }
    }

    /// *Hobley* after or before *Hobley Foods*, *Rovers* beside *Hobley Rovers*: the one body whose name begins or ends so, where the
    /// word means nothing else.
    fn by_edge_word(&self, document: &Document, mention: &Mention) -> Option<usize> {
        let at = mention.name.start;
        let word = document.folded(at);
        let plain = mention.kind == MentionKind::Name
            && mention.name.len() == 1
            && document.shape(at) == Shape::Capitalized
            && !mention::PARTISAN.contains(&word);
        let bodies = match document.classes(at) {
            Classes::NONE | Classes::PORTFOLIO => self.by_opener.get(word),
            Classes::BODY_LAST => self.bodies.get(word),
            _ => None,
        };
        let &[body] = bodies.filter(|_| plain)?.as_slice() else {
            return None;
        };
        let which = body::is_which(document, mention);
        let known = self.entities.get(body)?;
        (known.kind == SpeakerKind::Organization || which && known.kind == SpeakerKind::Unknown)
            .then_some(body)
    }

    /// Is a word in capitals somebody's surname: the label of a transcript?
    fn is_label(&self, document: &Document, mention: &Mention) -> bool {
        mention.name.len() == 1
            && document.shape(mention.name.start) == Shape::Upper
            && self
                .by_last
                .contains_key(document.folded(mention.name.start))
    }

    fn assign(&mut self, document: &Document, index: usize, entity: usize) {
        let (Some(mention), Some(slot)) = (document.mentions.get(index), self.of.get_mut(index))
        else {
            return;
        };
        *slot = Some(entity);
        if let Some(known) = mention.gazetteer {
            self.by_entry.entry(known).or_insert(entity);
        }
        let Some(entity) = self.entities.get_mut(entity) else {
            return;
        };
        entity.mentions.push(index);
        entity.first = entity.first.min(mention.tokens.start);
        let name = written(document, mention);
        let full = is_full(mention);
        if full {
            entity.full_mentions.push(index);
        } else if entity.full {
            entity.bare += 1;
        }
        // Persons: the longest name; bodies: the one used first, which is the fullest by custom.
        let person = matches!(mention.kind, MentionKind::Person | MentionKind::Name);
        if entity.name.is_empty() {
            entity.name = name;
        } else if name != entity.name {
            let longer = name.split(' ').count() > entity.name.split(' ').count();
            let other = if longer && (person || mention.kind == MentionKind::Organization) {
                std::mem::replace(&mut entity.name, name)
            } else {
                name
            };
            if !entity.aliases.contains(&other) && entity.aliases.len() < BEARERS {
                entity.aliases.push(other);
            }
        }
        let canonical = entity.name.clone();
        entity.aliases.retain(|alias| *alias != canonical);
        if mention.gender != Gender::Unknown && (entity.gender == Gender::Unknown || !entity.full) {
            entity.gender = mention.gender;
        }
        if mention.kind == MentionKind::Person {
            entity.kind = SpeakerKind::Person;
        }
        if entity.gazetteer.is_none() {
            entity.gazetteer = mention.gazetteer;
        }
        for role in &mention.roles {
            let words: Vec<&str> = document
                .slice(document.span_of(role.clone()))
                .split_whitespace()
                .collect();
            let role = words.join(" ");
            if !entity.roles.contains(&role) && entity.roles.len() < BEARERS {
                entity.roles.push(role);
            }
        }
        entity.has_posts(posts(document, mention));
    }

    fn push(&mut self, kind: SpeakerKind, words: Vec<String>, full: bool) -> usize {
        self.entities.push(Entity {
            kind,
            words,
            full,
            first: usize::MAX,
            ..Entity::default()
        });
        self.entities.len() - 1
    }

    /// Whoever the gazetteer's entry of a mention is here already, by whatever name.
    fn by_gazetteer(&self, mention: &Mention) -> Option<usize> {
        self.by_entry.get(&mention.gazetteer?).copied()
    }

    /// The person of a full name.
    fn person(&mut self, document: &Document, mention: &Mention) -> usize {
        let (words, suffix) = person_words(document, mention);
        let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) else {
            return self.push(SpeakerKind::Person, words, true);
        };
        let fits = |entity: &Entity| {
            let given = entity
                .words
                .first()
                .is_some_and(|other| same_given(&first, other))
                || mention::is_particle(&first) && entity.words.ends_with(&words);
            let gender = entity.gender == Gender::Unknown
                || mention.gender == Gender::Unknown
                || entity.gender == mention.gender;
            // *Ana Ruiz Jr.* after *Ana Ruiz* or *Ana Ruiz Sr.* is somebody else; *Ana Ruiz* after *Ana Ruiz Jr.* is not.
            let known = entity.words.last().filter(|word| is_suffix(word));
            given
                && gender
                && !are_two(entity, mention)
                && (suffix.is_none() || suffix.as_ref() == known)
                && (entity.words.len() < 4 || words.len() < 4 || entity.words == words)
        };
        let known = self.by_gazetteer(mention);
        let found = self
            .by_last
            .get(&last)
            .into_iter()
            .flatten()
            .copied()
            .find(|&entity| self.entities.get(entity).is_some_and(fits));
        if let (None, Some(found)) = (known, found) {
            return found;
        }
        let mut stored = words.clone();
        stored.extend(suffix);
        let entity = known.unwrap_or_else(|| self.push(SpeakerKind::Person, stored, true));
        let index = |map: &mut FxHashMap<String, Vec<usize>>, word: String| {
            let bearers = map.entry(word).or_default();
            if bearers.len() < BEARERS && !bearers.contains(&entity) {
                bearers.push(entity);
            }
        };
        index(&mut self.by_last, last);
        index(&mut self.by_first, first);
        for word in words
            .iter()
            .skip(1)
            .take(words.len().saturating_sub(2))
            .filter(|word| word.len() > 2)
        {
            index(&mut self.by_middle, word.clone());
        }
        entity
    }

    /// The body or place of a name.
    fn body(&mut self, document: &Document, mention: &Mention) -> usize {
        let folded = folded_name(document, mention.name.clone()).replace('.', "");
        if let Some(entity) = self.by_gazetteer(mention) {
            self.by_name.entry(folded).or_insert(entity);
            return entity;
        }
        let firm = firm(&folded);
        let known = self.by_name.get(&folded);
        if let Some(&entity) = known.or_else(|| self.by_name.get(firm?)) {
            if firm.is_some()
                && let Some(known) = self.entities.get_mut(entity)
                && known.kind == SpeakerKind::Unknown
            {
                known.kind = SpeakerKind::Organization;
            }
            return entity;
        }
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        if let ([only], true) = (
            words.as_slice(),
            document.shape(mention.name.start) == Shape::Upper,
        ) && let Some(&entity) = self.by_initials.get(only.as_str())
        {
            self.by_name.insert(folded, entity);
            return entity;
        }
        let last = words.last().cloned().unwrap_or_default();
        // *Arms Board* after *Independent Arms Board*, or before it; *the Times* after *Bay Times*.
        let alike = |entity: &Entity| {
            if are_two(entity, mention) {
                return false;
            }
            let (short, long) = if words.len() <= entity.words.len() {
                (&words, &entity.words)
            } else {
                (&entity.words, &words)
            };
            long.ends_with(short) && (short.len() > 1 || words.len() == 1 && mention.definite)
        };
        // *Police said …* opens many a sentence, whoever they are; where one force has its name, it is that one.
        if words == [super::unnamed::POLICE] && !mention.definite {
            let forces = self
                .bodies
                .get(super::unnamed::POLICE)
                .map_or(&[][..], Vec::as_slice);
            if let &[force] = forces {
                return force;
            }
        }
        let found = self
            .bodies
            .get(&last)
            .into_iter()
            .flatten()
            .rev()
            .take(BEARERS)
            .copied()
            .find(|&entity| {
                self.entities.get(entity).is_some_and(|known| {
                    known.kind != SpeakerKind::Unknown
                        && mention.kind == MentionKind::Organization
                        && alike(known)
                })
            });
        let entity = found.unwrap_or_else(|| {
            let kind = match mention.kind {
                MentionKind::Name => SpeakerKind::Unknown,
                _ => SpeakerKind::Organization,
            };
            self.push(kind, words.clone(), false)
        });
        if let Some(firm) = firm {
            self.by_name.entry(firm.to_owned()).or_insert(entity);
        }
        self.by_name.insert(folded, entity);
        self.bodies.entry(last).or_default().push(entity);
        if let ([first, _, ..], true) = (words.as_slice(), found.is_none()) {
            self.by_opener
                .entry(first.clone())
                .or_default()
                .push(entity);
        }
        if words.len() > 1 {
            let initials: String = words
                .iter()
                .filter(|word| {
                    !matches!(
                        word.as_str(),
                        "of" | "the" | "and" | "for" | "on" | "in" | "&"
                    )
                })
                .filter_map(|word| word.chars().next())
                .collect();
            if initials.len() > 1 {
                self.by_initials.entry(initials).or_insert(entity);
            }
            // *Alliance for Open Streets (AOS)*: the article says so itself.
            let at = mention.name.end;
            if document.word(at) == "("
                && document.word(at + 2) == ")"
                && document.shape(at + 1) == Shape::Upper
            {
                let short = document.folded(at + 1).replace('.', "");
                self.by_name.entry(short).or_insert(entity);
            }
        }
        entity
    }

    /// Someone or something by one name that nothing fuller explains.
    fn single(&mut self, document: &Document, gazetteer: &Gazetteer, mention: &Mention) -> usize {
        let word = folded_name(document, mention.name.clone());
        let kind = match mention.kind {
            MentionKind::Person => SpeakerKind::Person,
            MentionKind::Organization | MentionKind::Place => SpeakerKind::Organization,
            _ => SpeakerKind::Unknown,
        };
        let title = mention.tokens.start..mention.name.start;
        let known = (!title.is_empty())
            .then(|| {
                let title = folded_name(document, title);
                gazetteer.by_title(&title, &word, document.published)
            })
            .flatten();
        let here = known.and_then(|known| self.by_entry.get(&known).copied());
        let entity = here.unwrap_or_else(|| self.push(kind, vec![word.clone()], false));
        if let Some(entity) = self.entities.get_mut(entity).filter(|_| here.is_none())
            && kind != SpeakerKind::Organization
        {
            entity.gender = given::gender(document, mention.name.start);
        }
        if let Some(known) = known {
            self.by_entry.insert(known, entity);
            if let Some(entity) = self.entities.get_mut(entity) {
                entity.gazetteer = Some(known);
            }
        }
        self.by_last.entry(word).or_default().push(entity);
        entity
    }

    /// The entity of a phrase that is no name, made where it is new.
    pub(super) fn named(&mut self, kind: SpeakerKind, name: &str, at: usize) -> usize {
        let key = format!("{kind:?} {}", name.to_lowercase());
        if let Some(&entity) = self.by_name.get(&key) {
            return entity;
        }
        let entity = self.push(kind, Vec::new(), false);
        if let Some(entity) = self.entities.get_mut(entity) {
            name.clone_into(&mut entity.name);
            entity.first = at;
        }
        self.by_name.insert(key, entity);
        entity
    }

    /// Learns a gender where none is known.
    pub(super) fn is_of_gender(&mut self, entity: usize, gender: Gender) {
        if let Some(entity) = self.entities.get_mut(entity)
            && entity.gender == Gender::Unknown
        {
            entity.gender = gender;
        }
    }

    /// *his wife, Lorraine*: whatever else the name could be, it is a person's, of this gender where none is known.
    pub(in crate::speaker) fn take_for_human(&mut self, entity: usize, gender: Gender) {
        let Some(known) = self.entities.get_mut(entity) else {
            return;
        };
        if known.kind == SpeakerKind::Unknown {
            known.kind = SpeakerKind::Person;
        }
        if known.kind == SpeakerKind::Person && known.gender == Gender::Unknown {
            known.gender = gender;
        }
    }

    /// *the Meehan twins, James and Ada*: gives whoever is called by a given name alone a surname.
    pub(super) fn give_surname(&mut self, entity: usize, surname: &str) {
        let Some(known) = self.entities.get_mut(entity) else {
            return;
        };
        if known.full || known.words.len() != 1 {
            return;
        }
        let name = format!("{} {surname}", known.name);
        known.aliases.push(std::mem::replace(&mut known.name, name));
        known.kind = SpeakerKind::Person;
        known.full = true;
        let folded = gazetteer::fold(surname);
        known.words.push(folded.clone());
        self.by_last.entry(folded).or_default().push(entity);
    }

    /// Whose account a name like *@senruiz* is: the one person whose given name and surname it has in it, or whose surname
    /// with nothing else but a title, an initial or a nickname; the one body whose name it is.
    pub(super) fn by_handle(&self, handle: &str) -> Option<usize> {
        const BESIDE: [&str; 20] = [
            "", "dr", "fc", "gov", "governor", "hq", "lord", "mayor", "mp", "news", "official",
            "pm", "potus", "pres", "press", "prof", "real", "rep", "sen", "senator",
        ];
        let letters = |text: &str| -> String {
            let text = text.chars().filter(|c| c.is_alphabetic());
            text.flat_map(char::to_lowercase).collect()
        };
        let handle = letters(handle.strip_prefix('@')?);
        let owns = |index: usize, entity: &Entity| {
            let words: Vec<String> = entity.words.iter().map(|word| letters(word)).collect();
            let beside = |name: &str| {
                let rest = handle.replacen(name, "", 1);
                let nickname = || {
                    let bearers = self.by_first.get(&rest);
                    bearers.is_some_and(|bearers| bearers.contains(&index))
                };
                handle.contains(name)
                    && (rest.len() < 2 || BESIDE.contains(&rest.as_str()) || nickname())
            };
            match (entity.kind, words.as_slice()) {
                (SpeakerKind::Person, [given, .., last]) if entity.full => {
                    let named = handle.contains(given.as_str()) && handle.contains(last.as_str());
                    named || last.len() > 3 && beside(last)
                }
                (SpeakerKind::Organization | SpeakerKind::Unknown, [_, ..]) => {
                    let name = words.concat();
                    name.len() > 3 && beside(&name)
                }
                _ => false,
            }
        };
        let known = self.entities.iter().enumerate().take(200);
        let mut fits = known.filter(|&(index, entity)| owns(index, entity));
        let (first, known) = fits.next()?;
        fits.all(|(_, other)| other.words == known.words)
            .then_some(first)
    }

    /// Those who bear the surname of `entity`, which is a full name's; nobody where it is none.
    pub(super) fn family(&self, entity: usize) -> &[usize] {
        let known = self.entities.get(entity).filter(|known| known.full);
        let last = known.and_then(|known| known.words.iter().rfind(|word| !is_suffix(word)));
        let family = last.and_then(|last| self.by_last.get(last));
        family.map_or(&[], Vec::as_slice)
    }

    /// The one other person with the surname of `entity`.
    pub(super) fn namesake(&self, entity: usize) -> Option<usize> {
        match *self.family(entity) {
            [one, other] if one == entity => Some(other),
            [one, other] if other == entity => Some(one),
            _ => None,
        }
    }

    /// Does the article say another age of `entity` than `age` does (*52-year-old*)?
    pub(super) fn has_other_age(&self, entity: usize, age: &str) -> bool {
        let known = self
            .entities
            .get(entity)
            .and_then(|known| known.age.as_deref());
        known.is_some_and(|known| known != age)
    }

    /// The one person of whom a role says this word: *the Italian* after *an Italian engineer, Ana Ruiz*.
    pub(super) fn by_word(&self, word: &str) -> Option<usize> {
        let ties = self.ties.values().flatten().take(1024);
        let mut fits = ties
            .filter(|tie| tie.words.iter().any(|known| known == word))
            .map(|tie| tie.entity)
            .filter(|&entity| {
                let known = self.entities.get(entity);
                known.is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            });
        let first = fits.next()?;
        fits.all(|other| other == first).then_some(first)
    }

    /// The entity that a phrase already is.
    pub(super) fn existing(&self, kind: SpeakerKind, name: &str) -> Option<usize> {
        self.by_name
            .get(&format!("{kind:?} {}", name.to_lowercase()))
            .copied()
    }

    /// Who is first said to be `role`, in just these words: *Princess of Wales*.
    pub(super) fn with_role(&self, role: &str) -> Option<usize> {
        self.by_role.get(&role.to_lowercase()).copied()
    }

    /// The latest mention of `entity` that begins before token `at`.
    pub(super) fn last_mention(
        &self,
        document: &Document,
        entity: usize,
        at: usize,
    ) -> Option<usize> {
        let mentions = &self.entities.get(entity)?.mentions;
        let before = mentions.partition_point(|&index| {
            document
                .mentions
                .get(index)
                .is_some_and(|mention| mention.tokens.start < at)
        });
        before
            .checked_sub(1)
            .and_then(|last| mentions.get(last))
            .copied()
    }
}

/// Does the gazetteer know the two by different entries? Then they are two, however alike their names.
fn are_two(entity: &Entity, mention: &Mention) -> bool {
    let known = entity.gazetteer.zip(mention.gazetteer);
    known.is_some_and(|(one, other)| one != other)
}

/// A name of several words that is a person's.
fn is_full(mention: &Mention) -> bool {
    mention.kind == MentionKind::Person && mention.name.len() > 1
}
