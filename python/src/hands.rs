//! Threads that extract, with what each keeps from one article to the next.
//!
//! Each is a pool of one, as in the command (see `inquit::engine::Worker`). They stay between calls, because a thread costs
//! more to begin than a short article to read. A process that was forked has no threads but the one that forked, so it
//! begins its own: `multiprocessing` forks, and whoever would wait for a thread that is not there waits for ever.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use inquit::engine::Worker;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// One thread.
struct Hand {
    pool: ThreadPool,
    worker: Worker,
}

/// The threads that have nothing to do.
#[derive(Default)]
pub(crate) struct Hands {
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    /// Whose threads these are.
    process: u32,
    hands: Vec<Hand>,
}

impl Hands {
    /// Runs `work` over `items` on `threads` threads: results in the order of `items`, a panic as the message of its item.
    pub(crate) fn map<I: Sync, R: Send>(
        &self,
        items: &[I],
        threads: usize,
        work: impl Fn(&mut Worker, &I) -> R + Sync,
    ) -> Result<Vec<Result<R, String>>, String> {
        let threads = threads.min(items.len()).max(1);
        let mut hands = (0..threads)
            .map(|_| self.take())
            .collect::<Result<Vec<Hand>, String>>()?;
        let next = AtomicUsize::new(0);
        let run = |hand: &mut Hand| {
            let Hand { pool, worker } = hand;
            pool.install(|| {
                let mut done = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else {
                        return done;
                    };
                    done.push((at, guarded(|| work(worker, item))));
                }
            })
        };
        let mut done = match hands.as_mut_slice() {
            [hand] => run(hand),
            hands => thread::scope(|scope| {
                let run = &run;
                let running: Vec<_> = hands
                    .iter_mut()
                    .map(|hand| scope.spawn(move || run(hand)))
                    .collect();
                running
                    .into_iter()
                    .flat_map(|thread| thread.join().unwrap_or_else(|it| panic::resume_unwind(it)))
                    .collect()
            }),
        };
        self.give_back(hands);
        done.sort_unstable_by_key(|&(at, _)| at);
        Ok(done.into_iter().map(|(_, result)| result).collect())
    }

    fn take(&self) -> Result<Hand, String> {
        let idle = self.with(|idle| idle.pop());
        idle.map_or_else(
            || {
                let pool = ThreadPoolBuilder::new().num_threads(1).build();
                Ok(Hand {
                    pool: pool.map_err(|error| format!("cannot start a thread: {error}"))?,
                    worker: Worker::default(),
                })
            },
            Ok,
        )
    }

    fn give_back(&self, hands: Vec<Hand>) {
        self.with(|idle| idle.extend(hands));
    }

    /// The idle threads of this process.
    fn with<R>(&self, what: impl FnOnce(&mut Vec<Hand>) -> R) -> R {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.process != process::id() {
            idle.process = process::id();
            // Not dropped: who ends a pool talks to its thread, and that one stayed behind.
            std::mem::forget(std::mem::take(&mut idle.hands));
        }
        what(&mut idle.hands)
    }
}

/// Runs `work` and turns a panic into a message.
fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        format!(
            "internal error, please report it: {}",
            message(&*payload).unwrap_or("panic")
        )
    })
}

fn message(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}
