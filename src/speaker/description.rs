//! The source describes one person: *the trade adviser*, *the 52-year-old*. Somebody whose role that is, else nobody with a name.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Shape};
use crate::gazetteer::Gender;
use crate::lexicon::Classes;
use crate::mention::{MentionKind, gender_of};

use super::cast::{LEADERS, Tenure, Tie, head_class, of_chief_executive, same_word, tells};
use super::choice::Choice;
use super::phrase::Noun;
use super::unnamed::LONGEST;
use super::{Finding, LIKELY, Linker, Resolution, SpeakerKind, kin, phrase, rank};

/// *The 52-year-old* that nobody fits with this probability stays what it says.
const TOLD: f32 = 0.6;

/// So many mentions back a title is looked for.
const BACK: usize = 256;

impl Linker<'_, '_> {
    /// *the trade adviser*: somebody whose role that is, else nobody with a name.
    pub(super) fn description(&mut self, noun: &Noun, index: usize) -> Finding {
        if !is_unnamed_by_wish(self.document, noun)
            && let Some(finding) = self.whose_role(noun, index)
        {
            return finding;
        }
        // Nobody is named: *spokesman for the port* says more than *spokesman*.
        let words = if noun.phrase.len() <= LONGEST {
            noun.phrase.clone()
        } else {
            noun.words.clone()
        };
        let name = self.text(words);
        let entity = self.cast.named(SpeakerKind::Person, &name, noun.head);
        let head = self.document.folded(noun.head);
        self.cast.is_of_gender(entity, gender_of(head));
        let words = telling(self.document, noun);
        self.cast.add_tie(entity, noun.head, head, words);
        let why = format!("nobody is named for {name:?}");
        Finding::linked(entity, Resolution::Description, 0.65, why)
    }

    /// The one whose role `noun` is, or one of the roles that it joins.
    fn whose_role(&mut self, noun: &Noun, index: usize) -> Option<Finding> {
        // *the Ohio senator and former presidential candidate*: either of two roles may be the one that was told.
        for role in roles(self.document, noun) {
            if let Some(finding) = self.by_role(&role, index) {
                let entity = finding.link.speaker;
                let known = entity.and_then(|entity| self.cast.entities.get(entity));
                if known.is_some_and(|known| known.full) {
                    return Some(finding);
                }
            }
        }
        self.by_role(noun, index)
    }

    /// The one whose role `noun` is, or those who cannot be told apart.
    fn by_role(&mut self, noun: &Noun, index: usize) -> Option<Finding> {
        let document = self.document;
        let mut head = document.folded(noun.head).to_owned();
        let mut words = telling(document, noun);
        if let Some(others) = of_chief_executive(&head, &words) {
            (head, words) = ("ceo".to_owned(), others);
        }
        if let Some(entity) = self.cast.by_handle(&head) {
            let why = format!("the account bears the name of {}", self.name(entity));
            return Some(Finding::linked(entity, Resolution::Name, 0.85, why));
        }
        if let Some(&entity) = self.cast.tied_at.get(&noun.head) {
            let why = format!("the role of {}", self.name(entity));
            return Some(Finding::linked(entity, Resolution::Description, 0.95, why));
        }
        if let Some(finding) = self
            .dignitary(noun, &head)
            .or_else(|| self.same_source(noun, &head))
        {
            return Some(finding);
        }
        if let Some(finding) = self.kin(noun, &head, index) {
            return Some(finding);
        }
        // *Trade Minister* at the start of a sentence stands for *the trade minister*.
        // and so does a noun without any article, as headlines have it.
        let opener = noun.words.start.checked_sub(1);
        let article = opener.is_some_and(|opener| document.classes(opener).is(Classes::DETERMINER));
        let definite = noun.definite || !article;
        // *Roe’s father* is not the one whom a role calls somebody else's.
        let of_other = kin::is_relative(&head) && self.whose(noun, index).is_some();
        if definite && !of_other {
            let described = noun.phrase.start..noun.head + 1;
            let tenure = Tenure::of(described.map(|token| document.folded(token)));
            let fits = self.fitting(&head, &words, tenure, noun.head);
            let description = rank::Description {
                head: &head,
                gender: gender_of(&head),
                more: !words.is_empty(),
                fits: &fits,
                age: None,
            };
            // *MODERATOR:* speaks again, however far his name is.
            let label =
                document.shape(noun.head) == Shape::Upper && document.word(noun.head + 1) == ":";
            if let (true, [(entity, _)]) = (label, fits.as_slice()) {
                let why = format!("the label is the role of {}", self.name(*entity));
                return Some(Finding::linked(*entity, Resolution::Description, 0.9, why));
            }
            let wanted = rank::Wanted::Described;
            let mut candidates =
                rank::candidates(self, noun.head, index, wanted, Some(&description));
            // *Her minister* is not she; who *her friend* is, a role elsewhere does not say.
            let office = document.classes(noun.head).is(Classes::TITLE);
            if let Some(owner) = self.whose(noun, index).filter(|_| office) {
                rank::without(&mut candidates, rank::Antecedent::Entity(owner));
            }
            match self.choose(&candidates, noun.head, index, wanted) {
                Choice::One(best, entity) if best.probability >= LIKELY => {
                    // *His lawyer* is not everybody's.
                    let somebodys = opener.is_some_and(|opener| {
                        matches!(
                            document.folded(opener),
                            "his" | "her" | "their" | "my" | "our"
                        )
                    });
                    let most = if somebodys { 0.7 } else { 1.0 };
                    let why = format!("description matches the role of {}", self.name(entity));
                    let certainty = best.probability.min(most);
                    return Some(Finding::linked(
                        entity,
                        Resolution::Description,
                        certainty,
                        why,
                    ));
                }
                Choice::Several(links)
                    if links.iter().all(|&(_, probability)| probability >= 0.2) =>
                {
                    let why = format!("description fits {}", self.names(&links, " and "));
                    return Some(Finding::ambiguous(links, Resolution::Description, why));
                }
                _ => {}
            }
        }
        if let Some(finding) = self
            .relative_of(noun, &head, index)
            .or_else(|| self.counterpart(noun, &head, index))
        {
            return Some(finding);
        }
        noun.definite
            .then(|| self.told_of(noun, &head, index))
            .flatten()
    }

