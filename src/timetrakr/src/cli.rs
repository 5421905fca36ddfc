//! The command line. The flags of settings come from the server's table of settings, so that
//! help, the configuration file and the environment can never differ.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, Parser, Subcommand};
use server::config::{Kind, SETTINGS, Setting};

use crate::backup::BackupArguments;
use crate::compact::CompactOptions;
use crate::evidence::EvidenceArguments;
use crate::export::ExportOptions;
use crate::import::ImportOptions;
use crate::outbox::OutboxArguments;
use crate::owner::OwnerArguments;
use crate::payroll::PayrollArguments;
use crate::recover::RecoverOptions;
use crate::recover_space::RecoverSpaceOptions;
use crate::restore::RestoreOptions;

const EXAMPLES: &str = "\
Examples:
  Try it with a company made up for looking around:
    timetrakr demo --data demo
    timetrakr serve --data demo

  Serve on this machine alone, with the data in ./data:
    timetrakr serve --data data --listen 127.0.0.1:8080

  Serve a firm with a certificate of its own:
    timetrakr serve --data /var/lib/timetrakr --listen 0.0.0.0:443 \\
      --public-url https://time.example.com \\
      --tls-certificate fullchain.pem --tls-key privkey.pem

  Serve phones on the firm's own network, which trust it after one visit to a page:
    timetrakr serve --data /var/lib/timetrakr --listen 0.0.0.0:8443 \\
      --public-url https://192.168.1.20:8443 --tls local-ca

  Behind a proxy that speaks TLS, with settings in a file:
    timetrakr serve --config /etc/timetrakr.toml

  Check everything that is stored, while the server runs or not:
    timetrakr verify --data /var/lib/timetrakr";

const SERVE_EXAMPLES: &str = "\
Each setting can also stand in the file (its name with dots, such as smtp.host) or in the
environment (TIMETRAKR_SMTP_HOST). Flags win over the environment, and that over the file.
config/timetrakr.example.toml shows every setting.

Examples:
  timetrakr serve --data data --listen 127.0.0.1:8080
  timetrakr serve --config timetrakr.toml --log-filter info,store=debug
  TIMETRAKR_SMTP_PASSWORD=... timetrakr serve --config timetrakr.toml";

/// Time tracking for firms: phones that clock in without a signal, and the office that sees it.
#[derive(Debug, Parser)]
#[command(name = "timetrakr", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the office, the phones and the API until told to stop.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeOptions),
    /// Check every chain, signature and stored view, and print counts; exit 1 on problems.
    ///
    /// Asks the server that runs on the folder, and opens the folder itself when none runs.
    #[command(after_help = crate::verify::EXAMPLES)]
    Verify(VerifyOptions),
    /// Make a demo company in an empty data folder and print how to sign in.
    Demo(DemoOptions),
    /// Write timesheets to a file: CSV, TSV, XLSX, or PDF to print and sign.
    ///
    /// Asks the server that runs on the folder, and opens the folder itself when none runs.
    #[command(after_help = crate::export::EXAMPLES)]
    Export(ExportOptions),
    /// Bring hours out of a file: CSV, TSV or XLSX, from Toggl, Clockify, Harvest, Kimai,
    /// solidtime or any other program.
    ///
    /// Asks the server that runs on the folder, and opens the folder itself when none runs.
    #[command(after_help = crate::import::EXAMPLES)]
    Import(ImportOptions),
    /// Make a backup of everything in one file, or check one.
    ///
    /// Asks the server that runs on the folder, and opens the folder itself when none runs.
    #[command(after_help = crate::backup::EXAMPLES)]
    Backup(BackupArguments),
    /// Bring a backup back into an empty data folder.
    #[command(after_help = crate::restore::EXAMPLES)]
    Restore(RestoreOptions),
    /// Show what companies wait for after a restore, or go on without it.
    #[command(after_help = crate::recover::EXAMPLES)]
    Recover(RecoverOptions),
    /// Show or release mail that a restore holds back.
    #[command(after_help = crate::outbox::EXAMPLES)]
    Outbox(OutboxArguments),
    /// Give up the reserve of disk space, when the disk is full.
    #[command(after_help = crate::recover_space::EXAMPLES)]
    RecoverSpace(RecoverSpaceOptions),
    /// Give back the database's dead space, while no server runs.
    Compact(CompactOptions),
    /// Let an owner who is locked out back in.
    Owner(OwnerArguments),
    /// Hold the pay rules against cases in files.
    Payroll(PayrollArguments),
    /// Check an evidence pack, with nothing but the file.
    Evidence(EvidenceArguments),
    /// Look at everything around the server that can be wrong, and say what to do; exit 1 when
    /// something is wrong.
    ///
    /// Takes the settings as `serve` does: data folder, disk, database, clock, backups,
    /// certificate, mail server, and the public address from outside in.
    Doctor(DoctorOptions),
    /// Print the description of the HTTP API (OpenAPI, JSON).
    Openapi,
}

