//! Today: who is on the clock, who has finished, who is not in, and what needs someone.

mod tables;

use api::employee::Employee;
use api::today::Today;
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Empty, Glyph, Icon, LinkButton, Load, SkeletonKind};
use ui::i18n;
use ui::{dom, t};

use crate::data::{Fetched, fetched, fetched_list};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// Hours grow and clock-outs go missing without anything happening: the page is read again.
const REFRESH_MILLISECONDS: u32 = 60_000;

/// The page.
pub fn page(app: App) -> View {
    let today = fetched::<Today>(app, || Some("/today".to_owned()));
    let people = fetched_list::<Employee>(app, || Some("/employees".to_owned()));
    dom::every(REFRESH_MILLISECONDS, move || today.reload());
    let content = when_ready(today, SkeletonKind::Rows, 8, move || {
        content(app, today, people)
    });
    let date = create_selector(move || {
        let date = today
            .state
            .with(|state| state.ready().map(|today| today.date));
        i18n::date_long(date.unwrap_or_else(|| app.today()))
    });
    view! {
        main(class="page", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("nav-today")) }
                p(class="page-sub") { (date) }
            }
            (content)
        }
    }
}

fn content(app: App, today: Fetched<Today>, people: Fetched<Vec<Employee>>) -> View {
    let read = today.state;
    let figures = figures(app, read);
    let nobody_yet = create_selector(move || {
        let alone = people
            .state
            .with(|p| p.ready().is_some_and(|people| people.len() <= 1));
        let quiet = read.with(|s| {
            s.ready()
                .is_some_and(|t| t.on_clock.is_empty() && t.done.is_empty())
        });
        alone && quiet
    });
    let rest = View::from_dynamic(move || {
        if nobody_yet.get() {
            return untrack(|| first_steps(app));
        }
        untrack(|| {
            let on_clock = tables::on_clock(app, read);
            let done = tables::done(app, read);
            let absent = tables::absent(read, people);
            view! { (on_clock) (done) (absent) }
        })
    });
    view! { (figures) (rest) }
}

/// What a new company does first.
fn first_steps(app: App) -> View {
    let invite = app.may(Permission::ManagePeople).then(|| {
        view! {
            LinkButton(label=t!("first-add-people"), href="/people?open=new", icon=Glyph::Users)
        }
    });
    view! {
        Empty(title=t!("first-title"), body=t!("first-body"), icon=Glyph::Clock) {
            (invite)
            LinkButton(label=t!("first-add-jobs"), href="/jobs?open=new", icon=Glyph::Briefcase)
        }
    }
}

/// Seconds that have passed on the server since an answer was made.
pub fn since(app: App, then: jiff::Timestamp) -> i64 {
    (app.now.get().as_second() - then.as_second()).max(0)
}

fn figures(app: App, today: Signal<Load<Today>>) -> View {
    let of = move |read: fn(&Today) -> usize| {
        create_selector(move || today.with(|state| state.ready().map_or(0, read)))
    };
    let on_clock = of(|t| {
        t.on_clock
            .iter()
            .filter(|on| on.break_since.is_none())
            .count()
    });
    let on_break = of(|t| {
        t.on_clock
            .iter()
            .filter(|on| on.break_since.is_some())
            .count()
    });
    let done = of(|t| t.done.len());
    let absent = of(|t| t.absent.try_into().unwrap_or(0));
    let total = create_selector(move || {
        let seconds = today.with(|state| {
            let Some(today) = state.ready() else { return 0 };
            let since = since(app, today.now);
            let open: i64 = today
                .on_clock
                .iter()
                .map(|on| on.worked_seconds + if on.break_since.is_none() { since } else { 0 })
                .sum();
            open + today
                .done
                .iter()
                .map(|done| done.worked_seconds)
                .sum::<i64>()
        });
        words::hours(seconds)
    });
    let figure = |label: String, value: View, class: &'static str| {
        view! {
            div(class="figure") {
                span(class="figure-label") { span(class=class) { (label) } }
                span(class="figure-value") { (value) }
            }
        }
    };
    let count = |value: ReadSignal<usize>| View::from_dynamic(move || value.get().to_string());
    let figures = vec![
        figure(t!("figure-on-clock"), count(on_clock), "live"),
        figure(t!("figure-on-break"), count(on_break), "live live--break"),
        figure(t!("figure-done"), count(done), "live live--off"),
        figure(t!("figure-absent"), count(absent), ""),
        figure(
            t!("figure-hours"),
            View::from_dynamic(move || total.get_clone()),
            "",
        ),
    ];
    let waiting = waiting(app);
    view! {
        section(class="figures", aria-label=t!("figures"), data-test="today-figures") {
            (figures)
            (waiting)
        }
    }
}

/// What needs me, with the way there.
fn waiting(app: App) -> View {
    let figure = |href: &'static str, label: String, count: Signal<usize>, test: &'static str| {
        let value = View::from_dynamic(move || count.get().to_string());
        let class = move || {
            if count.get() > 0 {
                "figure figure--waiting"
            } else {
                "figure"
            }
        };
        view! {
            a(class=class, href=href, data-test=test) {
                span(class="figure-label") {
                    Icon(glyph=Glyph::Alert)
                    span { (label) }
                }
                span(class="figure-value") { (value) }
            }
        }
    };
    let unsettled = figure(
        "/exceptions",
        t!("figure-exceptions"),
        app.unsettled,
        "today-exceptions",
    );
    let quarantined = View::from_dynamic(move || {
        let any = create_selector(move || app.quarantined.get() > 0);
        let href = "/exceptions?show=held";
        let label = t!("figure-quarantined");
        any.get()
            .then(|| figure(href, label, app.quarantined, "today-quarantine"))
    });
    view! { (unsettled) (quarantined) }
}
