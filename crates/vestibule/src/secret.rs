//! The installation's one secret, from which every key is derived. It lives in a file beside the
//! database, never in it.

use anyhow::{Context as _, ensure};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
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

fn create(file: &Path, rng: &Rng) -> anyhow::Result<[u8; 32]> {
    let secret: [u8; 32] = rng.bytes();
    let text = hex(&secret);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    if opened.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::AlreadyExists) {
        // Another process was first: its secret is the installation's.
        return load_or_create(file, rng);
    }
    let mut opened = opened.with_context(|| format!("cannot write the secret {}", file.display()))?;
    writeln!(opened, "{text}")?;
    opened.sync_all()?;
    Ok(secret)
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

    #[test]
    fn a_secret_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/secret");
        let first = load_or_create(&file, &Rng::system()).unwrap();
        assert_eq!(load_or_create(&file, &Rng::system()).unwrap(), first);
        std::fs::write(&file, "short").unwrap();
        assert!(load_or_create(&file, &Rng::system()).is_err());
    }
}
