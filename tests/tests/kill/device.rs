//! A device is killed: what it answered `ok` to is in its file, and comes to the office.

use std::{collections::BTreeSet, path::PathBuf};

use doorstep_testkit::kill::Loop;
use doorstep_tests::{ServerProcess, Talk};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Disk,
    disk::{hashes, hashes_left},
    kills,
    talk::{edits, open_records},
    time_box,
};

const CHANGES: &str = "SELECT lower(hex(hash)) FROM change";

/// A device after all its kills.
struct Killed {
    _folder: TempDir,
    office: ServerProcess,
    phone: PathBuf,
    disk: Disk,
    kills: u32,
    /// The hashes of the changes that it has confirmed.
    confirmed: BTreeSet<String>,
    lost: usize,
}

/// Lets a device with twelve records edit them and kills it in the middle, again and again.
fn kill_again_and_again(disk: Disk, wanted: u32) -> Killed {
    let folder = tempfile::tempdir().unwrap();
    let (office, phone) = (
        ServerProcess::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut talk = Talk::with(Disk::Own.device(&phone));
    let mut next = edits(open_records(&mut talk, 12));
    talk.end();
    let mut confirmed = BTreeSet::new();
    let mut killing = Loop::new(20_261_122, wanted);
    killing.time_box = time_box(wanted);
    let report = killing
        .run(
            |_| disk.device(&phone),
            || next().to_string(),
            |line, answer| {
                let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
                let change = answer["ok"]["change"].as_str();
                let change = change.unwrap_or_else(|| panic!("{line} → {answer}"));
                confirmed.insert(change.to_owned());
            },
        )
        .unwrap();
    let here = hashes_left(&phone.join("device.db"), CHANGES);
    let lost = confirmed.difference(&here).count();
    println!(
        "device, {disk:?}: {} kills, {} confirmed edits, {lost} lost",
        report.kills,
        confirmed.len()
    );
    Killed {
        _folder: folder,
        office,
        phone,
        disk,
        kills: report.kills,
        confirmed,
        lost,
    }
}

impl Killed {
    fn assert_nothing_is_lost(&self, wanted: u32) {
        assert!(
            self.kills >= wanted,
            "only {} kills in the time box",
            self.kills
        );
        let confirmed = self.confirmed.len();
        assert!(
            confirmed >= wanted as usize,
            "too little was confirmed to prove anything: {confirmed}"
        );
        assert_eq!(self.lost, 0, "of {confirmed} confirmed edits some are lost");
    }

    fn assert_all_comes_to_the_office(&self) {
        let mut talk = Talk::with(self.disk.device(&self.phone));
        talk.send_all();
        talk.end();
        let there = hashes(&self.office.database(), CHANGES);
        assert!(
            self.confirmed.is_subset(&there),
            "what was confirmed came to the office"
        );
    }
}

#[test]
fn a_device_that_is_killed_again_and_again_keeps_every_edit_it_confirmed() {
    let wanted = kills(420);
    let killed = kill_again_and_again(Disk::Own, wanted);
    killed.assert_nothing_is_lost(wanted);
    killed.assert_all_comes_to_the_office();
}

#[test]
fn a_device_whose_unsynced_writes_die_with_it_keeps_every_edit_it_confirmed() {
    let wanted = kills(80);
    let killed = kill_again_and_again(Disk::Held("full"), wanted);
    killed.assert_nothing_is_lost(wanted);
    killed.assert_all_comes_to_the_office();
}

#[test]
fn a_device_that_does_not_wait_for_the_disk_is_seen_to_lose() {
    for synchronous in ["normal", "off"] {
        let killed = kill_again_and_again(Disk::Held(synchronous), 12);
        assert!(killed.lost > 0, "{synchronous} must be seen to lose");
    }
}
