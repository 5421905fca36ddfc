//! Imports: files, previews, imports that run and that were, what was rejected, and taking one
//! back.

mod shape;

use api::import::{
    FILE_BYTES_MAX, Import, ImportFile, ImportFileQuery, ImportPreview, ImportsQuery, NewImport,
    PreviewImport, UndoImport,
};
use api::problem::code;
use api::{Page, id};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::ImportId;
use domain::company::Permission;
use domain::time::Zone;
use engine::rows::{self, ImportDetailRow, Row as _};
use engine::{Command, query};
use serde::Deserialize;
use store::{BlobError, BlobId};

use self::shape::Known;
use super::company::CompanyPath;
use super::delivery::Delivery;
use super::extract::{Asked, At, Body, Octets};
use super::page::{Listing, by_instant, by_text, matches, shaped};
use super::problem::Refused;
use super::tag::Tagged;
use super::unsent::Room;
use crate::auth::member::Member;
use crate::imports::{ImportError, Order, Preview, ReadFault, Reading, Report, Table};

/// The largest file.
pub(crate) const BODY_BYTES_MAX: usize = FILE_BYTES_MAX;

/// How many bytes of files that nothing imported yet a company may have.
const UNUSED_BYTES_MAX: u64 = 8 * FILE_BYTES_MAX as u64;

/// Which import.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ImportPath {
    /// The import.
    import: id::ImportId,
}

/// Keeps a file and says how its columns would be read.
#[utoipa::path(
    post,
    path = "/companies/{company}/imports/files",
    tag = "imports",
    params(CompanyPath, ImportFileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = ImportFile))
)]
pub(crate) async fn upload(
    member: Member,
    Asked(asked): Asked<ImportFileQuery>,
    room: Room,
    Octets(bytes): Octets,
) -> Result<(StatusCode, Json<ImportFile>), Refused> {
    may(&member).await?;
    let permit = reading_permit(&member).await?;
    let read = member.read(move |member, view| {
        let _held_until_read = (room, permit);
        let reading = Reading::Guess {
            preset: None,
            dates: None,
        };
        let mut table = Table::guess(&bytes, reading).map_err(ImportError::from)?;
        let remembered = shape::remembered(view, &table)?;
        if let Some(mapping) = &remembered {
            table.mapping = mapping.clone();
        }
        let blobs = member.state().store().blobs();
        let used = query::kept_files(view)?;
        let used = used.into_iter().map(BlobId::from_bytes).collect();
        let unused = blobs
            .unreferenced_bytes(member.company, &used)
            .map_err(ImportError::from)?;
        if unused.saturating_add(bytes.len() as u64) > UNUSED_BYTES_MAX {
            return Err(Refused::new(
                StatusCode::CONFLICT,
                code::TOO_MANY_FILES,
                "Too many files were uploaded and not imported. Each goes after a day: import one \
                 of them, or try again tomorrow.",
            ));
        }
        let file = blobs
            .put(member.company, &mut &bytes[..])
            .map_err(ImportError::from)?;
        let zone = super::entry_shape::zone(view)?;
        shape::file(file, asked.name, &table, remembered.is_some(), &zone)
    });
    Ok((StatusCode::CREATED, Json(read.await?)))
}

/// Says what would come of a file; writes nothing.
#[utoipa::path(
    post,
    path = "/companies/{company}/imports/preview",
    tag = "imports",
    params(CompanyPath),
    request_body = PreviewImport,
    responses((status = 200, body = ImportPreview))
)]
pub(crate) async fn preview(
    member: Member,
    Body(asked): Body<PreviewImport>,
) -> Result<Json<ImportPreview>, Refused> {
    let preview = previewed(&member, asked, |_, preview| shape::preview(preview));
    preview.await.map(Json)
}

/// The rows that would not be taken, as a CSV with the line, the reason and the row as it is.
#[utoipa::path(
    post,
    path = "/companies/{company}/imports/preview/rejected",
    tag = "imports",
    params(CompanyPath),
    request_body = PreviewImport,
    responses((status = 200, body = String, content_type = "text/csv"))
)]
pub(crate) async fn preview_rejected(
    member: Member,
    Body(asked): Body<PreviewImport>,
) -> Result<Response, Refused> {
    let delivery = Delivery::begin(&member)?;
    let report = previewed(&member, asked, |table, preview| {
        Report::new(&table.sheet, &preview.outcome.rejected)
    });
    Ok(rejected_rows(delivery, &report.await?))
}

