//! The phone's service worker: the list of what it keeps, and its version.

use anyhow::{Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::site::File;

const VERSION: &str = "__VERSION__";
const PRECACHE: &str = "[\"__PRECACHE__\"]";

/// Puts the list and the version into the template. The version changes when any kept file does.
///
/// # Errors
/// When the template lacks their places.
pub fn fill(template: &str, parts: &[&File]) -> Result<String> {
    for place in [VERSION, PRECACHE] {
        if !template.contains(place) {
            bail!("assets/sw.js lacks {place}");
        }
    }
    let mut version = blake3::Hasher::new();
    version.update(template.as_bytes());
    let mut list = Vec::new();
    for file in parts {
        version.update(file.url.as_bytes()).update(&[0]);
        version.update(blake3::hash(&file.bytes).as_bytes());
        // The browser itself refuses a file that does not fit, so that a deployment in the middle
        // of an installation never leaves a phone with halves of two versions.
        let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(&file.bytes)));
        list.push(serde_json::json!([file.url, integrity]).to_string());
    }
    let version = version.finalize().to_hex();
    Ok(template
        .replace(VERSION, &version[..16])
        .replace(PRECACHE, &format!("[\n  {},\n]", list.join(",\n  "))))
}
