//! Programs that open a link for what it shows: previews in chats, mail scanners, crawlers. None of them can be
//! the customer. Browsers inside apps (Facebook's, LinkedIn's, Slack's own) can, and are not among them.

/// What robots write into their `User-Agent`, in lower case. Each with whom it gives away, and where that is said.
const MARKS: [&str; 20] = [
    // Robots name a page about themselves: "Googlebot/2.1 (+http://www.google.com/bot.html)". No browser does.
    "+http",
    // Slack: https://api.slack.com/robots
    "slackbot",
    "slack-imgproxy",
    // Facebook, Instagram, Messenger, and Apple's Messages, which takes Facebook's and X's names:
    // https://developers.facebook.com/docs/sharing/webmasters/web-crawlers
    "facebookexternalhit",
    "facebookcatalog",
    "facebot",
    "meta-externalfetcher",
    // X: https://developer.x.com/en/docs/x-for-websites/cards/guides/troubleshooting-cards
    "twitterbot",
    // LinkedIn, Telegram, Discord: https://github.com/monperrus/crawler-user-agents
    "linkedinbot",
    "telegrambot",
    "discordbot",
    // Teams and Skype; Outlook and Edge: https://github.com/monperrus/crawler-user-agents,
    // https://aka.ms/MicrosoftPreview
    "skypeuripreview",
    "microsoftpreview",
    "bingpreview",
    // Google's search for abuse in what its users are sent:
    // https://developers.google.com/crawling/docs/crawlers-fetchers/google-special-case-crawlers
    "google-safety",
    // Mail gateways, as far as they say who they are; most call themselves a browser, and cannot be told from one:
    // https://github.com/matomo-org/device-detector (Barracuda Sentinel), and the names of the products.
    "barracuda",
    "proofpoint",
    "mimecast",
    "safelinks",
    // Links that are typed into Viber: https://github.com/monperrus/crawler-user-agents
    "viber url downloader",
];

/// What the whole name begins with, where browsers inside an app might carry it further on: WhatsApp, and Signal,
/// which takes its name (https://developers.facebook.com/docs/whatsapp/link-previews).
const BEGINNINGS: [&str; 1] = ["whatsapp/"];

/// Whether this `User-Agent` is that of a program which is known to look at links for somebody else.
pub(crate) fn is_preview(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    MARKS.iter().any(|mark| agent.contains(mark)) || BEGINNINGS.iter().any(|mark| agent.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_preview_and_scan_links_are_known() {
        for agent in [
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "Slackbot 1.0 (+https://api.slack.com/robots)",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
            "WhatsApp/2.23.18.78 i",
            "Twitterbot/1.0",
            "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
            "TelegramBot (like TwitterBot)",
            "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/116.0.1938.76 Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 BingPreview/1.0b",
            "Google-Safety",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Safari/537.36",
            "Barracuda Sentinel (EE)",
            "Mozilla/5.0 (compatible; Mimecast Link Scanner)",
            "Proofpoint URL Defense",
            "Microsoft Office SafeLinks Protection",
            "Viber URL Downloader",
        ] {
            assert!(is_preview(agent), "{agent}");
        }
    }

    #[test]
    fn browsers_are_none_of_them_inside_apps_either() {
        for agent in [
            "",
            "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/125.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/463.0.0.36.108;FBBV/597271127]",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 331.0.2.30.89",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.29.7310",
            "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36 WhatsApp/2.24.11.79",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Electron/30.0.9 Safari/537.36 Slack_SSB/4.38.127",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/24124.2412.2911.3341 Edg/125.0.2535.67 Chrome/125.0.2535.67 Safari/537.36",
            "curl/8.5.0",
        ] {
            assert!(!is_preview(agent), "{agent}");
        }
    }
}
