//! A chart of shares as SVG: one bar for each period, the target as a dashed line. It holds no colour of its own; the
//! style sheet gives it those of light and dark. The table behind it says the same in figures.

use std::collections::BTreeMap;

use doorstep_domain::rates::{Rate, Target};
use doorstep_words::{Language, Say as _, office::rates as words};
use maud::{Markup, html};

use super::{
    figures::{percent, tenths},
    filter::period_words,
};
use crate::rates::{Count, Period};

/// So many bars at most, the newest; the table has all.
const BARS_MAX: usize = 60;
/// The drawing's own units: 200 up from 0 to 100 percent.
const TOP: i64 = 16;
const HEIGHT: i64 = 200;
const LEFT: i64 = 52;
const BAR: i64 = 36;
const STEP: i64 = 60;

/// The chart; nothing where there is no bar to draw.
pub(super) fn bars(
    language: Language,
    rate: Rate,
    by: Period,
    counts: &BTreeMap<String, Count>,
) -> Markup {
    let bars: Vec<(&str, i64)> = counts
        .iter()
        .filter_map(|(period, count)| Some((period.as_str(), tenths(*count)?)))
        .collect();
    let newest = bars.len().saturating_sub(BARS_MAX);
    let bars: Vec<(i64, &str, i64)> = (0..)
        .zip(bars.into_iter().skip(newest))
        .map(|(place, (period, tenths))| (place, period, tenths))
        .collect();
    if bars.is_empty() {
        return html! {};
    }
    let width = (1..).zip(&bars).map(|(count, _)| LEFT + STEP * count + 8);
    let width = width.last().unwrap_or(LEFT);
    let title = language.say(rate.words());
    html! {
        div.chart role="region" tabindex="0" aria-label=(title) {
            svg role="img" aria-labelledby="chart-title chart-says" width=(width) height=(TOP + HEIGHT + 32)
                viewBox={ "0 0 " (width) " " (TOP + HEIGHT + 32) } {
                title #chart-title { (title) }
                desc #chart-says { (says(language, rate, by)) }
                @for tenths in [0, 500, 1_000] {
                    line.grid x1=(LEFT) x2=(width) y1=(y(tenths)) y2=(y(tenths)) {}
                    text.axis x=(LEFT - 6) y=(y(tenths) + 5) text-anchor="end" { (tenths / 10) "%" }
                }
                @for (place, period, tenths) in &bars {
                    @let x = LEFT + STEP * place + (STEP - BAR) / 2;
                    rect.bar x=(x) y=(y(*tenths)) width=(BAR) height=(HEIGHT + TOP - y(*tenths)) {
                        title { (period) " " (percent(*tenths)) }
                    }
                    text.axis x=(x + BAR / 2) y=(TOP + HEIGHT + 20) text-anchor="middle" { (period) }
                }
                @if let Target::AtLeast(percent) = rate.target() {
                    line.target x1=(LEFT) x2=(width) y1=(y(percent * 10)) y2=(y(percent * 10)) {}
                }
            }
        }
    }
}

const fn y(tenths: i64) -> i64 {
    TOP + HEIGHT - tenths * HEIGHT / 1_000
}

fn says(language: Language, rate: Rate, by: Period) -> String {
    let says = words::ChartSays {
        rate: &rate.words(),
        period: &period_words(by),
    };
    let says = says.say(language);
    match rate.target() {
        Target::AtLeast(percent) => {
            let target = words::ChartTarget { percent: &percent };
            format!("{says} {}", target.say(language))
        }
        Target::More | Target::Less => says.into_owned(),
    }
}
