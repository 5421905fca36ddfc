//! Changing system data. A change that touches a company commits with its command.

use domain::{AccountId, CompanyId, MemberId};
use jiff::Timestamp;

use super::answer::{self, KeptAnswer};
use super::feed;
use super::read::{email_key, tokens_of};
use super::reset;
use super::rows::{
    Account, CalendarFeed, CompanyEntry, InvitationCode, MembershipRow, PasswordReset,
    SecurityEvent, Session, Setup, TokenHash,
};
use super::token::{self, AccessToken, AccessTokenPlace, TokenKey};
use crate::error::{Failure, WriteError};
use crate::open::Store;
use crate::outbox::{self, OutboxKey, OutboxResult};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::AccountRef;
use crate::unit::Unit;
use crate::view::number_of;
use crate::writer::reply::Reply;

/// One change of system data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SystemChange {
    /// Open an account; its id and address must be new.
    CreateAccount {
        /// The account.
        account: AccountId,
        /// What it holds.
        row: Account,
    },
    /// Refuse the changes that come with this one when the account has another password by now:
    /// what rests on a password that was checked must not outlive it.
    ExpectPassword {
        /// The account.
        account: AccountId,
        /// The account as it was when its password was checked.
        seen: Account,
    },
    /// Replace what an account holds.
    PutAccount {
        /// The account.
        account: AccountId,
        /// What it holds from now on.
        row: Account,
    },
    /// Make an account a member of a company.
    PutMembership {
        /// The account.
        account: AccountId,
        /// The company.
        company: CompanyId,
        /// Its place there.
        member: MemberId,
    },
    /// End an account's membership.
    RemoveMembership {
        /// The account.
        account: AccountId,
        /// The company.
        company: CompanyId,
    },
    /// Begin a session.
    PutSession {
        /// The token's hash.
        token: TokenHash,
        /// The session.
        session: Session,
    },
    /// Let a session go on under a new token; the old one works until `until`. It must still be
    /// there.
    RotateSession {
        /// The old token's hash.
        old: TokenHash,
        /// When the old token ends.
        until: Timestamp,
        /// The new token's hash.
        token: TokenHash,
        /// The session under it.
        session: Session,
    },
    /// Note that a session was used; nothing when it is gone.
    TouchSession {
        /// The token's hash.
        token: TokenHash,
        /// When.
        at: Timestamp,
    },
    /// End a session.
    EndSession {
        /// The token's hash.
        token: TokenHash,
    },
    /// End the sessions of an account.
    EndSessionsOf {
        /// The account.
        account: AccountId,
        /// The one that stays.
        except: Option<TokenHash>,
    },
    /// Forget sessions, codes, access tokens and kept answers that are past their time.
    EndExpired {
        /// Now.
        now: Timestamp,
    },
    /// Let a code stand for an invitation.
    PutInvitationCode {
        /// The code's hash.
        code: TokenHash,
        /// What it stands for.
        row: InvitationCode,
    },
    /// Forget a code.
    RemoveInvitationCode {
        /// The code's hash.
        code: TokenHash,
    },
    /// Let a code reset the password of an account, once.
    PutPasswordReset {
        /// The code's hash.
        code: TokenHash,
        /// Whose password, and until when.
        row: PasswordReset,
    },
    /// Spend a code that resets a password; it must be good still.
    SpendPasswordReset {
        /// The code's hash.
        code: TokenHash,
        /// Now.
        now: Timestamp,
    },
    /// Make a member's calendar link, in place of the one before.
    PutCalendarFeed {
        /// The token's hash.
        token: TokenHash,
        /// Whose hours it leads to.
        row: CalendarFeed,
    },
    /// End a member's calendar link; nothing when there is none.
    RemoveCalendarFeed {
        /// The company.
        company: CompanyId,
        /// The member.
        member: MemberId,
    },
    /// Make an access token of a member, who may have only so many.
    PutAccessToken {
        /// Whose it is.
        place: AccessTokenPlace,
        /// The token's hash, and what else is known of it.
        row: AccessToken,
    },
    /// Note that an access token was used; nothing when it is gone.
    TouchAccessToken {
        /// Which.
        place: AccessTokenPlace,
        /// When.
        at: Timestamp,
    },
    /// Revoke an access token; nothing when it is gone.
    RemoveAccessToken {
        /// Which.
        place: AccessTokenPlace,
    },
    /// Sign the tokens that programs carry with this key from now on, unless the one in use was
    /// made after `due`; keys whose successor was made before `over` are forgotten.
    RotateTokenKey {
        /// The new key.
        key: TokenKey,
        /// A key made after this is still good.
        due: Timestamp,
        /// What keys replaced before this have signed is over.
        over: Timestamp,
    },
    /// Keep what a request with an idempotency key was answered.
    KeepAnswer(KeptAnswer),
    /// Make or replace the set-up code, as long as none was used.
    PutSetup {
        /// The code's hash.
        code: TokenHash,
    },
    /// Use the set-up code.
    UseSetup {
        /// The code's hash.
        code: TokenHash,
        /// When.
        at: Timestamp,
    },
    /// Write for a stopped company again.
    ResumeCompany {
        /// The company.
        company: CompanyId,
    },
    /// Say how delivering an effect went.
    SettleOutbox {
        /// Which effect.
        key: OutboxKey,
        /// How it went.
        result: OutboxResult,
    },
    /// Add a security event.
    Note(SecurityEvent),
}

