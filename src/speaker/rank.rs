//! Weighs who a pronoun may be: every candidate gets points for what speaks for it, in the open.
//!
//! A pronoun in an inquit is mostly whoever spoke last or was last the subject of a sentence, and rarely whoever is merely
//! mentioned inside the quoted words. How much each of that counts was learned (`train/antecedents.py`) from articles in
//! which people had said who is meant; the weights are in `data/models/antecedents.json`. The points of all candidates
//! together give each a probability, and one to nobody of them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::cast::{Entity, is_somebody_else};
use super::{Area, Linker, SpeakerKind, body};
use crate::attribution::QuoteType;
use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{Mention, MentionKind};
use crate::span::Span;

/// What is looked at of a candidate, in order. Each is 0 or 1 but for *further* (sentences as a share of 12) and *often*
/// (the logarithm of its mentions) and *role fits* (how well, from 0 to 1). *No name* says that nothing but a noun like
/// *courier* is known of a person, *kept up* that every sentence since its last mention has a pronoun like this one. For
/// *they*, *known person* says that it is two persons who are named together.
pub const FEATURES: [&str; 35] = [
    "bias",
    "this sentence",
    "one sentence before",
    "two sentences before",
    "further",
    "subject",
    "subject in this sentence",
    "subject one sentence before",
    "possessive",
    "same paragraph",
    "only in quotes",
    "in these words",
    "in other words",
    "spoke last",
    "spoke before last",
    "spoke third to last",
    "spoke last in this paragraph",
    "asked last",
    "often",
    "gender known",
    "known person",
    "inside its direct words",
    "inside its paraphrase",
    "named in full nearby",
    "nearest",
    "first in sentence",
    "place",
    "document",
    "role fits",
    "role begins alike",
    "other roles",
    "more words",
    "most named",
    "kept up",
    "no name",
];

/// A value for each of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Nothing speaks for it yet.
const NONE: Features = [0.0; FEATURES.len()];

/// What a word can go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// *he*
    Man,
    /// *she*
    Woman,
    /// *the 52-year-old*
    Anybody,
    /// *they*
    Many,
    /// *it*
    Thing,
    /// *the agency*
    Body,
    /// *the analyst*
    Described,
}

impl Wanted {
    fn person(self) -> bool {
        matches!(
            self,
            Wanted::Man | Wanted::Woman | Wanted::Anybody | Wanted::Described
        )
    }

    /// Whose weights count.
    pub(super) fn name(self) -> &'static str {
        match self {
            Wanted::Man | Wanted::Woman | Wanted::Anybody => "person",
            Wanted::Many => "many",
            Wanted::Thing => "thing",
            Wanted::Body => "body",
            Wanted::Described => "described",
        }
    }
}

/// Whom or what a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Antecedent {
    /// An entity of the cast.
    Entity(usize),
    /// A common noun, by mention, that is no entity yet.
    Mention(usize),
    /// Two persons who are named together: *Ruiz and Park*.
    Pair(usize, usize),
}

/// A candidate with what speaks for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) referent: Antecedent,
    /// That it is meant, against the others and nobody.
    pub(super) probability: f32,
    pub(super) features: Features,
    sentences: usize,
}

impl Candidate {
    /// Has the candidate a role that the description names, or one like it?
    fn has_role(&self) -> bool {
        let is = |feature: Feature| self.features[feature as usize] > 0.0;
        is(Feature::RoleFits) || is(Feature::RoleAlike)
    }

    /// Has the candidate roles, and none that the description names?
    pub(super) fn has_other_roles(&self) -> bool {
        self.features[Feature::OtherRoles as usize] > 0.0
    }

    /// Why, for a reader.
    pub(super) fn reason(&self) -> String {
        let is = |feature: Feature| self.features[feature as usize] > 0.0;
        let who = if is(Feature::SpokeLast) {
            "who spoke last"
        } else if is(Feature::Subject) {
            "last named as a subject"
        } else {
            "last named"
        };
        match self.sentences {
            0 => format!("{who}, in this sentence"),
            1 => format!("{who}, 1 sentence before"),
            n => format!("{who}, {n} sentences before"),
        }
    }
}

/// Places in [`FEATURES`].
#[derive(Clone, Copy)]
enum Feature {
    Bias,
    ThisSentence,
    OneBefore,
    TwoBefore,
    Further,
    Subject,
    SubjectHere,
    SubjectBefore,
    Possessive,
    SameParagraph,
    OnlyQuoted,
    InTheseWords,
    InOtherWords,
    SpokeLast,
    SpokeBeforeLast,
    SpokeThird,
    SpokeInParagraph,
    AskedLast,
    Often,
    GenderKnown,
    KnownPerson,
    OuterDirect,
    OuterParaphrase,
    NamedInFull,
    Nearest,
    FirstInSentence,
    Place,
    Document,
    RoleFits,
    RoleAlike,
    OtherRoles,
    MoreWords,
    MostNamed,
    KeptUp,
    NoName,
}

