//! Days of publication, read from the many ways they are written in.
//!
//! Metadata is carried into records as it came in. To say when somebody first and last spoke, days must be compared, so
//! they are read here, and only where they can be read in one way: `03/04/2021` is two days, and so it is none.

use std::fmt;

/// A day, of the place that wrote it: time and time zone are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Day {
    /// Reads `2021-11-16` and `2021/11/16` (with or without a time behind them), `20211116`, `16 November 2021` and
    /// `Tue, Nov. 16th, 2021`.
    pub(crate) fn read(written: &str) -> Option<Self> {
        // A date stands at the beginning; nobody needs more of a field that holds something else.
        let parts: Vec<&str> = written
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '.'))
            .filter(|part| !part.is_empty())
            .take(4)
            .collect();
        if let [year, month, day, ..] = parts.as_slice()
            && year.len() == 4
            && let (Some(year), Some(month)) = (number(year), number(month))
        {
            let day = day.split('T').next().and_then(number)?;
            return Self::new(year, month, day);
        }
        if let [only, ..] = parts.as_slice()
            && only.len() == 8
            && let Some(digits) = number(only)
        {
            return Self::new(digits / 10_000, digits / 100 % 100, digits % 100);
        }
        let words: Vec<&str> = match parts.as_slice() {
            [first, rest @ ..] if is_weekday(first) => rest.to_vec(),
            all => all.to_vec(),
        };
        let [a, b, year, ..] = words.as_slice() else {
            return None;
        };
        if year.len() != 4 {
            return None;
        }
        let (month, day) = match (month(a), month(b)) {
            (Some(month), None) => (month, ordinal(b)?),
            (None, Some(month)) => (month, ordinal(a)?),
            _ => return None,
        };
        Self::new(number(year)?, month, day)
    }

    fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if !(1..=days).contains(&day) {
            return None;
        }
        Some(Self {
            year: u16::try_from(year).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        })
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// `16`, `16th`
fn ordinal(text: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix));
    number(bare.unwrap_or(text))
}

fn is_weekday(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| text.starts_with(day))
}

/// `November`, `Nov`, `Sept`
fn month(text: &str) -> Option<u32> {
    let text = text.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| text.len() >= 3 && month.starts_with(&text))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_where_they_are_certain() {
        for (written, want) in [
            ("2021-11-16", "2021-11-16"),
            ("2021-11-16T23:59:59-08:00", "2021-11-16"),
            ("2021-11-16 08:00", "2021-11-16"),
            ("2021/1/6", "2021-01-06"),
            ("20211116", "2021-11-16"),
            ("16 November 2021", "2021-11-16"),
            ("November 16, 2021", "2021-11-16"),
            ("Nov. 16th, 2021", "2021-11-16"),
            ("Tue, 16 Nov 2021 08:00:00 GMT", "2021-11-16"),
            ("Thursday, Sept. 2, 2021", "2021-09-02"),
            ("MONDAY 4 OCTOBER 2021", "2021-10-04"),
            ("Sunday 29 February 2004", "2004-02-29"),
        ] {
            let day = Day::read(written).map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some(want), "{written}");
        }
        for written in [
            "",
            "yesterday",
            "2021",
            "2021-11",
            "03/04/2021",
            "16/11/2021",
            "2021-02-29",
            "2021-13-01",
            "29 Feb 2100",
            "1637020800",
            "Ana Ruiz 2021",
            "16 16 2021",
            "16x November 2021",
            "ü-é-ß",
            "+123-+1-+1",
            "99999999999999999999",
        ] {
            assert_eq!(Day::read(written), None, "{written}");
        }
    }
}
