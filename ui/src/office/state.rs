//! The one state of the office: who is signed in, at which company, how far its journal has come,
//! and whether the server is in reach. Everything else a page shows is fetched or in the address.

use api::session::{Session, SessionCompany};
use domain::company::{Permission, Reach, reach};
use domain::time::Zone;
use gloo_net::http::Method;
use jiff::Timestamp;
use sycamore::futures::spawn_local;
use sycamore::prelude::*;
use sycamore::reactive::NodeHandle;
use ui::components::Toasts;
use ui::dom;

use crate::http::{self, Answer, Fault};

const COMPANY_KEY: &str = "tt-company";

/// What the person sees before and instead of the pages.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Asking the server who is signed in.
    Starting,
    /// The server did not answer, or not in a way to go on from.
    Unreachable(Fault),
    /// The server waits for its company.
    Setup,
    /// Nobody is signed in; `ended` when somebody was until now.
    SignIn {
        /// Whether a session came to its end.
        ended: bool,
    },
    /// The address holds an invitation's code.
    Join(String),
    /// A new password by a link, with its code.
    Reset(String),
    /// The pages.
    Inside,
}

/// Whether what is shown follows the company as it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It does.
    Live,
    /// The connection is gone; it is tried again.
    Lost,
}

/// What lies over the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// The search.
    Search,
    /// The list of shortcuts.
    Shortcuts,
    /// The change of password.
    Password,
    /// The link to one's own hours.
    Calendar,
    /// One's access tokens.
    Tokens,
}

/// The handle to the state; every page has it.
#[derive(Clone, Copy)]
pub struct App {
    /// What is shown.
    pub stage: Signal<Stage>,
    /// Who is signed in.
    pub session: Signal<Option<Session>>,
    /// At which company.
    pub company: Signal<Option<SessionCompany>>,
    /// How far the company's journal has come: whoever shows something of it reads it again.
    pub position: Signal<u64>,
    /// Whether the position is followed.
    pub link: Signal<Link>,
    /// The server's clock, as well as it is known, once a second.
    pub now: Signal<Timestamp>,
    /// The `?…` of the address.
    pub search: Signal<String>,
    /// Entries that someone has to look at.
    pub unsettled: Signal<usize>,
    /// Ops that wait in quarantine.
    pub quarantined: Signal<usize>,
    /// How often something was refused because the server keeps nothing new.
    pub read_only: Signal<u32>,
    /// What lies over the pages.
    pub overlay: Signal<Overlay>,
    /// Rises with each change that was sent from here.
    pub touched: Signal<u32>,
    ahead_seconds: Signal<i64>,
    root: NodeHandle,
}

impl App {
    /// Makes the state and asks the server who is signed in. Once, at the root.
    pub fn provide() -> App {
        let app = App {
            stage: create_signal(Stage::Starting),
            session: create_signal(None),
            company: create_signal(None),
            position: create_signal(0),
            link: create_signal(Link::Live),
            now: create_signal(Timestamp::now()),
            search: create_signal(window().location().search().unwrap_or_default()),
            unsettled: create_signal(0),
            quarantined: create_signal(0),
            read_only: create_signal(0),
            overlay: create_signal(Overlay::None),
            touched: create_signal(0),
            ahead_seconds: create_signal(0),
            root: use_current_scope(),
        };
        dom::every(1_000, move || app.tick());
        app.start();
        app
    }

    /// Asks the server where to begin.
    pub fn start(self) {
        if let Some(stage) = crate::address::linked_stage() {
            self.stage.set(stage);
            return;
        }
        self.stage.set(Stage::Starting);
        spawn_local(async move {
            let stage = match http::get::<Session>("/session").await {
                Ok(session) => return self.enter(session),
                Err(fault) if fault.is(api::problem::code::NOT_SIGNED_IN) => first_stage().await,
                Err(fault) => Stage::Unreachable(fault),
            };
            self.stage.set(stage);
        });
    }

    /// Goes in with a session.
    pub fn enter(self, session: Session) {
        let wanted = dom::stored(COMPANY_KEY);
        let same = |company: &&SessionCompany| Some(company.id.to_string()) == wanted;
        let company = session
            .companies
            .iter()
            .find(same)
            .or(session.companies.first())
            .cloned();
        self.together(move || {
            self.company.set(company);
            self.session.set(Some(session));
            self.stage.set(Stage::Inside);
        });
    }

    /// Reads the session again after something in it has changed.
    pub fn refresh_session(self) {
        spawn_local(async move {
            if let Ok(session) = http::get::<Session>("/session").await {
                self.enter(session);
            }
        });
    }

    /// Looks at another of one's companies.
    pub fn choose_company(self, company: &SessionCompany) {
        dom::store(COMPANY_KEY, Some(&company.id.to_string()));
        self.position.set_silent(0);
        self.company.set(Some(company.clone()));
    }

