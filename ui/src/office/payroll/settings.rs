//! The rules about pay: what holds from which date, and shift differentials.

use api::pay::{PayRules, PaySettings};
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Glyph, SkeletonKind, Tone};
use ui::i18n::{date, text_in};
use ui::t;

use super::{differentials, rules, say};
use crate::data::{Fetched, fetched};
use crate::listing::when_ready;
use crate::state::App;

/// The page.
pub fn page(app: App) -> View {
    let settings = fetched::<PaySettings>(app, || Some("/pay/settings".to_owned()));
    let rules = when_ready(settings, SkeletonKind::Lines, 5, move || {
        rules_group(app, settings)
    });
    let differentials = differentials::group(app, settings);
    view! {
        main(class="page", id="main", tabindex="-1") {
            nav(class="crumbs", aria-label=t!("breadcrumbs")) {
                a(href="/settings") { (t!("nav-settings")) }
            }
            div(class="page-head") { h1 { (t!("payroll-settings")) } }
            section(class="settings-group") {
                div(class="stack stack--tight") {
                    h2 { (t!("payroll-rules")) }
                    p(class="muted small") { (t!("payroll-rules-lead")) }
                }
                div(class="stack") { (rules) }
            }
            section(class="settings-group") {
                div(class="stack stack--tight") {
                    h2 { (t!("payroll-differentials")) }
                    p(class="muted small") { (t!("payroll-differentials-lead")) }
                }
                div(class="stack") { (differentials) }
            }
        }
    }
}

fn rules_group(app: App, settings: Fetched<PaySettings>) -> View {
    let all = move || {
        let rules = |settings: &PaySettings| settings.rules.clone();
        settings
            .state
            .with(|state| state.ready().map(rules))
            .unwrap_or_default()
    };
    let known = create_memo(all);
    let first = known.with_untracked(Vec::is_empty);
    let adding = create_signal(first);
    let list = View::from_dynamic(move || {
        let rules = known.get_clone();
        let today = app.today();
        let now = rules.iter().rposition(|rules| rules.from <= today);
        let items: Vec<View> = rules
            .iter()
            .enumerate()
            .map(|(at, rules)| one(rules, Some(at) == now))
            .collect();
        if items.is_empty() {
            return view! { p(class="muted") { (t!("payroll-rules-none")) } };
        }
        view! { ul(class="record-list", data-test="pay-rules") { (items) } }
    });
    let form = View::from_dynamic(move || match adding.get() {
        true => untrack(|| {
            let last = known.with(|rules| rules.last().cloned());
            rules::form(app, settings, last.as_ref(), adding)
        }),
        false => view! {
            div {
                Button(
                    label=t!("payroll-rules-add"), icon=Glyph::Plus, test="pay-rules-add",
                    on_press=move |()| adding.set(true), kind=ButtonKind::Plain,
                )
            }
        },
    });
    view! { (list) (form) }
}

fn one(rules: &PayRules, is_now: bool) -> View {
    let law = match &rules.policy {
        Some(policy) => t!("payroll-policy-named", name = policy.name.as_str()),
        None => say::law(&rules.law),
    };
    let from = t!("payroll-from", date = date(rules.from));
    let rounding = match rules.rounding {
        None => "none",
        Some(api::pay::PayRounding::Five) => "five",
        Some(api::pay::PayRounding::Six) => "six",
        Some(api::pay::PayRounding::Fifteen) => "fifteen",
    };
    let facts = format!(
        "{} · {}",
        rules.currency,
        text_in("payroll-rounding", rounding)
    );
    let signs = (!rules.signatory.is_empty()).then(|| {
        let words = t!("payroll-signed-by", name = rules.signatory.as_str());
        view! { p(class="muted small") { (words) } }
    });
    let now = is_now.then(|| {
        view! { " " Badge(label=t!("payroll-now"), tone=Tone::Good, icon=Glyph::Check) }
    });
    let (signs, now) = (View::from(signs), View::from(now));
    view! {
        li(class="record") {
            div(class="grow") {
                p { span(class="strong") { (law) } (now) }
                p(class="muted small") { (from) " · " (facts) }
                (signs)
            }
        }
    }
}
