//! `files.fetch`: a content that a record names and this device does not have, brought when somebody wants to see it.

use doorstep_domain::ids::RecordId;
use doorstep_evidence::digest::Digest;

use super::{FileError, FileTransport, send::off_the_way, space};
use crate::{
    Device, Error, Notice,
    replication::{SyncError, TransportError},
    store::files,
};

impl Device {
    /// The bytes of a content that a record names: from this device if it has them, else from the server. A fetch that
    /// was cut off goes on where it was.
    ///
    /// # Errors
    /// [`Error::Refused`] with a code of [`FileError`]; [`Error::Sync`] if the server cannot be reached.
    pub async fn fetch_file(
        &self,
        transport: &impl FileTransport,
        record: RecordId,
        digest: Digest,
    ) -> Result<Vec<u8>, Error> {
        let bytes = self.named_bytes(record, digest)?;
        if let Some(content) = self.file_content(digest)? {
            return Ok(content);
        }
        let device = &*self.inner;
        let _one_at_a_time = device.in_files.lock().await;
        space::check(&device.environment, &device.folder, bytes)?;
        let mut content = device.cabinet.incoming(digest)?;
        while (content.len() as u64) < bytes {
            let piece = transport.get(digest, content.len() as u64).await;
            let piece = piece.map_err(not_fetched)?;
            if piece.is_empty() || content.len() as u64 + piece.len() as u64 > bytes {
                break;
            }
            device.cabinet.add_incoming(digest, &piece)?;
            content.extend_from_slice(&piece);
        }
        if Digest::of(&content) != digest {
            device.cabinet.drop_incoming(digest)?;
            return Err(FileError::OtherBytes.into());
        }
        let keeping = self.clone();
        off_the_way(move || {
            keeping.keep_fetched(record, digest, &content)?;
            Ok(content)
        })
        .await
    }

    /// The bytes of a content, if they are on this device.
    ///
    /// # Errors
    /// What the disk says.
    pub fn file_content(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error> {
        let is_here = |connection: &_| Ok(files::find(connection, digest)?.is_some());
        if !self.inner.store.read(is_here)? {
            return Ok(None);
        }
        self.inner.cabinet.get(digest)
    }

    /// How many bytes a content has, as the record says.
    fn named_bytes(&self, record: RecordId, digest: Digest) -> Result<u64, Error> {
        let reading = self.record(record)?;
        let text = digest.to_string();
        let named = reading.contents().find(|content| content.digest == text);
        named
            .map(|content| content.bytes.unsigned_abs())
            .ok_or_else(|| FileError::NotNamed.into())
    }

    fn keep_fetched(&self, record: RecordId, digest: Digest, bytes: &[u8]) -> Result<(), Error> {
        let device = &*self.inner;
        let reading = self.record(record)?;
        let text = digest.to_string();
        let Some(named) = reading.contents().find(|content| content.digest == text) else {
            return Err(FileError::NotNamed.into());
        };
        let now_ms = device.environment.clock.now().timestamp_millis();
        let _inside = device.cabinet.enter();
        device.cabinet.put(digest, bytes)?;
        device.cabinet.drop_incoming(digest)?;
        device.store.write(|write| {
            files::insert(write.connection()?, &named, digest, true, now_ms)?;
            write.tell(Notice::Record(record));
            Ok(())
        })
    }
}

fn not_fetched(error: TransportError) -> Error {
    match error {
        TransportError::Refused { code, .. } if code == "file_not_here" => {
            FileError::NotAtOffice.into()
        }
        TransportError::Refused { code, .. } if code == "file_not_named" => {
            FileError::NotNamed.into()
        }
        error => Error::Sync(SyncError::Transport(error)),
    }
}
