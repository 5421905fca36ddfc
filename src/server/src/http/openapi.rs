//! The description of the API: what the handlers say of themselves, and what holds for all.

use api::Problem;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Content, Header, ObjectBuilder, OpenApi, RefOr, ResponseBuilder};

use super::{repeat, tag};

/// The head of the description.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "TimeTrakr",
        description = "The API of a TimeTrakr server. Ids are 32 hexadecimal digits, instants RFC \
                       3339 in universal time, dates YYYY-MM-DD, durations whole seconds. \
                       Errors are application/problem+json with a stable code. The office signs \
                       in and holds a cookie; programs show a bearer token, which they get for \
                       an access token; phones sign their sync requests with their key."
    ),
    components(schemas(Problem, api::export::ExportFormat))
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
        let has_list = item.get.is_some();
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
            if let Some(shown) = shown(method, path) {
                operation.security = Some(shown);
            }
            headers(operation, method, path, has_list);
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
    let bearer = |description: &str| {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
        SecurityScheme::Http(scheme.description(Some(description)).build())
    };
    components.add_security_scheme("bearer", bearer("What POST tokens answers: a JWT."));
    let secret = "The secret of an access token, made in the office: ttk_ and what follows.";
    components.add_security_scheme("access_token", bearer(secret));
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

/// What a route's requests show: a session, or of a company's routes a bearer token instead.
fn shown(method: &str, path: &str) -> Option<Vec<SecurityRequirement>> {
    let of = |name: &str| SecurityRequirement::new(name, [] as [&str; 0]);
    let own = path.ends_with("/session") && method != "post";
    if path.contains("{company}") {
        Some(vec![of("session"), of("bearer")])
    } else if own || path.contains("/account/") {
        Some(vec![of("session")])
    } else {
        None
    }
}

/// The headers that layers look at and set.
fn headers(operation: &mut Operation, method: &str, path: &str, has_list: bool) {
    let takes = |name: &str, about: &str| {
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .description(Some(about))
            .schema(Some(schema));
        RefOr::T(parameter.build())
    };
    let parameters = operation.parameters.get_or_insert_default();
    if Method::from_bytes(method.to_uppercase().as_bytes())
        .is_ok_and(|method| repeat::is_repeatable(&method, path))
    {
        let about = "Names the request: sent again with the same key within a day, it is \
                     answered as the first time. 1 to 128 visible ASCII characters.";
        parameters.push(takes("Idempotency-Key", about));
    }
    if tag::is_edit(method, path, has_list) {
        let about = "The ETag of the record as it was seen; if it has changed since, nothing is \
                     done and the answer is 412 changed_meanwhile.";
        parameters.push(takes("If-Match", about));
    }
    let ok = operation.responses.responses.get_mut("200");
    if let Some(RefOr::T(ok)) = ok
        && method == "get"
        && path.contains("{company}")
        && ok.content.contains_key("application/json")
    {
        let about = "An ETag that is known; if nothing has changed since, the answer is 304.";
        parameters.push(takes("If-None-Match", about));
        let tag = ObjectBuilder::new().schema_type(Type::String);
        let tag = Header::builder().schema(Some(tag)).build();
        ok.headers.insert("ETag".to_owned(), RefOr::T(tag));
        let same = ResponseBuilder::new()
            .description("Nothing has changed")
            .build();
        let responses = &mut operation.responses.responses;
        responses.insert("304".to_owned(), RefOr::T(same));
    }
}

/// The document as an answer.
pub(crate) fn answer(document: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, document.to_owned()).into_response()
}
