//! Batches of Arrow in, rows out: one a quote, or one with an `error` for an article that failed.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_json::ReaderBuilder;
use inquit::report::{ArticleRecord, LooseQuote};
use inquit::{Article, Gazetteer};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use serde::Serialize;

use crate::Core;
use crate::columns::{self, Columns, Unfit};
use crate::many::is_room;

/// What a row was made by.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stamp {
    inquit: &'static str,
    engine: String,
    pub(crate) gazetteer: String,
}

impl Stamp {
    pub(crate) fn new(engine: &str, gazetteer: &Gazetteer) -> Self {
        Self {
            inquit: env!("CARGO_PKG_VERSION"),
            engine: engine.to_owned(),
            gazetteer: gazetteer.sha256(),
        }
    }
}

/// One row.
#[derive(Serialize)]
#[serde(untagged)]
enum Row<'r> {
    Quote {
        #[serde(flatten)]
        quote: LooseQuote<'r>,
        #[serde(flatten)]
        stamp: &'r Stamp,
    },
    Failure {
        article: Failed<'r>,
        error: &'r str,
        #[serde(flatten)]
        stamp: &'r Stamp,
    },
}

#[derive(Serialize)]
struct Failed<'r> {
    id: Option<&'r str>,
}

/// What became of an article.
enum Done {
    Record(Box<ArticleRecord>),
    Failed(Option<String>, String),
}

/// Batches of rows, made as they are asked for.
#[pyclass(module = "inquit._native")]
pub(crate) struct Rows {
    core: Arc<Core>,
    threads: usize,
    // Behind a lock, because Python may look from any thread.
    batches: std::sync::Mutex<Box<dyn RecordBatchReader + Send>>,
    /// The batch at hand, and its next row.
    columns: Option<(Columns, usize)>,
}

impl Rows {
    pub(crate) fn new(
        core: Arc<Core>,
        batches: Box<dyn RecordBatchReader + Send>,
        threads: usize,
    ) -> Self {
        Self {
            core,
            threads: threads.max(1),
            batches: batches.into(),
            columns: None,
        }
    }

    /// The next articles, of one batch; none at the end.
    fn articles(&mut self) -> PyResult<Option<Vec<Result<Article, Done>>>> {
        loop {
            if let Some((columns, at)) = &mut self.columns {
                let mut articles = Vec::new();
                let mut bytes = 0;
                while *at < columns.rows() && is_room(articles.len(), bytes, self.threads) {
                    let article = columns.article(*at, &self.core.reading);
                    bytes += article.as_ref().map_or(0, |article| article.text.len());
                    articles.push(article.map_err(|(id, error)| Done::Failed(id, error)));
                    *at += 1;
                }
                if !articles.is_empty() {
                    return Ok(Some(articles));
                }
                self.columns = None;
            }
            let batches = self.batches.get_mut();
            let batches = batches.unwrap_or_else(std::sync::PoisonError::into_inner);
            let Some(batch) = batches.next() else {
                return Ok(None);
            };
            let batch = batch.map_err(|error| PyValueError::new_err(error.to_string()))?;
            let columns = Columns::of(&batch, &self.core.reading).map_err(|unfit| match unfit {
                Unfit::Missing(message) => PyValueError::new_err(message),
                Unfit::Type(message) => PyTypeError::new_err(message),
            })?;
            self.columns = Some((columns, 0));
        }
    }

    /// What becomes of them.
    fn extract(&self, articles: Vec<Result<Article, Done>>) -> Result<Option<RecordBatch>, String> {
        let whole: Vec<&Article> = articles
            .iter()
            .filter_map(|article| article.as_ref().ok())
            .collect();
        let mut records = self.core.records(&whole, self.threads)?.into_iter();
        let done = articles.into_iter().map(|article| {
            let article = match article {
                Ok(article) => article,
                Err(failed) => return failed,
            };
            match records.next() {
                Some(Ok(record)) => Done::Record(Box::new(record)),
                Some(Err(error)) => Done::Failed(Some(article.id), error),
                None => Done::Failed(Some(article.id), "no result".to_owned()),
            }
        });
        let done: Vec<Done> = done.collect();
        let stamp = &self.core.stamp;
        let mut rows = Vec::new();
        for done in &done {
            match done {
                Done::Record(record) => {
                    rows.extend(LooseQuote::of(record).map(|quote| Row::Quote { quote, stamp }));
                }
                Done::Failed(id, error) => rows.push(Row::Failure {
                    article: Failed { id: id.as_deref() },
                    error,
                    stamp,
                }),
            }
        }
        batch(&rows)
    }
}

/// Rows as Arrow has them; none of none.
fn batch(rows: &[Row]) -> Result<Option<RecordBatch>, String> {
    let message = |error: arrow_schema::ArrowError| format!("cannot make rows: {error}");
    let builder = ReaderBuilder::new(columns::rows()?);
    let mut decoder = builder.build_decoder().map_err(message)?;
    decoder.serialize(rows).map_err(message)?;
    decoder.flush().map_err(message)
}

#[pymethods]
impl Rows {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    /// The next rows as a batch of pyarrow.
    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        while let Some(articles) = self.articles()? {
            let rows = py.detach(|| self.extract(articles));
            if let Some(rows) = rows.map_err(PyRuntimeError::new_err)? {
                return PyRecordBatch::new(rows).into_pyarrow(py).map(Some);
            }
        }
        Ok(None)
    }
}
