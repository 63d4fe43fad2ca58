//! The code on the copy: what a verifier needs to find the statement and to compare it.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::CopySource;

/// More than this makes modules too small for a cheap camera.
const NUMBER_MAX: usize = 80;

impl CopySource {
    /// What the code says: `URL?number=…&sha256=…`, or without an address `doorstep:statement?number=…&sha256=…`.
    #[must_use]
    pub fn code(&self) -> String {
        let url = self.form.settings.verify_url.trim();
        let (base, between) = match url {
            "" => ("doorstep:statement", '?'),
            with_query if with_query.contains('?') => (with_query, '&'),
            plain => (plain, '?'),
        };
        let number = percent_encoded(&self.statement.shown.number);
        let digest = self.digest();
        if number.len() > NUMBER_MAX {
            return format!("{base}{between}sha256={digest}");
        }
        format!("{base}{between}number={number}&sha256={digest}")
    }

    /// The dark boxes (x, y, width, height) of the code in a square of this side.
    pub(crate) fn code_boxes(&self, side: f32) -> Vec<[f32; 4]> {
        // An address that fits no code is left out; the digest always fits.
        let digest = self.digest().to_string();
        let made = QrCode::with_error_correction_level(self.code(), EcLevel::M)
            .or_else(|_| QrCode::with_error_correction_level(digest, EcLevel::M));
        let Ok(code) = made else {
            return Vec::new();
        };
        let modules = code.width();
        #[allow(clippy::cast_precision_loss)] // at most 177 modules
        let module = side / modules as f32;
        let mut boxes: Vec<[f32; 4]> = Vec::new();
        let colors = code.to_colors();
        for (row, y) in colors.chunks(modules.max(1)).zip(0_u16..) {
            let mut open: Option<[f32; 4]> = None;
            for (color, x) in row.iter().zip(0_u16..) {
                match (color, &mut open) {
                    (Color::Dark, Some(wide)) => wide[2] += module,
                    (Color::Dark, None) => {
                        open = Some([f32::from(x) * module, f32::from(y) * module, module, module]);
                    }
                    (Color::Light, _) => boxes.extend(open.take()),
                }
            }
            boxes.extend(open);
        }
        boxes
    }
}

/// RFC 3986, section 2.1: everything but unreserved characters.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => {
                // Writing to a String does not fail.
                let _ = write!(encoded, "%{other:02X}");
            }
        }
    }
    encoded
}
