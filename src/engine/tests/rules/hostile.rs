//! Ops that no honest app writes: authentic, since the phone's key signed them, but made to take
//! over or to break a rule.

use domain::{
    DeviceId, EmployeeId, ImportId, InvitationId, JobId, LogId, MemberId, OpId, TimeEntryId,
};
use engine::Table;
use engine::access::SYSTEM;
use engine::rows::{EmployeeRow, LogRow, MemberRow, Writer};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::v1::payload::{self as p, InvitationPurpose, RoleTag};
use oplog::{Op, Payload, SigningKey};

use super::attack::{Attack, BROKEN, DENIED, TAKEN, UNKNOWN};
use super::imports;
use super::site::nothing;

fn added(name: &str) -> p::EmployeeAdded {
    p::EmployeeAdded {
        name: name.into(),
        email: String::new(),
        number: String::new(),
    }
}

#[test]
fn a_manager_cannot_take_the_owners_place_by_adding_over_it() {
    let mut attack = Attack::by(|site| site.manager.clone());
    let owner = attack.site.owner.clone();
    attack.check(owner.employee, added("Mallory"), TAKEN);
    let worker = p::MemberAdded {
        employee: owner.employee,
        role: RoleTag::Worker,
        account: None,
    };
    attack.check(owner.member, worker.clone(), TAKEN);
    // Another place for the owner's record would hide the first.
    attack.check(MemberId::from_bytes([9; 16]), worker, BROKEN);
    let row: MemberRow = attack.site.row(owner.member);
    assert_eq!((row.role, row.employee), (RoleTag::Owner, owner.employee));
    assert_eq!(
        attack.site.row::<EmployeeRow>(owner.employee).member,
        Some(owner.member)
    );
    let boss = p::MemberAdded {
        employee: owner.employee,
        role: RoleTag::Owner,
        account: None,
    };
    attack.check(MemberId::from_bytes([9; 16]), boss, DENIED);
    attack.check(
        attack.phone.member,
        p::MemberRoleChanged {
            role: RoleTag::Owner,
        },
        DENIED,
    );
}

#[test]
fn a_member_is_not_added_where_the_employee_was_not() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = EmployeeId::from_bytes([7; 16]);
    attack.check(employee, added("Friend"), DENIED);
    let member = p::MemberAdded {
        employee,
        role: RoleTag::Worker,
        account: None,
    };
    attack.check(MemberId::from_bytes([8; 16]), member.clone(), UNKNOWN);
    let mut honest = Attack::by(|site| site.manager.clone());
    honest.check(employee, added("Friend"), Verdict::Applied);
    // Linking an account takes an invitation, or the owner.
    let linked = p::MemberAdded {
        account: Some(nothing()),
        ..member.clone()
    };
    honest.check(MemberId::from_bytes([8; 16]), linked, DENIED);
    honest.check(MemberId::from_bytes([8; 16]), member, Verdict::Applied);
}

#[test]
fn nothing_is_begun_under_an_id_in_use() {
    let mut attack = Attack::by(|site| site.manager.clone());
    let (job, code, worker) = (
        attack.site.job,
        attack.site.code,
        attack.site.worker.clone(),
    );
    let invitation = attack.site.s.invite(&worker, InvitationPurpose::Device);
    let entry = attack.site.entry_of(&worker);
    attack.check(
        job,
        p::JobAdded {
            code: "X".into(),
            name: "Mine".into(),
            customer: String::new(),
        },
        TAKEN,
    );
    attack.check(
        code,
        p::CostCodeAdded {
            code: "X".into(),
            name: "Mine".into(),
            job: None,
        },
        TAKEN,
    );
    let expires_at = Timestamp::MAX;
    let issued = p::InvitationIssued {
        member: worker.member,
        purpose: InvitationPurpose::Device,
        expires_at,
    };
    attack.check(invitation, issued, TAKEN);
    let employee = worker.employee;
    attack.check(
        entry,
        p::ClockedIn {
            employee,
            job: None,
            cost_code: None,
            note: String::new(),
        },
        TAKEN,
    );
    let from = entry;
    attack.check(
        entry,
        p::JobSwitched {
            from,
            employee,
            job: None,
            cost_code: None,
            note: String::new(),
        },
        TAKEN,
    );
}