/// A description of a person by role, or of a body by what it is.
#[derive(Debug)]
pub(super) struct Description<'a> {
    /// Its head noun, folded.
    pub(super) head: &'a str,
    pub(super) gender: Gender,
    /// Does it say more than the head: *the Indiana governor*?
    pub(super) more: bool,
    /// Whose roles it fits, and how well.
    pub(super) fits: &'a [(usize, f32)],
    /// The age that it tells, as *52-year-old*.
    pub(super) age: Option<&'a str>,
}

impl Description<'_> {
    fn fit(&self, entity: usize) -> f32 {
        self.fits
            .iter()
            .find(|(other, _)| *other == entity)
            .map_or(0.0, |&(_, score)| score)
    }

    /// *analyst* and *head of analysis*
    fn alike(&self, roles: &[String]) -> bool {
        const PREFIX: usize = 6;
        let begin = |word: &str| -> Vec<char> {
            word.chars()
                .flat_map(char::to_lowercase)
                .take(PREFIX)
                .collect()
        };
        let head = begin(self.head);
        head.len() == PREFIX
            && roles
                .iter()
                .flat_map(|role| role.split_whitespace())
                .any(|word| begin(word) == head)
    }
}

/// Weights of each kind of pronoun, by feature.
struct Weights {
    person: Features,
    many: Features,
    thing: Features,
    body: Features,
    described: Features,
}

fn weights(wanted: Wanted) -> &'static Features {
    #[derive(Deserialize)]
    struct File {
        person: Named,
        many: Named,
        thing: Named,
        body: Named,
        described: Named,
    }
    type Named = std::collections::BTreeMap<String, f32>;
    static WEIGHTS: OnceLock<Weights> = OnceLock::new();
    let all = WEIGHTS.get_or_init(|| {
        let file: File = serde_json::from_str(include_str!("../../data/models/antecedents.json"))
            .expect("a test reads the built-in weights");
        let ordered = |named: Named| FEATURES.map(|name| named.get(name).copied().unwrap_or(0.0));
        Weights {
            person: ordered(file.person),
            many: ordered(file.many),
            thing: ordered(file.thing),
            body: ordered(file.body),
            described: ordered(file.described),
        }
    });
    match wanted {
        Wanted::Man | Wanted::Woman | Wanted::Anybody => &all.person,
        Wanted::Many => &all.many,
        Wanted::Thing => &all.thing,
        Wanted::Body => &all.body,
        Wanted::Described => &all.described,
    }
}

/// How many mentions before a pronoun are looked at.
const WINDOW: usize = 80;

/// What the last speakers get, the latest first.
const TURNS: [Feature; 3] = [
    Feature::SpokeLast,
    Feature::SpokeBeforeLast,
    Feature::SpokeThird,
];

/// Takes `other` out, who cannot be meant: what was likely of the rest is so much likelier.
pub(super) fn without(candidates: &mut Vec<Candidate>, other: Antecedent) {
    let taken = candidates.iter().find(|one| one.referent == other);
    let left = 1.0 - taken.map_or(0.0, |taken| taken.probability);
    candidates.retain(|one| one.referent != other);
    for one in candidates {
        one.probability = (one.probability / left.max(f32::EPSILON)).min(1.0);
    }
}

