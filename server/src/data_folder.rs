//! The server's data folder: what lies where, and who may work in it at the same time.
//!
//! ```text
//! doorstep.db        the database (with doorstep.db-wal and doorstep.db-shm while it is open)
//! organisation.pem   the authority's certificate: public, what a verifier trusts
//! keys/ca.pem        the authority's private key: whoever reads it can enrol devices
//! keys/office.pem    the private key of the server's own device
//! public-url         where the server that ran last is reached: what invitations and login links lead to
//! files/             photos and other files, each under its digest
//! lock               held together by all who have the organisation open, alone by who replaces it
//! serving            held by the one server that runs
//! ```

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Why the folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DataFolderError {
    /// Somebody else works in it who cannot do so at the same time.
    #[error("another process works in this data folder")]
    InUse,
    /// A file could not be read or written.
    #[error("{doing} failed")]
    File {
        /// What was being done, such as `reading organisation.pem`.
        doing: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// A data folder, whether or not it exists yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
}

/// What somebody wants to do in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderUse {
    /// Work on the organisation; many may, beside one server.
    Open,
    /// Serve: one at a time.
    Serve,
    /// Put another database in its place: alone.
    Replace,
}

/// Held while somebody works in a folder; the system gives it back even if the process is killed.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl DataFolder {
    /// The authority's certificate.
    pub const ORGANISATION: &'static str = "organisation.pem";
    /// The authority's private key.
    pub const CA_KEY: &'static str = "keys/ca.pem";
    /// The private key of the server's own device.
    pub const OFFICE_KEY: &'static str = "keys/office.pem";

    /// Where the server that ran last is reached.
    pub const PUBLIC_URL: &'static str = "public-url";

    /// All of the organisation's files beside the database.
    pub(crate) const FILES: [&'static str; 3] =
        [Self::ORGANISATION, Self::CA_KEY, Self::OFFICE_KEY];

    /// The folder at this path.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// The folder's path, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database's path.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("doorstep.db")
    }

    /// Makes the folder and its keys' folder, for nobody but the server's own user.
    ///
    /// # Errors
    /// [`DataFolderError::File`].
    pub fn make(&self) -> Result<(), DataFolderError> {
        for path in [self.path.clone(), self.path.join("keys")] {
            make_private_folder(&path).map_err(|source| DataFolderError::File {
                doing: "making the data folder".to_owned(),
                source,
            })?;
        }
        Ok(())
    }

    /// Takes the folder for a use.
    ///
    /// # Errors
    /// [`DataFolderError::InUse`] while somebody has it for a use that excludes this one.
    pub fn lock(&self, folder_use: FolderUse) -> Result<FolderLock, DataFolderError> {
        let failed = |source| DataFolderError::File {
            doing: "locking the data folder".to_owned(),
            source,
        };
        let name = match folder_use {
            FolderUse::Open | FolderUse::Replace => "lock",
            FolderUse::Serve => "serving",
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join(name))
            .map_err(failed)?;
        let taken = match folder_use {
            FolderUse::Open => file.try_lock_shared(),
            FolderUse::Serve | FolderUse::Replace => file.try_lock(),
        };
        match taken {
            Ok(()) => Ok(FolderLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(DataFolderError::InUse),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Reads one of the folder's files; none if there is none.
    ///
    /// # Errors
    /// [`DataFolderError::File`].
    pub fn read(&self, name: &str) -> Result<Option<String>, DataFolderError> {
        match fs::read_to_string(self.path.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(DataFolderError::File {
                doing: format!("reading {name}"),
                source,
            }),
        }
    }

    /// Writes one of the folder's files whole and to the disk, readable by nobody but the server's own user.
    ///
    /// # Errors
    /// [`DataFolderError::File`].
    pub fn write(&self, name: &str, text: &str) -> Result<(), DataFolderError> {
        write_private_file(&self.path.join(name), text.as_bytes()).map_err(|source| {
            DataFolderError::File {
                doing: format!("writing {name}"),
                source,
            }
        })
    }
}

/// Makes a folder, and those above it, that only its owner can look into.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Under another name first: whoever looks sees the old file or the whole new one.
fn write_private_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_folder_of(path)
}

/// A name is durable only when its folder is.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}
