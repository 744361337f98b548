//! A server of a test's own, and a client that speaks plain HTTP to it.

use crate::support::{Backend, TestDb};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;

const BINARY: &str = env!("CARGO_BIN_EXE_vestibule");

/// A data folder and a database that several servers may run on.
pub struct Site {
    pub folder: tempfile::TempDir,
    pub database: TestDb,
    pub token: String,
}

/// Records of one customer with a contract, known as `K-1`, and of more after them.
fn records(customers: usize) -> String {
    let mut lines = vec![
        r#"{"type":"portal","slug":"lumen","name":"Lumen Strom"}"#.to_owned(),
        r#"{"type":"plan","external_id":"P-1","slug":"lumen","name":"Lumen","description":"Strom","plan_type":"consumption","price":"10.99","currency":"EUR","interval":"month","portal":"lumen"}"#.to_owned(),
    ];
    for n in 1..=customers {
        lines.push(format!(r#"{{"type":"customer","external_id":"K-{n}","customer_type":"person","first_name":"Annika","last_name":"Brandt","email":"k{n}@example.com"}}"#));
        lines.push(format!(r#"{{"type":"subscription","external_id":"S-{n}","customer":"K-{n}","plan":"P-1","status":"active"}}"#));
    }
    lines.join("\n")
}

impl Site {
    /// A site with so many customers; `None` when this run leaves PostgreSQL out.
    pub fn create(backend: Backend, customers: usize) -> Option<Self> {
        let database = TestDb::create(backend)?;
        let folder = tempfile::tempdir().unwrap();
        let mut site = Self { folder, database, token: String::new() };
        site.command(&[
            "org",
            "create",
            "--slug",
            "lumen",
            "--name",
            "Lumen Strom",
            "--app-name",
            "Lumen-App",
            "--app-url",
            "https://app.lumen.example/",
        ]);
        let token = site.command(&["token", "create", "--name", "test"]);
        site.token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
        let server = site.start();
        let answer = server.request(
            "POST",
            "127.0.0.1",
            "/admin/records",
            &[("Authorization", &format!("Bearer {}", site.token)), ("Content-Type", "application/x-ndjson")],
            &records(customers),
        );
        assert_eq!(answer.status, 200, "{}", answer.body);
        Some(site)
    }

    fn arguments(&self) -> Vec<String> {
        vec![
            "--data".into(),
            self.folder.path().display().to_string(),
            "--database".into(),
            self.database.url.clone(),
        ]
    }

    /// Runs a command to its end.
    pub fn command(&self, arguments: &[&str]) -> Output {
        let output = Command::new(BINARY)
            .args(self.arguments())
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Starts a server.
    pub fn start(&self) -> Server {
        self.start_with(&[])
    }

    /// Starts a server that reaches the same database by another way.
    pub fn start_on(&self, database: &str) -> Server {
        let data = self.folder.path().display().to_string();
        let arguments = ["--data".into(), data, "--database".into(), database.to_owned()];
        Server::start(self.folder.path(), &arguments, &[])
    }

    /// Starts a server with these settings in its environment.
    pub fn start_with(&self, environment: &[(&str, &str)]) -> Server {
        Server::start(self.folder.path(), &self.arguments(), environment)
    }

    /// Mints a link and gives its path and query.
    pub fn mint(&self, server: &Server, customer: &str) -> String {
        let body = format!(r#"{{"external_customer_id":"{customer}"}}"#);
        let answer = server.request(
            "POST",
            "127.0.0.1",
            "/admin/magic_link",
            &[("Authorization", &format!("Bearer {}", self.token)), ("Content-Type", "application/json")],
            &body,
        );
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let link = json["link"].as_str().unwrap();
        link[link.find("/?").unwrap()..].to_owned()
    }
}

/// A running server; ended with the value.
pub struct Server {
    child: Mutex<Child>,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Starts a server in `folder` with these options and settings, and waits until it is ready.
    pub fn start(folder: &Path, arguments: &[String], environment: &[(&str, &str)]) -> Self {
        let log = folder.join(format!("log-{:?}", std::thread::current().id()));
        let mut child = Command::new(BINARY)
            .args(arguments)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(folder)
            .env("VESTIBULE_LOG_FORMAT", "json")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains("\"ready\""))
            .expect("the server is ready");
        let json: serde_json::Value = serde_json::from_str(&ready).unwrap();
        let port = json["listen"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = writeln!(file, "{line}");
            }
        });
        Self { child: Mutex::new(child), port, log }
    }

    /// A server that was started in another way and listens at this port.
    pub fn around(child: Child, port: u16) -> Self {
        Self { child: Mutex::new(child), port, log: PathBuf::new() }
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Ends it as a power cut would, while others may be talking to it.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Sends a request; panics when no answer comes.
    pub fn request(
        &self,
        method: &str,
        host: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        self.try_request(method, host, path, headers, body).expect("an answer")
    }

    /// Sends a request; nothing when the server is gone.
    pub fn try_request(
        &self,
        method: &str,
        host: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Option<Reply> {
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(&format!("{text}\r\n{body}"))
    }

    /// Sends bytes and reads the reply to its end.
    pub fn raw(&self, request: &str) -> Option<Reply> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).ok()?;
        Reply::parse(&String::from_utf8_lossy(&reply))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head: head.to_owned(), body: body.to_owned() })
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The session cookie that the answer sets.
    pub fn session(&self) -> Option<String> {
        let value = self.header("set-cookie")?.strip_prefix("vestibule=")?.split(';').next()?;
        (!value.is_empty()).then(|| value.to_owned())
    }
}
