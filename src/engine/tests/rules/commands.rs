//! Commands about the company as a whole, and what every command does: what is done, and what is
//! refused first when several things are wrong (each row still has the faults of the rows below).

use domain::LogId;
use engine::command::{ChangeCompany, FoundCompany, JobText};
use engine::rows::CompanyRow;
use engine::{Arrival, Command, Ctx, MemoryView, query};
use oplog::Payload;
use oplog::receipt::Verdict;
use oplog::v1::payload::RoleTag;

use super::site::{Site, long, nothing};

fn founding() -> FoundCompany {
    FoundCompany {
        company: nothing(),
        name: "  Reed Framing ".into(),
        zone: "america/new_york".into(),
        workweek_starts: 7,
        language: "es".into(),
        owner_name: "Olivia Reed".into(),
        owner_email: "Olivia@Example.com".into(),
        account: nothing(),
    }
}

/// Makes one field of a founding wrong.
type Spoil = fn(&mut FoundCompany);

#[test]
fn a_company_is_founded_once_with_its_owner() {
    let zone = domain::time::Zone::utc();
    let now = testkit::at("2026-03-09T12:00:00Z");
    let ctx = |entropy| Ctx {
        now,
        actor: nothing(),
        zone: &zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: 0,
        entropy: [entropy; 32],
    };
    let mut view = MemoryView::default();
    let faults: [(&str, Spoil); 7] = [
        ("text_empty", |found| found.name = " ".into()),
        ("zone_unknown", |found| found.zone = "Mars/Olympus".into()),
        ("workweek_start_invalid", |found| found.workweek_starts = 0),
        ("language_unknown", |found| found.language = "fr".into()),
        ("text_too_long", |found| found.owner_name = long(121)),
        ("email_invalid", |found| found.owner_email = "olivia".into()),
        ("text_empty", |found| found.owner_email = " ".into()),
    ];
    for (index, (code, _)) in faults.iter().enumerate() {
        let mut found = founding();
        // The last two are two faults of one field: the earlier would be hidden by the later.
        let last = if index == 5 { 6 } else { 7 };
        faults[index..last]
            .iter()
            .for_each(|(_, spoil)| spoil(&mut found));
        let error = engine::decide(&view, &Command::FoundCompany(found), &ctx(1)).unwrap_err();
        assert_eq!(error.code(), *code);
    }
    let ops = engine::decide(&view, &Command::FoundCompany(founding()), &ctx(2)).unwrap();
    let arrival = Arrival {
        position: 1,
        log: LogId::from_bytes([9; 16]),
        seq: 0,
        received_at: now,
        skew_ms: 0,
    };
    assert_eq!(
        engine::judge(&view, &ops[0], &arrival),
        Ok(Verdict::Applied)
    );
    engine::apply(&mut view, &ops[0], &arrival, Verdict::Applied).unwrap();
    let company: CompanyRow = query::company(&view).unwrap().unwrap();
    assert_eq!(
        (company.name.as_str(), company.zone.as_str()),
        ("Reed Framing", "America/New_York")
    );
    let (_, owner, member) = query::people(&view).unwrap().remove(0);
    assert_eq!(
        (owner.email.as_str(), member.unwrap().role),
        ("olivia@example.com", RoleTag::Owner)
    );
    assert_eq!(ops[0].envelope.actor, owner.member.unwrap());

    let again = Command::FoundCompany(FoundCompany {
        name: String::new(),
        ..founding()
    });
    assert_eq!(
        engine::decide(&view, &again, &ctx(3)).unwrap_err().code(),
        "company_exists"
    );
}

#[test]
fn settings_are_changed_by_the_owner() {
    let mut site = Site::new();
    let (owner, manager) = (site.owner.member, site.manager.member);
    let change = |name: &str, zone: &str, day, language: &str| {
        Command::ChangeCompany(ChangeCompany {
            name: Some(name.into()),
            zone: Some(zone.into()),
            workweek_starts: Some(day),
            language: Some(language.into()),
        })
    };
    site.check(manager, &change("", "Mars", 9, "fr"), "not_permitted");
    site.check(owner, &change("", "Mars", 9, "fr"), "zone_unknown");
    site.check(owner, &change("", "Europe/Madrid", 9, "fr"), "text_empty");
    site.check(
        owner,
        &change("Reed", "Europe/Madrid", 9, "fr"),
        "workweek_start_invalid",
    );
    site.check(
        owner,
        &change("Reed", "Europe/Madrid", 7, "fr"),
        "language_unknown",
    );
    site.check(
        owner,
        &Command::ChangeCompany(ChangeCompany::default()),
        "nothing_changed",
    );
    site.check(owner, &change("Reed", "Europe/Madrid", 7, "es"), "ok");
    site.check(
        owner,
        &change("Reed", "Europe/Madrid", 7, "es"),
        "nothing_changed",
    );
    let row: CompanyRow = query::company(&site.s.view).unwrap().unwrap();
    assert_eq!(
        (
            row.name.as_str(),
            row.zone.as_str(),
            row.workweek_starts,
            row.language.as_str()
        ),
        ("Reed", "Europe/Madrid", 7, "es")
    );
}

#[test]
fn faults_of_fields_name_the_field() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let field =
        |site: &mut Site, command: Command| site.s.tries(owner, &command).unwrap_err().field();
    let settings = |change| Command::ChangeCompany(change);
    assert_eq!(
        field(
            &mut site,
            settings(ChangeCompany {
                zone: Some("x".into()),
                ..ChangeCompany::default()
            })
        ),
        Some("zone")
    );
    assert_eq!(
        field(&mut site, Command::AddJob(JobText::default())),
        Some("name")
    );
    assert_eq!(field(&mut site, Command::ArchiveJob(nothing())), None);
}

#[test]
fn a_command_states_what_it_was_asked_and_by_whom() {
    let mut site = Site::new();
    let manager = site.manager.member;
    let ops = site.s.does(
        manager,
        &Command::AddJob(JobText {
            name: "Barn".into(),
            ..JobText::default()
        }),
    );
    let envelope = &ops[0].envelope;
    assert_eq!((envelope.actor, envelope.at), (manager, site.s.clock.now()));
    assert_eq!(
        (envelope.zone.as_str(), envelope.utc_offset_seconds),
        ("America/New_York", -4 * 3600)
    );
    assert!(matches!(&ops[0].payload, Payload::JobAdded(added) if added.name == "Barn"));
    assert_eq!(oplog::Op::decode(ops[0].bytes()), Ok(ops[0].clone()));
}
