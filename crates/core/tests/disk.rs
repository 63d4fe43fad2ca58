//! A device's file on a disk that fails, fills up or loses power: what was confirmed is there, and the file is sound.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod support;

use std::{collections::BTreeSet, path::Path};

use doorstep_core::{Device, Error, Synchronous};
use doorstep_domain::{
    ids::RecordId,
    record::{Field, SignPurpose, What},
    rights::Role,
};
use doorstep_testkit::{
    crash,
    disk::{Acknowledgements, Fault, FaultDisk, Loss, Repeat},
    sweep,
    workload::{AnyError, Found, Place},
};
use support::{Folder, Office, Opening, clock, intake, new_record, note, open, set, vault};

/// A device of the test's organisation on a simulated disk.
fn device_on(
    place: &Path,
    vfs: Option<&str>,
    synchronous: Option<Synchronous>,
    seed: u64,
) -> Result<Device, Error> {
    let device = open(Opening {
        folder: place,
        vault: vault(1),
        clock: clock(),
        seed,
        vfs: vfs.map(str::to_owned),
        synchronous,
    })?;
    if device.identity().is_err() {
        let mut office = Office::new();
        let answer = office.enrolment(&vault(1), support::PERSON, Role::Technician);
        device.take_enrolment(&office.invitation(), &answer)?;
    }
    Ok(device)
}

#[test]
fn after_a_failed_commit_another_actor_goes_on_from_what_is_on_the_disk() {
    let disk = FaultDisk::register("core-failed-commit").unwrap();
    let folder = Folder::new();
    let device = device_on(&folder.path(), Some(disk.name()), None, 1).unwrap();
    let record = new_record(&device, "王秀英");
    let before = set(&device, record, Field::UnitModel, "A").unwrap();
    // A list is on the screen: a reader has the file open.
    assert_eq!(device.search("王秀英", 9).unwrap().len(), 1);
    disk.fail_at(1, Fault::SyncFailure, Repeat::Once);
    let failed = set(&device, record, Field::UnitModel, "B").unwrap_err();
    assert_eq!(failed.code(), "storage", "{failed}");
    disk.heal();
    let model = |device: &Device| {
        device
            .record(record)
            .unwrap()
            .words(Field::UnitModel)
            .to_owned()
    };
    assert_eq!(model(&device), "A", "what failed is not there");
    let after = set(&device, record, Field::UnitSerial, "C").unwrap();
    let document = device.document(record).unwrap();
    let actor = |hash| document.document().change(hash).unwrap().actor();
    let (first, second) = (actor(before.change.unwrap()), actor(after.change.unwrap()));
    assert_eq!(first.device(), second.device());
    assert_ne!(first, second);
    drop(device);
    let again = device_on(&folder.path(), None, None, 2).unwrap();
    assert_eq!(again.record(record).unwrap().words(Field::UnitSerial), "C");
    assert_eq!(model(&again), "A");
    let changes = document.document().changes_since(&[]);
    let places: BTreeSet<_> = changes
        .iter()
        .map(|change| (change.actor(), change.seq()))
        .collect();
    assert_eq!(
        places.len(),
        changes.len(),
        "no place in a line is taken twice"
    );
}

#[test]
fn a_full_disk_says_so_and_work_goes_on_when_there_is_room() {
    let disk = FaultDisk::register("core-full-disk").unwrap();
    let folder = Folder::new();
    let device = device_on(&folder.path(), Some(disk.name()), None, 1).unwrap();
    let record = new_record(&device, "王秀英");
    disk.limit_space(0);
    let mut codes = BTreeSet::new();
    for step in 0..40 {
        let done = device.change(record, |_, scope| {
            Ok::<_, Error>(vec![note(scope, &step.to_string())])
        });
        codes.extend(done.err().map(|error| error.code()));
    }
    assert_eq!(codes, BTreeSet::from(["storage_full"]));
    let entries = device.record(record).unwrap().entries.len();
    disk.heal();
    device
        .change(record, |_, scope| Ok::<_, Error>(vec![note(scope, "终于")]))
        .unwrap();
    assert_eq!(device.record(record).unwrap().entries.len(), entries + 1);
    device.rebuild_read_model().unwrap();
    drop(device);
    let again = device_on(&folder.path(), None, None, 2).unwrap();
    assert_eq!(again.record(record).unwrap().entries.len(), entries + 1);
}

