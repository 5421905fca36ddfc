//! A browser that talks to the server without a network, and what it is answered.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::ORIGIN;

/// A browser with its cookies.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub address: SocketAddr,
    pub cookie: Arc<Mutex<Option<String>>>,
    pub headers: HeaderMap,
}

impl Browser {
    pub fn at(address: SocketAddr, router: Router) -> Self {
        Self {
            router,
            address,
            cookie: Arc::default(),
            headers: HeaderMap::new(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Another browser at the same address, without cookies.
    pub fn beside(&self) -> Self {
        Self {
            cookie: Arc::default(),
            ..self.clone()
        }
    }

    /// The same browser, which sends a header with each request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.insert(name, value.parse().unwrap());
        other
    }

    /// A POST without a body.
    pub async fn press(&self, path: &str) -> Answer {
        self.send(Method::POST, path, None).await
    }

    pub async fn octets(&self, path: &str, bytes: Vec<u8>) -> Answer {
        let request = self.request(Method::POST, path);
        let kind = (header::CONTENT_TYPE, "application/octet-stream");
        self.carry(request.header(kind.0, kind.1).body(bytes.into()).unwrap())
            .await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post(
            "/api/v1/session",
            json!({ "email": email, "password": password }),
        )
        .await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, path);
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.carry(request.unwrap()).await
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .extension(ConnectInfo(self.address));
        let headers = request.headers_mut().unwrap();
        headers.insert(header::ORIGIN, ORIGIN.parse().unwrap());
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if let Some(cookie) = self.cookie.lock().unwrap().as_deref() {
            headers.insert(header::COOKIE, cookie.parse().unwrap());
        }
        request
    }

    pub async fn carry(&self, request: Request<Body>) -> Answer {
        let line = format!("{} {}", request.method(), request.uri());
        let response = self.router.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            let gone = pair.ends_with('=');
            *self.cookie.lock().unwrap() = (!gone).then_some(pair);
        }
        let (parts, body) = response.into_parts();
        let live = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "text/event-stream");
        let bytes = if live {
            Vec::new()
        } else {
            body.collect().await.unwrap().to_bytes().into()
        };
        Answer {
            line,
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// The body of an answer that does not end.
    pub async fn open(&self, path: &str) -> axum::response::Response {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// A body of which nothing ever comes.
pub fn endless() -> Body {
    Body::from_stream(tokio_stream::pending::<Result<Vec<u8>, std::io::Error>>())
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub line: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{}: {} {}", self.line, self.status, self.text()))
    }

    #[track_caller]
    pub fn ok(&self) -> Value {
        self.is(StatusCode::OK);
        self.json()
    }

    #[track_caller]
    pub fn created(&self) -> Value {
        self.is(StatusCode::CREATED);
        self.json()
    }

    #[track_caller]
    pub fn is(&self, status: StatusCode) {
        assert_eq!(self.status, status, "{}: {}", self.line, self.text());
    }

    /// That it is a problem of this status and code, in the form of RFC 9457.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let found = (self.status.as_u16(), self.json()["code"].clone());
        assert_eq!(
            found,
            (status, json!(code)),
            "{}: {}",
            self.line,
            self.text()
        );
        let problem = self.json();
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        assert_eq!(problem["status"], status);
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| !detail.is_empty())
        );
        assert_eq!(
            problem["request_id"],
            self.headers["x-request-id"].to_str().unwrap()
        );
        problem
    }
}
