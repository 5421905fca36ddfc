//! What the app knows, in signals, and the only hand that changes the replica.
//!
//! A tap goes `command → decide → append → book`: the signals change when the ops are on the disk
//! and not before. Other tabs are told, and are listened to. How things look is not known here.

mod commit;
mod enrolment;
mod marker;

use std::rc::Rc;

use domain::time::Zone;
use engine::ViewError;
use jiff::Timestamp;
use sycamore::prelude::*;
use ui::components::Toasts;
use ui::replica::channel::{Channel, News};
use ui::replica::{Book, Database, DbError, DeviceKey};
use ui::t;
use wasm_bindgen_futures::spawn_local;

pub(crate) use commit::Refusal;
pub(crate) use enrolment::{JoinFault, Looked};
pub(crate) use marker::{Marker, Trace};

use crate::browser::worker::Updates;
use crate::browser::{self, Persistence, Room, install};
use crate::route::Route;
use crate::sync::{Fault, Stopped, SyncState};

/// How far the app has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The database is being read.
    Starting,
    /// Nobody's phone yet.
    NotEnrolled,
    /// It was somebody's phone, and the browser removed what was kept.
    Evicted(Trace),
    /// In use.
    Enrolled,
    /// The database cannot be used.
    Broken(DbError),
}

/// Why nothing more can be saved. Said loudly: input stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The browser's storage is full.
    Full,
    /// The storage has not answered yet, and still may.
    Slow,
    /// The storage failed; the text is for whoever helps.
    Failed(String),
}

/// What only a running, enrolled app has.
#[derive(Clone)]
pub(crate) struct Core {
    pub(crate) database: Database,
    pub(crate) key: Option<DeviceKey>,
    pub(crate) channel: Channel,
}

/// What is chosen for the next clock-in.
#[derive(Clone, Copy)]
pub(crate) struct Deck {
    /// The job's id.
    pub(crate) job: Signal<Option<String>>,
    /// The cost code's id.
    pub(crate) cost_code: Signal<Option<String>>,
    /// The note.
    pub(crate) note: Signal<String>,
}

/// The app's state.
#[derive(Clone, Copy)]
pub(crate) struct Phone {
    pub(crate) stage: Signal<Stage>,
    pub(crate) book: Signal<Option<Book>>,
    pub(crate) route: Signal<Route>,
    /// The wall clock, by the second while the page is in sight.
    pub(crate) now: Signal<Timestamp>,
    pub(crate) trouble: Signal<Option<Trouble>>,
    /// Whether a tap is on its way to the disk.
    pub(crate) saving: Signal<bool>,
    pub(crate) sync: Signal<SyncState>,
    pub(crate) deck: Deck,
    pub(crate) persistence: Signal<Persistence>,
    /// How much room the browser gives, where it says.
    pub(crate) room: Signal<Option<Room>>,
    pub(crate) updates: Updates,
    pub(crate) toasts: Toasts,
    pub(crate) core: Signal<Option<Rc<Core>>>,
    /// Whether the browser has put this tab to sleep.
    frozen: Signal<bool>,
    boot_id: u64,
}

impl Phone {
    /// Makes the state and puts it into the context.
    pub(crate) fn provide(toasts: Toasts) -> Phone {
        let hash = window().location().hash().unwrap_or_default();
        let phone = Phone {
            stage: create_signal(Stage::Starting),
            book: create_signal(None),
            route: create_signal(Route::parse(&hash)),
            now: create_signal(browser::now()),
            trouble: create_signal(None),
            saving: create_signal(false),
            sync: create_signal(SyncState::default()),
            deck: Deck {
                job: create_signal(None),
                cost_code: create_signal(None),
                note: create_signal(String::new()),
            },
            persistence: create_signal(Persistence::Unknown),
            room: create_signal(None),
            updates: Updates::watch(),
            toasts,
            core: create_signal(None),
            frozen: create_signal(false),
            boot_id: browser::entropy::<8>().map_or(0, u64::from_be_bytes),
        };
        provide_context(phone);
        phone
    }

