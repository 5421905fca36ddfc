//! Pay runs: begun, looked at line by line, reviewed, made final or given up.

use api::Page;
use api::pay::run::{
    ActOnPayRun, EarningsLine, NewPayRun, PaidPerson, PaidWeek, PayCorrection, PayNotice, PayRun,
    PayRunDetail, PayRunFile, PayRunState, PayRunTotals, PayRunsQuery, PremiumStep, RateStep,
};
use axum::Json;
use axum::http::StatusCode;
use domain::PayRunId;
use domain::company::Permission;
use domain::id::Id as _;
use domain::money::Currency;
use domain::payroll::run::PremiumStep as Premium;
use domain::payroll::{Exact, WeekPay};
use engine::Command;
use engine::command::{FinaliseRun, PayCommand};
use engine::payroll::{
    self, Calculated, STORED_RUN_BYTES_MAX, WarningKind, decode_run, encode_run,
};
use engine::rows::{self, PayRunRow, PaySettingsRow};
use interchange::payroll::wages;
use serde::Deserialize;
use store::{BlobId, CompanySnapshot};

use crate::auth::member::Member;
use crate::http::company::CompanyPath;
use crate::http::extract::{Asked, At, Body};
use crate::http::page::{Listing, matches, shaped};
use crate::http::problem::Refused;
use crate::http::shape::{Names, row};

/// The most runs that are listed.
const RUNS_MAX: usize = 10_000;

/// Which pay run.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PayRunPath {
    /// The pay run.
    pub(super) run: api::id::PayRunId,
}

const RUNS: Listing<(PayRunId, PayRunRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("number", |(_, row)| format!("{:010}", row.number)),
        ("first", |(_, row)| row.first.to_string()),
    ],
    usual: "-number",
};

/// Pay runs.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/runs",
    tag = "pay",
    params(CompanyPath, PayRunsQuery),
    responses((status = 200, body = Page<PayRun>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<PayRunsQuery>,
) -> Result<Json<Page<PayRun>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::RunPayroll, None)?;
        let found = rows::all::<PayRunRow>(view, &[], RUNS_MAX)?.into_iter();
        let found = found
            .filter_map(|(key, row)| Some((PayRunId::from_id_bytes(key.try_into().ok()?), row)));
        let found = found.filter(|(_, row)| {
            let texts = [
                row.number.to_string(),
                row.first.to_string(),
                row.words.clone(),
            ];
            matches(asked.q.as_deref(), &texts.each_ref().map(String::as_str))
        });
        let page = RUNS.page(asked.list(), found.collect())?;
        shaped(page, |(id, row)| shown(view, id, &row))
    });
    read.await.map(Json)
}

/// Begins a pay run over a pay period.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/runs",
    tag = "pay",
    params(CompanyPath),
    request_body = NewPayRun,
    responses((status = 201, body = PayRun))
)]
pub(crate) async fn begin(
    member: Member,
    Body(new): Body<NewPayRun>,
) -> Result<(StatusCode, Json<PayRun>), Refused> {
    let command = PayCommand::DraftRun { first: new.first };
    let id: PayRunId = member.create(Command::Pay(command)).await?;
    let read = member.read(move |_, view| shown(view, id, &row(view, id, "pay run")?));
    Ok((StatusCode::CREATED, Json(read.await?)))
}

/// A pay run with everything that it pays.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/runs/{run}",
    tag = "pay",
    params(CompanyPath, PayRunPath),
    responses((status = 200, body = PayRunDetail))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<PayRunPath>,
) -> Result<Json<PayRunDetail>, Refused> {
    detail(&member, path.run.0).await
}

/// Reviews a pay run, makes it final, or gives it up.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/runs/{run}",
    tag = "pay",
    params(CompanyPath, PayRunPath),
    request_body = ActOnPayRun,
    responses((status = 200, body = PayRunDetail))
)]
pub(crate) async fn act(
    member: Member,
    At(path): At<PayRunPath>,
    Body(wanted): Body<ActOnPayRun>,
) -> Result<Json<PayRunDetail>, Refused> {
    let id = path.run.0;
    let command = match wanted {
        ActOnPayRun::Review { basis, note } => {
            let basis = blake3::Hash::from_hex(&basis)
                .map_err(|_| Refused::bad_value("basis", "This is the basis of a pay run."))?;
            PayCommand::ReviewRun(id, *basis.as_bytes(), note)
        }
        ActOnPayRun::Finalise => finalising(&member, id).await?,
        ActOnPayRun::Discard { reason } => PayCommand::DiscardRun(id, reason),
    };
    member.run(Command::Pay(command)).await?;
    detail(&member, id).await
}

