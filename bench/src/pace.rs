//! When the iterations of an open loop are due. A thread of its own keeps the time, because the timers of the
//! runtime only know whole milliseconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// A rate and how many iterations it is kept for.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Iterations due a second.
    pub rate: f64,
    /// Iterations in all.
    pub count: u64,
}

impl Pace {
    /// An iteration that is not begun so long after the whole schedule's end is left out.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// So many iterations a second for `length`, but no more than `most` in all.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rates and lengths are small and positive"
    )]
    pub fn new(rate: f64, length: Duration, most: u64) -> Self {
        let count = (rate * length.as_secs_f64()) as u64;
        Self { rate, count: count.clamp(1, most.max(1)) }
    }

    /// From the first iteration to the last.
    pub fn length(&self) -> Duration {
        self.due(self.count)
    }

    /// When the `n`th iteration is due after the start.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn due(&self, n: u64) -> Duration {
        Duration::from_secs_f64(n as f64 / self.rate)
    }

    /// Starts the clock for so many takers.
    pub fn start(self, takers: usize) -> Schedule {
        let shared = Arc::new(Shared {
            pace: self,
            start: Instant::now() + Duration::from_millis(5),
            next: AtomicU64::new(0),
            gate: Semaphore::new(0),
            stopped: AtomicBool::new(false),
        });
        let ticking = Arc::clone(&shared);
        std::thread::spawn(move || ticking.tick(takers));
        Schedule { shared, owner: true }
    }
}

/// What a taker does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The `n`th iteration, which is due `at` this instant or was before.
    Due {
        /// Its number, from 0.
        n: u64,
        /// When it was due.
        at: Instant,
    },
    /// It cannot be made up for any more.
    TooLate {
        /// For how long it had been due.
        late: Duration,
    },
    /// There are no more.
    Over,
}

#[derive(Debug)]
struct Shared {
    pace: Pace,
    start: Instant,
    next: AtomicU64,
    gate: Semaphore,
    stopped: AtomicBool,
}

impl Shared {
    fn tick(&self, takers: usize) {
        for n in 0..self.pace.count {
            let due = self.start + self.pace.due(n);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if self.stopped.load(Ordering::Relaxed) {
                return;
            }
            self.gate.add_permits(1);
        }
        self.gate.add_permits(takers);
    }
}

/// Hands out the turns of a [`Pace`]. The clock stops with the one that [`Pace::start`] returned.
#[derive(Debug)]
pub struct Schedule {
    shared: Arc<Shared>,
    owner: bool,
}

impl Schedule {
    /// For another taker.
    pub fn share(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owner: false }
    }

    /// Waits until the next iteration is due.
    pub async fn turn(&self) -> Turn {
        let Ok(permit) = self.shared.gate.acquire().await else { return Turn::Over };
        permit.forget();
        let n = self.shared.next.fetch_add(1, Ordering::Relaxed);
        let pace = self.shared.pace;
        if n >= pace.count {
            return Turn::Over;
        }
        let at = self.shared.start + pace.due(n);
        let late = at.elapsed();
        if Instant::now() > self.shared.start + pace.length() + Pace::PATIENCE {
            return Turn::TooLate { late };
        }
        Turn::Due { n, at }
    }
}

impl Drop for Schedule {
    fn drop(&mut self) {
        if self.owner {
            self.shared.stopped.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_even_and_bounded() {
        let pace = Pace::new(200.0, Duration::from_secs(2), u64::MAX);
        assert_eq!((pace.count, pace.length()), (400, Duration::from_secs(2)));
        assert_eq!(pace.due(3), Duration::from_millis(15));
        assert_eq!(Pace::new(200.0, Duration::from_secs(2), 30).length(), Duration::from_millis(150));
        assert_eq!(Pace::new(0.1, Duration::from_secs(1), 30).count, 1);
    }

    #[tokio::test]
    async fn turns_come_when_due_in_order_and_end() {
        let schedule = Pace { rate: 1000.0, count: 20 }.start(2);
        let other = schedule.share();
        let mut previous = None;
        for expected in 0..20 {
            let taker = if expected % 2 == 0 { &schedule } else { &other };
            let Turn::Due { n, at } = taker.turn().await else { panic!("turn {expected} is missing") };
            assert_eq!(n, expected);
            assert!(at <= Instant::now(), "turn {n} came early");
            if let Some(before) = previous {
                assert_eq!(at - before, Duration::from_millis(1));
            }
            previous = Some(at);
        }
        assert_eq!(schedule.turn().await, Turn::Over);
        assert_eq!(other.turn().await, Turn::Over);
    }

    #[tokio::test]
    async fn a_stall_does_not_move_what_is_due_after_it() {
        let schedule = Pace { rate: 1000.0, count: 50 }.start(1);
        let Turn::Due { at: first, .. } = schedule.turn().await else { panic!("no first turn") };
        tokio::time::sleep(Duration::from_millis(30)).await;
        let Turn::Due { at: second, .. } = schedule.turn().await else { panic!("no second turn") };
        assert_eq!(second - first, Duration::from_millis(1));
        assert!(second.elapsed() >= Duration::from_millis(25), "the wait counts");
    }
}