    /// The state that was provided.
    pub(crate) fn get() -> Phone {
        use_context::<Phone>()
    }

    /// Reads the database and begins to listen.
    pub(crate) fn start(self) {
        self.listen();
        spawn_local(async move {
            // What was removed under the app is noticed at once.
            let closed = move || spawn_local(self.catch_up());
            match Database::open(closed).await {
                Ok(database) => {
                    let channel = Channel::open(move |news| self.heard(news));
                    self.core.set(Some(Rc::new(Core {
                        database,
                        key: None,
                        channel,
                    })));
                    self.reload().await;
                    self.begin_syncing();
                    self.look_at_storage().await;
                }
                Err(error) => self.stage.set(Stage::Broken(error)),
            }
        });
    }

    /// Goes to a page.
    pub(crate) fn go(self, route: &Route) {
        if window().location().set_hash(&route.href()).is_err() {
            console_log!("the address could not be changed");
        }
    }

    /// Reads everything anew: after a sync, and when another tab enrolled or left.
    pub(crate) async fn reload(self) {
        let Some(core) = self.core.get_clone_untracked() else {
            return;
        };
        let mut asked = false;
        let loaded = loop {
            let loaded = core.database.load().await;
            if asked || !matches!(loaded, Ok(None)) {
                break loaded;
            }
            asked = true;
            match self.put_back(&core).await {
                Ok(true) => {}
                Ok(false) => break loaded,
                Err(error) => return self.say_trouble(&error),
            }
        };
        match loaded {
            Ok(Some((loaded, key))) => match Book::new(loaded) {
                Ok(book) => {
                    let known = core.key.is_some() && self.is_of_the_same_log(&book);
                    // The first base brings the jobs, and with them what to propose.
                    let first_base = self.book.with_untracked(|held| {
                        held.as_ref().is_none_or(|held| held.mark().position == 0)
                            && book.mark().position > 0
                    });
                    if !known {
                        let core = Core {
                            key: Some(key),
                            ..Core::clone(&core)
                        };
                        self.core.set(Some(Rc::new(core)));
                    }
                    if !known {
                        self.deck.note.set(String::new());
                    }
                    self.take(book, !known || first_base);
                }
                Err(error) => self.stage.set(Stage::Broken(unreadable(&error))),
            },
            Ok(None) => {
                self.book.set(None);
                let stage = Trace::find().map_or(Stage::NotEnrolled, Stage::Evicted);
                self.set_stage(stage);
            }
            Err(error) => self.stage.set(Stage::Broken(error)),
        }
    }

    /// Where the database is empty and this tab still knows what was in it, writes it down again;
    /// whether it did.
    async fn put_back(self, core: &Core) -> Result<bool, DbError> {
        let held = self
            .book
            .with_untracked(|book| book.as_ref().map(Book::copy));
        let Some((held, key)) = held.zip(core.key.as_ref()) else {
            return Ok(false);
        };
        let done = core.database.refill(held, key).await?;
        if done {
            self.toasts.done(t!("storage-put-back"));
        }
        Ok(done)
    }

    /// Asks the browser what it keeps, and how much room there is.
    pub(crate) async fn look_at_storage(self) {
        self.persistence.set(browser::persistence().await);
        self.room.set(browser::room().await);
    }

    /// Asks the browser to keep what is stored.
    pub(crate) async fn ask_to_persist(self) {
        self.persistence.set(browser::ask_to_persist().await);
    }

    /// Brings the book up to what other tabs appended.
    pub(crate) async fn catch_up(self) {
        let Some(core) = self.core.get_clone_untracked() else {
            return;
        };
        let place = self.book.with_untracked(|book| {
            book.as_ref()
                .map(|book| (book.identity().log, book.head().next_seq))
        });
        let Some((log, from)) = place else { return };
        match core.database.tail(log, from).await {
            Ok(Some(tail)) => {
                let mut outcome = Ok(());
                self.book.update(|book| {
                    if let Some(book) = book {
                        outcome = tail.read_into(book);
                    }
                });
                if let Err(error) = outcome {
                    self.stage.set(Stage::Broken(unreadable(&error)));
                }
                self.keep_marker();
            }
            Ok(None) => self.reload().await,
            Err(error) => self.say_trouble(&error),
        }
    }

