//! Runs work over a stream of articles on several threads and hands back the results in order.
//!
//! The stream is cut into batches of bounded size, so memory does not grow with the number of articles. A panic in one
//! article becomes its result and stops nothing.

use std::any::Any;
use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::Context;
use rayon::prelude::*;

/// A batch ends with this many items, or with this many bytes.
const ITEMS: usize = 256;
const BYTES: u64 = 16 << 20;

/// A pool of threads.
pub(crate) struct Workers {
    pool: rayon::ThreadPool,
}

impl Workers {
    /// As many threads as `jobs`, or as there are cores.
    pub(crate) fn new(jobs: Option<NonZeroUsize>) -> anyhow::Result<Self> {
        silence_panics();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.map_or(0, NonZeroUsize::get))
            .build()
            .context("cannot start threads")?;
        Ok(Self { pool })
    }

    /// Runs `work` over all `items` and `each` over the results, in the order of `items`.
    pub(crate) fn run<I: Send, R: Send, E>(
        &self,
        mut items: impl Iterator<Item = I>,
        size: impl Fn(&I) -> u64,
        work: impl Fn(I) -> R + Sync,
        mut each: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        loop {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while batch.len() < ITEMS && bytes < BYTES {
                let Some(item) = items.next() else { break };
                bytes += size(&item);
                batch.push(item);
            }
            if batch.is_empty() {
                return Ok(());
            }
            let results: Vec<R> = self
                .pool
                .install(|| batch.into_par_iter().with_max_len(1).map(&work).collect());
            for result in results {
                each(result)?;
            }
        }
    }
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what a panic says for [`guarded`] instead of printing it in the middle of other output.
fn silence_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if rayon::current_thread_index().is_some() {
                LAST_PANIC.with_borrow_mut(|last| *last = info.to_string());
            } else {
                print(info);
            }
        }));
    });
}

/// Runs `work` and turns a panic into a message.
pub(crate) fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let told = LAST_PANIC.with_borrow_mut(std::mem::take);
        let what = if told.is_empty() {
            message(&*payload)
        } else {
            told.lines().collect::<Vec<_>>().join(" ")
        };
        format!("internal error, please report it: {what}")
    })
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_a_panic_stops_nothing() {
        for jobs in [1, 4] {
            let workers = Workers::new(NonZeroUsize::new(jobs)).unwrap();
            let mut got = Vec::new();
            let work = |n: usize| {
                guarded(|| {
                    assert!(n != 300, "three hundred");
                    n
                })
            };
            let done: Result<(), ()> = workers.run(
                0..1000_usize,
                |_| 1,
                work,
                |result| {
                    got.push(result);
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert_eq!(got.len(), 1000);
            for (n, result) in got.iter().enumerate() {
                match result {
                    Ok(m) => assert_eq!(*m, n),
                    Err(told) => {
                        assert_eq!(n, 300);
                        assert!(told.contains("three hundred"), "{told}");
                    }
                }
            }
        }
    }
}
