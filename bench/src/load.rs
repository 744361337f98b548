//! Loads: closed loop (each connection asks again as soon as it was answered) and open loop (iterations are due at
//! a fixed rate, whether or not the server keeps up).

use crate::client::Client;
use crate::pace::{Pace, Turn};
use crate::signin::Work;
use crate::stats::Samples;
use crate::target::Target;
use crate::usage::{Usage, Used};
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// After the planned end nobody waits longer than this for an answer.
const GRACE: Duration = Duration::from_secs(15);

/// What a load measured.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// From the first request to the last response.
    pub elapsed: Duration,
    /// One sample per iteration: closed loop from its first byte, open loop from the moment it was due.
    pub whole: Samples,
    /// One sample per iteration and step, always from the step's first byte.
    pub steps: [Samples; 3],
    /// Iterations that were due so late that they were left out; their samples say how late.
    pub skipped: u64,
    /// Who used the processors meanwhile.
    pub used: Used,
}

impl Measured {
    /// Iterations a second.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn rate(&self) -> f64 {
        self.whole.count() as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// Processor time of the server's process per iteration, in microseconds.
    pub fn cpu_micros(&self) -> f64 {
        self.each(self.used.server)
    }

    /// Processor time of server, client and database per iteration, in microseconds.
    pub fn all_cpu_micros(&self) -> f64 {
        self.each(self.used.server + self.used.client + self.used.database)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    fn each(&self, used: Duration) -> f64 {
        used.as_secs_f64() * 1e6 / (self.whole.count().max(1) as f64)
    }

    fn merge(&mut self, other: &Self) {
        self.whole.extend(&other.whole);
        self.steps.iter_mut().zip(&other.steps).for_each(|(mine, theirs)| mine.extend(theirs));
        self.skipped += other.skipped;
    }

    fn add(&mut self, whole: Duration, steps: [Duration; 3]) {
        self.whole.add(whole);
        self.steps.iter_mut().zip(steps).for_each(|(samples, step)| samples.add(step));
    }
}

/// Closed loop over `connections` for `length`, or until `allowance` iterations were begun.
pub async fn closed(
    work: &Work,
    target: &Arc<Target>,
    connections: usize,
    length: Duration,
    allowance: u64,
) -> Result<Measured> {
    let begun = Arc::new(AtomicU64::new(0));
    let clients = connect(target, connections).await?;
    let usage = Usage::now(target.process);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let (work, target, begun) = (work.clone(), Arc::clone(target), Arc::clone(&begun));
        tasks.spawn(async move {
            let mut measured = Measured::default();
            while start.elapsed() < length {
                let n = begun.fetch_add(1, Ordering::Relaxed);
                if n >= allowance {
                    break;
                }
                let began = Instant::now();
                let steps = work.run(&target, &mut client, n).await?;
                measured.add(began.elapsed(), steps);
            }
            anyhow::Ok(measured)
        });
    }
    finish(work, target, (start, usage), tasks, length).await
}

/// Open loop: `pace.rate` iterations a second, on whichever of `connections` is free. A late iteration's time
/// counts from when it was due, so that a server that stalls does not thin out its own samples.
pub async fn paced(work: &Work, target: &Arc<Target>, connections: usize, pace: Pace) -> Result<Measured> {
    let clients = connect(target, connections).await?;
    let schedule = pace.start(connections);
    let usage = Usage::now(target.process);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let (work, target, schedule) = (work.clone(), Arc::clone(target), schedule.share());
        tasks.spawn(async move {
            let mut measured = Measured::default();
            loop {
                match schedule.turn().await {
                    Turn::Due { n, at } => {
                        let steps = work.run(&target, &mut client, n).await?;
                        measured.add(at.elapsed(), steps);
                    }
                    Turn::TooLate { late } => {
                        measured.whole.add(late);
                        measured.skipped += 1;
                    }
                    Turn::Over => return anyhow::Ok(measured),
                }
            }
        });
    }
    finish(work, target, (start, usage), tasks, pace.length() + Pace::PATIENCE).await
}

async fn connect(target: &Target, connections: usize) -> Result<Vec<Client>> {
    let mut clients = Vec::with_capacity(connections);
    for _ in 0..connections {
        clients.push(Client::connect(target.address).await?);
    }
    Ok(clients)
}

/// Waits for every connection; the first error ends the load.
async fn finish(
    work: &Work,
    target: &Target,
    (start, usage): (Instant, Usage),
    mut tasks: JoinSet<Result<Measured>>,
    length: Duration,
) -> Result<Measured> {
    let mut all = Measured::default();
    let joined = timeout(length + GRACE, async {
        while let Some(task) = tasks.join_next().await {
            all.merge(&task??);
        }
        anyhow::Ok(())
    });
    joined
        .await
        .with_context(|| format!("{}: no answer for {} s", target.name, GRACE.as_secs()))?
        .with_context(|| format!("{}: a wrong answer", target.name))?;
    all.elapsed = start.elapsed();
    all.used = usage.so_far(target.process);
    if work.mints() {
        target.spend(all.whole.count() as u64);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare::{Answers, serve};

    async fn bare() -> Arc<Target> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, Answers::sample()));
        Arc::new(Target::new("bare", std::process::id(), address, ("api.localhost", "t"), 1000))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_closed_loop_stops_at_its_allowance() {
        let target = bare().await;
        let measured = closed(&Work::SignIn, &target, 4, Duration::from_secs(5), 100).await.unwrap();
        assert_eq!(measured.whole.count(), 100);
        assert_eq!(measured.steps[2].count(), 100);
        assert!(measured.rate() > 20.0, "{}", measured.rate());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_open_loop_keeps_its_rate() {
        let target = bare().await;
        let pace = Pace { rate: 500.0, count: 100 };
        let measured = paced(&Work::Mint, &target, 4, pace).await.unwrap();
        assert_eq!((measured.whole.count(), measured.skipped), (100, 0));
        let seconds = measured.elapsed.as_secs_f64();
        assert!((0.19..5.0).contains(&seconds), "{seconds}");
    }

    #[tokio::test]
    async fn a_wrong_answer_ends_the_load_and_is_shown() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, Answers { mint: "{\"code\":\"TEAPOT\"}".into(), ..Answers::sample() }));
        let target = Arc::new(Target::new("bare", 1, address, ("api.localhost", "t"), 10));
        let error = closed(&Work::Mint, &target, 2, Duration::from_secs(5), 10).await.unwrap_err();
        assert!(format!("{error:#}").contains("TEAPOT"), "{error:#}");
    }
}
