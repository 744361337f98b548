//! The circumstances of a run: what it ran on, when, and with which versions.

use crate::process::kibibytes;
use serde_json::{Value, json};
use std::fs::read_to_string;
use std::path::Path;
use std::process::Command;

/// Cores, memory, kernel and how busy the machine was before the run.
pub fn describe(data: &Path) -> Value {
    let read = |path: &str| read_to_string(path).unwrap_or_default().trim().to_owned();
    let model = read("/proc/cpuinfo").lines().find_map(|line| {
        line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim().to_owned())
    });
    json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "processor": model,
        "memory_bytes": kibibytes(&read("/proc/meminfo"), "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease"),
        "load_average_before": read("/proc/loadavg"),
        "file_system": file_system(data),
    })
}

/// What the binary says its version is.
pub fn version(binary: &Path) -> String {
    let output = Command::new(binary).arg("--version").output();
    let text =
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if text.is_empty() { "unknown".to_owned() } else { text }
}

/// Day and time in UTC, to the second.
#[expect(
    clippy::disallowed_methods,
    reason = "a result says when it was measured; nothing else here asks for the time"
)]
pub fn now() -> jiff::Zoned {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC)
}

/// The type of the file system under `path`: on one in memory, a commit that waits for the disk waits for nothing.
pub fn file_system(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    file_system_in(&read_to_string("/proc/self/mounts").unwrap_or_default(), &path)
}

fn file_system_in(mounts: &str, path: &Path) -> String {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    let over = mounts.filter(|(mount, _)| path.starts_with(mount)).max_by_key(|(mount, _)| mount.len());
    over.map_or("unknown", |(_, kind)| kind).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_over_a_path_decides() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\nproc /proc proc rw 0 0\n";
        assert_eq!(file_system_in(mounts, Path::new("/tmp/x")), "tmpfs");
        assert_eq!(file_system_in(mounts, Path::new("/tmpx")), "ext4");
        assert_eq!(file_system_in("", Path::new("/")), "unknown");
    }
}
