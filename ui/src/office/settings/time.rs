//! Time: how often the firm pays, when weeks and days begin, and what it wants of timesheets; each
//! from a date on.

mod calendar;
mod policy;

use api::company::Company;
use api::timesheet::TimesheetSettings;
use domain::company::Permission;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Glyph, SkeletonKind, Tone};
use ui::i18n::date;
use ui::t;

use crate::data::{Fetched, fetched};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// What holds, and the forms that change it for who may.
pub fn group(app: App, company: Fetched<Company>) -> View {
    let settings = fetched::<TimesheetSettings>(app, || Some("/timesheet-settings".to_owned()));
    let now = create_memo(move || settings.state.with(|state| state.ready().cloned()));
    when_ready(settings, SkeletonKind::Lines, 6, move || {
        let holding = View::from_dynamic(move || {
            let settings = now.get_clone()?;
            Some(untrack(|| holding(app, &settings)))
        });
        let first = now.get_clone_untracked();
        let forms = first.filter(|_| app.may(Permission::ManagePayPolicy));
        let forms = forms.map(|first| {
            // What holds until a workweek is dated.
            let starts = company.state.with(|s| s.ready().map(|c| c.workweek_starts));
            let calendar = calendar::form(app, &first, starts.unwrap_or(1));
            let policy = policy::form(app, &first);
            view! { (calendar) (policy) }
        });
        view! {
            div(class="stack", data-test="settings-time") { (holding) (forms) }
        }
    })
}

/// What holds today and what will, in words.
fn holding(app: App, settings: &TimesheetSettings) -> View {
    let today = app.today();
    let mut lines: Vec<(String, String)> = Vec::new();
    for dated in &settings.periods {
        lines.push((
            since(dated.from, today),
            calendar::rule_words(dated.periods),
        ));
    }
    if settings.periods.is_empty() {
        lines.push((t!("timesheet-now"), t!("timesheet-every-workweek")));
    }
    for dated in &settings.workweeks {
        let words = calendar::workweek_words(dated.workweek);
        lines.push((since(dated.from, today), words));
    }
    for dated in &settings.zones {
        let zone = dated.zone.replace('_', " ");
        let words = t!("timesheet-zone", zone = zone.as_str());
        lines.push((since(dated.from, today), words));
    }
    for dated in &settings.policies {
        lines.push((since(dated.from, today), policy::words(dated.policy)));
    }
    let rows = lines.into_iter().map(|(since, words)| {
        view! { dt { (since) } dd { (words) } }
    });
    let rows: Vec<View> = rows.collect();
    let locked = settings.locked_until.map(|last| {
        let words = t!("timesheet-settings-locked", date = date(last));
        words::notice(Glyph::Lock, Tone::Neutral, words)
    });
    view! {
        dl(class="facts", data-test="time-holding") { (rows) }
        (locked)
    }
}

fn since(from: Date, today: Date) -> String {
    let day = date(from);
    if from > today {
        t!("timesheet-from-then", date = day)
    } else {
        t!("timesheet-since", date = day)
    }
}

/// The date that a form begins with: today, or the day after what is locked.
fn first_possible(app: App, settings: &TimesheetSettings) -> String {
    let after = settings
        .locked_until
        .and_then(|last| last.tomorrow().ok())
        .unwrap_or(Date::MIN);
    after.max(app.today()).to_string()
}

/// A whole number as typed; `None` for nothing, an error for what is none.
fn number<T: std::str::FromStr>(typed: Signal<String>) -> Result<Option<T>, ()> {
    typed.with(|typed| match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| ()),
    })
}
