//! One compiled app into what a browser loads: an ES module and the wasm beside it.
//!
//! Knows wasm-bindgen and wasm-opt; must not know file names or pages.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::Inputs;
use crate::{
    say,
    workspace::{Workspace, must},
};

/// What the browser loads of one app.
pub struct Bundle {
    /// The ES module with `init` as its default export.
    pub module: String,
    /// The program itself.
    pub wasm: Vec<u8>,
    /// Scripts that crates brought along: the path the module imports, and the source.
    pub snippets: Vec<(String, String)>,
}

/// Runs wasm-bindgen over one app, and wasm-opt where it is installed.
///
/// # Errors
/// When the compiled file does not fit this version of wasm-bindgen.
pub fn bundle(workspace: &Workspace, app: &str, inputs: &Inputs) -> Result<Bundle> {
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
    let mut wasm = output.wasm_mut().emit_wasm();
    if let Some(program) = &inputs.wasm_opt {
        wasm = optimise(program, &workspace.target.join("xtask-ui"), app, wasm)?;
    }
    Ok(Bundle {
        module,
        wasm,
        snippets,
    })
}

/// wasm-opt makes the file smaller; without it, or when it fails, the file is as good but larger.
fn optimise(program: &Path, scratch: &Path, app: &str, wasm: Vec<u8>) -> Result<Vec<u8>> {
    fs::create_dir_all(scratch)?;
    let before = scratch.join(format!("{app}.wasm"));
    let after = scratch.join(format!("{app}.opt.wasm"));
    fs::write(&before, &wasm)?;
    let mut command = Command::new(program);
    command.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-mutable-globals",
        "--enable-multivalue",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
    ]);
    if let Err(error) = must(command.arg(&before).arg("-o").arg(&after)) {
        say::line(format!("{app} stays as compiled: {error:#}"));
        return Ok(wasm);
    }
    Ok(fs::read(after)?)
}
