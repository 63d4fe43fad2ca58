//! Every story on the real program, which is killed in the middle of a line.

use std::path::Path;

use doorstep_tests::{Dice, KilledDevice, ServerProcess, Talk, seed};
use serde_json::{Value, json};

use crate::{Story, all, filled, offline::assert_ended};

#[test]
fn every_story_goes_on_after_a_kill_as_if_nothing_had_been() {
    let seed = seed();
    let dice = Dice::of_seed(seed);
    let folder = tempfile::tempdir().unwrap();
    let office = ServerProcess::found(&folder.path().join("office"));
    let phone = folder.path().join("phone");
    office.enrol(&phone);
    for (number, (name, story)) in all().into_iter().enumerate() {
        println!("{name} (seed {seed})");
        play(&story, &phone, &format!("SN-{number}"), &dice);
    }
    let mut talk = KilledDevice::program(&phone);
    talk.send_all();
    talk.end();
}

/// Plays a story; in the middle of one of its lines, after the first, the program is killed.
fn play(story: &Story, phone: &Path, serial: &str, dice: &Dice) {
    let mut talk = KilledDevice::program(phone);
    let mut record = String::new();
    let candidates: Vec<usize> = (1..story.lines.len())
        .filter(|place| story.lines[*place]["do"] != "record.open")
        .collect();
    let [first, second]: [u8; 2] = dice.draw();
    let struck = candidates[usize::from(u16::from_be_bytes([first, second])) % candidates.len()];
    for (place, line) in story.lines.iter().enumerate() {
        let line = filled(line, &show(&mut talk, &record), serial, "t-1");
        if place == struck {
            let before = changes(&mut talk, &record);
            talk.say(&line);
            talk.kill();
            talk = KilledDevice::program(phone);
            if changes(&mut talk, &record) > before {
                // It was done before the program died, and nobody heard of it.
                continue;
            }
        }
        let answer = talk.ask(&line);
        assert!(answer["ok"].is_object(), "{line}: {answer}");
        if line["do"] == "record.open" {
            record = answer["ok"]["number"].as_str().unwrap().to_owned();
        }
    }
    assert_ended(story, &show(&mut talk, &record));
    talk.end();
}

fn show(talk: &mut Talk, record: &str) -> Value {
    if record.is_empty() {
        return Value::Null;
    }
    talk.ask(&json!({ "do": "show", "record": record }))["ok"].clone()
}

/// How many changes a record has seen.
fn changes(talk: &mut Talk, record: &str) -> usize {
    talk.ask(&json!({ "do": "history", "record": record }))["ok"]["changes"]
        .as_array()
        .map_or(0, Vec::len)
}
