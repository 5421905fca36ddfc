//! The description of the API as a page to read and print: made of the OpenAPI document when the
//! server starts, without a script, and so it works offline and under the strictest policy.

mod example;
mod schema;

use std::sync::Arc;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, Value as Plain, context};
use serde::Serialize;
use serde_json::Value;

use self::schema::{Kind, Shape};

/// Where the page's style is.
pub(crate) const STYLE_PATH: &str = "/api/docs.css";

const PAGE: &str = include_str!("../../../../assets/api/docs.html");
const STYLE: &str = concat!(
    include_str!("../../../../assets/styles/00-tokens.css"),
    include_str!("../../../../assets/styles/10-base.css"),
    include_str!("../../../../assets/api/docs.css"),
);
/// What people are told about a refused command: `error-CODE = words`.
const WORDS: &str = include_str!("../../../../assets/locales/en/office.ftl");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What is about one thing.
#[derive(Debug, Serialize)]
struct Section {
    name: String,
    operations: Vec<Operation>,
}

#[derive(Debug, Serialize)]
struct Operation {
    id: String,
    method: String,
    path: String,
    /// What it does.
    about: String,
    /// Who may ask.
    shows: Vec<String>,
    parameters: Vec<Parameter>,
    body: Option<Content>,
    answers: Vec<Answer>,
    curl: String,
}

#[derive(Debug, Serialize)]
struct Parameter {
    name: String,
    place: String,
    needed: bool,
    kind: Kind,
    about: String,
}

#[derive(Debug, Serialize)]
struct Content {
    media_type: String,
    kind: Kind,
}

#[derive(Debug, Serialize)]
struct Answer {
    status: String,
    about: String,
    content: Option<Content>,
}

#[derive(Debug, Serialize)]
struct Code {
    code: String,
    about: String,
}

/// The page of a document.
pub(crate) fn page(document: &str) -> Arc<str> {
    let document: Value =
        serde_json::from_str(document).expect("invariant: the description is JSON");
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.add_filter("code", with_code);
    let page = templates.render_str(
        PAGE,
        context! {
            version => env!("CARGO_PKG_VERSION"),
            style => STYLE_PATH,
            openapi => api::OPENAPI_PATH,
            page_default => api::PAGE_DEFAULT,
            page_max => api::PAGE_MAX,
            sections => Serde(sections(&document)),
            schemas => Serde(Shape::all(&document)),
            codes => Serde(codes()),
        },
    );
    page.expect("invariant: the page's template fits its data")
        .into()
}

/// A text in which what stands between backticks is code.
fn with_code(text: &str) -> Plain {
    let parts = text.split('`').enumerate().map(|(place, part)| {
        let part = HtmlEscape(part);
        if place % 2 == 1 {
            format!("<code>{part}</code>")
        } else {
            part.to_string()
        }
    });
    Plain::from_safe_string(parts.collect())
}

/// The page as an answer.
pub(crate) fn answer(page: &str) -> Response {
    served("text/html; charset=utf-8", page.to_owned())
}

/// The page's style.
pub(crate) async fn style() -> Response {
    served("text/css; charset=utf-8", STYLE.to_owned())
}

fn served(kind: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, body).into_response()
}

fn sections(document: &Value) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let paths = document["paths"].as_object();
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            let Some(described) = item.get(method) else {
                continue;
            };
            let name = text(&described["tags"][0]);
            let operation = operation(document, path, method, described);
            match sections.iter_mut().find(|section| section.name == name) {
                Some(section) => section.operations.push(operation),
                None => sections.push(Section {
                    name,
                    operations: vec![operation],
                }),
            }
        }
    }
    sections.sort_by(|one, two| one.name.cmp(&two.name));
    sections
}

fn operation(document: &Value, path: &str, method: &str, described: &Value) -> Operation {
    let parameters = described["parameters"].as_array().into_iter().flatten();
    let parameters: Vec<Parameter> = parameters
        .map(|parameter| Parameter {
            name: text(&parameter["name"]),
            place: text(&parameter["in"]),
            needed: parameter["required"] == true,
            kind: Kind::of(&parameter["schema"]),
            about: text(&parameter["description"]),
        })
        .collect();
    let shows = described["security"].as_array().into_iter().flatten();
    let shows = shows
        .filter_map(Value::as_object)
        .flat_map(|one| one.keys());
    let summary = [&described["summary"], &described["description"]].map(text);
    let responses = described["responses"].as_object().into_iter().flatten();
    Operation {
        id: text(&described["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        about: summary.join(" ").trim().to_owned(),
        shows: shows.map(|name| name.replace('_', " ")).collect(),
        curl: example::curl(document, path, method, described),
        body: content(&described["requestBody"]),
        answers: responses
            .map(|(status, answer)| Answer {
                status: match status.as_str() {
                    "default" => "any other".to_owned(),
                    status => status.to_owned(),
                },
                about: text(&answer["description"]),
                content: content(answer),
            })
            .collect(),
        parameters,
    }
}

fn content(of: &Value) -> Option<Content> {
    let (media_type, content) = of["content"].as_object()?.iter().next()?;
    Some(Content {
        media_type: media_type.clone(),
        kind: Kind::of(&content["schema"]),
    })
}

/// Every code of a problem: the server's own, and why a command is refused.
fn codes() -> Vec<Code> {
    let own = api::problem::code::ALL.iter().map(|(code, about)| Code {
        code: (*code).to_owned(),
        about: about.trim().to_owned(),
    });
    let mut codes: Vec<Code> = own.collect();
    let words = WORDS.lines().filter_map(|line| line.strip_prefix("error-"));
    for (key, about) in words.filter_map(|line| line.split_once(" = ")) {
        let code = key.replace('-', "_");
        // Words with a figure in them are another form of a code's.
        if !about.contains('{') && !codes.iter().any(|known| known.code == code) {
            let about = about.to_owned();
            codes.push(Code { code, about });
        }
    }
    codes.sort_by(|one, two| one.code.cmp(&two.code));
    codes
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_operation_and_schema_and_leads_nowhere_else() {
        let document = crate::http::routes::openapi_document();
        let page = page(&document);
        let document: Value = serde_json::from_str(&document).unwrap();
        let mut operations = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            for described in item.as_object().unwrap().values() {
                let id = described["operationId"].as_str().unwrap();
                assert!(page.contains(&format!("id=\"{id}\"")), "{path}");
                operations += 1;
            }
        }
        assert!(operations > 50);
        for name in document["components"]["schemas"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(page.contains(&format!("id=\"schema-{name}\"")), "{name}");
        }
        // Every link within the page has its place, and nothing comes from elsewhere.
        for anchor in page.split("href=\"#").skip(1) {
            let anchor = anchor.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
        }
        for elsewhere in ["<script", "style=\"", "src=\"http", "href=\"http"] {
            assert!(!page.contains(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn backticks_make_code_and_nothing_else_is_markup() {
        let html = with_code("`a<b` is <b>, `c`").to_string();
        assert_eq!(html, "<code>a&lt;b</code> is &lt;b&gt;, <code>c</code>");
    }

    #[test]
    fn codes_are_told_once_with_what_they_mean() {
        let codes = codes();
        let of = |code: &str| codes.iter().filter(|one| one.code == code).count();
        assert_eq!(
            [of("changed_meanwhile"), of("job_archived"), of("bad_token")],
            [1; 3]
        );
        assert!(codes.iter().all(|code| code.about.len() > 5));
    }
}
