//! My timesheet: the hours of one pay period, what was said about it and what somebody else
//! changed, submitting it with the statement that it is true, and objecting.

mod say;

use domain::time::days_after;
use domain::timesheet::SheetStatus;
use engine::query::{self, SheetDay, SheetDetail};
use engine::rows::EntryRow;
use jiff::Timestamp;
use jiff::civil::Date;
use oplog::Payload;
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Glyph, Icon, Tone};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::{Book, Standing};
use ui::{i18n, t};

use super::days::weeks::Line;
use super::days::{entry_standing, entry_view, times};
use super::entry::{back, line_view};
use super::words;
use super::work::Work;
use crate::route::Route;
use crate::state::Phone;
use say::{Asked, Asking};

/// What the page shows.
#[derive(Clone, PartialEq)]
struct Shown {
    detail: SheetDetail,
    /// How far each own entry has come, and whether somebody else changed it.
    standings: Vec<(Standing, bool)>,
    /// How far what was said about the timesheet has come.
    said: Vec<Option<Standing>>,
}

/// The page of the period that a date is in; of today without one.
#[component(inline_props)]
pub(crate) fn Sheet(#[prop(!optional)] date: Option<Date>) -> View {
    let phone = Phone::get();
    let work = Work::follow(phone);
    let asked = create_signal(None::<Asked>);
    let minute = selector(move || phone.now.get().as_second() / 60);
    let shown = selector(move || {
        minute.track();
        let now = phone.now.get_untracked();
        phone.book.with(|book| read(book.as_ref()?, date, now))
    });
    let body = dynamic(move || {
        let Some(shown) = shown.get_clone() else {
            return View::new();
        };
        let work = work.get_clone();
        untrack(move || sheet_view(phone, &work, &shown, asked))
    });
    let back = back(t!("days-title"), &Route::Days);
    view! {
        main(class="phone-main", id="main", data-test="sheet") {
            (back)
            h1(tabindex="-1") { Say(text=t!("sheet-title")) }
            (body)
            Asking(asked=asked)
        }
    }
}

fn read(book: &Book, date: Option<Date>, now: Timestamp) -> Option<Shown> {
    let date = date.unwrap_or_else(|| book.zone().local(now).date());
    let employee = book.identity().employee;
    let detail = query::timesheet(book.view(), employee, date, now).ok()??;
    let entries = detail.entries.iter();
    let standings = entries.map(|(id, _)| entry_standing(book, *id, now));
    let events = detail.events.iter();
    let said = events.map(|(_, event)| book.standing_of(event.op_id));
    Some(Shown {
        standings: standings.collect(),
        said: said.collect(),
        detail,
    })
}

fn sheet_view(phone: Phone, work: &Work, shown: &Shown, asked: Signal<Option<Asked>>) -> View {
    let detail = &shown.detail;
    let period = &detail.period;
    let range = i18n::date_range(period.dates.first, period.dates.last);
    let total = i18n::duration(detail.summary.worked_seconds / 60);
    let state = state_view(shown);
    let around = around(phone, detail);
    let actions = actions(shown, asked);
    let changes = changes_view(phone, work, detail);
    let late = late_view(work, phone, detail);
    let days: Vec<View> = detail
        .days
        .iter()
        .filter(|day| !day.entries.is_empty() || day.worked_seconds > 0)
        .map(|day| day_view(phone, work, shown, day))
        .collect();
    let days = if days.is_empty() {
        view! { p(class="muted") { Say(text=t!("sheet-empty")) } }
    } else {
        days.into()
    };
    let story = story_view(phone, shown);
    view! {
        (around)
        header(class="entry-head") {
            h2 { (range) }
            p(class="entry-figure", data-test="sheet-total") { (total) }
            (state)
        }
        (actions)
        (changes)
        (late)
        (days)
        (story)
    }
}

