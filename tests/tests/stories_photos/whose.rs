//! Who sees a photo, and when it leaves a device.

use doorstep_core::files::Way;
use doorstep_domain::record::FileStage;
use doorstep_tests::Fleet;

use crate::camera::{at_office, fetch, files, photo, send, shown, take};

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_sees_the_record_fetches_the_photo_and_nobody_else_does() {
    let fleet = Fleet::open().await;
    let [ana, bo, carl] = fleet.devices(["ana", "bo", "carl"]).await;
    let job = fleet.office.job("ana").await;
    let foreign = fleet.office.job("carl").await;
    fleet.settle().await;
    let content = photo(21, 500);
    let digest = take(&ana, job.record, FileStage::Fault, content.clone());
    ana.sync().await;
    fleet.office.assign(job.record, "bo").await;
    bo.sync().await;
    assert_eq!(
        shown(&bo, job.record),
        [("fault".to_owned(), "not_here".to_owned())]
    );
    let early = fetch(&bo, job.record, digest).await.unwrap_err();
    assert_eq!(
        early.code(),
        "file_not_at_office",
        "it is still on Ana's device"
    );

    // Ana has lost the record before her photo went; it goes all the same.
    ana.sync().await;
    assert!(!ana.records().contains(&job.record));
    assert_eq!(send(&ana, Way::Free).await.sent, 2);
    assert_eq!(fetch(&bo, job.record, digest).await.unwrap(), content);
    assert_eq!(
        shown(&bo, job.record),
        [("fault".to_owned(), "at_office".to_owned())]
    );

    // Carl knows the digest and writes it into a record of his own: that does not give him the bytes.
    let stranger = fetch(&carl, foreign.record, digest).await.unwrap_err();
    assert_eq!(stranger.code(), "file_not_named");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_leaves_the_device_with_its_last_record_and_only_once_the_office_has_it() {
    let fleet = Fleet::open().await;
    let [ana, _bo] = fleet.devices(["ana", "bo"]).await;
    let (one, other) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    ana.sync().await;
    let shared = take(&ana, one.record, FileStage::Nameplate, photo(22, 200));
    take(&ana, other.record, FileStage::Nameplate, photo(22, 200));
    let alone = take(&ana, one.record, FileStage::Fault, photo(23, 200));
    ana.sync().await;
    fleet.office.assign(one.record, "bo").await;
    ana.sync().await;
    assert!(
        !ana.records().contains(&one.record),
        "the record did not wait for its photo"
    );
    ana.restart();
    let here = |digest| ana.device().file_content(digest).unwrap().is_some();
    assert!(
        here(shared) && here(alone),
        "the office has not acknowledged them"
    );

    send(&ana, Way::Free).await;
    assert!(at_office(&fleet.office, alone).is_some());
    ana.restart();
    assert!(!here(alone), "nothing of this device names it any more");
    assert!(here(shared), "the other record names it");
    assert_eq!(files(&ana).files.len(), 2);
    assert_eq!(
        std::fs::read_dir(ana.folder().join("files"))
            .unwrap()
            .count(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_photo_is_said_to_be_one_and_holds_up_no_other() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let damaged = take(&ana, job.record, FileStage::Before, photo(24, 200));
    let whole = take(&ana, job.record, FileStage::After, photo(25, 200));
    ana.sync().await;
    let path = ana.folder().join("files").join(damaged.to_string());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let sent = send(&ana, Way::Free).await;
    assert_eq!((sent.sent, sent.refused), (3, 1));
    assert!(at_office(&fleet.office, whole).is_some());
    let photo = &ana.view(job.record).photos[0];
    assert_eq!(photo.state.refusal.as_ref().unwrap().code, "file_gone");

    // Taken once more, it is mended and goes.
    take(
        &ana,
        job.record,
        FileStage::Before,
        crate::camera::photo(24, 200),
    );
    assert_eq!(send(&ana, Way::Free).await.sent, 1);
    assert!(at_office(&fleet.office, damaged).is_some());
}
