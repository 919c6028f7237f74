//! `inquit explain`: every layer and rule that led to the quotes of a line.

use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::document::Sentence;
use inquit::engine::{Candidate, FEATURES, LEAST_CONFIDENCE};
use inquit::span::Span;
use inquit::speaker::{ANTECEDENT_FEATURES, Antecedents, Link, Status};
use inquit::{Article, Attribution, Document};

use super::args::{ExplainArgs, Kind};
use super::input::{Piece, Reading, pieces};
use super::lines::{Lines, lines_before_text};
use super::load::extractor;

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let extractor = extractor(&args.extractor)?;
    let reading = Reading::from(&args.reading);
    let (path, line) = place(&args.place)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut found = false;
    for piece in pieces(&[path], &reading) {
        let piece = piece.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        // In a file of several articles the number is an article's, of which all is shown.
        let line = match (&piece, line) {
            (
                Piece::Part {
                    number: Some(number),
                    ..
                },
                Some(line),
            ) if *number != line => continue,
            (
                Piece::Part {
                    number: Some(_), ..
                },
                _,
            ) => None,
            (_, line) => line,
        };
        let before = match &piece {
            Piece::File {
                path,
                kind: Kind::Markdown,
                ..
            } => lines_before_text(path, &reading),
            _ => 0,
        };
        let article = piece
            .read(&reading)
            .map_err(|problem| anyhow::anyhow!("{problem}"))?;
        let document = extractor.extract(&article);
        let lines = Lines::new(&article.text, before);
        let span = match line {
            Some(line) => match lines.span(line) {
                Some(span) => span,
                None => continue,
            },
            None => Span::new(0, article.text.len()),
        };
        found = true;
        let view = View {
            article: &article,
            document: &document,
            lines: &lines,
        };
        view.show(span, &mut out).context("cannot write output")?;
    }
    out.flush().context("cannot write output")?;
    if !found {
        bail!("{}: no such line", args.place);
    }
    Ok(ExitCode::SUCCESS)
}

/// The file and the line of `FILE:LINE`; a file that is called like that comes first.
fn place(place: &str) -> anyhow::Result<(PathBuf, Option<usize>)> {
    let whole = PathBuf::from(place);
    if whole.exists() {
        return Ok((whole, None));
    }
    match place.rsplit_once(':') {
        Some((file, line)) => match line.parse() {
            Ok(line) if line > 0 => Ok((PathBuf::from(file), Some(line))),
            _ => bail!("`{line}` is no line number"),
        },
        None => Ok((whole, None)),
    }
}

struct View<'d> {
    article: &'d Article,
    document: &'d Document<'d>,
    lines: &'d Lines,
}

