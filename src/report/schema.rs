//! The JSON Schema of a record, made from its types.

use schemars::generate::SchemaSettings;

use super::ArticleRecord;

/// The JSON Schema (draft 2020-12) that every record meets.
pub fn schema() -> serde_json::Value {
    // For writing: a field that is always written is required, even where it may be null.
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<ArticleRecord>()
        .into()
}
