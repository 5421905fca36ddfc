//! Speaking with the server: when, and step by step as the sync session says.
//!
//! Never stands in the way of a tap. One tab at a time, by a lock that is a courtesy: what a second
//! tab would store is compared with what is there. Every fault leaves what the phone holds as it is.

mod backoff;
mod run;
mod transfer;

use gloo_timers::callback::Timeout;
use sycamore::prelude::*;
use sync::{ProblemCode, RefusedCode, SyncFault};
use wasm_bindgen_futures::spawn_local;

pub(crate) use backoff::Wait;
pub(crate) use transfer::Upload;

use crate::browser;
use crate::http::HttpFault;
use crate::state::{Phone, Stage};

/// Why a sync begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It was time, or the app was opened or came into sight.
    Time,
    /// The browser says that there is a network again.
    Online,
    /// Something was stated.
    Op,
    /// The person said so.
    Hand,
}

/// What went wrong last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The server was not reached: offline is normal.
    NoAnswer,
    /// The server cannot just now; it will be tried again.
    Busy,
    /// The server keeps nothing new until somebody has looked after it; it will be tried again.
    ReadOnly,
    /// Somebody has to do something.
    Stopped(Stopped),
}

/// What somebody has to do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// This phone was revoked.
    Revoked,
    /// The server does not know this phone.
    UnknownDevice,
    /// Another server answers at this address, or one of another version.
    OtherServer,
    /// The server holds other bytes: this phone's storage was copied or set back.
    Copied,
    /// The server did not take what was sent.
    NotTaken,
    /// The key does not sign any more.
    Key,
}

/// What is known of syncing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SyncState {
    /// Whether an exchange is under way: this tab's next one waits for it.
    pub(crate) running: bool,
    /// What went wrong last, if the last one did not work.
    pub(crate) fault: Option<Fault>,
    /// How many have failed in a row.
    pub(crate) failures: u32,
    /// Whether another one was asked for meanwhile.
    pub(crate) again: bool,
    /// The server's challenge for the next request.
    pub(crate) challenge: Option<[u8; 32]>,
}

thread_local! {
    static TIMER: std::cell::RefCell<Option<Timeout>> = const { std::cell::RefCell::new(None) };
}

impl Phone {
    /// Begins to sync: now, when the network is back, when the app comes into sight, and by time.
    pub(crate) fn begin_syncing(self) {
        browser::on_window("online", move || self.sync_now(Reason::Online));
        browser::listen(&document(), "visibilitychange", move || {
            if browser::is_visible() {
                self.sync_now(Reason::Time);
            }
        });
        self.sync_now(Reason::Time);
    }

    /// Syncs soon, or at once where the person asked for it.
    pub(crate) fn sync_now(self, reason: Reason) {
        if self.stage.get_clone_untracked() != Stage::Enrolled {
            return;
        }
        if self.sync.with_untracked(|sync| sync.running) {
            self.sync.update(|sync| sync.again = true);
            return;
        }
        match reason {
            Reason::Op => self.sync_after(Wait::AfterOp),
            Reason::Time | Reason::Online | Reason::Hand => self.run_in_background(reason),
        }
    }

    fn sync_after(self, wait: Wait) {
        let chance = browser::entropy::<4>().map_or(0, u32::from_be_bytes);
        let timeout = Timeout::new(wait.milliseconds(chance), move || {
            self.run_in_background(Reason::Time);
        });
        // Setting it drops the one before, which cancels that.
        TIMER.with_borrow_mut(|timer| *timer = Some(timeout));
    }

    fn run_in_background(self, reason: Reason) {
        TIMER.with_borrow_mut(|timer| *timer = None);
        if self.sync.with_untracked(|sync| sync.running) {
            self.sync.update(|sync| sync.again = true);
            return;
        }
        self.begun();
        spawn_local(async move {
            let ended = self.run(reason, Vec::new()).await.map(drop);
            self.ended(ended);
        });
    }

