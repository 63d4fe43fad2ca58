//! A server is killed: what a device counts as acknowledged is in the server's file.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use doorstep_tests::{ServerProcess, Talk};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    Disk,
    disk::{hashes, hashes_left},
    kills,
    talk::{edits, open_records},
    time_box,
};

const ACKNOWLEDGED: &str =
    "SELECT lower(hex(document)) || lower(hex(hash)) FROM change WHERE state = 'acknowledged'";
const CHANGES: &str = "SELECT lower(hex(document)) || lower(hex(hash)) FROM change";

/// A server after all its kills.
struct Killed {
    _folder: TempDir,
    office: ServerProcess,
    phone: PathBuf,
    talk: Talk,
    kills: u32,
    /// The most changes that the device ever counted as acknowledged.
    acknowledged: usize,
    lost: usize,
}

/// Lets a device work and send its work while its server is killed, again and again, until something is seen to be lost.
fn kill_again_and_again(disk: Disk, wanted: u32) -> Killed {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, phone) = (
        ServerProcess::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut talk = Talk::with(Disk::Own.device(&phone));
    let mut next = edits(open_records(&mut talk, 12));
    talk.send_all();
    office.kill();
    office.start_as(disk.server(office.folder(), office.address()));
    let mut random = fastrand::Rng::with_seed(20_261_122);
    let begun = Instant::now();
    let (mut killed, mut acknowledged, mut lost) = (0, 0, 0);
    while killed < wanted && lost == 0 && begun.elapsed() < time_box(wanted) {
        for _ in 0..random.u32(1..6) {
            let edited = talk.ask(&next());
            assert!(
                edited["ok"].is_object(),
                "work goes on whatever the server does: {edited}"
            );
        }
        talk.say(&json!({"do": "sync"}));
        // Every third kill comes right after the contact, when nothing else has made durable what was acknowledged. The
        // others meet it under way: the kill is not synchronised with it, on purpose.
        let was_heard = random.u32(0..3) == 0;
        if was_heard {
            let contact = talk.hear();
            assert!(contact["ok"].is_object(), "{contact}");
        } else {
            thread::sleep(Duration::from_micros(random.u64(0..12_000)));
        }
        office.kill();
        killed += 1;
        // Looked at before the next life, in which a device that notices a loss sends everything again.
        let here = hashes(&phone.join("device.db"), ACKNOWLEDGED);
        let there = hashes_left(&office.database(), CHANGES);
        lost = here.difference(&there).count();
        acknowledged = acknowledged.max(here.len());
        // The server is back before the device gives up: its contact goes on with the next life, or has failed.
        office.start_as(disk.server(office.folder(), office.address()));
        if !was_heard {
            talk.hear();
        }
    }
    println!("server, {disk:?}: {killed} kills, {acknowledged} acknowledged changes, {lost} lost");
    Killed {
        _folder: folder,
        office,
        phone,
        talk,
        kills: killed,
        acknowledged,
        lost,
    }
}

impl Killed {
    fn assert_nothing_is_lost(&self, wanted: u32) {
        assert_eq!(
            self.lost, 0,
            "after {} kills of {} acknowledged changes some are not on the server",
            self.kills, self.acknowledged
        );
        assert!(
            self.kills >= wanted,
            "only {} kills in the time box",
            self.kills
        );
        assert!(
            self.acknowledged >= wanted as usize,
            "too little was acknowledged to prove anything: {}",
            self.acknowledged
        );
    }

    fn assert_both_sides_hold_the_same(mut self) {
        self.talk.send_all();
        self.talk.end();
        self.office.kill();
        assert_eq!(
            hashes(&self.phone.join("device.db"), CHANGES),
            hashes_left(&self.office.database(), CHANGES),
            "both sides hold the same changes"
        );
    }
}

#[test]
fn a_server_that_is_killed_again_and_again_keeps_everything_it_acknowledged() {
    let wanted = kills(120);
    let killed = kill_again_and_again(Disk::Own, wanted);
    killed.assert_nothing_is_lost(wanted);
    killed.assert_both_sides_hold_the_same();
}

#[test]
fn a_server_whose_unsynced_writes_die_with_it_keeps_everything_it_acknowledged() {
    let wanted = kills(40);
    let killed = kill_again_and_again(Disk::Held("full"), wanted);
    killed.assert_nothing_is_lost(wanted);
    killed.assert_both_sides_hold_the_same();
}

#[test]
fn a_server_that_does_not_wait_for_the_disk_is_seen_to_lose() {
    for synchronous in ["normal", "off"] {
        let killed = kill_again_and_again(Disk::Held(synchronous), 20);
        assert!(killed.lost > 0, "{synchronous} must be seen to lose");
    }
}
