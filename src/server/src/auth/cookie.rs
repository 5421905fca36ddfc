//! The session's cookie: HttpOnly, same-site, for this host alone. And the phone's, which says only
//! when it was last answered.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

/// How many random bytes a session's token has.
pub const TOKEN_BYTES: usize = 32;

/// The cookie's name. Over https the `__Host-` prefix makes browsers refuse one that another
/// host or an insecure page has set.
pub const fn name(https: bool) -> &'static str {
    if https { "__Host-tt" } else { "tt" }
}

/// The header that sets the cookie.
pub fn set(https: bool, token: &[u8; TOKEN_BYTES], seconds: i64) -> HeaderValue {
    header(https, &URL_SAFE_NO_PAD.encode(token), seconds)
}

/// The header that removes the cookie.
pub fn clear(https: bool) -> HeaderValue {
    header(https, "", 0)
}

/// How long a phone's cookie stays: as long as browsers keep any, 400 days.
const PHONE_SECONDS: i64 = 400 * 24 * 3_600;

/// The header of the cookie by which a phone knows later that it was in use, and until when it was
/// heard: see [`api::device::PHONE_COOKIE`]. Its pages read it, so scripts may.
pub fn phone(https: bool, answered_at: Timestamp) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let (name, at) = (api::device::PHONE_COOKIE, answered_at.as_second());
    let text = format!("{name}={at}; Path=/app/; SameSite=Strict; Max-Age={PHONE_SECONDS}{secure}");
    HeaderValue::from_str(&text).expect("invariant: a cookie is plain ASCII")
}

/// The token of a request's cookie, if it has one of the right form.
pub fn token(https: bool, headers: &HeaderMap) -> Option<[u8; TOKEN_BYTES]> {
    let name = name(https);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .find_map(|(_, value)| URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok())
}

fn header(https: bool, value: &str, seconds: i64) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let name = name(https);
    let text =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).expect("invariant: a cookie is plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_among_other_cookies() {
        let set = set(true, &[9; TOKEN_BYTES], 60);
        let text = set.to_str().unwrap();
        assert!(text.ends_with("; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure"));
        let pair = text.split(';').next().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            format!("theme=dark; {pair}; tt=x").parse().unwrap(),
        );
        assert_eq!(token(true, &headers), Some([9; TOKEN_BYTES]));
        assert_eq!(token(false, &headers), None);
    }

    #[test]
    fn only_https_makes_a_secure_cookie() {
        assert!(
            !set(false, &[9; TOKEN_BYTES], 60)
                .to_str()
                .unwrap()
                .contains("Secure")
        );
        assert!(clear(false).to_str().unwrap().starts_with("tt=; "));
    }
}
