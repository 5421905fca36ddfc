//! What is under way while a password changes ends with the old one.

use std::net::IpAddr;
use std::pin::pin;

use jiff::SignedDuration;

use super::*;
use crate::state::testing;

const EMAIL: &str = "olivia@example.com";
const PASSWORD: &str = "owls hum at dusk";
const CHANGED: &str = "crows sing at noon";
const CLIENT: Client = Client(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

async fn account(state: &AppState) -> (AccountId, Account) {
    let account = AccountId::from_bytes([1; 16]);
    let row = Account {
        email: EMAIL.into(),
        name: "Olivia Stone".into(),
        password: password::hash(state, PASSWORD.into()).await.unwrap(),
        language: "en".into(),
        created_at: state.now(),
        password_changed_at: state.now(),
    };
    let create = SystemChange::CreateAccount {
        account,
        row: row.clone(),
    };
    state.store().change_system(vec![create]).await.unwrap();
    (account, row)
}

/// Begins a request, changes the password while it waits to check the old one, and gives the
/// answer it gets after that.
async fn overtaken(
    state: &AppState,
    (account, row): (AccountId, Account),
    request: impl Future<Output = Result<Response, Refused>>,
) -> Result<Response, Refused> {
    let row = Account {
        password: password::hash(state, CHANGED.into()).await.unwrap(),
        ..row
    };
    let all = u32::try_from(state.hashing().available_permits()).unwrap();
    let permits = state.hashing().acquire_many(all).await.unwrap();
    let mut request = pin!(request);
    tokio::select! {
        biased;
        _ = &mut request => panic!("the password is not checked yet"),
        () = std::future::ready(()) => {}
    }
    let end = SystemChange::EndSessionsOf {
        account,
        except: None,
    };
    let change = vec![SystemChange::PutAccount { account, row }, end];
    state.store().change_system(change).await.unwrap();
    drop(permits);
    request.await
}

#[tokio::test]
async fn a_sign_in_with_the_old_password_does_not_outlive_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let (state, clock) = testing::state(folder.path());
    let olivia = account(&state).await;
    let id = olivia.0;
    let sign_in = |password: &str| {
        let (email, password) = (EMAIL.into(), password.into());
        let request = Body(SignInRequest { email, password });
        sign_in(State(state.clone()), CLIENT, HeaderMap::new(), request)
    };
    // All within one instant, and then with a clock that is set back.
    let answer = overtaken(&state, olivia, sign_in(PASSWORD)).await;
    assert_eq!(answer.unwrap_err().code, code::NOT_SIGNED_IN);
    let begun = state.store().system().unwrap().sessions_of(id).unwrap();
    assert!(begun.is_empty());
    clock.pass(SignedDuration::from_mins(-2));
    let answer = sign_in(CHANGED).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_change_in_an_ended_session_does_not_undo_the_one_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (state, clock) = testing::state(folder.path());
    let olivia = account(&state).await;
    let session = store::Session {
        account: olivia.0,
        created_at: state.now(),
        last_used_at: state.now(),
        expires_at: state.now() + SignedDuration::from_hours(24),
    };
    let token = state.store().token_hash(b"a token");
    let put = SystemChange::PutSession {
        token,
        session: session.clone(),
    };
    state.store().change_system(vec![put]).await.unwrap();
    let signed_in = SignedIn {
        account: olivia.0,
        token,
        session,
    };
    let request = Body(PasswordChange {
        current: PASSWORD.into(),
        new: "seven slow herons".into(),
    });
    let change = change_password(State(state.clone()), CLIENT, signed_in.clone(), request);
    let answer = overtaken(&state, olivia, change).await;
    assert_eq!(answer.unwrap_err().code, code::NOT_SIGNED_IN);
    // Nor does replacing its old token make a session of it again.
    clock.pass(SignedDuration::from_hours(13));
    let (change, _) = session::rotate(&state, &signed_in).unwrap();
    let refused = state.store().change_system(vec![change]).await.unwrap_err();
    let refused = Refused::from(refused);
    assert_eq!(refused.code, code::NOT_SIGNED_IN);
}
