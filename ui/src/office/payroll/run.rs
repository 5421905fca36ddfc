//! One pay run: what it comes to, what is to be looked at, whoever is paid, and its files.

use api::id::PayRunId;
use api::pay::run::{PaidPerson, PayNotice, PayRunDetail, PayRunState};
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Column, DataTable, Empty, Glyph, Icon, SkeletonKind};
use ui::i18n::{date_range, date_time_at, money, number, text_in};
use ui::t;

use super::act::{self, Ask};
use super::{LIST, certified, files, person, say};
use crate::data::{Fetched, fetched};
use crate::listing::{open, when_ready};
use crate::state::App;
use crate::words;

/// So many notices that do not block stand open above the people.
const FEW: usize = 4;

/// A run as it is fetched.
pub type Run = Fetched<PayRunDetail>;

/// The page.
pub fn page(app: App, id: PayRunId) -> View {
    let run = fetched::<PayRunDetail>(app, move || Some(format!("/pay/runs/{id}")));
    let ask = create_signal(Ask::Nothing);
    let content = when_ready(run, SkeletonKind::Rows, 8, move || content(app, run, ask));
    let side = person::panel(app, run);
    let dialog = act::dialog(app, run, ask);
    view! {
        main(class="page payroll-run", id="main", tabindex="-1") { (content) }
        (side)
        (dialog)
    }
}

fn content(app: App, run: Run, ask: Signal<Ask>) -> View {
    let head = follow(run, move |detail| head(app, detail, ask));
    let figures = follow(run, figures);
    let notices = follow(run, |detail| notices(&detail.notices));
    let people = people(app, run);
    let state = create_selector(move || {
        run.state
            .with(|state| state.ready().map(|detail| detail.run.state))
    });
    let files = View::from_dynamic(move || match state.get() {
        Some(PayRunState::Discarded) | None => View::new(),
        Some(state) => untrack(|| {
            let files = files::section(app, run, state == PayRunState::Final);
            let certified = match state {
                PayRunState::Final => certified::section(app, run),
                _other => View::new(),
            };
            view! { (files) (certified) }
        }),
    });
    view! {
        nav(class="crumbs", aria-label=t!("breadcrumbs")) {
            a(href=LIST) { (t!("nav-payroll")) }
        }
        (head)
        (figures)
        (notices)
        (people)
        (files)
    }
}

/// A view of the run that is made again when the run is another one.
fn follow(run: Run, part: impl Fn(&PayRunDetail) -> View + 'static) -> View {
    View::from_dynamic(move || {
        let now = run.state.with(|state| state.ready().cloned());
        untrack(|| now.map(|detail| part(&detail)).unwrap_or_default())
    })
}

fn head(app: App, detail: &PayRunDetail, ask: Signal<Ask>) -> View {
    let run = &detail.run;
    let title = t!("payroll-run", number = i64::from(run.number));
    let dates = date_range(run.first, run.last);
    let state = say::state_badge(run.state);
    let when = run.finalised_at.map(|at| {
        let at = date_time_at(at, &app.zone());
        view! { p(class="muted small") { (t!("payroll-final-at", time = at.as_str())) } }
    });
    let words = (!run.words.is_empty()).then(|| {
        let words = run.words.clone();
        view! { p(class="muted small") { "“" (words) "”" } }
    });
    let changed = (run.state == PayRunState::ChangedSinceReviewed).then(|| {
        words::notice(
            Glyph::Alert,
            ui::components::Tone::Warn,
            t!("payroll-changed-hint"),
        )
    });
    let actions = actions(run.state, ask);
    let (when, words, changed) = (View::from(when), View::from(words), View::from(changed));
    view! {
        div(class="page-head") {
            div(class="stack stack--tight") {
                div(class="named-state") {
                    h1(tabindex="-1") { (title) }
                    span(class="page-sub") { (dates) }
                    span(data-test="payroll-run-state") { (state) }
                }
                (when)
                (words)
            }
            (actions)
        }
        (changed)
    }
}