/// Those that the word at `token`, in the source of attribution `index`, may go back to, best first; `description` where it
/// is the head of one.
pub(super) fn candidates(
    linker: &Linker,
    token: usize,
    index: usize,
    wanted: Wanted,
    description: Option<&Description>,
) -> Vec<Candidate> {
    let document = linker.document;
    let Some(at) = document.tokens.get(token) else {
        return Vec::new();
    };
    let position = at.span.start;
    let own = area_at(linker, position);
    let view = View {
        linker,
        index,
        description,
        noun: (wanted == Wanted::Body).then(|| document.folded(token)),
        own,
        addressed: own.and_then(|own| linker.findings.get(own.attribution)?.as_ref()?.link.speaker),
        sentence: at.sentence,
        paragraph: document.paragraph_at(position),
    };
    // *The Dover-based company* is not Dover.
    let source = linker.attributions.get(index).and_then(|one| one.source);
    let source = source.map(|source| document.tokens_in(source));
    let before = match source {
        Some(source) if wanted == Wanted::Body && source.contains(&token) => source.start,
        _ => token,
    };
    let near = document
        .mentions
        .partition_point(|mention| mention.tokens.start < before);
    let mut found: Vec<Candidate> = Vec::new();
    for mention_index in (near.saturating_sub(WINDOW)..near).rev() {
        if let Some(mention) = document.mentions.get(mention_index)
            && let Some(referent) = view.fits(mention, mention_index, wanted)
            && view.agrees_with(referent)
        {
            view.add(&mut found, referent, mention);
        }
    }
    if wanted == Wanted::Many {
        for mention_index in (near.saturating_sub(WINDOW)..near.saturating_sub(1)).rev() {
            if let Some(referent) = pair(linker, mention_index)
                && let Some(mention) = document.mentions.get(mention_index)
            {
                view.add(&mut found, referent, mention);
            }
        }
    }
    // Those who spoke lately may have no mention in the window: a man without a name, a board.
    let turns = linker
        .turns
        .iter()
        .rev()
        .take(64)
        .filter(|turn| turn.at < position && !turn.nested);
    for (spoke, turn) in TURNS.into_iter().zip(turns) {
        let known = linker.cast.entities.get(turn.entity);
        let fits = known.is_some_and(|known| {
            agrees(known.kind, known.gender, wanted)
                && view.agrees(known.gender)
                && !view.is_other_body(known)
                && (!wanted.person() || known.kind == SpeakerKind::Person)
        });
        if !fits {
            continue;
        }
        let referent = Antecedent::Entity(turn.entity);
        let place = match found
            .iter()
            .position(|candidate| candidate.referent == referent)
        {
            Some(place) => place,
            None => {
                found.push(Candidate {
                    referent,
                    probability: 0.0,
                    features: NONE,
                    sentences: view.sentence.saturating_sub(document.sentence_at(turn.at)),
                });
                found.len() - 1
            }
        };
        let features = &mut found[place].features;
        features[spoke as usize] = 1.0;
        if matches!(spoke, Feature::SpokeLast) && document.paragraph_at(turn.at) == view.paragraph {
            features[Feature::SpokeInParagraph as usize] = 1.0;
        }
        if matches!(spoke, Feature::SpokeLast) && turn.asks {
            features[Feature::AskedLast as usize] = 1.0;
        }
    }
    for &(entity, _) in description.iter().flat_map(|description| description.fits) {
        let referent = Antecedent::Entity(entity);
        if !found.iter().any(|candidate| candidate.referent == referent) {
            found.push(Candidate {
                referent,
                probability: 0.0,
                features: NONE,
                sentences: view.sentence,
            });
        }
    }
    let kept = view.kept_up(wanted);
    for candidate in &mut found {
        view.finish(candidate, wanted);
        let kept_up = (2..=kept + 1).contains(&candidate.sentences);
        candidate.features[Feature::KeptUp as usize] = f32::from(u8::from(kept_up));
    }
    let most = found
        .iter()
        .map(|candidate| candidate.features[Feature::Often as usize])
        .fold(0.0, f32::max);
    for candidate in &mut found {
        let is_most = most > 0.0 && candidate.features[Feature::Often as usize] >= most;
        candidate.features[Feature::MostNamed as usize] = f32::from(u8::from(is_most));
    }
    // Without a role that fits, whoever spoke last would be a guess.
    if wanted == Wanted::Described {
        found.retain(Candidate::has_role);
    }
    let asker = linker.asked_about(token, index);
    if let Some(asker) = asker.or_else(|| linker.asked_you(index)) {
        found.retain(|candidate| candidate.referent != Antecedent::Entity(asker));
    }
    // Whoever asked is *you* in the answer.
    if let Some(asker) = view.asker() {
        found.retain(|candidate| candidate.referent != Antecedent::Entity(asker));
    }
    // *“He told me, ‘Go,’” said Roe*: nobody is *he* in words of his own.
    let outer = linker
        .outer(index)
        .and_then(|outer| linker.attributions.get(outer));
    if outer.is_some_and(|outer| outer.marked) && matches!(wanted, Wanted::Man | Wanted::Woman) {
        found.retain(|candidate| candidate.features[Feature::OuterDirect as usize] == 0.0);
    }
    weigh(&mut found, weights(wanted));
    found
}

/// Gives the candidates their probabilities and puts the likeliest first.
fn weigh(found: &mut [Candidate], weights: &Features) {
    let score = |candidate: &Candidate| -> f32 {
        candidate
            .features
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum()
    };
    // Nobody of them has no points.
    let most = found.iter().map(score).fold(0.0, f32::max);
    let total: f32 = (-most).exp()
        + found
            .iter()
            .map(|candidate| (score(candidate) - most).exp())
            .sum::<f32>();
    for candidate in found.iter_mut() {
        candidate.probability = (score(candidate) - most).exp() / total;
    }
    found.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then(a.sentences.cmp(&b.sentences))
    });
}

