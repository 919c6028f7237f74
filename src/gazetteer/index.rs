//! The index: entries and names as bytes that need no reading before they are used.
//!
//! Every gazetteer is matched through one, built in memory or read from a file that `inquit gazetteer build` wrote.
//!
//! ```text
//! 0   8  "inquit\0g"
//! 8   4  version of the format, 1                       (all numbers are little-endian)
//! 12  4  CRC-32 (IEEE) of everything from byte 16 on
//! 16  8  length of the file
//! 24  8  length of each section, five times
//! 64     starts:   for each entry, by id, where its record begins
//! …      records:  id, name and what else is known; the aliases last
//! …      bearers:  for each name of several, who bears it
//! …      capital:  an automaton (fst) from names that begin with a capital to their bearers
//! …      any:      the same of names that need none
//! ```
//!
//! *Jana Roe*, borne by the entry with the number 5, is the key `jana roe` in `capital`; its value is 5 with a few flags. A name
//! of several bearers has the place of their list among the bearers for its value: how many are strong, weak and surnames,
//! then each bearer in 4 bytes, or in 12 where it holds for a time only.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use fst::raw::Fst;

use super::name::{Strength, names};
use super::{Alias, Date, Entry, Gender, Validity};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::speaker::SpeakerKind;

/// What a file begins with.
pub(super) const MAGIC: [u8; 8] = *b"inquit\0g";
const VERSION: u32 = 1;
const SECTIONS: usize = 5;
/// Where the sections begin.
const FIXED: usize = 24 + 8 * SECTIONS;

/// In a bearer: it holds for a time only, which follows.
const DATED: u32 = 1;
/// In a bearer: the entry has titles.
const TITLED: u32 = 1 << 1;
/// In a bearer: the text has to be in capitals.
const UPPER: u32 = 1 << 2;
/// In a bearer: the text has to begin with a capital.
const CAPITAL: u32 = 1 << 3;
/// The rest of a bearer is the number of its entry.
const ENTRY: u32 = 4;

/// A part of the bytes that are shared by all sections.
#[derive(Clone)]
struct Section {
    bytes: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(self.range.clone()).unwrap_or(&[])
    }
}

/// Entries and their names. A clone shares the bytes.
#[derive(Clone)]
pub(super) struct Index {
    starts: Section,
    records: Section,
    bearers: Section,
    capital: Fst<Section>,
    any: Fst<Section>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} entries)", self.len())
    }
}

/// Who bears a name, by how much it says for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bearers<'i> {
    one: Option<(Strength, u32)>,
    strong: &'i [u8],
    weak: &'i [u8],
    surname: &'i [u8],
}

/// One who bears a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bearer {
    /// The number of the entry.
    pub(super) entry: usize,
    /// Has the entry titles?
    pub(super) titled: bool,
    /// Has the text to be in capitals?
    pub(super) upper: bool,
    /// Has the text to begin with one?
    pub(super) capital: bool,
    /// When it bears the name.
    pub(super) valid: Validity,
}

impl<'i> Bearers<'i> {
    /// Those for whom the name says as much as `strength`.
    pub(super) fn of(self, strength: Strength) -> impl Iterator<Item = Bearer> + use<'i> {
        let one = self.one.filter(|&(is, _)| is == strength);
        let mut list = match strength {
            Strength::Strong => self.strong,
            Strength::Weak => self.weak,
            Strength::Surname => self.surname,
        };
        let several = std::iter::from_fn(move || {
            let bits = take_u32(&mut list)?;
            let valid = if bits & DATED == 0 {
                Validity::default()
            } else {
                Validity {
                    from: Date::from_number(take_u32(&mut list)?),
                    to: Date::from_number(take_u32(&mut list)?),
                }
            };
            Some(bearer(bits, valid))
        });
        one.map(|(_, bits)| bearer(bits, Validity::default()))
            .into_iter()
            .chain(several)
    }
}

fn bearer(bits: u32, valid: Validity) -> Bearer {
    Bearer {
        entry: (bits >> ENTRY) as usize,
        titled: bits & TITLED != 0,
        upper: bits & UPPER != 0,
        capital: bits & CAPITAL != 0,
        valid,
    }
}