    /// *the duke* behind *the Duke of Kent*, where no other was named so.
    fn dignitary(&mut self, noun: &Noun, head: &str) -> Option<Finding> {
        let document = self.document;
        if !noun.definite || noun.words.len() > 1 {
            return None;
        }
        let mentions = &document.mentions;
        let near = mentions.partition_point(|mention| mention.tokens.start < noun.words.start);
        let before = mentions.iter().take(near).rev().take(BACK);
        let mut titles: Vec<String> = before
            .filter(|mention| {
                mention.kind == MentionKind::Human
                    && rank::is_dignitary(document, mention)
                    && document.folded(mention.name.start) == head
            })
            .map(|mention| self.text(mention.name.clone()))
            .collect();
        titles.sort_unstable();
        titles.dedup();
        let [title] = titles.as_slice() else {
            return None;
        };
        let entity = self
            .cast
            .with_role(title)
            .unwrap_or_else(|| self.cast.named(SpeakerKind::Person, title, noun.head));
        let why = format!("the only {head} named: {}", self.name(entity));
        Some(Finding::linked(entity, Resolution::Description, 0.85, why))
    }

    /// *the source* behind what *a dealer who pleaded anonymity* said: the one without a name who spoke last, and just before.
    fn same_source(&self, noun: &Noun, head: &str) -> Option<Finding> {
        let document = self.document;
        if head != "source" || !noun.definite || noun.words.len() > 1 {
            return None;
        }
        let last = self.turns.iter().rev().find(|turn| !turn.nested)?;
        let known = self.cast.entities.get(last.entity)?;
        let here = document.tokens.get(noun.head)?.span.start;
        let near = document.paragraph_at(last.at) + 1 >= document.paragraph_at(here);
        (near && known.kind == SpeakerKind::Person && self.is_unnamed(last.entity)).then(|| {
            let why = format!("who spoke last without a name: {}", known.name);
            Finding::linked(last.entity, Resolution::Description, 0.75, why)
        })
    }

