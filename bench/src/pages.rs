//! Pages: what a first view costs in bytes and requests, and how fast pages come at a fixed rate.

use crate::client::{Client, get};
use crate::format::{kib, ms, per_second};
use crate::goals;
use crate::html::{Kind, Reference, first_link_under, references};
use crate::load::paced;
use crate::pace::Pace;
use crate::report::{Goal, Report};
use crate::rounds::Shape;
use crate::server::Demo;
use crate::signin::{Session, Work, link_of, open};
use crate::target::Target;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::sync::Arc;

/// What browsers ask for over TLS.
const BROWSER: &str = "Accept-Encoding: gzip, deflate, br, zstd\r\n";
/// People who are signed in while pages are timed.
const VISITORS: u64 = 32;

/// Sizes and requests of every page, as `demo`'s customers see them.
pub async fn sizes(target: &Arc<Target>, demo: &Demo, report: &mut Report) -> Result<()> {
    eprintln!("pages, sizes");
    report.section(
        "First view of each page: HTML and CSS compressed, then everything it loads, then its requests",
    );
    let mut client = Client::connect(target.address).await?;
    let active = session_of(&mut client, target, demo.customer("active")?).await?;
    let invoice = first_invoice(&mut client, &active).await?;
    let newcomer = session_of(&mut client, target, demo.customer("no_subscription")?).await?;
    let problem = format!("/?token_hash={}&type=magiclink&next=/overview", "A".repeat(43));
    let stranger = Session { cookie: "none=1".to_owned(), ..active.clone() };
    let pages: [(&str, &Session, &str, u16); 6] = [
        ("/overview", &active, "/overview", 200),
        ("/invoices", &active, "/invoices", 200),
        ("/invoices/{id}", &active, &invoice, 200),
        ("/account/sessions", &active, "/account/sessions", 200),
        ("/start", &newcomer, &newcomer.location, 200),
        ("link problem", &stranger, &problem, 0),
    ];
    for (name, session, path, status) in pages {
        let page =
            Weight::of(&mut client, session, path, status).await.with_context(|| format!("page {name}"))?;
        let value = format!("{} / {} / {}", kib(page.text()), kib(page.all()), page.requests());
        report.row(name, value, Some(page.goal()), page.note());
        report.number("pages", name, page.json());
    }
    Ok(())
}

/// How fast three pages come at a fixed rate, for customers of the load.
pub async fn times(target: &Arc<Target>, shape: Shape, report: &mut Report, label: &str) -> Result<()> {
    let mut client = Client::connect(target.address).await?;
    let mut requests = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..target.allowance(VISITORS).await.min(VISITORS) {
        let link = link_of(&mut client, &target.next_mint()).await?;
        target.spend(1);
        let session = open(&mut client, &link).await?;
        let invoice = first_invoice(&mut client, &session).await?;
        for (requests, path) in requests.iter_mut().zip(["/overview", "/invoices", &invoice]) {
            requests.push(session.get(path, BROWSER));
        }
    }
    for (name, requests) in ["/overview", "/invoices", "/invoices/{id}"].into_iter().zip(requests) {
        let pace = Pace::new(goals::PAGE_RATE, shape.length, u64::MAX);
        let measured = paced(&Work::Page(Arc::new(requests)), target, shape.connections, pace).await?;
        let summary = measured.whole.summary();
        let goal = Goal::at_most(summary.p99, goals::PAGE_P99, "ms");
        let note = format!(
            "p50 {}; {:.0} µs of the server's processor time each",
            ms(summary.p50),
            measured.cpu_micros()
        );
        report.row(format!("{name}, {label}, p99"), ms(summary.p99), Some(goal), note);
        let numbers = json!({ "rate": goals::PAGE_RATE, "whole": summary.json(),
            "processors": measured.used.json(summary.count) });
        report.disturbed(measured.used.elsewhere);
        report.number("page_times", &format!("{name} {label}"), numbers);
    }
    Ok(())
}

/// The title over the rows of [`times`].
pub fn times_title() -> String {
    format!("Pages at {} each, open loop, compressed as for a browser", per_second(goals::PAGE_RATE))
}

async fn session_of(client: &mut Client, target: &Target, customer: &str) -> Result<Session> {
    let link = link_of(client, &target.mint(&json!({ "customerId": customer }).to_string())).await?;
    open(client, &link).await
}

async fn first_invoice(client: &mut Client, session: &Session) -> Result<String> {
    let answer = client.send(&session.get("/invoices", "")).await?;
    let html = String::from_utf8_lossy(answer.body);
    match first_link_under(&html, "/invoices/") {
        Some(path) if answer.status == 200 => Ok(path),
        _ => Err(answer.unexpected("invoices", "200 with a link to an invoice")),
    }
}

