//! Files as they are read: unpacked where they are packed, counted, and no further than a limit.
//!
//! What packs a file (gzip, Zstandard) is told by how it begins, not by its name. It is unpacked as it is read, so a file of
//! any size takes the memory of its largest article. Who asks for more of an article than the limit gets an error: a few
//! kilobytes can unpack to terabytes.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The endings of packed files; what stands before them tells what is inside.
pub(crate) const ENDINGS: [&str; 3] = ["gz", "zst", "zstd"];

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A file that changes is read so often.
const ATTEMPTS: usize = 3;

const CHANGED: &str = "it changed while it was read";

/// What is read line by line.
pub(crate) type Stream = Box<dyn BufRead + Send>;

/// `file`, unpacked.
pub(crate) fn unpack(file: impl Read + Send + 'static) -> io::Result<Stream> {
    let (begin, file) = peek(BufReader::new(file), ZSTANDARD.len())?;
    Ok(if begin.starts_with(GZIP) {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else if begin.starts_with(ZSTANDARD) {
        Box::new(BufReader::new(Frames::new(file)))
    } else {
        Box::new(file)
    })
}

/// A file of which the beginning was read before.
type Peeked<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// The first `count` bytes, or as many as there are, and all of the file.
pub(crate) fn peek<R: BufRead>(mut file: R, count: usize) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut begin = Vec::new();
    file.by_ref().take(count as u64).read_to_end(&mut begin)?;
    Ok((begin.clone(), Cursor::new(begin).chain(file)))
}

/// All of `file`.
///
/// # Errors
/// Those of `file`, and [`io::ErrorKind::FileTooLarge`] where it is longer than `limit`.
pub(crate) fn read_all(file: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

/// The next line with its end; `None` at the end of the file. What follows a line that is too long is the next line.
///
/// # Errors
/// As [`read_all`].
pub(crate) fn read_line(file: &mut dyn BufRead, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    file.take(limit.saturating_add(1))
        .read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() as u64 > limit {
        if !line.ends_with(b"\n") {
            drop(line);
            skip_line(file)?;
        }
        return Err(too_large(limit));
    }
    Ok(Some(line))
}

fn skip_line(file: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let bytes = file.fill_buf()?;
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let (count, done) = match end {
            Some(end) => (end + 1, true),
            None => (bytes.len(), bytes.is_empty()),
        };
        file.consume(count);
        if done {
            return Ok(());
        }
    }
}

pub(super) fn too_large(limit: u64) -> io::Error {
    let message = format!("an article of more than {limit} bytes (--max-size)");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// A file of several articles, taken apart as it is read.
pub(crate) trait Parts: Send {
    /// The next article.
    fn next(&mut self) -> Result<Option<Part>, Broken>;
}

/// The bytes of an article and its number, by which it is called beside its file; no number where it is all of the file.
pub(crate) type Part = (Option<usize>, Vec<u8>);

/// What keeps articles from being read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// This article only.
    Part(usize, String),
    /// The file, from here on.
    File(io::Error),
}

impl Broken {
    /// An error at the article with this number; a file goes on behind one that is too large.
    fn at(number: usize, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::FileTooLarge {
            Broken::Part(number, error.to_string())
        } else {
            Broken::File(error)
        }
    }
}

/// The lines of a file; blank ones are passed over.
pub(crate) struct Lines {
    file: Stream,
    limit: u64,
    number: usize,
}

impl Lines {
    pub(crate) fn new(file: Stream, limit: u64) -> Self {
        Self {
            file,
            limit,
            number: 0,
        }
    }
}

impl Parts for Lines {
    fn next(&mut self) -> Result<Option<Part>, Broken> {
        loop {
            self.number += 1;
            match read_line(&mut self.file, self.limit) {
                Ok(Some(bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(bytes)) => return Ok(Some((Some(self.number), bytes))),
                Ok(None) => return Ok(None),
                Err(error) => return Err(Broken::at(self.number, error)),
            }
        }
    }
}

/// The values of a JSON file: the one it is, the elements of the array it is, or several one after another.
pub(crate) struct Values {
    file: Stream,
    limit: u64,
    number: usize,
    /// Are we in the array that is the file?
    inside: bool,
    listed: bool,
}

impl Values {
    pub(crate) fn new(file: Stream, limit: u64) -> Self {
        Self {
            file,
            limit,
            number: 0,
            inside: false,
            listed: false,
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.file.fill_buf()?.first().copied())
    }

