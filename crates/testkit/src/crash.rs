//! Power cuts: runs a workload once on a recording disk and opens what a cut at every point of it may have left.
//!
//! Start at [`run`].

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use crate::disk::{
    Acknowledgements, CrashImages, DiskError, Fault, FaultDisk, Loss, Recording, Repeat,
};
use crate::workload::{AnyError, Found, Place, Tally, scratch_folder};

/// Which cuts to try.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Decides over every fate: the same seed gives the same report.
    pub seed: u64,
    /// About how many images; see [`CrashImages::throughout`].
    pub images: usize,
    /// What a cut takes.
    pub loss: Loss,
}

/// An operation that fails while the workload runs, before the power goes.
#[derive(Debug, Clone, Copy)]
pub struct Failing {
    /// Which of the operations that the fault strikes; 1 is the first.
    pub nth: u64,
    /// The fault.
    pub fault: Fault,
    /// Once or from then on.
    pub repeat: Repeat,
}

/// What the cuts have shown. Equal for equal seeds, if the workload runs on one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The images and what was wrong with them.
    pub tally: Tally,
    /// Operations and marks in the recording.
    pub operations: usize,
    /// Numbers that the workload confirmed.
    pub acknowledged: usize,
    /// A hash of all operations and of all fates.
    pub trace: u64,
}

/// Why a harness could not do its work; says nothing about the store.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// The disk could not be set up.
    #[error("setting up the simulated disk")]
    Disk(#[from] DiskError),
    /// A scratch folder could not be made, filled or emptied.
    #[error("writing scratch files")]
    Scratch(#[from] io::Error),
    /// The workload failed though no fault was set, or only one that it has to get over.
    #[error("running the workload")]
    Workload(#[source] AnyError),
}

/// Runs `workload` on a recording disk, then `check` on about `plan.images` images.
///
/// # Errors
/// When the workload fails, or the scratch files cannot be written. What is wrong with the store is in the report.
pub fn run<W, C>(plan: &Plan, workload: W, check: C) -> Result<Report, HarnessError>
where
    W: FnOnce(&Place, &Acknowledgements) -> Result<(), AnyError>,
    C: FnMut(&Path) -> Result<Found, AnyError>,
{
    let (recorded, _struck) = record(workload, None)?;
    cut(plan, recorded, check)
}

/// As [`run`], of a workload that meets a failing operation and gets over it: what it does then must not be the end of
/// the store if the power goes in the middle of it. `None`: the workload has fewer operations than that.
///
/// # Errors
/// As [`run`]; so the workload must try again.
pub fn run_failing<W, C>(
    plan: &Plan,
    failing: Failing,
    workload: W,
    check: C,
) -> Result<Option<Report>, HarnessError>
where
    W: FnOnce(&Place, &Acknowledgements) -> Result<(), AnyError>,
    C: FnMut(&Path) -> Result<Found, AnyError>,
{
    let (recorded, struck) = record(workload, Some(failing))?;
    if struck == 0 {
        return Ok(None);
    }
    cut(plan, recorded, check).map(Some)
}

/// Checks what a cut at many points of a recording may have left.
fn cut<C>(
    plan: &Plan,
    (recording, acknowledged): (Recording, usize),
    mut check: C,
) -> Result<Report, HarnessError>
where
    C: FnMut(&Path) -> Result<Found, AnyError>,
{
    let mut hasher = DefaultHasher::new();
    recording.trace().for_each(|line| line.hash(&mut hasher));
    let mut tally = Tally::default();
    for image in CrashImages::throughout(&recording, plan.seed, plan.images, plan.loss) {
        image.fates.hash(&mut hasher);
        let folder = scratch_folder()?;
        image.write_into(folder.path())?;
        tally.check(folder.path(), &image.acknowledged, &mut check, || {
            let before = recording.line(image.point.saturating_sub(1));
            format!(
                "point {} variant {}, after: {before}",
                image.point, image.variant
            )
        });
    }
    Ok(Report {
        tally,
        operations: recording.len(),
        acknowledged,
        trace: hasher.finish(),
    })
}

/// Runs the workload and returns what it did, how many numbers it confirmed, and how many operations failed.
fn record<W>(
    workload: W,
    failing: Option<Failing>,
) -> Result<((Recording, usize), u64), HarnessError>
where
    W: FnOnce(&Place, &Acknowledgements) -> Result<(), AnyError>,
{
    let disk = FaultDisk::register_unique()?;
    let scratch = scratch_folder()?;
    let place = Place {
        dir: scratch.path().join("store"),
        vfs: disk.name().to_owned(),
    };
    fs::create_dir(&place.dir)?;
    disk.record(&place.dir)?;
    if let Some(failing) = failing {
        disk.fail_at(failing.nth, failing.fault, failing.repeat);
    }
    workload(&place, &disk.acknowledgements()).map_err(HarnessError::Workload)?;
    let recording = disk.take_recording()?;
    Ok(((recording, disk.acknowledged().len()), disk.faults_struck()))
}
