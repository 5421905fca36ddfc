//! The local CA: what it signs, for which names it counts, and that its key is nowhere in plain.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{ServerName, UnixTime};
use store::{OpenOptions, Store};
use x509_parser::extensions::{GeneralName, ParsedExtension};

use super::*;
use crate::tls::facts::Facts;

struct Made {
    vault: Vault,
    ca: LocalCa,
    now: Timestamp,
}

fn made(data: &Path, url: &str) -> Made {
    let store = Store::open(data, OpenOptions::default()).unwrap();
    let vault = Vault::new(data, &store);
    let now = "2026-03-09T12:00:00.5Z".parse().unwrap();
    let ca = LocalCa::open(&vault, &PublicUrl::parse(url).unwrap(), now).unwrap();
    Made { vault, ca, now }
}

#[test]
fn a_server_certificate_names_the_server_and_lasts_as_long_as_apple_takes() {
    let folder = tempfile::tempdir().unwrap();
    let Made { ca, now, .. } = made(folder.path(), "https://time.reyes.example");
    let url = PublicUrl::parse("https://time.reyes.example").unwrap();
    let names = names::of_this_server(&url);
    let key = ca.issue(&names, now).unwrap();
    let facts = Facts::of(&key.cert[0]).unwrap();
    for name in [
        "time.reyes.example",
        "timetrakr.local",
        "localhost",
        "127.0.0.1",
    ] {
        assert!(facts.names.iter().any(|n| n == name), "{name}: {facts:?}");
    }
    let days = facts.not_after.duration_since(facts.not_before).as_hours() / 24;
    assert_eq!(days, CERTIFICATE_DAYS);
    assert!(facts.not_before < now);
    assert_eq!(key.cert[1], *ca.certificate());
    // Near its own end the CA promises nothing beyond it.
    let late = after_days(now, CA_DAYS - 100);
    let last = Facts::of(&ca.issue(&names, late).unwrap().cert[0]).unwrap();
    assert_eq!(last.not_after, ca.not_after);
}

#[test]
fn the_ca_counts_for_local_networks_and_its_own_host_only() {
    let folder = tempfile::tempdir().unwrap();
    let Made { ca, now, .. } = made(folder.path(), "https://time.reyes.example");
    let name = |text: &str| match text.parse::<IpAddr>() {
        Ok(address) => Name::Address(address),
        Err(_) => Name::Host(text.to_owned()),
    };
    for inside in [
        "time.reyes.example",
        "timetrakr.local",
        "server.lan",
        "192.168.1.20",
        "10.255.0.1",
        "172.31.9.9",
        "fd12::1",
        "::1",
    ] {
        assert!(ca.scope.holds(&name(inside)), "{inside}");
    }
    for outside in [
        "bank.example",
        "reyes.example",
        "nottime.reyes.example",
        "notlocal",
        "8.8.8.8",
        "172.32.0.1",
        "2001:db8::1",
    ] {
        assert!(!ca.scope.holds(&name(outside)), "{outside}");
    }
    let bank = BTreeSet::from([name("bank.example"), name("timetrakr.local")]);
    let facts = Facts::of(&ca.issue(&bank, now).unwrap().cert[0]).unwrap();
    assert_eq!(facts.names, ["timetrakr.local"]);

    let (_, parsed) = x509_parser::parse_x509_certificate(ca.certificate()).unwrap();
    let constraints = parsed.name_constraints().unwrap().unwrap();
    assert!(constraints.critical);
    let permitted = constraints.value.permitted_subtrees.as_ref().unwrap();
    assert!(
        permitted
            .iter()
            .any(|subtree| subtree.base == GeneralName::DNSName("time.reyes.example"))
    );
    let basic = parsed.basic_constraints().unwrap().unwrap();
    assert!(basic.critical && basic.value.ca);
    assert_eq!(basic.value.path_len_constraint, Some(0));
    let years = (parsed.validity().not_after.timestamp() - now.as_second()) / (365 * 24 * 3600);
    assert_eq!(years, 10);
    let usage =
        parsed
            .extensions()
            .iter()
            .find_map(|extension| match extension.parsed_extension() {
                ParsedExtension::KeyUsage(usage) => Some(usage.key_cert_sign()),
                _other => None,
            });
    assert_eq!(usage, Some(true));
}

