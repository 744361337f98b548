//! Pages of a customer with a contract.

mod contract;
mod overview;

pub use contract::{Account, ContractCard, ContractState};
pub use overview::{Bill, Overview, OverviewData, Task, TaskKind};
