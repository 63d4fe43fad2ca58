//! A QR code as a picture inside a page.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of blank around the code, as the standard asks.
const QUIET: usize = 4;

/// The picture, dark on light whatever the page's colours are; nothing if the text is too long for one.
pub(super) fn qr_picture(text: &str, name: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width() + 2 * QUIET;
    let mut path = String::new();
    let modules = code.to_colors();
    for (place, module) in modules.iter().enumerate() {
        if *module == Color::Dark {
            let (row, column) = (place / code.width() + QUIET, place % code.width() + QUIET);
            // Writing to a string does not fail.
            let _ = write!(path, "M{column} {row}h1v1h-1z");
        }
    }
    Some(html! {
        svg.qr role="img" aria-label=(name) viewBox=(format!("0 0 {side} {side}"))
            width="220" height="220" shape-rendering="crispEdges" {
            rect.paper width="100%" height="100%" {}
            path.ink d=(path) {}
        }
    })
}
