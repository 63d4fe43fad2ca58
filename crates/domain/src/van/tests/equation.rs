//! Issued = fitted + returned + on the van, to the piece; below zero is shown.

use super::*;

#[test]
fn what_is_issued_is_fitted_returned_or_on_the_van() {
    table! {
        "nothing happened" [] => "";
        "issued, and the technician has not said that he has it" [store(issued(5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · issue_not_confirmed 5";
        "issued and received" [store(issued(5)), zhang(confirmed(1, 5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "one less received than issued" [store(issued(5)), zhang(confirmed(1, 4))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · issue_confirmed_otherwise -1";
        "received in two parts" [store(issued(5)), zhang(confirmed(1, 2)), zhang(confirmed(1, 3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "phone and tablet, apart, confirm the same pieces" [store(issued(5)), zhang(confirmed(1, 5)), zhang(confirmed(1, 5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "and both say that one lacks" [store(issued(5)), zhang(confirmed(1, 4)), zhang(confirmed(1, 4))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · issue_confirmed_otherwise -1";
        "the store cannot confirm its own issue" [store(issued(5)), store(confirmed(1, 5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · issue_not_confirmed 5";
        "fitted" [store(issued(5)), zhang(confirmed(1, 5)), zhang(fitted(2, 90))]
            => "P-1 0 + 5 + 0 + 0 = 2 + 0 + 0 + 3";
        "fitted before the issue has come here" [zhang(fitted(1, 90))]
            => "P-1 0 + 0 + 0 + 0 = 1 + 0 + 0 + -1 · below_zero -1";
        "two devices fit more than there was" [store(issued(1)), zhang(confirmed(1, 1)), zhang(fitted(1, 90)), zhang(fitted(1, 91))]
            => "P-1 0 + 1 + 0 + 0 = 2 + 0 + 0 + -1 · below_zero -1";
        "given back, the store says nothing yet" [store(issued(5)), zhang(confirmed(1, 5)), zhang(returned(2))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 2 + 0 + 3 · return_not_confirmed 2";
        "given back and taken in" [store(issued(5)), zhang(confirmed(1, 5)), zhang(returned(2)), store(confirmed(3, 2))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 2 + 0 + 3";
        "given back two, one came" [store(issued(5)), zhang(confirmed(1, 5)), zhang(returned(2)), store(confirmed(3, 1))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 2 + 0 + 3 · return_confirmed_otherwise -1";
        "the technician cannot confirm his own return" [store(issued(5)), zhang(confirmed(1, 5)), zhang(returned(2)), zhang(confirmed(3, 2))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 2 + 0 + 3 · return_not_confirmed 2";
        "the store took it in itself" [store(issued(5)), zhang(confirmed(1, 5)), store(returned(2))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 2 + 0 + 3";
        "the customer's own part leaves the van as it was" [zhang(Movement::Fitted { pieces: pieces(1), source: PartSource::Customer, record: record_id(), entry: id(90) })]
            => "";
        "a part that the store gave for this job, too" [zhang(Movement::Fitted { pieces: pieces(1), source: PartSource::Store, record: record_id(), entry: id(90) })]
            => "";
        "parts are kept apart" [store(issued(5)), zhang(confirmed(1, 5)), zhang(Movement::ReturnedNew { pieces: pieces_of("P-2", "", 1) }), store(confirmed(3, 1))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · P-2 0 + 0 + 0 + 0 = 0 + 1 + 0 + -1 · below_zero -1";
    }
}

#[test]
fn an_entry_is_taken_back_and_never_rubbed_out() {
    table! {
        "an issue taken back by the store" [store(issued(5)), store(void(1))] => "";
        "a fitting taken back by who wrote it" [store(issued(5)), zhang(confirmed(1, 5)), zhang(fitted(1, 90)), zhang(void(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "a void of the void gives it back" [store(issued(5)), zhang(confirmed(1, 5)), zhang(fitted(1, 90)), zhang(void(3)), zhang(void(4))]
            => "P-1 0 + 5 + 0 + 0 = 1 + 0 + 0 + 4";
        "what the store issued the technician does not take back" [store(issued(5)), zhang(confirmed(1, 5)), zhang(void(1))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · void_not_allowed 0";
        "what the technician wrote the store may take back" [store(issued(5)), zhang(confirmed(1, 5)), zhang(returned(1)), store(void(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
    }
}

#[test]
fn the_opening_balance_is_what_the_months_before_add_up_to() {
    table! {
        "issued in October, fitted in November" [store(issued(5)).in_month("2026-10"), zhang(confirmed(1, 5)).in_month("2026-10"), zhang(fitted(2, 90))]
            => "P-1 5 + 0 + 0 + 0 = 2 + 0 + 0 + 3";
        "two months before" [store(issued(5)).in_month("2026-09"), zhang(confirmed(1, 5)).in_month("2026-10"), zhang(fitted(1, 90)).in_month("2026-10"), zhang(fitted(1, 91))]
            => "P-1 4 + 0 + 0 + 0 = 1 + 0 + 0 + 3";
        "over New Year" [store(issued(5)).in_month("2025-12"), zhang(confirmed(1, 5)).in_month("2026-01")]
            => "P-1 5 + 0 + 0 + 0 = 0 + 0 + 0 + 5";
        "December says nothing of November" [store(issued(5)), zhang(confirmed(1, 5)), zhang(fitted(2, 90)).in_month("2026-12")]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "below zero goes on into the next month" [zhang(fitted(1, 90)).in_month("2026-10")]
            => "P-1 -1 + 0 + 0 + 0 = 0 + 0 + 0 + -1 · below_zero -1";
        "November's fitting taken back in December: November ends as December begins" [store(issued(5)), zhang(confirmed(1, 5)), zhang(fitted(1, 90)), zhang(void(3)).in_month("2026-12")]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "October's fitting taken back in November" [store(issued(5)).in_month("2026-10"), zhang(confirmed(1, 5)).in_month("2026-10"), zhang(fitted(1, 90)).in_month("2026-10"), zhang(void(3))]
            => "P-1 5 + 0 + 0 + 0 = 0 + 0 + 0 + 5";
    }
}

#[test]
fn a_requisition_is_open_until_all_of_it_is_issued() {
    let wanted = zhang(Movement::Requisitioned {
        pieces: pieces(5),
        note: "周末值班".into(),
    });
    let answers = |quantity| {
        store(Movement::Issued {
            pieces: pieces(quantity),
            requisition: Some(id(1)),
        })
    };
    let open = |steps: &[Step]| -> Vec<(i64, i64)> {
        let balance = World::of(steps).balance("zhang", "2026-11");
        let open = |open: &Requisition| (open.wanted, open.issued);
        balance.requisitions.iter().map(open).collect()
    };
    assert_eq!(open(std::slice::from_ref(&wanted)), [(5, 0)]);
    assert_eq!(open(&[wanted.clone(), answers(2)]), [(5, 2)]);
    assert_eq!(open(&[wanted.clone(), answers(2), answers(3)]), []);
    assert_eq!(open(&[wanted.clone(), store(issued(5))]), [(5, 0)]);
    assert_eq!(open(&[wanted, zhang(void(1))]), []);
}
