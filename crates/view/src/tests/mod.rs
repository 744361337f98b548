//! Tests of the room as a whole: every page, every text, an operator's own templates.

mod agents;
mod brands;
mod overrides;
mod pages;
mod rules;
mod texts;
