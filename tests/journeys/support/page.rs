//! A page as a person meets it: by the words on it, or by a test id where words are not enough.
//!
//! Everything here waits until what it looks for is there, and fails with what was there instead.

use std::{env, fs, path::PathBuf};

use fantoccini::{
    Client, Locator,
    elements::{Element, ElementRef},
};
use serde_json::{Value, json};

use crate::{browser::Look, cdp, until};

/// The key under which WebDriver hands elements to and from scripts.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds what is visible and is called so: by its label, its name for assistive technology, or its
/// own words.
const FIND: &str = r#"
const [kind, name] = arguments;
const selectors = {
  press: "button, a[href], summary, [role=button], [role=tab], [role=menuitem], [role=option], [role=switch], [role=checkbox], [role=radio], label",
  field: "input, select, textarea, [role=combobox], [role=textbox]",
};
const words = (text) => (text || "").replace(/\s+/g, " ").trim();
const shown = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true });
const byId = (ids) => (ids || "").split(/\s+/).map((id) => words(document.getElementById(id)?.innerText)).join(" ").trim();
function names(e) {
  const own = [e.getAttribute("aria-label"), byId(e.getAttribute("aria-labelledby"))];
  if (kind === "field") {
    for (const label of e.labels || []) {
      own.push(words(label.innerText), words([...label.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" ")));
      own.push(...[...label.children].map((c) => words(c.innerText)));
    }
    own.push(e.getAttribute("placeholder"));
  } else {
    own.push(words(e.innerText));
  }
  return own.map(words).filter(Boolean);
}
const all = [...document.querySelectorAll(selectors[kind])].filter(shown);
return all.find((e) => names(e).includes(name))
  || all.find((e) => names(e).some((own) => own.startsWith(name)))
  || null;
"#;

/// A tab.
pub struct Page {
    client: Client,
    look: Look,
}

impl Page {
    pub(crate) fn new(client: Client, look: Look) -> Self {
        Self { client, look }
    }

