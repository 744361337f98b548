//! A body of any length, put into a scratch file as it comes: an import reads it twice, and memory stays flat.

use crate::fields::{media_type, unsupported};
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use std::path::Path;
use std::time::Duration;
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt as _;
use vestibule_http::{Failure, Web};
use vestibule_kernel::{Error, Result};

/// Largest body that is taken: 2 GiB. More belongs into several requests, or the command line.
pub(crate) const RECORDS_LIMIT: u64 = 2 * 1024 * 1024 * 1024;

/// What the name of a scratch file begins with.
const PREFIX: &str = "records-";

/// No import takes longer: an older file is one that a server left behind when it was killed.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Who sends nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// What says that a body is one JSON record a line.
const NDJSON: [&str; 4] =
    ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

/// A body in a scratch file, which goes when this does.
#[derive(Debug)]
pub(crate) struct Spooled(TempPath);

impl Spooled {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl FromRequest<Web> for Spooled {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        if let Some(given) = media_type(request.headers()).filter(|given| !NDJSON.contains(&given.as_str())) {
            return Err(unsupported(&given, NDJSON[0]).into());
        }
        let declared =
            request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: u64| length > RECORDS_LIMIT) {
            return Err(too_large().into());
        }
        let file = scratch_file(web.scratch.as_deref()).map_err(|error| no_room(&error))?;
        Ok(Self(spool(file, request.into_body(), RECORDS_LIMIT).await?))
    }
}

/// A new file in `folder`, which is made when it is not there; where there is none, in the system's own.
fn scratch_file(folder: Option<&Path>) -> std::io::Result<NamedTempFile> {
    let Some(folder) = folder else { return NamedTempFile::new() };
    std::fs::create_dir_all(folder)?;
    remove_abandoned(folder, LONGEST)?;
    tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)
}

/// Removes files that nothing was written to for `age`. Several servers may use the folder.
fn remove_abandoned(folder: &Path, age: Duration) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // Another server may remove it first, and a clock that was set back tells no age.
        let rested = entry.metadata().and_then(|about| about.modified()).map(|at| at.elapsed());
        if is_ours && matches!(rested, Ok(Ok(rested)) if rested >= age) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// Writes `body` to a scratch file.
async fn spool(file: NamedTempFile, mut body: Body, limit: u64) -> Result<TempPath> {
    let (file, path) = file.into_parts();
    let mut file = tokio::fs::File::from_std(file);
    let mut length: u64 = 0;
    while let Some(frame) = tokio::time::timeout(PATIENCE, body.frame()).await.map_err(|_| broken_off())? {
        let Ok(bytes) = frame.map_err(|_| broken_off())?.into_data() else { continue };
        length += bytes.len() as u64;
        if length > limit {
            return Err(too_large());
        }
        file.write_all(&bytes).await.map_err(|error| no_room(&error))?;
    }
    file.flush().await.map_err(|error| no_room(&error))?;
    Ok(path)
}

fn too_large() -> Error {
    Error::invalid(
        "",
        "payload_too_large",
        "The records are larger than 2 GiB; send them in several requests",
    )
}

fn broken_off() -> Error {
    Error::invalid("", "custom", "The body broke off before its end; nothing was written")
}

fn no_room(error: &std::io::Error) -> Error {
    Error::Unavailable(format!("the scratch file of a request: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_past_the_limit_leaves_no_file() {
        let file = || scratch_file(None).unwrap();
        let path = spool(file(), Body::from("12345"), 5).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "12345");
        let refused = spool(file(), Body::from("123456"), 5).await.unwrap_err();
        assert!(refused.to_string().contains("payload_too_large"));
        let kept = path.to_path_buf();
        drop(Spooled(path));
        assert!(!kept.exists());
    }

    #[test]
    fn a_file_is_made_in_the_folder_that_is_known() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("scratch");
        assert_eq!(scratch_file(Some(&folder)).unwrap().path().parent(), Some(folder.as_path()));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn files_of_a_server_that_was_killed_go_and_those_in_use_stay() {
        let folder = tempfile::tempdir().unwrap();
        let abandoned = folder.path().join("records-abandoned");
        let others = folder.path().join("others");
        for path in [&abandoned, &others] {
            std::fs::write(path, "x").unwrap();
        }
        remove_abandoned(folder.path(), LONGEST).unwrap();
        assert!(abandoned.exists());
        remove_abandoned(folder.path(), Duration::ZERO).unwrap();
        assert!(!abandoned.exists() && others.exists());
    }
}
