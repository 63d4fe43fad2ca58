//! Photos and other files (照片、文件): the record names them by their digests, the bytes go their own way.

use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{digest, given, long, range},
};
use crate::named::named;

/// How many bytes a file has at most. A shell compresses a photo to a tenth of it; an invoice of many pages needs more.
pub const FILE_BYTES_MAX: i64 = 16 * 1024 * 1024;
/// How many bytes a preview has at most.
pub const PREVIEW_BYTES_MAX: i64 = 128 * 1024;
/// How many pixels the longer side of a picture has at most.
pub const SIDE_PIXELS_MAX: i64 = 16_384;
/// How many pixels a picture has at most: what is unfolded of one must fit into a telephone's memory.
pub const PIXELS_MAX: i64 = 25_000_000;

/// What a photo or file shows, and so at which stage of the repair it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStage {
    /// The unit's nameplate.
    Nameplate,
    /// The fault.
    Fault,
    /// The unit or the place before the work.
    Before,
    /// The unit or the place after the work.
    After,
    /// The invoice or the warranty card.
    Invoice,
    /// A company's stamp in the place of a signature.
    Stamp,
    /// Something else, said in the caption.
    Other,
}

named!(FileStage {
    Nameplate "nameplate" words::file_stage::NAMEPLATE;
    Fault "fault" words::file_stage::FAULT;
    Before "before" words::file_stage::BEFORE;
    After "after" words::file_stage::AFTER;
    Invoice "invoice" words::file_stage::INVOICE;
    Stamp "stamp" words::file_stage::STAMP;
    Other "other" words::file_stage::OTHER;
});

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MediaType {
    /// A photo.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A picture without loss.
    #[serde(rename = "image/png")]
    Png,
    /// A document.
    #[serde(rename = "application/pdf")]
    Pdf,
}

named!(MediaType {
    Jpeg "image/jpeg" words::media_type::JPEG;
    Png "image/png" words::media_type::PNG;
    Pdf "application/pdf" words::media_type::PDF;
});

impl MediaType {
    /// What the first bytes of a file say that it is; nothing for what no record takes.
    #[must_use]
    pub fn of(content: &[u8]) -> Option<Self> {
        let is = |signature: &[u8]| content.starts_with(signature);
        if is(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if is(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if is(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// Reads [`MediaType::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether it is shown as a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }

    /// What a file's name ends with.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => ".jpg",
            Self::Png => ".png",
            Self::Pdf => ".pdf",
        }
    }
}

/// A picture's size as it is stored, and its small preview, a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Pixels from left to right, as stored.
    pub width: i64,
    /// Pixels from top to bottom, as stored.
    pub height: i64,
    /// SHA-256 of the preview, a JPEG, 64 hex digits.
    pub preview: String,
    /// The preview's bytes.
    pub preview_bytes: i64,
}

/// A photo or file was added to the record. It is taken back by a void; its bytes stay what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAdded {
    /// What it shows.
    pub stage: FileStage,
    /// SHA-256 of its bytes, 64 hex digits.
    pub digest: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub bytes: i64,
    /// Of a picture its size and its preview; nothing for a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// What is to be said about it; empty if it speaks for itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
}

/// One content that a record names: the file itself or its preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedContent<'f> {
    /// SHA-256, 64 hex digits.
    pub digest: &'f str,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub bytes: i64,
    /// It is the small preview of another.
    pub is_preview: bool,
}

impl FileAdded {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.digest).map_err(|_| BadEntry::Text("digest"))?;
        range("bytes", self.bytes, 1, FILE_BYTES_MAX)?;
        long("caption", &self.caption)?;
        if self.stage == FileStage::Other {
            given("caption", &self.caption)?;
        }
        match &self.picture {
            Some(picture) if self.media_type.is_picture() => picture.check(),
            None if !self.media_type.is_picture() => Ok(()),
            _ => Err(BadEntry::Missing("picture")),
        }
    }

    /// What the entry names: the preview first, as it is sent.
    pub fn contents(&self) -> impl Iterator<Item = NamedContent<'_>> {
        let preview = self.picture.as_ref().map(|picture| NamedContent {
            digest: &picture.preview,
            media_type: MediaType::Jpeg,
            bytes: picture.preview_bytes,
            is_preview: true,
        });
        let whole = NamedContent {
            digest: &self.digest,
            media_type: self.media_type,
            bytes: self.bytes,
            is_preview: false,
        };
        preview.into_iter().chain([whole])
    }
}

