//! From configuration to a running site: the one place where all rooms meet.

use crate::config::Config;
use crate::secret;
use anyhow::Context as _;
use axum::Router;
use std::sync::Arc;
use vestibule_app::{Ctx, Keys};
use vestibule_http::{Surfaces, Web};
use vestibule_kernel::{Clock, Rng};
use vestibule_store::{Db, Options};

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// When the database or the secret cannot be opened; says what to do.
pub fn ctx(config: &Config) -> anyhow::Result<Ctx> {
    let rng = Rng::system();
    let keys = Keys::derive(secret::load_or_create(&config.secret_file(), &rng)?);
    let options = Options { url: config.database_url(), connections: config.database_connections };
    let db = Db::open(&options).context("the database cannot be opened")?;
    let settings = Arc::new(config.settings()?);
    Ok(Ctx { db, clock: Clock::system(), rng, settings, keys: Arc::new(keys) })
}

/// The state of the web side.
///
/// # Errors
/// When a template of the operator's is broken; names file and line.
pub fn web(config: &Config, ctx: Ctx) -> anyhow::Result<Web> {
    let overrides = (!config.templates.as_os_str().is_empty()).then_some(config.templates.as_path());
    Web::new(ctx, config.site()?, overrides).context("the templates cannot be used")
}

/// The routers of every surface.
#[must_use]
pub fn surfaces(web: &Web) -> Surfaces {
    let api = vestibule_api::router(web.clone());
    let portal: Router = vestibule_portal::router(web.clone()).merge(vestibule_api::probes(web.clone()));
    Surfaces { api, portal }
}
