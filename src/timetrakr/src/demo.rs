//! `timetrakr demo`: makes the demo company and says how to sign in.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use jiff::Timestamp;
use server::config::Config;

use crate::cli::DemoOptions;
use crate::sources;

pub(crate) fn run(options: &DemoOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let folder = Config::load_data(&sources)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let account = runtime.block_on(async {
        let store = server::serve::open(&folder).await?;
        anyhow::Ok(server::demo::create(&store, Timestamp::now(), options.seed).await?)
    })?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "The demo company is in {}, with {} journal entries.",
        folder.display(),
        account.journal_entries
    )?;
    writeln!(
        out,
        "Sign in as {} with the password {}",
        account.email, account.password
    )?;
    writeln!(out, "The password is not shown again.")?;
    Ok(ExitCode::SUCCESS)
}
