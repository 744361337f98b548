//! Values that belong to one day, put together: files that have a row for each value are checked and
//! written by the day like all others.

use super::read::Place;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use vestibule_kernel::series::{DayGrid, Resolution, SeriesDay, Slot};
use vestibule_kernel::{LocalDay, TimeZone};

/// Days that are open at once. Files by meter need few; files by time need one for each meter.
const OPEN: usize = 20_000;

/// What one row says of a series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part<V> {
    /// Whose series it is: an external id.
    pub(super) name: String,
    pub(super) day: LocalDay,
    pub(super) resolution: Resolution,
    /// Whether the row says its resolution.
    pub(super) said: bool,
    pub(super) form: Form<V>,
}

/// How much of a day a row has.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form<V> {
    /// One slot's value.
    Slot(usize, V),
    /// All of them.
    Day(Vec<Option<V>>),
}

/// What rows of one file say together about one day of a series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece<V> {
    pub(super) name: String,
    pub(super) values: SeriesDay<V>,
    /// The rows, in their order. Of a row for the whole day: that one.
    pub(super) rows: Vec<Place>,
    /// Whether each row is one slot.
    pub(super) by_slot: bool,
    said: bool,
}

impl<V: Slot> Piece<V> {
    /// A day of which nothing is there yet.
    fn open(name: &str, grid: &DayGrid, said: bool) -> Self {
        let values = SeriesDay::empty(grid);
        let rows = Vec::with_capacity(values.values.len());
        Self { name: name.to_owned(), values, rows, by_slot: true, said }
    }

    /// The slots of the day that have a value.
    pub(super) fn slots(&self) -> Slots {
        let filled = self.values.values.iter().enumerate().filter(|(_, value)| value.is_some());
        let mask = filled.fold(0, |mask, (index, _)| mask | (1 << index));
        Slots { resolution: self.values.resolution, mask }
    }

    /// Whether this is hourly data that is taken for quarters: all of several values begin a full hour, and
    /// no row says how long they are.
    pub(super) fn looks_hourly(&self) -> bool {
        let filled = self.values.values.iter().enumerate().filter(|(_, value)| value.is_some());
        self.by_slot
            && !self.said
            && self.values.resolution == Resolution::Quarter
            && self.rows.len() >= 4
            && filled.into_iter().all(|(index, _)| index % 4 == 0)
    }
}

/// Which slots of a day have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slots {
    pub(super) resolution: Resolution,
    /// One bit a slot; a day has at most a hundred.
    pub(super) mask: u128,
}

impl Slots {
    /// As text, for [`super::scratch::Fact::detail`].
    pub(super) fn written(self) -> String {
        format!("{} {:x}", self.resolution, self.mask)
    }

    /// What [`Self::written`] wrote.
    pub(super) fn read(text: &str) -> Self {
        let (resolution, mask) = text.split_once(' ').unwrap_or_default();
        Self {
            resolution: resolution.parse().unwrap_or(Resolution::Quarter),
            mask: u128::from_str_radix(mask, 16).unwrap_or(u128::MAX),
        }
    }
}

/// How a row was taken.
#[derive(Debug, PartialEq)]
pub(super) enum Added<V> {
    /// It waits for more of its day.
    Waits,
    /// Its day is whole.
    Whole(Piece<V>),
    /// An earlier row of the same file has that value, on this line.
    Twice(u32),
    /// Earlier rows of that day have another resolution, the first on this line.
    OtherResolution(u32),
}

/// Days of which more may come.
pub(super) struct Gather<'z, V> {
    zone: &'z TimeZone,
    open: HashMap<String, BTreeMap<LocalDay, Piece<V>>>,
    count: usize,
}

impl<'z, V: Slot> Gather<'z, V> {
    pub(super) fn new(zone: &'z TimeZone) -> Self {
        Self { zone, open: HashMap::new(), count: 0 }
    }

    /// Takes a row.
    pub(super) fn add(&mut self, part: Part<V>, row: Place) -> Added<V> {
        let Part { name, day, resolution, said, form } = part;
        let (slot, value) = match form {
            Form::Slot(slot, value) => (slot, value),
            Form::Day(values) => {
                let values = SeriesDay { day, resolution, values };
                return Added::Whole(Piece { name, values, rows: vec![row], by_slot: false, said });
            }
        };
        let mut days = match self.open.entry(name) {
            Entry::Occupied(days) => days,
            Entry::Vacant(none) => none.insert_entry(BTreeMap::new()),
        };
        if !days.get().contains_key(&day) {
            self.count += 1;
            let piece = Piece::open(days.key(), &DayGrid::new(day, resolution, self.zone), said);
            days.get_mut().insert(day, piece);
        }
        let days = days.into_mut();
        let Some(piece) = days.get_mut(&day) else { return Added::Waits };
        let first = piece.rows.first().map_or(row.line, |first| first.line);
        if piece.values.resolution != resolution {
            return Added::OtherResolution(first);
        }
        match piece.values.values.get_mut(slot) {
            Some(place @ None) => *place = Some(value),
            Some(Some(_)) | None => return Added::Twice(first),
        }
        piece.rows.push(row);
        if piece.rows.len() < piece.values.values.len() {
            return Added::Waits;
        }
        self.count -= 1;
        days.remove(&day).map_or(Added::Waits, Added::Whole)
    }

    /// Whether so many days are open that they should be taken out.
    pub(super) fn is_full(&self) -> bool {
        self.count >= OPEN
    }

    /// Every day that is open, by its first row.
    pub(super) fn take_all(&mut self) -> Vec<Piece<V>> {
        self.count = 0;
        let mut pieces: Vec<_> = self.open.drain().flat_map(|(_, days)| days.into_values()).collect();
        pieces.sort_by_key(|piece| piece.rows.first().map_or(0, |row| row.offset));
        pieces
    }
}
