//! What was asked of the office (请示) and what it decided (同意).

use crate::{
    ids::EntryId,
    record::{Matter, Record, What},
};

/// A question to the office and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval<'r> {
    /// The entry that asked.
    pub request: EntryId,
    /// What it is about.
    pub matter: Matter,
    /// The new date for an extension, `YYYY-MM-DD`; else empty.
    pub until: &'r str,
    /// Up to how many percent may be let off, for a discount.
    pub percent: Option<i64>,
    /// Granted or refused; nothing while it is open. What somebody agreed to by telephone counts as granted until the
    /// office itself decides.
    pub granted: Option<bool>,
    /// The office itself has decided.
    pub is_decided: bool,
}

impl<'r> Approval<'r> {
    /// All questions of a record in the order of their entries. Of two decisions made apart a refusal holds: nobody
    /// acts against the word of the office.
    #[must_use]
    pub fn all_of(record: &'r Record) -> Vec<Self> {
        let decisions = |request: EntryId| {
            record
                .valid_entries()
                .filter_map(move |(_, entry)| match &entry.what {
                    What::ApprovalDecided(decided) if decided.request == request => {
                        Some(decided.granted)
                    }
                    _ => None,
                })
        };
        record
            .valid_entries()
            .filter_map(|(request, entry)| {
                let What::ApprovalAsked(asked) = &entry.what else {
                    return None;
                };
                let decided = decisions(request).reduce(|one, other| one && other);
                let by_phone = !asked.agreed_by_phone.is_empty();
                Some(Self {
                    request,
                    matter: asked.matter,
                    until: &asked.until,
                    percent: asked.percent,
                    granted: decided.or(by_phone.then_some(true)),
                    is_decided: decided.is_some(),
                })
            })
            .collect()
    }
}
