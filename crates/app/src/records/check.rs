//! The first pass: every row is read and checked by itself, invoices also against what is issued, and
//! the names that a row claims and needs are kept for [`super::references`]. Nothing is written to the
//! database.

use super::desk::Desk;
use super::files;
use super::gather::{Added, Gather, Piece};
use super::issued::Comparison;
use super::kinds::organization::OrganizationRecord;
use super::kinds::usage::UsageRecord;
use super::kinds::{Frame, Record, decode};
use super::ledger::Ledger;
use super::progress::{Stage, Ticker};
use super::read::{Item, Place, Reader};
use super::report::Problem;
use super::row::{Claim, FileClaim, Findings, Mark, Role};
use super::scratch::{Fact, Scratch, key};
use super::types::{RecordType, Space};
use vestibule_kernel::organization::Organization;
use vestibule_kernel::usage::Measured;
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
            let mut usage = Gather::new(&zone);
            loop {
                let position = reader.position();
                match reader.next(None)? {
                    None => break,
                    Some(item) => self.item(number, item, &mut usage)?,
                }
                ticker.tick(Stage::Checking, before + position, total);
            }
            self.usage_pieces(number, usage.take_all())?;
            before += source.bytes;
        }
        self.comparison.settle(&mut self.checked.ledger)?;
        ticker.show(Stage::Checking, total, total);
        Ok(())
    }

    fn item(&mut self, source: u16, item: Item<'_>, usage: &mut Gather<'_, Measured>) -> Result<()> {
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
            Some(Record::Usage(record)) => self.usage(source, place, record, usage)?,
            Some(
                Record::Portal(_)
                | Record::Plan(_)
                | Record::Customer(_)
                | Record::Subscription(_)
                | Record::UsageDay(_),
            )
            | None => {}
        }
        Ok(())
    }

    /// A row of usage, which is checked further with the rest of its day.
    fn usage(
        &mut self,
        source: u16,
        place: Place,
        record: UsageRecord,
        usage: &mut Gather<'_, Measured>,
    ) -> Result<()> {
        let again = |line: u32, what: &str| {
            let reason = format!("{what}, first on line {line}; expected each value of a day once");
            Problem::of_column("start", reason)
        };
        let problem = match usage.add(record, place) {
            Added::Waits => {
                let full = if usage.is_full() { usage.take_all() } else { Vec::new() };
                return self.usage_pieces(source, full);
            }
            Added::Whole(piece) => return self.usage_pieces(source, vec![piece]),
            Added::Twice(line) => again(line, "is there twice"),
            Added::OtherResolution(line) => again(line, "has another resolution than others of its day"),
        };
        self.checked.ledger.refuse(source, place, Some(RecordType::Usage), problem)
    }

    /// What days of usage claim and need, for all of their rows together.
    fn usage_pieces(&mut self, source: u16, pieces: Vec<Piece<Measured>>) -> Result<()> {
        for piece in pieces {
            let Some((first, others)) = piece.rows.split_first() else { continue };
            if piece.looks_hourly() {
                let reason = "every value of the day begins a full hour; say resolution: hour, or 15min if that is meant";
                for place in &piece.rows {
                    let problem = Problem::of_column("resolution", reason);
                    self.checked.ledger.refuse(source, *place, Some(RecordType::Usage), problem)?;
                }
                continue;
            }
            let day = if piece.by_slot { "start" } else { "day" };
            let claim =
                |space, column, role, name: String, detail| Claim { space, role, name, detail, column };
            let name = format!("{} {}", piece.name, piece.values.day);
            let claims = [
                claim(
                    Space::Subscription,
                    "subscription",
                    Role::Needs(Mark::Plain),
                    piece.name.clone(),
                    String::new(),
                ),
                claim(Space::UsageDay, day, Role::Is(Mark::Plain), name, piece.slots().written()),
            ];
            for claim in claims {
                self.keep_claim(source, *first, others.to_vec(), RecordType::Usage, claim)?;
            }
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
            self.keep_claim(source, place, Vec::new(), record_type, claim)?;
        }
        Ok(())
    }

    /// Keeps what a row claims, with `others` that stand and fall with it.
    fn keep_claim(
        &mut self,
        source: u16,
        place: Place,
        others: Vec<Place>,
        record_type: RecordType,
        claim: Claim,
    ) -> Result<()> {
        let Claim { space, role, name, detail, column } = claim;
        let fact = Fact { key: key(&name), role, record_type, column, source, place, others, name, detail };
        self.checked.scratch.put(space, &fact).map_err(|error| no_scratch(&error))
    }
}

fn about_file(claim: &FileClaim, reason: String) -> Problem {
    Problem::of_value(claim.column, &claim.path, reason)
}
