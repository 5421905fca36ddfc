//! A public certificate from a real ACME server: the real binary against Pebble, by each of the
//! three challenges.

mod pebble;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use pebble::{Looks, Pebble, client};
use server::tls::Standing;
use support::{process::Process, server::binary_command, server::free_port, until};
use tempfile::TempDir;

/// The name that the certificate is for.
const NAME: &str = "time.reyes.example";
/// Longer than any test.
const LONG_SECONDS: u64 = 3600;

/// A server that gets its certificate from an ACME server.
struct Server {
    folder: TempDir,
    looks: Looks,
    challenge: &'static str,
    process: Process,
}

impl Server {
    fn start(pebble: &Pebble, looks: Looks, challenge: &'static str) -> Self {
        let folder = TempDir::with_prefix("timetrakr-acme-").expect("a folder can be made");
        Self::start_on(
            folder,
            &pebble.directory(),
            &pebble.own_root(),
            looks,
            challenge,
        )
    }

    fn start_on(
        folder: TempDir,
        directory: &str,
        root: &Path,
        looks: Looks,
        challenge: &'static str,
    ) -> Self {
        let mut command = binary_command();
        command
            .arg("serve")
            .arg("--data")
            .arg(folder.path().join("data"))
            .args(["--tls", "acme", "--tls-acme-agree"])
            .args(["--tls-acme-challenge", challenge])
            .args(["--tls-acme-directory", directory])
            .args(["--tls-acme-contact", "office@reyes.example"])
            .args(["--listen", &format!("127.0.0.1:{}", looks.tls)])
            .args(["--public-url", &format!("https://{NAME}:{}", looks.tls)])
            .env("SSL_CERT_FILE", root);
        match challenge {
            "http-01" => {
                let listen = format!("127.0.0.1:{}", looks.http);
                command.args(["--tls-http-listen", &listen]);
            }
            "dns-01" => {
                command.arg("--tls-acme-dns-hook").arg(hook_path(&folder));
            }
            _other => {}
        }
        Self {
            process: Process::start(&mut command),
            folder,
            looks,
            challenge,
        }
    }

