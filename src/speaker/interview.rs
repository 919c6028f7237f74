//! `Q` and `A` of an interview: who asks and who answers, as the lines before the first label tell.

use rustc_hash::FxHashMap;

use super::{Finding, Linker, Resolution, SpeakerKind};

impl Linker<'_, '_> {
    /// `Q` and `A` of an interview: who asks and who answers, as the lines before it tell.
    pub(super) fn label(&mut self, token: usize) -> Finding {
        let (host, guest) = match self.interview {
            Some(pair) => pair,
            None => {
                let pair = self.introduced(token);
                *self.interview.insert(pair)
            }
        };
        let asks = self.document.word(token) == "Q";
        match if asks { host } else { guest } {
            Some(entity) => {
                let what = if asks { "asks" } else { "answers" };
                let why = format!("{} {what} in this interview", self.name(entity));
                Finding::linked(entity, Resolution::Description, 0.7, why)
            }
            None => {
                Finding::unknown("an interview: the article does not say who this is".to_owned())
            }
        }
    }

    /// Who asks (*spoke to …*, *interview by …*) and who answers (spoken of most) in the interview that begins at `token`.
    fn introduced(&mut self, token: usize) -> (Option<usize>, Option<usize>) {
        let document = self.document;
        let signed = (0..token.saturating_sub(3))
            .find(|&at| document.folded(at) == "interview" && document.folded(at + 1) == "by")
            .map(|at| at + 2..token)
            .map(|rest| {
                rest.start
                    ..rest
                        .clone()
                        .find(|&at| !document.shape(at).is_capital())
                        .unwrap_or(rest.end)
            })
            .filter(|name| !name.is_empty());
        if let Some(name) = signed {
            let text = self.text(name.clone());
            let host = self.cast.named(SpeakerKind::Person, &text, name.start);
            return (Some(host), self.most_named(token, Some(host)));
        }
        let end = document
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        let mut host = None;
        for (index, mention) in document.mentions.iter().enumerate().take(end) {
            let Some(entity) = self.entity_of(index) else {
                continue;
            };
            if !self
                .cast
                .entities
                .get(entity)
                .is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            {
                continue;
            }
            let before = mention
                .tokens
                .start
                .checked_sub(1)
                .map_or("", |before| document.folded(before));
            let two_before = mention
                .tokens
                .start
                .checked_sub(2)
                .map_or("", |before| document.folded(before));
            let met = (mention.tokens.start.saturating_sub(4)..mention.tokens.start).any(|at| {
                matches!(
                    document.folded(at),
                    "sat" | "sits" | "spoke" | "talked" | "speaks" | "talks" | "met" | "meets"
                )
            });
            if before == "with" && met
                || before == "to"
                    && matches!(
                        two_before,
                        "spoke" | "talked" | "speaks" | "talks" | "speaking"
                    )
            {
                host = Some(entity);
            }
        }
        (host, self.most_named(token, host))
    }

    /// The person, other than `host`, who is named by a full name most often before `token`.
    fn most_named(&self, token: usize, host: Option<usize>) -> Option<usize> {
        let end = self
            .document
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for entity in (0..end).filter_map(|index| self.entity_of(index)) {
            let known = self.cast.entities.get(entity);
            if Some(entity) != host
                && known.is_some_and(|known| known.full && known.kind == SpeakerKind::Person)
            {
                *counts.entry(entity).or_default() += 1;
            }
        }
        let most = counts
            .into_iter()
            .max_by_key(|&(entity, count)| (count, std::cmp::Reverse(entity)));
        most.map(|(entity, _)| entity)
    }
}
