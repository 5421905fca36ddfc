//! The configuration as an operator meets it: what wins, what is refused and how it is said.

use std::path::PathBuf;

use super::*;

fn sources(file: &str, variables: &[(&str, &str)], flags: &[(&str, &str)]) -> Sources {
    let own = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    Sources {
        file: Some(ConfigFile {
            path: PathBuf::from("timetrakr.toml"),
            text: file.to_owned(),
        }),
        variables: own(variables),
        flags: own(flags),
    }
}

#[track_caller]
fn refused(sources: &Sources, expect: &[&str]) {
    let errors = Config::load(sources).expect_err("the configuration should be refused");
    let said: Vec<String> = errors.0.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), expect.len(), "{said:#?}");
    for (said, expect) in said.iter().zip(expect) {
        assert!(said.contains(expect), "{said}\n does not say\n{expect}");
    }
}

#[test]
fn without_any_setting_the_server_listens_on_this_machine() {
    let config = Config::load(&Sources::default()).unwrap();
    assert_eq!(config.data, PathBuf::from("timetrakr-data"));
    assert_eq!(config.network.listen, ["127.0.0.1:8080".parse().unwrap()]);
    assert_eq!(config.network.public_url.as_str(), "http://localhost:8080");
    assert!(config.smtp.is_none() && config.tls.is_none());
    assert_eq!(config.log.filter, "info");
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file =
        "data = \"from-file\"\nlisten = [\"127.0.0.1:1\", \"[::1]:1\"]\n[log]\nformat = \"json\"";
    let config = Config::load(&sources(
        file,
        &[
            ("TIMETRAKR_LISTEN", "127.0.0.1:2, [::1]:2"),
            ("TIMETRAKR_DATA", ""),
            ("PATH", "/bin"),
        ],
        &[("listen", "127.0.0.1:3")],
    ))
    .unwrap();
    assert_eq!(config.data, PathBuf::from("from-file"));
    assert_eq!(config.network.listen, ["127.0.0.1:3".parse().unwrap()]);
    assert_eq!(config.log.format, LogFormat::Json);
    let config = Config::load(&sources(
        file,
        &[("TIMETRAKR_LISTEN", "127.0.0.1:2,[::1]:2")],
        &[],
    ))
    .unwrap();
    assert_eq!(config.network.listen.len(), 2);
    assert_eq!(config.network.public_url.as_str(), "http://localhost:2");
}

#[test]
fn an_unknown_setting_is_named_with_its_place_and_what_there_is() {
    let file = "data = \"d\"\n\n[smtp]\nhots = \"mail.example.com\"\n\n[tsl]\nkey = \"k\"";
    refused(
        &sources(file, &[("TIMETRAKR_LOG_FORM", "json")], &[]),
        &[
            "smtp.hots (timetrakr.toml:4): there is no such setting; allowed: smtp.host, smtp.port",
            "tsl (timetrakr.toml:6): there is no such setting; allowed: data, listen",
            "log_form (variable TIMETRAKR_LOG_FORM): there is no such setting; allowed: log.filter, log.format",
        ],
    );
}

#[test]
fn an_invalid_value_is_named_with_its_place_and_what_is_allowed() {
    let file = "listen = 8080\n[log]\nfilter = \"loud\"\n[smtp]\nport = 99999\nhost = \"mail.example.com\"\nfrom = \"nobody\"";
    refused(
        &sources(
            file,
            &[("TIMETRAKR_LOG_FORMAT", "xml")],
            &[("limits.request_seconds", "0")],
        ),
        &[
            "listen (timetrakr.toml:1): \"8080\" cannot be used: it is not an address with a port; allowed: one or more",
            "smtp.port (timetrakr.toml:5): \"99999\" cannot be used: it is more than 65535",
            "smtp.from (timetrakr.toml:7): \"nobody\" cannot be used: it is not a mail address",
            "log.filter (timetrakr.toml:3): \"loud\" cannot be used: \"loud\" is not a level",
            "log.format (variable TIMETRAKR_LOG_FORMAT): \"xml\" cannot be used: it is not a format; allowed: text or json",
            "limits.request_seconds (flag --limits-request-seconds): \"0\" cannot be used: it is less than 1",
        ],
    );
    refused(
        &sources("data = [\"a\"]", &[], &[]),
        &["data (timetrakr.toml:1): it takes one value"],
    );
    refused(&sources("a = 1\nb = ", &[], &[]), &["(timetrakr.toml:2): "]);
}

