//! Writing prices, day by day.

use super::usage::count;
use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::gather::Piece;
use crate::records::kinds::Record;
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::id::PriceSeriesId;
use vestibule_kernel::prices::Price;
use vestibule_store::Tx;
use vestibule_store::tables::{price_days, price_series};

#[derive(Default)]
pub(super) struct Prices {
    /// There are few series; each is looked up once.
    series: HashMap<String, PriceSeriesId>,
}

pub(super) struct Item {
    series: PriceSeriesId,
    piece: Piece<Price>,
}

impl Kind for Prices {
    type Item = Item;
    const TYPE: RecordType = RecordType::Prices;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Item>> {
        let pieces = records.into_iter().filter_map(piece);
        pieces.map(|piece| Ok(Item { series: self.series(desk, &piece.name)?, piece })).collect()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for Item { series, piece } in items {
            let merged = price_days::take(tx, desk.organization, series, &piece.values)?;
            count(&mut tally, &piece, merged);
        }
        Ok(tally)
    }
}

impl Prices {
    fn series(&mut self, desk: &Desk, name: &str) -> Result<PriceSeriesId> {
        if let Some(id) = self.series.get(name) {
            return Ok(*id);
        }
        let (organization, wanted) = (desk.organization, name.to_owned());
        let found = desk.read(move |read| price_series::id_by_external(read, organization, &wanted))?;
        let id = found.ok_or_else(|| vanished("price series", name))?;
        self.series.insert(name.to_owned(), id);
        Ok(id)
    }
}

fn piece(located: Located) -> Option<Piece<Price>> {
    let Record::PriceDay(piece) = located.record else { return None };
    Some(piece)
}
