//! One run: starts the servers, measures part after part, and leaves nothing behind.

use crate::bare::Answers;
use crate::client::{Client, get, split_url};
use crate::database::Cluster;
use crate::parts::{POSTGRES, SQLITE};
use crate::quota::Quota;
use crate::report::Report;
use crate::rounds::Shape;
use crate::server::{Demo, Place, Server, start_bare, start_demo};
use crate::signin::{check_page, link_in, session_in};
use crate::target::Target;
use crate::{Options, Part, footprint, import, pages, parts, scale};
use anyhow::{Context, Result};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// A demo that runs, and where its data is.
struct Running {
    place: Place,
    server: Server,
    demo: Demo,
}

/// Measures what `options` ask for and fills `report`.
pub async fn all(
    options: &Options,
    binary: &Path,
    cluster: Option<&mut Cluster>,
    report: &mut Report,
) -> Result<()> {
    let directory = tempfile::Builder::new().prefix("run-").tempdir_in(&options.data)?;
    let mut run = Run { options, binary, cluster, directory };
    if Part::WITH_DEMOS.iter().any(|part| run.wants(*part)) {
        run.with_demos(report).await?;
    }
    if run.wants(Part::Import) {
        run.import(report).await?;
    }
    if run.wants(Part::Scale) {
        run.scale(report).await?;
    }
    Ok(())
}

impl Part {
    /// Those that share one running demo per database.
    const WITH_DEMOS: [Self; 5] = [Self::Signin, Self::Mint, Self::Pages, Self::Memory, Self::Start];
}

struct Run<'a> {
    options: &'a Options,
    binary: &'a Path,
    cluster: Option<&'a mut Cluster>,
    directory: TempDir,
}

