//! Units that changed hands: the customer's in the workshop against a custody receipt (收据), and loaners (替补商品) that
//! are with customers. [`units_of`] gives those of a record, with the day that counts for the return.

use chrono::NaiveDate;

use crate::{
    deadline::{Moment, Promised, Timeline},
    ids::EntryId,
    record::{Handover, Record, What},
};

/// A unit that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver<'r> {
    /// The entry by which it was.
    pub entry: EntryId,
    /// A loaner, which the customer has; else the customer's, which we have.
    pub is_loaner: bool,
    /// The receipt.
    pub handover: &'r Handover,
    /// The day that counts for the return, approved extensions included; none where no day was promised.
    pub promised_on: Option<NaiveDate>,
    /// A later day was asked for and is not approved.
    pub is_unapproved: bool,
    /// When it was handed over, corrected.
    pub taken: Moment,
    /// When it came back, corrected.
    pub returned: Option<Moment>,
}

/// The units of a record, in the order of their entries.
#[must_use]
pub fn units_of(record: &Record) -> Vec<HandedOver<'_>> {
    let changed_hands = |what: &What| matches!(what, What::CustodyTaken(_) | What::LoanerLent(_));
    if !record
        .valid_entries()
        .any(|(_, entry)| changed_hands(&entry.what))
    {
        // As nearly always.
        return Vec::new();
    }
    let timeline = Timeline::of(record, |_, entry| entry.corrected().at);
    record
        .valid_entries()
        .filter_map(|(entry, is)| {
            let (handover, is_loaner) = match &is.what {
                What::CustodyTaken(handover) => (handover, false),
                What::LoanerLent(handover) => (handover, true),
                _ => return None,
            };
            let custody = timeline
                .custody
                .iter()
                .find(|custody| custody.taken.entry == Some(entry));
            let first = handover.promised_on.parse().ok();
            let promised_on = custody.map_or(first, |custody| {
                Promised::in_force(&custody.back_on).map(|promised| promised.on)
            });
            Some(HandedOver {
                entry,
                is_loaner,
                handover,
                promised_on,
                is_unapproved: custody
                    .is_some_and(|custody| Promised::is_unapproved(&custody.back_on)),
                taken: is.corrected().at,
                returned: returned(record, entry),
            })
        })
        .collect()
}

fn returned(record: &Record, handover: EntryId) -> Option<Moment> {
    record.valid_entries().find_map(|(_, entry)| {
        let back = match &entry.what {
            What::CustodyReturned(back) | What::LoanerReturned(back) => back,
            _ => return None,
        };
        (back.handover == handover).then(|| entry.corrected().at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        record::Matter,
        story::{self, Story},
    };

    /// Each unit: loaner or not, the day that counts, whether a later one is not approved, whether it is back.
    fn says(story: &Story) -> Vec<(bool, String, bool, bool)> {
        units_of(&story.record)
            .iter()
            .map(|unit| {
                let day = unit.promised_on.map(|day| day.to_string());
                (
                    unit.is_loaner,
                    day.unwrap_or_default(),
                    unit.is_unapproved,
                    unit.returned.is_some(),
                )
            })
            .collect()
    }

    #[test]
    fn a_unit_in_the_workshop_and_the_loaner_for_it() {
        let mut story = Story::repair();
        assert!(says(&story).is_empty());
        story::arrive(&mut story);
        let taken = story.does(story::unit_taken());
        let lent = story.does(story::loaner_lent());
        let promised = (false, "2026-11-30".to_owned(), false, false);
        let loaner = (true, String::new(), false, false);
        assert_eq!(says(&story), [promised.clone(), loaner.clone()]);

        let asked = story.does(story::asks_approval(Matter::Extension));
        let waits = (false, "2026-11-30".to_owned(), true, false);
        assert_eq!(says(&story), [waits, loaner.clone()]);
        story.does(story::decides(asked, true));
        let extended = (false, "2026-11-27".to_owned(), false, false);
        assert_eq!(
            says(&story),
            [extended, loaner],
            "the day that was approved"
        );

        story.does(story::unit_returned(taken));
        story.does(story::loaner_returned(lent));
        let back: Vec<bool> = says(&story).into_iter().map(|unit| unit.3).collect();
        assert_eq!(back, [true, true]);
    }
}
