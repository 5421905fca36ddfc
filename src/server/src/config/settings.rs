//! Every setting there is: its name, what it does, what is allowed and the default. The flags,
//! the environment variables, the check for unknown names and the reference in `docs/operate/`
//! all come from this one table.

/// How many values a setting takes, and who may see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    One,
    /// `true` or `false`; as a flag it may stand without a value.
    Switch,
    /// Several: a list in the file, commas in the environment, a flag given again.
    List,
    /// One value that no flag takes (other users of the machine can read flags) and that is
    /// never printed.
    Secret,
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the file, with its table: `smtp.host`.
    pub name: &'static str,
    /// How many values.
    pub kind: Kind,
    /// What stands for the value in help.
    pub placeholder: &'static str,
    /// What it does, in one or two sentences.
    pub about: &'static str,
    /// What is allowed.
    pub allowed: &'static str,
    /// The value it has when nobody sets it.
    pub default: Option<&'static str>,
    /// The default in words, where it depends on something else.
    pub default_words: &'static str,
    /// Its flag without dashes, where a shorter one than its name says enough.
    pub short_flag: Option<&'static str>,
}

impl Setting {
    /// The environment variable: `TIMETRAKR_SMTP_HOST`.
    pub fn variable(&self) -> String {
        format!(
            "{VARIABLE_PREFIX}{}",
            self.name.replace('.', "_").to_uppercase()
        )
    }

    /// The flag without its dashes: `smtp-host`. Secrets have none.
    pub fn flag(&self) -> Option<String> {
        let by_name = || self.name.replace(['.', '_'], "-");
        (self.kind != Kind::Secret).then(|| self.short_flag.map_or_else(by_name, str::to_owned))
    }

    /// The default as a person reads it.
    pub fn default_text(&self) -> &'static str {
        match self.default {
            Some(text) if self.default_words.is_empty() => text,
            Some(_) | None => self.default_words,
        }
    }
}

/// What every environment variable begins with.
pub const VARIABLE_PREFIX: &str = "TIMETRAKR_";
/// The variable that names the configuration file, which is not a setting of the file itself.
pub const CONFIG_VARIABLE: &str = "TIMETRAKR_CONFIG";

