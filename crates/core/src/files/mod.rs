//! Photos and other files of a record: stages, previews, and a queue of their own that no record ever waits for.
//!
//! The shell gives the bytes, compressed as it chose ([`TakePhoto`]); what they are is judged here, once, and a small
//! preview is made. They lie content-addressed in the folder `files` beside the database, and are on the disk before the
//! entry that names them is committed: a kill leaves an orphan that the next start sweeps, never an entry without its
//! bytes. Why a folder and not the database: `docs/adr/0015-files-beside-the-database.md`.
//!
//! - [`Device::take_photo`] takes one, [`Device::files`] lists what is here with the state of each.
//! - [`Device::send_files`] is the queue: previews first, resumed where the server stands, one file's refusal stops no
//!   other, and a contact ([`Device::sync`]) knows nothing of it.
//! - [`Device::fetch_file`] brings a colleague's photo when somebody wants to see it.
//! - [`SpaceLevel`] is the rule that stops photos before records run out of room.

mod cabinet;
mod content;
mod error;
mod fetch;
mod http;
mod send;
mod show;
mod space;
mod take;
mod tidy;
mod transport;
mod wifi_only;

pub(crate) use self::cabinet::Cabinet;
pub(crate) use self::tidy::tidy;
pub use self::{
    error::FileError,
    send::{FilesReport, Way},
    show::{FilesView, PhotoView, QueuedFileView, SpaceView, StateView},
    space::{LOW_BYTES, RESERVE_BYTES, SpaceLevel},
    take::{TakeFile, TakePhoto},
    transport::{FileTransport, PIECE_BYTES, Standing},
};
pub use crate::store::files::{FileState, StoredFile};
