//! What one iteration of a load is: a whole sign-in, a mint, or a page. Every answer is checked; a wrong one is an
//! error that shows it.

use crate::client::{Client, Response, get, split_url};
use crate::http::find;
use crate::target::Target;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The three requests of a whole sign-in, in order.
pub const STEPS: [&str; 3] = ["mint", "open", "first page"];

/// One kind of iteration.
#[derive(Debug, Clone)]
pub enum Work {
    /// Mint a link, open it, load the first page.
    SignIn,
    /// Mint a link and leave it.
    Mint,
    /// Load one of these pages, in turn. Whole requests of people who are signed in.
    Page(Arc<Vec<Vec<u8>>>),
}

impl Work {
    /// Does the `n`th iteration on a connection to `target`; the times of its steps.
    pub async fn run(&self, target: &Target, client: &mut Client, n: u64) -> Result<[Duration; 3]> {
        match self {
            Self::SignIn => sign_in(target, client).await,
            Self::Mint => {
                let start = Instant::now();
                link_of(client, &target.next_mint()).await?;
                Ok([start.elapsed(), Duration::ZERO, Duration::ZERO])
            }
            Self::Page(requests) => {
                let start = Instant::now();
                let turn = usize::try_from(n)? % requests.len();
                let answer = client.send(&requests[turn]).await.context("page")?;
                if answer.status != 200 || answer.body.is_empty() {
                    return Err(answer.unexpected("page", "200 with a body"));
                }
                Ok([start.elapsed(), Duration::ZERO, Duration::ZERO])
            }
        }
    }

    /// Every iteration of it mints a link.
    pub fn mints(&self) -> bool {
        match self {
            Self::SignIn | Self::Mint => true,
            Self::Page(_) => false,
        }
    }
}

async fn sign_in(target: &Target, client: &mut Client) -> Result<[Duration; 3]> {
    let start = Instant::now();
    let link = link_of(client, &target.next_mint()).await?;
    let minted = Instant::now();
    let session = open(client, &link).await?;
    let opened = Instant::now();
    first_page(client, &session).await?;
    Ok([minted - start, opened - minted, opened.elapsed()])
}

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// The portal's authority.
    pub host: String,
    /// The `Cookie` header's value.
    pub cookie: String,
    /// Where the link led, a path with query.
    pub location: String,
}

impl Session {
    /// The bytes of a GET by this browser. `more` is whole header lines.
    pub fn get(&self, path: &str, more: &str) -> Vec<u8> {
        get(&self.host, path, &format!("Cookie: {}\r\n{more}", self.cookie))
    }
}

#[derive(Deserialize)]
struct Minted<'a> {
    #[serde(borrow)]
    link: Cow<'a, str>,
}

/// Mints with this request and returns the link.
pub async fn link_of(client: &mut Client, request: &[u8]) -> Result<String> {
    link_in(&client.send(request).await.context("mint")?)
}

/// Opens a link as a browser without cookies does.
pub async fn open(client: &mut Client, link: &str) -> Result<Session> {
    let (host, path) = split_url(link)?;
    session_in(host, &client.send(&get(host, path, "")).await.context("open")?)
}

async fn first_page(client: &mut Client, session: &Session) -> Result<()> {
    check_page(&client.send(&session.get("/overview", "")).await.context("first page")?)
}

/// The link that a mint answered.
pub fn link_in(answer: &Response<'_>) -> Result<String> {
    match serde_json::from_slice::<Minted<'_>>(answer.body) {
        Ok(minted) if answer.status == 200 => Ok(minted.link.into_owned()),
        _ => Err(answer.unexpected("mint", "200 with a link")),
    }
}

/// The session that opening a link on the portal `host` answered.
pub fn session_in(host: &str, answer: &Response<'_>) -> Result<Session> {
    let cookie = cookies(answer.head);
    match answer.header("location") {
        Some(location) if answer.status == 303 && !cookie.is_empty() => {
            Ok(Session { host: host.to_owned(), cookie, location: path_of(location).to_owned() })
        }
        _ => Err(answer.unexpected("open", "303 with Set-Cookie and Location")),
    }
}

/// Fails unless this is a whole page.
pub fn check_page(answer: &Response<'_>) -> Result<()> {
    let tail = &answer.body[answer.body.len().saturating_sub(256)..];
    if answer.status == 200 && find(tail, b"</html>").is_some() {
        return Ok(());
    }
    Err(answer.unexpected("first page", "200 with a whole page"))
}

/// The `Cookie` header that answers every `Set-Cookie` of a response's head.
fn cookies(head: &[u8]) -> String {
    let mut all = String::new();
    for value in crate::http::header(head, "set-cookie") {
        let pair = value.split(';').next().unwrap_or_default().trim();
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(pair);
    }
    all
}

/// A `Location` without scheme and authority.
fn path_of(location: &str) -> &str {
    split_url(location).map_or(location, |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_sent_back_without_their_attributes() {
        let head =
            b"HTTP/1.1 303 See Other\r\nset-cookie: s=abc; HttpOnly; Path=/\r\nset-cookie: l=de\r\n\r\n";
        assert_eq!(cookies(head), "s=abc; l=de");
        assert_eq!(cookies(b"HTTP/1.1 303 See Other\r\n\r\n"), "");
    }

    #[test]
    fn a_location_is_a_path_or_a_url() {
        assert_eq!(path_of("/overview"), "/overview");
        assert_eq!(path_of("http://a.localhost:1/start?plan=x"), "/start?plan=x");
    }
}
