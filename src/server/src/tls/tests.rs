//! Certificates over real sockets: who connects, who does not, and what a new one changes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use store::OpenOptions;

use super::facts::Facts;
use super::*;
use crate::config::{AcmeChallenge, PublicUrl};
use crate::state::testing::HandClock;

/// A server of one data folder that speaks TLS and answers `ok` to whatever is sent.
pub(super) struct Speaker {
    pub(super) tls: Tls,
    pub(super) clock: Arc<HandClock>,
    pub(super) address: SocketAddr,
}

pub(super) fn start_tls(data: &Path, config: &TlsConfig, url: &str) -> Result<Speaker, TlsError> {
    install_provider();
    let clock = Arc::new(HandClock::at(Timestamp::now()));
    let context = TlsContext {
        data: data.to_owned(),
        store: Store::open(data, OpenOptions::default()).unwrap(),
        clock: clock.clone(),
        public_url: PublicUrl::parse(url).unwrap(),
        listen: vec!["127.0.0.1:8443".parse().unwrap()],
        http_listen: config.http_listen(),
    };
    let tls = start(Some(config), &context)?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = tls.server_config.clone().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = Arc::clone(&server);
            std::thread::spawn(move || {
                let connection = rustls::ServerConnection::new(server).unwrap();
                let mut stream = StreamOwned::new(connection, stream);
                let mut byte = [0];
                while matches!(stream.read(&mut byte), Ok(1)) {
                    let _closed = stream.write_all(b"o");
                }
            });
        }
    });
    Ok(Speaker {
        tls,
        clock,
        address,
    })
}

/// A connection of someone who trusts these roots.
pub(super) struct Caller(StreamOwned<ClientConnection, TcpStream>);

impl Caller {
    pub(super) fn connect(
        address: SocketAddr,
        name: &str,
        trusts: &[CertificateDer<'static>],
    ) -> Result<Self, std::io::Error> {
        let mut roots = RootCertStore::empty();
        for root in trusts {
            roots.add(root.clone()).unwrap();
        }
        let client = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let connection = ClientConnection::new(Arc::new(client), name).unwrap();
        let mut caller = Self(StreamOwned::new(connection, TcpStream::connect(address)?));
        caller.ask()?;
        Ok(caller)
    }

    fn ask(&mut self) -> Result<(), std::io::Error> {
        self.0.write_all(b"?")?;
        self.0.read_exact(&mut [0])
    }

    fn certificate(&self) -> CertificateDer<'static> {
        self.0.conn.peer_certificates().unwrap()[0]
            .clone()
            .into_owned()
    }
}

fn local_ca() -> TlsConfig {
    TlsConfig::LocalCa(LocalCaConfig {
        http_listen: "127.0.0.1:8081".parse().unwrap(),
        mdns: true,
    })
}

