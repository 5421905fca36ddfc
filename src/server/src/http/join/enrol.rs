//! Enrolling a phone: its key and its log become known.

use api::company::Language;
use api::invitation::{EnrolRequest, Enrolled};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{DeviceId, LogId};
use engine::command::EnrolDevice;
use engine::rows::{DeviceRow, InvitationState};
use engine::{Command, query};
use oplog::PublicKey;
use oplog::v1::payload::InvitationPurpose;
use store::{Execute, SecurityEventKind};

use super::{Found, find, must_be_for, must_be_open, spend};
use crate::auth::audit::{self, Whom};
use crate::auth::origin::Client;
use crate::http::extract::Body;
use crate::http::invitations::must_be_secure;
use crate::http::problem::Refused;
use crate::http::shape;
use crate::state::AppState;

/// Spends a code to enrol a device. The same request gives the same answer again.
#[utoipa::path(
    post,
    path = "/invitations/enrol",
    tag = "invitations",
    request_body = EnrolRequest,
    responses((status = 201, body = Enrolled))
)]
pub(crate) async fn enrol(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<EnrolRequest>,
) -> Result<(StatusCode, Json<Enrolled>), Refused> {
    must_be_secure(&state)?;
    let public_key = public_key(&request.public_key)?;
    let found = find(&state, client, &headers, &request.code)?;
    if let Some(device) = enrolled_before(&found, public_key)? {
        return Ok((StatusCode::CREATED, Json(enrolled(&state, &found, device)?)));
    }
    must_be_open(&state, &found)?;
    must_be_for(&found, InvitationPurpose::Device)?;
    let command = Command::EnrolDevice(EnrolDevice {
        invitation: found.id,
        log: LogId::from_bytes(state.store().random()),
        public_key,
        name: request.device_name,
    });
    let whom = Whom {
        account: None,
        company: Some(found.company),
    };
    let event = audit::event(&state, client, SecurityEventKind::DeviceEnrolled, whom);
    let execute = Execute::new(found.company, found.row.member, command, state.now());
    let done = spend(&state, execute.with_system(vec![event].into())).await?;
    let device = done
        .subject()
        .ok_or_else(|| Refused::internal(&"a new device has no id"))?;
    let view = state.store().snapshot(found.company)?;
    tracing::info!(company = %found.company, %device, "a device was enrolled");
    Ok((
        StatusCode::CREATED,
        Json(enrolled(&state, &Found { view, ..found }, device)?),
    ))
}

/// The device that this very key was enrolled as with a spent invitation: a phone that lost the
/// answer asks again.
fn enrolled_before(found: &Found, public_key: PublicKey) -> Result<Option<DeviceId>, Refused> {
    if !matches!(found.row.state, InvitationState::Used { .. }) {
        return Ok(None);
    }
    let devices = query::devices(&found.view, Some(found.row.member))?;
    let same = devices
        .into_iter()
        .find(|(_, row)| row.public_key == public_key && row.revoked.is_none());
    Ok(same.map(|(device, _)| device))
}

fn enrolled(state: &AppState, found: &Found, device: DeviceId) -> Result<Enrolled, Refused> {
    let row: DeviceRow = shape::row(&found.view, device, "device")?;
    let log = found
        .view
        .log(row.log)?
        .ok_or_else(|| Refused::internal(&"a log is missing"))?;
    Ok(Enrolled {
        company: found.company.into(),
        company_name: found.settings.name.clone(),
        zone: found.settings.zone.clone(),
        workweek_starts: found.settings.workweek_starts,
        language: Language::from_tag(&found.settings.language),
        device: device.into(),
        log: row.log.into(),
        log_secret: URL_SAFE_NO_PAD.encode(log.secret.to_bytes()),
        member: row.member.into(),
        employee: found.member.employee.into(),
        employee_name: found.employee.name.clone(),
        server_public_key: URL_SAFE_NO_PAD.encode(state.store().public_key().0),
        epoch: state.store().epoch(),
        server_time: state.now(),
    })
}

fn public_key(text: &str) -> Result<PublicKey, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let key = bytes.and_then(|bytes| bytes.try_into().ok()).map(PublicKey);
    key.ok_or_else(|| {
        Refused::bad_value(
            "public_key",
            "The key is 32 bytes in base64url without padding.",
        )
    })
}
