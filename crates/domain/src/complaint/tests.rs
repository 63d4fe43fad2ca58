//! What stands in the way of the end, case by case.

use super::*;
use crate::money::Currency;

fn yuan(yuan: i64) -> Option<Money> {
    Some(Money {
        currency: Currency::Cny,
        minor: yuan * 100,
    })
}

#[test]
fn each_offer_passes_its_own_chain() {
    use Complainant::{Customer, Dealer};
    for (remedy, customer, dealer) in [
        (Remedy::Explanation, Chain::Customer, Chain::Dealer),
        (Remedy::SecondService, Chain::Customer, Chain::Dealer),
        (Remedy::Compensation, Chain::Customer, Chain::Dealer),
        (Remedy::Return, Chain::Exchange, Chain::Exchange),
        (Remedy::Exchange, Chain::Exchange, Chain::Exchange),
    ] {
        assert_eq!(remedy.chain(Customer), customer, "{remedy:?}");
        assert_eq!(remedy.chain(Dealer), dealer, "{remedy:?}");
    }
}

#[test]
fn what_lacks_until_a_complaint_may_be_closed() {
    use Lack::{InsurerNotTold, NotApproved, NotPaid};
    let none = Case::default();
    let approved = Case {
        is_approved: true,
        ..none
    };
    for (situation, case, expected) in [
        ("just taken", none, vec![NotApproved]),
        ("an approved explanation", approved, vec![]),
        (
            "499 yuan are promised",
            Case {
                compensation: yuan(499),
                ..approved
            },
            vec![NotPaid],
        ),
        (
            "500 yuan are promised",
            Case {
                compensation: yuan(500),
                ..approved
            },
            vec![InsurerNotTold, NotPaid],
        ),
        (
            "500 yuan are only offered: the insurer hears of it all the same",
            Case {
                compensation: yuan(500),
                ..none
            },
            vec![NotApproved, InsurerNotTold],
        ),
        (
            "500 yuan, the insurer was told",
            Case {
                compensation: yuan(500),
                insurer_told: true,
                ..approved
            },
            vec![NotPaid],
        ),
        (
            "500 yuan, told and paid",
            Case {
                compensation: yuan(500),
                insurer_told: true,
                paid_minor: 50_000,
                ..approved
            },
            vec![],
        ),
        (
            "a damage on the record, of which the insurer knows nothing, unpaid",
            Case {
                claim_without_insurer: true,
                claim_unpaid: true,
                ..approved
            },
            vec![InsurerNotTold, NotPaid],
        ),
    ] {
        assert_eq!(case.lacks(), expected, "{situation}");
    }
}

#[test]
fn a_crisis_ends_in_an_agreement() {
    use Lack::{AgreementNotSigned, NotPaid};
    let crisis = Case {
        is_major: true,
        is_approved: true,
        ..Case::default()
    };
    for (situation, case, expected) in [
        (
            "a crisis without an agreement",
            crisis,
            vec![AgreementNotSigned],
        ),
        (
            "a crisis with one",
            Case {
                agreement_signed: true,
                ..crisis
            },
            vec![],
        ),
        (
            "a crisis with an agreement that is not paid",
            Case {
                agreement_signed: true,
                claim_unpaid: true,
                ..crisis
            },
            vec![NotPaid],
        ),
    ] {
        assert_eq!(case.lacks(), expected, "{situation}");
    }
}
