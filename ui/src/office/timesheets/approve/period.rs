//! The head of the approvals: which period, whether it is locked, and what that means.

use api::timesheet::{PayPeriod, PeriodSheets};
use domain::company::Permission;
use jiff::ToSpan;
use sycamore::prelude::*;
use ui::components::{Button, Glyph, Icon, IconButton};
use ui::i18n::{date_range, date_time_at};
use ui::t;

use super::act::Act;
use super::{shown_period, to_period};
use crate::data::Fetched;
use crate::state::App;

/// Period before and after, and the lock.
pub(super) fn head(app: App, sheets: Fetched<PeriodSheets>, asked: Signal<Option<Act>>) -> View {
    let period = shown_period(sheets);
    let range = create_selector(move || {
        period.with(|period| {
            let range = |period: &PayPeriod| date_range(period.first, period.last);
            period.as_ref().map(range).unwrap_or_default()
        })
    });
    let before = move |()| {
        let first = period.with_untracked(|period| period.as_ref().map(|period| period.first));
        let date = first.and_then(|first| first.checked_sub(1.day()).ok());
        if date.is_some() {
            to_period(app, date);
        }
    };
    let after = move |()| {
        let last = period.with_untracked(|period| period.as_ref().map(|period| period.last));
        let date = last.and_then(|last| last.checked_add(1.day()).ok());
        if date.is_some() {
            to_period(app, date);
        }
    };
    let actions = View::from_dynamic(move || {
        let period = period.get_clone()?;
        Some(untrack(|| lock_button(app, period, asked)))
    });
    let notice = View::from_dynamic(move || {
        let period = period.get_clone()?;
        Some(untrack(|| lock_notice(app, &period)))
    });
    view! {
        div(class="page-head") {
            div(class="week-picker", role="group", aria-label=t!("approve-period")) {
                IconButton(
                    glyph=Glyph::ChevronLeft, label=t!("approve-period-before"), on_press=before,
                    test="period-before",
                )
                span(class="week-picker-label", aria-live="polite", data-test="period-range") {
                    (range)
                }
                IconButton(
                    glyph=Glyph::ChevronRight, label=t!("approve-period-after"), on_press=after,
                    test="period-after",
                )
                Button(
                    label=t!("approve-period-this"), on_press=move |()| to_period(app, None),
                    test="period-this",
                )
            }
            div(class="page-actions") { (actions) }
        }
        (notice)
    }
}

fn lock_button(app: App, period: PayPeriod, asked: Signal<Option<Act>>) -> View {
    let by_run = period.lock.as_ref().is_some_and(|lock| lock.by_pay_run);
    if !app.may(Permission::LockPeriods) || (period.locked && by_run) {
        return View::new();
    }
    if period.locked {
        let ask = move |()| asked.set(Some(Act::Unlock(period.clone())));
        return view! { Button(label=t!("approve-unlock"), on_press=ask, test="period-unlock") };
    }
    if !period.ended {
        return view! { span(class="muted small") { (t!("approve-not-ended")) } };
    }
    let ask = move |()| asked.set(Some(Act::Lock(period.clone())));
    view! {
        Button(label=t!("approve-lock"), icon=Glyph::Lock, on_press=ask, test="period-lock")
    }
}

fn lock_notice(app: App, period: &PayPeriod) -> View {
    let Some(lock) = &period.lock else {
        return View::new();
    };
    let zone = app.zone();
    let quoted = |words: &str| {
        let words = (!words.is_empty()).then(|| format!(" “{words}”"));
        words.unwrap_or_default()
    };
    if !period.locked {
        return lock.unlocked.as_ref().map_or_else(View::new, |unlocked| {
            let when = date_time_at(unlocked.at, &zone);
            let said = t!(
                "approve-unlocked-by",
                name = unlocked.by.as_str(),
                time = when
            );
            let said = format!("{said}{}", quoted(&unlocked.reason));
            view! { p(class="muted small", data-test="period-unlocked") { (said) } }
        });
    }
    let when = date_time_at(lock.at, &zone);
    let said = t!("approve-locked-by", name = lock.by.as_str(), time = when);
    let said = format!("{said}{}", quoted(&lock.note));
    let means = if lock.by_pay_run {
        t!("approve-locked-by-pay-run")
    } else {
        t!("approve-locked-means")
    };
    view! {
        div(class="notice notice--neutral", data-test="period-locked") {
            Icon(glyph=Glyph::Lock)
            div {
                p(class="strong") { (said) }
                p(class="small") { (means) }
            }
        }
    }
}
