//! `cargo xtask ui`: the two web apps, from crate `ui` and `assets/` into `ui/dist/`.
//!
//! Owns the order of the steps and when they can be skipped. `bundle` makes browser modules,
//! `site` names and links files, `worker` writes the service worker, `output` puts all on disk.

mod bare;
mod bundle;
mod output;
mod site;
mod worker;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    say, tools,
    workspace::{Workspace, must},
};
use site::Site;

/// The two apps: the name of the bundle, and where its page stands.
const APPS: [App; 2] = [
    App {
        name: "office",
        shell: "office.html",
        page_file: "index.html",
        page_url: "/",
    },
    App {
        name: "phone",
        shell: "phone.html",
        page_file: "app/index.html",
        page_url: "/app/",
    },
];

/// The profile of the root `Cargo.toml` that the web app is compiled with.
const PROFILE: &str = "wasm";

/// How the files come about: a change here makes what was built earlier stale.
const PIPELINE: &str = concat!(
    include_str!("ui.rs"),
    include_str!("ui/bundle.rs"),
    include_str!("ui/output.rs"),
    include_str!("ui/site.rs"),
    include_str!("ui/worker.rs"),
);

/// Options of `cargo xtask ui`.
#[derive(clap::Args, Clone, Copy)]
pub struct Options {
    /// Compress lightly: quicker to build, a little larger to load.
    #[arg(long)]
    pub fast: bool,
}

impl Options {
    fn brotli_quality(self) -> u8 {
        if self.fast { 5 } else { 11 }
    }
}

struct App {
    name: &'static str,
    shell: &'static str,
    page_file: &'static str,
    page_url: &'static str,
}

/// Everything the web app is made of, read once.
struct Inputs {
    /// The compiled bundles, by app name.
    wasm: BTreeMap<&'static str, Vec<u8>>,
    /// The files of `assets/`, by path below it. Locales are compiled into the bundles.
    assets: BTreeMap<String, Vec<u8>>,
}

/// Builds the web app, or finds that nothing has changed. Returns the folder that holds it.
///
/// # Errors
/// When something is missing or does not compile.
pub fn build(workspace: &Workspace, options: Options) -> Result<PathBuf> {
    tools::ensure_wasm_target(workspace)?;
    must(&mut workspace.cargo([
        "build",
        "--package",
        "ui",
        "--bins",
        "--profile",
        PROFILE,
        "--target",
        tools::WASM_TARGET,
    ]))?;
    let inputs = read_inputs(workspace)?;
    let dist = workspace.root.join("ui/dist");
    let stamp = stamp(&inputs);
    if output::is_current(&dist, &stamp, options.brotli_quality()) {
        say::line("the web app is up to date");
        return Ok(dist);
    }
    let site = assemble(&inputs)?;
    let sizes = output::write(&dist, &site, &stamp, options.brotli_quality())?;
    for (app, size) in &sizes {
        say::line(format!(
            "{app}: {} as served ({} unpacked)",
            say::size(size.brotli),
            say::size(size.raw)
        ));
    }
    Ok(dist)
}

fn read_inputs(workspace: &Workspace) -> Result<Inputs> {
    let compiled = workspace.target.join(tools::WASM_TARGET).join(PROFILE);
    let mut wasm = BTreeMap::new();
    for app in &APPS {
        let path = compiled.join(format!("{}.wasm", app.name));
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        wasm.insert(app.name, bytes);
    }
    let mut assets = BTreeMap::new();
    let folder = workspace.root.join("assets");
    read_folder(&folder, "", &mut assets)?;
    for part in ["icons", "styles"] {
        read_folder(&folder.join(part), &format!("{part}/"), &mut assets)?;
    }
    Ok(Inputs { wasm, assets })
}

/// Reads the files right inside a folder; hidden ones and folders are left out.
fn read_folder(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && !name.starts_with('.') {
            let bytes = fs::read(&path).with_context(|| format!("{}", path.display()))?;
            into.insert(format!("{prefix}{name}"), bytes);
        }
    }
    Ok(())
}

/// One hash over all that decides what comes out.
fn stamp(inputs: &Inputs) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(PIPELINE.as_bytes());
    let bundles = inputs.wasm.iter().map(|(name, bytes)| (*name, bytes));
    let assets = inputs
        .assets
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes));
    for (name, bytes) in bundles.chain(assets) {
        hasher
            .update(name.as_bytes())
            .update(&[0])
            .update(blake3::hash(bytes).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Names and links every file. The order follows the references: what is named comes first.
fn assemble(inputs: &Inputs) -> Result<Site> {
    let mut site = Site::default();
    for (name, bytes) in &inputs.assets {
        if let Some(icon) = name.strip_prefix("icons/") {
            site.add_static(icon, bytes.clone());
        }
    }
    for app in &APPS {
        let styles = bare::styles(&styles(inputs, app.name)?);
        site.add_static_text(&format!("{}.css", app.name), &styles)?;
    }
    site.add_static_text(
        "manifest.webmanifest",
        &asset(inputs, "manifest.webmanifest")?,
    )?;
    let rescue = bare::script(&asset(inputs, "phone.rescue.js")?);
    site.add_static("phone.rescue.js", rescue.into_bytes());
    for app in &APPS {
        let bundle = bundle::bundle(app.name, inputs)?;
        site.add_static(&format!("{}.wasm", app.name), bundle.wasm);
        let mut module = bundle.module;
        for (import, source) in bundle.snippets {
            let name = snippet_name(&import);
            site.add_static(&name, source.into_bytes());
            module = module.replace(&import, &site::reference(&name));
        }
        site.add_static_text(&format!("{}.js", app.name), &bare::script(&module))?;
        let boot = format!("{}.boot.js", app.name);
        site.add_static_text(&boot, &bare::script(&asset(inputs, &boot)?))?;
        site.add_page(
            app.name,
            app.page_file,
            app.page_url,
            &asset(inputs, app.shell)?,
        )?;
    }
    let worker = bare::script(&asset(inputs, "sw.js")?);
    let worker = worker::fill(&worker, &site.parts("phone")?)?;
    site.add_worker("phone", "app/sw.js", "/app/sw.js", worker);
    Ok(site)
}

/// The office's pages have a sheet of their own, which a phone does not download.
const OFFICE_SHEET: &str = "styles/40-office.css";

/// The style sheets of an app as one, in the order of their names.
fn styles(inputs: &Inputs, app: &str) -> Result<String> {
    let mut all = String::new();
    for (name, bytes) in &inputs.assets {
        let wanted = app == "office" || name != OFFICE_SHEET;
        if wanted && name.starts_with("styles/") && name.ends_with(".css") {
            all.push_str(std::str::from_utf8(bytes).with_context(|| format!("assets/{name}"))?);
            all.push('\n');
        }
    }
    Ok(all)
}

fn asset(inputs: &Inputs, name: &str) -> Result<String> {
    let bytes = inputs
        .assets
        .get(name)
        .with_context(|| format!("assets/{name} is missing"))?;
    String::from_utf8(bytes.clone()).with_context(|| format!("assets/{name} is not text"))
}

/// `./snippets/crate-1a2b/inline0.js` as one file name.
fn snippet_name(import: &str) -> String {
    import.trim_start_matches("./").replace('/', "-")
}
