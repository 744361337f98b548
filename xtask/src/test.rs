//! Every check and every test, in the order in which a mistake is found soonest.
//!
//! What a test proves is written in the test; this only runs them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::packages::{self, C_COMPILER, CHROMIUM, FONTS, NODE_JS, NPM, POSTGRES};
use crate::postgres::{Cluster, Durability};
use crate::steps::Steps;
use crate::{arrows, reference, shell};

/// How much of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What needs neither PostgreSQL nor a browser.
    Quick,
    /// Everything.
    Full,
}

/// Runs the steps one after the other and stops at the first that fails.
///
/// # Errors
/// When a step fails: which, and what to type to run only this one again.
pub fn run(extent: Extent) -> Result<()> {
    let mut steps = Steps::begin()?;
    prepare(&steps, extent)?;
    checks(&mut steps, extent)?;
    match extent {
        Extent::Quick => tests(&mut steps, None)?,
        Extent::Full => {
            let cluster = steps.step("temporary PostgreSQL", "cargo xtask postgres -- true", || {
                Cluster::start(Durability::Fast)
            })?;
            tests(&mut steps, Some(&cluster))?;
            drop(cluster);
            let mut doc_tests = shell::cargo();
            doc_tests.args(["test", "--workspace", "--doc"]);
            steps.command("doc tests", &shell::line(&doc_tests), &mut doc_tests)?;
            browser(&mut steps)?;
        }
    }
    steps.end();
    Ok(())
}

fn prepare(steps: &Steps, extent: Extent) -> Result<()> {
    steps.step("what the tests need", "cargo xtask test", || match extent {
        Extent::Quick => packages::ensure(&[&C_COMPILER]),
        Extent::Full => {
            packages::ensure(&[&C_COMPILER, &POSTGRES, &CHROMIUM, &FONTS, &NODE_JS])?;
            packages::ensure(&[&NPM])?;
            packages::npm()
        }
    })
}

fn checks(steps: &mut Steps, extent: Extent) -> Result<()> {
    let mut format = shell::cargo();
    format.args(["fmt", "--all", "--check"]);
    steps.command("format", "cargo fmt --all --check    (`cargo xtask fmt` mends it)", &mut format)?;

    steps.step("crate arrows", "cargo xtask arrows", arrows::check)?;

    let mut clippy = shell::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    steps.command("clippy", &shell::line(&clippy), &mut clippy)?;

    if extent == Extent::Full {
        let mut docs = shell::cargo();
        docs.args(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings");
        let again = format!("RUSTDOCFLAGS='-D warnings' {}", shell::line(&docs));
        steps.command("docs", &again, &mut docs)?;
    }
    steps.step("reference", "cargo xtask reference --check", reference::check)
}

fn tests(steps: &mut Steps, cluster: Option<&Cluster>) -> Result<()> {
    let mut command = shell::cargo();
    if shell::find(&["cargo-nextest"]).is_some() {
        command.args(["nextest", "run", "--workspace"]);
    } else {
        command.args(["test", "--workspace", "--all-targets"]);
    }
    let line = shell::line(&command);
    match cluster {
        None => {
            command.env("VESTIBULE_TEST_DATABASES", "sqlite");
            steps.command("tests on SQLite", &format!("VESTIBULE_TEST_DATABASES=sqlite {line}"), &mut command)
        }
        Some(cluster) => {
            cluster.tell(&mut command).env("VESTIBULE_TEST_DATABASES", "sqlite,postgres");
            let again = format!("cargo xtask postgres -- {line}");
            steps.command("tests on both databases", &again, &mut command)
        }
    }
}

fn browser(steps: &mut Steps) -> Result<()> {
    let mut build = shell::cargo();
    build.args(["build", "-p", "vestibule", "--bin", "vestibule"]);
    build.args(["-p", "vestibule-view", "--example", "gallery"]);
    let built = shell::line(&build);
    steps.command("binary", &built, &mut build)?;

    let mut types = npm(&["run", "types"]);
    steps.command("browser test types", "npm --prefix e2e run types", &mut types)?;

    let chromium = packages::chromium().context("Chromium has gone away since the start of this run")?;
    let mut tests = npm(&["test"]);
    tests.env("VESTIBULE_BIN", binary()).env("VESTIBULE_CHROMIUM", chromium);
    tests.env("VESTIBULE_E2E_GALLERY", shell::target().join("debug/examples/gallery"));
    steps.command("browser tests", &format!("{built} && npm --prefix e2e test"), &mut tests)
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = shell::command("npm");
    npm.args(arguments).current_dir(shell::root().join("e2e"));
    npm
}

fn binary() -> PathBuf {
    shell::target().join("debug/vestibule")
}
