//! What people are paid: rules, terms, rates, items, and what payroll providers call things. Every
//! answer takes the permission to see pay; what may be changed is the engine's.

pub(super) mod files;
pub(super) mod read;
pub(super) mod runs;
mod shape;

use api::Page;
use api::pay::{
    ChangePay, Differential, DifferentialsQuery, EndDifferential, JobPublicWorks, NewDifferential,
    NewPayItem, PayEmployee, PayEmployeesQuery, PayItem, PayItemsQuery, PayMapping, PayRules,
    PaySettings, SetPublicWorks, VoidPayItem,
};
use axum::Json;
use axum::http::StatusCode;
use domain::company::Permission;
use domain::{EmployeeId, JobId};
use engine::Command;
use engine::command::PayCommand;
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::problem::Refused;
use crate::auth::member::Member;

/// Whose pay.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PayEmployeePath {
    /// The employee.
    employee: api::id::EmployeeId,
}

/// Which form of payroll file.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PayFormPath {
    /// `gusto`, `adp-run`, `adp-workforce-now`, `quickbooks`, `csv` or `xlsx`.
    form: String,
}

/// Which job.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WorksPath {
    /// The job.
    job: api::id::JobId,
}

async fn state(member: &Member, command: PayCommand) -> Result<(), Refused> {
    member.make_so(Command::Pay(command)).await
}

/// The firm's rules about pay.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/settings",
    tag = "pay",
    params(CompanyPath),
    responses((status = 200, body = PaySettings))
)]
pub(crate) async fn settings(member: Member) -> Result<Json<PaySettings>, Refused> {
    let read = member.read(|member, view| {
        member.must(view, Permission::ViewPay, None)?;
        read::settings(view)
    });
    read.await.map(Json)
}

/// Pays by other rules from a date on.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/settings",
    tag = "pay",
    params(CompanyPath),
    request_body = PayRules,
    responses((status = 200, body = PaySettings))
)]
pub(crate) async fn change_settings(
    member: Member,
    Body(rules): Body<PayRules>,
) -> Result<Json<PaySettings>, Refused> {
    state(&member, PayCommand::ChangeSettings(shape::rules(rules)?)).await?;
    settings(member).await
}

/// What everybody is paid.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/employees",
    tag = "pay",
    params(CompanyPath, PayEmployeesQuery),
    responses((status = 200, body = Page<PayEmployee>))
)]
pub(crate) async fn employees(
    member: Member,
    Asked(asked): Asked<PayEmployeesQuery>,
) -> Result<Json<Page<PayEmployee>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPay, None)?;
        read::employees(view, &asked)
    });
    read.await.map(Json)
}

/// What one employee is paid.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/employees/{employee}",
    tag = "pay",
    params(CompanyPath, PayEmployeePath),
    responses((status = 200, body = PayEmployee))
)]
pub(crate) async fn employee(
    member: Member,
    At(path): At<PayEmployeePath>,
) -> Result<Json<PayEmployee>, Refused> {
    one_employee(&member, path.employee.0).await
}

async fn one_employee(member: &Member, id: EmployeeId) -> Result<Json<PayEmployee>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPay, Some(id))?;
        read::employee(view, id)
    });
    read.await.map(Json)
}

/// Changes what one employee is paid: terms, rates, or what a payroll provider calls them.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/employees/{employee}",
    tag = "pay",
    params(CompanyPath, PayEmployeePath),
    request_body = ChangePay,
    responses((status = 200, body = PayEmployee))
)]
pub(crate) async fn change_employee(
    member: Member,
    At(path): At<PayEmployeePath>,
    Body(wanted): Body<ChangePay>,
) -> Result<Json<PayEmployee>, Refused> {
    let id = path.employee.0;
    let command = match wanted {
        ChangePay::SetTerms { terms } => {
            let (from, terms) = shape::terms(terms)?;
            PayCommand::SetTerms(id, from, Box::new(terms))
        }
        ChangePay::RemoveTerms { from } => PayCommand::RemoveTerms(id, from),
        ChangePay::SetRate { rate } => {
            PayCommand::SetRate(id, rate.from, shape::rate_for(&rate)?, rate.rate)
        }
        ChangePay::SetId { id: wanted } => PayCommand::SetPayId(id, wanted.form, wanted.id),
    };
    state(&member, command).await?;
    one_employee(&member, id).await
}

/// Money beside hourly pay.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/items",
    tag = "pay",
    params(CompanyPath, PayItemsQuery),
    responses((status = 200, body = Page<PayItem>))
)]
pub(crate) async fn items(
    member: Member,
    Asked(asked): Asked<PayItemsQuery>,
) -> Result<Json<Page<PayItem>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPay, None)?;
        read::items(view, &asked)
    });
    read.await.map(Json)
}

