//! A keep-alive HTTP/1.1 client that costs as little as possible, because it shares the machine with the
//! server it measures: one write per request, one buffer per connection, no headers kept.

use crate::http::{self, Framing};
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection. Requests go out one after the other.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
    closed: bool,
}

/// A whole response; it lies in the client's buffer until the next request.
#[derive(Debug)]
pub struct Response<'a> {
    /// The status code.
    pub status: u16,
    /// Status line and headers.
    pub head: &'a [u8],
    /// The body, without its transfer coding; a content coding stays.
    pub body: &'a [u8],
}

impl<'a> Response<'a> {
    /// The first value of a header.
    pub fn header(&self, name: &'a str) -> Option<&'a str> {
        http::header(self.head, name).next()
    }

    /// The whole response as an error that says what was expected instead.
    pub fn unexpected(&self, step: &str, expected: &str) -> anyhow::Error {
        let (head, body) = (http::excerpt(self.head), http::excerpt(self.body));
        anyhow::anyhow!("{step}: expected {expected}, the answer was\n{head}{body}")
    }
}

impl Client {
    /// Connects to `address`.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = open(address).await?;
        Ok(Self { address, stream, buffer: vec![0; 64 * 1024], closed: false })
    }

    /// Sends the bytes of one request and reads the response to its end.
    /// Connects again first when the last response announced the end of the connection.
    pub async fn send(&mut self, request: &[u8]) -> Result<Response<'_>> {
        if self.closed {
            self.stream = open(self.address).await?;
            self.closed = false;
        }
        self.stream.write_all(request).await.context("sending a request")?;
        let mut filled = 0;
        let head = loop {
            filled += self.read(filled).await?;
            if let Some(head) = http::head(&self.buffer[..filled])? {
                break head;
            }
        };
        let length = loop {
            let body = &mut self.buffer[head.length..filled];
            match head.framing {
                Framing::Length(length) if body.len() > length => {
                    bail!("more bytes than Content-Length says")
                }
                Framing::Length(length) if body.len() == length => break length,
                Framing::Length(_) => {}
                Framing::Chunked => {
                    if let Some(length) = http::dechunk(body)? {
                        break length;
                    }
                }
            }
            filled += self.read(filled).await?;
        };
        self.closed = head.closes;
        let (head_bytes, rest) = self.buffer.split_at(head.length);
        Ok(Response { status: head.status, head: head_bytes, body: &rest[..length] })
    }

    async fn read(&mut self, filled: usize) -> Result<usize> {
        if filled == self.buffer.len() {
            self.buffer.resize(filled * 2, 0);
        }
        match self.stream.read(&mut self.buffer[filled..]).await.context("reading a response")? {
            0 => bail!("the connection was closed after {filled} bytes of a response"),
            read => Ok(read),
        }
    }
}

async fn open(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to {address}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The bytes of a GET. `more` is whole header lines, each with its line end.
pub fn get(host: &str, target: &str, more: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: vestibule-bench\r\nAccept: text/html\r\n{more}\r\n")
        .into_bytes()
}

/// The authority of an `http` URL and its path with query, which is at least `/`.
pub fn split_url(url: &str) -> Result<(&str, &str)> {
    let rest = url.strip_prefix("http://").with_context(|| format!("not an http URL: {url}"))?;
    Ok(match rest.find(['/', '?']) {
        Some(at) if rest.as_bytes()[at] == b'/' => rest.split_at(at),
        Some(at) => bail!("no path before the query, at byte {at} of {rest}"),
        None => (rest, "/"),
    })
}

/// Where a server with this URL listens on this machine: its name stays for the `Host` header, its port counts.
pub fn local_address(url: &str) -> Result<SocketAddr> {
    let (authority, _) = split_url(url)?;
    let port = authority.rsplit_once(':').map_or(Ok(80), |(_, port)| port.parse());
    Ok(SocketAddr::from(([127, 0, 0, 1], port.with_context(|| format!("the port of {url}"))?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_splits_into_authority_and_path() {
        let link = "http://strom.localhost:8080/?token_hash=a&next=/overview";
        assert_eq!(split_url(link).unwrap(), ("strom.localhost:8080", "/?token_hash=a&next=/overview"));
        assert_eq!(split_url("http://a").unwrap(), ("a", "/"));
        assert!(split_url("https://a/").is_err());
        assert!(split_url("http://a?b/c").is_err());
    }

    #[test]
    fn the_port_decides_where_to_connect() {
        assert_eq!(local_address("http://api.localhost:81/x").unwrap().to_string(), "127.0.0.1:81");
        assert_eq!(local_address("http://api.localhost").unwrap().to_string(), "127.0.0.1:80");
        assert!(local_address("http://a:b").is_err());
    }
}
