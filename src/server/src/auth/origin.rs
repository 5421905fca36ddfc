//! Where a request comes from: the client's address, and whether a page of this server sent it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use api::problem::code;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::config::{NetworkConfig, PublicUrl};
use crate::http::problem::Refused;
use crate::state::AppState;

/// The client's address: the peer's, or what a trusted proxy says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl FromRequestParts<AppState> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a connection (in-process tests) every request is the same client.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip()
        });
        Ok(Self(client(
            &state.settings().network,
            peer,
            &parts.headers,
        )))
    }
}

/// The address nearest to this server that is not a trusted proxy's.
pub fn client(network: &NetworkConfig, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut address = peer.to_canonical();
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.into_iter().rev() {
        if !network.trusts(address) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(hop) => address = hop.to_canonical(),
            // A proxy that writes something else is not understood: its own address counts.
            Err(_) => break,
        }
    }
    address
}

/// Whether the sender of a request that changes something must be known to be our page, or may
/// also be no page at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// A browser with our cookie: it always says where a page is from.
    OurPage,
    /// No cookie speaks for it; only a foreign page is refused.
    NotForeign,
}

/// Refuses requests that change something and come from a page of another site.
///
/// # Errors
/// When they do.
pub fn check(
    public_url: &PublicUrl,
    method: &Method,
    headers: &HeaderMap,
    sender: Sender,
) -> Result<(), Refused> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    let ours = match (site, text(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.eq_ignore_ascii_case(public_url.as_str()),
        (None, None) => sender == Sender::NotForeign,
    };
    if ours {
        return Ok(());
    }
    let detail = format!("This works only on the pages of {public_url}. Open TimeTrakr there.");
    Err(Refused::new(
        StatusCode::FORBIDDEN,
        code::CROSS_SITE,
        detail,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AddressRange;

    fn network() -> NetworkConfig {
        NetworkConfig {
            listen: Vec::new(),
            public_url: PublicUrl::parse("https://time.example.com").unwrap(),
            trusted_proxies: vec![AddressRange::parse("10.0.0.0/8").unwrap()],
            allow_http: false,
        }
    }

    #[track_caller]
    fn check_client(peer: &str, forwarded: &[&str], expect: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let found = client(&network(), peer.parse().unwrap(), &headers);
        assert_eq!(found, expect.parse::<IpAddr>().unwrap());
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_up_to_the_first_stranger() {
        check_client("192.0.2.7", &["198.51.100.1"], "192.0.2.7");
        check_client("10.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check_client(
            "::ffff:10.0.0.1",
            &["6.6.6.6, 198.51.100.1, 10.0.0.2"],
            "198.51.100.1",
        );
        check_client("10.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check_client("10.0.0.1", &["unknown"], "10.0.0.1");
        check_client("10.0.0.1", &[], "10.0.0.1");
    }

    #[track_caller]
    fn check_origin(headers: &[(&'static str, &str)], our_page: bool, not_foreign: bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let url = network().public_url;
        let passes = |sender| check(&url, &Method::POST, &map, sender).is_ok();
        assert_eq!(
            (passes(Sender::OurPage), passes(Sender::NotForeign)),
            (our_page, not_foreign)
        );
        assert!(check(&url, &Method::GET, &map, Sender::OurPage).is_ok());
    }

    #[test]
    fn a_foreign_page_changes_nothing() {
        check_origin(&[("origin", "https://time.example.com")], true, true);
        check_origin(&[("sec-fetch-site", "same-origin")], true, true);
        check_origin(&[("origin", "https://evil.example")], false, false);
        check_origin(&[("origin", "null")], false, false);
        check_origin(&[("sec-fetch-site", "same-site")], false, false);
        check_origin(
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://time.example.com"),
            ],
            false,
            false,
        );
        check_origin(&[], false, true);
    }
}
