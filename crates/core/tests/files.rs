//! What happens to the file: copied, damaged, newer, in use. A failing disk is in `disk.rs`.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::Arc,
};

use doorstep_core::{Device, Error};
use doorstep_domain::{
    ids::RecordId,
    record::{Field, SignPurpose},
    rights::Role,
};
use doorstep_evidence::vault::{DeviceVault, VaultError};
use support::{Folder, Office, Phone, clock, new_record, note, set, typed, vault};

#[test]
fn a_folder_is_one_processes_at_a_time() {
    let phone = Phone::unenrolled(1);
    let second = Phone::open_again(phone.folder.clone(), clock(), vault(1), 2);
    assert!(matches!(second.err(), Some(Error::InUse)));
    let (folder, clone) = (phone.folder.clone(), phone.device.clone());
    phone.device.close();
    assert!(matches!(clone.status(), Err(Error::Closed)));
    drop((phone, clone));
    assert!(Phone::open_again(folder, clock(), vault(1), 2).is_ok());
}

#[test]
fn a_restored_copy_allots_other_numbers_and_writes_as_another_actor() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    phone.meet(&mut office, vec![]);
    let (folder, copy) = (phone.folder.clone(), Folder::new());
    phone.device.close();
    fs::create_dir(copy.path()).unwrap();
    fs::copy(folder.database(), copy.database()).unwrap();
    drop(phone);

    let number = |phone: &Phone| {
        let record = new_record(&phone.device, "李建国");
        phone
            .device
            .record(record)
            .unwrap()
            .words(Field::Number)
            .to_owned()
    };
    let original = Phone::open_again(folder, clock(), vault(1), 11).unwrap();
    let moved = Arc::new(
        doorstep_evidence::vault::SoftwareVault::generate([1; 32])
            .unwrap()
            .at_installation([9; 16]),
    );
    let restored = Phone::open_again(copy, clock(), moved, 12).unwrap();
    assert_ne!(number(&original), number(&restored));
    assert!(!original.device.status().unwrap().is_copy);
    assert!(restored.device.status().unwrap().is_copy);

    // Both go on with the same record, and the gate takes both.
    set(&original.device, record, Field::UnitModel, "BCD-215").unwrap();
    set(&restored.device, record, Field::UnitSerial, "SN-9").unwrap();
    original.meet(&mut office, vec![]);
    restored.meet(&mut office, vec![]);
    let reading = office.reads(record);
    assert_eq!(
        (
            reading.words(Field::UnitModel),
            reading.words(Field::UnitSerial)
        ),
        ("BCD-215", "SN-9")
    );
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_as_it_is() {
    let mut office = Office::new();
    let phone = office.phone(1);
    new_record(&phone.device, "王秀英");
    let folder = phone.folder.clone();
    drop(phone);
    rusqlite::Connection::open(folder.database())
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = fs::read(folder.database()).unwrap();
    let refused = Phone::open_again(folder.clone(), clock(), vault(1), 2).err();
    assert!(
        matches!(refused, Some(Error::NewerData { found: 99, .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read(folder.database()).unwrap(), before);
    assert_eq!(
        names(&folder.path()),
        ["device.db", "device.db-shm", "device.db-wal", "device.lock"]
    );
    assert_eq!(
        fs::metadata(folder.path().join("device.db-wal"))
            .unwrap()
            .len(),
        0,
        "nothing was written"
    );
    // And it can still be carried away.
    let mut out = Vec::new();
    let environment = doorstep_core::Environment::of_this_machine();
    doorstep_core::black_box::of_folder(&folder.path(), &*vault(1), &environment, &mut out)
        .unwrap();
    assert!(lines(&out).iter().any(|line| line["kind"] == "change"));
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn lines(out: &[u8]) -> Vec<serde_json::Value> {
    std::str::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A phone with twenty records of work and a statement each.
fn busy_phone(office: &mut Office) -> (Phone, Vec<RecordId>) {
    let phone = office.phone(1);
    let records: Vec<_> = (0..20)
        .map(|number| new_record(&phone.device, &format!("王{number}")))
        .collect();
    for record in &records {
        for step in 0..10 {
            phone
                .device
                .change(*record, |_, scope| {
                    Ok::<_, Error>(vec![
                        note(scope, &step.to_string()),
                        typed("拆下面板，清洗冷凝器"),
                    ])
                })
                .unwrap();
        }
        phone
            .device
            .change(*record, |_, scope| {
                scope.seal(SignPurpose::WorkAcceptance, |place| {
                    Ok::<_, Error>(format!("{{\"counter\":{}}}", place.counter).into_bytes())
                })?;
                Ok::<_, Error>(vec![note(scope, "签字")])
            })
            .unwrap();
    }
    (phone, records)
}

/// Overwrites pages with nonsense.
fn damage(database: &Path, pages: impl IntoIterator<Item = u64>) {
    let mut file = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(database)
        .unwrap();
    for page in pages {
        file.seek(SeekFrom::Start((page - 1) * 4096)).unwrap();
        file.write_all(&[0xa5; 4096]).unwrap();
    }
}

/// The pages of the table of changes that hold rows.
fn leaves(database: &Path) -> Vec<u64> {
    let connection = rusqlite::Connection::open(database).unwrap();
    let roots: i64 = connection
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'change'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(connection);
    let mut file = fs::File::open(database).unwrap();
    let mut page = vec![0; 4096];
    let mut read = |number: u64| {
        file.seek(SeekFrom::Start((number - 1) * 4096)).unwrap();
        file.read_exact(&mut page).unwrap();
        page.clone()
    };
    // An interior page of a table: kind 5, the number of cells at 3, their places from 12, each with a child's number.
    let root = read(roots as u64);
    assert_eq!(root[0], 5);
    let cells = usize::from(u16::from_be_bytes([root[3], root[4]]));
    (0..cells)
        .map(|cell| {
            let place = usize::from(u16::from_be_bytes([
                root[12 + 2 * cell],
                root[13 + 2 * cell],
            ]));
            u64::from(u32::from_be_bytes(
                root[place..place + 4].try_into().unwrap(),
            ))
        })
        .collect()
}

#[test]
#[allow(clippy::too_many_lines)] // one story, told in its order
fn a_damaged_file_is_set_aside_and_what_can_be_read_of_it_is_salvaged() {
    let mut office = Office::new();
    let (phone, records) = busy_phone(&mut office);
    let readings: Vec<_> = records
        .iter()
        .map(|record| (*phone.device.record(*record).unwrap()).clone())
        .collect();
    let statements: usize = records
        .iter()
        .map(|record| phone.device.statements(*record).unwrap().len())
        .sum();
    let folder = phone.folder.clone();
    drop(phone);
    let leaves = leaves(&folder.database());
    assert!(leaves.len() > 12, "{}", leaves.len());
    damage(&folder.database(), leaves[4..6].iter().copied());
    let damaged = fs::read(folder.database()).unwrap();
    // The last run did not end cleanly, or nobody would look.
    fs::write(folder.path().join("device.lock"), "open\n").unwrap();

    let phone = Phone::open_again(folder.clone(), clock(), vault(1), 2).unwrap();
    let status = phone.device.status().unwrap();
    let quarantine = status.quarantined.clone().unwrap();
    assert_eq!(
        fs::read(folder.path().join(&quarantine).join("device.db")).unwrap(),
        damaged,
        "as it was"
    );
    assert_eq!(status.device, Some(phone.id), "still enrolled");
    assert_eq!(status.cursor_seq, None, "and asks for everything");
    assert_eq!(
        status.unsent_statements as usize, statements,
        "no statement is lost"
    );
    let whole = records
        .iter()
        .zip(&readings)
        .filter(|(record, reading)| {
            phone
                .device
                .record(**record)
                .is_ok_and(|now| *now == **reading)
        })
        .count();
    assert!(
        (14..20).contains(&whole),
        "two pages hold parts of a few records, and {whole} of 20 are whole"
    );
    // Work goes on, and the chain with it.
    let record = new_record(&phone.device, "新");
    let mut counter = 0;
    phone
        .device
        .change(record, |_, scope| {
            scope.seal(SignPurpose::WorkAcceptance, |place| {
                counter = place.counter;
                Ok::<_, Error>(b"{}".to_vec())
            })?;
            Ok::<_, Error>(vec![note(scope, "签字")])
        })
        .unwrap();
    assert_eq!(counter, 21);
    phone.meet(&mut office, vec![]);
    assert!(office.documents.len() > whole);

    let mut out = Vec::new();
    phone.device.black_box(&mut out).unwrap();
    let lines = lines(&out);
    assert!(lines.iter().any(|line| line["kind"] == "file" && line["name"] == format!("{quarantine}/device.db")));
    assert!(
        lines
            .iter()
            .any(|line| line["kind"] == "left_out" && line["table"] == "change")
    );
    assert_eq!(lines.last().unwrap()["kind"], "end");
    assert!(
        phone
            .restart(3)
            .device
            .status()
            .unwrap()
            .quarantined
            .is_some()
    );
}

#[test]
fn a_file_that_is_none_is_set_aside_too() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let folder = phone.folder.clone();
    drop(phone);
    fs::write(
        folder.database(),
        "not a database at all, but long enough to look like one".repeat(100),
    )
    .unwrap();
    let phone = Phone::open_again(folder.clone(), clock(), vault(1), 2).unwrap();
    let status = phone.device.status().unwrap();
    assert_eq!((status.device, status.quarantined.is_some()), (None, true));
    // It can be enrolled again.
    let answer = office.enrolment(&phone.vault, support::PERSON, Role::Technician);
    phone
        .device
        .take_enrolment(&office.invitation(), &answer)
        .unwrap();
    new_record(&phone.device, "王秀英");
}

#[test]
fn a_salvage_that_was_cut_is_finished() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    let folder = phone.folder.clone();
    drop(phone);
    // Cut before anything was moved, and after all was moved but the new file itself.
    let whole = folder.path().join("quarantine-20261122T090000.salvaged");
    for damaged in ["device.db", "device.db-wal", ""] {
        fs::rename(folder.database(), &whole).unwrap();
        if !damaged.is_empty() {
            fs::write(folder.path().join(damaged), "damaged").unwrap();
        }
        let phone = Phone::open_again(folder.clone(), clock(), vault(1), 2).unwrap();
        assert_eq!(
            phone
                .device
                .record(record)
                .unwrap()
                .words(Field::CustomerName),
            "王秀英"
        );
        let aside = folder
            .path()
            .join("quarantine-20261122T090000")
            .join(damaged);
        assert!(damaged.is_empty() || fs::read(aside).unwrap() == b"damaged");
        assert!(!whole.exists());
    }
}

#[test]
fn a_snapshot_that_cannot_be_loaded_costs_nothing() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    for step in 0..40 {
        phone
            .device
            .change(record, |_, scope| {
                Ok::<_, Error>(vec![note(scope, &step.to_string())])
            })
            .unwrap();
    }
    let before = phone.device.record(record).unwrap();
    let (folder, vault) = (phone.folder.clone(), phone.vault.clone());
    drop(phone);
    let connection = rusqlite::Connection::open(folder.database()).unwrap();
    let snapshots: i64 = connection
        .query_row(
            "SELECT count(*) FROM document WHERE snapshot IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(snapshots, 1, "after 32 loose changes there is one");
    connection
        .execute("UPDATE document SET snapshot = x'00'", [])
        .unwrap();
    drop(connection);
    let phone = Phone::open_again(folder, clock(), vault, 2).unwrap();
    assert_eq!(phone.device.record(record).unwrap(), before);
}

#[test]
fn a_key_without_a_sqlite_that_can_use_it_is_refused_before_anything_is_written_in_the_clear() {
    struct Locking(Arc<doorstep_evidence::vault::SoftwareVault>);
    impl DeviceVault for Locking {
        fn public_key(&self) -> Result<doorstep_evidence::key::PublicKey, VaultError> {
            self.0.public_key()
        }
        fn sign(&self, message: &[u8]) -> Result<Vec<u8>, VaultError> {
            self.0.sign(message)
        }
        fn database_key(&self) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, VaultError> {
            Ok(Some(zeroize::Zeroizing::new([7; 32])))
        }
        fn installation(&self) -> Result<[u8; 16], VaultError> {
            self.0.installation()
        }
        fn erase(&self) -> Result<(), VaultError> {
            self.0.erase()
        }
    }
    let folder = Folder::new();
    let opened = Device::open(doorstep_core::OpenRequest {
        folder: folder.path(),
        vault: Arc::new(Locking(vault(1))),
        environment: doorstep_core::Environment::of_this_machine(),
        vfs: None,
        synchronous_for_tests: None,
    });
    // Where SQLCipher is built in, the file opens, and is not one that anybody can read.
    match opened {
        Err(error) => {
            assert!(matches!(error, Error::Setting("cipher_version")), "{error}");
            assert_eq!(
                fs::metadata(folder.database()).map_or(0, |file| file.len()),
                0
            );
        }
        Ok(device) => {
            drop(device);
            assert!(
                !fs::read(folder.database())
                    .unwrap()
                    .starts_with(b"SQLite format 3")
            );
        }
    }
}

#[test]
fn a_device_is_shared_by_threads_and_lists_do_not_wait_for_an_edit() {
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let mut office = Office::new();
    let phone = office.phone(1);
    shared(&phone.device);
    let record = new_record(&phone.device, "王秀英");
    phone
        .device
        .change(record, |_, scope| {
            // An edit is under way: its transaction is open.
            assert_eq!(phone.device.search("王秀英", 9).unwrap().len(), 1);
            assert_eq!(phone.device.record(record).unwrap().entries.len(), 0);
            assert!(phone.device.status().is_ok());
            Ok::<_, Error>(vec![note(scope, "一")])
        })
        .unwrap();
    assert_eq!(
        phone.device.record(record).unwrap().entries.len(),
        1,
        "and afterwards nobody sees what was before"
    );
    let edits: Vec<_> = (0..4)
        .map(|worker: u32| {
            let device = phone.device.clone();
            std::thread::spawn(move || {
                for step in 0..25 {
                    device
                        .change(record, |_, scope| {
                            Ok::<_, Error>(vec![note(scope, &format!("{worker}-{step}"))])
                        })
                        .unwrap();
                    assert!(!device.record(record).unwrap().entries.is_empty());
                }
            })
        })
        .collect();
    edits.into_iter().for_each(|worker| worker.join().unwrap());
    assert_eq!(phone.device.record(record).unwrap().entries.len(), 101);
    assert_eq!(
        phone
            .restart(2)
            .device
            .record(record)
            .unwrap()
            .entries
            .len(),
        101
    );
}
