//! Reading ahead: rows into records, records into units, while the writer commits.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::files;
use crate::records::gather::{Added, Gather};
use crate::records::kinds::usage::UsageRecord;
use crate::records::kinds::{Frame, Record, decode};
use crate::records::ledger::Ledger;
use crate::records::read::{Item, Place, Reader};
use crate::records::row::Row;
use crate::records::sources::Source;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use vestibule_kernel::Result;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::usage::Measured;

/// Fewest and most records of a unit.
const RECORDS: std::ops::RangeInclusive<usize> = 25..=600;
/// Bytes of files after which a unit is full.
const FILES: usize = 2 << 20;

/// How many records the next units have.
pub(super) struct Pace(AtomicUsize);

impl Default for Pace {
    fn default() -> Self {
        Self(AtomicUsize::new(200))
    }
}

impl Pace {
    fn records(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// A unit took `took`; the next ones shall take `aim`.
    pub(super) fn took(&self, took: Duration, aim: Duration) {
        let now = self.records();
        let next = if took > aim {
            now * 3 / 4
        } else if took * 4 < aim * 3 {
            now + now / 8 + 1
        } else {
            now
        };
        self.0.store(next.clamp(*RECORDS.start(), *RECORDS.end()), Ordering::Relaxed);
    }
}

/// Records on their way to the writer.
pub(super) struct Batch<I> {
    pub(super) rows: u64,
    pub(super) items: Vec<I>,
    /// What needs no writing.
    pub(super) tally: Tally,
}

/// Records that wait until there are enough for a unit.
#[derive(Default)]
struct Gathered {
    records: Vec<Located>,
    rows: u64,
    /// How large the files are that they name.
    bytes: usize,
}

/// The thread that reads ahead.
pub(super) struct Ahead<'a, I> {
    pub(super) desk: &'a Desk,
    pub(super) ledger: &'a Ledger,
    pub(super) frame: &'a Frame,
    pub(super) pace: &'a Pace,
    pub(super) send: SyncSender<Result<Batch<I>>>,
}

impl<I> Ahead<'_, I> {
    /// Reads to the end, or to the first failure, which is sent like a batch.
    pub(super) fn run<K: Kind<Item = I>>(self, mut kind: K) {
        if let Err(error) = self.read_all(&mut kind) {
            // Whoever would listen has failed as well.
            let _ = self.send.send(Err(error));
        }
    }

    fn read_all<K: Kind<Item = I>>(&self, kind: &mut K) -> Result<()> {
        let mut batch = Gathered::default();
        for (number, source) in self.ledger.sources().iter().enumerate() {
            if self.ledger.present[number][K::TYPE.index()] == 0 {
                continue;
            }
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let mut reader = Reader::open(source)?;
            let mut usage = Gather::new(&self.frame.zone);
            while let Some(item) = reader.next(Some(K::TYPE))? {
                // What is broken or bad was refused by the first pass.
                let Item::Row(place, row) = item else { continue };
                if row.record_type != K::TYPE || self.ledger.is_refused(number, place.line) {
                    continue;
                }
                let located = self.again(source, row)?;
                if !kind.takes(&located.record) {
                    continue;
                }
                let ready = if let Record::Usage(record) = located.record {
                    whole_days(&mut usage, record, place)
                } else {
                    vec![located]
                };
                if !self.fill(kind, &mut batch, ready)? {
                    return Ok(());
                }
            }
            let rest = usage.take_all().into_iter().map(Located::of_usage).collect();
            if !self.fill(kind, &mut batch, rest)? {
                return Ok(());
            }
        }
        if !batch.records.is_empty() {
            self.send(kind, batch)?;
        }
        Ok(())
    }

    /// Adds records to a batch, and sends it whenever it is full. `false` when nobody takes batches any more.
    fn fill<K: Kind<Item = I>>(
        &self,
        kind: &mut K,
        batch: &mut Gathered,
        ready: Vec<Located>,
    ) -> Result<bool> {
        for located in ready {
            batch.bytes += located.files.iter().map(|file| file.bytes.len()).sum::<usize>();
            batch.rows += located.rows;
            batch.records.push(located);
            let full = batch.records.len() >= self.pace.records() || batch.bytes >= FILES;
            if full && !self.send(kind, std::mem::take(batch))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `false` when nobody takes batches any more.
    fn send<K: Kind<Item = I>>(&self, kind: &mut K, batch: Gathered) -> Result<bool> {
        let (rows, mut tally) = (batch.rows, Tally::default());
        let items = kind.prepare(self.desk, batch.records, &mut tally)?;
        Ok(self.send.send(Ok(Batch { rows, items, tally })).is_ok())
    }

    /// Decodes a row that was good when it was checked, and reads the files that it names.
    fn again(&self, source: &Source, mut row: Row<'_>) -> Result<Located> {
        let record = decode(&mut row, self.frame).ok_or_else(|| vanished("row", &source.name))?;
        let files = row
            .findings
            .files
            .iter()
            .map(|claim| {
                files::load(source.folder.as_deref(), claim.kind, &claim.path)
                    .map_err(|_| vanished("file", &claim.path))
            })
            .collect::<Result<Vec<Asset>>>()?;
        Ok(Located { record, files, rows: 1 })
    }
}

/// The days that a row of usage completes, or that must make room.
fn whole_days(usage: &mut Gather<'_, Measured>, record: UsageRecord, place: Place) -> Vec<Located> {
    let pieces = match usage.add(record, place) {
        Added::Whole(piece) => vec![piece],
        Added::Waits if usage.is_full() => usage.take_all(),
        // Rows that repeat others were refused by the first pass.
        Added::Waits | Added::Twice(_) | Added::OtherResolution(_) => Vec::new(),
    };
    pieces.into_iter().map(Located::of_usage).collect()
}
