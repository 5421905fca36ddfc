//! Settings: the company, its time, a phone's exported file, backups, and what this server is.

mod backup;
mod company;
mod lan;
mod time;
mod unsent;

use api::company::Company;
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Glyph, LinkButton, SkeletonKind, Tone};
use ui::i18n;
use ui::t;

use crate::data::{Fetched, fetched};
use crate::gate::{language_switch, theme_switch};
use crate::imports;
use crate::listing::when_ready;
use crate::payroll;
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
    let lan = if app.may(Permission::ManageCompany) {
        lan::group(app)
    } else {
        View::new()
    };
    let backup = if app.may(Permission::ManagePeople) {
        backup::group(app)
    } else {
        View::new()
    };
    let imports = if app.may(Permission::Import) {
        let link = view! {
            div(class="row") {
                LinkButton(
                    label=t!("imports-open"), href=imports::LIST, icon=Glyph::Upload,
                    test="settings-imports",
                )
            }
        };
        group(t!("imports"), t!("imports-lead"), link)
    } else {
        View::new()
    };
    let pay = if app.may(Permission::ViewPay) {
        let link = view! {
            div(class="row") {
                LinkButton(
                    label=t!("payroll-settings-open"), href=payroll::SETTINGS, icon=Glyph::Money,
                    test="settings-pay",
                )
            }
        };
        group(t!("payroll-settings"), t!("payroll-settings-lead"), link)
    } else {
        View::new()
    };
    let display = view! { div(class="row") { (language) (theme) } };
    let groups = vec![
        group(
            t!("settings-company"),
            t!("settings-company-lead"),
            settings,
        ),
        group(
            t!("timesheet-settings"),
            t!("timesheet-settings-lead"),
            time::group(app, company),
        ),
        pay,
        lan,
        imports,
        group(t!("settings-display"), t!("settings-display-lead"), display),
        group(t!("unsent-title"), t!("unsent-lead"), unsent),
        backup,
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
        let founded = i18n::date(zone.local(company.founded_at).date());
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
    view! {
        (facts)
        p {
            (t!("api-docs-lead")) " "
            a(href=api::DOCS_PATH, rel="external", data-test="api-docs") { (t!("api-docs")) }
        }
    }
}
