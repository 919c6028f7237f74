//! What keys do: a state machine that knows neither terminal nor files.

use std::ops::Range;

use super::super::decisions::Verdict;

/// A key, as far as it means something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Interrupt,
    Up,
    Down,
    PageUp,
    PageDown,
    Other,
}

/// What is to be done after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    None,
    Decide {
        items: Vec<usize>,
        verdict: Verdict,
        reason: Option<String>,
    },
    /// The last decision on these is taken back.
    Undo(Vec<usize>),
    Quit,
    Interrupt,
}

/// What keys mean now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Choose,
    /// A reason is being typed.
    Reason,
    Help,
}

/// What one key did, to take it back.
#[derive(Debug)]
struct Step {
    /// Where it was done.
    at: usize,
    /// What was decided; nothing for a skip.
    items: Vec<usize>,
}

/// Where the reviewer is.
#[derive(Debug)]
pub(crate) struct State {
    at: usize,
    decided: Vec<bool>,
    pub(crate) mode: Mode,
    /// The reason for the next decision.
    pub(crate) reason: String,
    done: Vec<Step>,
    /// The first line on the screen of what is told of the change.
    first: usize,
    /// For how many of these lines there is room.
    room: usize,
}

impl State {
    /// At the first of `items` changes.
    pub(crate) fn new(items: usize) -> Self {
        Self {
            at: 0,
            decided: vec![false; items],
            mode: Mode::Choose,
            reason: String::new(),
            done: Vec::new(),
            first: 0,
            room: 0,
        }
    }

    /// The change on the screen; none behind the last one.
    pub(crate) fn current(&self) -> Option<usize> {
        (self.at < self.decided.len()).then_some(self.at)
    }

    /// Which of `lines` lines are on a screen with room for `room` of them. It never goes past the last one.
    pub(crate) fn window(&mut self, lines: usize, room: usize) -> Range<usize> {
        self.room = room;
        self.first = self.first.min(lines.saturating_sub(room));
        self.first..lines.min(self.first + room)
    }

    pub(crate) fn press(&mut self, key: Key) -> Action {
        if key == Key::Interrupt {
            return Action::Interrupt;
        }
        match self.mode {
            Mode::Help => {
                self.mode = Mode::Choose;
                Action::None
            }
            Mode::Reason => {
                self.edit(key);
                Action::None
            }
            Mode::Choose => self.choose(key),
        }
    }

    fn edit(&mut self, key: Key) {
        match key {
            Key::Char(c) if !c.is_control() => self.reason.push(c),
            Key::Backspace => drop(self.reason.pop()),
            Key::Enter => self.mode = Mode::Choose,
            Key::Escape => {
                self.reason.clear();
                self.mode = Mode::Choose;
            }
            _ => {}
        }
    }

    fn choose(&mut self, key: Key) -> Action {
        match key {
            Key::Char('q') => Action::Quit,
            Key::Char('u') => self.undo(),
            Key::Char('?') => {
                self.mode = Mode::Help;
                Action::None
            }
            _ if self.current().is_none() => Action::None,
            Key::Char('a') => self.decide(self.at + 1, Verdict::Accept),
            Key::Char('r') => self.decide(self.at + 1, Verdict::Reject),
            Key::Char('s') => self.skip(self.at + 1),
            Key::Char('A') => self.decide(self.decided.len(), Verdict::Accept),
            Key::Char('R') => self.decide(self.decided.len(), Verdict::Reject),
            Key::Char('S') => self.skip(self.decided.len()),
            Key::Char('e') => {
                self.mode = Mode::Reason;
                Action::None
            }
            Key::Up => self.scroll(|first, _| first.saturating_sub(1)),
            Key::Down => self.scroll(|first, _| first + 1),
            Key::PageUp => self.scroll(usize::saturating_sub),
            Key::PageDown | Key::Char(' ') => self.scroll(|first, page| first + page),
            _ => Action::None,
        }
    }

    /// Moves the first line on the screen; [`State::window`] bounds it. A page keeps one line of the page before.
    fn scroll(&mut self, to: impl Fn(usize, usize) -> usize) -> Action {
        self.first = to(self.first, self.room.saturating_sub(1).max(1));
        Action::None
    }

    /// Decides on the current change and the others before `end` that are not decided.
    fn decide(&mut self, end: usize, verdict: Verdict) -> Action {
        let items: Vec<usize> = (self.at..end).filter(|&at| !self.decided[at]).collect();
        for &at in &items {
            self.decided[at] = true;
        }
        self.done.push(Step {
            at: self.at,
            items: items.clone(),
        });
        self.go_to(end);
        let reason = std::mem::take(&mut self.reason);
        let reason = reason.trim().to_owned();
        Action::Decide {
            items,
            verdict,
            reason: (!reason.is_empty()).then_some(reason),
        }
    }

