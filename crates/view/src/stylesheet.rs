//! The one stylesheet: its bytes, ready compressed, under a path that changes when they do.

use std::io::Write;
use std::sync::LazyLock;
use vestibule_kernel::asset::Digest32;

/// The stylesheet of every page.
#[derive(Debug)]
pub struct Stylesheet {
    /// Its path: `/assets/app-<digest>.css`. It may be cached for ever.
    pub path: String,
    /// Its text.
    pub css: &'static str,
    brotli: LazyLock<Vec<u8>, Compress>,
    gzip: LazyLock<Vec<u8>, Compress>,
}

type Compress = fn() -> Vec<u8>;

const CSS: &str = include_str!("../assets/app.css");

impl Stylesheet {
    /// Its text, brotli-compressed; made when first asked for.
    #[must_use]
    pub fn brotli(&self) -> &[u8] {
        &self.brotli
    }

    /// Its text, gzip-compressed; made when first asked for.
    #[must_use]
    pub fn gzip(&self) -> &[u8] {
        &self.gzip
    }
}

/// The stylesheet of every page.
#[must_use]
pub fn stylesheet() -> &'static Stylesheet {
    static STYLESHEET: LazyLock<Stylesheet> = LazyLock::new(|| Stylesheet {
        path: format!("/assets/app-{}.css", Digest32::of(CSS.as_bytes()).short()),
        css: CSS,
        brotli: LazyLock::new(|| brotli_of(CSS.as_bytes())),
        gzip: LazyLock::new(|| gzip_of(CSS.as_bytes())),
    });
    &STYLESHEET
}

fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut input = bytes;
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    // Writing to memory does not fail; an empty answer would be noticed by the size test.
    let _ = brotli::BrotliCompress(&mut input, &mut compressed, &parameters);
    compressed
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}
