//! Writing what meters showed.

use super::{Candidate, Kind, Located, Tally, leave_out_unchanged, vanished};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::meter_reading::ReadingRecord;
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::id::{MeterId, ReadingId, SubscriptionId};
use vestibule_kernel::reading::MeterReading;
use vestibule_store::Tx;
use vestibule_store::tables::{meter_readings, subscriptions};

pub(super) struct Readings;

pub(super) struct Item {
    candidate: Candidate<ReadingRecord>,
    subscription: SubscriptionId,
    meter: MeterId,
    there: Option<ReadingId>,
}

impl Kind for Readings {
    type Item = Item;
    const TYPE: RecordType = RecordType::MeterReading;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, tally: &mut Tally) -> Result<Vec<Item>> {
        let mut candidates: Vec<_> = records.into_iter().filter_map(candidate).collect();
        let name = |candidate: &Candidate<ReadingRecord>| candidate.record.external_id.clone();
        let known = desk.look_up(candidates.iter().map(name).collect(), meter_readings::known)?;
        let digests = known.iter().map(|row| (row.external_id.clone(), row.digest)).collect();
        let ids: HashMap<String, ReadingId> =
            known.into_iter().map(|row| (row.external_id, row.id)).collect();
        leave_out_unchanged(&mut candidates, &digests, |record| &record.external_id, tally);
        let of = |candidate: &Candidate<ReadingRecord>| candidate.record.subscription.clone();
        let rows = desk.look_up(candidates.iter().map(of).collect(), subscriptions::known)?;
        let metered: HashMap<String, (SubscriptionId, Option<MeterId>)> =
            rows.into_iter().map(|row| (row.external_id, (row.id, row.meter))).collect();
        let item = |candidate: Candidate<ReadingRecord>| {
            let record = &candidate.record;
            let (subscription, meter) = match metered.get(&record.subscription) {
                Some((subscription, Some(meter))) => (*subscription, *meter),
                Some((_, None)) | None => return Err(vanished("meter of", &record.subscription)),
            };
            let there = ids.get(&record.external_id).copied();
            Ok(Item { candidate, subscription, meter, there })
        };
        candidates.into_iter().map(item).collect()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for Item { candidate: Candidate { record, digest, .. }, subscription, meter, there } in items {
            tally.count(there.is_some(), true);
            let reading = MeterReading {
                id: there.unwrap_or_else(|| ReadingId::new(record.reported_at, &desk.ctx.rng)),
                organization: desk.organization,
                subscription,
                meter,
                value: record.value,
                day: record.day,
                reading_type: record.reading_type,
                message: None,
                created_at: record.reported_at,
            };
            meter_readings::upsert(tx, &reading, Some(&record.external_id), digest)?;
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<ReadingRecord>> {
    let Record::MeterReading(record) = located.record else { return None };
    Some(Candidate::new(record, located.files))
}
