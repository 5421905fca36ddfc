//! The member that a company-scoped request runs as. Every handler under `/companies/{company}`
//! takes [`Member`], which is made from the session, or a program's bearer token, and the path
//! together: there is no other way to a company's view, so no handler can read or write another
//! company than the one it was asked for by one of its members.

use api::problem::code;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use domain::company::Permission;
use domain::id::Id;
use domain::{AccessTokenId, AccountId, CompanyId, EmployeeId, MemberId};
use engine::rows::{self, EmployeeRow, MemberRow, RowHash};
use engine::{Command, DecideError, access};
use store::{
    AccessTokenPlace, CompanySnapshot, Execute, ExecuteError, Executed, SystemPlan, TokenHash,
};

use super::bearer;
use super::session::{self, SignedIn};
use crate::http::problem::Refused;
use crate::http::tag;
use crate::state::AppState;

/// The member who asks, in the company that the path names.
#[derive(Debug, Clone)]
pub struct Member {
    state: AppState,
    /// The company.
    pub company: CompanyId,
    /// The member.
    pub id: MemberId,
    /// The member's employee record.
    pub employee: EmployeeId,
    /// The account.
    pub account: AccountId,
    /// What the request shows.
    proof: Proof,
    /// The states of what it changes that the request allows: `If-Match`.
    expected: Option<Vec<RowHash>>,
    /// Makes a repeat of the request harmless: derived from its idempotency key.
    repeat: Option<[u8; 32]>,
}

/// What a request shows to be its member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The session of a browser.
    Session(TokenHash),
    /// The access token of a program.
    Token(AccessTokenId),
}

/// How much of the company a member sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    All,
    /// What is about this employee, oneself.
    Own(EmployeeId),
}

impl Sight {
    /// Whether what is about an employee is seen.
    pub fn includes(self, employee: EmployeeId) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => own == employee,
        }
    }
}

impl FromRequestParts<AppState> for Member {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refused> {
        // A layer around the handler may have looked already.
        if let Some(member) = parts.extensions.get::<Self>() {
            return Ok(member.clone());
        }
        let shown = bearer::shown(&parts.headers)?;
        let bearer = shown
            .map(|token| bearer::verify(state, token))
            .transpose()?;
        let (account, proof) = match &bearer {
            Some((place, row)) => {
                must_only_read(row.read_only, &parts.method)?;
                (row.account, Proof::Token(place.token))
            }
            None => {
                let signed_in = SignedIn::from_request_parts(parts, state).await?;
                (signed_in.account, Proof::Session(signed_in.token))
            }
        };
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Refused::not_found("company"))?;
        let company: CompanyId = params
            .iter()
            .find_map(|(name, value)| (name == "company").then(|| value.parse().ok()).flatten())
            .ok_or_else(|| Refused::not_found("company"))?;
        // One that is not there and one of others give the same answer.
        if bearer
            .as_ref()
            .is_some_and(|(place, _)| place.company != company)
        {
            return Err(Refused::not_found("company"));
        }
        let found = Self::of(state, company, account, proof)?;
        let mut member = found.ok_or_else(|| match proof {
            Proof::Session(_) => Refused::not_found("company"),
            Proof::Token(_) => Refused::bad_token(),
        })?;
        if bearer.is_some_and(|(place, _)| place.member != member.id) {
            return Err(Refused::bad_token());
        }
        member.expected = tag::expected(&parts.headers);
        Ok(member)
    }
}

/// Refuses what changes something to a token that only reads.
fn must_only_read(read_only: bool, method: &Method) -> Result<(), Refused> {
    if !read_only || matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let detail = "This access token only reads. Make one that also changes.";
    let status = StatusCode::FORBIDDEN;
    Err(Refused::new(status, code::TOKEN_READ_ONLY, detail))
}

impl Member {
    /// Who an account is in a company, if it is a member; a program's member must still work
    /// there.
    fn of(
        state: &AppState,
        company: CompanyId,
        account: AccountId,
        proof: Proof,
    ) -> Result<Option<Self>, Refused> {
        let Some(member) = state.store().system()?.membership(account, company)? else {
            return Ok(None);
        };
        let view = state.store().snapshot(company)?;
        let row: Option<MemberRow> = rows::get(&view, &member.to_bytes())?;
        let Some(row) = row.filter(|row| row.account == Some(account)) else {
            return Ok(None);
        };
        if let Proof::Token(_) = proof {
            let record: Option<EmployeeRow> = rows::get(&view, &row.employee.to_bytes())?;
            if record.is_none_or(|record| record.archived_at.is_some()) {
                return Ok(None);
            }
        }
        Ok(Some(Self {
            state: state.clone(),
            company,
            id: member,
            employee: row.employee,
            account,
            proof,
            expected: None,
            repeat: None,
        }))
    }

