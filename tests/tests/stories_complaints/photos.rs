//! Photos that never arrive, or disappear.

use std::{fs, io::Cursor};

use doorstep_evidence::digest::Digest;
use doorstep_tests::Fleet;
use image::{ImageFormat, RgbImage};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_photo_comes_whole_and_none_disappears_when_its_record_becomes_part_of_another() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let (goes, stays) = (fleet.office.job("ana").await, fleet.office.job("ana").await);
    ana.sync().await;
    ana.go_offline();
    let mut digests = Vec::new();
    for (seed, stage) in ["before", "nameplate", "fault"].into_iter().enumerate() {
        let mut random = fastrand::Rng::with_seed(seed as u64);
        let picture = RgbImage::from_fn(400, 400, |_, _| image::Rgb([random.u8(..); 3]));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let path = ana.folder().join(format!("{stage}.jpg"));
        fs::write(&path, bytes.get_ref()).unwrap();
        ana.say(json!({ "do": "photo.take", "record": goes.number, "stage": stage, "path": path }))
            .await;
        // The camera's own copy is gone.
        fs::remove_file(path).unwrap();
        digests.push((Digest::of(bytes.get_ref()), bytes.into_inner()));
    }
    let merge = json!({ "do": "record.merge", "record": goes.number, "into": stays.number, "reason": "同一次报修" });
    ana.say(merge).await;
    ana.restart();
    assert_eq!(
        ana.view(goes.record).photos.len(),
        3,
        "here, without a network"
    );

    ana.go_online();
    fleet.settle().await;
    let waiting = ana.say(json!({ "do": "files.list" })).await;
    assert_eq!(waiting["all_sent"], false, "not said before it is so");
    let sent = ana.say(json!({ "do": "files.send" })).await;
    assert_eq!(sent["all_sent"], true, "{sent}");
    for (digest, bytes) in digests {
        let there = fleet.office.state().shelf().read(digest, 0, usize::MAX);
        assert_eq!(there.unwrap(), Some(bytes));
    }
    let view = ana.view(goes.record);
    assert!(
        view.photos
            .iter()
            .all(|photo| photo.state.state.code == "at_office")
    );
    assert_eq!(view.photos.len(), 3);
    fleet.assert_agreed();
}
