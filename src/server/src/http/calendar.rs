//! One's own hours as a calendar, behind a link that only its owner knows and can end.
//!
//! Whoever has the link sees the hours, so its token is as long as a session's, kept as a keyed
//! hash alone, and never logged: log lines name the route, not the path.

use api::export::{CalendarFeed, NewCalendarFeed};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::TimeEntryId;
use domain::timesheet::worked_seconds;
use engine::query;
use engine::rows::{self, CompanyRow, EmployeeRow, EntryRow, JobRow, MemberRow};
use interchange::export::Language;
use interchange::export::calendar::{self, Calendar, Event, EventTime};
use jiff::{SignedDuration, Timestamp};
use store::{CompanySnapshot, SecurityEventKind, SystemChange};

use super::company::CompanyPath;
use super::problem::Refused;
use crate::auth::audit::{self, Whom};
use crate::auth::member::Member;
use crate::auth::origin::Client;
use crate::state::AppState;

/// How far back the calendar goes.
const BACK: SignedDuration = SignedDuration::from_hours(366 * 24);
const ENDING: &str = ".ics";

/// Whether there is a link to one's own hours.
#[utoipa::path(
    get,
    path = "/companies/{company}/me/calendar-feed",
    tag = "time",
    params(CompanyPath),
    responses((status = 200, body = CalendarFeed))
)]
pub(crate) async fn show(member: Member) -> Result<Json<CalendarFeed>, Refused> {
    let system = member.state().store().system()?;
    let feed = system.calendar_feed_of(member.company, member.id)?;
    Ok(Json(CalendarFeed {
        made_at: feed.map(|feed| feed.made_at),
    }))
}

/// Makes a link to one's own hours; the one before ends. It is told this once.
#[utoipa::path(
    post,
    path = "/companies/{company}/me/calendar-feed",
    tag = "time",
    params(CompanyPath),
    responses((status = 201, body = NewCalendarFeed))
)]
pub(crate) async fn make(
    Client(client): Client,
    member: Member,
) -> Result<(StatusCode, Json<NewCalendarFeed>), Refused> {
    member.must_be_signed_in()?;
    let state = member.state();
    let token = URL_SAFE_NO_PAD.encode(state.store().random::<32>());
    let made_at = state.now();
    let put = SystemChange::PutCalendarFeed {
        token: state.store().token_hash(token.as_bytes()),
        row: store::CalendarFeed {
            company: member.company,
            member: member.id,
            account: member.account,
            made_at,
        },
    };
    let note = audit::event(
        state,
        client,
        SecurityEventKind::CalendarLinkMade,
        whom(&member),
    );
    state.store().change_system(vec![put, note]).await?;
    let public_url = &state.settings().network.public_url;
    let url = format!("{public_url}/calendar/{token}{ENDING}");
    Ok((StatusCode::CREATED, Json(NewCalendarFeed { url, made_at })))
}

/// Ends the link to one's own hours. That there is none is no error.
#[utoipa::path(
    delete,
    path = "/companies/{company}/me/calendar-feed",
    tag = "time",
    params(CompanyPath),
    responses((status = 204))
)]
pub(crate) async fn end(Client(client): Client, member: Member) -> Result<StatusCode, Refused> {
    let state = member.state();
    let remove = SystemChange::RemoveCalendarFeed {
        company: member.company,
        member: member.id,
    };
    let note = audit::event(
        state,
        client,
        SecurityEventKind::CalendarLinkEnded,
        whom(&member),
    );
    state.store().change_system(vec![remove, note]).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn whom(member: &Member) -> Whom {
    Whom {
        account: Some(member.account),
        company: Some(member.company),
    }
}

/// The calendar of a link: the last twelve months, and what runs. A link that was ended and one
/// that never was give the same answer.
pub(crate) async fn feed(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let reading = state.clone();
    let body = tokio::task::spawn_blocking(move || body(&reading, &file))
        .await
        .map_err(|error| Refused::internal(&error))??;
    let tag = format!("\"{}\"", blake3::hash(&body).to_hex());
    let tag =
        HeaderValue::from_str(&tag).map_err(|_| Refused::internal(&"a hash is not hexadecimal"))?;
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let is_known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().trim_start_matches("W/").as_bytes() == tag.as_bytes());
    let headers = [
        (header::ETAG, tag),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        ),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((headers, kind, body).into_response())
}

