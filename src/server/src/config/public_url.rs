//! The one address from which links, QR codes, cookies and origin checks are made.

use std::fmt;
use std::net::IpAddr;

/// `https://HOST[:PORT]` or `http://HOST[:PORT]`, nothing after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    https: bool,
    host: String,
}

impl PublicUrl {
    /// The address of a text; a slash at the end is dropped, the host is lower case, and a port
    /// that the scheme implies is left out, as browsers write an origin.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let (https, rest) = match lower.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            Some((_, _)) | None => {
                return Err("it does not begin with https:// or http://".to_owned());
            }
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#']) {
            return Err("it has a path; phones need the whole address for themselves".to_owned());
        }
        if authority.contains('@') {
            return Err("it has a user name".to_owned());
        }
        let (host, port) = split_port(authority)?;
        check_host(host)?;
        let implied = if https { 443 } else { 80 };
        let scheme = if https { "https" } else { "http" };
        let text = match port {
            Some(port) if port != implied => format!("{scheme}://{host}:{port}"),
            Some(_) | None => format!("{scheme}://{host}"),
        };
        Ok(Self {
            text,
            https,
            host: host.to_owned(),
        })
    }

    /// The origin without a slash at its end, as browsers send it in `Origin`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is `https`.
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// The host without its port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port that it is reached on.
    pub fn port(&self) -> u16 {
        let implied = if self.https { 443 } else { 80 };
        let authority = self.text.rsplit('/').next().unwrap_or_default();
        split_port(authority)
            .ok()
            .and_then(|(_, port)| port)
            .unwrap_or(implied)
    }

    /// The host as an address, when it is one.
    pub fn host_address(&self) -> Option<IpAddr> {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare.parse().ok()
    }

    /// Whether browsers treat it as secure, so that phones can work offline: `https`, or this
    /// very machine.
    pub fn is_secure_context(&self) -> bool {
        self.https || self.is_loopback()
    }

    /// Whether it names this very machine.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost"
            || self.host.ends_with(".localhost")
            || self
                .host_address()
                .is_some_and(|address| address.is_loopback())
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), String> {
    let host_end = authority.rfind(']').map_or(0, |at| at + 1);
    let Some((_, port)) = authority
        .get(host_end..)
        .unwrap_or_default()
        .rsplit_once(':')
    else {
        return Ok((authority, None));
    };
    let host = authority
        .get(..authority.len() - port.len() - 1)
        .unwrap_or_default();
    match port.parse() {
        Ok(0) | Err(_) => Err(format!("{port:?} is not a port")),
        Ok(port) => Ok((host, Some(port))),
    }
}

fn check_host(host: &str) -> Result<(), String> {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return match address.parse::<std::net::Ipv6Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err(format!("{host:?} is not an address")),
        };
    }
    let letters = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if host.is_empty() || !letters || host.starts_with(['.', '-']) || host.contains("..") {
        return Err(format!("{host:?} is not a host name"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_browsers_write_an_origin() {
        let check = |text: &str, expect: &str| {
            assert_eq!(
                PublicUrl::parse(text).map(|url| url.text),
                Ok(expect.to_owned())
            );
        };
        check("https://Time.Example.com:443/", "https://time.example.com");
        check("http://localhost:8080", "http://localhost:8080");
        check("http://[::1]:80", "http://[::1]");
        let port = |text: &str| PublicUrl::parse(text).map(|url| url.port());
        assert_eq!(port("https://time.example.com"), Ok(443));
        assert_eq!(port("http://[::1]"), Ok(80));
        assert_eq!(port("https://[::1]:8443/"), Ok(8443));
        check("https://10.0.0.5:8443", "https://10.0.0.5:8443");
    }

    #[test]
    fn what_is_not_a_bare_origin_is_refused() {
        for wrong in [
            "time.example.com",
            "ftp://time.example.com",
            "https://",
            "https://example.com/time",
            "https://example.com?x",
            "https://ana@example.com",
            "https://example.com:0",
            "https://example.com:http",
            "https://exa mple.com",
            "https://[::g]",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_https_and_this_machine_are_secure() {
        let secure = |text| PublicUrl::parse(text).unwrap().is_secure_context();
        assert!(secure("https://time.example.com"));
        assert!(secure("http://localhost:8080"));
        assert!(secure("http://127.0.0.1:8080"));
        assert!(secure("http://[::1]:8080"));
        assert!(!secure("http://192.168.1.20:8080"));
        assert!(!secure("http://localhost.example.com"));
    }
}
