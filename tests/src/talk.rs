//! Talking to a device process line by line, as another program does.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// A device that is talked to line by line.
pub struct Talk {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Talk {
    /// Starts the device.
    #[must_use]
    pub fn with(mut device: Command) -> Self {
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

    /// Says a line without waiting for its answer.
    pub fn say(&mut self, line: &Value) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// The next answer.
    pub fn hear(&mut self) -> Value {
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// Says a line and hears its answer.
    pub fn ask(&mut self, line: &Value) -> Value {
        self.say(line);
        self.hear()
    }

    /// Everything goes to the office, and the device says so.
    pub fn send_all(&mut self) {
        let contact = self.ask(&json!({"do": "sync"}));
        assert!(contact["ok"].is_object(), "{contact}");
        let status = self.ask(&json!({"do": "status"}));
        assert_eq!(status["ok"]["all_sent"], json!(true), "{status}");
    }

    /// Ends the device as a user does.
    pub fn end(self) {
        let Self {
            mut process,
            input,
            output,
        } = self;
        drop((input, output));
        process.wait().unwrap();
    }

    /// Kills it as `kill -9` does.
    pub fn kill(self) {
        self.kill_and_hear();
    }

    /// Kills it as `kill -9` does: what it had answered by then, if that is a whole line.
    pub fn kill_and_hear(mut self) -> Option<Value> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).ok()
    }
}
