//! `files.send`: the queue of contents, beside the contacts and never in their way.

use doorstep_evidence::digest::Digest;

use super::{FileState, FileTransport, PIECE_BYTES, Standing, StoredFile, tidy};
use crate::{
    Device, Error, Notice,
    replication::{SyncError, TransportError},
    store::files,
};

/// How often a content may be told to begin elsewhere without anything being taken.
const STANDSTILLS_MAX: u32 = 3;

/// The kind of connection, as the shell knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Bytes cost nothing: Wi-Fi, a cable.
    Free,
    /// Bytes cost money: a mobile network, a metered Wi-Fi.
    Metered,
}

/// What a run of the queue did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesReport {
    /// Contents that the server has acknowledged now, previews included.
    pub sent: u64,
    /// Bytes of contents that went up.
    pub bytes_up: u64,
    /// Contents that wait for Wi-Fi.
    pub held_back: u64,
    /// Contents whose record has not yet reached the server, or that it has no room for now.
    pub waiting: u64,
    /// Contents that the server will not take.
    pub refused: u64,
}

/// What became of one content.
enum Outcome {
    Sent,
    Waiting,
    Refused(String),
}

impl Device {
    /// Sends what waits: previews first, then in the order in which it was taken; each goes on where the server
    /// stands. With `again` what was refused is tried once more. Only one run goes on at a time.
    ///
    /// # Errors
    /// [`Error::Sync`] if the server cannot be reached; what was acknowledged before stays acknowledged.
    pub async fn send_files(
        &self,
        transport: &impl FileTransport,
        way: Way,
        again: bool,
    ) -> Result<FilesReport, Error> {
        let _one_at_a_time = self.inner.in_files.lock().await;
        let device = self.clone();
        let queue = off_the_way(move || device.queue(again)).await?;
        let holds_back = way == Way::Metered && self.files_wifi_only()?;
        let mut report = FilesReport::default();
        for file in queue {
            if holds_back && !file.is_preview {
                report.held_back += 1;
                continue;
            }
            match self.send_one(transport, &file, &mut report).await? {
                Outcome::Sent => report.sent += 1,
                Outcome::Waiting => report.waiting += 1,
                Outcome::Refused(code) => {
                    report.refused += 1;
                    self.note(&file, move |connection, digest| {
                        files::note_refused(connection, digest, &code)
                    })
                    .await?;
                }
            }
        }
        Ok(report)
    }

    fn queue(&self, again: bool) -> Result<Vec<StoredFile>, Error> {
        let device = &*self.inner;
        let now_ms = device.environment.clock.now().timestamp_millis();
        tidy(&device.store, &device.cabinet, now_ms)?;
        if again {
            device
                .store
                .write(|write| files::forgive(write.connection()?))?;
        }
        let mut queue = device.store.read(files::all)?;
        queue.retain(|file| matches!(file.state, FileState::Waiting | FileState::Sending { .. }));
        Ok(queue)
    }

    async fn send_one(
        &self,
        transport: &impl FileTransport,
        file: &StoredFile,
        report: &mut FilesReport,
    ) -> Result<Outcome, Error> {
        let (device, digest) = (self.clone(), file.digest);
        let read = off_the_way(move || device.inner.cabinet.get(digest)).await?;
        let Some(bytes) = read else {
            return Ok(Outcome::Refused("file_gone".to_owned()));
        };
        let mut standing = match file.state {
            // Nothing went up yet, or nobody knows: the first piece asks by itself.
            FileState::Sending { .. } => match judge(transport.standing(digest).await)? {
                Ok(standing) => standing,
                Err(outcome) => return Ok(outcome),
            },
            _ => Standing {
                received: 0,
                whole: false,
            },
        };
        let mut standstills = 0;
        while !standing.whole {
            let from = usize::try_from(standing.received).unwrap_or(usize::MAX);
            let rest = bytes.get(from..).unwrap_or_default();
            let piece = rest.get(..PIECE_BYTES).unwrap_or(rest).to_vec();
            let length = piece.len() as u64;
            let answer = transport
                .put(digest, bytes.len() as u64, standing.received, piece)
                .await;
            let next = match judge(answer)? {
                Ok(next) => next,
                Err(outcome) => return Ok(outcome),
            };
            report.bytes_up += length;
            if next.received <= standing.received && !next.whole {
                standstills += 1;
                if standstills >= STANDSTILLS_MAX {
                    return Ok(Outcome::Waiting);
                }
            }
            standing = next;
            self.note(file, move |connection, digest| {
                if next.whole {
                    files::note_at_office(connection, digest)
                } else {
                    files::note_sent(connection, digest, next.received)
                }
            })
            .await?;
        }
        if matches!(file.state, FileState::Sending { .. }) {
            // It may have been whole before the first piece of this run.
            self.note(file, files::note_at_office).await?;
        }
        Ok(Outcome::Sent)
    }

    /// Writes down what became of a content, and tells whoever shows a record that names it.
    async fn note(
        &self,
        file: &StoredFile,
        note: impl FnOnce(&rusqlite::Connection, Digest) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let (device, digest, records) = (self.clone(), file.digest, file.records.clone());
        off_the_way(move || {
            device.inner.store.write(|write| {
                note(write.connection()?, digest)?;
                for record in records {
                    write.tell(Notice::Record(record));
                }
                write.tell(Notice::Status);
                Ok(())
            })
        })
        .await
    }
}

/// What an answer means for the content; an error ends the whole run.
fn judge<T>(answer: Result<T, TransportError>) -> Result<Result<T, Outcome>, Error> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(TransportError::Refused { code, .. }) if WAITS.contains(&code.as_str()) => {
            Ok(Err(Outcome::Waiting))
        }
        Err(TransportError::Refused { code, .. }) if REFUSES.contains(&code.as_str()) => {
            Ok(Err(Outcome::Refused(code)))
        }
        Err(error) => Err(Error::Sync(SyncError::Transport(error))),
    }
}

/// The server does not know a record that names it yet, or has no room now.
const WAITS: [&str; 2] = ["file_not_named", "file_quota"];
/// The bytes are not what their digest, their size or their kind says.
const REFUSES: [&str; 3] = ["file_other_bytes", "file_size", "file_kind"];

/// Does what waits for the disk away from the threads that serve requests.
pub(super) async fn off_the_way<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(Error::Sync(SyncError::Stopped)))
}