impl Index {
    /// An index of `entries`, no two of one id. The same entries give the same bytes, in whatever order they come.
    pub(super) fn build(mut entries: Vec<Entry>) -> Result<Vec<u8>, Error> {
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        if entries.len() > (u32::MAX >> ENTRY) as usize {
            return Err(too_large());
        }
        let (mut starts, mut records) = (Vec::new(), Vec::new());
        let mut all: Vec<Bearing> = Vec::new();
        for (number, entry) in (0_u32..).zip(&entries) {
            let start = u32::try_from(records.len()).map_err(|_| too_large())?;
            starts.extend(start.to_le_bytes());
            write_entry(entry, &mut records);
            let titled = if entry.titles.is_empty() { 0 } else { TITLED };
            all.extend(names(entry).into_iter().map(|name| {
                let dated = if name.valid.is_open() { 0 } else { DATED };
                let upper = if name.upper { UPPER } else { 0 };
                let capital = if name.capital { CAPITAL } else { 0 };
                Bearing {
                    key: name.key,
                    strength: name.strength,
                    bits: number << ENTRY | titled | dated | upper | capital,
                    valid: name.valid,
                }
            }));
        }
        drop(entries);
        // By name, then by strength and entry; the sort keeps the periods of one entry in order.
        all.sort_by(|a, b| {
            let entry = |bearing: &Bearing| bearing.bits >> ENTRY;
            (&a.key, a.strength, entry(a)).cmp(&(&b.key, b.strength, entry(b)))
        });
        let mut bearers = Vec::new();
        let mut maps = [fst::raw::Builder::memory(), fst::raw::Builder::memory()];
        for group in all.chunk_by(|a, b| a.key == b.key) {
            let value = match group {
                [one] if one.bits & DATED == 0 => {
                    u64::from(one.bits) << 3 | (one.strength as u64) << 1
                }
                several => {
                    let at = bearers.len() as u64;
                    for strength in [Strength::Strong, Strength::Weak, Strength::Surname] {
                        let list = several.iter().filter(|one| one.strength == strength);
                        let size: u32 = list.map(Bearing::size).sum();
                        bearers.extend(size.to_le_bytes());
                    }
                    for one in several {
                        one.write(&mut bearers);
                    }
                    at << 1 | 1
                }
            };
            let capital = group.iter().all(|one| one.bits & CAPITAL != 0);
            let [any, capitals] = &mut maps;
            let map = if capital { capitals } else { any };
            if let Some(one) = group.first() {
                map.insert(&one.key, value).map_err(|_| too_large())?;
            }
        }
        drop(all);
        let [any, capital] = maps.map(|map| map.into_inner().map_err(|_| too_large()));
        Ok(assemble(&[starts, records, bearers, capital?, any?]))
    }

    /// Reads an index that [`Index::build`] has just made.
    pub(super) fn of(entries: Vec<Entry>) -> Result<Self, Error> {
        Self::sections("the gazetteer", Self::build(entries)?)
    }

    /// Reads the bytes of a file; `file` is what errors call it.
    pub(super) fn parse(file: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let Some((fixed, rest)) = bytes.split_first_chunk::<FIXED>() else {
            return Err(defect(file, "the file is truncated"));
        };
        if fixed[..8] != MAGIC {
            return Err(defect(file, "not an index of names"));
        }
        let version = number(&fixed[8..12]);
        if version != u64::from(VERSION) {
            return Err(defect(
                file,
                &format!("an index of format {version}; this program reads format {VERSION}"),
            ));
        }
        if number(&fixed[16..24]) != (FIXED + rest.len()) as u64 {
            return Err(defect(
                file,
                "its length does not match: the file is truncated or damaged",
            ));
        }
        if number(&fixed[12..16]) != u64::from(crc32fast::hash(&bytes[16..])) {
            return Err(defect(
                file,
                "its checksum does not match: the file is damaged",
            ));
        }
        let index = Self::sections(file, bytes)?;
        // Whoever makes the checksum above fit may forget these; to walk a damaged automaton is a panic.
        for map in [&index.capital, &index.any] {
            map.verify()
                .map_err(|_| defect(file, "its names are damaged"))?;
        }
        Ok(index)
    }

