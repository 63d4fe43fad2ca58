//! How much may be let off a price (优惠), and who is asked first: each role up to its limit, what is beyond it only with
//! the office's approval.

use super::Quote;
use crate::{
    course::Approval,
    record::{Matter, Record},
};

/// How a discount stands to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountVerdict {
    /// Nothing is let off.
    None,
    /// Not more than whoever offered it may let off himself.
    Within,
    /// Beyond that, and the office agreed to so much.
    Approved,
    /// Beyond that, and nobody agreed.
    Beyond,
}

/// Judges what is let off: `off_minor` of a price of `full_minor`, with a limit and with what was approved, both in
/// percent of the price. Exactly the limit is within it.
#[must_use]
pub fn judge_discount(
    off_minor: i64,
    full_minor: i64,
    limit_percent: i64,
    approved_percent: Option<i64>,
) -> DiscountVerdict {
    let within = |percent: i64| {
        i128::from(off_minor) * 100 <= i128::from(full_minor) * i128::from(percent.clamp(0, 100))
    };
    if off_minor <= 0 {
        DiscountVerdict::None
    } else if within(limit_percent) {
        DiscountVerdict::Within
    } else if approved_percent.is_some_and(within) {
        DiscountVerdict::Approved
    } else {
        DiscountVerdict::Beyond
    }
}

/// How what a quote lets off stands, by the worst of its options, with what the office approved on the record.
#[must_use]
pub fn may_discount(record: &Record, quote: &Quote) -> DiscountVerdict {
    let limit = quote.discount_limit_percent.unwrap_or_default();
    let approved = approved_percent(record);
    let verdict = |(off, full): (i64, i64)| judge_discount(off, full, limit, approved);
    quote
        .bills()
        .map(|bill| verdict(bill.discount()))
        .max_by_key(|verdict| *verdict as u8)
        .unwrap_or(DiscountVerdict::None)
}

/// The highest percentage that stands as granted; one that was granted in words alone covers what they say, which a
/// person judged.
fn approved_percent(record: &Record) -> Option<i64> {
    Approval::all_of(record)
        .into_iter()
        .filter(|approval| approval.matter == Matter::Discount && approval.granted == Some(true))
        .map(|approval| approval.percent.unwrap_or(100))
        .max()
}
