//! `cash.hand_in`: the technician hands in the cash that he took, record by record under one slip.

use doorstep_domain::{
    course::{Refusal, cash::in_hand},
    money::Money,
    record::{CashHandedIn, What},
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Device, Error,
    records::{Done, RecordName, Situation, UseCase},
};

/// The technician hands in his cash. Each record is written by itself: if the program dies in between, what was not
/// written is still in hand, and is handed in by saying it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandInCash {
    /// The records whose cash it is; left out or empty, all on this device.
    #[serde(default)]
    pub records: Vec<RecordName>,
    /// The slip's number; left out, one is allotted, also offline.
    #[serde(default)]
    pub slip: String,
}

/// What was handed in.
#[derive(Debug, Clone)]
pub struct HandedIn {
    /// The slip's number; empty where there was nothing to hand in.
    pub slip: String,
    /// What came of it in each record.
    pub records: Vec<Done>,
}

impl Device {
    /// Hands in the technician's cash. After `Ok` it is durable.
    ///
    /// # Errors
    /// [`Error::Refused`] where a named record has no cash of his; otherwise what [`Device::perform`] says.
    pub fn hand_in_cash(&self, what: &HandInCash) -> Result<HandedIn, Error> {
        let records = if what.records.is_empty() {
            let all = self.cash_in_hand()?;
            all.iter()
                .map(|record| RecordName(record.record.to_string()))
                .collect()
        } else {
            what.records.clone()
        };
        let mut handed_in = HandedIn {
            slip: what.slip.clone(),
            records: Vec::with_capacity(records.len()),
        };
        for record in records {
            let done = self.perform(&OfOneRecord {
                record,
                slip: handed_in.slip.clone(),
            })?;
            let slip = done.entries.iter().find_map(|entry| {
                match &done.record.entries.get(entry)?.entry.what {
                    What::CashHandedIn(handed_in) => Some(handed_in.slip.clone()),
                    _ => None,
                }
            });
            handed_in.slip = slip.unwrap_or(handed_in.slip);
            handed_in.records.push(done);
        }
        Ok(handed_in)
    }
}

/// The cash of one record.
struct OfOneRecord {
    record: RecordName,
    slip: String,
}

impl UseCase for OfOneRecord {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let person = situation.scope.person();
        let mut pieces = in_hand(situation.record);
        pieces.retain(|piece| piece.person == *person);
        let mut edits = Vec::new();
        let mut slip = self.slip.clone();
        // A sum has one currency, so there is an entry for each; there is hardly ever a second.
        while let Some(currency) = pieces.first().map(|piece| piece.amount.currency) {
            let (these, others) = pieces
                .into_iter()
                .partition::<Vec<_>, _>(|piece| piece.amount.currency == currency);
            pieces = others;
            if slip.is_empty() {
                slip = situation.scope.next_number()?;
            }
            let minor = these
                .iter()
                .fold(0_i64, |sum, piece| sum.saturating_add(piece.amount.minor));
            edits.extend(situation.happened(What::CashHandedIn(CashHandedIn {
                slip: slip.clone(),
                covers: these.iter().map(|piece| piece.entry).collect(),
                amount: Money { minor, currency },
            }))?);
        }
        if edits.is_empty() {
            return Err(Refusal::NotInHand.into());
        }
        Ok(edits)
    }
}
