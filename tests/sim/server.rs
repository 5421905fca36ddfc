//! The server as it is, in this process: its routes over a store on a disk that breaks.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use server::config::{LimitsConfig, NetworkConfig, PublicUrl};
use server::{AppState, Clock, Settings};
use store::{Ambient, Execute, ExecuteError, Executed, MasterKey, OpenError, Store};
use testkit::{Dice, Disk};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// The time of the whole run, and how far the server's clock is from it.
#[derive(Debug)]
pub struct SimClock {
    time: Mutex<(Timestamp, SignedDuration)>,
}

impl SimClock {
    pub fn starting(now: Timestamp) -> Self {
        Self {
            time: Mutex::new((now, SignedDuration::ZERO)),
        }
    }

    /// What a right clock shows.
    pub fn right(&self) -> Timestamp {
        self.time.lock().unwrap().0
    }

    pub fn pass(&self, time: SignedDuration) {
        self.time.lock().unwrap().0 += time;
    }

    /// The server's clock is set.
    pub fn set_ahead(&self, ahead: SignedDuration) {
        self.time.lock().unwrap().1 = ahead;
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let (now, ahead) = *self.time.lock().unwrap();
        now + ahead
    }
}

/// Chance and uptime of one life of the server, from the seed of the run.
struct Surroundings {
    dice: Mutex<Dice>,
    clock: Arc<SimClock>,
    opened: Timestamp,
}

impl Ambient for Surroundings {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.dice.lock().unwrap();
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&dice.number().to_be_bytes()[..part.len()]);
        }
    }

    fn uptime_ms(&self) -> u64 {
        let uptime = self.clock.right().duration_since(self.opened);
        u64::try_from(uptime.as_millis()).unwrap_or(0)
    }
}

/// A running server.
pub struct Running {
    pub store: Store,
    router: Router,
    runtime: Runtime,
    /// How many requests came: each from an address of its own, so that nobody is held up.
    requests: u32,
}

impl Running {
    /// Starts on what the disk holds.
    pub fn start(disk: &Disk, clock: &Arc<SimClock>, seed: u64) -> Result<Self, OpenError> {
        let surroundings = Surroundings {
            dice: Mutex::new(Dice::seeded(seed)),
            clock: Arc::clone(clock),
            opened: clock.right(),
        };
        let key = MasterKey::from_bytes([5; 32]);
        let store = Store::on_backend(disk.clone(), key, surroundings)?;
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
        let state = AppState::new(store.clone(), settings, clock.clone());
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        Ok(Self {
            store,
            router: server::router(state),
            runtime: runtime.enable_all().build().unwrap(),
            requests: 0,
        })
    }

    /// The answer to a sync request; nothing when the server cannot.
    pub fn answers(&mut self, request: &[u8]) -> Option<Vec<u8>> {
        self.requests += 1;
        let address = SocketAddr::from((std::net::Ipv4Addr::from(self.requests), 50_000));
        let request = Request::post("/api/v1/sync")
            .header("content-type", "application/octet-stream")
            .extension(ConnectInfo(address))
            .body(Body::from(request.to_vec()))
            .unwrap();
        let router = self.router.clone();
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let ok = answer.status() == StatusCode::OK;
            let body = answer.into_body().collect().await.ok()?.to_bytes();
            ok.then(|| body.to_vec())
        })
    }

    /// A command of the office.
    pub fn execute(&self, execute: Execute) -> Result<Executed, ExecuteError> {
        self.store.execute(execute).wait()
    }
}
