//! The log of everything that was done to the files, in order, with the data.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// One file from its creation to its deletion; a file created again under the same path is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileId(pub(super) u32);

/// A mark between two operations: the number was confirmed to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledged(
    /// The workload's own number.
    pub u64,
);

/// What was done to the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    Write { offset: usize, data: Vec<u8> },
    Truncate { size: usize },
}

impl Change {
    pub(super) fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { offset, data } => overwrite(content, *offset, data),
            Self::Truncate { size } => content.resize(*size, 0),
        }
    }
}

/// Writes `data` at `offset`; a gap reads as zeros, as in a file with a hole.
pub(super) fn overwrite(content: &mut Vec<u8>, offset: usize, data: &[u8]) {
    let end = offset.saturating_add(data.len());
    if content.len() < end {
        content.resize(end, 0);
    }
    if let Some(target) = content.get_mut(offset..end) {
        target.copy_from_slice(data);
    }
}

#[derive(Debug)]
pub(crate) enum Entry {
    /// The file was there, durable, before the recording saw it.
    Found {
        file: FileId,
        content: Vec<u8>,
    },
    Created {
        file: FileId,
    },
    Changed {
        file: FileId,
        change: Change,
    },
    /// `folder` if the names in its folder were synced with it.
    Synced {
        file: FileId,
        folder: bool,
    },
    /// Unlike a sync that was never tried: what was pending stays doubtful even after a later sync.
    SyncFailed {
        file: FileId,
    },
    /// The name is gone; `durable` if the folder was synced with it.
    Deleted {
        path: PathBuf,
        durable: bool,
    },
    Acknowledged(u64),
}

/// Everything that was done to the files beneath one folder.
#[derive(Debug)]
pub struct Recording {
    root: PathBuf,
    paths: BTreeMap<FileId, PathBuf>,
    entries: Vec<Entry>,
}

impl Recording {
    pub(super) fn new(root: PathBuf) -> Self {
        Self {
            root,
            paths: BTreeMap::new(),
            entries: Vec::new(),
        }
    }

    /// How many operations and marks were recorded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// One line an operation or mark, without the bytes: a workload on one thread gives the same lines each time
    /// (the bytes differ, since SQLite salts its logs from the system's randomness).
    pub fn trace(&self) -> impl Iterator<Item = String> {
        (0..self.entries.len()).map(|index| self.line(index))
    }

    /// The line of one operation, empty past the end.
    pub(crate) fn line(&self, index: usize) -> String {
        self.entries.get(index).map_or_else(String::new, |entry| {
            Line {
                recording: self,
                entry,
            }
            .to_string()
        })
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The path of a file, relative to the folder that is recorded.
    pub(super) fn path(&self, file: FileId) -> &Path {
        self.paths
            .get(&file)
            .map_or(Path::new(""), PathBuf::as_path)
    }

    /// Notes a file that is opened for the first time, with its content; an empty one is taken as just created.
    pub(super) fn opened(&mut self, file: FileId, path: &Path, content: Vec<u8>) {
        let Ok(relative) = path.strip_prefix(&self.root) else {
            return;
        };
        self.paths.insert(file, relative.to_owned());
        self.entries.push(if content.is_empty() {
            Entry::Created { file }
        } else {
            Entry::Found { file, content }
        });
    }

    pub(super) fn changed(&mut self, file: FileId, change: Change) {
        if self.paths.contains_key(&file) {
            self.entries.push(Entry::Changed { file, change });
        }
    }

    pub(super) fn synced(&mut self, file: FileId, folder: bool) {
        if self.paths.contains_key(&file) {
            self.entries.push(Entry::Synced { file, folder });
        }
    }

    pub(super) fn sync_failed(&mut self, file: FileId) {
        if self.paths.contains_key(&file) {
            self.entries.push(Entry::SyncFailed { file });
        }
    }

    pub(super) fn deleted(&mut self, path: &Path, durable: bool) {
        if let Ok(relative) = path.strip_prefix(&self.root) {
            self.entries.push(Entry::Deleted {
                path: relative.to_owned(),
                durable,
            });
        }
    }

    pub(super) fn acknowledged(&mut self, number: u64) {
        self.entries.push(Entry::Acknowledged(number));
    }
}

/// One entry in words.
struct Line<'a> {
    recording: &'a Recording,
    entry: &'a Entry,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |file: &FileId| self.recording.path(*file).display();
        match self.entry {
            Entry::Found { file, content } => {
                write!(f, "found {} of {}", path(file), content.len())
            }
            Entry::Created { file } => write!(f, "create {}", path(file)),
            Entry::Changed {
                file,
                change: Change::Write { offset, data },
            } => {
                write!(f, "write {} at {offset} +{}", path(file), data.len())
            }
            Entry::Changed {
                file,
                change: Change::Truncate { size },
            } => write!(f, "truncate {} to {size}", path(file)),
            Entry::Synced {
                file,
                folder: false,
            } => write!(f, "sync {}", path(file)),
            Entry::Synced { file, folder: true } => write!(f, "sync {} and its folder", path(file)),
            Entry::SyncFailed { file } => write!(f, "fail to sync {}", path(file)),
            Entry::Deleted {
                path,
                durable: false,
            } => write!(f, "delete {}", path.display()),
            Entry::Deleted {
                path,
                durable: true,
            } => write!(f, "delete {} and sync its folder", path.display()),
            Entry::Acknowledged(number) => write!(f, "acknowledge {number}"),
        }
    }
}
