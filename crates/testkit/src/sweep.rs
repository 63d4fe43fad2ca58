//! Failing operations: runs a workload again and again, with one more operation spared each time, until none fails.
//!
//! Start at [`run`].

use std::fs;
use std::path::Path;

use crate::crash::HarnessError;
use crate::disk::{Acknowledgements, CrashImages, Fault, FaultDisk, Loss, Repeat};
use crate::workload::{AnyError, Found, Place, Tally, scratch_folder};

/// What to sweep over.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Decides over the fates of unsynced writes in the power cuts.
    pub seed: u64,
    /// The fault.
    pub fault: Fault,
    /// Once or from then on.
    pub repeat: Repeat,
    /// How many power cuts to try after each run, on top of looking at the files as they are. A failed sync leaves its
    /// mark only here: the running system still sees what the disk never got.
    pub power_cuts: u32,
}

/// What a sweep has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Runs in which the fault struck; one for each operation of the workload that it can strike.
    pub runs: u64,
    /// Runs in which the workload gave up with an error.
    pub given_up: u64,
    /// The files after each run, opened on a healthy disk.
    pub files: Tally,
    /// The files after each run and a power cut.
    pub power_cuts: Tally,
}

/// Runs `workload` with the first, the second, ... operation failing until it ends without meeting the fault, and
/// `check`s the files after each run. The workload meets errors: it may try again, open the store again, or give up
/// with `Err`; it may confirm only what the store has confirmed to it.
///
/// # Errors
/// When scratch files cannot be written, or the workload fails in the last run, in which no operation does.
pub fn run<W, C>(plan: &Plan, mut workload: W, mut check: C) -> Result<Report, HarnessError>
where
    W: FnMut(&Place, &Acknowledgements) -> Result<(), AnyError>,
    C: FnMut(&Path) -> Result<Found, AnyError>,
{
    let mut report = Report {
        runs: 0,
        given_up: 0,
        files: Tally::default(),
        power_cuts: Tally::default(),
    };
    for nth in 1.. {
        let disk = FaultDisk::register_unique()?;
        let scratch = scratch_folder()?;
        let place = Place {
            dir: scratch.path().join("store"),
            vfs: disk.name().to_owned(),
        };
        fs::create_dir(&place.dir)?;
        if plan.power_cuts > 0 {
            disk.record(&place.dir)?;
        }
        disk.fail_at(nth, plan.fault, plan.repeat);
        let outcome = workload(&place, &disk.acknowledgements());
        let acknowledged = disk.acknowledged();
        if disk.faults_struck() == 0 {
            outcome.map_err(HarnessError::Workload)?;
            break;
        }
        report.runs += 1;
        report.given_up += u64::from(outcome.is_err());
        if plan.power_cuts > 0 {
            let recording = disk.take_recording()?;
            for image in CrashImages::at_end(
                &recording,
                plan.seed.wrapping_add(nth),
                plan.power_cuts,
                Loss::Torn,
            ) {
                let folder = scratch_folder()?;
                image.write_into(folder.path())?;
                report
                    .power_cuts
                    .check(folder.path(), &acknowledged, &mut check, || {
                        format!("operation {nth}, power cut {}", image.variant)
                    });
            }
        }
        report
            .files
            .check(&place.dir, &acknowledged, &mut check, || {
                format!("operation {nth}")
            });
    }
    Ok(report)
}
