//! A server without a network, and browsers that talk to it.

mod browser;
mod office;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use domain::{AccountId, CompanyId, MemberId};
use engine::Command;
use engine::command::FoundCompany;
use jiff::{SignedDuration, Timestamp};
use oplog::Payload;
use serde_json::{Value, json};
use server::config::{AddressRange, BackupConfig, LimitsConfig, NetworkConfig, PublicUrl};
use server::{AppState, Clock, Settings};
use store::{Account, Execute, Machine, MasterKey, OpenOptions, Store, SystemChange, SystemPlan};

pub use browser::{Answer, Browser, endless};
pub use office::Office;

/// A password that is taken.
pub const PASSWORD: &str = "owls hum at dusk";
/// The address of the server.
pub const ORIGIN: &str = "http://localhost:8080";

/// A clock that the test sets.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A server over a temporary folder.
pub struct Server {
    pub state: AppState,
    pub setup_code: String,
    clock: Arc<TestClock>,
    router: Router,
    next_address: AtomicU32,
    _folder: tempfile::TempDir,
}

/// What is set up differently for one test.
pub struct Options {
    pub public_url: &'static str,
    pub live_pages: usize,
    pub request: Duration,
    pub backup: Option<BackupConfig>,
    /// The disk that the store is on; `None`: a folder's.
    pub disk: Option<testkit::Disk>,
    /// The backup that the server was restored from, just before it starts.
    pub restored: Option<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            public_url: ORIGIN,
            live_pages: 4,
            request: Duration::from_secs(30),
            backup: None,
            disk: None,
            restored: None,
        }
    }
}

impl Server {
    /// A server before its first set-up. It is Tuesday 10 March 2026, 15:00 in New York.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub async fn start_with(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = "2026-03-10T19:00:00Z".parse().unwrap();
        if let Some(backup) = &options.restored {
            store::restore(&backup[..], folder.path(), None, now, |_| {}).unwrap();
        }
        let store = match options.disk {
            Some(disk) => {
                let (key, machine) = (MasterKey::from_bytes([7; 32]), Machine::from_now());
                Store::on_backend(disk, key, machine).unwrap()
            }
            None => Store::open(folder.path(), OpenOptions::default()).unwrap(),
        };
        let clock = Arc::new(TestClock(Mutex::new(now)));
        let code = server::auth::setup_code::prepare(&store).await.unwrap();
        let network = NetworkConfig {
            listen: Vec::new(),
            public_url: PublicUrl::parse(options.public_url).unwrap(),
            trusted_proxies: vec![AddressRange::parse("10.0.0.0/8").unwrap()],
            allow_http: true,
        };
        let limits = LimitsConfig {
            request: options.request,
            shutdown: Duration::from_secs(1),
            live_pages: options.live_pages,
        };
        let settings = Settings {
            network,
            limits,
            mail_configured: false,
            backup: options.backup,
            trust_page: None,
        };
        let state = AppState::new(store, settings, clock.clone());
        Self {
            router: server::router(state.clone()),
            state,
            setup_code: code.map(|code| code.to_string()).unwrap_or_default(),
            clock,
            next_address: AtomicU32::new(1),
            _folder: folder,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.state.now()
    }

    /// Lets time pass.
    pub fn pass(&self, time: SignedDuration) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    /// A browser at an address of its own.
    pub fn browser(&self) -> Browser {
        let number = self.next_address.fetch_add(1, Ordering::Relaxed);
        let address = std::net::Ipv4Addr::from(0xc000_0200 + number);
        Browser::at(SocketAddr::from((address, 50_000)), self.router.clone())
    }

    /// What a good set-up says.
    pub fn setup_body(&self) -> Value {
        json!({
            "code": self.setup_code,
            "company_name": "Northside Builders",
            "zone": "America/New_York",
            "workweek_starts": 1,
            "language": "en",
            "owner_name": "Olivia Stone",
            "email": "olivia@example.com",
            "password": PASSWORD,
        })
    }

    /// The first company, with its owner signed in.
    pub async fn company(&self) -> Office {
        let browser = self.browser();
        let session = browser
            .post("/api/v1/setup", self.setup_body())
            .await
            .created();
        Office::new(browser, &session)
    }

    /// Another company on the same server, as an operator would make it: the API has no way.
    pub async fn other_company(&self, name: &str, email: &str) -> Office {
        let store = self.state.store();
        let account = AccountId::from_bytes(store.random());
        let company = CompanyId::from_bytes(store.random());
        let password = server::auth::password::hash(&self.state, PASSWORD.into())
            .await
            .unwrap();
        let row = Account {
            email: email.into(),
            name: format!("{name} owner"),
            password,
            language: "en".into(),
            created_at: self.now(),
            password_changed_at: self.now(),
        };
        let found = FoundCompany {
            company,
            name: name.into(),
            zone: "America/New_York".into(),
            workweek_starts: 1,
            language: "en".into(),
            owner_name: format!("{name} owner"),
            owner_email: email.into(),
            account,
        };
        let plan = SystemPlan::after(move |ops| {
            let member = ops.iter().find_map(|op| match &op.payload {
                Payload::CompanyFounded(founded) => Some(founded.owner),
                _other => None,
            });
            let member = member.unwrap();
            vec![
                SystemChange::CreateAccount { account, row },
                SystemChange::PutMembership {
                    account,
                    company,
                    member,
                },
            ]
        });
        let nobody = MemberId::from_bytes([0; 16]);
        let execute = Execute::new(company, nobody, Command::FoundCompany(found), self.now());
        store.execute(execute.with_system(plan)).await.unwrap();
        let browser = self.browser();
        let session = browser.sign_in(email, PASSWORD).await.ok();
        Office::new(browser, &session)
    }
}

/// A new entry on 10 March 2026.
pub fn entry_body(employee: &str, start: u8, end: u8) -> Value {
    json!({
        "employee": employee,
        "start": format!("2026-03-10T{start:02}:00:00Z"),
        "end": format!("2026-03-10T{end:02}:00:00Z"),
        "reason": "paper sheet",
    })
}

/// The id of an answer.
#[track_caller]
pub fn id(value: &Value) -> String {
    value["id"]
        .as_str()
        .expect("the answer has an id")
        .to_owned()
}

/// The names in a page.
pub fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect()
}
