//! The languages that pages, mails and documents speak.

crate::text_enum! {
    /// A language that every text exists in.
    Locale {
        /// German; the customer is addressed as Sie.
        De = "de",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The first language of an `Accept-Language` header that we speak, by its quality values.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut wanted: Vec<(u16, Self)> = header
            .split(',')
            .take(20)
            .filter_map(|entry| {
                let (tag, parameters) = entry.split_once(';').unwrap_or((entry, ""));
                let locale = Self::from_tag(tag.trim())?;
                let quality = parameters.trim().strip_prefix("q=").map_or(Some(1000), parse_quality)?;
                (quality > 0).then_some((quality, locale))
            })
            .collect();
        wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
        wanted.first().map(|(_, locale)| *locale)
    }

    /// The language of a BCP 47 tag such as `de-AT`; `None` when we do not speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.iter().copied().find(|locale| language.eq_ignore_ascii_case(locale.as_str()))
    }
}

/// A quality value in thousandths.
fn parse_quality(text: &str) -> Option<u16> {
    crate::money::parse_scaled(text.trim(), 3)
        .and_then(|value| u16::try_from(value).ok())
        .filter(|value| *value <= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_languages_are_weighed() {
        let pick = Locale::from_accept_language;
        assert_eq!(pick("de-AT,de;q=0.9,en;q=0.8"), Some(Locale::De));
        assert_eq!(pick("fr, en;q=0.5, de;q=0.7"), Some(Locale::De));
        assert_eq!(pick("EN-us"), Some(Locale::En));
        assert_eq!(pick("fr;q=1, de;q=0"), None);
        assert_eq!(pick(""), None);
    }
}
