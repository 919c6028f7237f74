//! Relatives, *his sister*, *my father*; and others of two, *her co-author*.
//!
//! Who is whose relative stands beside names: *her brother Jonah*, *Ada Moss, the wife of Per Moss*, *my parents, Ada and
//! Per Moss*. A description is answered by that, also the other way about (whose brother Jonah is, that is his sister) and
//! over one more (the father of her uncle is her grandfather); or else by the family's name.

use std::ops::Range;

use super::phrase::{self, Noun};
use super::{Area, Finding, Linker, Resolution, SpeakerKind, rank};
use crate::attribution::QuoteType;
use crate::document::Shape;
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind, gender_of};

/// The source of no attribution.
const NONE: usize = usize::MAX;

/// What somebody is to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Parent,
    Child,
    Sibling,
    Spouse,
    Grandparent,
    Grandchild,
    /// Uncle or aunt.
    Uncle,
    /// Nephew or niece.
    Nephew,
    Cousin,
}

impl Relation {
    fn of(noun: &str) -> Option<Self> {
        Some(match noun {
            "father" | "mother" | "dad" | "mom" | "mum" => Self::Parent,
            "son" | "daughter" => Self::Child,
            "brother" | "sister" => Self::Sibling,
            "husband" | "wife" | "widow" | "widower" => Self::Spouse,
            "grandfather" | "grandmother" => Self::Grandparent,
            "grandson" | "granddaughter" => Self::Grandchild,
            "uncle" | "aunt" => Self::Uncle,
            "nephew" | "niece" => Self::Nephew,
            "cousin" => Self::Cousin,
            _ => return None,
        })
    }

    /// What the other one is.
    fn reverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Grandparent => Self::Grandchild,
            Self::Grandchild => Self::Grandparent,
            Self::Uncle => Self::Nephew,
            Self::Nephew => Self::Uncle,
            Self::Sibling | Self::Spouse | Self::Cousin => self,
        }
    }
}

/// Does the noun say whose relative somebody is?
pub(super) fn is_relative(noun: &str) -> bool {
    Relation::of(noun).is_some()
}

/// Whose relative somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Of the cast.
    Entity(usize),
    /// *my* in the article's own words.
    Writer,
    /// *their*: of some of those who are relatives.
    Some,
}

/// That `relative` is the `relation` of `owner`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    owner: Owner,
    relation: Relation,
    relative: usize,
}

/// Those who are the `relation` of `owner` by one tie.
fn by_one(ties: &[Tie], owner: Owner, relation: Relation) -> Vec<usize> {
    // *Their father* is nobody's whom no tie has to do with.
    let of_family = |tie: &Tie| tie.owner == owner || Owner::Entity(tie.relative) == owner;
    let of_some = owner == Owner::Some || ties.iter().any(of_family);
    let direct = ties.iter().filter(|tie| {
        let may = match tie.owner {
            Owner::Some => of_some,
            other => other == owner || owner == Owner::Some,
        };
        tie.relation == relation && may && owner != Owner::Entity(tie.relative)
    });
    let mut found: Vec<usize> = direct.map(|tie| tie.relative).collect();
    found.extend(ties.iter().filter_map(|tie| match tie.owner {
        Owner::Entity(other)
            if tie.relation.reverse() == relation && owner == Owner::Entity(tie.relative) =>
        {
            Some(other)
        }
        _ => None,
    }));
    found
}

/// Those who are the `relation` of `owner`, by one tie or else by two.
fn relatives(ties: &[Tie], owner: Owner, relation: Relation) -> Vec<usize> {
    let found = by_one(ties, owner, relation);
    if !found.is_empty() {
        return found;
    }
    let (between, last): (&[Relation], Relation) = match relation {
        Relation::Parent => (&[Relation::Sibling], Relation::Parent),
        Relation::Sibling => (&[Relation::Parent], Relation::Child),
        Relation::Grandparent => (&[Relation::Parent, Relation::Uncle], Relation::Parent),
        _ => return found,
    };
    let between = between
        .iter()
        .flat_map(|&relation| by_one(ties, owner, relation));
    between
        .flat_map(|other| by_one(ties, Owner::Entity(other), last))
        .filter(|&other| owner != Owner::Entity(other))
        .collect()
}

