//! Taking photos: what a record takes, what it refuses before it is unfolded, and what a kill or a full disk leaves.

// What fails in a helper fails the test, which is all that is wanted.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use doorstep_core::{Device, Error, files::TakePhoto};
use doorstep_domain::{
    ids::RecordId,
    record::{FILE_BYTES_MAX, Field, FileStage, PIXELS_MAX, What},
    rights::Role,
};
use doorstep_evidence::digest::Digest;
use doorstep_testkit::disk::FaultDisk;
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage};
use support::{Folder, Office, Opening, Phone, clock, new_record, open, set, vault};

/// Left half dark, right half bright, so that turning it shows.
fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        Rgb([if x < width / 2 { 20 } else { 230 }; 3])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

fn take(device: &Device, record: RecordId, content: Vec<u8>) -> Result<Digest, Error> {
    let digest = Digest::of(&content);
    let photo = TakePhoto {
        record: record.to_string().as_str().into(),
        stage: FileStage::Nameplate,
        caption: "铭牌".into(),
        content,
    };
    device.take_photo(photo).map(|_| digest)
}

fn code(device: &Device, record: RecordId, content: Vec<u8>) -> &'static str {
    take(device, record, content).map_or_else(|error| error.code(), |_| "ok")
}

fn phone() -> (Phone, RecordId) {
    let phone = Office::new().phone(1);
    let record = new_record(&phone.device, "王秀英");
    (phone, record)
}