/// The ways to the periods before and after.
fn around(phone: Phone, detail: &SheetDetail) -> View {
    let dates = detail.period.dates;
    let link = |date: Option<Date>, label: String| {
        date.map(|date| {
            let href = Route::Sheet(Some(date)).href();
            view! { a(class="back", href=href) { (label) } }
        })
    };
    let today = detail.zone.local(phone.now.get_untracked()).date();
    let earlier = link(Some(days_after(dates.first, -1)), t!("sheet-earlier"));
    let later = Some(days_after(dates.last, 1)).filter(|date| *date <= today);
    let later = link(later, t!("sheet-later"));
    view! { nav(class="row row--apart", aria-label=t!("sheet-periods")) { (earlier) (later) } }
}

/// Where the timesheet stands, and what its manager said.
fn state_view(shown: &Shown) -> View {
    let detail = &shown.detail;
    let (tone, icon) = match detail.summary.status {
        SheetStatus::Open => (Tone::Neutral, Glyph::Clock),
        SheetStatus::Submitted => (Tone::Neutral, Glyph::Check),
        SheetStatus::Approved => (Tone::Good, Glyph::CheckDouble),
        SheetStatus::Returned
        | SheetStatus::ChangedSinceSubmitted
        | SheetStatus::ChangedSinceApproved => (Tone::Warn, Glyph::Alert),
    };
    let label = i18n::text_in("sheet-state", detail.summary.status.name());
    let locked = detail
        .period
        .is_locked()
        .then(|| view! { Badge(label=t!("sheet-locked"), icon=Glyph::Lock) });
    let waiting = shown.said.last().copied().flatten();
    let waiting = waiting.filter(|standing| *standing != Standing::Counted);
    let waiting = waiting.map(|standing| {
        let (label, tone, icon) = words::standing(standing);
        view! { Badge(label=label, tone=tone, icon=icon) }
    });
    let decided = detail.summary.said.decision.as_ref();
    let words = decided.filter(|decision| !decision.words.is_empty());
    let words = words.map(|decision| {
        let text = t!("sheet-office-says", words = decision.words.clone());
        view! { div(class="note note--warn", data-test="sheet-reason") { Icon(glyph=Glyph::Note) p { (text) } } }
    });
    let objected = detail.summary.objected.then(|| {
        view! { div(class="note") { Icon(glyph=Glyph::Note) p { Say(text=t!("sheet-objected")) } } }
    });
    view! {
        div(class="row", role="status", data-test="sheet-state") {
            Badge(label=label, tone=tone, icon=icon) (locked) (waiting)
        }
        (words)
        (objected)
    }
}

fn actions(shown: &Shown, asked: Signal<Option<Asked>>) -> View {
    let (period, summary) = (&shown.detail.period, &shown.detail.summary);
    let first = period.dates.first;
    let settled = matches!(
        summary.status,
        SheetStatus::Submitted | SheetStatus::Approved
    );
    let open = summary
        .open
        .then(|| view! { p(class="muted") { Say(text=t!("sheet-on-the-clock")) } });
    let (hash, ended) = (summary.hash, period.ended);
    let submit = (!settled && !summary.open).then(|| {
        view! {
            Button(
                label=t!("sheet-submit"), kind=ButtonKind::Primary, icon=Glyph::Check, test="sheet-submit",
                on_press=move |()| asked.set(Some(Asked::Submit { first, seen: hash, ended })),
            )
        }
    });
    let object = summary.said.submitted.is_some().then(|| {
        view! {
            Button(
                label=t!("sheet-object"), icon=Glyph::Note, test="sheet-object",
                on_press=move |()| asked.set(Some(Asked::Object(first))),
            )
        }
    });
    view! { (open) div(class="row") { (submit) (object) } }
}

fn day_view(phone: Phone, work: &Work, shown: &Shown, day: &SheetDay) -> View {
    let detail = &shown.detail;
    let name = i18n::date_with_weekday(day.date);
    let total = i18n::duration(day.worked_seconds / 60);
    let deducted = (day.deducted_seconds > 0).then(|| {
        let text = t!("sheet-deducted", minutes = day.deducted_seconds / 60);
        view! { p(class="entry entry--continues") { (text) } }
    });
    let entries = detail.entries.iter().zip(&shown.standings);
    let entries: Vec<View> = entries
        .filter(|((id, _), _)| day.entries.contains(id))
        .map(|((id, row), standing)| {
            let exceptions = detail.exceptions.iter();
            let open = exceptions.filter(|found| found.entry == *id && !found.settled);
            let line = Line {
                id: *id,
                row: row.clone(),
                exceptions: open.map(|found| found.kind).collect(),
            };
            entry_view(phone, work, &line, *standing, &detail.zone)
        })
        .collect();
    view! {
        section(class="day") {
            header(class="day-head") {
                h3(class="day-name") { (name) }
                span(class="day-total") { (total) }
            }
            div(class="list") { (entries) (deducted) }
        }
    }
}

