//! A held statement as an answer: who stated it, what it says, and what became of it.

use api::held::{Held, HeldEvent, HeldState, Said};
use domain::{CostCodeId, DeviceId, EmployeeId, JobId, MemberId, TimeEntryId};
use engine::again;
use engine::import::standing;
use engine::judge::fields_set;
use engine::query;
use engine::rows::{JudgedAgain, QuarantineRow, Row as _};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::{Op, Payload};
use store::CompanySnapshot;

use crate::auth::member::Member;
use crate::http::entry_shape::{field, kind_name};
use crate::http::problem::Refused;
use crate::http::shape::{Names, hash_text};

/// Who stated something, and through what.
pub(super) struct Author {
    /// The person's name, or empty.
    pub(super) name: String,
    /// The person.
    pub(super) employee: Option<EmployeeId>,
    /// The device.
    pub(super) device: Option<DeviceId>,
    /// What the device calls itself.
    pub(super) device_name: Option<String>,
}

/// Shapes held statements for a member.
pub(super) struct HeldShape<'a> {
    member: &'a Member,
    view: &'a CompanySnapshot,
    names: Names<'a>,
}

impl<'a> HeldShape<'a> {
    pub(super) fn new(member: &'a Member, view: &'a CompanySnapshot) -> Self {
        Self {
            member,
            view,
            names: Names::new(view),
        }
    }

    /// Who stated it.
    pub(super) fn author(&self, row: &QuarantineRow) -> Result<Author, Refused> {
        let person = self.names.member(row.actor)?;
        let device = query::device_of(self.view, row.log)?;
        Ok(Author {
            employee: person.as_ref().map(|person| person.id.0),
            name: person.map(|person| person.name).unwrap_or_default(),
            device_name: device.as_ref().map(|(_, device)| device.name.clone()),
            device: device.map(|(id, _)| id),
        })
    }

    /// The statement.
    pub(super) fn held(&self, position: u64, row: &QuarantineRow) -> Result<Held, Refused> {
        let author = self.author(row)?;
        let may = |verdict| again::may_settle(self.view, self.member.id, row, verdict);
        let set_aside = Verdict::Quarantined(Why::SetAside);
        let (can_release, can_set_aside, can_take_back) = if row.is_final() {
            (false, false, false)
        } else {
            let released = again::verdict_now(self.view, row, true)?;
            let counts = again::takes_effect(row, released);
            let settles = may(set_aside)?;
            (
                counts && may(released)?,
                settles && row.is_held(),
                settles && row.is_set_aside(),
            )
        };
        let since = row.again.iter().map(|again| self.event(row, again));
        Ok(Held {
            position,
            kind: kind(row).to_owned(),
            actor: author.name,
            actor_employee: author.employee.map(Into::into),
            device: author.device_name,
            device_id: author.device.map(Into::into),
            at: row.at,
            received_at: row.received_at,
            state: state_of(row),
            reason: code_of(row).to_owned(),
            said: self.said(row)?,
            since: since.collect::<Result<_, _>>()?,
            can_release,
            can_set_aside,
            can_take_back,
            hash: hash_text(row.hash()),
        })
    }

    fn event(&self, row: &QuarantineRow, again: &JudgedAgain) -> Result<HeldEvent, Refused> {
        Ok(HeldEvent {
            position: again.position,
            at: again.at,
            by: self.names.member(again.by)?.map(|by| by.name),
            state: state(
                again.verdict,
                row.is_held() || row.again.last() != Some(again),
            ),
            reason: code(again.verdict).map(str::to_owned),
            note: again.reason.clone(),
        })
    }

    fn said(&self, row: &QuarantineRow) -> Result<Said, Refused> {
        let Ok(op) = Op::decode(&row.bytes) else {
            return Ok(Said::default());
        };
        match self.said_about_time(&op)? {
            Some(mut said) => {
                said.fields = fields_set(&op.payload).into_iter().map(field).collect();
                Ok(said)
            }
            None => self.said_about_work(&op),
        }
    }

