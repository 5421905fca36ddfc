//! Reading system data as of one moment.

use domain::{AccountId, CompanyId, MemberId};

use super::rows::{
    Account, CompanyEntry, InvitationCode, MembershipRow, SecurityEvent, Session, Setup, TokenHash,
};
use crate::error::ReadError;
use crate::keys::Keyring;
use crate::open::Store;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::AccountRef;
use crate::tables::ReadTables;
use crate::view::number_of;

/// System data as of one moment.
pub struct SystemSnapshot {
    pub(super) rows: ReadTables,
}

impl Store {
    /// System data as it is now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn system(&self) -> Result<SystemSnapshot, ReadError> {
        Ok(SystemSnapshot { rows: self.read()? })
    }
}

/// The key under which an e-mail address is found: the same however it is cased.
pub(crate) fn email_key(keys: &Keyring, email: &str) -> [u8; 32] {
    keys.hash("email", email.trim().to_lowercase().as_bytes())
}

impl SystemSnapshot {
    /// An account.
    ///
    /// # Errors
    /// When the database fails.
    pub fn account(&self, account: AccountId) -> Result<Option<Account>, ReadError> {
        self.rows.row(Room::Account, &account.to_bytes())
    }

    /// Whether anyone can sign in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_accounts(&self) -> Result<bool, ReadError> {
        Ok(!self.rows.range(Room::Account, &[], &[], 1)?.is_empty())
    }

    /// The account of an e-mail address, however it is cased.
    ///
    /// # Errors
    /// When the database fails.
    pub fn account_by_email(&self, email: &str) -> Result<Option<(AccountId, Account)>, ReadError> {
        let key = email_key(self.rows.keys(), email);
        let Some(found) = self.rows.row::<AccountRef>(Room::AccountByEmail, &key)? else {
            return Ok(None);
        };
        Ok(self
            .account(found.account)?
            .map(|account| (found.account, account)))
    }

    /// The companies that an account is a member of.
    ///
    /// # Errors
    /// When the database fails.
    pub fn memberships(&self, account: AccountId) -> Result<Vec<(CompanyId, MemberId)>, ReadError> {
        let rows: Vec<(_, MembershipRow)> =
            self.rows
                .rows_under(Room::Membership, &account.to_bytes(), usize::MAX)?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, row)| Some((CompanyId::from_bytes(*key.last_chunk()?), row.member)))
            .collect())
    }

    /// Who an account is in a company, if it is a member.
    ///
    /// # Errors
    /// When the database fails.
    pub fn membership(
        &self,
        account: AccountId,
        company: CompanyId,
    ) -> Result<Option<MemberId>, ReadError> {
        let key = [account.to_bytes(), company.to_bytes()].concat();
        let row: Option<MembershipRow> = self.rows.row(Room::Membership, &key)?;
        Ok(row.map(|row| row.member))
    }

    /// Every company.
    ///
    /// # Errors
    /// When the database fails.
    pub fn companies(&self) -> Result<Vec<(CompanyId, CompanyEntry)>, ReadError> {
        companies(&self.rows)
    }

    /// A company in the directory.
    ///
    /// # Errors
    /// When the database fails.
    pub fn company(&self, company: CompanyId) -> Result<Option<CompanyEntry>, ReadError> {
        self.rows.row(Room::CompanyEntry, &company.to_bytes())
    }

    /// A session. Whether it has expired is for the caller to say.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session(&self, token: TokenHash) -> Result<Option<Session>, ReadError> {
        self.rows.row(Room::Session, &token.0)
    }

    /// Every session of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sessions_of(&self, account: AccountId) -> Result<Vec<(TokenHash, Session)>, ReadError> {
        let mut found = Vec::new();
        for token in tokens_of(&self.rows, account)? {
            found.extend(self.session(token)?.map(|session| (token, session)));
        }
        Ok(found)
    }

    /// The invitation that a code stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn invitation_code(&self, code: TokenHash) -> Result<Option<InvitationCode>, ReadError> {
        self.rows.row(Room::InvitationCode, &code.0)
    }

    /// The set-up code, if one was made.
    ///
    /// # Errors
    /// When the database fails.
    pub fn setup(&self) -> Result<Option<Setup>, ReadError> {
        self.rows.row(Room::Setup, &[])
    }

    /// Security events, the newest first, each with its number; those before a number.
    ///
    /// # Errors
    /// When the database fails.
    pub fn security_events(
        &self,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, SecurityEvent)>, ReadError> {
        let mut end = before.map_or(Vec::new(), |number| number.to_be_bytes().to_vec());
        let mut found = Vec::new();
        while found.len() < limit {
            let Some((key, value)) = self.rows.last(Room::SecurityEvent, &[], &end)? else {
                break;
            };
            found.push((number_of(&key), plain::decode(Room::SecurityEvent, &value)?));
            end = key;
        }
        Ok(found)
    }
}

/// Every company of the directory.
pub(crate) fn companies(rows: &impl Plain) -> Result<Vec<(CompanyId, CompanyEntry)>, ReadError> {
    let rows = rows.rows_under(Room::CompanyEntry, &[], usize::MAX)?;
    Ok(rows
        .into_iter()
        .filter_map(|(key, entry)| Some((crate::keys::company_of(&key)?, entry)))
        .collect())
}

/// The tokens of an account's sessions.
pub(crate) fn tokens_of(
    rows: &impl Plain,
    account: AccountId,
) -> Result<Vec<TokenHash>, ReadError> {
    let prefix = account.to_bytes();
    let keys = rows.range(
        Room::SessionByAccount,
        &prefix,
        &engine::rows::after(&prefix),
        usize::MAX,
    )?;
    Ok(keys
        .into_iter()
        .filter_map(|(key, _)| key.last_chunk().copied().map(TokenHash))
        .collect())
}
