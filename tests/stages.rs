//! What each stage adds, layer by layer, for three small articles. A change that moves a quote shows here in which layer
//! it began.

use std::fmt::Write as _;
use std::ops::Range;

use inquit::Article;
use inquit::document::Document;
use inquit::span::Span;

use crate::support::{EXTRACTOR, root};

#[test]
fn inquits() {
    layers(
        "inquits",
        "“We counted every barrel twice,” said Dr. Nadia Flint, head of the harbour laboratory. \
         “Nothing leaked.”\n\nShe told the council that the U.S. buyers, according to two brokers, \
         had paid $4.5 million by 3 p.m. Friday. Her claim that the tanks were 'as good as new' drew laughter.\n",
    );
}

#[test]
fn lost_marks() {
    layers(
        "lost_marks",
        "We are mending the roof before the choir, said Sir Colin Prowse, chairman of the appeal. \
         Now we wait for slate.\n\nThe chairman said: There is less rot than we feared, but the bells stay down. \
         The bells, as several ringers have noted, are cracked.\n",
    );
}

#[test]
fn marks() {
    layers(
        "marks",
        "“He shouted, ‘Leave the nets,’ and ran,” Ruta Balodis recalled.\n\n\
         “The boats’ owners paid up in the ’90s.\n\n“Nobody asked them to,” she added.\n\n\
         ``It's a \"temporary\" fix,'' said the mayor, \"and it stays.\n",
    );
}

fn layers(name: &str, text: &str) {
    let article = Article::new(name, text);
    let document = EXTRACTOR.extract(&article);
    let view = View {
        document: &document,
        out: String::new(),
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/stages"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, view.all()));
}

/// Writes the layers of one document as text.
struct View<'d> {
    document: &'d Document<'d>,
    out: String,
}

impl View<'_> {
    fn all(mut self) -> String {
        self.sentences();
        self.tokens();
        self.quotations();
        self.mentions();
        self.cues();
        self.attributions();
        self.out
    }

    fn line(&mut self, line: impl std::fmt::Display) {
        writeln!(self.out, "{line}").unwrap();
    }

    /// `12..19 ‹text›`
    fn shown(&self, span: Span) -> String {
        let text = self.document.slice(span);
        format!("{}..{} ‹{text}›", span.start, span.end)
    }

    fn list(&self, spans: &[Span]) -> String {
        let shown: Vec<String> = spans.iter().map(|&span| self.shown(span)).collect();
        shown.join(" + ")
    }

    fn words(&self, tokens: &Range<usize>) -> String {
        self.document
            .slice(self.document.span_of(tokens.clone()))
            .to_owned()
    }

    fn sentences(&mut self) {
        self.line("# sentences: paragraph, span");
        for sentence in &self.document.sentences {
            let line = format!("{} {}", sentence.paragraph, self.shown(sentence.span));
            self.line(line);
        }
    }

    fn tokens(&mut self) {
        self.line("\n# tokens: word/shape, a sentence a line");
        for sentence in &self.document.sentences {
            let words: Vec<String> = sentence
                .tokens
                .clone()
                .map(|at| format!("{}/{:?}", self.document.word(at), self.document.shape(at)))
                .collect();
            self.line(words.join(" "));
        }
    }

    fn quotations(&mut self) {
        self.line("\n# quotations: depth, closed, inner spans");
        for quotation in &self.document.quotations {
            let closed = if quotation.closed { "closed" } else { "open" };
            let line = format!(
                "{} {closed} {}",
                quotation.depth,
                self.list(&quotation.inner)
            );
            self.line(line);
        }
    }

    fn mentions(&mut self) {
        self.line("\n# mentions: kind, gender, span, name, roles");
        for mention in &self.document.mentions {
            let roles: Vec<String> = mention.roles.iter().map(|role| self.words(role)).collect();
            let line = format!(
                "{:?} {:?} {} name ‹{}› roles {roles:?}",
                mention.kind,
                mention.gender,
                self.shown(mention.span),
                self.words(&mention.name),
            );
            self.line(line);
        }
    }

    fn cues(&mut self) {
        self.line("\n# cues: class, form, act, lemma, words");
        for cue in &self.document.cues {
            let line = format!(
                "{:?} {:?} {:?} {} ‹{}›",
                cue.class,
                cue.form,
                cue.act,
                cue.lemma,
                self.words(&cue.tokens)
            );
            self.line(line);
        }
    }

    fn attributions(&mut self) {
        self.line("\n# attributions");
        for attribution in &self.document.attributions {
            let speaker = attribution
                .speaker
                .speaker
                .map_or("", |index| self.document.speakers[index].name.as_str());
            let cue = attribution
                .cue
                .as_ref()
                .map_or(String::new(), |cue| self.list(&cue.spans));
            let source: Vec<Span> = attribution.source.into_iter().collect();
            let marked = if attribution.marked {
                "marked"
            } else {
                "unmarked"
            };
            let lines = [
                format!(
                    "{:?} {:?} {marked}",
                    attribution.quote_type, attribution.act
                ),
                format!("  content {}", self.list(&attribution.content)),
                format!("  cue     {cue}"),
                format!("  source  {}", self.list(&source)),
                format!("  speaker {:?} {speaker}", attribution.speaker.status),
            ];
            for line in lines {
                self.line(line.trim_end());
            }
        }
    }
}
