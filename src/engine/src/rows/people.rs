//! Rows of the company, its people, their devices and invitations.

use domain::{AccountId, CompanyId, DeviceId, EmployeeId, LogId, MemberId};
use jiff::Timestamp;
use oplog::PublicKey;
use oplog::v1::payload::{InvitationPurpose, RoleTag};
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::table::Table;

/// The company. Key: empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRow {
    /// Its id.
    #[serde(with = "wire::id")]
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail, `en` or `es`.
    pub language: String,
    /// When it began.
    #[serde(with = "wire::instant")]
    pub founded_at: Timestamp,
}

/// An employee. Key: employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployeeRow {
    /// The name.
    pub name: String,
    /// The e-mail address, or empty.
    pub email: String,
    /// The firm's number for the person, or empty.
    pub number: String,
    /// The person's place in the company.
    #[serde(with = "wire::id_option")]
    pub member: Option<MemberId>,
    /// Since when the person has left, by the author's clock.
    #[serde(with = "wire::instant_option")]
    pub archived_at: Option<Timestamp>,
}

/// A member. Key: member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// The employee record.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The role.
    pub role: RoleTag,
    /// The account that signs in as this member, if there is one.
    #[serde(with = "wire::id_option")]
    pub account: Option<AccountId>,
}

/// Why and when a device was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// Why.
    pub reason: String,
}

/// A device. Key: device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Who uses it.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// The log that it was enrolled with.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// Its public key.
    pub public_key: PublicKey,
    /// What it calls itself.
    pub name: String,
    /// When it was enrolled.
    #[serde(with = "wire::instant")]
    pub enrolled_at: Timestamp,
    /// Set once it may write no more.
    pub revoked: Option<Revocation>,
    /// The logs that branched off, the oldest first: its storage was copied, or set back.
    pub forks: Vec<Fork>,
}

/// A log that branched off another of its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// The log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// When the server found it.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
}

/// Who writes a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Writer {
    /// The server, for members who signed in and for itself.
    Server,
    /// A device, for its member.
    Device(#[serde(with = "wire::id")] DeviceId),
}

/// A log as the journal knows it. Key: log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Who writes it.
    pub writer: Writer,
    /// The start of the app that its last op came from.
    pub boot_id: u64,
    /// The monotonic clock of its last op, in milliseconds since that start.
    pub monotonic_ms: u64,
    /// The wall clock of its last op.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationState {
    /// It can be used until it expires.
    Open,
    /// It was spent.
    Used {
        /// When.
        #[serde(with = "wire::instant")]
        at: Timestamp,
    },
    /// It was withdrawn.
    Revoked {
        /// When.
        #[serde(with = "wire::instant")]
        at: Timestamp,
    },
}

/// An invitation. Key: invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Who is invited.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// For a phone or for an account.
    pub purpose: InvitationPurpose,
    /// Who invited.
    #[serde(with = "wire::id")]
    pub issued_by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub issued_at: Timestamp,
    /// The last instant it can be used.
    #[serde(with = "wire::instant")]
    pub expires_at: Timestamp,
    /// What became of it.
    pub state: InvitationState,
    /// The result of mailing it: `None` not tried, empty taken by the mail server.
    pub mail_problem: Option<String>,
}

impl InvitationRow {
    /// Whether it can be used at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Open && now <= self.expires_at
    }
}

impl Row for CompanyRow {
    const TABLE: Table = Table::Company;
}

impl Row for EmployeeRow {
    const TABLE: Table = Table::Employee;
}

impl Row for MemberRow {
    const TABLE: Table = Table::Member;
}

impl DeviceRow {
    /// Every log that it writes or has written, the one of its enrolment first.
    pub fn logs(&self) -> impl Iterator<Item = LogId> {
        std::iter::once(self.log).chain(self.forks.iter().map(|fork| fork.log))
    }
}

impl Row for DeviceRow {
    const TABLE: Table = Table::Device;
}

impl Row for LogRow {
    const TABLE: Table = Table::Log;
}

impl Row for InvitationRow {
    const TABLE: Table = Table::Invitation;
}
