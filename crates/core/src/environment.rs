//! What a device takes from the machine besides its folder and the network: the time, randomness, ids made of both, and
//! how much room there is.
//!
//! All are passed in, so that a test sets the clock and repeats the dice. The real ones stand here and nowhere else.

use std::{path::Path, sync::Arc};

use chrono::{DateTime, FixedOffset};
use rustix::time::{ClockId, clock_gettime};

/// The device's clock.
pub trait Clock: Send + Sync {
    /// Now, with the offset that the device shows.
    fn now(&self) -> DateTime<FixedOffset>;

    /// Milliseconds since some moment after which they only ever grow, whatever is done to the clock on the wall.
    fn elapsed_ms(&self) -> i64;
}

/// The source of ids, nonces and actors.
pub trait Random: Send + Sync {
    /// Fills the slice with bytes that nobody can guess.
    ///
    /// # Errors
    /// [`RandomError`] if the system gives none.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The system gave no randomness: nothing that needs a new id can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no randomness")]
pub struct RandomError;

/// How much room the device has left.
pub trait Space: Send + Sync {
    /// The bytes that are free where this folder lies; nothing if the system does not say.
    fn free_bytes(&self, folder: &Path) -> Option<u64>;
}

/// Clock, randomness and room together.
#[derive(Clone)]
pub struct Environment {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub random: Arc<dyn Random>,
    /// The room for photos.
    pub space: Arc<dyn Space>,
}

impl Environment {
    /// The machine's own.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            space: Arc::new(SystemSpace),
        }
    }

    /// Draws so many bytes.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn draw<const N: usize>(&self) -> Result<[u8; N], RandomError> {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A new id that sorts by the time it was made (UUID version 7).
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn new_uuid_v7(&self) -> Result<uuid::Uuid, RandomError> {
        let unix_ms = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(unix_ms, &self.draw()?).into_uuid())
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment")
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place where a device's clock is read
    fn now(&self) -> DateTime<FixedOffset> {
        chrono::Local::now().fixed_offset()
    }

    fn elapsed_ms(&self) -> i64 {
        let now = clock_gettime(NEVER_SET);
        now.tv_sec
            .saturating_mul(1_000)
            .saturating_add(now.tv_nsec / 1_000_000)
    }
}

/// The counter that nobody can set and that goes on while the machine sleeps: a phone sleeps in every pocket, and what
/// has elapsed since the server was heard would come out too short. The standard library's stops meanwhile.
#[cfg(any(target_os = "linux", target_os = "android"))]
const NEVER_SET: ClockId = ClockId::Boottime;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const NEVER_SET: ClockId = ClockId::Monotonic;

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(bytes).map_err(|_| RandomError)
    }
}

/// The machine's disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSpace;

impl Space for SystemSpace {
    fn free_bytes(&self, folder: &Path) -> Option<u64> {
        fs4::available_space(folder).ok()
    }
}