impl View<'_> {
    /// Shows the sentences that touch `span`, each with what stands in it.
    fn show(&self, span: Span, out: &mut impl Write) -> io::Result<()> {
        let mut any = false;
        for (index, sentence) in self.document.sentences.iter().enumerate() {
            if sentence.span.overlaps(span) {
                if any {
                    writeln!(out)?;
                }
                self.sentence(index, sentence, out)?;
                any = true;
            }
        }
        if !any {
            writeln!(out, "{}: no sentence here", self.article.id)?;
        }
        Ok(())
    }

    fn sentence(&self, index: usize, sentence: &Sentence, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{}:{}  sentence {} of paragraph {}, bytes {}..{}",
            self.article.id,
            self.lines.number(sentence.span.start),
            index + 1,
            sentence.paragraph,
            sentence.span.start,
            sentence.span.end
        )?;
        writeln!(out, "  {}", self.text(sentence.span))?;
        self.tokens(sentence.tokens.clone(), out)?;
        for quotation in &self.document.quotations {
            if quotation.outer.overlaps(sentence.span) {
                let closed = if quotation.closed {
                    ""
                } else {
                    ", never closed"
                };
                let text = self.text(quotation.outer);
                writeln!(
                    out,
                    "  quotation   {text}  (depth {}{closed})",
                    quotation.depth
                )?;
            }
        }
        for mention in &self.document.mentions {
            if mention.span.overlaps(sentence.span) {
                let kind = format!("{:?}", mention.kind).to_lowercase();
                let name = self.text(self.document.span_of(mention.name.clone()));
                write!(
                    out,
                    "  mention     {}  {kind}, name {name:?}",
                    self.text(mention.span)
                )?;
                for role in &mention.roles {
                    let role = self.text(self.document.span_of(role.clone()));
                    write!(out, ", role {role:?}")?;
                }
                writeln!(out)?;
            }
        }
        for cue in &self.document.cues {
            let span = self.document.span_of(cue.tokens.clone());
            if span.overlaps(sentence.span) {
                let (class, form) = (format!("{:?}", cue.class), format!("{:?}", cue.form));
                writeln!(
                    out,
                    "  cue         {}  {}, {} of {:?}, reports {}",
                    self.text(span),
                    class.to_lowercase(),
                    form.to_lowercase(),
                    cue.lemma,
                    format!("{:?}", cue.act).to_lowercase(),
                )?;
            }
        }
        for candidate in &self.document.candidates {
            let span = self.document.span_of(candidate.cue.clone());
            if span.overlaps(sentence.span) {
                self.candidate(candidate, span, out)?;
            }
        }
        for (number, attribution) in self.document.attributions.iter().enumerate() {
            if touches(attribution, sentence.span) {
                self.attribution(number, attribution, out)?;
            }
        }
        Ok(())
    }

    /// What the engine says of a cue, and what became of it.
    fn candidate(&self, candidate: &Candidate, cue: Span, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "  candidate   {}  cue {:.2}, confidence {:.2}: {}",
            self.text(cue),
            candidate.probability,
            candidate.confidence,
            self.outcome(candidate, cue),
        )?;
        for analysis in &candidate.analyses {
            let parts = |parts: &[Range<usize>]| -> String {
                let texts = parts
                    .iter()
                    .map(|part| self.text(self.document.span_of(part.clone())));
                texts.collect::<Vec<_>>().join(" … ")
            };
            let content = match parts(&analysis.content) {
                nothing if nothing.is_empty() => "none".to_owned(),
                content => content,
            };
            let source = analysis.source.as_slice();
            let source = if source.is_empty() {
                "none".to_owned()
            } else {
                parts(source)
            };
            writeln!(
                out,
                "    reading   {:.2}  source {source} | content {content}",
                analysis.probability
            )?;
        }
        let features = FEATURES.iter().zip(candidate.features);
        let features: Vec<String> = features
            .map(|(name, value)| format!("{name} {value:.2}"))
            .collect();
        writeln!(out, "    weighed   {}", features.join(", "))
    }

    /// Which quote a candidate became, or which took its place.
    fn outcome(&self, candidate: &Candidate, cue: Span) -> String {
        let mut attributions = self.document.attributions.iter();
        let by_cue = attributions.position(|attribution| {
            let spans = attribution.cue.iter().flat_map(|cue| &cue.spans);
            spans.copied().any(|span| span.overlaps(cue))
        });
        let mut attributions = self.document.attributions.iter();
        match by_cue {
            Some(at)
                if self.document.attributions[at]
                    .evidence
                    .iter()
                    .any(|why| why.starts_with("learned")) =>
            {
                format!("q{}", at + 1)
            }
            Some(at) => format!("a rule made q{} of it", at + 1),
            None if candidate.confidence < LEAST_CONFIDENCE => "too unsure".to_owned(),
            None => {
                match attributions.position(|a| a.content.iter().any(|span| span.overlaps(cue))) {
                    Some(at) => format!("it stands in q{}", at + 1),
                    None => "its words are in other quotes".to_owned(),
                }
            }
        }
    }

    /// Every token with its shape, as many as fit a line.
    fn tokens(&self, tokens: Range<usize>, out: &mut impl Write) -> io::Result<()> {
        let mut line = String::new();
        for index in tokens {
            let token = format!(
                "{}/{:?} ",
                self.document.word(index),
                self.document.shape(index)
            );
            if line.len() + token.len() > 100 {
                writeln!(out, "  tokens      {}", line.trim_end())?;
                line.clear();
            }
            line.push_str(&token);
        }
        writeln!(out, "  tokens      {}", line.trim_end())
    }

    fn attribution(
        &self,
        number: usize,
        attribution: &Attribution,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let part = |spans: &[Span]| -> String {
            let parts: Vec<String> = spans.iter().map(|&span| self.text(span)).collect();
            parts.join(" … ")
        };
        writeln!(
            out,
            "  quote q{}  {:?}, {:?}, {}, confidence {:.2}",
            number + 1,
            attribution.quote_type,
            attribution.act,
            if attribution.marked {
                "marked"
            } else {
                "not marked"
            },
            attribution.confidence
        )?;
        writeln!(out, "    content   {}", part(&attribution.content))?;
        match &attribution.cue {
            Some(cue) => writeln!(out, "    cue       {}  ({})", part(&cue.spans), cue.lemma)?,
            None => writeln!(out, "    cue       none")?,
        }
        match attribution.source {
            Some(source) => writeln!(out, "    source    {}", self.text(source))?,
            None => writeln!(out, "    source    none")?,
        }
        self.link("speaker", &attribution.speaker, out)?;
        if let Some(via) = attribution.via {
            writeln!(out, "    via       {}", self.text(via))?;
        }
        if let Some(link) = &attribution.via_speaker {
            self.link("relayer", link, out)?;
        }
        for (what, other) in [
            ("goes on from", attribution.continues),
            ("takes turns with", attribution.answers),
            ("stands in", attribution.inside),
        ] {
            if let Some(other) = other {
                writeln!(out, "    {what} q{}", other + 1)?;
            }
        }
        for evidence in &attribution.evidence {
            writeln!(out, "    because   {evidence}")?;
        }
        for weighed in &self.document.antecedents {
            if weighed.attribution == number {
                self.antecedents(weighed, out)?;
            }
        }
        Ok(())
    }

    /// Whom a pronoun or description was weighed to go back to, and what spoke for each.
    fn antecedents(&self, weighed: &Antecedents, out: &mut impl Write) -> io::Result<()> {
        let word = self.document.word(weighed.token);
        let all: f32 = weighed.candidates.iter().map(|one| one.probability).sum();
        writeln!(
            out,
            "    weighed   {word:?} as {}; nobody of these {:.2}",
            weighed.kind,
            (1.0 - all).max(0.0)
        )?;
        for candidate in &weighed.candidates {
            let values = ANTECEDENT_FEATURES.iter().zip(candidate.features);
            let told = values
                .filter(|&(&name, value)| value != 0.0 && name != "bias")
                .map(|(name, value)| match value {
                    1.0 => (*name).to_owned(),
                    value => format!("{name} {value:.2}"),
                });
            writeln!(
                out,
                "      {:.2}  {}: {}",
                candidate.probability,
                candidate.name,
                told.collect::<Vec<_>>().join(", ")
            )?;
        }
        Ok(())
    }

    fn link(&self, what: &str, link: &Link, out: &mut impl Write) -> io::Result<()> {
        let name = |index: usize| {
            let speaker = self.document.speakers.get(index);
            speaker.map_or("?", |speaker| speaker.name.as_str())
        };
        let how = link
            .resolution
            .map_or(String::new(), |resolution| format!(" by {resolution:?}"));
        match (link.status, link.speaker) {
            (Status::Linked, Some(speaker)) => {
                let kind = self.document.speakers.get(speaker).map(|s| s.kind);
                let kind = kind.unwrap_or_default();
                writeln!(out, "    {what}   {} ({kind:?}){how}", name(speaker))
            }
            (Status::Ambiguous, _) => {
                let candidates: Vec<String> = link
                    .candidates
                    .iter()
                    .map(|&(speaker, score)| format!("{} {score:.2}", name(speaker)))
                    .collect();
                let candidates = candidates.join(", ");
                writeln!(out, "    {what}   ambiguous{how}: {candidates}")
            }
            _ => writeln!(out, "    {what}   unknown"),
        }
    }

    /// The text of a span on one line.
    fn text(&self, span: Span) -> String {
        self.document
            .slice(span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn touches(attribution: &Attribution, sentence: Span) -> bool {
    let cue = attribution.cue.iter().flat_map(|cue| &cue.spans);
    attribution
        .content
        .iter()
        .chain(cue)
        .chain(&attribution.source)
        .any(|span| span.overlaps(sentence))
}
