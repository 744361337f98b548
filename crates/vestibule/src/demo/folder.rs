//! The demo's folder. Its database starts afresh each time, so it must be nobody else's.

use crate::config::Config;
use anyhow::{Context as _, ensure};
use std::path::Path;

/// Says that a folder is the demo's.
const MARK: &str = "this-is-a-demo";

/// What becomes of the data when the demo starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextTime {
    /// It is in the demo's folder, which is emptied.
    Afresh,
    /// It is in a database that the demo was given, which is left as it is.
    Kept,
}

/// Makes sure that the folder is the demo's own, and empties it of the last run's database unless another
/// one was given. Tells what becomes of this run's.
///
/// # Errors
/// When the folder holds something that is no demo's.
pub(super) fn prepare(config: &Config) -> anyhow::Result<NextTime> {
    let folder = &config.data;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mark = folder.join(MARK);
    ensure!(
        mark.exists() || is_empty(folder)?,
        "{} holds data that is no demo's; name another folder with --data",
        folder.display()
    );
    std::fs::write(&mark, "Emptied at each start of `vestibule demo`.\n")?;
    if !config.database.is_empty() {
        return Ok(NextTime::Kept);
    }
    for name in ["vestibule.db", "vestibule.db-wal", "vestibule.db-shm"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot empty {}", folder.display()));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(NextTime::Afresh)
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}