impl Linker<'_, '_> {
    /// Reads who is whose relative, and whom *my mother* means where nobody speaks.
    pub(super) fn read_kin(&mut self) {
        const MOST: usize = 256;
        let document = self.document;
        for (index, mention) in document.mentions.iter().enumerate() {
            let Some(entity) = self.entity_of(index) else {
                continue;
            };
            for role in &mention.roles {
                self.read_role(role.clone(), entity);
            }
            // *my parents, Ada and Per Moss*
            let start = mention.tokens.start;
            let parents = start.checked_sub(2).filter(|&noun| {
                document.word(noun + 1) == "," && document.folded(noun) == "parents"
            });
            if let Some(parents) = parents
                && let Some(owner) = self.owner(parents..parents + 1, NONE)
                && let Some(other) = self.partner(index)
            {
                for relative in [entity, other] {
                    self.kin.push(Tie {
                        owner,
                        relation: Relation::Parent,
                        relative,
                    });
                }
            }
            self.read_siblings(index);
            if self.kin.len() > MOST {
                break;
            }
        }
        let humans = document.mentions.iter();
        for mention in humans
            .filter(|mention| mention.kind == MentionKind::Human)
            .take(MOST)
        {
            let head = mention.name.end - 1;
            let noun = document.folded(head);
            if let Some(relation) = Relation::of(noun)
                && let Some(owner) = self.owner(mention.name.clone(), NONE)
            {
                let family = || match owner {
                    Owner::Entity(of) => self.by_family(of, noun),
                    _ => None,
                };
                let told = self.only(owner, relation, gender_of(noun));
                if let Some(entity) = told.or_else(family) {
                    self.described.insert(head, entity);
                }
            }
        }
    }

    /// Reads what a role of `entity` says of its family: *her brother*, *wife of Per Moss*, *her brother, the poet*.
    fn read_role(&mut self, role: Range<usize>, relative: usize) {
        let document = self.document;
        let mut phrases = vec![role.clone()];
        let article = |at: usize| document.folded(at) == "the";
        let before = role.start - usize::from(role.start > 0 && article(role.start - 1));
        if before > 1 && document.word(before - 1) == "," {
            phrases.push(before - 2..before - 1);
        }
        for words in phrases {
            let head = words
                .clone()
                .rev()
                .find_map(|at| Some((at, Relation::of(document.folded(at))?)));
            let Some((head, relation)) = head else {
                continue;
            };
            let owner = if document.folded(head + 1) == "of" {
                phrase::name_at(document, head + 2)
                    .and_then(|name| self.entity_of(name))
                    .map(Owner::Entity)
            } else {
                self.owner(words.start..head + 1, NONE)
            };
            if let Some(owner) = owner {
                self.kin.push(Tie {
                    owner,
                    relation,
                    relative,
                });
                self.cast
                    .take_for_human(relative, gender_of(document.folded(head)));
                if let (Owner::Entity(of), Relation::Spouse) = (owner, relation) {
                    self.cast.marry(of, relative);
                }
            }
        }
    }

    /// *the Ferrante twins, Luca in blue and Marco in red*: gives those in the sentence behind mention `index` its name.
    fn read_siblings(&mut self, index: usize) {
        const SEVERAL: usize = 4;
        const NEAR: usize = 32;
        let document = self.document;
        let Some(family) = document.mentions.get(index) else {
            return;
        };
        let plural = family.name.end;
        let siblings = matches!(
            document.folded(plural),
            "brothers" | "siblings" | "sisters" | "triplets" | "twins"
        );
        if !siblings || document.word(plural + 1) != "," || !family.definite {
            return;
        }
        let sentence = document.sentence_at(family.span.start);
        let behind = document
            .mentions
            .iter()
            .enumerate()
            .skip(index + 1)
            .take(NEAR);
        let names: Vec<(usize, usize)> = behind
            .filter(|(_, mention)| mention.kind.is_name())
            .take_while(|(_, mention)| document.sentence_at(mention.span.start) == sentence)
            .filter(|(_, mention)| {
                let opener = document.word(mention.tokens.start - 1);
                let given = Classes::GIVEN_MALE.or(Classes::GIVEN_FEMALE);
                mention.name.len() == 1
                    && matches!(opener, "," | "and")
                    && document.classes(mention.name.start).is(given)
            })
            .filter_map(|(at, mention)| Some((self.entity_of(at)?, mention.name.start)))
            .take(SEVERAL)
            .collect();
        if names.first().is_none_or(|&(_, at)| at != plural + 2) {
            return;
        }
        let surname = self.text(family.name.clone());
        for (entity, _) in names {
            self.cast.give_surname(entity, &surname);
        }
    }

