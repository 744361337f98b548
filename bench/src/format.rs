//! Figures as people read them in the table.

use crate::stats::Summary;

/// Milliseconds with three digits that count.
pub fn ms(value: f64) -> String {
    format!("{} ms", digits(value))
}

/// Whole numbers with thousands apart.
pub fn count(value: f64) -> String {
    let plain = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate.
pub fn per_second(value: f64) -> String {
    format!("{} /s", count(value))
}

/// Percent with one digit.
pub fn percent(value: f64) -> String {
    format!("{value:.1} %")
}

/// Bytes in KiB.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^52")]
pub fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}

/// Bytes in millions.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^52")]
pub fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// Median and 99th percentile.
pub fn latency(summary: &Summary) -> String {
    format!("p50 {}, p99 {}", ms(summary.p50), ms(summary.p99))
}

fn digits(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_digits_that_count() {
        assert_eq!([ms(0.123), ms(12.34), ms(1234.5)], ["0.12 ms", "12.3 ms", "1234 ms"]);
        assert_eq!([count(7.0), count(1234.4), count(1_234_567.0)], ["7", "1,234", "1,234,567"]);
        assert_eq!((kib(1536), mb(59_949_000)), ("1.5 KiB".to_owned(), "59.9 MB".to_owned()));
    }
}
