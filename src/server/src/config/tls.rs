//! Where the certificate comes from. Whether what is named here is usable is for [`crate::tls`].

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::network::{self, NetworkConfig};
use super::reader::Reader;

/// The port of the page that walks a phone through trusting the local CA.
const TRUST_PAGE_PORT: u16 = 8081;
/// The port on which an ACME server asks for the answer to HTTP-01.
const HTTP_PORT: u16 = 80;

/// See the settings `tls.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsConfig {
    /// A certificate and key that the firm keeps in files.
    Files(CertificateFiles),
    /// A local CA that the server makes.
    LocalCa(LocalCaConfig),
    /// A public certificate by ACME.
    Acme(AcmeConfig),
}

impl TlsConfig {
    /// The address that is answered over plain http beside the server's own.
    pub const fn http_listen(&self) -> Option<SocketAddr> {
        match self {
            Self::Files(_) => None,
            Self::LocalCa(config) => Some(config.http_listen),
            Self::Acme(config) => config.http_listen(),
        }
    }
}

/// Where the firm's certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub key: PathBuf,
}

/// What the local CA needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalCaConfig {
    /// Where the page for phones is.
    pub http_listen: SocketAddr,
    /// Whether `timetrakr.local` is announced.
    pub mdns: bool,
}

/// What getting a public certificate takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcmeConfig {
    /// The ACME server's directory.
    pub directory: String,
    /// Who is told when something is wrong with the certificate.
    pub contact: Option<String>,
    /// How it is shown that the name is ours.
    pub challenge: AcmeChallenge,
}

impl AcmeConfig {
    const fn http_listen(&self) -> Option<SocketAddr> {
        match self.challenge {
            AcmeChallenge::Http01 { listen } => Some(listen),
            AcmeChallenge::TlsAlpn01 | AcmeChallenge::Dns01 { .. } => None,
        }
    }
}

/// How an ACME server is shown that a name is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcmeChallenge {
    /// By a file over http, on port 80 of the name.
    Http01 {
        /// Where that is answered.
        listen: SocketAddr,
    },
    /// By a certificate, on port 443 of the name.
    TlsAlpn01,
    /// By a record in the name's DNS zone.
    Dns01 {
        /// The command that puts it there and takes it away.
        hook: PathBuf,
    },
}