    fn sections(file: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let bytes = Arc::new(bytes);
        let mut at = FIXED;
        let mut section = |index: usize| -> Result<Section, Error> {
            let field = 24 + 8 * index;
            let length = bytes.get(field..field + 8).map(number);
            let length = length.and_then(|length| usize::try_from(length).ok());
            let end = length.and_then(|length| at.checked_add(length));
            let end = end.filter(|&end| end <= bytes.len());
            let end = end.ok_or_else(|| defect(file, "a section is longer than the file"))?;
            let range = at..end;
            at = end;
            Ok(Section {
                bytes: Arc::clone(&bytes),
                range,
            })
        };
        let (starts, records, bearers) = (section(0)?, section(1)?, section(2)?);
        let map = |section: Section| {
            Fst::new(section).map_err(|_| defect(file, "its names cannot be read: it is damaged"))
        };
        Ok(Self {
            starts,
            records,
            bearers,
            capital: map(section(3)?)?,
            any: map(section(4)?)?,
        })
    }

    /// The file that it was read from.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.starts.bytes
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.starts.as_ref().len() / 4
    }

    /// The record of an entry.
    fn record(&self, entry: usize) -> Option<&[u8]> {
        let (starts, _) = self.starts.as_ref().as_chunks::<4>();
        let start = u32::from_le_bytes(*starts.get(entry)?) as usize;
        self.records.as_ref().get(start..)
    }

    /// The entry of a number, with its aliases only where they are asked for: an extraction does not need them.
    pub(super) fn entry(&self, entry: usize, aliases: bool) -> Option<Entry> {
        read_entry(&mut self.record(entry)?, aliases)
    }

    /// Is there an entry with this id?
    pub(super) fn has(&self, id: &str) -> bool {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id(middle) {
                Some(found) if found < id => low = middle + 1,
                Some(found) if found == id => return true,
                Some(_) => high = middle,
                None => return false,
            }
        }
        false
    }

    /// The id of an entry.
    pub(super) fn id(&self, entry: usize) -> Option<&str> {
        let mut record = self.record(entry)?;
        take(&mut record, 2)?;
        take_str(&mut record)
    }

    /// Every name that begins with token `start`, by its end: `found` gets the end and the bearers. None crosses a sentence.
    pub(super) fn walk<'i>(
        &'i self,
        document: &Document,
        start: usize,
        found: &mut impl FnMut(usize, Bearers<'i>),
    ) {
        if document.shape(start).is_capital() {
            self.walk_in(&self.capital, document, start, found);
        }
        if !self.any.is_empty() {
            self.walk_in(&self.any, document, start, found);
        }
    }

    fn walk_in<'i>(
        &'i self,
        map: &'i Fst<Section>,
        document: &Document,
        start: usize,
        found: &mut impl FnMut(usize, Bearers<'i>),
    ) {
        let Some(sentence) = document.tokens.get(start).map(|token| token.sentence) else {
            return;
        };
        let mut node = map.root();
        let mut value = 0;
        for (at, token) in document.tokens.iter().enumerate().skip(start) {
            if token.sentence != sentence {
                return;
            }
            let space = (at > start).then_some(b' ');
            let word = token.folded.slice(&document.folded).bytes();
            for byte in space.into_iter().chain(word) {
                let byte = if byte == b'-' { b' ' } else { byte };
                let Some(next) = node.find_input(byte) else {
                    return;
                };
                let next = node.transition(next);
                value += next.out.value();
                node = map.node(next.addr);
            }
            if node.is_final()
                && let Some(bearers) = self.bearers(value + node.final_output().value())
            {
                found(at + 1, bearers);
            }
        }
    }

    /// Who bears the name with this key.
    pub(super) fn get(&self, key: &str) -> Option<Bearers<'_>> {
        let value = self.capital.get(key).or_else(|| self.any.get(key))?;
        self.bearers(value.value())
    }

    /// What a value of a name stands for.
    fn bearers(&self, value: u64) -> Option<Bearers<'_>> {
        let mut bearers = Bearers {
            one: None,
            strong: &[],
            weak: &[],
            surname: &[],
        };
        if value & 1 == 0 {
            let strength = match value >> 1 & 3 {
                0 => Strength::Strong,
                1 => Strength::Weak,
                _ => Strength::Surname,
            };
            bearers.one = Some((strength, u32::try_from(value >> 3).ok()?));
            return Some(bearers);
        }
        let at = usize::try_from(value >> 1).ok()?;
        let mut list = self.bearers.as_ref().get(at..)?;
        let sizes = [
            take_u32(&mut list)?,
            take_u32(&mut list)?,
            take_u32(&mut list)?,
        ];
        bearers.strong = take(&mut list, sizes[0] as usize)?;
        bearers.weak = take(&mut list, sizes[1] as usize)?;
        bearers.surname = take(&mut list, sizes[2] as usize)?;
        Some(bearers)
    }
}

