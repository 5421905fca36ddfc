//! A file that is in memory on its way to whoever asked for it: only so many at once, and none for
//! long when nobody takes it.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, IntoResponseParts, Response};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::problem::Refused;
use crate::auth::member::Member;
use crate::auth::places::Place;
use crate::auth::throttle::Key;

/// How many bytes go to the client at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// A client that takes nothing for so long has gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// Room for one file, taken before it is made.
pub(super) struct Delivery {
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

impl Delivery {
    /// Takes room for a file that a member asks for.
    ///
    /// # Errors
    /// When the member, or all together, are given as many as may be.
    pub(super) fn begin(member: &Member) -> Result<Self, Refused> {
        let state = member.state();
        let key = Key::of("delivery", &member.account.to_string());
        let place = state.deliveries_of_account().take(key).ok_or_else(|| {
            Refused::crowded("You are given other files just now. Try again when they are here.")
        })?;
        let permit = state.deliveries().clone().try_acquire_owned();
        let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
        Ok(Self {
            _permit: permit,
            _place: place,
        })
    }

    /// The answer with the file; the room is free again when it was taken, or nobody takes it.
    pub(super) fn answer(self, headers: impl IntoResponseParts, bytes: Vec<u8>) -> Response {
        let (sender, receiver) = mpsc::channel(1);
        let bytes = Bytes::from(bytes);
        // What breaks off is not taken for the whole.
        let length = HeaderValue::from(bytes.len());
        tokio::spawn(async move {
            let _held_until_taken = self;
            let mut left = bytes;
            while !left.is_empty() {
                let piece = left.split_to(left.len().min(PIECE_BYTES));
                let sending = tokio::time::timeout(SILENCE_MAX, sender.send(Ok(piece)));
                if !matches!(sending.await, Ok(Ok(()))) {
                    return;
                }
            }
        });
        let body = Body::from_stream(ReceiverStream::<Result<Bytes, Infallible>>::new(receiver));
        let mut response = (headers, body).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::auth::places::Places;

    fn begun() -> (Delivery, Arc<Semaphore>) {
        let (room, places) = (Arc::new(Semaphore::new(1)), Arc::new(Places::new(1)));
        let delivery = Delivery {
            _permit: room.clone().try_acquire_owned().unwrap(),
            _place: places.take(Key::of("test", "one")).unwrap(),
        };
        (delivery, room)
    }

    #[tokio::test(start_paused = true)]
    async fn files_that_nobody_takes_hold_their_room_for_a_minute_and_taken_ones_not_at_all() {
        let file = vec![7; 5 * PIECE_BYTES];
        let (delivery, room) = begun();
        let response = delivery.answer((), file.clone());
        tokio::time::sleep(SILENCE_MAX / 2).await;
        assert_eq!(room.available_permits(), 0);
        tokio::time::sleep(SILENCE_MAX).await;
        assert_eq!(room.available_permits(), 1);
        // What broke off is shorter than it was said to be.
        let said = response.headers()[header::CONTENT_LENGTH].clone();
        assert_eq!(said, file.len().to_string());
        let broken = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        assert!(broken.is_ok_and(|bytes| bytes.len() < file.len()));

        let (delivery, room) = begun();
        let response = delivery.answer((), file.clone());
        let taken = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        assert_eq!(taken.unwrap(), file);
        tokio::task::yield_now().await;
        assert_eq!(room.available_permits(), 1);
    }
}