    /// The second of two persons whose given names are joined by *and*: *James and Olive Meehan*.
    fn partner(&self, index: usize) -> Option<usize> {
        let document = self.document;
        let first = document.mentions.get(index)?;
        let second = document.mentions.get(index + 1)?;
        let joined = document.folded(first.name.end) == "and"
            && second.tokens.start == first.name.end + 1
            && second.name.len() > 1;
        self.entity_of(index + 1).filter(|_| joined)
    }

    /// Whose *his*, *Jonah’s* or *my* in or before `words`, or *of Jonah* behind them, says that their last one is; they stand in
    /// the source of attribution `index`, or of [`NONE`].
    fn owner(&self, words: Range<usize>, index: usize) -> Option<Owner> {
        const SURE: f32 = 0.5;
        let document = self.document;
        let clitic = (words.start.saturating_sub(1)..words.end)
            .find(|&token| document.shape(token) == Shape::Clitic);
        if let Some(clitic) = clitic {
            let from = words.start.min(clitic.saturating_sub(1));
            let owner = phrase::name_ending_at(document, from..clitic)?;
            return self.entity_of(owner).map(Owner::Entity);
        }
        let opener = words.start.checked_sub(1)?;
        let wanted = match document.folded(opener) {
            "his" => rank::Wanted::Man,
            "her" => rank::Wanted::Woman,
            "their" => return Some(Owner::Some),
            "my" | "our" => {
                let at = document.tokens.get(opener)?.span.start;
                // In a paraphrase, too, *my* is the writer's.
                let direct = |area: &Area| {
                    let attribution = self.attributions.get(area.attribution);
                    attribution.is_some_and(|one| one.quote_type != QuoteType::Indirect)
                };
                let Some(area) = rank::area_at(self, at).filter(direct) else {
                    return Some(Owner::Writer);
                };
                let speaker = self.findings.get(area.attribution)?.as_ref()?;
                return speaker.link.speaker.map(Owner::Entity);
            }
            _ if document.folded(words.end) == "of" => {
                return self.owner_behind(words.end + 1);
            }
            _ => return None,
        };
        let candidates = rank::candidates(self, opener, index, wanted, None);
        let best = candidates.first().filter(|best| best.probability >= SURE)?;
        match best.referent {
            rank::Antecedent::Entity(entity) => Some(Owner::Entity(entity)),
            _ => None,
        }
    }

    /// *the widow of the dealer **Per Moss***: who is named from `token` on, with nothing before the name but what he is.
    fn owner_behind(&self, token: usize) -> Option<Owner> {
        const MOST: usize = 4;
        let document = self.document;
        let other = Classes::PREPOSITION
            .or(Classes::PRONOUN)
            .or(Classes::AUXILIARY)
            .or(Classes::VERB)
            .or(Classes::CONJUNCTION)
            .or(Classes::SUBORDINATOR);
        let is_noun = |&token: &usize| {
            document.shape(token) == Shape::Lower && !document.classes(token).is(other)
        };
        let nouns = (token..token + MOST).take_while(is_noun).count();
        let name = (token..=token + nouns).find_map(|at| phrase::name_at(document, at))?;
        self.entity_of(name).map(Owner::Entity)
    }

