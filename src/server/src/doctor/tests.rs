//! The doctor is shown what is ill, and must say so.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use store::{OpenOptions, Store};

use super::*;
use crate::config::{Config, ConfigFile, Sources};
use crate::tls::{Mode, Standing};

fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap()
}

fn config(data: &Path, text: &str) -> Config {
    let text = format!("data = {:?}\n{text}", data.to_str().unwrap());
    let file = ConfigFile {
        path: "timetrakr.toml".into(),
        text,
    };
    Config::load(&Sources {
        file: Some(file),
        ..Sources::default()
    })
    .unwrap()
}

#[track_caller]
fn expect(findings: &[Finding], part: &str, level: Level, words: &str) {
    let found = findings.iter().find(|finding| finding.part == part);
    let found = found.unwrap_or_else(|| panic!("nothing about {part}: {findings:#?}"));
    assert_eq!(found.level, level, "{found:#?}");
    assert!(found.found.contains(words), "{found:#?}");
    assert_eq!(found.advice.is_empty(), level == Level::Fine, "{found:#?}");
}

#[test]
fn a_folder_that_is_not_there_is_told_and_not_made() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("nowhere");
    let findings = folder::look(&data);
    expect(&findings, "data folder", Level::Note, "does not exist");
    assert!(!data.exists());
}

#[test]
fn a_folder_is_sound_when_its_owner_alone_can_enter() {
    let data = tempfile::tempdir().unwrap();
    let mode = |mode| std::fs::set_permissions(data.path(), PermissionsExt::from_mode(mode));
    mode(0o755).unwrap();
    expect(
        &folder::look(data.path()),
        "data folder",
        Level::Note,
        "others",
    );
    mode(0o700).unwrap();
    let findings = folder::look(data.path());
    expect(&findings, "data folder", Level::Fine, "can be written to");
    expect(&findings, "database", Level::Note, "there is none yet");
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[test]
fn a_database_is_told_idle_taken_or_damaged() {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(data.path(), OpenOptions::default()).unwrap();
    let look = || folder::look(data.path());
    expect(&look(), "database", Level::Wrong, "another program");
    std::fs::write(data.path().join("control.sock"), []).unwrap();
    expect(&look(), "database", Level::Fine, "a server runs");
    drop(store);
    expect(&look(), "database", Level::Note, "no server runs");
    std::fs::write(data.path().join("master.key"), "0".repeat(64)).unwrap();
    expect(&look(), "database", Level::Wrong, "master key");
}

#[test]
fn a_clock_that_went_back_is_seen_by_the_files() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("timetrakr.redb"), "x").unwrap();
    let yesterday = now() - jiff::SignedDuration::from_hours(30);
    let findings: Vec<_> = clock::look(data.path(), yesterday).into_iter().collect();
    expect(&findings, "clock", Level::Wrong, "30 hours later");
    let today = clock::look(data.path(), now());
    assert!(today.is_none_or(|finding| finding.level != Level::Wrong));
}

#[test]
fn backups_are_looked_for_where_the_schedule_puts_them() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let look = |text: &str| {
        vec![backups::look(
            config(data.path(), text).backup.as_ref(),
            now(),
        )]
    };
    expect(&look(""), "backups", Level::Note, "none are scheduled");
    let scheduled = format!("[backup]\nfolder = {:?}\n", folder.path().to_str().unwrap());
    expect(&look(&scheduled), "backups", Level::Wrong, "there is none");
    let name = store::backup_name([1; 16], now());
    let file = std::fs::File::create(folder.path().join(name)).unwrap();
    expect(&look(&scheduled), "backups", Level::Fine, "0 minutes old");
    let old = SystemTime::now() - Duration::from_secs(9 * 86_400);
    file.set_modified(old).unwrap();
    expect(&look(&scheduled), "backups", Level::Wrong, "9 days old");
}

#[test]
fn a_certificate_is_judged_by_its_names_its_end_and_its_renewal() {
    let now = now();
    let judge = |names: &[&str], days: i64, last_error: Option<&str>| {
        let standing = Standing {
            mode: Mode::Files,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            not_after: Some(now + jiff::SignedDuration::from_hours(24 * days)),
            last_error: last_error.map(str::to_owned),
            authority: None,
        };
        vec![certificate::judge(&standing, "time.example.com", now)]
    };
    let check = |findings: &[Finding], level, words| expect(findings, "certificate", level, words);
    check(
        &judge(&["time.example.com"], 60, None),
        Level::Fine,
        "60 days",
    );
    check(&judge(&["*.example.com"], 60, None), Level::Fine, "60 days");
    check(
        &judge(&["*.time.example.com"], 60, None),
        Level::Wrong,
        "public_url is",
    );
    check(
        &judge(&["other.example.com"], 60, None),
        Level::Wrong,
        "other.example.com",
    );
    check(
        &judge(&["time.example.com"], 5, None),
        Level::Wrong,
        "5 days",
    );
    check(
        &judge(&["time.example.com"], -1, None),
        Level::Wrong,
        "ended",
    );
    check(
        &judge(&["time.example.com"], 20, Some("no answer")),
        Level::Wrong,
        "no answer",
    );
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_told_with_its_address() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let data = tempfile::tempdir().unwrap();
    let text = format!(
        "[smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"a@example.com\"\n"
    );
    let findings = [mail::look(config(data.path(), &text).smtp).await];
    expect(
        &findings,
        "mail",
        Level::Wrong,
        &format!("127.0.0.1:{port}"),
    );
}

#[tokio::test]
async fn the_public_address_is_asked_from_outside() {
    crate::tls::install_provider();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let data = tempfile::tempdir().unwrap();
    let config = config(
        data.path(),
        &format!("public_url = \"http://127.0.0.1:{port}\"\n"),
    );
    let look = || outside::look(&config);

    drop(listener);
    let findings = look().await;
    expect(&findings, "public address", Level::Wrong, "127.0.0.1");
    expect(&findings, "phones", Level::Note, "this machine alone");

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .unwrap();
    let answers = axum::Router::new().route("/healthz", axum::routing::get(|| async { "ok\n" }));
    let serving = tokio::spawn(async move { axum::serve(listener, answers).await });
    expect(
        &look().await,
        "public address",
        Level::Fine,
        "answers from here",
    );
    serving.abort();
    let _ = serving.await;

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .unwrap();
    let strange = axum::Router::new().fallback(|| async { "<html>router</html>" });
    let serving = tokio::spawn(async move { axum::serve(listener, strange).await });
    expect(
        &look().await,
        "public address",
        Level::Wrong,
        "not as TimeTrakr",
    );
    serving.abort();
}
