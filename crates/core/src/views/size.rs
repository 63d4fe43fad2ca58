//! How much of the disk this device takes, and for what.

use std::collections::BTreeMap;

use doorstep_words::view::size as words;
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
        Taker::Records => Words::of("records", words::RECORDS),
        Taker::Statements => Words::of("statements", words::STATEMENTS),
        Taker::Lists => Words::of("lists", words::LISTS),
        Taker::History => Words::of("history", words::HISTORY),
        Taker::Reference => Words::of("reference", words::REFERENCE),
        Taker::Other => Words::of("other", words::OTHER),
    }
}
