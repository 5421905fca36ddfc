//! The HTTP API, in-process over a store in a temporary folder: every route with its success, its
//! permissions and its bad input, and companies that never see one another.

mod backup;
mod calendar;
mod docs;
mod entries;
mod etags;
mod evidence;
mod exports;
mod forks;
mod held;
mod imports;
mod invitations;
mod isolation;
mod jobs;
mod lists;
mod live;
mod pay;
mod people;
mod permissions;
mod phone;
mod problems;
mod read_only;
mod recovery;
mod repeats;
mod reset;
mod samples;
mod session;
mod setup;
mod support;
mod sync_route;
mod time;
mod timesheets;
mod tokens;
mod web;