/// What somebody else changed since it was submitted, with what was there before.
fn changes_view(phone: Phone, work: &Work, detail: &SheetDetail) -> Option<View> {
    let own = phone.member()?;
    if detail.changes.is_empty() {
        return None;
    }
    let changes = detail.changes.iter().rev();
    let lines: Vec<View> = changes
        .map(|change| line_view(&change.line, None, own, work, &detail.zone))
        .collect();
    Some(view! {
        section(class="stack stack--tight", data-test="sheet-changes") {
            h2(class="section-title") { Say(text=t!("sheet-changes")) }
            ol(class="list story") { (lines) }
        }
    })
}

/// Corrections of locked time that nobody decided about.
fn late_view(work: &Work, phone: Phone, detail: &SheetDetail) -> Option<View> {
    if detail.late.is_empty() {
        return None;
    }
    let line = |row: &EntryRow, reason: &str| {
        let date = i18n::date_with_weekday(detail.zone.local(row.values.start).date());
        let times = times(row, &detail.zone, phone.now.get_untracked());
        let job = work.booking(row.values.job, row.values.cost_code);
        let job = job.unwrap_or_else(|| t!("no-job"));
        let what = format!("{date} \u{b7} {times}");
        let voided = row
            .voided
            .then(|| view! { Badge(label=t!("entry-voided"), tone=Tone::Neutral) });
        let reason = reason.to_owned();
        view! {
            div(class="list-row") {
                div(class="list-words") {
                    span(class="strong") { (what) }
                    span(class="list-detail") { (job) }
                    span(class="list-detail") { (reason) }
                    (voided)
                }
            }
        }
    };
    let late = detail.late.iter();
    let lines: Vec<View> = late
        .map(|late| line(&late.row.proposed, &late.row.reason))
        .collect();
    Some(view! {
        section(class="stack stack--tight", data-test="sheet-late") {
            h2(class="section-title") { Say(text=t!("sheet-late")) }
            div(class="list") { (lines) }
        }
    })
}

/// What was said about the timesheet, the newest first.
fn story_view(phone: Phone, shown: &Shown) -> Option<View> {
    let own = phone.member()?;
    let detail = &shown.detail;
    if detail.events.is_empty() {
        return None;
    }
    let said = detail.events.iter().zip(&shown.said).rev();
    let lines: Vec<View> = said
        .map(|((_, event), standing)| {
            let kind = Payload::KINDS.iter().find(|(kind, _)| *kind == event.kind);
            let what = words::op_kind(kind.map_or("", |(_, name)| name));
            let who = if event.actor == own {
                t!("who-you")
            } else {
                t!("who-office")
            };
            let when = i18n::date_time_at(event.at, &detail.zone);
            let by = format!("{who} \u{b7} {when}");
            let words = (!event.words.is_empty()).then(|| {
                let words = event.words.clone();
                view! { span(class="story-reason") { (words) } }
            });
            let standing = standing.map(|standing| {
                let (label, tone, icon) = words::standing(standing);
                view! { Badge(label=label, tone=tone, icon=icon) }
            });
            view! {
                li(class="list-row") {
                    div(class="list-words") {
                        span(class="strong") { (what) }
                        span(class="list-detail") { (by) }
                        (words)
                        (standing)
                    }
                }
            }
        })
        .collect();
    Some(view! {
        section(class="stack stack--tight") {
            h2(class="section-title") { Say(text=t!("history")) }
            ol(class="list story", data-test="sheet-story") { (lines) }
        }
    })
}
