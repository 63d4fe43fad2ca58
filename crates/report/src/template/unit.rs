//! Customer, unit, and what was wrong with it.

use super::{BELOW_HEADING, Template};
use crate::{settings::Section, words::Word};

impl Template<'_> {
    pub(super) fn unit(&mut self) {
        let shown = &self.source.statement.shown;
        let (customer, unit) = (&shown.customer, &shown.unit);
        self.heading(Word::CustomerAndUnit, BELOW_HEADING);
        self.facts(&[
            (Word::Customer, &customer.name),
            (Word::Telephone, &customer.phone),
        ]);
        self.fact(Word::Address, &customer.address);
        self.facts(&[
            (Word::UnitKind, &unit.kind),
            (Word::UnitModel, &unit.model),
            (Word::UnitSerial, &unit.serial),
            (Word::PurchasedOn, &unit.purchased_on),
        ]);
    }

    pub(super) fn fault(&mut self) {
        let shown = &self.source.statement.shown;
        let facts = [
            (Word::Symptom, shown.symptom.as_str()),
            (Word::Cause, &shown.cause),
            (Word::Work, &shown.work),
            (
                Word::CannotRepair,
                shown.cannot_repair.as_deref().unwrap_or_default(),
            ),
        ];
        let nothing = facts.iter().all(|(_, text)| text.trim().is_empty());
        if nothing || !self.shows(Section::Fault) {
            return;
        }
        self.heading(Word::Fault, BELOW_HEADING);
        for (word, text) in facts {
            self.fact(word, text);
        }
    }
}
