//! Who pays, line by line (domain: who pays; 三包 / 有偿 / 合同 / 返修).
//!
//! Start at [`Case::who_pays`]: what is known of the unit and of its earlier repairs goes in as plain data, one
//! [`Rule`] with the dates and months it hangs on comes out. Who pays follows from the rule, and so do its words. Whoever
//! decides otherwise by hand gives a reason, and both stand in the [`Decision`].

mod exclusion;
mod rule;
mod term;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use doorstep_words::Sentence;

use crate::{
    catalogue::Catalogue,
    course::Facts,
    quote::{LineKind, Payer},
    record::{Field, Record, What},
    unit_history::{SecondRepair, UnitHistory},
};

pub use exclusion::{EXCLUSIONS, Exclusion, exclusions};
pub use rule::Rule;
pub(crate) use rule::last_day_of_repair;
pub use term::Term;

/// What a visit's lines are decided by. Nothing else is looked at, so the same case is decided the same way everywhere.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The record as it stands.
    pub record: &'a Record,
    /// Terms and components.
    pub catalogue: &'a Catalogue,
    /// The earlier records of the same unit.
    pub history: &'a UnitHistory,
    /// The day of the visit in the customer's calendar; [`visit_day`] reads it off the record.
    pub day: NaiveDate,
    /// The day on which the customer said that he was not satisfied, if this visit is the second service for it.
    pub not_satisfied_on: Option<NaiveDate>,
}

/// What one line of a quote is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The line is the part itself; otherwise it is labour or another fee.
    pub is_part: bool,
    /// The part: of a part's line its own, of any other line the part that the work is for; none if it is for none.
    pub part: Option<AskedPart<'a>>,
}

/// A part that is to be fitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AskedPart<'a> {
    /// The catalogue's code.
    pub code: &'a str,
    /// The component it is; empty if it has no term of its own.
    pub component: &'a str,
    /// Pieces of it.
    pub pieces: i64,
    /// The serial number on the piece that failed; empty if it has none or nobody has read it yet.
    pub failed_serial: &'a str,
}

/// Who pays a line, by which rule, and why otherwise if it was decided by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who pays.
    pub payer: Payer,
    /// What the rules say.
    pub rule: Rule,
    /// Why another payer than the rule's; none where the rule holds.
    pub override_reason: Option<String>,
}

/// A payer was given by hand against the rules, and nobody said why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("who pays is decided by the rules: another payer needs a reason")]
pub struct ReasonNeeded;

/// The day on which the customer said that he was not satisfied; none once he has signed for a second service, or if he
/// never said so.
#[must_use]
pub fn not_satisfied_day(record: &Record) -> Option<NaiveDate> {
    if !Facts::of(record).dissatisfied {
        return None;
    }
    record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::NotSatisfied { .. }))
        .map(|(_, entry)| entry.at.date_naive())
        .last()
}

/// The day on which the unit was seen last, by the entry's id, in the offset in which it was seen: the customer's own
/// calendar. That is the latest arrival, or the day on which he brought it in. None before anybody saw it.
#[must_use]
pub fn visit_day(record: &Record) -> Option<NaiveDate> {
    record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::Visit { .. } | What::CustodyTaken(_)))
        .map(|(_, entry)| entry.at.date_naive())
        .last()
}

impl Decision {
    /// The rule holds.
    #[must_use]
    pub const fn by_rule(rule: Rule) -> Self {
        Self {
            payer: rule.payer(),
            rule,
            override_reason: None,
        }
    }

    /// The payer was given by hand. Where it is the rule's own, the rule holds and no reason is kept.
    ///
    /// # Errors
    /// [`ReasonNeeded`] if it is another one and the reason is blank.
    pub fn by_hand(rule: Rule, payer: Payer, reason: &str) -> Result<Self, ReasonNeeded> {
        if payer == rule.payer() {
            return Ok(Self::by_rule(rule));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(ReasonNeeded);
        }
        Ok(Self {
            payer,
            rule,
            override_reason: Some(reason.to_owned()),
        })
    }

    /// The sentence as it stands in the quote.
    #[must_use]
    pub fn words(&self) -> Sentence {
        self.override_reason
            .as_deref()
            .map_or_else(|| self.rule.words(), words::overridden)
    }
}

impl<'a> AskedPart<'a> {
    /// The part that the labour of a quote is for where its line does not say so: the only part of the quote. With
    /// several parts nobody can tell, and with none there is none.
    #[must_use]
    pub fn only(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let first = parts.next()?;
        parts.next().is_none().then_some(first)
    }
}

