//! Pairs quotation marks.
//!
//! Receives tokens; adds [`Document::quotations`] and re-labels apostrophes at word edges that are no marks. It pairs marks
//! of every style, nested ones, ones that a long quote repeats at each paragraph, and ones that were typed in two styles
//! (`"late,”`). A mark that is never closed ends with its paragraph and is noted. Whether a pair *is speech*, a title or a
//! scare quote is not decided here: that takes a cue.

use crate::document::{Document, Shape};
use crate::span::{Span, char_at, char_before};

/// A pair of marks, or an opening mark that is never closed.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// With its marks.
    pub outer: Span,
    /// What stands between the marks, without white space at the ends; one span per paragraph.
    pub inner: Vec<Span>,
    /// 0 for an outermost pair, 1 for a pair inside another.
    pub depth: usize,
    /// Was a closing mark found?
    pub closed: bool,
}

/// Single and double marks nest in each other; marks of one family close each other whatever their style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Single,
    Double,
    /// Straight marks inside curly ones or around them: “a "temporary" fix”, "a “temporary” fix".
    Straight,
    Guillemet,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Either,
    Neither,
}

/// An opening mark that waits for its close.
struct Open {
    family: Family,
    /// Is it a low mark („)?
    low: bool,
    /// Did it look like an opening mark, or can it be a stray one?
    sure: bool,
    /// Was it typed as a straight double mark?
    straight: bool,
    /// The spans of the paragraphs that the quote already ran through, and where the present one begins (after the mark).
    inner: Vec<Span>,
    outer_start: usize,
    start: usize,
}

/// Deeper nesting is not speech but damage; marks beyond it are passed over, which bounds the work per mark.
const MAX_DEPTH: usize = 4;

/// So many marks are looked at ahead: no sentence has more.
const NEAR: usize = 32;

