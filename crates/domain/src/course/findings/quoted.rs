//! What is irregular about quotes and what was done by them: discounts, options, work that nobody accepted, limits of
//! the test sheet.

use super::{Facts, Finding};
use crate::{
    quote::{DiscountVerdict, Quotes, may_discount},
    record::{Record, What},
};

pub(super) fn find(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let quotes = Quotes::of(record);
    let covered = facts.accepted.is_some() && !facts.left_as_it_is();
    for (id, entry) in record.valid_entries() {
        match &entry.what {
            // An offer that a revision replaced before anybody took it is nobody's money.
            What::QuoteOffered { quote }
                if (!quotes.is_replaced(id) || quotes.is_accepted(id))
                    && may_discount(record, quote) == DiscountVerdict::Beyond =>
            {
                findings.push(Finding::DiscountUnapproved { offer: id });
            }
            // What was fitted without a quote has findings of its own, piece by piece.
            What::RepairDone { .. } if !covered && facts.fitted.is_empty() => {
                findings.push(Finding::WorkBeyondQuote { work: id });
            }
            What::TestResult { items, .. }
                if facts.test == Some(id)
                    && items.iter().any(|item| item.is_within() == Some(false)) =>
            {
                findings.push(Finding::TestOutsideLimits { test: id });
            }
            _ => {}
        }
    }
    findings.extend(
        quotes
            .clashing()
            .iter()
            .map(|acceptance| Finding::TwoOptionsAccepted {
                acceptance: *acceptance,
            }),
    );
}
