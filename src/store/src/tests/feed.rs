//! Calendar links: one for each member, found by its token's hash alone.

use domain::{AccountId, CompanyId, MemberId};

use super::kit::{minute, open};
use crate::{CalendarFeed, Store, SystemChange as C, TokenHash};

const OURS: CompanyId = CompanyId::from_bytes([1; 16]);
const THEIRS: CompanyId = CompanyId::from_bytes([2; 16]);
const MEMBER: MemberId = MemberId::from_bytes([3; 16]);

fn feed(company: CompanyId) -> CalendarFeed {
    CalendarFeed {
        company,
        member: MEMBER,
        account: AccountId::from_bytes([4; 16]),
        made_at: minute(1),
    }
}

fn put(store: &Store, token: u8, company: CompanyId) {
    let change = C::PutCalendarFeed {
        token: TokenHash([token; 32]),
        row: feed(company),
    };
    store.change_system(vec![change]).wait().unwrap();
}

#[track_caller]
fn check(store: &Store, token: u8, expect: Option<CompanyId>) {
    let found = store
        .system()
        .unwrap()
        .calendar_feed(TokenHash([token; 32]));
    assert_eq!(
        found.unwrap().map(|feed| feed.company),
        expect,
        "token {token}"
    );
}

#[test]
fn a_new_link_ends_the_one_before_and_no_one_elses() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    put(&store, 1, OURS);
    put(&store, 2, THEIRS);
    put(&store, 3, OURS);
    check(&store, 1, None);
    check(&store, 2, Some(THEIRS));
    check(&store, 3, Some(OURS));
    let own = store.system().unwrap().calendar_feed_of(OURS, MEMBER);
    assert_eq!(own.unwrap(), Some(feed(OURS)));
}

#[test]
fn an_ended_link_is_gone_and_ending_it_again_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    put(&store, 1, OURS);
    put(&store, 2, THEIRS);
    for _ in 0..2 {
        let change = C::RemoveCalendarFeed {
            company: OURS,
            member: MEMBER,
        };
        store.change_system(vec![change]).wait().unwrap();
    }
    check(&store, 1, None);
    check(&store, 2, Some(THEIRS));
    let own = store.system().unwrap().calendar_feed_of(OURS, MEMBER);
    assert_eq!(own.unwrap(), None);
}