    /// The company's zone.
    pub(crate) fn zone(self) -> Zone {
        self.book
            .with(|book| book.as_ref().map_or_else(Zone::utc, Book::zone))
    }

    /// Whether the company has withdrawn this phone: the base says so, or the server refused it.
    pub(crate) fn is_revoked(self) -> bool {
        self.book
            .with(|book| book.as_ref().is_some_and(Book::is_revoked))
            || self
                .sync
                .with(|sync| sync.fault == Some(Fault::Stopped(Stopped::Revoked)))
    }

    /// Tells the other tabs.
    pub(crate) fn tell(self, news: News) {
        self.core.with_untracked(|core| {
            if let Some(core) = core {
                core.channel.tell(news);
            }
        });
    }

    /// Says that nothing can be saved.
    pub(crate) fn say_trouble(self, error: &DbError) {
        self.trouble.set(Some(match error {
            DbError::Full => Trouble::Full,
            DbError::Blocked(_)
            | DbError::Newer(_)
            | DbError::Silent
            | DbError::Unreadable { .. }
            | DbError::Failed(_) => Trouble::Failed(error.to_string()),
        }));
    }

    /// Writes down outside the database whose phone this is, so that its loss is noticed.
    pub(crate) fn keep_marker(self) {
        self.book.with_untracked(|book| {
            if let Some(book) = book {
                Marker::of(book).keep();
            }
        });
    }

    fn take(self, book: Book, propose: bool) {
        if propose {
            let (job, cost_code) = crate::pages::clock::last_booking(&book);
            self.deck.job.set(job);
            self.deck.cost_code.set(cost_code);
        }
        self.book.set(Some(book));
        self.keep_marker();
        self.set_stage(Stage::Enrolled);
    }

    fn set_stage(self, stage: Stage) {
        if self.stage.with_untracked(|now| *now != stage) {
            self.stage.set(stage);
        }
    }

    fn is_of_the_same_log(self, book: &Book) -> bool {
        self.book.with_untracked(|held| {
            held.as_ref()
                .is_some_and(|held| held.identity().log == book.identity().log)
        })
    }

    fn heard(self, news: News) {
        // A frozen tab that begins to read would hold up the one that writes.
        if self.frozen.get_untracked() {
            return;
        }
        spawn_local(async move {
            match news {
                News::Appended => self.catch_up().await,
                News::Synced | News::Identity => self.reload().await,
            }
        });
    }

    fn listen(self) {
        browser::on_window("hashchange", move || {
            let hash = window().location().hash().unwrap_or_default();
            self.route.set(Route::parse(&hash));
        });
        let tick = move || {
            if browser::is_visible() {
                self.now.set(browser::now());
            }
        };
        gloo_timers::callback::Interval::new(1_000, tick).forget();
        browser::listen(&document(), "visibilitychange", move || {
            if browser::is_visible() {
                self.now.set(browser::now());
                self.updates.look();
                spawn_local(async move {
                    self.catch_up().await;
                    self.look_at_storage().await;
                });
            }
        });
        browser::listen(&document(), "freeze", move || self.frozen.set(true));
        browser::listen(&document(), "resume", move || {
            self.frozen.set(false);
            spawn_local(self.reload());
        });
        // An installed app is more likely to be granted that what it stored stays.
        browser::on_window(install::OFFER_CHANGED, move || {
            if install::is_installed() && self.persistence.get_untracked() != Persistence::Kept {
                spawn_local(self.ask_to_persist());
            }
        });
    }
}

/// What is stored can be read, and not understood.
fn unreadable(error: &ViewError) -> DbError {
    DbError::Failed(error.to_string())
}
