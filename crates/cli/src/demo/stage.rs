//! Setting the stage: the organisation, its people, the catalogue, the day's jobs, the server process.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use super::{
    DemoError,
    jobs::{Job, intakes},
};

/// The folder of a demo and the program that works in it.
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) program: PathBuf,
}

impl Stage {
    /// The server's data folder.
    pub(crate) fn server(&self) -> PathBuf {
        self.folder.join("server")
    }

    /// A device's folder.
    pub(crate) fn device(&self, name: &str) -> PathBuf {
        self.folder.join("devices").join(name)
    }

    /// `doorstep admin` as a process; gives what it says as JSON.
    pub(crate) async fn admin(&self, words: &[&str]) -> Result<Value, DemoError> {
        let output = Command::new(&self.program)
            .arg("admin")
            .arg("--data")
            .arg(self.server())
            .arg("--json")
            .args(words)
            .stdin(Stdio::null())
            .output()
            .await
            .map_err(DemoError::Server)?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let said = format!("{said}{}", String::from_utf8_lossy(&output.stderr));
            return Err(DemoError::Admin {
                command: words.join(" "),
                said,
            });
        }
        serde_json::from_str(said.trim()).map_err(|_| DemoError::Answer)
    }

    /// The organisation with its technicians and the sample's catalogue.
    pub(crate) async fn found(&self, technicians: &[String]) -> Result<(), DemoError> {
        self.admin(&[
            "create-organisation",
            "--name",
            "样例家电服务 Sample Service",
        ])
        .await?;
        for (code, number) in technicians.iter().zip(1..) {
            let name = format!("样例技师{number} Technician {number}");
            self.admin(&[
                "person",
                "add",
                "--code",
                code,
                "--name",
                &name,
                "--role",
                "technician",
            ])
            .await?;
        }
        let sample = self.folder.join("sample");
        let path = sample.to_string_lossy().into_owned();
        self.admin(&["sample", &path]).await?;
        self.admin(&["catalogue", "import", &path]).await?;
        Ok(())
    }

    /// Takes the day's calls and hands the jobs out, four to each technician.
    pub(crate) async fn hand_out(&self, technicians: &[String]) -> Result<Vec<Job>, DemoError> {
        let (csv, rows) = intakes(technicians.len() * 4)?;
        let file = self.folder.join("intakes-of-the-day.csv");
        fs::write(&file, csv).map_err(DemoError::Folder)?;
        let imported = self
            .admin(&["intake", "import", &file.to_string_lossy()])
            .await?;
        let numbers = imported["records"].as_array().ok_or(DemoError::Answer)?;
        let mut jobs = Vec::new();
        for ((place, number), row) in numbers.iter().enumerate().zip(&rows) {
            let number = number["number"].as_str().ok_or(DemoError::Answer)?;
            let technician = technicians.get(place / 4).ok_or(DemoError::Answer)?;
            self.admin(&["assign", number, technician]).await?;
            jobs.push(Job::of(number, row)?);
        }
        Ok(jobs)
    }

    /// Starts the server as a process of its own and waits until it says where it listens.
    pub(crate) async fn serve(&self, public_url: &str) -> Result<(Child, SocketAddr), DemoError> {
        let log = fs::File::create(self.folder.join("server.log")).map_err(DemoError::Folder)?;
        let mut child = Command::new(&self.program)
            .arg("serve")
            .arg("--data")
            .arg(self.server())
            .args([
                "--listen",
                "127.0.0.1:0",
                "--json",
                "--public-url",
                public_url,
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .map_err(DemoError::Server)?;
        let output = child.stdout.take().ok_or(DemoError::ServerEnded)?;
        let mut lines = BufReader::new(output).lines();
        let line = lines
            .next_line()
            .await
            .map_err(DemoError::Server)?
            .ok_or(DemoError::ServerEnded)?;
        let said: Value = serde_json::from_str(&line).map_err(|_| DemoError::Answer)?;
        let address = said["listening"]
            .as_str()
            .and_then(|url| url.strip_prefix("http://"));
        let address = address
            .and_then(|address| address.parse().ok())
            .ok_or(DemoError::Answer)?;
        // The rest of what it prints is read and dropped, so that the pipe never fills.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok((child, address))
    }

    /// Leaves what is needed to verify offline: every statement as a file of its own, and the organisation to trust.
    pub(crate) async fn leave_evidence(&self) -> Result<(), DemoError> {
        self.admin(&["evidence", "export", &self.folder.to_string_lossy()])
            .await?;
        let organisation = "organisation.pem";
        fs::copy(
            self.server().join(organisation),
            self.folder.join(organisation),
        )
        .map_err(DemoError::Folder)?;
        Ok(())
    }

    /// Enrols a device of a person with an invitation of the office.
    pub(crate) async fn enrol(&self, person: &str, device: &str) -> Result<(), DemoError> {
        let folder = self.device(device);
        fs::create_dir_all(&folder).map_err(DemoError::Folder)?;
        let invitation = self
            .admin(&["device", "invite", "--person", person, "--name", device])
            .await?;
        let link = invitation["link"].as_str().ok_or(DemoError::Answer)?;
        let status = Command::new(&self.program)
            .arg("device")
            .arg("--data")
            .arg(&folder)
            .args(["--json", "enrol", link, "--name", device])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .await
            .map_err(DemoError::Device)?;
        if status.success() {
            Ok(())
        } else {
            Err(DemoError::Refused("enrol".to_owned()))
        }
    }
}

/// A fresh folder for a demo: the given one, which must be empty, or a new temporary one.
pub(crate) fn fresh_folder(given: Option<&Path>) -> Result<PathBuf, DemoError> {
    let folder = match given {
        Some(folder) => folder.to_owned(),
        None => std::env::temp_dir().join(format!("doorstep-demo-{}", std::process::id())),
    };
    fs::create_dir_all(&folder).map_err(DemoError::Folder)?;
    if fs::read_dir(&folder)
        .map_err(DemoError::Folder)?
        .next()
        .is_some()
    {
        return Err(DemoError::FolderInUse);
    }
    fs::canonicalize(&folder).map_err(DemoError::Folder)
}
