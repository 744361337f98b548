//! From configuration to a running site: the one place where all rooms meet.

use crate::config::Config;
use crate::secret;
use anyhow::{Context as _, ensure};
use axum::Router;
use std::sync::Arc;
use vestibule_app::{Ctx, Keys};
use vestibule_http::{Surfaces, Web};
use vestibule_kernel::{Clock, Rng};
use vestibule_store::{Db, Options, Schema};

/// What to do where nothing is.
const MAKE_OR_NAME: &str = "Make one with vestibule org create, or name the place of yours with --config, --data \
     or --database";

/// Opens the installation that is there, and makes nothing where there is none.
///
/// # Errors
/// When there is none, which says what is missing and what to do; and those of [`ctx`].
pub fn existing(config: &Config) -> anyhow::Result<Ctx> {
    let secret = config.secret_file();
    ensure!(
        secret.is_file(),
        "there is no installation here: no secret {}. {MAKE_OR_NAME}",
        secret.display()
    );
    ensure!(
        schema(config)? != Schema::Missing,
        "there is no installation here: no tables in {}. {MAKE_OR_NAME}",
        config.database_place()
    );
    ctx(config)
}

/// How far the schema of the database is. Makes nothing.
///
/// # Errors
/// When the database cannot be reached, or is of a later program.
pub fn schema(config: &Config) -> anyhow::Result<Schema> {
    Db::schema(&database(config)).context("the database cannot be opened")
}

fn database(config: &Config) -> Options {
    Options { url: config.database_url(), connections: config.database_connections }
}

/// Opens the database and brings its schema up to date. Makes a secret and a database where there is none.
///
/// # Errors
/// When the database or the secret cannot be opened; says what to do.
pub fn ctx(config: &Config) -> anyhow::Result<Ctx> {
    let rng = Rng::system();
    let keys = Keys::derive(secret::load_or_create(&config.secret_file(), &rng)?);
    let db = Db::open(&database(config)).context("the database cannot be opened")?;
    let settings = Arc::new(config.settings()?);
    Ok(Ctx { db, clock: Clock::system(), rng, settings, keys: Arc::new(keys) })
}

/// The state of the web side.
///
/// # Errors
/// When a template of the operator's is broken; names file and line.
pub fn web(config: &Config, ctx: Ctx) -> anyhow::Result<Web> {
    let overrides = (!config.templates.as_os_str().is_empty()).then_some(config.templates.as_path());
    let web = Web::new(ctx, config.site()?, overrides).context("the templates cannot be used")?;
    Ok(web.with_scratch(config.data.join("scratch")))
}

/// The routers of every surface.
#[must_use]
pub fn surfaces(web: &Web) -> Surfaces {
    let api = vestibule_api::router(web.clone());
    let portal: Router = vestibule_portal::router(web.clone()).merge(vestibule_api::probes(web.clone()));
    Surfaces { api, portal }
}
