//! Whether the server is alive, and whether it can do its work.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use store::{Health, WriteError};

use super::problem::Refused;
use crate::state::AppState;

/// The process answers. Any page may see that: the one that walks a phone through trusting the
/// local CA is of another origin.
pub(crate) async fn alive() -> impl IntoResponse {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], "ok\n")
}

/// The store can be read and written. Why it cannot is for the log, not for whoever asks.
pub(crate) async fn ready(State(state): State<AppState>) -> Result<&'static str, Refused> {
    match state.store().health() {
        Health::Ok => Ok("ok\n"),
        Health::Failed { reason, .. } => Err(WriteError::ReadOnly { reason }.into()),
    }
}