/// The setting of a name.
pub(super) fn named(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

const fn setting(name: &'static str, kind: Kind, placeholder: &'static str) -> Setting {
    Setting {
        name,
        kind,
        placeholder,
        about: "",
        allowed: "",
        default: None,
        default_words: "",
        short_flag: None,
    }
}

/// Every setting, in the order of the example file.
pub const SETTINGS: &[Setting] = &[
    Setting {
        about: "The folder that holds the database, its key and the control socket. It is created \
                if it does not exist; back it up.",
        allowed: "the path of a folder",
        default: Some("timetrakr-data"),
        ..setting("data", Kind::One, "DIR")
    },
    Setting {
        about: "The addresses and ports to listen on.",
        allowed: "one or more of ADDRESS:PORT, such as 127.0.0.1:8080, [::1]:8080, 0.0.0.0:443 or \
                  localhost:8080",
        default: Some("127.0.0.1:8080"),
        ..setting("listen", Kind::List, "ADDR")
    },
    Setting {
        about: "The address that people and phones use, from which every link and QR code is \
                made. Phones work offline only under https:// or on localhost.",
        allowed: "https://HOST or http://HOST with an optional port and no path, such as \
                  https://time.example.com",
        default_words: "http://localhost:PORT, or https:// with a certificate, while listening \
                        on this machine alone; otherwise it must be set",
        ..setting("public_url", Kind::One, "URL")
    },
    Setting {
        about: "The proxies whose X-Forwarded-For is believed. From anyone else the header is \
                ignored.",
        allowed: "addresses or ranges, such as 127.0.0.1 or 10.0.0.0/8",
        default_words: "none",
        ..setting("trusted_proxies", Kind::List, "RANGE")
    },
    Setting {
        about: "Disk space kept in reserve in the data folder, in MB, so that a full disk leaves \
                enough for a restart: `timetrakr recover-space` gives it up. 0 for none.",
        allowed: "a number from 0 to 65536",
        default: Some("64"),
        ..setting("reserve_mb", Kind::One, "MB")
    },
    Setting {
        about: "Serve plain http:// to other machines. Without encryption anyone on the network \
                can read passwords, and phones cannot work offline; use it behind a proxy that \
                speaks TLS.",
        allowed: "true or false",
        default: Some("false"),
        ..setting("allow_http", Kind::Switch, "BOOL")
    },
    Setting {
        about: "Where the certificate comes from: `files` of your own, `local-ca` for phones on the \
                firm's network, or `acme` for a public certificate.",
        allowed: "off, files, local-ca or acme",
        default_words: "files when tls.certificate and tls.key are set, else off",
        short_flag: Some("tls"),
        ..setting("tls.mode", Kind::One, "MODE")
    },
    Setting {
        about: "The certificate chain in PEM, the server's own certificate first.",
        allowed: "the path of a PEM file; set tls.key as well",
        default_words: "none",
        ..setting("tls.certificate", Kind::One, "FILE")
    },
    Setting {
        about: "The certificate's private key in PEM.",
        allowed: "the path of a PEM file (PKCS #8, PKCS #1 or SEC 1); set tls.certificate as well",
        default_words: "none",
        ..setting("tls.key", Kind::One, "FILE")
    },
    Setting {
        about: "Where plain http:// is answered beside the server's own addresses: with local-ca \
                the page that walks a phone through trusting this server, with acme and http-01 \
                the ACME server's question. Nothing else is served there.",
        allowed: "ADDRESS:PORT, such as 0.0.0.0:8081",
        default_words: "the first address of listen, with port 8081 for local-ca and 80 for acme",
        ..setting("tls.http_listen", Kind::One, "ADDR")
    },
    Setting {
        about: "With local-ca: announce this server on the network as timetrakr.local.",
        allowed: "true or false",
        default: Some("true"),
        ..setting("tls.mdns", Kind::Switch, "BOOL")
    },
    Setting {
        about: "With acme: the ACME server's directory.",
        allowed: "an address that begins with https://",
        default: Some("https://acme-v02.api.letsencrypt.org/directory"),
        ..setting("tls.acme_directory", Kind::One, "URL")
    },
    Setting {
        about: "With acme: who is told when something is wrong with the certificate.",
        allowed: "a mail address",
        default_words: "none",
        ..setting("tls.acme_contact", Kind::One, "ADDRESS")
    },
    Setting {
        about: "With acme: you have read the terms of the certificate's issuer and agree to them.",
        allowed: "true or false; needed with acme",
        default: Some("false"),
        ..setting("tls.acme_agree", Kind::Switch, "BOOL")
    },
    Setting {
        about: "With acme: how it is shown that the name is yours. http-01 needs port 80 of the \
                name, tls-alpn-01 its port 443, dns-01 neither.",
        allowed: "http-01, tls-alpn-01 or dns-01",
        default: Some("http-01"),
        ..setting("tls.acme_challenge", Kind::One, "KIND")
    },
    Setting {
        about: "With acme and dns-01: the command that puts a TXT record into the name's zone and \
                takes it away. It is called with `present NAME VALUE` and `cleanup NAME VALUE`, \
                and ends when the record can be seen.",
        allowed: "the path of a program",
        default_words: "none; needed with dns-01",
        ..setting("tls.acme_dns_hook", Kind::One, "FILE")
    },
    Setting {
        about: "The mail server that takes invitations. Without it, invitations are shared by \
                link and QR code.",
        allowed: "a host name or an address",
        default_words: "none: no mail is sent",
        ..setting("smtp.host", Kind::One, "HOST")
    },
    Setting {
        about: "Its port.",
        allowed: "a number from 1 to 65535",
        default_words: "587 with starttls, 465 with tls, 25 with none",
        ..setting("smtp.port", Kind::One, "PORT")
    },
    Setting {
        about: "How the connection is encrypted. `none` is refused together with a password, \
                unless the mail server is on this machine.",
        allowed: "starttls, tls or none",
        default: Some("starttls"),
        ..setting("smtp.security", Kind::One, "MODE")
    },
    Setting {
        about: "The user name, if the mail server wants one.",
        allowed: "a user name; set smtp.password or smtp.password_file as well",
        default_words: "none",
        ..setting("smtp.username", Kind::One, "NAME")
    },
    Setting {
        about: "The password. Not taken as a flag, because other users of the machine can read \
                flags.",
        allowed: "a password, in the file or the environment",
        default_words: "none",
        ..setting("smtp.password", Kind::Secret, "PASSWORD")
    },
    Setting {
        about: "A file with nothing but the password in it; use it in place of smtp.password.",
        allowed: "the path of a file that this program may read",
        default_words: "none",
        ..setting("smtp.password_file", Kind::One, "FILE")
    },
    Setting {
        about: "Who mail is from.",
        allowed: "an address such as TimeTrakr <time@example.com>",
        default_words: "none; needed with smtp.host",
        ..setting("smtp.from", Kind::One, "ADDRESS")
    },
    Setting {
        about: "What is logged. Logs carry ids and counts, never names, hours or secrets.",
        allowed: "a level (off, error, warn, info, debug, trace), or several by part: \
                  info,store=debug",
        default: Some("info"),
        ..setting("log.filter", Kind::One, "FILTER")
    },
    Setting {
        about: "How log lines look.",
        allowed: "text or json",
        default: Some("text"),
        ..setting("log.format", Kind::One, "FORMAT")
    },
    Setting {
        about: "Where metrics are answered for Prometheus, as http://ADDRESS/metrics.",
        allowed: "ADDRESS:PORT of this machine alone, such as 127.0.0.1:9464",
        default_words: "none: no metrics are answered",
        ..setting("metrics.listen", Kind::One, "ADDR")
    },
    Setting {
        about: "The folder that the server puts backups into, best on another disk. It is created \
                if it does not exist.",
        allowed: "the path of a folder",
        default_words: "none: the server makes no backups by itself",
        ..setting("backup.folder", Kind::One, "DIR")
    },
    Setting {
        about: "How long after the last backup the next one is made.",
        allowed: "hours or days up to a year, such as 12h or 1d",
        default_words: "1d, unless backup.at is set",
        ..setting("backup.every", Kind::One, "TIME")
    },
    Setting {
        about: "When the day's backup is made, on the company's clock, in place of backup.every.",
        allowed: "a time of day, such as 02:00",
        default_words: "none",
        ..setting("backup.at", Kind::One, "TIME")
    },
    Setting {
        about: "How many backups are kept. Older ones of this server are removed from the folder \
                once a new one is whole.",
        allowed: "a number from 1 to 10000",
        default: Some("14"),
        ..setting("backup.keep", Kind::One, "COUNT")
    },
    Setting {
        about: "Put the master key into each backup. With it, the file alone is enough to restore \
                and to read everything; without it, keep a copy of master.key elsewhere.",
        allowed: "true or false",
        default: Some("true"),
        ..setting("backup.with_key", Kind::Switch, "BOOL")
    },
    Setting {
        about: "How long one request may take.",
        allowed: "seconds from 1 to 600",
        default: Some("30"),
        ..setting("limits.request_seconds", Kind::One, "SECONDS")
    },
    Setting {
        about: "How long requests under way may go on after the server was told to stop.",
        allowed: "seconds from 0 to 600",
        default: Some("10"),
        ..setting("limits.shutdown_seconds", Kind::One, "SECONDS")
    },
    Setting {
        about: "How many live pages may be open at once; each holds one connection.",
        allowed: "a number from 1 to 100000",
        default: Some("1000"),
        ..setting("limits.live_pages", Kind::One, "COUNT")
    },
];
