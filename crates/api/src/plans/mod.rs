//! What can be bought.

mod get;
mod list;
mod plan;

pub(crate) use get::{__path_get_plan, get_plan};
pub(crate) use list::{__path_list_plans, list_plans};
pub(crate) use plan::Plan;