/// Where a pronoun stands.
struct View<'l, 'd, 't> {
    linker: &'l Linker<'d, 't>,
    /// The attribution whose source it is.
    index: usize,
    description: Option<&'l Description<'l>>,
    /// The noun that names a body.
    noun: Option<&'l str>,
    /// The reported words that it stands in.
    own: Option<Area>,
    /// Whose words these are: *your brother*, asked before, is the brother of whoever answers.
    addressed: Option<usize>,
    sentence: usize,
    paragraph: usize,
}

impl View<'_, '_, '_> {
    /// Who asked what the words answer that the pronoun stands in.
    fn asker(&self) -> Option<usize> {
        let own = self.own?;
        let attribution = self.linker.attributions.get(own.attribution)?;
        let mut before = self.linker.turns.iter().rev();
        let last = before
            .find(|turn| !turn.nested && turn.at < own.span.start && turn.of != own.attribution)?;
        let near = self.linker.document.paragraph_at(last.at) + 1 >= self.paragraph;
        (attribution.quote_type == QuoteType::Direct && last.asks && near).then_some(last.entity)
    }

    /// Is `span` part of what the pronoun's own attribution reports?
    fn says(&self, span: Span) -> bool {
        let attribution = self.linker.attributions.get(self.index);
        attribution.is_some_and(|one| one.content.iter().any(|part| part.contains(span)))
    }

    fn agrees(&self, gender: Gender) -> bool {
        self.description.is_none_or(|description| {
            description.gender == Gender::Unknown
                || gender == Gender::Unknown
                || gender == description.gender
        })
    }

    fn agrees_with(&self, referent: Antecedent) -> bool {
        let Antecedent::Entity(entity) = referent else {
            return true;
        };
        let known = self.linker.cast.entities.get(entity);
        let age = self.description.and_then(|description| description.age);
        known.is_some_and(|known| self.agrees(known.gender))
            && !age.is_some_and(|age| self.linker.cast.has_other_age(entity, age))
    }

    /// The referent of a mention, if it can be meant.
    fn fits(&self, mention: &Mention, index: usize, wanted: Wanted) -> Option<Antecedent> {
        let linker = self.linker;
        if !mention.kind.is_name() && linker.cues.contains(&(mention.name.end - 1)) {
            return None;
        }
        let common = match mention.kind {
            MentionKind::Human => return self.human(mention, index, wanted),
            MentionKind::Group => Some((SpeakerKind::Group, wanted == Wanted::Many)),
            MentionKind::Document => Some((
                SpeakerKind::Document,
                wanted == Wanted::Thing && !self.is_said_in(mention),
            )),
            MentionKind::Body => Some((
                SpeakerKind::Organization,
                wanted == Wanted::Thing || wanted == Wanted::Many && mention.definite,
            )),
            MentionKind::Place if wanted == Wanted::Body => return None,
            _ => None,
        };
        if let Some((kind, fits)) = common {
            // *Ruiz and her **colleagues** say …*: *they* are all of these. *His **campaign** said …*: *it* is Roe's.
            let all = mention.name.end.checked_sub(1);
            let all = all.and_then(|head| linker.described.get(&head)).copied();
            if let Some(entity) = all.filter(|_| fits) {
                return Some(Antecedent::Entity(entity));
            }
            // *The board* is the *Harbour Board* that was named.
            let alone =
                mention.kind == MentionKind::Body && mention.definite && mention.name.len() == 1;
            let named = alone
                .then(|| linker.body_named(mention.name.start))
                .flatten();
            let referent = named
                .map(Antecedent::Entity)
                .or_else(|| known(linker, mention, kind))
                .unwrap_or(Antecedent::Mention(index));
            return fits.then_some(referent);
        }
        if matches!(wanted, Wanted::Thing | Wanted::Body | Wanted::Many)
            && modifies(linker, mention, index)
        {
            return None;
        }
        if wanted == Wanted::Body && body::is_no_company(linker.document, mention) {
            return None;
        }
        let entity = linker.entity_of(index)?;
        let known = linker.cast.entities.get(entity)?;
        // *Wry?*, *Told The Daily*: capitals do not make a name.
        if wanted.person() && known.kind == SpeakerKind::Unknown && !known.acts {
            return None;
        }
        if known.gender == Gender::Unknown && speaks_of(linker.document, mention, wanted) {
            return None;
        }
        (agrees(known.kind, known.gender, wanted) && !self.is_other_body(known))
            .then_some(Antecedent::Entity(entity))
    }

    /// *In a **statement**, it said*: does a preposition open the pronoun's own sentence and govern the mention? Then *it* is another.
    fn is_said_in(&self, mention: &Mention) -> bool {
        let document = self.linker.document;
        let before = phrase_start(document, mention).checked_sub(1);
        before.is_some_and(|before| {
            document.classes(before).is(Classes::PREPOSITION)
                && opens_sentence(document, before)
                && document.tokens.get(before).map(|token| token.sentence) == Some(self.sentence)
        })
    }

    /// Is *the bank* wanted, and a police force is what this is?
    fn is_other_body(&self, known: &Entity) -> bool {
        // *Union of Farmers*
        let of = known.words.iter().skip(1).position(|word| word == "of");
        let head = of.map_or(known.words.last(), |before| known.words.get(before));
        body::is_other(self.noun.unwrap_or(""), head.map_or("", String::as_str))
    }

    /// Who a person without a name is: whom a source was read as, or somebody new; *the winner* is nobody new.
    fn human(&self, mention: &Mention, index: usize, wanted: Wanted) -> Option<Antecedent> {
        let linker = self.linker;
        let head = mention.name.end.checked_sub(1)?;
        let entity = linker.described.get(&head).copied();
        let entity = entity.or_else(|| linker.kin_of_addressed(mention, self.addressed?));
        let gender = entity
            .and_then(|entity| linker.cast.entities.get(entity))
            .map_or(mention.gender, |known| known.gender);
        if !wanted.person() || !agrees(SpeakerKind::Person, gender, wanted) {
            return None;
        }
        if let Some(entity) = entity {
            return Some(Antecedent::Entity(entity));
        }
        // *the Princess of Wales* is as good as a name.
        let titled = is_dignitary(linker.document, mention);
        if titled && let Some(bearer) = linker.cast.with_role(&linker.text(mention.name.clone())) {
            return Some(Antecedent::Entity(bearer));
        }
        let anew = matches!(wanted, Wanted::Man | Wanted::Woman) && (titled || !mention.definite);
        let referent =
            || known(linker, mention, SpeakerKind::Person).unwrap_or(Antecedent::Mention(index));
        anew.then(referent)
    }

    /// Takes in a mention before the pronoun; they come from the nearest to the furthest.
    fn add(&self, found: &mut Vec<Candidate>, referent: Antecedent, mention: &Mention) {
        let document = self.linker.document;
        let same = |other: &Candidate| match (other.referent, referent) {
            (Antecedent::Mention(a), Antecedent::Mention(b)) => same_words(self.linker, a, b),
            (a, b) => a == b,
        };
        let sentence = document
            .tokens
            .get(mention.tokens.start)
            .map_or(0, |token| token.sentence);
        let sentences = self.sentence.saturating_sub(sentence);
        let area = area_at(self.linker, mention.span.start)
            .map(|area| area.attribution)
            .filter(|of| self.own.is_none_or(|own| own.attribution != *of));
        // *LEE: Ruiz will go, he said*: inside the words of others there are words of his.
        let words = if self.says(mention.span) {
            Some(self.index)
        } else {
            area
        };
        let nearest = !found
            .iter()
            .any(|other| other.features[Feature::OnlyQuoted as usize] == 0.0);
        let place = match found.iter().position(same) {
            Some(place) => place,
            None => {
                let mut features = NONE;
                features[Feature::OnlyQuoted as usize] = 1.0;
                if let Some(of) = words {
                    let feature = if of == self.index {
                        Feature::InTheseWords
                    } else {
                        Feature::InOtherWords
                    };
                    features[feature as usize] = 1.0;
                }
                found.push(Candidate {
                    referent,
                    probability: 0.0,
                    features,
                    sentences,
                });
                found.len() - 1
            }
        };
        let candidate = &mut found[place];
        let features = &mut candidate.features;
        if mention.kind == MentionKind::Person && mention.name.len() > 1 && sentences <= 2 {
            features[Feature::NamedInFull as usize] = 1.0;
        }
        // The writer's own latest mention tells most.
        if words.is_some() || features[Feature::OnlyQuoted as usize] == 0.0 {
            return;
        }
        candidate.sentences = sentences;
        let mut set = |feature: Feature, on: bool| {
            features[feature as usize] = if on { 1.0 } else { 0.0 };
        };
        let subject = is_subject(self.linker, mention);
        set(Feature::OnlyQuoted, false);
        set(Feature::ThisSentence, sentences == 0);
        set(Feature::OneBefore, sentences == 1);
        set(Feature::TwoBefore, sentences == 2);
        set(Feature::Subject, subject);
        set(Feature::SubjectHere, subject && sentences == 0);
        set(Feature::SubjectBefore, subject && sentences == 1);
        set(
            Feature::Possessive,
            document.shape(mention.name.end) == Shape::Clitic,
        );
        set(
            Feature::SameParagraph,
            document.paragraph_at(mention.span.start) == self.paragraph,
        );
        set(Feature::Nearest, nearest);
        set(Feature::FirstInSentence, opens(self.linker, mention));
        set(Feature::Place, mention.kind == MentionKind::Place);
        set(Feature::Document, mention.kind == MentionKind::Document);
        #[allow(clippy::cast_precision_loss, reason = "capped at 12")]
        if sentences > 2 {
            features[Feature::Further as usize] = sentences.min(12) as f32 / 12.0;
        }
    }

    /// In how many sentences before this one, without a gap, there is a pronoun like the wanted one.
    fn kept_up(&self, wanted: Wanted) -> usize {
        const FAR: usize = 8;
        let like: &[&str] = match wanted {
            Wanted::Man => &["he", "him", "his"],
            Wanted::Woman => &["she", "her", "hers"],
            _ => return 0,
        };
        let document = self.linker.document;
        let before = (self.sentence.saturating_sub(FAR)..self.sentence).rev();
        before
            .take_while(|&sentence| {
                let tokens = document
                    .sentences
                    .get(sentence)
                    .map(|sentence| sentence.tokens.clone());
                let mut tokens = tokens.unwrap_or_default().take(WINDOW);
                tokens.any(|token| like.contains(&document.folded(token)))
            })
            .count()
    }

    /// What does not hang on a single mention.
    fn finish(&self, candidate: &mut Candidate, wanted: Wanted) {
        let features = &mut candidate.features;
        features[Feature::Bias as usize] = 1.0;
        let entity = match candidate.referent {
            Antecedent::Entity(entity) => entity,
            Antecedent::Mention(index) => {
                let mention = self.linker.document.mentions.get(index);
                let human = mention.filter(|mention| mention.kind == MentionKind::Human);
                if let Some(human) = human {
                    let no_name = !is_dignitary(self.linker.document, human);
                    features[Feature::NoName as usize] = f32::from(u8::from(no_name));
                    features[Feature::KnownPerson as usize] = 1.0;
                    let told = human.gender != Gender::Unknown;
                    features[Feature::GenderKnown as usize] = f32::from(u8::from(told));
                }
                return;
            }
            Antecedent::Pair(..) => {
                features[Feature::KnownPerson as usize] = 1.0;
                return;
            }
        };
        let Some(known) = self.linker.cast.entities.get(entity) else {
            return;
        };
        #[allow(clippy::cast_precision_loss, reason = "capped at 50")]
        let often = known.mentions.len().min(50) as f32;
        features[Feature::Often as usize] = (1.0 + often).ln();
        let unnamed = wanted != Wanted::Described
            && known.kind == SpeakerKind::Person
            && known.mentions.is_empty();
        features[Feature::NoName as usize] = f32::from(u8::from(unnamed));
        if wanted == Wanted::Body
            && let Some(description) = self.description
        {
            // *the company* is hardly the *Fishing Cooperative*.
            let other = known.words.last().is_some_and(|word| {
                word != description.head && crate::lexicon::classes(word).is(Classes::ORGANIZATION)
            });
            features[Feature::OtherRoles as usize] = f32::from(u8::from(other));
        } else if let Some(description) = self.description {
            let fit = description.fit(entity);
            let alike = fit == 0.0 && description.alike(&known.roles);
            features[Feature::RoleFits as usize] = fit;
            features[Feature::RoleAlike as usize] = f32::from(u8::from(alike));
            let other = fit == 0.0 && !alike && !known.roles.is_empty();
            features[Feature::OtherRoles as usize] = f32::from(u8::from(other));
            let unmet = fit == 0.0 && description.more;
            features[Feature::MoreWords as usize] = f32::from(u8::from(unmet));
        }
        let agrees = matches!(
            (wanted, known.gender),
            (Wanted::Man, Gender::Male) | (Wanted::Woman, Gender::Female)
        );
        features[Feature::GenderKnown as usize] = f32::from(u8::from(agrees));
        let person = wanted.person() && known.kind == SpeakerKind::Person;
        features[Feature::KnownPerson as usize] = f32::from(u8::from(person));
        // Inside somebody's words: *he* in a paraphrase is often that somebody, in the words themselves never.
        if let Some(outer) = self.linker.outer(self.index)
            && let Some(Some(finding)) = self.linker.findings.get(outer)
            && finding.link.speaker == Some(entity)
        {
            let direct = self
                .linker
                .attributions
                .get(outer)
                .is_some_and(|outer| outer.quote_type == QuoteType::Direct);
            let feature = if direct {
                Feature::OuterDirect
            } else {
                Feature::OuterParaphrase
            };
            features[feature as usize] = 1.0;
        }
    }
}

