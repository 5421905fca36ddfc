//! Mails one invitation and records how it went, for the office to see.

use domain::InvitationId;
use domain::time::Zone;
use engine::rows::{self, CompanyRow, EmployeeRow, InvitationRow, MemberRow};
use engine::{Command, access, query};
use jiff::Timestamp;
use store::{CompanySnapshot, Execute, OutboxItem, OutboxResult, ReadError, SystemChange};

use super::outbox::{ATTEMPTS_MAX, drop_item, identity, retry, settle};
use super::{JobContext, back_off};
use crate::auth::codes;
use crate::mail::{Delivery, InvitationMail, Language, MailFault, Mailer};

/// Mails the invitation if it is still open, and settles the outbox item either way.
pub(super) async fn mail(context: &JobContext, item: &OutboxItem, invitation: InvitationId) {
    let letter = context
        .store
        .snapshot(item.key.company)
        .and_then(|view| letter(context, &view, invitation));
    let (letter, row) = match letter {
        Ok(Some(found)) => found,
        Ok(None) => return drop_item(context, item).await,
        Err(error) => {
            tracing::error!(%error, company = %item.key.company, "an invitation cannot be read");
            return retry(context, item, &error.to_string()).await;
        }
    };
    // Without a mail server the office shares the link itself: nothing was tried, nothing is
    // recorded.
    let Some(mailer) = context.mailer.as_deref() else {
        return drop_item(context, item).await;
    };
    match deliver(context, mailer, item, &letter).await {
        Ok(()) => record(context, item, invitation, "", OutboxResult::Done).await,
        Err(fault) => {
            let next_at =
                next_try(context, item, &row).filter(|_| fault.delivery != Delivery::Refused);
            let problem = fault.to_string();
            tracing::warn!(company = %item.key.company, %invitation, attempts = item.attempts + 1,
                again = next_at.is_some(), delivery = ?fault.delivery, "an invitation was not mailed");
            let result = match next_at {
                Some(next_at) => OutboxResult::Retry {
                    next_at,
                    error: problem.clone(),
                },
                None => OutboxResult::Done,
            };
            // The journal hears of a problem once, not at every try.
            if row.mail_problem.as_deref() == Some(problem.as_str()) {
                settle(context, item, result).await;
            } else {
                record(context, item, invitation, &problem, result).await;
            }
        }
    }
}

/// The mail and the invitation's row; `None` when it is not open any more, or has nobody to go to.
fn letter(
    context: &JobContext,
    view: &CompanySnapshot,
    invitation: InvitationId,
) -> Result<Option<(InvitationMail, InvitationRow)>, ReadError> {
    let Some(row) = rows::get::<InvitationRow>(view, &invitation.to_bytes())? else {
        return Ok(None);
    };
    let member: Option<MemberRow> = rows::get(view, &row.member.to_bytes())?;
    let company: Option<CompanyRow> = query::company(view)?;
    let (Some(member), Some(company)) = (member, company) else {
        return Ok(None);
    };
    let employee: Option<EmployeeRow> = rows::get(view, &member.employee.to_bytes())?;
    let Some(employee) = employee.filter(|employee| !employee.email.is_empty()) else {
        return Ok(None);
    };
    if !row.is_open(context.clock.now()) {
        return Ok(None);
    }
    let inviter = query::member_name(view, row.issued_by)?;
    let letter = InvitationMail {
        language: Language::of(&company.language),
        inviter: inviter.unwrap_or_else(|| company.name.clone()),
        company: company.name,
        person: employee.name,
        email: employee.email,
        purpose: row.purpose,
        code: codes::of_invitation(&context.store, invitation).to_string(),
        expires_at: row.expires_at,
        zone: Zone::named(&company.zone).unwrap_or_else(|_| Zone::utc()),
    };
    Ok(Some((letter, row)))
}

async fn deliver(
    context: &JobContext,
    mailer: &Mailer,
    item: &OutboxItem,
    letter: &InvitationMail,
) -> Result<(), MailFault> {
    let identity = identity(item);
    let message = letter
        .compose(
            mailer.from(),
            &context.public_url,
            &identity,
            context.clock.now(),
        )
        .map_err(|error| MailFault {
            delivery: Delivery::Refused,
            what: error.to_string(),
        })?;
    mailer.deliver(&message).await
}

/// When to try again; `None` when it is given up or the invitation would be over.
fn next_try(context: &JobContext, item: &OutboxItem, row: &InvitationRow) -> Option<Timestamp> {
    if item.attempts + 1 >= ATTEMPTS_MAX {
        return None;
    }
    let wait = back_off::wait(&item.key, item.attempts);
    context
        .clock
        .now()
        .checked_add(wait)
        .ok()
        .filter(|next_at| *next_at < row.expires_at)
}

/// Records the result in the journal and settles the item, both in one commit.
async fn record(
    context: &JobContext,
    item: &OutboxItem,
    invitation: InvitationId,
    problem: &str,
    result: OutboxResult,
) {
    let command = Command::NoteInvitationMailed(invitation, problem.to_owned());
    let settled = SystemChange::SettleOutbox {
        key: item.key,
        result: result.clone(),
    };
    let execute = Execute::new(
        item.key.company,
        access::SYSTEM,
        command,
        context.clock.now(),
    )
    .with_system(vec![settled].into());
    if let Err(error) = context.store.execute(execute).await {
        tracing::error!(%error, company = %item.key.company, "the result of mailing an invitation was not recorded");
        settle(context, item, result).await;
    }
}

#[cfg(test)]
mod tests;
