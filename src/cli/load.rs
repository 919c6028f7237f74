//! Builds the extractor that the arguments ask for.

use std::fs;

use anyhow::Context;
use inquit::engine::Engine;
use inquit::{Extractor, Gazetteer};

use super::args::{EngineArgs, EngineName, GazetteerArgs};
use super::input::name;

pub(crate) fn extractor(
    engine_args: &EngineArgs,
    gazetteer_args: &GazetteerArgs,
) -> anyhow::Result<Extractor> {
    Ok(Extractor::new(
        engine(engine_args)?,
        gazetteer(gazetteer_args)?,
    ))
}

pub(crate) fn engine(args: &EngineArgs) -> anyhow::Result<Engine> {
    Ok(match &args.name {
        EngineName::Accurate => Engine::accurate()?,
        EngineName::Fast => Engine::fast()?,
        EngineName::File(path) => Engine::read(path)?,
    })
}

/// The built-in gazetteer with the entries of the given files.
fn gazetteer(args: &GazetteerArgs) -> anyhow::Result<Gazetteer> {
    let mut gazetteer = Gazetteer::builtin();
    for path in &args.files {
        let context = || format!("cannot read the gazetteer {}", path.display());
        let contents = fs::read_to_string(path).with_context(context)?;
        gazetteer
            .add(&name(path), &contents)
            .with_context(context)?;
    }
    Ok(gazetteer)
}
