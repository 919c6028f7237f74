//! Where in a run the titles end and the name begins.

use std::ops::Range;

use super::{Finder, PARTISAN, REGNAL, WAYS, is_given, is_initial, is_particle, is_suffix};
use crate::document::{Document, Shape};
use crate::lexicon::Classes;
use crate::mention::{MentionKind, is_police_rank};

/// *Secretary of **State** Ruiz*: what stands behind is a name of its own.
pub(super) fn is_portfolio(document: &Document, token: usize) -> bool {
    document.classes(token).is(Classes::PORTFOLIO)
        && token > 1
        && document.folded(token - 1) == "of"
        && matches!(document.folded(token - 2), "minister" | "secretary")
}

impl Finder<'_, '_> {
    /// Is the run an office without a name: *Prime Minister*, *Press Secretary*?
    pub(super) fn is_office(&self, name: Range<usize>) -> bool {
        let document = self.document;
        let last = document.classes(name.end - 1);
        let given = is_given(document, name.start) || is_initial(document, name.start);
        // *Georgia Secretary of State*
        let place =
            document.classes(name.start).is(Classes::PLACE) && document.folded(name.end) == "of";
        let surname = name.len() > 1
            && last.is(Classes::ABBREVIATION)
            && !document.word(name.end - 1).ends_with('.');
        let is_name =
            given && name.len() > 1 && !place || surname || self.is_surname_of_honoured(&name);
        last.is(Classes::ROLE.or(Classes::TITLE))
            && !is_name
            && document.shape(name.end - 1) != Shape::Upper
    }

    /// *Ms **Pope***, but *Mr President*.
    fn is_surname_of_honoured(&self, name: &Range<usize>) -> bool {
        const ADDRESSED: [&str; 18] = [
            "ambassador",
            "attorney",
            "chair",
            "chairman",
            "chancellor",
            "commissioner",
            "director",
            "foreman",
            "general",
            "governor",
            "justice",
            "mayor",
            "minister",
            "moderator",
            "premier",
            "president",
            "secretary",
            "speaker",
        ];
        let document = self.document;
        let before = name
            .start
            .checked_sub(1)
            .map(|token| document.folded(token).trim_end_matches('.'));
        name.len() == 1
            && before.is_some_and(|before| matches!(before, "mr" | "ms" | "mrs" | "miss" | "mx"))
            && !ADDRESSED.contains(&document.folded(name.start))
    }

