//! Writing portals.

use super::{Candidate, Kind, Located, Tally};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::portal::PortalRecord;
use crate::records::types::RecordType;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::id::PortalId;
use vestibule_kernel::portal::{AssetRef, Portal, Theme};
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{assets, portals};

pub(super) struct Portals;

impl Kind for Portals {
    type Item = Candidate<PortalRecord>;
    const TYPE: RecordType = RecordType::Portal;

    fn prepare(&mut self, _: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Self::Item>> {
        Ok(records.into_iter().filter_map(candidate).collect())
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Self::Item>) -> Result<Tally> {
        let (mut tally, now) = (Tally::default(), desk.now());
        for Candidate { record, files, digest } in items {
            let existed = portals::find_by_slug(tx, &record.slug)?.is_some();
            for file in &files {
                assets::insert(tx, desk.organization, file, now)?;
            }
            let portal = portal(desk, now, record, &files);
            tally.count(existed, portals::upsert(tx, &portal, digest)?);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<PortalRecord>> {
    let Record::Portal(record) = located.record else { return None };
    Some(Candidate::new(*record, located.files))
}

fn portal(desk: &Desk, now: Timestamp, record: PortalRecord, files: &[Asset]) -> Portal {
    let mut logos = files.iter().map(|file| AssetRef(file.digest));
    let PortalRecord {
        slug,
        custom_host,
        name,
        enabled,
        locale,
        primary,
        accent,
        font,
        radius,
        logo_light,
        logo_dark,
    } = record;
    let theme = Theme {
        primary,
        accent,
        font,
        radius,
        logo_light: logo_light.and_then(|_| logos.next()),
        logo_dark: logo_dark.and_then(|_| logos.next()),
    };
    Portal {
        id: PortalId::new(now, &desk.ctx.rng),
        organization: desk.organization,
        slug,
        custom_host,
        name,
        enabled,
        locale,
        theme,
        created_at: now,
    }
}
