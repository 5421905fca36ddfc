//! Journeys: a person's way through the product, in real Chromium against the real binary.

mod crew;
mod export;
mod first_start;
mod import;
mod lan_tls;
mod main_job;
mod office;
mod offline_start;
mod spanish;
mod unsent_file;
