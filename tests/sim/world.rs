//! One run: a server on a disk, phones whose clocks are wrong, and everything that happens to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use domain::company::Role;
use domain::{OpId, TimeEntryId};
use engine::Command;
use engine::command::{AddEntry, Booking, EditEntry, JobText};
use engine::scope::Scope;
use jiff::{SignedDuration, Timestamp};
use store::{Execute, Health};
use sync::{RefusedCode, Session, SyncFault};
use testkit::{Crash, Dice, Disk, Next, Replica};

use crate::firm::Firm;
use crate::plan::{Fate, PHONES, Step, TABS};
use crate::server::{Running, SimClock};

/// The most exchanges in one sync.
const EXCHANGES_MAX: usize = 200;
/// How far the phones' clocks are ahead, in minutes: right, behind, and years off.
const SKEWS: [i64; PHONES] = [0, -7, 60 * 24 * 800];

/// A phone with its tabs.
pub struct Handset {
    pub replica: Replica,
    skew: SignedDuration,
    open: Option<TimeEntryId>,
    on_break: bool,
    tabs: [Option<(Session, Vec<u8>)>; TABS],
}

/// What happened, so that a run in which nothing did is noticed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    pub ops: usize,
    pub receipts: usize,
    pub restarts: usize,
    pub commands: usize,
    pub behind_another_tab: usize,
}

/// Everything.
pub struct World {
    pub firm: Firm,
    pub phones: Vec<Handset>,
    /// Ops of commands that were answered: they are kept, too.
    pub answered: BTreeSet<OpId>,
    /// Entries that a manager touched.
    pub touched: BTreeSet<TimeEntryId>,
    pub by_hand: Vec<TimeEntryId>,
    clock: Arc<SimClock>,
    disk: Disk,
    running: Option<Running>,
    armed: (Crash, Option<u64>),
    dice: Dice,
    /// Requests and their answers, for the network to mix up.
    requests: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
    roles: BTreeMap<usize, Role>,
    seen: Seen,
}

impl World {
    /// A founded company with its phones enrolled.
    pub fn new(seed: u64) -> Self {
        let now: Timestamp = "2026-03-09T12:00:00Z".parse().unwrap();
        let clock = Arc::new(SimClock(Mutex::new(now)));
        let disk = Disk::default();
        let running = Running::start(&disk, &clock).expect("a new disk");
        let firm = Firm::found(&running.store, 1, now);
        let phones = firm.phones(&running.store, PHONES, seed % 1_000_000, now);
        let handset = |(replica, minutes): (Replica, i64)| Handset {
            replica,
            skew: SignedDuration::from_mins(minutes),
            open: None,
            on_break: false,
            tabs: [None, None],
        };
        Self {
            firm,
            phones: phones.into_iter().zip(SKEWS).map(handset).collect(),
            answered: BTreeSet::new(),
            touched: BTreeSet::new(),
            by_hand: Vec::new(),
            clock,
            disk,
            running: Some(running),
            armed: (Crash::Nothing, None),
            dice: Dice::seeded(!seed),
            requests: Vec::new(),
            answers: Vec::new(),
            roles: BTreeMap::new(),
            seen: Seen::default(),
        }
    }

    /// The store, once all steps are done and the server runs.
    pub fn store(&self) -> &store::Store {
        &self.running.as_ref().expect("the server runs").store
    }

    /// What happened so far.
    pub fn seen(&self) -> Seen {
        let logs = self.phones.iter().map(|phone| &phone.replica);
        Seen {
            ops: logs
                .clone()
                .map(|replica| replica.phone.written.len())
                .sum(),
            receipts: logs.map(|replica| replica.receipts.len()).sum(),
            commands: self.answered.len(),
            ..self.seen
        }
    }

    pub fn now(&self) -> Timestamp {
        *self.clock.0.lock().unwrap()
    }

    fn pass(&self, time: SignedDuration) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    /// From now on the disk says that it synced, and did not.
    pub fn disk_lies(&self) {
        self.disk.lie_about_syncs();
    }