    fn skip(&mut self, end: usize) -> Action {
        self.done.push(Step {
            at: self.at,
            items: Vec::new(),
        });
        self.go_to(end);
        Action::None
    }

    /// Goes to `at`, or what is not decided behind it.
    fn go_to(&mut self, at: usize) {
        let len = self.decided.len();
        self.at = (at..len).find(|&at| !self.decided[at]).unwrap_or(len);
        self.first = 0;
    }

    fn undo(&mut self) -> Action {
        let Some(Step { at, items }) = self.done.pop() else {
            return Action::None;
        };
        self.at = at;
        self.first = 0;
        for &at in &items {
            self.decided[at] = false;
        }
        if items.is_empty() {
            Action::None
        } else {
            Action::Undo(items)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(state: &mut State, keys: &str) -> Vec<Action> {
        let key = |c| match c {
            '\n' => Key::Enter,
            '\x1b' => Key::Escape,
            '\x08' => Key::Backspace,
            c => Key::Char(c),
        };
        let actions = keys.chars().map(|c| state.press(key(c)));
        actions.filter(|action| *action != Action::None).collect()
    }

    fn decide(items: &[usize], verdict: Verdict, reason: Option<&str>) -> Action {
        Action::Decide {
            items: items.to_vec(),
            verdict,
            reason: reason.map(str::to_owned),
        }
    }

    #[test]
    fn keys_decide_and_go_on() {
        use Verdict::{Accept, Reject};
        let cases: [(&str, Vec<Action>, Option<usize>); 12] = [
            ("", vec![], Some(0)),
            ("xz", vec![], Some(0)),
            (
                "ar",
                vec![decide(&[0], Accept, None), decide(&[1], Reject, None)],
                Some(2),
            ),
            ("sA", vec![decide(&[1, 2, 3], Accept, None)], None),
            ("ssR", vec![decide(&[2, 3], Reject, None)], None),
            ("Sar", vec![], None),
            (
                "ebad\x08t\na",
                vec![decide(&[0], Accept, Some("bat"))],
                Some(1),
            ),
            // A reason is for one decision, and can be thrown away.
            (
                "eno\nraeoh\x1bR",
                vec![
                    decide(&[0], Reject, Some("no")),
                    decide(&[1], Accept, None),
                    decide(&[2, 3], Reject, None),
                ],
                None,
            ),
            ("e a r q \n", vec![], Some(0)),
            (
                "au",
                vec![decide(&[0], Accept, None), Action::Undo(vec![0])],
                Some(0),
            ),
            (
                "saAuuusu",
                vec![
                    decide(&[1], Accept, None),
                    decide(&[2, 3], Accept, None),
                    Action::Undo(vec![2, 3]),
                    Action::Undo(vec![1]),
                ],
                Some(0),
            ),
            ("u?qq", vec![Action::Quit], Some(0)),
        ];
        for (keys, want, at) in cases {
            let mut state = State::new(4);
            assert_eq!(press(&mut state, keys), want, "{keys:?}");
            assert_eq!(state.current(), at, "{keys:?}");
        }
    }

    #[test]
    fn keys_scroll_within_a_change() {
        use Key::{Char, Down, PageDown, PageUp, Up};
        // Twenty lines on a screen of six.
        let cases: [(&[Key], usize); 9] = [
            (&[], 0),
            (&[Up, Down, Down], 2),
            (&[PageDown], 5),
            (&[Char(' '), PageDown, Up], 9),
            (&[PageDown, PageDown, PageDown, PageDown], 14),
            (&[PageDown, PageDown, PageDown, Down, Down, Up], 13),
            (&[PageDown, Down, PageUp], 1),
            (&[PageDown, Char('s')], 0),
            (&[Char('a'), PageDown, Char('u')], 0),
        ];
        for (keys, first) in cases {
            let mut state = State::new(4);
            let mut window = state.window(20, 6);
            for &key in keys {
                state.press(key);
                window = state.window(20, 6);
            }
            assert_eq!(window, first..first + 6, "{keys:?}");
            assert_eq!(state.window(3, 6), 0..3, "{keys:?}");
        }
    }

    #[test]
    fn an_interrupt_ends_it_in_every_mode() {
        for keys in ["", "e", "?", "S"] {
            let mut state = State::new(2);
            press(&mut state, keys);
            assert_eq!(state.press(Key::Interrupt), Action::Interrupt);
        }
    }
}
