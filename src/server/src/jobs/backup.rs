//! Makes a backup whenever one is due.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Zone;
use engine::query;
use jiff::{SignedDuration, Timestamp};
use store::ReadError;
use tokio::sync::watch;

use super::{JobContext, stopped_within};
use crate::backups::Backups;
use crate::config::BackupConfig;

/// How often it looks whether one is due.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long after a failure it tries again.
const AFTER_FAILURE: SignedDuration = SignedDuration::from_mins(15);

pub(super) async fn run(
    context: JobContext,
    backups: Arc<Backups>,
    mut stopping: watch::Receiver<bool>,
) {
    let Some(config) = backups.config().cloned() else {
        return;
    };
    loop {
        look(&context, &backups, &config).await;
        if stopped_within(&mut stopping, LOOK_EVERY).await {
            return;
        }
    }
}

/// Makes one if it is due. That it could not is told and remembered there.
async fn look(context: &JobContext, backups: &Arc<Backups>, config: &BackupConfig) {
    let now = context.clock.now();
    match is_due(backups, config, now) {
        Ok(true) => {
            let _told = backups.make(now).await;
        }
        Ok(false) => {}
        Err(error) => tracing::error!(%error, "what is known of backups cannot be read"),
    }
}

fn is_due(backups: &Backups, config: &BackupConfig, now: Timestamp) -> Result<bool, ReadError> {
    let state = backups.state()?;
    let failed = state.failed.map(|failed| failed.at);
    if failed.is_some_and(|at| now.duration_since(at) < AFTER_FAILURE) {
        return Ok(false);
    }
    let companies = backups.store().system()?.companies()?;
    let Some((company, _)) = companies.iter().min_by_key(|(_, entry)| entry.created_at) else {
        // There is nothing to lose yet.
        return Ok(false);
    };
    let view = backups.store().snapshot(*company)?;
    let zone = query::company(&view)?.map(|row| row.zone);
    let zone = zone.and_then(|zone| Zone::named(&zone).ok());
    let last = state.made.map(|made| made.made_at);
    let zone = zone.unwrap_or_else(Zone::utc);
    Ok(config.schedule.is_due(last, now, &zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{BackupSchedule, PublicUrl};
    use crate::state::testing;
    use domain::{AccountId, CompanyId, MemberId};
    use engine::Command;
    use engine::command::FoundCompany;
    use store::Execute;

    #[tokio::test]
    async fn backups_follow_the_schedule_and_a_failure_is_tried_again() {
        let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = parent.path().join("backups");
        let (state, clock) = testing::state(data.path());
        let config = BackupConfig {
            folder: folder.clone(),
            schedule: BackupSchedule::Every(SignedDuration::from_hours(24)),
            keep: 2,
            with_key: false,
        };
        let store = state.store().clone();
        let backups = Arc::new(Backups::new(store.clone(), Some(config.clone())));
        let context = JobContext {
            store: store.clone(),
            clock: clock.clone(),
            public_url: PublicUrl::parse("http://localhost:8080").unwrap(),
            mailer: None,
        };
        let count = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
        look(&context, &backups, &config).await;
        assert_eq!(count(), 0, "there is no company");
        let founding = Command::FoundCompany(FoundCompany {
            company: CompanyId::from_bytes([1; 16]),
            name: "Reed".to_owned(),
            zone: "Europe/Madrid".to_owned(),
            workweek_starts: 1,
            language: "es".to_owned(),
            owner_name: "Olivia Reed".to_owned(),
            owner_email: "olivia@example.com".to_owned(),
            account: AccountId::from_bytes([2; 16]),
        });
        let (company, nobody) = (
            CompanyId::from_bytes([1; 16]),
            MemberId::from_bytes([0; 16]),
        );
        let now = state.now();
        let founding = Execute::new(company, nobody, founding, now);
        store.execute(founding).await.unwrap();
        look(&context, &backups, &config).await;
        look(&context, &backups, &config).await;
        assert_eq!(count(), 1);
        clock.pass(SignedDuration::from_hours(24));
        look(&context, &backups, &config).await;
        assert_eq!(count(), 2);
        // Something is in the way.
        clock.pass(SignedDuration::from_hours(24));
        std::fs::rename(&folder, parent.path().join("away")).unwrap();
        std::fs::write(&folder, b"a file").unwrap();
        look(&context, &backups, &config).await;
        assert!(backups.state().unwrap().failed.is_some());
        std::fs::remove_file(&folder).unwrap();
        look(&context, &backups, &config).await;
        assert_eq!(count(), 0, "it waits a while");
        clock.pass(AFTER_FAILURE);
        look(&context, &backups, &config).await;
        assert_eq!(count(), 1);
        assert!(backups.state().unwrap().failed.is_none());
    }
}
