//! Writing series of prices.

use super::{Candidate, Kind, Located, Tally};
use crate::records::desk::Desk;
use crate::records::kinds::Record;
use crate::records::kinds::price_series::PriceSeriesRecord;
use crate::records::types::RecordType;
use vestibule_kernel::Result;
use vestibule_kernel::id::PriceSeriesId;
use vestibule_kernel::prices::PriceSeries;
use vestibule_store::Tx;
use vestibule_store::tables::price_series;

pub(super) struct SeriesKind;

impl Kind for SeriesKind {
    type Item = Candidate<PriceSeriesRecord>;
    const TYPE: RecordType = RecordType::PriceSeries;

    fn prepare(&mut self, _: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Self::Item>> {
        Ok(records.into_iter().filter_map(candidate).collect())
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Self::Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for Candidate { record, digest, .. } in items {
            let there = price_series::id_by_external(tx, desk.organization, &record.external_id)?;
            let PriceSeriesRecord { external_id, reference } = record;
            let series = PriceSeries {
                id: there.unwrap_or_else(|| PriceSeriesId::new(desk.now(), &desk.ctx.rng)),
                organization: desk.organization,
                external_id,
                reference,
                created_at: desk.now(),
            };
            tally.count(there.is_some(), price_series::upsert(tx, &series, digest)?);
        }
        Ok(tally)
    }
}

fn candidate(located: Located) -> Option<Candidate<PriceSeriesRecord>> {
    let Record::PriceSeries(record) = located.record else { return None };
    Some(Candidate::new(record, located.files))
}
