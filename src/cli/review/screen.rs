//! Draws one change: where it is, the sentence it stands in, old and new beside each other.

use console::measure_text_width;
use inquit::compare::{Change, Run, word_runs};
use inquit::report::{ArticleRecord, QuoteRecord, StatusRecord, Text, Writer, plain};

use super::desk::Desk;
use super::state::{Mode, State};

/// Columns from which old and new stand side by side.
const WIDE: usize = 80;

const KEYS: &str = "a accept  r reject  s skip  A R S the rest  e reason  u undo  ? help  q quit";

const HELP: &str = "\
a   accept: the snapshot gets the new quote
r   reject: the snapshot keeps the old quote, and `check` knows the change from then on
s   skip: nothing is decided, and the change is there the next time
A   accept this one and all that follow
R   reject this one and all that follow
S   skip this one and all that follow
e   type a reason for the next decision; Enter keeps it, Escape throws it away
u   undo the last key
Up, Down, PageUp, PageDown or Space
    scroll, where a change is longer than the screen
q   quit; what was decided is kept

Each decision is in the log before the snapshot is changed. Any key goes back.
";

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// What there is to draw on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) color: bool,
}

impl Screen {
    /// The whole screen; `text` is the article that the change is of, where it is at hand. `state` learns what there is to scroll.
    pub(crate) fn draw(&self, desk: &Desk, state: &mut State, text: Option<&str>) -> String {
        if state.mode == Mode::Help {
            return HELP.to_owned();
        }
        let Some(at) = state.current() else {
            let [accepted, rejected, left] = desk.counts();
            return format!(
                "That was the last change: {accepted} accepted, {rejected} rejected, {left} left.\n\nu undo  q quit\n"
            );
        };
        let Some(item) = desk.items.get(at) else {
            return String::new();
        };
        let change = &item.change;
        let kinds = change.differences.iter().map(|one| one.kind.label());
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        let mut lines = vec![
            self.style(
                BOLD,
                &format!("{} of {}  {kinds}", at + 1, desk.items.len()),
            ),
            self.style(DIM, &plain(&change.id)),
            String::new(),
        ];
        let mut told = Vec::new();
        if let (Some(text), Some(record)) = (text, desk.record(at)) {
            told.extend(self.sentence(change, record, text));
        }
        told.extend(self.sides(change));
        // What change it is and the keys stay in sight.
        let room = self.height.saturating_sub(lines.len() + 4).max(4);
        if told.len() <= room {
            lines.append(&mut told);
        } else {
            let shown = state.window(told.len(), room - 1);
            let [above, below] = [shown.start, told.len() - shown.end];
            lines.extend(told.drain(shown));
            let hidden = format!("({above} lines above, {below} below: arrows and Space)");
            lines.push(self.style(DIM, &hidden));
        }
        lines.push(String::new());
        match state.mode {
            Mode::Reason => lines.push(format!("reason: {}_", plain(&state.reason))),
            _ if !state.reason.is_empty() => {
                lines.push(format!("reason: {}", plain(&state.reason)))
            }
            _ => {}
        }
        lines.push(match state.mode {
            Mode::Reason => "Enter keep  Escape throw away".to_owned(),
            _ => KEYS.to_owned(),
        });
        lines.join("\n") + "\n"
    }

