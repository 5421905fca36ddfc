//! Password resets: a code that lets whoever holds it set an account's password once.

use domain::AccountId;
use jiff::Timestamp;

use super::change::SystemConflict;
use super::read::SystemSnapshot;
use super::rows::{PasswordReset, TokenHash};
use crate::error::{Failure, ReadError};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::unit::Unit;

type Made = Result<(), Failure<SystemConflict>>;

/// Spends a code: it, and every other code of its account, is worth nothing any more.
pub(super) fn spend(unit: &mut Unit<'_, '_>, code: TokenHash, now: Timestamp) -> Made {
    let row: Option<PasswordReset> = unit.row(Room::PasswordReset, &code.0)?;
    let Some(row) = row.filter(|row| now <= row.expires_at) else {
        return Err(Failure::Refused(SystemConflict::ResetSpent));
    };
    remove_where(unit, |held| held.account == row.account)
}

/// Forgets codes that are past their time.
pub(super) fn end_expired(unit: &mut Unit<'_, '_>, now: Timestamp) -> Made {
    remove_where(unit, |held| held.expires_at < now)
}

fn remove_where(unit: &mut Unit<'_, '_>, is_over: impl Fn(&PasswordReset) -> bool) -> Made {
    let mut over = Vec::new();
    plain::scan(unit, Room::PasswordReset, &[], |key, value| {
        let row: PasswordReset = plain::decode(Room::PasswordReset, value)?;
        over.extend(is_over(&row).then(|| key.to_vec()));
        Ok(())
    })?;
    for code in over {
        unit.remove(Room::PasswordReset, &code);
    }
    Ok(())
}

impl SystemSnapshot {
    /// The account whose password a code resets, if it still does at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn password_reset(
        &self,
        code: TokenHash,
        now: Timestamp,
    ) -> Result<Option<AccountId>, ReadError> {
        let row: Option<PasswordReset> = self.rows.row(Room::PasswordReset, &code.0)?;
        let open = row.filter(|row| now <= row.expires_at);
        Ok(open.map(|row| row.account))
    }
}
