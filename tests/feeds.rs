//! Formats of other tools: what is written is read back, and every offset in it lands on the words of its quote. `tests/interop/`
//! does the same with the tools' own readers. Every name and quote here is invented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use inquit::Article;
use inquit::report::{
    Array, ArticleRecord, BratAnnotations, BratText, Check, Claims, Csv, Doccano, Hypothesis,
    LabelStudio, Lines, Marked, Prodigy, Quotations, QuoteRecord, SchemaClaims, StatusRecord, Tei,
    WebAnnotation, Writer, bare, brat_configuration,
};
use inquit::span::OffsetUnit;
use serde_json::{Value, json};

use crate::cli::{TEXT, folder, run};
use crate::support::{EXTRACTOR, corpus, files, slice};
use crate::targets::parts;

/// Emoji, astral characters, combining marks and CRLF before, in and behind quotes; what CSV, XML, brat and JSON have a meaning for.
const HARD: &str = "🚢👩‍👩‍👧 The e\u{301}lan of Zoe\u{308}’s 𝄞 band & <choir> was back.\r\n\r\n\
    “=We will go on Monday 🚢,” said Ana Ruiz, a nurse. “The road\tis open & 𝄞 <wide>.”\r\n\r\n\
    Bo Lind said the road was closed 🇬🇧 to\u{2028}lorries.\r\n\r\n\
    “-1 is a nu\u{308}mber,” Ana Ruiz said, “and @all is none.”\r\n\r\n\
    Bell\u{7} rang. Ana Ruiz wrote in a letter that \"nobody 🚢 e\u{301}ver asked\" her.\r\n";

/// An article and its record in each unit: code points, bytes, UTF-16.
struct Case {
    article: Article,
    records: [ArticleRecord; 3],
}

impl Case {
    fn new(article: Article) -> Self {
        let document = EXTRACTOR.extract(&article);
        let units = [OffsetUnit::Chars, OffsetUnit::Bytes, OffsetUnit::Utf16];
        Self {
            records: units.map(|unit| ArticleRecord::new(&article, &document, unit)),
            article,
        }
    }

    fn quotes(&self) -> &[QuoteRecord] {
        &self.records[0].quotes
    }

    fn chars(&self) -> Vec<char> {
        self.article.text.chars().collect()
    }

    /// What `writer` makes of it, whatever the unit of the record.
    fn written(&self, writer: &dyn Writer) -> String {
        let [chars, bytes, utf16] = self
            .records
            .each_ref()
            .map(|record| write(writer, &[(&self.article.text, record)]));
        assert!(chars == bytes && chars == utf16, "{}", self.article.id);
        chars
    }

    fn lines(&self, writer: &dyn Writer) -> Vec<Value> {
        let written = self.written(writer);
        let read = |line| serde_json::from_str(line).unwrap();
        written.lines().map(read).collect()
    }

    fn array(&self, writer: &dyn Writer) -> Vec<Value> {
        serde_json::from_str(&self.written(writer)).unwrap()
    }

    /// Every stretch of every quote: label, offsets.
    fn stretches(&self) -> Vec<(String, [usize; 2])> {
        let quotes = self.quotes().iter();
        quotes
            .flat_map(parts)
            .flat_map(|(label, _, spans)| spans.iter().map(move |&span| (label.to_owned(), span)))
            .collect()
    }
}

/// All articles of `corpus/`, and the hard one, last.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut hard = Article::new("-hard\u{1f6a2}.txt", HARD);
    hard.metadata.url = Some("https://news.example/a b?\"c\"".to_owned());
    hard.metadata.headline = Some("=Boats & <trains>".to_owned());
    hard.metadata.byline = vec!["A. B. Cee".to_owned()];
    hard.metadata.publisher = Some("The Port Post".to_owned());
    hard.metadata.published = Some("2024-03-02".to_owned());
    let articles = corpus().into_iter().map(|filed| filed.article);
    articles.chain([hard]).map(Case::new).collect()
});

fn hard() -> &'static Case {
    CASES.last().unwrap()
}

