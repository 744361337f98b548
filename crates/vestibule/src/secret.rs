//! The installation's one secret, from which every key is derived. It lives in a file beside the
//! database, never in it.

use anyhow::{Context as _, ensure};
use std::fs::{DirBuilder, File};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use tempfile::NamedTempFile;
use vestibule_kernel::{Rng, hex};

/// The secret in `file`; a new one is made where there is none.
///
/// # Errors
/// When the file cannot be read or written, or holds something else than 64 hexadecimal digits.
pub fn load_or_create(file: &Path, rng: &Rng) -> anyhow::Result<[u8; 32]> {
    match std::fs::read_to_string(file) {
        Ok(text) => parse(text.trim())
            .with_context(|| format!("{} must hold 64 hexadecimal digits, and nothing else", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(file, rng),
        Err(error) => Err(error).with_context(|| format!("cannot read the secret {}", file.display())),
    }
}

/// Makes the file whole or not at all, for this user alone.
fn create(file: &Path, rng: &Rng) -> anyhow::Result<[u8; 32]> {
    let secret: [u8; 32] = rng.bytes();
    let told = || format!("cannot write the secret {}", file.display());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(told)?;
    let mut scratch = NamedTempFile::new_in(folder).with_context(told)?;
    writeln!(scratch, "{}", hex(&secret)).with_context(told)?;
    scratch.as_file().sync_all().with_context(told)?;
    match scratch.persist_noclobber(file) {
        Ok(_) => File::open(folder).and_then(|folder| folder.sync_all()).with_context(told).map(|()| secret),
        // Another process was first: its secret is the installation's.
        Err(lost) if lost.error.kind() == std::io::ErrorKind::AlreadyExists => load_or_create(file, rng),
        Err(lost) => Err(lost.error).with_context(told),
    }
}

fn parse(text: &str) -> anyhow::Result<[u8; 32]> {
    ensure!(text.len() == 64 && text.is_ascii(), "it has {} characters", text.len());
    let mut secret = [0u8; 32];
    for (index, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16)?;
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_secret_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/secret");
        let first = load_or_create(&file, &Rng::system()).unwrap();
        assert_eq!(load_or_create(&file, &Rng::system()).unwrap(), first);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing else is left");
        std::fs::write(&file, "short").unwrap();
        assert!(load_or_create(&file, &Rng::system()).is_err());
    }

    #[test]
    fn servers_that_start_together_have_one_secret() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let all: Vec<_> = std::thread::scope(|scope| {
            let start = || scope.spawn(|| load_or_create(&file, &Rng::system()).unwrap());
            let started: Vec<_> = (0..16).map(|_| start()).collect();
            started.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(all.iter().all(|secret| *secret == all[0]));
    }
}