/// Why system data does not allow a change. Nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SystemConflict {
    /// Another account has the e-mail address.
    #[error("another account has this e-mail address")]
    EmailTaken,
    /// The account's id is used.
    #[error("there is an account with this id already")]
    AccountExists,
    /// There is no such account.
    #[error("there is no such account")]
    AccountMissing,
    /// The code stands for another invitation.
    #[error("the code stands for another invitation")]
    CodeTaken,
    /// The set-up code was used.
    #[error("the set-up code was used already")]
    SetupUsed,
    /// It is not the set-up code.
    #[error("this is not the set-up code")]
    SetupWrong,
    /// The password that was checked is not the account's any more.
    #[error("the password changed meanwhile")]
    PasswordChanged,
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// The code does not reset a password, or not any more.
    #[error("the code does not reset a password any more")]
    ResetSpent,
    /// The member has as many access tokens as one may have.
    #[error("the member has as many access tokens as one may have")]
    TooManyAccessTokens,
}

impl SystemConflict {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmailTaken => "email_taken",
            Self::AccountExists => "account_exists",
            Self::AccountMissing => "account_missing",
            Self::CodeTaken => "code_taken",
            Self::SetupUsed => "setup_used",
            Self::SetupWrong => "setup_wrong",
            Self::PasswordChanged => "password_changed",
            Self::SessionOver => "session_over",
            Self::ResetSpent => "reset_spent",
            Self::TooManyAccessTokens => "too_many_access_tokens",
        }
    }
}

/// Why a change of system data was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SystemError {
    /// What is there does not allow it.
    #[error(transparent)]
    Conflict(#[from] SystemConflict),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl SystemError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict(conflict) => conflict.code(),
            Self::Write(error) => error.code(),
        }
    }
}

impl Store {
    /// Makes changes of system data, all or none.
    pub fn change_system(&self, changes: Vec<SystemChange>) -> Reply<(), SystemError> {
        self.submit(None, changes.len() as u64, move |unit| apply(unit, changes))
    }
}

/// Makes changes in a unit of work.
pub(crate) fn apply<E: From<SystemConflict>>(
    unit: &mut Unit<'_, '_>,
    changes: Vec<SystemChange>,
) -> Result<(), Failure<E>> {
    for change in changes {
        one(unit, change).map_err(|failure| match failure {
            Failure::Refused(conflict) => Failure::Refused(E::from(conflict)),
            Failure::Fault(error) => Failure::Fault(error),
        })?;
    }
    Ok(())
}

type Made = Result<(), Failure<SystemConflict>>;