/// *the Princess of Wales*
pub(super) fn is_dignitary(document: &Document, mention: &Mention) -> bool {
    mention.definite && mention.name.len() > 2 && document.shape(mention.name.start).is_capital()
}

/// Are two mentions the same words?
fn same_words(linker: &Linker, a: usize, b: usize) -> bool {
    let document = linker.document;
    let (Some(a), Some(b)) = (document.mentions.get(a), document.mentions.get(b)) else {
        return false;
    };
    a.name.len() == b.name.len()
        && a.name
            .clone()
            .zip(b.name.clone())
            .all(|(a, b)| document.folded(a) == document.folded(b))
}

/// Does an entity of this kind and gender fit?
fn agrees(kind: SpeakerKind, gender: Gender, wanted: Wanted) -> bool {
    match wanted {
        Wanted::Man => {
            matches!(kind, SpeakerKind::Person | SpeakerKind::Unknown) && gender != Gender::Female
        }
        Wanted::Woman => {
            matches!(kind, SpeakerKind::Person | SpeakerKind::Unknown) && gender != Gender::Male
        }
        Wanted::Anybody | Wanted::Described => kind == SpeakerKind::Person,
        Wanted::Many => matches!(kind, SpeakerKind::Group | SpeakerKind::Organization),
        Wanted::Thing => matches!(kind, SpeakerKind::Organization | SpeakerKind::Document),
        Wanted::Body => kind == SpeakerKind::Organization,
    }
}

