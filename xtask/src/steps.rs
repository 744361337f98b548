//! Announces, times and logs the steps of a test run, one calm line each.
//!
//! What a step runs is none of its business.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};

use crate::shell;

/// The steps of one run.
pub struct Steps {
    logs: PathBuf,
    closing: Vec<String>,
    started: Instant,
}

impl Steps {
    /// Begins a run; the output of each command goes to a file of its own in `target/xtask`.
    ///
    /// # Errors
    /// When that directory cannot be written.
    pub fn begin() -> Result<Self> {
        let logs = shell::target().join("xtask");
        fs::create_dir_all(&logs).with_context(|| format!("{} cannot be created", logs.display()))?;
        println!("Each step writes to {}/<step>.log\n", logs.display());
        Ok(Self { logs, closing: Vec::new(), started: Instant::now() })
    }

    /// Runs a command as the step `name`. `again` is what a reader types to run only this step.
    ///
    /// # Errors
    /// When the command fails; its output has been printed by then.
    pub fn command(&mut self, name: &str, again: &str, command: &mut Command) -> Result<()> {
        let path = self.logs.join(format!("{}.log", name.replace(' ', "-")));
        let log = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
        // No colours: the log is for any reader.
        command.env("TERM", "dumb").stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let done = self.step(name, again, || shell::run(command));
        let output = fs::read(&path).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        if done.is_err() {
            println!("\n{}", output.trim_end());
        }
        self.closing.extend(closing_lines(&output));
        done
    }

    /// Does something of our own as the step `name`.
    ///
    /// # Errors
    /// When it fails, with what to type to run only this step.
    pub fn step<T>(&self, name: &str, again: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        print!("{name:<28}");
        std::io::stdout().flush()?;
        let outcome = work();
        let mark = if outcome.is_ok() { "" } else { "  FAILED" };
        println!("{:>8.1} s{mark}", started.elapsed().as_secs_f64());
        outcome.map_err(|error| anyhow!("{name}: {error:#}\nTo run only this again:\n    {again}"))
    }

    /// Ends a run that went well with the closing lines of the test runners.
    pub fn end(self) {
        println!("\nAll passed in {:.0} s.", self.started.elapsed().as_secs_f64());
        for line in self.closing {
            println!("{line}");
        }
    }
}

/// What nextest, cargo's own runner and Playwright say last.
fn closing_lines(output: &str) -> Vec<String> {
    output.lines().filter(|line| is_closing(line.trim())).map(str::to_owned).collect()
}

fn is_closing(line: &str) -> bool {
    if line.starts_with("Summary [") {
        return true;
    }
    if let Some(result) = line.strip_prefix("test result: ok. ") {
        return !result.starts_with("0 passed");
    }
    let mut words = line.split(' ');
    let counted = words.next().is_some_and(|count| count.parse::<u32>().is_ok());
    counted && matches!(words.next(), Some("passed" | "flaky" | "skipped")) && words.count() <= 1
}

#[cfg(test)]
mod tests {
    use super::closing_lines;

    #[test]
    fn the_closing_lines_of_every_runner_are_kept() {
        let output = "\
running 3 tests
     Summary [   0.011s] 5 tests run: 5 passed, 0 skipped
test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
  12 skipped
  31 passed (1.2m)
  31 passed the gate and went on to the hall
";
        let expected = [
            "     Summary [   0.011s] 5 tests run: 5 passed, 0 skipped",
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "  12 skipped",
            "  31 passed (1.2m)",
        ];
        assert_eq!(closing_lines(output), expected);
    }
}
