//! Installing a CA's certificate, as a person does on a phone: Chromium on Linux keeps what a
//! person trusts in an NSS database under the home folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use crate::{Page, Profile, cdp};

const DATABASE: &str = ".pki/nssdb";

impl Profile {
    /// Trusts a CA from the next start of the browser on.
    ///
    /// # Panics
    /// When `certutil` is missing or refuses the certificate.
    pub fn trust(&self, certificate: &Path) {
        let database = self.0.path().join(DATABASE);
        fs::create_dir_all(&database).expect("the profile can be written");
        certutil(&database, &["-N", "--empty-password"]);
        let file = certificate.to_str().expect("a path of ours is text");
        certutil(
            &database,
            &["-A", "-t", "C,,", "-n", "local CA", "-i", file],
        );
    }

    /// The home folder of a browser that trusts more than others do.
    pub(crate) fn home_that_trusts(&self) -> Option<PathBuf> {
        let home = self.0.path();
        home.join(DATABASE).is_dir().then(|| home.to_owned())
    }
}

fn certutil(database: &Path, arguments: &[&str]) {
    let output = Command::new("certutil")
        .arg("-d")
        .arg(format!("sql:{}", database.display()))
        .args(arguments)
        .output()
        .expect("certutil can be started; run: cargo xtask test");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "certutil {arguments:?}: {errors}");
}

impl Page {
    /// Tells servers that it is this kind of browser.
    pub async fn says_it_is(&self, agent: &str) {
        let agent = json!({ "userAgent": agent });
        cdp::run(self.client(), "Emulation.setUserAgentOverride", agent).await;
    }

    /// Puts what is downloaded from now on into a folder.
    pub async fn downloads_into(&self, folder: &Path) {
        let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
        cdp::run(self.client(), "Browser.setDownloadBehavior", behaviour).await;
    }
}
