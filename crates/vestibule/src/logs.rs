//! Where log lines go: to standard error, as text or JSON.

use crate::config::{Config, Fault, LogFormat};
use std::io::{BufWriter, IsTerminal as _, Stderr, Write};
use std::time::Duration;
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// How long lines gather before they are written together.
const GATHER: Duration = Duration::from_millis(10);
/// Lines that wait at the most while nobody takes them; what is beyond is dropped rather than held against requests.
const WAITING: usize = 16_384;
/// Bytes that are written together at the most.
const BATCH: usize = 64 * 1024;

/// The filter that the setting `log` holds.
///
/// # Errors
/// When a part of it is neither a level nor `target=level`.
pub fn filter(text: &str) -> Result<EnvFilter, Fault> {
    let wrong = || Fault::new("log", text);
    if !text.split(',').all(is_meant) {
        return Err(wrong());
    }
    EnvFilter::try_new(text).map_err(|_| wrong())
}

/// Whether a part names a level. The library takes a lone word that is no level, such as a mistyped
/// one, for a target, and logs nothing else from then on.
fn is_meant(part: &str) -> bool {
    let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
    !level.is_empty() && level.parse::<LevelFilter>().is_ok()
}

/// Logging while it lasts: what waits is written when this is dropped.
pub struct Logs {
    dropped: Dropped,
    _writer: WorkerGuard,
}

impl Logs {
    /// Tells of lines that nobody took.
    pub fn dropped(&self) -> Dropped {
        self.dropped.clone()
    }
}

/// Lines that were dropped because nobody took them in time.
#[derive(Clone)]
pub struct Dropped {
    counter: ErrorCounter,
    told: usize,
}

impl Dropped {
    /// How many more there are than the last time; none when there are no more.
    pub fn more(&mut self) -> Option<usize> {
        let all = self.counter.dropped_lines();
        let more = all.saturating_sub(std::mem::replace(&mut self.told, all));
        (more > 0).then_some(more)
    }
}

/// Starts logging. No request waits for its line to be written.
///
/// # Errors
/// When the filter is malformed or something logs already.
pub fn start(config: &Config) -> anyhow::Result<Logs> {
    let filter = filter(&config.log)?;
    let lines = Batches(BufWriter::with_capacity(BATCH, std::io::stderr()));
    let (writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(WAITING).finish(lines);
    let dropped = Dropped { counter: writer.error_counter(), told: 0 };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_target(false);
    let started = match config.log_format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).compact().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging could not be started: {error}"))?;
    Ok(Logs { dropped, _writer: guard })
}

/// Standard error, on the thread that writes lines. It rests after each batch, so that the next one gathers
/// and those who log need not wake it for each line.
struct Batches(BufWriter<Stderr>);

impl Write for Batches {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let written = self.0.flush();
        std::thread::sleep(GATHER);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that takes nothing until it is let go.
    struct Stuck(std::sync::mpsc::Receiver<()>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_nobody_takes_hold_nobody_up_and_are_told_once() {
        let (release, stuck) = std::sync::mpsc::channel();
        let (mut writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(2).finish(Stuck(stuck));
        let mut dropped = Dropped { counter: writer.error_counter(), told: 0 };
        assert_eq!(dropped.more(), None);
        (0..10).for_each(|_| writer.write_all(b"line\n").unwrap());
        assert!(dropped.more().is_some_and(|lines| lines >= 7));
        assert_eq!(dropped.more(), None);
        drop(release);
        drop(guard);
    }

    #[test]
    fn a_filter_is_a_level_or_targets_with_levels() {
        for filter_text in
            ["info", "off", "DEBUG", "info,vestibule_store=debug", "hyper=warn", "warn,hyper=off"]
        {
            assert!(filter(filter_text).is_ok(), "{filter_text}");
        }
        for nonsense in
            ["", "inof", "info,", "info,vestibule_store", "vestibule_store=loud", "=", "info;debug"]
        {
            let message = filter(nonsense).unwrap_err().to_string();
            assert!(message.contains(&format!("got '{nonsense}'")), "{message}");
        }
    }
}
