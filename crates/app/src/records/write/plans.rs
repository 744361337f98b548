//! Writing plans, and the portals that come into being with them.

use super::{Candidate, Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::plan::{PlanPortal, PlanRecord};
use crate::records::types::RecordType;
use vestibule_kernel::asset::Digest32;
use vestibule_kernel::id::{PlanId, PortalId, PriceSeriesId};
use vestibule_kernel::plan::Plan;
use vestibule_kernel::portal::{Portal, Theme};
use vestibule_kernel::{Result, Slug, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{plans, portals, price_series};

pub(super) struct Plans;

impl Kind for Plans {
    type Item = Candidate<PlanRecord>;
    const TYPE: RecordType = RecordType::Plan;

    fn prepare(&mut self, _: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Self::Item>> {
        Ok(records.into_iter().filter_map(candidate).collect())
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Self::Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for Candidate { record, digest, .. } in items {
            let existed = plans::id_by_external(tx, desk.organization, &record.external_id)?.is_some();
            let series = match &record.price_series {
                None => None,
                Some(name) => Some(series(tx, desk, name)?),
            };
            let portal = match &record.portal {
                PlanPortal::Nowhere => None,
                PlanPortal::Named(slug) => Some(named(tx, desk, slug)?),
                PlanPortal::Own => Some(own(tx, desk, &record)?),
            };
            let mut plan = plan(desk, desk.now(), record, portal);
            plan.price_series = series;
            tally.count(existed, plans::upsert(tx, &plan, digest)?);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<PlanRecord>> {
    let Record::Plan(record) = located.record else { return None };
    Some(Candidate::new(*record, located.files))
}

/// The series of prices that the operator knows by this id.
pub(super) fn series(tx: &mut Tx<'_>, desk: &Desk, name: &str) -> Result<PriceSeriesId> {
    price_series::id_by_external(tx, desk.organization, name)?.ok_or_else(|| vanished("price series", name))
}

fn named(tx: &mut Tx<'_>, desk: &Desk, slug: &str) -> Result<PortalId> {
    let gone = || vanished("portal", slug);
    let slug: Slug = slug.parse().map_err(|_| gone())?;
    let portal = portals::find_by_slug(tx, &slug)?;
    portal.filter(|portal| portal.organization == desk.organization).map(|portal| portal.id).ok_or_else(gone)
}

/// The portal under the plan's slug: the one that is there, or a new one without a brand.
fn own(tx: &mut Tx<'_>, desk: &Desk, record: &PlanRecord) -> Result<PortalId> {
    if let Some(portal) = portals::find_by_slug(tx, &record.slug)? {
        return if portal.organization == desk.organization {
            Ok(portal.id)
        } else {
            Err(vanished("free portal slug", record.slug.as_str()))
        };
    }
    let now = desk.now();
    let portal = Portal {
        id: PortalId::new(now, &desk.ctx.rng),
        organization: desk.organization,
        slug: record.slug.clone(),
        custom_host: None,
        name: record.name.clone(),
        enabled: true,
        locale: None,
        theme: Theme::default(),
        created_at: now,
    };
    // No record has this digest, so the first one that describes the portal is taken.
    portals::upsert(tx, &portal, Digest32([0; 32]))?;
    Ok(portal.id)
}

fn plan(desk: &Desk, now: Timestamp, record: PlanRecord, portal: Option<PortalId>) -> Plan {
    let PlanRecord {
        external_id,
        slug,
        name,
        description,
        plan_type,
        price,
        interval,
        components,
        portal: _,
        price_series: _,
        cancellation_days,
        on_offer,
    } = record;
    Plan {
        id: PlanId::new(now, &desk.ctx.rng),
        organization: desk.organization,
        external_id,
        slug,
        name,
        description,
        plan_type,
        price,
        interval,
        components,
        portal,
        price_series: None,
        cancellation_days,
        on_offer,
        created_at: now,
    }
}
