//! The folder of contents, each under its digest: whole, or not there.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use doorstep_evidence::digest::Digest;

use crate::Error;

const DOING: &str = "keeping a file";
/// What is being written, or fetched, has this after its digest.
const UNFINISHED: &str = ".unfinished";
const INCOMING: &str = ".incoming";

/// The folder. It is made when the first file comes.
pub(crate) struct Cabinet {
    folder: PathBuf,
    /// Held from the bytes' coming until their row is committed, and while what nobody names is swept.
    door: Mutex<()>,
}

/// What lies in the folder.
pub(super) enum Found {
    Content(Digest),
    /// Half of a content that was being fetched.
    Incoming(Digest),
    /// Half written, or not ours.
    Rest(PathBuf),
}

impl Cabinet {
    pub(crate) fn of(device_folder: &Path) -> Self {
        Self {
            folder: device_folder.join("files"),
            door: Mutex::default(),
        }
    }

    /// Waits until nobody else adds or sweeps.
    pub(super) fn enter(&self) -> MutexGuard<'_, ()> {
        // It guards no data: who panicked has left at most an orphan.
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, digest: Digest) -> PathBuf {
        self.folder.join(digest.to_string())
    }

    /// Puts a content into the folder; after `Ok` it is on the disk. One that is there whole already stays.
    pub(super) fn put(&self, digest: Digest, bytes: &[u8]) -> Result<(), Error> {
        if self.get(digest)?.is_some() {
            return Ok(());
        }
        let unfinished = self.folder.join(format!("{digest}{UNFINISHED}"));
        self.write(digest, &unfinished, bytes).inspect_err(|_| {
            // A full disk is not filled further by what nobody can use.
            let _ = fs::remove_file(&unfinished);
        })
    }

    fn write(&self, digest: Digest, unfinished: &Path, bytes: &[u8]) -> Result<(), Error> {
        self.make()?;
        let mut file = File::create(unfinished).map_err(Error::io(DOING))?;
        file.write_all(bytes).map_err(Error::io(DOING))?;
        file.sync_all().map_err(Error::io(DOING))?;
        drop(file);
        fs::rename(unfinished, self.path(digest)).map_err(Error::io(DOING))?;
        sync(&self.folder)
    }

    fn make(&self) -> Result<(), Error> {
        if self.folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder).map_err(Error::io(DOING))?;
        self.folder.parent().map_or(Ok(()), sync)
    }

    /// A content whose bytes are those of its name; nothing if it is not there or is damaged.
    pub(super) fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error> {
        match fs::read(self.path(digest)) {
            Ok(bytes) => Ok((Digest::of(&bytes) == digest).then_some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("reading a file")(error)),
        }
    }

    /// How much of a content that is being fetched is here.
    pub(super) fn incoming(&self, digest: Digest) -> Result<Vec<u8>, Error> {
        match fs::read(self.folder.join(format!("{digest}{INCOMING}"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(Error::io("reading a file")),
        }
    }

    /// Adds to a content that is being fetched. What a power cut takes of it is fetched again.
    pub(super) fn add_incoming(&self, digest: Digest, piece: &[u8]) -> Result<(), Error> {
        self.make()?;
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join(format!("{digest}{INCOMING}")))
            .and_then(|mut file| file.write_all(piece))
            .map_err(Error::io(DOING))
    }

    /// Forgets what was fetched of a content.
    pub(super) fn drop_incoming(&self, digest: Digest) -> Result<(), Error> {
        remove(&self.folder.join(format!("{digest}{INCOMING}")))
    }

    /// Removes a content.
    pub(super) fn remove(&self, digest: Digest) -> Result<(), Error> {
        remove(&self.path(digest))
    }

    /// Removes what is neither a content nor half of one.
    pub(super) fn remove_rest(&self, path: &Path) -> Result<(), Error> {
        remove(path)
    }

    /// Everything that lies in the folder.
    pub(super) fn look(&self) -> Result<Vec<Found>, Error> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::io("looking at the files")(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(Error::io("looking at the files"))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.unwrap_or_default();
            let incoming = name.strip_suffix(INCOMING).map(str::parse::<Digest>);
            found.push(match (name.parse::<Digest>(), incoming) {
                (Ok(digest), _) => Found::Content(digest),
                (_, Some(Ok(digest))) => Found::Incoming(digest),
                _ => Found::Rest(path),
            });
        }
        Ok(found)
    }
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("removing a file")(error))
        }
        _ => Ok(()),
    }
}

/// A name is durable only when its folder is.
fn sync(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(Error::io(DOING))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
