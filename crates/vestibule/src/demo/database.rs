//! The database that the demo is given. It could be somebody's own, so the demo takes an empty one, or one that
//! holds its own two companies and nothing else.

use super::data;
use crate::config::Config;
use crate::wiring;
use anyhow::{bail, ensure};
use vestibule_app::Ctx;
use vestibule_app::clients::list_clients;
use vestibule_app::organizations::list_organizations;
use vestibule_kernel::organization::Organization;
use vestibule_store::Schema;

/// What the demo calls the clients that each start adds. They are made with the company and never go away, so
/// the first client of a company tells whose it is.
pub(super) const CLIENTS: [&str; 2] = ["demo backend", "demo reader"];

/// What to do when a database is somebody else's.
const ANOTHER: &str = "Name an empty database with --database, or none";

/// Opens the demo's database. Nothing is written to one that is not its own, its schema included.
///
/// # Errors
/// When somebody else's data is in it, or it cannot be opened.
pub(super) async fn open(config: &Config) -> anyhow::Result<Ctx> {
    let place = config.database_place();
    match wiring::schema(config)? {
        Schema::Missing => wiring::ctx(config),
        Schema::Older => bail!(
            "{place} is of an earlier version, and the demo changes no database that it did not make; if a demo \
             made it, run: vestibule migrate. {ANOTHER}"
        ),
        Schema::Current => {
            let ctx = wiring::ctx(config)?;
            for organization in list_organizations(&ctx).await? {
                let slug = &organization.slug;
                ensure!(
                    is_own(&ctx, &organization).await?,
                    "{place} holds the organization '{slug}', which is no demo's; nothing was written. {ANOTHER}"
                );
            }
            Ok(ctx)
        }
    }
}

/// Whether the demo created this organization.
async fn is_own(ctx: &Ctx, organization: &Organization) -> anyhow::Result<bool> {
    let named = data::organizations(ctx.now()).iter().any(|company| company.new.slug == organization.slug);
    let clients = list_clients(ctx, organization.id).await?;
    Ok(named && clients.first().is_some_and(|client| CLIENTS.contains(&client.name.as_str())))
}
