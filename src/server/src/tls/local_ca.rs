//! The local CA: made once, kept sealed, and the server certificates that it signs.
//!
//! A phone that trusts it trusts it for this firm's own network only: the CA's certificate says
//! for which names and addresses it counts (name constraints, critical), so that whoever holds
//! its key cannot pass for a bank. Server certificates live in memory: each start makes one, and
//! another is made before it ends or when the names of this server change.

mod names;

use std::collections::BTreeSet;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub(super) use names::MDNS_NAME;
use names::{Name, Scope};

use super::keeper::{Keeper, Woken};
use super::vault::{Vault, VaultError};
use crate::config::PublicUrl;

/// The sealed file that holds the CA.
const FILE_NAME: &str = "local-ca";
/// How long the CA is good: phones would all have to trust another one after that.
const CA_DAYS: i64 = 3_652;
/// How long a server certificate is good: Apple takes 398 days at most.
const CERTIFICATE_DAYS: i64 = 397;
/// So long before its end it is replaced.
const RENEW_DAYS: i64 = 30;
/// Certificates are good from so long ago, for phones whose clock is behind.
const BACK_DAYS: i64 = 1;
/// The longest common name, RFC 5280.
const COMMON_NAME_CHARS_MAX: usize = 64;
/// How often the names of this server are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);
const DAY_SECONDS: i64 = 24 * 3600;

