//! A command's way to the disk.

use domain::DeviceId;
use engine::{Command, Ctx, DecideError};
use gloo_timers::callback::Timeout;
use jiff::Timestamp;
use oplog::Op;
use ui::replica::channel::News;
use ui::replica::{AppendError, Appending, lock};
use wasm_bindgen_futures::spawn_local;

use super::{Phone, Trouble};
use crate::browser::{self, Persistence};
use crate::sync::Reason;

/// How often a command is decided again because another tab was quicker.
const DECIDE_TIMES_MAX: u32 = 5;

/// How long saving may take before the page says that it takes long, in milliseconds.
const SAVE_MS_SLOW: u32 = 8_000;

/// Why a command was not done. Nothing was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The rules say no.
    Rule(DecideError),
    /// It could not be saved; the page says so already.
    NotSaved,
    /// This phone is not enrolled any more.
    NotEnrolled,
}

impl Phone {
    /// Does a command in the background and calls `then` with what came of it. While it is on its
    /// way to the disk `saving` is set, and no second one is taken.
    pub(crate) fn perform(
        self,
        command: Command,
        then: impl FnOnce(Result<Vec<Op>, Refusal>) + 'static,
    ) {
        self.perform_then(command, Box::new(then));
    }

    fn perform_then(self, command: Command, then: Box<dyn FnOnce(Result<Vec<Op>, Refusal>)>) {
        if self.saving.get_untracked() || self.trouble.with_untracked(Option::is_some) {
            return;
        }
        // The moment of the tap is the moment that counts, however long saving takes.
        let tapped_at = browser::now();
        let monotonic_ms = browser::monotonic_ms();
        self.saving.set(true);
        let slow = Timeout::new(SAVE_MS_SLOW, move || {
            self.trouble.set(Some(Trouble::Slow));
        });
        spawn_local(async move {
            let outcome = self.commit(&command, tapped_at, monotonic_ms).await;
            drop(slow);
            if self.trouble.get_clone_untracked() == Some(Trouble::Slow) {
                self.trouble.set(None);
            }
            self.saving.set(false);
            let saved = outcome.is_ok();
            if saved {
                browser::buzz();
                self.now.set(browser::now());
                self.sync_now(Reason::Op);
            }
            then(outcome);
            if saved {
                self.after_saving().await;
            }
        });
    }

    async fn commit(
        self,
        command: &Command,
        tapped_at: Timestamp,
        monotonic_ms: u64,
    ) -> Result<Vec<Op>, Refusal> {
        let Some(core) = self.core.get_clone_untracked() else {
            return Err(Refusal::NotEnrolled);
        };
        let device = self.device();
        let _order = lock::at_most(lock::APPEND, lock::APPEND_WAIT_MS).await;
        for _ in 0..DECIDE_TIMES_MAX {
            let (ops, appending) = self.decide(command, tapped_at, monotonic_ms)?;
            match core.database.append(&appending).await {
                Ok(()) => {
                    self.take_over(appending);
                    self.tell(News::Appended);
                    return Ok(ops);
                }
                // Another tab appended first: with what it wrote the answer may be another.
                Err(AppendError::Moved) => self.catch_up().await,
                Err(AppendError::Gone) => {
                    // It may be there again: what the browser has removed is put back.
                    self.reload().await;
                    if self.device() != device {
                        return Err(Refusal::NotEnrolled);
                    }
                    if self.trouble.with_untracked(Option::is_some) {
                        return Err(Refusal::NotSaved);
                    }
                }
                Err(AppendError::Db(error)) => {
                    self.say_trouble(&error);
                    return Err(Refusal::NotSaved);
                }
            }
        }
        self.trouble.set(Some(Trouble::Failed(
            "the other tabs never rest".to_owned(),
        )));
        Err(Refusal::NotSaved)
    }

    /// After the first tap the browser is asked once more to keep what is stored: only now does it
    /// see that the app is in use. After every tap, how much room there is.
    async fn after_saving(self) {
        let first = self
            .book
            .with_untracked(|book| book.as_ref().is_some_and(|book| book.head().next_seq == 1));
        if first && self.persistence.get_untracked() == Persistence::MayBeRemoved {
            self.ask_to_persist().await;
        }
        self.room.set(browser::room().await);
    }

    /// Which device this is: its log may get another name.
    fn device(self) -> Option<DeviceId> {
        self.book
            .with_untracked(|book| book.as_ref().map(|book| book.identity().device))
    }

    fn decide(
        self,
        command: &Command,
        now: Timestamp,
        monotonic_ms: u64,
    ) -> Result<(Vec<Op>, Appending), Refusal> {
        let Some(entropy) = browser::entropy::<32>() else {
            self.trouble
                .set(Some(Trouble::Failed("no random numbers".to_owned())));
            return Err(Refusal::NotSaved);
        };
        self.book.with_untracked(|book| {
            let book = book.as_ref().ok_or(Refusal::NotEnrolled)?;
            let zone = browser::device_zone().unwrap_or_else(|| book.zone());
            let ctx = Ctx {
                now,
                actor: book.identity().member,
                zone: &zone,
                boot_id: self.boot_id,
                monotonic_ms,
                seen: book.seen(),
                entropy,
            };
            let ops = book.decide(command, &ctx).map_err(Refusal::Rule)?;
            let appending = book.draft(&ops);
            Ok((ops, appending))
        })
    }

    fn take_over(self, appending: Appending) {
        let mut outcome = Ok(());
        self.book.update(|book| {
            if let Some(book) = book {
                outcome = book.appended(appending);
            }
        });
        if let Err(error) = outcome {
            // It is on the disk all the same; the next start reads it from there.
            self.trouble.set(Some(Trouble::Failed(error.to_string())));
        }
        self.keep_marker();
    }
}
