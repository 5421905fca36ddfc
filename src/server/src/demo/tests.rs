//! The demo holds what it promises.

use domain::timesheet::Exception;
use engine::query;
use store::OpenOptions;

use super::*;

fn now() -> Timestamp {
    // A Thursday at half past ten in New York.
    "2026-05-21T14:30:00Z".parse().unwrap()
}

async fn made(now: Timestamp, seed: u64) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), OpenOptions::default()).unwrap();
    let account = create(&store, now, seed).await.unwrap();
    assert_eq!(account.email, company::OWNER_EMAIL);
    assert_eq!(account.password.len(), 14);
    (folder, store)
}

#[tokio::test]
async fn the_demo_has_what_a_real_company_has() {
    let (_folder, store) = made(now(), 1).await;
    let system = store.system().unwrap();
    let (company, _) = system.companies().unwrap()[0].clone();
    let (account, _) = system
        .account_by_email(company::OWNER_EMAIL)
        .unwrap()
        .unwrap();
    assert!(system.membership(account, company).unwrap().is_some());
    let view = store.snapshot(company).unwrap();
    assert_eq!(query::people(&view).unwrap().len(), 12);
    let jobs = query::jobs(&view).unwrap();
    assert_eq!(
        (
            jobs.len(),
            jobs.iter().filter(|(_, job)| job.archived).count()
        ),
        (8, 1)
    );

    let today = query::today(&view, now()).unwrap();
    let running: Vec<_> = today
        .people
        .iter()
        .filter_map(|person| person.running.as_ref())
        .collect();
    assert!(running.len() >= 4, "{} are on the clock", running.len());
    assert!(
        running
            .iter()
            .any(|(_, row)| row.values.breaks.iter().any(|pause| pause.end.is_none()))
    );

    let began = calendar::at(calendar::weeks_before(now(), WEEKS), 0);
    let found = query::exceptions(&view, began, now(), now()).unwrap();
    let open = |kind| {
        found
            .iter()
            .any(|(_, _, found)| found.kind == kind && !found.settled)
    };
    assert!(
        open(Exception::Overlap) && open(Exception::MissingClockOut),
        "{found:#?}"
    );
    assert!(!open(Exception::TooLong), "the long night was settled");
    for week in 0..WEEKS {
        let monday = calendar::weeks_before(now(), week + 1);
        let grid = query::week(&view, monday, now()).unwrap().unwrap();
        let hours: i64 = grid.rows.iter().map(|row| row.worked_seconds / 3600).sum();
        assert!(hours > 100, "{hours} hours in the week of {monday}");
    }
    assert!(store.verify().unwrap().is_sound());
}

#[tokio::test]
async fn a_folder_with_a_company_is_left_alone() {
    let (_folder, store) = made(now(), 2).await;
    assert!(matches!(
        create(&store, now(), 2).await,
        Err(DemoError::NotEmpty)
    ));
}

/// At midnight, on a weekend, in the week the clocks go forward: the plan holds on any day.
#[tokio::test]
async fn a_demo_can_be_made_at_any_moment() {
    for (moment, seed) in [
        ("2026-11-02T05:00:00Z", 3),
        ("2026-11-21T23:59:00Z", 4),
        ("2026-03-10T21:00:00Z", 5),
    ] {
        let moment = moment.parse().unwrap();
        let (_folder, store) = made(moment, seed).await;
        let (company, _) = store.system().unwrap().companies().unwrap()[0].clone();
        let view = store.snapshot(company).unwrap();
        let today = query::today(&view, moment).unwrap();
        assert!(
            today.people.iter().any(|person| person.running.is_some()),
            "{moment}"
        );
    }
}