    /// Goes to where the next value begins; is there one?
    fn go_to_value(&mut self) -> io::Result<bool> {
        while let Some(byte) = self.peek()? {
            match byte {
                b'[' if !self.inside => {
                    self.inside = true;
                    self.listed = true;
                }
                b']' if self.inside => self.inside = false,
                b',' => {}
                // A byte order mark.
                0xef | 0xbb | 0xbf if self.number == 0 => {}
                byte if byte.is_ascii_whitespace() => {}
                _ => return Ok(true),
            }
            self.file.consume(1);
        }
        if self.inside {
            let message = "broken JSON: the file ends inside its array";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        Ok(false)
    }

    /// The value that begins here, or its beginning where the file ends in it.
    fn value(&mut self) -> io::Result<Vec<u8>> {
        let mut value = Vec::new();
        let (mut depth, mut string, mut escaped) = (0_usize, false, false);
        let mut too_long = false;
        loop {
            let bytes = self.file.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            // As far as the value goes in these bytes, and whether it ends there.
            let mut taken = 0;
            let mut ends = false;
            for &byte in bytes {
                if string {
                    string = escaped || byte != b'"';
                    escaped = !escaped && byte == b'\\';
                } else {
                    match byte {
                        b'"' => string = true,
                        b'{' | b'[' => depth += 1,
                        // What closes more than was opened belongs to the array.
                        b'}' | b']' if depth > 0 => {
                            depth -= 1;
                            ends = depth == 0;
                        }
                        b',' | b']' | b'\n' if depth == 0 => {
                            ends = true;
                            break;
                        }
                        _ => {}
                    }
                }
                taken += 1;
                if ends {
                    break;
                }
            }
            let room = self.limit.saturating_sub(value.len() as u64);
            too_long |= taken as u64 > room;
            if too_long {
                value = Vec::new();
            } else {
                value.extend(bytes.iter().take(taken));
            }
            self.file.consume(taken);
            if ends {
                break;
            }
        }
        if too_long {
            return Err(too_large(self.limit));
        }
        Ok(value)
    }
}

impl Parts for Values {
    fn next(&mut self) -> Result<Option<Part>, Broken> {
        if !self.go_to_value().map_err(Broken::File)? {
            return Ok(None);
        }
        self.number += 1;
        let number = self.number;
        let value = self.value().map_err(|error| Broken::at(number, error))?;
        // A file that is one object is one article.
        let alone = !self.listed && number == 1 && {
            let more = self.go_to_value().map_err(Broken::File)?;
            !more && !self.listed
        };
        Ok(Some(((!alone).then_some(number), value)))
    }
}

/// What was taken apart before.
impl<I: Iterator<Item = Vec<u8>> + Send> Parts for std::iter::Enumerate<I> {
    fn next(&mut self) -> Result<Option<Part>, Broken> {
        Ok(Iterator::next(self).map(|(at, bytes)| (Some(at + 1), bytes)))
    }
}

/// All of the file at `path`, unpacked, as it is at one time: a file that changes is read again, and given up when it goes on
/// changing.
///
/// # Errors
/// As [`read_all`].
pub(crate) fn read_file(path: &Path, limit: u64, seen: &Seen) -> io::Result<Vec<u8>> {
    read_unchanged(path, |file| {
        read_all(unpack(seen.clone().count(file))?, limit)
    })
}

fn read_unchanged(
    path: &Path,
    mut read: impl FnMut(File) -> io::Result<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    for _ in 0..ATTEMPTS {
        let file = File::open(path)?;
        let watch = Watch::new(&file)?;
        let bytes = read(file)?;
        if !watch.changed()? {
            return Ok(bytes);
        }
    }
    Err(io::Error::other(CHANGED))
}

/// How a file was when it was opened.
pub(crate) struct Watch {
    file: File,
    was: Option<Stamp>,
}

type Stamp = (u64, Option<SystemTime>);

impl Watch {
    pub(crate) fn new(file: &File) -> io::Result<Self> {
        let file = file.try_clone()?;
        let was = stamp(&file.metadata()?);
        Ok(Self { file, was })
    }

