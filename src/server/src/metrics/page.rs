//! `/metrics`: what is true now is looked up when it is asked for.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use store::{Health, ReadError};
use tokio::net::TcpListener;

use super::table;
use crate::state::AppState;

/// The most of the outbox that is counted.
const OUTBOX_COUNTED: usize = 1000;
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What the page is made from.
#[derive(Clone)]
pub(crate) struct MetricsPage {
    /// What the handlers share.
    pub(crate) state: AppState,
    /// The data folder.
    pub(crate) folder: Arc<PathBuf>,
}

/// Answers until the server stops.
pub(crate) async fn serve(listener: TcpListener, page: MetricsPage) {
    let mut stopping = page.state.stopping();
    let router = Router::new().route("/metrics", get(show)).with_state(page);
    let served = axum::serve(listener, router).with_graceful_shutdown(async move {
        // Whoever tells of the stop being gone is a stop as well.
        let _gone = stopping.wait_for(|stop| *stop).await;
    });
    if let Err(error) = served.await {
        tracing::error!(%error, "metrics are no longer answered");
    }
}

async fn show(State(page): State<MetricsPage>) -> Response {
    let rendered =
        tokio::task::spawn_blocking(move || page.look().map(|()| page.state.metrics().render()));
    match rendered.await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Ok(Err(error)) => broken(&error),
        Err(error) => broken(&error),
    }
}

fn broken(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "metrics cannot be read");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

impl MetricsPage {
    fn look(&self) -> Result<(), ReadError> {
        let (state, metrics) = (&self.state, self.state.metrics());
        let store = state.store();
        let figures = store.figures();
        metrics.info(table::BUILD, "version", env!("CARGO_PKG_VERSION"));
        metrics.gauge(table::STARTED, seconds(state.started_at()));
        metrics.gauge(table::READ_ONLY, flag(store.health() != Health::Ok));
        metrics.total(table::COMMITS, figures.commits);
        metrics.gauge(table::COMMIT_SECONDS, figures.commit_time.as_secs_f64());
        metrics.total(table::UNITS, figures.units);
        metrics.gauge(table::WAITING, count(figures.waiting));
        metrics.gauge(table::UNDER_WAY, count(state.requests_under_way()));
        metrics.gauge(table::LIVE_PAGES, count(state.live_pages_open()));
        let companies = store.system()?.companies()?;
        let stopped = companies
            .iter()
            .filter(|(_, entry)| entry.stopped.is_some());
        metrics.gauge(table::STOPPED, count(stopped.count()));
        metrics.gauge(table::COMPANIES, count(companies.len()));
        let due = store.outbox_due(state.now(), OUTBOX_COUNTED)?;
        metrics.gauge(table::OUTBOX, count(due.len()));
        self.look_at_machine();
        Ok(())
    }

    /// What the machine does not say is left out.
    fn look_at_machine(&self) {
        let metrics = self.state.metrics();
        if let Ok(free) = store::free_bytes(&self.folder) {
            metrics.gauge(table::DISK_FREE, bytes(free));
        }
        metrics.gauge(table::RESERVE, flag(store::has_reserve(&self.folder)));
        if let Ok(size) = self.state.store().file_bytes(&self.folder) {
            metrics.gauge(table::FILE, bytes(size));
        }
        if let Some(held) = resident_bytes() {
            metrics.gauge(table::MEMORY, bytes(held));
        }
    }
}

fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes.saturating_mul(1024))
}

fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

fn seconds(at: jiff::Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}

/// Metrics are floating point; a count this large is exact all the same.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A metric needs no more than 52 bits.
fn bytes(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::table::{Kind, METRICS};
    use super::*;
    use crate::state::testing;

    async fn text(page: &MetricsPage) -> String {
        let response = show(State(page.clone())).await;
        assert_eq!(response.status(), StatusCode::OK);
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
        String::from_utf8(body.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn methods_that_clients_make_up_are_one_series() {
        let folder = tempfile::tempdir().unwrap();
        let (state, _clock) = testing::state(folder.path());
        for number in 0..100 {
            let method = format!("MADE{number}");
            let took = Duration::from_millis(1);
            state.metrics().answered(&method, "other", 405, took);
        }
        let page = MetricsPage {
            state,
            folder: Arc::new(folder.path().to_owned()),
        };
        let text = text(&page).await;
        let of_requests = |line: &&str| line.starts_with("timetrakr_http_requests_total{");
        let lines: Vec<&str> = text.lines().filter(of_requests).collect();
        assert!(
            matches!(lines[..], [one] if one.contains("method=\"other\"") && one.ends_with(" 100")),
            "{lines:?}"
        );
    }

    #[tokio::test]
    async fn the_page_has_a_value_of_every_metric_once_there_was_something_to_count() {
        let folder = tempfile::tempdir().unwrap();
        let (state, _clock) = testing::state(folder.path());
        let page = MetricsPage {
            state: state.clone(),
            folder: Arc::new(folder.path().to_owned()),
        };
        assert!(!text(&page).await.contains("timetrakr_sign_ins_total{"));

        let metrics = state.metrics();
        metrics.signed_in("wrong");
        metrics.signed_in("wrong");
        metrics.exchanged("done", 3);
        metrics.answered("GET", "/api/v1/today", 200, Duration::from_millis(7));
        let text = text(&page).await;
        let has = |line: &str| assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        has("timetrakr_sign_ins_total{result=\"wrong\"} 2");
        has("timetrakr_sync_segments_total 3");
        has(
            "timetrakr_http_requests_total{method=\"GET\",route=\"/api/v1/today\",status=\"200\"} 1",
        );
        has("timetrakr_http_request_seconds_bucket{route=\"/api/v1/today\",le=\"0.01\"} 1");
        has("timetrakr_store_read_only 0");
        has("timetrakr_companies 0");
        for metric in METRICS {
            let suffix = match metric.kind {
                Kind::Histogram => "_count",
                Kind::Counter | Kind::Gauge => "",
            };
            let name = format!("{}{suffix}", metric.name);
            let there = text.lines().any(|line| {
                line.strip_prefix(&name)
                    .is_some_and(|rest| rest.starts_with([' ', '{']))
            });
            assert!(there, "no value of {name}\n{text}");
        }
    }
}
