//! `inquit eval`: scores quotes against gold annotations.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use inquit::engine::Worker;
use inquit::evaluate::{
    ActScores, Category, Finding, Gold, Prediction, Scores, SpeakerScores, WrongSpeaker, acts,
    findings, read_corpus_gold, read_gold, read_predictions, read_speakers, score, speakers,
};
use inquit::report::{ArticleRecord, Only};
use inquit::span::OffsetUnit;
use inquit::{Article, Extractor};
use serde::Serialize;

use super::args::{EvalArgs, ReadingArgs, Size};
use super::batch::{Workers, guarded};
use super::complain;
use super::input::{Piece, Reading, by_ending, name, pieces};
use super::load::extractor;

/// What `--json` writes.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    scores: Scores,
    #[serde(skip_serializing_if = "Option::is_none")]
    acts: Option<ActScores>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speakers: Option<SpeakerScores>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<Finding>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong_speakers: Option<Vec<WrongSpeaker>>,
}

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<ExitCode> {
    if args.only.as_ref().is_some_and(Only::wants_checkable) {
        bail!("gold does not say what is checkable, so `--only checkable` cannot be scored");
    }
    let (gold_paths, article_paths) = divide(args)?;
    let mut gold = Vec::new();
    for path in gold_paths {
        gold.extend(load_gold(&path)?);
    }
    if let Some(path) = &args.speakers {
        read_speakers(&mut gold, &name(path), &contents(path)?)?;
    }
    let mut predictions = match &args.predictions {
        Some(path) => read_predictions(&name(path), &contents(path)?)?,
        None => {
            let extractor = extractor(&args.extractor)?;
            let articles = if article_paths.is_empty() {
                let own = gold.iter().map(|gold| Article::new(&gold.id, &gold.text));
                own.collect()
            } else {
                articles(&article_paths, &gold)?
            };
            extract(&extractor, articles)?
        }
    };

    // Before anything is left out: how well `--only` can choose is what acts are measured for.
    let acts = acts(&gold, &predictions);
    if let Some(only) = &args.only {
        for gold in &mut gold {
            gold.attributions.retain(|quote| quote.is_kept(only));
        }
        for prediction in predictions.values_mut() {
            prediction.attributions.retain(|quote| quote.is_kept(only));
        }
    }

    let named = |gold: &Gold| gold.attributions.iter().any(|a| a.speaker.is_some());
    let names_speakers = predictions
        .values()
        .any(|prediction| prediction.names_speakers);
    let mut speakers =
        (names_speakers && gold.iter().any(named)).then(|| speakers(&gold, &predictions));
    let wrong_speakers = speakers
        .as_mut()
        .map(|speakers| std::mem::take(&mut speakers.wrong))
        .filter(|_| args.errors);
    let report = Report {
        scores: score(&gold, &predictions),
        acts,
        speakers,
        errors: args.errors.then(|| findings(&gold, &predictions)),
        wrong_speakers,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = if args.json {
        serde_json::to_writer(&mut out, &report)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out))
    } else {
        show(&report, &mut out)
    };
    written
        .and_then(|()| out.flush())
        .context("cannot write output")?;
    Ok(ExitCode::SUCCESS)
}

fn show(report: &Report, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{}", report.scores)?;
    if let Some(acts) = &report.acts {
        write!(out, "\n{acts}")?;
    }
    if let Some(speakers) = &report.speakers {
        write!(out, "\n{speakers}")?;
    }
    if let Some(errors) = &report.errors {
        writeln!(out)?;
        for error in errors {
            writeln!(out, "{error}")?;
        }
        for category in Category::ALL {
            let count = errors
                .iter()
                .filter(|error| error.category == category)
                .count();
            writeln!(out, "{category:20} {count:5}")?;
        }
    }
    if let Some(wrong) = &report.wrong_speakers {
        writeln!(out)?;
        for WrongSpeaker {
            article,
            offset,
            kind,
            want,
            got,
            resolution,
        } in wrong
        {
            let got = got.as_deref().unwrap_or("nobody");
            let how = resolution.unwrap_or("no resolution");
            writeln!(
                out,
                "wrong speaker: {article} at {offset}: want {want} ({kind}), got {got} ({how})"
            )?;
        }
    }
    Ok(())
}

fn contents(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn is_gold_file(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".gold.json")
}

