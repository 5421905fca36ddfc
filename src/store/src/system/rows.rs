//! The stored shapes of system data. Never edited once released: a change is a new shape in a
//! table of a new version.

use domain::{AccountId, CompanyId, InvitationId, MemberId};
use jiff::Timestamp;
use oplog::wire;
use serde::{Deserialize, Serialize};

/// How a secret that someone shows is kept: its keyed hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// A person who can sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The e-mail address as it was typed, trimmed.
    pub email: String,
    /// The name.
    pub name: String,
    /// The password's hash with its parameters, as a PHC string.
    pub password: String,
    /// The language of the office, `en` or `es`.
    pub language: String,
    /// Since when.
    #[serde(with = "wire::instant")]
    pub created_at: Timestamp,
    /// When the password was last set.
    #[serde(with = "wire::instant")]
    pub password_changed_at: Timestamp,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(..)")
    }
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who.
    #[serde(with = "wire::id")]
    pub account: AccountId,
    /// Since when.
    #[serde(with = "wire::instant")]
    pub created_at: Timestamp,
    /// When it was last noted as used.
    #[serde(with = "wire::instant")]
    pub last_used_at: Timestamp,
    /// The last instant that it is good for.
    #[serde(with = "wire::instant")]
    pub expires_at: Timestamp,
}

/// Which invitation a code stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationCode {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The invitation.
    #[serde(with = "wire::id")]
    pub invitation: InvitationId,
    /// The last instant that it is good for.
    #[serde(with = "wire::instant")]
    pub expires_at: Timestamp,
}

/// Whose password a code resets. Key: code hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// The account.
    #[serde(with = "wire::id")]
    pub account: AccountId,
    /// The last instant that the code is good for.
    #[serde(with = "wire::instant")]
    pub expires_at: Timestamp,
}

/// Whose hours a calendar link leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFeed {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The member.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// The account that made it: the link ends with its membership.
    #[serde(with = "wire::id")]
    pub account: AccountId,
    /// Since when.
    #[serde(with = "wire::instant")]
    pub made_at: Timestamp,
}

/// A company in the directory. Its name is in its own views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyEntry {
    /// Since when.
    #[serde(with = "wire::instant")]
    pub created_at: Timestamp,
    /// Why nothing is written for it any more, if that is so.
    pub stopped: Option<String>,
}

/// The set-up code that guards the first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The code's hash.
    pub code: TokenHash,
    /// When it was used.
    #[serde(with = "wire::instant_option")]
    pub used_at: Option<Timestamp>,
}

/// Who is whom in a company. Key: account, company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MembershipRow {
    #[serde(with = "wire::id")]
    pub(crate) member: MemberId,
}

/// What a security event is about. Kinds only ever get added, at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecurityEventKind {
    /// Someone signed in.
    SignedIn,
    /// A sign-in with a wrong address or password.
    SignInRefused,
    /// A sign-in was put off because there were too many.
    SignInThrottled,
    /// Someone signed out.
    SignedOut,
    /// A password was set.
    PasswordChanged,
    /// An account was opened.
    AccountCreated,
    /// A company was founded.
    CompanyFounded,
    /// A wrong or used set-up code.
    SetupRefused,
    /// An invitation was spent.
    InvitationSpent,
    /// A wrong, used or expired invitation code.
    InvitationRefused,
    /// A device was enrolled.
    DeviceEnrolled,
    /// A device without a valid signature, or one that was revoked.
    DeviceRefused,
    /// Every other session of an account was ended.
    SessionsEnded,
    /// A calendar link was made, in place of the one before.
    CalendarLinkMade,
    /// A calendar link was ended.
    CalendarLinkEnded,
    /// An access token was made.
    AccessTokenMade,
    /// An access token was revoked.
    AccessTokenRevoked,
    /// An access token that is not known, or over, was shown.
    AccessTokenRefused,
    /// An operator made a code that resets a password.
    PasswordResetMade,
    /// A wrong, used or expired code to reset a password.
    PasswordResetRefused,
    /// A copy of everything on the server was taken away.
    BackupTaken,
}

/// Something worth knowing when an account or a server may have been attacked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// What.
    pub kind: SecurityEventKind,
    /// Whose account, where one is known.
    #[serde(with = "wire::id_option")]
    pub account: Option<AccountId>,
    /// In which company, where one is known.
    #[serde(with = "wire::id_option")]
    pub company: Option<CompanyId>,
    /// From which network address, or empty.
    pub address: String,
}
