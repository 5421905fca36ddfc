//! Showing an ACME server that a name is ours: by a file over http, by a certificate, or by a
//! record in DNS.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use instant_acme::{ChallengeType, KeyAuthorization};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::hook::{self, HookError};
use crate::config::AcmeChallenge;
use crate::tls::served::Served;

/// What is answered over http, by token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers(Arc<RwLock<HashMap<String, String>>>);

impl Answers {
    /// The answer for a token, while there is a question.
    pub(crate) fn get(&self, token: &str) -> Option<String> {
        let answers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        answers.get(token).cloned()
    }

    fn put(&self, token: &str, answer: &str) {
        let mut answers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        answers.insert(token.to_owned(), answer.to_owned());
    }

    fn remove(&self, token: &str) {
        let mut answers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        answers.remove(token);
    }
}

/// Why the challenge cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum ChallengeError {
    /// The command that sets the record failed.
    #[error(transparent)]
    Hook(#[from] HookError),
    /// The certificate for TLS-ALPN-01 cannot be made.
    #[error("the certificate for the challenge cannot be made: {0}")]
    Make(#[from] rcgen::Error),
    /// It cannot be served.
    #[error("the certificate for the challenge cannot be served: {0}")]
    Serve(#[from] rustls::Error),
}

/// How challenges are answered here.
pub(super) struct Ways<'a> {
    pub(super) challenge: &'a AcmeChallenge,
    pub(super) answers: &'a Answers,
    pub(super) served: &'a Served,
}

/// A question and the answer that is expected.
pub(super) struct Question {
    pub(super) host: String,
    pub(super) token: String,
    pub(super) authorization: KeyAuthorization,
}

impl Ways<'_> {
    pub(super) fn kind(&self) -> ChallengeType {
        match self.challenge {
            AcmeChallenge::Http01 { .. } => ChallengeType::Http01,
            AcmeChallenge::TlsAlpn01 => ChallengeType::TlsAlpn01,
            AcmeChallenge::Dns01 { .. } => ChallengeType::Dns01,
        }
    }

    /// Puts the answer where it is looked for.
    ///
    /// # Errors
    /// When it cannot be put there.
    pub(super) async fn present(&self, question: &Question) -> Result<(), ChallengeError> {
        let authorization = &question.authorization;
        match self.challenge {
            AcmeChallenge::Http01 { .. } => {
                self.answers.put(&question.token, authorization.as_str());
            }
            AcmeChallenge::TlsAlpn01 => {
                let key = certificate(&question.host, authorization.digest().as_ref())?;
                self.served.present(&question.host, key);
            }
            AcmeChallenge::Dns01 { hook } => {
                let value = authorization.dns_value();
                hook::run(hook, "present", &record(&question.host), &value).await?;
            }
        }
        Ok(())
    }

    /// Takes it away again. A record that stays does no harm, so a failure is only logged.
    pub(super) async fn clean_up(&self, question: &Question) {
        match self.challenge {
            AcmeChallenge::Http01 { .. } => self.answers.remove(&question.token),
            AcmeChallenge::TlsAlpn01 => self.served.withdraw(&question.host),
            AcmeChallenge::Dns01 { hook } => {
                let value = question.authorization.dns_value();
                let cleaned = hook::run(hook, "cleanup", &record(&question.host), &value).await;
                if let Err(error) = cleaned {
                    tracing::warn!(%error, "the challenge's record stays in the zone");
                }
            }
        }
    }
}

fn record(host: &str) -> String {
    format!("_acme-challenge.{host}")
}

/// The certificate that answers TLS-ALPN-01, RFC 8737.
fn certificate(host: &str, digest: &[u8]) -> Result<CertifiedKey, ChallengeError> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec![host.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let signed = params.self_signed(&key)?;
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let key = any_supported_type(&private)?;
    // Not checked against each other: the extension is critical, and only ACME servers know it.
    Ok(CertifiedKey::new(vec![signed.der().clone()], key))
}
