//! What every handler shares: the store, the settings it needs, the clock and the throttles.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::DeviceId;
use jiff::Timestamp;
use store::Store;
use tokio::sync::{Semaphore, watch};

use crate::auth::throttle::{Allowance, Throttle};
use crate::config::{LimitsConfig, NetworkConfig};

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const HASHINGS_MAX: usize = 2;
/// How many requests are worked on at once; more are told to come back.
const REQUESTS_MAX: usize = 512;
/// How many devices' last contact is remembered.
const SEEN_MAX: usize = 100_000;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The settings that handlers look at.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the world calls this server, and which proxies are believed.
    pub network: NetworkConfig,
    /// Time and size limits.
    pub limits: LimitsConfig,
    /// Whether there is a mail server.
    pub mail_configured: bool,
}

/// Limits on attempts.
#[derive(Debug)]
pub(crate) struct Throttles {
    /// Sign-ins by account, wherever they come from.
    pub(crate) sign_in_account: Throttle,
    /// Sign-ins by client.
    pub(crate) sign_in_client: Throttle,
    /// Codes of any kind, by client.
    pub(crate) code_client: Throttle,
    /// Set-up codes, by anyone.
    pub(crate) setup: Throttle,
    /// Sync requests, by client: many phones may share one address.
    pub(crate) sync_client: Throttle,
}

impl Throttles {
    fn new() -> Self {
        let throttle = |burst, refill_seconds| {
            Throttle::new(Allowance {
                burst,
                refill_seconds,
            })
        };
        Self {
            sign_in_account: throttle(10, 60),
            sign_in_client: throttle(30, 20),
            code_client: throttle(20, 15),
            setup: throttle(30, 10),
            sync_client: throttle(600, 1),
        }
    }
}

/// What every handler shares.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    store: Store,
    settings: Settings,
    clock: Arc<dyn Clock>,
    throttles: Throttles,
    hashing: Semaphore,
    requests: Semaphore,
    live_pages: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
    seen: Mutex<HashMap<DeviceId, Timestamp>>,
}

impl AppState {
    /// The state of a server that has just started.
    pub fn new(store: Store, settings: Settings, clock: Arc<dyn Clock>) -> Self {
        let live_pages = Arc::new(Semaphore::new(settings.limits.live_pages));
        Self(Arc::new(Shared {
            store,
            settings,
            clock,
            throttles: Throttles::new(),
            hashing: Semaphore::new(HASHINGS_MAX),
            requests: Semaphore::new(REQUESTS_MAX),
            live_pages,
            stopping: watch::Sender::new(false),
            seen: Mutex::new(HashMap::new()),
        }))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The limits on attempts.
    pub(crate) fn throttles(&self) -> &Throttles {
        &self.0.throttles
    }

    /// A permit for each password that is hashed.
    pub(crate) fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }

    /// A permit for each request under way.
    pub(crate) fn requests(&self) -> &Semaphore {
        &self.0.requests
    }

    /// A permit for each live page.
    pub(crate) fn live_pages(&self) -> &Arc<Semaphore> {
        &self.0.live_pages
    }

    /// Ends what would otherwise go on for ever: live pages.
    pub fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    /// Turns true when the server stops.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.subscribe()
    }

    /// Remembers that a device was heard from.
    pub(crate) fn note_seen(&self, device: DeviceId, at: Timestamp) {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SEEN_MAX && !seen.contains_key(&device) {
            seen.clear();
        }
        seen.insert(device, at);
    }

    /// When a device was last heard from since the server started.
    pub(crate) fn last_seen(&self, device: DeviceId) -> Option<Timestamp> {
        self.0
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&device)
            .copied()
    }

    /// Whether the browser treats this server's address as secure, as phones need it.
    pub(crate) fn is_secure_context(&self) -> bool {
        self.0.settings.network.public_url.is_secure_context()
    }

    /// Whether browsers reach this server over https.
    pub(crate) fn is_https(&self) -> bool {
        self.0.settings.network.public_url.is_https()
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppState").finish_non_exhaustive()
    }
}
