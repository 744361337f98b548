//! How fast an import is: generates customers with a subscription and ten invoices each, imports
//! them into a fresh SQLite file, then again, and prints records a second and peak memory. Meanwhile
//! this process and another one write small units into the same database, as sign-ins do, and tell
//! how long those took.
//!
//! `cargo run --release -p vestibule-app --example import_load -- 100000 [by-date] [probe] [DATABASE-URL]`

use std::future::Future;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vestibule_app::organizations::{NewOrganization, create_organization};
use vestibule_app::records::{Options, RecordType, Sources, Stage, Step, Summary, import};
use vestibule_app::{Ctx, Db, Keys, Settings};
use vestibule_kernel::id::{AuditId, OrganizationId};
use vestibule_kernel::organization::{Organization, OrganizationSettings};
use vestibule_kernel::{Clock, Currency, Error, Locale, Result, Rng, TimeZone};
use vestibule_store::tables::audit_entries::{self, AuditRow};

const INVOICES: u32 = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, url] = arguments.as_slice()
        && first == "probe-of"
    {
        let parent_is_done = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        return probe("another process", context(url)?, async { drop(parent_is_done.await) }).await;
    }
    let probes = arguments.iter().any(|text| text == "probe");
    let customers: u32 = arguments.iter().find_map(|text| text.parse().ok()).unwrap_or(10_000);
    let by_date = arguments.iter().any(|text| text == "by-date");
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let file = folder.path().join("records.ndjson");
    generate(&file, customers, by_date).map_err(Error::internal)?;
    let url = match arguments.iter().find(|text| text.contains(':')) {
        Some(url) => url.clone(),
        None => format!("sqlite:{}", folder.path().join("vestibule.db").display()),
    };
    let ctx = context(&url)?;
    let organization = organization(&ctx).await?;
    for round in ["first", "again"] {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let watch = probes.then(|| Watch::start(&ctx, &url, stopped)).transpose()?;
        let begun = Instant::now();
        let summary = once(&ctx, &organization, &file).await?;
        report(round, &summary, begun.elapsed().as_secs_f64());
        drop(stop);
        if let Some(watch) = watch {
            watch.end().await?;
        }
    }
    Ok(())
}

/// Two that write small units during an import.
struct Watch {
    here: tokio::task::JoinHandle<Result<()>>,
    there: std::process::Child,
}

impl Watch {
    fn start(ctx: &Ctx, url: &str, stopped: tokio::sync::oneshot::Receiver<()>) -> Result<Self> {
        let program = std::env::current_exe().map_err(Error::internal)?;
        let there = std::process::Command::new(program)
            .args(["probe-of", url])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .map_err(Error::internal)?;
        let until = async { drop(stopped.await) };
        Ok(Self { here: tokio::spawn(probe("this process", ctx.clone(), until)), there })
    }

    async fn end(mut self) -> Result<()> {
        drop(self.there.stdin.take());
        self.there.wait().map_err(Error::internal)?;
        self.here.await.map_err(Error::internal)?
    }
}

/// Writes a small unit fifty times a second until `stop`, and prints how long they took.
async fn probe(who: &str, ctx: Ctx, stop: impl Future<Output = ()>) -> Result<()> {
    let mut took = Vec::new();
    let mut stop = std::pin::pin!(stop);
    let mut beat = tokio::time::interval(Duration::from_millis(20));
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = beat.tick() => {}
        }
        let (now, id) = (ctx.now(), AuditId::new(ctx.now(), &ctx.rng));
        let row = AuditRow {
            organization: OrganizationId::new(now, &ctx.rng),
            id,
            at: now,
            action: "probe".into(),
            result: "ok".into(),
            actor: "probe".into(),
            customer: None,
            subject: None,
            ip: String::new(),
            user_agent: String::new(),
            request_id: String::new(),
        };
        let begun = Instant::now();
        ctx.db.write(move |tx| audit_entries::insert(tx, &row)).await?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1)));
    let [median, high, highest] = [at(50), at(99), took.last()].map(|span| span.copied().unwrap_or_default());
    eprintln!("  {} units of {who}: p50 {median:.1?}, p99 {high:.1?}, longest {highest:.1?}", took.len());
    Ok(())
}

