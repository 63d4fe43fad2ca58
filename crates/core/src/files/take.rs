//! `photo.take`: a photo or another file is added to a record.

use std::{fs::File, io::Read as _, path::PathBuf};

use doorstep_domain::record::{FILE_BYTES_MAX, FileAdded, FileStage, Picture, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    content::{Content, Preview, check_size},
    space,
};
use crate::{
    Device, Error,
    records::{Done, RecordName, Situation, UseCase},
    script::schema,
    store::files,
};

/// A photo or another file, as a file of this machine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeFile {
    /// The record.
    pub record: RecordName,
    /// What it shows.
    #[schemars(schema_with = "schema::file_stage")]
    pub stage: FileStage,
    /// What is to be said about it.
    #[serde(default)]
    pub caption: String,
    /// Where it lies: a JPEG, a PNG or a PDF. It is copied and stays.
    pub path: PathBuf,
}

/// A photo or another file, compressed as the shell chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakePhoto {
    /// The record.
    pub record: RecordName,
    /// What it shows.
    pub stage: FileStage,
    /// What is to be said about it.
    pub caption: String,
    /// A JPEG, a PNG or a PDF.
    pub content: Vec<u8>,
}

/// The entry of a file whose bytes are on the disk.
struct AddFile<'t> {
    photo: &'t TakePhoto,
    content: &'t Content,
}

impl Device {
    /// Takes a photo or another file into a record. After `Ok` its bytes and the entry that names it are durable.
    ///
    /// # Errors
    /// [`Error::Refused`] with a code of [`FileError`] or of the rules; [`Error::StorageFull`]; what the disk says.
    pub fn take_photo(&self, mut photo: TakePhoto) -> Result<Done, Error> {
        let device = &*self.inner;
        check_size(photo.content.len() as u64)?;
        self.find(&photo.record)?;
        // Asked before the work of unfolding it, and before it is too late for records.
        let bytes = photo.content.len() as u64;
        space::check(&device.environment, &device.folder, bytes)?;
        let content = Content::judge(std::mem::take(&mut photo.content))?;
        let _inside = device.cabinet.enter();
        if let Some(preview) = &content.preview {
            device.cabinet.put(preview.digest, &preview.bytes)?;
        }
        device.cabinet.put(content.digest, &content.bytes)?;
        let added = self.perform(&AddFile {
            photo: &photo,
            content: &content,
        });
        if let Err(Error::Refused { .. } | Error::StorageFull) = &added {
            // Nothing was written. What a kill or a failing disk leaves here, the next start sweeps.
            self.drop_orphans(&content);
        }
        added
    }

    /// Removes what no row names: on a full disk nothing may lie about that nobody can use.
    fn drop_orphans(&self, content: &Content) {
        let device = &*self.inner;
        let preview = content.preview.as_ref().map(|preview| preview.digest);
        for digest in preview.into_iter().chain([content.digest]) {
            let is_kept = |connection: &_| Ok(files::find(connection, digest)?.is_some());
            if let Ok(false) = device.store.read(is_kept) {
                // If this fails, too, the next start sweeps.
                let _ = device.cabinet.remove(digest);
            }
        }
    }

    /// As [`Device::take_photo`], from a file of this machine.
    ///
    /// # Errors
    /// As [`Device::take_photo`]; [`Error::Io`] if the file cannot be read.
    pub fn take_file(&self, file: &TakeFile) -> Result<Done, Error> {
        const READING: &str = "reading the file to take";
        self.find(&file.record)?;
        let mut bytes = Vec::new();
        // One byte more than a record takes tells that there are too many.
        File::open(&file.path)
            .and_then(|opened| {
                opened
                    .take(FILE_BYTES_MAX.unsigned_abs() + 1)
                    .read_to_end(&mut bytes)
            })
            .map_err(Error::io(READING))?;
        self.take_photo(TakePhoto {
            record: file.record.clone(),
            stage: file.stage,
            caption: file.caption.clone(),
            content: bytes,
        })
    }
}

impl UseCase for AddFile<'_> {
    fn record(&self) -> &RecordName {
        &self.photo.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let content = self.content;
        let pixels = |picture: &Preview| Picture {
            width: picture.width.into(),
            height: picture.height.into(),
            preview: picture.digest.to_string(),
            preview_bytes: length(&picture.bytes),
        };
        let file = FileAdded {
            stage: self.photo.stage,
            digest: content.digest.to_string(),
            media_type: content.media_type,
            bytes: length(&content.bytes),
            picture: content.preview.as_ref().map(pixels),
            caption: self.photo.caption.clone(),
        };
        situation.scope.keep_file(&file)?;
        situation.happened(What::FileAdded(file))
    }
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