fn body(state: &AppState, file: &str) -> Result<Vec<u8>, Refused> {
    let nowhere = || Refused::of_status(StatusCode::NOT_FOUND);
    let token = file.strip_suffix(ENDING).ok_or_else(nowhere)?;
    let store = state.store();
    let system = store.system()?;
    let feed = system.calendar_feed(store.token_hash(token.as_bytes()))?;
    let feed = feed.ok_or_else(nowhere)?;
    if system.membership(feed.account, feed.company)? != Some(feed.member) {
        return Err(nowhere());
    }
    let view = store.snapshot(feed.company)?;
    let member: MemberRow = rows::get(&view, &feed.member.to_bytes())?.ok_or_else(nowhere)?;
    let own: EmployeeRow = rows::get(&view, &member.employee.to_bytes())?.ok_or_else(nowhere)?;
    if own.archived_at.is_some() || member.account != Some(feed.account) {
        return Err(nowhere());
    }
    let company = query::company(&view)?.ok_or_else(nowhere)?;
    let now = state.now();
    let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
    let entries = query::entries_of(&view, member.employee, from, Timestamp::MAX)?;
    let host = state.settings().network.public_url.host();
    let language = system
        .account(feed.account)?
        .and_then(|account| Language::from_code(&account.language))
        .unwrap_or_default();
    let events = entries
        .iter()
        .filter(|(_, row)| !row.voided)
        .map(|entry| event(&view, &company, entry, host, language, now))
        .collect::<Result<_, _>>()?;
    let name = format!("{} · {}", words(language).hours, company.name);
    Ok(calendar::write(&Calendar {
        name,
        language,
        events,
    }))
}

struct Words {
    hours: &'static str,
    no_job: &'static str,
    running: &'static str,
}

const fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            hours: "Hours",
            no_job: "Work",
            running: "running",
        },
        Language::Spanish => Words {
            hours: "Horas",
            no_job: "Trabajo",
            running: "en curso",
        },
    }
}

fn event(
    view: &CompanySnapshot,
    company: &CompanyRow,
    (id, row): &(TimeEntryId, EntryRow),
    host: &str,
    language: Language,
    now: Timestamp,
) -> Result<Event, Refused> {
    let words = words(language);
    let job = match row.values.job {
        Some(job) => rows::get::<JobRow>(view, &job.to_bytes())?,
        None => None,
    };
    let job = job.map_or(words.no_job.to_owned(), |job| job.name);
    let start = row.values.start;
    // A running entry grows by the minute: the answer stays the same for as long.
    let minute = Timestamp::from_second(now.as_second() / 60 * 60).unwrap_or(now);
    let (end, state) = match row.values.end {
        Some(end) => (end, String::new()),
        None => (minute.max(start), format!(" ({})", words.running)),
    };
    let minutes = worked_seconds(&row.entry(*id), minute.max(start)) / 60;
    let time = if row.is_hours_only() {
        let zone = domain::time::Zone::named(&company.zone);
        let zone = zone.unwrap_or_else(|_| domain::time::Zone::utc());
        EventTime::Day(domain::time::work_date(start, &zone))
    } else {
        EventTime::Span(start, end)
    };
    Ok(Event {
        uid: format!("{id}@{host}"),
        time,
        summary: format!("{job}, {}:{:02}{state}", minutes / 60, minutes % 60),
        description: row.values.note.clone(),
    })
}