    /// The one person who is the `relation` of `owner` and may be of this gender.
    fn only(&self, owner: Owner, relation: Relation, gender: Gender) -> Option<usize> {
        let mut found = relatives(&self.kin, owner, relation);
        found.retain(|&entity| {
            let known = self.cast.entities.get(entity);
            known.is_some_and(|known| {
                known.kind == SpeakerKind::Person
                    && (gender == Gender::Unknown
                        || known.gender == Gender::Unknown
                        || known.gender == gender)
            })
        });
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// *your brother*, said to `addressed`.
    pub(super) fn kin_of_addressed(&self, mention: &Mention, addressed: usize) -> Option<usize> {
        let document = self.document;
        let opener = mention.name.start.checked_sub(1)?;
        let noun = document.folded(mention.name.end - 1);
        let relation = Relation::of(noun).filter(|_| document.folded(opener) == "your")?;
        self.only(Owner::Entity(addressed), relation, gender_of(noun))
    }

    /// *his sister*, *Jonah’s grandfather*, *my mother*: who the article says is.
    pub(super) fn kin(&self, noun: &Noun, head: &str, index: usize) -> Option<Finding> {
        let relation = Relation::of(head)?;
        let owner = self.owner(noun.words.clone(), index)?;
        let entity = self.only(owner, relation, gender_of(head))?;
        let of = match owner {
            Owner::Entity(of) => self.name(of),
            Owner::Writer => "the writer",
            Owner::Some => "those named",
        };
        let why = format!("{head} of {of}: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.85, why))
    }

    /// Whose *his*, *her* or *Jonah’s* in front of a noun says that it is.
    pub(super) fn whose(&self, noun: &Noun, index: usize) -> Option<usize> {
        match self.owner(noun.words.clone(), index)? {
            Owner::Entity(entity) => Some(entity),
            Owner::Writer | Owner::Some => None,
        }
    }

    /// *her co-author*: the other one of two who are named together.
    pub(super) fn counterpart(&self, noun: &Noun, head: &str, index: usize) -> Option<Finding> {
        const FAR: usize = 40;
        let together = matches!(
            head,
            "bandmate"
                | "brother"
                | "co-author"
                | "co-defendant"
                | "co-founder"
                | "co-host"
                | "co-owner"
                | "co-pilot"
                | "co-star"
                | "coauthor"
                | "cofounder"
                | "husband"
                | "partner"
                | "sister"
                | "teammate"
                | "twin"
                | "wife"
        );
        if !together {
            return None;
        }
        let of = self.whose(noun, index)?;
        let mentions = &self.document.mentions;
        let near = mentions.partition_point(|mention| mention.tokens.start < noun.head);
        let other =
            (near.saturating_sub(FAR)..near)
                .rev()
                .find_map(|at| match rank::pair(self, at)? {
                    rank::Antecedent::Pair(one, other) if one == of => Some(other),
                    rank::Antecedent::Pair(one, other) if other == of => Some(one),
                    _ => None,
                })?;
        let known = self.cast.entities.get(other)?;
        let gender = gender_of(head);
        if gender != Gender::Unknown && known.gender != Gender::Unknown && known.gender != gender {
            return None;
        }
        let why = format!(
            "{head} of {}: {}, named together",
            self.name(of),
            known.name
        );
        Some(Finding::linked(other, Resolution::Description, 0.7, why))
    }

    /// *his sister*, *Jonah’s grandfather*: the one who bears the family’s name and whom the noun can mean.
    pub(super) fn relative_of(&self, noun: &Noun, head: &str, index: usize) -> Option<Finding> {
        unlike(head)?;
        let of = self.whose(noun, index)?;
        let entity = self.by_family(of, head)?;
        let why = format!(
            "{head} of {}: {}, the only one who bears the name",
            self.name(of),
            self.name(entity)
        );
        Some(Finding::linked(entity, Resolution::Description, 0.7, why))
    }

    /// The one who bears the name of the family of `of` and whom the noun `head` can mean.
    fn by_family(&self, of: usize, head: &str) -> Option<usize> {
        let unlike = unlike(head)?;
        let gender = gender_of(head);
        let is_other = |entity: usize| {
            let ties = unlike
                .iter()
                .filter_map(|other| self.cast.ties.get(*other))
                .flatten();
            ties.take(256).any(|tie| tie.entity == entity)
        };
        let fits = |&entity: &usize| {
            let known = self.cast.entities.get(entity);
            entity != of
                && !is_other(entity)
                && known.is_some_and(|known| {
                    known.full
                        && known.kind == SpeakerKind::Person
                        && (known.gender == gender || gender == Gender::Unknown)
                })
        };
        let mut family = self.cast.family(of).iter().copied().filter(|one| fits(one));
        let entity = family.next()?;
        family.next().is_none().then_some(entity)
    }
}

/// What a relative of this kind is not, as far as age and marriage go; nothing where `head` is no such noun.
fn unlike(head: &str) -> Option<&'static [&'static str]> {
    Some(match head {
        "wife" | "husband" | "widow" | "widower" => {
            &["daughter", "son", "sister", "brother", "niece", "nephew"]
        }
        "sister" | "brother" => &[
            "wife",
            "husband",
            "widow",
            "mother",
            "father",
            "niece",
            "nephew",
            "grandmother",
            "grandfather",
        ],
        "cousin" => &[
            "wife", "husband", "widow", "mother", "father", "sister", "brother", "daughter", "son",
        ],
        "mother" | "father" | "grandmother" | "grandfather" => &[
            "daughter",
            "son",
            "sister",
            "brother",
            "niece",
            "nephew",
            "granddaughter",
            "grandson",
        ],
        "daughter" | "son" | "granddaughter" | "grandson" => &[
            "niece",
            "nephew",
            "wife",
            "husband",
            "widow",
            "mother",
            "father",
            "sister",
            "brother",
            "grandmother",
            "grandfather",
        ],
        _ => return None,
    })
}
