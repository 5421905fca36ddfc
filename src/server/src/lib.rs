//! The server: HTTP, sign-in, mail, TLS, configuration, its own jobs and the embedded web app.
//!
//! Owns who may ask and how an answer travels; what may be done and what a figure is are
//! `engine`'s, what is kept is `store`'s. Only this crate names axum and rustls. A handler under
//! one company can reach no other: see [`auth::member`].

pub mod auth;
pub mod backups;
pub mod config;
pub mod control;
pub mod demo;
mod directory;
pub mod doctor;
pub mod export;
pub mod http;
pub mod imports;
pub mod jobs;
pub mod mail;
pub mod metrics;
mod payroll;
pub mod serve;
mod space;
pub mod state;
pub mod tls;
mod web;

pub use http::routes::{openapi_document, router};
pub use state::{AppState, Clock, Settings};
