//! A small reader of HTML that knows whether tags are closed in the order in which they were opened.

/// Elements that have no end tag (HTML Living Standard, section 13.1.2).
const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "col", "wbr"];

/// Whether every element is closed where it should be, every attribute quoted and given once.
///
/// # Errors
/// The line, from 1, and what is wrong there.
pub(crate) fn well_formed(html: &str) -> Result<(), (usize, String)> {
    let line_at = |at: usize| html[..at].matches('\n').count() + 1;
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        let wrong = |message: String| Err((line_at(start), message));
        let Some(end) = end_of_tag(html, start) else { return wrong("a tag is not finished".to_owned()) };
        let tag = &html[start + 1..end];
        at = end + 1;
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(opened) if opened == name => {}
                opened => return wrong(format!("</{name}> closes <{}>", opened.unwrap_or("nothing"))),
            }
            continue;
        }
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or(tag);
        if let Err(message) = attributes(tag[name.len()..].trim_end_matches('/')) {
            return wrong(format!("<{name}>: {message}"));
        }
        if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    match open.pop() {
        Some(name) => Err((line_at(html.len()), format!("<{name}> is never closed"))),
        None => Ok(()),
    }
}

/// The index of the `>` that ends the tag at `start`, quotation marks respected.
fn end_of_tag(html: &str, start: usize) -> Option<usize> {
    let mut quoted = false;
    html[start..].char_indices().find_map(|(offset, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(start + offset)
    })
}

fn attributes(mut rest: &str) -> Result<(), String> {
    let mut seen: Vec<&str> = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(());
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = &rest[..end];
        if seen.contains(&name) {
            return Err(format!("{name} is given twice"));
        }
        if name == "style" || name.starts_with("on") {
            return Err(format!("{name} is forbidden by the content security policy"));
        }
        seen.push(name);
        rest = &rest[end..];
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.strip_prefix('"').ok_or_else(|| format!("{name} is not quoted"))?;
            let close = value.find('"').ok_or_else(|| format!("{name} is not closed"))?;
            rest = &value[close + 1..];
        }
    }
}
