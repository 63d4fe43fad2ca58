//! A folder to work in, and the program in it.
#![allow(clippy::unwrap_used, clippy::panic)] // a stage that cannot be set up fails the test that asked for it

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Stage {
    folder: TempDir,
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Said {
    /// The one JSON object on the standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.error))
    }

    fn of(output: Output) -> Self {
        Self {
            // None: it was killed, or it crashed.
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    // In whatever language and colours the tests themselves are run.
    command
        .env_remove("LANGUAGE")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}

pub(crate) fn run(words: &[&str]) -> Said {
    Said::of(program().args(words).output().unwrap())
}

impl Stage {
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// An office with a technician, `t-zhang`, and the sample's files in `sample`.
    pub(crate) fn office() -> Self {
        let stage = Self::empty();
        stage.done(&["create-organisation", "--name", "便民家电维修"]);
        stage.done(&["person", "add", "--code", "t-zhang", "--name", "张伟"]);
        stage.done(&["sample", &stage.text("sample")]);
        stage
    }

    /// As [`Stage::office`], with the catalogue and the records of all calls of the sample; gives their numbers.
    pub(crate) fn office_at_work() -> (Self, Vec<String>) {
        let stage = Self::office();
        stage.done(&["catalogue", "import", &stage.text("sample")]);
        let taken = stage.done(&["intake", "import", &stage.text("sample/intakes.csv")]);
        let numbers = taken["records"].as_array().unwrap().iter();
        let numbers = numbers
            .map(|record| record["number"].as_str().unwrap().to_owned())
            .collect();
        (stage, numbers)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("office")
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), contents).unwrap();
        self.text(name)
    }

    /// `doorstep admin` on the office, in words.
    pub(crate) fn admin(&self, words: &[&str]) -> Said {
        let data = self.text("office");
        run(&[&["admin", "--data", &data], words].concat())
    }

    /// `doorstep admin --json` that must be done.
    pub(crate) fn done(&self, words: &[&str]) -> Value {
        let said = self.admin(&[&["--json"], words].concat());
        assert_eq!((said.code, said.error.as_str()), (0, ""), "{words:?}");
        said.json()
    }

    /// `doorstep admin --json` that must be refused: the exit code and the error.
    pub(crate) fn refused(&self, words: &[&str]) -> (i32, Value) {
        let said = self.admin(&[&["--json"], words].concat());
        assert_eq!(said.out, "", "{words:?}");
        let error: Value =
            serde_json::from_str(&said.error).unwrap_or_else(|_| panic!("{}", said.error));
        (said.code, error["error"].clone())
    }

    /// The fields of all records that stand in the list.
    pub(crate) fn records(&self) -> Vec<Value> {
        self.done(&["records", "list"])["records"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// A running server and its address; it ends with the value.
    pub(crate) fn serve(&self, words: &[&str]) -> Server {
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(self.data())
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_default();
        let url = said["listening"].as_str().unwrap_or_default().to_owned();
        Server {
            child: Some(child),
            url,
        }
    }
}

/// A server process.
pub(crate) struct Server {
    child: Option<Child>,
    pub(crate) url: String,
}

impl Server {
    /// Asks it to stop, as a service manager does, and waits until it has.
    pub(crate) fn stop(mut self) -> Said {
        let child = self.child.take().unwrap();
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        Said::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Every file under a folder with its bytes, by name.
pub(crate) fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect()
}
