//! Both sides of the control socket against each other, in a real folder.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;

use store::{OpenOptions, Store};

use super::*;

fn open(folder: &Path) -> Store {
    Store::open(folder, OpenOptions::default()).unwrap()
}

async fn ask(folder: &Path) -> Result<Option<VerifySummary>, ControlError> {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || verify_running(&folder, |_| {}))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_verifies_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        ask(folder.path()).await.unwrap().is_none(),
        "nothing runs yet"
    );
    let socket = ControlSocket::bind(folder.path(), open(folder.path())).unwrap();
    let path = folder.path().join(SOCKET_NAME);
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let summary = ask(folder.path()).await.unwrap().unwrap();
    assert!(summary.is_sound(), "{summary:?}");
    drop(socket);
    assert!(!path.exists(), "the socket is removed at the end");
    assert!(ask(folder.path()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_was_left_behind_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    drop(std::os::unix::net::UnixListener::bind(folder.path().join(SOCKET_NAME)).unwrap());
    assert!(
        ask(folder.path()).await.unwrap().is_none(),
        "nobody listens on it"
    );
    let _socket = ControlSocket::bind(folder.path(), open(folder.path())).unwrap();
    assert!(ask(folder.path()).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = ControlSocket::bind(folder.path(), open(folder.path())).unwrap();
    let path = folder.path().join(SOCKET_NAME);
    for wrong in [
        "{\"command\":\"destroy\"}\n".to_owned(),
        "hello\n".to_owned(),
        "x".repeat(10_000),
    ] {
        let path = path.clone();
        let said = tokio::task::spawn_blocking(move || {
            let mut stream = UnixStream::connect(path).unwrap();
            // The server may stop reading before all of it is written.
            let _written = stream.write_all(wrong.as_bytes());
            let mut said = String::new();
            let _ended = stream.read_to_string(&mut said);
            said
        });
        let said = said.await.unwrap();
        assert!(said.starts_with("{\"answer\":\"refused\""), "{said}");
    }
}
