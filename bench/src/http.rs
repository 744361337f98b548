//! Reading HTTP/1.1 responses out of a byte buffer: only what a load generator needs, without copies.
//! Never touches a socket.

use anyhow::{Context, Result, bail};

/// What the head of a response says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// Bytes of the head, blank line included.
    pub length: usize,
    /// How the body's end is found.
    pub framing: Framing,
    /// The server is going to close the connection.
    pub closes: bool,
}

/// How the end of a body is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// As many bytes as `Content-Length` says.
    Length(usize),
    /// Chunks, up to the empty one.
    Chunked,
}

/// The head at the start of `bytes`, or `None` while its blank line has not arrived.
/// Fails on what is not HTTP/1.1 and on bodies that only end with the connection.
pub fn head(bytes: &[u8]) -> Result<Option<Head>> {
    let Some(end) = find(bytes, b"\r\n\r\n") else { return Ok(None) };
    let length = end + 4;
    let head = &bytes[..length];
    let status = status(head).with_context(|| format!("no HTTP/1.1 status line in {:?}", excerpt(head)))?;
    let mut framing = None;
    let mut closes = false;
    for line in lines(head) {
        if let Some(value) = value_of(line, "content-length") {
            let length = value.parse().with_context(|| format!("Content-Length is {value:?}"))?;
            framing = framing.or(Some(Framing::Length(length)));
        } else if let Some(value) = value_of(line, "transfer-encoding") {
            if value.eq_ignore_ascii_case("chunked") {
                framing = Some(Framing::Chunked);
            }
        } else if let Some(value) = value_of(line, "connection") {
            closes = value.eq_ignore_ascii_case("close");
        }
    }
    if status == 204 || status == 304 {
        framing = Some(Framing::Length(0));
    }
    let Some(framing) = framing else { bail!("neither a length nor chunks in {:?}", excerpt(head)) };
    Ok(Some(Head { status, length, framing, closes }))
}

/// Every value of the header `name` in `head`, in order.
pub fn header<'a>(head: &'a [u8], name: &'a str) -> impl Iterator<Item = &'a str> {
    lines(head).filter_map(move |line| value_of(line, name))
}

/// Joins the chunks at the start of `bytes` in place and returns the length of the body, or `None` while the
/// last chunk has not arrived. Nothing is moved before everything is there.
pub fn dechunk(bytes: &mut [u8]) -> Result<Option<usize>> {
    let mut chunks = Vec::new();
    let mut at = 0;
    loop {
        let Some(line) = find(&bytes[at..], b"\r\n") else { return Ok(None) };
        let digits = std::str::from_utf8(&bytes[at..at + line])?.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(digits.trim(), 16)
            .with_context(|| format!("a chunk's size is {digits:?}"))?;
        let start = at + line + 2;
        if size == 0 {
            // No trailers: the blank line follows at once.
            if bytes.len() < start + 2 {
                return Ok(None);
            }
            break;
        }
        let end = start.saturating_add(size);
        if bytes.len() < end.saturating_add(2) {
            return Ok(None);
        }
        chunks.push(start..end);
        at = end + 2;
    }
    let mut length = 0;
    for chunk in chunks {
        let size = chunk.len();
        bytes.copy_within(chunk, length);
        length += size;
    }
    Ok(Some(length))
}

/// The first place of `needle` in `bytes`.
pub fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// The beginning of `bytes` as text for an error message.
pub fn excerpt(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(&bytes[..bytes.len().min(1_200)]).into_owned();
    if bytes.len() > 1_200 {
        text.push('…');
    }
    text
}

fn status(head: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(head.get(..12)?).ok()?;
    line.strip_prefix("HTTP/1.1 ")?.parse().ok()
}

fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|byte| *byte == b'\n').skip(1)
}

fn value_of<'a>(line: &'a [u8], name: &str) -> Option<&'a str> {
    let (key, value) = line.split_at_checked(name.len())?;
    if !key.eq_ignore_ascii_case(name.as_bytes()) {
        return None;
    }
    std::str::from_utf8(value.strip_prefix(b":")?).ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_waits_for_its_blank_line() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        for cut in 0..whole.len() - 2 {
            assert_eq!(head(&whole[..cut]).unwrap(), None);
        }
        let expected = Head { status: 200, length: 38, framing: Framing::Length(2), closes: false };
        assert_eq!(head(whole).unwrap(), Some(expected));
    }

    #[test]
    fn names_of_headers_are_compared_without_case() {
        let bytes =
            b"HTTP/1.1 303 See Other\r\nSET-COOKIE: a=1; Path=/\r\nset-cookie: b=2\r\nlocation:/overview\r\n\
            Set-Cookie-Not: c\r\ncontent-LENGTH: 0\r\nConnection: Close\r\n\r\n";
        let parsed = head(bytes).unwrap().unwrap();
        assert_eq!((parsed.status, parsed.framing, parsed.closes), (303, Framing::Length(0), true));
        assert_eq!(header(bytes, "set-cookie").collect::<Vec<_>>(), ["a=1; Path=/", "b=2"]);
        assert_eq!(header(bytes, "location").next(), Some("/overview"));
    }

    #[test]
    fn an_empty_answer_has_no_body() {
        let parsed = head(b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n").unwrap().unwrap();
        assert_eq!(parsed.framing, Framing::Length(0));
    }

    #[test]
    fn what_is_not_http_or_has_no_end_is_refused() {
        assert!(head(b"SSH-2.0-OpenSSH\r\n\r\n").is_err());
        assert!(head(b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n").is_err());
        assert!(head(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(head(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n").is_err());
    }

    #[test]
    fn chunks_are_joined_once_all_are_there() {
        let whole = b"5;ext=1\r\nhello\r\nA\r\n, chunked \r\n0\r\n\r\n";
        for cut in 0..whole.len() {
            assert_eq!(dechunk(&mut whole[..cut].to_vec()).unwrap(), None, "cut at {cut}");
        }
        let mut bytes = whole.to_vec();
        assert_eq!(dechunk(&mut bytes).unwrap(), Some(15));
        assert_eq!(&bytes[..15], b"hello, chunked ");
        assert!(dechunk(&mut b"zz\r\n".to_vec()).is_err());
    }
}