/// Calculates a run and keeps the result: it is on disk before the op that names it.
async fn finalising(member: &Member, id: PayRunId) -> Result<PayCommand, Refused> {
    let prepared = member.read(move |member, view| {
        member.must(view, Permission::RunPayroll, None)?;
        let row: PayRunRow = row(view, id, "pay run")?;
        let calculated = payroll::calculate(view, id, &row, &wages::bundled())?;
        let bytes = encode_run(&calculated);
        if bytes.len() > STORED_RUN_BYTES_MAX {
            return Err(Refused::internal(&"a pay run is too large to be kept"));
        }
        let blobs = member.state().store().blobs();
        let kept = blobs.put(member.company, &mut bytes.as_slice());
        let blob = kept.map_err(|error| Refused::internal(&error))?;
        Ok(PayCommand::FinaliseRun(Box::new(FinaliseRun {
            run: id,
            calculated,
            result: blob.to_bytes(),
        })))
    });
    prepared.await
}

async fn detail(member: &Member, id: PayRunId) -> Result<Json<PayRunDetail>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::RunPayroll, None)?;
        member.must(view, Permission::ViewPay, None)?;
        let row: PayRunRow = row(view, id, "pay run")?;
        let run = calculated(member, view, id, &row)?;
        let mut shown = shown(view, id, &row)?;
        if let rows::PayRunState::Reviewed(basis) = row.state
            && basis != run.basis
        {
            shown.state = PayRunState::ChangedSinceReviewed;
        }
        detailed(view, shown, &run)
    });
    read.await.map(Json)
}

/// A run as it is: kept once it is final, else calculated now.
pub(super) fn calculated(
    member: &Member,
    view: &CompanySnapshot,
    id: PayRunId,
    row: &PayRunRow,
) -> Result<Calculated, Refused> {
    let Some(result) = row.result else {
        return Ok(payroll::calculate(view, id, row, &wages::bundled())?);
    };
    let blobs = member.state().store().blobs();
    let bytes = blobs.get(member.company, BlobId::from_bytes(result));
    let bytes = bytes.map_err(|error| Refused::internal(&error))?;
    decode_run(&bytes).map_err(|error| Refused::internal(&error))
}

fn shown(view: &CompanySnapshot, id: PayRunId, row: &PayRunRow) -> Result<PayRun, Refused> {
    let names = Names::new(view);
    let settings: PaySettingsRow = rows::get(view, &[])?.unwrap_or_default();
    let files = row.files.iter().map(|file| {
        let by = names.member(file.by)?;
        Ok(PayRunFile {
            form: file.form.clone(),
            hash: blake3::Hash::from_bytes(file.file).to_hex().to_string(),
            at: file.at,
            by: by.map(|by| by.name).unwrap_or_default(),
        })
    });
    Ok(PayRun {
        id: id.into(),
        number: row.number,
        first: row.first,
        last: row.last,
        state: match row.state {
            rows::PayRunState::Draft => PayRunState::Draft,
            rows::PayRunState::Reviewed(_) => PayRunState::Reviewed,
            rows::PayRunState::Final => PayRunState::Final,
            rows::PayRunState::Discarded => PayRunState::Discarded,
        },
        currency: settings.on(row.last).currency,
        totals: row.finalised.map(|_| totals(&row.totals)),
        at: row.at,
        finalised_at: row.finalised.map(|signed| signed.at),
        words: row.words.clone(),
        files: files.collect::<Result<_, Refused>>()?,
    })
}

fn totals(of: &oplog::v1::payload::PayRunTotals) -> PayRunTotals {
    PayRunTotals {
        people: of.people,
        worked_seconds: of.worked_seconds,
        gross_minor: of.gross_minor,
        premium_minor: of.premium_minor,
        federal_premium_minor: of.federal_premium_minor,
        correction_minor: of.correction_minor,
    }
}

