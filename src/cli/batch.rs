//! Runs work over a stream of articles on several threads and hands back the results in order.
//!
//! One thread reads the stream, the workers take from it, and who called gets the results. What was read and not yet handed
//! back is bounded in number and size, so memory does not grow with the number of articles: whoever is too fast waits. A panic
//! in one article becomes its result and stops nothing.
//!
//! Each thread is a pool of one, not a part of a pool of many: what asks for a pool within an article finds itself alone
//! (see [`Worker`](inquit::engine::Worker)), and no thread begins another article while it waits for a part of its own.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError, mpsc};
use std::thread;

use anyhow::Context;

/// No more items are under way than this, and no more bytes, but for the last item.
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

    /// Runs `work` over all `items` and `each` over the results, in the order of `items`. Ends with the first error of `each`;
    /// what is under way is dropped.
    pub(crate) fn run<I: Send, R: Send, E>(
        &mut self,
        mut items: impl Iterator<Item = I> + Send,
        size: impl Fn(&I) -> u64 + Send,
        work: impl Fn(&mut S, I) -> R + Sync,
        mut each: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        let gate = &Gate::default();
        let work = &work;
        let (give, take) = mpsc::channel();
        let take = &Mutex::new(take);
        let (tell, hear) = mpsc::channel();
        thread::scope(|scope| {
            // Lets everybody go, also when `each` panics.
            let _closing = Closing(gate);
            scope.spawn(move || {
                for number in 0.. {
                    if !gate.wait() {
                        return;
                    }
                    let Some(item) = items.next() else { return };
                    let bytes = size(&item);
                    gate.enter(bytes);
                    // Without takers, all of them have ended.
                    if give.send((number, bytes, item)).is_err() {
                        return;
                    }
                }
            });
            for (pool, state) in &mut self.threads {
                let tell = tell.clone();
                scope.spawn(move || {
                    pool.install(|| {
                        loop {
                            let next = lock(take).recv();
                            let Ok((number, bytes, item)) = next else {
                                return;
                            };
                            if gate.is_closed() {
                                return;
                            }
                            let result =
                                panic::catch_unwind(AssertUnwindSafe(|| work(state, item)));
                            if tell.send((number, bytes, result)).is_err() {
                                return;
                            }
                        }
                    });
                });
            }
            drop(tell);
            // The results from number `first` on, as far as they are there.
            let mut first = 0;
            let mut results: VecDeque<Option<(u64, R)>> = VecDeque::new();
            while let Ok((number, bytes, result)) = hear.recv() {
                let result = result.unwrap_or_else(|panic| panic::resume_unwind(panic));
                let place = number - first;
                if results.len() <= place {
                    results.resize_with(place + 1, || None);
                }
                if let Some(empty) = results.get_mut(place) {
                    *empty = Some((bytes, result));
                }
                while let Some(Some((bytes, result))) =
                    results.pop_front_if(|result| result.is_some())
                {
                    first += 1;
                    gate.leave(bytes);
                    each(result)?;
                }
            }
            Ok(())
        })
    }
}

/// Counts what is under way, and stops who would add to it.
#[derive(Default)]
struct Gate {
    under_way: Mutex<UnderWay>,
    changed: Condvar,
}

#[derive(Default)]
struct UnderWay {
    items: usize,
    bytes: u64,
    closed: bool,
}

impl Gate {
    /// Waits until there is room; is there anyone left to work for?
    fn wait(&self) -> bool {
        let full = |under_way: &mut UnderWay| {
            !under_way.closed && (under_way.items >= ITEMS || under_way.bytes >= BYTES)
        };
        let under_way = self.changed.wait_while(lock(&self.under_way), full);
        !under_way.unwrap_or_else(PoisonError::into_inner).closed
    }

    fn enter(&self, bytes: u64) {
        let mut under_way = lock(&self.under_way);
        under_way.items += 1;
        under_way.bytes += bytes;
    }

    fn leave(&self, bytes: u64) {
        let mut under_way = lock(&self.under_way);
        under_way.items -= 1;
        under_way.bytes -= bytes;
        drop(under_way);
        self.changed.notify_all();
    }

    fn is_closed(&self) -> bool {
        lock(&self.under_way).closed
    }
}

/// Closes a gate when it is dropped.
struct Closing<'g>(&'g Gate);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        lock(&self.0.under_way).closed = true;
        self.0.changed.notify_all();
    }
}

/// A panic elsewhere leaves counts as they are: there is nothing half done in what is locked here.
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

    #[test]
    fn who_reads_waits_for_who_writes() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        for (size, most) in [(1, ITEMS), (BYTES / 4, 4), (BYTES * 2, 1)] {
            let read = AtomicUsize::new(0);
            let items = (0..2000_usize).inspect(|_| {
                let _ = read.fetch_add(1, Ordering::SeqCst);
            });
            let mut workers: Workers<()> = Workers::new(NonZeroUsize::new(3)).unwrap();
            let mut written = 0;
            let done: Result<(), ()> = workers.run(
                items,
                |_| size,
                |(), n| n,
                |_| {
                    written += 1;
                    let ahead = read.load(Ordering::SeqCst) - written;
                    assert!(ahead <= most, "{ahead} ahead with {size} bytes each");
                    Ok(())
                },
            );
            assert_eq!((done, written), (Ok(()), 2000));
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        let mut workers: Workers<()> = Workers::new(NonZeroUsize::new(2)).unwrap();
        let mut written = 0;
        let done = workers.run(
            0..,
            |_: &u64| 1,
            |(), n| n,
            |n| {
                written += 1;
                if n == 500 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, written), (Err("full"), 501));
    }

    #[test]
    fn a_panic_that_nobody_guards_comes_out() {
        let run = || {
            let mut workers: Workers<()> = Workers::new(NonZeroUsize::new(2)).unwrap();
            let work = |(): &mut (), n: u64| assert!(n != 700);
            workers.run(0..10_000, |_| 1, work, |()| Ok::<(), ()>(()))
        };
        assert!(panic::catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
