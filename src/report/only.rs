//! A filter over quotes: `--only direct,speech,person`.

use std::str::FromStr;

use super::record::{ActRecord, KindRecord, QuoteRecord, TypeRecord};
use crate::error::{Error, ErrorKind};

/// Which quotes to keep: those of one of the types, and one of the acts, and one of the kinds of speaker that are named, and,
/// where that is asked, those that can be checked. A group of which nothing is named keeps everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only {
    types: Vec<TypeRecord>,
    acts: Vec<ActRecord>,
    kinds: Vec<KindRecord>,
    /// Only those that can be checked?
    checkable: bool,
}

/// The word for quotes that can be checked.
const CHECKABLE: &str = "checkable";

impl Only {
    /// Is `quote` one to keep?
    pub fn keeps(&self, quote: &QuoteRecord) -> bool {
        let allowed = self.allows(
            Some(quote.quote_type),
            Some(quote.act),
            Some(quote.speaker.kind),
        );
        allowed && (quote.checkable || !self.checkable)
    }

    /// Does it ask for what can be checked, which only a record says?
    pub fn wants_checkable(&self) -> bool {
        self.checkable
    }

    /// Is a quote of this type, act and kind of speaker one to keep? What is not known rules nothing out.
    pub fn allows(
        &self,
        quote_type: Option<TypeRecord>,
        act: Option<ActRecord>,
        kind: Option<KindRecord>,
    ) -> bool {
        fn allowed<T: PartialEq>(named: &[T], value: Option<T>) -> bool {
            named.is_empty() || value.is_none_or(|value| named.contains(&value))
        }
        allowed(&self.types, quote_type) && allowed(&self.acts, act) && allowed(&self.kinds, kind)
    }
}

impl FromStr for Only {
    type Err = Error;

    fn from_str(list: &str) -> Result<Self, Error> {
        let mut only = Only::default();
        for word in list.split(',').map(str::trim) {
            if let Some(&found) = TypeRecord::ALL.iter().find(|found| found.name() == word) {
                only.types.push(found);
            } else if let Some(&found) = ActRecord::ALL.iter().find(|found| found.name() == word) {
                only.acts.push(found);
                // What somebody wrote is speech put in writing.
                if found == ActRecord::Speech {
                    only.acts.push(ActRecord::Writing);
                }
            } else if let Some(&found) = KindRecord::ALL.iter().find(|found| found.name() == word) {
                only.kinds.push(found);
            } else if word == CHECKABLE {
                only.checkable = true;
            } else {
                let known: Vec<&str> = TypeRecord::ALL
                    .iter()
                    .map(|found| found.name())
                    .chain(ActRecord::ALL.iter().map(|found| found.name()))
                    .chain(KindRecord::ALL.iter().map(|found| found.name()))
                    .chain([CHECKABLE])
                    .collect();
                return Err(Error::new(
                    ErrorKind::Record,
                    format!("`{word}` is none of {}", known.join(", ")),
                ));
            }
        }
        Ok(only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let only: Only = "direct, speech,person".parse().unwrap();
        assert_eq!(only.types, [TypeRecord::Direct]);
        assert_eq!(only.acts, [ActRecord::Speech, ActRecord::Writing]);
        assert_eq!(only.kinds, [KindRecord::Person]);
        let only: Only = "checkable,person".parse().unwrap();
        assert!(only.checkable && only.kinds == [KindRecord::Person]);
        for list in ["", "direct,", "loud"] {
            assert!(list.parse::<Only>().is_err(), "{list}");
        }
    }
}
