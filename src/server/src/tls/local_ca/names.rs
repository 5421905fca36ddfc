//! What this server is called on its network, and for which names its CA counts.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use rcgen::{CidrSubnet, GeneralSubtree, NameConstraints, SanType};
use serde::{Deserialize, Serialize};

use crate::config::{AddressRange, PublicUrl};

/// The name that is announced on the network.
pub(crate) const MDNS_NAME: &str = "timetrakr.local";

/// Domains that nobody owns, for use inside a network: RFC 6762, RFC 8375, RFC 6761, and what
/// routers commonly hand out.
const LAN_DOMAINS: [&str; 5] = ["local", "home.arpa", "localhost", "internal", "lan"];
/// Addresses that are not of the internet: RFC 1918, 6598, 3927, 4193, 4291 and this machine.
const LAN_RANGES: [(&str, u8); 9] = [
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("100.64.0.0", 10),
    ("169.254.0.0", 16),
    ("127.0.0.0", 8),
    ("fc00::", 7),
    ("fe80::", 10),
    ("::1", 128),
];

/// A name or an address that a certificate can be for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// A host name in lower case.
    Host(String),
    /// An address.
    Address(IpAddr),
}

impl Name {
    /// The host of an address for people.
    pub(crate) fn of_host(url: &PublicUrl) -> Self {
        match url.host_address() {
            Some(address) => Self::Address(address),
            None => Self::Host(url.host().to_owned()),
        }
    }

    /// As a certificate has it.
    pub(super) fn alternative(&self) -> Option<SanType> {
        match self {
            Self::Host(name) => name.as_str().try_into().ok().map(SanType::DnsName),
            Self::Address(address) => Some(SanType::IpAddress(*address)),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(name) => f.write_str(name),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// Everything that this server is called now: the host of `public_url`, `timetrakr.local`, the
/// machine's name, its addresses on local networks, and `localhost`.
pub(super) fn of_this_server(public_url: &PublicUrl) -> BTreeSet<Name> {
    let mut names = BTreeSet::from([
        Name::of_host(public_url),
        Name::Host(MDNS_NAME.to_owned()),
        Name::Host("localhost".to_owned()),
        Name::Address(IpAddr::from([127, 0, 0, 1])),
    ]);
    names.extend(machine_name().map(Name::Host));
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let addresses = interfaces.iter().map(|interface| interface.ip());
    // Nobody types a link-local address: it means nothing without its interface.
    let reachable = addresses.filter(|address| match address {
        IpAddr::V4(address) => !address.is_link_local(),
        IpAddr::V6(address) => !address.is_unicast_link_local(),
    });
    names.extend(reachable.map(Name::Address));
    names
}

/// The machine's own name, when it can stand in a certificate.
fn machine_name() -> Option<String> {
    let name = hostname::get().ok()?.into_string().ok()?;
    let name = name.to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let is_name = !name.is_empty() && name.chars().all(fits);
    (is_name && !name.starts_with(['.', '-']) && !name.ends_with('.')).then_some(name)
}

/// For which names a CA counts: those of local networks, and these hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Scope {
    hosts: Vec<String>,
}

impl Scope {
    /// The host of `public_url` and the machine's name, where they are not local anyway.
    pub(super) fn of_this_server(public_url: &PublicUrl) -> Self {
        let local = Self { hosts: Vec::new() };
        let own = [
            Some(Name::of_host(public_url)),
            machine_name().map(Name::Host),
        ];
        let beyond = own.into_iter().flatten().filter(|name| !local.holds(name));
        let mut hosts: Vec<String> = beyond.map(|name| name.to_string()).collect();
        hosts.dedup();
        Self { hosts }
    }

    /// The hosts beyond the local networks.
    pub(super) fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// Whether the CA counts for a name.
    pub(super) fn holds(&self, name: &Name) -> bool {
        match name {
            Name::Host(name) => {
                let hosts = self.hosts.iter().map(String::as_str);
                let mut domains = LAN_DOMAINS.into_iter().chain(hosts);
                domains.any(|domain| {
                    name.strip_suffix(domain)
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                })
            }
            Name::Address(address) => {
                let own = self.hosts.iter().any(|host| *host == address.to_string());
                let in_range = |(network, bits)| {
                    AddressRange::parse(&format!("{network}/{bits}"))
                        .is_ok_and(|range| range.contains(*address))
                };
                own || LAN_RANGES.into_iter().any(in_range)
            }
        }
    }

    /// The same as the CA's certificate says it.
    pub(super) fn constraints(&self) -> NameConstraints {
        let hosts = self.hosts.iter().map(String::as_str);
        let (addresses, names): (Vec<&str>, Vec<&str>) =
            hosts.partition(|host| host.parse::<IpAddr>().is_ok());
        let domains = LAN_DOMAINS.into_iter().chain(names);
        let whole = addresses.into_iter().map(|host| (host, 128));
        let ranges = LAN_RANGES.into_iter().chain(whole);
        let subnets = ranges.filter_map(|(network, bits)| {
            let network: IpAddr = network.parse().ok()?;
            let most = if network.is_ipv4() { 32 } else { 128 };
            Some(CidrSubnet::from_addr_prefix(network, bits.min(most)))
        });
        NameConstraints {
            permitted_subtrees: domains
                .map(|domain| GeneralSubtree::DnsName(domain.to_owned()))
                .chain(subnets.map(GeneralSubtree::IpAddress))
                .collect(),
            excluded_subtrees: Vec::new(),
        }
    }
}