    /// Does one step.
    pub fn step(&mut self, step: Step) -> Result<(), String> {
        self.pass(SignedDuration::from_secs(20));
        match step {
            Step::Press { phone, times } => (0..times).for_each(|_| self.press(phone)),
            Step::PhoneRestarts { phone } => {
                let phone = &mut self.phones[phone];
                phone.replica.phone.restart();
                phone.tabs = [None, None];
            }
            Step::Sync { phone, fates } => self.sync(phone, &fates)?,
            Step::TabSends { phone, tab } => self.tab_sends(phone, tab)?,
            Step::TabHears { which, fate } => {
                if let Some((phone, tab)) = self.waiting_tab(which) {
                    self.tab_hears(phone, tab, fate)?;
                }
            }
            Step::TabsCross { phone, fate } => self.tabs_cross(phone, fate)?,
            Step::AddJob => {
                let name = format!("Job {}", self.now());
                self.office(Command::AddJob(JobText {
                    name,
                    ..JobText::default()
                }));
            }
            Step::AddEntry { phone } => self.add_entry(phone),
            Step::EditNote { entry } => self.edit(entry, false),
            Step::EditEnd { entry } => self.edit(entry, true),
            Step::Void { entry } => {
                if let Some(entry) = self.any_entry(entry) {
                    self.office(Command::VoidEntry(entry, "entered twice".to_owned()));
                }
            }
            Step::ChangeRole { phone } => self.change_role(phone),
            Step::Pass { minutes } => self.pass(SignedDuration::from_mins(minutes)),
            Step::Restart => {
                self.running = None;
                self.restart(Crash::Everything, None)?;
            }
            Step::PowerCut { crash } => self.restart(crash, None)?,
            Step::PowerCutSoon {
                crash,
                after,
                again,
            } => {
                self.armed = (crash, again);
                self.disk.stop_after(after);
            }
            Step::SyncsFail { crash } => {
                self.disk.fail_syncs();
                self.office(Command::AddJob(JobText {
                    name: "While syncs fail".to_owned(),
                    ..JobText::default()
                }));
                self.restart(crash, None)?;
            }
            Step::DiskFull { room } => self.disk.leave_room(Some(room)),
        }
        if self.disk.is_stopped() {
            let (crash, again) = self.armed;
            self.restart(crash, again)?;
        }
        Ok(())
    }

    /// The power comes back, the disk has room, and the server starts.
    pub fn restart(&mut self, crash: Crash, again: Option<u64>) -> Result<(), String> {
        self.running = None;
        self.seen.restarts += 1;
        self.disk = self.disk.crash(crash, &mut self.dice);
        self.disk.leave_room(None);
        if let Some(after) = again {
            self.disk.stop_after(after);
            drop(Running::start(&self.disk, &self.clock));
            self.disk = self.disk.crash(crash, &mut self.dice);
        }
        let running = Running::start(&self.disk, &self.clock)
            .map_err(|error| format!("the store does not open after {crash:?}: {error}"))?;
        self.running = Some(running);
        self.check_receipts()
    }

    /// What was receipted is held: nothing that a phone was told was taken back.
    fn check_receipts(&self) -> Result<(), String> {
        let snapshot = self.store().snapshot(self.firm.company);
        let snapshot = snapshot.map_err(|error| error.to_string())?;
        for phone in &self.phones {
            let log = phone.replica.phone.log;
            let held = snapshot.log(log).map_err(|error| error.to_string())?;
            let held = held.ok_or("a granted log is gone")?.head;
            let said = phone
                .replica
                .receipts
                .iter()
                .map(|receipt| receipt.next_seq)
                .max();
            if held.next_seq < said.unwrap_or(0) {
                return Err(format!(
                    "LOST: {} ops of log {log} were receipted, {} are held",
                    said.unwrap_or(0),
                    held.next_seq
                ));
            }
            if phone.replica.phone.head_at(held.next_seq) != held {
                return Err(format!("log {log} holds other ops than the phone wrote"));
            }
        }
        Ok(())
    }

    fn press(&mut self, phone: usize) {
        self.pass(SignedDuration::from_secs(5));
        let now = self.now();
        let phone = &mut self.phones[phone];
        let at = now.checked_add(phone.skew).unwrap();
        let writer = &mut phone.replica.phone;
        match phone.open {
            None => phone.open = Some(writer.clock_in(at)),
            Some(entry) if phone.on_break => {
                writer.end_break(entry, at);
                phone.on_break = false;
            }
            Some(entry) if self.dice.happens(25) => {
                writer.start_break(entry, at);
                phone.on_break = true;
            }
            Some(entry) if self.dice.happens(20) => {
                phone.open = Some(writer.switch_job(entry, at, None));
            }
            Some(entry) => {
                writer.clock_out(entry, at);
                phone.open = None;
            }
        }
    }