fn actions(state: PayRunState, ask: Signal<Ask>) -> View {
    let review = matches!(
        state,
        PayRunState::Draft | PayRunState::ChangedSinceReviewed
    );
    let is_reviewed = state == PayRunState::Reviewed;
    let discard = (review || is_reviewed).then(|| {
        view! {
            Button(
                label=t!("payroll-discard"), kind=ButtonKind::Quiet, test="payroll-discard",
                on_press=move |()| ask.set(Ask::Discard),
            )
        }
    });
    let review = review.then(|| {
        view! {
            Button(
                label=t!("payroll-review"), kind=ButtonKind::Primary, icon=Glyph::Check,
                on_press=move |()| ask.set(Ask::Review), test="payroll-review",
            )
        }
    });
    let finalise = is_reviewed.then(|| {
        view! {
            Button(
                label=t!("payroll-finalise"), kind=ButtonKind::Primary, icon=Glyph::Lock,
                on_press=move |()| ask.set(Ask::Finalise), test="payroll-finalise",
            )
        }
    });
    let print = move |()| {
        if window().print().is_err() {
            console_log!("the page could not be printed");
        }
    };
    let (discard, review) = (View::from(discard), View::from(review));
    let finalise = View::from(finalise);
    view! {
        div(class="page-actions") {
            Button(
                label=t!("payroll-print"), kind=ButtonKind::Quiet, icon=Glyph::Printer,
                on_press=print,
            )
            (discard)
            (review)
            (finalise)
        }
    }
}

fn figures(detail: &PayRunDetail) -> View {
    let totals = detail.totals;
    let currency = &detail.run.currency;
    let of_it = t!(
        "payroll-of-it-federal",
        amount = money(totals.federal_premium_minor, currency)
    );
    let all = [
        (
            t!("payroll-people"),
            number(totals.people.into()),
            String::new(),
        ),
        (
            t!("payroll-hours"),
            words::hours(totals.worked_seconds),
            words::decimal(totals.worked_seconds),
        ),
        (
            t!("payroll-gross"),
            money(totals.gross_minor, currency),
            String::new(),
        ),
        (
            t!("payroll-premium"),
            money(totals.premium_minor, currency),
            of_it,
        ),
        (
            t!("payroll-corrections"),
            say::difference(totals.correction_minor, currency),
            String::new(),
        ),
    ];
    let figure = |(label, value, detail): (String, String, String)| {
        view! {
            div(class="figure") {
                span(class="figure-label") { (label) }
                span(class="figure-value payroll-figure") { (value) }
                span(class="figure-detail") { (detail) }
            }
        }
    };
    let figures: Vec<View> = all.into_iter().map(figure).collect();
    view! { div(class="figures", data-test="payroll-figures") { (figures) } }
}

fn notices(notices: &[PayNotice]) -> View {
    if notices.is_empty() {
        return View::new();
    }
    let (blocking, others): (Vec<&PayNotice>, Vec<&PayNotice>) =
        notices.iter().partition(|notice| notice.blocks);
    let group = |title: String, notices: &[&PayNotice]| {
        if notices.is_empty() {
            return View::new();
        }
        let items: Vec<View> = notices.iter().map(|notice| one_notice(notice)).collect();
        view! {
            h3(class="small-head") { (title) }
            ul(class="stack stack--tight") { (items) }
        }
    };
    let blocking = group(
        t!("payroll-notices-blocking", count = blocking.len()),
        &blocking,
    );
    let many = others.len() > FEW;
    let title = t!("payroll-notices-others", count = others.len());
    let others = if many {
        let items: Vec<View> = others.iter().map(|notice| one_notice(notice)).collect();
        view! {
            details(class="disclosure") {
                summary { (title) }
                ul(class="stack stack--tight") { (items) }
            }
        }
    } else {
        group(title, &others)
    };
    view! {
        section(class="section", data-test="payroll-notices") {
            div(class="section-head") { h2 { (t!("payroll-notices")) } }
            (blocking)
            (others)
        }
    }
}

fn one_notice(notice: &PayNotice) -> View {
    let class = if notice.blocks {
        "exception exception--bad"
    } else {
        "exception"
    };
    let who = notice.employee.name.clone();
    let what = text_in("payroll-notice", &notice.code);
    let week = notice
        .week
        .map(|first| t!("payroll-week-of", date = ui::i18n::date(first)));
    let week = week.unwrap_or_default();
    let link = notice_link(notice);
    view! {
        li(class=class) {
            Icon(glyph=Glyph::Alert)
            span(class="grow") {
                strong { (who) } " " (what) " " span(class="muted small") { (week) }
            }
            (link)
        }
    }
}