    fn said_about_time(&self, op: &Op) -> Result<Option<Said>, Refused> {
        use Payload as P;
        let (at, text) = (Some(op.envelope.at), str::to_owned);
        let mut said = match &op.payload {
            P::ClockedIn(said) => Said {
                employee: self.employee(said.employee),
                job: self.names.job(said.job)?,
                cost_code: self.names.cost_code(said.cost_code)?,
                start: at,
                text: text(&said.note),
                ..Said::default()
            },
            P::JobSwitched(said) => Said {
                employee: self.employee(said.employee),
                job: self.names.job(said.job)?,
                cost_code: self.names.cost_code(said.cost_code)?,
                start: at,
                text: text(&said.note),
                ..Said::default()
            },
            P::EntryAdded(said) => Said {
                employee: self.employee(said.employee),
                job: self.names.job(said.job)?,
                cost_code: self.names.cost_code(said.cost_code)?,
                start: Some(said.start),
                end: Some(said.end),
                text: text(&said.reason),
                ..Said::default()
            },
            P::EntryEdited(said) => Said {
                start: said.start,
                end: said.end,
                job: self.names.job(said.job.flatten())?,
                cost_code: self.names.cost_code(said.cost_code.flatten())?,
                text: text(&said.reason),
                ..Said::default()
            },
            P::ClockedOut(_) | P::BreakEnded(_) => Said {
                end: at,
                ..Said::default()
            },
            P::BreakStarted(_) => Said {
                start: at,
                ..Said::default()
            },
            P::EntryVoided(said) => with_text(&said.reason),
            P::EntryRestored(said) => with_text(&said.reason),
            P::ExceptionsSettled(said) => with_text(&said.note),
            _about_something_else => return Ok(None),
        };
        let entry: TimeEntryId = op.subject();
        said.entry = Some(entry.into());
        if said.employee.is_none() {
            let row = standing::entry(self.view, entry)?;
            said.employee = row.and_then(|row| self.employee(row.employee));
        }
        Ok(Some(said))
    }

    fn said_about_work(&self, op: &Op) -> Result<Said, Refused> {
        use Payload as P;
        Ok(match &op.payload {
            P::EmployeeAdded(said) => with_text(&said.name),
            P::JobAdded(said) => with_text(&said.name),
            P::CostCodeAdded(said) => with_text(&said.name),
            P::EmployeeChanged(_) | P::EmployeeArchived(_) | P::EmployeeRestored(_) => Said {
                employee: self.employee(op.subject()),
                ..Said::default()
            },
            P::MemberAdded(said) => Said {
                employee: self.employee(said.employee),
                ..Said::default()
            },
            P::MemberRoleChanged(_) => Said {
                employee: self.names.member(op.subject::<MemberId>())?,
                ..Said::default()
            },
            P::JobChanged(_) | P::JobArchived(_) | P::JobRestored(_) => Said {
                job: self.names.job(Some(op.subject::<JobId>()))?,
                ..Said::default()
            },
            P::CostCodeChanged(_) | P::CostCodeArchived(_) | P::CostCodeRestored(_) => Said {
                cost_code: self.names.cost_code(Some(op.subject::<CostCodeId>()))?,
                ..Said::default()
            },
            _says_nothing_more => Said::default(),
        })
    }

    /// An employee, if there is one: a held statement may be about nobody.
    fn employee(&self, id: EmployeeId) -> Option<api::employee::EmployeeBrief> {
        self.names.employee(id).ok()
    }
}

fn with_text(text: &str) -> Said {
    Said {
        text: text.to_owned(),
        ..Said::default()
    }
}

/// The name of what kind of statement it is.
pub(super) fn kind(row: &QuarantineRow) -> &'static str {
    kind_name(row.kind).unwrap_or("Unknown")
}

/// Where something of this verdict stands.
pub(super) const fn state_of(row: &QuarantineRow) -> HeldState {
    state(row.verdict, row.is_held())
}

const fn state(verdict: Verdict, is_held: bool) -> HeldState {
    match verdict {
        Verdict::Applied => HeldState::Counted,
        Verdict::Superseded => HeldState::Superseded,
        Verdict::Quarantined(Why::SetAside) => HeldState::SetAside,
        Verdict::Quarantined(Why::PeriodLocked) if !is_held => HeldState::Late,
        Verdict::Parked | Verdict::Quarantined(_) => HeldState::Held,
    }
}

/// The code of why a statement does not count, or last did not.
pub(super) fn code_of(row: &QuarantineRow) -> &'static str {
    let earlier = row.again.iter().rev().map(|again| again.verdict);
    let verdicts = std::iter::once(row.verdict).chain(earlier);
    let mut reasons = verdicts.chain([row.first]).filter_map(code);
    reasons.find(|code| *code != SET_ASIDE).unwrap_or(SET_ASIDE)
}

const SET_ASIDE: &str = "set_aside";

const fn code(verdict: Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Applied | Verdict::Superseded => return None,
        Verdict::Parked => "parked",
        Verdict::Quarantined(why) => match why {
            Why::NotPermitted => "not_permitted",
            Why::WrongActor => "wrong_actor",
            Why::DeviceRevoked => "device_revoked",
            Why::UnknownSubject => "unknown_subject",
            Why::IdReused => "id_reused",
            Why::Unreadable => "unreadable",
            Why::BreaksRule => "breaks_rule",
            Why::EmployeeArchived => "employee_archived",
            Why::SetAside => SET_ASIDE,
            Why::PeriodLocked => "period_locked",
        },
    })
}
