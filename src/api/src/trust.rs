//! How phones of the firm's own network come to trust the server.

use serde::{Deserialize, Serialize};

/// Whether phones have to be walked through trusting the server, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneTrust {
    /// The page; nothing when the server's certificate is not of a local CA.
    pub page: Option<TrustPage>,
}

/// The page that walks a phone through trusting the local CA.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustPage {
    /// Its address, over plain http.
    pub url: String,
    /// The address as a QR code: an SVG document.
    pub qr_svg: String,
    /// What phones call the CA.
    pub name: String,
    /// SHA-256 of the CA's certificate, as phones show it: `AB:CD:...`.
    pub fingerprint: String,
}
