//! What every handler shares: the store, the settings it needs, the clock and the throttles.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use domain::DeviceId;
use jiff::{SignedDuration, Timestamp};
use store::Store;
use tokio::sync::{Semaphore, watch};

use crate::auth::places::Places;
use crate::auth::throttle::{Allowance, Key, Throttle, network};
use crate::backups::Backups;
use crate::config::{BackupConfig, LimitsConfig, NetworkConfig};
use crate::imports::Imports;
use crate::metrics::Metrics;
use crate::tls::TrustPage;

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const HASHINGS_MAX: usize = 2;
/// How many requests are worked on at once; more are told to come back.
const REQUESTS_MAX: usize = 512;
/// How many of them may come from one network.
const REQUESTS_OF_CLIENT_MAX: u32 = 64;
/// How many live pages one account may have.
const LIVE_PAGES_OF_ACCOUNT_MAX: u32 = 20;
/// How many files of unsent hours are taken at once: each is held in memory.
const UPLOADS_MAX: usize = 2;
/// How many exports are made at once: each is held in memory.
const EXPORTS_MAX: usize = 2;
/// How many files that are in memory may be on their way to clients,
const DELIVERIES_MAX: usize = 16;
/// and how many of them to one account.
const DELIVERIES_OF_ACCOUNT_MAX: u32 = 2;
/// How many files of unsent hours or imports one company may be uploading.
const UPLOADS_OF_COMPANY_MAX: u32 = 1;
/// How many sync requests of one company are worked on at once.
const SYNCS_OF_COMPANY_MAX: u32 = 96;
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
    /// Where backups go and when they are made, if the server makes them.
    pub backup: Option<BackupConfig>,
    /// The page that walks a phone through trusting the local CA, while there is one.
    pub trust_page: Option<TrustPage>,
}

/// Limits on attempts.
#[derive(Debug)]
pub(crate) struct Throttles {
    /// Sign-ins by account and network: whoever guesses elsewhere keeps nobody out.
    pub(crate) sign_in_account: Throttle,
    /// Sign-ins by account, wherever they come from: far more than people need.
    sign_in_anywhere: Throttle,
    /// Sign-ins by client.
    pub(crate) sign_in_client: Throttle,
    /// Codes of any kind, by client.
    pub(crate) code_client: Throttle,
    /// Set-up codes, by anyone.
    pub(crate) setup: Throttle,
    /// Requests with an idempotency key, by member: their answers are kept for a day.
    pub(crate) named_requests: Throttle,
    /// Sync requests, by client: a whole firm of phones may share one address.
    pub(crate) sync_client: Throttle,
    /// Sync requests, by device: far more than one phone needs.
    pub(crate) sync_device: Throttle,
}

impl Throttles {
    fn new() -> Self {
        let every = |burst, refill| Throttle::new(Allowance { burst, refill });
        let throttle = |burst, seconds| every(burst, SignedDuration::from_secs(seconds));
        Self {
            sign_in_account: throttle(10, 60),
            sign_in_anywhere: throttle(200, 6),
            sign_in_client: throttle(30, 20),
            code_client: throttle(20, 15),
            setup: throttle(30, 10),
            named_requests: throttle(10_000, 5),
            sync_client: every(3_000, SignedDuration::from_millis(20)),
            sync_device: every(600, SignedDuration::from_millis(200)),
        }
    }

    /// Counts a sign-in to an account, by its address in lower case.
    ///
    /// # Errors
    /// The seconds to wait, when there were too many.
    pub(crate) fn take_sign_in(
        &self,
        client: IpAddr,
        email: &str,
        now: Timestamp,
    ) -> Result<(), u64> {
        self.sign_in_client
            .take(Key::of_client("sign-in", client), now)?;
        self.sign_in_account.take(sign_in_key(client, email), now)?;
        self.sign_in_anywhere.take(Key::of("sign-in", email), now)
    }

    /// Forgets the attempts on an account from one network, once one was right.
    pub(crate) fn forgive_sign_in(&self, client: IpAddr, email: &str) {
        self.sign_in_account.forgive(sign_in_key(client, email));
    }
}

