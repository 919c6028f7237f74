//! How a batch is going: a line on the terminal that is written over, and a summary at the end.
//!
//! The line is there only where somebody looks at it: on a terminal, and not between records that go to the same terminal.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use super::complain;
use super::extract::count;
use super::input::{Reading, size};

/// The line is written so often.
const EVERY: Duration = Duration::from_millis(200);
/// Before this, nobody can say how long it will take.
const FIRST: Duration = Duration::from_secs(3);

/// What has been done so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// All articles with a record …
    pub(crate) articles: usize,
    /// … of which so many were done by an earlier run.
    pub(crate) known: usize,
    pub(crate) quotes: usize,
    /// Of the articles that were done now.
    pub(crate) words: u64,
    pub(crate) problems: usize,
}

/// Tells how it is going.
pub(crate) struct Progress {
    begun: Instant,
    /// When the line was written last; none where nobody looks.
    shown: Option<Instant>,
    /// Is there a line to be written over?
    dirty: bool,
    reading: Reading,
    /// The bytes of all input, once they are counted, and known.
    total: Arc<OnceLock<u64>>,
}

impl Progress {
    /// Begins now. The line is `wanted` unless standard error is no terminal.
    pub(crate) fn new(wanted: bool, paths: &[PathBuf], reading: &Reading) -> Self {
        let begun = Instant::now();
        let shown = wanted && io::stderr().is_terminal();
        let total: Arc<OnceLock<u64>> = Arc::default();
        if shown {
            let (paths, reading, total) = (paths.to_vec(), reading.clone(), Arc::clone(&total));
            // Left to itself: it may take longer than the batch.
            thread::spawn(move || size(&paths, &reading).map(|size| total.set(size)));
        }
        Self {
            begun,
            shown: shown.then_some(begun),
            dirty: false,
            reading: reading.clone(),
            total,
        }
    }

    /// Writes the line, if it is time.
    pub(crate) fn tick(&mut self, totals: &Totals) {
        let Some(last) = &mut self.shown else { return };
        if last.elapsed() < EVERY {
            return;
        }
        *last = Instant::now();
        self.dirty = true;
        let elapsed = self.begun.elapsed();
        let left = self.total.get().and_then(|&total| {
            let seen = self.reading.seen().bytes();
            (elapsed > FIRST && seen > 0 && seen <= total)
                .then(|| elapsed.mul_f64((total - seen) as f64 / seen as f64))
        });
        let mut line = line(totals, elapsed, left);
        if let Some((terminal_size::Width(width), _)) =
            terminal_size::terminal_size_of(io::stderr())
        {
            line.truncate(usize::from(width).saturating_sub(1));
        }
        // Without a terminal any more, there is nobody to tell.
        let _ = write!(io::stderr().lock(), "\r{line}\x1b[K");
    }

    /// Clears the line.
    pub(crate) fn clear(&mut self) {
        if self.dirty {
            self.dirty = false;
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }

    /// Tells the reader something, on a line of its own.
    pub(crate) fn complain(&mut self, message: impl fmt::Display) {
        self.clear();
        complain(message);
    }

    /// Clears the line and says what was done.
    pub(crate) fn summary(&mut self, totals: &Totals) {
        let elapsed = self.begun.elapsed();
        let known = match totals.known {
            0 => String::new(),
            known => format!(" ({} done before)", grouped(known as u64)),
        };
        self.complain(format_args!(
            "{}{known}, {}, {}; {} in {}, {} a second",
            count(totals.articles, "article"),
            count(totals.quotes, "quote"),
            count(totals.problems, "problem"),
            count(usize::try_from(totals.words).unwrap_or(usize::MAX), "word"),
            clock(elapsed),
            grouped(rate(totals.words, elapsed)),
        ));
    }
}

fn line(totals: &Totals, elapsed: Duration, left: Option<Duration>) -> String {
    let mut line = format!(
        "{}, {} words/s, {}, {}",
        count(totals.articles, "article"),
        grouped(rate(totals.words, elapsed)),
        count(totals.quotes, "quote"),
        count(totals.problems, "problem"),
    );
    if let Some(left) = left {
        line.push_str(&format!(", {} left", clock(left)));
    }
    line
}

fn rate(words: u64, elapsed: Duration) -> u64 {
    let rate = words as f64 / elapsed.as_secs_f64().max(1e-3);
    rate.round() as u64
}

/// *0:07*, *12:30*, *3:00:00*
fn clock(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// *1,234,567*
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_it_is_going() {
        let totals = Totals {
            articles: 12_345,
            known: 0,
            quotes: 1,
            words: 5_000_000,
            problems: 0,
        };
        let elapsed = Duration::from_secs(100);
        assert_eq!(
            line(&totals, elapsed, None),
            "12,345 articles, 50,000 words/s, 1 quote, 0 problems"
        );
        let left = Some(Duration::from_secs(3725));
        assert!(line(&totals, elapsed, left).ends_with(", 1:02:05 left"));
        assert_eq!(clock(Duration::from_millis(59_600)), "1:00");
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