    /// Where the name begins in `run`, after the titles: *Former Ohio Gov. **Ana Ruiz***.
    pub(super) fn name_start(&self, run: Range<usize>) -> usize {
        let document = self.document;
        let role = Classes::TITLE.or(Classes::ROLE);
        let mut start = run.start;
        if self.is_ranked(&run) {
            return start + 1;
        }
        // *Tanner Street* is no tanner.
        if run.len() == 2 && WAYS.contains(&document.folded(run.end - 1)) {
            return start;
        }
        // *King's College*, *Kent County Sheriff's Office*
        let owner = run.end.saturating_sub(3).max(run.start);
        if self.owns_body(run.start, run.end) || self.owns_body(owner, run.end) {
            return start;
        }
        for token in run.clone() {
            let follows_given = token > run.start
                && is_given(document, token - 1)
                && !document.classes(token - 1).is(role)
                && !self.is_title_of_place(token, run.end);
            let given_itself = is_given(document, token)
                && (token + 1 == run.end
                    || run.len() == 2
                        && token == run.start
                        && !document.word(token).ends_with('.')
                    // *Dean van Wyk*
                    || token == run.start
                        && matches!(document.folded(token), "dean" | "duke" | "earl")
                        && document.shape(token + 1) == Shape::Lower
                        && is_particle(document.folded(token + 1))
                    // *Sen. Earl Roe*
                    || token + 2 == run.end
                        && token > run.start
                        && document.word(token - 1).ends_with('.'));
            let rest = run.end - token - 1;
            // *Karl “Duke” Lang*: a nickname is no title.
            let nickname = token > run.start && document.shape(token - 1) == Shape::Mark;
            // *Det Con Roe*
            // *Adhir Sen*: what it shortens would stand before the name.
            let surname = token + 1 == run.end
                && token > run.start
                && document.classes(token).is(Classes::ABBREVIATION)
                && !document.word(token).ends_with('.')
                && !document.classes(token - 1).is(role.or(Classes::PLACE));
            let constable = document.folded(token) == "con"
                && token > run.start
                && document.folded(token - 1) == "det";
            // *Sr Sequeira*, but *Ana Ruiz Sr*
            let senor = token == run.start && document.word(token) == "Sr";
            if (document.classes(token).is(role) || constable || senor)
                && !nickname
                && !surname
                && !follows_given
                && !given_itself
                && rest <= 5
            {
                // *Judge* in *Aaron Judge* was ruled out above; *James Earl Roe* keeps *Earl*.
                if token > run.start
                    && is_given(document, token)
                    && is_given(document, run.start)
                    && !document.word(token).ends_with('.')
                {
                    continue;
                }
                let regnal = REGNAL.contains(&document.folded(token)) && rest == 1;
                start = if regnal { token } else { token + 1 };
                if regnal {
                    return start;
                }
            }
        }
        // *Witness Ana Ruiz said*
        let first = document.classes(run.start);
        if start == run.start
            && run.len() > 2
            && first.is(Classes::PERSON_NOUN)
            && !first.is(Classes::PLACE.or(Classes::ORGANIZATION))
            && !is_given(document, run.start)
            && is_given(document, run.start + 1)
        {
            start += 1;
        }
        // *President Pro Tempore Ana Ruiz*
        if start > run.start
            && start + 2 < run.end
            && document.folded(start) == "pro"
            && matches!(
                document.folded(start + 1).trim_end_matches('.'),
                "tem" | "tempore"
            )
        {
            start += 2;
        }
        // *Democrat Ana Ruiz*, *Ohio Republican Ana Ruiz*
        while start + 2 < run.end {
            let classes = document.classes(start);
            let word = document.folded(start);
            let adjective = PARTISAN.contains(&word)
                || classes.is(Classes::PLACE)
                || word == "former"
                || word == "then";
            let later = (start + 1..run.end - 1).any(|token| is_given(document, token));
            // *Virginia Democrat Ana Ruiz*: Virginia is where.
            let name = is_given(document, start)
                && !(classes.is(Classes::PLACE) && PARTISAN.contains(&document.folded(start + 1)));
            if adjective && !name && later {
                start += 1;
            } else {
                break;
            }
        }
        start
    }

    /// *DC Jo Roe*, *DCI Roe*; *DC Roe* where a Jo Roe was named: a British detective constable, but *DC Comics*.
    fn is_ranked(&self, run: &Range<usize>) -> bool {
        /// So many names back the surname is looked for.
        const BACK: usize = 256;
        let document = self.document;
        let name = run.start + 1..run.end;
        let body = document.classes(run.end - 1).is(Classes::ORGANIZATION);
        if name.is_empty() || body || !is_police_rank(document.word(run.start)) {
            return false;
        }
        let surname = document.folded(name.start);
        let is_known = || {
            let mut before = self.mentions.iter().rev().take(BACK);
            before.any(|mention| {
                mention.kind == MentionKind::Person
                    && document.folded(mention.name.end - 1) == surname
            })
        };
        // What means nothing else.
        document.word(run.start).len() > 2
            || name.len() > 1 && is_given(document, name.start)
            || name.len() == 1 && is_known()
    }

    /// *South Carolina **Gov.** Ana Ruiz*, *Charlotte **Mayor** Ana Ruiz*: what looks like a given name before the title is where. *Aaron
    /// Judge*, *Ana Baker Ruiz* are names.
    pub(super) fn is_title_of_place(&self, token: usize, end: usize) -> bool {
        let document = self.document;
        let word = document.folded(token);
        let abbreviated = word.ends_with('.') && word != "st." && !is_suffix(word);
        let place = document.classes(token - 1).is(Classes::PLACE);
        let before_name = token + 2 < end && (is_given(document, token + 1) || place);
        let title = document.classes(token).is(Classes::TITLE);
        title && abbreviated && token + 1 < end || before_name
    }
}
