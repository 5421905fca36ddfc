//! Settings: the company, a phone's exported file, and what this server is.

mod company;
mod unsent;

use api::company::Company;
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Glyph, SkeletonKind, Tone};
use ui::i18n;
use ui::t;

use crate::data::{Fetched, fetched};
use crate::gate::{language_switch, theme_switch};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// The page.
pub fn page(app: App) -> View {
    let company = fetched::<Company>(app, || Some(String::new()));
    let content = when_ready(company, SkeletonKind::Lines, 8, move || {
        groups(app, company)
    });
    view! {
        main(class="page", id="main", tabindex="-1") {
            div(class="page-head") { h1 { (t!("nav-settings")) } }
            (content)
        }
    }
}

fn groups(app: App, company: Fetched<Company>) -> View {
    let settings = if app.may(Permission::ManageCompany) {
        company::form(app, company)
    } else {
        company::facts(company)
    };
    let about = about(app, company);
    let unsent = unsent::form(app);
    let secure = company
        .state
        .with(|s| s.ready().is_none_or(|company| company.secure));
    let warning =
        (!secure).then(|| words::notice(Glyph::Alert, Tone::Warn, t!("not-secure-notice")));
    let (language, theme) = (language_switch(), theme_switch());
    let display = view! { div(class="row") { (language) (theme) } };
    let groups = vec![
        group(
            t!("settings-company"),
            t!("settings-company-lead"),
            settings,
        ),
        group(t!("settings-display"), t!("settings-display-lead"), display),
        group(t!("unsent-title"), t!("unsent-lead"), unsent),
        group(t!("about-title"), String::new(), about),
    ];
    view! {
        (warning)
        (groups)
    }
}

fn group(title: String, lead: String, content: View) -> View {
    view! {
        section(class="settings-group") {
            div(class="stack stack--tight") {
                h2 { (title) }
                p(class="muted small") { (lead) }
            }
            div(class="stack") { (content) }
        }
    }
}

fn about(app: App, company: Fetched<Company>) -> View {
    let zone = app.zone();
    let facts = View::from_dynamic(move || {
        let Some(company) = company.state.with(|s| s.ready().cloned()) else {
            return View::new();
        };
        let founded = i18n::date(company.founded_at.to_zoned(zone.clone()).date());
        let mail = if company.mail_configured {
            t!("about-mail-yes")
        } else {
            t!("about-mail-no")
        };
        let position = i18n::number(i64::try_from(company.position).unwrap_or(i64::MAX));
        let version = env!("CARGO_PKG_VERSION");
        view! {
            dl(class="facts") {
                dt { (t!("about-version")) }
                dd { (version) }
                dt { (t!("about-founded")) }
                dd { (founded) }
                dt { (t!("about-position")) }
                dd { (position) }
                dt { (t!("about-mail")) }
                dd { (mail) }
            }
        }
    });
    view! { (facts) }
}
