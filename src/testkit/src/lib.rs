//! Builders for tests, which read like the trade: a crew, a phone, a clock. Only ever a
//! dev-dependency. Everything is deterministic: ids, keys and entropy count up from a seed, and
//! time stands still until a test moves it.

mod clock;
mod entropy;
mod phone;
mod scenario;

pub use clock::{FakeClock, at, local};
pub use entropy::Entropy;
pub use phone::TestPhone;
pub use scenario::{Person, Scenario};