#[test]
fn what_does_not_exist_cannot_be_changed_or_worked_for() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let employee: EmployeeId = nothing();
    let changed = p::EmployeeChanged {
        name: None,
        email: None,
        number: None,
    };
    attack.check(employee, changed, UNKNOWN);
    attack.check(employee, p::EmployeeArchived {}, UNKNOWN);
    attack.check(
        nothing::<MemberId>(),
        p::MemberRoleChanged {
            role: RoleTag::Worker,
        },
        UNKNOWN,
    );
    attack.check(nothing::<JobId>(), p::JobArchived {}, UNKNOWN);
    attack.check(
        nothing::<JobId>(),
        p::JobChanged {
            code: None,
            name: None,
            customer: None,
        },
        UNKNOWN,
    );
    attack.check(
        nothing::<domain::CostCodeId>(),
        p::CostCodeRestored {},
        UNKNOWN,
    );
    attack.check(
        nothing::<DeviceId>(),
        p::DeviceRevoked {
            reason: String::new(),
        },
        UNKNOWN,
    );
    attack.check(nothing::<InvitationId>(), p::InvitationRevoked {}, UNKNOWN);
    attack.check(
        nothing::<TimeEntryId>(),
        p::EntryVoided {
            reason: String::new(),
        },
        UNKNOWN,
    );
    let op = attack.begins(p::ClockedIn {
        employee,
        job: None,
        cost_code: None,
        note: String::new(),
    });
    attack.judged(&op, UNKNOWN);
}

#[test]
fn a_phone_cannot_enrol_another_by_itself() {
    // The code of an invitation is known to its holder and checked by the server: the member's
    // old phone, lost or sold, does not know it.
    let mut attack = Attack::by(|site| site.worker.clone());
    let worker = attack.site.worker.clone();
    let invitation = Some(attack.site.s.invite(&worker, InvitationPurpose::Device));
    let enrolled = p::DeviceEnrolled {
        member: worker.member,
        log: LogId::from_bytes([5; 16]),
        public_key: SigningKey::from_seed([5; 32]).public(),
        name: "Mallory's".into(),
        invitation,
    };
    attack.check(DeviceId::from_bytes([5; 16]), enrolled, DENIED);
    let invitation = Some(attack.site.s.invite(&worker, InvitationPurpose::Account));
    attack.check(
        worker.member,
        p::MemberAccountLinked {
            account: nothing(),
            invitation,
        },
        DENIED,
    );
    assert_eq!(attack.site.row::<MemberRow>(worker.member).account, None);
}

#[test]
fn a_log_has_one_writer_ever() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let (worker, other) = (attack.site.worker.clone(), attack.site.other.clone());
    let colleague = attack.site.s.enrol(&other);
    let servers = attack.site.s.journal[0].1.log;
    for log in [colleague.log, servers] {
        let invitation = attack.site.s.invite(&worker, InvitationPurpose::Device);
        let op = Op::new(
            Envelope {
                actor: worker.member,
                ..attack.begins(p::ClockedOut {}).envelope
            },
            p::DeviceEnrolled {
                member: worker.member,
                log,
                public_key: SigningKey::from_seed([5; 32]).public(),
                name: "Phone".into(),
                invitation: Some(invitation),
            }
            .into(),
        );
        // Even as the server's own statement.
        assert_eq!(attack.site.s.receives(servers, &op, 0), TAKEN);
    }
    assert_eq!(attack.site.row::<LogRow>(servers).writer, Writer::Server);
}

