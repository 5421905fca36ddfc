//! The files of a pay run, and what to know before one is made.

use api::employee::EmployeeBrief;
use api::pay::run::{CertifiedQuery, PayFileCheck, PayFileQuery, PayLeftOut};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::company::Permission;
use engine::Command;
use engine::command::PayCommand;
use engine::rows::{self, CompanyRow, JobRow, PayRunRow, PayRunState};
use interchange::export::{Language, PaperSize};
use interchange::payfile::{self, Form, Missing, PayFileError, Unfit, certified};
use store::CompanySnapshot;

use super::runs::{PayRunPath, calculated};
use crate::auth::member::Member;
use crate::http::company::CompanyPath;
use crate::http::delivery::Delivery;
use crate::http::extract::{Asked, At};
use crate::http::problem::Refused;
use crate::http::shape::{Names, row};
use crate::payroll;

/// What a mapping lacks.
const MAPPING_INCOMPLETE: &str = "pay_mapping_incomplete";
/// What a form cannot hold.
const FILE_UNFIT: &str = "pay_file_unfit";

/// A file on its way.
struct Made {
    name: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

/// What to know before a file of a pay run is made: what is missing, and what its form has no
/// place for.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/runs/{run}/check",
    tag = "pay",
    params(CompanyPath, PayRunPath, PayFileQuery),
    responses((status = 200, body = PayFileCheck))
)]
pub(crate) async fn check(
    member: Member,
    At(path): At<PayRunPath>,
    Asked(asked): Asked<PayFileQuery>,
) -> Result<Json<PayFileCheck>, Refused> {
    let form = form(&asked.form)?;
    let read = member.read(move |member, view| {
        may(member, view)?;
        let row: PayRunRow = row(view, path.run.0, "pay run")?;
        let run = calculated(member, view, path.run.0, &row)?;
        let file = payroll::pay_file(view, &row, &run, Language::default())?;
        let found = payfile::check(&file, form, &payroll::mapping(view, form)?);
        checked(view, form, &found)
    });
    read.await.map(Json)
}

