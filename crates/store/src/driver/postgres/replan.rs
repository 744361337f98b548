//! When a connection's plans are made anew.

/// Statements after which plans are first made anew; then after twice as many, and so on.
const FIRST: u64 = 64;
/// Statements after which they are made anew at the latest.
const LAST: u64 = 65_536;

/// Counts statements until plans are due.
///
/// PostgreSQL keeps a plan that it made while a table was nearly empty, when any index looks as good as
/// the right one: a walk along an organization's rows. Each doubling of what was asked asks again.
#[derive(Debug)]
pub(super) struct Replan {
    run: u64,
    due: u64,
}

impl Replan {
    pub(super) const fn new() -> Self {
        Self { run: 0, due: FIRST }
    }

    /// Notes that a statement ran.
    pub(super) fn ran(&mut self) {
        self.run += 1;
    }

    /// Whether plans are to be made anew now; then the count starts again.
    pub(super) fn take_due(&mut self) -> bool {
        if self.run < self.due {
            return false;
        }
        self.run = 0;
        self.due = (self.due * 2).min(LAST);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_made_anew_ever_more_rarely_but_never_never() {
        let mut replan = Replan::new();
        let mut due_after = Vec::new();
        let mut run = 0_u64;
        while due_after.len() < 13 {
            replan.ran();
            run += 1;
            if replan.take_due() {
                due_after.push(std::mem::take(&mut run));
            }
        }
        assert_eq!(due_after[..3], [64, 128, 256]);
        assert_eq!(due_after[11..], [LAST, LAST]);
    }
}
