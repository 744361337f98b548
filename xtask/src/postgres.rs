//! A temporary PostgreSQL of our own: started on a free port, gone when this program ends, however it ends.
//!
//! Never touches a server that was running before.

use std::env;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::{packages, shell};

/// Names the PostgreSQL that the tests use.
pub const VARIABLE: &str = "VESTIBULE_TEST_POSTGRES";

/// The oldest major version that Vestibule supports.
const OLDEST: u32 = 15;

/// PostgreSQL refuses to run as root; this is whom Debian's packages create for it.
const OWNER: &str = "postgres";

/// Waits for its standard input to close, then stops the server in `$2` with the `pg_ctl` in `$1`.
const KEEPER: &str = r#"cat >/dev/null; "$1" -D "$2/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$2""#;

/// Whether a commit is on disk before it is acknowledged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As in production: for measuring.
    Durable,
    /// Nothing waits for the disk: for tests.
    Fast,
}

/// A PostgreSQL to test against, stopped and removed when dropped.
pub struct Cluster {
    url: String,
    /// None when the server is somebody else's.
    _keeper: Option<Keeper>,
}

impl Cluster {
    /// The server named by `VESTIBULE_TEST_POSTGRES`, else a new one.
    ///
    /// # Errors
    /// When PostgreSQL is not there or does not start.
    pub fn start(durability: Durability) -> Result<Self> {
        if let Some(url) = given() {
            return Ok(Self { url, _keeper: None });
        }
        let programs = programs().ok_or_else(|| anyhow!("PostgreSQL {OLDEST} or newer is not installed"))?;
        let server = Server::create(programs, durability)?;
        let url = server.start()?;
        Ok(Self { url, _keeper: Some(server.keeper) })
    }

    /// Where it listens, for a user who may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Tells a command about this cluster.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(VARIABLE, self.url())
    }
}

/// The address in `VESTIBULE_TEST_POSTGRES`, when there is one.
pub fn given() -> Option<String> {
    env::var(VARIABLE).ok().filter(|url| !url.is_empty())
}

/// The directory of the newest PostgreSQL programs that are new enough.
pub fn programs() -> Option<PathBuf> {
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut directories: Vec<PathBuf> = packaged.map(|entry| entry.path().join("bin")).collect();
    directories.extend(shell::find(&["pg_ctl"]).and_then(|path| path.parent().map(Path::to_owned)));
    directories
        .into_iter()
        .filter(|directory| directory.join("initdb").is_file())
        .filter_map(|directory| Some((major_version(&directory)?, directory)))
        .filter(|(version, _)| *version >= OLDEST)
        .max_by_key(|(version, _)| *version)
        .map(|(_, directory)| directory)
}

/// Runs a command with `VESTIBULE_TEST_POSTGRES` set, and takes the cluster down after it.
///
/// # Errors
/// When PostgreSQL is not there or does not start, or the command does not end with success.
pub fn with_command(durability: Durability, words: &[String]) -> Result<()> {
    let [program, arguments @ ..] = words else { bail!("a command is missing after `--`") };
    packages::ensure(&[&packages::POSTGRES])?;
    let cluster = Cluster::start(durability)?;
    let mut command = Command::new(program);
    command.args(arguments);
    if env::var_os("VESTIBULE_TEST_DATABASES").is_none() {
        command.env("VESTIBULE_TEST_DATABASES", "sqlite,postgres");
    }
    shell::run(cluster.tell(&mut command))
}

/// Takes the server down and removes its directory, also when this program is killed: the keeper is a
/// process of its own that waits for the other end of its standard input to go away.
struct Keeper(Child);