    /// The network carries one request, as well as it can.
    fn carries(&mut self, request: &[u8], fate: Fate) -> Option<Vec<u8>> {
        let pick = |list: &[Vec<u8>], which: usize| list.get(which % list.len().max(1)).cloned();
        match fate {
            Fate::RequestLost => return None,
            Fate::EarlierAgain(which) => {
                if let Some(earlier) = pick(&self.requests, which) {
                    self.server_answers(&earlier);
                }
            }
            Fate::Twice => drop(self.server_answers(request)),
            Fate::Delivered | Fate::AnswerLost | Fate::AnswerCut | Fate::EarlierAnswer(_) => {}
        }
        let answer = self.server_answers(request);
        self.requests.push(request.to_vec());
        let answer = answer?;
        self.answers.push(answer.clone());
        match fate {
            Fate::AnswerLost => None,
            Fate::AnswerCut => Some(answer[..answer.len() / 2].to_vec()),
            Fate::EarlierAnswer(which) => pick(&self.answers, which),
            _carried => Some(answer),
        }
    }

    fn server_answers(&mut self, request: &[u8]) -> Option<Vec<u8>> {
        self.running.as_mut()?.answers(request)
    }

    fn sync(&mut self, phone: usize, fates: &[Fate]) -> Result<(), String> {
        let mut session = self.phones[phone].replica.session();
        let mut fates = fates.iter().copied();
        for _ in 0..EXCHANGES_MAX {
            let now = self.phone_now(phone);
            let next = self.phones[phone].replica.goes_on(&mut session, now);
            let Next::Sends(request) = next else {
                return self.ended(phone, &next);
            };
            let fate = fates.next().unwrap_or(Fate::Delivered);
            let Some(answer) = self.carries(&request, fate) else {
                return Ok(());
            };
            session.received(&answer, now);
        }
        Err("a sync does not end".to_owned())
    }

    fn tab_sends(&mut self, phone: usize, tab: usize) -> Result<(), String> {
        let now = self.phone_now(phone);
        let replica = &mut self.phones[phone].replica;
        let mut session = replica.session();
        match replica.goes_on(&mut session, now) {
            Next::Sends(request) => self.phones[phone].tabs[tab] = Some((session, request)),
            next @ (Next::Done | Next::Failed(_)) => self.ended(phone, &next)?,
        }
        Ok(())
    }

    /// One of the waiting tabs, if any waits.
    fn waiting_tab(&self, which: usize) -> Option<(usize, usize)> {
        let tabs = (0..PHONES).flat_map(|phone| (0..TABS).map(move |tab| (phone, tab)));
        let mut waiting = tabs.filter(|(phone, tab)| self.phones[*phone].tabs[*tab].is_some());
        let count = waiting.clone().count();
        waiting.nth(which % count.max(1))
    }

    fn tabs_cross(&mut self, phone: usize, fate: Fate) -> Result<(), String> {
        self.press(phone);
        self.tab_sends(phone, 0)?;
        self.press(phone);
        self.sync(phone, &[])?;
        self.tab_hears(phone, 0, fate)?;
        self.tab_hears(phone, 0, Fate::Delivered)
    }

    fn tab_hears(&mut self, phone: usize, tab: usize, fate: Fate) -> Result<(), String> {
        let Some((mut session, request)) = self.phones[phone].tabs[tab].take() else {
            return Ok(());
        };
        let Some(answer) = self.carries(&request, fate) else {
            return Ok(());
        };
        let now = self.phone_now(phone);
        session.received(&answer, now);
        match self.phones[phone].replica.goes_on(&mut session, now) {
            Next::Sends(request) => self.phones[phone].tabs[tab] = Some((session, request)),
            // The other tab wrote and sent more than this one knows of; it looks again.
            Next::Failed(SyncFault::LogAhead) => self.seen.behind_another_tab += 1,
            next @ (Next::Done | Next::Failed(_)) => self.ended(phone, &next)?,
        }
        Ok(())
    }

    fn phone_now(&self, phone: usize) -> Timestamp {
        self.now().checked_add(self.phones[phone].skew).unwrap()
    }

    /// What may end a session here: the disk, and answers that are cut or another's.
    fn ended(&self, phone: usize, next: &Next) -> Result<(), String> {
        match next {
            Next::Done => self.check_base(phone),
            Next::Failed(
                SyncFault::BadAnswer
                | SyncFault::NoProgress
                | SyncFault::Refused(RefusedCode::Unavailable),
            ) => Ok(()),
            Next::Failed(fault) => Err(format!("phone {phone} cannot go on: {fault:?}")),
            Next::Sends(_) => Err("a session that sends has not ended".to_owned()),
        }
    }

