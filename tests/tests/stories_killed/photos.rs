//! Photos are taken and sent over kills: each is there once, and comes whole.

use std::{fs, io::Cursor};

use image::{ImageFormat, RgbImage};
use serde_json::json;

use crate::{assert_converged, count, device, office, opened, show};

#[test]
fn photos_of_the_basement_come_to_the_office_over_kills() {
    let (folder, office) = office();
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    let record = opened(&mut ana);
    let mut random = fastrand::Rng::with_seed(doorstep_tests::seed());
    let stages = ["nameplate", "fault", "after"];
    for stage in stages {
        let picture = RgbImage::from_fn(500, 500, |_, _| image::Rgb([random.u8(..); 3]));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let path = folder.path().join(format!("{stage}.jpg"));
        fs::write(&path, bytes.into_inner()).unwrap();
        ana.struck(&json!({ "do": "photo.take", "record": record, "stage": stage, "path": path }));
    }
    let view = show(&mut ana, &record);
    let taken: Vec<_> = view["photos"].as_array().unwrap().iter().collect();
    assert_eq!(taken.len(), stages.len(), "each once");
    for (photo, stage) in taken.iter().zip(stages) {
        assert_eq!(photo["stage"]["code"], stage);
    }
    ana.struck(&json!({ "do": "sync" }));
    ana.send_all();
    for _ in 0..3 {
        ana.struck(&json!({ "do": "files.send" }));
    }
    let files = ana.say(&json!({ "do": "files.list" }));
    assert_eq!(
        (&files["all_sent"], count(&files["files"])),
        (&json!(true), 6),
        "{files}"
    );
    assert_converged(&mut [&mut ana], &office, &record);
}
