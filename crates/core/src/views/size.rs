//! How much of the disk this device takes, and for what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Words;
use crate::{Holding, Taker};

/// What the file holds, for every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HoldingView {
    /// Bytes of the database.
    pub database_bytes: u64,
    /// Bytes in it that are free to be written again.
    pub free_bytes: u64,
    /// Records that are here whole.
    pub records: u64,
    /// Records of which only the row is here.
    pub archived: u64,
    /// Of these, the ones that come whole with the next contact.
    pub wanted: u64,
}

/// What takes room, and how many bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SizeView {
    /// What.
    pub what: Words,
    /// Bytes.
    pub bytes: u64,
}

impl HoldingView {
    /// As it is shown.
    #[must_use]
    pub const fn of(holding: &Holding) -> Self {
        Self {
            database_bytes: holding.database_bytes,
            free_bytes: holding.free_bytes,
            records: holding.records,
            archived: holding.archived,
            wanted: holding.wanted,
        }
    }
}

impl SizeView {
    /// What takes room, as it is shown.
    #[must_use]
    pub fn all_of(sizes: &BTreeMap<Taker, u64>) -> Vec<Self> {
        let view = |(taker, bytes): (&Taker, &u64)| Self {
            what: words(*taker),
            bytes: *bytes,
        };
        sizes.iter().map(view).collect()
    }
}

fn words(taker: Taker) -> Words {
    match taker {
        Taker::Records => Words::new("records", "维修单", "records"),
        Taker::Statements => Words::new("statements", "签字凭证", "what was signed"),
        Taker::Lists => Words::new("lists", "列表与搜索", "list and search"),
        Taker::History => Words::new("history", "机器履历与归档", "units' history and archive"),
        Taker::Reference => Words::new("reference", "价目与资料", "prices and terms"),
        Taker::Other => Words::new("other", "其他", "other"),
    }
}
