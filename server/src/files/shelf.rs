//! The folder of contents.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use doorstep_domain::record::MediaType;
use doorstep_evidence::digest::Digest;

use crate::data_folder::{make_private_folder, sync_folder_of};

/// How many contents are written at once at most: those that share a door wait for each other.
const DOORS: usize = 16;

/// Why a content was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The whole of what came is not what its digest says; nothing of it was kept.
    #[error("the bytes are not those of the digest")]
    OtherBytes,
    /// It is not the kind of file that the record says; nothing of it was kept.
    #[error("the file is not of the kind that the record says")]
    Kind,
    /// More came than the file has.
    #[error("the file has fewer bytes than what came")]
    Size,
    /// The disk.
    #[error("keeping a file")]
    File(#[from] io::Error),
}

/// The folder of contents. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Shelf {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    doors: [Mutex<()>; DOORS],
}

impl Shelf {
    /// The shelf of a data folder; made when the first content comes.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self {
            shared: Arc::new(Shared {
                folder: data.join("files"),
                doors: Default::default(),
            }),
        }
    }

    /// Where all contents lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.shared.folder
    }

    fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let room = name.get(..2).unwrap_or_default().to_owned();
        self.shared.folder.join(room).join(name)
    }

    fn incoming(&self, digest: Digest) -> PathBuf {
        self.shared.folder.join("incoming").join(digest.to_string())
    }

    fn enter(&self, digest: Digest) -> MutexGuard<'_, ()> {
        let [first_door, ..] = &self.shared.doors;
        let [byte, ..] = digest.0;
        let door = self.shared.doors.get(usize::from(byte) % DOORS);
        let door = door.unwrap_or(first_door);
        // It guards no memory: a panic leaves a content that is not whole.
        door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a content is here, whole.
    #[must_use]
    pub fn has(&self, digest: Digest) -> bool {
        self.path(digest).is_file()
    }

    /// How many bytes of a content are here, and whether that is all.
    ///
    /// # Errors
    /// [`ShelfError::File`].
    pub fn standing(&self, digest: Digest) -> Result<(u64, bool), ShelfError> {
        if let Some(bytes) = length(&self.path(digest))? {
            return Ok((bytes, true));
        }
        Ok((length(&self.incoming(digest))?.unwrap_or(0), false))
    }

    /// Takes a piece of a content of so many `bytes` if it begins where what is here ends; with the last one it becomes
    /// whole, after its bytes were judged and are on the disk. Blocks until then.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub fn take(
        &self,
        digest: Digest,
        bytes: u64,
        kind: MediaType,
        from: u64,
        piece: &[u8],
    ) -> Result<(u64, bool), ShelfError> {
        let _inside = self.enter(digest);
        let (received, is_whole) = self.standing(digest)?;
        if is_whole || from != received {
            return Ok((received, is_whole));
        }
        if received + piece.len() as u64 > bytes {
            return Err(ShelfError::Size);
        }
        let incoming = self.incoming(digest);
        make_private_folder(&self.shared.folder.join("incoming"))?;
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(&incoming)?
            .write_all(piece)?;
        let received = received + piece.len() as u64;
        if received < bytes {
            return Ok((received, false));
        }
        self.finish(digest, kind, &incoming)?;
        Ok((received, true))
    }

    fn finish(&self, digest: Digest, kind: MediaType, incoming: &Path) -> Result<(), ShelfError> {
        let content = fs::read(incoming)?;
        let fault = if Digest::of(&content) != digest {
            Some(ShelfError::OtherBytes)
        } else if MediaType::of(&content) != Some(kind) {
            Some(ShelfError::Kind)
        } else {
            None
        };
        if let Some(fault) = fault {
            // Begun anew, it may yet come right: a piece may have been lost in a power cut.
            fs::remove_file(incoming)?;
            return Err(fault);
        }
        File::open(incoming)?.sync_all()?;
        let path = self.path(digest);
        if let Some(room) = path.parent()
            && !room.is_dir()
        {
            make_private_folder(room)?;
            sync_folder_of(room)?;
        }
        fs::rename(incoming, &path)?;
        Ok(sync_folder_of(&path)?)
    }

    /// At most so many bytes of a content from a place on; nothing if it is not here whole.
    ///
    /// # Errors
    /// [`ShelfError::File`].
    pub fn read(
        &self,
        digest: Digest,
        from: u64,
        at_most: usize,
    ) -> Result<Option<Vec<u8>>, ShelfError> {
        let mut file = match File::open(self.path(digest)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if from >= file.metadata()?.len() {
            // Some places no system can seek to.
            return Ok(Some(Vec::new()));
        }
        file.seek(SeekFrom::Start(from))?;
        let mut piece = Vec::new();
        file.take(at_most as u64).read_to_end(&mut piece)?;
        Ok(Some(piece))
    }

    /// Forgets what came of a content that never became whole.
    ///
    /// # Errors
    /// [`ShelfError::File`].
    pub fn forget_half(&self, digest: Digest) -> Result<(), ShelfError> {
        let _inside = self.enter(digest);
        match fs::remove_file(self.incoming(digest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

fn length(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