    /// *the 52-year-old*, *the Lille-born striker*, *the Dane*: news tells so of somebody whom it has named; whom, as with a pronoun.
    fn told_of(&mut self, noun: &Noun, head: &str, index: usize) -> Option<Finding> {
        let document = self.document;
        let mut told = noun.phrase.clone();
        let told = told.find(|&token| tells_of(document, token, noun.head))?;
        if document.classes(told).is(Classes::DEMONYM)
            && let Some(finding) = self.only_one_from(head)
        {
            return Some(finding);
        }
        let told = document.folded(told);
        let description = rank::Description {
            head,
            gender: gender_of(head),
            more: false,
            fits: &[],
            age: told.ends_with("-year-old").then_some(told),
        };
        let wanted = rank::Wanted::Anybody;
        let candidates = rank::candidates(self, noun.head, index, wanted, Some(&description));
        match self.choose(&candidates, noun.head, index, wanted) {
            Choice::One(best, entity) if best.probability >= TOLD => {
                // Somebody whom the article calls something else may be this as well.
                let most = if best.has_other_roles() { 0.75 } else { 1.0 };
                let why = format!("{told}: {}, {}", self.name(entity), best.reason());
                let certainty = best.probability.min(most);
                Some(Finding::linked(
                    entity,
                    Resolution::Description,
                    certainty,
                    why,
                ))
            }
            // *The striker* may be one of many whom the article does not name.
            Choice::Several(links) if description.age.is_some() => {
                let why = format!("{told}: {}", self.names(&links, " or "));
                Some(Finding::ambiguous(links, Resolution::Description, why))
            }
            _ => None,
        }
    }

    /// Those whose roles a description with this head and these words fits, best first.
    pub(super) fn fitting(
        &self,
        head: &str,
        words: &[String],
        tenure: Tenure,
        at: usize,
    ) -> Vec<(usize, f32)> {
        let gender = gender_of(head);
        let sentence = |token: usize| {
            self.document
                .tokens
                .get(token)
                .map_or(0, |token| token.sentence)
        };
        let here = sentence(at);
        let last_speaker = self
            .turns
            .iter()
            .rev()
            .take(4)
            .find(|turn| !turn.nested)
            .map(|turn| turn.entity);
        let mut scores: FxHashMap<usize, f32> = FxHashMap::default();
        let mut tenures: FxHashSet<(usize, Tenure)> = FxHashSet::default();
        let class = head_class(head);
        // *the Russian leader* is who presides over Russia.
        let leaders = LEADERS
            .iter()
            .filter(|_| class == "leader" && !words.is_empty());
        let heads = std::iter::once(class).chain(leaders.copied());
        let ties = heads.flat_map(|head| {
            self.cast
                .ties
                .get(head)
                .into_iter()
                .flatten()
                .rev()
                .take(256)
        });
        let says =
            |tie: &Tie, what: &[&str]| tie.words.iter().any(|word| what.contains(&word.as_str()));
        const OTHERS: [&str; 3] = ["vice", "deputy", "shadow"];
        const LESSER: [&str; 6] = [
            "vice",
            "deputy",
            "shadow",
            "assistant",
            "acting",
            "associate",
        ];
        for tie in ties {
            let named = || tie.words.iter().any(|word| words.contains(word));
            // *The CEO* is no *head of communications*.
            let part = head == "ceo"
                && tie.head != head
                && tie.words.iter().any(|word| !words.contains(word));
            let leads = match head_class(&tie.head) {
                other if other == class => !part,
                "minister" => named() && says(tie, &["prime"]),
                _ => named() && !says(tie, &LESSER),
            };
            if !leads {
                continue;
            }
            // *The prime minister*, of whatever country, is nobody whom the article does not call so.
            let where_from = || {
                let mut shared = tie.words.iter().filter(|word| words.contains(word));
                shared.any(|word| word != "prime" && !LESSER.contains(&word.as_str()))
            };
            if tie.tenure == Tenure::Undated && tenure == Tenure::Current && !where_from() {
                continue;
            }
            let Some(entity) = self.cast.entities.get(tie.entity) else {
                continue;
            };
            if gender != Gender::Unknown
                && entity.gender != Gender::Unknown
                && gender != entity.gender
            {
                continue;
            }
            #[allow(clippy::cast_precision_loss, reason = "a description has few words")]
            let share = if words.is_empty() {
                // The bare noun is best explained by the bare role: *the president* is the president, not a vice president.
                if says(tie, &LESSER) { 0.25 } else { 0.6 }
            } else {
                let shared = words.iter().filter(|word| tie.words.contains(word)).count();
                // A bare title says nothing against: *the Ohio senator* may be *Sen. Ruiz*.
                // *the home secretary* is not the shadow one.
                let other =
                    says(tie, &OTHERS) && !words.iter().any(|word| OTHERS.contains(&word.as_str()));
                if other {
                    0.0
                } else if tie.words.is_empty() {
                    0.5
                } else {
                    shared as f32 / words.len() as f32
                }
            };
            if share < if words.is_empty() { 0.2 } else { 0.5 } {
                continue;
            }
            let mut score = 0.6 * share + if tie.head == head { 0.1 } else { 0.0 };
            if tie.at < at {
                score += 0.1;
            }
            if last_speaker == Some(tie.entity) {
                score += 0.15;
            }
            if let Some(last) = self.cast.last_mention(self.document, tie.entity, at) {
                let distance = self.document.mentions.get(last).map_or(0, |mention| {
                    here.saturating_sub(sentence(mention.tokens.start))
                });
                #[allow(clippy::cast_precision_loss, reason = "capped at 20")]
                let nearness = 1.0 - distance.min(20) as f32 / 20.0;
                score += 0.2 * nearness;
            }
            let best = scores.entry(tie.entity).or_insert(0.0);
            *best = best.max(score);
            tenures.insert((tie.entity, tie.tenure));
        }
        // *The former president* is not the one who is called *president*, and *the president* not a former one, where there is another.
        let unlike = |&entity: &usize| {
            let is = |tenure: Tenure| tenures.contains(&(entity, tenure));
            match tenure {
                Tenure::Former => is(Tenure::Current) && !is(Tenure::Former),
                _ => !is(Tenure::Current) && is(Tenure::Former),
            }
        };
        if !scores.keys().all(unlike) {
            scores.retain(|entity, _| !unlike(entity));
        }
        let mut scored: Vec<(usize, f32)> = scores.into_iter().collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.truncate(8);
        scored
    }
}

