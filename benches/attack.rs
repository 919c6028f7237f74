//! Texts of one megabyte that attack a stage each, against ordinary text of the same size.
//!
//! `cargo bench --bench attack` prints for each how many times as long it takes; `-- NAME…` runs some; `ENGINE=accurate` takes the
//! other engine, and `BYTES=100000` another size. Above 5 is too much: a stage whose time grows with more than the length. It is
//! no test, because a busy machine would fail it.

#![allow(clippy::print_stdout, reason = "it prints what it measures")]

use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use inquit::decode::decode;
use inquit::engine::{Engine, Worker};
use inquit::report::{ArticleRecord, JsonLines, Writer};
use inquit::span::OffsetUnit;
use inquit::{Article, Extractor, Gazetteer};

/// What an attack may take, in times of ordinary text.
const MOST: f64 = 5.0;

fn main() {
    let engine = match env::var("ENGINE").as_deref() {
        Ok("accurate") => Engine::accurate(),
        _ => Engine::fast(),
    };
    let engine = engine.expect("a test reads the weights");
    let extractor = Extractor::new(engine, Gazetteer::builtin());
    let size = env::var("BYTES").ok().and_then(|size| size.parse().ok());
    let size = size.unwrap_or(1_000_000);
    let only: Vec<String> = env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let mut worker = Worker::default();
    let mut time = |bytes: &[u8]| {
        // The faster of two: what else the machine does only adds.
        let times = [(), ()].map(|()| run(&extractor, &mut worker, bytes.to_vec()));
        times.into_iter().min().unwrap_or_default()
    };
    let ordinary = time(&ordinary(size));
    println!("{:>7.3} s    1.00  ordinary text", ordinary.as_secs_f64());
    let mut over = 0;
    for (name, bytes) in attacks(size) {
        if !only.is_empty() && !only.iter().any(|only| name.contains(only.as_str())) {
            continue;
        }
        let took = time(&bytes);
        let ratio = took.as_secs_f64() / ordinary.as_secs_f64();
        let mark = if ratio > MOST { "  <-- too much" } else { "" };
        over += usize::from(ratio > MOST);
        println!("{:>7.3} s {ratio:>7.2}  {name}{mark}", took.as_secs_f64());
    }
    println!("{over} of more than {MOST} times");
}

/// From bytes to a line of JSON.
fn run(extractor: &Extractor, worker: &mut Worker, bytes: Vec<u8>) -> Duration {
    let begun = Instant::now();
    if let Ok(decoded) = decode(bytes) {
        let article = Article::new("attack", decoded.text);
        let document = extractor.extract_with(&article, worker);
        let record = ArticleRecord::new(&article, &document, OffsetUnit::Chars);
        let mut line = Vec::new();
        JsonLines
            .article(&article.text, &record, &mut line)
            .expect("memory takes all");
    }
    begun.elapsed()
}

/// The articles of `corpus/`, one behind another and again.
fn ordinary(size: usize) -> Vec<u8> {
    let mut texts = Vec::new();
    let corpus = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let mut folders: Vec<_> = fs::read_dir(corpus)
        .expect("corpus/ is there")
        .filter_map(|entry| fs::read_dir(entry.ok()?.path()).ok())
        .flat_map(|folder| folder.filter_map(|entry| Some(entry.ok()?.path())))
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    folders.sort();
    for path in folders {
        texts.extend(fs::read(path).expect("corpus/ can be read"));
        texts.extend(b"\n\n");
    }
    texts.iter().copied().cycle().take(size).collect()
}

/// `start`, as many of `unit` as `size` holds, and `end`.
fn repeated(size: usize, [start, unit, end]: [&str; 3]) -> Vec<u8> {
    let mut bytes = start.as_bytes().to_vec();
    let mut number = 0_usize;
    while bytes.len() < size {
        if unit.contains("{}") {
            bytes.extend(unit.replace("{}", &name(number)).bytes());
        } else {
            bytes.extend(unit.bytes());
        }
        number += 1;
    }
    bytes.extend(end.bytes());
    bytes
}

/// A capitalised word of five letters for each number.
fn name(number: usize) -> String {
    let letter = |place| b'a' + (number / 26_usize.pow(place) % 26) as u8;
    let letters = [0, 1, 2, 3].map(|place| char::from(letter(place)));
    ['K'].into_iter().chain(letters).collect()
}

