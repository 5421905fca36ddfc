//! One run: does what the session says until it has nothing more to say.

use std::rc::Rc;

use domain::LogId;
use oplog::LogHead;
use sycamore::prelude::*;
use sync::{Received, SegmentProblem, Session, Step};
use ui::replica::channel::News;
use ui::replica::{AppendError, Contact, lock};

use super::{Ended, Fault, Reason, Stopped};
use crate::browser::now;
use crate::http::post_bytes;
use crate::state::{Core, Phone};

/// After so many seconds without an answer another tab is not waited for any more: it may be
/// frozen with the lock in its hand.
const OTHER_TAB_SECONDS_MAX: i64 = 300;

impl Phone {
    /// Runs one session; `foreign` are segments of colleagues' files, of which the ones that were
    /// not taken are returned.
    pub(super) async fn run(
        self,
        reason: Reason,
        foreign: Vec<Vec<u8>>,
    ) -> Result<Vec<SegmentProblem>, Ended> {
        let held = lock::if_free(lock::SYNC).await;
        if held.is_none() && reason != Reason::Hand && !self.is_overdue() {
            return Err(Ended::OtherTab);
        }
        self.catch_up().await;
        let core = self.core.get_clone_untracked().ok_or(Ended::NotEnrolled)?;
        let challenge = self.sync.with_untracked(|sync| sync.challenge);
        let foreign_count = foreign.len();
        let state = self.book.with_untracked(|book| {
            book.as_ref()
                .map(|book| book.phone_state(challenge, foreign))
        });
        let state = state.ok_or(Ended::NotEnrolled)?;
        let mut log = state.log;
        let mut session = Session::new(state);
        let mut problems = Vec::new();
        loop {
            match session.step(now()) {
                Step::ReadOps { from, max } => {
                    // The phone may have become another one while an answer was awaited.
                    let read = self.book.with_untracked(|book| {
                        let same = book.as_ref().filter(|book| book.identity().log == log);
                        same.map(|book| book.ops_from(from, max))
                    });
                    let (before, ops) = read.ok_or(Ended::NotEnrolled)?;
                    session.ops(before, ops);
                }
                Step::Sign(message) => session.signed(self.sign(&core, &message).await?),
                Step::Send(bytes) => {
                    let answer = post_bytes("/api/v1/sync", &bytes).await?;
                    session.received(&answer, now());
                }
                Step::Store(received) => {
                    let foreign_problems = received.problems.iter().filter(|problem| {
                        usize::try_from(problem.index).is_ok_and(|index| index < foreign_count)
                    });
                    problems.extend(foreign_problems.cloned());
                    self.store(&core, log, &received).await?;
                    match &received.rotate {
                        Some(rotation) => {
                            log = rotation.log;
                            session.rotated(self.head_of(log)?);
                        }
                        None => session.stored(),
                    }
                }
                Step::Done => return Ok(problems),
                Step::Failed(fault) => return Err(fault.into()),
            }
        }
    }

    pub(super) async fn sign(
        self,
        core: &Rc<Core>,
        message: &[u8],
    ) -> Result<oplog::Signature, Ended> {
        let key = core.key.as_ref().ok_or(Ended::NotEnrolled)?;
        key.sign(message).await.map_err(|error| {
            console_log!("{error}");
            Ended::Fault(Fault::Stopped(Stopped::Key), None)
        })
    }

    /// Stores what the session of this log was answered; the phone may be another one by now.
    async fn store(self, core: &Rc<Core>, log: LogId, received: &Received) -> Result<(), Ended> {
        let contact = Contact {
            at: now(),
            skew_ms: received.skew_ms,
        };
        let place = self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            Some((book.mark(), book.receipted(), book.prunable(received)))
        });
        let (mark, receipted, prunable) = place.ok_or(Ended::NotEnrolled)?;
        match core.database.store(log, received, contact, prunable).await {
            Ok(()) => {}
            Err(AppendError::Moved | AppendError::Gone) => {
                self.reload().await;
                return Err(Ended::NotEnrolled);
            }
            Err(AppendError::Db(error)) => {
                self.say_trouble(&error);
                return Err(Ended::Fault(Fault::Busy, None));
            }
        }
        self.sync
            .update(|sync| sync.challenge = Some(received.challenge));
        let own = received.receipt.as_ref();
        let moved = own.is_some_and(|own| own.statement.head() != receipted)
            || received.rotate.is_some()
            || !received.outcomes.is_empty()
            || received.delta.mark != mark
            || prunable.is_some();
        if moved {
            self.reload().await;
            self.tell(News::Synced);
        } else {
            // Nothing is new but that the server answered.
            self.book.update(|book| {
                if let Some(book) = book {
                    book.note_contact(contact);
                }
            });
        }
        Ok(())
    }

    /// Where the log ends, if it is still this phone's.
    fn head_of(self, log: LogId) -> Result<LogHead, Ended> {
        self.book.with_untracked(|book| {
            let own = book.as_ref().filter(|book| book.identity().log == log);
            own.map(|book| book.head()).ok_or(Ended::NotEnrolled)
        })
    }

    fn is_overdue(self) -> bool {
        self.book.with_untracked(|book| {
            let Some(book) = book else { return false };
            let waits = book.outbox().unsent > 0;
            let silent = book.contact().is_none_or(|contact| {
                now().as_second().saturating_sub(contact.at.as_second()) > OTHER_TAB_SECONDS_MAX
            });
            waits && silent
        })
    }
}