/// *The doctor, who asked not to be named, said*; *said a nurse, speaking on condition of anonymity*: nobody whom the article names.
pub(super) fn is_unnamed_by_wish(document: &Document, noun: &Noun) -> bool {
    /// Words of the clause.
    const LONGEST: usize = 24;
    let at = noun.phrase.end;
    let at = at + usize::from(document.word(at) == ",");
    let opens = matches!(
        document.folded(at),
        "asking" | "declining" | "insisting" | "requesting" | "speaking" | "who" | "whose"
    );
    let Some(sentence) = document
        .tokens
        .get(at)
        .and_then(|token| document.sentences.get(token.sentence))
        .filter(|_| opens)
    else {
        return false;
    };
    let mut clause = (at..sentence.tokens.end.min(at + LONGEST))
        .take_while(|&token| document.shape(token) != Shape::Mark);
    clause.any(|token| match document.folded(token) {
        "anonymity" | "anonymously" => true,
        // *asked not to be named*, *did not want to be named*, *declined to be identified*, *cannot be named*
        "be" => {
            let refuses = |token: usize| {
                matches!(
                    document.folded(token),
                    "not" | "n't" | "cannot" | "declined" | "declining" | "refused"
                )
            };
            matches!(document.folded(token + 1), "identified" | "named")
                && (token.saturating_sub(5)..token).any(refuses)
        }
        _ => false,
    })
}

/// The noun phrases before and behind the *and* of two roles that one person has; none where there is one role.
fn roles(document: &Document, noun: &Noun) -> Vec<Noun> {
    let mut words = noun.words.clone();
    let Some(joint) = words.find(|&token| document.folded(token) == "and") else {
        return Vec::new();
    };
    let first = noun.words.start..joint;
    if first.is_empty() || phrase::kind(document, joint - 1) != SpeakerKind::Person {
        return Vec::new();
    }
    let mut roles = vec![Noun {
        kind: SpeakerKind::Person,
        head: joint - 1,
        phrase: first.clone(),
        words: first,
        definite: noun.definite,
    }];
    if noun.head > joint {
        roles.push(Noun {
            kind: SpeakerKind::Person,
            head: noun.head,
            phrase: joint + 1..noun.phrase.end,
            words: joint + 1..noun.words.end,
            definite: noun.definite,
        });
    }
    roles
}

/// What `noun` says of somebody besides its head: *trade* in *the trade adviser*.
fn telling(document: &Document, noun: &Noun) -> Vec<String> {
    noun.phrase
        .clone()
        .filter(|&token| token != noun.head)
        .filter(|&token| tells(document, token) && !describes(document.folded(token)))
        .map(|token| same_word(document.folded(token)).to_owned())
        .collect()
}

/// Is this said of somebody whom the article has named: *52-year-old*, *Lille-born*, *Dane*?
fn tells_of(document: &Document, token: usize, head: usize) -> bool {
    let word = document.folded(token);
    word.ends_with("-year-old")
        || word.ends_with("-born")
        || token == head
            && document
                .classes(token)
                .is(Classes::DEMONYM.or(Classes::VARIATION))
}

/// Does the word say what somebody is like and not which one: *Lille-born*, *29-year-old*?
fn describes(word: &str) -> bool {
    word.ends_with("-born")
        || word.ends_with("-year-old")
        || matches!(word, "veteran" | "longtime" | "long-time")
}
