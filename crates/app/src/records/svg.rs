//! Which SVG pictures are taken: plain drawings. What can run, load, or refer outside is refused,
//! and so is everything that is not known to be harmless.

/// Elements that draw and do nothing else.
const ELEMENTS: [&str; 21] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "symbol",
    "use",
];

/// Looks through an SVG.
///
/// # Errors
/// What is in it that is not taken.
pub(super) fn check(text: &str) -> Result<(), String> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(after) = rest.strip_prefix("<?xml") {
        rest = after.split_once("?>").ok_or("the SVG is cut off")?.1.trim_start();
    }
    let mut seen_root = false;
    let mut depth = 0usize;
    while let Some(at) = rest.find('<') {
        check_text(&rest[..at], depth)?;
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").ok_or("the SVG is cut off in a comment")?.1;
            continue;
        }
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').ok_or("the SVG is cut off in a tag")?;
            element(name.trim())?;
            depth = depth.checked_sub(1).ok_or("the SVG closes more elements than it opens")?;
            rest = after;
            continue;
        }
        let (tag, after) = tag(&rest[1..])?;
        if !seen_root && tag.name != "svg" {
            return Err("the logo is neither a PNG nor an SVG".into());
        }
        seen_root = true;
        depth += usize::from(!tag.closed);
        rest = after;
    }
    check_text(rest, depth)?;
    match (seen_root, depth) {
        (false, _) => Err("the logo is neither a PNG nor an SVG".into()),
        (true, 0) => Ok(()),
        (true, _) => Err("the SVG is cut off: elements are left open".into()),
    }
}

fn check_text(text: &str, depth: usize) -> Result<(), String> {
    if depth == 0 && !text.trim().is_empty() {
        return Err("the logo is neither a PNG nor an SVG".into());
    }
    Ok(())
}

fn element(name: &str) -> Result<(), String> {
    if ELEMENTS.contains(&name) {
        return Ok(());
    }
    Err(format!(
        "the SVG has <{}>, which a logo may not have; it may have {}",
        short(name),
        ELEMENTS.join(", ")
    ))
}

fn short(text: &str) -> String {
    text.chars().take(30).collect()
}

struct Tag<'a> {
    name: &'a str,
    closed: bool,
}

/// Reads a start tag behind its `<`, with its attributes.
fn tag(text: &str) -> Result<(Tag<'_>, &str), String> {
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
        .ok_or("the SVG is cut off in a tag")?;
    let name = &text[..end];
    element(name)?;
    let mut rest = text[end..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix("/>") {
            return Ok((Tag { name, closed: true }, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((Tag { name, closed: false }, after));
        }
        rest = attribute(rest)?;
    }
}

/// Reads one attribute and gives what follows it.
fn attribute(text: &str) -> Result<&str, String> {
    let (name, after) = text.split_once('=').ok_or("the SVG has an attribute without a value")?;
    let name = name.trim();
    let well_formed = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    if !well_formed {
        return Err(format!("the SVG has a malformed attribute {}", short(name)));
    }
    let after = after.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.ok_or("the SVG has an attribute whose value is not quoted")?;
    let (value, after) = after[1..].split_once(quote).ok_or("the SVG is cut off in an attribute")?;
    allowed(name, value)?;
    Ok(after.trim_start())
}

fn allowed(name: &str, value: &str) -> Result<(), String> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Err(format!("the SVG has the event handler {}; a logo may not run anything", short(name)));
    }
    if (lower == "href" || lower.ends_with(":href")) && !value.starts_with('#') {
        return Err("the SVG refers to something outside itself; only href=\"#…\" is taken".into());
    }
    let plain: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .to_ascii_lowercase();
    let outside = plain.match_indices("url(").any(|(at, _)| {
        let target = plain[at + 4..].trim_start_matches(['"', '\'']);
        !target.starts_with('#')
    });
    let hidden = value.contains('&') || plain.contains('\\');
    if outside
        || hidden
        || plain.contains("@import")
        || plain.contains("javascript:")
        || plain.contains("data:")
    {
        return Err(format!("the SVG's attribute {} refers outside or hides what it says", short(name)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    #[test]
    fn a_drawing_is_taken() {
        let svg = "<?xml version=\"1.0\"?>\n<!-- logo -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 9 9'>\
                   <defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs>\
                   <path fill=\"url(#a)\" d=\"M0 0h9\"/><use href=\"#a\"/><text>A &amp; B</text></svg>\n";
        assert_eq!(check(svg), Ok(()));
    }

    #[test]
    fn what_runs_loads_or_hides_is_refused() {
        for inner in [
            "<script>alert(1)</script>",
            "<foreignObject/>",
            "<style>@import 'x'</style>",
            "<image href=\"https://example.com/a.png\"/>",
            "<path onload=\"x()\"/>",
            "<path ONLOAD=\"x()\"/>",
            "<use href=\"https://example.com/a.svg#b\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<path fill=\"url(https://example.com/a)\"/>",
            "<path fill=\"url( 'https://example.com/a')\"/>",
            "<path style=\"fill:u\\72l(x)\"/>",
            "<path fill=\"&#117;rl(x)\"/>",
            "<a href=\"#x\"/>",
            "<animate/>",
            "<![CDATA[<script>]]>",
            "<path d=\"",
            "<g>",
        ] {
            let svg = format!("<svg>{inner}</svg>");
            assert!(check(&svg).is_err(), "{svg}");
        }
        for whole in
            ["", "hello", "<html></html>", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "<svg/>x", "<svg"]
        {
            assert!(check(whole).is_err(), "{whole}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_a_panic(text in "[<>/=\"' a-zé!?-]{0,60}") {
            let _ = check(&text);
        }
    }
}
