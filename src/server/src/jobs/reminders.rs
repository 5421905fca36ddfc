//! Reminds of timesheets that are due: notes in the journal who is reminded of what, once a
//! person, period and step, and mails it from the outbox that the note fills.

use std::time::Duration;

use domain::payroll::Dates;
use domain::time::Zone;
use domain::timesheet::SheetStatus;
use domain::{CompanyId, EmployeeId};
use engine::command::TimesheetCommand;
use engine::query::{self, Due};
use engine::rows::{self, CompanyRow, EmployeeRow};
use engine::{Command, access};
use jiff::civil::Date;
use oplog::v1::payload::ReminderStep;
use store::{CompanySnapshot, Execute, OutboxItem, ReadError};
use tokio::sync::watch;

use super::outbox::{ATTEMPTS_MAX, drop_item, identity, retry};
use super::{JobContext, stopped_within};
use crate::mail::{Delivery, Language, MailFault, Mailer, ReminderMail};

/// Firms set whole hours, so looking this often is often enough.
const LOOK_EVERY: Duration = Duration::from_secs(600);

/// Of whom, of which period, and of what.
type Reminded = (EmployeeId, Date, ReminderStep);

pub(super) async fn run(context: JobContext, mut stopping: watch::Receiver<bool>) {
    loop {
        round(&context, &stopping).await;
        if stopped_within(&mut stopping, LOOK_EVERY).await {
            return;
        }
    }
}

/// Notes everyone who is due, of every company. Without a mail server nobody would hear of it.
pub(super) async fn round(context: &JobContext, stopping: &watch::Receiver<bool>) {
    if context.mailer.is_none() {
        return;
    }
    let companies = match context.store.system().and_then(|system| system.companies()) {
        Ok(companies) => companies,
        Err(error) => return tracing::error!(%error, "companies cannot be read"),
    };
    for (company, entry) in companies {
        if entry.stopped.is_some() {
            continue;
        }
        let (store, now) = (context.store.clone(), context.clock.now());
        let found = tokio::task::spawn_blocking(move || to_note(&store, company, now)).await;
        let due = match found {
            Ok(Ok(due)) => due,
            Ok(Err(error)) => {
                tracing::error!(%company, %error, "who is to be reminded cannot be read");
                continue;
            }
            Err(error) => {
                tracing::error!(%company, %error, "who is to be reminded cannot be read");
                continue;
            }
        };
        for due in due {
            if *stopping.borrow() {
                return;
            }
            note(context, company, due).await;
        }
    }
}

/// Who is due and has an address.
fn to_note(
    store: &store::Store,
    company: CompanyId,
    now: jiff::Timestamp,
) -> Result<Vec<Due>, ReadError> {
    let view = store.snapshot(company)?;
    let mut due = Vec::new();
    for one in query::due(&view, now)? {
        let employee: Option<EmployeeRow> = rows::get(&view, &one.employee.to_bytes())?;
        if employee.is_some_and(|employee| !employee.email.is_empty()) {
            due.push(one);
        }
    }
    Ok(due)
}

async fn note(context: &JobContext, company: CompanyId, due: Due) {
    let note = TimesheetCommand::NoteReminded(due.employee, due.dates.first, due.step);
    let command = Command::Timesheet(note);
    let execute = Execute::new(company, access::SYSTEM, command, context.clock.now());
    if let Err(error) = context.store.execute(execute).await {
        // It is due again at the next look.
        tracing::warn!(%company, %error, "a reminder could not be noted");
    }
}

/// Mails a reminder if there is still something to do, and settles the outbox item either way.
pub(super) async fn mail(context: &JobContext, item: &OutboxItem, reminded: Reminded) {
    let letter = context
        .store
        .snapshot(item.key.company)
        .and_then(|view| letter(context, &view, reminded));
    let letter = match letter {
        Ok(letter) => letter,
        Err(error) => {
            tracing::error!(%error, company = %item.key.company, "a reminder cannot be read");
            return retry(context, item, &error.to_string()).await;
        }
    };
    let (Some(letter), Some(mailer)) = (letter, context.mailer.as_deref()) else {
        return drop_item(context, item).await;
    };
    let Err(fault) = deliver(context, mailer, item, &letter).await else {
        return drop_item(context, item).await;
    };
    let again = fault.delivery != Delivery::Refused && item.attempts + 1 < ATTEMPTS_MAX;
    tracing::warn!(company = %item.key.company, attempts = item.attempts + 1, again,
        delivery = ?fault.delivery, "a reminder was not mailed");
    if again {
        retry(context, item, &fault.to_string()).await;
    } else {
        drop_item(context, item).await;
    }
}

/// The mail; `None` when it was done meanwhile, or there is nobody to remind any more.
fn letter(
    context: &JobContext,
    view: &CompanySnapshot,
    (employee, first, step): Reminded,
) -> Result<Option<ReminderMail>, ReadError> {
    let now = context.clock.now();
    let company: Option<CompanyRow> = query::company(view)?;
    let record: Option<EmployeeRow> = rows::get(view, &employee.to_bytes())?;
    let record = record.filter(|row| row.archived_at.is_none() && !row.email.is_empty());
    let sheet = query::timesheet(view, employee, first, now)?;
    let (Some(company), Some(record), Some(sheet)) = (company, record, sheet) else {
        return Ok(None);
    };
    let open = match sheet.summary.status {
        SheetStatus::Open | SheetStatus::ChangedSinceSubmitted | SheetStatus::Returned => true,
        SheetStatus::Submitted | SheetStatus::Approved | SheetStatus::ChangedSinceApproved => false,
    };
    let done = sheet.period.is_locked() || (step == ReminderStep::Submit && !open);
    let Dates { first, last } = sheet.period.dates;
    let until = query::due_at(view, employee, sheet.period.dates, step)?;
    let Some(until) = until.filter(|_| !done) else {
        return Ok(None);
    };
    Ok(Some(ReminderMail {
        language: Language::of(&company.language),
        zone: Zone::named(&company.zone).unwrap_or_else(|_| Zone::utc()),
        company: company.name,
        person: record.name,
        email: record.email,
        step,
        first,
        last,
        until,
    }))
}

async fn deliver(
    context: &JobContext,
    mailer: &Mailer,
    item: &OutboxItem,
    letter: &ReminderMail,
) -> Result<(), MailFault> {
    let (from, now) = (mailer.from(), context.clock.now());
    let message = letter.compose(from, &context.public_url, &identity(item), now);
    let message = message.map_err(|error| MailFault {
        delivery: Delivery::Refused,
        what: error.to_string(),
    })?;
    mailer.deliver(&message).await
}

#[cfg(test)]
mod tests;
