//! `doorstep device` as another program drives it: over pipes, with exit codes.

use std::{
    error::Error,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

fn doorstep(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command
        .args(["device", "--lang", "en", "--data"])
        .arg(folder);
    command
}

/// A folder with a key, whose enrolment did not come about: the invitation leads nowhere.
fn make_device(folder: &Path) -> Outcome {
    let enrolled = doorstep(folder).args(["enrol", "no invitation"]).output()?;
    assert_eq!(enrolled.status.code(), Some(65));
    let complaint = String::from_utf8(enrolled.stderr)?;
    assert!(
        complaint.contains("this is not an invitation"),
        "{complaint}"
    );
    Ok(())
}

fn answers(output: &Output) -> Vec<Value> {
    output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

#[test]
fn each_answer_is_there_before_the_next_line_is_asked_for() -> Outcome {
    let folder = tempfile::tempdir()?;
    make_device(folder.path())?;
    let mut child = doorstep(folder.path())
        .args(["run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("no input")?;
    let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
    let mut ask = |line: &str| -> Result<Value, Box<dyn Error>> {
        writeln!(input, "{line}")?;
        let mut answer = String::new();
        output.read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    };
    // Were an answer kept back in a buffer, this would wait for ever, and the suite's own limit would say so.
    for number in 0..200 {
        let answer = ask(&json!({"do": "status", "ref": number}).to_string())?;
        assert_eq!(answer["ref"], number);
        assert_eq!(
            answer["ok"]["device"],
            Value::Null,
            "nobody has enrolled it"
        );
    }
    assert_eq!(
        ask("\n{")?["error"]["code"],
        "not_json",
        "the blank line has no answer"
    );
    assert_eq!(
        ask(r#"{"do":"show","record":"1"}"#)?["error"]["code"],
        "no_such_record"
    );
    let open = r#"{"do":"record.open","customer":{"name":"王"},"unit":{"kind":"refrigerator"}}"#;
    assert_eq!(ask(open)?["error"]["code"], "not_enrolled");
    assert_eq!(ask(r#"{"do":"sync"}"#)?["error"]["code"], "not_enrolled");
    drop(input);
    assert_eq!(
        child.wait()?.code(),
        Some(65),
        "some lines were answered with an error"
    );
    Ok(())
}

#[test]
fn a_file_of_lines_is_answered_line_by_line_and_the_exit_code_tells() -> Outcome {
    let folder = tempfile::tempdir()?;
    make_device(folder.path())?;
    let lines = folder.path().join("lines.jsonl");
    fs::write(&lines, "{\"do\":\"status\"}\n\n{\"do\":\"list\"}")?;
    let done = doorstep(folder.path()).arg("run").arg(&lines).output()?;
    assert_eq!((done.status.code(), answers(&done).len()), (Some(0), 2));
    let mut hostile = b"{\"do\":\"nothing\"}\n".to_vec();
    hostile.extend(vec![b'['; 6 * 1024 * 1024]);
    hostile.extend(b"\n\xff\n{\"do\":\"status\"}\n");
    fs::write(&lines, hostile)?;
    let done = doorstep(folder.path()).arg("run").arg(&lines).output()?;
    let codes: Vec<Value> = answers(&done)
        .iter()
        .map(|answer| answer["error"]["code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            json!("unknown_verb"),
            json!("line_too_long"),
            json!("not_json"),
            Value::Null
        ]
    );
    assert_eq!(done.status.code(), Some(65));
    Ok(())
}

#[test]
fn commands_say_what_they_could_not_do() -> Outcome {
    let folder = tempfile::tempdir()?;
    let device = folder.path().join("device");
    let misspelt = doorstep(&device).arg("status").output()?;
    assert_eq!(
        (misspelt.status.code(), device.exists()),
        (Some(66), false),
        "no device is made by looking for one"
    );
    make_device(&device)?;
    let shown = doorstep(&device).args(["show", "261123-7K3Q-1"]).output()?;
    assert_eq!(shown.status.code(), Some(65));
    let complaint = String::from_utf8(shown.stderr)?;
    assert!(
        complaint.contains("no record of this device has this number"),
        "{complaint}"
    );
    let status = doorstep(&device).args(["status", "--json"]).output()?;
    assert_eq!(
        answers(&status)
            .first()
            .map(|status| status["all_sent"].clone()),
        Some(json!(true))
    );
    let verified = doorstep(&device).arg("verify").output()?;
    assert_eq!(
        (verified.status.code(), verified.stdout),
        (Some(0), b"no sealed statements\n".to_vec())
    );
    let nowhere = Command::new(env!("CARGO_BIN_EXE_doorstep"))
        .args(["device", "status"])
        .output()?;
    assert_eq!(nowhere.status.code(), Some(65));
    let box_file = folder.path().join("black-box.jsonl");
    assert_eq!(
        doorstep(&device)
            .arg("black-box")
            .arg(&box_file)
            .status()?
            .code(),
        Some(0)
    );
    let again = doorstep(&device).arg("black-box").arg(&box_file).output()?;
    assert_eq!(
        again.status.code(),
        Some(70),
        "a file that is there is never overwritten"
    );
    Ok(())
}

#[test]
fn the_verbs_are_told_without_a_device() -> Outcome {
    let told = Command::new(env!("CARGO_BIN_EXE_doorstep"))
        .args(["device", "verbs", "--json"])
        .output()?;
    let verbs: Value = serde_json::from_slice(&told.stdout)?;
    let names: Vec<_> = verbs
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|verb| verb["verb"].as_str())
        .collect();
    assert!(
        names.contains(&"record.open")
            && names.contains(&"conflict.settle")
            && names.contains(&"sync")
    );
    Ok(())
}
