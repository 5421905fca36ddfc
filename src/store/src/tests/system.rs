//! System data: accounts, sessions, codes and the outbox, committed with what they belong to.

use super::kit::{found, found_command, minute, open};
use crate::{
    Account, Execute, InvitationCode, OutboxResult, SecurityEvent, SecurityEventKind, Session,
    Store, SystemChange as C, SystemConflict, SystemError, SystemPlan, TokenHash,
};
use domain::{AccountId, CompanyId, InvitationId, MemberId};
use engine::{Command, Effect};
use oplog::Payload;
use oplog::v1::payload::InvitationPurpose;

const OLIVIA: AccountId = AccountId::from_bytes([1; 16]);
const WANDA: AccountId = AccountId::from_bytes([2; 16]);

fn account(email: &str) -> Account {
    Account {
        email: email.to_owned(),
        name: "Olivia Owner".to_owned(),
        password: "$argon2id$".to_owned(),
        language: "en".to_owned(),
        created_at: minute(0),
        password_changed_at: minute(0),
    }
}

fn session(account: AccountId, until: i64) -> Session {
    Session {
        account,
        created_at: minute(0),
        last_used_at: minute(0),
        expires_at: minute(until),
    }
}

#[track_caller]
fn conflict(store: &Store, changes: Vec<C>) -> SystemConflict {
    match store.change_system(changes).wait() {
        Err(SystemError::Conflict(conflict)) => conflict,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_address_belongs_to_one_account_however_it_is_cased() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let create = |id, email: &str| C::CreateAccount {
        account: id,
        row: account(email),
    };
    store
        .change_system(vec![create(OLIVIA, "Olivia@Example.com")])
        .wait()
        .unwrap();
    assert_eq!(
        conflict(&store, vec![create(WANDA, " olivia@example.COM ")]),
        SystemConflict::EmailTaken
    );
    assert_eq!(
        conflict(&store, vec![create(OLIVIA, "new@example.com")]),
        SystemConflict::AccountExists
    );
    let found = |email: &str| {
        store
            .system()
            .unwrap()
            .account_by_email(email)
            .unwrap()
            .map(|found| found.0)
    };
    assert_eq!(
        (found("olivia@example.com"), found("new@example.com")),
        (Some(OLIVIA), None)
    );

    store
        .change_system(vec![C::PutAccount {
            account: OLIVIA,
            row: account("o@example.com"),
        }])
        .wait()
        .unwrap();
    assert_eq!(
        (found("o@example.com"), found("olivia@example.com")),
        (Some(OLIVIA), None)
    );
    store
        .change_system(vec![create(WANDA, "olivia@example.com")])
        .wait()
        .unwrap();
    let missing = C::PutAccount {
        account: AccountId::from_bytes([9; 16]),
        row: account("x@example.com"),
    };
    assert_eq!(
        conflict(&store, vec![missing]),
        SystemConflict::AccountMissing
    );
}

#[test]
fn changes_are_made_together_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let code = store.token_hash(b"set-up");
    store
        .change_system(vec![C::PutSetup { code }])
        .wait()
        .unwrap();
    let wrong = C::UseSetup {
        code: store.token_hash(b"guess"),
        at: minute(1),
    };
    let create = C::CreateAccount {
        account: OLIVIA,
        row: account("o@example.com"),
    };
    assert_eq!(
        conflict(&store, vec![create.clone(), wrong]),
        SystemConflict::SetupWrong
    );
    assert!(store.system().unwrap().account(OLIVIA).unwrap().is_none());

    // Founding the company spends the code in the same transaction.
    let founding = |n: u8| {
        let plan = SystemPlan::after(move |ops| {
            let Payload::CompanyFounded(founded) = &ops[0].payload else {
                panic!("{ops:?}")
            };
            let company = CompanyId::from_bytes([n; 16]);
            vec![
                C::UseSetup {
                    code,
                    at: minute(1),
                },
                C::PutMembership {
                    account: founded.account,
                    company,
                    member: founded.owner,
                },
            ]
        });
        let company = CompanyId::from_bytes([n; 16]);
        Execute::new(
            company,
            MemberId::from_bytes([0; 16]),
            found_command(n),
            minute(1),
        )
        .with_system(plan)
    };
    store.execute(founding(1)).wait().unwrap();
    let error = store.execute(founding(2)).wait().unwrap_err();
    assert_eq!(error.code(), "setup_used");
    assert_eq!(
        conflict(&store, vec![C::PutSetup { code }]),
        SystemConflict::SetupUsed
    );
    let system = store.system().unwrap();
    let companies: Vec<_> = system
        .companies()
        .unwrap()
        .into_iter()
        .map(|(company, _)| company)
        .collect();
    assert_eq!(companies, [CompanyId::from_bytes([1; 16])]);
    let memberships = system.memberships(OLIVIA).unwrap();
    assert_eq!(memberships.len(), 1);
    assert_eq!(
        system.membership(OLIVIA, companies[0]).unwrap(),
        Some(memberships[0].1)
    );
    assert_eq!(system.membership(WANDA, companies[0]).unwrap(), None);
}

