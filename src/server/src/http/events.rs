//! Live pages: how far the company's journal has come, as server-sent events. A page reads again
//! what it shows; nothing of the company travels here.

use std::convert::Infallible;
use std::time::Duration;

use api::company::PositionEvent;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::company::Permission;
use engine::access;
use store::Committed;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, broadcast, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

use super::company::CompanyPath;
use super::problem::Refused;
use crate::auth::member::Member;
use crate::auth::places::Place;
use crate::auth::throttle::Key;

/// Changes that come closer together are told once.
const TOGETHER: Duration = Duration::from_millis(200);
/// How often a live page's session is looked at, and a silent connection is kept open.
const BEAT: Duration = Duration::from_secs(20);

/// Tells the journal's position at once and whenever it changes.
#[utoipa::path(
    get,
    path = "/companies/{company}/events",
    tag = "company",
    params(CompanyPath),
    responses((status = 200, body = PositionEvent, content_type = "text/event-stream"))
)]
pub(crate) async fn listen(member: Member) -> Result<Response, Refused> {
    let key = Key::of("live page", &member.account.to_string());
    let place = member.state().live_pages_of_account().take(key);
    let place = place.ok_or_else(|| {
        Refused::crowded("You have TimeTrakr open in too many places. Close some of them.")
    })?;
    let permit = member.state().live_pages().clone().try_acquire_owned();
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    // Subscribed before the position is read: nothing falls between.
    let changes = member.state().store().subscribe();
    let position = member.read(|_, view| Ok(view.position())).await?;
    let (sender, receiver) = mpsc::channel(1);
    let stopping = member.state().stopping();
    let page = LivePage {
        member,
        sender,
        changes,
        stopping,
        _permit: permit,
        _place: place,
    };
    tokio::spawn(page.run(position));
    let keep = KeepAlive::new().interval(BEAT);
    Ok(Sse::new(ReceiverStream::new(receiver))
        .keep_alive(keep)
        .into_response())
}

/// What a live page woke for.
enum Next {
    /// The page is closed, or the server stops.
    End,
    /// The company's journal went on.
    Changed,
    /// Time to look whether the session lasts.
    Beat,
}

struct LivePage {
    member: Member,
    sender: mpsc::Sender<Result<Event, Infallible>>,
    changes: broadcast::Receiver<Committed>,
    stopping: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

impl LivePage {
    /// Runs until the page is closed, the session is over or the server stops.
    async fn run(mut self, mut position: u64) {
        if !self.tell(position).await {
            return;
        }
        loop {
            match self.next().await {
                Next::End => return,
                Next::Changed => tokio::time::sleep(TOGETHER).await,
                Next::Beat => {}
            }
            let Some(now) = self.may_see().await else {
                return;
            };
            if now != position && !self.tell(now).await {
                return;
            }
            position = now;
        }
    }

    /// Waits for something that concerns this page.
    async fn next(&mut self) -> Next {
        let beat = tokio::time::sleep(BEAT);
        tokio::pin!(beat);
        loop {
            let change = tokio::select! {
                () = self.sender.closed() => return Next::End,
                _ = self.stopping.wait_for(|stopping| *stopping) => return Next::End,
                () = &mut beat => return Next::Beat,
                change = self.changes.recv() => change,
            };
            match change {
                Ok(change) if change.company != self.member.company => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return Next::Changed,
                Err(RecvError::Closed) => return Next::End,
            }
        }
    }

    async fn tell(&self, position: u64) -> bool {
        let data = serde_json::to_string(&PositionEvent { position });
        let data = data.expect("invariant: a position is plain data");
        let event = Event::default()
            .event("position")
            .id(position.to_string())
            .data(data);
        self.sender.send(Ok(event)).await.is_ok()
    }

    /// The position, while the session lasts and the member may see time.
    async fn may_see(&self) -> Option<u64> {
        let read = self.member.read(|member, view| {
            if !member.is_live()? {
                return Err(Refused::not_signed_in());
            }
            let own = Some(member.employee);
            if !access::may(view, member.id, Permission::ViewTime, own)? {
                return Err(Refused::not_permitted());
            }
            Ok(view.position())
        });
        read.await.ok()
    }
}
