//! What a harness asks of the store under test: work that confirms numbers, and a look at what is left of it.
//!
//! A *workload* opens the store itself, by the folder and the name of the file system in its [`Place`], does work and
//! calls [`confirm`](crate::disk::Acknowledgements::confirm) with a number of its own after each `COMMIT` that returned
//! `Ok`. It closes whatever it opened before it returns. A *check* opens the folder of what is left with the normal
//! file system, and says in [`Found`] which numbers are there and whether the store is sound.

use std::collections::BTreeSet;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Whatever a workload or a check fails with.
pub type AnyError = Box<dyn Error + Send + Sync>;

/// Where a workload opens its databases.
#[derive(Debug, Clone)]
pub struct Place {
    /// An empty folder; every file of the store belongs beneath it.
    pub dir: PathBuf,
    /// The name to give to `Connection::open_with_flags_and_vfs`.
    pub vfs: String,
}

/// What a check found in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The numbers whose work is there, wholly.
    pub present: BTreeSet<u64>,
    /// What is wrong with the store (`integrity_check`, half a transaction), `None` if it is sound.
    pub damage: Option<String>,
}

/// What was wrong with one run or one image; a harness keeps the first few, so that they can be built again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which run or image, in the words of the harness.
    pub at: String,
    /// Numbers that were confirmed and are not there.
    pub lost: Vec<u64>,
    /// What is wrong with the store, if anything.
    pub damage: Option<String>,
}

/// How many failures a report keeps in full.
const KEPT_FAILURES: usize = 10;

/// Counts what checks found, for the reports of the harnesses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Folders that were checked.
    pub checked: usize,
    /// Folders in which at least one confirmed number was missing.
    pub lost: usize,
    /// The most confirmed numbers that were missing in one folder.
    pub lost_most: usize,
    /// Folders whose store was damaged or could not be opened.
    pub corrupt: usize,
    /// The first of these, in full.
    pub failures: Vec<Failure>,
}

impl Tally {
    /// Runs `check` on `dir` and compares what it found with what was `acknowledged`.
    pub(crate) fn check<C>(
        &mut self,
        dir: &Path,
        acknowledged: &[u64],
        mut check: C,
        at: impl FnOnce() -> String,
    ) where
        C: FnMut(&Path) -> Result<Found, AnyError>,
    {
        // A store that does not even open tells nothing about single numbers: it counts as corrupt, not as lost.
        let (lost, damage) = match check(dir) {
            Ok(found) => {
                let missing = |number: &u64| !found.present.contains(number);
                (
                    acknowledged.iter().copied().filter(missing).collect(),
                    found.damage,
                )
            }
            Err(error) => (Vec::new(), Some(format!("cannot be opened: {error}"))),
        };
        self.checked += 1;
        self.lost += usize::from(!lost.is_empty());
        self.lost_most = self.lost_most.max(lost.len());
        self.corrupt += usize::from(damage.is_some());
        if (!lost.is_empty() || damage.is_some()) && self.failures.len() < KEPT_FAILURES {
            self.failures.push(Failure {
                at: at(),
                lost,
                damage,
            });
        }
    }
}

/// A new empty folder that goes with its value: in memory where the system has such a place, since a harness opens
/// thousands of databases and their real durability does not matter.
///
/// # Errors
/// When the folder cannot be made.
pub fn scratch_folder() -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("doorstep-");
    if memory.is_dir() {
        builder.tempdir_in(memory).or_else(|_| builder.tempdir())
    } else {
        builder.tempdir()
    }
}
