//! What went wrong, as `application/problem+json` (RFC 9457), with codes that never change their
//! meaning. Codes of a refused command are `engine`'s; those of the way there are named here.

use serde::{Deserialize, Serialize};

/// The media type of [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// An error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A name for the kind of problem, `urn:timetrakr:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, such as `changed_meanwhile`: what programs look at.
    pub code: String,
    /// What to do about it, in English, for people and logs.
    pub detail: String,
    /// The field of the request that is wrong, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// When several fields are wrong: each with its code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What to quote when asking for help; also in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// After how many seconds to try again, where waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// What to do about it.
    pub detail: String,
}

/// The codes that the server itself gives.
pub mod code {
    macro_rules! codes {
        ($($(#[doc = $doc:literal])* pub const $name:ident: &str = $code:literal;)*) => {
            $($(#[doc = $doc])* pub const $name: &str = $code;)*

            /// Every code with what it says.
            pub const ALL: &[(&str, &str)] = &[$(($code, concat!($($doc),*))),*];
        };
    }

    codes! {
        /// Other companies are on this server too, and what is asked for is about all of it.
        pub const SERVER_SHARED: &str = "server_shared";
        /// The server's configuration names no folder for backups.
        pub const BACKUP_FOLDER_MISSING: &str = "backup_folder_missing";
        /// The path leads nowhere, or to something that is not in this company.
        pub const NOT_FOUND: &str = "not_found";
        /// The path takes other methods.
        pub const METHOD_NOT_ALLOWED: &str = "method_not_allowed";
        /// The body is larger than the route takes.
        pub const BODY_TOO_LARGE: &str = "body_too_large";
        /// The body is not of the media type that the route takes.
        pub const WRONG_MEDIA_TYPE: &str = "wrong_media_type";
        /// The body is not JSON, or not of the route's shape.
        pub const BAD_REQUEST: &str = "bad_request";
        /// The path, the query or a field has a value that cannot be.
        pub const BAD_VALUE: &str = "bad_value";
        /// The route needs a sign-in.
        pub const NOT_SIGNED_IN: &str = "not_signed_in";
        /// The token is not one of this server, or it is over or revoked.
        pub const BAD_TOKEN: &str = "bad_token";
        /// The access token only reads.
        pub const TOKEN_READ_ONLY: &str = "token_read_only";
        /// This is for people who sign in, not for programs.
        pub const SESSION_NEEDED: &str = "session_needed";
        /// The member has as many access tokens as one may have.
        pub const TOO_MANY_ACCESS_TOKENS: &str = "too_many_access_tokens";
        /// The idempotency key came with another request before.
        pub const IDEMPOTENCY_KEY_REUSED: &str = "idempotency_key_reused";
        /// The first request with this idempotency key is under way.
        pub const IDEMPOTENCY_KEY_IN_USE: &str = "idempotency_key_in_use";
        /// The role does not allow it.
        pub const NOT_PERMITTED: &str = "not_permitted";
        /// The request does not come from a page of this server.
        pub const CROSS_SITE: &str = "cross_site";
        /// Too many attempts; see `retry_after_seconds`.
        pub const TOO_MANY_REQUESTS: &str = "too_many_requests";
        /// The address or the password is wrong.
        pub const WRONG_CREDENTIALS: &str = "wrong_credentials";
        /// The password has fewer than 12 characters.
        pub const PASSWORD_TOO_SHORT: &str = "password_too_short";
        /// The password has more characters than are taken.
        pub const PASSWORD_TOO_LONG: &str = "password_too_long";
        /// The password is one of those tried first.
        pub const PASSWORD_COMMON: &str = "password_common";
        /// The password is made of the address or the company's name.
        pub const PASSWORD_GUESSABLE: &str = "password_guessable";
        /// The set-up code is wrong.
        pub const WRONG_SETUP_CODE: &str = "wrong_setup_code";
        /// There is a company already.
        pub const SETUP_DONE: &str = "setup_done";
        /// Another account has this address.
        pub const EMAIL_TAKEN: &str = "email_taken";
        /// The invitation is unknown, spent, revoked or expired.
        pub const INVITATION_NOT_OPEN: &str = "invitation_not_open";
        /// The link that resets a password is unknown, spent or past its time.
        pub const RESET_NOT_OPEN: &str = "reset_not_open";
        /// The invitation is for the other purpose.
        pub const INVITATION_FOR_OTHER_PURPOSE: &str = "invitation_for_other_purpose";
        /// Invitations need `public_url` to be https, or http on loopback.
        pub const PUBLIC_URL_NOT_SECURE: &str = "public_url_not_secure";
        /// Someone changed it since it was read.
        pub const CHANGED_MEANWHILE: &str = "changed_meanwhile";
        /// The request took longer than the server allows.
        pub const TIMED_OUT: &str = "timed_out";
        /// Too many requests are under way.
        pub const BUSY: &str = "busy";
        /// The server cannot write at present; nothing was changed.
        pub const READ_ONLY: &str = "read_only";
        /// The server was restored and waits for what phones send again; see `recovery`.
        pub const RECOVERING: &str = "recovering";
        /// The company waits for nothing.
        pub const NOT_RECOVERING: &str = "not_recovering";
        /// The company was stopped after a fault; others on the server go on.
        pub const COMPANY_STOPPED: &str = "company_stopped";
        /// Files that were uploaded and not imported take as much space as they may.
        pub const TOO_MANY_FILES: &str = "too_many_files";
        /// A fault of the server.
        pub const INTERNAL: &str = "internal";
        /// The account belongs to another member of the company.
        pub const ACCOUNT_OF_OTHER_MEMBER: &str = "account_of_other_member";
        /// The file is not one of unsent hours, or cut short.
        pub const BAD_UNSENT_FILE: &str = "bad_unsent_file";
        /// The export has more lines than one file of its form holds.
        pub const EXPORT_TOO_LARGE: &str = "export_too_large";
        /// Another import of the company is under way.
        pub const IMPORT_RUNNING: &str = "import_running";
        /// The bytes are not a sync request.
        pub const BAD_SYNC_REQUEST: &str = "bad_sync_request";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_the_fields_of_rfc_9457_and_leaves_out_what_it_has_not() {
        let problem = Problem {
            kind: "urn:timetrakr:problem:not_found".into(),
            title: "Not found".into(),
            status: 404,
            code: code::NOT_FOUND.into(),
            detail: "There is no such job.".into(),
            field: None,
            errors: Vec::new(),
            request_id: None,
            retry_after_seconds: None,
        };
        let json = serde_json::to_value(&problem).unwrap();
        let fields: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["code", "detail", "status", "title", "type"]);
    }
}
