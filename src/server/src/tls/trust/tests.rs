//! The page as phones ask for it.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use store::{OpenOptions, Store};
use tower::ServiceExt;

use super::*;
use crate::tls::vault::Vault;

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const COMPUTER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

struct Page {
    router: Router,
    page: TrustPage,
    der: Vec<u8>,
    _folder: tempfile::TempDir,
}

impl Page {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), OpenOptions::default()).unwrap();
        let url = PublicUrl::parse("https://192.168.1.20:8443").unwrap();
        let now = "2026-03-09T12:00:00Z".parse().unwrap();
        let ca = LocalCa::open(&Vault::new(folder.path(), &store), &url, now).unwrap();
        let page = TrustPage::new(&ca, &url, 8081);
        Self {
            router: router(page.clone(), &ca, &url),
            page,
            der: ca.certificate().to_vec(),
            _folder: folder,
        }
    }

    async fn get(&self, path: &str, agent: &str, language: &str) -> (HeaderMap, Vec<u8>) {
        let request = Request::get(path)
            .header("user-agent", agent)
            .header("accept-language", language)
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let headers = response.headers().clone();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (headers, body.to_vec())
    }

    async fn text(&self, path: &str, agent: &str, language: &str) -> String {
        String::from_utf8(self.get(path, agent, language).await.1).unwrap()
    }
}

#[tokio::test]
async fn each_phone_finds_its_own_steps_open_and_the_others_at_hand() {
    let page = Page::new();
    let open = |html: &str, id: &str| html.contains(&format!("id=\"{id}\" open"));
    let there =
        |html: &str, id: &str| html.contains(&format!("<details class=\"trust-part\" id=\"{id}\""));
    for (agent, android, iphone, code) in [
        (ANDROID, true, false, false),
        (IPHONE, false, true, false),
        (COMPUTER, false, false, true),
    ] {
        let html = page.text("/", agent, "en-US").await;
        assert_eq!(
            (open(&html, "android"), open(&html, "iphone")),
            (android, iphone),
            "{agent}"
        );
        assert!(there(&html, "android") && there(&html, "iphone"), "{agent}");
        assert_eq!(html.contains("/qr.svg"), code, "{agent}");
        assert!(
            html.contains("data-check=\"https:&#x2f;&#x2f;192.168.1.20:8443&#x2f;healthz\""),
            "{html}"
        );
        assert!(html.contains("Certificate Trust Settings") && html.contains("Install anyway"));
        let shown = html.replace("<wbr>", "");
        assert!(shown.contains(&page.page.fingerprint) && html.contains(&page.page.name));
    }
}

#[tokio::test]
async fn the_page_speaks_the_phones_language_or_the_one_asked_for() {
    let page = Page::new();
    let lang = async |path: &str, accepted: &str| {
        let html = page.text(path, IPHONE, accepted).await;
        html.split('"').nth(1).unwrap().to_owned()
    };
    assert_eq!(lang("/", "es-MX,es;q=0.9,en;q=0.8").await, "es");
    assert_eq!(lang("/", "fr-CA,es;q=0.5").await, "es");
    assert_eq!(lang("/", "fr").await, "en");
    assert_eq!(lang("/?lang=en", "es").await, "en");
    assert_eq!(lang("/?lang=es", "en").await, "es");
    let spanish = page.text("/", IPHONE, "es").await;
    assert!(spanish.contains("Ajustes de confianza de los certificados"));
}

#[tokio::test]
async fn phones_get_the_certificate_in_the_form_that_each_installs() {
    let page = Page::new();
    let (headers, der) = page.get("/timetrakr-ca.crt", ANDROID, "").await;
    assert_eq!(headers[header::CONTENT_TYPE], "application/x-x509-ca-cert");
    assert_eq!(der, page.der);
    let (headers, profile) = page.get("/timetrakr-ca.mobileconfig", IPHONE, "").await;
    assert_eq!(
        headers[header::CONTENT_TYPE],
        "application/x-apple-aspen-config"
    );
    let profile = String::from_utf8(profile).unwrap();
    let dict = plist(&profile);
    assert_eq!(dict["PayloadType"], "Configuration");
    assert_eq!(
        dict["PayloadContent/PayloadType"],
        "com.apple.security.root"
    );
    assert_ne!(dict["PayloadUUID"], dict["PayloadContent/PayloadUUID"]);
    assert_eq!(dict["PayloadContent/PayloadDisplayName"], page.page.name);
    let data = dict["PayloadContent/PayloadContent"].split_whitespace();
    assert_eq!(STANDARD.decode(data.collect::<String>()).unwrap(), page.der);
}

/// The strings of a property list by their keys, checking that every element is closed in order.
fn plist(text: &str) -> std::collections::HashMap<String, String> {
    let body = text.split_once("<plist version=\"1.0\">").unwrap().1;
    let (mut open, mut keys, mut found) =
        (vec!["plist"], Vec::new(), std::collections::HashMap::new());
    let mut key = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{text}");
            if closed == "dict" {
                keys.pop();
            }
            continue;
        }
        match tag {
            "key" => key = text.to_owned(),
            "dict" => keys.push(key.clone()),
            "string" | "integer" | "data" => {
                let path = keys
                    .iter()
                    .skip(1)
                    .chain([&key])
                    .cloned()
                    .collect::<Vec<_>>();
                assert!(
                    found.insert(path.join("/"), text.to_owned()).is_none(),
                    "{key} twice"
                );
            }
            "array" => {}
            other => panic!("{other} in a property list"),
        }
        open.push(tag);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    found
}

#[tokio::test]
async fn nothing_inline_runs_and_nothing_else_is_served() {
    let page = Page::new();
    for language in ["en", "es"] {
        let (headers, html) = page.get("/", ANDROID, language).await;
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"));
        assert!(
            policy.contains("connect-src https://192.168.1.20:8443;"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"));
        let html = String::from_utf8(html).unwrap();
        assert!(
            !html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick=")
        );
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains("<script type=\"module\" src=\"/trust.js\"></script>"));
    }
    for path in ["/trust.css", "/trust.js", "/qr.svg"] {
        assert!(!page.get(path, ANDROID, "en").await.1.is_empty());
    }
    for (method, path) in [
        ("GET", "/api/v1/session"),
        ("GET", "/healthz"),
        ("GET", "/app/"),
        ("GET", "/timetrakr-ca.key"),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::empty()).unwrap();
        let response = page.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
    let request = Request::post("/").body(Body::empty()).unwrap();
    let response = page.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 405);
}

#[test]
fn the_pages_address_has_no_port_where_browsers_imply_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), OpenOptions::default()).unwrap();
    let url = PublicUrl::parse("https://timetrakr.local").unwrap();
    let now = "2026-03-09T12:00:00Z".parse().unwrap();
    let ca = LocalCa::open(&Vault::new(folder.path(), &store), &url, now).unwrap();
    assert_eq!(TrustPage::new(&ca, &url, 80).url, "http://timetrakr.local");
    let page = TrustPage::new(&ca, &url, 8081);
    assert_eq!(page.url, "http://timetrakr.local:8081");
    assert!(page.qr_svg.contains("<svg"));
}