impl Picture {
    fn check(&self) -> Result<(), BadEntry> {
        range("width", self.width, 1, SIDE_PIXELS_MAX)?;
        range("height", self.height, 1, SIDE_PIXELS_MAX)?;
        range("pixels", self.width * self.height, 1, PIXELS_MAX)?;
        digest(&self.preview).map_err(|_| BadEntry::Text("preview"))?;
        range("preview_bytes", self.preview_bytes, 1, PREVIEW_BYTES_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo() -> FileAdded {
        FileAdded {
            stage: FileStage::Fault,
            digest: "5e".repeat(32),
            media_type: MediaType::Jpeg,
            bytes: 300_000,
            picture: Some(Picture {
                width: 1600,
                height: 1200,
                preview: "6e".repeat(32),
                preview_bytes: 9_000,
            }),
            caption: String::new(),
        }
    }

    fn with(change: impl FnOnce(&mut FileAdded)) -> Result<(), BadEntry> {
        let mut file = photo();
        change(&mut file);
        file.check()
    }

    fn with_picture(change: impl FnOnce(&mut Picture)) -> Result<(), BadEntry> {
        with(|file| change(file.picture.as_mut().unwrap()))
    }

    #[test]
    fn what_a_record_takes_as_a_file() {
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|file| file.bytes = FILE_BYTES_MAX), Ok(()));
        assert_eq!(
            with(|file| {
                file.media_type = MediaType::Pdf;
                file.picture = None;
            }),
            Ok(())
        );
        let refused: [(Result<(), BadEntry>, BadEntry); 12] = [
            (
                with(|file| file.stage = FileStage::Other),
                BadEntry::Missing("caption"),
            ),
            (with(|file| file.bytes = 0), BadEntry::Range("bytes")),
            (
                with(|file| file.bytes = FILE_BYTES_MAX + 1),
                BadEntry::Range("bytes"),
            ),
            (
                with(|file| file.digest = "../../x".into()),
                BadEntry::Text("digest"),
            ),
            (
                with(|file| file.digest = "5E".repeat(32)),
                BadEntry::Text("digest"),
            ),
            (
                with(|file| file.picture = None),
                BadEntry::Missing("picture"),
            ),
            (
                with(|file| file.media_type = MediaType::Pdf),
                BadEntry::Missing("picture"),
            ),
            (
                with(|file| file.caption = "\u{202e}".into()),
                BadEntry::Text("caption"),
            ),
            (
                with_picture(|picture| picture.width = 0),
                BadEntry::Range("width"),
            ),
            (
                with_picture(|picture| picture.height = i64::MAX),
                BadEntry::Range("height"),
            ),
            (
                with_picture(|picture| (picture.width, picture.height) = (16_000, 16_000)),
                BadEntry::Range("pixels"),
            ),
            (
                with_picture(|picture| picture.preview = String::new()),
                BadEntry::Text("preview"),
            ),
        ];
        for (verdict, expected) in refused {
            assert_eq!(verdict, Err(expected));
        }
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, is) in [
            (&b"\xff\xd8\xff\xe0rest"[..], Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\nrest", Some(MediaType::Png)),
            (b"%PDF-1.7", Some(MediaType::Pdf)),
            (b"<svg onload=alert(1)>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(MediaType::of(bytes), is);
        }
        assert_eq!(MediaType::from_code("image/png"), Some(MediaType::Png));
        assert_eq!(MediaType::from_code("image/svg+xml"), None);
    }
}
