//! One-page PDFs of DIN A4 with a few lines of text, written by hand and uncompressed. They are
//! stand-ins for what a billing system stores; they carry no brand.

use std::fmt::Write as _;

/// A line of text and how far it is from the left edge, in points.
pub(super) struct Line {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) size: u32,
    pub(super) text: String,
}

impl Line {
    /// A line `y` points above the bottom edge.
    pub(super) fn new(x: u32, y: u32, size: u32, text: impl Into<String>) -> Self {
        Self { x, y, size, text: text.into() }
    }
}

/// A page with these lines.
pub(super) fn page(title: &str, lines: &[Line]) -> Vec<u8> {
    let mut content = Vec::new();
    for line in lines {
        content.extend_from_slice(format!("BT /F1 {} Tf {} {} Td (", line.size, line.x, line.y).as_bytes());
        content.extend(escaped(&line.text));
        content.extend_from_slice(b") Tj ET\n");
    }
    let mut info = b"<< /Title (".to_vec();
    info.extend(escaped(title));
    info.extend_from_slice(b") >>");
    let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend_from_slice(b"endstream");
    document(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        info,
    ])
}

/// Numbers the objects, and writes them with their cross-reference table.
fn document(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        // Writing to a String does not fail.
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    let trailer =
        format!("{table}trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend(trailer.into_bytes());
    bytes
}

/// Text as a PDF string holds it in Windows-1252; what that does not have becomes a question mark.
fn escaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match (c, u8::try_from(u32::from(c))) {
            ('(' | ')' | '\\', Ok(byte)) => bytes.extend([b'\\', byte]),
            ('€', _) => bytes.push(0x80),
            ('–', _) => bytes.push(0x96),
            (_, Ok(byte)) => bytes.push(byte),
            (_, Err(_)) => bytes.push(b'?'),
        }
    }
    bytes
}
