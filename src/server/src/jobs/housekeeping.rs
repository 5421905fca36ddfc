//! Ends sessions and invitation codes whose time is over, and removes files that nobody imported.

use std::time::Duration;

use store::SystemChange;
use tokio::sync::watch;

use super::{JobContext, stopped_within};
use crate::imports::files;

/// Expired sessions and codes are refused whether they are gone or not, so once an hour is plenty.
const EVERY: Duration = Duration::from_secs(3600);

pub(super) async fn run(context: JobContext, mut stopping: watch::Receiver<bool>) {
    loop {
        let change = SystemChange::EndExpired {
            now: context.clock.now(),
        };
        if let Err(error) = context.store.change_system(vec![change]).await {
            tracing::warn!(%error, "expired sessions could not be removed");
        }
        let (store, now) = (context.store.clone(), context.clock.now());
        match tokio::task::spawn_blocking(move || files::remove_unused(&store, now)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(files)) => tracing::info!(files, "files that nobody imported were removed"),
            Ok(Err(error)) => tracing::warn!(%error, "unused files could not be removed"),
            Err(error) => tracing::warn!(%error, "unused files could not be removed"),
        }
        if stopped_within(&mut stopping, EVERY).await {
            return;
        }
    }
}
