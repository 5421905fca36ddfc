//! The description of the API: what the handlers say of themselves, and what holds for all.

use api::Problem;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, RefOr, ResponseBuilder};

/// The head of the description.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "TimeTrakr",
        description = "The API of a TimeTrakr server. Ids are 32 hexadecimal digits, instants RFC \
                       3339 in universal time, dates YYYY-MM-DD, durations whole seconds. \
                       Errors are application/problem+json with a stable code. The office signs \
                       in and holds a cookie; phones sign their sync requests with their key."
    ),
    components(schemas(Problem))
)]
pub(crate) struct Description;

/// The document, completed and written once.
pub(crate) fn document(mut openapi: OpenApi) -> std::sync::Arc<str> {
    let problem = ResponseBuilder::new()
        .description("What went wrong; see its code")
        .content(
            api::problem::MEDIA_TYPE,
            Content::new(Some(utoipa::openapi::Ref::from_schema_name("Problem"))),
        )
        .build();
    for (path, item) in &mut openapi.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            operation.operation_id = Some(operation_id(method, path));
            if needs_session(method, path) {
                let session = SecurityRequirement::new("session", [] as [&str; 0]);
                operation.security = Some(vec![session]);
            }
            let responses = &mut operation.responses.responses;
            responses.insert("default".to_owned(), RefOr::T(problem.clone()));
        }
    }
    let components = openapi.components.get_or_insert_default();
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
        "__Host-tt",
        "The session's cookie, set by POST session; `tt` where the server is reached over http.",
    ));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let text = openapi
        .to_json()
        .expect("invariant: the description is plain data");
    text.into()
}

/// A name of its own for each operation: `get_companies_company_jobs`.
fn operation_id(method: &str, path: &str) -> String {
    let path = path
        .trim_start_matches(api::PREFIX)
        .replace(['{', '}'], "")
        .replace('-', "_");
    format!("{method}{}", path.replace('/', "_"))
}

fn needs_session(method: &str, path: &str) -> bool {
    let own = path.ends_with("/session") && method != "post";
    own || path.contains("{company}") || path.contains("/account/")
}

/// The document as an answer.
pub(crate) fn answer(document: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, document.to_owned()).into_response()
}
