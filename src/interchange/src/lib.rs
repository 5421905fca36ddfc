//! Importers and exporters: bytes to values and back. Pure: no file, network, clock or randomness;
//! it knows file formats and nothing of the company's state.

pub mod export;
pub mod import;
pub mod payfile;
pub mod payroll;
