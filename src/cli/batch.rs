//! Runs work over a stream of articles on several threads and hands back the results in order.
//!
//! The stream is cut into batches of bounded size, so memory does not grow with the number of articles. A panic in one
//! article becomes its result and stops nothing.

use std::any::Any;
use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;

use anyhow::Context;
use inquit::engine::Worker;

/// A batch ends with this many items, or with this many bytes.
const ITEMS: usize = 256;
const BYTES: u64 = 16 << 20;

/// Threads, each with a worker of its own.
///
/// Each is a pool of one: the engine's products are shared out over the threads of the pool that they are computed in, and
/// an article is too little for that.
pub(crate) struct Workers {
    threads: Vec<(rayon::ThreadPool, Mutex<Worker>)>,
}

impl Workers {
    /// As many threads as `jobs`, or as there are cores.
    pub(crate) fn new(jobs: Option<NonZeroUsize>) -> anyhow::Result<Self> {
        silence_panics();
        let jobs = jobs.or_else(|| thread::available_parallelism().ok());
        let thread = || -> anyhow::Result<_> {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
            Ok((pool.context("cannot start threads")?, Mutex::default()))
        };
        let threads = (0..jobs.map_or(1, NonZeroUsize::get)).map(|_| thread());
        Ok(Self {
            threads: threads.collect::<anyhow::Result<_>>()?,
        })
    }

    /// Runs `work` over all `items` and `each` over the results, in the order of `items`.
    pub(crate) fn run<I: Send, R: Send, E>(
        &self,
        mut items: impl Iterator<Item = I>,
        size: impl Fn(&I) -> u64,
        work: impl Fn(I, &mut Worker) -> R + Sync,
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

    /// The results of a batch, in its order; every thread takes the next item when it is done with one.
    fn batch<I: Send, R: Send>(
        &self,
        batch: Vec<I>,
        work: &(impl Fn(I, &mut Worker) -> R + Sync),
    ) -> Vec<R> {
        let results = Mutex::new(Vec::with_capacity(batch.len()));
        let queue = Mutex::new(batch.into_iter().enumerate());
        thread::scope(|scope| {
            for (pool, worker) in &self.threads {
                let (queue, results) = (&queue, &results);
                scope.spawn(move || {
                    pool.install(|| {
                        let mut worker = lock(worker);
                        // Its own statement: the queue is free again while the item is worked on.
                        while let Some((number, item)) = { lock(queue).next() } {
                            let result = work(item, &mut worker);
                            lock(results).push((number, result));
                        }
                    })
                });
            }
        });
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    }
}

/// What a panic left is still a queue, results, or a worker, which begins anew with each article.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
            let work = |n: usize, _: &mut Worker| {
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
