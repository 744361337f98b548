//! Colours of a brand, and how far they contrast (WCAG 2.2, relative luminance and contrast ratio).

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// The text is no `#rrggbb` colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidColour;

impl std::fmt::Display for InvalidColour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected a colour like #0b6b57")
    }
}

impl std::error::Error for InvalidColour {}

impl Colour {
    /// White.
    pub const WHITE: Self = Self::rgb(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);

    /// The colour with these channels.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// WCAG relative luminance, 0 (black) to 1 (white).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// WCAG contrast ratio with `other`, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, or the nearest mix with black (on a light ground) or white (on a dark one) that
    /// reaches `ratio` against `ground`. The hue stays recognisable; the brand is never refused.
    #[must_use]
    pub fn readable_on(self, ground: Self, ratio: f64) -> Self {
        let target = if ground.luminance() > 0.18 { Self::BLACK } else { Self::WHITE };
        (0..=100u8)
            .map(|percent| self.mix(target, percent))
            .find(|candidate| candidate.contrast(ground) >= ratio)
            .unwrap_or(target)
    }

    /// Black or white, whichever reads better on this colour.
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }

    /// This colour with `percent` of `other` in it.
    #[must_use]
    pub fn mix(self, other: Self, percent: u8) -> Self {
        let share = u16::from(percent.min(100));
        let blend = |a: u8, b: u8| {
            u8::try_from((u16::from(a) * (100 - share) + u16::from(b) * share + 50) / 100).unwrap_or(u8::MAX)
        };
        Self::rgb(blend(self.red, other.red), blend(self.green, other.green), blend(self.blue, other.blue))
    }
}

impl std::str::FromStr for Colour {
    type Err = InvalidColour;
    fn from_str(text: &str) -> Result<Self, InvalidColour> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.is_ascii())
            .ok_or(InvalidColour)?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| InvalidColour);
        Ok(Self::rgb(channel(0)?, channel(2)?, channel(4)?))
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl serde::Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_readable_brand_is_left_alone() {
        let green: Colour = "#0b6b57".parse().unwrap();
        assert_eq!(green.readable_on(Colour::WHITE, 4.5), green);
    }

    proptest! {
        #[test]
        fn any_brand_becomes_readable_on_light_and_dark(red: u8, green: u8, blue: u8) {
            let brand = Colour::rgb(red, green, blue);
            for ground in [Colour::WHITE, Colour::rgb(0x11, 0x13, 0x12)] {
                prop_assert!(brand.readable_on(ground, 4.5).contrast(ground) >= 4.5);
            }
            prop_assert!(brand.contrast(brand.ink()) >= 4.5);
        }

        #[test]
        fn text_never_panics_the_parser(text in ".{0,10}") {
            let _ = text.parse::<Colour>();
        }
    }
}