#[rustfmt::skip]
const ATTACKS: &[(&str, [&str; 3])] = &[
    ("marks: straight", ["", "\"", ""]),
    ("marks: straight, apart", ["", "\" ", ""]),
    ("marks: opening", ["", "“", ""]),
    ("marks: closing", ["", "”", ""]),
    ("marks: of all kinds", ["", "“‘\"'«„``", ""]),
    ("marks: apostrophes", ["", "' ", ""]),
    ("quotes: nested deep", ["", "“He said ‘she said ", ""]),
    ("quotes: never closed", ["", "“We go on.\n\n", ""]),
    ("quotes: without an inquit", ["", "“We go on.” ", ""]),
    ("quotes: one around all", ["“", "We go on. ", "” said Ana Ruiz."]),
    ("quotes: of single words", ["", "he called it “good” and ", ""]),
    ("capitals: one name", ["", "Ruiz ", ""]),
    ("capitals: many names", ["", "{} ", ""]),
    ("capitals: one word", ["", "R", ""]),
    ("capitals: letters", ["", "R ", ""]),
    ("capitals: a list of names", ["", "Bo {}, ", "and Ana Ruiz said it was wet."]),
    ("sentence: endless", ["", "and the road went on over the hill ", ""]),
    ("sentence: endless, of clauses", ["", "the road went on, ", ""]),
    ("sentence: one apposition", ["Ana Ruiz, ", "a nurse of the town, ", "said it was wet."]),
    ("cues: said", ["", "said ", ""]),
    ("cues: said that", ["", "said that ", ""]),
    ("cues: sentences", ["", "He said. ", ""]),
    ("cues: inquits", ["", "he said, ", ""]),
    ("cues: according to", ["", "according to ", ""]),
    ("cues: relayed", ["", "according to Ruiz, according to Lee, ", ""]),
    ("brackets: opening", ["", "([{", ""]),
    ("brackets: closing", ["", ")]}", ""]),
    ("combining marks: on letters", ["", "e\u{301}", ""]),
    ("combining marks: on one letter", ["a", "\u{301}", ""]),
    ("bidi controls", ["", "\u{202e}\u{202c}\u{2066}\u{2069}", ""]),
    ("bidi controls: with words", ["", "\u{202e}Ruiz\u{202c} said \u{2066}it\u{2069}. ", ""]),
    ("spaces: zero width", ["", "\u{200b}", ""]),
    ("spaces: lines", ["", "\n", ""]),
    ("spaces: paragraphs", ["", "a\n\n", ""]),
    ("points: full stops", ["", ".", ""]),
    ("points: initials", ["", "J. ", ""]),
    ("points: dashes", ["", " — ", ""]),
    ("points: colons", ["", ": ", ""]),
    ("points: commas", ["", ",", ""]),
    ("words: one of digits", ["", "1", ""]),
    ("words: one with hyphens", ["", "a-", ""]),
    ("words: without spaces", ["", "習近平", ""]),
    ("speakers: many", ["", "Bo {} said the road was shut. She said it was open. ", ""]),
    ("speakers: of one surname", ["", "{} Lind said the road was shut. Lind said it was open. ", ""]),
    ("speakers: roles", ["", "Bo {}, a trade adviser, left. The adviser said the road was shut. ", ""]),
    ("speakers: bodies", ["", "The {} Ministry said it would pay. The ministry said it was shut. It said it was not. ", ""]),
    ("speakers: initials", ["", "J. R. {} and J. Lind said it was shut. ", ""]),
    ("speakers: pronouns", ["", "She said it was shut. They said it was open. ", ""]),
    ("speakers: labels", ["", "{}: We go.\n\n", ""]),
];

fn attacks(size: usize) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let both = |one: &str, other: &str| {
        let mut bytes = repeated(size / 2, ["", one, ""]);
        bytes.extend(repeated(size / 2, ["", other, ""]));
        bytes
    };
    let raw = |unit: &[u8]| unit.iter().copied().cycle().take(size).collect();
    let texts = ATTACKS
        .iter()
        .map(move |&(name, parts)| (name, repeated(size, parts)));
    texts.chain([
        ("marks: nested deep", both("“‘", "’”")),
        ("brackets: nested deep", both("(", ")")),
        ("bytes: invalid", raw(b"\xff")),
        ("bytes: invalid among words", raw(b"said\xff\xfe Ruiz\xc3 ")),
        ("bytes: of an old encoding", raw(b"caf\xe9 said Ru\xedz. ")),
        ("bytes: a NUL at the end", [raw(b"a "), vec![0]].concat()),
    ])
}
