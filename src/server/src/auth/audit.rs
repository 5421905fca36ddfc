//! The list of security events: who signed in or tried to, from which network.

use std::net::IpAddr;

use domain::{AccountId, CompanyId};
use store::{SecurityEvent, SecurityEventKind, SystemChange};

use super::throttle::network;
use crate::state::AppState;

/// Whom an event is about, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whom {
    /// The account.
    pub account: Option<AccountId>,
    /// The company.
    pub company: Option<CompanyId>,
}

/// The change that adds an event to the list.
pub fn event(
    state: &AppState,
    client: IpAddr,
    kind: SecurityEventKind,
    Whom { account, company }: Whom,
) -> SystemChange {
    let address = network(client);
    SystemChange::Note(SecurityEvent {
        at: state.now(),
        kind,
        account,
        company,
        address,
    })
}

/// Adds an event about a refusal beside the answer, which takes as long as without it.
pub fn note(state: &AppState, client: IpAddr, kind: SecurityEventKind, whom: Whom) {
    let note = state
        .store()
        .change_system(vec![event(state, client, kind, whom)]);
    tokio::spawn(async move { note.await.is_ok() });
}