/// The names in the folder of files.
fn lying(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> = fs::read_dir(folder.join("files"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

/// A PDF of so many bytes that nobody will open.
fn document(bytes: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.resize(bytes - 6, b'x');
    content.extend_from_slice(b"\n%%EOF");
    content
}

/// A PNG that says it has so many pixels, with next to nothing in it.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = picture(8, 8, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[test]
fn what_a_record_takes_and_what_it_refuses() {
    let (phone, record) = phone();
    let bound = usize::try_from(FILE_BYTES_MAX).unwrap();
    let jpeg = picture(400, 300, ImageFormat::Jpeg);
    let cut = jpeg[..jpeg.len() / 4].to_vec();
    let mut bad_document = document(4_000);
    bad_document.truncate(3_000);
    let side = u32::try_from(PIXELS_MAX / 1_000).unwrap();
    for (name, content, wanted) in [
        ("a photo", jpeg, "ok"),
        ("a picture", picture(40, 30, ImageFormat::Png), "ok"),
        ("a document", document(1_000), "ok"),
        ("a document of the bound", document(bound), "ok"),
        ("one more", document(bound + 1), "file_too_large"),
        ("nothing", Vec::new(), "file_empty"),
        (
            "a page of a stranger",
            b"<svg onload=alert(1)>".to_vec(),
            "file_kind",
        ),
        ("a cut-off document", bad_document, "file_unreadable"),
        (
            "only a head",
            b"\xff\xd8\xff\xe0".to_vec(),
            "file_unreadable",
        ),
        ("a bomb", bomb(16_000, 16_000), "file_too_many_pixels"),
        (
            "a larger bomb",
            bomb(u32::MAX / 2, u32::MAX / 2),
            "file_too_many_pixels",
        ),
        (
            "one row of pixels too many",
            bomb(5_000, 5_001),
            "file_too_many_pixels",
        ),
        ("a wide bomb", bomb(1_000, side + 1), "file_too_many_pixels"),
        (
            "a bomb that keeps the bounds",
            bomb(5_000, 5_000),
            "file_unreadable",
        ),
    ] {
        assert_eq!(code(&phone.device, record, content), wanted, "{name}");
    }
    // A decoder may make something of half a photo; it must only not fall over it.
    let half = code(&phone.device, record, cut);
    assert!(["ok", "file_unreadable"].contains(&half), "{half}");
}

#[test]
fn the_preview_is_small_and_stands_upright() {
    let (phone, record) = phone();
    let mut turned = picture(800, 400, ImageFormat::Jpeg);
    // Exif, big endian, one entry: orientation 6, to be turned a quarter to the right.
    let exif = [
        b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".as_slice(),
        b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    ]
    .concat();
    turned.splice(2..2, exif);
    take(&phone.device, record, turned).unwrap();
    let shown = &phone.device.view(record).unwrap().photos[0];
    assert_eq!(
        (shown.width, shown.height),
        (Some(800), Some(400)),
        "as stored"
    );
    let preview = shown.preview.as_ref().unwrap().parse().unwrap();
    let preview = phone.device.file_content(preview).unwrap().unwrap();
    assert!(preview.len() < 8_000, "{} bytes", preview.len());
    let preview = image::load_from_memory(&preview).unwrap();
    assert_eq!(preview.dimensions(), (160, 320));
    let light = |y| preview.get_pixel(80, y).0[0];
    assert!(
        light(20) < 60 && light(300) > 190,
        "{} {}",
        light(20),
        light(300)
    );
}

#[test]
fn a_kill_between_the_bytes_and_the_entry_leaves_nothing_and_breaks_nothing() {
    let (phone, record) = phone();
    let kept = take(&phone.device, record, picture(90, 60, ImageFormat::Jpeg)).unwrap();
    let folder = phone.folder.path();
    let files = folder.join("files");
    let whole = lying(&folder);
    assert_eq!(whole.len(), 2);
    // What a kill leaves at each step: half a file, a whole one without its entry, and somebody else's.
    let orphan = picture(70, 60, ImageFormat::Jpeg);
    fs::write(files.join(Digest::of(&orphan).to_string()), &orphan).unwrap();
    fs::write(
        files.join(format!("{}.unfinished", Digest::of(b"x"))),
        b"half",
    )
    .unwrap();
    fs::write(
        files.join(format!("{}.incoming", Digest::of(b"y"))),
        b"half",
    )
    .unwrap();
    fs::write(files.join("Thumbs.db"), b"?").unwrap();
    let phone = phone.restart(2);
    assert_eq!(lying(&folder), whole);
    assert!(phone.device.file_content(kept).unwrap().is_some());
    // Taken again after the kill, it is there as if nothing had been.
    take(&phone.device, record, orphan).unwrap();
    assert_eq!(phone.device.view(record).unwrap().photos.len(), 2);
}

#[test]
fn where_the_bytes_cannot_be_kept_no_entry_names_them() {
    let (phone, record) = phone();
    // Something else has the folder's name.
    fs::write(phone.folder.path().join("files"), "?").unwrap();
    assert_eq!(
        code(&phone.device, record, picture(90, 60, ImageFormat::Jpeg)),
        "io"
    );
    assert!(phone.device.view(record).unwrap().photos.is_empty());
    set(&phone.device, record, Field::UnitModel, "A").unwrap();
}

#[test]
fn a_full_disk_takes_no_photo_half_and_records_go_on_when_there_is_room() {
    let disk = FaultDisk::register("core-photos-full").unwrap();
    let folder = Folder::new();
    let mut office = Office::new();
    let device = open(Opening {
        folder: &folder.path(),
        vault: vault(1),
        clock: clock(),
        seed: 1,
        vfs: Some(disk.name().to_owned()),
        synchronous: None,
    })
    .unwrap();
    let answer = office.enrolment(&vault(1), support::PERSON, Role::Technician);
    device
        .take_enrolment(&office.invitation(), &answer)
        .unwrap();
    let record = new_record(&device, "王秀英");
    disk.limit_space(0);
    let mut codes = std::collections::BTreeSet::new();
    for number in 0..30 {
        codes.insert(code(
            &device,
            record,
            picture(60 + number, 60, ImageFormat::Jpeg),
        ));
    }
    assert!(codes.contains("storage_full"), "{codes:?}");
    assert!(codes.is_subset(&["storage_full", "ok"].into()), "{codes:?}");
    disk.heal();
    set(&device, record, Field::UnitModel, "A").unwrap();
    take(&device, record, picture(200, 60, ImageFormat::Jpeg)).unwrap();
    let entries = |device: &Device| {
        let record = device.record(record).unwrap();
        record
            .valid_entries()
            .filter_map(|(_, entry)| match &entry.what {
                What::FileAdded(file) => Some(file.digest.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let named = entries(&device);
    drop(device);
    let again = open(Opening {
        folder: &folder.path(),
        vault: vault(1),
        clock: clock(),
        seed: 2,
        vfs: None,
        synchronous: None,
    })
    .unwrap();
    assert_eq!(entries(&again), named);
    for digest in &named {
        assert!(
            again
                .file_content(digest.parse().unwrap())
                .unwrap()
                .is_some()
        );
    }
    assert_eq!(
        lying(&folder.path()).len(),
        2 * named.len(),
        "no orphan is left"
    );
}

#[test]
fn photos_outlive_a_damaged_database() {
    let (phone, record) = phone();
    let digest = take(&phone.device, record, picture(90, 60, ImageFormat::Jpeg)).unwrap();
    let Phone {
        device,
        folder,
        clock,
        vault,
        ..
    } = phone;
    drop(device);
    // The first page is gone, and with it what says which rows there are.
    let mut file = fs::read(folder.database()).unwrap();
    file[100..4_000].fill(0xa5);
    fs::write(folder.database(), file).unwrap();
    fs::write(folder.path().join("device.lock"), "open\n").unwrap();
    let phone = Phone::open_again(folder, clock, vault, 3).unwrap();
    assert!(phone.device.status().unwrap().quarantined.is_some());
    let path = phone.folder.path().join("files").join(digest.to_string());
    assert!(
        path.is_file(),
        "a photo whose row was lost may be the only one there is"
    );
}
