//! Kills, lost answers and restarts in the middle of sending: what was sent is not sent again, and nothing half done
//! counts.

use doorstep_core::{
    files::{PIECE_BYTES, Way},
    replication::HttpTransport,
};
use doorstep_domain::record::FileStage;
use doorstep_tests::{BadLine, Fleet, Lost};

use crate::camera::{at_office, fetch, files, photo, send, shown, take};

/// The bytes that went up in all, over a line that breaks after every so many messages, with the program started again
/// each time.
async fn sent_over_a_bad_line(lost: Lost, server_restarts: bool) -> (u64, u64) {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let content = photo(11, 1_800);
    assert!(
        content.len() > 4 * PIECE_BYTES,
        "{} bytes are too few",
        content.len()
    );
    let digest = take(&ana, job.record, FileStage::Fault, content.clone());
    ana.sync().await;
    let mut runs = 0;
    loop {
        let device = ana.device();
        let way = HttpTransport::new(&device, None).unwrap();
        // Two messages: where it stands, and a piece.
        let run = device
            .send_files(&BadLine::after(2, lost, way), Way::Free, false)
            .await;
        drop(device);
        ana.restart();
        if server_restarts {
            fleet.office.restart().await;
        }
        runs += 1;
        if run.is_ok() {
            break;
        }
        if lost == Lost::Request {
            assert!(
                at_office(&fleet.office, digest).is_none(),
                "half of it counts for nothing"
            );
        }
        assert!(runs < 20, "it never comes to its end");
    }
    assert!(runs > 3, "only {runs} runs: it was never cut off");
    assert_eq!(at_office(&fleet.office, digest), Some(content.clone()));
    assert_eq!(
        shown(&ana, job.record),
        [("fault".to_owned(), "at_office".to_owned())]
    );
    (content.len() as u64, runs)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_on_where_it_was_after_every_kill() {
    let (bytes, runs) = sent_over_a_bad_line(Lost::Request, false).await;
    println!("{bytes} bytes in {runs} runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_whose_answer_is_lost_is_not_taken_twice() {
    let (bytes, runs) = sent_over_a_bad_line(Lost::Answer, false).await;
    println!("{bytes} bytes in {runs} runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_on_where_it_was_after_the_server_was_restarted() {
    sent_over_a_bad_line(Lost::Request, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_a_photo_is_can_be_seen() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    take(&ana, job.record, FileStage::Fault, photo(12, 1_500));
    ana.sync().await;
    let device = ana.device();
    let way = HttpTransport::new(&device, None).unwrap();
    // The preview and one piece of the whole.
    let cut = BadLine::after(2, Lost::Request, way);
    assert!(device.send_files(&cut, Way::Free, false).await.is_err());
    let photo = &ana.view(job.record).photos[0];
    assert_eq!(photo.state.state.code, "sending");
    assert_eq!(photo.state.sent_bytes, Some(PIECE_BYTES as u64));
    assert!(files(&ana).unsent_bytes < photo.bytes.unsigned_abs());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_restored_is_asked_again_and_gets_what_it_lacks() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let before = take(&ana, job.record, FileStage::Before, photo(13, 300));
    ana.sync().await;
    send(&ana, Way::Free).await;
    fleet.office.back_up("backup").await;
    let after_content = photo(14, 300);
    let after = take(&ana, job.record, FileStage::After, after_content.clone());
    ana.sync().await;
    send(&ana, Way::Free).await;
    assert!(files(&ana).all_sent);

    // The disk died: nothing is left but the backup.
    std::fs::remove_dir_all(fleet.office.data().join("files")).unwrap();
    fleet.office.restore("backup").await;
    assert!(
        at_office(&fleet.office, before).is_some(),
        "a backup holds the photos"
    );
    assert!(at_office(&fleet.office, after).is_none());
    ana.sync().await;
    assert!(
        !files(&ana).all_sent,
        "nothing counts as acknowledged any more"
    );
    let sent = send(&ana, Way::Free).await;
    assert_eq!((sent.sent, sent.refused, sent.waiting), (4, 0, 0));
    assert_eq!(at_office(&fleet.office, after), Some(after_content));
    assert!(files(&ana).all_sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_that_is_cut_off_goes_on_and_gives_only_the_right_bytes() {
    let fleet = Fleet::open().await;
    let [ana, bo] = fleet.devices(["ana", "bo"]).await;
    let job = fleet.office.job("ana").await;
    ana.sync().await;
    let content = photo(15, 1_800);
    let digest = take(&ana, job.record, FileStage::Fault, content.clone());
    ana.sync().await;
    send(&ana, Way::Free).await;
    fleet.office.assign(job.record, "bo").await;
    bo.sync().await;
    let mut cuts = 0;
    loop {
        let device = bo.device();
        let way = HttpTransport::new(&device, None).unwrap();
        let line = BadLine::after(1, Lost::Request, way);
        if device.fetch_file(&line, job.record, digest).await.is_ok() {
            break;
        }
        assert_eq!(shown(&bo, job.record)[0].1, "not_here");
        drop(device);
        bo.restart();
        cuts += 1;
        assert!(cuts < 20);
    }
    assert!(cuts > 3);
    bo.go_offline();
    assert_eq!(
        fetch(&bo, job.record, digest).await.unwrap(),
        content,
        "now it is here"
    );
}