#[test]
fn plain_http_off_this_machine_must_be_asked_for() {
    let open = &[
        ("listen", "0.0.0.0:8080"),
        ("public_url", "https://time.example.com"),
    ];
    refused(
        &sources("", &[], open),
        &["listen (flag --listen): 0.0.0.0:8080 is reached from other machines without encryption"],
    );
    let allowed = sources("allow_http = true", &[], open);
    assert!(Config::load(&allowed).unwrap().network.allow_http);
    let certified = sources("[tls]\ncertificate = \"c.pem\"\nkey = \"k.pem\"", &[], open);
    assert!(Config::load(&certified).unwrap().tls.is_some());
    refused(
        &sources("public_url = \"http://10.0.0.5:8080\"", &[], &[]),
        &["public_url (timetrakr.toml:1): http://10.0.0.5:8080 is not encrypted"],
    );
    refused(
        &sources("listen = \"0.0.0.0:80\"", &[], &[]),
        &[
            "public_url (not set): it must be set",
            "listen (timetrakr.toml:1): 0.0.0.0:80 is reached",
        ],
    );
    refused(
        &sources("allow_http = true\nlisten = \"0.0.0.0:80\"", &[], &[]),
        &["public_url (not set): it must be set, because the server listens on 0.0.0.0:80"],
    );
}

#[test]
fn each_way_to_a_certificate_takes_its_own_settings() {
    let lan = |more: &[(&str, &str)]| {
        let mut flags = vec![("listen", "0.0.0.0:8443"), ("tls.mode", "local-ca")];
        flags.extend_from_slice(more);
        sources("", &[], &flags)
    };
    let by_address = ("public_url", "https://192.168.1.20:8443");
    let config = Config::load(&lan(&[by_address])).unwrap();
    assert_eq!(
        config.tls,
        Some(TlsConfig::LocalCa(LocalCaConfig {
            http_listen: "0.0.0.0:8081".parse().unwrap(),
            mdns: true,
        }))
    );
    refused(
        &lan(&[
            ("public_url", "http://192.168.1.20:8443"),
            ("tls.key", "k.pem"),
        ]),
        &[
            "tls.key (flag --tls-key): it is for tls.mode = files",
            "public_url (flag --public-url): it must begin with https://",
        ],
    );
    refused(
        &sources("tls.mode = \"on\"", &[], &[]),
        &[
            "tls.mode (timetrakr.toml:1): \"on\" cannot be used: it is not a mode; allowed: off, files, local-ca or acme",
        ],
    );
    refused(
        &sources("tls.mode = \"files\"", &[], &[]),
        &[
            "tls.certificate (not set): it must be set when tls.mode = files is",
            "tls.key (not set): it must be set when tls.mode = files is",
        ],
    );
}

#[test]
fn a_public_certificate_needs_a_public_name_and_a_yes_to_the_terms() {
    let public = |more: &[(&str, &str)]| {
        let mut flags = vec![("listen", "0.0.0.0:443"), ("tls.mode", "acme")];
        flags.extend_from_slice(more);
        sources("", &[], &flags)
    };
    let named = ("public_url", "https://time.example.com");
    let agreed = ("tls.acme_agree", "true");
    let config = Config::load(&public(&[named, agreed])).unwrap();
    let Some(TlsConfig::Acme(acme)) = config.tls else {
        panic!("not acme: {:?}", config.tls);
    };
    let listen = "0.0.0.0:80".parse().unwrap();
    assert_eq!(acme.challenge, AcmeChallenge::Http01 { listen });
    refused(
        &public(&[
            ("public_url", "https://203.0.113.7"),
            ("tls.acme_contact", "office"),
        ]),
        &[
            "tls.acme_contact (flag --tls-acme-contact): \"office\" cannot be used: it is not a mail address",
            "public_url (flag --public-url): 203.0.113.7 is not a name",
            "tls.acme_agree (not set): a public certificate is given to who agrees",
        ],
    );
    let by_record = ("tls.acme_challenge", "dns-01");
    refused(
        &public(&[named, agreed, by_record]),
        &["tls.acme_dns_hook (not set): it must be set when tls.acme_challenge is dns-01"],
    );
    let hook = ("tls.acme_dns_hook", "/etc/hook");
    assert!(Config::load(&public(&[named, agreed, by_record, hook])).is_ok());
    refused(
        &public(&[named, agreed, hook]),
        &["tls.acme_dns_hook (flag --tls-acme-dns-hook): it is for tls.acme_challenge = dns-01"],
    );
}