#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    #[command(flatten)]
    pub(crate) settings: AllSettings,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    #[command(flatten)]
    pub(crate) settings: AllSettings,
    /// Print the findings as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    #[command(flatten)]
    pub(crate) data: DataSetting,
    /// Mend what is damaged from a backup of this server, while none runs.
    #[arg(long, value_name = "BACKUP")]
    pub(crate) repair_from: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DemoOptions {
    #[command(flatten)]
    pub(crate) config: ConfigOption,
    #[command(flatten)]
    pub(crate) data: DataSetting,
    /// The same seed makes the same company.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ConfigOption {
    /// The file with the settings.
    #[arg(
        long = "config",
        value_name = "FILE",
        env = "TIMETRAKR_CONFIG",
        hide_env_values = true
    )]
    pub(crate) path: Option<PathBuf>,
}

/// Every setting that may stand on the command line.
#[derive(Debug, Default)]
pub(crate) struct AllSettings(pub(crate) Vec<(String, String)>);

/// The data folder alone.
#[derive(Debug, Default)]
pub(crate) struct DataSetting(pub(crate) Vec<(String, String)>);

fn of_all() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter()
}

fn of_data() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().filter(|setting| setting.name == "data")
}

fn argument(setting: &'static Setting) -> Option<Arg> {
    let flag = setting.flag()?;
    let about = format!("{} [default: {}]", setting.about, setting.default_text());
    let argument = Arg::new(setting.name)
        .long(flag)
        .value_name(setting.placeholder)
        .help(about);
    Some(match setting.kind {
        Kind::One | Kind::Secret => argument.action(ArgAction::Set),
        Kind::List => argument.action(ArgAction::Append),
        Kind::Switch => argument
            .action(ArgAction::Set)
            .num_args(0..=1)
            .default_missing_value("true")
            .value_parser(PossibleValuesParser::new(["true", "false"]))
            .hide_possible_values(true)
            .require_equals(true),
    })
}

fn given(
    settings: impl Iterator<Item = &'static Setting>,
    matches: &ArgMatches,
) -> Vec<(String, String)> {
    settings
        .filter(|setting| setting.flag().is_some())
        .flat_map(|setting| {
            let values = matches
                .get_many::<String>(setting.name)
                .into_iter()
                .flatten();
            values.map(|value| (setting.name.to_owned(), value.clone()))
        })
        .collect()
}

macro_rules! setting_flags {
    ($name:ident, $settings:ident) => {
        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(given($settings(), matches)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                self.0 = given($settings(), matches);
                Ok(())
            }
        }

        impl Args for $name {
            fn augment_args(command: clap::Command) -> clap::Command {
                command.args($settings().filter_map(argument))
            }

            fn augment_args_for_update(command: clap::Command) -> clap::Command {
                Self::augment_args(command)
            }
        }
    };
}

setting_flags!(AllSettings, of_all);
setting_flags!(DataSetting, of_data);

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn serve(arguments: &[&str]) -> Vec<(String, String)> {
        let all = ["timetrakr", "serve"].iter().chain(arguments);
        match Arguments::parse_from(all).command {
            Command::Serve(options) => options.settings.0,
            other => panic!("not serve: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_in_order() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_setting_but_a_secret_is_a_flag() {
        let help = Arguments::command()
            .find_subcommand_mut("serve")
            .unwrap()
            .render_long_help()
            .to_string();
        for setting in SETTINGS {
            let by_name = || setting.name.replace(['.', '_'], "-");
            let flag = format!("--{}", setting.flag().unwrap_or_else(by_name));
            assert_eq!(
                help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}[")),
                setting.kind != Kind::Secret,
                "{flag}\n{help}"
            );
        }
    }

    #[test]
    fn flags_are_taken_as_settings() {
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            serve(&[
                "--listen",
                "127.0.0.1:1",
                "--listen",
                "[::1]:1",
                "--allow-http",
                "--smtp-host=m"
            ]),
            [
                own("listen", "127.0.0.1:1"),
                own("listen", "[::1]:1"),
                own("allow_http", "true"),
                own("smtp.host", "m")
            ]
        );
        assert_eq!(serve(&["--allow-http=false"]), [own("allow_http", "false")]);
        assert!(serve(&[]).is_empty());
    }
}