/// What would come of a file, and what is made of that.
async fn previewed<T: Send + 'static>(
    member: &Member,
    asked: PreviewImport,
    then: impl FnOnce(&Table, Preview) -> T + Send + 'static,
) -> Result<T, Refused> {
    may(member).await?;
    let file = file_id(&asked.file)?;
    let zone = asked.zone.as_deref().map(zone).transpose()?;
    let mapping = shape::mapping(&asked.mapping)?;
    let permit = reading_permit(member).await?;
    let read = member.read(move |member, _| {
        let _held_until_read = permit;
        let bytes = member.state().store().blobs().get(member.company, file);
        let bytes = bytes.map_err(ImportError::from)?;
        let table = Table::read(&bytes, Reading::Mapped(mapping)).map_err(ImportError::from)?;
        drop(bytes);
        let imports = member.state().imports();
        let preview = imports.preview(member.company, &table, zone.as_ref())?;
        Ok(then(&table, preview))
    });
    read.await
}

/// Starts an import, which goes on by itself; ask for it to see how far it has come.
#[utoipa::path(
    post,
    path = "/companies/{company}/imports",
    tag = "imports",
    params(CompanyPath),
    request_body = NewImport,
    responses((status = 202, body = Import))
)]
pub(crate) async fn start(
    member: Member,
    Body(asked): Body<NewImport>,
) -> Result<(StatusCode, Tagged<Import>), Refused> {
    may(&member).await?;
    let file = file_id(&asked.file)?;
    let mapping = shape::mapping(&asked.mapping)?;
    let order = Order {
        company: member.company,
        by: member.id,
        file,
        file_name: asked.file_name,
        zone: asked.zone.as_deref().map(zone).transpose()?,
    };
    mapping
        .check()
        .map_err(|fault| ImportError::from(ReadFault::from(fault)))?;
    let check = member.read(move |member, _| {
        let blobs = member.state().store().blobs();
        let there = blobs
            .open(member.company, file)
            .map_err(ImportError::from)?;
        drop(there);
        Ok(())
    });
    check.await?;
    let imports = member.state().imports();
    let import = imports.start(order, Reading::Mapped(mapping))?;
    Ok((StatusCode::ACCEPTED, one(&member, import).await?))
}

const IMPORTS: Listing<Known> = Listing {
    id: |import| import.id().to_string(),
    orders: &[
        ("at", |import| by_instant(import.at())),
        ("file_name", |import| by_text(import.file_name())),
    ],
    usual: "-at",
};

/// Imports, one that is under way among them.
#[utoipa::path(
    get,
    path = "/companies/{company}/imports",
    tag = "imports",
    params(CompanyPath, ImportsQuery),
    responses((status = 200, body = Page<Import>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<ImportsQuery>,
) -> Result<Json<Page<Import>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::Import, None)?;
        let running = member.state().imports().last(member.company);
        let mut all = shape::all(view, running)?;
        all.retain(|import| matches(asked.q.as_deref(), &[import.file_name()]));
        let page = IMPORTS.page(asked.list(), all)?;
        shaped(page, |import| import.shape(view))
    });
    read.await.map(Json)
}

/// One import: where it stands, how far it has come, what came of it.
#[utoipa::path(
    get,
    path = "/companies/{company}/imports/{import}",
    tag = "imports",
    params(CompanyPath, ImportPath),
    responses((status = 200, body = Import))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<ImportPath>,
) -> Result<Tagged<Import>, Refused> {
    one(&member, path.import.0).await
}

/// The rows that were not taken, as a CSV with the line, the reason and the row as it was.
#[utoipa::path(
    get,
    path = "/companies/{company}/imports/{import}/rejected",
    tag = "imports",
    params(CompanyPath, ImportPath),
    responses((status = 200, body = String, content_type = "text/csv"))
)]
pub(crate) async fn rejected(
    member: Member,
    At(path): At<ImportPath>,
) -> Result<Response, Refused> {
    may(&member).await?;
    let delivery = Delivery::begin(&member)?;
    let permit = reading_permit(&member).await?;
    let read = member.read(move |member, view| {
        let _held_until_read = permit;
        let import = finished(member, view, path.import.0)?;
        report(member, &import)
    });
    Ok(rejected_rows(delivery, &read.await?))
}

/// The file as it was uploaded.
#[utoipa::path(
    get,
    path = "/companies/{company}/imports/{import}/file",
    tag = "imports",
    params(CompanyPath, ImportPath),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn file(member: Member, At(path): At<ImportPath>) -> Result<Response, Refused> {
    may(&member).await?;
    let delivery = Delivery::begin(&member)?;
    let permit = reading_permit(&member).await?;
    let read = member.read(move |member, view| {
        let _held_until_read = permit;
        let stated = finished(member, view, path.import.0)?.committed.stated;
        let blobs = member.state().store().blobs();
        let bytes = blobs.get(member.company, BlobId::from_bytes(stated.file));
        Ok((stated.file_name, bytes.map_err(ImportError::from)?))
    });
    let (name, bytes) = read.await?;
    let kind = "application/octet-stream";
    Ok(attachment(delivery, kind, &name, bytes))
}

