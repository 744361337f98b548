//! `vestibule doctor`: checks the installation and says what to mend.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::org::CREATE_ONE;
use crate::config::Config;
use crate::wiring;
use std::os::unix::fs::PermissionsExt as _;
use std::process::ExitCode;
use vestibule_app::{Ctx, organizations};
use vestibule_store::tables::all_statements;

/// What a check found: fine, or what to do.
type Finding = Result<String, String>;

/// Runs every check; fails when one of them found something.
///
/// # Errors
/// When no runtime can be had.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut findings = vec![
        ("addresses", addresses(config)),
        ("templates", templates(config)),
        ("client limit", limit(config)),
    ];
    match wiring::existing(config) {
        Ok(ctx) => {
            findings.push(("secret", secret(config)));
            findings.push(("database", runtime.block_on(database(&ctx))));
            findings.push(("organizations", runtime.block_on(tenants(&ctx))));
        }
        Err(problem) => findings.push(("database", Err(format!("{problem:#}")))),
    }
    let mut sound = true;
    for (name, finding) in findings {
        match finding {
            Ok(fine) => println!("ok    {name}: {fine}"),
            Err(problem) => {
                sound = false;
                println!("MEND  {name}: {problem}");
            }
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn addresses(config: &Config) -> Finding {
    let exposed = config.exposed().map_err(|fault| fault.to_string())?;
    if !exposed.is_empty() {
        let told: Vec<String> = exposed.iter().map(|(setting, url)| format!("{setting} is {url}")).collect();
        return Err(format!("{}; outside this machine it needs https", told.join(", ")));
    }
    Ok(format!("API at {}, portals at {}", config.api_url, config.portal_url))
}

fn templates(config: &Config) -> Finding {
    if config.templates.as_os_str().is_empty() {
        return Ok("built in, none replaced".into());
    }
    let problems = vestibule_view::check(&config.templates);
    match problems.first() {
        None => Ok(format!("{} replaces some, all render", config.templates.display())),
        Some(first) => Err(format!("{} problems, the first: {first}", problems.len())),
    }
}

fn limit(config: &Config) -> Finding {
    match config.client_limit {
        0 => Ok("none: one client can use the whole server".into()),
        rate => Ok(format!("{rate} requests a second for each")),
    }
}

fn secret(config: &Config) -> Finding {
    let file = config.secret_file();
    let mode = std::fs::metadata(&file).map_err(|error| error.to_string())?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!("others can read {}; run: chmod 600 {}", file.display(), file.display()));
    }
    Ok(format!("in {}", file.display()))
}

async fn database(ctx: &Ctx) -> Finding {
    let checked = ctx.db.read(|read| {
        let statements = all_statements();
        let count = statements.len();
        statements.into_iter().try_for_each(|statement| read.prepare(statement))?;
        Ok(count)
    });
    match checked.await {
        Ok(count) => Ok(format!("{:?}, up to date, {count} statements fit its schema", ctx.db.dialect())),
        Err(error) => Err(error.to_string()),
    }
}

async fn tenants(ctx: &Ctx) -> Finding {
    let all = organizations::list_organizations(ctx).await.map_err(|error| error.to_string())?;
    if all.is_empty() {
        return Err(format!("none yet. {CREATE_ONE}"));
    }
    Ok(format!("{}", all.len()))
}