    /// The member of an access token, if it still works there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of_token(
        state: &AppState,
        place: AccessTokenPlace,
        account: AccountId,
    ) -> Result<Option<Self>, Refused> {
        let found = Self::of(state, place.company, account, Proof::Token(place.token))?;
        Ok(found.filter(|member| member.id == place.member))
    }

    /// The same, so that a repeat of what it does is harmless.
    #[must_use]
    pub fn repeatable(mut self, key: [u8; 32]) -> Self {
        self.repeat = Some(key);
        self
    }

    /// Whether what the request showed is still good.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_live(&self) -> Result<bool, Refused> {
        Ok(match self.proof {
            Proof::Session(token) => session::live(&self.state, token)?.is_some(),
            Proof::Token(token) => bearer::live(&self.state, self.place_of(token))?.is_some(),
        })
    }

    /// Where an access token of this member is.
    pub const fn place_of(&self, token: AccessTokenId) -> AccessTokenPlace {
        AccessTokenPlace {
            company: self.company,
            member: self.id,
            token,
        }
    }

    /// Refuses programs: what is made here would outlive their token.
    ///
    /// # Errors
    /// When it is one.
    pub fn must_be_signed_in(&self) -> Result<(), Refused> {
        match self.proof {
            Proof::Session(_) => Ok(()),
            Proof::Token(_) => Err(Refused::new(
                StatusCode::FORBIDDEN,
                code::SESSION_NEEDED,
                "This is for people who sign in to the office, not for programs.",
            )),
        }
    }

    /// What every handler shares.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Reads the company's view as it is now, off the request's thread.
    ///
    /// # Errors
    /// What `read` refuses, and when the store cannot be read.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Refused>
    where
        T: Send + 'static,
        F: FnOnce(&Self, &CompanySnapshot) -> Result<T, Refused> + Send + 'static,
    {
        let member = self.clone();
        tokio::task::spawn_blocking(move || {
            let view = member.state.store().snapshot(member.company)?;
            read(&member, &view)
        })
        .await
        .map_err(|error| Refused::internal(&error))?
    }

    /// Runs a command as this member.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn run(&self, command: Command) -> Result<Executed, Refused> {
        self.run_with(command, SystemPlan::default()).await
    }

    /// Runs a command as this member, with changes of system data in the same transaction.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn run_with(&self, command: Command, plan: SystemPlan) -> Result<Executed, Refused> {
        self.execute(command, plan)
            .await
            .map_err(|e| self.refused(e))
    }

    /// Runs a command that creates something; gives its id.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn create<I: Id>(&self, command: Command) -> Result<I, Refused> {
        let done = self.run(command).await?;
        done.subject()
            .ok_or_else(|| Refused::internal(&"what was created has no id"))
    }

    /// Runs a command that sets a state: that it is so already is no error.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn make_so(&self, command: Command) -> Result<(), Refused> {
        match self.execute(command, SystemPlan::default()).await {
            Ok(_) | Err(ExecuteError::Decide(DecideError::NothingChanged)) => Ok(()),
            Err(error) => Err(self.refused(error)),
        }
    }

    async fn execute(&self, command: Command, plan: SystemPlan) -> Result<Executed, ExecuteError> {
        let execute = Execute::new(self.company, self.id, command, self.state.now());
        let mut execute = execute.with_system(plan);
        execute.expected.clone_from(&self.expected);
        execute.idempotency = self.repeat;
        self.state.store().execute(execute).await
    }

    /// A refusal; what a header of the request made a condition is told apart.
    fn refused(&self, error: ExecuteError) -> Refused {
        let changed = matches!(error, ExecuteError::Decide(DecideError::ChangedMeanwhile));
        let mut refused = Refused::from(error);
        if changed && self.expected.is_some() {
            refused.status = StatusCode::PRECONDITION_FAILED;
        }
        refused
    }

    /// Refuses what the member may not do, for one employee or for the whole company.
    ///
    /// # Errors
    /// When the member may not, or the view cannot be read.
    pub fn must(
        &self,
        view: &CompanySnapshot,
        permission: Permission,
        employee: Option<EmployeeId>,
    ) -> Result<(), Refused> {
        let may = access::may(view, self.id, permission, employee)?;
        if may {
            Ok(())
        } else {
            Err(Refused::not_permitted())
        }
    }

    /// How far a permission to see reaches.
    ///
    /// # Errors
    /// When it does not reach at all, or the view cannot be read.
    pub fn sight(&self, view: &CompanySnapshot, permission: Permission) -> Result<Sight, Refused> {
        if access::may(view, self.id, permission, None)? {
            return Ok(Sight::All);
        }
        self.must(view, permission, Some(self.employee))?;
        Ok(Sight::Own(self.employee))
    }
}
