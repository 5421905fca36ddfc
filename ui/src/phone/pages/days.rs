//! Own days: entries by week and day with totals, where each stands, and what does not count.

pub(crate) mod weeks;

use domain::time::{Zone, work_date};
use domain::timesheet::worked_seconds;
use engine::query;
use engine::rows::EntryRow;
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp};
use sycamore::prelude::*;
use sycamore::web::{events, tags};
use ui::components::{Badge, Button, ButtonKind, Empty, Glyph, Icon, Tone};
use ui::reactive::{Say, dynamic, selector};
use ui::replica::{Book, NotCounted, Standing};
use ui::{i18n, t};

use super::words;
use super::work::Work;
use crate::route::Route;
use crate::state::Phone;
use weeks::{DayLines, Line, WeekLines, break_seconds, weeks};

/// How many weeks are shown at first, and how many more at each press.
const WEEKS_STEP: i64 = 5;

/// What the page shows.
#[derive(Clone, PartialEq)]
struct Shown {
    weeks: Vec<WeekLines>,
    standings: Vec<(domain::TimeEntryId, Standing, bool)>,
    not_counted: Vec<NotCounted>,
    zone: Zone,
    has_earlier: bool,
}

/// The page.
#[component]
pub(crate) fn Days() -> View {
    let phone = Phone::get();
    let work = Work::follow(phone);
    let weeks_shown = create_signal(WEEKS_STEP);
    // Running entries grow by the minute; the list need not follow by the second.
    let minute = selector(move || phone.now.get().as_second() / 60);
    let shown = selector(move || {
        minute.track();
        let count = weeks_shown.get();
        phone.book.with(|book| {
            book.as_ref()
                .map(|book| read(book, count, phone.now.get_untracked()))
        })
    });
    let body = dynamic(move || {
        let Some(shown) = shown.get_clone() else {
            return View::new();
        };
        let work = work.get_clone();
        untrack(move || list(phone, &work, shown, weeks_shown))
    });
    let zone_note = zone_note(phone);
    view! {
        main(class="phone-main", id="main") {
            div(class="row row--apart") {
                h1(tabindex="-1") { Say(text=t!("days-title")) }
                Button(
                    label=t!("entry-add"), icon=Glyph::Plus, test="add-entry",
                    on_press=move |()| phone.go(&Route::Add),
                )
            }
            Button(
                label=t!("sheet-title"), icon=Glyph::Check, test="my-timesheet",
                on_press=move |()| phone.go(&Route::Sheet(None)),
            )
            (zone_note)
            (body)
        }
    }
}

/// Names the company's zone where this phone is set to another.
pub(crate) fn zone_note(phone: Phone) -> View {
    let differing = selector(move || {
        let zone = phone.zone();
        let own = crate::browser::device_zone();
        own.filter(|own| own.name() != zone.name())
            .map(|_| zone.name().replace('_', " "))
    });
    dynamic(move || match differing.get_clone() {
        None => View::new(),
        Some(zone) => {
            let text = t!("zone-note", zone = zone);
            view! { div(class="note") { Icon(glyph=Glyph::Globe) p { (text) } } }
        }
    })
}

fn read(book: &Book, count: i64, now: Timestamp) -> Shown {
    let (zone, starts): (Zone, Weekday) = (book.zone(), book.workweek_starts());
    let from = now
        .checked_sub(SignedDuration::from_hours(count * 7 * 24))
        .unwrap_or(Timestamp::MIN);
    let first = domain::time::workweek_start(work_date(from, &zone), starts);
    let from = zone
        .instant(first.to_datetime(jiff::civil::Time::midnight()))
        .unwrap_or(from);
    let employee = book.identity().employee;
    let entries =
        query::entries_of(book.view(), employee, from, Timestamp::MAX).unwrap_or_default();
    let earlier =
        query::entries_of(book.view(), employee, Timestamp::MIN, from).unwrap_or_default();
    let standings = entries
        .iter()
        .map(|(id, _)| {
            let (standing, by_other) = entry_standing(book, *id, now);
            (*id, standing, by_other)
        })
        .collect();
    // An entry that reaches into the first week also touches the one before it, whose other
    // entries are not here: that week is left for "earlier".
    let mut weeks = weeks(&entries, &zone, starts, now);
    weeks.retain(|week| week.first >= first);
    Shown {
        weeks,
        standings,
        not_counted: book.not_counted(),
        zone,
        has_earlier: !earlier.is_empty(),
    }
}

