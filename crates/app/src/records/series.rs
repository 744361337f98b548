//! Rows of time series while they are checked: put together by the day, and claimed like any other record.

use super::check::Checked;
use super::gather::{Added, Gather, Part, Piece};
use super::kinds::Record;
use super::read::Place;
use super::report::Problem;
use super::row::{Claim, Mark, Role};
use super::types::{RecordType, Space};
use vestibule_kernel::prices::Price;
use vestibule_kernel::series::Slot;
use vestibule_kernel::usage::Measured;
use vestibule_kernel::{Result, TimeZone};

/// Values of one kind of series.
pub(super) trait Series: Slot {
    /// What its rows are called.
    const TYPE: RecordType;
    /// What its values belong to.
    const OWNER: Space;
    /// The column that names that.
    const OWNER_COLUMN: &'static str;
    /// What a day of it claims.
    const DAY: Space;

    /// A day that is ready to be written.
    fn record(piece: Piece<Self>) -> Record;
}

impl Series for Measured {
    const TYPE: RecordType = RecordType::Usage;
    const OWNER: Space = Space::Subscription;
    const OWNER_COLUMN: &'static str = "subscription";
    const DAY: Space = Space::UsageDay;

    fn record(piece: Piece<Self>) -> Record {
        Record::UsageDay(piece)
    }
}

impl Series for Price {
    const TYPE: RecordType = RecordType::Prices;
    const OWNER: Space = Space::PriceSeries;
    const OWNER_COLUMN: &'static str = "series";
    const DAY: Space = Space::PriceDay;

    fn record(piece: Piece<Self>) -> Record {
        Record::PriceDay(piece)
    }
}

/// The days of one file that more rows may belong to.
pub(super) struct OpenDays<'z> {
    pub(super) usage: Gather<'z, Measured>,
    pub(super) prices: Gather<'z, Price>,
}

impl<'z> OpenDays<'z> {
    pub(super) fn new(zone: &'z TimeZone) -> Self {
        Self { usage: Gather::new(zone), prices: Gather::new(zone) }
    }
}

/// A row, which is checked further with the rest of its day.
pub(super) fn check_part<V: Series>(
    checked: &mut Checked,
    open: &mut Gather<'_, V>,
    (source, place): (u16, Place),
    part: Part<V>,
) -> Result<()> {
    let again = |line: u32, what: &str| {
        let reason = format!("{what}, first on line {line}; expected each value of a day once");
        Problem::of_column("start", reason)
    };
    let problem = match open.add(part, place) {
        Added::Waits if open.is_full() => return check_rest(checked, open, source),
        Added::Waits => return Ok(()),
        Added::Whole(piece) => return check_piece(checked, source, &piece),
        Added::Twice(line) => again(line, "is there twice"),
        Added::OtherResolution(line) => again(line, "has another resolution than others of its day"),
    };
    checked.ledger.refuse(source, place, Some(V::TYPE), problem)
}

/// The days that are still open.
pub(super) fn check_rest<V: Series>(
    checked: &mut Checked,
    open: &mut Gather<'_, V>,
    source: u16,
) -> Result<()> {
    open.take_all().iter().try_for_each(|piece| check_piece(checked, source, piece))
}

/// What a day claims and needs, for all of its rows together.
fn check_piece<V: Series>(checked: &mut Checked, source: u16, piece: &Piece<V>) -> Result<()> {
    let Some((first, others)) = piece.rows.split_first() else { return Ok(()) };
    if piece.looks_hourly() {
        let reason =
            "every value of the day begins a full hour; say resolution: hour, or 15min if that is meant";
        return piece.rows.iter().try_for_each(|place| {
            let problem = Problem::of_column("resolution", reason);
            checked.ledger.refuse(source, *place, Some(V::TYPE), problem)
        });
    }
    let claim = |space, column, role, name: String, detail| Claim { space, role, name, detail, column };
    let needs = Role::Needs(Mark::Plain);
    let owner = claim(V::OWNER, V::OWNER_COLUMN, needs, piece.name.clone(), String::new());
    let column = if piece.by_slot { "start" } else { "day" };
    let name = format!("{} {}", piece.name, piece.values.day);
    let day = claim(V::DAY, column, Role::Is(Mark::Plain), name, piece.slots().written());
    for claim in [owner, day] {
        checked.keep((source, *first), others, V::TYPE, claim)?;
    }
    Ok(())
}
