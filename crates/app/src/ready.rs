//! Whether the server can do its work.

use crate::Ctx;
use vestibule_kernel::{Error, Result};

/// Asks the database something small.
///
/// # Errors
/// `Unavailable` when there is no answer, whatever the reason: nobody should send requests here then.
pub async fn ready(ctx: &Ctx) -> Result<()> {
    let Err(error) = ctx.db.ping().await else { return Ok(()) };
    Err(if matches!(error, Error::Unavailable(_)) { error } else { Error::Unavailable(error.to_string()) })
}
