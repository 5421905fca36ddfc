//! Calendar feeds: which link leads to whose hours. A member has one link at most, so that a new
//! one ends the one before.

use domain::{CompanyId, MemberId};

use super::read::SystemSnapshot;
use super::rows::{CalendarFeed, TokenHash};
use crate::error::{Failure, ReadError};
use crate::plain::Plain;
use crate::room::Room;
use crate::unit::Unit;

fn by_member(company: CompanyId, member: MemberId) -> Vec<u8> {
    [company.to_bytes(), member.to_bytes()].concat()
}

/// Makes a member's link, in place of the one before.
pub(super) fn put<E>(
    unit: &mut Unit<'_, '_>,
    token: TokenHash,
    row: &CalendarFeed,
) -> Result<(), Failure<E>> {
    remove(unit, row.company, row.member)?;
    unit.put_row(Room::CalendarFeed, &token.0, row);
    let own = by_member(row.company, row.member);
    unit.put_row(Room::CalendarFeedByMember, &own, &token);
    Ok(())
}

/// Ends a member's link; nothing when there is none.
pub(super) fn remove<E>(
    unit: &mut Unit<'_, '_>,
    company: CompanyId,
    member: MemberId,
) -> Result<(), Failure<E>> {
    let own = by_member(company, member);
    if let Some(token) = unit.row::<TokenHash>(Room::CalendarFeedByMember, &own)? {
        unit.remove(Room::CalendarFeed, &token.0);
        unit.remove(Room::CalendarFeedByMember, &own);
    }
    Ok(())
}

impl SystemSnapshot {
    /// The feed that a token leads to.
    ///
    /// # Errors
    /// When the database fails.
    pub fn calendar_feed(&self, token: TokenHash) -> Result<Option<CalendarFeed>, ReadError> {
        self.rows.row(Room::CalendarFeed, &token.0)
    }

    /// The feed of a member, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn calendar_feed_of(
        &self,
        company: CompanyId,
        member: MemberId,
    ) -> Result<Option<CalendarFeed>, ReadError> {
        let own = by_member(company, member);
        match self.rows.row(Room::CalendarFeedByMember, &own)? {
            Some(token) => self.calendar_feed(token),
            None => Ok(None),
        }
    }
}
