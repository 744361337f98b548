//! Writing portals.

use super::{Kind, Located, Tally};
use crate::records::desk::Desk;
use crate::records::kinds::portal::PortalRecord;
use crate::records::kinds::{Record, digest};
use crate::records::types::RecordType;
use vestibule_kernel::asset::{Asset, Digest32};
use vestibule_kernel::id::PortalId;
use vestibule_kernel::portal::{AssetRef, Portal, Theme};
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{assets, portals};

pub(super) struct Portals;

pub(super) struct Item {
    portal: Portal,
    files: Vec<Asset>,
    digest: Digest32,
}

impl Kind for Portals {
    type Unit = Vec<Item>;
    const TYPE: RecordType = RecordType::Portal;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Item>> {
        let now = desk.now();
        Ok(records.into_iter().filter_map(|located| item(desk, now, located)).collect())
    }

    fn is_empty(unit: &Vec<Item>) -> bool {
        unit.is_empty()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, unit: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for item in unit {
            let existed = portals::find_by_slug(tx, &item.portal.slug)?.is_some();
            for file in &item.files {
                assets::insert(tx, desk.organization, file, item.portal.created_at)?;
            }
            tally.count(existed, portals::upsert(tx, &item.portal, item.digest)?);
        }
        Ok(tally)
    }
}

fn item(desk: &Desk, now: Timestamp, located: Located) -> Option<Item> {
    let Located { record: Record::Portal(record), files } = located else { return None };
    let digests: Vec<Digest32> = files.iter().map(|file| file.digest).collect();
    let digest = digest(&record, &digests);
    let mut logos = digests.into_iter().map(AssetRef);
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
    } = *record;
    let theme = Theme {
        primary,
        accent,
        font,
        radius,
        logo_light: logo_light.and_then(|_| logos.next()),
        logo_dark: logo_dark.and_then(|_| logos.next()),
    };
    let portal = Portal {
        id: PortalId::new(now, &desk.ctx.rng),
        organization: desk.organization,
        slug,
        custom_host,
        name,
        enabled,
        locale,
        theme,
        created_at: now,
    };
    Some(Item { portal, files, digest })
}
