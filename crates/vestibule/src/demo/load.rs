//! The demo's data on its way in: written to files, and through the same import as anybody's.

use super::data::{self, DemoOrganization};
use super::database::CLIENTS;
use anyhow::{Context as _, ensure};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use vestibule_app::Ctx;
use vestibule_app::clients::{CreatedAccessToken, CreatedClient, Scopes, create_access_token, create_client};
use vestibule_app::organizations::{create_organization, find_organization};
use vestibule_app::records::{Options, Sources, import, unwatched};
use vestibule_kernel::Error;
use vestibule_kernel::organization::Organization;

/// A loaded organization with fresh credentials.
pub(super) struct Loaded {
    pub(super) organization: Organization,
    pub(super) client: CreatedClient,
    pub(super) read_only: CreatedClient,
    pub(super) access_token: CreatedAccessToken,
    /// External ids of customers, and what each is an example of.
    pub(super) cases: Vec<(String, &'static str)>,
}

/// Loads both companies; the first gets `bulk` more customers.
pub(super) async fn load(ctx: &Ctx, bulk: u32) -> anyhow::Result<Vec<Loaded>> {
    let mut loaded = Vec::new();
    for (index, company) in data::organizations(ctx.now()).into_iter().enumerate() {
        let bulk = if index == 0 { bulk } else { 0 };
        loaded.push(load_one(ctx, company, bulk).await?);
    }
    Ok(loaded)
}

async fn load_one(ctx: &Ctx, company: DemoOrganization, bulk: u32) -> anyhow::Result<Loaded> {
    let slug = company.new.slug.to_string();
    let (organization, again) = match create_organization(ctx, company.new.clone()).await {
        Ok(created) => (created, false),
        Err(Error::Conflict { .. }) => (find_organization(ctx, &slug).await?, true),
        Err(error) => return Err(error.into()),
    };
    // First of all, because its clients tell that a company is the demo's.
    let all = Scopes::all();
    let [backend, reader] = CLIENTS;
    let client = create_client(ctx, organization.id, backend, &all).await?;
    let read_only = create_client(ctx, organization.id, reader, &Scopes::read_only()).await?;
    let access_token = create_access_token(ctx, organization.id, backend, &all, None).await?;
    let folder = tempfile::tempdir()?;
    write_files(folder.path(), &company, bulk, ctx)?;
    let sources = Sources::from_paths(&[folder.path()])?;
    // In a database of an earlier day there are invoices already whose dates are that day's. They stay.
    let options = Options { keep_going: again, ..Options::default() };
    let summary = import(ctx, &organization, sources, options, unwatched()).await?;
    ensure!(again || summary.is_clean(), "the demo's own data was refused: {summary:?}");
    Ok(Loaded { organization, client, read_only, access_token, cases: company.cases })
}

fn write_files(folder: &Path, company: &DemoOrganization, bulk: u32, ctx: &Ctx) -> anyhow::Result<()> {
    std::fs::write(folder.join("records.ndjson"), &company.records)?;
    for (name, bytes) in &company.files {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, bytes)?;
    }
    if bulk > 0 {
        let mut file = BufWriter::new(std::fs::File::create(folder.join("bulk.ndjson"))?);
        for line in data::bulk(bulk, ctx.now()) {
            writeln!(file, "{line}")?;
        }
        file.flush().context("the bulk data cannot be written")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::wiring;
    use std::time::Duration;
    use vestibule_kernel::{Clock, Timestamp};

    #[tokio::test(flavor = "multi_thread")]
    async fn the_demo_starts_again_on_a_database_of_an_earlier_month() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let clock = Clock::fixed(Timestamp::from_micros(1_773_133_200_000_000));
        let ctx = Ctx { clock: clock.clone(), ..wiring::ctx(&config).unwrap() };
        let first = load(&ctx, 2).await.unwrap();
        clock.advance(Duration::from_secs(40 * 86_400));
        let second = load(&ctx, 2).await.unwrap();
        assert_eq!(first[0].organization.id, second[0].organization.id);
    }
}