/// Fills [`Document::quotations`].
pub(crate) fn pair(document: &mut Document) {
    let mut found: Vec<Quotation> = Vec::new();
    let mut apostrophes = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for number in 0..document.paragraphs.len() {
        let paragraph = &document.paragraphs[number];
        let marks: Vec<usize> = paragraph
            .tokens
            .clone()
            .filter(|&i| document.shape(i) == Shape::Mark)
            .collect();
        let strong_close = next_strong_close(document, &marks);
        let last_curly = marks.iter().rposition(|&mark| document.word(mark) == "”");
        // A quote goes on from the paragraph before when this one begins with an opening mark of its family.
        let first = paragraph.tokens.start;
        let goes_on = open.first().is_some_and(|open| {
            repeats(document, first, open) && role(document, first) != Role::Closes
        });
        if !goes_on {
            open.clear();
        }
        open.truncate(1);
        for (order, &mark) in marks.iter().enumerate() {
            let Some(mut family) = family(document.word(mark)) else {
                continue;
            };
            let in_curly = open.iter().any(|open| {
                document
                    .text
                    .as_bytes()
                    .get(open.outer_start..)
                    .is_some_and(|rest| rest.starts_with("“".as_bytes()))
            });
            let straight = document.word(mark) == "\"";
            let around = open
                .first()
                .is_some_and(|open| open.family == Family::Straight);
            if straight && (around || in_curly && last_curly.is_some_and(|last| last > order)) {
                family = Family::Straight;
            }
            let mut role = role(document, mark);
            let opens_around = straight
                && role == Role::Opens
                && open.len() == usize::from(goes_on && mark == first)
                && stands_around(document, &marks[order..], mark == first);
            if opens_around {
                family = Family::Straight;
            }
            let span = document.tokens[mark].span;
            if goes_on && mark == first {
                open[0].start = span.end;
                open[0].family = family;
                continue;
            }
            let sure = role == Role::Opens;
            let waiting = open.iter().rposition(|open| open.family == family);
            // German style: „…“ ends with the mark that opens an English quote.
            let german = waiting.is_some_and(|at| open[at].low) && document.word(mark) == "“";
            if german {
                role = Role::Closes;
            } else if role == Role::Either {
                role = if waiting.is_some() {
                    Role::Closes
                } else {
                    Role::Opens
                };
            }
            if family == Family::Single && role == Role::Closes {
                let possessive = is_edge_apostrophe(document, mark) && strong_close[order];
                if waiting.is_none() || possessive {
                    apostrophes.push(mark);
                    continue;
                }
            }
            match role {
                Role::Closes => {
                    let Some(at) = waiting else { continue };
                    // What was opened inside and never closed is no quote.
                    open.truncate(at + 1);
                    if let Some(open_mark) = open.pop() {
                        found.push(close(document, open_mark, span.start, span.end, at, true));
                    }
                }
                Role::Opens => {
                    let nested =
                        || document.word(mark) == "“" && closes_twice(document, &marks[order..]);
                    if let Some(at) = waiting
                        && !nested()
                    {
                        // A second opening mark of one family: the first was never closed. It ends here.
                        open.truncate(at + 1);
                        if let Some(open_mark) = open.pop() {
                            found.push(close(
                                document, open_mark, span.start, span.start, at, false,
                            ));
                        }
                    }
                    if open.len() < MAX_DEPTH {
                        let low = document.word(mark) == "„";
                        open.push(Open {
                            family,
                            low,
                            sure,
                            straight,
                            inner: Vec::new(),
                            outer_start: span.start,
                            start: span.end,
                        });
                    }
                }
                Role::Either | Role::Neither => {
                    if family == Family::Single {
                        apostrophes.push(mark);
                    }
                }
            }
        }
        let end = document.paragraphs[number].span.end;
        let next = document
            .paragraphs
            .get(number + 1)
            .map(|paragraph| paragraph.tokens.start);
        let continues = next.is_some_and(|next| {
            open.first().is_some_and(|open| {
                open.sure && repeats(document, next, open) && role(document, next) == Role::Opens
            })
        });
        open.truncate(1);
        if let Some(outermost) = open.first_mut() {
            // A lone apostrophe or stray mark must not swallow the rest of its paragraph.
            let stray =
                !outermost.sure || outermost.family == Family::Single && outermost.inner.is_empty();
            if stray && !continues {
                open.clear();
            } else {
                outermost
                    .inner
                    .push(Span::new(outermost.start, end.max(outermost.start)));
                if !continues && let Some(mut open_mark) = open.pop() {
                    open_mark.inner.pop();
                    found.push(close(document, open_mark, end, end, 0, false));
                }
            }
        }
    }
    for mark in apostrophes {
        document.tokens[mark].shape = Shape::Clitic;
    }
    found.retain(|quotation| !quotation.inner.is_empty());
    let mut found: Vec<Quotation> = found
        .into_iter()
        .flat_map(|quotation| by_speaker(document, quotation))
        .collect();
    found.sort_by_key(|quotation| {
        (
            quotation.outer.start,
            std::cmp::Reverse(quotation.outer.end),
        )
    });
    set_depths(&mut found);
    for quotation in found.iter().filter(|quotation| !quotation.closed) {
        let words = quotation
            .inner
            .first()
            .map_or("", |span| span.slice(document.text));
        let start: String = words.chars().take(30).collect();
        document
            .notes
            .push(format!("quotation mark never closed before {start:?}"));
    }
    document.quotations = found;
    let outermost = |&q: &usize| document.quotations[q].depth == 0;
    document.outermost = (0..document.quotations.len()).filter(outermost).collect();
}

/// Is `mark` the one that opened `open`, as a long quote repeats it at each paragraph? A straight one is repeated as such.
fn repeats(document: &Document, mark: usize, open: &Open) -> bool {
    let straight = document.word(mark) == "\"";
    straight == open.straight && (straight || family(document.word(mark)) == Some(open.family))
}

