//! Who may do what, as a table beside domain.md, "People".

use doorstep_domain::{ids::PersonId, record::Field};

use super::*;
use crate::staff::OfficeRole;

fn clerk(roles: &[OfficeRole], stations: &[&str]) -> Clerk {
    Clerk {
        person: PersonId("somebody".to_owned()),
        name: "somebody".to_owned(),
        roles: roles.iter().copied().collect(),
        stations: stations
            .iter()
            .map(|code| StationCode((*code).to_owned()))
            .collect(),
    }
}

/// One letter a role, in the order of [`OfficeRole::ALL`]: reception, dispatcher, supervisor, store, quality, finance,
/// manager, administrator.
fn may(action: Action) -> String {
    OfficeRole::ALL
        .iter()
        .copied()
        .zip("rdsSqfma".chars())
        .map(|(role, letter)| {
            if can(&clerk(&[role], &[]), action, None) {
                letter
            } else {
                '.'
            }
        })
        .collect()
}

#[test]
fn each_does_what_is_his() {
    use Action as A;
    for (action, expected) in [
        (A::ReadRecords, "rdsSqfma"),
        (A::TakeCalls, "rds...ma"),
        (A::Dispatch, ".ds...ma"),
        (A::Approve, "..s...ma"),
        (A::Settle, ".ds...ma"),
        (A::CallBack, "r.s.q.ma"),
        (A::HandleComplaints, "r.s...ma"),
        (A::ApproveComplaintAsSupervisor, "..s...ma"),
        (A::ApproveComplaintAsCentre, "......ma"),
        (A::KeepCustody, "r.sS..ma"),
        (A::KeepContracts, "r.s..fma"),
        (A::ReadStock, ".dsS.fma"),
        (A::MoveStock, "...S..ma"),
        (A::ClaimFromSuppliers, "...Sqfma"),
        (A::ReadQuality, "..sSq.ma"),
        (A::WorkOnQuality, "....q.ma"),
        (A::ReadRates, "..s.qfma"),
        (A::KeepTraining, "..s...ma"),
        (A::KeepMoney, ".....fma"),
        (A::ReadMoney, "..s..fma"),
        (A::KeepTools, "..sS..ma"),
        (A::PublishCatalogue, "...S.fma"),
        (A::Review, "..s.q.ma"),
        (A::Export, ".dsSqfma"),
        (A::Import, ".d.S..ma"),
        (A::KeepPeople, ".......a"),
        (A::KeepDevices, ".......a"),
        (A::ReadDevices, ".ds...ma"),
        (A::ReadQuarantine, "..s...ma"),
        (A::ReadAudit, "......ma"),
        (A::Erase, "......ma"),
        (A::KeepServer, ".......a"),
    ] {
        assert_eq!(may(action), expected, "{action:?}");
    }
}

#[test]
fn who_has_no_role_may_nothing() {
    for action in Action::ALL {
        assert!(!can(&clerk(&[], &[]), action, None), "{action:?}");
        assert!(require(&clerk(&[], &[]), action, None).is_err());
    }
}

#[test]
fn another_stations_records_are_not_ones_own() {
    let here = StationCode("east".to_owned());
    let there = StationCode("west".to_owned());
    let of_east = clerk(&[OfficeRole::Dispatcher], &["east"]);
    let of_all = clerk(&[OfficeRole::Dispatcher], &[]);
    for (clerk, station, expected) in [
        (&of_east, Some(&here), true),
        (&of_east, Some(&there), false),
        // Nobody's yet: whoever comes first.
        (&of_east, None, true),
        (&of_all, Some(&there), true),
        (&of_all, None, true),
    ] {
        assert_eq!(
            can(clerk, Action::Dispatch, station),
            expected,
            "{station:?}"
        );
    }
}

#[test]
fn a_field_is_changed_by_whose_work_it_is() {
    use OfficeRole as R;
    for (role, field, expected) in [
        (R::Reception, Field::CustomerPhone, true),
        (R::Reception, Field::Assignee, false),
        (R::Dispatcher, Field::Assignee, true),
        (R::Dispatcher, Field::PayerClass, false),
        (R::Supervisor, Field::PayerClass, true),
        (R::Store, Field::CustomerPhone, false),
        // Not the office's at all, or nobody's once it is allotted: as the table of fields says.
        (R::Finance, Field::Appointment, false),
    ] {
        let clerk = clerk(&[role], &[]);
        assert_eq!(
            may_change(&clerk, field, None),
            expected,
            "{role:?} {field:?}"
        );
    }
}

#[test]
fn the_store_and_quality_work_without_the_customers_telephone() {
    for role in OfficeRole::ALL.iter().copied() {
        let expected = !matches!(role, OfficeRole::Store | OfficeRole::Quality);
        assert_eq!(sees(&clerk(&[role], &[]), Sight::Customer), expected);
        assert_eq!(sees(&clerk(&[role], &[]), Sight::Money), expected);
    }
}
