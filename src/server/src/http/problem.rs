//! The one place that turns what went wrong into an answer: stable codes, their status and their
//! title. Handlers return [`Refused`]; the outermost layer writes it as problem+json, so that it
//! can carry the request's id, and gives the same form to answers of the framework itself.

use std::borrow::Cow;

use api::problem::{Problem, code};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::decide::{PayFault, SheetFault};
use engine::{DecideError, ViewError};
use store::{ExecuteError, Health, ReadError, SystemConflict, SystemError, WriteError};

/// After how many seconds a busy server wants to be asked again. Phones spread it.
const BUSY_RETRY_SECONDS: u64 = 2;
/// After how many seconds one that keeps nothing new wants to be asked again: a person has to do
/// something first.
const READ_ONLY_RETRY_SECONDS: u64 = 60;

/// Why a request gets no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code.
    pub code: Cow<'static, str>,
    /// What to do about it, in English.
    pub detail: String,
    /// The field of the request that is wrong.
    pub field: Option<Cow<'static, str>>,
    /// After how many seconds to try again.
    pub retry_after_seconds: Option<u64>,
}

impl Refused {
    /// A refusal with this status, code and explanation.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            detail: detail.into(),
            field: None,
            retry_after_seconds: None,
        }
    }

    /// The same, about one field.
    #[must_use]
    pub fn about(mut self, field: &'static str) -> Self {
        self.field = Some(Cow::Borrowed(field));
        self
    }

    /// There is no such thing in this company.
    pub fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            code::NOT_FOUND,
            format!("There is no such {what}."),
        )
    }

    /// A field has a value that cannot be.
    pub fn bad_value(field: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code::BAD_VALUE, detail).about(field)
    }

    /// The role does not allow it.
    pub fn not_permitted() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            code::NOT_PERMITTED,
            "Your role does not allow this. Ask an owner of the company.",
        )
    }

    /// The route needs a sign-in.
    pub fn not_signed_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            code::NOT_SIGNED_IN,
            "Sign in first.",
        )
    }

    /// The token that a program shows is good for nothing: why is not said.
    pub fn bad_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            code::BAD_TOKEN,
            "The token is not one of this server, or it is over or revoked. Exchange an access \
             token at POST /api/v1/tokens for a bearer token.",
        )
    }

    /// Too many attempts.
    pub fn too_many(retry_after_seconds: u64) -> Self {
        let mut refused = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            code::TOO_MANY_REQUESTS,
            format!("Too many attempts. Try again in {retry_after_seconds} seconds."),
        );
        refused.retry_after_seconds = Some(retry_after_seconds);
        refused
    }

    /// As many as one network or account may have are under way.
    pub fn crowded(detail: &'static str) -> Self {
        let mut refused = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            code::TOO_MANY_REQUESTS,
            detail,
        );
        refused.retry_after_seconds = Some(1);
        refused
    }

    /// The code is unknown, spent, revoked or expired: which of them is not said.
    pub fn invitation_not_open() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            code::INVITATION_NOT_OPEN,
            "This code is not valid: check it for typing errors. A code works once and for 7 \
             days; ask the office for a new one.",
        )
    }

    /// The set-up code is wrong.
    pub fn wrong_setup_code() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            code::WRONG_SETUP_CODE,
            "This is not the set-up code. The server printed it when it started; a new start \
             prints a new one.",
        )
        .about("code")
    }

    /// A fault of the server; `why` goes to the log alone.
    pub fn internal(why: &dyn std::fmt::Display) -> Self {
        tracing::error!(fault = %why, "a request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            code::INTERNAL,
            "The server failed. It may or may not have done what you asked: look before you try \
             again.",
        )
    }

    /// What the framework answered by itself, by status alone.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => (code::NOT_FOUND, "There is nothing at this address."),
            StatusCode::METHOD_NOT_ALLOWED => (
                code::METHOD_NOT_ALLOWED,
                "This address takes other methods; see Allow.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                code::BODY_TOO_LARGE,
                "The request is larger than this address takes.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                code::WRONG_MEDIA_TYPE,
                "Send the media type that this address takes.",
            ),
            StatusCode::UNPROCESSABLE_ENTITY => {
                (code::BAD_VALUE, "The request has a value that cannot be.")
            }
            StatusCode::REQUEST_TIMEOUT => (
                code::TIMED_OUT,
                "The request took too long; nothing is known to be done.",
            ),
            StatusCode::SERVICE_UNAVAILABLE => {
                (code::BUSY, "The server is busy. Try again in a moment.")
            }
            status if status.is_client_error() => {
                (code::BAD_REQUEST, "The request cannot be understood.")
            }
            _ => (code::INTERNAL, "The server failed."),
        };
        let mut refused = Self::new(status, code, detail);
        if code == code::BUSY {
            refused.retry_after_seconds = Some(BUSY_RETRY_SECONDS);
        }
        refused
    }

    /// The same, with what happened to the store where that is why.
    #[must_use]
    pub(super) fn explained(mut self, health: &Health) -> Self {
        if let Health::Failed { cause, .. } = health
            && self.code == code::READ_ONLY
        {
            self.detail.push(' ');
            self.detail.push_str(super::standing::words(*cause));
        }
        self
    }

    /// The refusal that was told as a problem before.
    pub(crate) fn of_problem(status: StatusCode, problem: Problem) -> Self {
        Self {
            status,
            code: Cow::Owned(problem.code),
            detail: problem.detail,
            field: problem.field.map(Cow::Owned),
            retry_after_seconds: problem.retry_after_seconds,
        }
    }

    /// What is told, with the request's id where it is known.
    pub(crate) fn problem(&self, request_id: Option<&str>) -> Problem {
        Problem {
            kind: format!("urn:timetrakr:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            code: self.code.clone().into_owned(),
            detail: self.detail.clone(),
            field: self.field.as_ref().map(|field| field.clone().into_owned()),
            errors: Vec::new(),
            request_id: request_id.map(str::to_owned),
            retry_after_seconds: self.retry_after_seconds,
        }
    }

    /// The answer, with the request's id where it is known.
    pub fn render(&self, request_id: Option<&str>) -> Response {
        let body = serde_json::to_vec(&self.problem(request_id))
            .expect("invariant: a problem is plain data");
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(api::problem::MEDIA_TYPE),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"TimeTrakr\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Refused {
    /// A mark that the outermost layer renders.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ViewError> for Refused {
    fn from(error: ViewError) -> Self {
        Self::internal(&error)
    }
}

impl From<DecideError> for Refused {
    fn from(error: DecideError) -> Self {
        let status = match &error {
            DecideError::View(fault) => return Self::internal(fault),
            DecideError::NotPermitted => return Self::not_permitted(),
            DecideError::NotFound(_)
            | DecideError::Pay(PayFault::Missing)
            | DecideError::Timesheet(SheetFault::NoLateCorrection | SheetFault::NotAPeriod) => {
                StatusCode::NOT_FOUND
            }
            DecideError::Timesheet(SheetFault::OwnTimesheet) => StatusCode::FORBIDDEN,
            DecideError::ChangedMeanwhile | DecideError::EmailTaken | DecideError::CodeTaken => {
                StatusCode::CONFLICT
            }
            _rule if error.field().is_some() => StatusCode::UNPROCESSABLE_ENTITY,
            _rule => StatusCode::CONFLICT,
        };
        Self {
            status,
            code: Cow::Borrowed(error.code()),
            detail: sentence(&error.to_string()),
            field: error.field().map(Cow::Borrowed),
            retry_after_seconds: None,
        }
    }
}

impl From<ReadError> for Refused {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::UnknownCompany => Self::not_found("company"),
            fault => Self::internal(&fault),
        }
    }
}

