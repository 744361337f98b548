//! Child processes: started with their logs in a file, ended by their own id, at the latest when they are dropped.
//! And how much memory the kernel says one has.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

/// A process that does not outlive this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` with stderr in the file `log` and the other streams as pipes.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let stderr = File::options().create(true).append(true).open(log)?;
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr).spawn();
        let child = child.with_context(|| format!("starting {}", command.get_program().display()))?;
        Ok(Self { child, log: log.to_owned() })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its standard input, which stays open as long as this value lives.
    pub fn input(&mut self) -> Result<&mut ChildStdin> {
        self.child.stdin.as_mut().context("it has no stdin")
    }

    /// The first line of its standard output, once; what follows is read and forgotten.
    pub async fn first_line(&mut self, patience: Duration) -> Result<String> {
        let stdout = self.child.stdout.take().context("stdout was taken before")?;
        let (sender, receiver) = oneshot::channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            let mut line = String::new();
            // The receiver is gone when nobody waits any longer; the end of the stream is an empty line.
            reader.read_line(&mut line).ok();
            sender.send(line).ok();
            std::io::copy(&mut reader, &mut std::io::sink()).ok();
        });
        match timeout(patience, receiver).await {
            Ok(Ok(line)) if !line.trim().is_empty() => Ok(line),
            Ok(_) => bail!("it ended without a line on stdout; its log ends with\n{}", self.log_tail()),
            Err(_) => bail!(
                "no line on stdout after {} s; the log ends with\n{}",
                patience.as_secs(),
                self.log_tail()
            ),
        }
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.status()?.is_some())
    }

    /// How it ended, once it has.
    pub fn status(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// The last lines of its log.
    pub fn log_tail(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join("\n")
    }

    /// Asks it to end, as a service manager does, and waits; ends it when it does not.
    pub async fn stop(mut self) -> Result<()> {
        // The shell's own `kill`, which is there where no package with one is.
        Command::new("sh").args(["-c", &format!("kill -TERM {}", self.id())]).status()?;
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(15) {
            if self.has_ended()? {
                return Ok(());
            }
            sleep(Duration::from_millis(5)).await;
        }
        eprintln!("  process {} did not end within 15 s of SIGTERM and is killed", self.id());
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only for a process that has ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A line of `/proc/<pid>/status` in bytes, such as `VmRSS` or `VmHWM`.
pub fn memory(process: u32, field: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    kibibytes(&status, field).with_context(|| format!("no {field} for process {process}"))
}

/// A line such as `VmRSS:   1234 kB`, in bytes.
pub fn kibibytes(text: &str, field: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_by_its_whole_name() {
        let status = "VmHWM:\t  2048 kB\nVmRSSx:\t 1 kB\nVmRSS:\t    1024 kB\nThreads:\t3\n";
        assert_eq!(kibibytes(status, "VmRSS"), Some(1024 * 1024));
        assert_eq!(kibibytes(status, "VmHWM"), Some(2048 * 1024));
        assert_eq!(kibibytes(status, "Threads"), None);
    }

    #[test]
    fn this_process_has_memory() {
        assert!(memory(std::process::id(), "VmRSS").unwrap() > 100_000);
    }

    #[tokio::test]
    async fn a_process_says_its_first_line_and_ends_when_asked() {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("log");
        let mut command = Command::new("sh");
        let mut process = Process::start(command.args(["-c", "echo ready; exec sleep 60"]), &log).unwrap();
        assert_eq!(process.first_line(Duration::from_secs(10)).await.unwrap(), "ready\n");
        let asked = Instant::now();
        process.stop().await.unwrap();
        assert!(asked.elapsed() < Duration::from_secs(10));
    }

    #[tokio::test]
    async fn a_process_that_fails_shows_its_log() {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("log");
        let mut process =
            Process::start(Command::new("sh").args(["-c", "echo no such port >&2; exit 3"]), &log).unwrap();
        let error = process.first_line(Duration::from_secs(10)).await.unwrap_err();
        assert!(error.to_string().contains("no such port"), "{error}");
    }
}