/// Does the straight mark that comes first in `marks`, those of a paragraph, stand around curly ones: *"It is no “accident.” It was
/// cheap."*? At the head of a paragraph (`leads`), where a passage begins that is set off as a block, its close can be missing.
fn stands_around(document: &Document, marks: &[usize], leads: bool) -> bool {
    let is_double = |&mark: &usize| family(document.word(mark)) == Some(Family::Double);
    let mut behind = marks.iter().skip(1).take(NEAR).copied().filter(is_double);
    let curly = behind
        .next()
        .is_some_and(|mark| document.word(mark) == "“" && role(document, mark) == Role::Opens);
    let mut closes = || {
        let straight = behind.find(|&mark| document.word(mark) == "\"");
        straight.is_some_and(|mark| role(document, mark) != Role::Opens)
    };
    curly && (leads || closes())
}

/// Do curly marks close both what the first of `marks` opens and what was open before it: *“what he calls “hell” and I do not”*?
fn closes_twice(document: &Document, marks: &[usize]) -> bool {
    let mut depth = 1;
    for &mark in marks.iter().take(NEAR) {
        match (document.word(mark), role(document, mark)) {
            ("“" | "”", Role::Opens) => depth += 1,
            ("“" | "”", _) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// The quotation of `open` that ends at byte `end`, before a mark that ends at `outer_end`.
fn close(
    document: &Document,
    open: Open,
    end: usize,
    outer_end: usize,
    depth: usize,
    closed: bool,
) -> Quotation {
    let mut inner = open.inner;
    inner.push(Span::new(open.start, end.max(open.start)));
    let inner = inner
        .into_iter()
        .filter_map(|span| trim(document, span))
        .collect();
    Quotation {
        outer: Span::new(open.outer_start, outer_end.max(open.start)),
        inner,
        depth,
        closed,
    }
}

/// `span` without white space at its ends; `None` when nothing but white space and marks is left.
fn trim(document: &Document, span: Span) -> Option<Span> {
    let text = document.slice(span);
    let start = span.start + (text.len() - text.trim_start().len());
    let trimmed = Span::new(start, start + text.trim().len());
    trimmed
        .slice(document.text)
        .chars()
        .any(char::is_alphanumeric)
        .then_some(trimmed)
}

/// The quotations that `quotation` consists of: a long quote closes at last, but lines that each open and never close are lines of
/// different speakers, and in a transcript each label begins one.
fn by_speaker(document: &Document, quotation: Quotation) -> Vec<Quotation> {
    let label = |span: &Span| opens_with_label(document, document.tokens_in(*span));
    let transcript = quotation.inner.iter().any(label);
    if quotation.inner.len() == 1 || quotation.closed && !transcript {
        return vec![quotation];
    }
    let start = |span: &Span| {
        let first = document.tokens_in(*span).start;
        let mark = document.tokens.get(first.saturating_sub(1));
        let mark = mark.filter(|mark| mark.shape == Shape::Mark);
        mark.map_or(span.start, |mark| mark.span.start)
    };
    let parts: Vec<&[Span]> = quotation
        .inner
        .chunk_by(|_, next| transcript && !label(next))
        .collect();
    let count = parts.len();
    let parts = parts.into_iter().enumerate();
    parts
        .filter_map(|(number, inner)| {
            let (first, last) = (inner.first()?, inner.last()?);
            let closed = quotation.closed && number + 1 == count;
            let end = if closed {
                quotation.outer.end
            } else {
                last.end
            };
            Some(Quotation {
                outer: Span::new(start(first), end),
                inner: inner.to_vec(),
                depth: quotation.depth,
                closed,
            })
        })
        .collect()
}

/// Do `tokens` begin with the label of a transcript, *MOSS:* or *ADA MOSS:*?
pub(crate) fn opens_with_label(document: &Document, tokens: std::ops::Range<usize>) -> bool {
    /// Words of a label.
    const LONGEST: usize = 3;
    let upper = |&token: &usize| document.shape(token) == Shape::Upper;
    let words = tokens.clone().take(LONGEST).take_while(upper).count();
    words > 0 && document.word(tokens.start + words) == ":"
}

/// Depth by containment. `quotations` are sorted by start, wider first.
fn set_depths(quotations: &mut [Quotation]) {
    let mut ends: Vec<usize> = Vec::new();
    for quotation in quotations {
        while ends.last().is_some_and(|&end| end <= quotation.outer.start) {
            ends.pop();
        }
        quotation.depth = ends.len();
        ends.push(quotation.outer.end);
    }
}

fn family(mark: &str) -> Option<Family> {
    Some(match mark {
        "\"" | "“" | "”" | "„" | "‟" | "＂" | "''" | "``" | "’’" | "‘‘" => {
            Family::Double
        }
        "'" | "‘" | "’" | "‚" | "‛" | "`" | "´" => Family::Single,
        "«" | "»" | "‹" | "›" => Family::Guillemet,
        _ => return None,
    })
}

/// What the mark can do, from its form and from what stands on either side.
fn role(document: &Document, mark: usize) -> Role {
    let Some(token) = document.tokens.get(mark) else {
        return Role::Neither;
    };
    let before = char_before(document.text, token.span.start);
    let after = char_at(document.text, token.span.end);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opening = |c: Option<char>| c.is_some_and(|c| "([{—–-/“‘\"'".contains(c));
    let closing = |c: Option<char>| c.is_some_and(|c| ".,;:!?)]}—–-/”’\"'…".contains(c));
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match document.word(mark) {
        // Typed the wrong way round: “It rained,“ said Roe.
        "“" if !blank(before) && !opening(before) && (blank(after) || closing(after)) => {
            return Role::Closes;
        }
        "“" | "„" | "``" | "‘‘" => return Role::Opens,
        "”" if blank(before) && word(after) => return Role::Opens,
        "”" => return Role::Closes,
        "«" | "‹" => {
            return if word(before) || closing(before) && !word(after) {
                Role::Closes
            } else {
                Role::Opens
            };
        }
        "»" | "›" => {
            return if blank(before) && word(after) {
                Role::Opens
            } else {
                Role::Closes
            };
        }
        "‘" | "‚" | "`" if !blank(after) => return Role::Opens,
        "’" if !word(after) => {
            return if blank(before) {
                Role::Neither
            } else {
                Role::Closes
            };
        }
        _ => {}
    }
    let may_open = (blank(before) || opening(before)) && !blank(after);
    let may_close = !blank(before) && (blank(after) || closing(after));
    match (may_open, may_close) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        // Single marks with space on both sides, or none, are apostrophes or primes.
        _ if family(document.word(mark)) == Some(Family::Single) => Role::Neither,
        _ => Role::Either,
    }
}

/// Can the closing mark be an apostrophe: `Joneses’ boat`, `nothin’,’`?
fn is_edge_apostrophe(document: &Document, mark: usize) -> bool {
    let start = document.tokens[mark].span.start;
    let possessive = matches!(
        char_before(document.text, start),
        Some('s' | 'S' | 'z' | 'x')
    ) && document.shape(mark + 1) == Shape::Lower;
    let dropped = mark > 0
        && document.folded(mark - 1).ends_with("in")
        && document.shape(mark - 1) == Shape::Lower;
    possessive || dropped
}

/// For each mark of a paragraph: does a single mark that closes for sure (after a comma or stop) come later, before the
/// next one that opens?
fn next_strong_close(document: &Document, marks: &[usize]) -> Vec<bool> {
    let mut answer = vec![false; marks.len()];
    let mut ahead = false;
    for (order, &mark) in marks.iter().enumerate().rev() {
        answer[order] = ahead;
        if family(document.word(mark)) != Some(Family::Single) {
            continue;
        }
        match role(document, mark) {
            Role::Opens => ahead = false,
            Role::Closes => {
                let start = document.tokens[mark].span.start;
                ahead |= char_before(document.text, start).is_some_and(|c| ".,!?…".contains(c));
            }
            _ => {}
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotations(text: &str) -> (Vec<String>, Vec<String>) {
        let mut document = Document {
            text,
            ..Document::default()
        };
        crate::segment::split(&mut document);
        pair(&mut document);
        let show = |quotation: &Quotation| {
            let inner: Vec<&str> = quotation
                .inner
                .iter()
                .map(|span| span.slice(text))
                .collect();
            format!(
                "{}{}{}",
                quotation.depth,
                if quotation.closed { ' ' } else { '!' },
                inner.join(" / ")
            )
        };
        (
            document.quotations.iter().map(show).collect(),
            document.notes.clone(),
        )
    }

    #[test]
    fn every_style_and_damage() {
        let cases: &[(&str, &[&str])] = &[
            ("“One,” he said.", &["0 One,"]),
            ("\"One,\" he said. \"Two.\"", &["0 One,", "0 Two."]),
            ("``Cuts came,'' he said", &["0 Cuts came,"]),
            ("''Cuts came,'' he said", &["0 Cuts came,"]),
            ("\" Cuts came , \" he said", &["0 Cuts came ,"]),
            (
                "«Non», dit-il, »Ja«, „Nein“ not",
                &["0 Non", "0 Ja", "0 Nein"],
            ),
            ("„Nein”, he said", &["0 Nein"]),
            (
                "'It's the Joneses' boat,' she said.",
                &["0 It's the Joneses' boat,"],
            ),
            (
                "‘It’s Americans’ choice,’ she said, of the Americans’ vote",
                &["0 It’s Americans’ choice,"],
            ),
            ("The '90s, 'em and the workers' rights", &[]),
            ("\"It was late,” he said", &["0 It was late,"]),
            (
                "“She told me, ‘Stay out,’ and left,” he said",
                &["0 She told me, ‘Stay out,’ and left,", "1 Stay out,"],
            ),
            (
                "“First.\n\n“Second.\n\n“Third,” he said.",
                &["0 First. / Second. / Third,"],
            ),
            ("\"First.\n\n\"Second,\" he said.", &["0 First. / Second,"]),
            (
                "\"Hello,\" he said, \"how are you?",
                &["0 Hello,", "0!how are you?"],
            ),
            ("A stray \" here.\n\n\"Fine,\" he said.", &["0 Fine,"]),
            ("\"\" and \"Bob.\"\"What.\"", &["0 Bob.", "0 What."]),
            ("\"Yes\nBob left.", &["0!Yes"]),
            ("a 6' plank and a 'cut' here", &["0 cut"]),
            // Typed the wrong way round.
            ("“One,“ he said. ”Two,“ he said", &["0 One,", "0 Two,"]),
            // A passage set off as a block, and curly marks in it.
            (
                "\"The “old” bridge, she said.\" And so.",
                &["0 The “old” bridge, she said.", "1 old"],
            ),
            (
                "\"One.\n\n\"The “old” one.\n\n“Two,” he said.",
                &["0!One.", "0!The “old” one.", "1 old", "0 Two,"],
            ),
            // Marks of one style in each other, and one that was never closed.
            (
                "“I saw what he calls “hell” and left.” “Two.”",
                &["0 I saw what he calls “hell” and left.", "1 hell", "0 Two."],
            ),
            ("“One, he said. “Two.”", &["0!One, he said.", "0 Two."]),
            // A transcript in marks.
            (
                "“MOSS: One.\n\n“Two.\n\n“AL HALE: Three.”",
                &["0!MOSS: One. / Two.", "0 AL HALE: Three."],
            ),
            ("“One.\n\n\"Two,\" he said.", &["0!One.", "0 Two,"]),
            (
                "'One,' he said, '“Two” it is.'",
                &["0 One,", "0 “Two” it is.", "1 Two"],
            ),
        ];
        for (text, want) in cases {
            assert_eq!(quotations(text).0, *want, "{text}");
        }
    }
}
