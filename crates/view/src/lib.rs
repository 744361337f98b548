//! Everything a human reads: pages, words, formats, the stylesheet and a portal's brand.
//! Knows no HTTP and no SQL; what it shows comes in as the fields of a [`Page`].

mod agent;
pub mod brand;
pub mod chart;
mod check;
mod chrome;
mod error;
mod escape;
mod filters;
mod format;
mod html;
mod language;
mod page;
pub mod pages;
mod stylesheet;
mod templates;
mod view;

pub use agent::Device;
pub use check::{Problem, check, gallery};
pub use chrome::{Back, Chrome, Notice, Place, Visitor};
pub use error::ViewError;
pub use page::Page;
pub use stylesheet::{Stylesheet, stylesheet};
pub use view::View;

#[cfg(test)]
mod tests;
