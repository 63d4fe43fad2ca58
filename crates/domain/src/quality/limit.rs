//! When the same cause on one model and batch is a batch quality event.

/// Of the known units of a batch, so many percent may fail by the same cause; one unit more passes the limit.
pub const BATCH_SHARE_PERCENT: i64 = 5;
/// So many units that failed by the same cause pass the limit, however large the batch is.
pub const BATCH_UNITS: i64 = 50;

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BatchLimit {
    /// More than [`BATCH_SHARE_PERCENT`] of the batch.
    Share,
    /// [`BATCH_UNITS`] units.
    Units,
}

impl BatchLimit {
    /// How it is stored; never becomes another's.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Units => "units",
        }
    }

    /// Reads [`BatchLimit::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Share, Self::Units]
            .into_iter()
            .find(|limit| limit.code() == code)
    }
}

/// Which limit so many failed units of a batch of so many known units pass; the share, where they pass both.
///
/// "Over 5 %" is read strictly: exactly 5 % does not pass. "50 units" is read as reached: the fiftieth unit passes. Both
/// count different units, not records. Of a batch without known units no share can be told.
#[must_use]
pub fn passed(failed: i64, known_units: i64) -> Option<BatchLimit> {
    let is_over_share = known_units > 0
        && i128::from(failed) * 100 > i128::from(known_units) * i128::from(BATCH_SHARE_PERCENT);
    if is_over_share {
        Some(BatchLimit::Share)
    } else if failed >= BATCH_UNITS {
        Some(BatchLimit::Units)
    } else {
        None
    }
}