    /// The driver, for what this page has no word for.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Makes the current tab look like the device. A new tab starts as a plain one.
    pub async fn apply_look(&self) {
        let Look {
            width,
            height,
            mobile,
            dark,
            zone,
            ..
        } = self.look;
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile,
        });
        cdp::run(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await;
        let touch = json!({ "enabled": mobile });
        cdp::run(&self.client, "Emulation.setTouchEmulationEnabled", touch).await;
        cdp::run(
            &self.client,
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": zone }),
        )
        .await;
        let theme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        cdp::run(&self.client, "Emulation.setEmulatedMedia", features).await;
    }

    /// Changes the size, for pictures of the same page on another device.
    pub async fn resize(&mut self, width: u32, height: u32) {
        self.look = Look {
            width,
            height,
            ..self.look
        };
        self.apply_look().await;
    }

    /// Opens an address.
    pub async fn goto(&self, url: &str) {
        self.client
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("cannot open {url}: {error}"));
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client
            .refresh()
            .await
            .unwrap_or_else(|error| panic!("cannot reload: {error}"));
    }

    /// Opens another tab of the same browser and goes there. Returns the one that was in front.
    pub async fn new_tab(&self) -> fantoccini::wd::WindowHandle {
        let before = self.client.window().await.expect("there is a tab");
        let tab = self
            .client
            .new_window(true)
            .await
            .expect("a tab can be opened");
        self.client
            .switch_to_window(tab.handle)
            .await
            .expect("the new tab is there");
        self.apply_look().await;
        before
    }

    /// Goes to another tab.
    pub async fn switch_to(&self, tab: fantoccini::wd::WindowHandle) {
        self.client
            .switch_to_window(tab)
            .await
            .expect("the tab is there");
    }

    /// The address without its origin.
    pub async fn path(&self) -> String {
        let url = self
            .client
            .current_url()
            .await
            .expect("a page has an address");
        let fragment = url
            .fragment()
            .map(|text| format!("#{text}"))
            .unwrap_or_default();
        format!("{}{fragment}", url.path())
    }

    /// The visible element with `data-test="NAME"`.
    pub async fn by_test(&self, name: &str) -> Element {
        let css = format!("[data-test=\"{name}\"]");
        let found = until(|| async {
            let element = self.client.find(Locator::Css(&css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await;
        self.must(found, &format!("an element with the test id {name}"))
            .await
    }

    /// All elements with `data-test="NAME"`, at once.
    pub async fn all_by_test(&self, name: &str) -> Vec<Element> {
        let css = format!("[data-test=\"{name}\"]");
        self.client
            .find_all(Locator::Css(&css))
            .await
            .unwrap_or_default()
    }

    /// The words of the element with `data-test="NAME"`.
    pub async fn text_of(&self, name: &str) -> String {
        let found = until(|| async { self.by_test(name).await.text().await.ok() }).await;
        self.must(found, &format!("words in {name}")).await
    }

    /// Waits until the element with `data-test="NAME"` says this.
    pub async fn says(&self, name: &str, words: &str) {
        let found =
            until(|| async { self.text_of(name).await.contains(words).then_some(()) }).await;
        self.must(found, &format!("{words:?} in {name}")).await;
    }

    /// Presses what is called so: a button, a link, a tab, a choice.
    pub async fn press(&self, name: &str) {
        let found = until(|| async {
            let element = self.find("press", name).await?;
            element.click().await.ok()
        })
        .await;
        self.must(found, &format!("something to press called {name:?}"))
            .await;
    }

    /// Presses the element with `data-test="NAME"`.
    pub async fn press_test(&self, name: &str) {
        let found = until(|| async { self.by_test(name).await.click().await.ok() }).await;
        self.must(found, &format!("{name} to press")).await;
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> Element {
        let found = until(|| self.find("field", label)).await;
        self.must(found, &format!("a field called {label:?}")).await
    }

    /// Types into the field with this label, in place of what it holds.
    pub async fn fill(&self, label: &str, text: &str) {
        let found = until(|| async {
            let field = self.find("field", label).await?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
        self.must(found, &format!("a field called {label:?} to fill"))
            .await;
    }

    /// Types into the field with `data-test="NAME"`, in place of what it holds.
    pub async fn fill_test(&self, name: &str, text: &str) {
        let found = until(|| async {
            let field = self.by_test(name).await;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
        self.must(found, &format!("{name} to fill")).await;
    }

    /// Chooses from the list with `data-test="NAME"`, by the value of the choice.
    pub async fn choose_test(&self, name: &str, value: &str) {
        let found =
            until(|| async { self.by_test(name).await.select_by_value(value).await.ok() }).await;
        self.must(found, &format!("the choice {value:?} of {name}"))
            .await;
    }

    /// Chooses from the list with this label, by the words of the choice.
    pub async fn choose(&self, label: &str, choice: &str) {
        let found = until(|| async {
            self.find("field", label)
                .await?
                .select_by_label(choice)
                .await
                .ok()
        })
        .await;
        self.must(found, &format!("the choice {choice:?} of {label:?}"))
            .await;
    }

    /// Waits until the page shows these words.
    pub async fn shows(&self, words: &str) {
        let found = until(|| async { self.text().await.contains(words).then_some(()) }).await;
        self.must(found, &format!("the words {words:?}")).await;
    }

    /// Waits until the page no longer shows these words.
    pub async fn no_longer_shows(&self, words: &str) {
        let found = until(|| async { (!self.text().await.contains(words)).then_some(()) }).await;
        self.must(found, &format!("that the words {words:?} go"))
            .await;
    }

    /// All visible words.
    pub async fn text(&self) -> String {
        let text = self.client.execute(
            "return document.body ? document.body.innerText : ''",
            vec![],
        );
        text.await
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Runs a script and returns what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Runs a script that calls its last argument with the answer, and returns that.
    pub async fn run_async(&self, script: &str) -> Value {
        self.client
            .execute_async(script, vec![])
            .await
            .unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Waits until a script returns `true`.
    pub async fn until_true(&self, what: &str, script: &str) {
        let found = until(|| async {
            let value = self.client.execute(script, vec![]).await.ok()?;
            (value == Value::Bool(true)).then_some(())
        })
        .await;
        self.must(found, what).await;
    }

    /// Lets the browser keep what the page gives it, in this folder.
    pub async fn keeps_downloads_in(&self, folder: &std::path::Path) {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder });
        cdp::run(&self.client, "Page.setDownloadBehavior", parameters).await;
    }

    /// Waits until the service worker that is in charge of this page has the whole app, so that it
    /// starts without a server.
    pub async fn is_kept_offline(&self) {
        self.until_true(
            "a service worker in charge of this page",
            "return !!(navigator.serviceWorker && navigator.serviceWorker.controller \
             && navigator.serviceWorker.controller.state === 'activated')",
        )
        .await;
    }

    /// Takes a picture, if `TIMETRAKR_SHOTS` names a folder for them.
    pub async fn shot(&self, name: &str) {
        let Some(folder) = env::var_os("TIMETRAKR_SHOTS").map(PathBuf::from) else {
            return;
        };
        fs::create_dir_all(&folder).expect("the folder of pictures can be made");
        let picture = self
            .client
            .screenshot()
            .await
            .expect("a picture can be taken");
        fs::write(folder.join(format!("{name}.png")), picture).expect("a picture can be kept");
    }

    async fn find(&self, kind: &str, name: &str) -> Option<Element> {
        let found = self
            .client
            .execute(FIND, vec![json!(kind), json!(name)])
            .await
            .ok()?;
        let id = found.get(ELEMENT_KEY)?.as_str()?.to_owned();
        Some(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id),
        ))
    }

    /// Unwraps what was waited for, or fails with what the page shows instead.
    async fn must<T>(&self, found: Option<T>, what: &str) -> T {
        if let Some(found) = found {
            return found;
        }
        self.shot("failed").await;
        let path = self.path().await;
        let text = self.text().await;
        let log = self.console().await;
        panic!("waited in vain for {what}\nat {path}, which shows:\n{text}\nconsole:\n{log}");
    }

    /// What the page's scripts complained of.
    pub async fn console(&self) -> String {
        let entries = cdp::browser_log(&self.client).await;
        entries.join("\n")
    }
}
