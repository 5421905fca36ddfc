//! The server as phones and browsers see it: by its public address, from name to answer.

use std::error::Error;
use std::time::Duration;

use reqwest::Client;

use super::Finding;
use crate::config::{Config, PublicUrl};
use crate::tls::Standing;

const PART: &str = "public address";
const NAME: &str = "name";
const PHONES: &str = "phones";
/// How long each step may take.
const STEP: Duration = Duration::from_secs(10);

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let url = &config.network.public_url;
    let mut findings = Vec::new();
    if !url.is_secure_context() {
        let advice = "Phones work offline only under https://. See docs/operate/tls.md for the \
                      three ways to a certificate.";
        findings.push(Finding::wrong(
            PHONES,
            format!("{url} is not secure"),
            advice,
        ));
    } else if url.is_loopback() {
        let advice = "Set `public_url` to an address that phones can reach before you invite \
                      anyone.";
        findings.push(Finding::note(
            PHONES,
            format!("{url} is this machine alone"),
            advice,
        ));
    }
    match resolve(url).await {
        Ok(addresses) => findings.push(Finding::fine(
            NAME,
            format!("{} is {addresses}", url.host()),
        )),
        Err(error) => {
            let found = format!("{} has no address: {error}", url.host());
            let advice = "Add the name to your DNS, or name this machine's address in \
                          `public_url`.";
            findings.push(Finding::wrong(NAME, found, advice));
            return findings;
        }
    }
    findings.push(match ask(config, url).await {
        Ok(()) => Finding::fine(PART, format!("{url} answers from here")),
        Err(fault) => Finding::wrong(PART, format!("{url}: {}", fault.what), fault.advice),
    });
    findings
}

async fn resolve(url: &PublicUrl) -> Result<String, String> {
    let host = url.host().trim_start_matches('[').trim_end_matches(']');
    let looked = tokio::time::timeout(STEP, tokio::net::lookup_host((host, url.port()))).await;
    let addresses = looked
        .map_err(|_| "the name server did not answer".to_owned())?
        .map_err(|error| error.to_string())?;
    let mut addresses: Vec<String> = addresses.map(|address| address.ip().to_string()).collect();
    addresses.sort();
    addresses.dedup();
    Ok(addresses.join(", "))
}

struct Fault {
    what: String,
    advice: &'static str,
}

const SERVE: &str = "Start the server, and see that the router or the proxy passes this address \
                     on to where it listens (the setting `listen`).";
const TRUST: &str = "The certificate is not trusted from here. Phones that do not trust it cannot \
                     work offline; see docs/operate/tls.md.";
const OTHER: &str = "Something else answers at this address: check the port, and what the proxy \
                     passes on.";

async fn ask(config: &Config, url: &PublicUrl) -> Result<(), Fault> {
    let client = client(config).map_err(|error| Fault {
        what: chain(&error),
        advice: TRUST,
    })?;
    let asked = client.get(format!("{url}/healthz")).send().await;
    let answer = asked.map_err(|error| {
        let what = chain(&error);
        let untrusted = what.contains("certificate");
        Fault {
            what,
            advice: if untrusted { TRUST } else { SERVE },
        }
    })?;
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if status.is_success() && text.trim() == "ok" {
        return Ok(());
    }
    Err(Fault {
        what: format!("it answers with status {status}, and not as TimeTrakr does"),
        advice: OTHER,
    })
}

/// A client that trusts what this machine trusts, and the firm's local CA.
fn client(config: &Config) -> reqwest::Result<Client> {
    let standing = Standing::read(&config.data).ok().flatten();
    let authority = standing.and_then(|standing| standing.authority_der());
    let mut builder = Client::builder().timeout(STEP).no_proxy();
    if let Some(der) = authority {
        builder = builder.tls_certs_merge([reqwest::Certificate::from_der(&der)?]);
    }
    builder.build()
}

/// An error with its causes, on one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let own = inner.to_string();
        if !text.contains(&own) {
            text = format!("{text}: {own}");
        }
        cause = inner.source();
    }
    text
}
