//! What is done to people, their accounts and their phones.

use domain::LogId;
use domain::company::Role;
use engine::Command;
use engine::command::{AddEmployee, ChangeEmployee, EnrolDevice};
use oplog::SigningKey;
use oplog::v1::payload::InvitationPurpose;

use super::super::site::nothing;
use super::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("AddEmployee as worker", false, |_| {
            Command::AddEmployee(new_employee(Role::Worker))
        }),
        ("AddEmployee as manager", false, |_| {
            Command::AddEmployee(new_employee(Role::Manager))
        }),
        ("ChangeEmployee", true, |stage| {
            Command::ChangeEmployee(ChangeEmployee {
                employee: stage.target.employee,
                expected: None,
                name: Some("New name".into()),
                email: None,
                number: None,
            })
        }),
        ("ArchiveEmployee", true, |stage| {
            Command::ArchiveEmployee(stage.target.employee)
        }),
        ("RestoreEmployee", true, |stage| {
            let archive = Command::ArchiveEmployee(stage.target.employee);
            let owner = stage.site.owner.member;
            let _left_already = stage.site.s.tries(owner, &archive);
            Command::RestoreEmployee(stage.target.employee)
        }),
        ("ChangeRole to owner", true, |stage| {
            let to = if stage.target.name == "Otto Reed" {
                Role::Manager
            } else {
                Role::Owner
            };
            Command::ChangeRole(stage.target.employee, to)
        }),
        ("Invite", true, |stage| {
            Command::Invite(stage.target.employee, InvitationPurpose::Device)
        }),
        ("RevokeInvitation", true, |stage| {
            Command::RevokeInvitation(stage.invitation)
        }),
        ("NoteInvitationMailed", true, |stage| {
            Command::NoteInvitationMailed(stage.invitation, String::new())
        }),
        ("EnrolDevice", true, |stage| {
            Command::EnrolDevice(EnrolDevice {
                invitation: stage.invitation,
                log: LogId::from_bytes([0x99; 16]),
                public_key: SigningKey::from_seed([9; 32]).public(),
                name: "Phone".into(),
            })
        }),
        ("LinkAccount", true, |stage| {
            Command::LinkAccount(stage.account_invitation, nothing())
        }),
        ("RevokeDevice", true, |stage| {
            Command::RevokeDevice(stage.device, "lost".into())
        }),
    ]
}

fn new_employee(role: Role) -> AddEmployee {
    AddEmployee {
        name: "New".into(),
        email: String::new(),
        number: String::new(),
        role,
    }
}
