//! Whether the server is alive, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;
use store::Health;

use crate::state::AppState;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The store can be read and written. Why it cannot is for the log, not for whoever asks.
pub(crate) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.store().health() {
        Health::Ok => (StatusCode::OK, "ok\n"),
        Health::Failed { .. } => (StatusCode::SERVICE_UNAVAILABLE, "read only\n"),
    }
}
