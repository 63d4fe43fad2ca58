//! The low-space rule: photos stop while there is still room for records, and the screen says so before.

use std::path::Path;

use doorstep_words::{Phrase, view::file as words};

use super::FileError;
use crate::Environment;

/// What is kept free for records: no photo is taken that would go below it. A year of records with their signatures
/// takes less.
pub const RESERVE_BYTES: u64 = 200 * 1024 * 1024;
/// From here on the screen warns: some hundred photos before they stop.
pub const LOW_BYTES: u64 = 600 * 1024 * 1024;

/// How much room there is for photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceLevel {
    /// Enough.
    Enough,
    /// Photos still work; somebody should make room.
    Low,
    /// Photos are refused; records still work.
    Stop,
}

impl SpaceLevel {
    /// The level at so many free bytes; where the system does not say, enough.
    #[must_use]
    pub fn at(free_bytes: Option<u64>) -> Self {
        match free_bytes {
            Some(free) if free <= RESERVE_BYTES => Self::Stop,
            Some(free) if free <= LOW_BYTES => Self::Low,
            _ => Self::Enough,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Low => "low",
            Self::Stop => "stop",
        }
    }

    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::Enough => words::space::ENOUGH,
            Self::Low => words::space::LOW,
            Self::Stop => words::space::STOP,
        }
    }
}

/// Whether so many more bytes leave what is kept for records.
pub(super) fn check(environment: &Environment, folder: &Path, bytes: u64) -> Result<(), FileError> {
    match environment.space.free_bytes(folder) {
        Some(free) if free <= RESERVE_BYTES.saturating_add(bytes) => Err(FileError::LowSpace),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_warns_before_photos_stop() {
        for (free, level) in [
            (None, SpaceLevel::Enough),
            (Some(u64::MAX), SpaceLevel::Enough),
            (Some(LOW_BYTES + 1), SpaceLevel::Enough),
            (Some(LOW_BYTES), SpaceLevel::Low),
            (Some(RESERVE_BYTES + 1), SpaceLevel::Low),
            (Some(RESERVE_BYTES), SpaceLevel::Stop),
            (Some(0), SpaceLevel::Stop),
        ] {
            assert_eq!(SpaceLevel::at(free), level, "{free:?}");
        }
    }
}
