//! 离开前检查里的照片：缺哪几张、哪些还没传上去。 Before leaving: which photos lack, and which are still to be sent; none of it holds anybody
//! up.

use doorstep_core::files::Way;
use doorstep_domain::record::FileStage;
use doorstep_tests::Fleet;
use serde_json::{Value, json};

use crate::camera::{photo, send, take};

/// The stages of the photos that lack, by which a shell opens the camera.
fn stages(told: &Value) -> Vec<&str> {
    let missing = told["missing"].as_array().unwrap().iter();
    let photos = missing.filter(|item| item["place"]["of"] == "photo");
    photos
        .inspect(|item| assert_eq!(item["need"]["code"], "recommended"))
        .map(|item| item["place"]["code"].as_str().unwrap())
        .collect()
}

/// Of each state how many, and their bytes.
fn counts(told: &Value) -> [(u64, u64); 4] {
    let files = &told["uploads"]["files"];
    ["waiting", "held_for_wifi", "refused", "sent"].map(|state| {
        let number = |of: &str| files[state][of].as_u64().unwrap();
        (number("count"), number("bytes"))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_sees_which_photos_lack_and_which_are_still_to_be_sent() {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    let job = fleet.office.job("ana").await;
    let another = fleet.office.job("ana").await;
    ana.sync().await;
    ana.go_offline();
    let leave = async || {
        ana.say(json!({ "do": "leave", "record": job.number }))
            .await
    };
    let to_do = |told: &Value| told["uploads"]["do"]["code"].as_str().unwrap().to_owned();
    let told = leave().await;
    assert_eq!(stages(&told), ["nameplate", "fault", "before", "after"]);
    assert_eq!(counts(&told), [(0, 0); 4]);
    assert_eq!(told["uploads"]["files"]["all_sent"], true);

    let (plate, fault) = (photo(1, 100), photo(2, 300));
    let (plate_bytes, fault_bytes) = (plate.len() as u64, fault.len() as u64);
    let both = (2, plate_bytes + fault_bytes);
    take(&ana, job.record, FileStage::Nameplate, plate);
    let fault = take(&ana, job.record, FileStage::Fault, fault);
    take(&ana, another.record, FileStage::After, photo(3, 100));
    let told = leave().await;
    assert_eq!(stages(&told), ["before", "after"]);
    assert_eq!(counts(&told), [both, (0, 0), (0, 0), (0, 0)]);
    assert_eq!(
        (to_do(&told), &told["uploads"]["changes"]),
        ("keep_on".into(), &json!(2))
    );

    // Over the mobile network the record goes, and the photos wait for Wi-Fi.
    ana.device().set_files_wifi_only(true).unwrap();
    ana.go_online();
    ana.sync().await;
    send(&ana, Way::Metered).await;
    let told = leave().await;
    assert_eq!(counts(&told), [(0, 0), both, (0, 0), (0, 0)]);
    assert_eq!(told["uploads"]["sync"]["code"], "sent");
    assert_eq!(told["uploads"]["files"]["all_sent"], false);
    assert_eq!(to_do(&told), "reach_wifi");

    // At home: one goes up, the other's bytes were lost with the memory card.
    std::fs::remove_file(ana.folder().join("files").join(fault.to_string())).unwrap();
    send(&ana, Way::Free).await;
    let told = leave().await;
    assert_eq!(
        counts(&told),
        [(0, 0), (0, 0), (1, fault_bytes), (1, plate_bytes)]
    );
    assert_eq!(to_do(&told), "take_again");
}