/// The gold files of a folder, sorted.
fn gold_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let walker = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .sort_by_file_path(Path::cmp)
        .build();
    let mut files = Vec::new();
    for entry in walker {
        let entry = entry?;
        if is_gold_file(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The paths that are gold, and those of articles. The first is gold; of the others, gold files and folders that have some.
fn divide(args: &EvalArgs) -> anyhow::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let mut gold = Vec::new();
    let mut articles = Vec::new();
    for (index, path) in std::iter::once(&args.gold).chain(&args.paths).enumerate() {
        if path.is_dir() {
            let files = gold_files(path)?;
            if files.is_empty() && index == 0 {
                bail!("{}: no *.gold.json files here", path.display());
            } else if files.is_empty() {
                articles.push(path.clone());
            }
            gold.extend(files);
        } else if index == 0 || is_gold_file(path) {
            gold.push(path.clone());
        } else {
            articles.push(path.clone());
        }
    }
    Ok((gold, articles))
}

/// Reads JSON lines, a gold file, or the gold file beside an article.
fn load_gold(path: &Path) -> anyhow::Result<Vec<Gold>> {
    use super::args::Kind;
    if is_gold_file(path) {
        return Ok(vec![load_gold_file(path)?]);
    }
    match by_ending(path) {
        Some(Kind::Text | Kind::Markdown) => {
            Ok(vec![load_gold_file(&path.with_extension("gold.json"))?])
        }
        _ => Ok(read_gold(&name(path), &contents(path)?)?),
    }
}

/// Reads a gold file and the article beside it.
fn load_gold_file(path: &Path) -> anyhow::Result<Gold> {
    let gold = contents(path)?;
    let bare = path.with_extension("").with_extension("");
    let article = ["txt", "md"]
        .iter()
        .map(|ending| {
            let mut name = bare.clone().into_os_string();
            name.push(".");
            name.push(ending);
            PathBuf::from(name)
        })
        .find(|path| path.is_file())
        .with_context(|| format!("{}: no article beside it", path.display()))?;
    let kind = by_ending(&article).unwrap_or(super::args::Kind::Text);
    let reading = Reading::from(&ReadingArgs {
        fields: Vec::new(),
        from: None,
        max_size: Size::default(),
    });
    let piece = Piece::File {
        path: article,
        kind,
        named: true,
    };
    let article = piece
        .read(&reading)
        .map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let gold = read_corpus_gold(&name(path), &gold, &article.id, &article.text)?;
    Ok(gold)
}

/// The articles under `paths`, each under the id of the gold that is called like it or like its file.
fn articles(paths: &[PathBuf], gold: &[Gold]) -> anyhow::Result<Vec<Article>> {
    let reading = Reading::from(&ReadingArgs {
        fields: Vec::new(),
        from: None,
        max_size: Size::default(),
    });
    let texts: HashMap<&str, &str> = gold
        .iter()
        .map(|gold| (gold.id.as_str(), gold.text.as_str()))
        .collect();
    let mut articles = Vec::new();
    for piece in pieces(paths, &reading) {
        let mut article = match piece.and_then(|piece| piece.read(&reading)) {
            Ok(article) => article,
            Err(problem) if problem.fatal => bail!("{problem}"),
            Err(problem) => {
                complain(&problem);
                continue;
            }
        };
        let stem = Path::new(&article.id)
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        if !texts.contains_key(article.id.as_str())
            && let Some(stem) = stem.filter(|stem| texts.contains_key(stem.as_str()))
        {
            article.id = stem;
        }
        match texts.get(article.id.as_str()) {
            Some(text) if *text == article.text => articles.push(article),
            Some(_) => bail!("{}: the text is not the one that gold has", article.id),
            None => complain(format_args!("{}: not in gold", article.id)),
        }
    }
    Ok(articles)
}

fn extract(
    extractor: &Extractor,
    articles: Vec<Article>,
) -> anyhow::Result<HashMap<String, Prediction>> {
    let mut predictions = HashMap::new();
    let work = |worker: &mut Worker, article: Article| {
        let found = guarded(|| {
            let document = extractor.extract_with(&article, worker);
            Prediction::from(&ArticleRecord::new(&article, &document, OffsetUnit::Chars))
        });
        (article.id, found)
    };
    Workers::<Worker>::new(None)?.run(
        articles.into_iter(),
        |article| article.text.len() as u64,
        work,
        |(id, found)| -> Result<(), std::convert::Infallible> {
            match found {
                Ok(prediction) => drop(predictions.insert(id, prediction)),
                Err(message) => complain(format_args!("{id}: {message}")),
            }
            Ok(())
        },
    )?;
    Ok(predictions)
}
