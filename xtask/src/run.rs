//! `cargo xtask run`: build everything and serve on this machine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    say, ui,
    workspace::{Workspace, must},
};

/// Options of `cargo xtask run`.
#[derive(clap::Args)]
pub struct Options {
    /// Serve a believable demo company, made on the first start.
    #[arg(long)]
    demo: bool,
    /// The address to serve on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Where the data is kept [default: ./data, with --demo ./data-demo].
    #[arg(long)]
    data: Option<PathBuf>,
    /// Run the optimised build.
    #[arg(long)]
    release: bool,
}

/// Builds the web app and the server, then becomes the server.
///
/// # Errors
/// When something does not build or the server cannot start.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    say::step("web app", || {
        ui::build(
            workspace,
            ui::Options {
                fast: !options.release,
            },
        )
    })?;
    say::step("server", || {
        let mut build = workspace.cargo(["build", "--package", "timetrakr"]);
        if options.release {
            build.arg("--release");
        }
        must(&mut build)
    })?;
    let binary = workspace.binary(if options.release { "release" } else { "debug" });
    let name = if options.demo { "data-demo" } else { "data" };
    let data = options
        .data
        .clone()
        .unwrap_or_else(|| workspace.root.join(name));
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    if options.demo && is_empty(&data)? {
        say::step("demo company", || {
            must(Command::new(&binary).arg("demo").arg("--data").arg(&data))
        })?;
    }
    say::line(format!(
        "\nTimeTrakr   http://{}\nphone app   http://{}/app/\ndata        {}\nCtrl-C stops it.\n",
        address(&options.listen),
        address(&options.listen),
        data.display()
    ));
    let mut serve = Command::new(&binary);
    serve
        .arg("serve")
        .arg("--data")
        .arg(&data)
        .arg("--listen")
        .arg(&options.listen);
    become_it(&mut serve)
}

/// What to type into a browser. A service worker needs `localhost` or TLS, so loopback is named so.
fn address(listen: &str) -> String {
    match listen.rsplit_once(':') {
        Some(("127.0.0.1" | "0.0.0.0" | "[::1]" | "[::]" | "localhost", port)) => {
            format!("localhost:{port}")
        }
        _ => listen.to_owned(),
    }
}

fn is_empty(folder: &Path) -> Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

/// Replaces this process by the server, so that every signal reaches it and its exit status is ours.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    must(command)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn loopback_is_shown_as_localhost() {
        assert_eq!(address("127.0.0.1:8080"), "localhost:8080");
        assert_eq!(address("0.0.0.0:80"), "localhost:80");
        assert_eq!(address("192.168.1.5:8080"), "192.168.1.5:8080");
    }
}