/// A name and one who bears it, on their way into an index.
struct Bearing {
    key: String,
    strength: Strength,
    bits: u32,
    valid: Validity,
}

impl Bearing {
    /// How many bytes it takes.
    fn size(&self) -> u32 {
        if self.bits & DATED == 0 { 4 } else { 12 }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        if self.bits & DATED != 0 {
            for date in [self.valid.from, self.valid.to] {
                out.extend(date.map_or(0, Date::number).to_le_bytes());
            }
        }
    }
}

/// A file of these sections.
fn assemble(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
    let length = FIXED + sections.iter().map(Vec::len).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend((length as u64).to_le_bytes());
    for section in sections {
        bytes.extend((section.len() as u64).to_le_bytes());
    }
    for section in sections {
        bytes.extend(section);
    }
    let sum = crc32fast::hash(&bytes[16..]);
    bytes[12..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// In the first byte of a record, above kind and gender.
const HAS_VALIDITY: u8 = 1 << 7;
/// In the second byte of a record, and of an alias.
const HAS_ROLE: u8 = 1;
const HAS_ORG: u8 = 1 << 1;
const HAS_TITLES: u8 = 1 << 2;
const HAS_SAME_AS: u8 = 1 << 3;
const HAS_ALIASES: u8 = 1 << 4;
const IS_WEAK: u8 = 1;
const IS_DATED: u8 = 1 << 1;

const KINDS: [SpeakerKind; 5] = [
    SpeakerKind::Person,
    SpeakerKind::Group,
    SpeakerKind::Organization,
    SpeakerKind::Document,
    SpeakerKind::Unknown,
];
const GENDERS: [Gender; 3] = [Gender::Unknown, Gender::Male, Gender::Female];

fn write_entry(entry: &Entry, out: &mut Vec<u8>) {
    let place = |found: Option<usize>| found.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    let kind = place(KINDS.iter().position(|&kind| kind == entry.kind));
    let gender = place(GENDERS.iter().position(|&gender| gender == entry.gender));
    let flag = |there: bool, flag: u8| if there { flag } else { 0 };
    out.push(kind | gender << 3 | flag(!entry.valid.is_open(), HAS_VALIDITY));
    out.push(
        flag(entry.role.is_some(), HAS_ROLE)
            | flag(entry.org.is_some(), HAS_ORG)
            | flag(!entry.titles.is_empty(), HAS_TITLES)
            | flag(!entry.same_as.is_empty(), HAS_SAME_AS)
            | flag(!entry.aliases.is_empty(), HAS_ALIASES),
    );
    write_str(&entry.id, out);
    write_str(&entry.name, out);
    if !entry.valid.is_open() {
        write_validity(entry.valid, out);
    }
    for text in entry.role.iter().chain(&entry.org) {
        write_str(text, out);
    }
    for list in [&entry.titles, &entry.same_as] {
        if !list.is_empty() {
            write_length(list.len(), out);
            for text in list {
                write_str(text, out);
            }
        }
    }
    if !entry.aliases.is_empty() {
        write_length(entry.aliases.len(), out);
        for alias in &entry.aliases {
            out.push(flag(alias.weak, IS_WEAK) | flag(!alias.valid.is_open(), IS_DATED));
            write_str(&alias.name, out);
            if !alias.valid.is_open() {
                write_validity(alias.valid, out);
            }
        }
    }
}

fn read_entry(record: &mut &[u8], aliases: bool) -> Option<Entry> {
    let head = take(record, 2)?;
    let (first, has) = (*head.first()?, *head.get(1)?);
    let mut entry = Entry {
        kind: *KINDS.get(usize::from(first & 7))?,
        gender: *GENDERS.get(usize::from(first >> 3 & 3))?,
        id: take_str(record)?.to_owned(),
        name: take_str(record)?.to_owned(),
        ..Entry::default()
    };
    if first & HAS_VALIDITY != 0 {
        entry.valid = take_validity(record)?;
    }
    if has & HAS_ROLE != 0 {
        entry.role = Some(take_str(record)?.to_owned());
    }
    if has & HAS_ORG != 0 {
        entry.org = Some(take_str(record)?.to_owned());
    }
    for (flag, list) in [
        (HAS_TITLES, &mut entry.titles),
        (HAS_SAME_AS, &mut entry.same_as),
    ] {
        if has & flag != 0 {
            for _ in 0..take_length(record)? {
                list.push(take_str(record)?.to_owned());
            }
        }
    }
    if aliases && has & HAS_ALIASES != 0 {
        for _ in 0..take_length(record)? {
            let flags = *take(record, 1)?.first()?;
            entry.aliases.push(Alias {
                weak: flags & IS_WEAK != 0,
                name: take_str(record)?.to_owned(),
                valid: if flags & IS_DATED == 0 {
                    Validity::default()
                } else {
                    take_validity(record)?
                },
            });
        }
    }
    Some(entry)
}

fn write_validity(valid: Validity, out: &mut Vec<u8>) {
    for date in [valid.from, valid.to] {
        out.extend(date.map_or(0, Date::number).to_le_bytes());
    }
}

fn take_validity(bytes: &mut &[u8]) -> Option<Validity> {
    Some(Validity {
        from: Date::from_number(take_u32(bytes)?),
        to: Date::from_number(take_u32(bytes)?),
    })
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn write_length(mut length: usize, out: &mut Vec<u8>) {
    while length > 0x7f {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
}

fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    let mut length = 0;
    for shift in (0..35).step_by(7) {
        let byte = *take(bytes, 1)?.first()?;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(length);
        }
    }
    None
}

fn write_str(text: &str, out: &mut Vec<u8>) {
    write_length(text.len(), out);
    out.extend(text.as_bytes());
}

fn take_str<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let length = take_length(bytes)?;
    std::str::from_utf8(take(bytes, length)?).ok()
}

fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

fn take<'b>(bytes: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// Little-endian, of up to eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b))
}