    /// Has it been written to since?
    fn changed(&self) -> io::Result<bool> {
        Ok(self.was.is_some() && self.was != stamp(&self.file.metadata()?))
    }

    /// # Errors
    /// Where it has been written to.
    pub(crate) fn check(&self) -> io::Result<()> {
        if self.changed()? {
            return Err(io::Error::other(format!(
                "{CHANGED}: lines may be missing or cut"
            )));
        }
        Ok(())
    }
}

/// What changes with a file that is written to; nothing of pipes and devices, which have no contents of their own.
fn stamp(metadata: &fs::Metadata) -> Option<Stamp> {
    metadata
        .is_file()
        .then(|| (metadata.len(), metadata.modified().ok()))
}

/// How many bytes have been read of all files, packed as they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(Arc<AtomicU64>);

impl Seen {
    /// `file`, and what is read of it is counted.
    pub(crate) fn count<R: Read>(self, file: R) -> Counted<R> {
        Counted { file, seen: self }
    }

    pub(crate) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A file of which the bytes that are read are counted.
pub(crate) struct Counted<R> {
    file: R,
    seen: Seen,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(bytes)?;
        self.seen.add(count as u64);
        Ok(count)
    }
}

/// The frames of a Zstandard file, one after another.
struct Frames<R> {
    file: R,
    decoder: FrameDecoder,
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(file: R) -> Self {
        Self {
            file,
            decoder: FrameDecoder::new(),
            inside: false,
        }
    }

    /// Goes to the next frame with data; is there none?
    fn ended(&mut self) -> io::Result<bool> {
        while !self.file.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.file) {
                Ok(()) => {
                    self.inside = true;
                    return Ok(false);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    let skipped = io::copy(&mut self.file.by_ref().take(length), &mut io::sink())?;
                    if skipped < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(broken(&error)),
            }
        }
        Ok(true)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside && self.ended()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.file, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| broken(&error))?;
            }
            let count = self.decoder.read(bytes)?;
            if count > 0 || bytes.is_empty() {
                return Ok(count);
            }
            let wanted = self.decoder.get_checksum_from_data();
            if wanted.is_some() && wanted != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "broken Zstandard data: the checksum does not fit",
                ));
            }
            self.inside = false;
        }
    }
}

