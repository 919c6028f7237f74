//! Bytes to text: receives a file as it is, gives a `String` and says what it had to guess.
//!
//! A byte order mark decides; else valid UTF-8 is UTF-8; else UTF-16 is told by where its NUL bytes stand; else the encoding
//! is detected. A byte order mark is no part of the text. Line ends and everything else stay as they are, so that offsets
//! agree with any other program that decodes the same file.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Error, ErrorKind};

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// What a reader should know: the encoding, where it is not UTF-8, and whether bytes were replaced.
    pub note: Option<String>,
}

/// Decodes the bytes of a file.
///
/// # Errors
/// [`ErrorKind::Decode`] where there is a NUL: then it is no text.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Error> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return decode_as(encoding, body);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Ok(Decoded { text, note: None }),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        return match utf16_without_mark(&bytes) {
            Some(encoding) => decode_as(encoding, &bytes),
            None => Err(not_text(nul)),
        };
    }
    if mostly_utf8(&bytes) {
        return decode_as(UTF_8, &bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    decode_as(detector.guess(None, Utf8Detection::Deny), &bytes)
}

/// Decodes what says its encoding itself, as pages and XML do. A byte order mark and valid UTF-8 are believed before it.
///
/// # Errors
/// As [`decode`].
pub fn decode_as_said(bytes: Vec<u8>, said: Option<&str>) -> Result<Decoded, Error> {
    let encoding = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    match encoding.filter(|encoding| encoding.is_ascii_compatible()) {
        Some(encoding)
            if Encoding::for_bom(&bytes).is_none() && std::str::from_utf8(&bytes).is_err() =>
        {
            decode_as(encoding, &bytes)
        }
        _ => decode(bytes),
    }
}

/// The encoding that a page, an XML file or a media type names near its beginning: `charset=…` or `encoding="…"`.
pub fn said_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, rest) = ["charset=", "encoding="]
        .iter()
        .find_map(|name| head.split_once(name))?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let ends = |c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c));
    let label = rest.split(ends).next().unwrap_or_default();
    (!label.is_empty()).then(|| label.to_owned())
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Error> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if let Some(nul) = text.find('\0') {
        return Err(not_text(nul));
    }
    let note = match (encoding == UTF_8, replaced) {
        (true, false) => None,
        (true, true) => Some("broken UTF-8: bytes that do not decode were replaced".to_owned()),
        (false, false) => Some(format!("decoded as {}", encoding.name())),
        (false, true) => Some(format!(
            "decoded as {}: bytes that do not decode were replaced",
            encoding.name()
        )),
    };
    Ok(Decoded {
        text: text.into_owned(),
        note,
    })
}

fn not_text(offset: usize) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("not text (NUL byte at offset {offset})"),
    )
}

/// UTF-16 of mostly Latin text has a NUL in nearly every second byte, and always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls = |side: usize| {
        bytes
            .iter()
            .skip(side)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    let enough = bytes.len() / 2 * 7 / 10;
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        None
    } else if even == 0 && odd > enough {
        Some(UTF_16LE)
    } else if odd == 0 && even > enough {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Are most of the bytes past ASCII part of well-formed UTF-8? A cut or spliced UTF-8 file is; Windows-1252 is not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_of_its_encoding_counts_where_it_can() {
        let latin = b"<meta charset=iso-8859-2>\xb1".to_vec();
        let said = said_charset(&latin);
        assert_eq!(said.as_deref(), Some("iso-8859-2"));
        let decoded = decode_as_said(latin, said.as_deref()).unwrap();
        assert!(decoded.text.ends_with('ą'), "{decoded:?}");
        assert_eq!(decoded.note.as_deref(), Some("decoded as ISO-8859-2"));
        for (bytes, label) in [
            (
                &b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>"[..],
                Some("windows-1251"),
            ),
            (b"text/html; charset=\"UTF-8\"", Some("utf-8")),
            (
                b"<meta http-equiv=Content-Type content='text/html; charset=gbk'>",
                Some("gbk"),
            ),
            (b"<html>", None),
            (b"charset=", None),
        ] {
            assert_eq!(said_charset(bytes).as_deref(), label);
        }
        let utf8 = "“a”".as_bytes().to_vec();
        for said in [Some("iso-8859-1"), Some("utf-16"), Some("nonsense"), None] {
            assert_eq!(decode_as_said(utf8.clone(), said).unwrap().text, "“a”");
        }
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "“We’ll see,” said Zoë Roe.\r\nShe left.";
        let windows = b"\x93We\x92ll see,\x94 said Zo\xeb Roe.\r\nShe left.".to_vec();
        let cases = [
            ("utf-8", text.as_bytes().to_vec(), None),
            (
                "utf-8 with a mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                None,
            ),
            (
                "utf-16le with a mark",
                [b"\xff\xfe".to_vec(), utf16(text, false)].concat(),
                Some("decoded as UTF-16LE"),
            ),
            (
                "utf-16be with a mark",
                [b"\xfe\xff".to_vec(), utf16(text, true)].concat(),
                Some("decoded as UTF-16BE"),
            ),
            ("utf-16le", utf16(text, false), Some("decoded as UTF-16LE")),
            ("utf-16be", utf16(text, true), Some("decoded as UTF-16BE")),
            ("windows-1252", windows, Some("decoded as windows-1252")),
        ];
        for (name, bytes, note) in cases {
            let got = decode(bytes).unwrap();
            assert_eq!(got.text, text, "{name}");
            assert_eq!(got.note.as_deref(), note, "{name}");
        }
    }

    #[test]
    fn nothing_is_text_too() {
        assert_eq!(decode(Vec::new()).unwrap().text, "");
        assert_eq!(decode(b" \n\t".to_vec()).unwrap().text, " \n\t");
    }

    #[test]
    fn a_nul_is_no_text() {
        for (bytes, offset) in [
            (b"ab\0cd".to_vec(), 2),
            (b"\0\0\0\0".to_vec(), 0),
            (b"\xef\xbb\xbfa\0".to_vec(), 1),
            (b"\xff\0\xfe".to_vec(), 1),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0".to_vec(), 7),
        ] {
            let error = decode(bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert_eq!(
                error.to_string(),
                format!("not text (NUL byte at offset {offset})")
            );
        }
    }

    #[test]
    fn utf8_with_a_broken_byte_stays_utf8() {
        let got = decode("“We’ll see,” said Zoë.\u{2014}".as_bytes()[..27].to_vec()).unwrap();
        assert!(got.text.starts_with("“We’ll see,” said"), "{}", got.text);
        let mut bytes = "“Yes,” she said. “No.”".as_bytes().to_vec();
        bytes.push(0xff);
        let got = decode(bytes).unwrap();
        assert_eq!(got.text, "“Yes,” she said. “No.”\u{fffd}");
        assert!(got.note.unwrap().starts_with("broken UTF-8"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = decode(bytes);
        }
    }
}