impl From<WriteError> for Refused {
    fn from(error: WriteError) -> Self {
        let unavailable = |code, detail| Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
        match error {
            WriteError::Busy => {
                let detail = "The server is busy; nothing was changed. Try again in a moment.";
                let mut busy = unavailable(code::BUSY, detail);
                busy.retry_after_seconds = Some(BUSY_RETRY_SECONDS);
                busy
            }
            // What happened to the store is said by the outermost layer, which knows it.
            WriteError::ReadOnly { .. } => {
                let detail = "The server cannot write at present; nothing was changed.";
                let mut read_only = unavailable(code::READ_ONLY, detail);
                read_only.retry_after_seconds = Some(READ_ONLY_RETRY_SECONDS);
                read_only
            }
            WriteError::Stopped => {
                let detail = "This company was stopped after a fault; nothing was changed, and \
                              what is there can be read. Whoever runs the server: run `timetrakr \
                              verify`.";
                let mut stopped = unavailable(code::COMPANY_STOPPED, detail);
                stopped.retry_after_seconds = Some(READ_ONLY_RETRY_SECONDS);
                stopped
            }
            WriteError::CommitFailed { .. } => unavailable(
                code::READ_ONLY,
                "The server failed while writing: it may or may not have done what you asked, \
                 and writes nothing more until it is started again.",
            ),
            WriteError::Recovering => {
                let detail = "The server was restored from a backup, and phones are sending again \
                              what it lacks. Nothing was changed. Try again when they are done, \
                              or have an owner go on without them.";
                let mut waits = unavailable(code::RECOVERING, detail);
                waits.retry_after_seconds = Some(10);
                waits
            }
            WriteError::UnknownCompany => Self::not_found("company"),
            WriteError::Storage(fault) => Self::internal(&fault),
        }
    }
}

