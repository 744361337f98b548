//! Housekeeping of the doors: what can open nothing any more is deleted after a day. The audit
//! trail stays.

use crate::Ctx;
use std::time::Duration;
use vestibule_kernel::{Result, Timestamp};
use vestibule_store::Tx;
use vestibule_store::tables::{access_links, refresh_tokens, sessions};

/// How long dead links, sessions and refresh tokens are kept.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Rows that are deleted in one unit: many at once would hold up who signs in meanwhile.
const BATCH: u32 = 1_000;

/// Deletes links, sessions and refresh tokens that died more than a day ago; gives their number.
///
/// # Errors
/// `Unavailable` when the database does not answer; the next sweep does the work.
pub async fn sweep(ctx: &Ctx) -> Result<u64> {
    Ok(in_batches(ctx, access_links::sweep).await?
        + in_batches(ctx, sessions::sweep).await?
        + in_batches(ctx, refresh_tokens::sweep).await?)
}

async fn in_batches(ctx: &Ctx, sweep: fn(&mut Tx<'_>, Timestamp, u32) -> Result<u64>) -> Result<u64> {
    let before = ctx.now().minus(KEPT);
    let mut deleted = 0;
    loop {
        let batch = ctx.db.write(move |tx| sweep(tx, before, BATCH)).await?;
        deleted += batch;
        if batch < u64::from(BATCH) {
            return Ok(deleted);
        }
    }
}
