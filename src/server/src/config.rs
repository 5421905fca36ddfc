//! The server's configuration: flags over environment over file over defaults.
//!
//! Owns what settings exist, where each value came from, what is allowed, and one small struct
//! for each concern. Every problem is reported at once, each with the setting's name, its place
//! and what is allowed. Reads the environment and files only through [`Sources`], apart from
//! `smtp.password_file`, which it opens itself.

mod backup;
mod file;
mod limits;
mod log;
mod metrics;
mod network;
mod problem;
mod public_url;
mod reader;
mod reference;
mod secret;
mod settings;
mod smtp;
mod tls;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use backup::{BackupConfig, BackupSchedule};
pub use limits::LimitsConfig;
pub use log::{LogConfig, LogFormat};
pub use network::{AddressRange, NetworkConfig};
pub use problem::{ConfigErrors, Place, Problem};
pub use public_url::PublicUrl;
pub use reference::reference;
pub use secret::Secret;
pub use settings::{Kind, SETTINGS, Setting};
pub use smtp::{SmtpConfig, SmtpSecurity};
pub use tls::{AcmeChallenge, AcmeConfig, CertificateFiles, LocalCaConfig, TlsConfig};

use reader::Reader;

/// A configuration file that was read.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Where it is, for messages.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Where values come from, the weakest first.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file named by `--config` or `TIMETRAKR_CONFIG`.
    pub file: Option<ConfigFile>,
    /// The environment; only names that begin with `TIMETRAKR_` are looked at.
    pub variables: Vec<(String, String)>,
    /// The flags given, by the setting's name (`smtp.host`), each as often as it was given.
    pub flags: Vec<(String, String)>,
}

/// Everything that an operator can set.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that holds the database, its key and the control socket.
    pub data: PathBuf,
    /// Where to listen and what the world calls this server.
    pub network: NetworkConfig,
    /// Where the certificate comes from, when this server speaks TLS itself.
    pub tls: Option<TlsConfig>,
    /// The mail server, if there is one.
    pub smtp: Option<SmtpConfig>,
    /// What is logged and how.
    pub log: LogConfig,
    /// Where metrics are answered, on this machine alone; `None` nowhere.
    pub metrics: Option<SocketAddr>,
    /// Where backups go and when they are made, if the server makes them.
    pub backup: Option<BackupConfig>,
    /// Time and size limits.
    pub limits: LimitsConfig,
    /// How much disk space is kept in reserve for when the disk is full.
    pub reserve_bytes: u64,
}

impl Config {
    /// The configuration that the sources give.
    ///
    /// # Errors
    /// Every unknown or invalid setting, each with its place and what is allowed.
    pub fn load(sources: &Sources) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(sources);
        let data = data(&mut reader);
        let tls = tls::read(&mut reader);
        let network = network::read(&mut reader, tls.is_on());
        let tls = tls::finish(&mut reader, tls, network.as_ref());
        let smtp = smtp::read(&mut reader);
        let log = log::read(&mut reader);
        let metrics = metrics::read(&mut reader);
        let backup = backup::read(&mut reader);
        let limits = limits::read(&mut reader);
        let reserve_bytes = limits::reserve_bytes(&mut reader);
        reader.finish()?;
        let network = network.expect("invariant: a network that cannot be read is a problem");
        Ok(Self {
            data,
            network,
            tls,
            smtp,
            log,
            metrics,
            backup,
            limits,
            reserve_bytes,
        })
    }

    /// The data folder and where backups go, for commands that do not serve.
    ///
    /// # Errors
    /// As [`Config::load`], for these and for settings that do not exist.
    pub fn load_backup(sources: &Sources) -> Result<(PathBuf, Option<BackupConfig>), ConfigErrors> {
        let mut reader = Reader::new(sources);
        let data = data(&mut reader);
        let backup = backup::read(&mut reader);
        reader.finish()?;
        Ok((data, backup))
    }

    /// The data folder alone, for commands that do not serve.
    ///
    /// # Errors
    /// As [`Config::load`], for the data folder and for settings that do not exist.
    pub fn load_data(sources: &Sources) -> Result<PathBuf, ConfigErrors> {
        let mut reader = Reader::new(sources);
        let data = data(&mut reader);
        reader.finish()?;
        Ok(data)
    }
}

fn data(reader: &mut Reader) -> PathBuf {
    let path = reader.one("data", |text| {
        if text.trim().is_empty() {
            Err("it is empty".to_owned())
        } else {
            Ok(PathBuf::from(text))
        }
    });
    path.unwrap_or_default()
}

#[cfg(test)]
mod tests;
