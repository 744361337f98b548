//! The scale of a chart's values, and where its labels stand.

use serde::Serialize;

/// Height of every plot in its own units; the top is 0.
pub(crate) const HEIGHT: i64 = 1000;

/// A labelled line across the plot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// Its distance from the top, in thousandths of the plot's height.
    pub y: i64,
    /// The same in percent, as text.
    pub percent: String,
    /// The value that it stands for.
    pub value: i64,
}

/// A label below the plot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct XTick {
    /// Its distance from the left in percent of the plot's width, as text.
    pub percent: String,
    /// An instant or a day, as the page's filters write it.
    pub at: String,
    /// Whether it is left out where there is little room.
    pub wide: bool,
}

/// A scale from a round value at or below everything to one at or above it, zero included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    low: i64,
    high: i64,
    step: i64,
}

impl Scale {
    /// A scale of three to six lines for values between `least` and `most`.
    pub(crate) fn of(least: i64, most: i64) -> Self {
        let (least, most) = (least.min(0), most.max(0));
        let span = most.saturating_sub(least).max(1);
        let step = round_step(span.saturating_add(3) / 4);
        let low = least.div_euclid(step).saturating_mul(step);
        let high = most.saturating_add(step - 1).div_euclid(step).saturating_mul(step);
        Self { low, high: high.max(low.saturating_add(step)), step }
    }

    /// Distance from the top of the plot.
    pub(crate) fn y(self, value: i64) -> i64 {
        let (above, whole) =
            (i128::from(self.high) - i128::from(value), i128::from(self.high) - i128::from(self.low));
        i64::try_from((above * i128::from(HEIGHT) + whole / 2) / whole).unwrap_or(0).clamp(0, HEIGHT)
    }

    /// Its lines, the lowest first.
    pub(crate) fn ticks(self) -> Vec<Tick> {
        let values = std::iter::successors(Some(self.low), |value| value.checked_add(self.step));
        let tick = |value| {
            let y = self.y(value);
            Tick { y, percent: percent(y, HEIGHT), value }
        };
        values.take_while(|value| *value <= self.high).map(tick).collect()
    }
}

/// The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`.
fn round_step(least: i64) -> i64 {
    let mut power = 1i64;
    loop {
        for factor in [1, 2, 5] {
            match power.checked_mul(factor) {
                Some(step) if step >= least => return step,
                Some(_) => {}
                None => return i64::MAX,
            }
        }
        power = power.saturating_mul(10);
    }
}

/// `part` of `whole` in percent with at most two decimals.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    let hundredths = i128::from(part) * 10_000 / i128::from(whole.max(1));
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, proptest};

    fn values(least: i64, most: i64) -> Vec<i64> {
        Scale::of(least, most).ticks().iter().map(|tick| tick.value).collect()
    }

    #[test]
    fn a_scale_has_round_lines_and_zero_among_them() {
        assert_eq!(values(0, 8_300), [0, 5_000, 10_000]);
        assert_eq!(values(0, 37), [0, 10, 20, 30, 40]);
        assert_eq!(values(-4_000, 31_000), [-10_000, 0, 10_000, 20_000, 30_000, 40_000]);
        assert_eq!(values(0, 0), [0, 1], "a plot without any value has a height too");
    }

    #[test]
    fn the_highest_value_is_at_the_top_and_the_lowest_at_the_bottom() {
        let scale = Scale::of(-100, 300);
        assert_eq!((scale.y(300), scale.y(-100), scale.y(100)), (0, 1000, 500));
        assert_eq!(
            (percent(500, 1000), percent(1, 3), percent(0, 7)),
            ("50%".into(), "33.33%".into(), "0%".into())
        );
    }

    proptest! {
        #[test]
        fn every_value_is_inside(a in any::<i32>(), b in any::<i32>()) {
            let (least, most) = (i64::from(a.min(b)), i64::from(a.max(b)));
            let scale = Scale::of(least, most);
            let ticks = scale.ticks();
            prop_assert!((2..=7).contains(&ticks.len()), "{ticks:?}");
            prop_assert!(ticks.iter().any(|tick| tick.value == 0));
            prop_assert!(ticks[0].value <= least && ticks[ticks.len() - 1].value >= most);
            for value in [least, most, 0] {
                prop_assert!((0..=HEIGHT).contains(&scale.y(value)));
            }
        }
    }
}
