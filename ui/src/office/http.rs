//! One request to the API and its answer, or what went wrong in words for the person.
//!
//! Knows nothing of pages or of who is signed in.

mod upload;

use api::Problem;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ui::{i18n, t};

pub use self::upload::upload;

/// What went wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No answer came: it may or may not have been done.
    Offline,
    /// The server says what is wrong.
    Problem(Box<Problem>),
    /// The server answered something that this app does not understand.
    Unclear,
}

/// What a request gives.
pub type Answer<T> = Result<T, Fault>;

impl Fault {
    /// The server's code, where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Fault::Problem(problem) => Some(&problem.code),
            Fault::Offline | Fault::Unclear => None,
        }
    }

    /// Whether the server gave this code.
    pub fn is(&self, code: &str) -> bool {
        self.code() == Some(code)
    }

    /// What went wrong and what to do, for the person.
    pub fn words(&self) -> String {
        match self {
            Fault::Offline => t!("error-offline"),
            Fault::Unclear => t!("error-other"),
            Fault::Problem(problem) => match problem.retry_after_seconds {
                Some(seconds) if problem.code == api::problem::code::TOO_MANY_REQUESTS => {
                    t!(
                        "error-too-many-requests-wait",
                        minutes = seconds.div_ceil(60)
                    )
                }
                _ => i18n::text_in("error", &problem.code),
            },
        }
    }

    /// What is wrong with one field, if that is what is wrong.
    pub fn words_for(&self, field: &str) -> Option<String> {
        let Fault::Problem(problem) = self else {
            return None;
        };
        if let Some(error) = problem.errors.iter().find(|error| error.field == field) {
            return Some(i18n::text_in("error", &error.code));
        }
        (problem.field.as_deref() == Some(field)).then(|| self.words())
    }

    /// Whether what is wrong is told beside one of these fields.
    pub fn is_about(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.words_for(field).is_some())
    }
}

/// Reads.
pub async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    let response = sent(builder(Method::GET, path).build()).await?;
    read(response).await
}

/// A file that the server made.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerFile {
    /// What the server calls it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Reads a file.
pub async fn get_file(path: &str) -> Answer<ServerFile> {
    let response = sent(builder(Method::GET, path).build()).await?;
    let named = response.headers().get("content-disposition");
    let name = named.as_deref().and_then(|value| {
        let (_, name) = value.split_once("filename=\"")?;
        name.split('"').next()
    });
    let name = name.unwrap_or("timetrakr").to_owned();
    let bytes = response.binary().await.map_err(|_| Fault::Offline)?;
    Ok(ServerFile { name, bytes })
}

/// Sends a body and reads the answer.
pub async fn send<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &B,
) -> Answer<T> {
    let response = sent(builder(method, path).json(body)).await?;
    read(response).await
}

/// Sends a request that has no body, and reads the answer.
pub async fn press<T: DeserializeOwned>(method: Method, path: &str) -> Answer<T> {
    let response = sent(builder(method, path).build()).await?;
    read(response).await
}

/// Sends a body; a good answer has nothing to read.
pub async fn tell<B: Serialize>(method: Method, path: &str, body: &B) -> Answer<()> {
    sent(builder(method, path).json(body)).await.map(|_| ())
}

/// Sends a request without a body; a good answer has nothing to read.
pub async fn tell_bare(method: Method, path: &str) -> Answer<()> {
    sent(builder(method, path).build()).await.map(|_| ())
}

/// Sends a body; the good answer is a file, for the caller to read.
pub async fn receive<B: Serialize>(method: Method, path: &str, body: &B) -> Answer<Response> {
    sent(builder(method, path).json(body)).await
}

/// Sends a file as it is and reads the answer.
pub async fn send_file<T: DeserializeOwned>(path: &str, file: &web_sys::File) -> Answer<T> {
    let request = builder(Method::POST, path)
        .header("content-type", "application/octet-stream")
        .body(file.clone());
    read(sent(request).await?).await
}

fn builder(method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", api::PREFIX);
    RequestBuilder::new(&url)
        .method(method)
        .header("accept", "application/json")
}

async fn sent(request: Result<Request, gloo_net::Error>) -> Answer<Response> {
    let request = request.map_err(|_| Fault::Unclear)?;
    let response = request.send().await.map_err(|_| Fault::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    match response.json::<Problem>().await {
        Ok(problem) => Err(Fault::Problem(Box::new(problem))),
        // A gateway in between answers in its own words when the server is away.
        Err(_) if matches!(response.status(), 502..=504) => Err(Fault::Offline),
        Err(_) => Err(Fault::Unclear),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    response.json().await.map_err(|_| Fault::Unclear)
}
