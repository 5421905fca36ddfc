//! Every metric there is: the page, its descriptions and `docs/operate/metrics.md` come from here.

/// What a metric does over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It only grows, and begins at 0 with each start.
    Counter,
    /// It goes up and down.
    Gauge,
    /// How many times took how long.
    Histogram,
}

/// One metric.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What tells its series apart.
    pub(super) labels: &'static str,
    /// What it means.
    pub(super) about: &'static str,
    /// What to do about it, or when it is fine.
    pub(super) watch: &'static str,
}

macro_rules! metrics {
    ($($constant:ident = $name:literal, $kind:ident, $labels:literal, $about:literal, $watch:literal;)*) => {
        $(pub(super) const $constant: &str = $name;)*

        /// Every metric, in the order of the reference.
        pub(super) const METRICS: &[Metric] = &[$(Metric {
            name: $name,
            kind: Kind::$kind,
            labels: $labels,
            about: $about,
            watch: $watch,
        },)*];
    };
}

metrics! {
    BUILD = "timetrakr_build_info", Gauge, "version",
        "Always 1; the label says which version runs.", "";
    STARTED = "timetrakr_start_time_seconds", Gauge, "",
        "When the server started, in seconds since 1970.", "It jumps at each restart.";
    MEMORY = "timetrakr_resident_memory_bytes", Gauge, "",
        "Memory that the process holds.", "Rests under 50 MB with a small firm.";
    READ_ONLY = "timetrakr_store_read_only", Gauge, "",
        "1 when the disk or the database failed: reads go on, nothing new is kept.",
        "Alert on 1. See the log, free the disk, restart.";
    DISK_FREE = "timetrakr_disk_free_bytes", Gauge, "",
        "Space left for the data folder.", "Alert well before 0: a full disk makes the server read-only.";
    RESERVE = "timetrakr_disk_reserve", Gauge, "",
        "1 while the reserve of disk space is there.",
        "0 for long: the disk has no room for it. See `reserve_mb`.";
    FILE = "timetrakr_store_file_bytes", Gauge, "",
        "Size of the database file, with its dead space.", "`timetrakr compact` gives dead space back.";
    COMMITS = "timetrakr_store_commits_total", Counter, "",
        "Transactions that are on disk.", "";
    COMMIT_SECONDS = "timetrakr_store_commit_seconds_total", Gauge, "",
        "Time that these commits took together; divide by the commits for the mean.",
        "The mean is about two fsyncs of the disk.";
    UNITS = "timetrakr_store_units_total", Counter, "",
        "Units of work in these transactions: commands and phones' segments.", "";
    WAITING = "timetrakr_store_waiting", Gauge, "",
        "Units of work that wait for the writer.", "Stays near 0; thousands mean that the disk is too slow.";
    COMPANIES = "timetrakr_companies", Gauge, "",
        "Companies on this server.", "";
    STOPPED = "timetrakr_companies_stopped", Gauge, "",
        "Companies that were stopped because their data could not be folded.",
        "Alert on more than 0. Run `timetrakr verify`.";
    OUTBOX = "timetrakr_outbox_due", Gauge, "",
        "Mails and other effects that are due and not yet delivered, counted up to 1000.",
        "Alert when it stays above 0 for an hour: the mail server may refuse.";
    REQUESTS = "timetrakr_http_requests_total", Counter, "method, route, status",
        "Requests that were answered.", "Alert on a share of status 500.";
    REQUEST_SECONDS = "timetrakr_http_request_seconds", Histogram, "route",
        "How long requests took.", "";
    UNDER_WAY = "timetrakr_http_requests_under_way", Gauge, "",
        "Requests that are worked on now, this page not among them.", "512 is the most; more are told to come back.";
    LIVE_PAGES = "timetrakr_live_pages", Gauge, "",
        "Open pages that show changes as they happen.", "`limits.live_pages` is the most.";
    SYNCS = "timetrakr_sync_requests_total", Counter, "answer",
        "Exchanges with phones that were understood: `done`, `challenge` (a phone's first), or `refused`.", "";
    SYNC_SEGMENTS = "timetrakr_sync_segments_total", Counter, "",
        "Segments that phones sent in them, repeats included.", "";
    SIGN_INS = "timetrakr_sign_ins_total", Counter, "result",
        "Attempts to sign in: `ok`, `wrong`, or `throttled`.", "Many `wrong` or `throttled`: someone guesses.";
}
