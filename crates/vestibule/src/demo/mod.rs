//! `vestibule demo`: everything with two made-up companies, to look at and to test against. The data
//! goes through the real import, and starts from scratch each time unless a database is given.

mod data;
mod database;
mod dev;
mod folder;
mod load;
mod ready;

use crate::cli::Places;
use crate::commands::serve::{listen, stop_signal};
use crate::config::Config;
use crate::{housekeeping, logs, wiring};
use std::process::ExitCode;

/// Where the demo keeps its data unless told otherwise.
const FOLDER: &str = "vestibule-data/demo";

/// Options of the demo.
#[derive(Debug, Clone, clap::Args)]
pub struct DemoArgs {
    /// Print one line of JSON with everything that a program needs, instead of words
    #[arg(long)]
    pub json: bool,
    /// Add so many customers with a subscription and twelve invoices each, for load tests
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub customers: u32,
}

/// The demo's configuration: its own folder, no limit for API clients, and what flags say. The file and the
/// environment are an installation's; of them the demo takes nothing but how much is logged.
///
/// # Errors
/// When a flag's value cannot be meant.
pub fn config(places: &Places, args: &DemoArgs) -> anyhow::Result<Config> {
    let usual = if args.json { "info" } else { "warn" };
    let own = Config {
        data: FOLDER.into(),
        client_limit: 0,
        log: std::env::var("VESTIBULE_LOG").unwrap_or_else(|_| usual.into()),
        ..Config::default()
    };
    own.under(&places.settings)
}

/// Addresses with the port that was picked, where flags gave no others.
fn addressed(mut config: Config, port: u16) -> Config {
    let usual = Config::default();
    if config.api_url == usual.api_url {
        config.api_url = format!("http://127.0.0.1:{port}");
    }
    if config.portal_url == usual.portal_url {
        config.portal_url = format!("http://{{portal}}.localhost:{port}");
    }
    config
}

/// Loads the data, says how to get in, and serves until a signal to stop.
///
/// # Errors
/// When the folder or the database holds data of something else, or the address is taken.
pub async fn run(config: Config, args: DemoArgs) -> anyhow::Result<ExitCode> {
    let logs = logs::start(&config)?;
    // First, so that a second demo does not empty the folder of one that runs.
    let listener = listen(&config.listen).await?;
    let next_time = folder::prepare(&config)?;
    let config = addressed(config, listener.local_addr()?.port());
    let web = wiring::web(&config, database::open(&config).await?)?;
    let loaded = load::load(&web.ctx, args.customers).await?;
    let mut surfaces = wiring::surfaces(&web);
    surfaces.api = surfaces.api.merge(dev::router(web.ctx.clock.clone()));
    tokio::spawn(housekeeping::run(web.clone(), logs.dropped()));
    let serving = tokio::spawn(vestibule_http::serve(web.clone(), surfaces, listener, stop_signal()?));
    let ready = ready::Ready::of(&web.ctx, loaded).await?;
    if args.json {
        ready.print_json()?;
    } else {
        ready.print(&web.ctx, next_time).await?;
    }
    serving.await?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_demo_leaves_the_first_ones_data_alone() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data: folder.path().to_owned(),
            listen: taken.local_addr().unwrap().to_string(),
            ..Config::default()
        };
        folder::prepare(&config).unwrap();
        std::fs::write(folder.path().join("vestibule.db"), "the first one's").unwrap();
        let args = DemoArgs { json: true, customers: 0 };
        let refused = run(config, args).await.unwrap_err();
        assert!(refused.to_string().contains("cannot listen"), "{refused:#}");
        assert_eq!(std::fs::read(folder.path().join("vestibule.db")).unwrap(), b"the first one's");
    }
}
