//! A device's key as a file, for computers: `keys/device.pem` in the device's folder, readable by its owner only.
//!
//! Whoever reads the file is this device, so a phone keeps its key in hardware instead. What the file system says of
//! the key file tells an installation from its copy: a folder that was copied or restored from a backup shows another
//! token, and the data then knows that it woke up somewhere else.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use doorstep_core::{Environment, RandomError};
use doorstep_evidence::{
    digest::Digest,
    key::PublicKey,
    vault::{DeviceVault, SoftwareVault, VaultError},
};

/// How often a key is drawn before the randomness is held to be broken; one draw in 2^32 is no key.
const DRAWS_MAX: u32 = 4;

/// Why the key file could not be opened or made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyFileError {
    /// No device was ever made in this folder; a misspelt name must not make one.
    #[error("there is no device in this folder: enrol it first")]
    NoDevice(#[source] io::Error),
    /// The file system refused.
    #[error("{doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's word.
        #[source]
        source: io::Error,
    },
    /// The file is there and holds no key.
    #[error("reading the key file")]
    Key(#[from] VaultError),
    /// No randomness.
    #[error("drawing a key")]
    Random(#[from] RandomError),
}

/// A key in a file.
#[derive(Debug)]
pub(super) struct FileVault {
    key: SoftwareVault,
    path: PathBuf,
}

impl FileVault {
    /// Opens the key of a device's folder; a folder without one gets a new key.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub(super) fn open_or_make(
        folder: &Path,
        environment: &Environment,
    ) -> Result<Self, KeyFileError> {
        match Self::open(folder) {
            Err(KeyFileError::NoDevice(_)) => {
                make(&key_file(folder), environment)?;
                Self::open(folder)
            }
            opened => opened,
        }
    }

    /// Opens the key of a device's folder.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub(super) fn open(folder: &Path) -> Result<Self, KeyFileError> {
        let path = key_file(folder);
        let pem = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => KeyFileError::NoDevice(error),
            _ => failed("reading the key file")(error),
        })?;
        let metadata = fs::metadata(&path).map_err(failed("reading the key file"))?;
        let key = SoftwareVault::from_pem(&pem)?.at_installation(installation(&metadata));
        Ok(Self { key, path })
    }
}

fn key_file(folder: &Path) -> PathBuf {
    folder.join("keys").join("device.pem")
}

/// Writes a new key: whole and on the disk before it has its name, so that no crash leaves half a key behind.
fn make(path: &Path, environment: &Environment) -> Result<(), KeyFileError> {
    let key = draw(environment)?;
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(failed("making the key folder"))?;
    let new = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new).map_err(failed("writing the key file"))?;
    file.write_all(key.to_pem()?.as_bytes())
        .map_err(failed("writing the key file"))?;
    file.sync_all().map_err(failed("writing the key file"))?;
    fs::rename(&new, path).map_err(failed("naming the key file"))?;
    // The name is in the folder; without this it may be gone after a power cut. Windows cannot open a folder so.
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed("naming the key file"))?;
    Ok(())
}

fn draw(environment: &Environment) -> Result<SoftwareVault, KeyFileError> {
    for _ in 0..DRAWS_MAX {
        if let Ok(key) = SoftwareVault::generate(environment.draw()?) {
            return Ok(key);
        }
    }
    Err(RandomError.into())
}

fn failed(doing: &'static str) -> impl FnOnce(io::Error) -> KeyFileError {
    move |source| KeyFileError::Io { doing, source }
}

/// What of a file stays while it is moved or its owner changes, and differs in a copy.
fn installation(metadata: &Metadata) -> [u8; 16] {
    let born = metadata
        .created()
        .ok()
        .and_then(|born| born.duration_since(UNIX_EPOCH).ok());
    let mut facts = b"doorstep installation of a key file v1\0".to_vec();
    facts.extend(born.map_or(0, |born| born.as_nanos()).to_be_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        facts.extend(metadata.dev().to_be_bytes());
        facts.extend(metadata.ino().to_be_bytes());
    }
    Digest::of(&facts).first_half()
}

impl DeviceVault for FileVault {
    fn public_key(&self) -> Result<PublicKey, VaultError> {
        self.key.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.key.sign(message)
    }

    fn database_key(&self) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, VaultError> {
        self.key.database_key()
    }

    fn installation(&self) -> Result<[u8; 16], VaultError> {
        self.key.installation()
    }

    fn erase(&self) -> Result<(), VaultError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(VaultError::Failed);
            }
            _ => {}
        }
        self.key.erase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path) -> FileVault {
        let opened = FileVault::open_or_make(folder, &Environment::of_this_machine());
        #[allow(clippy::unwrap_used)] // a helper of tests: without a key there is nothing to test
        opened.unwrap()
    }

    #[test]
    fn a_folder_keeps_its_key_and_its_token() {
        let folder = tempfile::tempdir().unwrap();
        let (first, again) = (open(folder.path()), open(folder.path()));
        assert_eq!(first.public_key(), again.public_key());
        assert_eq!(first.installation(), again.installation());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join("keys/device.pem"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_folder_that_was_moved_is_the_same_and_a_copied_one_another_installation() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().join("here");
        let before = open(&here);
        let moved = folder.path().join("moved");
        fs::rename(&here, &moved).unwrap();
        assert_eq!(open(&moved).installation(), before.installation());

        let copied = folder.path().join("copied");
        fs::create_dir_all(copied.join("keys")).unwrap();
        fs::copy(
            moved.join("keys/device.pem"),
            copied.join("keys/device.pem"),
        )
        .unwrap();
        let copy = open(&copied);
        assert_eq!(copy.public_key(), before.public_key());
        assert_ne!(copy.installation(), before.installation());
    }

    #[test]
    fn a_damaged_key_file_is_never_replaced_by_a_new_key() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path());
        let file = folder.path().join("keys/device.pem");
        fs::write(&file, "-----BEGIN").unwrap();
        let opened = FileVault::open_or_make(folder.path(), &Environment::of_this_machine());
        assert!(matches!(opened, Err(KeyFileError::Key(VaultError::Failed))));
        assert_eq!(fs::read_to_string(&file).unwrap(), "-----BEGIN");
    }

    #[test]
    fn only_an_enrolment_makes_a_device_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            FileVault::open(folder.path()),
            Err(KeyFileError::NoDevice(_))
        ));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_erased_key_is_gone_from_the_disk_too() {
        let folder = tempfile::tempdir().unwrap();
        let vault = open(folder.path());
        assert_eq!(vault.erase(), Ok(()));
        assert_eq!(vault.erase(), Ok(()));
        assert!(!folder.path().join("keys/device.pem").exists());
        assert_eq!(vault.sign(b"hello"), Err(VaultError::Invalidated));
    }
}
