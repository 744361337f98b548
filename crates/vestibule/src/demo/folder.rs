//! The demo's folder. It is emptied at each start, so it must be nobody else's.

use crate::config::Config;
use anyhow::{Context as _, ensure};
use std::path::Path;

/// Says that a folder is the demo's.
const MARK: &str = "this-is-a-demo";

/// Makes sure that the folder is the demo's own, and empties it of the last run's database.
///
/// # Errors
/// When the folder holds something that is no demo's.
pub(super) fn prepare(config: &Config) -> anyhow::Result<()> {
    let folder = &config.data;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mark = folder.join(MARK);
    ensure!(
        mark.exists() || is_empty(folder)?,
        "{} holds data that is no demo's; name another folder with --data",
        folder.display()
    );
    std::fs::write(&mark, "Emptied at each start of `vestibule demo`.\n")?;
    for name in ["vestibule.db", "vestibule.db-wal", "vestibule.db-shm"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot empty {}", folder.display()));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}
