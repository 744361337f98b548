//! `vestibule reference DIR`: writes the pages under `docs/reference` that come from the program
//! itself, so that they cannot lie.

use crate::cli::Cli;
use crate::config::{Config, SETTINGS, Setting};
use anyhow::Context as _;
use clap::{Arg, CommandFactory as _};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Writes every page into `folder`.
///
/// # Errors
/// When the folder cannot be written.
pub fn run(folder: &Path) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut pages = vec![("configuration.md", configuration()?), ("commands.md", commands())];
    pages.extend(vestibule_api::reference().into_iter().map(|page| (page.name, page.text)));
    for (name, text) in pages {
        let file = folder.join(name);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn configuration() -> anyhow::Result<String> {
    let defaults = serde_json::to_value(Config::default())?;
    let mut page = String::from(
        "# Configuration\n\nRead from `vestibule.toml` in the working directory (or the file that `--config` names), then \
         from the environment, then from flags of any command; later wins. A name that is no setting's is refused, and so is a \
         value that cannot be meant. A list is written the same everywhere: `[\"127.0.0.1\", \"10.0.0.0/8\"]`.\n\n\
         `vestibule demo` reads flags alone, and `VESTIBULE_LOG`.\n\n\
         | Setting | Environment | Flag | Default | What it decides |\n|---|---|---|---|---|\n",
    );
    for setting in SETTINGS {
        let environment = format!("VESTIBULE_{}", setting.name.to_uppercase());
        let default = defaults.get(setting.name).map(ToString::to_string).unwrap_or_default();
        let Setting { name, flag, what, .. } = setting;
        writeln!(page, "| `{name}` | `{environment}` | `--{flag}` | `{default}` | {what} |")?;
    }
    Ok(page)
}

fn commands() -> String {
    let mut page = String::from(
        "# Commands\n\nThe options of every command are listed once, with the first one here.\n",
    );
    describe(&mut page, &mut Cli::command(), "vestibule");
    page
}

fn describe(page: &mut String, command: &mut clap::Command, path: &str) {
    let help = command.render_long_help().to_string();
    // Writing to a string does not fail.
    let _ = write!(page, "\n## `{path}`\n\n```text\n{}\n```\n", help.trim_end());
    let names: Vec<String> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        if let Some(sub) = command.find_subcommand_mut(&name) {
            let once = |arg: Arg| if arg.is_global_set() { arg.hide(true) } else { arg };
            let mut sub = sub.clone().bin_name(format!("{path} {name}")).mut_args(once);
            describe(page, &mut sub, &format!("{path} {name}"));
        }
    }
}
