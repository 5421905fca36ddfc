//! Where the server listens, what the world calls it, and whose word it takes on who is calling.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use super::public_url::PublicUrl;
use super::reader::Reader;

/// See the settings `listen`, `public_url`, `trusted_proxies` and `allow_http`.
#[derive(Debug, Clone)]
pub struct NetworkConfig {
    /// The addresses to listen on, at least one.
    pub listen: Vec<SocketAddr>,
    /// The address that people and phones use.
    pub public_url: PublicUrl,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<AddressRange>,
    /// Plain http to other machines was asked for.
    pub allow_http: bool,
}

impl NetworkConfig {
    /// Whether a peer is one of the trusted proxies.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|range| range.contains(peer))
    }
}

/// An address or a range of them in CIDR form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    network: IpAddr,
    prefix_bits: u32,
}

impl AddressRange {
    /// The range of `10.0.0.0/8`, or of the one address `127.0.0.1`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let network: IpAddr = address
            .parse()
            .map_err(|_| "it is not an address".to_owned())?;
        let most = if network.is_ipv4() { 32 } else { 128 };
        let prefix_bits = match prefix {
            None => most,
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|bits| *bits <= most)
                .ok_or_else(|| format!("{prefix:?} is not a number of bits up to {most}"))?,
        };
        Ok(Self {
            network,
            prefix_bits,
        })
    }

    /// Whether an address is in the range. An IPv4 address that came over an IPv6 socket counts
    /// as the IPv4 address it is.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix_bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix_bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix_bits)
    }
}

pub(super) fn read(reader: &mut Reader, tls: bool) -> Option<NetworkConfig> {
    let listen = reader.list("listen", address);
    let public_url = reader.one("public_url", PublicUrl::parse);
    let trusted_proxies = reader.list("trusted_proxies", AddressRange::parse);
    let allow_http = reader.one("allow_http", truth).unwrap_or_default();
    let first = *listen.first()?;
    let outside = listen
        .iter()
        .find(|address| !address.ip().is_loopback())
        .copied();
    let public_url = match public_url {
        Some(url) => Some(url),
        None if reader.is_given("public_url") => None,
        None => implied_url(reader, first, outside, tls),
    };
    if !tls && !allow_http {
        refuse_plain_http(reader, outside, public_url.as_ref());
    }
    Some(NetworkConfig {
        listen,
        public_url: public_url?,
        trusted_proxies,
        allow_http,
    })
}

fn implied_url(
    reader: &mut Reader,
    first: SocketAddr,
    outside: Option<SocketAddr>,
    tls: bool,
) -> Option<PublicUrl> {
    if let Some(outside) = outside {
        let message = format!(
            "it must be set, because the server listens on {outside}: links and QR codes are made from it"
        );
        reader.refuse("public_url", message);
        return None;
    }
    if first.port() == 0 {
        reader.refuse("public_url", "it must be set when the port of listen is 0");
        return None;
    }
    let scheme = if tls { "https" } else { "http" };
    PublicUrl::parse(&format!("{scheme}://localhost:{}", first.port())).ok()
}

/// Passwords and hours would cross the network unencrypted, and phones would not work offline:
/// an operator must have asked for it.
fn refuse_plain_http(
    reader: &mut Reader,
    outside: Option<SocketAddr>,
    public_url: Option<&PublicUrl>,
) {
    let advice = "set tls.mode, or allow_http = true if a proxy in front speaks TLS";
    if let Some(outside) = outside {
        let message =
            format!("{outside} is reached from other machines without encryption; {advice}");
        reader.refuse("listen", message);
    } else if let Some(public_url) = public_url.filter(|url| !url.is_secure_context()) {
        let message = format!(
            "{public_url} is not encrypted, and phones cannot work offline with it; {advice}"
        );
        reader.refuse("public_url", message);
    }
}

/// An address with its port.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    let text = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    text.parse()
        .map_err(|_| "it is not an address with a port".to_owned())
}

/// True or false.
pub(super) fn truth(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err("it is neither".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let range = AddressRange::parse("10.1.0.0/16").unwrap();
        assert!(range.contains("10.1.255.3".parse().unwrap()));
        assert!(range.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!range.contains("10.2.0.1".parse().unwrap()));
        assert!(
            AddressRange::parse("0.0.0.0/0")
                .unwrap()
                .contains("8.8.8.8".parse().unwrap())
        );
        assert!(
            !AddressRange::parse("0.0.0.0/0")
                .unwrap()
                .contains("::1".parse().unwrap())
        );
        assert!(
            AddressRange::parse("fd00::/8")
                .unwrap()
                .contains("fd12::1".parse().unwrap())
        );
        assert!(
            AddressRange::parse("127.0.0.1")
                .unwrap()
                .contains("127.0.0.1".parse().unwrap())
        );
        for wrong in ["10.0.0.0/33", "10.0.0/8", "proxy", "10.0.0.0/-1"] {
            assert!(AddressRange::parse(wrong).is_err(), "{wrong}");
        }
    }
}
