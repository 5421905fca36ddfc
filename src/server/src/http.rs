//! HTTP: the routes under `/api/v1`, their description, and the layers around them. Handlers
//! parse, ask `engine` and `store`, and shape the answer; they decide nothing about the trade.

mod company;
mod cost_codes;
mod devices;
mod employees;
mod entries;
mod entry_shape;
mod events;
mod exceptions;
mod extract;
mod health;
mod invitations;
mod jobs;
mod join;
mod layers;
mod openapi;
mod page;
pub mod problem;
pub mod routes;
mod session;
mod setup;
mod shape;
mod sync;
mod today;
mod unsent;
mod week;