impl Keeper {
    fn watch(owner: Owner, programs: &Path, directory: &Path) -> Result<Self> {
        let mut command = owner.command("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(programs.join("pg_ctl")).arg(directory);
        // A process group of its own, so that Ctrl-C reaches everything but the one that cleans up.
        let child = command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        child.map(Self).context("the process that cleans up after PostgreSQL cannot be started")
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // Nothing is left to do about a keeper that failed.
        drop(self.0.wait());
    }
}

/// Who runs the server.
#[derive(Clone, Copy)]
enum Owner {
    Myself,
    Postgres,
}

impl Owner {
    fn choose() -> Result<Self> {
        if !shell::is_root() {
            return Ok(Self::Myself);
        }
        shell::output(Command::new("id").arg(OWNER)).map(|_| Self::Postgres).with_context(|| {
            format!(
                "PostgreSQL does not run as root and there is no user {OWNER}; create one: useradd -r {OWNER}"
            )
        })
    }

    fn command(self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match self {
            Self::Myself => Command::new(program),
            Self::Postgres => {
                let mut command = Command::new("runuser");
                command.args(["-u", OWNER, "--"]).arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }
}

/// A server whose directory exists.
struct Server {
    owner: Owner,
    programs: PathBuf,
    directory: PathBuf,
    durability: Durability,
    keeper: Keeper,
}

impl Server {
    fn create(programs: PathBuf, durability: Durability) -> Result<Self> {
        let owner = Owner::choose()?;
        let made = owner.command("mktemp").args(["-d", "--tmpdir", "vestibule-postgres.XXXXXX"]).output()?;
        let directory = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim());
        if !made.status.success() || !directory.is_absolute() {
            bail!("no temporary directory for PostgreSQL: {}", String::from_utf8_lossy(&made.stderr).trim());
        }
        let keeper = Keeper::watch(owner, &programs, &directory)?;
        let server = Self { owner, programs, directory, durability, keeper };
        server.initialize()?;
        Ok(server)
    }

    fn initialize(&self) -> Result<()> {
        let mut initdb = self.owner.command(self.programs.join("initdb"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        if self.durability == Durability::Fast {
            initdb.arg("--no-sync");
        }
        shell::output(initdb.arg("-D").arg(self.directory.join("data"))).map(drop)
    }

    /// Starts on a free port. Another program may take that port first, hence several tries.
    fn start(&self) -> Result<String> {
        let mut outcome = self.start_on(free_port()?);
        for _ in 0..2 {
            if outcome.is_ok() {
                break;
            }
            outcome = self.start_on(free_port()?);
        }
        outcome
    }

    fn start_on(&self, port: u16) -> Result<String> {
        let log = self.directory.join("log");
        let mut pg_ctl = self.owner.command(self.programs.join("pg_ctl"));
        pg_ctl.arg("-D").arg(self.directory.join("data")).arg("-l").arg(&log).args(["-w", "-t", "60", "-o"]);
        pg_ctl.arg(self.options(port)).arg("start");
        shell::output(&mut pg_ctl).with_context(|| {
            let log = shell::output(self.owner.command("cat").arg(&log)).unwrap_or_default();
            format!("PostgreSQL does not start on port {port}\n{log}")
        })?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/postgres"))
    }

    fn options(&self, port: u16) -> String {
        let sockets = self.directory.display();
        let mut options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{sockets}' \
             -c max_connections=300 -c shared_buffers=256MB"
        );
        if self.durability == Durability::Fast {
            options.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
        }
        options
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("there is no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

fn major_version(directory: &Path) -> Option<u32> {
    let version = shell::output(Command::new(directory.join("pg_ctl")).arg("--version")).ok()?;
    parse_major_version(&version)
}

/// Reads `pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_major_version(line: &str) -> Option<u32> {
    let (_, version) = line.split_once("(PostgreSQL) ")?;
    let digits = version.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(version.len());
    version[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major_version;

    #[test]
    fn the_major_version_is_read_from_what_pg_ctl_says() {
        assert_eq!(parse_major_version("pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major_version("pg_ctl (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(parse_major_version("pg_ctl: not found"), None);
    }
}