/// *Ruiz paid tribute to her. She …*: the woman is somebody else, where nothing says that Ruiz is one.
fn speaks_of(document: &Document, mention: &Mention, wanted: Wanted) -> bool {
    /// Tokens behind a name in which *her* is looked for.
    const REACH: usize = 8;
    let object = match wanted {
        Wanted::Man => "him",
        Wanted::Woman => "her",
        _ => return false,
    };
    let end = mention.tokens.end;
    (end..end + REACH)
        .any(|token| document.folded(token) == object && is_somebody_else(document, mention, token))
}

/// *the **Carraway** group*: does the name only say which group?
fn modifies(linker: &Linker, mention: &Mention, index: usize) -> bool {
    let before = index
        .checked_sub(1)
        .and_then(|before| linker.document.mentions.get(before));
    before.is_some_and(|whole| {
        !whole.kind.is_name()
            && !linker.cues.contains(&(whole.name.end - 1))
            && whole.tokens.start <= mention.tokens.start
            && whole.tokens.end > mention.tokens.end
    })
}

/// Two persons whose names, from mention `index` on, are joined by *and* and belong to no longer list.
pub(super) fn pair(linker: &Linker, index: usize) -> Option<Antecedent> {
    let document = linker.document;
    let (first, second) = (
        document.mentions.get(index)?,
        document.mentions.get(index + 1)?,
    );
    let person = |index: usize| {
        let entity = linker.entity_of(index)?;
        let known = linker.cast.entities.get(entity)?;
        (known.kind == SpeakerKind::Person).then_some(entity)
    };
    let joined =
        second.tokens.start == first.tokens.end + 1 && document.folded(first.tokens.end) == "and";
    let listed = first
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|before| document.word(before) == ",")
        && index
            .checked_sub(1)
            .and_then(|before| document.mentions.get(before))
            .is_some_and(|before| before.tokens.end + 1 == first.tokens.start);
    if !joined || listed {
        return None;
    }
    let (first, second) = (person(index)?, person(index + 1)?);
    (first != second).then_some(Antecedent::Pair(first, second))
}

