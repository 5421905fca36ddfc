//! What the server counts for whoever watches it: one table of metrics, the counting, and the
//! page in Prometheus' text form on an address of its own.
//!
//! Metrics hold counts, sizes and times, never a company's, a person's or a device's name or id.

mod page;
mod reference;
mod table;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use metrics::{Key, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

pub(crate) use page::{MetricsPage, serve};
pub use reference::reference;
use table::{Kind, METRICS, Metric};

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);
/// Bounds of the buckets of times, in seconds.
const SECONDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0];
/// The methods that are told apart. A client may name any other, and each would be a series that
/// is kept for ever.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// After so many times they are counted into their buckets: until then each is kept by itself,
/// and it may be that nobody ever asks for the page.
const TIMES_MAX: u32 = 8192;

/// The metrics of one server.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    /// How many times were recorded, in all.
    times: AtomicU32,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let builder = PrometheusBuilder::new()
            .set_buckets(&SECONDS)
            .expect("invariant: there are buckets");
        let recorder = builder.build_recorder();
        for metric in METRICS {
            metric.describe(&recorder);
        }
        let times = AtomicU32::new(0);
        Self { recorder, times }
    }

    /// A request that was answered.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method);
        let labels = [
            Label::new("method", method.unwrap_or("other")),
            Label::new("route", route.to_owned()),
            Label::new("status", status.to_string()),
        ];
        self.add(table::REQUESTS, labels.to_vec(), 1);
        let key = Key::from_parts(
            table::REQUEST_SECONDS,
            vec![Label::new("route", route.to_owned())],
        );
        self.recorder
            .register_histogram(&key, &METADATA)
            .record(took.as_secs_f64());
        let before = self.times.fetch_add(1, Ordering::Relaxed);
        if before % TIMES_MAX == TIMES_MAX - 1 {
            self.recorder.handle().run_upkeep();
        }
    }

    /// How a sync exchange ended, and how many segments it brought.
    pub(crate) fn exchanged(&self, answer: &'static str, segments: usize) {
        self.add(table::SYNCS, vec![Label::new("answer", answer)], 1);
        let segments = u64::try_from(segments).unwrap_or(u64::MAX);
        self.add(table::SYNC_SEGMENTS, Vec::new(), segments);
    }

    /// How an attempt to sign in ended.
    pub(crate) fn signed_in(&self, result: &'static str) {
        self.add(table::SIGN_INS, vec![Label::new("result", result)], 1);
    }

    fn add(&self, name: &'static str, labels: Vec<Label>, by: u64) {
        let key = Key::from_parts(name, labels);
        self.recorder
            .register_counter(&key, &METADATA)
            .increment(by);
    }

    /// What is counted elsewhere, as it stands now.
    fn total(&self, name: &'static str, value: u64) {
        self.recorder
            .register_counter(&Key::from_static_name(name), &METADATA)
            .absolute(value);
    }

    fn gauge(&self, name: &'static str, value: f64) {
        self.recorder
            .register_gauge(&Key::from_static_name(name), &METADATA)
            .set(value);
    }

    fn info(&self, name: &'static str, label: &'static str, value: &'static str) {
        let key = Key::from_parts(name, vec![Label::new(label, value)]);
        self.recorder.register_gauge(&key, &METADATA).set(1.0);
    }

    fn render(&self) -> String {
        self.recorder.handle().render()
    }
}

impl Metric {
    fn describe(&self, recorder: &PrometheusRecorder) {
        let (name, about) = (self.name.into(), self.about.into());
        match self.kind {
            Kind::Counter => recorder.describe_counter(name, None, about),
            Kind::Gauge => recorder.describe_gauge(name, None, about),
            Kind::Histogram => recorder.describe_histogram(name, Some(Unit::Seconds), about),
        }
    }
}