async fn once(ctx: &Ctx, organization: &Organization, file: &Path) -> Result<Summary> {
    let begun = Instant::now();
    let last = std::sync::Mutex::new(None);
    let on_step = Arc::new(move |step: Step| {
        let stage = match step.stage {
            Stage::Checking => "checking",
            Stage::Comparing => "comparing",
            Stage::Writing(RecordType::Invoice) => "writing invoices",
            Stage::Writing(_) => "writing",
        };
        if let Ok(mut last) = last.lock()
            && *last != Some(stage)
        {
            *last = Some(stage);
            eprintln!("  {:6.2} s  {stage}", begun.elapsed().as_secs_f64());
        }
    });
    import(ctx, organization, Sources::from_paths(&[file])?, Options::default(), on_step).await
}

fn report(round: &str, summary: &Summary, seconds: f64) {
    #[expect(clippy::cast_precision_loss, reason = "a count for people")]
    let rate = summary.read as f64 / seconds;
    eprintln!(
        "{round}: {} read, {} written, {} unchanged, {} rejected in {seconds:.1} s = {rate:.0}/s, peak {} MB",
        summary.read,
        summary.written,
        summary.unchanged,
        summary.rejected_rows,
        peak_megabytes()
    );
    for rejection in summary.rejected.iter().take(5) {
        eprintln!("  {rejection}");
    }
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

fn context(url: &str) -> Result<Ctx> {
    Ok(Ctx {
        db: Db::open(&vestibule_store::Options::new(url))?,
        clock: Clock::system(),
        rng: Rng::system(),
        settings: Arc::new(Settings {
            api_url: "http://localhost".into(),
            portal_scheme: "http".into(),
            portal_domain: "localhost".into(),
            portal_port: None,
        }),
        keys: Arc::new(Keys::derive([0; 32])),
    })
}

async fn organization(ctx: &Ctx) -> Result<Organization> {
    let new = NewOrganization {
        slug: "load".parse().map_err(Error::internal)?,
        name: "Load".into(),
        locale: Locale::De,
        time_zone: TimeZone::named("Europe/Berlin").unwrap_or_else(TimeZone::utc),
        currency: Currency::EUR,
        settings: OrganizationSettings::default(),
    };
    create_organization(ctx, new).await
}

fn generate(path: &Path, customers: u32, by_date: bool) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    writeln!(
        out,
        r#"{{"type":"plan","external_id":"P","slug":"load-plan","name":"Plan","plan_type":"consumption","price":9.9}}"#
    )?;
    for number in 1..=customers {
        writeln!(
            out,
            r#"{{"type":"customer","external_id":"K-{number:07}","customer_type":"person","first_name":"Annika","last_name":"Brandt-{number}","email":"annika.{number}@example.com","phone":"+49 30 1234567","locale":"de"}}"#
        )?;
        writeln!(
            out,
            r#"{{"type":"subscription","external_id":"V-{number:07}","customer":"K-{number:07}","plan":"P","number":"L-{number:07}","status":"active","estimated_usage":2500,"address":{{"street":"Lindenallee","house_number":"{}","zip":"10115","city":"Berlin","country":"DE"}},"meter":{{"number":"1EMH00{number:07}","type":"smart"}},"payment_method":{{"type":"sepa_debit","iban":"DE89370400440532013000","account_holder":"Annika Brandt"}},"confirmed_at":"2025-01-10","start_at":"2025-02-01","amount":9.9}}"#,
            number % 200 + 1
        )?;
        if !by_date {
            for month in 1..=INVOICES {
                invoice(&mut out, number, month)?;
            }
        }
    }
    if by_date {
        for month in 1..=INVOICES {
            for number in 1..=customers {
                invoice(&mut out, number, month)?;
            }
        }
    }
    out.flush()
}

fn invoice(out: &mut impl std::io::Write, number: u32, month: u32) -> std::io::Result<()> {
    writeln!(
        out,
        r#"{{"type":"invoice","external_id":"R-{number:07}-{month:02}","subscription":"V-{number:07}","number":"2025-{month:02}-{number:07}","invoice_type":"usage","status":"paid","total":83.42,"tax":13.32,"lines":[{{"description":"Grundpreis","amount":9.90}},{{"description":"Arbeitspreis","quantity":"212 kWh","amount":73.52}}],"usage_kwh":212,"period":{{"start":"2025-{month:02}-01","end":"2025-{:02}-01"}},"period_number":{month},"issued_at":"2025-{:02}-03","due_at":"2025-{:02}-17","paid_at":"2025-{:02}-15T08:30:00Z"}}"#,
        month + 1,
        month + 1,
        month + 1,
        month + 1
    )
}
