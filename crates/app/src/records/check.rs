//! The first pass: every row is read and checked by itself, invoices also against what is issued, and
//! the names that a row claims and needs are kept for [`super::references`]. Nothing is written to the
//! database.

use super::desk::Desk;
use super::files;
use super::issued::Comparison;
use super::kinds::organization::OrganizationRecord;
use super::kinds::{Frame, Record, decode};
use super::ledger::Ledger;
use super::progress::{Stage, Ticker};
use super::read::{Item, Place, Reader};
use super::report::Problem;
use super::row::{Claim, FileClaim, Findings, Mark, Role};
use super::scratch::{Fact, Scratch, key};
use super::series::{OpenDays, check_part, check_rest};
use super::types::{RecordType, Space};
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, Result};

/// What the first look at every row found.
pub(super) struct Checked {
    pub(super) scratch: Scratch,
    pub(super) ledger: Ledger,
    /// The organization as the input wants it, where days and amounts depend on it.
    pub(super) frame: Frame,
    /// How many invoices take another one back.
    pub(super) voids: u64,
}

impl Checked {
    /// Keeps what a row claims, with `others` of its source that stand and fall with it.
    ///
    /// # Errors
    /// `Unavailable` when the scratch file cannot be written.
    pub(super) fn keep(
        &mut self,
        (source, place): (u16, Place),
        others: &[Place],
        record_type: RecordType,
        claim: Claim,
    ) -> Result<()> {
        let Claim { space, role, name, detail, column } = claim;
        let (key, others) = (key(&name), others.to_vec());
        let fact = Fact { key, role, record_type, column, source, place, others, name, detail };
        self.scratch.put(space, &fact).map_err(|error| no_scratch(&error))
    }
}

/// Checks every row of the ledger's sources.
///
/// When a record changes the organization's time zone or currency, everything is read again: days
/// and amounts mean what they mean after the import, wherever in the input that record stands.
///
/// # Errors
/// `Unavailable` when the database does not answer, or a source or the scratch file cannot be read or
/// written.
pub(super) fn check(
    desk: &Desk,
    organization: &Organization,
    ledger: impl Fn() -> Ledger,
    ticker: &Ticker,
) -> Result<Checked> {
    let mut wanted = organization.clone();
    // A second round can only be wanted by what the first one found.
    for _ in 0..2 {
        let frame = Frame::new(&wanted, &desk.ctx.settings);
        let mut round = Round {
            checked: Checked {
                scratch: Scratch::new().map_err(|error| no_scratch(&error))?,
                ledger: ledger(),
                frame,
                voids: 0,
            },
            organization: None,
            comparison: Comparison::new(desk)?,
        };
        round.read_all(ticker)?;
        let mut becomes = organization.clone();
        if let Some(record) = &round.organization {
            record.apply(&mut becomes);
        }
        let settled = becomes.time_zone == wanted.time_zone && becomes.currency == wanted.currency;
        if settled {
            return Ok(round.checked);
        }
        round.checked.ledger.take_back()?;
        wanted = becomes;
    }
    Err(Error::Conflict {
        code: "input_changed",
        message: "The input changed while it was read; import it again".into(),
    })
}

fn no_scratch(error: &std::io::Error) -> Error {
    Error::Unavailable(format!("there is no room for scratch files: {error}"))
}

struct Round<'d> {
    checked: Checked,
    organization: Option<Box<OrganizationRecord>>,
    comparison: Comparison<'d>,
}

impl Round<'_> {
    fn read_all(&mut self, ticker: &Ticker) -> Result<()> {
        let sources = self.checked.ledger.sources().to_vec();
        let total = sources.iter().map(|source| source.bytes).sum();
        let mut before = 0;
        for (number, source) in sources.iter().enumerate() {
            let number = u16::try_from(number)
                .map_err(|_| Error::invalid("path", "too_big", "Expected at most 65535 files"))?;
            let mut reader = Reader::open(source)?;
            let zone = self.checked.frame.zone.clone();
            let mut open = OpenDays::new(&zone);
            loop {
                let position = reader.position();
                match reader.next(None)? {
                    None => break,
                    Some(item) => self.item(number, item, &mut open)?,
                }
                ticker.tick(Stage::Checking, before + position, total);
            }
            check_rest(&mut self.checked, &mut open.usage, number)?;
            check_rest(&mut self.checked, &mut open.prices, number)?;
            before += source.bytes;
        }
        self.comparison.settle(&mut self.checked.ledger)?;
        ticker.show(Stage::Checking, total, total);
        Ok(())
    }

    fn item(&mut self, source: u16, item: Item<'_>, open: &mut OpenDays<'_>) -> Result<()> {
        let ledger = &mut self.checked.ledger;
        let (place, mut row) = match item {
            Item::Row(place, row) => (place, row),
            Item::Bad(place, problem) => {
                ledger.saw_unread();
                return ledger.refuse(source, place, None, problem);
            }
            Item::Broken(line, problem) => return ledger.broken(source, line, problem),
        };
        ledger.saw(source, row.record_type);
        let record = decode(&mut row, &self.checked.frame);
        let Findings { problems, claims, files } = row.findings;
        let record_type = row.record_type;
        let folder = ledger.source(source).folder.clone();
        let bad_files = files.iter().filter_map(|claim| {
            files::check(folder.as_deref(), claim).err().map(|reason| about_file(claim, reason))
        });
        for problem in problems.into_iter().chain(bad_files) {
            ledger.refuse(source, place, Some(record_type), problem)?;
        }
        self.keep_claims(source, place, record_type, claims)?;
        match record {
            Some(Record::Organization(record)) => self.organization = Some(record),
            Some(Record::Invoice(record)) => {
                self.comparison.add(source, place, record, &mut self.checked.ledger)?;
            }
            Some(Record::Usage(part)) => {
                check_part(&mut self.checked, &mut open.usage, (source, place), part)?;
            }
            Some(Record::Prices(part)) => {
                check_part(&mut self.checked, &mut open.prices, (source, place), part)?;
            }
            Some(
                Record::Portal(_)
                | Record::Plan(_)
                | Record::Customer(_)
                | Record::Subscription(_)
                | Record::PriceSeries(_)
                | Record::MeterReading(_)
                | Record::UsageDay(_)
                | Record::PriceDay(_),
            )
            | None => {}
        }
        Ok(())
    }

    fn keep_claims(
        &mut self,
        source: u16,
        place: Place,
        record_type: RecordType,
        claims: Vec<Claim>,
    ) -> Result<()> {
        for claim in claims {
            if claim.space == Space::Invoice && claim.role == Role::Is(Mark::Void) {
                self.checked.voids += 1;
            }
            self.checked.keep((source, place), &[], record_type, claim)?;
        }
        Ok(())
    }
}

fn about_file(claim: &FileClaim, reason: String) -> Problem {
    Problem::of_value(claim.column, &claim.path, reason)
}
