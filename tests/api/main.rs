//! The HTTP API, in-process over a store in a temporary folder: every route with its success, its
//! permissions and its bad input, and companies that never see one another.

mod entries;
mod invitations;
mod isolation;
mod jobs;
mod live;
mod people;
mod permissions;
mod phone;
mod problems;
mod samples;
mod session;
mod setup;
mod support;
mod sync_route;
mod time;
mod web;