impl Run<'_> {
    fn wants(&self, part: Part) -> bool {
        self.options.only.is_empty() || self.options.only.contains(&part)
    }

    fn shape(&self) -> Shape {
        Shape {
            connections: usize::from(self.options.connections),
            length: Duration::from_secs(self.options.seconds),
            rounds: usize::from(self.options.rounds),
        }
    }

    /// Fresh places for data: SQLite, and PostgreSQL when there is one.
    async fn places(&mut self, label: &str, customers: u64) -> Result<Vec<Place>> {
        let mut databases = vec![(SQLITE, None)];
        if let Some(cluster) = &mut self.cluster {
            databases.push((POSTGRES, Some(cluster.create().await?)));
        }
        let place = |(name, database)| self.place(name, database, self.binary, label, customers);
        Ok(databases.into_iter().map(place).collect())
    }

    /// Fresh places for the data of the other builds.
    async fn peers(&mut self) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        for (number, binary) in (2..).zip(&self.options.peers) {
            let stem = binary.file_name().unwrap_or_default().to_string_lossy();
            // Names live as long as the program, and so may those few.
            let name = |database: &str| &*String::leak(format!("{database}, build {number} ({stem})"));
            places.push(self.place(name(SQLITE), None, binary, "data", self.options.customers));
            if let Some(cluster) = &mut self.cluster {
                let database = Some(cluster.create().await?);
                places.push(self.place(name(POSTGRES), database, binary, "data", self.options.customers));
            }
        }
        Ok(places)
    }

    fn place(
        &self,
        name: &'static str,
        database: Option<String>,
        binary: &Path,
        label: &str,
        customers: u64,
    ) -> Place {
        Place {
            name,
            binary: binary.canonicalize().unwrap_or_else(|_| binary.to_owned()),
            data: self.directory.path().canonicalize().unwrap_or_default().join(format!("{name}-{label}")),
            database,
            customers,
            quota: Arc::new(Mutex::new(Quota::new(customers))),
        }
    }

    /// The parts that share one server per database.
    async fn with_demos(&mut self, report: &mut Report) -> Result<()> {
        let mut running = Vec::new();
        let mut places = self.places("data", self.options.customers).await?;
        places.extend(self.peers().await?);
        for place in places {
            let (server, demo) = start_demo(&place).await?;
            running.push(Running { place, server, demo });
        }
        if [Part::Signin, Part::Mint, Part::Pages].into_iter().any(|part| self.wants(part)) {
            let measured = self.measure_demos(&running, report).await;
            if measured.is_err() {
                running.iter().for_each(|each| {
                    eprintln!("{}'s log:\n{}", each.place.name, each.server.process.log_tail());
                });
            }
            measured?;
        }
        let mut left = Vec::new();
        for Running { place, server, demo } in running {
            server.process.stop().await?;
            left.push((place, demo));
        }
        if self.wants(Part::Start) {
            report.section("Start of the process to the first 200 on /ready, on existing data");
            for (place, demo) in &left {
                footprint::starts(place, demo, report).await?;
            }
            self.note_missing(report);
        }
        if self.wants(Part::Memory) {
            report.section("Resident memory of the server's process");
            for (place, demo) in &left {
                footprint::memory_use(place, demo, self.shape(), report).await?;
            }
            self.note_missing(report);
        }
        Ok(())
    }

    async fn measure_demos(&self, running: &[Running], report: &mut Report) -> Result<()> {
        let first = running.first().context("no server runs")?;
        let targets: Vec<Arc<Target>> = running.iter().map(|each| Arc::clone(&each.server.target)).collect();
        let answers = record(&first.server.target).await?;
        let bare = start_bare(&answers, self.directory.path()).await?;
        if self.wants(Part::Signin) {
            parts::sign_ins(&bare.target, &targets, self.shape(), report).await?;
            self.note_missing(report);
        }
        if self.wants(Part::Mint) {
            parts::mints(&bare.target, &targets, self.shape(), report).await?;
            self.note_missing(report);
        }
        if self.wants(Part::Pages) {
            pages::sizes(&first.server.target, &first.demo, report).await?;
            report.section(pages::times_title());
            for target in &targets {
                eprintln!("{}: page times", target.name);
                pages::times(target, self.shape(), report, target.name).await?;
            }
            self.note_missing(report);
        }
        Ok(())
    }

    async fn scale(&mut self, report: &mut Report) -> Result<()> {
        let (few, many) =
            (self.places("few", scale::FEW).await?, self.places("many", self.options.scale).await?);
        for (few, many) in few.iter().zip(&many) {
            report.section(scale::title(many.customers, self.shape().connections));
            scale::compare(few, many, self.shape(), report).await?;
        }
        self.note_missing(report);
        Ok(())
    }

    async fn import(&mut self, report: &mut Report) -> Result<()> {
        let file = self.directory.path().join("records.ndjson");
        import::write_records(&file, self.options.import)?;
        report.section("Import by the command line beside a running server");
        for place in self.places("import", import::RESIDENTS).await? {
            import::measure(&place, self.options.import, &file, report).await?;
        }
        self.note_missing(report);
        Ok(())
    }

    fn note_missing(&self, report: &mut Report) {
        if self.cluster.is_none() {
            report.row(POSTGRES, "not measured", None, "no PostgreSQL given, see --postgres");
        }
    }
}

/// One sign-in whose answers the bare server repeats.
async fn record(target: &Target) -> Result<Answers> {
    let mut client = Client::connect(target.address).await?;
    target.spend(1);
    let minted = client.send(&target.next_mint()).await?;
    let link = link_in(&minted)?;
    let mint = String::from_utf8(minted.body.to_vec())?;
    let (host, path) = split_url(&link)?;
    let opened = client.send(&get(host, path, "")).await?;
    let session = session_in(host, &opened)?;
    let cookie = opened.header("set-cookie").unwrap_or_default().to_owned();
    let first = client.send(&session.get("/overview", "")).await?;
    check_page(&first)?;
    let page = String::from_utf8(first.body.to_vec())?;
    Ok(Answers { mint, location: session.location, cookie, page })
}
