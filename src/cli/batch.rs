//! Runs work over a stream of articles on several threads and hands back the results in order.
//!
//! The stream is cut into batches of bounded size, so memory does not grow with the number of articles. A panic in one
//! article becomes its result and stops nothing.
//!
//! Each thread is a pool of one, not a part of a pool of many: what asks for a pool within an article finds itself alone
//! (see [`Worker`](inquit::engine::Worker)), and no thread begins another article while it waits for a part of its own.

use std::any::Any;
use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

use anyhow::Context;

/// A batch ends with this many items, or with this many bytes.
const ITEMS: usize = 256;
const BYTES: u64 = 16 << 20;

/// Threads, each with what it keeps from one article to the next.
pub(crate) struct Workers<S> {
    threads: Vec<(rayon::ThreadPool, S)>,
}

impl<S: Default + Send> Workers<S> {
    /// As many threads as `jobs`, or as there are cores.
    pub(crate) fn new(jobs: Option<NonZeroUsize>) -> anyhow::Result<Self> {
        silence_panics();
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = 0..jobs.map_or_else(cores, NonZeroUsize::get);
        let threads = threads.map(|_| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
            Ok((pool.context("cannot start threads")?, S::default()))
        });
        Ok(Self {
            threads: threads.collect::<anyhow::Result<_>>()?,
        })
    }

    /// Runs `work` over all `items` and `each` over the results, in the order of `items`.
    pub(crate) fn run<I: Send, R: Send, E>(
        &mut self,
        mut items: impl Iterator<Item = I>,
        size: impl Fn(&I) -> u64,
        work: impl Fn(&mut S, I) -> R + Sync,
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
            for result in self.batch(batch, &work) {
                each(result)?;
            }
        }
    }

    fn batch<I: Send, R: Send>(
        &mut self,
        batch: Vec<I>,
        work: &(impl Fn(&mut S, I) -> R + Sync),
    ) -> Vec<R> {
        let mut results: Vec<Option<R>> = batch.iter().map(|_| None).collect();
        // The next item, with the place of its result.
        let next = Mutex::new(batch.into_iter().zip(&mut results));
        let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
        thread::scope(|scope| {
            for (pool, state) in &mut self.threads {
                scope.spawn(|| {
                    pool.install(|| {
                        while let Some((item, result)) = take() {
                            *result = Some(work(state, item));
                        }
                    });
                });
            }
        });
        results.into_iter().flatten().collect()
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
            let mut workers: Workers<()> = Workers::new(NonZeroUsize::new(jobs)).unwrap();
            let mut got = Vec::new();
            let work = |(): &mut (), n: usize| {
                guarded(|| {
                    assert_eq!(rayon::current_num_threads(), 1);
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
