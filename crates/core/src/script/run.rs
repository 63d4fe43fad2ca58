//! Answering lines.

use serde_json::Value;

use super::{
    Answer, Line,
    answer::{NotDone, done},
    files,
    line::BadLine,
    sync::sync,
    van,
    verb::{Run, VERBS},
};
use crate::Device;

/// A device that answers lines.
#[derive(Clone)]
pub struct Script {
    device: Device,
}

impl Script {
    /// A script on a device. Several may run on one device at once.
    #[must_use]
    pub const fn on(device: Device) -> Self {
        Self { device }
    }

    /// Does what a line says and answers it, only after the commit. Only `sync`, `files.send` and `files.fetch` wait for a network.
    pub async fn answer(&self, line: &[u8]) -> Answer {
        match Line::parse(line) {
            Err(bad) => Answer::to_bad_line(bad),
            Ok(line) => {
                let reference = line.reference.clone();
                Answer::of(reference, self.run(line).await)
            }
        }
    }

    async fn run(&self, line: Line) -> Result<Value, NotDone> {
        let verb = VERBS
            .iter()
            .find(|verb| verb.name == line.verb)
            .ok_or(BadLine::UnknownVerb)?;
        match verb.run {
            Run::Change(change) => done(
                &self.device,
                &change(&self.device, line.members)?,
                line.detail,
            ),
            Run::Move(movement) => van::moved(
                &self.device,
                &movement(&self.device, line.members)?,
                line.detail,
            ),
            Run::Read(read) => read(&self.device, line.members),
            Run::Sync => sync(&self.device, line.members.read()?).await,
            Run::SendFiles => files::send(&self.device, line.members.read()?).await,
            Run::FetchFile => files::fetch(&self.device, line.members.read()?).await,
        }
    }
}
