//! The page that walks a phone of the firm's own network through trusting this server, while its
//! certificate is of a local CA.

use api::trust::{PhoneTrust, TrustPage};
use sycamore::prelude::*;
use ui::t;

use crate::data::fetched;
use crate::state::App;
use crate::words;

/// The group; nothing where phones trust the server anyway.
pub fn group(app: App) -> View {
    let trust = fetched::<PhoneTrust>(app, || Some("/phone-trust".to_owned()));
    View::from_dynamic(move || {
        let page = trust
            .state
            .with(|state| state.ready().and_then(|trust| trust.page.clone()));
        match page {
            Some(page) => super::group(t!("lan-title"), t!("lan-lead"), card(page)),
            None => View::new(),
        }
    })
}

fn card(page: TrustPage) -> View {
    let TrustPage {
        url,
        qr_svg,
        name,
        fingerprint,
    } = page;
    let qr = words::qr(&qr_svg, t!("lan-qr"), "lan-qr");
    let shown = url.clone();
    view! {
        (qr)
        p { (t!("lan-open")) " " a(href=url, data-test="lan-link") { (shown) } }
        dl(class="facts") {
            dt { (t!("lan-name")) }
            dd { (name) }
            dt { (t!("lan-fingerprint")) }
            dd(class="mono small", data-test="lan-fingerprint") { (fingerprint) }
        }
    }
}