/// The entity that a common noun already is, because it spoke.
fn known(linker: &Linker, mention: &Mention, kind: SpeakerKind) -> Option<Antecedent> {
    linker
        .cast
        .existing(kind, &linker.text(mention.name.clone()))
        .map(Antecedent::Entity)
}

/// Does the mention open its sentence?
fn opens(linker: &Linker, mention: &Mention) -> bool {
    let document = linker.document;
    let start = phrase_start(document, mention);
    // *Researchers followed adults*
    let is_verb = |token: usize| {
        document.shape(token) == Shape::Lower
            && (document
                .classes(token)
                .is(Classes::VERB.or(Classes::AUXILIARY))
                || document.folded(token).ends_with("ed"))
    };
    document
        .tokens
        .get(start)
        .and_then(|token| document.sentences.get(token.sentence))
        .is_some_and(|sentence| {
            let first = sentence.tokens.start;
            first + 2 >= start && !(first..start).any(is_verb)
        })
}

/// Is the token the first of its sentence?
fn opens_sentence(document: &Document, token: usize) -> bool {
    let sentence = document.tokens.get(token).map(|token| token.sentence);
    let sentence = sentence.and_then(|sentence| document.sentences.get(sentence));
    sentence.is_some_and(|sentence| sentence.tokens.start == token)
}