/// How far an entry's own ops have come, the least far of them; and whether someone else changed it.
pub(crate) fn entry_standing(
    book: &Book,
    id: domain::TimeEntryId,
    now: Timestamp,
) -> (Standing, bool) {
    let Ok(Some(detail)) = query::entry(book.view(), id, now) else {
        return (Standing::Counted, false);
    };
    let own = detail
        .history
        .iter()
        .filter_map(|(_, line)| book.standing_of(line.op_id));
    let waiting = own
        .filter(|standing| matches!(standing, Standing::OnPhone | Standing::OnServer))
        .min();
    let by_other = detail
        .history
        .iter()
        .any(|(_, line)| line.actor != book.identity().member);
    (waiting.unwrap_or(Standing::Counted), by_other)
}

fn list(phone: Phone, work: &Work, shown: Shown, weeks_shown: Signal<i64>) -> View {
    let Shown {
        weeks,
        standings,
        not_counted,
        zone,
        has_earlier,
    } = shown;
    let aside = (!not_counted.is_empty()).then(|| not_counted_view(not_counted, &zone));
    if weeks.is_empty() && aside.is_none() && !has_earlier {
        return view! {
            Empty(title=t!("days-empty"), body=t!("days-empty-body"), icon=Glyph::Calendar) {
                Button(
                    label=t!("entry-add"), icon=Glyph::Plus, kind=ButtonKind::Primary,
                    on_press=move |()| phone.go(&Route::Add),
                )
            }
        };
    }
    let weeks: Vec<View> = weeks
        .iter()
        .map(|week| week_view(phone, work, week, &standings, &zone))
        .collect();
    let earlier = has_earlier.then(|| {
        view! {
            Button(
                label=t!("days-earlier"), icon=Glyph::History, test="days-earlier",
                on_press=move |()| weeks_shown.set(weeks_shown.get() + WEEKS_STEP),
            )
        }
    });
    view! {
        (aside)
        div(class="own-weeks", data-test="my-days") { (weeks) }
        (earlier)
    }
}

fn week_view(
    phone: Phone,
    work: &Work,
    week: &WeekLines,
    standings: &[(domain::TimeEntryId, Standing, bool)],
    zone: &Zone,
) -> View {
    let days: Vec<View> = week
        .days
        .iter()
        .map(|day| day_view(phone, work, day, standings, zone))
        .collect();
    let title = i18n::date_range(week.first, week.last);
    let total = i18n::duration(week.worked_seconds / 60);
    view! {
        section(class="own-week") {
            header(class="own-week-head") {
                h2(class="section-title") { (title) }
                span(class="own-week-total") { (total) }
            }
            (days)
        }
    }
}

fn day_view(
    phone: Phone,
    work: &Work,
    day: &DayLines,
    standings: &[(domain::TimeEntryId, Standing, bool)],
    zone: &Zone,
) -> View {
    let now = phone.now.get_untracked();
    let name = i18n::day_relative(day.date, work_date(now, zone));
    let total = i18n::duration(day.worked_seconds / 60);
    let continues = day.continues.then(|| {
        view! { p(class="entry entry--continues") { Say(text=t!("day-continues")) } }
    });
    let entries: Vec<View> = day
        .entries
        .iter()
        .map(|line| {
            let found = standings.iter().find(|(id, ..)| *id == line.id);
            let (standing, by_other) = found
                .map_or((Standing::Counted, false), |(_, standing, other)| {
                    (*standing, *other)
                });
            entry_view(phone, work, line, (standing, by_other), zone)
        })
        .collect();
    view! {
        section(class="day") {
            header(class="day-head") {
                h3(class="day-name") { (name) }
                span(class="day-total") { (total) }
            }
            div(class="list") { (continues) (entries) }
        }
    }
}

