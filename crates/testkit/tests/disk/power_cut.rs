//! Power cuts: `synchronous=FULL` keeps every confirmed number, `NORMAL` and `OFF` do not.

use std::time::Instant;

use doorstep_testkit::crash::{self, HarnessError, Plan, Report};
use doorstep_testkit::disk::{Acknowledgements, FaultDisk, Loss};
use doorstep_testkit::ledger::{self, Ledger, Synchronous};
use doorstep_testkit::workload::{AnyError, Place, scratch_folder};

const NUMBERS: u64 = 60;

/// Sixty numbers, with the database closed and opened again half-way.
fn append_numbers(
    place: &Place,
    confirmed: &Acknowledgements,
    synchronous: Synchronous,
) -> Result<(), AnyError> {
    for half in [1..=NUMBERS / 2, NUMBERS / 2 + 1..=NUMBERS] {
        let mut ledger = Ledger::open(&place.dir, &place.vfs, synchronous)?;
        for number in half {
            ledger.append(number)?;
            confirmed.confirm(number);
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn cut(synchronous: Synchronous, plan: &Plan) -> Result<Report, HarnessError> {
    let begun = Instant::now();
    let report = crash::run(
        plan,
        |place, confirmed| append_numbers(place, confirmed, synchronous),
        ledger::find,
    )?;
    let images = report.tally.checked as u128;
    println!(
        "{synchronous:?} {:?}: {images} images of {} operations, {} lost (up to {}), {} corrupt, {} images/s",
        plan.loss,
        report.operations,
        report.tally.lost,
        report.tally.lost_most,
        report.tally.corrupt,
        images * 1000 / begun.elapsed().as_millis().max(1),
    );
    Ok(report)
}

#[test]
fn full_keeps_every_confirmed_number() {
    for (seed, loss, images) in [(1, Loss::Torn, 4000), (2, Loss::Everything, 400)] {
        let report = cut(Synchronous::Full, &Plan { seed, images, loss }).unwrap();
        assert_eq!(report.acknowledged, 60);
        assert!(report.tally.checked >= images, "{report:?}");
        assert_eq!(
            (report.tally.lost, report.tally.corrupt),
            (0, 0),
            "{report:?}"
        );
    }
}

#[test]
fn full_keeps_every_confirmed_number_beside_a_reader() {
    let beside_a_reader = |place: &Place, confirmed: &Acknowledgements| -> Result<(), AnyError> {
        let mut writer = Ledger::open(&place.dir, &place.vfs, Synchronous::Full)?;
        let reader = Ledger::open(&place.dir, &place.vfs, Synchronous::Full)?;
        for number in 1..=NUMBERS {
            // A long look every ten numbers: meanwhile no checkpoint comes to its end.
            match number % 10 {
                0 => reader
                    .connection()
                    .execute_batch("BEGIN; SELECT count(*) FROM entry")?,
                7 if number > 10 => reader.connection().execute_batch("COMMIT")?,
                _ => {}
            }
            writer.append(number)?;
            confirmed.confirm(number);
        }
        Ok(())
    };
    let plan = Plan {
        seed: 8,
        images: 1000,
        loss: Loss::Torn,
    };
    let report = crash::run(&plan, beside_a_reader, ledger::find).unwrap();
    assert_eq!(report.acknowledged, 60);
    assert_eq!(
        (report.tally.lost, report.tally.corrupt),
        (0, 0),
        "{report:?}"
    );
}

#[test]
fn normal_is_seen_to_lose_confirmed_numbers() {
    for loss in [Loss::Torn, Loss::Everything] {
        let report = cut(
            Synchronous::Normal,
            &Plan {
                seed: 3,
                images: 600,
                loss,
            },
        )
        .unwrap();
        assert!(report.tally.lost > 0, "{report:?}");
        assert!(report.tally.lost_most > 1, "{report:?}");
        // WAL with NORMAL loses, but stays consistent: were it corrupt, the simulation would be harsher than a disk.
        assert_eq!(report.tally.corrupt, 0, "{report:?}");
    }
}

#[test]
fn off_is_seen_to_lose_and_to_corrupt() {
    let report = cut(
        Synchronous::Off,
        &Plan {
            seed: 4,
            images: 600,
            loss: Loss::Torn,
        },
    )
    .unwrap();
    assert!(report.tally.lost > 0, "{report:?}");
    assert!(report.tally.corrupt > 0, "{report:?}");
    let report = cut(
        Synchronous::Off,
        &Plan {
            seed: 4,
            images: 200,
            loss: Loss::Everything,
        },
    )
    .unwrap();
    assert!(report.tally.lost > 0, "{report:?}");
}

#[test]
fn a_number_confirmed_before_its_commit_is_seen_to_be_lost() {
    let plan = Plan {
        seed: 5,
        images: 600,
        loss: Loss::Torn,
    };
    let report = crash::run(
        &plan,
        |place, confirmed| {
            let mut ledger = Ledger::open(&place.dir, &place.vfs, Synchronous::Full)?;
            for number in 1..=20 {
                confirmed.confirm(number);
                ledger.append(number)?;
            }
            Ok(())
        },
        ledger::find,
    )
    .unwrap();
    assert!(report.tally.lost > 0, "{report:?}");
    assert_eq!(report.tally.lost_most, 1, "{report:?}");
}

#[test]
fn the_same_seed_gives_the_same_images() {
    let plan = Plan {
        seed: 6,
        images: 500,
        loss: Loss::Torn,
    };
    let first = cut(Synchronous::Normal, &plan).unwrap();
    let second = cut(Synchronous::Normal, &plan).unwrap();
    assert_eq!(first, second);
    let other = cut(Synchronous::Normal, &Plan { seed: 7, ..plan }).unwrap();
    assert_ne!(first.trace, other.trace);
}

#[test]
fn the_recording_tells_what_sqlite_did() {
    let disk = FaultDisk::register("recorded").unwrap();
    let folder = scratch_folder().unwrap();
    disk.record(folder.path()).unwrap();
    let mut ledger = Ledger::open(folder.path(), "recorded", Synchronous::Full).unwrap();
    drop(disk.take_recording().unwrap());
    assert!(
        disk.record(folder.path()).is_err(),
        "a recording that begins in the middle would miss files"
    );
    ledger.append(1).unwrap();
    assert!(
        FaultDisk::register("recorded").is_err(),
        "two disks of one name"
    );
    drop(disk);
    ledger.append(2).unwrap();
    drop(ledger);
    let again = FaultDisk::register("recorded").unwrap();
    again.record(folder.path()).unwrap();
    Ledger::open(folder.path(), "recorded", Synchronous::Full)
        .unwrap()
        .append(3)
        .unwrap();
    let trace: Vec<String> = again.take_recording().unwrap().trace().collect();
    assert!(
        trace.first().unwrap().starts_with("found ledger.db of "),
        "{trace:?}"
    );
    assert!(
        trace.contains(&"sync ledger.db-wal and its folder".to_owned()),
        "{trace:?}"
    );
    assert!(
        trace.contains(&"delete ledger.db-wal".to_owned()),
        "{trace:?}"
    );
    assert_eq!(
        ledger::find(folder.path()).unwrap().present,
        [1, 2, 3].into()
    );
}
