//! The photos of a record that was put away.

use std::sync::Arc;

use chrono::TimeDelta;
use doorstep_core::files::Way;
use doorstep_domain::record::FileStage;
use doorstep_evidence::digest::Digest;
use doorstep_tests::{FieldDevice, Fleet, Job, visit};
use serde_json::json;

use crate::camera::{at_office, fetch, files, photo, send, shown, take};

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
        let names: Vec<_> = file.records.iter().map(|named| &named.number).collect();
        assert_eq!(names, [&old.number]);
    }
    assert_eq!(send(&ana, Way::Free).await.sent, 2);
    assert!(at_office(&fleet.office, digest).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_that_the_office_has_go_with_their_record_and_are_fetched_again() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let open = fleet.office.job("ana").await;
    let (old, digest) = closed(&fleet, &ana).await;
    let nameplate = take(&ana, old.record, FileStage::Nameplate, photo(32, 200));
    take(&ana, open.record, FileStage::Nameplate, photo(32, 200));
    let here = |digest| ana.device().file_content(digest).unwrap().is_some();
    let lying = || {
        std::fs::read_dir(ana.folder().join("files"))
            .unwrap()
            .count()
    };
    ana.sync().await;
    a_month_passes(&fleet, &ana).await;
    assert!(ana.archived().contains(&old.record));
    ana.restart();
    assert!(here(digest), "the office does not have it yet");

    assert_eq!(send(&ana, Way::Free).await.sent, 4);
    ana.restart();
    assert!(!here(digest), "it is put away with its record");
    assert!(here(nameplate), "an open record shows it too");
    assert_eq!((files(&ana).files.len(), lying()), (2, 2));

    let line = json!({ "do": "record.fetch", "record": old.number });
    ana.say(line).await;
    ana.sync().await;
    let photos = [("fault", "not_here"), ("nameplate", "at_office")];
    let photos = photos.map(|(stage, state)| (stage.to_owned(), state.to_owned()));
    assert_eq!(shown(&ana, old.record), photos);
    let content = fetch(&ana, old.record, digest).await.unwrap();
    assert_eq!(content, photo(31, 300));
    ana.restart();
    assert!(here(digest), "its record is here again");
}
