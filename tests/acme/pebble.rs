//! Pebble, Let's Encrypt's ACME server for tests, with its DNS: both on loopback, on free ports.

use std::{fs, net::SocketAddr, path::PathBuf, process::Command};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::json;
use support::{process::Process, server::free_port, until};
use tempfile::TempDir;

/// Where Pebble looks for answers to its challenges.
#[derive(Clone, Copy)]
pub(crate) struct Looks {
    /// The port for HTTP-01.
    pub(crate) http: u16,
    /// The port for TLS-ALPN-01.
    pub(crate) tls: u16,
}

/// A running ACME server.
pub(crate) struct Pebble {
    folder: TempDir,
    port: u16,
    management: u16,
    dns_management: u16,
    _dns: Process,
    _server: Process,
}

impl Pebble {
    /// Starts it. Its certificates are good for so many seconds.
    pub(crate) async fn start(looks: Looks, certificate_seconds: u64) -> Self {
        let folder = TempDir::with_prefix("timetrakr-pebble-").expect("a folder can be made");
        let (port, management) = (free_port(), free_port());
        let (dns, dns_management) = (free_port(), free_port());
        let place = |name: &str| folder.path().join(name);
        let at = |port: u16| format!("127.0.0.1:{port}");
        make_certificate(&place("root.pem"), &place("cert.pem"), &place("key.pem"));
        let config = json!({ "pebble": {
            "listenAddress": at(port),
            "managementListenAddress": at(management),
            "certificate": place("cert.pem"),
            "privateKey": place("key.pem"),
            "httpPort": looks.http,
            "tlsPort": looks.tls,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
            "certificateValidityPeriod": certificate_seconds,
        }});
        fs::write(place("pebble.json"), config.to_string()).expect("its settings can be written");
        let dns_server = Process::start(Command::new("pebble-challtestsrv").args([
            "-dns01",
            &at(dns),
            "-management",
            &at(dns_management),
            "-http01=",
            "-https01=",
            "-tlsalpn01=",
            "-defaultIPv4=127.0.0.1",
            "-defaultIPv6=",
        ]));
        let server = Process::start(
            Command::new("pebble")
                .args(["-strict", "-dnsserver", &at(dns), "-config"])
                .arg(place("pebble.json"))
                .env("PEBBLE_VA_NOSLEEP", "1")
                // Each authorization is asked for anew, so that each order proves something.
                .env("PEBBLE_AUTHZREUSE", "0"),
        );
        let pebble = Self {
            folder,
            port,
            management,
            dns_management,
            _dns: dns_server,
            _server: server,
        };
        until(|| async { pebble.root().await })
            .await
            .expect("pebble and pebble-challtestsrv can be started; run: cargo xtask test");
        pebble
    }

    /// Its directory.
    pub(crate) fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.port)
    }

    /// The root of its own https, which whoever speaks to it trusts.
    pub(crate) fn own_root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// The root of the certificates that it issues.
    pub(crate) async fn root(&self) -> Option<reqwest::Certificate> {
        let url = format!("https://localhost:{}/roots/0", self.management);
        let own = fs::read(self.own_root()).expect("its root can be read");
        let own = reqwest::Certificate::from_pem(&own).expect("its root is a certificate");
        let client = reqwest::Client::builder().tls_certs_only([own]).build();
        let answer = client.expect("a client can be made").get(url).send().await;
        let pem = answer.ok()?.bytes().await.ok()?;
        Some(reqwest::Certificate::from_pem(&pem).expect("the root is a certificate"))
    }

    /// Stops it; the folder with its root is left.
    pub(crate) fn stopped(self) -> TempDir {
        self.folder
    }

    /// A hook that puts records into its DNS, as an operator's would into a provider's.
    pub(crate) fn dns_hook(&self) -> String {
        format!(
            r#"#!/bin/bash
set -eu
case "$1" in
  present) path=/set-txt; body="{{\"host\":\"$2.\",\"value\":\"$3\"}}" ;;
  cleanup) path=/clear-txt; body="{{\"host\":\"$2.\"}}" ;;
esac
exec 3<>/dev/tcp/127.0.0.1/{}
printf 'POST %s HTTP/1.1\r\nhost: dns\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s' \
  "$path" "${{#body}}" "$body" >&3
head -n 1 <&3 | grep -q ' 200 '
"#,
            self.dns_management
        )
    }
}

/// A CA and a certificate for `localhost`, for Pebble's own https.
fn make_certificate(root: &PathBuf, certificate: &PathBuf, key: &PathBuf) {
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = KeyPair::generate().expect("a key can be made");
    let ca = CertifiedIssuer::self_signed(ca, ca_key).expect("a CA can be made");
    let own_key = KeyPair::generate().expect("a key can be made");
    let own = CertificateParams::new(vec!["localhost".to_owned()])
        .and_then(|params| params.signed_by(&own_key, &ca))
        .expect("a certificate can be made");
    for (path, text) in [
        (root, ca.pem()),
        (certificate, own.pem()),
        (key, own_key.serialize_pem()),
    ] {
        fs::write(path, text).expect("a certificate can be written");
    }
}

/// A client that reaches a name at this address and trusts this root alone.
pub(crate) fn client(
    root: &reqwest::Certificate,
    name: &str,
    address: SocketAddr,
) -> reqwest::Client {
    reqwest::Client::builder()
        .tls_certs_only([root.clone()])
        .tls_info(true)
        .pool_max_idle_per_host(0)
        .resolve(name, address)
        .build()
        .expect("a client can be made")
}
