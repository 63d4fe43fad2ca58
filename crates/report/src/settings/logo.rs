//! The company's picture: a PNG that was decoded once before it may stand in a copy, so that no copy fails for it.

use std::{fmt, io::Cursor};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use png::{ColorType, Decoder, Limits, Transformations};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The largest PNG that is taken, in bytes: it travels in every copy.
pub const LOGO_BYTES_MAX: usize = 96 * 1024;
/// The most pixels a side may have.
pub const LOGO_SIDE_MAX: u32 = 1_600;

/// A PNG that can be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    file: Vec<u8>,
    width: u32,
    height: u32,
}

/// Why a picture cannot stand in the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLogo {
    /// More than [`LOGO_BYTES_MAX`] bytes or [`LOGO_SIDE_MAX`] pixels.
    #[error("the logo is too large")]
    TooLarge,
    /// Not a PNG, or a damaged one.
    #[error("the logo is not a PNG that can be read")]
    NotPng,
}

/// Eight bits each of red, green, blue and opacity.
pub(crate) struct Pixels {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Logo {
    /// Reads a PNG.
    ///
    /// # Errors
    /// [`BadLogo`].
    pub fn from_png(file: Vec<u8>) -> Result<Self, BadLogo> {
        if file.len() > LOGO_BYTES_MAX {
            return Err(BadLogo::TooLarge);
        }
        let Pixels { width, height, .. } = decode(&file)?;
        Ok(Self {
            file,
            width,
            height,
        })
    }

    /// Width divided by height.
    pub(crate) fn aspect(&self) -> f32 {
        // Below 2^24 on both sides: exact.
        #[allow(clippy::cast_precision_loss)]
        let aspect = self.width as f32 / self.height as f32;
        aspect
    }

    pub(crate) fn pixels(&self) -> Option<Pixels> {
        decode(&self.file).ok()
    }
}

fn decode(file: &[u8]) -> Result<Pixels, BadLogo> {
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(file),
        Limits {
            bytes: 32 * 1024 * 1024,
        },
    );
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|_| BadLogo::NotPng)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > LOGO_SIDE_MAX || height > LOGO_SIDE_MAX || width == 0 || height == 0 {
        return Err(BadLogo::TooLarge);
    }
    let length = reader.output_buffer_size().ok_or(BadLogo::TooLarge)?;
    let mut samples = vec![0; length];
    let frame = reader
        .next_frame(&mut samples)
        .map_err(|_| BadLogo::NotPng)?;
    let rgba = match frame.color_type {
        ColorType::Rgba => samples,
        ColorType::GrayscaleAlpha => samples
            .chunks_exact(2)
            .flat_map(|pixel| match pixel {
                [grey, alpha] => [*grey, *grey, *grey, *alpha],
                _ => [0; 4],
            })
            .collect(),
        ColorType::Rgb | ColorType::Grayscale | ColorType::Indexed => return Err(BadLogo::NotPng),
    };
    Ok(Pixels {
        rgba,
        width,
        height,
    })
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({} × {})", self.width, self.height)
    }
}

impl Serialize for Logo {
    /// Base64 of the file.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.file))
    }
}

impl<'de> Deserialize<'de> for Logo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let file = BASE64_STANDARD.decode(text).map_err(D::Error::custom)?;
        Self::from_png(file).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(color: ColorType, samples: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(color);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(samples)
            .unwrap();
        file
    }

    #[test]
    fn every_kind_of_png_becomes_the_same_four_channels() {
        for (color, samples, rgba) in [
            (
                ColorType::Grayscale,
                vec![7, 9],
                [7, 7, 7, 255, 9, 9, 9, 255],
            ),
            (
                ColorType::GrayscaleAlpha,
                vec![7, 1, 9, 2],
                [7, 7, 7, 1, 9, 9, 9, 2],
            ),
            (
                ColorType::Rgb,
                vec![1, 2, 3, 4, 5, 6],
                [1, 2, 3, 255, 4, 5, 6, 255],
            ),
            (
                ColorType::Rgba,
                vec![1, 2, 3, 4, 5, 6, 7, 8],
                [1, 2, 3, 4, 5, 6, 7, 8],
            ),
        ] {
            let logo = Logo::from_png(png(color, &samples)).unwrap();
            assert_eq!(logo.pixels().unwrap().rgba, rgba, "{color:?}");
        }
    }

    #[test]
    fn what_is_no_png_or_too_large_is_refused_before_it_is_in_a_copy() {
        let good = png(ColorType::Rgb, &[1, 2, 3, 4, 5, 6]);
        let half = good.get(..good.len() / 2).unwrap().to_vec();
        assert_eq!(Logo::from_png(half).err(), Some(BadLogo::NotPng));
        assert_eq!(
            Logo::from_png(b"GIF89a".to_vec()).err(),
            Some(BadLogo::NotPng)
        );
        let padded = [good, vec![0; LOGO_BYTES_MAX]].concat();
        assert_eq!(Logo::from_png(padded).err(), Some(BadLogo::TooLarge));
    }

    #[test]
    fn a_logo_travels_as_base64_and_comes_back_checked() {
        let logo = Logo::from_png(png(ColorType::Rgb, &[1, 2, 3, 4, 5, 6])).unwrap();
        let json = serde_json::to_string(&logo).unwrap();
        assert_eq!(serde_json::from_str::<Logo>(&json).unwrap(), logo);
        assert!(serde_json::from_str::<Logo>(r#""AAAA""#).is_err());
    }
}
