//! The certificate that is shown to whoever connects now. Replacing it changes nothing for
//! connections that are open. Does not know where it comes from.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// The protocol by which an ACME server asks for its challenge, RFC 8737.
pub(super) const ACME_PROTOCOL: &[u8] = b"acme-tls/1";

/// The certificate in use, and those that answer ACME challenges.
#[derive(Debug, Default)]
pub(super) struct Served {
    current: RwLock<Option<Arc<CertifiedKey>>>,
    challenges: RwLock<HashMap<String, Arc<CertifiedKey>>>,
}

impl Served {
    /// Shows this one from now on.
    pub(super) fn replace(&self, key: CertifiedKey) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Some(Arc::new(key));
    }

    /// Answers the challenge for a name with this one.
    pub(super) fn present(&self, name: &str, key: CertifiedKey) {
        let mut challenges = self
            .challenges
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        challenges.insert(name.to_owned(), Arc::new(key));
    }

    /// Answers it no more.
    pub(super) fn withdraw(&self, name: &str) {
        let mut challenges = self
            .challenges
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        challenges.remove(name);
    }
}

impl ResolvesServerCert for Served {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks_for_challenge = hello
            .alpn()
            .is_some_and(|offered| offered.eq([ACME_PROTOCOL]));
        if asks_for_challenge {
            let challenges = self
                .challenges
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            return challenges.get(hello.server_name()?).cloned();
        }
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }
}
