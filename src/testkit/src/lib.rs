//! Builders for tests, which read like the trade: a crew, a phone, a clock. Only ever a
//! dev-dependency. Everything is deterministic: ids, keys and entropy count up from a seed, and
//! time stands still until a test moves it.

mod clock;
mod dice;
mod disk;
mod entropy;
mod phone;
mod replica;
mod scenario;

pub use clock::{FakeClock, at, local};
pub use dice::Dice;
pub use disk::{Crash, Disk};
pub use entropy::Entropy;
pub use phone::TestPhone;
pub use replica::{End, Next, Replica};
pub use scenario::{Person, Scenario};
