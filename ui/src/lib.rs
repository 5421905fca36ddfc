//! The shared half of the web app: the component library, languages, and the small bridge to the
//! browser that both entry points need.
//!
//! It knows how things look and read, never what they mean: no component here knows of a time
//! entry, a job or a company. Pages live in the two bins, `office` and `phone`. [`replica`] is the
//! exception to the first sentence: the phone's own copy of the company, without any pages.

pub mod components;
pub mod dom;
pub mod files;
pub mod i18n;
pub mod reactive;
pub mod replica;
pub mod theme;
