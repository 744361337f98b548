//! `kill -9` in the middle of an import: run again, it ends where a run without a break ends.

use super::server::Site;
use crate::support::Backend;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use vestibule_kernel::Result;
use vestibule_kernel::id::OrganizationId;
use vestibule_store::Read;
use vestibule_store::tables::{assets, customers, invoices, organizations, subscriptions};

const CUSTOMERS: u32 = 120;
const INVOICES: u32 = 8;
/// On a busy machine an import may be at its end before it is seen to have begun.
const TRIES: usize = 5;
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// What is in the database when the import is killed.
#[derive(Debug, Clone, Copy)]
enum Progress {
    Customers,
    Subscriptions,
    Invoices,
}

#[test]
fn an_import_that_was_killed_is_completed_by_running_it_again_on_sqlite() {
    survive(Backend::Sqlite);
}

#[test]
fn an_import_that_was_killed_is_completed_by_running_it_again_on_postgres() {
    survive(Backend::Postgres);
}

#[test]
fn records_of_a_request_wait_in_the_data_folder_and_leave_nothing_there() {
    let Some(site) = Site::create(Backend::Sqlite, 1) else { return };
    assert_eq!(std::fs::read_dir(site.folder.path().join("scratch")).unwrap().count(), 0);
}

fn survive(backend: Backend) {
    let Some(clean) = Site::create(backend, 0) else { return };
    let folder = tempfile::tempdir().unwrap();
    write_records(folder.path());
    let input = folder.path().to_str().unwrap();
    clean.command(&["import", input]);
    let expected = state(&clean);
    assert_eq!(expected.len(), (CUSTOMERS * (2 + INVOICES)) as usize);
    for progress in [Progress::Customers, Progress::Subscriptions, Progress::Invoices] {
        let site = broken_off(backend, input, progress, expected.len());
        site.command(&["import", input]);
        assert_eq!(state(&site), expected, "{progress:?}");
        let again = String::from_utf8(site.command(&["import", input]).stdout).unwrap();
        assert!(again.contains("Done: 0 written"), "{again}");
    }
}

/// A site whose import was killed when it had got so far, and not to the end with its `whole` records.
fn broken_off(backend: Backend, input: &str, progress: Progress, whole: usize) -> Site {
    for _ in 0..TRIES {
        let site = Site::create(backend, 0).unwrap();
        kill_at(&site, start(&site, input), progress);
        if state(&site).len() < whole {
            return site;
        }
    }
    panic!("{progress:?}: each time it was done before it was killed");
}

fn start(site: &Site, input: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .arg("--data")
        .arg(site.folder.path())
        .args(["--database", &site.database.url, "import", input])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the import as soon as the database has something of what it is to have got to.
fn kill_at(site: &Site, mut import: Child, progress: Progress) {
    let has_some = move |read: &mut Read<'_>, organization| match progress {
        Progress::Customers => customers::any(read, organization),
        Progress::Subscriptions => subscriptions::any(read, organization),
        Progress::Invoices => invoices::any(read, organization),
    };
    while !read(site, has_some) && import.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    import.kill().unwrap();
    import.wait().unwrap();
}

/// Customers with a contract and invoices each; the last one takes the one before back, and some have
/// documents.
fn write_records(folder: &Path) {
    let mut records = String::new();
    for n in 1..=CUSTOMERS {
        writeln!(
            records,
            r#"{{"type":"customer","external_id":"K-{n}","last_name":"B-{n}","email":"k{n}@example.com"}}"#
        )
        .unwrap();
        writeln!(records, r#"{{"type":"subscription","external_id":"V-{n}","customer":"K-{n}","plan":"P-1","status":"active","address":{{"street":"Allee","house_number":"{n}","zip":"10115","city":"Berlin","country":"DE"}},"meter":{{"number":"M-{n}","type":"smart"}}}}"#).unwrap();
        for m in 1..=INVOICES {
            let more = match m {
                INVOICES => format!(r#","voids":"R-{n}-{}","invoice_type":"void","total":-10"#, m - 1),
                1 if n % 10 == 0 => format!(r#","document":"{n}.pdf","invoice_type":"usage","total":10"#),
                _ => r#","invoice_type":"usage","total":10"#.to_owned(),
            };
            writeln!(records, r#"{{"type":"invoice","external_id":"R-{n}-{m}","subscription":"V-{n}","number":"N-{n}-{m}","status":"open","issued_at":"2026-02-0{m}"{more}}}"#).unwrap();
        }
    }
    std::fs::write(folder.join("records.ndjson"), records).unwrap();
    std::fs::create_dir(folder.join("documents")).unwrap();
    for n in (10..=CUSTOMERS).step_by(10) {
        std::fs::write(folder.join(format!("documents/{n}.pdf")), format!("{PDF}%{n}\n")).unwrap();
    }
}

/// Everything that [`write_records`] describes as far as it is there, by the operator's ids instead of ours.
fn state(site: &Site) -> Vec<String> {
    read(site, |read, organization| {
        let mut lines = Vec::new();
        for n in 1..=CUSTOMERS {
            lines.extend(contract(read, organization, n)?);
        }
        let names = (1..=CUSTOMERS).flat_map(|n| (1..=INVOICES).map(move |m| format!("R-{n}-{m}")));
        let names: Vec<String> = names.collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for issued in invoices::issued(read, organization, &names)? {
            lines.push(invoice(read, issued)?);
        }
        lines.sort();
        Ok(lines)
    })
}

fn contract(read: &mut Read<'_>, organization: OrganizationId, n: u32) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let Some(customer) = customers::find_by_external(read, organization, &format!("K-{n}"))? else {
        return Ok(lines);
    };
    lines.push(format!("{} {} {:?}", customer.last_name, customer.email.as_str(), customer.status));
    for contract in subscriptions::contracts(read, organization, customer.id)? {
        let address = contract.address.map(|address| address.house_number);
        let meter = contract.meter.map(|meter| meter.number);
        let subscription = contract.subscription;
        let plan = contract.plan.external_id.clone();
        lines.push(format!(
            "{} {plan} {:?} {address:?} {meter:?}",
            subscription.external_id, subscription.status
        ));
    }
    Ok(lines)
}

fn invoice(read: &mut Read<'_>, issued: invoices::Issued) -> Result<String> {
    let invoices::Issued { invoice, subscription, customer, voids } = issued;
    let document = match invoice.document {
        Some(digest) => Some(assets::find(read, invoice.organization, digest)?.unwrap().bytes),
        None => None,
    };
    let (number, status, total, at) =
        (invoice.number, invoice.status, invoice.total.minor, invoice.issued_at);
    Ok(format!("{number} {status:?} {total} {at} {subscription:?} {customer:?} {voids:?} {document:?}"))
}

fn read<T: Send + 'static>(
    site: &Site,
    look: impl FnOnce(&mut Read<'_>, OrganizationId) -> Result<T> + Send + 'static,
) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(site.database.db.read(|read| {
        let organization = organizations::list(read)?[0].id;
        look(read, organization)
    }));
    answer.unwrap()
}
