//! Arrow's side of the contract: which columns rows have, and articles from columns.
//!
//! The columns of a row are those of `--format quotes`, made from the record's own JSON Schema, so that a field which is added
//! to the record is a column, too.

use std::sync::{Arc, LazyLock};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use inquit::Article;
use inquit::report::ArticleRecord;
use serde_json::{Map, Value};

use crate::article::Reading;

/// The schema of rows. Strings have offsets of 64 bits. Everything may be null: a row with an `error` has little else.
pub(crate) fn rows() -> Result<SchemaRef, String> {
    static ROWS: LazyLock<Result<SchemaRef, String>> = LazyLock::new(made);
    ROWS.clone()
}

fn made() -> Result<SchemaRef, String> {
    let schema = inquit::report::schema();
    let kinds = Kinds { schema: &schema };
    let text = || DataType::LargeUtf8;
    let mut article = vec![field("id", text()), field("text_sha256", text())];
    article.extend(kinds.fields("Metadata")?);
    let mut columns = vec![
        field("error", text()),
        field("article", DataType::Struct(article.into())),
    ];
    columns.extend(kinds.fields("QuoteRecord")?);
    columns.extend(
        ["schema", "offsets", "inquit", "engine", "gazetteer"].map(|name| field(name, text())),
    );
    Ok(Arc::new(Schema::new(columns)))
}

fn field(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

/// The types of a JSON Schema as those of Arrow.
struct Kinds<'s> {
    schema: &'s Value,
}

impl Kinds<'_> {
    /// The fields of a record's type.
    fn fields(&self, name: &str) -> Result<Vec<Field>, String> {
        let properties = self.schema["$defs"][name]["properties"].as_object();
        let properties = properties.ok_or_else(|| format!("a record has no {name}"))?;
        properties
            .iter()
            .map(|(name, schema)| Ok(field(name, self.kind(schema)?)))
            .collect()
    }

    fn kind(&self, schema: &Value) -> Result<DataType, String> {
        if let Some(path) = schema["$ref"].as_str() {
            let name = path.trim_start_matches("#/$defs/");
            let named = &self.schema["$defs"][name];
            return if named["type"] == "object" && named.get("properties").is_some() {
                Ok(DataType::Struct(Fields::from(self.fields(name)?)))
            } else {
                self.kind(named)
            };
        }
        let is_null = |kind: &Value| kind["type"] == "null";
        for choice in ["anyOf", "oneOf"] {
            if let Some(kinds) = schema[choice].as_array() {
                let kind = kinds.iter().find(|kind| !is_null(kind));
                return self.kind(kind.unwrap_or(&Value::Null));
            }
        }
        let name = match &schema["type"] {
            Value::Array(names) => names.iter().find(|&name| name != "null"),
            name => Some(name),
        };
        match name.and_then(Value::as_str) {
            Some("string") => Ok(DataType::LargeUtf8),
            Some("integer") => Ok(DataType::Int64),
            Some("number") => Ok(DataType::Float64),
            Some("boolean") => Ok(DataType::Boolean),
            Some("array") => {
                let item = self.kind(&schema["items"])?;
                Ok(DataType::List(Arc::new(Field::new("item", item, true))))
            }
            _ => Err(format!("Arrow has no type for {schema}")),
        }
    }
}

/// The columns of a batch that articles are read from.
pub(crate) struct Columns {
    named: Vec<(String, ArrayRef)>,
    rows: usize,
}

/// Why a batch is no batch of articles.
pub(crate) enum Unfit {
    /// No column of the right name.
    Missing(String),
    /// The column has another type.
    Type(String),
}

impl Columns {
    pub(crate) fn of(batch: &RecordBatch, reading: &Reading) -> Result<Self, Unfit> {
        let texts = reading.fields.names("text");
        let mut named = Vec::new();
        for name in reading.names() {
            let Some(column) = batch.column_by_name(name) else {
                continue;
            };
            let kind = column.data_type();
            let kind = match kind {
                DataType::Dictionary(_, kind) => &**kind,
                kind => kind,
            };
            let is_text = matches!(
                kind,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
            );
            let wanted = match kind {
                _ if is_text => DataType::LargeUtf8,
                _ if texts.contains(&name.as_str()) => {
                    return Err(Unfit::Type(format!(
                        "the column {name:?} is {kind}, not a string"
                    )));
                }
                DataType::List(_) | DataType::LargeList(_) | DataType::ListView(_) => {
                    DataType::List(Arc::new(Field::new("item", DataType::LargeUtf8, true)))
                }
                DataType::Struct(_) | DataType::Map(..) | DataType::Binary => continue,
                _ => DataType::LargeUtf8,
            };
            let column = cast(column, &wanted)
                .map_err(|error| Unfit::Type(format!("the column {name:?}: {error}")))?;
            named.push((name.clone(), column));
        }
        if !named.iter().any(|(name, _)| texts.contains(&name.as_str())) {
            let schema = batch.schema();
            let there: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
            return Err(Unfit::Missing(format!(
                "no column for the text: looked for {}, and there is {}",
                texts.join(", "),
                if there.is_empty() {
                    "no column".to_owned()
                } else {
                    there.join(", ")
                }
            )));
        }
        Ok(Self {
            named,
            rows: batch.num_rows(),
        })
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The article of a row; or its id, where it has one, and why it is none.
    pub(crate) fn article(
        &self,
        row: usize,
        reading: &Reading,
    ) -> Result<Article, (Option<String>, String)> {
        let mut object: Map<String, Value> = self
            .named
            .iter()
            .map(|(name, column)| (name.clone(), value(column, row)))
            .collect();
        let texts = reading.fields.names("text");
        let is_text = |name: &String| texts.contains(&name.as_str());
        let read = if object
            .iter()
            .any(|(name, text)| is_text(name) && !text.is_null())
        {
            Article::from_object(&object, &reading.fields, "").map_err(|error| error.to_string())
        } else {
            Err("the text is null".to_owned())
        };
        let bounded = read.and_then(|mut article| {
            reading.bounded(&article.text)?;
            if article.id.is_empty() {
                article.id = ArticleRecord::text_digest(&article.text);
            }
            Ok(article)
        });
        bounded.map_err(|message| {
            // The id alone, as it would have been with a text.
            object.retain(|name, _| !is_text(name));
            let empty = || Value::String(String::new());
            object.extend(texts.first().map(|&name| (name.to_owned(), empty())));
            let article = Article::from_object(&object, &reading.fields, "").ok();
            let id = article.map(|article| article.id);
            (id.filter(|id| !id.is_empty()), message)
        })
    }
}

fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::LargeUtf8 => Value::String(column.as_string::<i64>().value(row).to_owned()),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            (0..items.len()).map(|at| value(&items, at)).collect()
        }
        _ => Value::Null,
    }
}
