//! Every route, in one place, with the limit of its body; and what leads nowhere.

use api::PREFIX;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::problem::Refused;
use super::{
    backup, calendar, company, cost_codes, devices, docs, employees, entries, events, evidence,
    exceptions, exports, health, held, imports, invitations, jobs, join, layers, openapi, pay,
    recovery, repeat, reset, session, setup, standing, sync, tag, timesheets, today, tokens, trust,
    unsent, week,
};
use crate::state::AppState;
use crate::web;

/// The largest JSON body: 64 KiB.
pub(crate) const JSON_BYTES_MAX: usize = 64 * 1024;

/// The whole of what the server answers.
pub fn router(state: AppState) -> Router {
    let (api, description) = api().split_for_parts();
    let document = openapi::document(description);
    let docs = docs::page(&document);
    let serve_docs = move || std::future::ready(docs::answer(&docs));
    let serve_document = move || std::future::ready(openapi::answer(&document));
    let app = api
        .layer(axum::middleware::from_fn(tag::conditional))
        .layer(axum::middleware::from_fn_with_state(
            state.clone(),
            repeat::once,
        ))
        .layer(DefaultBodyLimit::max(JSON_BYTES_MAX))
        .route(api::OPENAPI_PATH, get(serve_document))
        .route(api::DOCS_PATH, get(serve_docs))
        .route(docs::STYLE_PATH, get(docs::style))
        .route("/api/{*rest}", axum::routing::any(nowhere))
        .route("/calendar/{file}", get(calendar::feed))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(web::serve)
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(axum::middleware::from_fn_with_state(
            state.clone(),
            layers::bound,
        ))
        .layer(axum::middleware::from_fn_with_state(
            state.clone(),
            layers::observe,
        ))
        .layer(axum::middleware::from_fn_with_state(
            state.clone(),
            layers::secure,
        ));
    app.with_state(state)
}

/// The description of the API as OpenAPI, in JSON: what `/api/openapi.json` answers.
pub fn openapi_document() -> std::sync::Arc<str> {
    openapi::document(api().split_for_parts().1)
}

async fn nowhere() -> impl IntoResponse {
    Refused::of_status(StatusCode::NOT_FOUND)
}

/// The routes of the API with their description.
pub(crate) fn api() -> OpenApiRouter<AppState> {
    let routes = OpenApiRouter::new()
        .routes(routes!(setup::state, setup::set_up))
        .routes(routes!(setup::zones))
        .routes(routes!(
            session::current,
            session::sign_in,
            session::sign_out
        ))
        .routes(routes!(session::change_password))
        .routes(routes!(reset::look))
        .routes(routes!(reset::reset))
        .routes(routes!(tokens::exchange))
        .routes(routes!(tokens::keys))
        .routes(routes!(join::look))
        .routes(routes!(join::enrol::enrol))
        .routes(routes!(join::accept::accept))
        .routes(routes!(sync::exchange).layer(DefaultBodyLimit::max(sync::BODY_BYTES_MAX)))
        .merge(of_company());
    OpenApiRouter::with_openapi(openapi::Description::openapi()).nest(PREFIX, routes)
}

/// The routes of one company: each handler takes a [`crate::auth::member::Member`].
fn of_company() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(company::show, company::change))
        .routes(routes!(backup::show, backup::make))
        .routes(routes!(backup::download))
        .routes(routes!(recovery::show))
        .routes(routes!(recovery::end))
        .routes(routes!(trust::show))
        .routes(routes!(standing::show))
        .routes(routes!(events::listen))
        .routes(routes!(calendar::show, calendar::make, calendar::end))
        .routes(routes!(tokens::list, tokens::make))
        .routes(routes!(tokens::revoke))
        .routes(routes!(exports::timesheets))
        .routes(routes!(today::show))
        .routes(routes!(week::show))
        .routes(routes!(exceptions::list))
        .routes(routes!(pay::settings, pay::change_settings))
        .routes(routes!(pay::employees))
        .routes(routes!(pay::employee, pay::change_employee))
        .routes(routes!(pay::items, pay::add_item))
        .routes(routes!(pay::void_item))
        .routes(routes!(pay::differentials, pay::add_differential))
        .routes(routes!(pay::end_differential))
        .routes(routes!(pay::mapping, pay::change_mapping))
        .routes(routes!(pay::public_works, pay::change_public_works))
        .routes(routes!(pay::runs::list, pay::runs::begin))
        .routes(routes!(pay::runs::show, pay::runs::act))
        .routes(routes!(pay::files::check))
        .routes(routes!(pay::files::file))
        .routes(routes!(pay::files::certified_payroll))
        .routes(routes!(evidence::download))
        .routes(routes!(held::list))
        .routes(routes!(held::show))
        .routes(routes!(held::settle))
        .routes(routes!(employees::list, employees::add))
        .routes(routes!(employees::show, employees::change))
        .routes(routes!(employees::archive))
        .routes(routes!(employees::restore))
        .routes(routes!(employees::change_role))
        .routes(routes!(employees::devices))
        .routes(routes!(invitations::list, invitations::issue))
        .routes(routes!(invitations::show, invitations::revoke))
        .routes(routes!(devices::list))
        .routes(routes!(devices::show))
        .routes(routes!(devices::revoke))
        .routes(routes!(jobs::list, jobs::add))
        .routes(routes!(jobs::show, jobs::change))
        .routes(routes!(jobs::archive))
        .routes(routes!(jobs::restore))
        .routes(routes!(cost_codes::list, cost_codes::add))
        .routes(routes!(cost_codes::show, cost_codes::change))
        .routes(routes!(cost_codes::archive))
        .routes(routes!(cost_codes::restore))
        .routes(routes!(imports::upload).layer(DefaultBodyLimit::max(imports::BODY_BYTES_MAX)))
        .routes(routes!(imports::preview))
        .routes(routes!(imports::preview_rejected))
        .routes(routes!(imports::list, imports::start))
        .routes(routes!(imports::show))
        .routes(routes!(imports::rejected))
        .routes(routes!(imports::file))
        .routes(routes!(imports::undo))
        .routes(routes!(entries::list, entries::add))
        .routes(routes!(entries::show, entries::change))
        .routes(routes!(entries::void))
        .routes(routes!(entries::restore))
        .routes(routes!(entries::settle))
        .merge(of_timesheets())
        .routes(routes!(unsent::upload).layer(DefaultBodyLimit::max(unsent::BODY_BYTES_MAX)))
}

/// The routes of timesheets and pay periods.
fn of_timesheets() -> OpenApiRouter<AppState> {
    use timesheets::{late, periods, settings};
    OpenApiRouter::new()
        .routes(routes!(timesheets::list))
        .routes(routes!(timesheets::approve))
        .routes(routes!(timesheets::approve_submitted))
        .routes(routes!(timesheets::show))
        .routes(routes!(timesheets::send_back))
        .routes(routes!(timesheets::reopen))
        .routes(routes!(timesheets::submit))
        .routes(routes!(timesheets::object))
        .routes(routes!(timesheets::attest_breaks))
        .routes(routes!(timesheets::say_meal_worked))
        .routes(routes!(periods::list))
        .routes(routes!(periods::lock))
        .routes(routes!(periods::unlock))
        .routes(routes!(late::list, late::state))
        .routes(routes!(late::show))
        .routes(routes!(late::accept))
        .routes(routes!(late::decline))
        .routes(routes!(settings::show))
        .routes(routes!(settings::change_calendar))
        .routes(routes!(settings::change_policy))
        .routes(routes!(settings::change_zone))
}
