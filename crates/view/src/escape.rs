//! Text on its way into HTML. Unlike the engine's own escaping it leaves `/` alone, so that
//! addresses stay readable in the source and short on the wire.

use std::fmt;

/// Writes `text` so that it is text in an element and in a quoted attribute, whatever it contains.
pub(crate) fn write_escaped(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[written..at])?;
        out.write_str(entity)?;
        written = at + 1;
    }
    out.write_str(&text[written..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_by_a_stranger_becomes_markup() {
        let mut out = String::new();
        write_escaped(&mut out, "</p><b title=\"a'b\">ä & b/c").unwrap();
        assert_eq!(out, "&lt;/p&gt;&lt;b title=&quot;a&#39;b&quot;&gt;ä &amp; b/c");
    }
}
