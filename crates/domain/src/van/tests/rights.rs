//! Who may write what into whose van.

use super::*;
use crate::rights::Role;

#[test]
fn who_writes_what_into_whose_van() {
    let handed = Movement::HandedOver {
        pieces: pieces(1),
        to: PersonId("li".into()),
    };
    let removed = Movement::Removed {
        pieces: pieces(1),
        record: record_id(),
        entry: id(1),
    };
    let old = Movement::ReturnedOld {
        pieces: pieces(1),
        removal: id(1),
    };
    let wanted = Movement::Requisitioned {
        pieces: pieces(1),
        note: String::new(),
    };
    // What · the technician in his own van · the store.
    let table = [
        (wanted, true, false),
        (issued(1), false, true),
        (confirmed(1, 1), true, true),
        (handed, true, false),
        (fitted(1, 1), true, false),
        (removed, true, false),
        (returned(1), true, true),
        (old, true, true),
        (counted(1), true, true),
        (explained(1, 1), true, true),
        (void(1), true, true),
    ];
    let (zhang, li, office) = (
        PersonId("zhang".into()),
        PersonId("li".into()),
        PersonId("office".into()),
    );
    for (what, technician, store) in table {
        let own = may_move(Role::Technician, &zhang, &zhang, &what);
        assert_eq!(own, technician, "{what:?}");
        let colleague = may_move(Role::Technician, &li, &zhang, &what);
        assert!(!colleague, "in another's van: {what:?}");
        let the_store = may_move(Role::Office, &office, &zhang, &what);
        assert_eq!(the_store, store, "{what:?}");
    }
}

#[test]
fn what_is_not_in_order_has_no_place() {
    let person = PersonId("zhang".into());
    let bad = [
        issued(0),
        issued(10_001),
        counted(-1),
        confirmed(1, -1),
        Movement::Issued {
            pieces: pieces_of("", "", 1),
            requisition: None,
        },
        Movement::HandedOver {
            pieces: pieces(1),
            to: person.clone(),
        },
        Movement::TakenOver {
            pieces: pieces(1),
            from: PersonId("li".into()),
            transfer: " ".into(),
        },
        Movement::DifferenceExplained {
            count: id(1),
            part: "P-1".into(),
            quantity: 1,
            reason: String::new(),
        },
        Movement::Void {
            entry: id(1),
            reason: String::new(),
        },
    ];
    for what in bad {
        assert!(what.check(&person).is_err(), "{what:?}");
    }
    for what in [issued(1), counted(0), confirmed(1, 0), explained(1, -3)] {
        assert_eq!(what.check(&person), Ok(()), "{what:?}");
    }
}
