//! Builds the extractor that the arguments ask for.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::{env, io};

use anyhow::{Context, bail};
use inquit::engine::Engine;
use inquit::{Extractor, Gazetteer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::args::{EngineArgs, EngineName, ExtractorArgs, GazetteerArgs, Language};
use super::complain;
use super::input::name;
use super::shards::hex;

/// So many left out lines are shown.
const SHOWN: usize = 10;

pub(crate) fn extractor(args: &ExtractorArgs) -> anyhow::Result<Extractor> {
    let extractor = Extractor::new(engine(&args.engine)?, gazetteer(&args.gazetteer)?);
    Ok(match args.language {
        Language::Auto => extractor,
        Language::En => extractor.assume_english(),
    })
}

/// Everything beside the articles that an extraction depends on, files by their digests.
pub(crate) fn settings(args: &ExtractorArgs) -> anyhow::Result<Value> {
    let digest = |path: &Path| {
        let context = || format!("cannot read {}", path.display());
        let mut digest = Sha256::new();
        io::copy(&mut File::open(path).with_context(context)?, &mut digest)
            .with_context(context)?;
        anyhow::Ok(hex(&digest.finalize()))
    };
    let digests = |paths: &[PathBuf]| -> anyhow::Result<Vec<String>> {
        paths.iter().map(|path| digest(path)).collect()
    };
    // The version alone would let a program that was changed go on with what another wrote.
    let program = env::current_exe().context("cannot find the program itself")?;
    let GazetteerArgs { files, lists } = &args.gazetteer;
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "program": digest(&program)?,
        "engine": match &args.engine.name {
            EngineName::Accurate => "accurate".to_owned(),
            EngineName::Fast => "fast".to_owned(),
            EngineName::File(path) => digest(path)?,
        },
        "language": format!("{:?}", args.language).to_lowercase(),
        "gazetteer": digests(files)?,
        "accept": digests(&lists.accept)?,
        "reject": digests(&lists.reject)?,
    }))
}

pub(crate) fn engine(args: &EngineArgs) -> anyhow::Result<Engine> {
    Ok(match &args.name {
        EngineName::Accurate => Engine::accurate()?,
        EngineName::Fast => Engine::fast()?,
        EngineName::File(path) if !path.exists() => bail!(
            "{}: no such file; an engine is accurate, fast or a file of weights",
            path.display()
        ),
        EngineName::File(path) => Engine::read(path)?,
    })
}

/// The built-in gazetteer with the entries of the given files.
pub(crate) fn gazetteer(args: &GazetteerArgs) -> anyhow::Result<Gazetteer> {
    let mut gazetteer = Gazetteer::builtin();
    add(&mut gazetteer, &args.files)?;
    for (name, contents) in lists(&args.lists.accept)? {
        let context = || format!("cannot use the list {name}");
        gazetteer.accept(&name, &contents).with_context(context)?;
    }
    for (name, contents) in lists(&args.lists.reject)? {
        let context = || format!("cannot use the list {name}");
        gazetteer.reject(&name, &contents).with_context(context)?;
    }
    Ok(gazetteer)
}

/// Adds the entries of `paths` and says what of them was left out.
pub(crate) fn add(gazetteer: &mut Gazetteer, paths: &[PathBuf]) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for path in paths {
        let context = || format!("cannot read the gazetteer {}", path.display());
        let bytes = fs::read(path).with_context(context)?;
        if Gazetteer::is_built(&bytes) {
            // What comes before it has to be there before it; and its bytes are kept, not copied.
            add_files(gazetteer, &files)?;
            files.clear();
            gazetteer
                .add_built(&name(path), bytes)
                .context("cannot use the gazetteer")?;
        } else {
            files.push((name(path), bytes));
        }
    }
    add_files(gazetteer, &files)?;
    let skipped = gazetteer.skipped();
    for problem in skipped.iter().take(SHOWN) {
        complain(problem);
    }
    if skipped.len() > SHOWN {
        complain(format_args!(
            "{} more; `inquit gazetteer check` lists all",
            skipped.len() - SHOWN
        ));
    }
    Ok(())
}

fn add_files(gazetteer: &mut Gazetteer, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    gazetteer
        .add_files(&files)
        .context("cannot use the gazetteer")
}

/// Name and contents of each list.
pub(crate) fn lists(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let read = |path: &Path| {
        let context = || format!("cannot read the list {}", path.display());
        let contents = fs::read_to_string(path).with_context(context)?;
        Ok((name(path), contents))
    };
    paths.iter().map(|path| read(path)).collect()
}
