//! What a certificate says of itself.

use std::net::IpAddr;

use jiff::Timestamp;
use x509_parser::extensions::GeneralName;

/// Whom a certificate names and when it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// Its names, as in an address.
    pub(super) names: Vec<String>,
    /// From when.
    pub(super) not_before: Timestamp,
    /// Until when.
    pub(super) not_after: Timestamp,
}

impl Facts {
    /// The facts of a certificate in DER, or `None` for what is not one.
    pub(super) fn of(certificate: &[u8]) -> Option<Self> {
        let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
        let names = parsed.subject_alternative_name().ok()?;
        let names = names
            .into_iter()
            .flat_map(|names| &names.value.general_names);
        let validity = parsed.validity();
        Some(Self {
            names: names.filter_map(name).collect(),
            not_before: Timestamp::from_second(validity.not_before.timestamp()).ok()?,
            not_after: Timestamp::from_second(validity.not_after.timestamp()).ok()?,
        })
    }
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        // Browsers look at no other kind.
        _other_kind => None,
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}
