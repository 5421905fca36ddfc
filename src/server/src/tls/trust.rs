//! The page on plain http that walks a phone through trusting the local CA, and says when it is
//! done. It serves nothing else: whoever listens on the network learns only what every phone
//! may know.

mod page;
mod profile;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::local_ca::LocalCa;
use crate::config::PublicUrl;
use page::{Choice, Phone};

/// What styles the page: the web app's own tokens and parts first.
const STYLES: [&str; 4] = [
    include_str!("../../../../assets/styles/00-tokens.css"),
    include_str!("../../../../assets/styles/10-base.css"),
    include_str!("../../../../assets/styles/20-components.css"),
    include_str!("../../../../assets/trust/trust.css"),
];
const SCRIPT: &str = include_str!("../../../../assets/trust/trust.js");
/// The sides of the QR code, in pixels at least.
const QR_PIXELS: u32 = 240;

/// Where the page is and what it is about: also for the office and for whoever starts the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPage {
    /// Its address.
    pub url: String,
    /// The address as a QR code: an SVG document.
    pub qr_svg: String,
    /// What phones call the CA.
    pub name: String,
    /// SHA-256 of the CA's certificate: `AB:CD:...`.
    pub fingerprint: String,
}

impl TrustPage {
    /// The page of a CA, at a port of the host that people use.
    pub(super) fn new(ca: &LocalCa, public_url: &PublicUrl, port: u16) -> Self {
        let url = match port {
            80 => format!("http://{}", public_url.host()),
            port => format!("http://{}:{port}", public_url.host()),
        };
        let code = QrCode::new(&url).expect("invariant: an address fits into a QR code");
        let qr = code.render::<svg::Color<'_>>();
        Self {
            qr_svg: { qr }.min_dimensions(QR_PIXELS, QR_PIXELS).build(),
            url,
            name: ca.common_name().to_owned(),
            fingerprint: ca.fingerprint(),
        }
    }
}

/// What the routes answer with.
struct Shared {
    page: TrustPage,
    public_url: PublicUrl,
    certificate: Vec<u8>,
    profile: String,
    content_security_policy: HeaderValue,
}

/// Everything that is served over plain http.
pub(super) fn router(page: TrustPage, ca: &LocalCa, public_url: &PublicUrl) -> Router {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src {public_url}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let certificate = ca.certificate().to_vec();
    let shared = Arc::new(Shared {
        profile: profile::of(&page.name, public_url.host(), &certificate),
        public_url: public_url.clone(),
        certificate,
        content_security_policy: HeaderValue::from_str(&policy)
            .expect("invariant: an address for people is ASCII"),
        page,
    });
    Router::new()
        .route("/", get(show))
        .route("/timetrakr-ca.crt", get(certificate_file))
        .route("/timetrakr-ca.mobileconfig", get(profile_file))
        .route("/qr.svg", get(qr_code))
        .route("/trust.css", get(styles))
        .route("/trust.js", get(script))
        .fallback(|| async { (StatusCode::NOT_FOUND, "not found\n") })
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), secure))
        .with_state(shared)
}

#[derive(Debug, Deserialize)]
struct Asked {
    lang: Option<String>,
}

async fn show(
    State(shared): State<Arc<Shared>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let choice = Choice {
        phone: Phone::of(text(header::USER_AGENT).unwrap_or_default()),
        language: page::language(
            asked.lang.as_deref(),
            text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
        ),
    };
    match page::render(&shared.page, &shared.public_url, &choice) {
        Ok(html) => of_kind("text/html; charset=utf-8", html),
        Err(error) => {
            tracing::error!(%error, "the page for phones cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn certificate_file(State(shared): State<Arc<Shared>>) -> Response {
    of_kind("application/x-x509-ca-cert", shared.certificate.clone())
}

async fn profile_file(State(shared): State<Arc<Shared>>) -> Response {
    of_kind("application/x-apple-aspen-config", shared.profile.clone())
}

async fn qr_code(State(shared): State<Arc<Shared>>) -> Response {
    of_kind("image/svg+xml", shared.page.qr_svg.clone())
}

async fn styles() -> Response {
    of_kind("text/css; charset=utf-8", STYLES.concat())
}

async fn script() -> Response {
    of_kind("text/javascript; charset=utf-8", SCRIPT)
}

fn of_kind(kind: &'static str, body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// Headers that browsers obey.
async fn secure(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        shared.content_security_policy.clone(),
    );
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in fixed {
        let value = HeaderValue::from_static(value);
        headers.insert(HeaderName::from_static(name), value);
    }
    response
}

#[cfg(test)]
mod tests;
