//! The photos of a record that was put away.

use std::sync::Arc;

use chrono::TimeDelta;
use doorstep_core::files::Way;
use doorstep_domain::record::FileStage;
use doorstep_evidence::digest::Digest;
use doorstep_tests::{FieldDevice, Fleet, Job, visit};

use crate::camera::{at_office, files, photo, send, take};

/// A job with a photo, worked through and sent; the photo is not.
async fn closed(fleet: &Fleet, device: &Arc<FieldDevice>) -> (Job, Digest) {
    let job = fleet.office.job(device.person()).await;
    device.sync().await;
    let digest = take(device, job.record, FileStage::Fault, photo(31, 300));
    device.work(visit::whole(&job.number)).await;
    device.sync().await;
    (job, digest)
}

/// So long that what is closed is put away.
async fn a_month_passes(fleet: &Fleet, device: &FieldDevice) {
    fleet.pass(TimeDelta::days(31));
    device.sync().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_still_waits_is_known_by_its_record_when_the_lists_are_made_anew() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let (old, digest) = closed(&fleet, &ana).await;
    a_month_passes(&fleet, &ana).await;
    assert!(ana.archived().contains(&old.record));

    ana.device().rebuild_read_model().unwrap();
    ana.restart();
    let waiting = files(&ana).files;
    assert_eq!(waiting.len(), 2, "the photo and its preview");
    for file in waiting {
        assert_eq!(file.records, [old.record.to_string()]);
    }
    assert_eq!(send(&ana, Way::Free).await.sent, 2);
    assert!(at_office(&fleet.office, digest).is_some());
}
