//! Measures the built server binary beside a bare HTTP server, in one run on one machine. See `README.md`.
#![expect(clippy::print_stdout, reason = "the table of results is what this program is for")]

mod bare;
mod client;
mod database;
mod footprint;
mod format;
mod goals;
mod html;
mod http;
mod import;
mod load;
mod machine;
mod pace;
mod pages;
mod parts;
mod process;
mod quota;
mod report;
mod rounds;
mod run;
mod scale;
mod server;
mod signin;
mod stats;
mod target;
mod usage;

use crate::database::Cluster;
use crate::report::Report;
use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// Up to here, in processors, other work on the machine goes without a remark.
const QUIET: f64 = 0.1;

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Whole sign-ins, closed loop beside the bare server and open loop at half the rate.
    Signin,
    /// Mints alone at a fixed rate.
    Mint,
    /// Whole sign-ins with few and with many customers.
    Scale,
    /// Bytes, requests and times of pages.
    Pages,
    /// Resident memory, idle and under load.
    Memory,
    /// Time from start to ready on existing data.
    Start,
    /// Records imported while customers sign in.
    Import,
}

/// Measures a server binary beside a bare HTTP server and prints what it reaches.
#[derive(Debug, Parser)]
#[command(version, subcommand_negates_reqs = true, args_conflicts_with_subcommands = true)]
pub struct Options {
    /// The server binary to measure, built in release mode.
    #[arg(long, env = "VESTIBULE_BIN", required = true)]
    server: Option<PathBuf>,
    /// Another build of the server, to be measured in turn with the first. May be given several times.
    #[arg(long = "peer")]
    peers: Vec<PathBuf>,
    /// A PostgreSQL cluster, as postgres:// URL of a user who may create databases; each run makes its own there.
    #[arg(long, env = "VESTIBULE_TEST_POSTGRES", hide_env_values = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    postgres: Option<String>,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Connections that ask at the same time.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    connections: u16,
    /// Rounds of the closed loop, per server.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=100))]
    rounds: u8,
    /// Customers to sign in. With few, rounds wait for or end at the limit of mints per customer and minute.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(100..=9_999_999))]
    customers: u64,
    /// Customers of the large side of the part `scale`.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1_000..=9_999_999))]
    scale: u64,
    /// Customers of the part `import`, with a subscription and ten invoices each.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(100..=9_999_999))]
    import: u64,
    /// Measure only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Where the numbers go [default: bench/results/DATE.json].
    #[arg(long)]
    out: Option<PathBuf>,
    /// A directory on a disk for the servers' data, which is removed afterwards.
    #[arg(long, default_value = "target/bench")]
    data: PathBuf,
    /// Fail when a goal is missed.
    #[arg(long)]
    strict: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Be the bare server. Started by the program itself.
    #[command(hide = true)]
    Bare,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    if let Some(Role::Bare) = options.role {
        return bare::main(threads).map(|()| ExitCode::SUCCESS);
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()?
        .block_on(measure(&options))
}

async fn measure(options: &Options) -> Result<ExitCode> {
    let binary = options.server.as_deref().context("--server names the binary to measure")?;
    let binary = binary.canonicalize().with_context(|| format!("the server binary {}", binary.display()))?;
    std::fs::create_dir_all(&options.data)?;
    let mut circumstances = json!({
        "date": machine::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "machine": machine::describe(&options.data),
        "versions": { "bench": env!("CARGO_PKG_VERSION"), "server": machine::version(&binary) },
        "options": { "seconds": options.seconds, "connections": options.connections, "rounds": options.rounds,
            "customers": options.customers, "peers": options.peers, "scale": options.scale, "import": options.import },
    });
    if matches!(machine::file_system(&options.data).as_str(), "tmpfs" | "ramfs" | "overlay") {
        eprintln!(
            "note: {} may not be on a disk; commits that wait for one say little there",
            options.data.display()
        );
    }
    let mut cluster = options.postgres.as_deref().map(Cluster::new).transpose()?;
    if let Some(cluster) = &cluster {
        let settings = cluster.settings().await?;
        eprintln!(
            "PostgreSQL {}, fsync {}, synchronous_commit {}",
            settings[0].1, settings[1].1, settings[2].1
        );
        circumstances["versions"]["postgres"] =
            settings.into_iter().map(|(name, value)| (name, json!(value))).collect();
    }
    let mut report = Report::default();
    // Whichever ends first: every process the run started ends with it.
    let result = tokio::select! {
        result = run::all(options, &binary, cluster.as_mut(), &mut report) => result,
        result = interrupted() => result,
    };
    if let Some(cluster) = &mut cluster {
        cluster.clean_up().await;
    }
    result?;
    let day = machine::now().strftime("%Y-%m-%d").to_string();
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from(format!("bench/results/{day}.json")));
    report.write(&out, &circumstances)?;
    println!("{}", report.table());
    println!("All numbers: {}", out.display());
    if report.elsewhere() > QUIET {
        println!(
            "Other processes kept up to {:.1} processors busy: trust shares more than rates.",
            report.elsewhere()
        );
    }
    match report.missed() {
        0 => println!("Every goal that was measured is reached."),
        missed => println!("Goals missed: {missed}"),
    }
    Ok(if options.strict && report.missed() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn interrupted() -> Result<()> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    bail!("interrupted")
}
