//! The stories of several devices, parts, photos and lists once more on the real program, which is killed in the middle
//! of its lines and started again: nothing confirmed is lost, nothing is there twice, and all come to the same.
//!
//! `DOORSTEP_SEED` says where the kills fall.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod exchange;
mod history;
mod merge;
mod parts;
mod photos;
mod reference;
mod scope;

use std::path::Path;

use doorstep_tests::{KilledDevice, ServerProcess, visit};
use serde_json::{Value, json};
use tempfile::TempDir;

/// An office with two technicians, `t-1` and `t-2`; and the folder in which it lies.
pub(crate) fn office() -> (TempDir, ServerProcess) {
    let folder = tempfile::tempdir().unwrap();
    let office = ServerProcess::found(&folder.path().join("office"));
    office.add_technician("t-2", "Ben");
    println!("seed {}", doorstep_tests::seed());
    (folder, office)
}

pub(crate) fn device(
    office: &ServerProcess,
    folder: &Path,
    person: &str,
    name: &str,
) -> KilledDevice {
    let mut device = KilledDevice::enrol(office, folder, person, name);
    device.say(&json!({ "do": "sync" }));
    device
}

/// A customer reports a fault on the spot: the number of the record.
pub(crate) fn opened(device: &mut KilledDevice) -> String {
    let line = json!({ "do": "record.open", "request": "repair", "symptom": "冷藏室不凉",
                       "customer": { "name": "王秀英", "phone": "139-0000-1001", "address": "松风路 18 号" },
                       "unit": { "kind": "refrigerator", "model": "YL-BCD326F" } });
    device.say(&line)["number"].as_str().unwrap().to_owned()
}

/// A whole visit, with a kill in it.
pub(crate) fn visited(device: &mut KilledDevice) -> String {
    let record = opened(device);
    device.work(&visit::whole(&record));
    record
}

pub(crate) fn show(device: &mut KilledDevice, record: &str) -> Value {
    device.say(&json!({ "do": "show", "record": record }))
}

pub(crate) fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

/// How many changes a record has seen.
pub(crate) fn changes(device: &mut KilledDevice, record: &str) -> usize {
    count(&device.say(&json!({ "do": "history", "record": record }))["changes"])
}

/// A visit was done once: one quote, one payment, one part in and one out, two signatures that stand.
pub(crate) fn assert_done_once(device: &mut KilledDevice, record: &str) {
    let view = show(device, record);
    assert_eq!(view["status"]["code"], "reported");
    let times =
        ["quotes", "parts_fitted", "parts_removed", "signatures"].map(|list| count(&view[list]));
    assert_eq!(times, [1, 1, 1, 2], "{view}");
    assert_eq!(count(&view["payments"]["taken"]), 1);
    let verified = device.say(&json!({ "do": "verify", "record": record }));
    assert_eq!(verified["all_unchanged"], true, "{verified}");
}

/// Everybody sends and hears until nothing moves; then two devices of one person show the same of a record.
pub(crate) fn assert_converged(
    devices: &mut [&mut KilledDevice],
    office: &ServerProcess,
    record: &str,
) {
    for _ in 0..2 {
        devices.iter_mut().for_each(|device| device.send_all());
    }
    let confirmed: usize = devices
        .iter()
        .map(|device| device.assert_nothing_is_lost(office))
        .sum();
    assert!(confirmed > 0, "nothing was confirmed, which proves nothing");
    let mut shown = devices.iter_mut().map(|device| {
        let history = changes(device, record);
        let view = show(device, record);
        let what = [
            "status",
            "quotes",
            "parts_fitted",
            "payments",
            "notes",
            "findings",
            "duplicates",
        ];
        (history, what.map(|member| view[member].clone()))
    });
    let first = shown.next().unwrap();
    shown.for_each(|other| assert_eq!(other, first));
}
