//! What a screen shows of photos and other files, and of the room for them.

use doorstep_domain::record::{EntryReading, FileAdded, Record, What};
use doorstep_evidence::digest::Digest;
use doorstep_words::view::file as words;
use rusqlite::Connection;
use serde::Serialize;

use super::{FileState, SpaceLevel, StoredFile};
use crate::{
    Device, Error,
    store::files,
    views::{EntryHead, NamedRecordView, Words},
};

/// A photo or another file of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhotoView {
    /// Who took it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// What it shows.
    pub stage: Words,
    /// What is said about it.
    pub caption: String,
    /// What it is.
    pub media_type: Words,
    /// How many bytes it has.
    pub bytes: i64,
    /// Pixels from left to right as stored; nothing for a document.
    pub width: Option<i64>,
    /// Pixels from top to bottom as stored; nothing for a document.
    pub height: Option<i64>,
    /// The digest by which it is fetched.
    pub digest: String,
    /// How far it has come.
    #[serde(flatten)]
    pub state: StateView,
    /// The digest by which its preview is fetched; nothing for a document.
    pub preview: Option<String>,
    /// The preview is on this device.
    pub preview_here: bool,
}

/// How far a content has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// `waiting`, `sending`, `at_office`, `refused` or `not_here`.
    pub state: Words,
    /// How many bytes the server has, of one that is being sent.
    pub sent_bytes: Option<u64>,
    /// Why the server will not take it.
    pub refusal: Option<Words>,
}

/// One content of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueuedFileView {
    /// The digest.
    pub digest: String,
    /// What it is.
    pub media_type: Words,
    /// How many bytes it has.
    pub bytes: u64,
    /// It is the small preview of another.
    pub preview: bool,
    /// How far it has come.
    #[serde(flatten)]
    pub state: StateView,
    /// The records of this device that name it.
    pub records: Vec<NamedRecordView>,
}

/// The room for photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpaceView {
    /// `enough`, `low` or `stop`, with what to do about it.
    pub level: Words,
    /// The bytes that are free; nothing if the system does not say.
    pub free_bytes: Option<u64>,
}

/// Everything that is here, and how the queue stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilesView {
    /// What is sent first before the others.
    pub files: Vec<QueuedFileView>,
    /// The server has all of it.
    pub all_sent: bool,
    /// Bytes that are still to be sent.
    pub unsent_bytes: u64,
    /// Whole photos wait for Wi-Fi.
    pub wifi_only: bool,
    /// The room for photos.
    pub space: SpaceView,
}

impl Device {
    /// The photos and files that are here, with the state of each, and the room for more.
    ///
    /// # Errors
    /// What the disk says.
    pub fn files(&self) -> Result<FilesView, Error> {
        let device = &*self.inner;
        let stored = device.store.read(files::all)?;
        let unsent = |file: &StoredFile| match file.state {
            FileState::AtOffice | FileState::NotHere => 0,
            FileState::Sending { sent_bytes } => file.bytes.saturating_sub(sent_bytes),
            FileState::Waiting | FileState::Refused { .. } => file.bytes,
        };
        Ok(FilesView {
            all_sent: stored.iter().all(|file| file.state == FileState::AtOffice),
            unsent_bytes: stored.iter().map(unsent).sum(),
            wifi_only: self.files_wifi_only()?,
            space: SpaceView::at(device.environment.space.free_bytes(&device.folder)),
            files: stored
                .iter()
                .map(|file| Ok(QueuedFileView::of(file, self.named(&file.records)?)))
                .collect::<Result<_, Error>>()?,
        })
    }
}

impl Device {
    /// The photos and files of a record that were not taken back.
    pub(crate) fn photos(&self, record: &Record) -> Result<Vec<PhotoView>, Error> {
        self.inner.store.read(|connection| {
            record
                .valid_readings()
                .filter_map(|(id, reading)| {
                    PhotoView::of(connection, EntryHead::of(id, reading), reading).transpose()
                })
                .collect()
        })
    }
}

impl PhotoView {
    fn of(
        connection: &Connection,
        head: EntryHead,
        reading: &EntryReading,
    ) -> Result<Option<Self>, Error> {
        let What::FileAdded(file) = &reading.entry.what else {
            return Ok(None);
        };
        let state =
            |digest: &str| match digest.parse::<Digest>() {
                Ok(digest) => Ok(files::find(connection, digest)?
                    .map_or(FileState::NotHere, |stored| stored.state)),
                Err(_) => Ok::<_, Error>(FileState::NotHere),
            };
        let preview = file.picture.as_ref().map(|picture| &picture.preview);
        let preview_here = match preview {
            Some(preview) => state(preview)? != FileState::NotHere,
            None => false,
        };
        Ok(Some(Self::with(
            file,
            head,
            StateView::of(&state(&file.digest)?),
            preview_here,
        )))
    }

    fn with(file: &FileAdded, head: EntryHead, state: StateView, preview_here: bool) -> Self {
        let (stage, kind) = (file.stage, file.media_type);
        Self {
            head,
            stage: Words::of(stage.code(), stage.words()),
            caption: file.caption.clone(),
            media_type: Words::of(kind.code(), kind.words()),
            bytes: file.bytes,
            width: file.picture.as_ref().map(|picture| picture.width),
            height: file.picture.as_ref().map(|picture| picture.height),
            digest: file.digest.clone(),
            state,
            preview: file.picture.as_ref().map(|picture| picture.preview.clone()),
            preview_here,
        }
    }
}

impl StateView {
    fn of(state: &FileState) -> Self {
        let (code, phrase) = match state {
            FileState::NotHere => ("not_here", words::NOT_HERE),
            FileState::Waiting => ("waiting", words::WAITING),
            FileState::Sending { .. } => ("sending", words::SENDING),
            FileState::AtOffice => ("at_office", words::AT_OFFICE),
            FileState::Refused { .. } => ("refused", words::REFUSED),
        };
        Self {
            state: Words::of(code, phrase),
            sent_bytes: match state {
                FileState::Sending { sent_bytes } => Some(*sent_bytes),
                _ => None,
            },
            refusal: match state {
                FileState::Refused { code } => Some(refusal(code)),
                _ => None,
            },
        }
    }
}

fn refusal(code: &str) -> Words {
    let phrase = match code {
        "file_gone" => words::FILE_GONE,
        "file_other_bytes" => words::FILE_OTHER_BYTES,
        "file_size" => words::FILE_SIZE,
        "file_kind" => words::NOT_KIND_RECORD_SAYS,
        other => return Words::new(other, other, other),
    };
    Words::of(code, phrase)
}

impl QueuedFileView {
    fn of(file: &StoredFile, records: Vec<NamedRecordView>) -> Self {
        let kind = file.media_type;
        Self {
            digest: file.digest.to_string(),
            media_type: Words::of(kind.code(), kind.words()),
            bytes: file.bytes,
            preview: file.is_preview,
            state: StateView::of(&file.state),
            records,
        }
    }
}

impl SpaceView {
    /// The room as it is shown.
    #[must_use]
    pub fn at(free_bytes: Option<u64>) -> Self {
        let level = SpaceLevel::at(free_bytes);
        Self {
            level: Words::of(level.code(), level.words()),
            free_bytes,
        }
    }
}
