//! Writing measured use, day by day.

use super::{Kind, Located, Tally, vanished};
use crate::records::desk::Desk;
use crate::records::gather::Piece;
use crate::records::kinds::Record;
use crate::records::types::RecordType;
use std::collections::HashMap;
use vestibule_kernel::Result;
use vestibule_kernel::id::SubscriptionId;
use vestibule_kernel::series::{Merged, Slot};
use vestibule_kernel::usage::Measured;
use vestibule_store::Tx;
use vestibule_store::tables::{subscriptions, usage_days};

/// Subscriptions that are remembered between units.
const REMEMBERED: usize = 10_000;

#[derive(Default)]
pub(super) struct Usage {
    subscriptions: HashMap<String, SubscriptionId>,
}

pub(super) struct Item {
    subscription: SubscriptionId,
    piece: Piece<Measured>,
}

impl Kind for Usage {
    type Item = Item;
    const TYPE: RecordType = RecordType::Usage;

    fn prepare(&mut self, desk: &Desk, records: Vec<Located>, _: &mut Tally) -> Result<Vec<Item>> {
        let pieces: Vec<_> = records.into_iter().filter_map(piece).collect();
        self.look_up(desk, &pieces)?;
        let item = |piece: Piece<Measured>| {
            let subscription = self.subscriptions.get(&piece.name).copied();
            Ok(Item {
                subscription: subscription.ok_or_else(|| vanished("subscription", &piece.name))?,
                piece,
            })
        };
        pieces.into_iter().map(item).collect()
    }

    fn write(tx: &mut Tx<'_>, desk: &Desk, items: Vec<Item>) -> Result<Tally> {
        let mut tally = Tally::default();
        for Item { subscription, piece } in items {
            let merged = usage_days::take(tx, desk.organization, subscription, &piece.values)?;
            count(&mut tally, &piece, merged);
        }
        Ok(tally)
    }
}

impl Usage {
    /// Looks up those that are not known yet.
    fn look_up(&mut self, desk: &Desk, pieces: &[Piece<Measured>]) -> Result<()> {
        if self.subscriptions.len() > REMEMBERED {
            self.subscriptions.clear();
        }
        let names =
            pieces.iter().map(|piece| &piece.name).filter(|name| !self.subscriptions.contains_key(*name));
        let mut names: Vec<String> = names.cloned().collect();
        names.sort_unstable();
        names.dedup();
        let rows = desk.look_up(names, subscriptions::known)?;
        self.subscriptions.extend(rows.into_iter().map(|row| (row.external_id, row.id)));
        Ok(())
    }
}

fn piece(located: Located) -> Option<Piece<Measured>> {
    let Record::UsageDay(piece) = located.record else { return None };
    Some(piece)
}

/// Counts rows: each slot by itself where it is one, the day as one where that is the row.
pub(super) fn count<V: Slot>(tally: &mut Tally, piece: &Piece<V>, merged: Merged) {
    if piece.by_slot {
        tally.created += merged.created;
        tally.changed += merged.changed;
        tally.unchanged += merged.unchanged;
        return;
    }
    let touched = merged.created + merged.changed > 0;
    let existed = merged.changed + merged.unchanged > 0 || !touched;
    tally.count(existed, touched);
}