fn one(unit: &mut Unit<'_, '_>, change: SystemChange) -> Made {
    use SystemChange as C;
    match change {
        C::CreateAccount { account, row } => create_account(unit, account, &row),
        C::PutAccount { account, row } => put_account(unit, account, &row),
        C::PutMembership {
            account,
            company,
            member,
        } => {
            let key = [account.to_bytes(), company.to_bytes()].concat();
            unit.put_row(Room::Membership, &key, &MembershipRow { member });
            Ok(())
        }
        C::RemoveMembership { account, company } => {
            unit.remove(
                Room::Membership,
                &[account.to_bytes(), company.to_bytes()].concat(),
            );
            Ok(())
        }
        C::ExpectPassword { account, seen } => expect_password(unit, account, &seen),
        C::PutSession { token, session } => {
            put_session(unit, token, &session);
            Ok(())
        }
        C::RotateSession {
            old,
            until,
            token,
            session,
        } => {
            let Some(row) = unit.row::<Session>(Room::Session, &old.0)? else {
                return Err(Failure::Refused(SystemConflict::SessionOver));
            };
            let expires_at = until.min(row.expires_at);
            put_session(unit, old, &Session { expires_at, ..row });
            put_session(unit, token, &session);
            Ok(())
        }
        C::TouchSession { token, at } => {
            if let Some(session) = unit.row::<Session>(Room::Session, &token.0)? {
                unit.put_row(
                    Room::Session,
                    &token.0,
                    &Session {
                        last_used_at: at,
                        ..session
                    },
                );
            }
            Ok(())
        }
        C::EndSession { token } => end_session(unit, token),
        C::EndSessionsOf { account, except } => {
            let tokens = tokens_of(unit, account)?;
            tokens
                .into_iter()
                .filter(|token| Some(*token) != except)
                .try_for_each(|token| end_session(unit, token))
        }
        C::EndExpired { now } => end_expired(unit, now),
        C::PutInvitationCode { code, row } => put_code(unit, code, &row),
        C::RemoveInvitationCode { code } => {
            unit.remove(Room::InvitationCode, &code.0);
            Ok(())
        }
        C::PutPasswordReset { code, row } => {
            unit.put_row(Room::PasswordReset, &code.0, &row);
            Ok(())
        }
        C::SpendPasswordReset { code, now } => reset::spend(unit, code, now),
        C::PutCalendarFeed { token, row } => feed::put(unit, token, &row),
        C::RemoveCalendarFeed { company, member } => feed::remove(unit, company, member),
        C::PutAccessToken { place, row } => token::put(unit, place, &row),
        C::TouchAccessToken { place, at } => token::touch(unit, place, at),
        C::RemoveAccessToken { place } => token::remove(unit, place),
        C::RotateTokenKey { key, due, over } => token::rotate(unit, &key, due, over),
        C::KeepAnswer(kept) => {
            answer::put(unit, &kept);
            Ok(())
        }
        C::PutSetup { code } => put_setup(unit, code),
        C::UseSetup { code, at } => use_setup(unit, code, at),
        C::ResumeCompany { company } => {
            let key = company.to_bytes();
            if let Some(entry) = unit.row::<CompanyEntry>(Room::CompanyEntry, &key)? {
                unit.put_row(
                    Room::CompanyEntry,
                    &key,
                    &CompanyEntry {
                        stopped: None,
                        ..entry
                    },
                );
            }
            Ok(())
        }
        C::SettleOutbox { key, result } => Ok(outbox::settle(unit, key, result)?),
        C::Note(event) => {
            let last = unit.last(Room::SecurityEvent, &[], &[])?;
            let number = last.map_or(1, |(key, _)| number_of(&key).saturating_add(1));
            unit.put_row(Room::SecurityEvent, &number.to_be_bytes(), &event);
            Ok(())
        }
    }
}

fn create_account(unit: &mut Unit<'_, '_>, account: AccountId, row: &Account) -> Made {
    if unit.get(Room::Account, &account.to_bytes())?.is_some() {
        return Err(Failure::Refused(SystemConflict::AccountExists));
    }
    claim_email(unit, account, &row.email)?;
    unit.put_row(Room::Account, &account.to_bytes(), row);
    Ok(())
}

fn put_account(unit: &mut Unit<'_, '_>, account: AccountId, row: &Account) -> Made {
    let Some(old) = unit.row::<Account>(Room::Account, &account.to_bytes())? else {
        return Err(Failure::Refused(SystemConflict::AccountMissing));
    };
    claim_email(unit, account, &row.email)?;
    let (old, new) = (
        email_key(unit.keys(), &old.email),
        email_key(unit.keys(), &row.email),
    );
    if old != new {
        unit.remove(Room::AccountByEmail, &old);
    }
    unit.put_row(Room::Account, &account.to_bytes(), row);
    Ok(())
}

