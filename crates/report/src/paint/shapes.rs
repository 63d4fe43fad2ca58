//! Drawing one shape.

use krilla::{
    color::rgb::Color,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    num::NormalizedF32,
    paint::{Fill, FillRule, LineCap, LineJoin, Stroke},
    surface::Surface,
};

use crate::{
    font::Face,
    page::{Ground, Shape},
    typeset::Ink,
};

/// Outline of a heavy letter, as a share of its size.
const HEAVY: f32 = 0.028;

pub(super) fn draw(surface: &mut Surface<'_>, face: &Face, shape: &Shape) {
    match shape {
        Shape::Text { line, x, y } => {
            let color = of_ink(line.style.ink);
            surface.set_fill(Some(fill(color)));
            let outline = Stroke {
                paint: color.into(),
                width: line.style.size * HEAVY,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            surface.set_stroke(line.style.heavy.then_some(outline));
            surface.draw_glyphs(
                Point::from_xy(*x, *y),
                &line.glyphs,
                face.font(),
                &line.text,
                line.style.size,
                false,
            );
        }
        Shape::Boxes { boxes, ink } => {
            let mut path = PathBuilder::new();
            for [x, y, width, height] in boxes {
                if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                    path.push_rect(rect);
                }
            }
            surface.set_stroke(None);
            surface.set_fill(Some(fill(of_ground(*ink))));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Shape::Stroke { points, width } => stroke(surface, points, *width),
        Shape::Picture { logo, x, y, height } => {
            let Some(pixels) = logo.pixels() else {
                return;
            };
            let image = Image::from_rgba8(pixels.rgba, pixels.width, pixels.height);
            if let Some(size) = Size::from_wh(height * logo.aspect(), *height) {
                surface.push_transform(&Transform::from_translate(*x, *y));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
    }
}

fn stroke(surface: &mut Surface<'_>, points: &[(f32, f32)], width: f32) {
    let mut path = PathBuilder::new();
    let mut points = points.iter().peekable();
    let Some((x, y)) = points.next() else {
        return;
    };
    path.move_to(*x, *y);
    if points.peek().is_none() {
        // A dot: a line of no length has no ends to round.
        path.line_to(x + 0.01, *y);
    }
    for (x, y) in points {
        path.line_to(*x, *y);
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: of_ink(Ink::Text).into(),
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(color: Color) -> Fill {
    Fill {
        paint: color.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn of_ink(ink: Ink) -> Color {
    match ink {
        Ink::Text => Color::new(0x1b, 0x1f, 0x23),
        Ink::Quiet => Color::new(0x5b, 0x66, 0x70),
        Ink::Accent => Color::new(0x0f, 0x4c, 0x5c),
        Ink::Alarm => Color::new(0xa3, 0x20, 0x20),
    }
}

fn of_ground(ground: Ground) -> Color {
    match ground {
        Ground::Ink(ink) => of_ink(ink),
        Ground::Rule => Color::new(0xcd, 0xd4, 0xda),
        Ground::Tint => Color::new(0xf2, 0xf5, 0xf7),
    }
}
