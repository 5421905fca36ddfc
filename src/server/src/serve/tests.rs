//! A whole server over real sockets: TLS with the protocols it promises, and an orderly end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::config::Sources;
use crate::control;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        "2026-03-09T12:00:00Z".parse().unwrap()
    }
}

struct Server {
    address: SocketAddr,
    setup_code: Option<String>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), ServeError>>,
}

fn config(folder: &Path, more: &[(&str, &str)]) -> Config {
    let data = folder.to_str().unwrap();
    let base = [
        ("data", data),
        ("listen", "127.0.0.1:0"),
        ("public_url", "https://localhost"),
    ];
    let flags = base
        .iter()
        .chain(more)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Config::load(&Sources {
        flags,
        ..Sources::default()
    })
    .unwrap()
}

async fn start(config: Config) -> Server {
    tls::install_provider();
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = oneshot::channel();
    let running = tokio::spawn(async move {
        let started = |started: &Started| {
            tell.send((started.addresses[0], started.setup_code.clone()))
                .unwrap();
        };
        let stop = async {
            let _dropped = stopped.await;
        };
        serve(config, Arc::new(Standing), started, stop).await
    });
    let (address, setup_code) = told.await.unwrap();
    Server {
        address,
        setup_code,
        stop,
        running,
    }
}

/// Connects by TLS, offering these protocols; the one agreed on and the answer to `GET /healthz`
/// where that is HTTP/1.1.
fn ask(address: SocketAddr, trusted: &rcgen::Certificate, offered: &[&str]) -> (Vec<u8>, String) {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.der().clone()).unwrap();
    let mut client = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.alpn_protocols = offered
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(client), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    let _closed_without_goodbye = stream.read_to_end(&mut answer);
    let agreed = stream.conn.alpn_protocol().unwrap_or_default().to_vec();
    (agreed, String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_speaks_http_2_and_1_with_the_firms_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let data = folder.path().join("data");
    let files = [
        ("tls.certificate", certificate.to_str().unwrap()),
        ("tls.key", key.to_str().unwrap()),
    ];
    let server = start(config(&data, &files)).await;
    let address = server.address;
    let asked = tokio::task::spawn_blocking(move || {
        (
            ask(address, &made.cert, &["h2", "http/1.1"]).0,
            ask(address, &made.cert, &["http/1.1"]),
        )
    });
    let (best, (agreed, answer)) = asked.await.unwrap();
    assert_eq!(
        (best.as_slice(), agreed.as_slice()),
        (b"h2".as_slice(), b"http/1.1".as_slice())
    );
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    server.stop.send(()).unwrap();
    server.running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ends_leaves_its_folder_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(config(folder.path(), &[])).await;
    let code = first.setup_code.expect("a new folder has no company");
    let second = serve(
        config(folder.path(), &[]),
        Arc::new(Standing),
        |_| {},
        std::future::pending(),
    )
    .await;
    let said = second.unwrap_err().to_string();
    assert!(said.contains("cannot be opened"), "{said}");
    assert!(folder.path().join(control::SOCKET_NAME).exists());
    first.stop.send(()).unwrap();
    first.running.await.unwrap().unwrap();
    assert!(!folder.path().join(control::SOCKET_NAME).exists());
    let third = start(config(folder.path(), &[])).await;
    assert_ne!(
        third.setup_code.unwrap(),
        code,
        "each start makes a code of its own"
    );
    third.stop.send(()).unwrap();
    third.running.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let config = config(folder.path(), &[("listen", address.as_str())]);
    let said = serve(config, Arc::new(Standing), |_| {}, std::future::pending())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        said.contains(&address) && said.contains("cannot be listened on"),
        "{said}"
    );
    assert!(!folder.path().join(control::SOCKET_NAME).exists());
}