fn sign_in_key(client: IpAddr, email: &str) -> Key {
    Key::of("sign-in", &format!("{} {email}", network(client)))
}

/// What every handler shares.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    store: Store,
    backups: Arc<Backups>,
    settings: Settings,
    clock: Arc<dyn Clock>,
    started_at: Timestamp,
    metrics: Metrics,
    imports: Imports,
    throttles: Throttles,
    hashing: Arc<Semaphore>,
    requests: Semaphore,
    requests_of_client: Arc<Places>,
    named_requests: Arc<Places>,
    live_pages: Arc<Semaphore>,
    live_pages_of_account: Arc<Places>,
    uploads: Arc<Semaphore>,
    uploads_of_company: Arc<Places>,
    exports: Arc<Semaphore>,
    deliveries: Arc<Semaphore>,
    deliveries_of_account: Arc<Places>,
    syncs_of_company: Arc<Places>,
    stopping: watch::Sender<bool>,
    seen: Mutex<HashMap<DeviceId, Timestamp>>,
}

impl AppState {
    /// The state of a server that has just started.
    pub fn new(store: Store, settings: Settings, clock: Arc<dyn Clock>) -> Self {
        let live_pages = Arc::new(Semaphore::new(settings.limits.live_pages));
        let backups = Arc::new(Backups::new(store.clone(), settings.backup.clone()));
        let imports = Imports::new(store.clone(), Arc::clone(&clock));
        Self(Arc::new(Shared {
            store,
            backups,
            imports,
            settings,
            started_at: clock.now(),
            clock,
            metrics: Metrics::new(),
            throttles: Throttles::new(),
            hashing: Arc::new(Semaphore::new(HASHINGS_MAX)),
            requests: Semaphore::new(REQUESTS_MAX),
            requests_of_client: Arc::new(Places::new(REQUESTS_OF_CLIENT_MAX)),
            named_requests: Arc::new(Places::new(1)),
            live_pages,
            live_pages_of_account: Arc::new(Places::new(LIVE_PAGES_OF_ACCOUNT_MAX)),
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
            uploads_of_company: Arc::new(Places::new(UPLOADS_OF_COMPANY_MAX)),
            exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            deliveries: Arc::new(Semaphore::new(DELIVERIES_MAX)),
            deliveries_of_account: Arc::new(Places::new(DELIVERIES_OF_ACCOUNT_MAX)),
            syncs_of_company: Arc::new(Places::new(SYNCS_OF_COMPANY_MAX)),
            stopping: watch::Sender::new(false),
            seen: Mutex::new(HashMap::new()),
        }))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The backups.
    pub fn backups(&self) -> &Arc<Backups> {
        &self.0.backups
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// When the server started.
    pub(crate) fn started_at(&self) -> Timestamp {
        self.0.started_at
    }

    /// What is counted.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// How many requests are worked on now.
    pub(crate) fn requests_under_way(&self) -> usize {
        REQUESTS_MAX.saturating_sub(self.0.requests.available_permits())
    }

    /// How many live pages are open.
    pub(crate) fn live_pages_open(&self) -> usize {
        let most = self.0.settings.limits.live_pages;
        most.saturating_sub(self.0.live_pages.available_permits())
    }

    /// The imports.
    pub fn imports(&self) -> &Imports {
        &self.0.imports
    }

    /// The limits on attempts.
    pub(crate) fn throttles(&self) -> &Throttles {
        &self.0.throttles
    }

    /// A permit for each password that is hashed.
    pub(crate) fn hashing(&self) -> &Arc<Semaphore> {
        &self.0.hashing
    }

    /// A permit for each request under way.
    pub(crate) fn requests(&self) -> &Semaphore {
        &self.0.requests
    }

    /// A place for each request of a network.
    pub(crate) fn requests_of_client(&self) -> &Arc<Places> {
        &self.0.requests_of_client
    }

    /// The one place of each idempotency key, while its request is under way.
    pub(crate) fn named_requests(&self) -> &Arc<Places> {
        &self.0.named_requests
    }

    /// A place for each live page of an account.
    pub(crate) fn live_pages_of_account(&self) -> &Arc<Places> {
        &self.0.live_pages_of_account
    }

    /// A permit for each file of unsent hours.
    pub(crate) fn uploads(&self) -> &Arc<Semaphore> {
        &self.0.uploads
    }

    /// A permit for each export.
    pub(crate) fn exports(&self) -> &Arc<Semaphore> {
        &self.0.exports
    }

    /// A place for each file that a company uploads.
    pub(crate) fn uploads_of_company(&self) -> &Arc<Places> {
        &self.0.uploads_of_company
    }

    /// A permit for each file that is on its way to a client.
    pub(crate) fn deliveries(&self) -> &Arc<Semaphore> {
        &self.0.deliveries
    }

    /// A place for each of them of an account.
    pub(crate) fn deliveries_of_account(&self) -> &Arc<Places> {
        &self.0.deliveries_of_account
    }

    /// A place for each sync request of a company.
    pub(crate) fn syncs_of_company(&self) -> &Arc<Places> {
        &self.0.syncs_of_company
    }

    /// A permit for each live page.
    pub(crate) fn live_pages(&self) -> &Arc<Semaphore> {
        &self.0.live_pages
    }

    /// Ends what would otherwise go on for ever or long: live pages, backups.
    pub fn stop(&self) {
        self.0.backups.stop();
        self.0.imports.stop();
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

/// A state over a folder, and its clock, for tests of this crate.
#[cfg(test)]
pub(crate) mod testing {
    use std::path::Path;
    use std::time::Duration;

    use jiff::SignedDuration;
    use store::OpenOptions;

    use super::*;
    use crate::config::PublicUrl;

    /// A clock that the test sets.
    #[derive(Debug)]
    pub(crate) struct HandClock(Mutex<Timestamp>);

    impl Clock for HandClock {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    impl HandClock {
        pub(crate) fn at(now: Timestamp) -> Self {
            Self(Mutex::new(now))
        }

        pub(crate) fn pass(&self, time: SignedDuration) {
            let mut now = self.0.lock().unwrap();
            *now = now.checked_add(time).unwrap();
        }
    }

    pub(crate) fn state(folder: &Path) -> (AppState, Arc<HandClock>) {
        let now = "2026-03-10T19:00:00Z".parse().unwrap();
        let clock = Arc::new(HandClock::at(now));
        let network = NetworkConfig {
            listen: Vec::new(),
            public_url: PublicUrl::parse("http://localhost:8080").unwrap(),
            trusted_proxies: Vec::new(),
            allow_http: true,
        };
        let limits = LimitsConfig {
            request: Duration::from_secs(30),
            shutdown: Duration::from_secs(1),
            live_pages: 4,
        };
        let settings = Settings {
            network,
            limits,
            mail_configured: false,
            backup: None,
            trust_page: None,
        };
        let store = Store::open(folder, OpenOptions::default()).unwrap();
        (AppState::new(store, settings, clock.clone()), clock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_ins_are_strict_by_network_and_loose_by_account() {
        let throttles = Throttles::new();
        let now: Timestamp = "2026-03-10T19:00:00Z".parse().unwrap();
        let email = "olivia@example.com";
        let from = |n: u8| IpAddr::from([192, 0, 2, n]);
        let take = |n| throttles.take_sign_in(from(n), email, now).is_ok();
        for _ in 0..10 {
            assert!(take(1));
        }
        assert!(!take(1));
        // Elsewhere the owner still gets in, and a right password clears only that network.
        assert!(take(2));
        throttles.forgive_sign_in(from(2), email);
        assert!(!take(1));
        throttles.forgive_sign_in(from(1), email);
        assert!(take(1));
        // Many networks together have their limit too.
        let taken = (3..=100).map(|n| (0..10).filter(|_| take(n)).count());
        assert_eq!(taken.sum::<usize>(), 200 - 12);
        assert!(!take(101));
        assert!(
            throttles
                .take_sign_in(from(101), "a@example.com", now)
                .is_ok()
        );
    }
}
