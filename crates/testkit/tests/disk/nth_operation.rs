//! One failing operation anywhere: nothing confirmed is lost, and the file is sound.

use std::time::Instant;

use doorstep_testkit::crash::HarnessError;
use doorstep_testkit::disk::{Acknowledgements, Fault, Repeat};
use doorstep_testkit::ledger::{self, Ledger, Synchronous};
use doorstep_testkit::sweep::{self, Plan, Report};
use doorstep_testkit::workload::{AnyError, Place};

/// Ten numbers. After an error it opens the ledger again, makes durable what is there (unless it is `trusting`), and
/// tries the number once more; it gives up at the tenth error.
fn append_ten(place: &Place, confirmed: &Acknowledgements, trusting: bool) -> Result<(), AnyError> {
    let mut errors = 0;
    let mut number = 1;
    while number <= 10 {
        let appended =
            Ledger::open(&place.dir, &place.vfs, Synchronous::Full).and_then(|mut ledger| {
                if errors > 0 && !trusting {
                    ledger.settle()?;
                }
                while number <= 10 {
                    ledger.append(number)?;
                    confirmed.confirm(number);
                    number += 1;
                }
                Ok(())
            });
        if let Err(error) = appended {
            errors += 1;
            if errors == 10 {
                return Err(error.into());
            }
        }
    }
    Ok(())
}

fn sweep_ten(fault: Fault, repeat: Repeat) -> Result<Report, HarnessError> {
    let plan = Plan {
        seed: 11,
        fault,
        repeat,
        power_cuts: 4,
    };
    sweep::run(
        &plan,
        |place, confirmed| append_ten(place, confirmed, false),
        ledger::find,
    )
}

#[test]
fn no_confirmed_number_is_lost_wherever_an_operation_fails() {
    let begun = Instant::now();
    let mut runs = 0;
    for fault in Fault::ALL {
        for repeat in Repeat::ALL {
            let report = sweep_ten(fault, repeat).unwrap();
            println!(
                "{fault:?} {repeat:?}: {} runs, {} given up, {} power cuts: lost {} and {}, corrupt {} and {}",
                report.runs,
                report.given_up,
                report.power_cuts.checked,
                report.files.lost,
                report.power_cuts.lost,
                report.files.corrupt,
                report.power_cuts.corrupt,
            );
            assert_eq!(
                (report.files.lost, report.files.corrupt),
                (0, 0),
                "{fault:?} {repeat:?} {report:?}"
            );
            assert_eq!(
                (report.power_cuts.lost, report.power_cuts.corrupt),
                (0, 0),
                "{fault:?} {repeat:?} {report:?}"
            );
            // Ten transactions write and sync at least once each, and every fault strikes one of the two.
            assert!(report.runs >= 10, "{fault:?} {repeat:?} {report:?}");
            if repeat == Repeat::Sticky {
                assert!(
                    report.given_up > 0,
                    "a disk that stays broken cannot go unnoticed: {report:?}"
                );
            } else {
                assert_eq!(
                    report.given_up, 0,
                    "a spell of failures must not stop the work for good: {report:?}"
                );
            }
            runs += report.runs;
        }
    }
    println!(
        "{runs} runs, {} runs/s",
        u128::from(runs) * 1000 / begun.elapsed().as_millis().max(1)
    );
}

#[test]
fn the_same_seed_gives_the_same_sweep() {
    assert_eq!(
        sweep_ten(Fault::IoError, Repeat::Once).unwrap(),
        sweep_ten(Fault::IoError, Repeat::Once).unwrap()
    );
}

#[test]
fn a_number_that_is_only_seen_again_after_a_failed_sync_is_lost_by_a_power_cut() {
    // Also if the disk has recovered: no later sync makes up for the one that failed.
    for repeat in [Repeat::Times(2), Repeat::Sticky] {
        let plan = Plan {
            seed: 13,
            fault: Fault::SyncFailure,
            repeat,
            power_cuts: 4,
        };
        let trusting =
            |place: &Place, confirmed: &Acknowledgements| append_ten(place, confirmed, true);
        let report = sweep::run(&plan, trusting, ledger::find).unwrap();
        assert_eq!(report.files.lost, 0, "the running system shows it");
        assert!(report.power_cuts.lost > 0, "{repeat:?} {report:?}");
    }
}

#[test]
fn a_workload_that_confirms_in_spite_of_an_error_is_seen_to_lose() {
    let plan = Plan {
        seed: 12,
        fault: Fault::Full,
        repeat: Repeat::Once,
        power_cuts: 0,
    };
    let careless = |place: &Place, confirmed: &Acknowledgements| -> Result<(), AnyError> {
        let mut ledger = Ledger::open(&place.dir, &place.vfs, Synchronous::Full)?;
        for number in 1..=10 {
            let _ignored = ledger.append(number);
            confirmed.confirm(number);
        }
        Ok(())
    };
    let report = sweep::run(&plan, careless, ledger::find).unwrap();
    assert!(report.files.lost > 0, "{report:?}");
}
