//! The API through its router, as its callers see it.

mod authentication;
mod bodies;
mod contract;
mod data;
mod documents;
pub(crate) mod entities;
mod imports;
mod limits;
mod lists;
mod magic_links;
mod paths;
mod resources;
mod schemas;
mod stage;
mod tokens;
mod versions;
