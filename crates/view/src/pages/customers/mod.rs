//! Pages of a customer with a contract.

mod contract;
mod overview;

pub use contract::{Account, ContractCard, ContractState, Location};
pub use overview::{Bill, BillTitle, Overview, OverviewData, Task, TaskKind};
