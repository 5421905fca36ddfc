//! The queue of late corrections: what was stated about locked time, by whom and why, and in which
//! period it would pay.

use api::timesheet::{LateCorrection, PayPeriod};
use domain::time::Zone;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Empty, Glyph, InputKind, SkeletonKind, TextInput, Tone,
};
use ui::i18n::{date, date_range, date_time_at};
use ui::t;

use super::super::history;
use super::act::{self, Act};
use crate::address::bound;
use crate::data::{Fetched, fetched_list};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// The tab.
pub fn tab(app: App) -> View {
    let query = bound(app, "q", "");
    let all = fetched_list::<LateCorrection>(app, || Some("/late-corrections".to_owned()));
    let periods = fetched_list::<PayPeriod>(app, || Some("/pay-periods".to_owned()));
    let asked = create_signal(None::<Act>);
    let shown = create_memo(move || {
        let query = query.get_clone();
        let mut late = all.or_default();
        late.retain(|late| {
            let texts = [
                late.employee.name.as_str(),
                &late.employee.number,
                &late.reason,
            ];
            words::matches(&query, &texts)
        });
        late
    });
    let list = when_ready(all, SkeletonKind::Block, 3, move || {
        list(app, all, shown, periods, asked)
    });
    let dialog = act::dialog_of(app, asked, || {});
    view! {
        div(class="approve stack", data-test="late") {
            p(class="muted") { (t!("approve-late-lead")) }
            div(class="filters") {
                TextInput(
                    label=t!("search"), value=query, kind=InputKind::Search, label_hidden=true,
                    placeholder=t!("week-search"), test="late-query",
                )
                span(class="filters-count", role="status") {
                    (t!("approve-late-count", count = shown.with(Vec::len)))
                }
            }
            (list)
        }
        (dialog)
    }
}

fn list(
    app: App,
    all: Fetched<Vec<LateCorrection>>,
    shown: ReadSignal<Vec<LateCorrection>>,
    periods: Fetched<Vec<PayPeriod>>,
    asked: Signal<Option<Act>>,
) -> View {
    let state = create_selector(move || {
        let none = all.state.with(|s| s.ready().is_none_or(Vec::is_empty));
        (shown.with(Vec::is_empty), none)
    });
    View::from_dynamic(move || match state.get() {
        (true, true) => view! {
            Empty(
                title=t!("approve-late-empty"), body=t!("approve-late-empty-body"),
                icon=Glyph::CheckDouble,
            )
        },
        (true, false) => {
            view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) }
        }
        (false, _) => untrack(|| {
            view! {
                div(class="stack") {
                    Indexed(
                        list=shown,
                        view=move |late: LateCorrection| card(app, &late, periods, asked),
                    )
                }
            }
        }),
    })
}

fn card(
    app: App,
    late: &LateCorrection,
    periods: Fetched<Vec<PayPeriod>>,
    asked: Signal<Option<Act>>,
) -> View {
    let zone = app.zone();
    let name = late.employee.name.clone();
    let worked_on = zone.local(late.proposed.start).date();
    let day = date(worked_on);
    let kind = kind(late);
    let (by, when) = (late.by.as_str(), date_time_at(late.at, &zone));
    let said = t!("approve-late-stated", name = by, time = when);
    let reason = late.reason.clone();
    let reason = (!reason.is_empty()).then(|| {
        view! { p(class="timeline-reason") { "“" (reason) "”" } }
    });
    let values = values(late, &zone);
    let pays = View::from_dynamic(move || pays(&periods.or_default(), worked_on));
    let acts = late.can_decide.then(|| acts(late, asked));
    let not_you = (!late.can_decide).then(|| {
        view! { p(class="muted small") { (t!("approve-not-you")) } }
    });
    view! {
        article(class="entry-card", data-test="late-card") {
            div(class="row row--apart") {
                h3 { (name) " · " (day) }
                (kind)
            }
            p(class="muted small") { (said) }
            (reason)
            (values)
            p(class="small") { (pays) }
            (not_you)
            (acts)
        }
    }
}

fn kind(late: &LateCorrection) -> View {
    let label = match (&late.before, late.voided_before, late.voided) {
        (None, _, _) => t!("approve-late-new"),
        (Some(_), false, true) => t!("approve-late-void"),
        (Some(_), true, false) => t!("approve-late-restore"),
        (Some(_), _, _) => t!("approve-late-change"),
    };
    view! { Badge(label=label, tone=Tone::Neutral, icon=Glyph::History) }
}

/// What it would change; what it is where only whether it counts would change.
fn values(late: &LateCorrection, zone: &Zone) -> View {
    let before = late
        .before
        .as_ref()
        .filter(|_| late.voided_before == late.voided);
    history::differences(before, &late.proposed, zone)
}

/// In which period it would pay: its own, or the next that is not locked.
fn pays(periods: &[PayPeriod], worked_on: Date) -> String {
    let own = |period: &&PayPeriod| period.first <= worked_on;
    let mut later: Vec<&PayPeriod> = periods.iter().collect();
    later.sort_by_key(|period| period.first);
    let Some(own) = later.iter().copied().rfind(own) else {
        return String::new();
    };
    let next = later
        .iter()
        .find(|period| period.first >= own.first && !period.locked);
    match next {
        Some(period) => t!(
            "approve-late-pays",
            range = date_range(period.first, period.last)
        ),
        None => t!("approve-late-pays-next"),
    }
}

fn acts(late: &LateCorrection, asked: Signal<Option<Act>>) -> View {
    let (accepted, declined) = (late.clone(), late.clone());
    let accept = move |()| asked.set(Some(Act::Accept(Box::new(accepted.clone()))));
    let decline = move |()| asked.set(Some(Act::Decline(Box::new(declined.clone()))));
    view! {
        div(class="form-actions") {
            Button(
                label=t!("approve-late-accept"), kind=ButtonKind::Primary, on_press=accept,
                test="late-accept",
            )
            Button(label=t!("approve-late-decline"), on_press=decline, test="late-decline")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: &str, last: &str, locked: bool) -> PayPeriod {
        PayPeriod {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
            ended: true,
            locked,
            lock: None,
        }
    }

    #[test]
    fn a_late_correction_pays_in_the_next_period_that_is_not_locked() {
        ui::i18n::start(&[&ui::i18n::COMMON, &ui::i18n::OFFICE]);
        let periods = [
            period("2026-03-16", "2026-03-22", false),
            period("2026-03-09", "2026-03-15", true),
            period("2026-03-02", "2026-03-08", true),
        ];
        let open = pays(&periods, "2026-03-17".parse().unwrap());
        let late = pays(&periods, "2026-03-04".parse().unwrap());
        assert_eq!(open, late);
        let locked = [period("2026-03-02", "2026-03-08", true)];
        assert_eq!(
            pays(&locked, "2026-03-04".parse().unwrap()),
            t!("approve-late-pays-next")
        );
    }
}