/// Which edits of a workload seal a statement in the same transaction.
fn is_sealed(number: u64) -> bool {
    number > 0 && number.is_multiple_of(6)
}

/// Twelve edits of one record, two of them with a sealed statement, each confirmed by its number.
fn work(
    place: &Place,
    confirm: &Acknowledgements,
    synchronous: Option<Synchronous>,
) -> Result<(), AnyError> {
    let device = device_on(&place.dir, Some(&place.vfs), synchronous, 1)?;
    let made = device.create(|_| Ok::<_, Error>(intake("王秀英")))?;
    let record = made.record.id;
    confirm.confirm(0);
    for number in 1..=12 {
        let edit = || {
            device.change(record, |_, scope| {
                if is_sealed(number) {
                    scope.seal(SignPurpose::WorkAcceptance, |place| {
                        Ok::<_, Error>(place.counter.to_string().into_bytes())
                    })?;
                }
                Ok::<_, Error>(vec![note(scope, &number.to_string())])
            })
        };
        // The screen has shown a list, and shows it again: readers have the file open.
        let _ = device.search("王秀英", 9);
        // Whoever got an error tries once more: that must never make two of one, nor lose what came before.
        if edit().is_err() {
            edit()?;
        }
        confirm.confirm(number);
    }
    Ok(())
}

/// Does something until it is done, as people do; up to ten times.
fn insist<T>(mut attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let mut outcome = attempt();
    for _ in 1..10 {
        if outcome.is_err() {
            outcome = attempt();
        }
    }
    outcome
}

/// Two edits of one record, by somebody who ends the program after every edit and every error, and starts it again. He
/// looks first: what he finds done he does not do again, and relies on.
fn restart_at_errors(place: &Place, confirm: &Acknowledgements) -> Result<(), AnyError> {
    let mut starts = 0;
    for number in 0..=2 {
        insist(|| {
            starts += 1;
            let device = device_on(&place.dir, Some(&place.vfs), None, starts)?;
            let row = device.search("王秀英", 9)?.into_iter().next();
            let record = match row {
                Some(row) => row.record,
                None => {
                    device
                        .create(|_| Ok::<_, Error>(intake("王秀英")))?
                        .record
                        .id
                }
            };
            if number > 0 && !noted(&device, record)?.contains(&number) {
                device.change(record, |_, scope| {
                    Ok::<_, Error>(vec![note(scope, &number.to_string())])
                })?;
            }
            Ok(())
        })?;
        confirm.confirm(number);
    }
    Ok(())
}

/// Edits, some of them with statements so large that the log runs full and is copied into the file while work goes on,
/// and then begun anew from its start.
fn work_through_checkpoints(place: &Place, confirm: &Acknowledgements) -> Result<(), AnyError> {
    let device = device_on(&place.dir, Some(&place.vfs), None, 1)?;
    let record = device
        .create(|_| Ok::<_, Error>(intake("王秀英")))?
        .record
        .id;
    confirm.confirm(0);
    for number in 1..=30 {
        device.change(record, |_, scope| {
            if is_sealed(number) {
                scope.seal(SignPurpose::WorkAcceptance, |place| {
                    Ok::<_, Error>(format!("{}{}", place.counter, " ".repeat(700_000)).into_bytes())
                })?;
            }
            Ok::<_, Error>(vec![note(scope, &number.to_string())])
        })?;
        confirm.confirm(number);
    }
    Ok(())
}

/// The numbers that are noted in a record.
fn noted(device: &Device, record: RecordId) -> Result<Vec<u64>, Error> {
    let record = device.record(record)?;
    let numbers = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::Call { note, .. } => note.parse().ok(),
            _ => None,
        });
    Ok(numbers.collect())
}

