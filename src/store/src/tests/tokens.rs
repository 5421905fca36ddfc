//! Access tokens, the keys that sign for them, and answers that are kept: found again after a
//! restart, bounded, and forgotten in time.

use domain::{AccessTokenId, AccountId};

use super::kit::{Firm, found, minute, open};
use crate::{
    ACCESS_TOKENS_MAX, AccessToken, AccessTokenPlace, KeptAnswer, Store, SystemChange as C,
    SystemConflict, SystemError, TokenHash, TokenKey,
};

const DAY: i64 = 24 * 60;

fn place(firm: &Firm, n: u8) -> AccessTokenPlace {
    AccessTokenPlace {
        company: firm.company,
        member: firm.owner,
        token: AccessTokenId::from_bytes([n; 16]),
    }
}

fn token(n: u8, until: i64) -> AccessToken {
    AccessToken {
        hash: TokenHash([n; 32]),
        account: AccountId::from_bytes([1; 16]),
        name: format!("token {n}"),
        read_only: false,
        made_at: minute(0),
        expires_at: minute(until),
        last_used_at: None,
    }
}

fn put(store: &Store, firm: &Firm, n: u8, until: i64) -> Result<(), SystemError> {
    let (place, row) = (place(firm, n), token(n, until));
    store
        .change_system(vec![C::PutAccessToken { place, row }])
        .wait()
}

#[test]
fn an_access_token_is_found_by_its_secret_until_it_is_revoked_or_over() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (ours, theirs) = (found(&store, 1), found(&store, 2));
    for (firm, n, until) in [(&ours, 1, 10), (&ours, 2, 20), (&theirs, 3, 20)] {
        put(&store, firm, n, until).unwrap();
    }
    drop(store);
    let store = open(dir.path());
    let of_secret = |n| {
        store
            .system()
            .unwrap()
            .access_token_of(TokenHash([n; 32]))
            .unwrap()
    };
    assert_eq!(of_secret(1), Some((place(&ours, 1), token(1, 10))));
    assert_eq!(of_secret(9), None);
    let own = |firm: &Firm| {
        store
            .system()
            .unwrap()
            .access_tokens(firm.company, firm.owner)
    };
    assert_eq!(own(&ours).unwrap().len(), 2);
    assert_eq!(
        own(&theirs).unwrap(),
        [(place(&theirs, 3).token, token(3, 20))]
    );
    let touch = C::TouchAccessToken {
        place: place(&ours, 2),
        at: minute(5),
    };
    store.change_system(vec![touch]).wait().unwrap();
    assert_eq!(of_secret(2).unwrap().1.last_used_at, Some(minute(5)));
    store
        .change_system(vec![C::EndExpired { now: minute(11) }])
        .wait()
        .unwrap();
    assert_eq!((of_secret(1), own(&ours).unwrap().len()), (None, 1));
    let remove = C::RemoveAccessToken {
        place: place(&ours, 2),
    };
    let again = C::RemoveAccessToken {
        place: place(&ours, 2),
    };
    let late = C::TouchAccessToken {
        place: place(&ours, 2),
        at: minute(6),
    };
    store
        .change_system(vec![remove, again, late])
        .wait()
        .unwrap();
    assert_eq!((of_secret(2), own(&ours).unwrap().len()), (None, 0));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_member_has_only_so_many_access_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let most = u8::try_from(ACCESS_TOKENS_MAX).unwrap();
    for n in 1..=most {
        put(&store, &firm, n, 10).unwrap();
    }
    let refused = put(&store, &firm, most + 1, 10).unwrap_err();
    let expect = SystemError::Conflict(SystemConflict::TooManyAccessTokens);
    assert_eq!(refused, expect);
    let worker = Firm {
        owner: firm.worker(&store, "Will").1,
        ..firm
    };
    put(&store, &worker, most + 1, 10).unwrap();
}

#[test]
fn a_key_signs_until_it_is_due_and_is_forgotten_when_what_it_signed_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let key = |n: u8, at| TokenKey {
        id: [n; 8],
        seed: [n; 32],
        made_at: minute(at),
    };
    // Keys sign for ten minutes here, and what they sign is over after one.
    let rotate = |n, now| {
        let (due, over) = (minute(now - 10), minute(now - 1));
        let rotate = C::RotateTokenKey {
            key: key(n, now),
            due,
            over,
        };
        store.change_system(vec![rotate]).wait().unwrap();
        let keys = store.system().unwrap().token_keys().unwrap();
        keys.iter().map(|key| key.id[0]).collect::<Vec<_>>()
    };
    assert_eq!(rotate(1, 0), [1]);
    // Of two that found the key due at once, one makes the new one.
    assert_eq!(rotate(2, 0), [1]);
    assert_eq!(rotate(3, 9), [1]);
    assert_eq!(rotate(4, 10), [4, 1]);
    assert_eq!(rotate(5, 11), [4, 1]);
    assert_eq!(rotate(6, 12), [4]);
}

#[test]
fn an_answer_is_kept_for_a_day_for_the_member_who_asked() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let other = firm.worker(&store, "Will").1;
    let kept = KeptAnswer {
        company: firm.company,
        member: firm.owner,
        key: [7; 32],
        request: [8; 32],
        at: minute(0),
        status: 201,
        tag: "\"tag\"".to_owned(),
        body: b"{}".to_vec(),
    };
    store
        .change_system(vec![C::KeepAnswer(kept.clone())])
        .wait()
        .unwrap();
    drop(store);
    let store = open(dir.path());
    let at = |member, now| {
        let system = store.system().unwrap();
        system
            .kept_answer(firm.company, member, &[7; 32], minute(now))
            .unwrap()
    };
    assert_eq!(at(firm.owner, DAY), Some(kept));
    assert_eq!((at(other, 1), at(firm.owner, DAY + 1)), (None, None));
    store
        .change_system(vec![C::EndExpired { now: minute(DAY) }])
        .wait()
        .unwrap();
    assert!(at(firm.owner, 1).is_some());
    store
        .change_system(vec![C::EndExpired {
            now: minute(DAY + 1),
        }])
        .wait()
        .unwrap();
    assert_eq!(at(firm.owner, 1), None);
}
