//! Who used the processors during a load: the server, the client, the database's own processes, or somebody else
//! on the machine. Rates suffer when others work; processor time per sign-in hardly does.

use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

/// Processor times since some start, which differences are taken of.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    at: Instant,
    machine: Duration,
    used: Used,
}

/// Processor time by who used it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Used {
    /// The server's process.
    pub server: Duration,
    /// This program.
    pub client: Duration,
    /// Every process named `postgres` on this machine.
    pub database: Duration,
    /// Processors that all others kept busy on average; 1.0 is one of them.
    pub elsewhere: f64,
}

impl Usage {
    /// The times until now, with `server` as the process of the server.
    pub fn now(server: u32) -> Self {
        let used = Used {
            server: of_process(server),
            client: of_process(std::process::id()),
            database: of_command("postgres"),
            elsewhere: 0.0,
        };
        Self { at: Instant::now(), machine: of_machine(), used }
    }

    /// What was used since then. `server` is the same process.
    pub fn so_far(&self, server: u32) -> Used {
        let (now, then) = (Self::now(server), self.used);
        let own = Used {
            server: now.used.server.saturating_sub(then.server),
            client: now.used.client.saturating_sub(then.client),
            database: now.used.database.saturating_sub(then.database),
            elsewhere: 0.0,
        };
        let machine = now.machine.saturating_sub(self.machine);
        let elsewhere = machine.saturating_sub(own.server + own.client + own.database);
        Used { elsewhere: elsewhere.as_secs_f64() / (now.at - self.at).as_secs_f64().max(1e-3), ..own }
    }
}

impl Used {
    /// As numbers for the result file, per one of `count` iterations.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn json(&self, count: usize) -> Value {
        let micros = |used: Duration| used.as_secs_f64() * 1e6 / count.max(1) as f64;
        json!({
            "server_micros_each": micros(self.server), "client_micros_each": micros(self.client),
            "database_micros_each": micros(self.database), "elsewhere_cores": self.elsewhere,
        })
    }
}

/// What all threads of a process have used. Zero when it is gone.
fn of_process(process: u32) -> Duration {
    own_time(&fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default(), 2)
}

/// What all processes of this name have used, with their children that have ended.
fn of_command(name: &str) -> Duration {
    let Ok(processes) = fs::read_dir("/proc") else { return Duration::ZERO };
    let marked = format!("({name})");
    let stats = processes.flatten().filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    stats.filter(|stat| stat.contains(&marked)).map(|stat| own_time(&stat, 4)).sum()
}

/// What all processors have spent on processes, in the kernel for them, and waiting for a virtual machine's host.
fn of_machine() -> Duration {
    machine_time(&fs::read_to_string("/proc/stat").unwrap_or_default())
}

/// User and system time follow eleven fields after the command's name in brackets; then those of its children.
fn own_time(stat: &str, fields: usize) -> Duration {
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    ticks(rest.split_whitespace().skip(11).take(fields))
}

fn machine_time(stat: &str) -> Duration {
    let fields: Vec<&str> = stat.lines().next().unwrap_or_default().split_whitespace().collect();
    // user, nice, system; after idle, waiting and interrupts: steal.
    ticks([1, 2, 3, 8].into_iter().filter_map(|field| fields.get(field).copied()))
}

/// Hundredths of a second, which is what every Linux counts here.
fn ticks<'a>(fields: impl Iterator<Item = &'a str>) -> Duration {
    Duration::from_millis(fields.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_any_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 500 25 1 2 20 0 3 0 99";
        assert_eq!(own_time(stat, 2), Duration::from_millis(5250));
        assert_eq!(own_time(stat, 4), Duration::from_millis(5280));
        assert_eq!(own_time("", 2), Duration::ZERO);
        assert_eq!(machine_time("cpu  1 2 3 1000 50 60 70 4 0 0\ncpu0 9 9 9"), Duration::from_millis(100));
    }

    #[test]
    fn a_busy_loop_here_is_the_client_and_nobody_else() {
        let before = Usage::now(u32::MAX);
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(300) {
            std::hint::black_box(began);
        }
        let used = before.so_far(u32::MAX);
        assert!(used.client > Duration::from_millis(20), "{used:?}");
        assert_eq!(used.server, Duration::ZERO);
    }
}
