//! What meters showed.

mod list;
mod reading;
mod submit;

pub(crate) use list::{__path_list_readings, list_readings};
pub(crate) use submit::{__path_submit_reading, submit_reading};
