//! Web archives: the records of WARC and WET files, one after another.
//!
//! A reader of our own, because it is a small format and the crate for it has sixty dependencies. It holds one record at a time.
//! What a record says of its length is believed only where another record, or nothing, follows; else the next record is looked for.

use std::io::{self, Cursor, Read};

use flate2::read::ZlibDecoder;
use inquit::Article;
use inquit::decode::{decode_as_said, said_charset};

use super::unpack::{self, Broken, Part, Parts, Stream};

/// A header of more bytes is none.
const HEADER: usize = 64 << 10;
/// So much is read at once.
const CHUNK: usize = 64 << 10;

/// What a record begins with.
const MAGIC: &[u8] = b"WARC/";

/// The records of a file that may be articles; the others are passed over.
pub(crate) struct Records {
    file: Stream,
    buffer: Vec<u8>,
    /// Where in the buffer reading goes on.
    at: usize,
    ended: bool,
    /// What ended the file before its time.
    error: Option<io::Error>,
    limit: u64,
    number: usize,
}

impl Records {
    pub(crate) fn new(file: Stream, limit: u64) -> Self {
        Self {
            file,
            buffer: Vec::new(),
            at: 0,
            ended: false,
            error: None,
            limit,
            number: 0,
        }
    }

    /// What is in the buffer and not yet read.
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Reads on until the rest has so many bytes; says whether it has.
    fn fill(&mut self, wanted: usize) -> bool {
        if self.at > CHUNK && self.at > self.buffer.len() / 2 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        while !self.ended && self.rest().len() < wanted {
            let chunk = (wanted - self.rest().len()).max(CHUNK) as u64;
            match self.file.by_ref().take(chunk).read_to_end(&mut self.buffer) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => {
                    self.ended = true;
                    self.error = Some(error);
                }
            }
        }
        self.rest().len() >= wanted
    }

    /// Goes to the next record, wherever it begins.
    fn resync(&mut self) {
        loop {
            if let Some(next) = next_record(self.rest()) {
                self.at += next;
                return;
            }
            let keep = self.rest().len().min(MAGIC.len());
            self.at = self.buffer.len() - keep;
            let had = keep;
            if !self.fill(had + 1) {
                self.at = self.buffer.len();
                return;
            }
        }
    }

    /// Goes to the next record and says what is wrong with this one.
    fn lost(&mut self, message: String) -> Broken {
        if !self.rest().starts_with(MAGIC) {
            self.resync();
        }
        Broken::Part(self.number, message)
    }

    /// Passes over blank lines; is there more?
    fn skip_blank(&mut self) -> bool {
        while self.fill(1) {
            match self.rest().first() {
                Some(b'\r' | b'\n') => self.at += 1,
                _ => return true,
            }
        }
        false
    }

    /// How long the header is, with the blank line behind it.
    fn header(&mut self) -> Option<usize> {
        let mut wanted = CHUNK.min(4096);
        loop {
            let more = self.fill(wanted);
            let head = self.rest();
            let head = head.get(..HEADER).unwrap_or(head);
            if let Some(length) = header_length(head) {
                return Some(length);
            }
            if !more || wanted > HEADER {
                return None;
            }
            wanted *= 2;
        }
    }

    /// Does a record, or nothing, follow the first `length` bytes?
    fn is_followed(&mut self, length: usize) -> bool {
        self.fill(length + 4 + MAGIC.len());
        let behind = self.rest().get(length..).unwrap_or_default();
        let blank = behind
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let behind = behind.get(blank.count()..).unwrap_or_default();
        behind.is_empty() || behind.starts_with(MAGIC)
    }

    /// The next record whole, or `None` where it is passed over.
    fn record(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        self.fill(MAGIC.len());
        if !self.rest().starts_with(MAGIC) {
            return Err(self.lost("no WARC record where one should begin".to_owned()));
        }
        let Some(head) = self.header() else {
            return Err(match self.error.take() {
                Some(error) => Broken::File(error),
                None => {
                    self.at += MAGIC.len();
                    self.lost("a WARC record without the end of its header".to_owned())
                }
            });
        };
        let fields = Fields::of(self.rest().get(..head).unwrap_or_default());
        let said = fields.get("content-length");
        let length = said.and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            self.at += head;
            return Err(self.lost("a WARC record that does not say its length".to_owned()));
        };
        let wanted = fields.is_wanted();
        if length > self.limit {
            self.at += head;
            self.discard(length);
            return if wanted {
                Err(Broken::Part(
                    self.number,
                    unpack::too_large(self.limit).to_string(),
                ))
            } else {
                Ok(None)
            };
        }
        let whole = head + usize::try_from(length).unwrap_or(usize::MAX - head);
        let there = self.fill(whole);
        if there && self.is_followed(whole) {
            let record = self.rest().get(..whole).unwrap_or_default();
            let record = (wanted && is_page(&fields, record.get(head..).unwrap_or_default()))
                .then(|| record.to_vec());
            self.at += whole;
            return Ok(record);
        }
        // Too long, if another record begins inside.
        self.at += head;
        let size = whole - head;
        let rest = self.rest();
        let has = rest.len().min(size);
        // It may begin right here, and its first bytes may be the last of the block.
        let inside = if rest.starts_with(MAGIC) {
            Some(0)
        } else {
            next_record(rest.get(..size + MAGIC.len()).unwrap_or(rest))
        };
        let inside = inside.filter(|&next| next < size);
        let message = match inside {
            Some(next) => {
                format!("Content-Length is {length}, but the next record begins after {next} bytes")
            }
            None if there => format!("Content-Length is {length}, but no record follows there"),
            None => {
                if let Some(error) = self.error.take() {
                    return Err(Broken::File(error));
                }
                format!("Content-Length is {length}, but the file ends after {has} bytes")
            }
        };
        self.at += inside.unwrap_or(if there { has } else { 0 });
        Err(self.lost(message))
    }

    /// Passes over so many bytes without holding them.
    fn discard(&mut self, length: u64) {
        let held = self.rest().len() as u64;
        if held >= length {
            self.at += usize::try_from(length).unwrap_or(0);
            return;
        }
        self.buffer.clear();
        self.at = 0;
        let skipped = io::copy(&mut self.file.by_ref().take(length - held), &mut io::sink());
        if let Err(error) = skipped {
            self.ended = true;
            self.error = Some(error);
        }
    }
}

