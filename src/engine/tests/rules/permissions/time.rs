//! What is done to time entries.

use domain::timesheet::Exception;
use engine::Command;
use engine::command::{Booking, EditEntry};

use super::super::site::edit;
use super::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("ClockIn", false, |_| Command::ClockIn(Booking::default())),
        ("ClockOut", false, |stage| {
            stage.clock_in();
            Command::ClockOut
        }),
        ("StartBreak", false, |stage| {
            stage.clock_in();
            Command::StartBreak { paid: false }
        }),
        ("EndBreak", false, |stage| {
            stage.clock_in();
            let _on_break = stage
                .site
                .s
                .tries(stage.actor, &Command::StartBreak { paid: false });
            Command::EndBreak
        }),
        ("SwitchJob", false, |stage| {
            stage.clock_in();
            Command::SwitchJob(Booking {
                job: Some(stage.site.job),
                ..Booking::default()
            })
        }),
        ("AddEntry", true, |stage| {
            Command::AddEntry(stage.site.add(&stage.target))
        }),
        ("EditEntry", true, |stage| {
            Command::EditEntry(EditEntry {
                start: Some(stage.site.s.local("2026-03-08T01:00")),
                ..edit(stage.entry)
            })
        }),
        ("VoidEntry", true, |stage| {
            Command::VoidEntry(stage.entry, "twice".into())
        }),
        ("RestoreEntry, voided by its employee", true, |stage| {
            let (member, entry) = (stage.target.member, stage.entry);
            stage
                .site
                .s
                .does(member, &Command::VoidEntry(entry, "twice".into()));
            Command::RestoreEntry(entry, String::new())
        }),
        ("RestoreEntry, voided by a manager", true, |stage| {
            let entry = stage.entry;
            stage.owner_does(&Command::VoidEntry(entry, "twice".into()));
            Command::RestoreEntry(entry, String::new())
        }),
        ("SettleExceptions", true, |stage| {
            Command::SettleExceptions(stage.entry, vec![Exception::TooLong], "checked".into())
        }),
    ]
}