/// Where what a notice is about can be mended.
fn notice_link(notice: &PayNotice) -> View {
    let about_pay = ["rate_missing", "no_terms", "two_salaries"];
    if about_pay.contains(&notice.code.as_str()) {
        let href = format!("/people?open={}", notice.employee.id);
        return view! { a(href=href) { (t!("payroll-to-pay")) } };
    }
    let href = person::timesheet_link(&notice.employee, notice.week);
    view! { a(href=href) { (t!("to-timesheet")) } }
}

fn people(app: App, run: Run) -> View {
    let rows = create_memo(move || {
        run.state.with(|state| {
            let people = |detail: &PayRunDetail| detail.people.clone();
            state.ready().map(people).unwrap_or_default()
        })
    });
    let about = create_selector(move || {
        let currency = |detail: &PayRunDetail| detail.run.currency.clone();
        let currency = run.state.with(|state| state.ready().map(currency));
        (currency.unwrap_or_default(), rows.with(Vec::is_empty))
    });
    let table = View::from_dynamic(move || {
        let (currency, empty) = about.get_clone();
        if empty {
            return view! {
                Empty(
                    title=t!("payroll-nobody"), body=t!("payroll-nobody-body"), icon=Glyph::Users,
                )
            };
        }
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("payroll-people"), columns=columns(&currency), rows=rows,
                    key=|person: &PaidPerson| person.employee.id.to_string(),
                    name=|person: &PaidPerson| person.employee.name.clone(),
                    on_open=move |person: PaidPerson| {
                        open(app, Some(&person.employee.id.to_string()));
                    },
                )
            }
        })
    });
    view! {
        section(class="section", data-test="payroll-people") {
            div(class="section-head") { h2 { (t!("payroll-people")) } }
            (table)
        }
    }
}

fn worked(person: &PaidPerson) -> i64 {
    let seconds = |week: &api::pay::run::PaidWeek| {
        week.regular_seconds + week.overtime_seconds + week.double_seconds
    };
    person.weeks.iter().map(seconds).sum()
}

fn overtime(person: &PaidPerson) -> i64 {
    let seconds = |week: &api::pay::run::PaidWeek| week.overtime_seconds + week.double_seconds;
    person.weeks.iter().map(seconds).sum()
}

fn columns(currency: &str) -> Vec<Column<PaidPerson>> {
    let (gross, before) = (currency.to_owned(), currency.to_owned());
    vec![
        Column::new("name", t!("name"), |person: &PaidPerson| {
            words::who(&person.employee.name, &person.number)
        })
        .sorted_by(|person| {
            (
                person.last_name.to_lowercase(),
                person.first_name.to_lowercase(),
            )
        }),
        Column::new("hours", t!("payroll-hours"), |person: &PaidPerson| {
            View::from(words::hours(worked(person)))
        })
        .figures()
        .sorted_by(worked),
        Column::new("decimal", t!("payroll-decimal"), |person: &PaidPerson| {
            let hours = words::decimal(worked(person));
            view! { span(class="muted") { (hours) } }
        })
        .figures(),
        Column::new("overtime", t!("payroll-overtime"), |person: &PaidPerson| {
            View::from(words::hours(overtime(person)))
        })
        .figures()
        .sorted_by(overtime),
        Column::new("gross", t!("payroll-gross"), move |person: &PaidPerson| {
            View::from(money(person.gross_minor, &gross))
        })
        .figures()
        .sorted_by(|person| person.gross_minor),
        Column::new("before", t!("payroll-moved"), move |person: &PaidPerson| {
            let moved = person.before_minor.map(|paid| person.gross_minor - paid);
            let moved = moved.map(|moved| say::difference(moved, &before));
            View::from(moved.unwrap_or_default())
        })
        .figures()
        .sorted_by(|person| person.before_minor.map(|paid| person.gross_minor - paid)),
    ]
}
