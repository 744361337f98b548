//! Builds in release mode and runs the benchmark with a PostgreSQL that keeps its commits on disk.
//!
//! What is measured, and how, lives in `bench/`.

use anyhow::Result;

use crate::postgres::{Cluster, Durability};
use crate::{packages, shell};

/// Runs the benchmark with these arguments.
///
/// # Errors
/// When something does not build, PostgreSQL does not start, or the benchmark fails.
pub fn run(arguments: &[String]) -> Result<()> {
    packages::ensure(&[&packages::C_COMPILER, &packages::POSTGRES])?;
    shell::run(shell::cargo().args(["build", "--release", "-p", "vestibule", "-p", "bench"]))?;
    let cluster = Cluster::start(Durability::Durable)?;
    let release = shell::target().join("release");
    let mut bench = shell::command(release.join("bench"));
    bench.args(arguments).env("VESTIBULE_BIN", release.join("vestibule"));
    shell::run(cluster.tell(&mut bench))
}
