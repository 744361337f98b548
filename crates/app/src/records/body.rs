//! Records in the body of a request: `POST /admin/records`.

use super::import::{Options, import};
use super::progress::unwatched;
use super::report::Summary;
use super::sources::Sources;
use crate::clients::{Credential, Scope, authorize};
use crate::{Ctx, Origin};
use std::path::Path;
use vestibule_kernel::Result;

/// What the caller decides about their import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Only look.
    pub dry_run: bool,
    /// Write the good rows where some are bad.
    pub keep_going: bool,
}

/// Imports NDJSON that was spooled to the file at `path`. Messages call it `body`.
///
/// # Errors
/// What the credential lacks, and the errors of [`import`].
pub async fn import_body(
    ctx: &Ctx,
    credential: Credential,
    path: &Path,
    wishes: Wishes,
    origin: Origin,
) -> Result<Summary> {
    let now = ctx.now();
    let caller = ctx.db.read(move |read| authorize(read, now, &credential, Scope::Write)).await?;
    let options = Options {
        dry_run: wishes.dry_run,
        keep_going: wishes.keep_going,
        rejects: None,
        actor: caller.actor,
        origin,
    };
    import(ctx, &caller.organization, Sources::from_spooled("body", path)?, options, unwatched()).await
}
