//! A full disk, at many sizes: a clear error, nothing confirmed lost, and the work goes on once there is room.

use doorstep_testkit::disk::FaultDisk;
use doorstep_testkit::ledger::{self, Ledger, Synchronous};
use doorstep_testkit::workload::scratch_folder;
use rusqlite::ErrorCode;

/// Appends until the ledger refuses; returns the numbers that were confirmed.
fn append_until_refused(ledger: &mut Ledger) -> (u64, Option<ErrorCode>) {
    for number in 1..=500 {
        if let Err(error) = ledger.append(number) {
            return (number - 1, error.sqlite_error_code());
        }
    }
    (500, None)
}

#[test]
fn a_full_disk_is_reported_and_loses_nothing() {
    let disk = FaultDisk::register("small").unwrap();
    for size in 0..50 {
        let folder = scratch_folder().unwrap();
        let mut ledger = Ledger::open(folder.path(), disk.name(), Synchronous::Full).unwrap();
        disk.limit_space(1_000 + size * 1_700);
        let (confirmed, error) = append_until_refused(&mut ledger);
        assert_eq!(error, Some(ErrorCode::DiskFull), "with {size}");
        let refused = ledger.append(501).unwrap_err();
        assert_eq!(
            refused.sqlite_error_code(),
            Some(ErrorCode::DiskFull),
            "it stays full"
        );
        disk.heal();
        ledger.append(502).unwrap();
        drop(ledger);
        let found = ledger::find(folder.path()).unwrap();
        assert_eq!(found.damage, None);
        assert_eq!(
            found.present,
            (1..=confirmed).chain([502]).collect(),
            "with {size}"
        );
    }
}

#[test]
fn a_page_limit_is_reported_as_a_full_disk() {
    let folder = scratch_folder().unwrap();
    let disk = FaultDisk::register("pages").unwrap();
    let mut ledger = Ledger::open(folder.path(), disk.name(), Synchronous::Full).unwrap();
    ledger
        .connection()
        .pragma_update(None, "max_page_count", 8)
        .unwrap();
    let (confirmed, error) = append_until_refused(&mut ledger);
    assert!(confirmed > 0);
    assert_eq!(error, Some(ErrorCode::DiskFull));
    drop(ledger);
    let found = ledger::find(folder.path()).unwrap();
    assert_eq!(found.damage, None);
    assert_eq!(found.present, (1..=confirmed).collect());
}
