//! Second repair (返修): the same unit, the same fault or the same part, soon after an earlier repair. It is free for
//! the customer and counts against whoever did the earlier one, unless it is contested with a reason.

use chrono::NaiveDate;
use doorstep_words::trade::unit as words;
use serde::{Deserialize, Serialize};

use super::{EarlierRecord, UnitHistory};
use crate::{
    catalogue::Catalogue,
    cover::last_day_of_repair,
    ids::RecordId,
    named::named,
    record::{Field, Record},
};

/// Days from its closing that a repair is warranted where the catalogue does not say otherwise.
pub const SECOND_REPAIR_DAYS: u32 = 90;

/// What makes a repair the second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// The fault code is the same.
    Fault,
    /// A part is to be fitted that was fitted then.
    Part,
}

named!(Same {
    Fault "fault" words::same::FAULT;
    Part "part" words::same::PART;
});

/// A record is the second repair of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondRepair {
    /// The earlier record.
    pub first: RecordId,
    /// Its number.
    pub number: String,
    /// The person code of who repaired it then: it counts against him.
    pub technician: String,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// Days that it is warranted from then.
    pub days: u32,
    /// What is the same.
    pub same: Same,
    /// Outsiders had opened the unit already before the earlier repair.
    pub unit_was_opened: bool,
    /// Why it should not count against the technician; none if nobody contests it. The customer pays nothing either way.
    pub contested: Option<String>,
}

impl SecondRepair {
    /// Judges a record on a day, with the parts that are needed or were fitted now. Of several earlier repairs it is
    /// the second one of the latest; the same fault is named before the same part.
    #[must_use]
    pub fn judge<'p>(
        record: &Record,
        history: &UnitHistory,
        parts: impl IntoIterator<Item = &'p str>,
        day: NaiveDate,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let days = catalogue.second_repair_days.unwrap_or(SECOND_REPAIR_DAYS);
        let parts: Vec<&str> = parts.into_iter().collect();
        let (earlier, closed_on, same) = warranted(record, history, day, days)
            .filter_map(|(earlier, closed_on)| {
                let same = earlier.same_as(record.words(Field::FaultCode), &parts)?;
                Some((earlier, closed_on, same))
            })
            .max_by_key(|(earlier, closed_on, _)| (*closed_on, earlier.record))?;
        let contest = record.words(Field::SecondRepairContest);
        Some(Self {
            first: earlier.record,
            number: earlier.number.clone(),
            technician: earlier.technician.clone(),
            closed_on,
            days,
            same,
            unit_was_opened: earlier.opened,
            contested: (!contest.is_empty()).then(|| contest.to_owned()),
        })
    }

    /// The latest earlier repair of the same unit that is still warranted on a day: whoever takes the call cannot know yet
    /// whether the fault or the part is the same, but it may be a second repair. With the last day on which it would be one.
    #[must_use]
    pub fn possible<'h>(
        record: &Record,
        history: &'h UnitHistory,
        day: NaiveDate,
        catalogue: &Catalogue,
    ) -> Option<(&'h EarlierRecord, NaiveDate)> {
        let days = catalogue.second_repair_days.unwrap_or(SECOND_REPAIR_DAYS);
        warranted(record, history, day, days)
            .max_by_key(|(earlier, closed_on)| (*closed_on, earlier.record))
            .map(|(earlier, closed_on)| (earlier, last_day_of_repair(closed_on, days)))
    }

    /// The last day on which it would be one.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        last_day_of_repair(self.closed_on, self.days)
    }

    /// Whether it counts against the technician of the earlier repair.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.contested.is_none()
    }
}

/// The earlier repairs that are warranted on a day, with the day each was closed; none for a request that is no repair.
fn warranted<'h>(
    record: &Record,
    history: &'h UnitHistory,
    day: NaiveDate,
    days: u32,
) -> impl Iterator<Item = (&'h EarlierRecord, NaiveDate)> {
    let is_no_repair = matches!(
        record.words(Field::Request),
        "installation" | "maintenance" | "enquiry"
    );
    let earlier = history.earlier.iter().filter(move |_| !is_no_repair);
    earlier.filter_map(move |earlier| {
        let closed_on = earlier.closed_on.filter(|_| earlier.repaired)?;
        let inside = closed_on <= day && day <= last_day_of_repair(closed_on, days);
        inside.then_some((earlier, closed_on))
    })
}

impl EarlierRecord {
    fn same_as(&self, fault_code: &str, parts: &[&str]) -> Option<Same> {
        if !fault_code.is_empty() && self.fault_code == fault_code {
            return Some(Same::Fault);
        }
        let again = self
            .fitted
            .iter()
            .any(|fitted| parts.contains(&fitted.part.as_str()));
        again.then_some(Same::Part)
    }
}
