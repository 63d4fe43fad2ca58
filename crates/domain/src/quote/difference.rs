//! What a revision changes: no line is added, removed or altered without being seen.

use std::collections::BTreeMap;

use super::{Choice, LineKind, Quote, QuoteLine};
use crate::money::MoneyError;

/// What became of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineChange<'q> {
    /// It is new.
    Added(&'q QuoteLine),
    /// It is gone.
    Removed(&'q QuoteLine),
    /// It reads otherwise: quantity, price, discount, name or who pays.
    Changed {
        /// As it was.
        old: &'q QuoteLine,
        /// As it is.
        new: &'q QuoteLine,
    },
}

/// What a revision changes in one way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteDifference<'q> {
    /// Which way.
    pub choice: Choice,
    /// The lines that differ: those that stay in the order of the new quote, then those that are gone in the old one's.
    pub lines: Vec<LineChange<'q>>,
    /// What the whole came to, minor units; none where the earlier offer did not have this way.
    pub old_total_minor: Option<i64>,
    /// What it comes to; none where the revision no longer offers it.
    pub new_total_minor: Option<i64>,
    /// What the customer would have paid, minor units.
    pub old_customer_minor: Option<i64>,
    /// What he pays.
    pub new_customer_minor: Option<i64>,
}

impl QuoteDifference<'_> {
    /// How much dearer the whole became, minor units; negative where it became cheaper. A way that is new or gone counts
    /// from or to nothing.
    #[must_use]
    pub fn total_minor(&self) -> i64 {
        let (old, new) = (self.old_total_minor, self.new_total_minor);
        new.unwrap_or_default()
            .saturating_sub(old.unwrap_or_default())
    }
}

/// What the new quote changes against the old one, for each way to go on that differs; empty where they say the same.
/// Lines are matched by kind and code, by kind and name where they have no code, the first to the first.
///
/// # Errors
/// [`MoneyError`] when a sum does not fit.
pub fn difference<'q>(
    old: &'q Quote,
    new: &'q Quote,
) -> Result<Vec<QuoteDifference<'q>>, MoneyError> {
    let mut differences = Vec::new();
    for choice in Choice::ALL {
        let of = |quote: &'q Quote| quote.bills().find(|bill| bill.choice == *choice);
        let (before, after) = (of(old), of(new));
        if before.is_none() && after.is_none() {
            continue;
        }
        let lines = changes(
            before.map_or(&[], |bill| bill.lines),
            after.map_or(&[], |bill| bill.lines),
        );
        if lines.is_empty() && before.is_some() == after.is_some() {
            continue;
        }
        let old_totals = before.map(|bill| bill.totals()).transpose()?;
        let new_totals = after.map(|bill| bill.totals()).transpose()?;
        differences.push(QuoteDifference {
            choice: *choice,
            lines,
            old_total_minor: old_totals.map(|totals| totals.total.minor),
            new_total_minor: new_totals.map(|totals| totals.total.minor),
            old_customer_minor: old_totals.map(|totals| totals.customer_pays.minor),
            new_customer_minor: new_totals.map(|totals| totals.customer_pays.minor),
        });
    }
    Ok(differences)
}

fn changes<'q>(old: &'q [QuoteLine], new: &'q [QuoteLine]) -> Vec<LineChange<'q>> {
    let mut waiting: BTreeMap<(&str, &str), Vec<&QuoteLine>> = BTreeMap::new();
    // Taken from the end, so the last comes first.
    for line in old.iter().rev() {
        waiting.entry(key(line)).or_default().push(line);
    }
    let mut matched = Vec::new();
    let mut changes = Vec::new();
    for line in new {
        match waiting.get_mut(&key(line)).and_then(Vec::pop) {
            None => changes.push(LineChange::Added(line)),
            Some(before) => {
                matched.push(before);
                if before != line {
                    changes.push(LineChange::Changed {
                        old: before,
                        new: line,
                    });
                }
            }
        }
    }
    let gone = old
        .iter()
        .filter(|line| !matched.iter().any(|before| std::ptr::eq(*before, *line)));
    changes.extend(gone.map(LineChange::Removed));
    changes
}

/// By what a line is known again.
fn key(line: &QuoteLine) -> (&'static str, &str) {
    let kind: LineKind = line.kind;
    let name = if line.code.is_empty() {
        &line.name
    } else {
        &line.code
    };
    (kind.code(), name)
}
