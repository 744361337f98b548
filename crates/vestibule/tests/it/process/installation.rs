//! An installation of a test's own, made and used by commands as an operator types them.

use super::server::Server;
use crate::support::{Backend, EmptyDb};
use std::process::{Command, Output};

/// A folder to work in, and a place for a database where nothing is yet.
pub struct Installation {
    pub folder: tempfile::TempDir,
    pub database: EmptyDb,
}

impl Installation {
    /// A place where nothing is; `None` when this run leaves PostgreSQL out.
    pub fn nowhere(backend: Backend) -> Option<Self> {
        let database = EmptyDb::create(backend)?;
        Some(Self { folder: tempfile::tempdir().unwrap(), database })
    }

    /// The options that name its places.
    fn places(&self) -> Vec<String> {
        let data = self.folder.path().join("data").display().to_string();
        vec!["--data".into(), data, "--database".into(), self.database.url.clone()]
    }

    /// Runs a command in its folder, whatever comes of it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command.args(self.places()).args(arguments).current_dir(self.folder.path()).output().unwrap()
    }

    /// What a command answers, and what it says beside.
    pub fn told(&self, arguments: &[&str]) -> (String, String) {
        let output = self.run(arguments);
        let (answer, beside) = texts(&output);
        assert!(output.status.success(), "{arguments:?}: {answer}{beside}");
        (answer, beside)
    }

    /// What a command answers.
    pub fn answer(&self, arguments: &[&str]) -> String {
        self.told(arguments).0
    }

    /// What a command says as it refuses.
    pub fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} is done");
        texts(&output).1
    }

    /// Starts a server on it.
    pub fn serve(&self) -> Server {
        Server::start(self.folder.path(), &self.places(), &[])
    }

    /// Names of everything in its folder.
    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// Standard output and standard error.
fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}
