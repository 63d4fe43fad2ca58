//! What the bytes of a file are: judged by themselves, bounded before anything is unfolded, and shrunk to a preview.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use doorstep_domain::record::{FILE_BYTES_MAX, MediaType, PIXELS_MAX, SIDE_PIXELS_MAX};
use doorstep_evidence::digest::Digest;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    codecs::jpeg::JpegEncoder,
};

use super::FileError;

/// How many pixels the longer side of a preview has.
const PREVIEW_SIDE_PIXELS: u32 = 320;
/// 0 to 100: at this size nobody sees the difference to more.
const PREVIEW_QUALITY: u8 = 70;
/// How many bytes a picture may unfold to: the most pixels in four channels of 16 bits.
const UNFOLDED_BYTES_MAX: u64 = 8 * PIXELS_MAX.unsigned_abs();
/// A PDF ends with its mark, within so many bytes.
const PDF_END_WITHIN_BYTES: usize = 1_024;

/// A file that a record takes.
pub(super) struct Content {
    pub(super) digest: Digest,
    pub(super) media_type: MediaType,
    pub(super) bytes: Vec<u8>,
    pub(super) preview: Option<Preview>,
}

/// A picture's size as stored, and the small one.
pub(super) struct Preview {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) digest: Digest,
    pub(super) bytes: Vec<u8>,
}

impl Content {
    /// Judges bytes as they came from the shell.
    pub(super) fn judge(bytes: Vec<u8>) -> Result<Self, FileError> {
        check_size(bytes.len() as u64)?;
        let media_type = MediaType::of(&bytes).ok_or(FileError::Kind)?;
        let preview = match media_type {
            MediaType::Jpeg => Some(shrink(&bytes, ImageFormat::Jpeg)?),
            MediaType::Png => Some(shrink(&bytes, ImageFormat::Png)?),
            MediaType::Pdf if ends_as_pdf(&bytes) => None,
            MediaType::Pdf => return Err(FileError::Unreadable),
        };
        Ok(Self {
            digest: Digest::of(&bytes),
            media_type,
            bytes,
            preview,
        })
    }
}

/// Whether a record takes a file of so many bytes.
pub(super) fn check_size(bytes: u64) -> Result<(), FileError> {
    match i64::try_from(bytes) {
        Ok(0) => Err(FileError::Empty),
        Ok(bytes) if bytes <= FILE_BYTES_MAX => Ok(()),
        _ => Err(FileError::TooLarge),
    }
}

/// Cut-off documents lack their end. More than that is not asked of a PDF: nothing here opens it.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(PDF_END_WITHIN_BYTES);
    let end = bytes.get(from..).unwrap_or_default();
    end.windows(5).any(|window| window == b"%%EOF")
}

/// The decoders read strangers' bytes: should one ever panic, the file is one that cannot be read.
fn shrink(bytes: &[u8], format: ImageFormat) -> Result<Preview, FileError> {
    catch_unwind(AssertUnwindSafe(|| shrink_unguarded(bytes, format)))
        .unwrap_or(Err(FileError::Unreadable))
}

fn shrink_unguarded(bytes: &[u8], format: ImageFormat) -> Result<Preview, FileError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let side = u32::try_from(SIDE_PIXELS_MAX).unwrap_or(u32::MAX);
    let mut limits = Limits::default();
    limits.max_image_width = Some(side);
    limits.max_image_height = Some(side);
    limits.max_alloc = Some(UNFOLDED_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(&error))?;
    let (width, height) = decoder.dimensions();
    // Asked before the first pixel is unfolded: a few kilobytes may claim gigabytes.
    if u64::from(width) * u64::from(height) > PIXELS_MAX.unsigned_abs()
        || decoder.total_bytes() > UNFOLDED_BYTES_MAX
    {
        return Err(FileError::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(|error| unreadable(&error))?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?;
    let mut small = if width.max(height) > PREVIEW_SIDE_PIXELS {
        picture.thumbnail(PREVIEW_SIDE_PIXELS, PREVIEW_SIDE_PIXELS)
    } else {
        picture
    };
    // A preview carries nothing of what the camera wrote beside the picture, so it stands upright by itself.
    small.apply_orientation(orientation);
    let mut preview = Vec::new();
    JpegEncoder::new_with_quality(&mut preview, PREVIEW_QUALITY)
        .encode_image(&small.to_rgb8())
        .map_err(|error| unreadable(&error))?;
    Ok(Preview {
        width,
        height,
        digest: Digest::of(&preview),
        bytes: preview,
    })
}

fn unreadable(error: &ImageError) -> FileError {
    match error {
        ImageError::Limits(_) => FileError::TooManyPixels,
        _ => FileError::Unreadable,
    }
}
