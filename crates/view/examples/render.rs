//! Measures how long pages take: `cargo run --release -p vestibule-view --example render`.

use std::io::Write;
use std::time::Instant;
use vestibule_kernel::Locale;
use vestibule_view::pages::access::Forward;
use vestibule_view::pages::customers::Overview;
use vestibule_view::pages::invoices::{InvoiceDetail, InvoiceList};
use vestibule_view::{Chrome, Page, View, ViewError, stylesheet};

const ROUNDS: u32 = 20_000;

fn main() -> std::io::Result<()> {
    measure().map_err(std::io::Error::other)?;
    let css = stylesheet();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "stylesheet: {} bytes, brotli {}, gzip {}",
        css.css.len(),
        css.brotli().len(),
        css.gzip().len()
    )
}

fn measure() -> Result<(), ViewError> {
    let started = Instant::now();
    let view = View::new(None)?;
    report("a new view", started.elapsed().as_micros(), 0);
    page::<Overview>(&view, 0)?;
    page::<InvoiceList>(&view, 3)?;
    page::<InvoiceDetail>(&view, 0)?;
    page::<Forward>(&view, 0)
}

fn page<P: Page>(view: &View, sample: usize) -> Result<(), ViewError> {
    let samples = P::samples();
    let chromes = Chrome::samples(Locale::De);
    let started = Instant::now();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        bytes = view.page(&chromes[0], &samples[sample])?.len();
    }
    report(P::TEMPLATE, started.elapsed().as_micros() / u128::from(ROUNDS), bytes);
    Ok(())
}

fn report(what: &str, micros: u128, bytes: usize) {
    let _ = writeln!(std::io::stdout(), "{what}: {micros} µs, {bytes} bytes");
}
