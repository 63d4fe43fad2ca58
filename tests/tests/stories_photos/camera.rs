//! A camera: pictures as shells give them, each with an own look; and what stories ask about them.

use std::{io::Cursor, sync::Arc};

use doorstep_core::{
    Error,
    files::{FilesReport, FilesView, PhotoView, TakePhoto, Way},
    replication::HttpTransport,
};
use doorstep_domain::{ids::RecordId, record::FileStage};
use doorstep_evidence::digest::Digest;
use doorstep_tests::{FieldDevice, Office};
use image::{ImageFormat, RgbImage};

/// A JPEG of this many pixels a side. Noise, so that it is as large as a photo.
pub(crate) fn photo(seed: u64, side: u32) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let picture = RgbImage::from_fn(side, side, |_, _| image::Rgb([random.u8(..); 3]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Takes a photo into a record; its digest.
pub(crate) fn take(
    device: &FieldDevice,
    record: RecordId,
    stage: FileStage,
    content: Vec<u8>,
) -> Digest {
    let digest = Digest::of(&content);
    try_take(device, record, stage, content).unwrap();
    digest
}

pub(crate) fn try_take(
    device: &FieldDevice,
    record: RecordId,
    stage: FileStage,
    content: Vec<u8>,
) -> Result<(), Error> {
    let photo = TakePhoto {
        record: record.to_string().as_str().into(),
        stage,
        caption: String::new(),
        content,
    };
    device.device().take_photo(photo).map(drop)
}

/// One run of the queue that must come to its end.
pub(crate) async fn send(device: &FieldDevice, way: Way) -> FilesReport {
    let device = device.device();
    let transport = HttpTransport::new(&device, None).unwrap();
    device.send_files(&transport, way, false).await.unwrap()
}

/// A content that a record names, as it comes to the device.
pub(crate) async fn fetch(
    device: &FieldDevice,
    record: RecordId,
    digest: Digest,
) -> Result<Vec<u8>, Error> {
    let device = device.device();
    let transport = HttpTransport::new(&device, None).unwrap();
    device.fetch_file(&transport, record, digest).await
}

pub(crate) fn files(device: &FieldDevice) -> FilesView {
    device.device().files().unwrap()
}

/// The photos of a record as they are shown: stage and state of each.
pub(crate) fn shown(device: &Arc<FieldDevice>, record: RecordId) -> Vec<(String, String)> {
    let pair = |photo: &PhotoView| (photo.stage.code.clone(), photo.state.state.code.clone());
    device.view(record).photos.iter().map(pair).collect()
}

/// The content as the office has it; nothing until it is there whole.
pub(crate) fn at_office(office: &Office, digest: Digest) -> Option<Vec<u8>> {
    office.state().shelf().read(digest, 0, usize::MAX).unwrap()
}
