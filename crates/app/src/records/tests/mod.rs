//! What an import takes, refuses, writes and leaves alone, on a real database.

/// Declares tests that run on SQLite and on PostgreSQL from one body: `async fn(Backend)`.
macro_rules! on_both_databases {
    ($($name:ident)+) => { $(
        mod $name {
            use $crate::records::tests::{Backend, run};

            #[test]
            fn sqlite() {
                run(Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                run(Backend::Postgres, super::$name);
            }
        }
    )+ };
}

mod access;
mod again;
mod databases;
mod formats;
mod issued;
mod keep_going;
mod named_files;
mod organization;
mod prices;
mod readings;
mod references;
mod rules;
mod tenants;
mod usage;
mod written;

use self::databases::{Backend, Scratch, run};
use super::{OnStep, Options, Sources, Summary, import, unwatched};
use crate::organizations::{NewOrganization, create_organization};
use crate::{Ctx, Db, Keys, Settings};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use vestibule_kernel::organization::{Organization, OrganizationSettings};
use vestibule_kernel::{Clock, Currency, Locale, Result, Rng, TimeZone};
use vestibule_store::Read;

/// A fresh database with an organization, and a folder for input.
struct Bench {
    ctx: Ctx,
    organization: Organization,
    folder: TempDir,
    _database: Scratch,
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// The records that most tests build on.
const BASE: &str = r#"{"type":"plan","external_id":"P-1","slug":"flex","name":"Flex","plan_type":"consumption","price":"10.99"}
{"type":"plan","external_id":"P-2","slug":"team","name":"Team","plan_type":"service","price":49,"portal":null}
{"type":"customer","external_id":"K-1","first_name":"Annika","last_name":"Brandt","email":"annika@example.com"}
{"type":"subscription","external_id":"V-1","customer":"K-1","plan":"P-1","status":"active","start_at":"2026-01-01","amount":"79.00"}
{"type":"invoice","external_id":"R-1","subscription":"V-1","number":"2026-1","invoice_type":"usage","status":"paid","total":"83.42","tax":"13.32","issued_at":"2026-02-01"}
"#;

impl Bench {
    async fn new() -> Self {
        Self::on(Backend::Sqlite).await
    }

    async fn on(backend: Backend) -> Self {
        let database = Scratch::new(backend);
        let ctx = Ctx {
            db: Db::open(&vestibule_store::Options { url: database.url(), connections: 4 }).unwrap(),
            clock: Clock::fixed("2026-05-20T10:00:00Z".parse().unwrap()),
            rng: Rng::seeded(7),
            settings: Arc::new(Settings {
                api_url: "https://hub.portal.example.com".into(),
                api_hosts: vec!["hub.portal.example.com".into(), "api.example.net".into()],
                portal_scheme: "http".into(),
                portal_domain: "portal.example.com".into(),
                portal_port: None,
            }),
            keys: Arc::new(Keys::derive([7; 32])),
        };
        let organization = new_organization(&ctx, "lumen").await;
        Self { ctx, organization, folder: tempfile::tempdir().unwrap(), _database: database }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file into the input folder.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    async fn import_with(&self, options: Options, on_step: OnStep) -> Result<Summary> {
        let sources = Sources::from_paths(&[self.path()])?;
        import(&self.ctx, &self.organization, sources, options, on_step).await
    }

    /// Imports the input folder.
    async fn import(&self) -> Summary {
        self.import_with(Options::default(), unwatched()).await.unwrap()
    }

    /// Imports the folder, which must be good.
    async fn takes(&self) -> Summary {
        let summary = self.import().await;
        assert!(summary.is_clean(), "{:#?}", findings(self, &summary));
        summary
    }

    /// Imports the folder, which must be bad; gives the findings, after seeing that nothing was written.
    async fn refuses(&self) -> Vec<String> {
        let summary = self.import().await;
        assert!(!summary.is_clean(), "was taken: {summary:?}");
        assert_eq!((summary.written, summary.unchanged), (0, 0));
        findings(self, &summary)
    }

    /// Imports these NDJSON records alone, which must be bad in one way: gives that finding.
    async fn refuses_records(&self, records: &str) -> String {
        self.file("records.ndjson", records);
        let mut findings = self.refuses().await;
        assert_eq!(findings.len(), 1, "{findings:#?}");
        findings.remove(0)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Read<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.ctx.db.read(work).await.unwrap()
    }
}

async fn new_organization(ctx: &Ctx, slug: &str) -> Organization {
    let new = NewOrganization {
        slug: slug.parse().unwrap(),
        name: slug.into(),
        locale: Locale::De,
        time_zone: TimeZone::named("Europe/Berlin").unwrap(),
        currency: Currency::EUR,
        settings: OrganizationSettings::default(),
    };
    create_organization(ctx, new).await.unwrap()
}

/// Makes a named pipe that nobody writes into.
#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The findings, with paths told from the input folder.
fn findings(bench: &Bench, summary: &Summary) -> Vec<String> {
    let folder = format!("{}/", bench.path().display());
    summary.rejected.iter().map(|rejection| rejection.to_string().replace(&folder, "")).collect()
}
