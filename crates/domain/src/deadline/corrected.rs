//! From the moment that a device claims to the corrected one.
//!
//! A device's clock may be wrong and may be set; what has elapsed since the program last heard the server cannot. So
//! where both are known, they say when it was; where the program was started anew since, the server's moment is at least
//! a floor; and without any server time there is only the claim. Deadlines and figures run on corrected moments; a
//! claim that differs much is shown, never refused.

use chrono::{DateTime, TimeDelta, Utc};
use doorstep_words::{Sentence, trade::deadline as words};
use serde::{Deserialize, Serialize};

use super::Moment;
use crate::named::named;

/// Seconds by which a clock may be off before anybody needs to look.
pub const TOLERANCE_S: i64 = 120;

/// When something happened, as a device can say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// By the device's clock, with the offset it was seen in.
    pub claimed: Moment,
    /// The server's clock as it was last seen; none before the first contact.
    pub last_server: Option<DateTime<Utc>>,
    /// Milliseconds since then by a counter that nobody can set; none if the program was started anew since.
    pub elapsed_ms: Option<i64>,
}

/// What a corrected moment rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The server's time and what elapsed since.
    Server,
    /// The claim, which is not before the server's last time.
    Claim,
    /// The server's last time: the claim is before it, which cannot be.
    Floor,
    /// Only the claim: the device had never heard the server.
    ClaimAlone,
}

named!(Basis {
    Server "server" words::basis::SERVER;
    Claim "claim" words::basis::CLAIM;
    Floor "floor" words::basis::FLOOR;
    ClaimAlone "claim_alone" words::basis::CLAIM_ALONE;
});

/// A moment that deadlines run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// The moment, in the claim's own offset.
    pub at: Moment,
    /// What it rests on.
    pub basis: Basis,
    /// How far the device's clock was ahead of it, below zero behind.
    pub ahead: TimeDelta,
}

/// What is irregular about a device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFinding {
    /// It differs from the corrected moment by more than [`TOLERANCE_S`].
    Wrong {
        /// How far it was ahead, below zero behind.
        ahead: TimeDelta,
    },
    /// It was set between two claims of one device.
    Jumped {
        /// By how much, below zero back.
        by: TimeDelta,
    },
}

impl Claim {
    /// The corrected moment.
    #[must_use]
    pub fn corrected(&self) -> Corrected {
        let offset = *self.claimed.offset();
        let elapsed = self.elapsed_ms.and_then(TimeDelta::try_milliseconds);
        let exact = self
            .last_server
            .zip(elapsed)
            .and_then(|(server, elapsed)| server.checked_add_signed(elapsed));
        let (at, basis) = match (exact, self.last_server) {
            (Some(exact), _) => (exact.with_timezone(&offset), Basis::Server),
            (None, Some(server)) if self.claimed < server => {
                (server.with_timezone(&offset), Basis::Floor)
            }
            (None, Some(_)) => (self.claimed, Basis::Claim),
            (None, None) => (self.claimed, Basis::ClaimAlone),
        };
        Corrected {
            at,
            basis,
            ahead: self.claimed - at,
        }
    }

    /// By how much the clock was set between an earlier claim of the same device and this one. Inside one run of the
    /// program any change is seen; across a start only a clock that went back.
    #[must_use]
    pub fn jumped_since(&self, earlier: &Self) -> Option<ClockFinding> {
        let went = self.claimed - earlier.claimed;
        let same_run = self.last_server == earlier.last_server;
        let elapsed = self
            .elapsed_ms
            .zip(earlier.elapsed_ms)
            .filter(|_| same_run)
            .and_then(|(now, then)| now.checked_sub(then))
            .and_then(TimeDelta::try_milliseconds);
        let by = match elapsed {
            Some(elapsed) => went.checked_sub(&elapsed)?,
            None => went.min(TimeDelta::zero()),
        };
        is_much(by).then_some(ClockFinding::Jumped { by })
    }
}

impl Corrected {
    /// Whether the device's clock was so far off that somebody should look.
    #[must_use]
    pub fn finding(&self) -> Option<ClockFinding> {
        is_much(self.ahead).then_some(ClockFinding::Wrong { ahead: self.ahead })
    }
}

impl ClockFinding {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Wrong { .. } => "clock_wrong",
            Self::Jumped { .. } => "clock_jumped",
        }
    }

    /// The sentence on a screen.
    #[must_use]
    pub fn words(&self) -> Sentence {
        let zero = TimeDelta::zero();
        match self {
            Self::Wrong { ahead } if *ahead < zero => Sentence::of(&words::clock_finding::Slow {
                minutes: &minutes(*ahead),
            }),
            Self::Wrong { ahead } => Sentence::of(&words::clock_finding::Fast {
                minutes: &minutes(*ahead),
            }),
            Self::Jumped { by } if *by < zero => Sentence::of(&words::clock_finding::SetBack {
                minutes: &minutes(*by),
            }),
            Self::Jumped { by } => Sentence::of(&words::clock_finding::SetForward {
                minutes: &minutes(*by),
            }),
        }
    }
}

fn is_much(by: TimeDelta) -> bool {
    by.abs() > TimeDelta::seconds(TOLERANCE_S)
}

fn minutes(by: TimeDelta) -> i64 {
    by.abs().num_minutes()
}
