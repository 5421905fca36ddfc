//! A public certificate by ACME (RFC 8555): asked for when there is none, renewed when a third of
//! its life is left, and asked for again, less and less often, while it cannot be had. What is in
//! use stays in use until there is another.

mod challenge;
mod hook;
mod order;

use std::time::Duration;

use instant_acme::{Account, AccountCredentials, NewAccount};
use jiff::{SignedDuration, Timestamp};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use serde::{Deserialize, Serialize};

pub(super) use challenge::Answers;
use challenge::Ways;
use order::OrderError;

use super::facts::Facts;
use super::keeper::{Keeper, Woken};
use super::vault::{Vault, VaultError};
use crate::config::AcmeConfig;

/// The sealed file with the account's key.
const ACCOUNT_FILE_NAME: &str = "acme-account";
/// The sealed file with the certificate and its key.
const CERTIFICATE_FILE_NAME: &str = "acme-certificate";
/// How long one attempt may take.
const ATTEMPT_MAX: Duration = Duration::from_secs(15 * 60);
/// The wait after the first failure; issuers allow a handful of failures an hour.
const FIRST_WAIT_SECONDS: u64 = 5 * 60;
/// The longest wait after a failure.
const LONGEST_WAIT_SECONDS: u64 = 6 * 3600;
/// The longest sleep while nothing is due, so that a clock that was set is noticed.
const LOOK_EVERY: Duration = Duration::from_secs(3600);

/// Why there is no public certificate.
#[derive(Debug, thiserror::Error)]
pub enum AcmeError {
    /// What is kept of it cannot be used.
    #[error("the public certificate cannot be kept: {0}")]
    Vault(#[from] VaultError),
    /// The account cannot be used.
    #[error("the ACME account cannot be had: {}", order::words(.0))]
    Account(instant_acme::Error),
    /// The order came to nothing.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// What the issuer gave is not a certificate with our key.
    #[error("the issuer's certificate cannot be used: {0}")]
    Unusable(rustls::Error),
    /// What the issuer gave is no certificate at all.
    #[error("the issuer's answer is not a certificate")]
    NotOne,
    /// It took too long.
    #[error("it took longer than {} minutes", ATTEMPT_MAX.as_secs() / 60)]
    TooLong,
}

/// A certificate as it is kept, sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The directory and the name it was asked for with: another is of no use.
    directory: String,
    host: String,
    /// PEM.
    chain: String,
    /// PEM.
    key: String,
}

#[derive(Serialize, Deserialize)]
struct KeptAccount {
    directory: String,
    credentials: AccountCredentials,
}

/// See the module.
pub(super) struct Acme {
    pub(super) config: AcmeConfig,
    pub(super) host: String,
    pub(super) vault: Vault,
    pub(super) answers: Answers,
    pub(super) keeper: Keeper,
}

/// When a certificate is to be replaced, and until when it is good.
#[derive(Debug, Clone, Copy)]
struct InUse {
    renew_at: Timestamp,
}