    fn style(&self, style: &str, text: &str) -> String {
        if self.color {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    /// The sentence of the quote, as `extract --format text` shows it.
    fn sentence(&self, change: &Change, record: &ArticleRecord, text: &str) -> Vec<String> {
        let Some(quote) = change.new.as_ref().or(change.old.as_ref()) else {
            return Vec::new();
        };
        let mut alone = record.clone();
        alone.quotes = vec![quote.clone()];
        let view = Text {
            width: self.width.max(40),
            color: self.color,
        };
        let mut out = Vec::new();
        // A vector takes everything.
        if view.article(text, &alone, &mut out).is_err() {
            return Vec::new();
        }
        let shown = String::from_utf8_lossy(&out);
        // The first lines name the article.
        let lines = shown.lines().skip(2).map(str::to_owned);
        let mut lines: Vec<String> = lines.collect();
        if lines.last().is_none_or(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        lines
    }

    fn sides(&self, change: &Change) -> Vec<String> {
        if change.old.is_none() && change.new.is_none() {
            let lines = change.differences.iter().map(|one| {
                let told = one.new.as_deref().or(one.old.as_deref());
                let told = told.map_or(String::new(), |told| format!(": {told}"));
                format!("{}{told}", one.kind.label())
            });
            return lines.collect();
        }
        let wide = self.width >= WIDE;
        let column = if wide {
            (self.width - 3) / 2
        } else {
            self.width.saturating_sub(2)
        };
        let words = |quote: &Option<QuoteRecord>| {
            let text = quote.as_ref().map(|quote| plain(&quote.content.text));
            text.unwrap_or_default()
        };
        let [was, is] = word_runs(&words(&change.old), &words(&change.new));
        let (left, right) = (change.old.as_ref(), change.new.as_ref());
        let old = self.side("old", [left, right], &was, RED, column);
        let new = self.side("new", [right, left], &is, GREEN, column);
        if !wide {
            return old.into_iter().chain([String::new()]).chain(new).collect();
        }
        (0..old.len().max(new.len()))
            .map(|at| {
                let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
                let (left, right) = (cell(&old), cell(&new));
                let pad = column.saturating_sub(measure_text_width(&left));
                format!("{left}{:pad$} │ {right}", "").trim_end().to_owned()
            })
            .collect()
    }

    /// One of two quotes; of what is said of it, what is not so of the other is marked.
    fn side(
        &self,
        title: &str,
        [quote, other]: [Option<&QuoteRecord>; 2],
        runs: &[Run],
        color: &str,
        width: usize,
    ) -> Vec<String> {
        let mut lines = vec![self.style(BOLD, title)];
        let Some(quote) = quote else {
            lines.push("(none)".to_owned());
            return lines;
        };
        let others = other.map_or(Vec::new(), facts);
        for fact in facts(quote) {
            let differs = other.is_some() && !others.contains(&fact);
            let (what, told) = fact;
            let told = format!("{what}: {}", plain(&told));
            let words = told.split_whitespace();
            let words = words.map(|word| vec![(word.to_owned(), differs && self.color)]);
            lines.extend(self.wrap(words.collect(), color, width));
        }
        lines.push(String::new());
        lines.extend(self.wrap(words(runs), color, width));
        lines
    }

    /// Words in lines; what differs of them is marked. A word that is longer than a line is cut.
    fn wrap(&self, words: Vec<Word>, color: &str, width: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            let parts = word.into_iter().map(|(part, differs)| {
                if !differs {
                    part
                } else if self.color {
                    format!("{color}{part}{RESET}")
                } else {
                    format!("[{part}]")
                }
            });
            let word: String = parts.collect();
            let word = console::truncate_str(&word, width.max(1), "…");
            match lines.last_mut() {
                Some(line) if measure_text_width(line) + 1 + measure_text_width(&word) <= width => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word.into_owned()),
            }
        }
        lines
    }
}

/// What stands between two spaces, in parts: does the part differ?
type Word = Vec<(String, bool)>;

/// The words of `runs`; a run may end within one.
fn words(runs: &[Run]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut goes_on = false;
    for run in runs {
        for part in run.text.split_inclusive(' ') {
            let bare = (part.trim_end().to_owned(), run.differs);
            match words.last_mut() {
                Some(last) if goes_on => last.push(bare),
                _ => words.push(vec![bare]),
            }
            goes_on = !part.ends_with(' ');
        }
    }
    words
}

/// What is said of a quote beside its content.
fn facts(quote: &QuoteRecord) -> Vec<(&'static str, String)> {
    let speaker = &quote.speaker;
    let name = match (speaker.status, &speaker.name) {
        (StatusRecord::Linked, Some(name)) => {
            let id = speaker.id.as_deref().unwrap_or_default();
            format!("{name} ({id})")
        }
        (StatusRecord::Ambiguous, _) => {
            let names = speaker.candidates.iter().map(|one| one.name.as_str());
            format!("ambiguous: {}", names.collect::<Vec<_>>().join(", "))
        }
        _ => "unknown".to_owned(),
    };
    let none = || "none".to_owned();
    let mut facts = vec![
        ("speaker", name),
        (
            "type",
            format!("{} {}", quote.quote_type.name(), quote.act.name()),
        ),
        (
            "cue",
            quote.cue.as_ref().map_or_else(none, |cue| cue.text.clone()),
        ),
        (
            "source",
            quote
                .source
                .as_ref()
                .map_or_else(none, |source| source.text.clone()),
        ),
        ("confidence", format!("{:.2}", quote.confidence)),
    ];
    if let Some(via) = &quote.via {
        facts.push(("via", via.source.text.clone()));
    }
    facts
}
