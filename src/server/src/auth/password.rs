//! Passwords: what is accepted, and how they are hashed (argon2id with the second parameters that
//! OWASP recommends: 19 MiB, two passes, one lane).

mod common;

use std::sync::Arc;

use api::problem::code;
use argon2::{Algorithm, Argon2, Params, Version};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use store::Store;

use crate::http::problem::Refused;
use crate::state::AppState;

/// The fewest characters: length over composition.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The most characters: enough for any phrase, not enough to keep the server busy.
pub const PASSWORD_CHARS_MAX: usize = 256;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;

/// What a password must not be made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The person's e-mail address.
    pub email: &'a str,
    /// The person's name.
    pub person: &'a str,
    /// The company's name.
    pub company: &'a str,
}

/// Whether a new password will do.
///
/// # Errors
/// When it is too short, too long, one of those tried first, or made of names.
pub fn check_new(password: &str, about: About<'_>) -> Result<(), Refused> {
    let refused = |code, detail: &str| {
        Refused::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).about("password")
    };
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        let detail = "A password has at least 12 characters. A few words in a row do well.";
        return Err(refused(code::PASSWORD_TOO_SHORT, detail));
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(refused(
            code::PASSWORD_TOO_LONG,
            "A password has at most 256 characters.",
        ));
    }
    if common::is_common(password) {
        let detail = "This password is one of those that are tried first. Choose another.";
        return Err(refused(code::PASSWORD_COMMON, detail));
    }
    let local = about.email.split('@').next().unwrap_or_default();
    if common::is_made_of(password, &[about.email, local, about.person, about.company]) {
        let detail = "This password is made of a name that others know. Choose another.";
        return Err(refused(code::PASSWORD_GUESSABLE, detail));
    }
    Ok(())
}

/// The PHC string of a password, off the request's thread.
///
/// # Errors
/// When the server is stopping or out of memory.
pub async fn hash(state: &AppState, password: String) -> Result<String, Refused> {
    let salt = state.store().random::<16>();
    run(state, move || {
        let digest = digest(password.as_bytes(), &salt, MEMORY_KIB, PASSES, LANES)?;
        let encoded = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
        Some(format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${}${}",
            encoded(&salt),
            encoded(&digest)
        ))
    })
    .await?
    .ok_or_else(|| Refused::internal(&"a password could not be hashed"))
}

/// Whether a password is the one of a PHC string. Without a string (no such account) it works as
/// hard and says no, so that the time tells nothing.
///
/// # Errors
/// When the server is stopping.
pub async fn verify(
    state: &AppState,
    password: String,
    phc: Option<String>,
) -> Result<bool, Refused> {
    let stand_in = stand_in(state.store());
    run(state, move || {
        let known = phc.is_some();
        matches(&password, phc.as_deref().unwrap_or(&stand_in)) && known
    })
    .await
}

async fn run<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refused> {
    let permit = Arc::clone(state.hashing())
        .acquire_owned()
        .await
        .map_err(|error| Refused::internal(&error))?;
    // The permit goes with the work: a client that hangs up does not end what it began.
    let work = move || {
        let done = work();
        drop(permit);
        done
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Refused::internal(&error))
}

/// The parts of `$argon2id$v=19$m=..,t=..,p=..$SALT$HASH`.
struct Phc {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Phc {
    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("$argon2id$v=19$m=")?;
        let mut parts = rest.split('$');
        let mut numbers = parts.next()?.split(',');
        let phc = Self {
            memory_kib: numbers.next()?.parse().ok()?,
            passes: numbers.next()?.strip_prefix("t=")?.parse().ok()?,
            lanes: numbers.next()?.strip_prefix("p=")?.parse().ok()?,
            salt: STANDARD_NO_PAD.decode(parts.next()?).ok()?,
            hash: STANDARD_NO_PAD.decode(parts.next()?).ok()?,
        };
        (parts.next().is_none() && numbers.next().is_none()).then_some(phc)
    }
}

fn digest(
    password: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Option<[u8; HASH_BYTES]> {
    let params = Params::new(memory_kib, passes, lanes, Some(HASH_BYTES)).ok()?;
    let mut out = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password, salt, &mut out)
        .ok()?;
    Some(out)
}

fn matches(password: &str, phc: &str) -> bool {
    let Some(phc) = Phc::parse(phc) else {
        return false;
    };
    let password = password.as_bytes();
    digest(password, &phc.salt, phc.memory_kib, phc.passes, phc.lanes).is_some_and(|digest| {
        aws_lc_rs::constant_time::verify_slices_are_equal(&digest, &phc.hash).is_ok()
    })
}

/// A string that no password is known for, of the parameters in use.
fn stand_in(store: &Store) -> String {
    let salt = STANDARD_NO_PAD.encode(&store.keyed_hash("password stand-in", b"salt")[..16]);
    let hash = STANDARD_NO_PAD.encode(store.keyed_hash("password stand-in", b"hash"));
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(password: &str, expect: Result<(), &str>) {
        let about = About {
            email: "ana.diaz@example.com",
            person: "Ana Díaz",
            company: "Northside Builders",
        };
        let found = check_new(password, about);
        let found = found.map_err(|refused| refused.code.into_owned());
        assert_eq!(found, expect.map_err(str::to_owned), "{password}");
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        check("elevenchars", Err(code::PASSWORD_TOO_SHORT));
        check("the barn owl hums", Ok(()));
        check("ninguna prisa hoy", Ok(()));
        check(&"x4 ".repeat(100), Err(code::PASSWORD_TOO_LONG));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "password1234",
            "Passw0rd!2024",
            "qwertyuiop123",
            "123456789012",
            "aaaaaaaaaaaa",
            "letmeinletmein",
            "correct horse battery staple",
            "1q2w3e4r5t6y",
        ] {
            check(common, Err(code::PASSWORD_COMMON));
        }
    }

    #[test]
    fn names_that_others_know_are_refused() {
        check("northsidebuilders1", Err(code::PASSWORD_GUESSABLE));
        check("ana.diaz@example.com", Err(code::PASSWORD_GUESSABLE));
        check("anadiaz-anadiaz", Err(code::PASSWORD_GUESSABLE));
        check("builders drink cold tea", Ok(()));
    }

    #[test]
    fn a_password_matches_its_own_string_only() {
        // The shape that the reference implementation writes.
        let digest = digest(b"right", &[7; 16], 64, 1, 1).unwrap();
        let encode = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
        let phc = format!(
            "$argon2id$v=19$m=64,t=1,p=1${}${}",
            encode(&[7; 16]),
            encode(&digest)
        );
        assert!(matches("right", &phc));
        assert!(!matches("wrong", &phc));
        assert!(!matches("right", "$2b$12$abc"));
    }

    #[tokio::test]
    async fn a_client_that_hangs_up_frees_no_permit_before_the_work_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (state, _) = crate::state::testing::state(folder.path());
        let free = state.hashing().available_permits();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel::<()>();
        let asked = state.clone();
        let request = tokio::spawn(async move {
            let work = move || {
                begin.send(()).unwrap();
                ended.recv().is_ok()
            };
            run(&asked, work).await
        });
        begun.await.unwrap();
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        assert_eq!(state.hashing().available_permits(), free - 1);
        end.send(()).unwrap();
        let all = u32::try_from(free).unwrap();
        let back = state.hashing().acquire_many(all);
        let back = tokio::time::timeout(std::time::Duration::from_secs(30), back);
        assert!(back.await.unwrap().is_ok());
    }
}
