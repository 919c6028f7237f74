//! `inquit._native`: the part of the Python package `inquit` that is Rust.
//!
//! A record leaves here as its JSON, made as the command makes it, so that both write the same bytes and no field is named
//! twice; `package/inquit/` makes objects of it when somebody looks. Arrow's rows are made of the same records.

mod article;
mod columns;
mod hands;
mod many;
mod rows;

use std::sync::Arc;

use inquit::article::Field;
use inquit::engine::{Engine, Worker};
use inquit::report::ArticleRecord;
use inquit::span::OffsetUnit;
use inquit::{Article, Gazetteer};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use pyo3_arrow::PyRecordBatch;
use pyo3_arrow::input::AnyRecordBatch;

use article::Reading;
use hands::Hands;
use many::Many;
use rows::Rows;

/// What every call shares.
struct Core {
    extractor: inquit::Extractor,
    hands: Hands,
    reading: Reading,
    stamp: rows::Stamp,
}

impl Core {
    /// The records of `articles`, in order, or why there is none.
    fn records(
        &self,
        articles: &[&Article],
        threads: usize,
    ) -> Result<Vec<Result<ArticleRecord, String>>, String> {
        let one = |worker: &mut Worker, article: &&Article| {
            let document = self.extractor.extract_with(article, worker);
            ArticleRecord::new(article, &document, OffsetUnit::Chars)
        };
        self.hands.map(articles, threads, one)
    }

    /// The records of `articles` as JSON.
    fn json(
        &self,
        articles: &[Article],
        threads: usize,
    ) -> Result<Vec<Result<Vec<u8>, String>>, String> {
        let one = |worker: &mut Worker, article: &Article| {
            let document = self.extractor.extract_with(article, worker);
            let record = ArticleRecord::new(article, &document, OffsetUnit::Chars);
            serde_json::to_vec(&record).map_err(|error| format!("cannot format: {error}"))
        };
        let done = self.hands.map(articles, threads, one)?;
        Ok(done.into_iter().map(|result| result?).collect())
    }
}

/// The extractor without its manners: `inquit.Extractor` has them.
#[pyclass(frozen, module = "inquit._native")]
struct Extractor {
    core: Arc<Core>,
    /// What of the gazetteers was left out.
    #[pyo3(get)]
    skipped: Vec<String>,
}

#[pymethods]
impl Extractor {
    #[new]
    fn new(
        py: Python<'_>,
        engine: &str,
        gazetteers: Vec<(String, Vec<u8>)>,
        fields: Vec<String>,
        max_size: Option<usize>,
    ) -> PyResult<Self> {
        let value = |error: inquit::Error| PyValueError::new_err(error.to_string());
        let fields = fields
            .iter()
            .map(|field| field.parse::<Field>().map_err(value))
            .collect::<PyResult<_>>()?;
        let built = py.detach(|| -> Result<_, inquit::Error> {
            let built = match engine {
                "accurate" => Engine::accurate()?,
                "fast" => Engine::fast()?,
                _ => return Ok(None),
            };
            let mut gazetteer = Gazetteer::builtin();
            let files: Vec<(&str, &[u8])> = gazetteers
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                .collect();
            gazetteer.add_files(&files)?;
            Ok(Some((built, gazetteer)))
        });
        let Some((built, gazetteer)) = built.map_err(value)? else {
            return Err(PyValueError::new_err(format!(
                "there is no engine {engine:?}: it is \"accurate\" or \"fast\""
            )));
        };
        Ok(Self {
            skipped: gazetteer
                .skipped()
                .iter()
                .map(ToString::to_string)
                .collect(),
            core: Arc::new(Core {
                stamp: rows::Stamp::new(engine, &gazetteer),
                extractor: inquit::Extractor::new(built, gazetteer),
                hands: Hands::default(),
                reading: Reading::new(fields, max_size.unwrap_or(article::MAX_SIZE)),
            }),
        })
    }

    /// The digest of everything that the gazetteer says.
    #[getter]
    fn gazetteer_sha256(&self) -> &str {
        &self.core.stamp.gazetteer
    }

    /// The record of one article, as JSON.
    fn extract<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'py, PyAny>,
        id: &Bound<'py, PyAny>,
        metadata: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let article = self.core.reading.of_parts(text, id, metadata)?;
        let done = py.detach(|| self.core.json(std::slice::from_ref(&article), 1));
        let mut done = done.map_err(PyRuntimeError::new_err)?;
        let json = done.pop().unwrap_or_else(|| Err("no result".to_owned()));
        json.map(|json| PyBytes::new(py, &json))
            .map_err(PyRuntimeError::new_err)
    }

    /// An iterator over `make(text, json)` of each item. Of what is no article, the exception is raised, or returned in its place.
    fn extract_many(
        &self,
        items: &Bound<'_, PyAny>,
        threads: usize,
        returns_errors: bool,
        make: Py<PyAny>,
    ) -> PyResult<Many> {
        let items = items.try_iter()?.unbind();
        Ok(Many::new(
            Arc::clone(&self.core),
            items,
            threads,
            returns_errors,
            make,
        ))
    }

    /// An iterator over the rows of one object with Arrow's interface, a batch of records or a stream of them.
    fn rows(&self, batches: AnyRecordBatch, threads: usize) -> PyResult<Rows> {
        Ok(Rows::new(
            Arc::clone(&self.core),
            batches.into_reader()?,
            threads,
        ))
    }
}

/// The JSON Schema of a record.
#[pyfunction]
fn schema() -> String {
    inquit::report::schema().to_string()
}

/// An empty batch of the rows that `Extractor.rows` gives: its schema is theirs.
#[pyfunction]
fn no_rows(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let schema = columns::rows().map_err(PyRuntimeError::new_err)?;
    PyRecordBatch::new(arrow_array::RecordBatch::new_empty(schema)).into_pyarrow(py)
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::Extractor;
    #[pymodule_export]
    use super::no_rows;
    #[pymodule_export]
    use super::schema;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    #[pymodule_export]
    const MAX_SIZE: usize = crate::article::MAX_SIZE;
}