fn broken(error: &FrameDecoderError) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("broken Zstandard data: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    fn zstandard(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        read_all(unpack(Cursor::new(bytes.to_vec()))?, 1 << 30)
    }

    #[test]
    fn every_way_of_packing_gives_the_same() {
        let text = "The ferry was late. ".repeat(20_000).into_bytes();
        let (gz, zst) = (gzip(&text), zstandard(&text));
        let twice = [&text[..], &text[..]].concat();
        // A skippable frame of three bytes, as some packers write for their own use.
        let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3], &zst[..]].concat();
        for (name, bytes, want) in [
            ("plain", &text, &text),
            ("gzip", &gz, &text),
            ("two of gzip", &[&gz[..], &gz[..]].concat(), &twice),
            ("zstandard", &zst, &text),
            ("two of zstandard", &[&zst[..], &zst[..]].concat(), &twice),
            (
                "zstandard with a frame to skip",
                &[&zst[..], &skipped[..]].concat(),
                &twice,
            ),
            ("empty", &Vec::new(), &Vec::new()),
            ("shorter than any mark", &vec![0x1f], &vec![0x1f]),
            ("nothing, packed", &gzip(b""), &Vec::new()),
            ("nothing, packed", &zstandard(b""), &Vec::new()),
        ] {
            assert!(unpacked(bytes).unwrap() == *want, "{name}");
        }
    }

    #[test]
    fn what_is_cut_or_damaged_is_an_error() {
        let text = "The ferry was late. ".repeat(2000).into_bytes();
        for packed in [gzip(&text), zstandard(&text)] {
            for keep in 5..packed.len() {
                assert!(unpacked(&packed[..keep]).is_err(), "cut at {keep}");
            }
            let mut damaged = packed.clone();
            let last = damaged.len() - 1;
            damaged[last] ^= 1;
            assert!(unpacked(&damaged).is_err(), "the checksum is not looked at");
        }
    }

    #[test]
    fn no_more_is_unpacked_than_asked_for() {
        let bomb = gzip(&vec![b'a'; 64 << 20]);
        assert!(bomb.len() < 1 << 20);
        let error = read_all(unpack(Cursor::new(bomb)).unwrap(), 1000).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(
            error.to_string(),
            "an article of more than 1000 bytes (--max-size)"
        );
        assert_eq!(read_all(&b"12345"[..], 5).unwrap(), b"12345");
        assert!(read_all(&b"123456"[..], 5).is_err());
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_to_its_end() {
        let mut file: &[u8] = b"one\ntoo long a line\nfour\n123456\nlast";
        let mut next = || read_line(&mut file, 6).map_err(|error| error.kind());
        assert_eq!(next(), Ok(Some(b"one\n".to_vec())));
        assert_eq!(next(), Err(io::ErrorKind::FileTooLarge));
        assert_eq!(next(), Ok(Some(b"four\n".to_vec())));
        assert_eq!(next(), Err(io::ErrorKind::FileTooLarge));
        assert_eq!(next(), Ok(Some(b"last".to_vec())));
        assert_eq!(next(), Ok(None));
    }

    #[test]
    fn values_are_told_apart() {
        let read = |file: &str| {
            let mut values = Values::new(Box::new(Cursor::new(file.as_bytes().to_vec())), 12);
            let mut all = Vec::new();
            loop {
                all.push(match values.next() {
                    Ok(Some((number, bytes))) => {
                        format!(
                            "{} {}",
                            number.unwrap_or(0),
                            String::from_utf8(bytes).unwrap()
                        )
                    }
                    Ok(None) => return all.join(" | "),
                    Err(Broken::Part(number, message)) => format!("{number} {message}"),
                    Err(Broken::File(error)) => {
                        all.push(error.to_string());
                        return all.join(" | ");
                    }
                });
            }
        };
        let long = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(20));
        for (file, want) in [
            ("", ""),
            ("[]", ""),
            ("\u{feff} {\"a\": 1}\n", "0 {\"a\": 1}"),
            ("[{}, {\"a\":[1]}]", "1 {} | 2 {\"a\":[1]}"),
            ("{}\n{}", "1 {} | 2 {}"),
            (r#"["\"]}", {}]"#, r#"1 "\"]}" | 2 {}"#),
            ("[1, [2]]", "1 1 | 2 [2]"),
            (
                "[{}, {",
                "1 {} | 2 { | broken JSON: the file ends inside its array",
            ),
            (
                &long,
                "1 an article of more than 12 bytes (--max-size) | 2 {}",
            ),
            ("}", "0 }"),
            ("{}[{}]", "1 {} | 2 {}"),
        ] {
            assert_eq!(read(file), want, "{file}");
        }
    }

    #[test]
    fn a_file_that_changes_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let append = || {
            let mut file = File::options().append(true).open(&path).unwrap();
            file.write_all(b", more").unwrap();
        };
        for (changes, want) in [(0, Some("one")), (1, Some("one, more")), (9, None)] {
            let mut reads = 0;
            let read = read_unchanged(&path, |mut file| {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                if reads < changes {
                    append();
                }
                reads += 1;
                Ok(bytes)
            });
            match want {
                Some(want) => assert_eq!(read.unwrap(), want.as_bytes()),
                None => assert_eq!(read.unwrap_err().to_string(), CHANGED),
            }
        }
    }
}