impl From<SystemConflict> for Refused {
    fn from(conflict: SystemConflict) -> Self {
        let refused = |status, code, detail: &str| Self::new(status, code, detail);
        match conflict {
            SystemConflict::EmailTaken => refused(
                StatusCode::CONFLICT,
                code::EMAIL_TAKEN,
                "Another account has this e-mail address.",
            )
            .about("email"),
            SystemConflict::SetupUsed => refused(
                StatusCode::CONFLICT,
                code::SETUP_DONE,
                "The company is set up already.",
            ),
            SystemConflict::SetupWrong => Self::wrong_setup_code(),
            SystemConflict::TooManyAccessTokens => refused(
                StatusCode::CONFLICT,
                code::TOO_MANY_ACCESS_TOKENS,
                "You have as many access tokens as one may have. Revoke one that is not used.",
            ),
            SystemConflict::ResetSpent => super::reset::reset_not_open(),
            SystemConflict::PasswordChanged | SystemConflict::SessionOver => Self::not_signed_in(),
            SystemConflict::AccountExists
            | SystemConflict::AccountMissing
            | SystemConflict::CodeTaken => Self::internal(&conflict.code()),
        }
    }
}

impl From<SystemError> for Refused {
    fn from(error: SystemError) -> Self {
        match error {
            SystemError::Conflict(conflict) => conflict.into(),
            SystemError::Write(error) => error.into(),
        }
    }
}

impl From<ExecuteError> for Refused {
    fn from(error: ExecuteError) -> Self {
        let code = error.code();
        match error {
            ExecuteError::Decide(error) => error.into(),
            ExecuteError::System(conflict) => conflict.into(),
            ExecuteError::Write(error) => error.into(),
            // Nothing was written: what `decide` allowed would not have counted.
            ExecuteError::Judged(_) => Self::new(
                StatusCode::CONFLICT,
                code,
                "This cannot be done as things stand now. Look again and retry.",
            ),
        }
    }
}

/// A lowercase message as a sentence.
pub(super) fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars
        .next()
        .map(|first| first.to_uppercase().collect::<String>());
    format!(
        "{}{}.",
        first.unwrap_or_default(),
        chars.as_str().trim_end_matches('.')
    )
}
