//! The second half of the first pass: whether names are claimed once, and whether everything that a
//! row refers to exists, in the input or in the database. Looks at one bucket of names at a time.

use super::check::Checked;
use super::desk::Desk;
use super::gather::Slots;
use super::holders::{Held, Holders};
use super::ledger::Ledger;
use super::progress::{Stage, Ticker};
use super::read::Place;
use super::report::Problem;
use super::row::{Mark, Role};
use super::scratch::{BUCKETS, Fact, Key};
use super::types::Space;
use std::collections::HashMap;
use vestibule_kernel::{Error, Result};

/// Refuses rows that claim what is taken or need what is not there. With `keep_going`, also those
/// that need a row which is refused itself.
///
/// # Errors
/// `Unavailable` when the database or a scratch file cannot be read.
pub(super) fn check_references(
    desk: &Desk,
    checked: &mut Checked,
    keep_going: bool,
    ticker: &Ticker,
) -> Result<()> {
    let mut holders = Holders::new(desk);
    let total = (Space::ALL.len() * BUCKETS) as u64;
    for (done, (space, number)) in
        Space::ALL.into_iter().flat_map(|space| (0..BUCKETS).map(move |number| (space, number))).enumerate()
    {
        let facts = checked
            .scratch
            .bucket(space, number)
            .map_err(|error| Error::Unavailable(format!("a scratch file cannot be read: {error}")))?;
        if !facts.is_empty() {
            let mut bucket = Bucket {
                space,
                keep_going,
                ledger: &mut checked.ledger,
                owners: HashMap::new(),
                days: HashMap::new(),
            };
            bucket.claims(&mut holders, &facts)?;
            bucket.needs(&mut holders, &facts)?;
        }
        ticker.show(Stage::Comparing, done as u64 + 1, total);
    }
    Ok(())
}

/// The row that has a name.
#[derive(Clone, Copy)]
struct Owner {
    source: u16,
    place: Place,
    mark: Mark,
}

struct Bucket<'a> {
    space: Space,
    keep_going: bool,
    ledger: &'a mut Ledger,
    owners: HashMap<Key, Owner>,
    /// Which slots of a day rows have, and the first of these rows.
    days: HashMap<Key, (Owner, Slots)>,
}

impl Bucket<'_> {
    fn refuse(&mut self, fact: &Fact, reason: String) -> Result<()> {
        let problem = Problem::of_value(fact.column, &fact.name, reason);
        for place in &fact.others {
            self.ledger.refuse(fact.source, *place, Some(fact.record_type), problem.clone())?;
        }
        self.ledger.refuse(fact.source, fact.place, Some(fact.record_type), problem)
    }

    fn called(&self, source: u16, place: Place) -> String {
        format!("{}:{}", self.ledger.source(source).name, place.line)
    }

    /// Names that rows claim: each once, and none that somebody else has in the database.
    fn claims(&mut self, holders: &mut Holders<'_>, facts: &[Fact]) -> Result<()> {
        let mut first = Vec::new();
        for fact in facts {
            let Role::Is(mark) = fact.role else { continue };
            if matches!(self.space, Space::UsageDay | Space::PriceDay) {
                self.part_of_day(fact)?;
                continue;
            }
            if let Some(owner) = self.owners.get(&fact.key) {
                let there = self.called(owner.source, owner.place);
                self.refuse(
                    fact,
                    format!("is there twice, first at {there}; expected each {} once", self.space.noun()),
                )?;
                continue;
            }
            self.owners.insert(fact.key, Owner { source: fact.source, place: fact.place, mark });
            first.push(fact);
        }
        let wants =
            facts.iter().filter(|fact| fact.role == Role::Wants && !self.owners.contains_key(&fact.key));
        first.extend(wants);
        if !holders.guards(self.space) {
            return Ok(());
        }
        for fact in first {
            match holders.holder(self.space, fact)? {
                Held::Free | Held::Ours(_) => {}
                Held::Foreign(reason) => self.refuse(fact, reason)?,
            }
        }
        Ok(())
    }

    /// Values of one day of a series: rows may share a day as long as they share no slot of it.
    fn part_of_day(&mut self, fact: &Fact) -> Result<()> {
        let slots = Slots::read(&fact.detail);
        let Some((there, taken)) = self.days.get_mut(&fact.key) else {
            let there = Owner { source: fact.source, place: fact.place, mark: Mark::Plain };
            self.days.insert(fact.key, (there, slots));
            return Ok(());
        };
        let there = *there;
        let reason = if taken.resolution != slots.resolution {
            "is there in another resolution too, first at"
        } else if taken.mask & slots.mask != 0 {
            "is there twice, first at"
        } else {
            taken.mask |= slots.mask;
            return Ok(());
        };
        let place = self.called(there.source, there.place);
        self.refuse(fact, format!("{reason} {place}; expected each value of a day once"))
    }

    /// Names that rows refer to.
    fn needs(&mut self, holders: &mut Holders<'_>, facts: &[Fact]) -> Result<()> {
        let mut elsewhere = Vec::new();
        for fact in facts {
            let Role::Needs(not) = fact.role else { continue };
            match self.owners.get(&fact.key).copied() {
                None => elsewhere.push(fact),
                Some(owner) => self.against(fact, not, owner)?,
            }
        }
        let names: Vec<&str> = elsewhere.iter().map(|fact| fact.name.as_str()).collect();
        let known = holders.known(self.space, &names)?;
        for fact in elsewhere {
            let Role::Needs(not) = fact.role else { continue };
            match known.get(&fact.name) {
                Some(mark) => self.suits(fact, not, *mark)?,
                // What an unreadable row would have been is unknown; saying that it is missing
                // would bury the finding that matters.
                None if self.ledger.incomplete && !self.keep_going => {}
                None => {
                    let noun = self.space.noun();
                    self.refuse(
                        fact,
                        format!("there is no such {noun}, neither in the input nor in the database"),
                    )?;
                }
            }
        }
        Ok(())
    }

    /// A reference to a row of the input.
    fn against(&mut self, fact: &Fact, not: Mark, owner: Owner) -> Result<()> {
        if self.ledger.is_refused(owner.source, owner.place.line) {
            if self.keep_going {
                let there = self.called(owner.source, owner.place);
                self.refuse(
                    fact,
                    format!("belongs to a {} that is refused itself, at {there}", self.space.noun()),
                )?;
            }
            return Ok(());
        }
        self.suits(fact, not, owner.mark)
    }

    fn suits(&mut self, fact: &Fact, not: Mark, mark: Mark) -> Result<()> {
        if not == Mark::Plain || not != mark {
            return Ok(());
        }
        let reason = match mark {
            Mark::NoService => {
                "is no plan of type service; only subscriptions to those are past_due or paused"
            }
            Mark::Void => "takes another invoice back itself; expected the invoice that was issued first",
            Mark::NoMeter => "has no meter; only subscriptions with one have readings",
            Mark::Plain => return Ok(()),
        };
        self.refuse(fact, reason.to_owned())
    }
}
