//! `vestibule import`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use vestibule_app::Ctx;
use vestibule_app::records::{OnStep, Options, REJECTS, Sources, Stage, Step, Summary, import};

/// What to import, and how.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Folders, *.ndjson or *.jsonl files, CSV files named after their type (customers.csv), or - for NDJSON
    /// on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The organization; may be left out when there is only one
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
    /// Check everything, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the good records even if some are bad, and the bad ones with their reasons to a file
    #[arg(long)]
    keep_going: bool,
    /// Where the bad ones go; rejects.ndjson with --keep-going unless given
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

/// Imports, and says what was written and what was refused. The exit status is 0 when nothing was.
///
/// # Errors
/// When the organization or a path does not exist, or the database cannot be used.
pub async fn run(ctx: &Ctx, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let organization = named_or_only(ctx, args.org.as_deref()).await?;
    let paths = args.paths;
    let sources = tokio::task::spawn_blocking(move || sources(&paths)).await??;
    let rejects = args.rejects.or_else(|| args.keep_going.then(|| REJECTS.into()));
    let options = Options {
        dry_run: args.dry_run,
        keep_going: args.keep_going,
        rejects: rejects.clone(),
        ..Options::default()
    };
    let bar = ProgressBar::new(0);
    let summary = import(ctx, &organization, sources, options, shown_on(&bar)).await;
    bar.finish_and_clear();
    let summary = summary?;
    report(&summary, args.keep_going, rejects.as_deref());
    Ok(if summary.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn sources(paths: &[PathBuf]) -> anyhow::Result<Sources> {
    let (streams, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.as_path() == Path::new("-"));
    let mut sources = Sources::default();
    if !files.is_empty() {
        sources = sources.and(Sources::from_paths(&files)?);
    }
    if !streams.is_empty() {
        sources = sources.and(Sources::from_reader("standard input", &mut std::io::stdin().lock())?);
    }
    Ok(sources)
}

/// Shows steps on a bar; the bar shows itself only on a terminal.
fn shown_on(bar: &ProgressBar) -> OnStep {
    let template = "{msg:<24} [{bar:40}] {percent:>3} %  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    let bar = bar.clone();
    Arc::new(move |step: Step| {
        let doing = match step.stage {
            Stage::Checking => "checking".to_owned(),
            Stage::Comparing => "checking references".to_owned(),
            Stage::Writing(record_type) => format!("writing {record_type} records"),
        };
        if bar.message() != doing {
            bar.reset();
            bar.set_message(doing);
        }
        bar.set_length(step.total);
        bar.set_position(step.done);
    })
}

/// Findings to standard error, counts to standard output.
fn report(summary: &Summary, keep_going: bool, rejects: Option<&Path>) {
    for rejection in &summary.rejected {
        eprintln!("{rejection}");
    }
    if summary.more_rejected > 0 {
        eprintln!("… and {} more", summary.more_rejected);
    }
    for aside in &summary.left_aside {
        eprintln!("{}: left aside; {}", aside.file, aside.reason);
    }
    println!(
        "{:<14} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "", "read", "created", "changed", "unchanged", "rejected"
    );
    for (record_type, counts) in &summary.types {
        println!(
            "{:<14} {:>10} {:>10} {:>10} {:>10} {:>10}",
            record_type.as_str(),
            counts.read,
            counts.created,
            counts.changed,
            counts.unchanged,
            counts.rejected
        );
    }
    let unreadable = summary.unreadable_rows();
    if unreadable > 0 {
        println!("{:<14} {unreadable:>10} {:>10} {:>10} {:>10} {unreadable:>10}", "unreadable", 0, 0, 0);
    }
    let refused = summary.refused();
    match (summary.is_clean(), summary.dry_run, keep_going) {
        (true, true, _) => println!("Everything is good; nothing was written, as asked."),
        (true, false, _) => println!("Done: {} written, {} unchanged.", summary.written, summary.unchanged),
        (false, true, _) => println!("Nothing was written, as asked; {refused}."),
        (false, false, true) => println!("Done: {} written; {refused}.", summary.written),
        (false, false, false) => {
            println!("Nothing was written: {refused}. Mend that, or use --keep-going.");
        }
    }
    if let (false, Some(path)) = (summary.is_clean(), rejects) {
        println!("What was refused, and why, is in {}.", path.display());
    }
}