/// Takes an import back: what it brought counts no more, and what it added goes unless something
/// else uses it by now.
#[utoipa::path(
    post,
    path = "/companies/{company}/imports/{import}/undo",
    tag = "imports",
    params(CompanyPath, ImportPath),
    request_body = UndoImport,
    responses((status = 200, body = Import))
)]
pub(crate) async fn undo(
    member: Member,
    At(path): At<ImportPath>,
    Body(body): Body<UndoImport>,
) -> Result<Tagged<Import>, Refused> {
    may(&member).await?;
    let import = path.import.0;
    // What runs now may have looked at what would go.
    if member.state().imports().is_running(member.company) {
        return Err(ImportError::Running.into());
    }
    member
        .make_so(Command::UndoImport(import, body.reason))
        .await?;
    one(&member, import).await
}

async fn one(member: &Member, id: ImportId) -> Result<Tagged<Import>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::Import, None)?;
        let running = member.state().imports().last(member.company);
        let found = shape::find(view, running, id)?;
        let found = found.ok_or_else(|| Refused::not_found("import"))?;
        let finished = match &found {
            shape::Known::Finished(import) => Some(import.clone()),
            shape::Known::Running(_) => None,
        };
        let body = found.shape(view)?;
        let row: Option<ImportDetailRow> = rows::get(view, &id.to_bytes())?;
        // One that does not count yet has no row that anyone could change.
        let state = row.map(|row| row.hash()).unwrap_or_default();
        Ok((Tagged { state, body }, finished))
    });
    let (mut shown, finished) = read.await?;
    if let Some(import) = finished.filter(|import| import.committed.stated.report.is_some()) {
        let permit = reading_permit(member).await?;
        let read = member.read(move |member, _| {
            let _held_until_read = permit;
            let kept = report(member, &import)?;
            Ok(shape::rejections(kept.rows.iter().map(|row| &row.row)))
        });
        shown.body.rejected = read.await?;
    }
    Ok(shown)
}

/// The rows of a finished import that were not taken, as they were kept.
fn report(member: &Member, import: &query::Import) -> Result<Report, Refused> {
    let Some(report) = import.committed.stated.report else {
        return Ok(Report::default());
    };
    let blobs = member.state().store().blobs();
    let bytes = blobs.get(member.company, BlobId::from_bytes(report));
    let bytes = bytes.map_err(ImportError::from)?;
    serde_json::from_slice(&bytes).map_err(|error| Refused::internal(&error))
}

fn rejected_rows(delivery: Delivery, report: &Report) -> Response {
    attachment(
        delivery,
        "text/csv; charset=utf-8",
        "rejected-rows.csv",
        report.csv().into_bytes(),
    )
}

fn finished(
    member: &Member,
    view: &store::CompanySnapshot,
    id: ImportId,
) -> Result<query::Import, Refused> {
    member.must(view, Permission::Import, None)?;
    query::import(view, id)?.ok_or_else(|| Refused::not_found("import"))
}

async fn may(member: &Member) -> Result<(), Refused> {
    let read = member.read(|member, view| member.must(view, Permission::Import, None));
    read.await
}

/// Waits for the turn to read a file. Whoever reads holds it, not the request: that one ends when
/// its client leaves, and the reading goes on.
async fn reading_permit(member: &Member) -> Result<tokio::sync::OwnedSemaphorePermit, Refused> {
    let readings = member.state().imports().readings().clone();
    readings
        .acquire_owned()
        .await
        .map_err(|error| Refused::internal(&error))
}

fn file_id(text: &str) -> Result<BlobId, Refused> {
    BlobId::parse(text).ok_or_else(|| Refused::bad_value("file", "This is not a file's name."))
}

fn zone(name: &str) -> Result<Zone, Refused> {
    Zone::named(name).map_err(|error| Refused::bad_value("zone", format!("{error}.")))
}

fn attachment(delivery: Delivery, kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    // What a header can carry, and no path.
    let name: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '/' => '_',
            c if c.is_ascii() && !c.is_ascii_control() => c,
            _other => '_',
        })
        .collect();
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    delivery.answer(headers, bytes)
}

impl From<ImportError> for Refused {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::File(fault) => {
                let field = match &fault {
                    ReadFault::File(_) => "file",
                    ReadFault::Mapping(_) => "mapping",
                    ReadFault::Zone(_) => "zone",
                };
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Self::new(
                    status,
                    fault.code(),
                    super::problem::sentence(&fault.to_string()),
                )
                .about(field)
            }
            ImportError::Running => Self::new(
                StatusCode::CONFLICT,
                code::IMPORT_RUNNING,
                "Another import is under way. Wait until it is finished.",
            ),
            ImportError::Blob(BlobError::Missing) => Self::not_found("file"),
            ImportError::UnknownCompany => Self::not_found("company"),
            // Only the command line names a company.
            ImportError::AmbiguousCompany
            | ImportError::WhoseCompany
            | ImportError::CompanyName(_)
            | ImportError::Stopping => Self::internal(&error),
            ImportError::Blob(fault) => Self::internal(&fault),
            ImportError::Read(fault) => fault.into(),
            ImportError::Execute(error) => error.into(),
        }
    }
}