/// Adds money beside hourly pay.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/items",
    tag = "pay",
    params(CompanyPath),
    request_body = NewPayItem,
    responses((status = 201, body = PayItem))
)]
pub(crate) async fn add_item(
    member: Member,
    Body(new): Body<NewPayItem>,
) -> Result<(StatusCode, Json<PayItem>), Refused> {
    let employee = new.employee.0;
    let id = member
        .create(Command::Pay(PayCommand::AddItem(shape::item(new))))
        .await?;
    let read = member.read(move |_, view| read::item(view, employee, id));
    Ok((StatusCode::CREATED, Json(read.await?)))
}

/// Money beside hourly pay is not to be paid.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/items/void",
    tag = "pay",
    params(CompanyPath),
    request_body = VoidPayItem,
    responses((status = 200, body = PayItem))
)]
pub(crate) async fn void_item(
    member: Member,
    Body(wanted): Body<VoidPayItem>,
) -> Result<Json<PayItem>, Refused> {
    let (employee, item) = (wanted.employee.0, wanted.item.0);
    state(&member, PayCommand::VoidItem(employee, item, wanted.reason)).await?;
    let read = member.read(move |_, view| read::item(view, employee, item));
    read.await.map(Json)
}

/// Shift differentials.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/differentials",
    tag = "pay",
    params(CompanyPath, DifferentialsQuery),
    responses((status = 200, body = Page<Differential>))
)]
pub(crate) async fn differentials(
    member: Member,
    Asked(asked): Asked<DifferentialsQuery>,
) -> Result<Json<Page<Differential>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPay, None)?;
        read::differentials(view, &asked)
    });
    read.await.map(Json)
}

/// Adds a shift differential.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/differentials",
    tag = "pay",
    params(CompanyPath),
    request_body = NewDifferential,
    responses((status = 201, body = Differential))
)]
pub(crate) async fn add_differential(
    member: Member,
    Body(new): Body<NewDifferential>,
) -> Result<(StatusCode, Json<Differential>), Refused> {
    let command = PayCommand::SetDifferential(None, shape::differential(new)?);
    let id = member.create(Command::Pay(command)).await?;
    let read = member.read(move |_, view| read::differential(view, id));
    Ok((StatusCode::CREATED, Json(read.await?)))
}

/// A shift differential ends with a date.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/differentials/end",
    tag = "pay",
    params(CompanyPath),
    request_body = EndDifferential,
    responses((status = 200, body = Differential))
)]
pub(crate) async fn end_differential(
    member: Member,
    Body(wanted): Body<EndDifferential>,
) -> Result<Json<Differential>, Refused> {
    let id = wanted.differential.0;
    state(&member, PayCommand::EndDifferential(id, wanted.last)).await?;
    let read = member.read(move |_, view| read::differential(view, id));
    read.await.map(Json)
}

/// What a payroll provider calls earnings.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay/mappings/{form}",
    tag = "pay",
    params(CompanyPath, PayFormPath),
    responses((status = 200, body = PayMapping))
)]
pub(crate) async fn mapping(
    member: Member,
    At(path): At<PayFormPath>,
) -> Result<Json<PayMapping>, Refused> {
    one_mapping(&member, path.form).await
}

async fn one_mapping(member: &Member, form: String) -> Result<Json<PayMapping>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::RunPayroll, None)?;
        read::mapping(view, &form)
    });
    read.await.map(Json)
}

/// Says what a payroll provider calls earnings.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay/mappings/{form}",
    tag = "pay",
    params(CompanyPath, PayFormPath),
    request_body = PayMapping,
    responses((status = 200, body = PayMapping))
)]
pub(crate) async fn change_mapping(
    member: Member,
    At(path): At<PayFormPath>,
    Body(wanted): Body<PayMapping>,
) -> Result<Json<PayMapping>, Refused> {
    let mapping = shape::mapping(&path.form, wanted);
    state(&member, PayCommand::SetMapping(mapping)).await?;
    one_mapping(&member, path.form).await
}

/// Whether a job is of public works, and what certified payroll says of it.
#[utoipa::path(
    get,
    path = "/companies/{company}/jobs/{job}/public-works",
    tag = "pay",
    params(CompanyPath, WorksPath),
    responses((status = 200, body = JobPublicWorks))
)]
pub(crate) async fn public_works(
    member: Member,
    At(path): At<WorksPath>,
) -> Result<Json<JobPublicWorks>, Refused> {
    one_works(&member, path.job.0).await
}

async fn one_works(member: &Member, job: JobId) -> Result<Json<JobPublicWorks>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPay, None)?;
        read::public_works(view, job)
    });
    read.await.map(Json)
}

/// Says whether a job is of public works.
#[utoipa::path(
    post,
    path = "/companies/{company}/jobs/{job}/public-works",
    tag = "pay",
    params(CompanyPath, WorksPath),
    request_body = SetPublicWorks,
    responses((status = 200, body = JobPublicWorks))
)]
pub(crate) async fn change_public_works(
    member: Member,
    At(path): At<WorksPath>,
    Body(wanted): Body<SetPublicWorks>,
) -> Result<Json<JobPublicWorks>, Refused> {
    let job = path.job.0;
    let works = wanted.works.map(|works| Box::new(shape::works(works)));
    state(&member, PayCommand::SetPublicWorks(job, works)).await?;
    one_works(&member, job).await
}
