//! A device of the demo: a process of its own (`doorstep device run -`) with a folder of its own.
//!
//! Every answer that says `ok` with a change is written down here, by the one who was told: that is what the proof
//! later asks the databases for.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::DemoError;

/// A running device.
pub(crate) struct DeviceProcess {
    program: PathBuf,
    folder: PathBuf,
    running: Running,
    ledger: File,
    /// What it was told to do and answered `ok`.
    pub(crate) edits: u64,
    /// Statements that customers signed on it.
    pub(crate) statements: u64,
}

struct Running {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

/// The verbs by which a customer signs.
const SEALING: [&str; 3] = ["quote.accept", "sign.off", "sign.refuse"];

/// The file in a device's folder that lists what it confirmed.
pub(crate) const LEDGER: &str = "confirmed.jsonl";

impl DeviceProcess {
    /// Starts the device on its folder.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self, DemoError> {
        let ledger = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join(LEDGER));
        Ok(Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            running: spawn(program, folder)?,
            ledger: ledger.map_err(DemoError::Ledger)?,
            edits: 0,
            statements: 0,
        })
    }

    /// Sends a line and waits for its answer; an edit that is confirmed is written down before this returns.
    pub(crate) async fn ask(&mut self, line: &Value) -> Result<Value, DemoError> {
        self.tell(line).await?;
        let answer = self
            .running
            .output
            .next_line()
            .await
            .map_err(DemoError::Device)?;
        let answer = answer.ok_or(DemoError::DeviceEnded)?;
        let answer: Value = serde_json::from_str(&answer).map_err(|_| DemoError::Answer)?;
        let confirmed = &answer["ok"];
        if confirmed["change"].is_string() {
            self.edits += 1;
            self.statements +=
                u64::from(SEALING.contains(&line["do"].as_str().unwrap_or_default()));
            let row =
                serde_json::json!({"record": confirmed["record"], "change": confirmed["change"]});
            let row = format!("{row}\n");
            self.ledger
                .write_all(row.as_bytes())
                .map_err(DemoError::Ledger)?;
        }
        Ok(answer)
    }

    /// Sends a line, does not wait for its answer, and kills the process with SIGKILL; then starts it again.
    pub(crate) async fn kill_in_the_middle_of(&mut self, line: &Value) -> Result<(), DemoError> {
        self.tell(line).await?;
        self.running.child.kill().await.map_err(DemoError::Device)?;
        self.running = spawn(&self.program, &self.folder)?;
        Ok(())
    }

    /// Ends the process as its user would: it closes its input.
    pub(crate) async fn stop(self) -> Result<(), DemoError> {
        let Running {
            mut child,
            input,
            output,
        } = self.running;
        drop((input, output));
        child.wait().await.map_err(DemoError::Device)?;
        Ok(())
    }

    async fn tell(&mut self, line: &Value) -> Result<(), DemoError> {
        let line = format!("{line}\n");
        self.running
            .input
            .write_all(line.as_bytes())
            .await
            .map_err(DemoError::Device)?;
        self.running.input.flush().await.map_err(DemoError::Device)
    }
}

fn spawn(program: &Path, folder: &Path) -> Result<Running, DemoError> {
    let mut child = Command::new(program)
        .arg("device")
        .arg("--data")
        .arg(folder)
        .args(["run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()
        .map_err(DemoError::Device)?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(DemoError::DeviceEnded);
    };
    Ok(Running {
        child,
        input,
        output: BufReader::new(output).lines(),
    })
}
