//! A clock that stands still until a story moves it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

/// Where the stories happen: eight hours east of Greenwich.
const OFFSET_S: i32 = 8 * 60 * 60;

/// The clock of one device or of the server.
#[derive(Debug)]
pub struct SetClock {
    shown_ms: AtomicI64,
    elapsed_ms: AtomicI64,
}

impl SetClock {
    /// A clock that shows this moment.
    #[must_use]
    pub const fn at(unix_ms: i64) -> Self {
        Self {
            shown_ms: AtomicI64::new(unix_ms),
            elapsed_ms: AtomicI64::new(0),
        }
    }

    /// Time passes.
    pub fn pass(&self, by: TimeDelta) {
        self.set_wrong(by);
        self.elapsed_ms
            .fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// Somebody turns the hands; no time passes.
    pub fn set_wrong(&self, by: TimeDelta) {
        self.shown_ms
            .fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// What it shows, in milliseconds since 1970.
    #[must_use]
    pub fn shown_ms(&self) -> i64 {
        self.shown_ms.load(Ordering::SeqCst)
    }

    fn shown(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.shown_ms()).unwrap_or_default()
    }
}

impl doorstep_core::Clock for SetClock {
    fn now(&self) -> DateTime<FixedOffset> {
        match FixedOffset::east_opt(OFFSET_S) {
            Some(offset) => self.shown().with_timezone(&offset),
            None => self.shown().fixed_offset(),
        }
    }

    fn elapsed_ms(&self) -> i64 {
        self.elapsed_ms.load(Ordering::SeqCst)
    }
}

impl doorstep_server::environment::Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        self.shown()
    }
}
