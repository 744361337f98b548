//! Rounds: the same closed loop on several servers in turn, so that whatever else the machine does hits all alike.

use crate::load::{Measured, closed};
use crate::signin::{STEPS, Work};
use crate::stats::{Samples, Summary, median};
use crate::target::Target;
use anyhow::Result;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How rounds are driven.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Connections of the closed loop.
    pub connections: usize,
    /// How long a round lasts at most.
    pub length: Duration,
    /// Rounds per server.
    pub rounds: usize,
}

/// All rounds of one server.
#[derive(Debug)]
pub struct Series {
    /// Which server.
    pub target: Arc<Target>,
    rounds: Vec<Measured>,
}

impl Series {
    /// Iterations a second, per round.
    pub fn rates(&self) -> Vec<f64> {
        self.rounds.iter().map(Measured::rate).collect()
    }

    /// The median of the rounds' rates.
    pub fn rate(&self) -> f64 {
        median(&self.rates())
    }

    /// Each round's rate as a share of the same round of `other`.
    pub fn shares_of(&self, other: &Self) -> Vec<f64> {
        self.rates().iter().zip(other.rates()).map(|(mine, theirs)| mine / theirs).collect()
    }

    /// The median over the rounds of the server's processor time per iteration, in microseconds.
    pub fn cpu_micros(&self) -> f64 {
        median(&self.rounds.iter().map(Measured::cpu_micros).collect::<Vec<_>>())
    }

    /// The median over the rounds of all processor time per iteration: the server's, the client's and the
    /// database's, in microseconds.
    pub fn all_cpu_micros(&self) -> f64 {
        median(&self.rounds.iter().map(Measured::all_cpu_micros).collect::<Vec<_>>())
    }

    /// Processors that were busy with something else, in the worst round.
    pub fn elsewhere(&self) -> f64 {
        self.rounds.iter().map(|round| round.used.elsewhere).fold(0.0, f64::max)
    }

    /// The times of whole iterations over all rounds.
    pub fn whole(&self) -> Summary {
        self.summary_of(|round| &round.whole)
    }

    /// The times of one step over all rounds.
    pub fn step(&self, step: usize) -> Summary {
        self.summary_of(|round| &round.steps[step])
    }

    /// Everything as numbers.
    pub fn json(&self) -> Value {
        let steps: serde_json::Map<String, Value> =
            STEPS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), self.step(at).json())).collect();
        let used: Vec<Value> = self.rounds.iter().map(|round| round.used.json(round.whole.count())).collect();
        let seconds: Vec<f64> = self.rounds.iter().map(|round| round.elapsed.as_secs_f64()).collect();
        json!({
            "rate": self.rate(), "rates": self.rates(), "seconds": seconds, "whole": self.whole().json(),
            "steps": steps, "processors": used,
        })
    }

    fn summary_of(&self, part: impl Fn(&Measured) -> &Samples) -> Summary {
        let mut all = Samples::default();
        self.rounds.iter().for_each(|round| all.extend(part(round)));
        all.summary()
    }
}

/// Warms every server up, then drives `shape.rounds` rounds over all of them. Each round begins with another
/// server, so that none always follows the same neighbour.
pub async fn interleave(work: &Work, targets: &[Arc<Target>], shape: Shape) -> Result<Vec<Series>> {
    let mut series = Vec::new();
    let mut expected = Vec::new();
    for target in targets {
        let warm_up = shape.length.min(Duration::from_secs(2));
        let allowance = target.allowance(target.capacity() / 4).await.min(target.capacity() / 4);
        let measured = closed(work, target, shape.connections, warm_up, allowance).await?;
        expected.push(wanted(measured.rate(), shape.length));
        series.push(Series { target: Arc::clone(target), rounds: Vec::new() });
    }
    for round in 0..shape.rounds {
        for turn in 0..targets.len() {
            let at = (round + turn) % targets.len();
            let target = &targets[at];
            let allowance = target.allowance(expected[at]).await;
            let measured = closed(work, target, shape.connections, shape.length, allowance).await?;
            eprintln!(
                "  round {} of {}: {}: {:.0} /s",
                round + 1,
                shape.rounds,
                target.name,
                measured.rate()
            );
            series[at].rounds.push(measured);
        }
    }
    Ok(series)
}

/// How many iterations a round may need, with a quarter to spare.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rates and lengths are small and positive"
)]
fn wanted(rate: f64, length: Duration) -> u64 {
    (rate * length.as_secs_f64() * 1.25) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare::{Answers, serve};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_equal_servers_take_turns() {
        let mut targets = Vec::new();
        for name in ["one", "two"] {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(serve(listener, Answers::sample()));
            targets.push(Arc::new(Target::new(
                name,
                std::process::id(),
                address,
                ("api.localhost", "t"),
                100,
            )));
        }
        let shape = Shape { connections: 2, length: Duration::from_millis(50), rounds: 3 };
        let series = interleave(&Work::SignIn, &targets, shape).await.unwrap();
        assert_eq!(series.iter().map(|series| series.rounds.len()).collect::<Vec<_>>(), [3, 3]);
        assert_eq!(series[0].shares_of(&series[1]).len(), 3);
        assert!(series[0].rate() > 0.0 && series[0].whole().p50 > 0.0 && series[0].step(2).count > 0);
    }
}
