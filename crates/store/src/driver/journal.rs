//! SQLite's write-ahead log, kept short beside the writer: a thread of its own copies what was
//! committed into the database file, so that no commit waits for it.

use super::sqlite::wait_a_millisecond;
use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long commits gather before they are copied: pages written several times are copied once.
const GATHER: Duration = Duration::from_millis(500);
/// Pages of 4 KiB (128 MiB in all) after which the log is made to start over, which holds up the writer for
/// some milliseconds. It does so by itself in a moment without readers, which only a server under constant
/// load never has.
const LONG: i64 = 32_768;

/// How many milliseconds the writer waits for readers to leave the log.
const READER_TRIES: i32 = 20;

/// The writer's side.
pub(super) struct Journal {
    wake: Sender<()>,
    too_long: Arc<AtomicBool>,
}

/// The copying side.
pub(super) struct Checkpointer {
    conn: Connection,
    woken: Receiver<()>,
    too_long: Arc<AtomicBool>,
}

/// Both sides of a log; `conn` is the copying side's own connection.
pub(super) fn journal(conn: Connection) -> (Journal, Checkpointer) {
    let (wake, woken) = bounded(1);
    let too_long = Arc::new(AtomicBool::new(false));
    (Journal { wake, too_long: Arc::clone(&too_long) }, Checkpointer { conn, woken, too_long })
}

impl Journal {
    /// Says that something was committed. Between two commits is also the moment to start over a log
    /// that grew too long: nearly all of it is copied by then, so this is short.
    pub(super) fn written(&self, conn: &mut Connection) {
        // A full channel means that the other side knows already.
        let _ = self.wake.try_send(());
        if self.too_long.swap(false, Ordering::Relaxed) {
            restart(conn);
        }
    }
}

impl Checkpointer {
    /// Copies while anything is committed; ends with the writer.
    pub(super) fn run(&mut self) {
        while self.woken.recv().is_ok() {
            std::thread::sleep(GATHER);
            if self.copy() > LONG {
                // Once more, so that nearly nothing is left to the writer.
                self.copy();
                self.too_long.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Copies what is committed, beside the writer, and gives the length of the log in pages.
    fn copy(&self) -> i64 {
        report(checkpoint(&self.conn, "PRAGMA wal_checkpoint(PASSIVE)"))
    }
}

/// Makes the log start over, unless somebody still reads in it: then the next round tries again, and nobody
/// who writes waits for a long query or a backup.
fn restart(conn: &mut Connection) {
    let hurried = conn.busy_handler(Some(wait_briefly));
    let restarted = hurried.and_then(|()| checkpoint(conn, "PRAGMA wal_checkpoint(RESTART)"));
    let patient = conn.busy_handler(Some(wait_a_millisecond));
    report(patient.and(restarted));
}

fn wait_briefly(tries: i32) -> bool {
    std::thread::sleep(Duration::from_millis(1));
    tries < READER_TRIES
}

/// Runs a checkpoint and gives the length of the log in pages.
fn checkpoint(conn: &Connection, sql: &str) -> rusqlite::Result<i64> {
    conn.query_row(sql, [], |row| row.get(1))
}

fn report(checkpoint: rusqlite::Result<i64>) -> i64 {
    checkpoint.unwrap_or_else(|error| {
        tracing::warn!(%error, "the write-ahead log could not be copied; the next round will");
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// A writer as patient as ours, and somebody else with the same file.
    fn two(folder: &tempfile::TempDir) -> (Connection, Connection) {
        let open = || Connection::open(folder.path().join("test.db")).unwrap();
        let (mut writer, other) = (open(), open());
        writer.busy_handler(Some(wait_a_millisecond)).unwrap();
        writer.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER)").unwrap();
        (writer, other)
    }

    #[test]
    fn a_long_reader_does_not_hold_the_writer_up() {
        let folder = tempfile::tempdir().unwrap();
        let (mut writer, reader) = two(&folder);
        reader.execute_batch("BEGIN; SELECT * FROM t").unwrap();
        writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        let begun = Instant::now();
        restart(&mut writer);
        // Its usual patience is half a minute.
        assert!(begun.elapsed() < Duration::from_secs(10));
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
    }

    #[test]
    fn the_writer_is_patient_with_other_writers_again() {
        let folder = tempfile::tempdir().unwrap();
        let (mut writer, other) = two(&folder);
        restart(&mut writer);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let import = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            other.execute_batch("COMMIT").unwrap();
        });
        writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        import.join().unwrap();
    }
}