/// Where the phrase that a mention is a part of begins: ***the niece**, Maud, is thirty-one*.
fn phrase_start(document: &Document, mention: &Mention) -> usize {
    let start = mention.tokens.start;
    let apposed = mention
        .roles
        .first()
        .filter(|role| role.start < start && role.end + 1 >= start);
    let start = apposed.map_or(start, |role| role.start);
    match start.checked_sub(1) {
        Some(article) if document.classes(article).is(Classes::DETERMINER) => article,
        _ => start,
    }
}

/// Does the mention look like the subject of its clause?
fn is_subject(linker: &Linker, mention: &Mention) -> bool {
    let document = linker.document;
    let before = phrase_start(document, mention).checked_sub(1);
    let after = behind_apposition(document, mention);
    let verb = document
        .classes(after)
        .is(Classes::VERB.or(Classes::AUXILIARY))
        && document.shape(after) == Shape::Lower
        || document.shape(after) == Shape::Lower
            && (document.folded(after).ends_with("ed")
                || matches!(document.folded(after), "said" | "says" | "told"));
    // *in a statement*; *In a statement, it said*, but *After Roe left, she said*
    let governed = before.is_some_and(|before| {
        document.classes(before).is(Classes::PREPOSITION)
            && (document.shape(before) == Shape::Lower || opens_sentence(document, before) && !verb)
    });
    if governed || document.shape(mention.name.end) == Shape::Clitic {
        return false;
    }
    let inverted = before.is_some_and(|before| {
        matches!(document.folded(before), "said" | "says" | "added" | "asked")
    });
    let presented = before.is_some_and(|before| presents(document, before));
    opens(linker, mention) || verb || inverted || presented
}

/// *Among those who stayed **was** Jo Park*, *Behind him **stood** his sister, Ana Ruiz*: the verb of a sentence that begins with where
/// and names its subject last.
fn presents(document: &Document, verb: usize) -> bool {
    let begins_with_where = || {
        let sentence = document.tokens.get(verb).map(|token| token.sentence);
        let sentence = sentence.and_then(|sentence| document.sentences.get(sentence));
        sentence.is_some_and(|sentence| {
            let first = sentence.tokens.start;
            first + 1 < verb
                && document.classes(first).is(Classes::PREPOSITION)
                && !matches!(
                    document.folded(verb - 1),
                    "he" | "i" | "she" | "they" | "we"
                )
                || first + 1 == verb && document.folded(first) == "there"
        })
    };
    matches!(
        document.folded(verb),
        "are"
            | "came"
            | "is"
            | "lies"
            | "lay"
            | "sat"
            | "sits"
            | "stands"
            | "stood"
            | "was"
            | "were"
    ) && begins_with_where()
}

/// The token behind a mention and what is apposed to it: *Sen. Ana Ruiz, D-Ohio, **drew***.
fn behind_apposition(document: &Document, mention: &Mention) -> usize {
    const LONGEST: usize = 24;
    let end = mention.name.end;
    if document.word(end) != "," {
        return end;
    }
    let sentence = |token: usize| document.tokens.get(token).map(|token| token.sentence);
    let closes = (end + 1..end + LONGEST)
        .take_while(|&token| sentence(token) == sentence(end))
        .find(|&token| document.word(token) == "," || document.shape(token) == Shape::Mark);
    closes
        .filter(|&token| document.word(token) == ",")
        .map_or(end, |token| token + 1)
}

/// The outermost reported words that byte `at` stands in.
pub(super) fn area_at(linker: &Linker, at: usize) -> Option<Area> {
    let near = linker
        .areas
        .partition_point(|area| area.span.start <= at)
        .checked_sub(1)?;
    linker
        .areas
        .get(near)
        .filter(|area| at < area.span.end)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_there_for_every_feature() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../data/models/antecedents.json"))
                .expect("the file is JSON");
        for kind in ["person", "many", "thing", "described"] {
            let named = file[kind].as_object().expect("an object of weights");
            let mut names: Vec<&str> = named.keys().map(String::as_str).collect();
            let mut features = FEATURES.to_vec();
            names.sort_unstable();
            features.sort_unstable();
            assert_eq!(names, features, "{kind}");
        }
        assert_eq!(FEATURES[Feature::MoreWords as usize], "more words");
        assert_eq!(FEATURES[Feature::SpokeLast as usize], "spoke last");
    }
}