fn too_large() -> Error {
    Error::new(
        ErrorKind::Gazetteer,
        "the gazetteer is too large: entries may have four gigabytes, and there may be 250 million of them",
    )
}

fn defect(file: &str, what: &str) -> Error {
    Error::new(
        ErrorKind::Gazetteer,
        format!("{file}: {what}; build it again with `inquit gazetteer build`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let alias = |name: &str, weak, from: &str| Alias {
            name: name.to_owned(),
            weak,
            valid: Validity {
                from: Date::read(from),
                to: None,
            },
        };
        vec![
            Entry {
                id: "b".to_owned(),
                name: "Jana Roe".to_owned(),
                kind: SpeakerKind::Person,
                gender: Gender::Female,
                aliases: vec![alias("J. Roe", false, ""), alias("Jay", true, "2020-05")],
                titles: vec!["mayor".to_owned(), "senator".to_owned()],
                role: Some("mayor of Port Lora".to_owned()),
                org: Some("Port Lora".to_owned()),
                same_as: vec!["x:1".to_owned()],
                valid: Validity {
                    from: None,
                    to: Date::read("2024"),
                },
            },
            Entry {
                id: "a".to_owned(),
                name: "the Øst Board".repeat(20),
                ..Entry::default()
            },
        ]
    }

    #[test]
    fn entries_come_back_and_order_does_not_matter() {
        let mut entries = entries();
        let bytes = Index::build(entries.clone()).expect("small");
        entries.reverse();
        assert_eq!(bytes, Index::build(entries.clone()).expect("small"));
        let index = Index::parse("a.gaz", bytes).expect("just built");
        assert_eq!(index.len(), 2);
        for (number, entry) in entries.iter().enumerate() {
            assert_eq!(index.entry(number, true).as_ref(), Some(entry));
            assert!(index.has(&entry.id));
        }
        assert_eq!(
            index.entry(1, false).map(|entry| entry.aliases),
            Some(vec![])
        );
        assert!(!index.has("") && !index.has("aa") && !index.has("c"));
        assert_eq!(index.entry(2, true), None);
    }

    #[test]
    fn a_file_that_is_not_whole_is_an_error() {
        let bytes = Index::build(entries()).expect("small");
        let error = |bytes: Vec<u8>| {
            let error = Index::parse("a.gaz", bytes).expect_err("damaged");
            assert_eq!(error.kind(), ErrorKind::Gazetteer);
            let message = error.to_string();
            assert!(
                message.starts_with("a.gaz: ") && message.contains("inquit gazetteer build"),
                "{message}"
            );
            message
        };
        for length in 0..bytes.len() {
            error(bytes[..length].to_vec());
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x10;
            error(bytes);
        }
        let mut longer = bytes.clone();
        longer.push(0);
        error(longer);
        let mut foreign = bytes;
        foreign[8] = 2;
        assert!(error(foreign).contains("format 2; this program reads format 1"));
    }
}
