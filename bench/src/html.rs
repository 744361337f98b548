//! What a page makes a browser load: read off the page's tags, without building a tree.

/// Something a page refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What for.
    pub kind: Kind,
    /// The address as written, entities resolved.
    pub address: String,
}

/// What a reference is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stylesheet.
    Stylesheet,
    /// A script.
    Script,
    /// An image in the page.
    Image,
    /// The sign in a browser's tab, which no page waits for.
    Icon,
}

/// Everything that a browser loads for this page by itself, once each. `data:` addresses are part of the page.
pub fn references(html: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for tag in tags(html) {
        let kind = match tag.name.as_str() {
            "link" => match tag.attribute("rel").unwrap_or_default() {
                rel if has_word(rel, "stylesheet") => Kind::Stylesheet,
                rel if has_word(rel, "icon") => Kind::Icon,
                _ => continue,
            },
            "script" => Kind::Script,
            "img" => Kind::Image,
            _ => continue,
        };
        let address =
            tag.attribute("href").or(tag.attribute("src")).unwrap_or_default().replace("&amp;", "&");
        let reference = Reference { kind, address };
        let inside = reference.address.is_empty() || reference.address.starts_with("data:");
        if !inside && !found.contains(&reference) {
            found.push(reference);
        }
    }
    found
}

/// The first link of the page to something directly under `folder`, such as `/invoices/`.
pub fn first_link_under(html: &str, folder: &str) -> Option<String> {
    tags(html).filter(|tag| tag.name == "a").find_map(|tag| {
        let rest = tag.attribute("href")?.strip_prefix(folder)?;
        (!rest.is_empty() && !rest.contains(['/', '?', '#'])).then(|| format!("{folder}{rest}"))
    })
}

struct Tag<'a> {
    name: String,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            let (key, after) = rest.split_at(end);
            let (value, after) = after.strip_prefix('=').map_or(("", after), value_at);
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = after;
        }
    }
}

/// The value that `text` begins with, quoted or not, and what follows it.
fn value_at(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        _ => text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        let end = end_of_tag(piece)?;
        let tag = &piece[..end];
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next()?;
        Some(Tag { name: name.to_ascii_lowercase(), attributes: &tag[name.len()..] })
    })
}

/// Where the `>` is that is not inside quotes.
fn end_of_tag(piece: &str) -> Option<usize> {
    let mut quote = None;
    piece.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), close) if open == close => {
            quote = None;
            false
        }
        _ => false,
    })
}

fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|each| each.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_loads_is_found_once() {
        let html = r#"<!doctype html><LINK href="/a.css?x=1&amp;y=2" rel="stylesheet"><link rel=stylesheet href=/b.css>
            <link rel="shortcut icon" href="/icon.svg"><link rel="canonical" href="/overview">
            <script defer src='/s.js'></script><script>1 < 2</script><img alt="a > b" src="/logo.svg" />
            <img src="/logo.svg"><img src="data:image/png;base64,AAAA"><a href="/not-loaded">x</a>"#;
        let found: Vec<_> = references(html).into_iter().map(|found| (found.kind, found.address)).collect();
        let expected = [
            (Kind::Stylesheet, "/a.css?x=1&y=2"),
            (Kind::Stylesheet, "/b.css"),
            (Kind::Icon, "/icon.svg"),
            (Kind::Script, "/s.js"),
            (Kind::Image, "/logo.svg"),
        ];
        assert_eq!(found, expected.map(|(kind, address)| (kind, address.to_owned())));
    }

    #[test]
    fn an_invoice_is_found_among_other_links() {
        let html = r#"<a class="x" href="/invoices">all</a><a href="/invoices/inv_1/file">pdf</a>
            <a href="/invoices/inv_2">second</a>"#;
        assert_eq!(first_link_under(html, "/invoices/").as_deref(), Some("/invoices/inv_2"));
        assert_eq!(first_link_under("<p>none</p>", "/invoices/"), None);
    }
}
