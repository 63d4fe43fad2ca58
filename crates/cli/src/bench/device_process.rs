//! The device as a process of its own, so that its memory is its own.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
};

use doorstep_core::{enrolment::EnrolRequest, replication::HttpTransport};

use super::{BenchError, field};
use crate::terminal;

/// What the device says when it has read everything.
const READY: &str = "read";

/// Is the device: enrols, reads everything, says so, and stays until nobody holds its input any more.
pub(super) async fn be(folder: &Path, invitation: &str) -> Result<(), BenchError> {
    let device = field::open(folder)?;
    let request = EnrolRequest {
        invitation: invitation.to_owned(),
        device_name: "bench".to_owned(),
    };
    device.enrol(request).await?;
    device.sync(&HttpTransport::new(&device, None)?).await?;
    terminal::line(READY);
    io::stdin()
        .lock()
        .read_to_end(&mut Vec::new())
        .map_err(BenchError::io("waiting for the end"))?;
    Ok(())
}

/// The most memory that a process has held at once, in bytes, as the system counted (`VmHWM`); none on a system that does
/// not say so.
pub(super) fn peak_memory_bytes(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}

/// A process that has read everything and waits.
pub(super) struct DeviceProcess(Child);

impl DeviceProcess {
    /// Starts it and waits until it has read everything.
    pub(super) fn read_all(folder: &Path, invitation: &str) -> Result<Self, BenchError> {
        let doing = "running the device in a process of its own";
        let program = std::env::current_exe().map_err(BenchError::io(doing))?;
        let mut child = Command::new(program)
            .args(["bench", "--as-device"])
            .arg(folder)
            .args(["--invitation", invitation])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(BenchError::io(doing))?;
        let mut said = String::new();
        if let Some(output) = child.stdout.as_mut() {
            BufReader::new(output)
                .read_line(&mut said)
                .map_err(BenchError::io(doing))?;
        }
        let process = Self(child);
        if said.trim_end() == READY {
            Ok(process)
        } else {
            Err(BenchError::Unexpected("the device's process"))
        }
    }

    /// The most memory that it has held at once.
    pub(super) fn peak_memory_bytes(&self) -> Option<u64> {
        peak_memory_bytes(self.0.id())
    }

    /// Lets it go and waits for its end, so that its file is whole and free.
    pub(super) fn end(mut self) -> Result<(), BenchError> {
        drop(self.0.stdin.take());
        let status = self
            .0
            .wait()
            .map_err(BenchError::io("waiting for the device's end"))?;
        if status.success() {
            Ok(())
        } else {
            Err(BenchError::Unexpected("the device's end"))
        }
    }
}

impl Drop for DeviceProcess {
    fn drop(&mut self) {
        // Not reached with a process at work but after an error; one that has ended is not harmed.
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}
