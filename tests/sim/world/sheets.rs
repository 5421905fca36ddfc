//! What managers do about periods, and about what is held back: approve and lock, let late
//! corrections count, settle; and the server's own turn at judging again.

use domain::timesheet::SheetStatus;
use engine::Command;
use engine::command::{ApproveTimesheets, HeldAct, LockPeriod, SettleHeld, TimesheetCommand};
use engine::query;
use jiff::civil::Date;

use super::World;

/// How many periods back a manager looks.
const PERIODS: usize = 4;
/// How many held ops a manager looks at.
const HELD_MAX: usize = 50;

impl World {
    pub(super) fn approve(&mut self, back: usize) {
        let Some(first) = self.period(back) else {
            return;
        };
        let now = self.server_now();
        let sheets = self.snapshot().and_then(|view| {
            let found = query::timesheets(&view, first, now).ok()??;
            let open = |sheet: &query::SheetSummary| sheet.status != SheetStatus::Approved;
            let sheets = found.sheets.into_iter().filter(open);
            Some(sheets.map(|sheet| (sheet.employee, sheet.hash)).collect())
        });
        let Some(sheets) = sheets else { return };
        self.sheet(TimesheetCommand::Approve(ApproveTimesheets {
            first,
            sheets,
            note: String::new(),
        }));
    }

    pub(super) fn lock(&mut self, back: usize) {
        if let Some(first) = self.period(back) {
            self.sheet(TimesheetCommand::LockPeriod(LockPeriod {
                first,
                pay_run: None,
                note: String::new(),
            }));
        }
    }

    pub(super) fn unlock(&mut self, back: usize) {
        if let Some(first) = self.period(back) {
            let reason = "locked too early".to_owned();
            self.sheet(TimesheetCommand::UnlockPeriod(first, reason));
        }
    }

    pub(super) fn settle_late(&mut self, which: usize, accept: bool) {
        let pending = self
            .snapshot()
            .and_then(|view| query::late_pending(&view).ok());
        let pending = pending.unwrap_or_default();
        let Some(late) = pending.get(which % pending.len().max(1)) else {
            return;
        };
        self.touched.insert(late.entry);
        let (entry, seen, reason) = (late.entry, late.hash, "looked at".to_owned());
        self.sheet(if accept {
            TimesheetCommand::AcceptLate(entry, seen, reason)
        } else {
            TimesheetCommand::DeclineLate(entry, seen, reason)
        });
    }

    pub(super) fn settle_held(&mut self, which: usize, act: HeldAct) {
        let held = self
            .snapshot()
            .and_then(|view| query::quarantine(&view, HELD_MAX, |_| true).ok());
        let held = held.unwrap_or_default();
        if let Some((position, _)) = held.get(which % held.len().max(1)) {
            self.office(Command::SettleHeld(SettleHeld {
                positions: vec![*position],
                act,
                reason: "looked at".to_owned(),
            }));
        }
    }

    /// The server judges again what waited for something that has happened.
    pub(super) fn judge_again(&self) {
        let Some(running) = &self.running else { return };
        let now = self.server_now();
        while let Ok(true) = running.store.judge_again(self.firm.company, now).wait() {}
    }

    fn sheet(&mut self, command: TimesheetCommand) {
        self.office(Command::Timesheet(command));
    }

    /// The first date of a period, so many before this one.
    fn period(&self, back: usize) -> Option<Date> {
        let now = self.server_now();
        let periods = query::periods(&self.snapshot()?, now, PERIODS).ok()?;
        let period = periods.get(back % periods.len().max(1));
        period.map(|period| period.dates.first)
    }
}
