//! Bars: one value beside the other, those that are not final marked.

use super::axis::{HEIGHT, Scale, Tick, XTick, percent};
use serde::Serialize;
use std::fmt::Write as _;
use vestibule_kernel::usage::Quality;

/// One place in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// A value, and how sure it is.
    Value(i64, Quality),
    /// Nothing is known where something should be.
    Gap,
    /// Nothing is there yet.
    Empty,
}

/// Bars as shapes: in a plot that is as many units wide as there are bars and a thousand high.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarChart {
    /// How many bars there are.
    pub width: usize,
    /// The bars of final values, as the data of one path.
    pub sure: String,
    /// Those of preliminary values.
    pub preliminary: String,
    /// Those of values that were put in for others.
    pub substituted: String,
    /// Where nothing is known.
    pub gaps: String,
    /// The lines across it, the lowest first.
    pub lines: Vec<Tick>,
    /// The labels below it.
    pub labels: Vec<XTick>,
}

impl BarChart {
    /// The chart of `bars`. `labels` are the bars that have one: which bar, what, and whether it needs room.
    #[must_use]
    pub fn of(bars: &[Bar], labels: &[(usize, String, bool)]) -> Self {
        let value = |bar: &Bar| match bar {
            Bar::Value(value, _) => Some(*value),
            Bar::Gap | Bar::Empty => None,
        };
        let scale = Scale::of(0, bars.iter().filter_map(value).max().unwrap_or(0));
        let shapes = |wanted: Quality| {
            let mut path = String::new();
            for (index, bar) in bars.iter().enumerate() {
                if let Bar::Value(value, quality) = bar
                    && *quality == wanted
                {
                    column(&mut path, index, scale.y(*value), HEIGHT);
                }
            }
            path
        };
        let width = bars.len();
        let label = |(index, at, wide): &(usize, String, bool)| XTick {
            percent: percent(
                i64::try_from(index * 2 + 1).unwrap_or(0),
                i64::try_from(width * 2).unwrap_or(1),
            ),
            at: at.clone(),
            wide: *wide,
        };
        Self {
            width,
            sure: shapes(Quality::Final),
            preliminary: shapes(Quality::Preliminary),
            substituted: shapes(Quality::Substituted),
            gaps: gaps(bars),
            lines: scale.ticks(),
            labels: labels.iter().map(label).collect(),
        }
    }
}

/// A bar from `top` to `bottom`. Whatever is more than nothing can be seen.
fn column(path: &mut String, index: usize, top: i64, bottom: i64) {
    let height = (bottom - top).max(4);
    // Writing to memory does not fail.
    let _ = write!(path, "M{index}.1 {bottom}v-{height}h.8v{height}z");
}

/// Each run of bars without a value, as one block.
fn gaps(bars: &[Bar]) -> String {
    let mut path = String::new();
    let mut index = 0;
    for run in bars.chunk_by(|a, b| (*a == Bar::Gap) == (*b == Bar::Gap)) {
        if run.first() == Some(&Bar::Gap) {
            let length = run.len();
            let _ = write!(path, "M{index} 0h{length}v{HEIGHT}h-{length}z");
        }
        index += run.len();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_ground_by_their_quality() {
        let bars = [Bar::Value(100, Quality::Final), Bar::Value(50, Quality::Preliminary), Bar::Gap];
        let chart = BarChart::of(&bars, &[(1, "b".into(), true)]);
        assert_eq!(chart.sure, "M0.1 1000v-1000h.8v1000z");
        assert_eq!(chart.preliminary, "M1.1 1000v-500h.8v500z");
        assert_eq!((chart.substituted.as_str(), chart.gaps.as_str()), ("", "M2 0h1v1000h-1z"));
        assert_eq!(chart.labels, [XTick { percent: "50%".into(), at: "b".into(), wide: true }]);
    }

    #[test]
    fn zero_is_a_line_and_what_is_yet_to_come_is_none() {
        let bars = [Bar::Value(0, Quality::Final), Bar::Value(9, Quality::Final), Bar::Empty];
        let chart = BarChart::of(&bars, &[]);
        assert_eq!(chart.sure.matches('M').count(), 2);
        assert!(chart.sure.starts_with("M0.1 1000v-4h"), "{}", chart.sure);
        assert_eq!(chart.gaps, "");
    }
}
