//! Both sides of the control socket against each other, in a real folder.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::Command;
use engine::command::OpenCompany;
use jiff::Timestamp;
use store::{Execute, Leftover, OpenOptions, Store, check_backup, keep_backup, keep_backup_from};

use super::*;
use crate::config::PublicUrl;
use crate::imports::Imports;
use crate::state::Clock;

fn open(folder: &Path) -> Store {
    Store::open(folder, OpenOptions::default()).unwrap()
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }
}

fn bind(folder: &Path) -> Result<ControlSocket, BindError> {
    ControlSocket::bind(folder, desk(open(folder)))
}

fn desk(store: Store) -> Desk {
    Desk {
        clock: Arc::new(Noon),
        imports: Imports::new(store.clone(), Arc::new(Noon)),
        public_url: PublicUrl::parse("https://time.example.com").unwrap(),
        store,
    }
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
    let socket = bind(folder.path()).unwrap();
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
    let _socket = bind(folder.path()).unwrap();
    assert!(ask(folder.path()).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = bind(folder.path()).unwrap();
    let path = folder.path().join(SOCKET_NAME);
    for wrong in [
        "{\"command\":\"destroy\"}\n".to_owned(),
        "hello\n".to_owned(),
        "x".repeat(100_000),
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

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_gives_a_backup_and_remembers_it_once_it_is_kept() {
    let (folder, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(folder.path());
    let _socket = ControlSocket::bind(folder.path(), desk(store.clone())).unwrap();
    let take = |keep: bool| {
        let (from, to) = (folder.path().to_owned(), to.path().to_owned());
        tokio::task::spawn_blocking(move || -> PathBuf {
            let mut backup = backup_running(&from, true, None).unwrap().unwrap();
            let path = to.join(format!("{keep}-{}", backup.name));
            keep_backup(&path, |out| std::io::copy(&mut backup, out).map(drop)).unwrap();
            if keep {
                backup.kept(&path).unwrap();
            }
            path
        })
    };
    take(false).await.unwrap();
    assert_eq!(store.backups().unwrap().made, None);
    let path = take(true).await.unwrap();
    let info = check_backup(std::fs::File::open(&path).unwrap(), |_| {}).unwrap();
    assert_eq!((info.made_at, info.with_key), (Noon.now(), true));
    let bytes = std::fs::metadata(path).unwrap().len();
    for _ in 0..200 {
        // The caller does not wait for the server to write it down.
        if let Some(made) = store.backups().unwrap().made {
            assert_eq!((made.made_at, made.bytes), (Noon.now(), bytes));
            assert!(made.is_in_place());
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the backup was not remembered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_broke_off_goes_on_through_the_socket() {
    let (folder, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(folder.path());
    let company = domain::CompanyId::from_bytes([7; 16]);
    let opening = Command::OpenCompany(OpenCompany {
        company,
        name: "Reyes Framing".to_owned(),
        zone: "UTC".to_owned(),
        workweek_starts: 1,
        language: "en".to_owned(),
    });
    let opening = Execute::new(company, engine::access::SYSTEM, opening, Noon.now());
    store.execute(opening).await.unwrap();
    for n in 0..4_u8 {
        let bytes = vec![n; 100_000];
        store.blobs().put(company, &mut &bytes[..]).unwrap();
    }
    let _socket = ControlSocket::bind(folder.path(), desk(store.clone())).unwrap();
    let (from, to) = (folder.path().to_owned(), to.path().to_owned());
    let take = move || {
        let path = to.join("friday.backup");
        let mut first = backup_running(&from, true, None).unwrap().unwrap();
        assert!(!first.resumed);
        let broken = keep_backup(&path, |out| {
            std::io::copy(&mut std::io::Read::take(&mut first, 250_000), out)?;
            Err(std::io::Error::other("the caller was killed"))
        });
        assert!(broken.is_err());
        drop(first);
        let leftover = Leftover::find(&path, |_| true).unwrap();
        let point = Some(leftover.point());
        let mut rest = backup_running(&from, true, point).unwrap().unwrap();
        assert!(rest.resumed);
        let mut more = 0;
        let fill = |out: &mut dyn std::io::Write| {
            more = std::io::copy(&mut rest, out)?;
            Ok::<_, std::io::Error>(())
        };
        let (info, bytes) = keep_backup_from(&path, Some(&leftover), fill).unwrap();
        assert_eq!(info.blobs, 4);
        assert!(more + 150_000 < bytes, "{more} of {bytes} bytes came again");
        rest.kept(&path).unwrap();
        bytes
    };
    let bytes = tokio::task::spawn_blocking(take).await.unwrap();
    for _ in 0..200 {
        if let Some(made) = store.backups().unwrap().kept {
            assert_eq!(made.bytes, bytes, "the whole file, not what came last");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the backup was not remembered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_says_why_there_is_no_link_for_an_owner() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = bind(folder.path()).unwrap();
    let path = folder.path().to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        reset_owner_by_running(&path, "Reyes Framing".to_owned(), None)
    });
    let refused = asked.await.unwrap().unwrap_err().to_string();
    assert!(
        refused.contains("there is no company called \"Reyes Framing\""),
        "{refused}"
    );
}
