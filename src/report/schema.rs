//! The JSON Schemas of what is written, made from its types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::{ArticleRecord, IdentityRecord, RepeatRecord};

/// The JSON Schema (draft 2020-12) that every record meets.
pub fn schema() -> serde_json::Value {
    schema_of::<ArticleRecord>()
}

/// The JSON Schema (draft 2020-12) that every line about a person or body across articles meets.
pub fn identity_schema() -> serde_json::Value {
    schema_of::<IdentityRecord>()
}

/// The JSON Schema (draft 2020-12) that every line about words in several articles meets.
pub fn repeats_schema() -> serde_json::Value {
    schema_of::<RepeatRecord>()
}

fn schema_of<T: JsonSchema>() -> serde_json::Value {
    // For writing: a field that is always written is required, even where it may be null.
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .into()
}