fn claim_email(unit: &mut Unit<'_, '_>, account: AccountId, email: &str) -> Made {
    let key = email_key(unit.keys(), email);
    let holder: Option<AccountRef> = unit.row(Room::AccountByEmail, &key)?;
    if holder.is_some_and(|holder| holder.account != account) {
        return Err(Failure::Refused(SystemConflict::EmailTaken));
    }
    unit.put_row(Room::AccountByEmail, &key, &AccountRef { account });
    Ok(())
}

fn by_account(account: AccountId, token: TokenHash) -> Vec<u8> {
    [account.to_bytes().as_slice(), &token.0].concat()
}

fn expect_password(unit: &Unit<'_, '_>, account: AccountId, seen: &Account) -> Made {
    let row: Option<Account> = unit.row(Room::Account, &account.to_bytes())?;
    match row {
        None => Err(Failure::Refused(SystemConflict::AccountMissing)),
        Some(row) if row.password != seen.password => {
            Err(Failure::Refused(SystemConflict::PasswordChanged))
        }
        Some(_) => Ok(()),
    }
}

fn put_session(unit: &mut Unit<'_, '_>, token: TokenHash, session: &Session) {
    let key = by_account(session.account, token);
    unit.put(Room::SessionByAccount, &key, Vec::new());
    unit.put_row(Room::Session, &token.0, session);
}

fn end_session(unit: &mut Unit<'_, '_>, token: TokenHash) -> Made {
    if let Some(session) = unit.row::<Session>(Room::Session, &token.0)? {
        unit.remove(Room::Session, &token.0);
        unit.remove(Room::SessionByAccount, &by_account(session.account, token));
    }
    Ok(())
}

fn end_expired(unit: &mut Unit<'_, '_>, now: Timestamp) -> Made {
    let mut sessions = Vec::new();
    plain::scan(unit, Room::Session, &[], |key, value| {
        let session: Session = plain::decode(Room::Session, value)?;
        sessions.extend(
            key.first_chunk()
                .copied()
                .map(TokenHash)
                .filter(|_| session.expires_at < now),
        );
        Ok(())
    })?;
    let mut codes = Vec::new();
    plain::scan(unit, Room::InvitationCode, &[], |key, value| {
        let code: InvitationCode = plain::decode(Room::InvitationCode, value)?;
        codes.extend((code.expires_at < now).then(|| key.to_vec()));
        Ok(())
    })?;
    for token in sessions {
        end_session(unit, token)?;
    }
    for code in codes {
        unit.remove(Room::InvitationCode, &code);
    }
    reset::end_expired(unit, now)?;
    token::end_expired(unit, now)?;
    answer::end_expired(unit, now)
}

fn put_code(unit: &mut Unit<'_, '_>, code: TokenHash, row: &InvitationCode) -> Made {
    let held: Option<InvitationCode> = unit.row(Room::InvitationCode, &code.0)?;
    if held.is_some_and(|held| (held.company, held.invitation) != (row.company, row.invitation)) {
        return Err(Failure::Refused(SystemConflict::CodeTaken));
    }
    unit.put_row(Room::InvitationCode, &code.0, row);
    Ok(())
}

fn put_setup(unit: &mut Unit<'_, '_>, code: TokenHash) -> Made {
    let held: Option<Setup> = unit.row(Room::Setup, &[])?;
    if held.is_some_and(|held| held.used_at.is_some()) {
        return Err(Failure::Refused(SystemConflict::SetupUsed));
    }
    unit.put_row(
        Room::Setup,
        &[],
        &Setup {
            code,
            used_at: None,
        },
    );
    Ok(())
}

fn use_setup(unit: &mut Unit<'_, '_>, code: TokenHash, at: Timestamp) -> Made {
    let held: Option<Setup> = unit.row(Room::Setup, &[])?;
    match held {
        Some(held) if held.used_at.is_some() => Err(Failure::Refused(SystemConflict::SetupUsed)),
        Some(held) if held.code == code => {
            unit.put_row(
                Room::Setup,
                &[],
                &Setup {
                    used_at: Some(at),
                    ..held
                },
            );
            Ok(())
        }
        Some(_) | None => Err(Failure::Refused(SystemConflict::SetupWrong)),
    }
}
