//! Where a record stands and what comes next.

use doorstep_words::trade::course as words;
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
    Received "received" words::status::RECEIVED;
    Assigned "assigned" words::status::ASSIGNED;
    OnSite "on_site" words::status::ON_SITE;
    Quoted "quoted" words::status::QUOTED;
    Declined "declined" words::status::DECLINED;
    InRepair "in_repair" words::status::IN_REPAIR;
    ToSign "to_sign" words::status::TO_SIGN;
    CannotRepair "cannot_repair" words::status::CANNOT_REPAIR;
    Signed "signed" words::status::SIGNED;
    Reported "reported" words::status::REPORTED;
    Cancelled "cancelled" words::status::CANCELLED;
    Absent "absent" words::status::ABSENT;
    InWorkshop "in_workshop" words::status::IN_WORKSHOP;
    SecondService "second_service" words::status::SECOND_SERVICE;
    Complaint "complaint" words::status::COMPLAINT;
});

named!(Step {
    Assign "assign" words::step::ASSIGN;
    Call "call" words::step::CALL;
    Arrive "arrive" words::step::ARRIVE;
    Diagnose "diagnose" words::step::DIAGNOSE;
    Quote "quote" words::step::QUOTE;
    AcceptQuote "accept_quote" words::step::ACCEPT_QUOTE;
    Repair "repair" words::step::REPAIR;
    Test "test" words::step::TEST;
    Advise "advise" words::step::ADVISE;
    SignOff "sign_off" words::step::SIGN_OFF;
    Pay "pay" words::step::PAY;
    Report "report" words::step::REPORT;
    Done "done" words::step::DONE;
    TakeIn "take_in" words::step::TAKE_IN;
    Revisit "revisit" words::step::REVISIT;
    HandBack "hand_back" words::step::HAND_BACK;
    TakeBackLoaner "take_back_loaner" words::step::TAKE_BACK_LOANER;
    TakeComplaint "take_complaint" words::step::TAKE_COMPLAINT;
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
