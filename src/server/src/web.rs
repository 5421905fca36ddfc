//! The embedded web app: two pages and their assets. What is under `/static/` is named by its
//! content and kept by browsers for ever; pages and the service worker are asked for each time.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::RustEmbed;

use crate::http::problem::Refused;

#[derive(RustEmbed)]
#[folder = "../../ui/dist/"]
struct Dist;

const OFFICE_PAGE: &str = "index.html";
const PHONE_PAGE: &str = "app/index.html";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASK_EACH_TIME: &str = "no-cache";
const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <title>TimeTrakr</title>\n<h1>The web app is not built</h1>\n\
     <p>This server was built without its web app. Run <code>cargo xtask run</code> in the \
     source folder: it builds the web app and starts the server.</p>\n</html>\n";

/// Answers whatever no route took: a file of the web app, or the page of the app that the path
/// belongs to.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Refused::of_status(StatusCode::METHOD_NOT_ALLOWED).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match choose(path) {
        Choice::File(name) => file(&name, &headers),
        Choice::Page(name) => match Dist::get(name) {
            Some(_) => file(name, &headers),
            None => not_built(),
        },
        // The service worker's scope is `/app/`: without the slash the app would not be under it.
        Choice::PhoneRoot => Redirect::permanent("/app/").into_response(),
        Choice::Nothing => Refused::of_status(StatusCode::NOT_FOUND).into_response(),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Choice {
    File(String),
    Page(&'static str),
    PhoneRoot,
    Nothing,
}

fn choose(path: &str) -> Choice {
    let is_file = !path.starts_with('.') && !path.ends_with('/') && Dist::get(path).is_some();
    // The compressed copies are not addresses of their own.
    if is_file && !path.ends_with(".br") && !path.ends_with(".html") {
        return Choice::File(path.to_owned());
    }
    // A missing asset is missing: a page in its place would only confuse.
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("static/") || (last.contains('.') && !last.ends_with(".html")) {
        return Choice::Nothing;
    }
    match path {
        "app" => Choice::PhoneRoot,
        path if path.starts_with("app/") => Choice::Page(PHONE_PAGE),
        _ => Choice::Page(OFFICE_PAGE),
    }
}

fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some(plain) = Dist::get(name) else {
        return Refused::of_status(StatusCode::NOT_FOUND).into_response();
    };
    let hash = plain.metadata.sha256_hash();
    let compressed = if takes_brotli(headers) {
        Dist::get(&format!("{name}.br"))
    } else {
        None
    };
    let coding = if compressed.is_some() {
        Coding::Brotli
    } else {
        Coding::Plain
    };
    answer(
        name,
        &hash,
        coding,
        compressed.unwrap_or(plain).data,
        headers,
    )
}

/// How a file's bytes are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Brotli,
}

fn answer(
    name: &str,
    hash: &[u8; 32],
    coding: Coding,
    bytes: Cow<'static, [u8]>,
    headers: &HeaderMap,
) -> Response {
    let start: String = hash
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let etag = match coding {
        Coding::Plain => format!("\"{start}\""),
        Coding::Brotli => format!("\"{start}-br\""),
    };
    let caching = if name.starts_with("static/") {
        IMMUTABLE
    } else {
        ASK_EACH_TIME
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == etag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(bytes).into_response()
    };
    let set = response.headers_mut();
    set.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let etag = HeaderValue::from_str(&etag).expect("invariant: a tag is hexadecimal");
    set.insert(header::ETAG, etag);
    if coding == Coding::Brotli && !known {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let refused = parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00"));
            name.eq_ignore_ascii_case("br") && !refused
        })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn not_built() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, kind, NOT_BUILT).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_app_answers_for_its_paths_and_a_missing_asset_is_missing() {
        assert_eq!(choose(""), Choice::Page(OFFICE_PAGE));
        assert_eq!(choose("timesheets/2026-03-02"), Choice::Page(OFFICE_PAGE));
        assert_eq!(choose("app"), Choice::PhoneRoot);
        assert_eq!(choose("app/"), Choice::Page(PHONE_PAGE));
        assert_eq!(choose("app/days"), Choice::Page(PHONE_PAGE));
        assert_eq!(choose("application"), Choice::Page(OFFICE_PAGE));
        assert_eq!(choose("static/gone-0123.js"), Choice::Nothing);
        assert_eq!(choose("wp-login.php"), Choice::Nothing);
    }

    #[test]
    fn brotli_is_for_those_who_take_it() {
        let takes = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            takes_brotli(&headers)
        };
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=0.5"));
        assert!(!takes("gzip, br;q=0"));
        assert!(!takes("gzip"));
    }

    #[test]
    fn a_page_is_asked_for_each_time_and_an_asset_kept_for_ever() {
        let get = |name: &str, coding, seen: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(seen) = seen {
                headers.insert(header::IF_NONE_MATCH, seen.parse().unwrap());
            }
            answer(name, &[0xab; 32], coding, Cow::Borrowed(b"bytes"), &headers)
        };
        let page = get(OFFICE_PAGE, Coding::Brotli, None);
        assert_eq!(page.headers()[header::CACHE_CONTROL], ASK_EACH_TIME);
        assert_eq!(page.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(
            page.headers()[header::CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        let etag = page.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(etag, format!("\"{}-br\"", "ab".repeat(12)));
        let again = get(OFFICE_PAGE, Coding::Brotli, Some(&etag));
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        // Who kept the other coding gets the bytes.
        assert_eq!(
            get(OFFICE_PAGE, Coding::Plain, Some(&etag)).status(),
            StatusCode::OK
        );
        let asset = get("static/office-0123.wasm", Coding::Plain, None);
        assert_eq!(asset.headers()[header::CACHE_CONTROL], IMMUTABLE);
        assert_eq!(asset.headers()[header::CONTENT_TYPE], "application/wasm");
        assert!(!asset.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(asset.headers()[header::VARY], "accept-encoding");
    }
}
