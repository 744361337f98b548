//! Steps: a value that holds for a while and then changes, with the stretch that matters and the present moment marked.

use super::axis::{HEIGHT, Scale, Tick, XTick, percent};
use serde::Serialize;
use std::fmt::Write as _;

/// Steps as shapes: in a plot that is as many units wide as there are steps and a thousand high.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepChart {
    /// How many steps there are.
    pub width: usize,
    /// The line, as the data of one path; it is broken where a value is missing.
    pub line: String,
    /// The stretch that is marked: where it begins and how wide it is.
    pub marked: Option<(usize, usize)>,
    /// Where the present moment is, in percent from the left, as text.
    pub now: Option<String>,
    /// Whether that is in the right half, where its label stands on its left.
    pub late: bool,
    /// The lines across it, the lowest first.
    pub lines: Vec<Tick>,
    /// The labels below it.
    pub labels: Vec<XTick>,
}

/// What a chart of steps shows beside its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The steps that are labelled: which, what, and whether it needs room. A label stands where its step begins.
    pub labels: Vec<(usize, String, bool)>,
    /// The steps that are marked, the first and the one after the last.
    pub stretch: Option<(usize, usize)>,
    /// How far the day is, in thousandths.
    pub now: Option<i64>,
}

impl StepChart {
    /// The chart of `values`.
    #[must_use]
    pub fn of(values: &[Option<i64>], marks: &Marks) -> Self {
        let known = || values.iter().flatten().copied();
        let scale = Scale::of(known().min().unwrap_or(0), known().max().unwrap_or(0));
        let width = values.len();
        let place =
            |index: usize| percent(i64::try_from(index).unwrap_or(0), i64::try_from(width).unwrap_or(1));
        let label = |(index, at, wide): &(usize, String, bool)| XTick {
            percent: place(*index),
            at: at.clone(),
            wide: *wide,
        };
        Self {
            width,
            line: line(values, scale),
            marked: marks.stretch.map(|(first, end)| (first, end.saturating_sub(first))),
            now: marks.now.map(|now| percent(now, HEIGHT)),
            late: marks.now.is_some_and(|now| now > HEIGHT / 2),
            lines: scale.ticks(),
            labels: marks.labels.iter().map(label).collect(),
        }
    }
}

fn line(values: &[Option<i64>], scale: Scale) -> String {
    let mut path = String::new();
    let mut pen_is_down = false;
    for (index, value) in values.iter().enumerate() {
        // Writing to memory does not fail.
        let _ = match value {
            Some(value) if pen_is_down => write!(path, "V{}h1", scale.y(*value)),
            Some(value) => write!(path, "M{index} {}h1", scale.y(*value)),
            None => Ok(()),
        };
        pen_is_down = value.is_some();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_steps_and_breaks_at_a_gap() {
        let chart = StepChart::of(&[Some(0), Some(100), None, Some(50)], &Marks::default());
        assert_eq!(chart.line, "M0 1000h1V0h1M3 500h1");
    }

    #[test]
    fn negative_values_are_below_zero() {
        let chart = StepChart::of(&[Some(-100), Some(300)], &Marks::default());
        assert_eq!(chart.line, "M0 1000h1V0h1");
        assert!(chart.lines.iter().any(|tick| tick.value == 0 && tick.y == 750), "{:?}", chart.lines);
    }

    #[test]
    fn what_is_marked_is_where_it_is() {
        let marks = Marks { labels: vec![(2, "c".into(), false)], stretch: Some((1, 3)), now: Some(750) };
        let chart = StepChart::of(&[Some(1), Some(1), Some(1), Some(1)], &marks);
        assert_eq!((chart.marked, chart.now.as_deref(), chart.late), (Some((1, 2)), Some("75%"), true));
        assert_eq!(chart.labels[0].percent, "50%");
    }
}
