//! Who has a name in the database already.

use super::desk::Desk;
use super::row::Mark;
use super::scratch::Fact;
use super::types::Space;
use std::collections::HashMap;
use vestibule_kernel::plan::PlanType;
use vestibule_kernel::{Result, Slug};
use vestibule_store::Read;
use vestibule_store::tables::{customers, invoices, plans, portals, price_series, subscriptions};

/// Names that one read of the database looks for.
const BATCH: usize = 1024;

/// Who has a name.
pub(super) enum Held {
    /// Nobody.
    Free,
    /// What the row means, or may take over.
    Ours(Mark),
    /// Somebody else, and why that is in the way.
    Foreign(String),
}

/// Looks names up in the database, each kind as it is cheapest.
pub(super) struct Holders<'d> {
    desk: &'d Desk,
    plans: Option<HashMap<String, Mark>>,
}

impl<'d> Holders<'d> {
    pub(super) fn new(desk: &'d Desk) -> Self {
        Self { desk, plans: None }
    }

    /// Whether a claim of such a name can collide with what is in the database. Numbers of invoices can,
    /// and were looked up with the invoices.
    pub(super) fn guards(&self, space: Space) -> bool {
        match space {
            Space::Portal | Space::Host | Space::PlanSlug => true,
            Space::Organization
            | Space::Plan
            | Space::Customer
            | Space::Subscription
            | Space::Invoice
            | Space::InvoiceNumber
            | Space::PriceSeries
            | Space::Reading
            | Space::UsageDay
            | Space::PriceDay => false,
        }
    }

    /// Who has the name that `fact` claims.
    pub(super) fn holder(&self, space: Space, fact: &Fact) -> Result<Held> {
        match space {
            Space::Portal => self.portal(&fact.name),
            Space::Host => self.host(&fact.name, &fact.detail),
            Space::PlanSlug => self.plan_slug(&fact.name, &fact.detail),
            Space::Organization
            | Space::Plan
            | Space::Customer
            | Space::Subscription
            | Space::Invoice
            | Space::InvoiceNumber
            | Space::PriceSeries
            | Space::Reading
            | Space::UsageDay
            | Space::PriceDay => Ok(Held::Free),
        }
    }

    fn portal(&self, slug: &str) -> Result<Held> {
        let Ok(slug) = slug.parse::<Slug>() else { return Ok(Held::Free) };
        let found = self.desk.read(move |read| portals::find_by_slug(read, &slug))?;
        Ok(match found {
            None => Held::Free,
            Some(portal) if portal.organization == self.desk.organization => Held::Ours(Mark::Plain),
            Some(_) => Held::Foreign(
                "is taken by a portal of another organization; choose another slug, or name the plan's portal".into(),
            ),
        })
    }

    fn host(&self, host: &str, slug: &str) -> Result<Held> {
        let host = host.to_owned();
        let found = self.desk.read(move |read| portals::at_host(read, &host))?;
        Ok(match found {
            None => Held::Free,
            Some((portal, _)) if portal.organization != self.desk.organization => {
                Held::Foreign("is taken by another portal; choose another host".into())
            }
            Some((portal, _)) if portal.slug.as_str() != slug => Held::Foreign(format!(
                "is the host of the portal {}; take it from that one in an import of its own first",
                portal.slug
            )),
            Some(_) => Held::Ours(Mark::Plain),
        })
    }

    fn plan_slug(&self, slug: &str, external_id: &str) -> Result<Held> {
        let (organization, slug) = (self.desk.organization, slug.to_owned());
        let found = self.desk.read(move |read| plans::holder_of_slug(read, organization, &slug))?;
        Ok(match found {
            None => Held::Free,
            Some(holder) if holder == external_id => Held::Ours(Mark::Plain),
            Some(holder) => Held::Foreign(format!(
                "is the slug of the plan {holder}; choose another, or rename that plan in an import of its own first"
            )),
        })
    }

    /// Which of `names` the organization has, with what matters about them.
    pub(super) fn known(&mut self, space: Space, names: &[&str]) -> Result<HashMap<String, Mark>> {
        let mut unique: Vec<&str> = names.to_vec();
        unique.sort_unstable();
        unique.dedup();
        match space {
            Space::Portal => self.known_portals(&unique),
            Space::Plan => self.known_plans(&unique),
            Space::Customer | Space::Subscription | Space::Invoice => {
                let mut known = HashMap::with_capacity(unique.len());
                for batch in unique.chunks(BATCH) {
                    known.extend(self.known_records(space, batch)?);
                }
                Ok(known)
            }
            Space::PriceSeries => self.known_series(&unique),
            Space::Organization
            | Space::Host
            | Space::PlanSlug
            | Space::InvoiceNumber
            | Space::Reading
            | Space::UsageDay
            | Space::PriceDay => Ok(HashMap::new()),
        }
    }

    fn known_portals(&self, slugs: &[&str]) -> Result<HashMap<String, Mark>> {
        let mut known = HashMap::new();
        for slug in slugs {
            if let Held::Ours(mark) = self.portal(slug)? {
                known.insert((*slug).to_owned(), mark);
            }
        }
        Ok(known)
    }

    fn known_series(&self, names: &[&str]) -> Result<HashMap<String, Mark>> {
        let mut known = HashMap::new();
        for name in names {
            let (organization, wanted) = (self.desk.organization, (*name).to_owned());
            let find = move |read: &mut Read<'_>| price_series::id_by_external(read, organization, &wanted);
            if self.desk.read(find)?.is_some() {
                known.insert((*name).to_owned(), Mark::Plain);
            }
        }
        Ok(known)
    }

    /// There are few plans; they are read once.
    fn known_plans(&mut self, names: &[&str]) -> Result<HashMap<String, Mark>> {
        if names.is_empty() {
            return Ok(HashMap::new());
        }
        let organization = self.desk.organization;
        let all = match &self.plans {
            Some(plans) => plans,
            None => {
                let rows = self.desk.read(move |read| plans::all(read, organization))?;
                let marked = rows.into_iter().map(|plan| {
                    let mark = match plan.plan_type {
                        PlanType::Service => Mark::Plain,
                        PlanType::Consumption | PlanType::FeedIn => Mark::NoService,
                    };
                    (plan.external_id, mark)
                });
                self.plans.insert(marked.collect())
            }
        };
        Ok(names.iter().filter_map(|name| Some(((*name).to_owned(), *all.get(*name)?))).collect())
    }

    fn known_records(&self, space: Space, names: &[&str]) -> Result<Vec<(String, Mark)>> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(match space {
            Space::Customer => {
                let rows = self.desk.look_up(names, customers::known)?;
                rows.into_iter().map(|row| (row.external_id, Mark::Plain)).collect()
            }
            Space::Subscription => {
                let rows = self.desk.look_up(names, subscriptions::known)?;
                let mark = |metered: bool| if metered { Mark::Plain } else { Mark::NoMeter };
                rows.into_iter().map(|row| (row.external_id, mark(row.meter.is_some()))).collect()
            }
            Space::Invoice => {
                let rows = self.desk.look_up(names, invoices::known)?;
                let mark = |voids: bool| if voids { Mark::Void } else { Mark::Plain };
                rows.into_iter().map(|row| (row.external_id, mark(row.voids.is_some()))).collect()
            }
            Space::Organization
            | Space::Portal
            | Space::Host
            | Space::PlanSlug
            | Space::Plan
            | Space::InvoiceNumber
            | Space::PriceSeries
            | Space::Reading
            | Space::UsageDay
            | Space::PriceDay => Vec::new(),
        })
    }
}