#[test]
fn sessions_end_one_by_one_for_an_account_or_when_expired() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let token = |n: u8| TokenHash([n; 32]);
    let put = |n, account, until| C::PutSession {
        token: token(n),
        session: session(account, until),
    };
    let puts = vec![
        put(1, OLIVIA, 10),
        put(2, OLIVIA, 99),
        put(3, OLIVIA, 99),
        put(4, WANDA, 99),
    ];
    store.change_system(puts).wait().unwrap();
    let of = |account| {
        let sessions = store.system().unwrap().sessions_of(account).unwrap();
        sessions
            .into_iter()
            .map(|(token, _)| token.0[0])
            .collect::<Vec<_>>()
    };
    assert_eq!(of(OLIVIA), [1, 2, 3]);
    let touch = |n| C::TouchSession {
        token: token(n),
        at: minute(5),
    };
    store
        .change_system(vec![touch(2), touch(77), C::EndExpired { now: minute(11) }])
        .wait()
        .unwrap();
    assert_eq!(of(OLIVIA), [2, 3]);
    assert_eq!(
        store
            .system()
            .unwrap()
            .session(token(2))
            .unwrap()
            .unwrap()
            .last_used_at,
        minute(5)
    );
    assert!(
        store
            .system()
            .unwrap()
            .session(token(77))
            .unwrap()
            .is_none()
    );
    store
        .change_system(vec![C::EndSessionsOf {
            account: OLIVIA,
            except: Some(token(3)),
        }])
        .wait()
        .unwrap();
    assert_eq!((of(OLIVIA), of(WANDA)), (vec![3], vec![4]));
    store
        .change_system(vec![C::EndSession { token: token(3) }])
        .wait()
        .unwrap();
    assert_eq!((of(OLIVIA), of(WANDA)), (vec![], vec![4]));
}

#[test]
fn what_rests_on_a_password_that_changed_meanwhile_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let create = C::CreateAccount {
        account: OLIVIA,
        row: account("o@example.com"),
    };
    store.change_system(vec![create]).wait().unwrap();
    // Two sign-ins checked the old password; the change commits between them.
    let seen = store.system().unwrap().account(OLIVIA).unwrap().unwrap();
    let sign_in = |n: u8| {
        vec![
            C::PutSession {
                token: TokenHash([n; 32]),
                session: session(OLIVIA, 99),
            },
            C::ExpectPassword {
                account: OLIVIA,
                seen: seen.clone(),
            },
        ]
    };
    let change = |password: &str| {
        let password = password.to_owned();
        let row = Account {
            password,
            ..seen.clone()
        };
        vec![
            C::ExpectPassword {
                account: OLIVIA,
                seen: seen.clone(),
            },
            C::PutAccount {
                account: OLIVIA,
                row,
            },
            C::EndSessionsOf {
                account: OLIVIA,
                except: None,
            },
        ]
    };
    let before = store.change_system(sign_in(1));
    let changing = store.change_system(change("$argon2id$new"));
    let after = store.change_system(sign_in(2));
    let again = store.change_system(change("$argon2id$another"));
    before.wait().unwrap();
    changing.wait().unwrap();
    for refused in [after.wait(), again.wait()] {
        let conflict = SystemConflict::PasswordChanged;
        assert_eq!(refused, Err(SystemError::Conflict(conflict)));
    }
    let system = store.system().unwrap();
    assert!(system.sessions_of(OLIVIA).unwrap().is_empty());
    let now = system.account(OLIVIA).unwrap().unwrap();
    assert_eq!(now.password, "$argon2id$new");
}