/// Why there is no local CA.
#[derive(Debug, thiserror::Error)]
pub enum LocalCaError {
    /// Its file cannot be used.
    #[error("the local CA cannot be used: {0}")]
    Vault(#[from] VaultError),
    /// A certificate cannot be made.
    #[error("a certificate cannot be made: {0}")]
    Make(#[from] rcgen::Error),
    /// What was made cannot be served.
    #[error("a certificate cannot be served: {0}")]
    Serve(#[from] rustls::Error),
    /// The CA was made for another address.
    #[error("public_url is https://{host}, but the local CA counts for {} and the local network only; set public_url back, or move tls/{FILE_NAME}.sealed out of the data folder: a new CA is made then, and each phone has to trust that one", scope.join(", "))]
    OutOfScope {
        /// The host of `public_url`.
        host: String,
        /// The names that the CA counts for.
        scope: Vec<String>,
    },
}

/// What is kept, sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    common_name: String,
    scope: Scope,
    not_after: Timestamp,
    /// DER in base 64.
    certificate: String,
    /// PKCS #8 in PEM.
    key: String,
}

/// The CA of this firm.
pub(super) struct LocalCa {
    common_name: String,
    scope: Scope,
    not_after: Timestamp,
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl LocalCa {
    /// The CA of the data folder; a new one when there is none.
    ///
    /// # Errors
    /// When it cannot be read, kept or made, or does not count for the host of `public_url`.
    pub(super) fn open(
        vault: &Vault,
        public_url: &PublicUrl,
        now: Timestamp,
    ) -> Result<Self, LocalCaError> {
        let kept = match vault.get::<Kept>(FILE_NAME)? {
            Some(kept) => kept,
            None => {
                let kept = make(public_url, now)?;
                vault.put(FILE_NAME, &kept)?;
                tracing::info!(not_after = %kept.not_after, "made a local CA");
                kept
            }
        };
        let authority = Self::of(kept)?;
        let host = Name::of_host(public_url);
        if authority.scope.holds(&host) {
            Ok(authority)
        } else {
            Err(LocalCaError::OutOfScope {
                host: host.to_string(),
                scope: authority.scope.hosts().to_vec(),
            })
        }
    }

    fn of(kept: Kept) -> Result<Self, LocalCaError> {
        let key = KeyPair::from_pem(&kept.key)?;
        let certificate = STANDARD
            .decode(&kept.certificate)
            .map_err(|_| rcgen::Error::CouldNotParseCertificate)?;
        let params = ca_params(&kept.common_name, &kept.scope)?;
        Ok(Self {
            common_name: kept.common_name,
            scope: kept.scope,
            not_after: kept.not_after,
            certificate: CertificateDer::from(certificate),
            issuer: Issuer::new(params, key),
        })
    }

    /// Its certificate.
    pub(super) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// What phones call it.
    pub(super) fn common_name(&self) -> &str {
        &self.common_name
    }

    /// SHA-256 of its certificate, as phones show it: `AB:CD:...`.
    pub(super) fn fingerprint(&self) -> String {
        let hash = digest(&SHA256, &self.certificate);
        let pairs: Vec<String> = hash.as_ref().iter().map(|b| format!("{b:02X}")).collect();
        pairs.join(":")
    }

    /// A server certificate for those of these names that the CA counts for.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn issue(
        &self,
        names: &BTreeSet<Name>,
        now: Timestamp,
    ) -> Result<CertifiedKey, LocalCaError> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::default();
        let counted = names.iter().filter(|name| self.scope.holds(name));
        params.subject_alt_names = counted.filter_map(Name::alternative).collect();
        params.distinguished_name = distinguished("TimeTrakr server");
        params.not_before = instant(after_days(now, -BACK_DAYS));
        let not_after = after_days(now, CERTIFICATE_DAYS - BACK_DAYS).min(self.not_after);
        params.not_after = instant(not_after);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let signed = params.signed_by(&key, &self.issuer)?;
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain = vec![signed.der().clone(), self.certificate.clone()];
        Ok(CertifiedKey::from_der(chain, private, &default_provider())?)
    }
}

/// A server certificate as it was issued.
pub(super) struct Issued {
    names: BTreeSet<Name>,
    not_after: Timestamp,
}

impl Issued {
    /// Whether it still does for a server of these names: not near its end, unless that is the
    /// CA's own.
    fn does(&self, names: &BTreeSet<Name>, now: Timestamp, ca: &LocalCa) -> bool {
        let good_until = after_days(now, RENEW_DAYS).min(ca.not_after);
        self.names == *names && self.not_after >= good_until
    }
}

/// Issues a certificate for what this server is called now and puts it in use.
///
/// # Errors
/// When it cannot be made.
pub(super) fn issue_now(
    ca: &LocalCa,
    public_url: &PublicUrl,
    keeper: &Keeper,
) -> Result<Issued, LocalCaError> {
    let names = names::of_this_server(public_url);
    let key = ca.issue(&names, keeper.now())?;
    let not_after = keeper.take(key);
    Ok(Issued { names, not_after })
}

/// Issues another one before the end of the one in use, and when this server is called something
/// else, until the server stops.
pub(super) async fn keep(
    ca: LocalCa,
    public_url: PublicUrl,
    mut issued: Issued,
    mut keeper: Keeper,
) {
    while keeper.pause(LOOK_EVERY).await != Woken::Stopping {
        let url = public_url.clone();
        let look = tokio::task::spawn_blocking(move || names::of_this_server(&url));
        let Ok(names) = look.await else { continue };
        if issued.does(&names, keeper.now(), &ca) {
            continue;
        }
        match issue_now(&ca, &public_url, &keeper) {
            Ok(now) => issued = now,
            Err(error) => keeper.problem(&error),
        }
    }
}

fn make(public_url: &PublicUrl, now: Timestamp) -> Result<Kept, LocalCaError> {
    let key = KeyPair::generate()?;
    let date = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let host = public_url.host();
    let common_name: String = format!("TimeTrakr local CA {date} {host}")
        .chars()
        .take(COMMON_NAME_CHARS_MAX)
        .collect();
    let scope = Scope::of_this_server(public_url);
    let mut params = ca_params(&common_name, &scope)?;
    let not_after = after_days(now, CA_DAYS);
    params.not_before = instant(after_days(now, -BACK_DAYS));
    params.not_after = instant(not_after);
    let certificate = params.self_signed(&key)?;
    Ok(Kept {
        common_name,
        scope,
        not_after,
        certificate: STANDARD.encode(certificate.der()),
        key: key.serialize_pem(),
    })
}

fn ca_params(common_name: &str, scope: &Scope) -> Result<CertificateParams, LocalCaError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = distinguished(common_name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(scope.constraints());
    Ok(params)
}

fn distinguished(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "TimeTrakr");
    name.push(DnType::CommonName, common_name);
    name
}

/// In whole seconds, as certificates have it.
fn after_days(from: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_second(from.as_second() + days * DAY_SECONDS).unwrap_or(Timestamp::MAX)
}

fn instant(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.as_second())
        .expect("invariant: the clock is within the years 1 to 9999")
}

#[cfg(test)]
mod tests;
