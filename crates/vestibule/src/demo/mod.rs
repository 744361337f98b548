//! `vestibule demo`: everything with two made-up companies, to look at and to test against. The data
//! goes through the real import, and starts from scratch each time.

mod data;
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
    /// Address and port to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Add so many customers with a subscription and twelve invoices each, for load tests
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub customers: u32,
}

/// The demo's configuration: its own folder, and no limit for API clients.
///
/// # Errors
/// When the options contradict each other.
pub fn config(places: &Places, args: &DemoArgs) -> anyhow::Result<Config> {
    Ok(Config {
        data: places.data.clone().unwrap_or_else(|| FOLDER.into()),
        database: places.database.clone().unwrap_or_default(),
        listen: args.listen.clone(),
        client_limit: 0,
        log: std::env::var("VESTIBULE_LOG")
            .unwrap_or_else(|_| if args.json { "info" } else { "warn" }.into()),
        ..Config::default()
    })
}

/// Loads the data, says how to get in, and serves until a signal to stop.
///
/// # Errors
/// When the folder holds data of something else, or the address is taken.
pub async fn run(mut config: Config, args: DemoArgs) -> anyhow::Result<ExitCode> {
    let logs = logs::start(&config)?;
    // First, so that a second demo does not empty the folder of one that runs.
    let listener = listen(&config.listen).await?;
    folder::prepare(&config)?;
    let port = listener.local_addr()?.port();
    config.api_url = format!("http://127.0.0.1:{port}");
    config.portal_url = format!("http://{{portal}}.localhost:{port}");
    let web = wiring::web(&config, wiring::ctx(&config)?)?;
    let loaded = load::load(&web.ctx, args.customers).await?;
    let mut surfaces = wiring::surfaces(&web);
    surfaces.api = surfaces.api.merge(dev::router(web.ctx.clock.clone()));
    tokio::spawn(housekeeping::run(web.clone(), logs.dropped()));
    let serving = tokio::spawn(vestibule_http::serve(web.clone(), surfaces, listener, stop_signal()?));
    let ready = ready::Ready::of(&web.ctx, loaded).await?;
    if args.json {
        ready.print_json()?;
    } else {
        ready.print(&web.ctx).await?;
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
        let args = DemoArgs { json: true, listen: config.listen.clone(), customers: 0 };
        let refused = run(config, args).await.unwrap_err();
        assert!(refused.to_string().contains("cannot listen"), "{refused:#}");
        assert_eq!(std::fs::read(folder.path().join("vestibule.db")).unwrap(), b"the first one's");
    }
}
