//! Sessions of the office: begun at sign-in, ended by sign-out, by idling or by age. The cookie
//! holds a random token, the store its hash; the token changes at each sign-in and every half day.

use api::session::{Account, Session as SessionView, SessionCompany};
use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use domain::{AccountId, CompanyId, MemberId};
use engine::query;
use engine::rows::{self, EmployeeRow, MemberRow};
use jiff::{SignedDuration, Timestamp};
use store::{Session, SystemChange, SystemSnapshot, TokenHash};

use super::cookie;
use super::origin::{self, Sender};
use crate::http::problem::Refused;
use crate::state::AppState;

/// A session that is not used for this long is over.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_hours(24);
/// A session is over after this long, used or not.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A token older than this is replaced.
const TOKEN_AGE_MAX: SignedDuration = SignedDuration::from_hours(12);
/// The token before still works this long, for requests that were already under way.
const REPLACED_FOR: SignedDuration = SignedDuration::from_secs(60);
/// Use is noted no more often than this: each note is a write.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Someone who is signed in. Taking this as an argument refuses requests without a session, and
/// requests that change something from a page of another site.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// Which session.
    pub token: TokenHash,
    /// The session.
    pub session: Session,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refused> {
        let token =
            cookie::token(state.is_https(), &parts.headers).ok_or_else(Refused::not_signed_in)?;
        let public_url = &state.settings().network.public_url;
        origin::check(public_url, &parts.method, &parts.headers, Sender::OurPage)?;
        let token = state.store().token_hash(&token);
        let session = live(state, token)?.ok_or_else(Refused::not_signed_in)?;
        let now = state.now();
        if now.duration_since(session.last_used_at) > NOTE_EVERY {
            // Not awaited: that a note is lost costs nothing.
            let note = state
                .store()
                .change_system(vec![SystemChange::TouchSession { token, at: now }]);
            tokio::spawn(async move { note.await.is_ok() });
        }
        Ok(Self {
            account: session.account,
            token,
            session,
        })
    }
}

/// The session of a token, unless it is over.
///
/// # Errors
/// When the store cannot be read.
pub fn live(state: &AppState, token: TokenHash) -> Result<Option<Session>, Refused> {
    let now = state.now();
    let session = state.store().system()?.session(token)?;
    Ok(session.filter(|session| {
        now < session.expires_at && now.duration_since(session.last_used_at) <= IDLE_MAX
    }))
}

/// A session that is about to begin.
#[derive(Debug)]
pub struct NewSession {
    /// What to store.
    pub change: SystemChange,
    /// The cookie to set.
    pub cookie: HeaderValue,
    /// When it is over at the latest.
    pub expires_at: Timestamp,
}

/// A new session of an account. One that rests on a password goes with
/// [`SystemChange::ExpectPassword`], so that it does not outlive the password.
pub fn begin(state: &AppState, account: AccountId) -> NewSession {
    let expires_at = state.now().checked_add(AGE_MAX).unwrap_or(Timestamp::MAX);
    let (token, session, cookie) = fresh(state, account, expires_at);
    NewSession {
        change: SystemChange::PutSession { token, session },
        cookie,
        expires_at,
    }
}

/// When the token of a session is old: the change that lets the session go on under a new one,
/// and the old one end soon.
pub fn rotate(state: &AppState, signed_in: &SignedIn) -> Option<(SystemChange, HeaderValue)> {
    let now = state.now();
    let session = &signed_in.session;
    let ending = now.checked_add(REPLACED_FOR).unwrap_or(Timestamp::MAX);
    let old = now.duration_since(session.created_at) > TOKEN_AGE_MAX;
    // One that ends within the minute has been replaced by a request beside this one.
    if !old || session.expires_at <= ending {
        return None;
    }
    let (token, session, cookie) = fresh(state, session.account, session.expires_at);
    let change = SystemChange::RotateSession {
        old: signed_in.token,
        until: ending,
        token,
        session,
    };
    Some((change, cookie))
}

fn fresh(
    state: &AppState,
    account: AccountId,
    expires_at: Timestamp,
) -> (TokenHash, Session, HeaderValue) {
    let now = state.now();
    let token = state.store().random::<{ cookie::TOKEN_BYTES }>();
    let session = Session {
        account,
        created_at: now,
        last_used_at: now,
        expires_at,
    };
    let seconds = expires_at.duration_since(now).as_secs();
    let cookie = cookie::set(state.is_https(), &token, seconds);
    (state.store().token_hash(&token), session, cookie)
}

/// What the office is told about a session.
///
/// # Errors
/// When the store cannot be read.
pub fn describe(
    state: &AppState,
    account: AccountId,
    expires_at: Timestamp,
) -> Result<SessionView, Refused> {
    let system = state.store().system()?;
    let row = system
        .account(account)?
        .ok_or_else(Refused::not_signed_in)?;
    let mut companies = companies(state, &system, account)?;
    companies.sort_by_key(|company| company.name.to_lowercase());
    let account = Account {
        id: account.into(),
        email: row.email,
    };
    Ok(SessionView {
        account,
        companies,
        expires_at,
    })
}

fn companies(
    state: &AppState,
    system: &SystemSnapshot,
    account: AccountId,
) -> Result<Vec<SessionCompany>, Refused> {
    let mut companies = Vec::new();
    for (company, member) in system.memberships(account)? {
        // One company that cannot be read does not lock its members out of the others.
        match membership(state, company, member) {
            Ok(found) => companies.extend(found),
            Err(_) => tracing::error!(%company, "a company cannot be read at sign-in"),
        }
    }
    Ok(companies)
}

fn membership(
    state: &AppState,
    company: CompanyId,
    member: MemberId,
) -> Result<Option<SessionCompany>, Refused> {
    let view = state.store().snapshot(company)?;
    let Some(settings) = query::company(&view)? else {
        return Ok(None);
    };
    let Some(row) = rows::get::<MemberRow>(&view, &member.to_bytes())? else {
        return Ok(None);
    };
    let employee: Option<EmployeeRow> = rows::get(&view, &row.employee.to_bytes())?;
    Ok(Some(SessionCompany {
        id: company.into(),
        name: settings.name,
        zone: settings.zone,
        workweek_starts: settings.workweek_starts,
        language: api::company::Language::from_tag(&settings.language),
        role: domain::company::Role::from(row.role).into(),
        member: member.into(),
        employee: row.employee.into(),
        employee_name: employee.map(|employee| employee.name).unwrap_or_default(),
    }))
}
