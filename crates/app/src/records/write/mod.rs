//! The second pass: the good rows are read again and written, type by type, in short units. A
//! thread reads ahead while the previous unit is committed.

mod ahead;
mod customers;
mod invoices;
mod meter_readings;
mod organization;
mod plans;
mod portals;
mod price_series;
mod prices;
mod subscriptions;
mod usage;

use super::check::Checked;
use super::desk::Desk;
use super::kinds::{Frame, Record, digest};
use super::ledger::Ledger;
use super::progress::{OnStep, Stage, Step};
use super::report::Counts;
use super::types::RecordType;
use ahead::{Ahead, Batch, Pace};
use serde::Serialize;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use vestibule_kernel::asset::{Asset, Digest32};
use vestibule_kernel::{Error, Result};
use vestibule_store::Tx;

/// How long the writer's lock is left to others between two units. Another process that waits for
/// it asks every millisecond.
const PAUSE: Duration = Duration::from_millis(2);
/// How long a unit may work before it commits.
const UNIT: Duration = Duration::from_millis(8);

/// A good row, read again.
struct Located {
    record: Record,
    /// The documents and logos that it names, in the order of its columns.
    files: Vec<Asset>,
    /// How many rows of the input it is.
    rows: u64,
}

/// A record of one type that may have to be written.
struct Candidate<R> {
    record: R,
    files: Vec<Asset>,
    /// What tells whether the record, with its files, is there already.
    digest: Digest32,
}

impl<R: Serialize> Candidate<R> {
    fn new(record: R, files: Vec<Asset>) -> Self {
        let digests: Vec<Digest32> = files.iter().map(|file| file.digest).collect();
        Self { digest: digest(&record, &digests), record, files }
    }
}

/// Leaves out the candidates that are there already, the same: `known` has the digest of each by the
/// external id that `name` gives.
fn leave_out_unchanged<R>(
    candidates: &mut Vec<Candidate<R>>,
    known: &HashMap<String, Digest32>,
    name: fn(&R) -> &String,
    tally: &mut Tally,
) {
    candidates.retain(|candidate| {
        let same = known.get(name(&candidate.record)) == Some(&candidate.digest);
        if same {
            tally.count(true, false);
        }
        !same
    });
}

/// How many records a unit wrote.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    created: u64,
    changed: u64,
    unchanged: u64,
}

impl Tally {
    /// Counts a record that is there now.
    fn count(&mut self, existed: bool, touched: bool) {
        match (existed, touched) {
            (false, true) => self.created += 1,
            (true, true) => self.changed += 1,
            (_, false) => self.unchanged += 1,
        }
    }

    fn add_to(self, counts: &mut Counts) {
        counts.created += self.created;
        counts.changed += self.changed;
        counts.unchanged += self.unchanged;
    }
}

/// How records of one type are written.
trait Kind: Send {
    /// A record that is ready to be written.
    type Item: Send + 'static;

    /// Which records it writes.
    const TYPE: RecordType;

    /// Whether this round is for `record`.
    fn takes(&self, record: &Record) -> bool {
        let _ = record;
        true
    }

    /// Looks up what the records refer to, and leaves out those that are there already.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Self::Item>>;

    /// Writes items in one unit.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Self::Item>) -> Result<Tally>;
}

/// Writes every row that was not refused.
///
/// # Errors
/// `Unavailable` when the database or a source cannot be used, and `Conflict` when the input changed
/// since it was checked. What was written by then stays; importing again completes it.
pub(super) fn write(desk: &Desk, checked: &mut Checked, on_step: &OnStep) -> Result<()> {
    let Checked { ledger, frame, voids, .. } = checked;
    let mut run = Run { desk, ledger, frame, on_step };
    run.stage(portals::Portals)?;
    run.stage(price_series::SeriesKind)?;
    run.stage(plans::Plans)?;
    run.stage(organization::OrganizationKind)?;
    run.stage(customers::Customers::new(desk)?)?;
    run.stage(subscriptions::Subscriptions::new(desk)?)?;
    run.stage(invoices::Invoices::first(desk)?)?;
    if *voids > 0 {
        run.stage(invoices::Invoices::voids(desk)?)?;
    }
    run.stage(meter_readings::Readings)?;
    run.stage(usage::Usage::default())?;
    run.stage(prices::Prices::default())?;
    Ok(())
}

struct Run<'a> {
    desk: &'a Desk,
    ledger: &'a mut Ledger,
    frame: &'a Frame,
    on_step: &'a OnStep,
}

impl Run<'_> {
    fn stage<K: Kind>(&mut self, kind: K) -> Result<()> {
        let counts = self.ledger.counts[K::TYPE.index()];
        let total = counts.read - counts.rejected.min(counts.read);
        if total == 0 {
            return Ok(());
        }
        let pace = Pace::default();
        let (ledger, frame, desk, on_step) = (&*self.ledger, self.frame, self.desk, self.on_step);
        let mut sum = Tally::default();
        std::thread::scope(|scope| {
            let (send, receive) = std::sync::mpsc::sync_channel(2);
            let ahead = Ahead { desk, ledger, frame, pace: &pace, send };
            let reading = scope.spawn(move || ahead.run(kind));
            let mut done = 0;
            for batch in receive {
                let Batch { rows, items, tally } = batch?;
                sum = plus(sum, tally);
                if !items.is_empty() {
                    sum = plus(sum, commit::<K>(desk, items, &pace)?);
                }
                done += rows;
                on_step(Step { stage: Stage::Writing(K::TYPE), done, total });
            }
            reading.join().map_err(|_| Error::internal("the thread that reads ahead has panicked"))
        })?;
        sum.add_to(&mut self.ledger.counts[K::TYPE.index()]);
        Ok(())
    }
}

fn plus(a: Tally, b: Tally) -> Tally {
    Tally {
        created: a.created + b.created,
        changed: a.changed + b.changed,
        unchanged: a.unchanged + b.unchanged,
    }
}

/// Writes one unit, leaves the lock to others for a moment, and adjusts how large the next ones are.
fn commit<K: Kind>(desk: &Desk, items: Vec<K::Item>, pace: &Pace) -> Result<Tally> {
    let inside = desk.clone();
    let (tally, took) = desk.write(move |tx| {
        tx.one_at_a_time(inside.organization.uuid())?;
        let begun = stop_watch();
        let tally = K::write(tx, &inside, items)?;
        Ok((tally, begun.elapsed()))
    })?;
    pace.took(took, UNIT);
    std::thread::sleep(PAUSE);
    Ok(tally)
}

/// A stop watch of the machinery; no rule depends on it.
fn stop_watch() -> Instant {
    Instant::now()
}

/// What a record refers to is gone: somebody else changed the database or the input meanwhile.
fn vanished(what: &str, name: &str) -> Error {
    Error::Conflict {
        code: "input_changed",
        message: format!(
            "The {what} {name} was there when the input was checked and is gone now; import again"
        ),
    }
}
