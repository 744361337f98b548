//! Finds what the tests need on this machine, and installs what is missing where that is possible.
//!
//! Nothing is ever skipped: what cannot be installed is an error that says what to do.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{postgres, shell};

/// The oldest Node.js that the browser tests run on.
const NODE: u32 = 18;

/// Something a test run cannot do without.
pub struct Need {
    what: &'static str,
    /// The Debian packages that bring it.
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

/// Compiles the embedded database.
pub const C_COMPILER: Need = Need {
    what: "a C compiler (`cc`), which builds the embedded database",
    packages: &["gcc", "libc6-dev"],
    is_there: || shell::find(&["cc", "gcc", "clang"]).is_some(),
};

/// The server that the tests and benchmarks start for themselves.
pub const POSTGRES: Need = Need {
    what: "PostgreSQL 15 or newer (`pg_ctl` in PATH or below /usr/lib/postgresql)",
    packages: &["postgresql"],
    is_there: || postgres::given().is_some() || postgres::programs().is_some(),
};

/// The browser of the browser tests.
pub const CHROMIUM: Need = Need {
    what: "Chromium (in PATH, or its path in VESTIBULE_CHROMIUM)",
    packages: &["chromium"],
    is_there: || chromium().is_some(),
};

/// Without a font, pages are measured and pictured with empty boxes.
pub const FONTS: Need = Need {
    what: "a scalable font (`fc-list` names none)",
    packages: &["fontconfig", "fonts-liberation"],
    is_there: || {
        shell::output(Command::new("fc-list").arg(":scalable=true")).is_ok_and(|list| !list.is_empty())
    },
};

/// Runs the browser tests.
pub const NODE_JS: Need = Need {
    what: "Node.js 18 or newer",
    packages: &["nodejs"],
    is_there: || node_version().is_some_and(|version| version >= NODE),
};

/// Installs the packages of the browser tests. Some builds of Node.js bring it along and refuse Debian's, so it
/// is asked for after Node.js is there.
pub const NPM: Need = Need { what: "npm", packages: &["npm"], is_there: || shell::find(&["npm"]).is_some() };

/// The Chromium that the browser tests start.
pub fn chromium() -> Option<PathBuf> {
    match env::var_os("VESTIBULE_CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => shell::find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]),
    }
}

/// Installs what is missing of `needs`.
///
/// # Errors
/// When something is missing and cannot be installed: what it is, and the commands that bring it.
pub fn ensure(needs: &[&Need]) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    if !shell::is_root() {
        bail!("{}", advice(&missing, "installing needs root"));
    }
    if shell::find(&["apt-get"]).is_none() {
        bail!("{}", advice(&missing, "this machine has no apt-get"));
    }
    apt(&packages(&missing)).with_context(|| advice(&missing, "apt-get failed"))?;
    let still = self::missing(needs);
    if !still.is_empty() {
        bail!("{}", advice(&still, "the packages of this system are too old or incomplete"));
    }
    Ok(())
}

/// Installs the npm packages of the browser tests, exactly as locked, unless that was done before.
///
/// # Errors
/// When npm cannot install them.
pub fn npm() -> Result<()> {
    let e2e = shell::root().join("e2e");
    let locked = fs::read(e2e.join("package-lock.json")).context("e2e/package-lock.json cannot be read")?;
    let installed = e2e.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|lock| lock == locked) {
        return Ok(());
    }
    shell::output(
        shell::command("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(&e2e),
    )
    .context("the npm packages of e2e cannot be installed; is the npm registry reachable?")?;
    fs::write(&installed, locked).context("e2e/node_modules cannot be written")
}

fn missing<'a>(needs: &[&'a Need]) -> Vec<&'a Need> {
    needs.iter().copied().filter(|need| !(need.is_there)()).collect()
}

fn packages(missing: &[&Need]) -> Vec<&'static str> {
    missing.iter().flat_map(|need| need.packages).copied().collect()
}

fn apt(packages: &[&str]) -> Result<()> {
    let quiet = |command: &mut Command| shell::output(command.env("DEBIAN_FRONTEND", "noninteractive"));
    quiet(Command::new("apt-get").arg("update"))?;
    quiet(Command::new("apt-get").args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    Ok(())
}

fn advice(missing: &[&Need], why: &str) -> String {
    let list: String = missing.iter().map(|need| format!("\n  - {}", need.what)).collect();
    let packages = packages(missing).join(" ");
    format!(
        "the tests need what is not here, and {why}:{list}\n\
         Install it and run this again. On Debian or Ubuntu:\n    \
         sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}\n\
         `cargo xtask test --quick` does without PostgreSQL and the browser."
    )
}

fn node_version() -> Option<u32> {
    let version = shell::output(Command::new("node").arg("--version")).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{CHROMIUM, Need, advice, missing};

    #[test]
    fn what_is_missing_is_named_with_the_command_that_brings_it() {
        const ABSENT: Need =
            Need { what: "a unicorn", packages: &["unicorn", "libunicorn-dev"], is_there: || false };
        const PRESENT: Need = Need { is_there: || true, ..CHROMIUM };
        let missing = missing(&[&ABSENT, &PRESENT]);
        let advice = advice(&missing, "installing needs root");
        assert!(advice.contains("and installing needs root:\n  - a unicorn\nInstall"), "{advice}");
        assert!(advice.contains("--no-install-recommends unicorn libunicorn-dev\n"), "{advice}");
    }
}
