//! Placeholder while the command is being written.
use std::process::ExitCode;
use vestibule_app::Ctx;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {}

/// Runs.
pub async fn run(_ctx: &Ctx, _args: ImportArgs) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::FAILURE)
}