impl Parts for Records {
    fn next(&mut self) -> Result<Option<Part>, Broken> {
        while self.skip_blank() {
            self.number += 1;
            if let Some(record) = self.record()? {
                return Ok(Some((Some(self.number), record)));
            }
        }
        match self.error.take() {
            Some(error) => Err(Broken::File(error)),
            None => Ok(None),
        }
    }
}

/// Where a line begins that can be the first of a record; not at the very beginning, which was looked at.
fn next_record(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(MAGIC.len() + 1)
        .position(|window| window.starts_with(b"\n") && window.ends_with(MAGIC))
        .map(|at| at + 1)
}

/// The bytes up to the first blank line and with it.
fn header_length(bytes: &[u8]) -> Option<usize> {
    bytes.iter().enumerate().find_map(|(at, &byte)| {
        let behind = bytes.get(at + 1..)?;
        let line = if behind.starts_with(b"\r\n") {
            2
        } else {
            usize::from(behind.starts_with(b"\n"))
        };
        (byte == b'\n' && line > 0).then_some(at + 1 + line)
    })
}

/// The fields of a header, of a record or of HTTP.
struct Fields {
    first: String,
    fields: Vec<(String, String)>,
}

impl Fields {
    fn of(header: &[u8]) -> Self {
        let header = String::from_utf8_lossy(header);
        let mut lines = header.lines();
        let first = lines.next().unwrap_or_default().to_owned();
        let fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { first, fields }
    }

    fn get(&self, wanted: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(name, _)| name == wanted);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The field in lower case; empty where there is none.
    fn lower(&self, wanted: &str) -> String {
        self.get(wanted).unwrap_or_default().to_ascii_lowercase()
    }

    /// Can a record of this type hold an article?
    fn is_wanted(&self) -> bool {
        matches!(self.lower("warc-type").as_str(), "response" | "conversion")
    }
}

/// Is it text, or a page that was there when it was asked for?
fn is_page(fields: &Fields, block: &[u8]) -> bool {
    if fields.lower("warc-type") == "conversion" {
        let media = fields.lower("content-type");
        return media.is_empty() || media.starts_with("text/plain");
    }
    let http = Fields::of(
        block
            .get(..header_length(block).unwrap_or(0))
            .unwrap_or_default(),
    );
    let status = http.first.split_whitespace().nth(1).unwrap_or_default();
    let media = http.lower("content-type");
    let html = media.starts_with("text/html") || media.starts_with("application/xhtml+xml");
    status.starts_with('2') && html
}

/// Reads the article that a record is, which is called `name`; what it unpacks has at most `limit` bytes.
///
/// # Errors
/// It is packed in a way that is not known, too large, no text, or has no article.
pub(crate) fn article(record: &[u8], name: &str, limit: u64) -> Result<Article, String> {
    let (head, block) = record.split_at(header_length(record).unwrap_or(0));
    let fields = Fields::of(head);
    let mut article = if fields.lower("warc-type") == "conversion" {
        let decoded = decode_as_said(block.to_vec(), None).map_err(|error| error.to_string())?;
        let mut article = Article::new(name, decoded.text);
        article.notes.extend(decoded.note);
        article.made = true;
        article
    } else {
        page(block, name, limit)?
    };
    // When it was fetched is not when it was published.
    if let Some(url) = fields.get("warc-target-uri") {
        article.metadata.url = Some(url.trim_matches(['<', '>']).to_owned());
    }
    let identified = fields.get("warc-identified-content-language");
    if let Some(language) = identified {
        article.metadata.language = Some(language.to_owned());
    }
    Ok(article)
}