/// What a first view of a page costs, in bytes of bodies.
#[derive(Debug, Default)]
struct Weight {
    status: u16,
    identity: usize,
    gzip: Option<usize>,
    br: Option<usize>,
    browser: usize,
    assets: Vec<(Reference, usize)>,
}

impl Weight {
    async fn of(client: &mut Client, session: &Session, path: &str, status: u16) -> Result<Self> {
        let answer = client.send(&session.get(path, "")).await?;
        let html = String::from_utf8_lossy(answer.body).into_owned();
        if (status != 0 && answer.status != status) || !html.contains("</html>") {
            return Err(answer.unexpected(path, "a whole page"));
        }
        let (status, identity) = (answer.status, answer.body.len());
        let gzip = encoded(client, session, path, "gzip").await?;
        let br = encoded(client, session, path, "br").await?;
        let browser = client.send(&session.get(path, BROWSER)).await?.body.len();
        let mut assets = Vec::new();
        for reference in references(&html) {
            let size = asset(client, session, &reference.address).await?;
            assets.push((reference, size));
        }
        Ok(Self { status, identity, gzip, br, browser, assets })
    }

    fn of_kind(&self, kind: Kind) -> (usize, usize) {
        let sizes = self.assets.iter().filter(|(reference, _)| reference.kind == kind).map(|(_, size)| size);
        (sizes.clone().count(), sizes.sum())
    }

    /// HTML and stylesheets.
    fn text(&self) -> usize {
        self.browser + self.of_kind(Kind::Stylesheet).1
    }

    fn all(&self) -> usize {
        self.browser + self.assets.iter().map(|(_, size)| size).sum::<usize>()
    }

    /// What the page waits for, itself included.
    fn requests(&self) -> usize {
        1 + self.assets.iter().filter(|(reference, _)| reference.kind != Kind::Icon).count()
    }

    fn goal(&self) -> Goal {
        let met = self.text() <= goals::PAGE_TEXT
            && self.all() <= goals::PAGE_ALL
            && self.requests() <= goals::PAGE_REQUESTS;
        let text = format!(
            "≤ {} / {} KiB / {}",
            goals::PAGE_TEXT / 1024,
            goals::PAGE_ALL / 1024,
            goals::PAGE_REQUESTS
        );
        Goal { text, met }
    }

    fn note(&self) -> String {
        let or_none = |size: Option<usize>| size.map_or("none".to_owned(), kib);
        let mut note =
            format!("HTML {}, gzip {}, br {}", kib(self.identity), or_none(self.gzip), or_none(self.br));
        let kinds = [
            ("CSS", Kind::Stylesheet),
            ("scripts", Kind::Script),
            ("images", Kind::Image),
            ("icons", Kind::Icon),
        ];
        for (name, kind) in kinds {
            let (count, size) = self.of_kind(kind);
            if count > 0 {
                note += &format!("; {name} {count}, {}", kib(size));
            }
        }
        note
    }

    fn json(&self) -> Value {
        let assets: Vec<Value> = self.assets.iter().map(|(reference, size)| {
            json!({ "kind": format!("{:?}", reference.kind), "address": reference.address, "bytes": size })
        }).collect();
        json!({
            "status": self.status, "html_bytes": self.identity, "html_gzip_bytes": self.gzip, "html_br_bytes": self.br,
            "html_and_css_bytes": self.text(), "all_bytes": self.all(), "requests": self.requests(), "assets": assets,
        })
    }
}

/// The body's length in this coding, or `None` when the server does not speak it.
async fn encoded(client: &mut Client, session: &Session, path: &str, coding: &str) -> Result<Option<usize>> {
    let answer = client.send(&session.get(path, &format!("Accept-Encoding: {coding}\r\n"))).await?;
    Ok((answer.header("content-encoding") == Some(coding)).then_some(answer.body.len()))
}

/// The length of something that the page loads, as a browser gets it. Only this server is asked: an address
/// elsewhere is an error, because a page must not need one.
async fn asset(client: &mut Client, session: &Session, address: &str) -> Result<usize> {
    anyhow::ensure!(
        address.starts_with('/') && !address.starts_with("//"),
        "it loads {address}, which is not its own"
    );
    let answer = client.send(&get(&session.host, address, BROWSER)).await?;
    if answer.status != 200 {
        return Err(answer.unexpected(address, "200"));
    }
    Ok(answer.body.len())
}
