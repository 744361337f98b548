//! What was used.

mod consumption;

pub(crate) use consumption::{__path_get_consumption, get_consumption};