/// The article of an HTTP response.
fn page(block: &[u8], name: &str, limit: u64) -> Result<Article, String> {
    let (head, body) = block.split_at(header_length(block).unwrap_or(0));
    let http = Fields::of(head);
    let mut body = body.to_vec();
    // Crawlers keep the header as it was and may have undone what it says.
    if http.lower("transfer-encoding").contains("chunked") {
        body = unchunked(&body).unwrap_or(body);
    }
    let packed = http.lower("content-encoding");
    let unpacked = match packed.as_str() {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" | "zstd" => {
            unpack::unpack(Cursor::new(body)).and_then(|file| unpack::read_all(file, limit))
        }
        "deflate" if !is_markup(&body) => unpack::read_all(ZlibDecoder::new(&body[..]), limit),
        _ if is_markup(&body) => Ok(body),
        _ => {
            return Err(format!(
                "the page is packed as `{packed}`, which is not read"
            ));
        }
    };
    let page = unpacked.map_err(|error| format!("the page cannot be unpacked: {error}"))?;
    let media = http.lower("content-type");
    let said = said_charset(media.as_bytes()).or_else(|| said_charset(&page));
    let decoded = decode_as_said(page, said.as_deref()).map_err(|error| error.to_string())?;
    let mut article = Article::from_html(name, &decoded.text).map_err(|error| error.to_string())?;
    article.notes.extend(decoded.note);
    Ok(article)
}

fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// The body that came in chunks; `None` where it did not.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = body.iter().position(|&byte| byte == b'\n')?;
        let size = std::str::from_utf8(body.get(..line)?).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = body.get(line + 1..)?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend(body.get(..size)?);
        body = body.get(size..)?;
        body = body
            .strip_prefix(b"\r\n")
            .or_else(|| body.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::BufReader;

    use super::*;

    fn record(kind: &str, fields: &str, block: &str, length: usize) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n{fields}Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn wet(block: &str) -> String {
        record(
            "conversion",
            "WARC-Target-URI: https://example.org/a\r\n",
            block,
            block.len(),
        )
    }

    fn read(file: &[u8], limit: u64) -> Vec<Result<(usize, String), String>> {
        let mut records = Records::new(Box::new(BufReader::new(Cursor::new(file.to_vec()))), limit);
        let mut all = Vec::new();
        loop {
            match records.next() {
                Ok(Some((number, bytes))) => {
                    let article = article(&bytes, "a.warc", limit);
                    all.push(article.map(|article| (number.unwrap_or(0), article.text)));
                }
                Ok(None) => return all,
                Err(Broken::Part(number, message)) => all.push(Err(format!("{number}: {message}"))),
                Err(Broken::File(error)) => {
                    all.push(Err(error.to_string()));
                    return all;
                }
            }
        }
    }

    fn ok(number: usize, text: &str) -> Result<(usize, String), String> {
        Ok((number, text.to_owned()))
    }

    #[test]
    fn records_follow_each_other() {
        let info = record("warcinfo", "", "software: x", 11);
        let file = [
            info,
            wet("One.\r\n\r\nWARC is a format."),
            wet("😀 Two."),
            wet(""),
        ]
        .concat();
        let want = [
            ok(2, "One.\r\n\r\nWARC is a format."),
            ok(3, "😀 Two."),
            ok(4, ""),
        ];
        assert_eq!(read(file.as_bytes(), 1 << 20), want);
        assert_eq!(read(b"", 1 << 20), []);
    }

    #[test]
    fn after_a_wrong_length_the_next_record_is_read() {
        let bad = |length| record("conversion", "", "Twelve bytes", length);
        for (length, message) in [
            (5, "2: Content-Length is 5, but no record follows there"),
            (
                30,
                "2: Content-Length is 30, but the next record begins after 16 bytes",
            ),
            (
                90_000,
                "2: Content-Length is 90000, but the next record begins after 16 bytes",
            ),
        ] {
            let file = [wet("One."), bad(length), wet("Three.")].concat();
            let want = [ok(1, "One."), Err(message.to_owned()), ok(3, "Three.")];
            assert_eq!(read(file.as_bytes(), 1 << 20), want, "{length}");
        }
        let last = [wet("One."), bad(90)].concat();
        let want = [
            ok(1, "One."),
            Err("2: Content-Length is 90, but the file ends after 16 bytes".to_owned()),
        ];
        assert_eq!(read(last.as_bytes(), 1 << 20), want);
        let no = wet("Two.").replace("Content-Length", "Length");
        let file = [wet("One."), no, "rubbish\r\n".to_owned(), wet("Three.")].concat();
        let want = [
            ok(1, "One."),
            Err("2: a WARC record that does not say its length".to_owned()),
            ok(3, "Three."),
        ];
        assert_eq!(read(file.as_bytes(), 1 << 20), want);
        let file = ["rubbish ".repeat(100_000), "\n".to_owned(), wet("Two.")].concat();
        let want = [
            Err("1: no WARC record where one should begin".to_owned()),
            ok(2, "Two."),
        ];
        assert_eq!(read(file.as_bytes(), 1 << 20), want);
    }

    #[test]
    fn what_is_too_large_is_passed_over() {
        let file = [wet("One."), wet(&"x".repeat(300_000)), wet("Three.")].concat();
        let want = [
            ok(1, "One."),
            Err("2: an article of more than 1000 bytes (--max-size)".to_owned()),
            ok(3, "Three."),
        ];
        assert_eq!(read(file.as_bytes(), 1000), want);
    }

    mod by_chance {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn no_bytes_do_harm(data in prop::collection::vec(any::<u8>(), 0..200)) {
                read(&data, 1000);
            }

            /// Sound records between which bytes were written: none of the others is lost.
            #[test]
            fn damage_costs_what_it_hits(data in prop::collection::vec(any::<u8>(), 0..60), place in 0_usize..400, cut in 0_usize..40) {
                let (first, last) = (wet("One."), wet("Three."));
                let mut middle = wet("Two and some more.").into_bytes();
                // Behind its first bytes: what tells the record before it where it ends.
                let start = MAGIC.len() + place % (middle.len() - MAGIC.len());
                let end = (start + cut).min(middle.len());
                middle.splice(start..end, data);
                let file = [first.as_bytes(), &middle, b"\r\n\r\n", last.as_bytes()].concat();
                let all = read(&file, 1 << 20);
                let has = |wanted: &str| all.iter().flatten().any(|(_, text)| text.contains(wanted));
                prop_assert!(has("One."), "{all:?}");
                prop_assert!(has("Three."), "{all:?}");
            }
        }
    }

    const PAGE: &str = "<html><body><article><p>The ferry between the two islands was late again on Monday, and the harbour master had no news.</p>\
        <p>“We sail on Tuesday,” said Ana Ruiz, the harbour master, to some forty people on the quay, many of whom had slept there.</p></article></body></html>";

    #[test]
    fn responses_are_unpacked() {
        use std::io::Write as _;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(PAGE.as_bytes()).unwrap();
        let gzip = packer.finish().unwrap();
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(PAGE.as_bytes()).unwrap();
        let zlib = packer.finish().unwrap();
        let (first, second) = PAGE.as_bytes().split_at(100);
        let mut chunks = format!("{:x}\r\n", first.len()).into_bytes();
        chunks.extend(first);
        chunks.extend(format!("\r\n{:x};x=y\r\n", second.len()).as_bytes());
        chunks.extend(second);
        chunks.extend(b"\r\n0\r\n\r\n");
        for (header, body, reads) in [
            ("", PAGE.as_bytes(), true),
            ("Content-Encoding: gzip\r\n", &gzip, true),
            ("Content-Encoding: gzip\r\n", PAGE.as_bytes(), true),
            ("Content-Encoding: deflate\r\n", &zlib, true),
            ("Content-Encoding: br\r\n", PAGE.as_bytes(), true),
            ("Content-Encoding: br\r\n", &gzip, false),
            ("Transfer-Encoding: chunked\r\n", &chunks, true),
            ("Transfer-Encoding: chunked\r\n", PAGE.as_bytes(), true),
        ] {
            let mut block = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{header}\r\n"
            )
            .into_bytes();
            block.extend(body);
            let mut file = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://example.org/a>\r\nContent-Length: {}\r\n\r\n", block.len()).into_bytes();
            file.extend(block);
            file.extend(b"\r\n\r\n");
            let all = read(&file, 1 << 20);
            assert_eq!(all.len(), 1, "{header}");
            match &all[0] {
                Ok((1, text)) if reads => assert!(text.contains("no news.\n\n“We sail"), "{text}"),
                Err(message) if !reads => {
                    assert_eq!(message, "the page is packed as `br`, which is not read")
                }
                other => panic!("{header}: {other:?}"),
            }
        }
        let mut all = String::new();
        for (status, media) in [
            ("404 Not Found", "text/html"),
            ("200 OK", "image/png"),
            ("301 Moved", "text/html"),
        ] {
            let block = format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{PAGE}");
            let _ = write!(all, "{}", record("response", "", &block, block.len()));
        }
        assert_eq!(read(all.as_bytes(), 1 << 20), [], "others are passed over");
    }
}