impl AcmeChallenge {
    /// Whether it is answered over plain http.
    pub const fn is_over_http(&self) -> bool {
        matches!(self, Self::Http01 { .. })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Off,
    Files,
    LocalCa,
    Acme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Challenge {
    Http01,
    TlsAlpn01,
    Dns01,
}

/// The settings that belong to one mode alone.
const OF_MODES: [(&str, Mode); 9] = [
    ("tls.certificate", Mode::Files),
    ("tls.key", Mode::Files),
    ("tls.mdns", Mode::LocalCa),
    ("tls.acme_directory", Mode::Acme),
    ("tls.acme_contact", Mode::Acme),
    ("tls.acme_agree", Mode::Acme),
    ("tls.acme_challenge", Mode::Acme),
    ("tls.acme_dns_hook", Mode::Acme),
    ("tls.http_listen", Mode::LocalCa),
];

/// What was read, before the network is known.
pub(super) struct Read {
    mode: Mode,
    files: Option<CertificateFiles>,
    http_listen: Option<SocketAddr>,
    mdns: bool,
    acme: Acme,
}

struct Acme {
    directory: Option<String>,
    contact: Option<String>,
    agreed: bool,
    challenge: Option<Challenge>,
    hook: Option<PathBuf>,
}

impl Read {
    /// Whether the server speaks TLS itself.
    pub(super) fn is_on(&self) -> bool {
        self.mode != Mode::Off
    }
}

pub(super) fn read(reader: &mut Reader) -> Read {
    let certificate = reader.one("tls.certificate", path);
    let key = reader.one("tls.key", path);
    let files_given = reader.is_given("tls.certificate") || reader.is_given("tls.key");
    let implied = if files_given { Mode::Files } else { Mode::Off };
    let mode = reader.one("tls.mode", mode).unwrap_or(implied);
    let read = Read {
        mode,
        files: certificate
            .zip(key)
            .map(|(certificate, key)| CertificateFiles { certificate, key }),
        http_listen: reader.one("tls.http_listen", network::address),
        mdns: reader.one("tls.mdns", network::truth).unwrap_or_default(),
        acme: Acme {
            directory: reader.one("tls.acme_directory", directory),
            contact: reader.one("tls.acme_contact", contact),
            agreed: reader
                .one("tls.acme_agree", network::truth)
                .unwrap_or_default(),
            challenge: reader.one("tls.acme_challenge", challenge),
            hook: reader.one("tls.acme_dns_hook", path),
        },
    };
    if mode == Mode::Files {
        need_both_files(reader);
    }
    for (name, of_mode) in OF_MODES {
        let of_http = name == "tls.http_listen" && mode == Mode::Acme;
        if mode != of_mode && !of_http && reader.is_given(name) {
            let message = format!("it is for tls.mode = {}", of_mode.name());
            reader.refuse(name, message);
        }
    }
    read
}

/// The whole, once it is known where the server listens and what the world calls it.
pub(super) fn finish(
    reader: &mut Reader,
    read: Read,
    network: Option<&NetworkConfig>,
) -> Option<TlsConfig> {
    match read.mode {
        Mode::Off => None,
        Mode::Files => read.files.map(TlsConfig::Files),
        Mode::LocalCa => {
            let network = network?;
            need_https(reader, network);
            Some(TlsConfig::LocalCa(LocalCaConfig {
                http_listen: listen(read.http_listen, network, TRUST_PAGE_PORT),
                mdns: read.mdns,
            }))
        }
        Mode::Acme => {
            let network = network?;
            need_https(reader, network);
            acme(reader, read.acme, read.http_listen, network).map(TlsConfig::Acme)
        }
    }
}

fn acme(
    reader: &mut Reader,
    read: Acme,
    http_listen: Option<SocketAddr>,
    network: &NetworkConfig,
) -> Option<AcmeConfig> {
    let host = network.public_url.host();
    if network.public_url.host_address().is_some() || !host.contains('.') {
        let message = format!("{host} is not a name that a public certificate can be for");
        reader.refuse("public_url", message);
    }
    if !read.agreed {
        let message = "a public certificate is given to who agrees to the terms of its issuer; \
             read them and set this to true";
        reader.refuse("tls.acme_agree", message);
    }
    let challenge = match (read.challenge?, read.hook) {
        (Challenge::Http01, None) => AcmeChallenge::Http01 {
            listen: listen(http_listen, network, HTTP_PORT),
        },
        (Challenge::TlsAlpn01, None) => AcmeChallenge::TlsAlpn01,
        (Challenge::Dns01, Some(hook)) => AcmeChallenge::Dns01 { hook },
        (Challenge::Dns01, None) => {
            let message = "it must be set when tls.acme_challenge is dns-01";
            reader.refuse("tls.acme_dns_hook", message);
            return None;
        }
        (Challenge::Http01 | Challenge::TlsAlpn01, Some(_)) => {
            let message = "it is for tls.acme_challenge = dns-01";
            reader.refuse("tls.acme_dns_hook", message);
            return None;
        }
    };
    Some(AcmeConfig {
        directory: read.directory?,
        contact: read.contact,
        challenge,
    })
}

fn need_both_files(reader: &mut Reader) {
    for (name, other) in [
        ("tls.certificate", "tls.key"),
        ("tls.key", "tls.certificate"),
    ] {
        if !reader.is_given(name) {
            let why = match reader.is_given(other) {
                true => other,
                false => "tls.mode = files",
            };
            reader.refuse(name, format!("it must be set when {why} is"));
        }
    }
}

fn need_https(reader: &mut Reader, network: &NetworkConfig) {
    if !network.public_url.is_https() {
        reader.refuse(
            "public_url",
            "it must begin with https:// when this server has a certificate",
        );
    }
}

/// The address that was set, or a port beside the first one that the server listens on.
fn listen(set: Option<SocketAddr>, network: &NetworkConfig, port: u16) -> SocketAddr {
    let beside = network
        .listen
        .first()
        .map_or(IpAddr::from([127, 0, 0, 1]), SocketAddr::ip);
    set.unwrap_or(SocketAddr::new(beside, port))
}

impl Mode {
    const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Files => "files",
            Self::LocalCa => "local-ca",
            Self::Acme => "acme",
        }
    }
}

fn mode(text: &str) -> Result<Mode, String> {
    let modes = [Mode::Off, Mode::Files, Mode::LocalCa, Mode::Acme];
    let found = modes.into_iter().find(|mode| mode.name() == text);
    found.ok_or_else(|| "it is not a mode".to_owned())
}

fn challenge(text: &str) -> Result<Challenge, String> {
    match text {
        "http-01" => Ok(Challenge::Http01),
        "tls-alpn-01" => Ok(Challenge::TlsAlpn01),
        "dns-01" => Ok(Challenge::Dns01),
        _ => Err("it is not a challenge".to_owned()),
    }
}

fn directory(text: &str) -> Result<String, String> {
    if text.starts_with("https://") {
        Ok(text.to_owned())
    } else {
        Err("it does not begin with https://".to_owned())
    }
}

fn contact(text: &str) -> Result<String, String> {
    match text.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains('.') => Ok(text.to_owned()),
        Some(_) | None => Err("it is not a mail address".to_owned()),
    }
}

/// A path that is not empty.
pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() {
        Err("it is empty".to_owned())
    } else {
        Ok(PathBuf::from(text))
    }
}
