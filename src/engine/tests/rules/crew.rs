//! A worker and a manager, each with a phone that was offline since 18:00.

use domain::TimeEntryId;
use domain::timesheet::Exception;
use engine::query;
use engine::rows::Field;
use jiff::Timestamp;
use oplog::Op;
use oplog::receipt::Verdict;
use testkit::TestPhone;

use super::site::Site;

/// The site with a phone of the worker and one of the manager, both offline since 18:00.
pub struct Crew {
    pub site: Site,
    pub phone: TestPhone,
    pub managers: TestPhone,
}

impl Crew {
    pub fn new() -> Self {
        let mut site = Site::new();
        let (worker, manager) = (site.worker.clone(), site.manager.clone());
        let (mut phone, mut managers) = (site.s.enrol(&worker), site.s.enrol(&manager));
        phone.seen = site.s.position();
        managers.seen = site.s.position();
        Self {
            site,
            phone,
            managers,
        }
    }

    /// With an entry of today from 7:00 to 15:30 that both have seen.
    pub fn with_entry() -> (Self, TimeEntryId) {
        let mut crew = Self::new();
        let worker = crew.site.worker.clone();
        let entry = crew.site.entry_of(&worker);
        crew.phone.seen = crew.site.s.position();
        crew.managers.seen = crew.site.s.position();
        (crew, entry)
    }

    pub fn local(&self, text: &str) -> Timestamp {
        self.site.s.local(&format!("2026-03-09T{text}"))
    }

    #[track_caller]
    pub fn takes(&mut self, op: &Op, expect: Verdict) {
        let log = if op.envelope.actor == self.phone.member {
            self.phone.log
        } else {
            self.managers.log
        };
        assert_eq!(self.site.s.receives(log, op, 0), expect, "{:?}", op.payload);
    }

    pub fn history(&self, entry: TimeEntryId) -> Vec<(Verdict, Vec<Field>)> {
        let now = self.site.s.clock.now();
        let detail = query::entry(&self.site.s.view, entry, now)
            .unwrap()
            .unwrap();
        detail
            .history
            .into_iter()
            .map(|(_, line)| (line.verdict, line.lost))
            .collect()
    }

    #[track_caller]
    pub fn exceptions(&self, entry: TimeEntryId, expect: &[Exception]) {
        let now = self.site.s.clock.now();
        let detail = query::entry(&self.site.s.view, entry, now)
            .unwrap()
            .unwrap();
        assert_eq!(
            detail
                .exceptions
                .iter()
                .map(|found| found.kind)
                .collect::<Vec<_>>(),
            expect
        );
    }
}
