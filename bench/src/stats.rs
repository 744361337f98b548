//! Percentiles and medians, and the samples of a load.

use serde_json::{Value, json};
use std::time::Duration;

/// Durations in nanoseconds, in no order until they are asked for a percentile.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<u64>);

impl Samples {
    /// Adds one duration.
    pub fn add(&mut self, sample: Duration) {
        self.0.push(u64::try_from(sample.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Puts them in order and sums them up.
    pub fn summary(&self) -> Summary {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |permille| millis(percentile(&sorted, permille));
        Summary { count: sorted.len(), p50: at(500), p99: at(990), p999: at(999), max: at(1000) }
    }
}

/// What is reported of samples; times in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary {
    /// How many samples.
    pub count: usize,
    /// Half took at most this long.
    pub p50: f64,
    /// 99 of 100 took at most this long.
    pub p99: f64,
    /// 999 of 1,000 took at most this long.
    pub p999: f64,
    /// The slowest.
    pub max: f64,
}

impl Summary {
    /// As numbers for the result file.
    pub fn json(&self) -> Value {
        json!({ "count": self.count, "p50_ms": self.p50, "p99_ms": self.p99, "p999_ms": self.p999, "max_ms": self.max })
    }
}

/// The nearest-rank percentile of `sorted`: the smallest sample that at least `permille` of 1,000 do not exceed.
/// 0 when there are none.
pub fn percentile(sorted: &[u64], permille: usize) -> u64 {
    let rank = (sorted.len() * permille).div_ceil(1000).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0)
}

/// The middle of `values`, the mean of the two middle ones when their number is even. 0 when there are none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The least and the greatest of `values`.
pub fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, 0.0), |(low, high), value| (low.min(*value), value.max(high)))
}

#[expect(clippy::cast_precision_loss, reason = "a duration that loses digits here lasted weeks")]
fn millis(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples_by_nearest_rank() {
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!(percentile(&hundred, 500), 50);
        assert_eq!(percentile(&hundred, 990), 99);
        assert_eq!(percentile(&hundred, 999), 100);
        assert_eq!(percentile(&hundred, 1000), 100);
        assert_eq!(percentile(&hundred, 0), 1);
        assert_eq!(percentile(&[7], 990), 7);
        assert_eq!(percentile(&[], 990), 0);
    }

    #[test]
    fn one_slow_sample_in_a_hundred_is_past_the_99th_percentile() {
        let mut samples = Samples::default();
        (0..99).for_each(|_| samples.add(Duration::from_millis(1)));
        samples.add(Duration::from_secs(1));
        let summary = samples.summary();
        assert_eq!((summary.count, summary.p99, summary.p999), (100, 1.0, 1000.0));
    }

    #[test]
    fn the_median_ignores_the_order_and_one_outlier() {
        assert_eq!(median(&[3.0, 1.0, 900.0]), 3.0);
        assert_eq!(median(&[4.0, 1.0]), 2.5);
        assert_eq!(median(&[]), 0.0);
        assert_eq!(range(&[3.0, 1.0, 9.0]), (1.0, 9.0));
    }
}
