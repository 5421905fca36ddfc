//! What the office calls things: the words for values of the API, and small views made of them.

use api::company::Role;
use api::entry::{EntryException, ExceptionKind};
use api::job::{CostCodeBrief, JobBrief};
use sycamore::prelude::*;
use ui::components::{Avatar, Badge, Choice, Glyph, Icon, Tone, fold_text};
use ui::i18n::{self, duration, text_in};
use ui::t;

/// A duration in seconds as `7:45`.
pub fn hours(seconds: i64) -> String {
    duration(seconds.div_euclid(60))
}

/// A duration in seconds as decimal hours, `7.75`.
pub fn decimal(seconds: i64) -> String {
    i18n::decimal_hours(seconds.div_euclid(60))
}

/// A name with the firm's code before it, if it has one.
pub fn coded(code: &str, name: &str) -> String {
    if code.is_empty() {
        name.to_owned()
    } else {
        format!("{code} · {name}")
    }
}

/// A job, or that there is none.
pub fn job_name(job: Option<&JobBrief>) -> String {
    job.map_or_else(|| t!("no-job"), |job| coded(&job.code, &job.name))
}

/// A cost code, or that there is none.
pub fn cost_code_name(code: Option<&CostCodeBrief>) -> String {
    code.map_or_else(|| t!("no-cost-code"), |code| coded(&code.code, &code.name))
}

/// A QR code. It comes as a document, and a strict page takes images by address only.
pub fn qr(svg: &str, alt: String, test: &'static str) -> View {
    let source = format!("data:image/svg+xml,{}", js_sys::encode_uri_component(svg));
    view! { img(class="qr", src=source, alt=alt, data-test=test) }
}

/// A role.
pub fn role_name(role: Role) -> String {
    text_in("role", domain::company::Role::from(role).name())
}

/// The roles to choose from.
pub fn role_choices() -> Vec<Choice> {
    let roles = domain::company::Role::ALL.into_iter();
    roles
        .map(|role| Choice::new(role.name(), text_in("role", role.name())))
        .collect()
}

/// The role of a choice; worker for anything else.
pub fn role_of(name: &str) -> Role {
    domain::company::Role::from_name(name)
        .unwrap_or(domain::company::Role::Worker)
        .into()
}

/// The languages that mail is written in, to choose from.
pub fn language_choices() -> Vec<Choice> {
    let languages = i18n::Language::ALL.into_iter();
    languages
        .map(|language| Choice::new(language.code(), language.own_name()))
        .collect()
}

/// The days that a workweek may start on, to choose from: Monday 1 to Sunday 7.
pub fn weekday_choices() -> Vec<Choice> {
    // 5 January 2026 is a Monday.
    (1..=7_i8)
        .map(|day| {
            let date = jiff::civil::Date::constant(2026, 1, 4 + day);
            Choice::new(day.to_string(), i18n::weekday(date))
        })
        .collect()
}

/// The stable name of an exception, as in addresses.
pub fn exception_key(kind: ExceptionKind) -> &'static str {
    domain::timesheet::Exception::from(kind).name()
}

/// An exception in two or three words.
pub fn exception_name(kind: ExceptionKind) -> String {
    text_in("exception", exception_key(kind))
}

/// What an exception means and what to look at.
pub fn exception_meaning(kind: ExceptionKind) -> String {
    text_in("meaning", exception_key(kind))
}

/// How bad an exception is: wrong times are, doubtful ones may be right.
pub fn exception_tone(kind: ExceptionKind) -> Tone {
    match kind {
        ExceptionKind::Overlap
        | ExceptionKind::MissingClockOut
        | ExceptionKind::TooLong
        | ExceptionKind::EndsBeforeStart => Tone::Bad,
        ExceptionKind::ClockSuspect
        | ExceptionKind::Late
        | ExceptionKind::ArchivedJob
        | ExceptionKind::FormerEmployee => Tone::Warn,
    }
}

/// The exceptions of an entry as badges; the settled ones say so.
pub fn exception_badges(exceptions: &[EntryException]) -> View {
    let badge = |exception: &EntryException| {
        let name = exception_name(exception.kind);
        if exception.settled {
            let label = t!("settled-badge", name = name);
            return view! { Badge(label=label, icon=Glyph::Check) };
        }
        let tone = exception_tone(exception.kind);
        view! { Badge(label=name, tone=tone, icon=Glyph::Alert) }
    };
    let badges: Vec<View> = exceptions.iter().map(badge).collect();
    view! { span(class="badges") { (badges) } }
}

/// A person in a cell: initials, name, and a second line.
pub fn who(name: &str, detail: &str) -> View {
    let (name, detail) = (name.to_owned(), detail.to_owned());
    let initials = name.clone();
    let detail = (!detail.is_empty()).then(|| view! { span(class="who-detail") { (detail) } });
    view! {
        span(class="who") {
            Avatar(name=initials)
            span(class="who-words") { span(class="who-name") { (name) } (detail) }
        }
    }
}

/// A calm note with an icon.
pub fn notice(glyph: Glyph, tone: Tone, text: String) -> View {
    let class = format!("notice notice--{}", tone.word());
    view! { p(class=class) { Icon(glyph=glyph) span { (text) } } }
}

/// Whether every word of a search is in one of the texts, whatever case and accents.
pub fn matches(query: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| fold_text(text)).collect();
    let found = |word: &str| {
        let word = fold_text(word);
        texts.iter().any(|text| text.contains(&word))
    };
    query.split_whitespace().all(found)
}
