//! The files of the web app by name, and who refers to whom.
//!
//! A file of `/static/` carries the hash of its content in its name, so browsers keep it for ever.
//! Templates name such a file as `{{/static/app.css}}`; the hashed address takes that place, and
//! the reference is remembered, so that an app's files are exactly what its page leads to.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

const OPEN: &str = "{{/static/";
const CLOSE: &str = "}}";

/// How a template names a static file.
pub fn reference(name: &str) -> String {
    format!("{OPEN}{name}{CLOSE}")
}

/// One file that the server sends.
pub struct File {
    /// Below `ui/dist`.
    pub path: String,
    /// The address a browser asks for.
    pub url: String,
    /// What it gets, before compression.
    pub bytes: Vec<u8>,
    /// The plain names of the static files it refers to.
    uses: BTreeSet<String>,
}

/// All files; static ones by plain name, pages and workers by app.
#[derive(Default)]
pub struct Site {
    statics: BTreeMap<String, File>,
    pages: BTreeMap<String, File>,
    workers: BTreeMap<String, File>,
}

impl Site {
    /// Adds a static file that refers to no other. Returns its address.
    pub fn add_static(&mut self, name: &str, bytes: Vec<u8>) -> String {
        self.insert_static(name, bytes, BTreeSet::new())
    }

    /// Adds a static file that may name others added before. Returns its address.
    ///
    /// # Errors
    /// When it names a file that is not there.
    pub fn add_static_text(&mut self, name: &str, template: &str) -> Result<String> {
        let (text, uses) = self.link(name, template)?;
        Ok(self.insert_static(name, text.into_bytes(), uses))
    }

    /// Adds an app's page, under an address that does not change.
    ///
    /// # Errors
    /// When it names a file that is not there.
    pub fn add_page(&mut self, app: &str, path: &str, url: &str, template: &str) -> Result<()> {
        let (text, uses) = self.link(path, template)?;
        let file = File {
            path: path.into(),
            url: url.into(),
            bytes: text.into_bytes(),
            uses,
        };
        self.pages.insert(app.into(), file);
        Ok(())
    }

    /// Adds an app's service worker, under an address that does not change.
    pub fn add_worker(&mut self, app: &str, path: &str, url: &str, source: String) {
        let file = File {
            path: path.into(),
            url: url.into(),
            bytes: source.into_bytes(),
            uses: BTreeSet::new(),
        };
        self.workers.insert(app.into(), file);
    }

    /// Every file that a browser may ask for: what the pages lead to, and the workers.
    ///
    /// # Errors
    /// Never, for apps that have a page.
    pub fn files(&self) -> Result<Vec<&File>> {
        let mut files: BTreeMap<&str, &File> = BTreeMap::new();
        for app in self.pages.keys() {
            files.extend(
                self.download(app)?
                    .into_iter()
                    .map(|file| (file.path.as_str(), file)),
            );
        }
        Ok(files.into_values().collect())
    }

    /// The page of an app and all static files it leads to, the page first.
    ///
    /// # Errors
    /// When there is no such app.
    pub fn parts(&self, app: &str) -> Result<Vec<&File>> {
        let page = self
            .pages
            .get(app)
            .with_context(|| format!("there is no page of {app}"))?;
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&File> = vec![page];
        while let Some(file) = open.pop() {
            for name in &file.uses {
                if names.insert(name)
                    && let Some(used) = self.statics.get(name)
                {
                    open.push(used);
                }
            }
        }
        let statics = names.iter().filter_map(|name| self.statics.get(*name));
        Ok(std::iter::once(page).chain(statics).collect())
    }

    /// What a browser downloads for an app: its parts and its service worker.
    ///
    /// # Errors
    /// When there is no such app.
    pub fn download(&self, app: &str) -> Result<Vec<&File>> {
        let mut files = self.parts(app)?;
        files.extend(self.workers.get(app));
        Ok(files)
    }

    fn insert_static(&mut self, name: &str, bytes: Vec<u8>, uses: BTreeSet<String>) -> String {
        let hash = blake3::hash(&bytes).to_hex();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let path = format!("static/{stem}-{}.{extension}", &hash[..16]);
        let url = format!("/{path}");
        self.statics.insert(
            name.into(),
            File {
                path,
                url: url.clone(),
                bytes,
                uses,
            },
        );
        url
    }

    /// Puts addresses in the place of names.
    fn link(&self, what: &str, template: &str) -> Result<(String, BTreeSet<String>)> {
        let mut text = String::with_capacity(template.len());
        let mut uses = BTreeSet::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let Some((name, after)) = after.split_once(CLOSE) else {
                bail!("{what} has a {OPEN} without its {CLOSE}");
            };
            let Some(file) = self.statics.get(name) else {
                let known: Vec<&str> = self.statics.keys().map(String::as_str).collect();
                bail!(
                    "{what} names {name}, which is none of: {}",
                    known.join(", ")
                );
            };
            text.push_str(before);
            text.push_str(&file.url);
            uses.insert(name.to_owned());
            rest = after;
        }
        text.push_str(rest);
        Ok((text, uses))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_all_that_its_files_name() {
        let mut site = Site::default();
        site.add_static("icon.png", vec![1]);
        site.add_static("unused.png", vec![2]);
        site.add_static_text("manifest.webmanifest", "{{/static/icon.png}}")
            .unwrap();
        site.add_page(
            "phone",
            "app/index.html",
            "/app/",
            "<{{/static/manifest.webmanifest}}>",
        )
        .unwrap();
        let urls: Vec<&str> = site
            .parts("phone")
            .unwrap()
            .iter()
            .map(|file| file.url.as_str())
            .collect();
        assert_eq!(urls.len(), 3, "{urls:?}");
        assert_eq!(urls[0], "/app/");
        assert!(
            urls[1].starts_with("/static/icon-") && urls[1].ends_with(".png"),
            "{urls:?}"
        );
    }

    #[test]
    fn a_name_changes_with_the_content_and_only_then() {
        let mut site = Site::default();
        let first = site.add_static("app.css", b"a".to_vec());
        assert_eq!(first, site.add_static("app.css", b"a".to_vec()));
        assert_ne!(first, site.add_static("app.css", b"b".to_vec()));
    }

    #[test]
    fn a_name_that_is_not_there_is_an_error_that_lists_what_is() {
        let mut site = Site::default();
        site.add_static("app.css", Vec::new());
        let error = site
            .add_static_text("page", "{{/static/app.cs}}")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("app.cs,") && error.contains("app.css"),
            "{error}"
        );
    }
}