    /// A base that covers what the server has equals the server's projection.
    pub fn check_base(&self, phone: usize) -> Result<(), String> {
        let Some(running) = &self.running else {
            return Ok(());
        };
        let replica = &self.phones[phone].replica;
        let snapshot = running.store.snapshot(self.firm.company);
        let snapshot = snapshot.map_err(|error| error.to_string())?;
        if replica.base.position != snapshot.position() {
            return Ok(());
        }
        let device = replica.phone.device.expect("an enrolled phone");
        let scope = Scope::of_device(&snapshot, device).map_err(|error| error.to_string())?;
        let rows = scope.ok_or("the device is gone")?.snapshot(&snapshot);
        let rows = rows.map_err(|error| error.to_string())?;
        let theirs: BTreeMap<_, _> = rows
            .into_iter()
            .map(|row| ((row.table, row.key), row.value))
            .collect();
        let own = replica.view.rows();
        let ours: BTreeMap<_, _> = own
            .map(|(table, key, value)| ((table, key.to_vec()), Some(value.to_vec())))
            .collect();
        if ours == theirs {
            return Ok(());
        }
        let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        let differs = keys
            .into_iter()
            .find(|key| ours.get(*key) != theirs.get(*key));
        Err(format!(
            "phone {phone}'s base differs from the server's projection at {differs:?}"
        ))
    }

    fn office(&mut self, command: Command) -> Option<TimeEntryId> {
        let execute = Execute::new(self.firm.company, self.firm.owner, command, self.now());
        // Refused, or not written: both may be, and neither is a promise.
        let done = self.running.as_ref()?.execute(execute).ok()?;
        self.answered
            .extend(done.ops.iter().map(|op| op.envelope.op_id));
        done.subject()
    }

    fn add_entry(&mut self, phone: usize) {
        let end = self.now();
        let add = AddEntry {
            employee: self.phones[phone].replica.phone.employee,
            start: end - SignedDuration::from_mins(10),
            end,
            breaks: Vec::new(),
            booking: Booking::default(),
            reason: "forgot the phone".to_owned(),
        };
        let entry = self.office(Command::AddEntry(add));
        self.by_hand.extend(entry);
    }

    /// An entry that the server has: a manager's or a phone's.
    fn any_entry(&mut self, which: usize) -> Option<TimeEntryId> {
        let snapshot = self
            .running
            .as_ref()?
            .store
            .snapshot(self.firm.company)
            .ok()?;
        let rows =
            engine::Snapshot::range(&snapshot, engine::Table::TimeEntry, &[], &[], 400).ok()?;
        let (key, _) = rows.get(which % rows.len().max(1))?;
        let entry = TimeEntryId::from_bytes(key.as_slice().try_into().ok()?);
        self.touched.insert(entry);
        Some(entry)
    }

    fn edit(&mut self, which: usize, end: bool) {
        let Some(entry) = self.any_entry(which) else {
            return;
        };
        let now = self.now();
        self.office(Command::EditEntry(EditEntry {
            entry,
            expected: None,
            start: None,
            end: end.then_some(now),
            breaks: None,
            job: None,
            cost_code: None,
            note: (!end).then(|| format!("note of {now}")),
            reason: "asked".to_owned(),
        }));
    }

    fn change_role(&mut self, phone: usize) {
        let role = match self.roles.get(&phone) {
            Some(Role::Manager) => Role::Worker,
            Some(_) | None => Role::Manager,
        };
        let employee = self.phones[phone].replica.phone.employee;
        self.office(Command::ChangeRole(employee, role));
        self.roles.insert(phone, role);
    }

    /// Everything is well again, and every phone syncs to its end.
    pub fn heals(&mut self) -> Result<(), String> {
        self.restart(Crash::Everything, None)?;
        if self.store().health() != Health::Ok {
            return Err("the store is not well after a restart".to_owned());
        }
        for _ in 0..2 {
            for phone in 0..PHONES {
                self.phones[phone].tabs = [None, None];
                self.sync(phone, &[])?;
                let unsent = self.phones[phone].replica.unsent();
                if unsent > 0 {
                    return Err(format!(
                        "{unsent} ops of phone {phone} do not reach the server"
                    ));
                }
            }
        }
        for phone in 0..PHONES {
            let base = self.phones[phone].replica.base.position;
            let position = self
                .store()
                .snapshot(self.firm.company)
                .map(|s| s.position());
            if position != Ok(base) {
                return Err(format!(
                    "phone {phone} has base {base}, the server {position:?}"
                ));
            }
            self.check_base(phone)?;
        }
        Ok(())
    }
}
