//! A portal's brand as a small stylesheet of its own: colours that stay readable, corners, font, logos.

use base64::Engine;
use std::fmt::Write;
use vestibule_kernel::asset::Asset;
use vestibule_kernel::colour::Colour;
use vestibule_kernel::portal::Theme;

/// The lightest and darkest grounds that accent text stands on; `--bg`, `--card` and tints of them in the
/// stylesheet lie between these and the middle.
const LIGHT: [Colour; 2] = [Colour::rgb(0xf7, 0xf7, 0xf5), Colour::WHITE];
const DARK: [Colour; 2] = [Colour::rgb(0x1d, 0x21, 0x20), Colour::rgb(0x11, 0x13, 0x12)];

/// How much of the accent colour is mixed into the ground of the current place, in percent.
const TINT: u8 = 10;

/// WCAG 2.2, 1.4.3: text against its ground.
const TEXT: f64 = 4.5;

/// The stylesheet of a portal with this theme and these logos; to be linked after the main one.
///
/// The action colour is the brand's own, with black or white on it, whichever reads better. Links and
/// marks take the nearest colour that reaches 4.5:1 on light and on dark grounds.
#[must_use]
pub fn stylesheet(theme: &Theme, logo_light: Option<&Asset>, logo_dark: Option<&Asset>) -> String {
    let mut root = String::new();
    if let Some(brand) = theme.primary.or(theme.accent) {
        let _ = write!(root, "--brand:{brand};--on-brand:{};", brand.ink());
    }
    if let Some(accent) = theme.accent.or(theme.primary) {
        let (light, dark) = (readable(accent, LIGHT), readable(accent, DARK));
        let _ = write!(root, "--accent:light-dark({light},{dark});");
    }
    if let Some(radius) = theme.radius {
        let _ = write!(root, "--r:{}px;", radius.min(24));
    }
    if let Some(family) = theme.font.as_deref().and_then(font_family) {
        let _ = write!(root, "--font:\"{family}\",system-ui,sans-serif;");
    }
    let mut css = String::from("@layer reset,tokens,base,parts,brand;\n");
    if !root.is_empty() {
        let _ = writeln!(css, "@layer brand{{:root{{{root}}}}}");
    }
    if let Some(logo) = logo_light.or(logo_dark) {
        let _ = writeln!(css, "@layer brand{{.brand{{{}}}.brand span{{{HIDDEN}}}}}", background(logo));
    }
    if let (Some(_), Some(dark)) = (logo_light, logo_dark) {
        let _ = writeln!(
            css,
            "@layer brand{{@media (prefers-color-scheme:dark){{.brand{{background-image:url({})}}}}}}",
            data_uri(dark)
        );
    }
    css
}

/// Takes the portal's name from the eye and leaves it to the ear.
const HIDDEN: &str =
    "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

/// `colour`, corrected until it reads on each of the grounds and on their tint with itself.
fn readable(colour: Colour, grounds: [Colour; 2]) -> Colour {
    grounds.iter().fold(colour, |colour, ground| {
        let on_ground = colour.readable_on(*ground, TEXT);
        on_ground.readable_on(ground.mix(on_ground, TINT), TEXT)
    })
}

/// A font family that cannot leave its quotation marks: letters, digits, spaces and hyphens.
fn font_family(name: &str) -> Option<String> {
    let clean: String =
        name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).take(64).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

fn background(logo: &Asset) -> String {
    format!(
        "background:url({}) left center/contain no-repeat;width:10rem;max-width:45vw;height:2.25rem",
        data_uri(logo)
    )
}

fn data_uri(asset: &Asset) -> String {
    let base64 = base64::engine::general_purpose::STANDARD.encode(&asset.bytes);
    format!("data:{};base64,{base64}", asset.media_type)
}
