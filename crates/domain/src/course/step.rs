//! Where a record stands and what comes next.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::named::named;

/// Where a record stands, for lists. Derived, never stored in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Received, nobody is named yet.
    Received,
    /// A technician is named.
    Assigned,
    /// The technician is at the door.
    OnSite,
    /// A quote is before the customer.
    Quoted,
    /// The customer declined the quote.
    Declined,
    /// The quote is accepted, the work goes on.
    InRepair,
    /// Done and tested, not yet signed.
    ToSign,
    /// It could not be repaired on site; told, not yet signed.
    CannotRepair,
    /// Signed, or the refusal is recorded.
    Signed,
    /// Reported to the office.
    Reported,
    /// Called off.
    Cancelled,
}

/// The steps of a visit (联系 → 到达 → 诊断 → 报价 → 维修 → 试机 → 保养说明 → 验收签字 → 收款 → 汇报).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The office names a technician.
    Assign,
    /// Call the customer within the 30 minutes before arrival.
    Call,
    /// Arrive and check the unit against the record.
    Arrive,
    /// Diagnose in four steps and write down the cause.
    Diagnose,
    /// Put a quote before the customer.
    Quote,
    /// The customer accepts it with his signature.
    AcceptQuote,
    /// Repair.
    Repair,
    /// Full-function test in front of the customer.
    Test,
    /// Explain care, tidy up.
    Advise,
    /// The customer gives his opinion and signs.
    SignOff,
    /// Collect what the accepted quote says.
    Pay,
    /// Report to the office.
    Report,
    /// Nothing is left to do.
    Done,
}

named!(Status {
    Received "received" "已受理" "received";
    Assigned "assigned" "已派工" "assigned";
    OnSite "on_site" "已到场" "on site";
    Quoted "quoted" "已报价" "quoted";
    Declined "declined" "用户拒绝报价" "quote declined";
    InRepair "in_repair" "维修中" "in repair";
    ToSign "to_sign" "待签字" "to be signed";
    CannotRepair "cannot_repair" "现场无法修复" "cannot be repaired on site";
    Signed "signed" "已签字" "signed";
    Reported "reported" "已汇报" "reported";
    Cancelled "cancelled" "已取消" "cancelled";
});

named!(Step {
    Assign "assign" "派工" "assign";
    Call "call" "联系用户" "call";
    Arrive "arrive" "到达" "arrive";
    Diagnose "diagnose" "诊断" "diagnose";
    Quote "quote" "报价" "quote";
    AcceptQuote "accept_quote" "用户接受报价" "accept the quote";
    Repair "repair" "维修" "repair";
    Test "test" "全功能试机" "test";
    Advise "advise" "保养说明" "advise";
    SignOff "sign_off" "验收签字" "sign";
    Pay "pay" "收款" "collect payment";
    Report "report" "汇报" "report";
    Done "done" "完成" "done";
});

/// Where the record stands.
#[must_use]
pub fn status(facts: &Facts<'_>) -> Status {
    if facts.cancelled {
        Status::Cancelled
    } else if facts.reported {
        Status::Reported
    } else if facts.signed() {
        Status::Signed
    } else if facts.given_up() {
        Status::CannotRepair
    } else if facts.repair_done.is_some() && facts.test.is_some() {
        Status::ToSign
    } else if facts.accepted.is_some() {
        Status::InRepair
    } else if facts.declined {
        Status::Declined
    } else if facts.standing_offer.is_some() {
        Status::Quoted
    } else if facts.visit.is_some() {
        Status::OnSite
    } else if facts.assigned {
        Status::Assigned
    } else {
        Status::Received
    }
}

/// The one next step. Steps may be done in another order; this is the first one missing.
#[must_use]
pub fn next_step(facts: &Facts<'_>) -> Step {
    if facts.cancelled {
        return if facts.reported {
            Step::Done
        } else {
            Step::Report
        };
    }
    // Without a repair there is nothing to test, to explain or to collect; whoever declined has nothing to sign for.
    let ended = facts.given_up() || facts.turned_down();
    let steps = [
        (Step::Assign, !facts.assigned),
        (Step::Call, !facts.call_confirmed && facts.visit.is_none()),
        (Step::Arrive, facts.visit.is_none()),
        (
            Step::Diagnose,
            !ended && !facts.without_fault && !facts.cause_found,
        ),
        (Step::Quote, !ended && facts.standing_offer.is_none()),
        (Step::AcceptQuote, !ended && facts.awaits_answer),
        (Step::Repair, !ended && facts.repair_done.is_none()),
        (Step::Test, !ended && facts.test.is_none()),
        (Step::Advise, !ended && !facts.advised),
        (
            Step::SignOff,
            !facts.signed() && (facts.given_up() || !facts.turned_down()),
        ),
        (Step::Pay, facts.owed_minor() > 0 && !ended),
        (Step::Report, !facts.reported),
    ];
    steps
        .into_iter()
        .find(|(_, missing)| *missing)
        .map_or(Step::Done, |(step, _)| step)
}
