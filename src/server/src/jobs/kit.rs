//! An office for tests of jobs: a founded company on a clock that tests turn.

use std::sync::{Arc, Mutex};

use domain::{AccountId, CompanyId, MemberId};
use engine::Command;
use engine::command::FoundCompany;
use jiff::{SignedDuration, Timestamp};
use oplog::Payload;
use store::{Execute, OpenOptions, Store};
use tokio::sync::watch;

use super::JobContext;
use super::outbox::round;
use crate::config::PublicUrl;
use crate::mail::Mailer;
use crate::state::Clock;

pub(super) struct Fixed(Mutex<Timestamp>);

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Fixed {
    pub(super) fn advance(&self, hours: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_hours(hours);
    }
}

pub(super) struct Office {
    pub(super) context: JobContext,
    pub(super) clock: Arc<Fixed>,
    pub(super) owner: MemberId,
    pub(super) stopping: watch::Receiver<bool>,
    _folder: tempfile::TempDir,
}

pub(super) const COMPANY: CompanyId = CompanyId::from_bytes([1; 16]);

impl Office {
    pub(super) async fn founded(language: &str, mailer: Option<Mailer>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Fixed(Mutex::new("2026-03-09T12:00:00Z".parse().unwrap())));
        let context = JobContext {
            store: Store::open(folder.path(), OpenOptions::default()).unwrap(),
            clock: clock.clone(),
            public_url: PublicUrl::parse("https://time.example.com").unwrap(),
            mailer: mailer.map(Arc::new),
        };
        let founding = Command::FoundCompany(FoundCompany {
            company: COMPANY,
            name: "Reed Framing".to_owned(),
            zone: "Europe/Madrid".to_owned(),
            workweek_starts: 1,
            language: language.to_owned(),
            owner_name: "Olivia Reed".to_owned(),
            owner_email: "olivia@example.com".to_owned(),
            account: AccountId::from_bytes([2; 16]),
        });
        let nobody = MemberId::from_bytes([0; 16]);
        let done = context
            .store
            .execute(Execute::new(COMPANY, nobody, founding, clock.now()))
            .await
            .unwrap();
        let Payload::CompanyFounded(founded) = &done.ops[0].payload else {
            panic!("not founded")
        };
        let stopping = watch::Sender::new(false).subscribe();
        Self {
            owner: founded.owner,
            context,
            clock,
            stopping,
            _folder: folder,
        }
    }

    pub(super) async fn does(&self, command: Command) -> store::Executed {
        let execute = Execute::new(COMPANY, self.owner, command, self.clock.now());
        self.context.store.execute(execute).await.unwrap()
    }

    pub(super) async fn round(&self) {
        round(&self.context, &self.stopping).await;
    }

    pub(super) fn due(&self) -> usize {
        self.context
            .store
            .outbox_due(self.clock.now(), 10)
            .unwrap()
            .len()
    }
}