fn write(writer: &dyn Writer, articles: &[(&str, &ArticleRecord)]) -> String {
    let mut out = Vec::new();
    let mut pieces = 0;
    writer.head(&mut out).unwrap();
    for (text, record) in articles {
        let mut piece = Vec::new();
        writer.article(text, record, &mut piece).unwrap();
        if pieces > 0 && !piece.is_empty() {
            writer.between(&mut out).unwrap();
        }
        pieces += usize::from(!piece.is_empty());
        out.extend(piece);
    }
    writer.foot(pieces, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn pair(value: &Value, start: &str, end: &str) -> [usize; 2] {
    [start, end].map(|name| usize::try_from(value[name].as_u64().unwrap()).unwrap())
}

#[test]
fn the_hard_article_has_what_is_hard() {
    let quotes = hard().quotes();
    let has = |what: &str| quotes.iter().any(|quote| quote.content.text.contains(what));
    for what in [
        "🚢",
        "\t",
        "𝄞",
        "u\u{308}",
        "🇬🇧",
        "\u{2028}",
        "=We",
        "e\u{301}ver",
    ] {
        assert!(has(what), "{what:?}: {quotes:#?}");
    }
    assert!(quotes.iter().any(|quote| quote.content.spans.len() > 1));
}

/// Both selectors find the same words; the context is 32 characters, or all that there is.
fn check_selectors(text: &[char], target: &Value) -> String {
    let [quote, position] = &target["selector"].as_array().unwrap()[..] else {
        panic!("{target}");
    };
    assert_eq!(quote["type"], "TextQuoteSelector");
    assert_eq!(position["type"], "TextPositionSelector");
    let [start, end] = pair(position, "start", "end");
    let of = |range: std::ops::Range<usize>| -> String { text[range].iter().collect() };
    assert_eq!(quote["exact"], of(start..end));
    assert_eq!(quote["prefix"], of(start.saturating_sub(32)..start));
    assert_eq!(quote["suffix"], of(end..text.len().min(end + 32)));
    of(start..end)
}

#[test]
fn web_annotations_land_on_their_quotes() {
    let mut ids = BTreeSet::new();
    for case in &*CASES {
        let text = case.chars();
        let annotations = case.array(&Array(WebAnnotation));
        assert_eq!(annotations.len(), case.quotes().len());
        for (annotation, quote) in annotations.iter().zip(case.quotes()) {
            assert_eq!(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
            assert_eq!(annotation["type"], "Annotation");
            assert!(ids.insert(annotation["id"].to_string()), "{annotation}");
            let targets = annotation["target"].as_array().unwrap();
            let words: Vec<String> = targets
                .iter()
                .map(|target| check_selectors(&text, target))
                .collect();
            assert_eq!(words.join(" "), quote.content.text);
            let name = quote.speaker.name.as_ref();
            let source = quote.source.as_ref().map(|source| &source.text);
            if let Some(who) = name.or(source) {
                assert_eq!(annotation["body"][0]["value"], *who);
                assert_eq!(annotation["body"][0]["purpose"], "identifying");
            }
        }
    }
    let annotation = &hard().array(&Array(WebAnnotation))[0];
    let source = &annotation["target"][0]["source"];
    assert_eq!(source, "https://news.example/a%20b?%22c%22");
    let without = &CASES[0];
    let source = &without.array(&Array(WebAnnotation))[0]["target"][0]["source"];
    let digest = &without.records[0].text_sha256;
    assert_eq!(source, &format!("nih:sha-256;{digest}"));
}

#[test]
fn hypothesis_gets_one_annotation_a_stretch() {
    for case in &*CASES {
        let text = case.chars();
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for payload in case.lines(&Lines(Hypothesis)) {
            assert_eq!(payload["group"], "__world__");
            let [target] = &payload["target"].as_array().unwrap()[..] else {
                panic!("{payload}");
            };
            assert_eq!(payload["uri"], target["source"]);
            let tag = payload["tags"][0].as_str().unwrap();
            let quote = tag.strip_prefix("inquit:").unwrap().to_owned();
            words
                .entry(quote)
                .or_default()
                .push(check_selectors(&text, target));
        }
        assert_eq!(words.len(), case.quotes().len());
        for quote in case.quotes() {
            assert_eq!(words[&quote.id].join(" "), quote.content.text);
        }
    }
}

#[test]
fn a_name_is_no_markup_of_a_note() {
    let mut record = hard().records[0].clone();
    record.quotes[0].speaker.name = Some("<b>*Bold*</b>\n# [x](javascript:y)".to_owned());
    let written = write(&Lines(Hypothesis), &[(HARD, &record)]);
    let first: Value = serde_json::from_str(written.lines().next().unwrap()).unwrap();
    let text = first["text"].as_str().unwrap();
    let want = r"\<b\>\*Bold\*\<\/b\> \# \[x\]\(javascript\:y\)";
    assert!(text.starts_with(want), "{text}");
}

#[test]
fn spans_land_on_their_words() {
    for case in &*CASES {
        let want = case.stretches();
        let text = &case.article.text;
        let [task] = &case.array(&Array(LabelStudio))[..] else {
            panic!("one task an article");
        };
        let chars = case.chars();
        let [prodigy] = &case.lines(&Lines(Prodigy))[..] else {
            panic!("one line an article");
        };
        let [doccano] = &case.lines(&Lines(Doccano))[..] else {
            panic!("one line an article");
        };
        for held in [&task["data"], prodigy, doccano] {
            assert_eq!(held["text"], *text);
        }
        let label = |value: &Value| value.as_str().unwrap().to_owned();

        let result = task["predictions"][0]["result"].as_array().unwrap();
        let labels = result.iter().filter(|found| found["type"] == "labels");
        let got: Vec<_> = labels
            .map(|found| {
                let value = &found["value"];
                let [start, end] = pair(value, "start", "end");
                let words: String = chars[start..end].iter().collect();
                assert_eq!(value["text"], words);
                (label(&value["labels"][0]), [start, end])
            })
            .collect();
        assert_eq!(got, want, "{}", case.article.id);

        let spans = prodigy["spans"].as_array().unwrap();
        let got = spans
            .iter()
            .map(|span| (label(&span["label"]), pair(span, "start", "end")));
        assert_eq!(got.collect::<Vec<_>>(), want);

        let entities = doccano["entities"].as_array().unwrap();
        let got = entities.iter().map(|entity| {
            (
                label(&entity["label"]),
                pair(entity, "start_offset", "end_offset"),
            )
        });
        assert_eq!(got.collect::<Vec<_>>(), want);
    }
}

#[test]
fn relations_lead_from_a_content_to_its_cue_and_source() {
    for case in &*CASES {
        let task = case.array(&Array(LabelStudio)).remove(0);
        let result = task["predictions"][0]["result"].as_array().unwrap();
        let (regions, relations): (Vec<&Value>, Vec<&Value>) =
            result.iter().partition(|found| found["type"] == "labels");
        let at: BTreeMap<&str, usize> = regions
            .iter()
            .enumerate()
            .map(|(place, region)| (region["id"].as_str().unwrap(), place))
            .collect();
        assert_eq!(at.len(), regions.len());
        let got: Vec<(usize, usize, &str)> = relations
            .iter()
            .map(|relation| {
                let of = |end: &str| at[relation[end].as_str().unwrap()];
                let name = relation["labels"][0].as_str().unwrap();
                (of("from_id"), of("to_id"), name)
            })
            .collect();
        let doccano = case.lines(&Lines(Doccano)).remove(0);
        let same: Vec<(usize, usize, &str)> = doccano["relations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|relation| {
                let [from, to] = pair(relation, "from_id", "to_id");
                (from, to, relation["type"].as_str().unwrap())
            })
            .collect();
        assert_eq!(got, same);
        // Every stretch is tied once, but for the first of each content.
        assert_eq!(got.len() + case.quotes().len(), regions.len());
        for (from, to, name) in got {
            let label = |place: usize| regions[place]["value"]["labels"][0].as_str().unwrap();
            match name {
                "next" => assert_eq!(label(from), label(to)),
                name => assert_eq!((label(from), label(to)), ("content", name)),
            }
        }
    }
}

#[test]
fn quotations_name_who_is_settled() {
    let mut ids = BTreeSet::new();
    for case in &*CASES {
        let quotations = case.array(&Array(Quotations));
        assert_eq!(quotations.len(), case.quotes().len());
        for (quotation, quote) in quotations.iter().zip(case.quotes()) {
            assert_eq!(quotation["@type"], "Quotation");
            assert_eq!(quotation["text"], quote.content.text);
            assert_eq!(quotation["isPartOf"]["@type"], "NewsArticle");
            assert!(ids.insert(quotation["@id"].to_string()));
            let linked = quote.speaker.status == StatusRecord::Linked;
            let agents = [&quotation["creator"], &quotation["isBasedOn"]];
            let names: Vec<&Value> = agents.iter().map(|agent| &agent["name"]).collect();
            let named = names.iter().filter(|name| !name.is_null()).count();
            assert_eq!(named, usize::from(linked), "{quotation}");
            if linked {
                let name = json!(quote.speaker.name);
                assert!(names.contains(&&name), "{quotation}");
            }
        }
        for claim in case.array(&Array(SchemaClaims)) {
            assert_eq!(claim["@type"], "Claim");
            assert!(ids.insert(claim["@id"].to_string()), "{claim}");
            assert_eq!(claim["appearance"]["@type"], "NewsArticle");
        }
    }
    let article = &hard().array(&Array(Quotations))[0]["isPartOf"];
    let want = json!({
        "@id": "https://news.example/a%20b?%22c%22",
        "@type": "NewsArticle",
        "url": "https://news.example/a%20b?%22c%22",
        "identifier": "-hard🚢.txt",
        "headline": "=Boats & <trains>",
        "author": [{"@type": "Person", "name": "A. B. Cee"}],
        "publisher": {"@type": "Organization", "name": "The Port Post"},
        "datePublished": "2024-03-02",
    });
    assert_eq!(article, &want);
}

/// Rows of CSV by their columns, cells as they were before they were made safe.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let cells = columns.iter().zip(&row);
        cells
            .map(|(column, cell)| {
                let first = cell.chars().next();
                assert!(
                    first.is_none_or(|first| !"=+-@\t\r\n＝＋－＠".contains(first)),
                    "{cell:?}"
                );
                (column.to_owned(), bare(cell).to_owned())
            })
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

#[test]
fn tables_hold_no_formula_and_lose_nothing() {
    for case in &*CASES {
        let text = case.chars();
        // The spans of CSV are in the record's own unit.
        let table = write(&Csv, &[(&case.article.text, &case.records[0])]);
        let table = rows(&table);
        let check = rows(&case.written(&Check));
        assert_eq!(
            (table.len(), check.len()),
            (case.quotes().len(), case.quotes().len())
        );
        for (quote, (row, check)) in case.quotes().iter().zip(table.iter().zip(&check)) {
            let spans: Vec<[usize; 2]> = row["content_spans"]
                .split(';')
                .map(|pair| {
                    let (start, end) = pair.split_once('-').unwrap();
                    [start, end].map(|offset| offset.parse().unwrap())
                })
                .collect();
            assert_eq!(slice(&text, &spans), row["content"]);
            assert_eq!(row["content"], quote.content.text);
            assert_eq!(check["quote"], quote.content.text);
            assert_eq!(check["id"], quote.id);
            let context = slice(&text, &[quote.context.sentence]);
            assert_eq!(check["context"], context);
        }
    }
    let first = &rows(&hard().written(&Check))[0];
    assert!(first["quote"].starts_with("=We will go"), "{first:?}");
    assert_eq!(first["speaker"], "Ana Ruiz");
    assert_eq!(first["url"], "https://news.example/a b?\"c\"");
    assert_eq!(first["headline"], "=Boats & <trains>");
    let marked = hard().written(&Marked(Check));
    assert_eq!(marked, format!("\u{feff}{}", hard().written(&Check)));
}

#[test]
fn a_claim_is_a_whole_sentence_that_says_whose_it_is() {
    for case in &*CASES {
        let claims = case.lines(&Lines(Claims));
        let mut of = BTreeSet::new();
        let mut texts = BTreeSet::new();
        for (place, claim) in claims.iter().enumerate() {
            assert_eq!(claim["id"], format!("{}#s{}", case.article.id, place + 1));
            let text = claim["text"].as_str().unwrap();
            assert!(texts.insert(text), "twice: {text}");
            assert!(!text.contains(['\n', '\r', '\t']), "{text}");
            let bare = text.trim_end_matches(|c: char| "\"'`“”‘’«»)] ".contains(c));
            assert!(bare.ends_with(['.', '!', '?', '…']), "{text}");
            for quote in claim["quotes"].as_array().unwrap() {
                of.insert(quote.as_str().unwrap());
            }
        }
        for quote in case.quotes() {
            assert!(of.contains(quote.id.as_str()), "{}", quote.id);
        }
    }
    let texts: Vec<String> = hard()
        .lines(&Lines(Claims))
        .iter()
        .map(|claim| claim["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        texts,
        [
            "Ana Ruiz said: =We will go on Monday 🚢.",
            "Ana Ruiz said: The road is open & 𝄞 <wide>.",
            "Bo Lind said the road was closed 🇬🇧 to lorries.",
            "Ana Ruiz said: -1 is a nu\u{308}mber, and @all is none.",
            "Ana Ruiz wrote in a letter that \"nobody 🚢 e\u{301}ver asked\" her.",
        ]
    );
}

/// A line of brat's standoff, by its fields.
fn fields(line: &str) -> (&str, &str, &str) {
    let mut fields = line.splitn(3, '\t');
    let mut next = || fields.next().unwrap_or("");
    (next(), next(), next())
}

/// Holds the annotations against their text; gives the contents.
fn check_brat(text: &str, annotations: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let mut contents = Vec::new();
    for line in annotations.split_terminator('\n') {
        let (id, middle, rest) = fields(line);
        match &id[..1] {
            "T" => {
                let (label, offsets) = middle.split_once(' ').unwrap();
                let spans: Vec<[usize; 2]> = offsets
                    .split(';')
                    .map(|pair| {
                        let (start, end) = pair.split_once(' ').unwrap();
                        [start, end].map(|offset| offset.parse().unwrap())
                    })
                    .collect();
                assert_eq!(slice(&chars, &spans), rest, "{line}");
                assert!(rest.lines().count() == 1 && !rest.contains(['\t', '\r', '\u{2028}']));
                assert!(parts.insert(id, (label, rest)).is_none());
                if label == "content" {
                    contents.push(rest.to_owned());
                }
            }
            "R" => {
                let words: Vec<&str> = middle.split(' ').collect();
                let end = |at: usize| parts[words[at].split_once(':').unwrap().1].0;
                assert_eq!((end(1), end(2)), ("content", words[0]), "{line}");
            }
            "A" | "#" => {
                let target = middle.split(' ').nth(1).unwrap();
                assert_eq!(parts[target].0, "content", "{line}");
            }
            _ => panic!("{line}"),
        }
    }
    contents
}

#[test]
fn brat_reads_a_line_an_annotation() {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    for case in &*CASES {
        assert_eq!(case.written(&BratText), case.article.text);
        let contents = check_brat(&case.article.text, &case.written(&BratAnnotations));
        assert_eq!(contents.len(), case.quotes().len());
        for (content, quote) in contents.iter().zip(case.quotes()) {
            assert_eq!(words(content), words(&quote.content.text));
        }
    }
    for label in ["content", "cue", "source", "via", "type", "act"] {
        assert!(brat_configuration().contains(label));
    }
}

/// The text of the body, and of each quote by its pieces in order.
fn read_tei(tei: &str) -> Vec<(String, BTreeMap<String, Vec<String>>)> {
    let document = roxmltree::Document::parse(tei).unwrap_or_else(|error| panic!("{error}"));
    let xml_id = ("http://www.w3.org/XML/1998/namespace", "id");
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|node| node.attribute(xml_id))
        .collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id twice");
    let text = |node: roxmltree::Node| -> String {
        let inside = node.descendants().filter(roxmltree::Node::is_text);
        inside.filter_map(|text| text.text()).collect()
    };
    let bodies = document
        .descendants()
        .filter(|node| node.has_tag_name("body"));
    bodies
        .map(|body| {
            let mut pieces: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for node in body.descendants() {
                let Some(id) = node.attribute(xml_id) else {
                    assert!(!node.has_tag_name("said") && !node.has_tag_name("quote"));
                    continue;
                };
                for name in ["who", "source", "next", "prev"] {
                    let to = node.attribute(name).map(|to| to.trim_start_matches('#'));
                    assert!(to.is_none_or(|to| known.contains(to)), "{id} {name}");
                }
                let (quote, number) = id.rsplit_once('.').unwrap();
                let of = pieces.entry(quote.to_owned()).or_default();
                of.push(text(node));
                assert_eq!(number, of.len().to_string());
                assert_eq!(node.attribute("prev").is_some(), of.len() > 1);
            }
            (text(body), pieces)
        })
        .collect()
}

/// What XML cannot hold is another character, one for one.
fn held(text: &str) -> String {
    text.replace('\u{7}', "\u{fffd}")
}

#[test]
fn tei_keeps_the_text_and_marks_the_quotes() {
    for case in &*CASES {
        let read = read_tei(&case.written(&Tei));
        let [(text, quotes)] = &read[..] else {
            panic!("one text an article");
        };
        assert_eq!(text, &held(&case.article.text));
        assert_eq!(quotes.len(), case.quotes().len());
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let mut by_number: Vec<(usize, String)> = quotes
            .iter()
            .map(|(id, pieces)| {
                let number = id.rsplit_once(".q").unwrap().1.parse().unwrap();
                (number, squeezed(&pieces.concat()))
            })
            .collect();
        by_number.sort();
        for ((_, got), quote) in by_number.iter().zip(case.quotes()) {
            assert_eq!(got, &squeezed(&held(&quote.content.text)), "{}", quote.id);
        }
    }
    let all: Vec<(&str, &ArticleRecord)> = CASES
        .iter()
        .map(|case| (case.article.text.as_str(), &case.records[0]))
        .collect();
    assert_eq!(read_tei(&write(&Tei, &all)).len(), CASES.len());
}

#[test]
fn quotes_that_overlap_are_written_in_pieces() {
    let text = "One two three.\r\n\r\nFour five six.\n";
    let case = &CASES[0];
    let mut record = case.records[0].clone();
    let quote = |from: usize, to: usize| {
        let mut quote = case.quotes()[0].clone();
        quote.content.spans = vec![[from, to]];
        quote
    };
    // Crossing each other, over a paragraph, one in another, the same twice, and at the very ends.
    let spans = [[0, 7], [4, 26], [4, 26], [8, 13], [23, 33], [0, 33]];
    record.quotes = spans.map(|[from, to]| quote(from, to)).to_vec();
    let (body, quotes) = read_tei(&write(&Tei, &[(text, &record)])).remove(0);
    assert_eq!(body, text);
    let annotations = write(&BratAnnotations, &[(text, &record)]);
    let contents = check_brat(text, &annotations);
    assert_eq!(contents[1], "two three. Four fiv");
    assert!(
        annotations.contains("\tcontent 4 14;18 26\t"),
        "{annotations}"
    );
    for (place, [from, to]) in spans.into_iter().enumerate() {
        let of = format!(".q{}", place + 1);
        let (_, pieces) = quotes.iter().find(|(id, _)| id.ends_with(&of)).unwrap();
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(
            words(&pieces.concat()),
            words(&text[from..to].replace("\r\n\r\n", ""))
        );
    }
}

#[test]
fn an_article_without_quotes_breaks_no_list() {
    let quiet = Case::new(Article::new("quiet", "It rained.\n"));
    let empty = Case::new(Article::new("empty", ""));
    assert!(quiet.quotes().is_empty());
    let (hard, quiet, empty) = (hard(), &quiet, &empty);
    let of = |case: &'static Case| (case.article.text.as_str(), &case.records[0]);
    let silent = |case: &Case| (case.article.text.clone(), case.records[0].clone());
    let (quiet, empty) = (silent(quiet), silent(empty));
    let orders = [
        vec![(quiet.0.as_str(), &quiet.1)],
        vec![
            (empty.0.as_str(), &empty.1),
            of(hard),
            (quiet.0.as_str(), &quiet.1),
        ],
        vec![of(hard), (quiet.0.as_str(), &quiet.1), of(hard)],
        vec![],
    ];
    let writers: [&dyn Writer; 4] = [
        &Array(WebAnnotation),
        &Array(Quotations),
        &Array(SchemaClaims),
        &Array(LabelStudio),
    ];
    for order in &orders {
        for writer in writers {
            let written = write(writer, order);
            let read: Result<Vec<Value>, _> = serde_json::from_str(&written);
            assert!(read.is_ok(), "{written}");
        }
        // One article twice has its ids twice.
        let once: Vec<_> = order.iter().take(2).copied().collect();
        assert_eq!(read_tei(&write(&Tei, &once)).len(), once.len());
    }
}

/// What `extract` writes as `format`, over two articles with quotes and one without.
fn extract(here: &Path, args: &[&str]) -> crate::cli::Ran {
    run(
        here,
        &[&["extract", "in", "--engine", "fast"], args].concat(),
    )
}

fn three() -> tempfile::TempDir {
    folder(&[
        ("in/a.txt", TEXT.as_bytes()),
        ("in/b.txt", b"It rained."),
        ("in/c.txt", TEXT.as_bytes()),
    ])
}

#[test]
fn the_command_writes_every_format_alone_and_in_shards() {
    let here = three();
    for (format, ending) in [
        ("webannotation", "json"),
        ("hypothesis", "jsonl"),
        ("schemaorg", "json"),
        ("schemaorg-claims", "json"),
        ("labelstudio", "json"),
        ("doccano", "jsonl"),
        ("prodigy", "jsonl"),
        ("tei", "xml"),
        ("claims", "jsonl"),
        ("check", "csv"),
    ] {
        let ran = extract(here.path(), &["--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        match ending {
            "json" => {
                let read: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
                assert!(!read.is_empty(), "{format}");
            }
            "jsonl" => assert!(ran.records().len() > 1, "{format}"),
            "xml" => assert_eq!(read_tei(&ran.out).len(), 3),
            _ => assert_eq!(rows(&ran.out).len(), 4),
        }
        let utf16 = extract(here.path(), &["--format", format, "--offsets", "utf16"]);
        assert!(utf16.out == ran.out, "{format}");
        let out = format!("{format}/");
        let args = ["--format", format, "--output", &out, "--quiet"];
        assert_eq!(extract(here.path(), &args).code, 0);
        let shards = files(&here.path().join(&out));
        let shard = shards
            .iter()
            .find(|path| {
                let name = path.file_name().unwrap().to_str().unwrap();
                name.starts_with("records-") && name.ends_with(ending)
            })
            .unwrap_or_else(|| panic!("{format}: {shards:?}"));
        assert!(fs::read_to_string(shard).unwrap() == ran.out, "{format}");
        // And goes on where nothing has changed.
        let again = extract(here.path(), &[&args[..], &["--resume"]].concat());
        assert_eq!((again.code, again.err.as_str()), (0, ""));
        assert_eq!(files(&here.path().join(&out)), shards, "{format}");
    }
}

#[test]
fn brat_gets_a_folder_of_pairs_and_nothing_is_written_over() {
    let here = three();
    let two = "{\"id\": \"../x/é y\", \"text\": \"“No,” said Bo Lind.\"}\n".repeat(2);
    fs::write(here.path().join("in/d.jsonl"), two).unwrap();
    let ran = extract(here.path(), &["--format", "brat", "-o", "brat/", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let written: Vec<String> = files(&here.path().join("brat"))
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let texts: Vec<&String> = written
        .iter()
        .filter(|name| name.ends_with(".txt"))
        .collect();
    assert_eq!(texts.len(), 5, "{written:?}");
    assert_eq!(written.len(), 11, "{written:?}");
    let mut contents = 0;
    for name in texts {
        let text = fs::read_to_string(here.path().join("brat").join(name)).unwrap();
        let annotations = here.path().join("brat").join(name).with_extension("ann");
        contents += check_brat(&text, &fs::read_to_string(annotations).unwrap()).len();
    }
    assert_eq!(contents, 6);
    let conf = fs::read_to_string(here.path().join("brat/annotation.conf")).unwrap();
    assert_eq!(conf, brat_configuration());

    for (args, because) in [
        (&["-o", "brat/"][..], "is there already"),
        (&["-o", "new/", "--resume"], "--resume"),
        (&["-o", "new.ann"], "name a folder"),
        (&[], "name a folder"),
    ] {
        let ran = extract(here.path(), &[&["--format", "brat"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(because), "{}", ran.err);
    }
}

#[test]
fn a_byte_order_mark_is_for_tables() {
    let here = three();
    for format in ["csv", "check"] {
        let bare = extract(here.path(), &["--format", format]);
        let marked = extract(here.path(), &["--format", format, "--bom"]);
        assert_eq!(marked.out, format!("\u{feff}{}", bare.out));
    }
    let ran = extract(here.path(), &["--bom"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--bom is for"), "{}", ran.err);
}
