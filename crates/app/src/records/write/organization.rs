//! Writing what changes about the organization itself.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::organization::{OrganizationRecord, changed};
use crate::records::types::RecordType;
use vestibule_kernel::{Error, Result};
use vestibule_store::Tx;
use vestibule_store::tables::{organizations, plans};

pub(super) struct OrganizationKind;

impl Kind for OrganizationKind {
    type Item = OrganizationRecord;
    const TYPE: RecordType = RecordType::Organization;

    fn prepare(&mut self, _: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Self::Item>> {
        Ok(records.into_iter().filter_map(record).collect())
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Self::Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for record in items {
            let before =
                organizations::find(tx, desk.organization)?.ok_or(Error::NotFound("Organization"))?;
            let mut after = before.clone();
            record.apply(&mut after);
            if let Some(changes) = &record.settings {
                // They fitted when they were checked; only half an app can fit no longer.
                after.settings =
                    changed(&before.settings, changes).map_err(|_| vanished("setting", "app"))?;
            }
            if let Some(name) = &record.default_plan {
                let plan = plans::id_by_external(tx, desk.organization, name)?;
                after.default_plan = Some(plan.ok_or_else(|| vanished("plan", name))?);
            }
            if after != before {
                organizations::update(tx, &after)?;
            }
            tally.count(true, after != before);
        }
        Ok(tally)
    }
}

fn record(located: Located) -> Option<OrganizationRecord> {
    let Record::Organization(record) = located.record else { return None };
    Some(*record)
}