    /// Ends the session here and on the server.
    pub fn sign_out(self) {
        spawn_local(async move {
            match http::tell_bare(Method::DELETE, "/session").await {
                Ok(()) => self.forget(false),
                Err(fault) if fault.is(api::problem::code::NOT_SIGNED_IN) => self.forget(false),
                Err(fault) => self.in_root(move || Toasts::get().failed(fault.words())),
            }
        });
    }

    /// What a fault means for the whole app: a session that has ended leads to the sign-in.
    pub fn note(self, fault: &Fault) {
        if fault.is(api::problem::code::NOT_SIGNED_IN) {
            self.forget(true);
        }
        let kept_nothing = [
            api::problem::code::READ_ONLY,
            api::problem::code::COMPANY_STOPPED,
        ];
        if kept_nothing.iter().any(|code| fault.is(code)) {
            self.read_only.update(|count| *count += 1);
        }
    }

    fn forget(self, ended: bool) {
        if self.stage.get_clone_untracked() != Stage::Inside {
            return;
        }
        self.together(move || {
            self.overlay.set(Overlay::None);
            self.stage.set(Stage::SignIn { ended });
            self.session.set(None);
            self.company.set(None);
        });
    }

    /// The path of something of the company: `/companies/ID/jobs`.
    pub fn path(self, rest: &str) -> String {
        let id = self
            .company
            .with_untracked(|c| c.as_ref().map(|c| c.id.to_string()));
        format!("/companies/{}{rest}", id.unwrap_or_default())
    }

    /// Whether one's role holds a permission over everyone.
    pub fn may(self, permission: Permission) -> bool {
        self.company.with(|company| {
            company
                .as_ref()
                .is_some_and(|c| reach(c.role.into(), permission) == Reach::All)
        })
    }

    /// The company's zone.
    pub fn zone(self) -> Zone {
        let zone = |c: &SessionCompany| Zone::named(&c.zone).ok();
        self.company
            .with_untracked(|c| c.as_ref().and_then(zone))
            .unwrap_or_else(Zone::utc)
    }

    /// The local date in the company's zone.
    pub fn today(self) -> jiff::civil::Date {
        self.zone().local(self.now.get_untracked()).date()
    }

    /// Learns the server's clock from an answer.
    pub fn note_server_time(self, server: Timestamp) {
        let ahead = server.as_second() - Timestamp::now().as_second();
        self.ahead_seconds.set_silent(ahead);
        self.tick();
    }

    /// Does something in the scope of the whole app, where the context is and nothing goes away.
    pub fn in_root<T>(self, f: impl FnOnce() -> T) -> T {
        self.root.run_in(f)
    }

    /// Sets several signals before anything follows them.
    pub fn together(self, f: impl FnOnce()) {
        self.in_root(|| batch(f));
    }

    /// A signal for *busy* that nothing shows, and that lives as long as the app.
    pub fn idle(self) -> Signal<bool> {
        self.in_root(|| create_signal(false))
    }

    /// Sends something. `busy` is set meanwhile, and `then` gets the answer, even when the page
    /// that sent it is gone by then: it must write to signals of the page by [`Put::put`].
    pub fn act<T: 'static>(
        self,
        busy: Signal<bool>,
        request: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(Answer<T>) + 'static,
    ) {
        busy.put(true);
        self.run(request, move |answer| {
            busy.put(false);
            then(answer);
        });
    }

    /// Like [`App::act`], where nothing shows that it is under way.
    pub fn run<T: 'static>(
        self,
        request: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(Answer<T>) + 'static,
    ) {
        spawn_local(async move {
            let answer = request.await;
            let done = answer.is_ok();
            if let Err(fault) = &answer {
                self.note(fault);
            }
            self.in_root(move || then(answer));
            if done {
                // One's own change shows at once, before the stream tells of it.
                self.touched.update(|count| *count += 1);
            }
        });
    }

    fn tick(self) {
        let second = Timestamp::now().as_second() + self.ahead_seconds.get_untracked();
        if let Ok(now) = Timestamp::from_second(second) {
            self.now.set(now);
        }
    }
}

/// Writing to a signal whose page may be gone.
pub trait Put<T> {
    /// Sets the signal if it still lives.
    fn put(self, value: T);
}

impl<T> Put<T> for Signal<T> {
    fn put(self, value: T) {
        if self.is_alive() {
            self.set(value);
        }
    }
}

async fn first_stage() -> Stage {
    match http::get::<api::setup::SetupState>("/setup").await {
        Ok(state) if state.needed => Stage::Setup,
        Ok(_) => Stage::SignIn { ended: false },
        Err(fault) => Stage::Unreachable(fault),
    }
}
