//! How many round trips a phone takes to hand in what it holds, through the server's own routes.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use server::config::{LimitsConfig, NetworkConfig, PublicUrl};
use server::{AppState, Clock, Settings};
use store::{OpenOptions, Store};
use tower::ServiceExt as _;

use crate::firm::Firm;
use crate::{now, phones};

/// What the phone holds: as many bytes of ops as this.
const UNSENT_BYTES: usize = 1024 * 1024;

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// A phone that syncs for the first time, with 1 MiB of ops.
pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), OpenOptions::default()).expect("a store");
    let mut phone = Firm::found(&store, 1, now())
        .phones(&store, 1, 1, now())
        .remove(0);
    let ops = phones::presses_of_bytes(&mut phone.phone, UNSENT_BYTES);
    let router = server::router(AppState::new(store, settings(), Arc::new(Still)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let (mut trips, mut receipted_after, mut sent) = (0_usize, None, 0);
    let mut session = phone.session();
    while let testkit::Next::Sends(request) = phone.goes_on(&mut session, now()) {
        // By now what the answer before brought is stored.
        if phone.unsent() == 0 {
            receipted_after.get_or_insert(trips);
        }
        trips += 1;
        sent += request.len();
        let answer = runtime.block_on(answered(&router, request));
        session.received(&answer, now());
    }
    assert_eq!(phone.unsent(), 0, "everything is receipted");
    println!(
        "| round trips of a phone with 1 MiB unsent ({ops} ops, {} KB on the wire), until it is receipted; until it has every outcome | {}; {trips} | | | 3 |",
        sent / 1000,
        receipted_after.unwrap_or(trips)
    );
}

async fn answered(router: &Router, request: Vec<u8>) -> Vec<u8> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 50_000));
    let request = Request::post("/api/v1/sync")
        .header("content-type", "application/octet-stream")
        .extension(ConnectInfo(address))
        .body(Body::from(request))
        .expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    let body = answer.into_body().collect().await.expect("a body");
    body.to_bytes().to_vec()
}

fn settings() -> Settings {
    Settings {
        network: NetworkConfig {
            listen: Vec::new(),
            public_url: PublicUrl::parse("http://localhost:8080").expect("an address"),
            trusted_proxies: Vec::new(),
            allow_http: true,
        },
        limits: LimitsConfig {
            request: Duration::from_secs(30),
            shutdown: Duration::from_secs(1),
            live_pages: 4,
        },
        mail_configured: false,
        backup: None,
        trust_page: None,
    }
}
