//! A device is killed while it takes photos and while it sends them: what it answered `ok` to has its bytes on the disk,
//! nothing else lies there, and all of it comes to the office once, whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use doorstep_evidence::digest::Digest;
use doorstep_testkit::kill::Loop;
use doorstep_tests::{ServerProcess, Talk};
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};

use crate::{Disk, kills, talk::open_records, time_box};

/// A photo of noise, as large as one that a shell compressed.
fn photo(random: &mut fastrand::Rng, side: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(side, side, |_, _| image::Rgb([random.u8(..); 3]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// The contents that lie in a folder, each of which must be what its name says.
fn contents(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder.join("files")) else {
        return BTreeSet::new();
    };
    let content = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        assert_eq!(
            Digest::of(&fs::read(entry.path()).unwrap()).to_string(),
            name
        );
        name
    };
    entries.map(|entry| content(entry.unwrap())).collect()
}

#[test]
fn a_device_that_is_killed_while_it_takes_photos_has_the_bytes_of_every_photo_it_confirmed() {
    let wanted = kills(60);
    let folder = tempfile::tempdir().unwrap();
    let (office, phone) = (
        ServerProcess::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut talk = Talk::with(Disk::Own.device(&phone));
    let records = open_records(&mut talk, 1);
    talk.end();
    let mut random = fastrand::Rng::with_seed(20_261_122);
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut confirmed = BTreeSet::new();
    let mut killing = Loop::new(20_261_123, wanted);
    killing.lines = 1..=4;
    // Spread over the whole of the taking, whose last steps are what matters.
    killing.delay = Duration::from_millis(60);
    killing.time_box = time_box(wanted);
    let report = killing
        .run(
            |_| Disk::Own.device(&phone),
            || {
                let content = photo(&mut random, 220);
                let path = folder.path().join(format!("{}.jpg", taken.len()));
                fs::write(&path, &content).unwrap();
                let line = json!({"do": "photo.take", "record": records[0], "stage": "fault", "path": path}).to_string();
                taken.insert(line.clone(), Digest::of(&content).to_string());
                line
            },
            |line, answer| {
                let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
                assert!(answer["ok"].is_object(), "{line} → {answer}");
                confirmed.insert(line.to_owned());
            },
        )
        .unwrap();
    println!(
        "photos: {} kills, {} confirmed",
        report.kills,
        confirmed.len()
    );
    assert!(
        report.kills >= wanted,
        "only {} kills in the time box",
        report.kills
    );
    assert!(
        confirmed.len() > 10,
        "too little was confirmed to prove anything"
    );

    let mut talk = Talk::with(Disk::Own.device(&phone));
    let view = talk.ask(&json!({"do": "show", "record": records[0]}))["ok"].clone();
    talk.end();
    let mut named = BTreeSet::new();
    for photo in view["photos"].as_array().unwrap() {
        named.insert(photo["digest"].as_str().unwrap().to_owned());
        named.insert(photo["preview"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        contents(&phone),
        named,
        "every entry has its bytes, and nothing else lies there"
    );
    for line in &confirmed {
        assert!(named.contains(&taken[line]), "confirmed and lost: {line}");
    }
}

#[test]
fn a_device_and_a_server_that_are_killed_while_photos_are_sent_bring_every_photo_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, phone) = (
        ServerProcess::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut talk = Talk::with(Disk::Own.device(&phone));
    let records = open_records(&mut talk, 1);
    let mut random = fastrand::Rng::with_seed(20_261_122);
    for number in 0..6 {
        let path = folder.path().join(format!("{number}.jpg"));
        fs::write(&path, photo(&mut random, 1_500)).unwrap();
        let line =
            json!({"do": "photo.take", "record": records[0], "stage": "before", "path": path});
        let answer = talk.ask(&line);
        assert!(answer["ok"].is_object(), "{answer}");
    }
    talk.send_all();
    let wanted = contents(&phone);
    let begun = Instant::now();
    let mut killed = 0;
    loop {
        assert!(begun.elapsed() < time_box(60), "it never comes to its end");
        talk.say(&json!({"do": "files.send"}));
        // Not synchronised with what it meets, on purpose; later kills leave more time, so that it ends.
        thread::sleep(Duration::from_micros(
            random.u64(0..20_000) + killed * 3_000,
        ));
        if killed % 2 == 0 {
            talk.kill();
            talk = Talk::with(Disk::Own.device(&phone));
        } else {
            office.kill();
            office.start();
            talk.hear();
        }
        killed += 1;
        let there = arrived(office.folder());
        assert!(there.is_subset(&wanted), "nothing half done counts");
        if killed >= 8 && there == wanted {
            break;
        }
    }
    println!("sending: {killed} kills");
    let sent = talk.ask(&json!({"do": "files.send"}));
    assert_eq!(sent["ok"]["all_sent"], json!(true), "{sent}");
    assert_eq!(arrived(office.folder()), wanted);
    talk.end();
}

/// The contents that are whole on the server, each of which must be what its name says.
fn arrived(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let Ok(rooms) = fs::read_dir(folder.join("files")) else {
        return all;
    };
    for room in rooms.map(|room| room.unwrap().path()) {
        if room.file_name().unwrap() == "incoming" {
            continue;
        }
        for entry in fs::read_dir(room).unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            assert_eq!(
                Digest::of(&fs::read(entry.path()).unwrap()).to_string(),
                name
            );
            all.insert(name);
        }
    }
    all
}
