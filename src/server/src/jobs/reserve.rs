//! Keeps the reserve of disk space: makes it again when there is room, and warns when there is
//! little.

use std::time::Duration;

use store::{Reserve, Store};
use tokio::sync::watch;

use super::stopped_within;
use crate::space::{LEAST_BYTES, SPARE_BYTES};

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_secs(600);

pub(super) async fn run(store: Store, reserve: Reserve, mut stopping: watch::Receiver<bool>) {
    let mut told = u64::MAX;
    loop {
        let reserve = reserve.clone();
        match tokio::task::spawn_blocking(move || reserve.make()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the reserve of disk space cannot be made"),
            Err(error) => tracing::warn!(%error, "the reserve of disk space cannot be made"),
        }
        told = warn(store.free_bytes(), told);
        if stopped_within(&mut stopping, LOOK_EVERY).await {
            return;
        }
    }
}

/// Says once at each measure that space is little; gives the measure that was told.
fn warn(left: Option<u64>, told: u64) -> u64 {
    let measure = [LEAST_BYTES, SPARE_BYTES]
        .into_iter()
        .find(|measure| left.is_some_and(|left| left < *measure));
    match measure {
        Some(measure) if measure < told => {
            let left = left.unwrap_or_default();
            tracing::warn!(
                free_bytes = left,
                "the disk is nearly full: when it is, nothing new is kept"
            );
            measure
        }
        Some(_) => told,
        None => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_space_is_told_once_at_each_measure_and_again_after_there_was_room() {
        let told = warn(Some(SPARE_BYTES), u64::MAX);
        assert_eq!(told, u64::MAX);
        let told = warn(Some(SPARE_BYTES - 1), told);
        assert_eq!(told, SPARE_BYTES);
        let told = warn(Some(LEAST_BYTES - 1), told);
        assert_eq!(told, LEAST_BYTES);
        assert_eq!(warn(Some(SPARE_BYTES - 1), told), LEAST_BYTES);
        assert_eq!(warn(Some(SPARE_BYTES), told), u64::MAX);
        assert_eq!(warn(None, u64::MAX), u64::MAX);
    }
}
