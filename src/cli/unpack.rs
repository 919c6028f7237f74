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

fn too_large(limit: u64) -> io::Error {
    let message = format!("an article of more than {limit} bytes (--max-size)");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
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
