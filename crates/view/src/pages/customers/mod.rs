//! Pages of a customer with a contract.

mod contract;
mod overview;
mod price_card;
mod usage_card;

pub use contract::{Account, ContractCard, ContractState, Location};
pub use overview::{Bill, BillTitle, Overview, OverviewData, Task, TaskKind};
pub use price_card::PriceCard;
pub use usage_card::{UsageCard, UsageCardData};
