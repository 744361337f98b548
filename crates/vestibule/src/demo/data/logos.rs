//! Word marks of the made-up companies: plain shapes and system type, one for light and one for
//! dark ground.

/// A mark and a name beside it. The name is stretched to `length`, so that it fits in any font.
fn word_mark(shape: &str, name: &str, length: usize, mark: &str, ink: &str) -> Vec<u8> {
    let width = 44 + length + 4;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 40\" width=\"{width}\" height=\"40\" \
         role=\"img\">\n<title>{name}</title>\n<g fill=\"{mark}\">{shape}</g>\n\
         <text x=\"44\" y=\"28\" font-family=\"system-ui, sans-serif\" font-size=\"24\" font-weight=\"600\" \
         textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\">{name}</text>\n</svg>\n"
    )
    .into_bytes()
}

const SPARK: &str = "<path d=\"M20 4 8 23h9l-3 13 14-20h-9l4-12z\"/>";
const LEAF: &str = "<path d=\"M32 6C14 6 7 15 8 27l-3 7 3 2 3-6c13 2 21-6 21-24z\"/>";
const BLOCKS: &str =
    "<rect x=\"5\" y=\"18\" width=\"13\" height=\"17\"/><rect x=\"21\" y=\"5\" width=\"13\" height=\"30\"/>";

/// The logos of the portal `lumen`.
pub(super) fn lumen() -> [Vec<u8>; 2] {
    [word_mark(SPARK, "Lumen", 78, "#0b6b57", "#12211d"), word_mark(SPARK, "Lumen", 78, "#5fd3b5", "#f2f7f5")]
}

/// The logos of the portal `lumen-gruen`.
pub(super) fn lumen_gruen() -> [Vec<u8>; 2] {
    [
        word_mark(LEAF, "Lumen Grün", 140, "#3c7a1d", "#1c2615"),
        word_mark(LEAF, "Lumen Grün", 140, "#9bd873", "#f4f8f0"),
    ]
}

/// The logos of the portal `fabrikat`.
pub(super) fn fabrikat() -> [Vec<u8>; 2] {
    [
        word_mark(BLOCKS, "Fabrikat", 94, "#3b3fc4", "#16172b"),
        word_mark(BLOCKS, "Fabrikat", 94, "#a5a8ff", "#f3f3fb"),
    ]
}