/// The CA as the page gives it to Android.
pub(super) async fn root(tls: &Tls) -> CertificateDer<'static> {
    let plain = tls.plain.clone().unwrap();
    let request = axum::http::Request::get("/timetrakr-ca.crt")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(plain, request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1 << 16).await;
    CertificateDer::from(body.unwrap().to_vec())
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came to be that {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_trusts_the_local_ca_connects_and_who_does_not_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://time.reyes.example:8443";
    let Speaker { tls, address, .. } = start_tls(folder.path(), &local_ca(), url).unwrap();
    let ca = root(&tls).await;
    let here = std::slice::from_ref(&ca);
    for name in [
        "time.reyes.example",
        "timetrakr.local",
        "localhost",
        "127.0.0.1",
    ] {
        let refused = Caller::connect(address, name, here).err();
        assert!(refused.is_none(), "{name}: {refused:?}");
    }
    let elsewhere = Caller::connect(address, "bank.example", here);
    assert!(elsewhere.is_err(), "a name that is not the server's");
    let stranger = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let strangers = [stranger.cert.der().clone()];
    let refused = Caller::connect(address, "localhost", &strangers)
        .err()
        .unwrap();
    assert!(refused.to_string().contains("UnknownIssuer"), "{refused}");
    tls.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_for_new_connections_and_the_ca_stays() {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://localhost";
    let first = start_tls(folder.path(), &local_ca(), url).unwrap();
    let ca = root(&first.tls).await;
    let connect = |address| Caller::connect(address, "localhost", std::slice::from_ref(&ca));
    let mut before = connect(first.address).unwrap();
    let old = before.certificate();
    let until_when = Facts::of(&old).unwrap().not_after;

    let now = first.clock.now();
    let month = SignedDuration::from_hours(29 * 24);
    first.clock.pass(until_when.duration_since(now) - month);
    first.tls.reload.now();
    let standing = || Standing::read(folder.path()).unwrap().unwrap();
    until("it is renewed", || standing().not_after > Some(until_when)).await;
    before.ask().expect("the open connection goes on");
    assert_eq!(before.certificate(), old);
    // The new one is good from a later day than the real clock shows, so it is only looked at.
    let shown = shown_by(first.address);
    assert_ne!(shown, old);
    first.tls.stop().await;
    drop(before);

    let second = start_tls(folder.path(), &local_ca(), url).unwrap();
    assert_eq!(
        root(&second.tls).await,
        ca,
        "phones trust the same CA after a restart"
    );
    connect(second.address).unwrap();
    second.tls.stop().await;
}

/// The certificate shown, whether one trusts it or not.
fn shown_by(address: SocketAddr) -> CertificateDer<'static> {
    let client = ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(anyone::Trusting))
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(client), name).unwrap();
    let mut caller = Caller(StreamOwned::new(
        connection,
        TcpStream::connect(address).unwrap(),
    ));
    caller.ask().unwrap();
    caller.certificate()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_it_stands_is_written_for_others_to_read() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Standing::read(folder.path()).unwrap(), None);
    let speaker = start_tls(folder.path(), &local_ca(), "https://192.168.1.20:8443").unwrap();
    let standing = Standing::read(folder.path()).unwrap().unwrap();
    assert_eq!(standing.mode, Mode::LocalCa);
    assert_eq!(standing.last_error, None);
    assert!(
        standing.names.contains(&"192.168.1.20".to_owned()),
        "{standing:?}"
    );
    let days = standing
        .not_after
        .unwrap()
        .duration_since(speaker.clock.now())
        .as_hours()
        / 24;
    assert!((390..=397).contains(&days), "{days}");
    speaker.tls.stop().await;
    Standing::clear(folder.path());
    assert_eq!(Standing::read(folder.path()).unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_files_are_taken_up_and_bad_ones_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let make = || rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (one, two) = (make(), make());
    let config = TlsConfig::Files(CertificateFiles {
        certificate: put("c.pem", &one.cert.pem()),
        key: put("k.pem", &one.signing_key.serialize_pem()),
    });
    let data = folder.path().join("data");
    let speaker = start_tls(&data, &config, "https://localhost").unwrap();
    let shows = |der: &CertificateDer<'static>| {
        let trusts = std::slice::from_ref(der);
        Caller::connect(speaker.address, "localhost", trusts).is_ok()
    };
    let mut open = {
        let trusts = std::slice::from_ref(one.cert.der());
        Caller::connect(speaker.address, "localhost", trusts).unwrap()
    };
    let said = || Standing::read(&data).unwrap().unwrap().last_error;
    assert_eq!(said(), None);

    // The certificate alone is not enough: the key is still the old one's.
    put("c.pem", &two.cert.pem());
    speaker.tls.reload.now();
    until("the mismatch is told", || said().is_some()).await;
    assert!(
        said()
            .unwrap()
            .contains("is not the key of the certificate")
    );
    assert!(shows(one.cert.der()));

    // Nobody asks this time: the files are looked at anyway.
    put("k.pem", &two.signing_key.serialize_pem());
    until("the new one is shown", || shows(two.cert.der())).await;
    assert_eq!(said(), None);
    open.ask().expect("the open connection goes on");
    speaker.tls.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_an_acme_server_finds_answers_and_people_are_sent_on() {
    let folder = tempfile::tempdir().unwrap();
    let listen = "127.0.0.1:80".parse().unwrap();
    let config = TlsConfig::Acme(AcmeConfig {
        directory: "https://127.0.0.1:9/dir".to_owned(),
        contact: None,
        challenge: AcmeChallenge::Http01 { listen },
    });
    let url = "https://time.example.com";
    let speaker = start_tls(folder.path(), &config, url).unwrap();
    let get = async |path: &str| {
        let request = axum::http::Request::get(path)
            .body(axum::body::Body::empty())
            .unwrap();
        let plain = speaker.tls.plain.clone().unwrap();
        tower::ServiceExt::oneshot(plain, request).await.unwrap()
    };
    let unknown = get("/.well-known/acme-challenge/none").await;
    assert_eq!(unknown.status(), 404);
    let page = get("/anything").await;
    assert_eq!(page.headers()["location"], url);
    // Nobody answers there: the reason is kept, and nothing is shown to who connects.
    let said = || Standing::read(folder.path()).unwrap().unwrap().last_error;
    until("the reason is told", || said().is_some()).await;
    assert!(said().unwrap().contains("ACME account"), "{:?}", said());
    assert!(Caller::connect(speaker.address, "time.example.com", &[]).is_err());
    speaker.tls.stop().await;
}

/// A client that looks at any certificate.
mod anyone {
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{DigitallySignedStruct, Error, SignatureScheme};

    #[derive(Debug)]
    pub(super) struct Trusting;

    impl ServerCertVerifier for Trusting {
        fn verify_server_cert(
            &self,
            _certificate: &CertificateDer<'_>,
            _others: &[CertificateDer<'_>],
            _name: &ServerName<'_>,
            _ocsp: &[u8],
            _now: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            _message: &[u8],
            _certificate: &CertificateDer<'_>,
            _signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn verify_tls13_signature(
            &self,
            _message: &[u8],
            _certificate: &CertificateDer<'_>,
            _signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            vec![SignatureScheme::ECDSA_NISTP256_SHA256]
        }
    }
}
