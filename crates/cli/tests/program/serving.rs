//! The server as a process, and the office's commands beside it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::stage::{Stage, run};

/// The status line of a plain GET.
#[allow(clippy::unwrap_used)] // a request that cannot be made fails the test
fn get(url: &str, path: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_server_says_where_it_is_and_stops_when_it_is_told() {
    let stage = Stage::office();
    let server = stage.serve(&[]);
    assert!(
        server.url.starts_with("http://127.0.0.1:"),
        "{}",
        server.url
    );
    assert_eq!(get(&server.url, "/healthz"), "HTTP/1.1 200 OK");

    // Beside it the office works on, and what it makes leads to this server.
    let link = stage.done(&["login-link"])["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(link.starts_with(&server.url), "{link}");
    let path = &link[server.url.len()..];
    assert_eq!(get(&server.url, path), "HTTP/1.1 303 See Other");
    assert_eq!(
        get(&server.url, path),
        "HTTP/1.1 401 Unauthorized",
        "the link is good once"
    );
    stage.done(&["intake", "import", &stage.text("sample/intakes.csv")]);

    let (code, error) = stage.refused(&["restore", &stage.text("nowhere")]);
    assert_eq!(code, 65, "{error}");
    stage.done(&["backup", &stage.text("backup")]);
    let (code, error) = stage.refused(&["restore", &stage.text("backup")]);
    assert_eq!(
        (code, error["causes"][1].as_str()),
        (65, Some("another process works in this data folder"))
    );

    let stopped = server.stop();
    assert_eq!(stopped.code, 0, "{}", stopped.error);
    let words = stopped
        .error
        .lines()
        .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok());
    assert!(words, "the log is JSON: {}", stopped.error);
    assert!(
        !stopped.error.contains("王小川"),
        "the log has no customers"
    );
    stage.done(&["restore", &stage.text("backup")]);
    assert_eq!(
        stage.records().len(),
        70,
        "the backup was taken after the import"
    );
}

#[test]
fn invitations_lead_where_devices_reach_the_server() {
    let stage = Stage::office();
    let server = stage.serve(&["--public-url", "https://office.example/"]);
    assert!(
        server.url.starts_with("http://127.0.0.1:"),
        "where it listens: {}",
        server.url
    );
    let invited = stage.done(&["device", "invite", "--person", "t-zhang"]);
    assert_eq!(invited["url"], "https://office.example");
    assert_eq!(server.stop().code, 0);
    let invited = stage.done(&["device", "invite", "--person", "t-zhang"]);
    assert_eq!(
        invited["url"], "https://office.example",
        "also while it does not run"
    );
}

#[test]
fn a_server_makes_nothing_unless_it_is_told_to() {
    let stage = Stage::empty();
    let data = stage.text("office");
    let said = run(&["serve", "--data", &data]);
    assert_eq!(said.code, 65);
    assert!(said.error.contains("--create NAME"), "{}", said.error);
    assert!(!stage.data().exists());

    assert_eq!(stage.serve(&["--create", "便民家电维修"]).stop().code, 0);
    let first = fs::read(stage.data().join("organisation.pem")).unwrap();
    assert_eq!(stage.serve(&["--create", "便民家电维修"]).stop().code, 0);
    assert_eq!(
        fs::read(stage.data().join("organisation.pem")).unwrap(),
        first,
        "the same one goes on"
    );
    let said = run(&["serve", "--data", &data, "--create", "somebody else"]);
    assert_eq!(said.code, 65);
    assert!(said.error.contains("便民家电维修"), "{}", said.error);
}

#[test]
fn two_servers_do_not_work_in_one_folder() {
    let stage = Stage::office();
    let server = stage.serve(&[]);
    let said = run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &stage.text("office"),
    ]);
    assert_eq!(said.code, 65);
    assert!(
        said.error
            .contains("another process works in this data folder"),
        "{}",
        said.error
    );
    assert_eq!(
        get(&server.url, "/healthz"),
        "HTTP/1.1 200 OK",
        "the first one does not mind"
    );
}
