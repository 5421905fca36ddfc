//! What this device calls itself in the office's list: `Chrome on Android`. Pure.

/// The name of a browser by its user agent.
pub(crate) fn device_name(user_agent: &str) -> String {
    let has = |word: &str| user_agent.contains(word);
    // The order matters: most browsers also say that they are others.
    let browser = [
        ("SamsungBrowser", "Samsung Internet"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]
    .into_iter()
    .find(|(mark, _)| has(mark))
    .map_or("Browser", |(_, name)| name);
    let system = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "Chromebook"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]
    .into_iter()
    .find(|(mark, _)| has(mark))
    .map(|(_, name)| name);
    match system {
        Some(system) => format!("{browser} on {system}"),
        None => browser.to_owned(),
    }
}

/// Whether this is an iPhone or an iPad, which an installed app does not share storage with. An
/// iPad says that it is a Mac, but one with a touch screen.
pub(crate) fn is_ios(user_agent: &str, touch_points: i32) -> bool {
    ["iPhone", "iPad", "iPod"]
        .iter()
        .any(|mark| user_agent.contains(mark))
        || (user_agent.contains("Macintosh") && touch_points > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile Safari/537.36";
    const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

    #[test]
    fn a_device_is_named_by_browser_and_system() {
        assert_eq!(device_name(IPHONE), "Safari on iPhone");
        assert_eq!(device_name(ANDROID), "Chrome on Android");
        assert_eq!(device_name(MAC), "Safari on Mac");
        assert_eq!(device_name("curl/8"), "Browser");
    }

    #[test]
    fn an_ipad_that_says_mac_is_told_by_its_touch_screen() {
        assert!(is_ios(IPHONE, 5));
        assert!(is_ios(MAC, 5));
        assert!(!is_ios(MAC, 0));
        assert!(!is_ios(ANDROID, 5));
    }
}