#[test]
fn a_company_keeps_an_owner_a_zone_and_a_week() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let owner = attack.site.owner.clone();
    attack.check(
        owner.member,
        p::MemberRoleChanged {
            role: RoleTag::Worker,
        },
        BROKEN,
    );
    attack.check(owner.employee, p::EmployeeArchived {}, BROKEN);
    let none = p::CompanyChanged {
        name: None,
        zone: None,
        workweek_starts: None,
        language: None,
    };
    attack.check(
        owner.member,
        p::CompanyChanged {
            zone: Some("Mars".into()),
            ..none.clone()
        },
        BROKEN,
    );
    attack.check(
        owner.member,
        p::CompanyChanged {
            workweek_starts: Some(8),
            ..none.clone()
        },
        BROKEN,
    );
    attack.check(
        owner.member,
        p::CompanyChanged {
            language: Some("xx".into()),
            ..none.clone()
        },
        BROKEN,
    );
    attack.check(
        owner.member,
        p::CompanyChanged {
            zone: Some("UTC".into()),
            ..none
        },
        Verdict::Applied,
    );
    let again = attack.site.s.journal[0].0.clone();
    let again = Op::new(
        Envelope {
            op_id: OpId::from_bytes([4; 16]),
            ..again.envelope
        },
        again.payload,
    );
    assert_eq!(
        attack.site.s.receives(nothing(), &again, 0),
        DENIED,
        "a company is founded once"
    );
}

#[test]
fn what_only_the_server_states_no_phone_does_not_even_the_owners() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let (site, import) = (&attack.site, ImportId::from_bytes([3; 16]));
    let (company, owner) = (site.s.company, site.owner.clone());
    let names = imports::names_of(site);
    let entries = imports::entries_of(&site.worker);
    let appointed = p::OwnerAppointed {
        employee: owner.employee,
        account: nothing(),
        name: "Mallory".into(),
        email: "mallory@example.com".into(),
    };
    let restored = p::ServerRestored {
        backup_made_at: Timestamp::UNIX_EPOCH,
        epoch: 9,
    };
    let opened = p::CompanyOpened {
        name: "Mallory's".into(),
        zone: "UTC".into(),
        workweek_starts: 1,
        language: "en".into(),
    };
    let undone = p::ImportUndone {
        reason: String::new(),
    };
    let (real, _) = imports::import(
        &mut attack.site.s,
        &[imports::worked("Ben Walsh", "Barn", 10, 8, 16)],
        1,
    );
    let ended = p::RecoveryEnded {
        since: Timestamp::UNIX_EPOCH,
        end: p::RecoveryEnd::Confirmed,
        missing: 0,
    };
    let forked = p::LogForked {
        log: nothing(),
        from: nothing(),
        next_seq: 0,
        hash: [0; 32],
    };
    let all: [(Id16, Payload); 10] = [
        (company.to_bytes(), opened.into()),
        (owner.member.to_bytes(), appointed.into()),
        (company.to_bytes(), restored.into()),
        (import.to_bytes(), names.into()),
        (import.to_bytes(), entries.into()),
        (real.to_bytes(), imports::stated(1).into()),
        (real.to_bytes(), undone.clone().into()),
        (company.to_bytes(), ended.into()),
        (company.to_bytes(), forked.into()),
        (import.to_bytes(), undone.into()),
    ];
    let before: Vec<_> = shown(&attack);
    for (n, (subject, payload)) in all.into_iter().enumerate() {
        let subject = ImportId::from_bytes(subject);
        let expect = if n == 9 { UNKNOWN } else { DENIED };
        let op = attack.check(subject, payload.clone(), expect);
        // Nor in the server's name.
        let envelope = Envelope {
            actor: SYSTEM,
            op_id: OpId::from_bytes([0xa0 + n as u8; 16]),
            ..op.envelope
        };
        let as_system = Op::new(envelope, payload);
        attack.judged(&as_system, Verdict::Quarantined(Why::WrongActor));
    }
    assert_eq!(shown(&attack), before);
}

type Id16 = [u8; 16];

/// Every row but those that note what was stated.
fn shown(attack: &Attack) -> Vec<(Table, Vec<u8>, Vec<u8>)> {
    let rows = attack.site.s.view.rows();
    let kept = [Table::Op, Table::Quarantine, Table::Waiting, Table::Log];
    rows.filter(|(table, _, _)| !kept.contains(table))
        .map(|(table, key, value)| (table, key.to_vec(), value.to_vec()))
        .collect()
}
