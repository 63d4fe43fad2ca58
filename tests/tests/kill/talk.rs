//! Talking to a device line by line, and the work that it is given.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// A device that is talked to line by line.
pub(crate) struct Talk {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Talk {
    pub(crate) fn with(mut device: Command) -> Self {
        let mut process = device
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

    pub(crate) fn say(&mut self, line: &Value) {
        writeln!(self.input, "{line}").unwrap();
    }

    pub(crate) fn hear(&mut self) -> Value {
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    pub(crate) fn ask(&mut self, line: &Value) -> Value {
        self.say(line);
        self.hear()
    }

    /// Everything goes to the office, and the device says so.
    pub(crate) fn send_all(&mut self) {
        let contact = self.ask(&json!({"do": "sync"}));
        assert!(contact["ok"].is_object(), "{contact}");
        let status = self.ask(&json!({"do": "status"}));
        assert_eq!(status["ok"]["all_sent"], json!(true), "{status}");
    }

    pub(crate) fn end(self) {
        let Self {
            mut process,
            input,
            output,
        } = self;
        drop((input, output));
        process.wait().unwrap();
    }
}

/// Opens records and says their numbers.
pub(crate) fn open_records(talk: &mut Talk, count: usize) -> Vec<String> {
    let open = |number: usize| {
        json!({"do": "record.open", "customer": {"name": format!("用户{number}"), "phone": "139", "address": "松风路"},
               "unit": {"kind": "refrigerator"}, "symptom": "不凉"})
    };
    (0..count)
        .map(|number| {
            talk.ask(&open(number))["ok"]["number"]
                .as_str()
                .expect("opened")
                .to_owned()
        })
        .collect()
}

/// Edits without end, each with words of its own, spread over texts that have room for them.
pub(crate) fn edits(records: Vec<String>) -> impl FnMut() -> Value {
    const TEXTS: [&str; 5] = ["symptom", "cause", "plan", "work", "advice"];
    let mut count = 0_usize;
    move || {
        count += 1;
        let record = &records[count / TEXTS.len() % records.len()];
        json!({"do": "record.text", "record": record, "text": TEXTS[count % TEXTS.len()], "append": format!("第{count}句")})
    }
}
