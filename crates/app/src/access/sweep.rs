//! Housekeeping of the doors: what can open nothing any more is deleted after a day. The audit
//! trail stays.

use crate::Ctx;
use std::time::Duration;
use vestibule_kernel::Result;
use vestibule_store::tables::{access_links, refresh_tokens, sessions};

/// How long dead links, sessions and refresh tokens are kept.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Deletes links, sessions and refresh tokens that died more than a day ago; gives their number.
///
/// # Errors
/// `Unavailable` when the database does not answer; the next sweep does the work.
pub async fn sweep(ctx: &Ctx) -> Result<u64> {
    let before = ctx.now().minus(KEPT);
    ctx.db
        .write(move |tx| {
            Ok(access_links::sweep(tx, before)?
                + sessions::sweep(tx, before)?
                + refresh_tokens::sweep(tx, before)?)
        })
        .await
}