#[test]
fn a_session_goes_on_under_a_new_token_while_it_lasts() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (old, token) = (TokenHash([1; 32]), TokenHash([2; 32]));
    let rotate = || {
        vec![C::RotateSession {
            old,
            until: minute(6),
            token,
            session: session(OLIVIA, 99),
        }]
    };
    assert_eq!(conflict(&store, rotate()), SystemConflict::SessionOver);
    let put = C::PutSession {
        token: old,
        session: session(OLIVIA, 99),
    };
    store.change_system(vec![put]).wait().unwrap();
    store.change_system(rotate()).wait().unwrap();
    let ends = |token| {
        let session = store.system().unwrap().session(token).unwrap();
        session.map(|session| session.expires_at)
    };
    assert_eq!(
        (ends(old), ends(token)),
        (Some(minute(6)), Some(minute(99)))
    );
    store
        .change_system(vec![C::EndExpired { now: minute(7) }])
        .wait()
        .unwrap();
    assert_eq!((ends(old), ends(token)), (None, Some(minute(99))));
}

#[test]
fn a_code_stands_for_one_invitation() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let code = store.token_hash(b"ABCD-EFGH-JKLM");
    let row = |n: u8| InvitationCode {
        company: CompanyId::from_bytes([1; 16]),
        invitation: InvitationId::from_bytes([n; 16]),
        expires_at: minute(60),
    };
    let put = |n| C::PutInvitationCode { code, row: row(n) };
    store.change_system(vec![put(1), put(1)]).wait().unwrap();
    assert_eq!(conflict(&store, vec![put(2)]), SystemConflict::CodeTaken);
    assert_eq!(
        store.system().unwrap().invitation_code(code).unwrap(),
        Some(row(1))
    );
    store
        .change_system(vec![C::EndExpired { now: minute(61) }])
        .wait()
        .unwrap();
    assert_eq!(store.system().unwrap().invitation_code(code).unwrap(), None);
}

#[test]
fn security_events_are_listed_newest_first_in_pages() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    for n in 0..5 {
        let event = SecurityEvent {
            at: minute(n),
            kind: SecurityEventKind::SignInRefused,
            account: None,
            company: None,
            address: "192.0.2.1".to_owned(),
        };
        store.change_system(vec![C::Note(event)]).wait().unwrap();
    }
    let page = |before| {
        let events = store.system().unwrap().security_events(before, 2).unwrap();
        events
            .into_iter()
            .map(|(number, event)| (number, event.at))
            .collect::<Vec<_>>()
    };
    assert_eq!(page(None), [(5, minute(4)), (4, minute(3))]);
    assert_eq!(page(Some(2)), [(1, minute(0))]);
}

#[test]
fn an_effect_waits_until_it_is_settled() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let add = engine::command::AddEmployee {
        name: "Wanda Worker".to_owned(),
        email: "wanda@example.com".to_owned(),
        number: String::new(),
        role: domain::company::Role::Worker,
    };
    let employee = firm
        .execute(&store, Command::AddEmployee(add), minute(1))
        .unwrap()
        .subject()
        .unwrap();
    let invite = Command::Invite(employee, InvitationPurpose::Device);
    let invitation = firm
        .execute(&store, invite, minute(2))
        .unwrap()
        .subject()
        .unwrap();

    assert!(store.outbox_due(minute(1), 10).unwrap().is_empty());
    let due = store.outbox_due(minute(2), 10).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].effect, Effect::MailInvitation { invitation });
    let retry = OutboxResult::Retry {
        next_at: minute(10),
        error: "no route".to_owned(),
    };
    store.outbox_settled(due[0].key, retry).wait().unwrap();
    assert!(store.outbox_due(minute(9), 10).unwrap().is_empty());
    let again = store.outbox_due(minute(10), 10).unwrap();
    assert_eq!(
        (again[0].attempts, again[0].last_error.as_str()),
        (1, "no route")
    );

    // What came of it and that it is settled commit together.
    let note = Command::NoteInvitationMailed(invitation, String::new());
    let plan = vec![C::SettleOutbox {
        key: again[0].key,
        result: OutboxResult::Done,
    }];
    let execute = Execute::new(firm.company, engine::access::SYSTEM, note, minute(10))
        .with_system(plan.into());
    store.execute(execute).wait().unwrap();
    assert!(store.outbox_due(minute(99), 10).unwrap().is_empty());
    super::kit::check_sound(&store);
}
