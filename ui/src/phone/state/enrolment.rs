//! Becoming somebody's phone, and ceasing to be.

use api::invitation::{EnrolRequest, Enrolled, InvitationLook, LookRequest, Purpose};
use api::problem::code;
use domain::MemberId;
use oplog::PublicKey;
use sycamore::prelude::*;
use ui::replica::channel::News;
use ui::replica::{DeviceKey, EnrolError, Identity, Pending};

use super::{Marker, Phone};
use crate::browser::device_name::device_name;
use crate::http::{HttpFault, post_json};
use crate::sync::Reason;

/// Why joining did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JoinFault {
    /// The server was not reached. Trying again is safe.
    NoAnswer,
    /// The code is unknown, spent, withdrawn or expired.
    NotOpen,
    /// The invitation is for the office.
    ForOffice,
    /// Work on this phone was not sent yet.
    Unsent,
    /// The server said no otherwise, with its code.
    Refused(String),
    /// This phone could not keep what it must; the text is for whoever helps.
    Storage(String),
}

/// What an invitation says, and who uses this phone now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looked {
    /// The code.
    pub(crate) code: String,
    /// What the server says of it.
    pub(crate) look: InvitationLook,
}

impl Phone {
    /// Looks an invitation up. Changes nothing.
    pub(crate) async fn look_up(self, code: String) -> Result<Looked, JoinFault> {
        let request = LookRequest { code: code.clone() };
        let look: InvitationLook = post_json("/api/v1/invitations/look", &request)
            .await
            .map_err(JoinFault::from)?;
        match look.purpose {
            Purpose::Device => Ok(Looked { code, look }),
            Purpose::Account => Err(JoinFault::ForOffice),
        }
    }

    /// Spends an invitation and becomes that person's phone. The key is kept before it is sent, so
    /// that the same request can be made again when its answer is lost.
    pub(crate) async fn enrol(self, code: String) -> Result<(), JoinFault> {
        let Some(core) = self.core.get_clone_untracked() else {
            return Err(JoinFault::Storage("the database is not open".to_owned()));
        };
        let storage = |error: &dyn std::fmt::Display| JoinFault::Storage(error.to_string());
        let held = core
            .database
            .pending()
            .await
            .map_err(|error| storage(&error))?;
        let (pending, key) = match held.filter(|(pending, _)| pending.code == code) {
            Some(held) => held,
            None => {
                let (key, public_key) = DeviceKey::generate()
                    .await
                    .map_err(|error| storage(&error))?;
                let user_agent = window().navigator().user_agent().unwrap_or_default();
                let pending = Pending {
                    code,
                    public_key,
                    device_name: device_name(&user_agent),
                };
                core.database
                    .keep_pending(&pending, &key)
                    .await
                    .map_err(|error| storage(&error))?;
                (pending, key)
            }
        };
        let request = EnrolRequest {
            code: pending.code.clone(),
            public_key: to_base64url(&pending.public_key.0),
            device_name: pending.device_name.clone(),
        };
        let enrolled: Enrolled = post_json("/api/v1/invitations/enrol", &request).await?;
        let identity = identity(enrolled, pending)
            .ok_or_else(|| JoinFault::Refused("the answer cannot be read".to_owned()))?;
        core.database
            .enrol(&identity, &key)
            .await
            .map_err(|error| match error {
                EnrolError::Unsent => JoinFault::Unsent,
                EnrolError::Db(error) => storage(&error),
            })?;
        self.tell(News::Identity);
        self.book.set(None);
        self.reload().await;
        self.sync_now(Reason::Hand);
        self.ask_to_persist().await;
        Ok(())
    }

    /// Forgets everything on this phone, if all of it was sent.
    pub(crate) async fn leave(self) -> Result<(), JoinFault> {
        let Some(core) = self.core.get_clone_untracked() else {
            return Ok(());
        };
        core.database.leave().await.map_err(|error| match error {
            EnrolError::Unsent => JoinFault::Unsent,
            EnrolError::Db(error) => JoinFault::Storage(error.to_string()),
        })?;
        Marker::forget();
        self.tell(News::Identity);
        self.reload().await;
        Ok(())
    }

    /// Whose phone this is.
    pub(crate) fn member(self) -> Option<MemberId> {
        self.book
            .with_untracked(|book| book.as_ref().map(|book| book.identity().member))
    }
}

impl From<HttpFault> for JoinFault {
    fn from(fault: HttpFault) -> JoinFault {
        match fault {
            HttpFault::NoAnswer => JoinFault::NoAnswer,
            HttpFault::BadAnswer => JoinFault::Refused("internal".to_owned()),
            HttpFault::Refused { code: said, .. } => match said.as_str() {
                code::INVITATION_NOT_OPEN | code::NOT_FOUND => JoinFault::NotOpen,
                code::INVITATION_FOR_OTHER_PURPOSE => JoinFault::ForOffice,
                _other => JoinFault::Refused(said),
            },
        }
    }
}

fn identity(enrolled: Enrolled, pending: Pending) -> Option<Identity> {
    Some(Identity {
        company: enrolled.company.0,
        company_name: enrolled.company_name,
        zone: enrolled.zone,
        workweek_starts: enrolled.workweek_starts,
        language: language_code(enrolled.language),
        device: enrolled.device.0,
        device_name: pending.device_name,
        log: enrolled.log.0,
        log_secret: from_base64url(&enrolled.log_secret)?,
        member: enrolled.member.0,
        employee: enrolled.employee.0,
        employee_name: enrolled.employee_name,
        public_key: pending.public_key,
        server_key: PublicKey(from_base64url(&enrolled.server_public_key)?),
        enrolled_at: enrolled.server_time,
    })
}

fn language_code(language: api::company::Language) -> String {
    match language {
        api::company::Language::En => "en",
        api::company::Language::Es => "es",
    }
    .to_owned()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding.
fn to_base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            out.push(char::from(ALPHABET[index as usize]));
        }
    }
    out
}

/// The 32 bytes of base64url without padding.
fn from_base64url(text: &str) -> Option<[u8; 32]> {
    let mut bytes = Vec::with_capacity(33);
    let (mut group, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        group = group << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(group >> bits & 0xff).ok()?);
        }
        group &= (1 << bits) - 1;
    }
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_reads_back_what_it_writes() {
        let mut bytes = [0_u8; 32];
        for round in 0..8_u8 {
            bytes
                .iter_mut()
                .enumerate()
                .for_each(|(at, byte)| *byte = (at as u8).wrapping_mul(37) ^ (round * 31));
            assert_eq!(from_base64url(&to_base64url(&bytes)), Some(bytes));
        }
        assert_eq!(to_base64url(b"\xfb\xef\xff"), "--__");
        assert_eq!(to_base64url(b"f"), "Zg");
        assert_eq!(from_base64url("not base64!"), None);
        assert_eq!(from_base64url("Zg"), None);
    }
}