impl Acme {
    /// Puts in use what was had before, if it is still of use; when it is to be renewed.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    fn resume(&self) -> Result<Option<InUse>, VaultError> {
        let Some(kept) = self.vault.get::<Kept>(CERTIFICATE_FILE_NAME)? else {
            return Ok(None);
        };
        if kept.directory != self.config.directory || kept.host != self.host {
            return Ok(None);
        }
        // One that does not parse, or has ended, is asked for anew.
        let Ok((key, in_use, not_after)) = certified(&kept) else {
            return Ok(None);
        };
        if not_after <= self.keeper.now() {
            return Ok(None);
        }
        self.keeper.take(key);
        Ok(Some(in_use))
    }

    /// Keeps a public certificate in use until the server stops.
    pub(super) async fn keep(mut self) {
        let mut in_use = self.resume().unwrap_or_else(|error| {
            self.keeper.problem(&error);
            None
        });
        let mut failures = 0;
        loop {
            let now = self.keeper.now();
            let wait = match in_use {
                Some(InUse { renew_at }) if renew_at > now => {
                    let left = Duration::try_from(renew_at.duration_since(now));
                    left.unwrap_or_default().min(LOOK_EVERY)
                }
                Some(_) | None => match self.attempt().await {
                    None => return,
                    Some(Ok(renewed)) => {
                        (in_use, failures) = (Some(renewed), 0);
                        continue;
                    }
                    Some(Err(error)) => {
                        self.keeper.problem(&error);
                        failures += 1;
                        wait_after(failures, random_byte())
                    }
                },
            };
            if self.keeper.pause(wait).await == Woken::Stopping {
                return;
            }
        }
    }

    /// What came of it; nothing when the server stops meanwhile.
    async fn attempt(&self) -> Option<Result<InUse, AcmeError>> {
        let mut stopping = self.keeper.stopping.clone();
        let renewing = tokio::time::timeout(ATTEMPT_MAX, self.renew());
        tokio::select! {
            renewed = renewing => Some(renewed.unwrap_or(Err(AcmeError::TooLong))),
            _stopped = stopping.wait_for(|stop| *stop) => None,
        }
    }

    async fn renew(&self) -> Result<InUse, AcmeError> {
        tracing::info!(directory = %self.config.directory, "asking for a public certificate");
        let account = self.account().await?;
        let ways = Ways {
            challenge: &self.config.challenge,
            answers: &self.answers,
            served: &self.keeper.served,
        };
        let ordered = match order::place(&account, &self.host, &ways).await {
            Ok(ordered) => ordered,
            Err(error) => {
                if error.is_of_unknown_account() {
                    // The next attempt makes another.
                    self.vault.remove(ACCOUNT_FILE_NAME)?;
                }
                return Err(error.into());
            }
        };
        let kept = Kept {
            directory: self.config.directory.clone(),
            host: self.host.clone(),
            chain: ordered.chain,
            key: ordered.key,
        };
        let (key, in_use, _) = certified(&kept)?;
        self.vault.put(CERTIFICATE_FILE_NAME, &kept)?;
        self.keeper.take(key);
        Ok(in_use)
    }

    async fn account(&self) -> Result<Account, AcmeError> {
        let builder = Account::builder().map_err(AcmeError::Account)?;
        let kept = self.vault.get::<KeptAccount>(ACCOUNT_FILE_NAME)?;
        if let Some(kept) = kept.filter(|kept| kept.directory == self.config.directory) {
            let account = builder.from_credentials(kept.credentials).await;
            return account.map_err(AcmeError::Account);
        }
        let contact = self
            .config
            .contact
            .iter()
            .map(|mail| format!("mailto:{mail}"));
        let contact: Vec<String> = contact.collect();
        let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
        let wanted = NewAccount {
            contact: &contact,
            // The configuration is refused without it.
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let directory = self.config.directory.clone();
        let made = builder.create(&wanted, directory.clone(), None).await;
        let (account, credentials) = made.map_err(AcmeError::Account)?;
        let kept = KeptAccount {
            directory,
            credentials,
        };
        self.vault.put(ACCOUNT_FILE_NAME, &kept)?;
        Ok(account)
    }
}

/// The certificate with its key, when it is to be renewed, and until when it is good.
fn certified(kept: &Kept) -> Result<(CertifiedKey, InUse, Timestamp), AcmeError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(kept.chain.as_bytes()).collect();
    let chain = chain.map_err(|_| AcmeError::NotOne)?;
    let first = chain.first().ok_or(AcmeError::NotOne)?;
    let facts = Facts::of(first).ok_or(AcmeError::NotOne)?;
    let key = PrivateKeyDer::from_pem_slice(kept.key.as_bytes()).map_err(|_| AcmeError::NotOne)?;
    let key = CertifiedKey::from_der(chain, key, &default_provider());
    let in_use = InUse {
        renew_at: renew_at(&facts),
    };
    Ok((key.map_err(AcmeError::Unusable)?, in_use, facts.not_after))
}

/// When a third of its life is left.
fn renew_at(facts: &Facts) -> Timestamp {
    let life = facts.not_after.duration_since(facts.not_before);
    let third = SignedDuration::from_secs(life.as_secs() / 3);
    facts.not_after.checked_sub(third).unwrap_or(Timestamp::MIN)
}

/// The wait after so many failures: doubled each time, and moved by up to a quarter either way,
/// so that servers that failed together do not come back together.
fn wait_after(failures: u32, draw: u8) -> Duration {
    let doubled = FIRST_WAIT_SECONDS << failures.saturating_sub(1).min(16);
    let seconds = doubled.min(LONGEST_WAIT_SECONDS);
    // From 192 to 319 parts of 256.
    Duration::from_secs(seconds * (192 + u64::from(draw) / 2) / 256)
}

fn random_byte() -> u8 {
    let mut draw = [0];
    aws_lc_rs::rand::fill(&mut draw).expect("invariant: the operating system gives random bytes");
    draw[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_renewed_when_a_third_of_its_life_is_left() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let facts = Facts {
            names: Vec::new(),
            not_before: at("2026-03-01T00:00:00Z"),
            not_after: at("2026-05-30T00:00:00Z"),
        };
        assert_eq!(renew_at(&facts), at("2026-04-30T00:00:00Z"));
    }

    #[test]
    fn failures_are_followed_by_longer_and_longer_waits() {
        for failures in 1..40 {
            let nominal = (300_u64 << (failures - 1).min(16)).min(6 * 3600);
            for draw in [0, 128, 255] {
                let wait = wait_after(failures, draw).as_secs();
                assert!(
                    wait >= nominal * 3 / 4 && wait <= nominal * 5 / 4,
                    "{failures}: {wait}"
                );
            }
        }
        assert_ne!(wait_after(3, 0), wait_after(3, 255));
    }
}
