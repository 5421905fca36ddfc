//! A browser that takes away what a page has stored, gives no room, or freezes a tab.

use serde_json::json;

use crate::{Page, cdp};

impl Page {
    /// Removes what the browser keeps of an origin: `all`, or kinds such as `indexeddb`.
    pub async fn loses(&self, origin: &str, kinds: &str) {
        let parameters = json!({ "origin": origin, "storageTypes": kinds });
        cdp::run(self.client(), "Storage.clearDataForOrigin", parameters).await;
    }

    /// Gives an origin no more than so many bytes; `None` gives what is usual.
    pub async fn has_room(&self, origin: &str, bytes: Option<u64>) {
        let mut parameters = json!({ "origin": origin });
        if let Some(bytes) = bytes {
            parameters["quotaSize"] = bytes.into();
        }
        cdp::run(self.client(), "Storage.overrideQuotaForOrigin", parameters).await;
    }

    /// Freezes the tab, as a phone does with one that is out of sight.
    pub async fn freezes(&self) {
        let state = json!({ "state": "frozen" });
        cdp::run(self.client(), "Page.setWebLifecycleState", state).await;
    }

    /// Runs a script in every page that this tab opens from now on, before the page's own.
    pub async fn begins_with(&self, script: &str) {
        cdp::run(self.client(), "Page.enable", json!({})).await;
        let source = json!({ "source": script });
        cdp::run(
            self.client(),
            "Page.addScriptToEvaluateOnNewDocument",
            source,
        )
        .await;
    }
}