/// A file of a final pay run. The same run with the same settings gives the same bytes; that it
/// was made is noted with the run.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/runs/{run}/file",
    tag = "pay",
    params(CompanyPath, PayRunPath, PayFileQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn file(
    member: Member,
    At(path): At<PayRunPath>,
    Asked(asked): Asked<PayFileQuery>,
) -> Result<Response, Refused> {
    let delivery = Delivery::begin(&member)?;
    let permit = member.state().exports().clone().acquire_owned().await;
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    let id = path.run.0;
    let name = asked.form.clone();
    let read = member.read(move |member, view| {
        let _held_until_made = permit;
        may(member, view)?;
        let row = final_run(view, id)?;
        let run = calculated(member, view, id, &row)?;
        made(view, &row, &run, &asked)
    });
    let made = read.await?;
    if Form::from_name(&name).is_some() {
        let hash = *blake3::hash(&made.bytes).as_bytes();
        let note = PayCommand::NoteExport(id, name, hash);
        member.make_so(Command::Pay(note)).await?;
    }
    answer(delivery, made)
}

/// Certified payroll (WH-347) for one week of a job of public works.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/runs/{run}/certified",
    tag = "pay",
    params(CompanyPath, PayRunPath, CertifiedQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn certified_payroll(
    member: Member,
    At(path): At<PayRunPath>,
    Asked(asked): Asked<CertifiedQuery>,
) -> Result<Response, Refused> {
    let delivery = Delivery::begin(&member)?;
    let permit = member.state().exports().clone().acquire_owned().await;
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    let id = path.run.0;
    let read = member.read(move |member, view| {
        let _held_until_made = permit;
        may(member, view)?;
        let _known: JobRow = row(view, asked.job.0, "job")?;
        let row = final_run(view, id)?;
        let run = calculated(member, view, id, &row)?;
        let file = payroll::pay_file(view, &row, &run, Language::English)?;
        let wanted = payroll::CertifiedAsked {
            job: asked.job.0,
            week: asked.week,
            number: asked.number,
            is_final: asked.is_final.unwrap_or(false),
        };
        let found = payroll::certified(view, &run, &file, &wanted)?;
        let found = found
            .ok_or_else(|| Refused::bad_value("job", "This job is not marked as public works."))?;
        let stem = format!("certified-payroll-{}-{}", asked.week, asked.number);
        match asked.format.as_str() {
            "pdf" => Ok(Made {
                name: format!("{stem}.pdf"),
                media_type: "application/pdf",
                bytes: certified::pdf(&found, PaperSize::Letter).map_err(refused)?,
            }),
            "csv" => Ok(Made {
                name: format!("{stem}.csv"),
                media_type: Form::Csv.media_type(),
                bytes: certified::csv(&found).map_err(refused)?,
            }),
            _other => Err(Refused::bad_value("format", "This is pdf or csv.")),
        }
    });
    let made = read.await?;
    answer(delivery, made)
}

fn may(member: &Member, view: &CompanySnapshot) -> Result<(), Refused> {
    member.must(view, Permission::RunPayroll, None)?;
    member.must(view, Permission::ViewPay, None)
}

fn final_run(view: &CompanySnapshot, id: domain::PayRunId) -> Result<PayRunRow, Refused> {
    let row: PayRunRow = row(view, id, "pay run")?;
    if row.state == PayRunState::Final {
        return Ok(row);
    }
    Err(Refused::new(
        StatusCode::CONFLICT,
        "pay_run_not_final",
        "This pay run is not final yet.",
    ))
}

fn form(name: &str) -> Result<Form, Refused> {
    Form::from_name(name)
        .ok_or_else(|| Refused::bad_value("form", "There is no such form of payroll file."))
}

fn made(
    view: &CompanySnapshot,
    row: &PayRunRow,
    run: &engine::payroll::Calculated,
    asked: &PayFileQuery,
) -> Result<Made, Refused> {
    let company: Option<CompanyRow> = rows::get(view, &[])?;
    let company = company.ok_or_else(|| Refused::not_found("company"))?;
    let language = match asked.language.as_deref() {
        None => Language::from_code(&company.language).unwrap_or_default(),
        Some(code) => Language::from_code(code)
            .ok_or_else(|| Refused::bad_value("language", "This is en or es."))?,
    };
    let paper = match asked.paper.as_deref() {
        None => PaperSize::Letter,
        Some(name) => PaperSize::from_name(name)
            .ok_or_else(|| Refused::bad_value("paper", "This is a4 or letter."))?,
    };
    let file = payroll::pay_file(view, row, run, language)?;
    let on_paper = |name: String, bytes: Vec<u8>| Made {
        name,
        media_type: "application/pdf",
        bytes,
    };
    let last = row.last;
    match asked.form.as_str() {
        "summary" => {
            let bytes = payfile::summary(&file, paper).map_err(refused)?;
            Ok(on_paper(format!("payroll-{last}-summary.pdf"), bytes))
        }
        "statements" => {
            let only = asked.employee.map(|id| id.0);
            let bytes = payfile::statements(&file, paper, only).map_err(refused)?;
            Ok(on_paper(format!("payroll-{last}-statements.pdf"), bytes))
        }
        name => {
            let form = form(name)?;
            let mapping = payroll::mapping(view, form)?;
            let written = payfile::write(&file, form, &mapping).map_err(refused)?;
            Ok(Made {
                name: written.file_name,
                media_type: form.media_type(),
                bytes: written.bytes,
            })
        }
    }
}

fn answer(delivery: Delivery, made: Made) -> Result<Response, Refused> {
    let disposition = format!("attachment; filename=\"{}\"", made.name);
    let disposition = HeaderValue::from_str(&disposition)
        .map_err(|_| Refused::internal(&"the name of a file is not ASCII"))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(made.media_type),
        ),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok(delivery.answer(headers, made.bytes))
}

fn refused(error: PayFileError) -> Refused {
    match error {
        PayFileError::Missing(_) => Refused::new(
            StatusCode::CONFLICT,
            MAPPING_INCOMPLETE,
            "Ids or codes of the payroll provider are missing. Fill them in first.",
        ),
        PayFileError::Unfit(_) => Refused::new(
            StatusCode::CONFLICT,
            FILE_UNFIT,
            "Two people have the same id, or an id has characters that the file cannot hold.",
        ),
        error => Refused::internal(&error),
    }
}

fn checked(
    view: &CompanySnapshot,
    form: Form,
    found: &payfile::Found,
) -> Result<PayFileCheck, Refused> {
    let names = Names::new(view);
    let mut check = PayFileCheck {
        form: form.name().to_owned(),
        unverified: form.is_unverified(),
        missing_ids: Vec::new(),
        missing_codes: Vec::new(),
        missing_settings: Vec::new(),
        unfit: Vec::new(),
        left_out: Vec::new(),
    };
    for missing in &found.missing {
        match missing {
            Missing::Id(employee) => check.missing_ids.push(names.employee(*employee)?),
            Missing::Code(earning) => check.missing_codes.push(earning.name().to_owned()),
            Missing::CompanyCode => check.missing_settings.push("company_code".to_owned()),
            Missing::Batch => check.missing_settings.push("batch".to_owned()),
            Missing::CompanyCreated => check.missing_settings.push("company_created".to_owned()),
        }
    }
    for unfit in &found.unfit {
        let (Unfit::SameId(employee) | Unfit::Characters(employee)) = unfit;
        let brief: EmployeeBrief = names.employee(*employee)?;
        if !check.unfit.contains(&brief) {
            check.unfit.push(brief);
        }
    }
    for left in &found.left_out {
        check.left_out.push(PayLeftOut {
            employee: names.employee(left.employee)?,
            earning: left.earning.name().to_owned(),
            hours: left.hours_hundredths,
            minor: left.minor,
        });
    }
    Ok(check)
}
