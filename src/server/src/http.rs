//! HTTP: the routes under `/api/v1`, their description, and the layers around them. Handlers
//! parse, ask `engine` and `store`, and shape the answer; they decide nothing about the trade.

mod backup;
mod calendar;
mod company;
mod cost_codes;
mod devices;
mod docs;
mod employees;
mod entries;
mod entry_shape;
mod events;
mod exceptions;
mod exports;
mod extract;
mod health;
mod imports;
mod invitations;
mod jobs;
mod join;
mod layers;
mod openapi;
mod page;
pub mod problem;
mod repeat;
mod reset;
pub mod routes;
mod session;
mod setup;
mod shape;
mod sync;
pub(crate) mod tag;
mod today;
mod tokens;
mod trust;
mod unsent;
mod week;
