//! The yardstick: a bare HTTP server that answers the three requests of a sign-in from memory, with the bytes that
//! the real server answered. It does nothing else, in a process of its own, on the same runtime.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION, SET_COOKIE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Read, Write};
use std::sync::Arc;
use tokio::net::TcpListener;

/// What it answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answers {
    /// The JSON of a mint.
    pub mint: String,
    /// The `Location` of an opened link.
    pub location: String,
    /// The `Set-Cookie` of an opened link.
    pub cookie: String,
    /// The first page.
    pub page: String,
}

impl Answers {
    /// Answers of plausible size, for tests.
    #[cfg(test)]
    pub fn sample() -> Self {
        let token = "A".repeat(43);
        Self {
            mint: format!(
                "{{\"object\":\"magic_link\",\"link\":\"http://strom.localhost:8080/?token_hash={token}\
                 &type=magiclink&next=/overview\",\"expires_at\":\"2026-01-01T00:00:00Z\"}}"
            ),
            location: "/overview".into(),
            cookie: format!("vestibule_session={token}; HttpOnly; SameSite=Lax; Path=/"),
            page: format!("<!doctype html><html><body>{}</body></html>", "x".repeat(12_000)),
        }
    }
}

/// The child process: reads its answers as one line of JSON from stdin, prints its address as one line, and serves
/// until stdin ends, which happens at the latest when the parent does.
pub fn main(threads: usize) -> Result<()> {
    let mut stdin = std::io::stdin().lock();
    let mut line = String::new();
    stdin.read_line(&mut line)?;
    let answers: Answers = serde_json::from_str(&line).context("the answers on stdin")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", listener.local_addr()?)?;
    stdout.flush()?;
    runtime.spawn(serve(listener, answers));
    stdin.read_to_string(&mut line)?;
    Ok(())
}

/// Accepts connections for ever.
pub async fn serve(listener: TcpListener, answers: Answers) -> Result<()> {
    let prepared = Arc::new(Prepared::new(answers)?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let prepared = Arc::clone(&prepared);
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |request| answer(Arc::clone(&prepared), request));
            let mut builder = hyper::server::conn::http1::Builder::new();
            let connection = builder.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
            // A client that hangs up is none of its business.
            connection.await.ok();
        });
    }
}

struct Prepared {
    mint: Bytes,
    page: Bytes,
    location: HeaderValue,
    cookie: HeaderValue,
}

impl Prepared {
    fn new(answers: Answers) -> Result<Self> {
        Ok(Self {
            mint: answers.mint.into(),
            page: answers.page.into(),
            location: HeaderValue::from_str(&answers.location)?,
            cookie: HeaderValue::from_str(&answers.cookie)?,
        })
    }
}

async fn answer(
    prepared: Arc<Prepared>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (parts, body) = request.into_parts();
    if parts.method == Method::POST {
        body.collect().await?;
        return Ok(typed("application/json", prepared.mint.clone()));
    }
    if parts.uri.path() == "/overview" {
        return Ok(typed("text/html; charset=utf-8", prepared.page.clone()));
    }
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, prepared.location.clone());
    response.headers_mut().insert(SET_COOKIE, prepared.cookie.clone());
    Ok(response)
}

fn typed(kind: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
