//! What workers and their phones do: press, sync in one tab or two, start anew, are copied, and
//! are lost.

use std::collections::{BTreeMap, BTreeSet};

use domain::TimeEntryId;
use engine::rows::{self, DeviceRow};
use engine::scope::Scope;
use jiff::{SignedDuration, Timestamp};
use oplog::Op;
use sync::{RefusedCode, Session, SyncFault};
use testkit::{Next, Replica};

use super::World;
use crate::plan::{Fate, PHONES_MAX, PhoneAct, TABS};

/// The most exchanges in one sync.
const EXCHANGES_MAX: usize = 200;

/// A phone with its tabs.
pub struct Handset {
    pub replica: Replica,
    /// Everything that was said on it, in order: a list of its own, whatever the phone keeps.
    pub said: Vec<Op>,
    /// Set once it is gone: so many of its ops were receipted.
    pub lost: Option<usize>,
    skew: SignedDuration,
    open: Option<TimeEntryId>,
    on_break: bool,
    pub(super) tabs: [Option<(Session, Vec<u8>)>; TABS],
}

impl Handset {
    /// A phone whose clock is so far ahead.
    pub fn new(replica: Replica, skew: SignedDuration) -> Self {
        Self {
            replica,
            said: Vec::new(),
            lost: None,
            skew,
            open: None,
            on_break: false,
            tabs: [None, None],
        }
    }
}

impl World {
    pub(super) fn phone_does(&mut self, phone: usize, act: PhoneAct) -> Result<(), String> {
        if self.phones[phone].lost.is_some() {
            return Ok(());
        }
        match act {
            PhoneAct::Press { times } => (0..times).for_each(|_| self.press(phone)),
            PhoneAct::Restart => {
                let phone = &mut self.phones[phone];
                phone.replica.phone.restart();
                phone.tabs = [None, None];
            }
            PhoneAct::Sync { fates } => self.sync(phone, &fates)?,
            PhoneAct::TabSends { tab } => self.tab_sends(phone, tab)?,
            PhoneAct::TabsCross { fate } => self.tabs_cross(phone, fate)?,
            PhoneAct::IsCopied { seed } => self.is_copied(phone, seed),
            PhoneAct::IsLost => self.is_lost(phone),
        }
        Ok(())
    }

    /// A worker presses the button.
    pub fn press(&mut self, phone: usize) {
        self.pass(SignedDuration::from_secs(5));
        let now = self.now();
        let phone = &mut self.phones[phone];
        let at = now.checked_add(phone.skew).unwrap();
        let writer = &mut phone.replica.phone;
        let before = writer.written.len();
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
        phone.said.extend_from_slice(&writer.written[before..]);
    }

    /// The phone's storage is copied, and both copies go on.
    fn is_copied(&mut self, phone: usize, seed: u64) {
        if self.phones.len() == PHONES_MAX {
            return;
        }
        self.seen.copies += 1;
        let one = &self.phones[phone];
        // Both may say how it ends.
        self.touched.extend(one.open);
        let mut replica = one.replica.clone();
        replica.phone = replica.phone.cloned_phone(seed);
        let copy = Handset {
            replica,
            said: one.said.clone(),
            lost: None,
            skew: one.skew,
            open: one.open,
            on_break: one.on_break,
            tabs: [None, None],
        };
        self.phones.push(copy);
    }

    /// The phone is gone, and what it had not sent with it.
    fn is_lost(&mut self, phone: usize) {
        if self.phones.iter().any(|phone| phone.lost.is_some()) {
            return;
        }
        self.seen.lost += 1;
        let epoch = self.running.as_ref().map(|running| running.store.epoch());
        let phone = &mut self.phones[phone];
        // What was receipted in an earlier life may be gone with that.
        let of_this_life = phone.replica.receipts.iter();
        let receipted = of_this_life
            .filter(|receipt| Some(receipt.epoch) == epoch)
            .map(|receipt| receipt.next_seq)
            .max();
        phone.lost = usize::try_from(receipted.unwrap_or(0)).ok();
        // Nobody will say how it ended.
        self.touched.extend(phone.open);
    }

    pub(super) fn sync(&mut self, phone: usize, fates: &[Fate]) -> Result<(), String> {
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
    pub(super) fn waiting_tab(&self, which: usize) -> Option<(usize, usize)> {
        let tabs = (0..self.phones.len()).flat_map(|phone| (0..TABS).map(move |tab| (phone, tab)));
        let mut waiting = tabs.filter(|(phone, tab)| {
            let phone = &self.phones[*phone];
            phone.lost.is_none() && phone.tabs[*tab].is_some()
        });
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

    pub(super) fn tab_hears(&mut self, phone: usize, tab: usize, fate: Fate) -> Result<(), String> {
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
            Next::Failed(SyncFault::Refused(RefusedCode::DeviceRevoked))
                if self.is_revoked(phone) =>
            {
                Ok(())
            }
            Next::Failed(fault) => Err(format!("phone {phone} cannot go on: {fault:?}")),
            Next::Sends(_) => Err("a session that sends has not ended".to_owned()),
        }
    }

    fn is_revoked(&self, phone: usize) -> bool {
        let device = self.phones[phone].replica.phone.device;
        let row = self.snapshot().zip(device).and_then(|(snapshot, device)| {
            rows::get::<DeviceRow>(&snapshot, &device.to_bytes()).ok()?
        });
        row.is_some_and(|row| row.revoked.is_some())
    }

    /// A base that covers what the server has equals the server's projection.
    fn check_base(&self, phone: usize) -> Result<(), String> {
        let Some(snapshot) = self.snapshot() else {
            return Ok(());
        };
        let replica = &self.phones[phone].replica;
        let base = (replica.base.epoch, replica.base.position);
        if base != (snapshot.epoch(), snapshot.position()) || self.is_revoked(phone) {
            return Ok(());
        }
        let device = replica.phone.device.expect("an enrolled phone");
        // The disk may fail just now.
        let Ok(scope) = Scope::of_device(&snapshot, device) else {
            return Ok(());
        };
        let Ok(rows) = scope.ok_or("the device is gone")?.snapshot(&snapshot) else {
            return Ok(());
        };
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

    /// A phone that is not lost sends everything.
    pub(super) fn syncs_to_its_end(&mut self, phone: usize) -> Result<(), String> {
        if self.phones[phone].lost.is_some() {
            return Ok(());
        }
        // A copied phone's first sync may end in its writing on elsewhere.
        for _ in 0..3 {
            self.sync(phone, &[])?;
        }
        match self.phones[phone].replica.unsent() {
            0 => Ok(()),
            unsent => Err(format!(
                "{unsent} ops of phone {phone} do not reach the server"
            )),
        }
    }

    /// A phone that is not lost or revoked knows what the server knows.
    pub(super) fn has_everything(&self, phone: usize) -> Result<(), String> {
        if self.phones[phone].lost.is_some() || self.is_revoked(phone) {
            return Ok(());
        }
        let base = self.phones[phone].replica.base.position;
        let position = self.snapshot().map(|snapshot| snapshot.position());
        if position != Some(base) {
            return Err(format!(
                "phone {phone} has base {base}, the server {position:?}"
            ));
        }
        self.check_base(phone)
    }
}
