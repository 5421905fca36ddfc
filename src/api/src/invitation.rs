//! Invitations: issuing and revoking them in the office, and spending their code on a phone or in
//! a browser.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::company::Language;
use crate::id;
use crate::page::list_query;

/// What an invitation lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Enrol a phone.
    Device,
    /// Open an account with a password, for the office.
    Account,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// It can be used.
    Open,
    /// It was spent.
    Used,
    /// It was withdrawn.
    Revoked,
    /// Its time is over.
    Expired,
}

/// What has become of its mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailStatus {
    /// The server has no mail server.
    NotConfigured,
    /// The employee has no address.
    NoAddress,
    /// It is on its way.
    Queued,
    /// The mail server took it.
    Sent,
    /// The mail server refused it; see `mail_problem`.
    Failed,
}

/// An invitation to issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// What for.
    pub purpose: Purpose,
}

/// An invitation, without its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The invitation.
    pub id: id::InvitationId,
    /// Who is invited.
    pub employee: id::EmployeeId,
    /// The employee's name.
    pub employee_name: String,
    /// What for.
    pub purpose: Purpose,
    /// The name of who invited.
    pub issued_by: String,
    /// When.
    pub issued_at: Timestamp,
    /// The last instant it can be used.
    pub expires_at: Timestamp,
    /// What has become of it.
    pub status: InvitationStatus,
    /// When it was spent or withdrawn.
    pub ended_at: Option<Timestamp>,
    /// What has become of its mail.
    pub mail: MailStatus,
    /// What the mail server said, when it failed.
    pub mail_problem: Option<String>,
    /// The state, to name in `If-Match`.
    pub hash: String,
}

list_query! {
    /// Which invitations of an employee to list.
    InvitationsQuery {
        /// Only those with this text in the name of who invited.
        q,
        /// The order: `-issued_at` when left out, or `expires_at`; with `-` before it the other way round.
        sort,
        /// Only those of which this has become.
        status: Option<InvitationStatus>,
    }
}

/// An invitation with what its holder needs, while it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationWithCode {
    /// The invitation.
    pub invitation: Invitation,
    /// The code as it is typed, `XXXX-XXXX-XXXX`; absent once it is not open.
    pub code: Option<String>,
    /// The link that opens the app with the code.
    pub link: Option<String>,
    /// The link as a QR code: an SVG document.
    pub qr_svg: Option<String>,
}

/// A code to look at. Changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookRequest {
    /// The code, with or without hyphens, in any case.
    pub code: String,
}

/// What an open invitation says to its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationLook {
    /// The company's name.
    pub company_name: String,
    /// The first name of who is invited.
    pub first_name: String,
    /// What for.
    pub purpose: Purpose,
    /// The last instant it can be used.
    pub expires_at: Timestamp,
    /// The company's language.
    pub language: Language,
}

/// Spends a code to enrol this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The code.
    pub code: String,
    /// The device's Ed25519 public key: 32 bytes in base64url without padding.
    pub public_key: String,
    /// What the device calls itself, such as `Chrome on Android`.
    pub device_name: String,
}

/// What an enrolled device is to know. The same request gives the same answer again, so that a
/// phone that lost it can repeat it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// The company.
    pub company: id::CompanyId,
    /// Its name.
    pub company_name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The company's language.
    pub language: Language,
    /// The device.
    pub device: id::DeviceId,
    /// The log that it alone writes.
    pub log: id::LogId,
    /// The secret of the log, from which the salts of its chain come: 32 bytes in base64url without
    /// padding. Known to the device and the server alone.
    pub log_secret: String,
    /// Whose it is.
    pub member: id::MemberId,
    /// The employee.
    pub employee: id::EmployeeId,
    /// The employee's name.
    pub employee_name: String,
    /// The server's Ed25519 public key, which signs receipts: base64url.
    pub server_public_key: String,
    /// The journal's epoch.
    pub epoch: u64,
    /// The server's clock.
    pub server_time: Timestamp,
}

/// Spends a code to open an account, or to link the account of that address whose password this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptRequest {
    /// The code.
    pub code: String,
    /// The e-mail address to sign in with.
    pub email: String,
    /// The password, 12 characters or more.
    pub password: String,
}
