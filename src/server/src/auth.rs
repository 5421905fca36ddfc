//! Who is asking: sign-in and sessions, one-time codes, and the member that a company-scoped
//! request runs as. What a member may do is not decided here but in `engine`.

pub mod audit;
pub mod bearer;
pub mod codes;
pub mod cookie;
pub mod member;
pub mod origin;
pub(crate) mod owners;
pub mod password;
pub(crate) mod places;
pub mod reset;
pub mod session;
pub mod setup_code;
pub mod throttle;
