//! Dates as gazetteers give them, and the time in which a name holds.

use std::fmt;

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(
    /// 20240503; zeros where month or day are not given.
    u32,
);

impl Date {
    /// `2024`, `2024-05` or `2024-05-03`.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let right = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            right.then(|| part.parse::<u32>().ok()).flatten()
        };
        let given = text.matches('-').count();
        let year = number(4)?;
        let month = if given > 0 { number(2)? } else { 0 };
        let day = if given > 1 { number(2)? } else { 0 };
        let date = Self(year * 10_000 + month * 100 + day);
        let month_fits = given == 0 || (1..=12).contains(&month);
        let day_fits = given < 2 || (1..=days(year, month)).contains(&day);
        (given < 3 && month_fits && day_fits).then_some(date)
    }

    /// The date that `text` begins with: `2024-05-03T10:00:00Z`. Anything else is none.
    pub(crate) fn leading(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::read(text.split(['T', ' ']).next().unwrap_or(text))
    }

    /// For an index: what [`Date::from_number`] takes.
    pub(super) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn from_number(number: u32) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The first day that it may be.
    fn first(self) -> u32 {
        let (_, month, day) = self.parts();
        self.0 + if month == 0 { 100 } else { 0 } + u32::from(day == 0)
    }

    /// The last day that it may be.
    fn last(self) -> u32 {
        let (year, month, day) = self.parts();
        let month = if month == 0 { 12 } else { month };
        let day = if day == 0 { days(year, month) } else { day };
        year * 10_000 + month * 100 + day
    }

    fn parts(self) -> (u32, u32, u32) {
        (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (year, 0, _) => write!(f, "{year:04}"),
            (year, month, 0) => write!(f, "{year:04}-{month:02}"),
            (year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// The time in which an entry or an alias holds; both ends belong to it, and an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// From its first day on.
    pub from: Option<Date>,
    /// Up to its last day.
    pub to: Option<Date>,
}

impl Validity {
    /// May it hold on `date`? Without a date it may; a year or month only has to touch it.
    pub fn holds(self, date: Option<Date>) -> bool {
        date.is_none_or(|date| {
            self.from.is_none_or(|from| from.first() <= date.last())
                && self.to.is_none_or(|to| date.first() <= to.last())
        })
    }

    /// Is there no day on which both hold?
    pub(super) fn excludes(self, other: Self) -> bool {
        let apart = |to: Option<Date>, from: Option<Date>| {
            to.zip(from)
                .is_some_and(|(to, from)| to.last() < from.first())
        };
        apart(self.to, other.from) || apart(other.to, self.from)
    }

    /// Does it end before it begins?
    pub(super) fn is_reversed(self) -> bool {
        self.to
            .zip(self.from)
            .is_some_and(|(to, from)| to.last() < from.first())
    }

    /// Does it hold always?
    pub(super) fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The time in which both hold.
    pub(super) fn and(self, other: Self) -> Self {
        let later = |a: Date, b: Date| if a.first() < b.first() { b } else { a };
        let sooner = |a: Date, b: Date| if b.last() < a.last() { b } else { a };
        let both =
            |a: Option<Date>, b: Option<Date>, choose: &dyn Fn(Date, Date) -> Date| match (a, b) {
                (Some(a), Some(b)) => Some(choose(a, b)),
                (a, b) => a.or(b),
            };
        Self {
            from: both(self.from, other.from, &later),
            to: both(self.to, other.to, &sooner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_years_months_or_days() {
        for good in ["2024", "2024-05", "2024-02-29", "0999-12-31"] {
            assert_eq!(Date::read(good).expect(good).to_string(), good);
        }
        for bad in [
            "",
            "24",
            "2024-13",
            "2024-00",
            "2023-02-29",
            "2024-1-1",
            "2024-01-01-01",
            "2024-01-",
            "May 2024",
            "+024",
        ] {
            assert_eq!(Date::read(bad), None, "{bad}");
        }
        for (text, want) in [
            ("2024-05-03T10:00:00Z", Some("2024-05-03")),
            (" 2024-05-03 10:00", Some("2024-05-03")),
            ("3 May 2024", None),
        ] {
            let read = Date::leading(text).map(|date| date.to_string());
            assert_eq!(read.as_deref(), want, "{text}");
        }
    }

    fn validity(from: &str, to: &str) -> Validity {
        Validity {
            from: Date::read(from),
            to: Date::read(to),
        }
    }

    #[test]
    fn what_is_not_surely_outside_holds() {
        for (from, to, date, want) in [
            ("", "", "2024", true),
            ("2020", "2024-06", "", true),
            ("2020", "2024-06", "2024", true),
            ("2020", "2024-06", "2024-06-30", true),
            ("2020", "2024-06", "2024-07", false),
            ("2020", "", "2019-12-31", false),
            ("2020-03-02", "", "2020-03-01", false),
            ("2020-03-02", "", "2020-03", true),
        ] {
            let holds = validity(from, to).holds(Date::read(date));
            assert_eq!(holds, want, "{from}..{to} on {date}");
        }
        assert!(validity("", "2019").excludes(validity("2020", "")));
        assert!(!validity("", "2020").excludes(validity("2020", "")));
        assert!(validity("2021", "2020-12").is_reversed());
        assert_eq!(
            validity("2020", "2022").and(validity("2019", "2021-05")),
            validity("2020", "2021-05")
        );
    }
}
