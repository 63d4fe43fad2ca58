//! From the basement to the office.

use doorstep_core::{
    files::{FileTransport, LOW_BYTES, RESERVE_BYTES, Standing, Way},
    replication::{HttpTransport, TransportError},
};
use doorstep_domain::record::{Field, FileStage};
use doorstep_evidence::digest::Digest;
use doorstep_tests::{BadLine, Fleet, Lost, visit};
use serde_json::json;
use std::{future::pending, sync::Arc};
use tokio::sync::Notify;

use crate::camera::{at_office, files, photo, send, shown, take, try_take};

fn pair(stage: &str, state: &str) -> (String, String) {
    (stage.to_owned(), state.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_taken_in_the_basement_comes_to_the_office_after_its_record() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;

    ana.go_offline();
    let plate = photo(1, 200);
    let fault = photo(2, 1_200);
    let plate_digest = take(&ana, job.record, FileStage::Nameplate, plate.clone());
    let fault_digest = take(&ana, job.record, FileStage::Fault, fault.clone());
    ana.restart();
    assert_eq!(
        ana.device().status().unwrap().unsent_files,
        4,
        "each has its preview"
    );
    assert_eq!(
        shown(&ana, job.record),
        [pair("nameplate", "waiting"), pair("fault", "waiting")]
    );
    assert_eq!(files(&ana).files.len(), 4, "each has its preview");
    assert!(
        ana.view(job.record)
            .photos
            .iter()
            .all(|photo| photo.preview_here),
        "what is seen of it without a network"
    );

    ana.go_online();
    // The photos first: the office does not know the record's entries yet, so they wait, and nothing is lost.
    let early = send(&ana, Way::Free).await;
    assert_eq!((early.sent, early.waiting), (0, 4));
    ana.sync().await;
    assert!(ana.device().status().unwrap().unsent_changes == 0);
    assert!(at_office(&fleet.office, fault_digest).is_none());
    let sent = send(&ana, Way::Free).await;
    assert_eq!((sent.sent, sent.waiting, sent.refused), (4, 0, 0));
    assert_eq!(at_office(&fleet.office, plate_digest), Some(plate));
    assert_eq!(at_office(&fleet.office, fault_digest), Some(fault));
    assert_eq!(
        shown(&ana, job.record),
        [pair("nameplate", "at_office"), pair("fault", "at_office")]
    );
    let after = files(&ana);
    assert!(after.all_sent && after.unsent_bytes == 0);
    assert_eq!(
        send(&ana, Way::Free).await.bytes_up,
        0,
        "nothing goes twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_does_not_wait_for_a_photo_and_a_failing_queue_fails_no_contact() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let digest = take(&ana, job.record, FileStage::Fault, photo(3, 1_600));

    let device = ana.device();
    let dead = || {
        let way = HttpTransport::new(&device, None).unwrap();
        BadLine::after(0, Lost::Request, way)
    };
    assert!(device.send_files(&dead(), Way::Free, false).await.is_err());
    let contact = ana.sync().await;
    assert!(contact.pushed > 0);
    assert!(
        contact.bytes_up < 20_000,
        "the record went without its photo: {} bytes",
        contact.bytes_up
    );
    assert!(fleet.office.record(job.record).contents().count() == 2);
    assert!(device.send_files(&dead(), Way::Free, false).await.is_err());

    // The queue is in the middle of a run that nobody answers; the contact beside it comes to its end.
    let stuck = Stuck::default();
    let (running, going) = (device.clone(), stuck.clone());
    let run =
        tokio::spawn(async move { running.send_files(&going, Way::Free, false).await.is_ok() });
    stuck.asked.notified().await;
    ana.say(
        json!({"do": "record.field", "record": job.number, "field": "unit_model", "value": "B-2"}),
    )
    .await;
    ana.sync().await;
    assert_eq!(
        fleet.office.record(job.record).words(Field::UnitModel),
        "B-2"
    );
    assert!(
        !run.is_finished(),
        "the queue is still waiting for its answer"
    );
    run.abort();
    assert!(at_office(&fleet.office, digest).is_none());
    drop(run.await);
    send(&ana, Way::Free).await;
    assert!(at_office(&fleet.office, digest).is_some());
}

/// A way on which a piece goes and no answer ever comes.
#[derive(Clone, Default)]
struct Stuck {
    asked: Arc<Notify>,
}

impl FileTransport for Stuck {
    async fn standing(&self, _: Digest) -> Result<Standing, TransportError> {
        self.asked.notify_one();
        pending().await
    }

    async fn put(
        &self,
        digest: Digest,
        _: u64,
        _: u64,
        _: Vec<u8>,
    ) -> Result<Standing, TransportError> {
        self.standing(digest).await
    }

    async fn get(&self, _: Digest, _: u64) -> Result<Vec<u8>, TransportError> {
        pending().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_mobile_network_only_previews_go_if_the_technician_says_so() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let digest = take(&ana, job.record, FileStage::After, photo(4, 900));
    ana.sync().await;
    ana.say(json!({"do": "files.wifi_only", "on": true})).await;
    ana.restart();
    assert!(files(&ana).wifi_only, "it is remembered");
    let sent = ana.say(json!({"do": "files.send", "metered": true})).await;
    assert_eq!(
        (&sent["sent"], &sent["held_back"], &sent["all_sent"]),
        (&json!(1), &json!(1), &json!(false))
    );
    assert!(at_office(&fleet.office, digest).is_none());
    let photo = &ana.view(job.record).photos[0];
    let preview = photo.preview.clone().unwrap().parse().unwrap();
    assert!(
        at_office(&fleet.office, preview).is_some(),
        "the office sees what is on its way"
    );
    let sent = ana.say(json!({"do": "files.send"})).await;
    assert_eq!(
        (&sent["sent"], &sent["all_sent"]),
        (&json!(1), &json!(true))
    );
    assert!(at_office(&fleet.office, digest).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_stop_before_records_run_out_of_room_and_the_screen_says_so_before() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let level = || files(&ana).space.level.code;
    assert_eq!(level(), "enough");
    ana.room().leave(LOW_BYTES);
    assert_eq!(level(), "low");
    take(&ana, job.record, FileStage::Before, photo(5, 100));
    ana.room().leave(RESERVE_BYTES);
    assert_eq!(level(), "stop");
    let refused = try_take(&ana, job.record, FileStage::After, photo(6, 100)).unwrap_err();
    assert_eq!(refused.code(), "low_space");
    assert_eq!(ana.view(job.record).photos.len(), 1);
    ana.say(json!({"do": "record.text", "record": job.number, "text": "cause", "append": "风门电机开路"}))
        .await;
    ana.room().leave(LOW_BYTES + 1);
    take(&ana, job.record, FileStage::After, photo(6, 100));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_photo_in_two_records_is_stored_and_sent_once() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let (one, other) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    ana.sync().await;
    let plate = photo(7, 700);
    let digest = take(&ana, one.record, FileStage::Nameplate, plate.clone());
    assert_eq!(
        take(&ana, other.record, FileStage::Nameplate, plate.clone()),
        digest
    );
    assert_eq!(files(&ana).files.len(), 2, "a photo and its preview");
    let folder = ana.folder().join("files");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    ana.sync().await;
    let sent = send(&ana, Way::Free).await;
    let preview = ana.view(one.record).photos[0].preview.clone().unwrap();
    let preview = at_office(&fleet.office, preview.parse().unwrap()).unwrap();
    assert_eq!(
        (sent.sent, sent.bytes_up),
        (2, (plate.len() + preview.len()) as u64)
    );
    for job in [&one, &other] {
        assert_eq!(shown(&ana, job.record), [pair("nameplate", "at_office")]);
    }
    assert_eq!(at_office(&fleet.office, digest), Some(plate));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_stamps_with_a_photo_that_the_record_has_and_no_other() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    ana.work(visit::until_quote(&job.number)).await;
    let mut lines = visit::until_signature(&job.number);
    let signed_by_hand = lines.pop();
    assert_eq!(signed_by_hand.unwrap()["do"], "sign.off");
    ana.work(lines).await;
    let stamped = |photo: String| {
        json!({"do": "sign.off", "record": job.number, "signer": "赵敏", "relation": "company", "opinion": "", "score": 5,
               "stamp": {"photo": photo, "name": "赵敏", "post": "行政主管"}})
    };
    let nobodys = stamped("5e".repeat(32));
    assert_eq!(ana.try_say(&nobodys).await.unwrap_err(), "file_not_named");
    let digest = take(&ana, job.record, FileStage::Stamp, photo(8, 300));
    ana.say(stamped(digest.to_string())).await;
    ana.sync().await;
    send(&ana, Way::Free).await;
    assert!(at_office(&fleet.office, digest).is_some());
}
