//! Journeys: a person's way through the product, in real Chromium against the real binary.

mod approvals;
mod copied_phone;
mod crew;
mod export;
mod first_start;
mod held;
mod import;
mod lan_tls;
mod main_job;
mod office;
mod offline_start;
mod payroll;
mod restored_server;
mod spanish;
mod storage;
mod timesheet;
mod unsent_file;
