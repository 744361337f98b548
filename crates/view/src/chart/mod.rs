//! Charts as the template draws them: shapes in units of the plot, whose text is set beside it, so that a chart is
//! as wide as its place and its labels as large as all other text.

mod axis;
mod bars;
mod steps;

pub use axis::{Tick, XTick};
pub use bars::{Bar, BarChart};
pub use steps::{Marks, StepChart};
