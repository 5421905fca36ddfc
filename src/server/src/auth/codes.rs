//! Codes that people type: 12 characters of Crockford's base 32, which has no letters that look
//! like digits. Invitations derive theirs from a secret of the server, so that the office can show
//! a code again while only its hash is stored.

use std::net::IpAddr;

use axum::http::{HeaderMap, Method};
use domain::InvitationId;
use oplog::v1::payload::InvitationPurpose;
use store::{Store, TokenHash};

use super::origin::{self, Sender};
use super::throttle::Key;
use crate::config::PublicUrl;
use crate::http::problem::Refused;
use crate::state::AppState;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many characters a code has: 60 bits.
pub const CODE_CHARS: usize = 12;

/// A code, as it is compared: 12 capital letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; CODE_CHARS]);

impl Code {
    /// The code of 60 bits out of these 64.
    pub fn from_bits(bits: u64) -> Self {
        let mut code = [0; CODE_CHARS];
        for (place, char) in code.iter_mut().enumerate() {
            let index = usize::try_from((bits >> (5 * place)) & 31).unwrap_or_default();
            *char = ALPHABET[index];
        }
        Self(code)
    }

    /// The code whose bits are the first of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let mut bits = [0; 8];
        bits.copy_from_slice(&bytes[..8]);
        Self::from_bits(u64::from_be_bytes(bits))
    }

    /// The code that someone typed: hyphens and spaces do not matter, nor case, and letters that
    /// look like digits are read as them. `None` for text that is no code.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut chars = typed.chars().filter(|c| *c != '-' && !c.is_whitespace());
        let mut code = [0; CODE_CHARS];
        for place in &mut code {
            let char = match chars.next()?.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                char => char,
            };
            let byte = u8::try_from(char).ok()?;
            *place = ALPHABET.contains(&byte).then_some(byte)?;
        }
        chars.next().is_none().then_some(Self(code))
    }

    /// What is stored to find it again.
    pub fn hash(&self, store: &Store) -> TokenHash {
        store.token_hash(&self.0)
    }
}

/// Takes one of a client's attempts at a code, which only a page of ours may make.
///
/// # Errors
/// When the page is of another site, or there were too many.
pub(crate) fn attempt(
    state: &AppState,
    client: IpAddr,
    headers: &HeaderMap,
) -> Result<Attempt, Refused> {
    let public_url = &state.settings().network.public_url;
    origin::check(public_url, &Method::POST, headers, Sender::NotForeign)?;
    let key = Key::of_client("code", client);
    let throttle = &state.throttles().code_client;
    throttle.take(key, state.now()).map_err(Refused::too_many)?;
    Ok(Attempt(key))
}

/// An attempt at a code that was counted.
pub(crate) struct Attempt(Key);

impl Attempt {
    /// The code was right: the client's attempts so far are forgotten.
    pub(crate) fn was_right(self, state: &AppState) {
        state.throttles().code_client.forgive(self.0);
    }
}

/// The code of an invitation: the same each time, from a secret of the store.
pub fn of_invitation(store: &Store, invitation: InvitationId) -> Code {
    Code::from_bytes(store.keyed_hash("invitation code", &invitation.to_bytes()))
}

/// The link that opens the right app with a code. The code is behind the `#`, which browsers do
/// not send: neither mail scanners nor logs of proxies see it.
pub fn link(public_url: &PublicUrl, purpose: InvitationPurpose, code: &Code) -> String {
    match purpose {
        InvitationPurpose::Device => format!("{public_url}/app/#join/{code}"),
        InvitationPurpose::Account => format!("{public_url}/#join/{code}"),
    }
}

impl std::fmt::Display for Code {
    /// `XXXX-XXXX-XXXX`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = std::str::from_utf8(&self.0).unwrap_or_default();
        write!(f, "{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = Code::from_bytes([0xa7; 32]);
        let shown = code.to_string();
        assert_eq!(shown.len(), 14);
        assert_eq!(Code::parse(&shown).unwrap(), code);
        assert_eq!(
            Code::parse(&shown.to_lowercase().replace('-', " ")).unwrap(),
            code
        );
        assert_eq!(Code::parse("OIL0-0000-0000"), Code::parse("011000000000"));
        assert_ne!(Code::from_bytes([0xa8; 32]), code);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for wrong in [
            "",
            "ABCD-EFGH-JKM",
            "ABCD-EFGH-JKMNP",
            "UUUU-UUUU-UUUU",
            "ÄBCD-EFGH-JKMN",
        ] {
            assert_eq!(Code::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_code_is_behind_the_hash_of_its_link() {
        let url = PublicUrl::parse("https://time.example.com").unwrap();
        let code = Code::from_bits(0);
        let phone = link(&url, InvitationPurpose::Device, &code);
        assert_eq!(phone, "https://time.example.com/app/#join/0000-0000-0000");
        let office = link(&url, InvitationPurpose::Account, &code);
        assert_eq!(office, "https://time.example.com/#join/0000-0000-0000");
    }
}
