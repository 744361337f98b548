//! The servers of a run: the real one, started as its demo or on existing data, and the bare one.

use crate::bare::Answers;
use crate::client::{Client, get, local_address, split_url};
use crate::process::Process;
use crate::target::{SharedQuota, Target};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// Where a real server keeps its data.
#[derive(Debug, Clone)]
pub struct Place {
    /// How the server is called in progress and results.
    pub name: &'static str,
    /// The binary.
    pub binary: PathBuf,
    /// Its data directory.
    pub data: PathBuf,
    /// Its PostgreSQL database; SQLite in the data directory without one.
    pub database: Option<String>,
    /// How many customers there are for loads.
    pub customers: u64,
    /// What may still be minted.
    pub quota: SharedQuota,
}

impl Place {
    fn command(&self, subcommand: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(subcommand).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    /// What imports the records in `file` for this organization.
    pub fn import(&self, organization: &str, file: &Path) -> Command {
        let mut command = self.command(&["import", "--org", organization]);
        command.arg(file);
        command
    }

    /// Where a process of this place writes its log.
    pub fn log(&self, process: &str) -> PathBuf {
        self.data.with_extension(format!("{process}.log"))
    }
}

/// What the demo says about itself, as far as it is needed here.
#[derive(Debug, Clone, Deserialize)]
pub struct Demo {
    api: String,
    organizations: Vec<Organization>,
}

#[derive(Debug, Clone, Deserialize)]
struct Organization {
    slug: String,
    access_token: String,
    customers: Vec<Customer>,
}

#[derive(Debug, Clone, Deserialize)]
struct Customer {
    id: String,
    case: String,
}

impl Demo {
    fn first(&self) -> Result<&Organization> {
        self.organizations.first().context("the demo has no organization")
    }

    /// The short name of the first organization.
    pub fn organization(&self) -> Result<&str> {
        Ok(&self.first()?.slug)
    }

    /// The id of a customer of the first organization for this case.
    pub fn customer(&self, case: &str) -> Result<&str> {
        let mut customers = self.first()?.customers.iter();
        let customer = customers.find(|customer| customer.case == case);
        customer
            .map(|customer| customer.id.as_str())
            .with_context(|| format!("the demo has no customer {case}"))
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Its process.
    pub process: Process,
    /// How it is asked.
    pub target: Arc<Target>,
}

/// Starts the demo in an empty place and waits until its customers are loaded.
pub async fn start_demo(place: &Place) -> Result<(Server, Demo)> {
    let customers = place.customers;
    eprintln!("  {}: starting with {customers} customers", place.name);
    let mut command = place.command(&["demo", "--json", "--listen", "127.0.0.1:0"]);
    command.args(["--customers", &customers.to_string()]);
    let began = Instant::now();
    let mut process = Process::start(&mut command, &place.log("demo"))?;
    let patience = Duration::from_secs(120) + Duration::from_millis(customers * 10);
    let line = process.first_line(patience).await.with_context(|| format!("{}: the demo", place.name))?;
    let demo: Demo = serde_json::from_str(&line).with_context(|| format!("the demo's line {line}"))?;
    eprintln!("  {}: ready after {:.1} s", place.name, began.elapsed().as_secs_f64());
    let address = local_address(&demo.api)?;
    let target = target(place, &demo, &process, address)?;
    Ok((Server { process, target }, demo))
}

/// Starts the server on data that a demo left and waits for its first 200 on `/ready`. Also how long that took from
/// before the process was there.
pub async fn start_existing(place: &Place, demo: &Demo) -> Result<(Server, Duration)> {
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let began = Instant::now();
    let mut command = place.command(&["serve", "--listen", &free.to_string()]);
    command.env("VESTIBULE_API_URL", format!("http://{}", host_with_port(&demo.api, free)?));
    command.env("VESTIBULE_PORTAL_URL", format!("http://{{portal}}.localhost:{}", free.port()));
    // As in the demo: one client is the whole load here.
    command.env("VESTIBULE_CLIENT_LIMIT", "0");
    let mut process = Process::start(&mut command, &place.log("serve"))?;
    while !is_ready(free, demo).await {
        if began.elapsed() > Duration::from_secs(60) || process.has_ended()? {
            bail!(
                "{}: not ready after {:?}; its log ends with\n{}",
                place.name,
                began.elapsed(),
                process.log_tail()
            );
        }
        sleep(Duration::from_millis(1)).await;
    }
    let took = began.elapsed();
    let target = target(place, demo, &process, free)?;
    Ok((Server { process, target }, took))
}

async fn is_ready(address: SocketAddr, demo: &Demo) -> bool {
    let asked = timeout(Duration::from_secs(5), async {
        let host = host_with_port(&demo.api, address)?;
        let mut client = Client::connect(address).await?;
        anyhow::Ok(client.send(&get(&host, "/ready", "")).await?.status)
    });
    matches!(asked.await, Ok(Ok(200)))
}

fn target(place: &Place, demo: &Demo, process: &Process, address: SocketAddr) -> Result<Arc<Target>> {
    let host = host_with_port(&demo.api, address)?;
    let access = (host.as_str(), demo.first()?.access_token.as_str());
    let target = Target::new(place.name, process.id(), address, access, place.customers);
    Ok(Arc::new(target.limited(Arc::clone(&place.quota))))
}

/// The host of a URL with the port of `address`.
fn host_with_port(url: &str, address: SocketAddr) -> Result<String> {
    let (authority, _) = split_url(url)?;
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    Ok(format!("{host}:{}", address.port()))
}

/// Starts the bare server with these answers.
pub async fn start_bare(answers: &Answers, directory: &Path) -> Result<Server> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut process = Process::start(command.arg("bare"), &directory.join("bare.log"))?;
    let line = serde_json::to_string(answers)? + "\n";
    process.input()?.write_all(line.as_bytes())?;
    let address: SocketAddr = process.first_line(Duration::from_secs(10)).await?.trim().parse()?;
    let target =
        Target::new("bare server", process.id(), address, ("api.localhost", "vst_oat_bare"), 1_000_000);
    Ok(Server { process, target: Arc::new(target) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_asked_for_customers_by_case() {
        let line = r#"{"api":"http://api.localhost:1","dev":"x","organizations":[{"id":"org_1","slug":"lumen","access_token":"t",
            "plans":[],"customers":[{"id":"cus_1","uuid":"u","external_id":"e","email":"m","case":"active"}]}]}"#;
        let demo: Demo = serde_json::from_str(line).unwrap();
        assert_eq!(demo.customer("active").unwrap(), "cus_1");
        assert!(demo.customer("ended").unwrap_err().to_string().contains("ended"));
    }

    #[test]
    fn a_restart_keeps_the_name_and_changes_the_port() {
        let address = SocketAddr::from(([127, 0, 0, 1], 99));
        assert_eq!(host_with_port("http://api.localhost:1", address).unwrap(), "api.localhost:99");
        assert_eq!(host_with_port("http://api.localhost/", address).unwrap(), "api.localhost:99");
    }
}
