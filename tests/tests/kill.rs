//! Killed processes: the real program, `kill -9`, again and again. What was answered `ok` is there afterwards, and what
//! a device counts as acknowledged is on the server.
//!
//! `DOORSTEP_KILLS` sets how many kills each loop makes; each is boxed in time and has a floor.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use doorstep_testkit::kill::Loop;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

const DEVICE_KILLS: u32 = 420;
const SERVER_KILLS: u32 = 120;

/// The program: where `tests/run` says it is, else beside this test.
fn program() -> PathBuf {
    std::env::var_os("DOORSTEP").map_or_else(
        || {
            let test = std::env::current_exe().expect("this test is a file");
            test.ancestors()
                .nth(2)
                .expect("in target/release/deps")
                .join("doorstep")
        },
        PathBuf::from,
    )
}

fn kills(default: u32) -> u32 {
    std::env::var("DOORSTEP_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(default)
}

/// An organisation with one technician, and its server on a port that stays the same over all its lives.
struct Office {
    folder: PathBuf,
    address: String,
    server: Option<Child>,
}

impl Office {
    fn found(folder: &Path) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut office = Self {
            folder: folder.to_owned(),
            address: format!("127.0.0.1:{port}"),
            server: None,
        };
        office.admin(&["create-organisation", "--name", "Kill"]);
        office.admin(&[
            "person",
            "add",
            "--code",
            "t-1",
            "--name",
            "Ana",
            "--role",
            "technician",
        ]);
        office.start();
        office
    }

    fn admin(&self, words: &[&str]) -> Value {
        let output = Command::new(program())
            .args(["admin", "--json", "--data"])
            .arg(&self.folder)
            .args(words)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn start(&mut self) {
        let mut server = Command::new(program())
            .args(["serve", "--json", "--listen", &self.address, "--data"])
            .arg(&self.folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        assert!(
            said.contains("listening"),
            "the server did not start: {said}"
        );
        self.server = Some(server);
    }

    fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    fn enrol(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let invitation = self.admin(&["device", "invite", "--person", "t-1", "--name", "phone"]);
        let link = invitation["link"].as_str().unwrap();
        let enrolled = Command::new(program())
            .args(["device", "--data"])
            .arg(folder)
            .args(["enrol", link])
            .output()
            .unwrap();
        assert!(
            enrolled.status.success(),
            "{}",
            String::from_utf8_lossy(&enrolled.stderr)
        );
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.kill();
        }
    }
}

fn device_command(folder: &Path) -> Command {
    let mut command = Command::new(program());
    command
        .args(["device", "--data"])
        .arg(folder)
        .args(["run", "-"]);
    command
}

/// A device that is talked to line by line.
struct Talk {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Talk {
    fn with(folder: &Path) -> Self {
        let mut process = device_command(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (
            process.stdin.take().unwrap(),
            process.stdout.take().unwrap(),
        );
        Self {
            process,
            input,
            output: BufReader::new(output),
        }
    }

    fn ask(&mut self, line: &Value) -> Value {
        writeln!(self.input, "{line}").unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    fn end(self) {
        let Self {
            mut process,
            input,
            output,
        } = self;
        drop((input, output));
        process.wait().unwrap();
    }
}

fn open_records(folder: &Path, count: usize) -> Vec<String> {
    let mut talk = Talk::with(folder);
    let open = |number: usize| {
        json!({"do": "record.open", "customer": {"name": format!("用户{number}"), "phone": "139", "address": "松风路"},
               "unit": {"kind": "refrigerator"}, "symptom": "不凉"})
    };
    let records = (0..count)
        .map(|number| {
            talk.ask(&open(number))["ok"]["number"]
                .as_str()
                .expect("opened")
                .to_owned()
        })
        .collect();
    talk.end();
    records
}

/// Edits without end, each with words of its own, spread over texts that have room for them.
fn edits(records: Vec<String>) -> impl FnMut() -> Value {
    const TEXTS: [&str; 5] = ["symptom", "cause", "plan", "work", "advice"];
    let mut count = 0_usize;
    move || {
        count += 1;
        let record = &records[count / TEXTS.len() % records.len()];
        json!({"do": "record.text", "record": record, "text": TEXTS[count % TEXTS.len()], "append": format!("第{count}句")})
    }
}

fn hashes(database: &Path, query: &str) -> BTreeSet<String> {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok", "{}", database.display());
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_device_that_is_killed_again_and_again_keeps_every_edit_it_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let (office, phone) = (
        Office::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut next = edits(open_records(&phone, 12));
    let mut confirmed = BTreeSet::new();
    let mut wanted = Loop::new(20_261_122, kills(DEVICE_KILLS));
    wanted.time_box = Duration::from_secs(150);
    let report = wanted
        .run(
            |_| device_command(&phone),
            || next().to_string(),
            |line, answer| {
                let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
                let change = answer["ok"]["change"].as_str();
                confirmed.insert(
                    change
                        .unwrap_or_else(|| panic!("{line} → {answer}"))
                        .to_owned(),
                );
            },
        )
        .unwrap();
    assert!(
        report.kills >= 200,
        "only {} kills in the time box",
        report.kills
    );
    assert!(
        confirmed.len() > 200,
        "too little was confirmed to prove anything: {}",
        confirmed.len()
    );

    let here = hashes(
        &phone.join("device.db"),
        "SELECT lower(hex(hash)) FROM change",
    );
    let lost: Vec<_> = confirmed.difference(&here).collect();
    assert!(
        lost.is_empty(),
        "{} of {} confirmed edits are lost",
        lost.len(),
        confirmed.len()
    );

    let mut talk = Talk::with(&phone);
    assert!(talk.ask(&json!({"do": "sync"}))["ok"].is_object());
    assert_eq!(
        talk.ask(&json!({"do": "status"}))["ok"]["all_sent"],
        json!(true)
    );
    talk.end();
    let there = hashes(
        &office.folder.join("doorstep.db"),
        "SELECT lower(hex(hash)) FROM change",
    );
    assert!(
        confirmed.is_subset(&there),
        "what was confirmed came to the office"
    );
    println!(
        "device: {} kills, {} confirmed edits, 0 lost",
        report.kills,
        confirmed.len()
    );
}

#[test]
fn a_server_that_is_killed_again_and_again_keeps_everything_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, phone) = (
        Office::found(&folder.path().join("office")),
        folder.path().join("phone"),
    );
    office.enrol(&phone);
    let mut next = edits(open_records(&phone, 12));
    let mut random = fastrand::Rng::with_seed(20_261_122);
    let (begun, mut killed, mut acknowledged_once) = (Instant::now(), 0, 0);
    let acknowledged =
        "SELECT lower(hex(document)) || lower(hex(hash)) FROM change WHERE state = 'acknowledged'";
    let on_server = "SELECT lower(hex(document)) || lower(hex(hash)) FROM change";
    let mut talk = Talk::with(&phone);
    while killed < kills(SERVER_KILLS) && begun.elapsed() < Duration::from_secs(120) {
        for _ in 0..random.u32(1..6) {
            assert!(
                talk.ask(&next())["ok"].is_object(),
                "work goes on whatever the server does"
            );
        }
        // The contact is under way while the server dies: the kill is not synchronised with it, on purpose.
        writeln!(talk.input, "{}", json!({"do": "sync"})).unwrap();
        std::thread::sleep(Duration::from_micros(random.u64(0..12_000)));
        office.kill();
        killed += 1;
        // The server is back before the device gives up: its contact goes on with the next life, or has failed.
        office.start();
        let mut answer = String::new();
        talk.output.read_line(&mut answer).unwrap();
        if killed % 20 == 0 {
            let (here, there) = (
                hashes(&phone.join("device.db"), acknowledged),
                hashes(&office.folder.join("doorstep.db"), on_server),
            );
            let lost = here.difference(&there).count();
            assert_eq!(
                lost, 0,
                "after {killed} kills {lost} acknowledged changes are not on the server"
            );
            acknowledged_once = here.len();
        }
    }
    assert!(killed >= 60, "only {killed} kills in the time box");
    assert!(
        acknowledged_once > 20,
        "too little was acknowledged to prove anything"
    );
    assert!(talk.ask(&json!({"do": "sync"}))["ok"].is_object());
    assert_eq!(
        talk.ask(&json!({"do": "status"}))["ok"]["all_sent"],
        json!(true)
    );
    talk.end();
    let (here, there) = (
        hashes(
            &phone.join("device.db"),
            "SELECT lower(hex(document)) || lower(hex(hash)) FROM change",
        ),
        hashes(&office.folder.join("doorstep.db"), on_server),
    );
    assert_eq!(here, there, "both sides hold the same changes");
    println!("server: {killed} kills, {} changes, 0 lost", there.len());
}
