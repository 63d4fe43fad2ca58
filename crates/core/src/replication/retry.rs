//! Trying again after a failure that may pass, with more patience each time and never in step with others.

use std::time::Duration;

use crate::{Environment, RandomError};

/// How often one message is tried in all.
pub(super) const ATTEMPTS_MAX: u32 = 4;

const FIRST_MS: u64 = 400;
const LONGEST_MS: u64 = 8_000;

/// How long to wait before the next attempt: anything from nothing up to a limit that doubles ("full jitter", Brooker,
/// "Exponential Backoff And Jitter", AWS Architecture Blog 2015), so that a thousand devices that lost one server do
/// not come back at once.
pub(super) fn pause(environment: &Environment, attempt: u32) -> Result<Duration, RandomError> {
    let limit_ms = FIRST_MS
        .saturating_mul(1 << attempt.min(16))
        .min(LONGEST_MS);
    let random = u64::from_be_bytes(environment.draw()?);
    Ok(Duration::from_millis(random % (limit_ms + 1)))
}