/// Opens what is left and reads all of it.
fn find(folder: &Path) -> Result<Found, AnyError> {
    let device = device_on(folder, None, None, 2)?;
    let mut found = Found::default();
    let rows = device.search("王秀英", 9)?;
    for row in rows {
        found.present.insert(0);
        for number in noted(&device, row.record)? {
            if !found.present.insert(number) {
                found.damage = Some(format!("{number} was done twice"));
            }
        }
        let sealed = device.statements(row.record)?.len();
        if sealed
            != found
                .present
                .iter()
                .filter(|number| is_sealed(**number))
                .count()
        {
            found.damage = Some(format!("{sealed} statements"));
        }
        let document = device.document(row.record)?;
        let changes = document.document().changes_since(&[]);
        let places: BTreeSet<_> = changes
            .iter()
            .map(|change| (change.actor(), change.seq()))
            .collect();
        if places.len() != changes.len() {
            found.damage = Some("a place in a line is taken twice".into());
        }
    }
    if device.status()?.quarantined.is_some() {
        found.damage = Some("the file was set aside".into());
    }
    drop(device);
    let connection = rusqlite::Connection::open(folder.join("device.db"))?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        found.damage = Some(verdict);
    }
    Ok(found)
}

type Workload = fn(&Place, &Acknowledgements) -> Result<(), AnyError>;

fn sweep(name: &str, workload: Workload, fault: Fault, repeat: Repeat) {
    let plan = sweep::Plan {
        seed: 7,
        fault,
        repeat,
        power_cuts: 1,
    };
    let report = sweep::run(&plan, workload, find).unwrap();
    println!(
        "{name} {fault:?} {repeat:?}: {} runs, {} given up, {} images",
        report.runs, report.given_up, report.power_cuts.checked
    );
    for tally in [&report.files, &report.power_cuts] {
        assert_eq!(
            (tally.lost, tally.corrupt),
            (0, 0),
            "{name} {fault:?} {repeat:?}: {:#?}",
            tally.failures
        );
    }
    assert!(
        report.runs > 10,
        "{name} {fault:?} {repeat:?} struck {} times",
        report.runs
    );
}

#[test]
fn whatever_the_disk_fails_at_nothing_confirmed_is_lost() {
    for fault in Fault::ALL {
        for repeat in Repeat::ALL {
            sweep(
                "work",
                |place, confirm| work(place, confirm, None),
                fault,
                repeat,
            );
        }
    }
}

#[test]
fn who_starts_again_after_a_spell_of_failures_can_rely_on_what_he_finds() {
    for fault in Fault::ALL {
        sweep("restart", restart_at_errors, fault, Repeat::Times(4));
    }
}

#[test]
fn a_power_cut_takes_nothing_that_was_confirmed() {
    let plan = crash::Plan {
        seed: 7,
        images: 300,
        loss: Loss::Torn,
    };
    let workloads: [(u64, usize, Workload); 3] = [
        (13, 300, |place, confirm| work(place, confirm, None)),
        (3, 200, restart_at_errors),
        (31, 150, work_through_checkpoints),
    ];
    for (confirmed, images, workload) in workloads {
        let report = crash::run(&crash::Plan { images, ..plan }, workload, find).unwrap();
        println!(
            "{} images of {} operations",
            report.tally.checked, report.operations
        );
        assert_eq!(
            (report.tally.lost, report.tally.corrupt),
            (0, 0),
            "{:#?}",
            report.tally.failures
        );
        assert_eq!(report.acknowledged as u64, confirmed);
    }
    // The same with a promise that is not kept: the harness sees it.
    let report = crash::run(
        &plan,
        |place, confirm| work(place, confirm, Some(Synchronous::Normal)),
        find,
    )
    .unwrap();
    assert!(report.tally.lost > 0, "{report:?}");
}

#[test]
fn a_power_cut_while_a_failed_commit_is_got_over_takes_nothing_either() {
    let plan = crash::Plan {
        seed: 7,
        images: 100,
        loss: Loss::Torn,
    };
    let workload = |place: &Place, confirm: &Acknowledgements| work(place, confirm, None);
    let mut struck = 0;
    for nth in 1.. {
        let failing = crash::Failing {
            nth,
            fault: Fault::SyncFailure,
            repeat: Repeat::Once,
        };
        match crash::run_failing(&plan, failing, workload, find) {
            // Making the file and enrolling are given up at an error.
            Err(crash::HarnessError::Workload(_)) => assert_eq!(struck, 0),
            Ok(None) => break,
            outcome => {
                let report = outcome.unwrap().unwrap();
                assert_eq!(
                    (report.tally.lost, report.tally.corrupt),
                    (0, 0),
                    "sync {nth}: {:#?}",
                    report.tally.failures
                );
                struck += 1;
            }
        }
    }
    assert!(struck > 10, "{struck}");
}
