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
    /// Nobody was at home; another visit is to be agreed.
    Absent,
    /// The unit is in custody and repaired there.
    InWorkshop,
    /// The customer is not satisfied: a second service, free of charge, is due.
    SecondService,
    /// He is still not satisfied: the complaint procedure runs.
    Complaint,
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
    /// Take in the unit that the customer brings (送修), against a receipt.
    TakeIn,
    /// Agree on another visit and make it.
    Revisit,
    /// Hand the customer's unit back against his signature.
    HandBack,
    /// Take the loaner back.
    TakeBackLoaner,
    /// Take the customer's complaint: a second service did not satisfy him either.
    TakeComplaint,
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
    Absent "absent" "用户不在家" "customer absent";
    InWorkshop "in_workshop" "送修中" "in the workshop";
    SecondService "second_service" "待二次服务" "second service due";
    Complaint "complaint" "投诉处理" "complaint";
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
    TakeIn "take_in" "接收送修机" "take the unit in";
    Revisit "revisit" "再次上门" "visit again";
    HandBack "hand_back" "归还机器" "hand the unit back";
    TakeBackLoaner "take_back_loaner" "收回替补机" "take the loaner back";
    TakeComplaint "take_complaint" "登记投诉" "take the complaint";
});

/// Where the record stands.
#[must_use]
pub fn status(facts: &Facts<'_>) -> Status {
    if facts.cancelled {
        Status::Cancelled
    } else if facts.reported {
        status_after_report(facts)
    } else if facts.signed() {
        Status::Signed
    } else if facts.absent {
        Status::Absent
    } else if facts.repair_done.is_some() && facts.test.is_some() {
        Status::ToSign
    } else if facts.in_custody.is_some() && (facts.given_up() || facts.accepted.is_some()) {
        Status::InWorkshop
    } else if facts.given_up() {
        Status::CannotRepair
    } else if facts.accepted.is_some() && !facts.left_as_it_is() {
        Status::InRepair
    } else if facts.declined || facts.left_as_it_is() {
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

fn status_after_report(facts: &Facts<'_>) -> Status {
    if facts.dissatisfied && facts.dissatisfactions > 1 {
        Status::Complaint
    } else if facts.dissatisfied {
        Status::SecondService
    } else if facts.absent {
        Status::Absent
    } else if facts.in_custody.is_some() {
        Status::InWorkshop
    } else {
        Status::Reported
    }
}

/// The one next step. Steps may be done in another order; this is the first one missing.
#[must_use]
pub fn next_step(facts: &Facts<'_>) -> Step {
    if facts.cancelled {
        return first([
            (Step::HandBack, facts.in_custody.is_some()),
            (Step::TakeBackLoaner, facts.loaner_out.is_some()),
            (Step::Report, !facts.reported),
        ]);
    }
    if facts.reported && (facts.dissatisfied || facts.absent || facts.in_custody.is_some()) {
        return next_step_after_report(facts);
    }
    if facts.absent {
        return Step::Report;
    }
    // Without a repair there is nothing to test, to explain or to collect; whoever declined has nothing to sign for.
    // A unit that was carried off is repaired, tested and signed for later.
    let carried_off = facts.given_up() && facts.in_custody.is_some();
    let works_here = !facts.ended() && !carried_off;
    let has_unit_back = facts.in_custody.is_none();
    let not_arrived = facts.visit.is_none();
    first([
        (Step::Assign, !facts.assigned),
        (Step::TakeIn, facts.brought_in && not_arrived),
        (Step::Call, not_arrived && !facts.call_confirmed),
        (Step::Arrive, not_arrived),
        (
            Step::Diagnose,
            works_here && !facts.without_fault && !facts.cause_found,
        ),
        (Step::Quote, works_here && facts.standing_offer.is_none()),
        (Step::AcceptQuote, works_here && facts.awaits_answer),
        (Step::Repair, works_here && facts.repair_done.is_none()),
        (Step::Test, works_here && facts.test.is_none()),
        (Step::HandBack, !has_unit_back && !carried_off),
        (Step::Advise, works_here && !facts.advised),
        (
            Step::SignOff,
            !carried_off && !facts.signed() && (facts.given_up() || !facts.not_wanted()),
        ),
        (
            Step::TakeBackLoaner,
            facts.loaner_out.is_some() && has_unit_back,
        ),
        (
            Step::Pay,
            (works_here || facts.left_as_it_is()) && facts.owed_minor() > 0,
        ),
        (Step::Report, !facts.reported),
    ])
}

/// The visit was reported, and yet the record is not at its end.
fn next_step_after_report(facts: &Facts<'_>) -> Step {
    if facts.dissatisfied && facts.dissatisfactions > 1 && !facts.complained {
        return Step::TakeComplaint;
    }
    if facts.dissatisfied || facts.absent {
        return Step::Revisit;
    }
    let goes_on = !facts.not_wanted();
    first([
        (Step::Quote, goes_on && facts.standing_offer.is_none()),
        (Step::AcceptQuote, goes_on && facts.awaits_answer),
        (Step::Repair, goes_on && facts.repair_done.is_none()),
        (Step::HandBack, facts.brought_in),
        // Whose unit was fetched gets it brought back.
        (Step::Revisit, true),
    ])
}

fn first<const N: usize>(steps: [(Step, bool); N]) -> Step {
    steps
        .into_iter()
        .find(|(_, missing)| *missing)
        .map_or(Step::Done, |(step, _)| step)
}
