//! The page of metrics for operators, made from the table of metrics.

use super::table::{Kind, METRICS};

const INTRODUCTION: &str = "\
# Metrics

With the setting `metrics.listen` (such as `127.0.0.1:9464`) the server answers
`http://127.0.0.1:9464/metrics` in Prometheus' text form. The address is one of this machine alone:
metrics name no company, person or device, yet they are nobody else's business. To watch from
another machine, run Prometheus' agent on this one or forward the port over SSH.

| metric | kind | labels | what it means | what to watch |
|---|---|---|---|---|
";

/// The page, in Markdown.
pub fn reference() -> String {
    let rows = METRICS.iter().map(|metric| {
        let kind = match metric.kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        format!(
            "| `{}` | {kind} | {} | {} | {} |\n",
            metric.name, metric.labels, metric.about, metric.watch
        )
    });
    INTRODUCTION.to_owned() + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_reference_in_the_docs_is_this_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/metrics.md");
        if std::env::var_os("WRITE_DOCS").is_some() {
            std::fs::write(&path, super::reference()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            written,
            super::reference(),
            "write it anew: WRITE_DOCS=1 cargo test -p server --lib metrics"
        );
    }
}
