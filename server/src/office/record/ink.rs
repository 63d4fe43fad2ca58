//! A signature as a picture: the strokes as they were drawn, wider where the pen pressed harder.

use std::fmt::Write as _;

use doorstep_evidence::statement::{Ink, StrokePoint};
use maud::{Markup, html};

/// Widths of the pen. Parts of a stroke that share a width become one line, so that a picture stays small.
const WIDTHS: i64 = 6;
/// The width of a pad without pressure.
const MIDDLE: i64 = 3;
/// Full pressure, as a point says it.
const PRESSURE_MAX: i64 = 1_000;

/// A piece of a stroke with one width.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    width: i64,
    path: String,
}

/// The picture, with words for who cannot see it.
pub(super) fn picture(ink: &Ink, words: &str) -> Markup {
    let points = || ink.strokes.iter().flatten();
    let (left, right) = extent(points().map(|point| i64::from(point.x)));
    let (top, bottom) = extent(points().map(|point| i64::from(point.y)));
    // A fortieth of the height or a hundredth of the length: what a pen is to a name.
    let pen = ((bottom - top) / 40).max((right - left) / 110).max(1);
    let margin = pen * 3;
    let (width, height) = (right - left + margin * 2, bottom - top + margin * 2);
    html! {
        svg.ink role="img" aria-label=(words) preserveAspectRatio="xMinYMid meet"
            viewBox={ (left - margin) " " (top - margin) " " (width) " " (height) } {
            title { (words) }
            g fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" {
                @for stroke in &ink.strokes {
                    @for line in lines(stroke) {
                        path d=(line.path) stroke-width=((pen * (line.width * 2 + 3) / 6).max(1)) {}
                    }
                }
            }
        }
    }
}

fn extent(values: impl Iterator<Item = i64> + Clone) -> (i64, i64) {
    (
        values.clone().min().unwrap_or_default(),
        values.max().unwrap_or_default(),
    )
}

fn lines(stroke: &[StrokePoint]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut segments = stroke.iter().zip(stroke.iter().skip(1)).peekable();
    if let (Some(dot), None) = (stroke.first(), segments.peek()) {
        // A dot is a line of no length with round ends.
        lines.push(Line {
            width: width(dot, dot),
            path: format!("M{} {}h0", dot.x, dot.y),
        });
    }
    for (from, to) in segments {
        let width = width(from, to);
        match lines.last_mut() {
            // Writing into a `String` cannot fail.
            Some(line) if line.width == width => drop(write!(line.path, "L{} {}", to.x, to.y)),
            _ => lines.push(Line {
                width,
                path: format!("M{} {}L{} {}", from.x, from.y, to.x, to.y),
            }),
        }
    }
    lines
}

fn width(from: &StrokePoint, to: &StrokePoint) -> i64 {
    let pressure = (i64::from(from.pressure) + i64::from(to.pressure)) / 2;
    if pressure == 0 {
        MIDDLE
    } else {
        (pressure * WIDTHS / PRESSURE_MAX).min(WIDTHS - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: i32, y: i32, pressure: u16) -> StrokePoint {
        StrokePoint {
            x,
            y,
            t_ms: 0,
            pressure,
        }
    }

    #[test]
    fn a_stroke_is_wider_where_the_pen_pressed_harder() {
        let stroke = [
            point(0, 0, 100),
            point(10, 0, 100),
            point(20, 5, 900),
            point(30, 5, 900),
        ];
        let lines = lines(&stroke);
        let widths: Vec<_> = lines.iter().map(|line| line.width).collect();
        assert_eq!(widths, [0, 3, 5]);
        assert_eq!(lines[2].path, "M20 5L30 5");
    }

    #[test]
    fn equal_widths_are_one_line_and_a_dot_is_seen() {
        let stroke = [point(0, 0, 0), point(1, 1, 0), point(2, 2, 0)];
        assert_eq!(lines(&stroke).len(), 1);
        assert_eq!(lines(&stroke[..1])[0].path, "M0 0h0");
        assert_eq!(lines(&[]), []);
    }

    #[test]
    fn points_at_the_ends_of_the_world_make_a_picture() {
        let ink = Ink {
            strokes: vec![vec![
                point(i32::MIN, i32::MIN, 1_000),
                point(i32::MAX, i32::MAX, 0),
            ]],
        };
        let picture = picture(&ink, "王<小>川").into_string();
        assert!(picture.contains("aria-label=\"王&lt;小&gt;川\""));
        assert!(picture.contains("M-2147483648 -2147483648L2147483647 2147483647"));
    }
}
