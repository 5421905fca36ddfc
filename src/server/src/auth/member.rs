//! The member that a company-scoped request runs as. Every handler under `/companies/{company}`
//! takes [`Member`], which is made from the session and the path together: there is no other way
//! to a company's view, so no handler can read or write another company than the one it was
//! asked for by one of its members.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::company::Permission;
use domain::{AccountId, CompanyId, EmployeeId, MemberId};
use engine::rows::{self, MemberRow};
use engine::{Command, DecideError, access};
use store::{CompanySnapshot, Execute, ExecuteError, Executed, SystemPlan, TokenHash};

use super::session::SignedIn;
use crate::http::problem::Refused;
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
    /// The session.
    pub token: TokenHash,
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
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Refused::not_found("company"))?;
        let company: CompanyId = params
            .iter()
            .find_map(|(name, value)| (name == "company").then(|| value.parse().ok()).flatten())
            .ok_or_else(|| Refused::not_found("company"))?;
        // One that is not there and one of others give the same answer.
        let member = state
            .store()
            .system()?
            .membership(signed_in.account, company)?
            .ok_or_else(|| Refused::not_found("company"))?;
        let view = state.store().snapshot(company)?;
        let row: MemberRow = rows::get(&view, &member.to_bytes())?
            .filter(|row: &MemberRow| row.account == Some(signed_in.account))
            .ok_or_else(|| Refused::not_found("company"))?;
        Ok(Self {
            state: state.clone(),
            company,
            id: member,
            employee: row.employee,
            account: signed_in.account,
            token: signed_in.token,
        })
    }
}

impl Member {
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
        let execute = Execute::new(self.company, self.id, command, self.state.now());
        Ok(self
            .state
            .store()
            .execute(execute.with_system(plan))
            .await?)
    }

    /// Runs a command that sets a state: that it is so already is no error.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn make_so(&self, command: Command) -> Result<(), Refused> {
        let execute = Execute::new(self.company, self.id, command, self.state.now());
        match self.state.store().execute(execute).await {
            Ok(_) | Err(ExecuteError::Decide(DecideError::NothingChanged)) => Ok(()),
            Err(error) => Err(error.into()),
        }
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
