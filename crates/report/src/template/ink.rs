//! The customer's strokes, scaled onto the page as they were drawn; where the pad felt pressure, it is the pen's width.

use doorstep_evidence::statement::{Ink, StrokePoint};

use crate::page::Shape;

/// Blank around the strokes.
const MARGIN: f32 = 8.0;
/// The pen without pressure, points.
const PEN: f32 = 1.1;
/// Steps of width between the lightest and the firmest pressure.
const STEPS: u16 = 5;

/// The strokes inside a pad of this size, from its upper left corner.
pub(super) fn strokes(ink: &Ink, width: f32, height: f32) -> Vec<Shape> {
    let points = || ink.strokes.iter().flatten();
    let [left, right] = range(points().map(|point| point.x));
    let [top, bottom] = range(points().map(|point| point.y));
    // A signature is never enlarged beyond what a pad of 4 000 units would fill: a small hand stays small.
    let scale = [
        (width - 2.0 * MARGIN) / (right - left).max(1.0),
        (height - 2.0 * MARGIN) / (bottom - top).max(1.0),
        width / 1_400.0,
    ]
    .into_iter()
    .fold(f32::MAX, f32::min);
    let x0 = (width - (right - left) * scale) / 2.0;
    let y0 = (height - (bottom - top) * scale) / 2.0;
    let place = |point: &StrokePoint| {
        (
            hundredth(x0 + (float(point.x) - left) * scale),
            hundredth(y0 + (float(point.y) - top) * scale),
        )
    };
    let mut shapes = Vec::new();
    for stroke in &ink.strokes {
        let mut run: Vec<(f32, f32)> = Vec::new();
        let mut run_step = None;
        for point in stroke {
            let step = step_of(point.pressure);
            let at = place(point);
            if run_step.is_some_and(|before| before != step) {
                // The next run begins where this one ends, so that the line has no gap.
                run.push(at);
                shapes.extend(run_shape(&mut run, run_step));
            }
            run_step = Some(step);
            if run.last() != Some(&at) {
                run.push(at);
            }
        }
        shapes.extend(run_shape(&mut run, run_step));
    }
    shapes
}

fn run_shape(run: &mut Vec<(f32, f32)>, step: Option<u16>) -> Option<Shape> {
    let points = std::mem::take(run);
    if points.is_empty() {
        return None;
    }
    let width = step
        .filter(|step| *step > 0)
        .map_or(PEN, |step| 0.5 + 1.4 * f32::from(step) / f32::from(STEPS));
    Some(Shape::Stroke { points, width })
}

/// 0 for a pad without pressure, else 1 to [`STEPS`].
fn step_of(pressure: u16) -> u16 {
    if pressure == 0 {
        0
    } else {
        (pressure.min(1_000) * STEPS).div_ceil(1_000)
    }
}

fn range(values: impl Iterator<Item = i32> + Clone) -> [f32; 2] {
    [
        float(values.clone().min().unwrap_or_default()),
        float(values.max().unwrap_or_default()),
    ]
}

#[allow(clippy::cast_precision_loss)] // beyond 2^24 units of a pad nobody sees the difference
fn float(value: i32) -> f32 {
    value as f32
}

/// Finer than any printer, and short in the file.
fn hundredth(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