#[test]
fn a_public_address_as_the_host_is_counted_alone() {
    let folder = tempfile::tempdir().unwrap();
    let Made { ca, .. } = made(folder.path(), "https://203.0.113.7");
    assert!(
        ca.scope
            .holds(&Name::Address("203.0.113.7".parse().unwrap()))
    );
    assert!(
        !ca.scope
            .holds(&Name::Address("203.0.113.8".parse().unwrap()))
    );
    let (_, parsed) = x509_parser::parse_x509_certificate(ca.certificate()).unwrap();
    let constraints = parsed.name_constraints().unwrap().unwrap();
    let permitted = constraints.value.permitted_subtrees.as_ref().unwrap();
    let whole: &[u8] = &[203, 0, 113, 7, 255, 255, 255, 255];
    assert!(
        permitted
            .iter()
            .any(|subtree| subtree.base == GeneralName::IPAddress(whole))
    );
}

#[test]
fn the_ca_is_kept_sealed_and_stays_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let Made { vault, ca, now } = made(folder.path(), "https://time.reyes.example");
    let path = folder.path().join("tls/local-ca.sealed");
    let bytes = std::fs::read(&path).unwrap();
    let key = ca.issuer.key().serialize_der();
    let secret = &key[key.len() - 32..];
    for plain in [b"PRIVATE KEY".as_slice(), b"TimeTrakr", secret] {
        assert!(!bytes.windows(plain.len()).any(|part| part == plain));
    }
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let url = PublicUrl::parse("https://time.reyes.example:9443").unwrap();
    let again = LocalCa::open(&vault, &url, now).unwrap();
    assert_eq!(again.fingerprint(), ca.fingerprint());
    assert_eq!(again.fingerprint().len(), 32 * 3 - 1);
    // A local name needs no other CA; a name of the internet does, and that is said.
    let local = PublicUrl::parse("https://timetrakr.local").unwrap();
    assert!(LocalCa::open(&vault, &local, now).is_ok());
    let moved = PublicUrl::parse("https://time.cole.example").unwrap();
    let said = LocalCa::open(&vault, &moved, now)
        .err()
        .unwrap()
        .to_string();
    assert!(
        said.contains("time.cole.example") && said.contains("a new CA is made then"),
        "{said}"
    );
}

#[test]
fn a_certificate_is_replaced_a_month_before_its_end_or_when_a_name_changes() {
    let folder = tempfile::tempdir().unwrap();
    let Made { ca, now, .. } = made(folder.path(), "https://192.168.1.20");
    let url = PublicUrl::parse("https://192.168.1.20").unwrap();
    let names = names::of_this_server(&url);
    let issued = Issued {
        names: names.clone(),
        not_after: after_days(now, 396),
    };
    assert!(issued.does(&names, now, &ca));
    assert!(issued.does(&names, after_days(now, 396 - 31), &ca));
    assert!(!issued.does(&names, after_days(now, 396 - 29), &ca));
    let mut moved = names.clone();
    moved.insert(Name::Address("192.168.7.20".parse().unwrap()));
    assert!(!issued.does(&moved, now, &ca));
    // Nothing is gained by another one that ends with the CA as well.
    let last = Issued {
        names: names.clone(),
        not_after: ca.not_after,
    };
    assert!(last.does(&names, after_days(now, CA_DAYS - 10), &ca));
}

#[test]
fn even_the_cas_own_key_vouches_for_no_other_page() {
    let folder = tempfile::tempdir().unwrap();
    let Made { ca, now, .. } = made(folder.path(), "https://time.reyes.example");
    let takes = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = instant(now);
        params.not_after = instant(after_days(now, 1));
        let signed = params.signed_by(&key, &ca.issuer).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(ca.certificate().clone()).unwrap();
        let provider = Arc::new(default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let at = Duration::from_secs(now.as_second().unsigned_abs() + 60);
        let at = UnixTime::since_unix_epoch(at);
        let verifier = verifier.build().unwrap();
        verifier.verify_server_cert(signed.der(), &[], &name, &[], at)
    };
    for inside in ["time.reyes.example", "server.lan", "192.168.7.7"] {
        takes(inside).unwrap();
    }
    for outside in ["bank.example", "reyes.example", "8.8.8.8"] {
        let said = takes(outside).unwrap_err().to_string();
        assert!(
            said.contains("NameConstraintViolation"),
            "{outside}: {said}"
        );
    }
}