pub(super) fn entry_view(
    phone: Phone,
    work: &Work,
    line: &Line,
    (standing, by_other): (Standing, bool),
    zone: &Zone,
) -> View {
    let now = phone.now.get_untracked();
    let row = &line.row;
    let job = work
        .booking(row.values.job, row.values.cost_code)
        .unwrap_or_else(|| t!("no-job"));
    let times = times(row, zone, now);
    let length = i18n::duration(worked_seconds(&row.entry(line.id), now) / 60);
    let route = Route::Entry(line.id);
    let badges = badges(line, standing, by_other);
    let class = if row.voided { "entry is-void" } else { "entry" };
    tags::button()
        .r#type("button")
        .class(class)
        .attr("data-test", "entry")
        .attr("data-entry", line.id.to_string())
        .on(events::click, move |_| phone.go(&route))
        .children(view! {
            span(class="entry-words") {
                span(class="entry-job") { (job) }
                span(class="entry-times") { (times) }
                (badges)
            }
            span(class="entry-length") { (length) }
            Icon(glyph=Glyph::ChevronRight, class="entry-more")
        })
        .into()
}

fn badges(line: &Line, standing: Standing, by_other: bool) -> Vec<View> {
    let mut badges = Vec::new();
    if line.row.voided {
        badges.push(view! { Badge(label=t!("entry-voided"), tone=Tone::Neutral) });
    }
    if standing != Standing::Counted {
        let (label, tone, icon) = words::standing(standing);
        badges.push(view! { Badge(label=label, tone=tone, icon=icon) });
    }
    if by_other {
        badges.push(view! { Badge(label=t!("entry-changed-by-office"), tone=Tone::Warn, icon=Glyph::Pencil) });
    }
    for kind in &line.exceptions {
        let label = words::exception(*kind);
        badges.push(view! { Badge(label=label, tone=Tone::Warn, icon=Glyph::Alert) });
    }
    badges
}

/// `7:02 AM – 3:30 PM · 30 min break`
pub(crate) fn times(row: &EntryRow, zone: &Zone, now: Timestamp) -> String {
    if row.is_hours_only() {
        return t!("entry-hours-only");
    }
    let start = zone.local(row.values.start);
    let end = match row.values.end {
        None => t!("entry-running"),
        Some(end) => words::local_time(zone.local(end), start.date()),
    };
    let mut text = format!("{} \u{2013} {end}", i18n::time(start.time()));
    let (paid, unpaid) = break_seconds(row, now);
    if unpaid >= 60 {
        text = format!("{text} \u{b7} {}", t!("entry-break", minutes = unpaid / 60));
    }
    if paid >= 60 {
        text = format!(
            "{text} \u{b7} {}",
            t!("entry-break-paid", minutes = paid / 60)
        );
    }
    text
}

fn not_counted_view(not_counted: Vec<NotCounted>, zone: &Zone) -> View {
    let rows: Vec<View> = not_counted
        .into_iter()
        .map(|found| {
            let what = words::op_kind(found.kind);
            let local = zone.local(found.at);
            let when = format!(
                "{}, {}",
                i18n::date_with_weekday(local.date()),
                i18n::time(local.time())
            );
            let why = words::reason_not_counted(found.standing);
            view! {
                div(class="list-row") {
                    div(class="list-words") {
                        span(class="strong") { (what) }
                        span(class="list-detail") { (when) }
                        span(class="list-detail") { (why) }
                    }
                }
            }
        })
        .collect();
    view! {
        section(class="day", data-test="not-counted") {
            h2(class="section-title") { Say(text=t!("aside-title")) }
            div(class="list") { (rows) }
        }
    }
}
