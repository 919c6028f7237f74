//! Many articles from an iterator of Python: read as far ahead as keeps the threads busy and no further.

use std::collections::VecDeque;
use std::sync::Arc;

use inquit::Article;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyString};

use crate::Core;

/// So many articles for each thread, and so many bytes in all, are read before any is extracted; but always one.
pub(crate) const ITEMS: usize = 32;
pub(crate) const BYTES: usize = 16 << 20;

/// Is there room for one more article?
pub(crate) fn is_room(items: usize, bytes: usize, threads: usize) -> bool {
    items == 0 || (items < ITEMS * threads && bytes < BYTES)
}

/// The results of many articles, in their order.
#[pyclass(module = "inquit._native")]
pub(crate) struct Many {
    core: Arc<Core>,
    items: Option<Py<PyIterator>>,
    threads: usize,
    returns_errors: bool,
    make: Py<PyAny>,
    /// Of the items so far.
    count: usize,
    /// An exception of the iterator ends it, at its place.
    ready: VecDeque<Ready>,
}

enum Ready {
    Record { text: String, json: Vec<u8> },
    Failed(PyErr),
    Broken(PyErr),
}

impl Many {
    pub(crate) fn new(
        core: Arc<Core>,
        items: Py<PyIterator>,
        threads: usize,
        returns_errors: bool,
        make: Py<PyAny>,
    ) -> Self {
        Self {
            core,
            items: Some(items),
            threads: threads.max(1),
            returns_errors,
            make,
            count: 0,
            ready: VecDeque::new(),
        }
    }

    /// Reads some items and extracts them.
    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        let mut articles: Vec<Article> = Vec::new();
        // By place: why an item is no article.
        let mut failed = VecDeque::new();
        let mut broken = None;
        let (mut items, mut bytes) = (0, 0);
        while let Some(iterator) = &self.items {
            if !is_room(items, bytes, self.threads) {
                break;
            }
            let item = match iterator.bind(py).clone().next() {
                Some(Ok(item)) => item,
                ended => {
                    self.items = None;
                    broken = ended.and_then(Result::err);
                    break;
                }
            };
            self.count += 1;
            let id = format!("article:{}", self.count);
            match self.core.reading.of_item(&item, &id) {
                Ok(article) => {
                    bytes += article.text.len();
                    articles.push(article);
                }
                Err(error) => failed.push_back((items, in_item(py, &error, self.count))),
            }
            items += 1;
        }
        let core = &self.core;
        let threads = self.threads;
        let records = py.detach(|| core.json(&articles, threads));
        let records = records.map_err(PyRuntimeError::new_err)?;
        let mut records = articles.into_iter().zip(records);
        for place in 0..items {
            if let Some((_, error)) = failed.pop_front_if(|(at, _)| *at == place) {
                self.ready.push_back(Ready::Failed(error));
            } else if let Some((article, json)) = records.next() {
                self.ready.push_back(match json {
                    Ok(json) => Ready::Record {
                        text: article.text,
                        json,
                    },
                    Err(message) => Ready::Failed(PyRuntimeError::new_err(format!(
                        "article {:?}: {message}",
                        article.id
                    ))),
                });
            }
        }
        self.ready.extend(broken.map(Ready::Broken));
        Ok(())
    }
}

#[pymethods]
impl Many {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if self.ready.is_empty() {
            self.fill(py)?;
        }
        match self.ready.pop_front() {
            Some(Ready::Record { text, json }) => {
                let parts = (PyString::new(py, &text), PyBytes::new(py, &json));
                self.make.bind(py).call1(parts).map(Some)
            }
            Some(Ready::Failed(error)) if self.returns_errors => {
                Ok(Some(error.into_value(py).into_bound(py).into_any()))
            }
            Some(Ready::Failed(error) | Ready::Broken(error)) => Err(error),
            None => Ok(None),
        }
    }
}

/// The same exception, saying which item it is of.
fn in_item(py: Python<'_>, error: &PyErr, number: usize) -> PyErr {
    let message = format!("item {number}: {}", error.value(py));
    PyErr::from_type(error.get_type(py), message)
}
