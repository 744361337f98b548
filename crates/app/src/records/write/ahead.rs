//! Reading ahead: rows into records, records into units, while the writer commits.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::files;
use crate::records::gather::{Added, Gather, Part, Piece};
use crate::records::kinds::{Frame, Record, decode};
use crate::records::ledger::Ledger;
use crate::records::read::{Item, Place, Reader};
use crate::records::row::Row;
use crate::records::series::{OpenDays, Series};
use crate::records::sources::Source;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use vestibule_kernel::Result;
use vestibule_kernel::asset::Asset;

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
            let mut open = OpenDays::new(&self.frame.zone);
            while let Some(item) = reader.next(Some(K::TYPE))? {
                // What is broken or bad was refused by the first pass.
                let Item::Row(place, row) = item else { continue };
                if row.record_type != K::TYPE || self.ledger.is_refused(number, place.line) {
                    continue;
                }
                let record = self.again(source, row)?;
                if !kind.takes(&record.record) {
                    continue;
                }
                let ready = whole_days(record, place, &mut open);
                if !self.fill(kind, &mut batch, ready)? {
                    return Ok(());
                }
            }
            let mut rest = located(open.usage.take_all());
            rest.extend(located(open.prices.take_all()));
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

/// What is ready to be written with a record: itself, or the days of a series that it completes.
fn whole_days(record: Located, place: Place, open: &mut OpenDays<'_>) -> Vec<Located> {
    match record.record {
        Record::Usage(part) => take(&mut open.usage, part, place),
        Record::Prices(part) => take(&mut open.prices, part, place),
        Record::Organization(_)
        | Record::Portal(_)
        | Record::PriceSeries(_)
        | Record::Plan(_)
        | Record::Customer(_)
        | Record::Subscription(_)
        | Record::Invoice(_)
        | Record::MeterReading(_)
        | Record::UsageDay(_)
        | Record::PriceDay(_) => vec![record],
    }
}

fn take<V: Series>(open: &mut Gather<'_, V>, part: Part<V>, place: Place) -> Vec<Located> {
    match open.add(part, place) {
        Added::Whole(piece) => located(vec![piece]),
        Added::Waits if open.is_full() => located(open.take_all()),
        // Rows that repeat others were refused by the first pass.
        Added::Waits | Added::Twice(_) | Added::OtherResolution(_) => Vec::new(),
    }
}

/// Days that were put together from their rows.
fn located<V: Series>(pieces: Vec<Piece<V>>) -> Vec<Located> {
    let one = |piece: Piece<V>| Located {
        rows: piece.rows.len() as u64,
        record: V::record(piece),
        files: Vec::new(),
    };
    pieces.into_iter().map(one).collect()
}
