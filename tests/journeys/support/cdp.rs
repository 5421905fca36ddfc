//! Chromium's own commands, through its driver: what WebDriver has no word for.

use fantoccini::{Client, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// Runs one command of the DevTools protocol on the current tab.
pub(crate) async fn run(client: &Client, command: &'static str, parameters: Value) -> Value {
    client
        .issue_cmd(DevTools {
            command,
            parameters,
        })
        .await
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}

#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// What was written to the console since this was last asked.
pub(crate) async fn browser_log(client: &Client) -> Vec<String> {
    let Ok(entries) = client.issue_cmd(BrowserLog).await else {
        return Vec::new();
    };
    let entries = entries.as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| entry["message"].as_str().map(str::to_owned))
        .collect()
}

#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
