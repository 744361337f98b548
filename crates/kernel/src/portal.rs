//! Portals: white-label surfaces at hosts of their own.

use crate::asset::Digest32;
use crate::colour::Colour;
use crate::id::{OrganizationId, PortalId};
use crate::{Locale, Slug, Timestamp, hex};

/// A white-label portal.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    /// Its id.
    pub id: PortalId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// Its host label, unique in the installation.
    pub slug: Slug,
    /// A host of the operator's own that serves it too.
    pub custom_host: Option<String>,
    /// Its name as customers read it.
    pub name: String,
    /// Whether it is open.
    pub enabled: bool,
    /// Its language when nothing else decides; the organization's when `None`.
    pub locale: Option<Locale>,
    /// Its brand.
    pub theme: Theme,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A portal's brand. Everything is optional; what is missing is ours, and neutral.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Theme {
    /// The colour of the main action and the current place.
    pub primary: Option<Colour>,
    /// The colour of links and marks, when it differs from `primary`.
    pub accent: Option<Colour>,
    /// Name of a font family that the customer's device may have; the system's otherwise.
    pub font: Option<String>,
    /// Corner radius in CSS pixels, 0 to 24.
    pub radius: Option<u8>,
    /// Logo on light ground, as the hexadecimal digest of a stored picture.
    pub logo_light: Option<AssetRef>,
    /// Logo on dark ground; the light one when `None`.
    pub logo_dark: Option<AssetRef>,
}

/// A reference to a stored file: the hexadecimal form of its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetRef(pub Digest32);

impl serde::Serialize for AssetRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex(&self.0.0))
    }
}

impl<'de> serde::Deserialize<'de> for AssetRef {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        let mut bytes = [0u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(serde::de::Error::custom("expected 64 hexadecimal digits"));
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte =
                u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).map_err(serde::de::Error::custom)?;
        }
        Ok(Self(Digest32(bytes)))
    }
}
