//! Reading ahead: rows into records, records into units, while the writer commits.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::files;
use crate::records::kinds::{Frame, decode};
use crate::records::ledger::Ledger;
use crate::records::read::{Item, Reader};
use crate::records::row::Row;
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
        let mut gathered = Vec::new();
        let mut bytes = 0;
        for (number, source) in self.ledger.sources().iter().enumerate() {
            if self.ledger.present[number][K::TYPE.index()] == 0 {
                continue;
            }
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let mut reader = Reader::open(source)?;
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
                bytes += located.files.iter().map(|file| file.bytes.len()).sum::<usize>();
                gathered.push(located);
                if gathered.len() >= self.pace.records() || bytes >= FILES {
                    bytes = 0;
                    if !self.send(kind, std::mem::take(&mut gathered))? {
                        return Ok(());
                    }
                }
            }
        }
        if !gathered.is_empty() {
            self.send(kind, gathered)?;
        }
        Ok(())
    }

    /// `false` when nobody takes batches any more.
    fn send<K: Kind<Item = I>>(&self, kind: &mut K, records: Vec<Located>) -> Result<bool> {
        let (rows, mut tally) = (records.len() as u64, Tally::default());
        let items = kind.prepare(self.desk, records, &mut tally)?;
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
        Ok(Located { record, files })
    }
}
