//! What ends a warranty (domain: who pays, exclusions).

use std::collections::BTreeSet;

use doorstep_words::trade::cover as words;
use serde::{Deserialize, Serialize};

use crate::{
    named::named,
    record::{Field, FieldValue, Record, What},
};

/// Why a fault is not under warranty. The order is the one in which the first is shown: what caused the fault before
/// what is wrong with the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Altered or opened by outsiders (自行改装、非指定人员拆动).
    Opened,
    /// Used against the manual (未按说明书使用).
    Misuse,
    /// Lightning, flood, fire (不可抗力).
    ForceMajeure,
    /// Bad storage or care (保管、维护不当).
    PoorCare,
    /// Goods sold as seconds (等外品、处理品).
    Seconds,
    /// The card or the invoice was altered (涂改).
    AlteredProof,
    /// No card or no invoice.
    NoProof,
}

named!(Exclusion {
    Opened "opened" words::exclusion::OPENED;
    Misuse "misuse" words::exclusion::MISUSE;
    ForceMajeure "force_majeure" words::exclusion::FORCE_MAJEURE;
    PoorCare "poor_care" words::exclusion::POOR_CARE;
    Seconds "seconds" words::exclusion::SECONDS;
    AlteredProof "altered_proof" words::exclusion::ALTERED_PROOF;
    NoProof "no_proof" words::exclusion::NO_PROOF;
});

/// The words of [`Field::Exclusion`], in the order of [`Exclusion`].
pub const EXCLUSIONS: &[&str] = &[
    "opened",
    "misuse",
    "force_majeure",
    "poor_care",
    "seconds",
    "altered_proof",
    "no_proof",
];

impl Exclusion {
    /// Reads [`Exclusion::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|exclusion| exclusion.code() == code)
    }

    /// Whether the warranty of our own work stands all the same: how the unit was sold and what became of its papers
    /// changes nothing about a part that we fitted. Whether outsiders opened the unit before our work or after it is
    /// asked apart.
    #[must_use]
    pub const fn spares_own_work(self) -> bool {
        match self {
            Self::Opened | Self::Seconds | Self::AlteredProof | Self::NoProof => true,
            Self::Misuse | Self::ForceMajeure | Self::PoorCare => false,
        }
    }
}

/// What ends the warranty of a record's unit: what was written into the field, what was seen of its inside, and papers
/// that no visit has seen. Before the first visit nobody could see them.
#[must_use]
pub fn exclusions(record: &Record) -> BTreeSet<Exclusion> {
    let mut found: BTreeSet<Exclusion> = Exclusion::from_code(record.words(Field::Exclusion))
        .into_iter()
        .collect();
    if record.field(Field::OpenedByOutsiders) == Some(&FieldValue::YesNo(true)) {
        found.insert(Exclusion::Opened);
    }
    let mut visits = record
        .valid_entries()
        .filter_map(|(_, entry)| match entry.what {
            What::Visit {
                proof_of_purchase_seen,
                ..
            } => Some(proof_of_purchase_seen),
            _ => None,
        })
        .peekable();
    if visits.peek().is_some() && !visits.any(|seen| seen) {
        found.insert(Exclusion::NoProof);
    }
    found
}
