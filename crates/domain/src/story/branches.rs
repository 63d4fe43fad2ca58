//! What happens off the straight course, each entry with only what the test is about.

use super::yuan;
use crate::{
    ids::EntryId,
    record::{
        AgreementSigned, ApprovalAsked, ApprovalDecided, CompensationPaid, ComplaintTaken,
        DamageRecorded, Gravity, Handback, Handover, InsurerTold, Matter, Relation, What,
    },
};

pub(crate) fn absent() -> What {
    What::CustomerAbsent {
        note: "敲门无人应".into(),
        card_left: true,
    }
}

pub(crate) fn handover(promised_on: &str) -> Handover {
    Handover {
        statement: "d".repeat(64),
        number: "K7-20261123-001-1".into(),
        model: "WM-80".into(),
        serial: "WM80-0001".into(),
        accessories: vec!["进水管".into()],
        condition: "外壳有一处划痕".into(),
        promised_on: promised_on.into(),
        signer: "王秀英".into(),
        relation: Relation::Customer,
    }
}

pub(crate) fn handback(handover: EntryId, complete: bool) -> Handback {
    Handback {
        handover,
        statement: "e".repeat(64),
        condition: "完好".into(),
        complete,
        signer: "王秀英".into(),
        relation: Relation::Customer,
    }
}

pub(crate) fn unit_taken() -> What {
    What::CustodyTaken(handover("2026-11-30"))
}

pub(crate) fn unit_returned(taken: EntryId) -> What {
    What::CustodyReturned(handback(taken, true))
}

pub(crate) fn loaner_lent() -> What {
    What::LoanerLent(handover(""))
}

pub(crate) fn loaner_returned(lent: EntryId) -> What {
    What::LoanerReturned(handback(lent, true))
}

pub(crate) fn asks_approval(matter: Matter) -> What {
    What::ApprovalAsked(ApprovalAsked {
        matter,
        wanted: "延至周五".into(),
        until: "2026-11-27".into(),
        percent: None,
        reason: "主板周四到货".into(),
        agreed_by_phone: String::new(),
    })
}

pub(crate) fn decides(request: EntryId, granted: bool) -> What {
    What::ApprovalDecided(ApprovalDecided {
        request,
        granted,
        note: "已核".into(),
    })
}

pub(crate) fn not_satisfied() -> What {
    What::NotSatisfied {
        reason: "仍有异响".into(),
    }
}

pub(crate) fn complains() -> What {
    What::ComplaintTaken(ComplaintTaken {
        gravity: Gravity::Ordinary,
        about: "修了两次仍有异响".into(),
        wish: "换机".into(),
    })
}

/// A damage of so many fen; of a price not known yet where it is not positive.
pub(crate) fn damaged(minor: i64) -> What {
    What::DamageRecorded(DamageRecorded {
        statement: "f".repeat(64),
        thing: "瓷砖".into(),
        how: "拆机时滑落".into(),
        price: (minor > 0).then_some(yuan(minor)),
        signer: "王秀英".into(),
    })
}

pub(crate) fn compensated(claim: EntryId, minor: i64) -> What {
    What::CompensationPaid(CompensationPaid {
        claim,
        statement: "9".repeat(64),
        amount: yuan(minor),
        method: "cash".into(),
        signer: "王秀英".into(),
    })
}

/// An agreement to pay so many fen; to pay nothing where it is not positive.
pub(crate) fn agreed(minor: i64) -> What {
    What::AgreementSigned(AgreementSigned {
        statement: "8".repeat(64),
        terms: "一次性补偿，双方再无争议".into(),
        amount: (minor > 0).then_some(yuan(minor)),
        signer: "王秀英".into(),
    })
}

pub(crate) fn insurer_told(claim: EntryId) -> What {
    What::InsurerTold(InsurerTold {
        claim,
        number: "PA-1".into(),
    })
}