#[test]
fn half_a_setting_says_what_the_other_half_is() {
    refused(
        &sources("[tls]\nkey = \"k.pem\"", &[], &[]),
        &["tls.certificate (not set): it must be set when tls.key is"],
    );
    refused(
        &sources("[smtp]\nport = 25", &[], &[]),
        &["smtp.host (not set): it must be set when smtp.port is"],
    );
    refused(
        &sources("[smtp]\nhost = \"m\"\nusername = \"u\"", &[], &[]),
        &[
            "smtp.password (not set): it must be set when smtp.username is",
            "smtp.from (not set)",
        ],
    );
    let open = "[smtp]\nhost = \"mail.example.com\"\nusername = \"u\"\npassword = \"hunter2\"\nsecurity = \"none\"\nfrom = \"a@example.com\"";
    refused(
        &sources(open, &[], &[]),
        &["smtp.security (timetrakr.toml:5): a password would cross"],
    );
}

#[test]
fn a_password_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    std::fs::write(&path, "hunter2\n").unwrap();
    let file = "[smtp]\nhost = \"mail.example.com\"\nusername = \"u\"\nfrom = \"TimeTrakr <t@example.com>\"";
    let by_file = sources(
        file,
        &[("TIMETRAKR_SMTP_PASSWORD_FILE", path.to_str().unwrap())],
        &[],
    );
    let config = Config::load(&by_file).unwrap();
    let smtp = config.smtp.as_ref().unwrap();
    assert_eq!((smtp.port, smtp.security), (587, SmtpSecurity::StartTls));
    assert_eq!(smtp.credentials.as_ref().unwrap().1.expose(), "hunter2");
    assert!(!format!("{config:?}").contains("hunter2"));
    let both = sources(
        file,
        &[
            ("TIMETRAKR_SMTP_PASSWORD_FILE", "/none"),
            ("TIMETRAKR_SMTP_PASSWORD", "hunter2"),
        ],
        &[],
    );
    let said = Config::load(&both).unwrap_err().to_string();
    assert!(
        said.contains("use one of them") && !said.contains("hunter2"),
        "{said}"
    );
}

#[test]
fn the_example_file_is_accepted_and_names_every_setting() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../config/timetrakr.example.toml"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let load = |text: String| {
        Config::load(&Sources {
            file: Some(ConfigFile {
                path: PathBuf::from("timetrakr.example.toml"),
                text,
            }),
            ..Sources::default()
        })
    };
    load(text.clone()).unwrap();
    // Settings that are off by default stand in the file as `#name = value`. Taking the mark
    // away must give a file that names every setting and only settings that exist.
    let all: String = text
        .lines()
        .map(|line| {
            line.strip_prefix('#')
                .filter(|rest| !rest.starts_with(' '))
                .unwrap_or(line)
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let file = ConfigFile {
        path: PathBuf::from("timetrakr.example.toml"),
        text: all,
    };
    let named: Vec<String> = file::read(&file)
        .unwrap()
        .into_iter()
        .map(|written| written.name)
        .collect();
    let there_are: std::collections::BTreeSet<_> =
        SETTINGS.iter().map(|s| s.name.to_owned()).collect();
    assert_eq!(
        named
            .iter()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>(),
        there_are
    );
    for setting in SETTINGS {
        if let Some(default) = setting.default {
            assert!(
                text.contains(default),
                "the example does not show {} = {default}",
                setting.name
            );
        }
    }
}

/// Run with `WRITE_DOCS=1` to write the page anew.
#[test]
fn the_page_of_settings_is_up_to_date() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/operate/settings.md"
    );
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, reference()).unwrap();
    }
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == reference(),
        "docs/operate/settings.md is old; write it anew with WRITE_DOCS=1"
    );
}
