//! Articles from Python objects: a string, an `(id, text)` pair, or a mapping with the names that a JSON line has.
//!
//! What is no article is an exception of Python's own kind: `TypeError` for another type, `ValueError` for a wrong value.

use inquit::Article;
use inquit::article::{Fields, Metadata};
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde_json::{Map, Value};

/// One text has no more bytes than this, unless told: reading takes about fifty times its size of memory.
pub(crate) const MAX_SIZE: usize = 16_000_000;

/// How articles are read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) fields: Fields,
    /// Everything that an article is read from.
    names: Vec<String>,
    max_size: usize,
}

impl Reading {
    pub(crate) fn new(fields: Fields, max_size: usize) -> Self {
        Self {
            names: names(&fields).into_iter().map(str::to_owned).collect(),
            fields,
            max_size,
        }
    }

    /// Under which names an article's parts are looked for, all of them.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// An article of its parts; `metadata` has the names of the record.
    pub(crate) fn of_parts(
        &self,
        text: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        metadata: &Bound<'_, PyDict>,
    ) -> PyResult<Article> {
        let text = self.text(text)?;
        let Value::String(id) = value(id)? else {
            return Err(PyTypeError::new_err(format!(
                "the id is {}, not str",
                kind(id)
            )));
        };
        let mut known = fields_of_metadata();
        for (name, given) in metadata {
            let name: String = name.extract()?;
            let Some(place) = known.get_mut(&name) else {
                let names: Vec<&str> = known.keys().map(String::as_str).collect();
                return Err(PyTypeError::new_err(format!(
                    "an article has no {name:?}; beside text and id it has {}",
                    names.join(", ")
                )));
            };
            let given = value(&given)?;
            *place = match (&*place, given) {
                (Value::Array(_), Value::Null) => Value::Array(Vec::new()),
                (Value::Array(_), one @ Value::String(_)) => Value::Array(vec![one]),
                (_, given) => given,
            };
            // One by one, so that the message can say which.
            let alone = Value::Object(known.clone());
            if let Err(error) = serde_json::from_value::<Metadata>(alone) {
                return Err(PyTypeError::new_err(format!("{name}: {error}")));
            }
        }
        let metadata = serde_json::from_value(Value::Object(known));
        Ok(Article {
            metadata: metadata.map_err(|error| PyTypeError::new_err(error.to_string()))?,
            ..Article::new(id, text)
        })
    }

    /// An article of one item of many. Without an id it is called `fallback_id`.
    pub(crate) fn of_item(&self, item: &Bound<'_, PyAny>, fallback_id: &str) -> PyResult<Article> {
        if item.is_instance_of::<PyString>() {
            return Ok(Article::new(fallback_id, self.text(item)?));
        }
        if let Ok(pair) = item.cast::<PyTuple>() {
            if pair.len() != 2 {
                return Err(PyValueError::new_err(format!(
                    "a tuple is (id, text), and this one has {} parts",
                    pair.len()
                )));
            }
            let (id, text) = (pair.get_item(0)?, pair.get_item(1)?);
            return self.of_parts(&text, &id, &PyDict::new(item.py()));
        }
        if let Ok(mapping) = item.cast::<PyMapping>() {
            return self.of_mapping(mapping, fallback_id);
        }
        Err(PyTypeError::new_err(format!(
            "an article is a str, a pair (id, text) or a dict, not {}",
            kind(item)
        )))
    }

    fn of_mapping(&self, mapping: &Bound<'_, PyMapping>, fallback_id: &str) -> PyResult<Article> {
        let mut object = Map::new();
        // Whatever else is in it is nobody's business here.
        let texts = self.fields.names("text");
        let mut is_none = false;
        for name in &self.names {
            if !mapping.contains(name)? {
                continue;
            }
            let given = mapping.get_item(name)?;
            let is_text = texts.contains(&name.as_str());
            is_none |= is_text && given.is_none();
            let given = if is_text && !given.is_none() {
                Value::String(self.text(&given)?)
            } else {
                value(&given)?
            };
            object.insert(name.clone(), given);
        }
        Article::from_object(&object, &self.fields, fallback_id).map_err(|error| {
            if is_none {
                PyTypeError::new_err("the text is None, not str")
            } else {
                PyValueError::new_err(error.to_string())
            }
        })
    }

    fn text(&self, text: &Bound<'_, PyAny>) -> PyResult<String> {
        let Ok(text) = text.cast::<PyString>() else {
            let what = kind(text);
            let hint = match what.as_str() {
                "bytes" | "bytearray" | "memoryview" => ": decode it first",
                _ => "",
            };
            return Err(PyTypeError::new_err(format!(
                "the text is {what}, not str{hint}"
            )));
        };
        let text = string(text, "the text")?;
        self.bounded(&text).map_err(PyValueError::new_err)?;
        Ok(text)
    }

    /// Is `text` as large as a text may be?
    pub(crate) fn bounded(&self, text: &str) -> Result<(), String> {
        if text.len() > self.max_size {
            return Err(format!(
                "the text has {} bytes, more than max_size ({})",
                text.len(),
                self.max_size
            ));
        }
        Ok(())
    }
}

fn names(fields: &Fields) -> Vec<&str> {
    let mut names: Vec<&str> = ["text", "id"]
        .into_iter()
        .flat_map(|what| fields.names(what))
        .collect();
    for what in fields_of_metadata().keys() {
        names.extend(fields.names(what));
    }
    names
}

/// What may be known of an article, as where nothing is. The contract names the fields, because an empty one may be left out.
fn fields_of_metadata() -> Map<String, Value> {
    let schema = inquit::report::schema();
    let empty = serde_json::to_value(Metadata::default()).unwrap_or_default();
    let named = schema["$defs"]["Metadata"]["properties"].as_object();
    let named = named.into_iter().flatten();
    named
        .map(|(name, _)| (name.clone(), empty[name].clone()))
        .collect()
}

/// A plain value as JSON. What is none is an empty object, which is no text, no name and no number to whoever reads it.
fn value(given: &Bound<'_, PyAny>) -> PyResult<Value> {
    if given.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Value::String(string(text, "a field")?));
    }
    if given.is_instance_of::<PyBool>() {
        return Ok(Value::Bool(given.is_truthy()?));
    }
    if given.is_instance_of::<PyInt>() {
        return Ok(given.extract::<i64>().map_or(Value::Null, Value::from));
    }
    if given.is_instance_of::<PyFloat>() {
        return Ok(given.extract::<f64>().map_or(Value::Null, Value::from));
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let items = given.try_iter()?;
        return items.map(|item| value(&item?)).collect();
    }
    // Dates and times.
    if let Ok(text) = given.call_method0("isoformat") {
        return value(&text);
    }
    Ok(Value::Object(Map::new()))
}

/// A string of Python as text; a lone surrogate is none.
fn string(text: &Bound<'_, PyString>, what: &str) -> PyResult<String> {
    let py = text.py();
    text.to_str().map(str::to_owned).map_err(|error| {
        if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
            return error;
        }
        let at = error
            .value(py)
            .getattr("start")
            .and_then(|at| at.extract::<usize>());
        let at = at.map_or(String::new(), |at| format!(" at character {at}"));
        PyValueError::new_err(format!(
            "{what} has a lone surrogate{at}: half a character, which no text has"
        ))
    })
}

/// The name of its type.
fn kind(given: &Bound<'_, PyAny>) -> String {
    if given.is_none() {
        return "None".to_owned();
    }
    let name = given.get_type().name().map(|name| name.to_string());
    name.unwrap_or_else(|_| "something else".to_owned())
}
