//! What every way to a certificate has in common: it puts a new one in use, says how it stands,
//! and waits until there is something to do.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::sign::CertifiedKey;
use tokio::sync::{Notify, watch};

use super::facts::Facts;
use super::served::Served;
use super::standing::Reporter;
use crate::state::Clock;

/// Asks for the certificate to be looked at now: files are read again, and a public certificate
/// that could not be had is asked for again.
#[derive(Debug, Clone, Default)]
pub struct Reload(Arc<Notify>);

impl Reload {
    /// Now, or as soon as what is under way is done.
    pub fn now(&self) {
        self.0.notify_one();
    }
}

/// Why a pause ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// The time is up.
    InTime,
    /// Someone asked for it.
    Asked,
    /// The server stops.
    Stopping,
}

/// See the module.
pub(super) struct Keeper {
    pub(super) served: Arc<Served>,
    pub(super) reporter: Reporter,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) reload: Reload,
    pub(super) stopping: watch::Receiver<bool>,
}

impl Keeper {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Puts a certificate in use; until when it is good.
    pub(super) fn take(&self, key: CertifiedKey) -> Timestamp {
        let facts = key.cert.first().and_then(|first| Facts::of(first));
        self.served.replace(key);
        match facts {
            Some(facts) => {
                let names = facts.names.len();
                tracing::info!(names, not_after = %facts.not_after, "certificate in use");
                self.reporter.in_use(&facts);
                facts.not_after
            }
            None => Timestamp::MAX,
        }
    }

    /// Says why there is no newer certificate. The one in use stays.
    pub(super) fn problem(&self, error: &impl Display) {
        tracing::error!(%error, "the certificate could not be replaced");
        self.reporter.problem(&error.to_string());
    }

    /// Waits.
    pub(super) async fn pause(&mut self, time: Duration) -> Woken {
        tokio::select! {
            // An error means that nobody can stop it any more, which is a stop as well.
            _stopped = self.stopping.wait_for(|stop| *stop) => Woken::Stopping,
            () = self.reload.0.notified() => Woken::Asked,
            () = tokio::time::sleep(time) => Woken::InTime,
        }
    }
}