    fn begun(self) {
        self.sync.update(|sync| {
            sync.running = true;
            sync.again = false;
        });
    }

    fn ended(self, ended: Result<(), Ended>) {
        let unsent = self
            .book
            .with_untracked(|book| book.as_ref().map_or(0, |book| book.outbox().unsent));
        let mut wait = Wait::Idle;
        self.sync.update(|sync| {
            sync.running = false;
            match ended {
                Ok(()) => {
                    sync.failures = 0;
                    sync.fault = None;
                    if unsent > 0 || sync.again {
                        wait = Wait::AfterOp;
                    }
                }
                Err(Ended::OtherTab) => wait = Wait::OtherTab,
                // The phone became another one meanwhile, and that one wants its first sync.
                Err(Ended::NotEnrolled) => {
                    if sync.again {
                        wait = Wait::AfterOp;
                    }
                }
                Err(Ended::Fault(fault, told)) => {
                    sync.failures = sync.failures.saturating_add(1);
                    // Out of reach of the server, a withdrawn phone is still withdrawn.
                    let passing = matches!(fault, Fault::NoAnswer | Fault::Busy | Fault::ReadOnly);
                    if !(passing && sync.fault == Some(Fault::Stopped(Stopped::Revoked))) {
                        sync.fault = Some(fault);
                    }
                    sync.challenge = None;
                    wait = told.map_or(
                        Wait::AfterFailure {
                            failures: sync.failures,
                        },
                        |seconds| Wait::Told {
                            seconds,
                            failures: sync.failures,
                        },
                    );
                }
            }
            sync.again = false;
        });
        if self.stage.get_clone_untracked() == Stage::Enrolled {
            self.sync_after(wait);
        }
    }
}

/// How a run ended without having done its work.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ended {
    /// Another tab is at it.
    OtherTab,
    /// This phone is nobody's now.
    NotEnrolled,
    /// A fault, and after how many seconds the server wants to be asked again.
    Fault(Fault, Option<u64>),
}

impl From<HttpFault> for Ended {
    fn from(fault: HttpFault) -> Ended {
        match fault {
            HttpFault::NoAnswer => Ended::Fault(Fault::NoAnswer, None),
            HttpFault::BadAnswer => Ended::Fault(Fault::Stopped(Stopped::OtherServer), None),
            HttpFault::Refused {
                status: 404 | 405, ..
            } => Ended::Fault(Fault::Stopped(Stopped::OtherServer), None),
            HttpFault::Refused {
                status: 400 | 413 | 415,
                ..
            } => Ended::Fault(Fault::Stopped(Stopped::NotTaken), None),
            HttpFault::Refused {
                code, retry_after, ..
            } if matches!(code.as_str(), "read_only" | "company_stopped") => {
                Ended::Fault(Fault::ReadOnly, retry_after)
            }
            HttpFault::Refused { retry_after, .. } => Ended::Fault(Fault::Busy, retry_after),
        }
    }
}

impl From<SyncFault> for Ended {
    fn from(fault: SyncFault) -> Ended {
        let fault = match fault {
            SyncFault::BadAnswer | SyncFault::NotOurServer => Fault::Stopped(Stopped::OtherServer),
            SyncFault::Refused(RefusedCode::Unavailable) => Fault::ReadOnly,
            SyncFault::Refused(RefusedCode::DeviceRevoked) => Fault::Stopped(Stopped::Revoked),
            SyncFault::Refused(RefusedCode::UnknownDevice) => {
                Fault::Stopped(Stopped::UnknownDevice)
            }
            SyncFault::Problem(ProblemCode::Fork) => Fault::Stopped(Stopped::Copied),
            SyncFault::Problem(_) | SyncFault::NoProgress => Fault::Stopped(Stopped::NotTaken),
        };
        Ended::Fault(fault, None)
    }
}
