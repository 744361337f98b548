//! Browser and system in words, read off a `User-Agent` header. Wrong guesses cost nothing: the list
//! of sign-ins also says where and when.

/// A device as far as its browser tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Device {
    /// The browser's name; `None` when it is not known.
    pub browser: Option<&'static str>,
    /// The device or system; `None` when it is not known.
    pub system: Option<&'static str>,
}

/// What gives a browser away, the more telling first: nearly all of them also call themselves Chrome or Safari.
const BROWSERS: [(&str, &str); 16] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Ddg/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
];

/// What gives a system away; phones and tablets before the systems that they derive from.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent` header.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let find = |known: &[(&str, &'static str)]| {
            known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        let safari = user_agent.contains("Safari/")
            && user_agent.contains("Version/")
            && !user_agent.contains("Android");
        Self { browser: find(&BROWSERS).or(safari.then_some("Safari")), system: find(&SYSTEMS) }
    }
}