fn detailed(
    view: &CompanySnapshot,
    run: PayRun,
    calculated: &Calculated,
) -> Result<PayRunDetail, Refused> {
    let names = Names::new(view);
    let currency = calculated.currency;
    let people = calculated.people.iter().map(|person| {
        let weeks = person.weeks.iter();
        let corrections = person.corrections.iter().map(|one| {
            Ok(PayCorrection {
                paid_minor: one.paid_minor,
                minor: one.minor(),
                week: week(&names, currency, &one.week)?,
            })
        });
        let before = calculated.warnings.iter().find_map(|warning| {
            match (warning.employee == person.employee, warning.kind) {
                (true, WarningKind::Moved { before_minor, .. }) => Some(before_minor),
                _other => None,
            }
        });
        Ok(PaidPerson {
            employee: names.employee(person.employee)?,
            number: person.number.clone(),
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            weeks: weeks
                .map(|one| week(&names, currency, one))
                .collect::<Result<_, _>>()?,
            corrections: corrections.collect::<Result<_, Refused>>()?,
            gross_minor: person.gross_minor(),
            before_minor: before,
        })
    });
    Ok(PayRunDetail {
        run,
        totals: totals(&calculated.totals),
        basis: blake3::Hash::from_bytes(calculated.basis)
            .to_hex()
            .to_string(),
        people: people.collect::<Result<_, Refused>>()?,
        notices: notices(&names, calculated)?,
    })
}

/// What is to be looked at, what stands in the way first.
fn notices(names: &Names<'_>, run: &Calculated) -> Result<Vec<PayNotice>, Refused> {
    let mut notices = Vec::new();
    for exception in &run.exceptions {
        notices.push(PayNotice {
            employee: names.employee(exception.employee)?,
            code: exception.kind.name().to_owned(),
            detail: exception.kind.to_string(),
            blocks: exception.kind.blocks(),
            week: exception.week,
            entry: exception.entry.map(Into::into),
        });
    }
    for warning in &run.warnings {
        notices.push(PayNotice {
            employee: names.employee(warning.employee)?,
            code: warning.kind.name().to_owned(),
            detail: warning.kind.to_string(),
            blocks: false,
            week: None,
            entry: None,
        });
    }
    notices.sort_by_key(|notice| !notice.blocks);
    Ok(notices)
}

fn week(names: &Names<'_>, currency: Currency, week: &WeekPay) -> Result<PaidWeek, Refused> {
    let lines = week.lines.iter().map(|line| {
        let job = names.job(line.job)?;
        Ok(EarningsLine {
            kind: line.kind.name().to_owned(),
            job: job.map(|job| job.name),
            hours: line.hours.map(hundredths),
            rate: line.rate.map(|rate| self::rate(rate, currency)),
            minor: line.amount_minor,
            law: line.law.name().to_owned(),
            source: line.source.clone().into_owned(),
            entries: line.entries.iter().map(|id| (*id).into()).collect(),
        })
    });
    let steps = week.explained.rate.iter().map(|step| RateStep {
        part: step.part.name().to_owned(),
        minor: minor(step.amount, currency),
        hours: hundredths(step.hours),
        rate: rate(step.rate, currency),
    });
    let premium = week.explained.premium.iter();
    Ok(PaidWeek {
        first: week.first,
        last: week.last,
        law: week.law.name().to_owned(),
        regular_seconds: week.hours.regular_seconds,
        overtime_seconds: week.hours.overtime_seconds,
        double_seconds: week.hours.double_seconds,
        regular_rate: week.regular_rate.map(|exact| rate(exact, currency)),
        lines: lines.collect::<Result<_, Refused>>()?,
        gross_minor: week.gross_minor,
        premium_minor: week.premium_minor,
        federal_premium_minor: week.federal_premium_minor,
        rate_steps: steps.collect(),
        premium_steps: premium.map(|step| premium_step(step, currency)).collect(),
        federal_step: week
            .explained
            .federal
            .as_ref()
            .map(|step| premium_step(step, currency)),
    })
}

fn premium_step(step: &Premium, currency: Currency) -> PremiumStep {
    PremiumStep {
        hours: hundredths(step.hours),
        rate: rate(step.rate, currency),
        multiple: hundredths(step.multiplier),
        minor: minor(step.amount, currency),
    }
}

/// For display only: lines have been rounded where it counts.
fn hundredths(exact: Exact) -> i64 {
    exact.rounded(2).unwrap_or_default()
}

fn minor(exact: Exact, currency: Currency) -> i64 {
    exact.rounded(currency.minor_digits()).unwrap_or_default()
}

fn rate(exact: Exact, currency: Currency) -> i64 {
    let digits = currency.minor_digits().saturating_add(2);
    exact.rounded(digits).unwrap_or_default()
}
