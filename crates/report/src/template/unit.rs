//! Customer, unit, and what was wrong with it.

use super::{BELOW_HEADING, Template};
use crate::{settings::Section, words};

impl Template<'_> {
    pub(super) fn unit(&mut self) {
        let shown = &self.source.statement.shown;
        let (customer, unit) = (&shown.customer, &shown.unit);
        let kind = self.source.form.kind.as_deref().unwrap_or(&unit.kind);
        self.heading(words::CUSTOMER_AND_UNIT, BELOW_HEADING);
        self.facts(&[
            (words::CUSTOMER, &customer.name),
            (words::TELEPHONE, &customer.phone),
        ]);
        self.fact(words::ADDRESS, &customer.address);
        self.facts(&[
            (words::UNIT_KIND, kind),
            (words::UNIT_MODEL, &unit.model),
            (words::UNIT_SERIAL, &unit.serial),
            (words::PURCHASED_ON, &unit.purchased_on),
        ]);
    }

    pub(super) fn fault(&mut self) {
        let shown = &self.source.statement.shown;
        let facts = [
            (words::SYMPTOM, shown.symptom.as_str()),
            (words::CAUSE, &shown.cause),
            (words::WORK, &shown.work),
            (
                words::CANNOT_REPAIR,
                shown.cannot_repair.as_deref().unwrap_or_default(),
            ),
        ];
        let nothing = facts.iter().all(|(_, text)| text.trim().is_empty());
        if nothing || !self.shows(Section::Fault) {
            return;
        }
        self.heading(words::FAULT, BELOW_HEADING);
        for (word, text) in facts {
            self.fact(word, text);
        }
    }
}