    /// Stops it and starts it again on the same data.
    fn restarted(self, directory: &str, root: &Path) -> Self {
        let Self {
            folder,
            looks,
            challenge,
            mut process,
        } = self;
        let output = process.output();
        assert!(process.stop().success(), "{output}");
        Self::start_on(folder, directory, root, looks, challenge)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn standing(&self) -> Option<Standing> {
        Standing::read(&self.data()).expect("how it stands can be read")
    }

    /// The certificate that it shows to who trusts this root; nothing while it shows none.
    async fn shows(&self, root: &reqwest::Certificate) -> Option<Vec<u8>> {
        let address = ([127, 0, 0, 1], self.looks.tls).into();
        let url = format!("https://{NAME}:{}/healthz", self.looks.tls);
        let answer = client(root, NAME, address).get(url).send().await.ok()?;
        let info = answer.extensions().get::<reqwest::tls::TlsInfo>()?;
        let certificate = info.peer_certificate()?.to_vec();
        assert_eq!(answer.text().await.ok()?, "ok\n");
        Some(certificate)
    }

    async fn until_it_shows_one(&self, root: &reqwest::Certificate) -> Vec<u8> {
        let shown = until(|| self.shows(root)).await;
        shown.unwrap_or_else(|| panic!("no certificate; it said:\n{}", self.process.output()))
    }
}

fn hook_path(folder: &TempDir) -> PathBuf {
    folder.path().join("dns-hook")
}

fn put_hook(path: &Path, script: &str) {
    fs::write(path, script).expect("the hook can be written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("it can be ours");
}

fn looks() -> Looks {
    server::tls::install_provider();
    Looks {
        http: free_port(),
        tls: free_port(),
    }
}

#[tokio::test]
async fn by_http_01_a_certificate_is_had_and_kept_over_a_restart() {
    let looks = looks();
    let pebble = Pebble::start(looks, LONG_SECONDS).await;
    let server = Server::start(&pebble, looks, "http-01");
    let root = pebble.root().await.expect("pebble has a root");
    let first = server.until_it_shows_one(&root).await;
    let standing = server.standing().expect("it says how it stands");
    assert_eq!(standing.names, [NAME]);
    assert_eq!(standing.last_error, None);
    for name in ["acme-account.sealed", "acme-certificate.sealed"] {
        let path = server.data().join("tls").join(name);
        let bytes = fs::read(&path).expect("it is kept");
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        for plain in [b"PRIVATE KEY".as_slice(), b"key_pkcs8", NAME.as_bytes()] {
            assert!(
                !bytes.windows(plain.len()).any(|part| part == plain),
                "{name}"
            );
        }
    }

    // Whoever issued it need not be there when the server starts again.
    let directory = pebble.directory();
    let own_root = pebble.stopped();
    let server = server.restarted(&directory, &own_root.path().join("root.pem"));
    assert_eq!(server.until_it_shows_one(&root).await, first);
}

#[tokio::test]
async fn by_tls_alpn_01_a_certificate_is_had() {
    let looks = looks();
    let pebble = Pebble::start(looks, LONG_SECONDS).await;
    let server = Server::start(&pebble, looks, "tls-alpn-01");
    let root = pebble.root().await.expect("pebble has a root");
    server.until_it_shows_one(&root).await;
}

#[tokio::test]
async fn by_dns_01_a_hook_that_fails_is_told_and_one_that_works_brings_a_certificate() {
    let looks = looks();
    let pebble = Pebble::start(looks, LONG_SECONDS).await;
    let folder = TempDir::with_prefix("timetrakr-acme-").expect("a folder can be made");
    let hook = hook_path(&folder);
    put_hook(&hook, "#!/bin/sh\necho the zone is locked >&2\nexit 7\n");
    let server = Server::start_on(
        folder,
        &pebble.directory(),
        &pebble.own_root(),
        looks,
        "dns-01",
    );
    let error = until(|| async { server.standing()?.last_error }).await;
    let error = error.expect("the hook's failure is told");
    assert!(
        error.contains("exit status: 7") && error.contains("the zone is locked"),
        "{error}"
    );

    put_hook(&hook, &pebble.dns_hook());
    // A person who has put it right does not wait for the next attempt.
    server.process.hang_up();
    let root = pebble.root().await.expect("pebble has a root");
    server.until_it_shows_one(&root).await;
    assert_eq!(server.standing().expect("it stands").last_error, None);
}

#[tokio::test]
async fn a_certificate_near_its_end_is_renewed_while_the_server_runs() {
    let looks = looks();
    let pebble = Pebble::start(looks, 12).await;
    let server = Server::start(&pebble, looks, "http-01");
    let root = pebble.root().await.expect("pebble has a root");
    let first = server.until_it_shows_one(&root).await;
    let second = until(|| async {
        let shown = server.shows(&root).await?;
        (shown != first).then_some(shown)
    });
    assert!(second.await.is_some(), "{}", server.process.output());
}

#[tokio::test]
async fn an_answer_that_cannot_be_found_is_told_in_the_servers_words() {
    let looks = looks();
    // Pebble asks at another port than the one where it is answered, and which nobody else takes
    // meanwhile.
    let elsewhere = Looks { http: 1, ..looks };
    let pebble = Pebble::start(elsewhere, LONG_SECONDS).await;
    let server = Server::start(&pebble, looks, "http-01");
    let error = until(|| async { server.standing()?.last_error }).await;
    let error = error.expect("the refusal is told");
    assert!(
        error.contains("did not accept") && error.contains("refused"),
        "{error}"
    );
    assert!(server.standing().expect("it stands").names.is_empty());
}