impl<'a> Asked<'a> {
    /// A line of a kind; `part` as in [`Asked::part`].
    #[must_use]
    pub fn of(kind: LineKind, part: Option<AskedPart<'a>>) -> Self {
        Self {
            is_part: kind == LineKind::Part,
            part,
        }
    }

    /// The component that the line is; labour on a component is not the component.
    fn component(&self) -> Option<&'a str> {
        let part = self.part.as_ref().filter(|_| self.is_part)?;
        (!part.component.is_empty()).then_some(part.component)
    }
}

impl Case<'_> {
    /// The rule that decides a line, in this order:
    ///
    /// 1. The second service for a customer who was not satisfied is free.
    /// 2. A second repair (返修) and a part that failed again inside its own term are free, part and labour: that is
    ///    our own work's warranty, so it needs no invoice and stands before a contract. It falls away where the fault
    ///    comes from the customer's side ([`Exclusion::spares_own_work`]).
    /// 3. A maintenance contract pays everything else.
    /// 4. An exclusion, or an invoice without a usable date, ends every term that runs from the invoice.
    /// 5. A component inside a term of its own is free, whatever the whole unit's class; the work on it is not.
    /// 6. What was booked as out of warranty is paid by the customer; the rest goes by the whole unit's term.
    ///
    /// The last day of every term is inside it.
    #[must_use]
    pub fn who_pays(&self, asked: &Asked<'_>) -> Rule {
        let excluded = exclusions(self.record);
        self.own_work(asked, &excluded)
            .unwrap_or_else(|| self.by_invoice(asked, &excluded))
    }

    fn own_work(&self, asked: &Asked<'_>, excluded: &BTreeSet<Exclusion>) -> Option<Rule> {
        if let Some(not_satisfied_on) = self.not_satisfied_on {
            return Some(Rule::SecondService { not_satisfied_on });
        }
        if excluded
            .iter()
            .any(|exclusion| !exclusion.spares_own_work())
        {
            return None;
        }
        let opened = excluded.contains(&Exclusion::Opened);
        let codes = asked.part.iter().map(|part| part.code);
        let second =
            SecondRepair::judge(self.record, self.history, codes, self.day, self.catalogue);
        if let Some(second) = second
            && (second.unit_was_opened || !opened)
        {
            return Some(Rule::SecondRepair {
                first: second.number,
                closed_on: second.closed_on,
                days: second.days,
                same: second.same,
            });
        }
        self.fitted_part(asked.part.as_ref()?, opened)
    }

    /// A part that failed again: all pieces asked for replace pieces that we fitted and whose term holds.
    fn fitted_part(&self, asked: &AskedPart<'_>, opened: bool) -> Option<Rule> {
        let mut inside = self
            .history
            .in_place(asked.code, asked.failed_serial)
            .into_iter()
            .filter(|piece| piece.term().holds_on(self.day) && (piece.unit_was_opened || !opened))
            .collect::<Vec<_>>();
        let pieces = inside
            .iter()
            .fold(0_i64, |sum, piece| sum.saturating_add(piece.pieces));
        if asked.pieces > pieces {
            return None;
        }
        // Of several the one whose term runs longest: it is what the customer would show first.
        inside.sort_by_key(|piece| (piece.term().last_day(), piece.serial.clone()));
        let piece = inside.pop()?;
        Some(Rule::FittedPart {
            record: piece.number,
            part: asked.code.to_owned(),
            serial: piece.serial,
            fitted_on: piece.fitted_on,
            months: piece.months,
        })
    }

    fn by_invoice(&self, asked: &Asked<'_>, excluded: &BTreeSet<Exclusion>) -> Rule {
        let class = self.record.words(Field::PayerClass);
        if class == "contract" {
            return Rule::Contract;
        }
        if let Some(exclusion) = excluded.first() {
            return Rule::Excluded {
                exclusion: *exclusion,
            };
        }
        let Ok(purchased_on) = self.record.words(Field::PurchasedOn).parse::<NaiveDate>() else {
            return Rule::NoInvoiceDate;
        };
        if purchased_on > self.day {
            return Rule::BoughtLater { purchased_on };
        }
        let kind = self.record.words(Field::UnitKind);
        if let Some(component) = asked.component()
            && let Some(months) = self.catalogue.component_months(kind, component)
            && Term::new(purchased_on, months).holds_on(self.day)
        {
            return Rule::Component {
                component: component.to_owned(),
                purchased_on,
                months,
            };
        }
        if class == "out_of_warranty" {
            return Rule::BookedOut;
        }
        let months = self.catalogue.whole_unit_months(kind);
        if Term::new(purchased_on, months).holds_on(self.day) {
            Rule::WholeUnit {
                purchased_on,
                months,
            }
        } else {
            Rule::Expired {
                purchased_on,
                months,
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
