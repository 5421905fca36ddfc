//! One compiled app into what a browser loads: an ES module and the wasm beside it.
//!
//! Knows wasm-bindgen; must not know file names or pages.

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::Inputs;

/// What the browser loads of one app.
pub struct Bundle {
    /// The ES module with `init` as its default export.
    pub module: String,
    /// The program itself.
    pub wasm: Vec<u8>,
    /// Scripts that crates brought along: the path the module imports, and the source.
    pub snippets: Vec<(String, String)>,
}

/// Runs wasm-bindgen over one app.
///
/// No wasm-opt after it: the file gets smaller, but larger once compressed.
///
/// # Errors
/// When the compiled file does not fit this version of wasm-bindgen.
pub fn bundle(app: &str, inputs: &Inputs) -> Result<Bundle> {
    let compiled = inputs
        .wasm
        .get(app)
        .context("invariant: every app was read")?;
    let mut output = Bindgen::new()
        .input_bytes(app, compiled.clone())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot read the {app} app"))?;
    let mut snippets = Vec::new();
    for (identifier, sources) in output.snippets() {
        for (index, source) in sources.iter().enumerate() {
            snippets.push((
                format!("./snippets/{identifier}/inline{index}.js"),
                source.clone(),
            ));
        }
    }
    for (path, source) in output.local_modules() {
        snippets.push((format!("./snippets/{path}"), source.clone()));
    }
    snippets.sort();
    let module = output.js().to_owned();
    let wasm = output.wasm_mut().emit_wasm();
    Ok(Bundle {
        module,
        wasm,
        snippets,
    })
}
