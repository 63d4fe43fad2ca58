//! The figures of a count: its share in whole tenths of a percent, its links to the records behind it.

use doorstep_domain::rates::{Rate, Target};
use doorstep_words::{Language, Say as _, office::rates as words};
use maud::{Markup, html};

use crate::rates::{Count, Question, Show};

/// Tenths of a percent, rounded half up; nothing where nothing is counted.
pub(super) const fn tenths(count: Count) -> Option<i64> {
    let denominator = count.denominator();
    if denominator == 0 {
        return None;
    }
    Some((count.yes * 2_000 + denominator) / (denominator * 2))
}

/// `95.2 %`.
pub(super) fn percent(tenths: i64) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// The target in words.
pub(super) fn target(language: Language, rate: Rate) -> String {
    match rate.target() {
        Target::AtLeast(percent) => words::AtLeast { percent: &percent }
            .say(language)
            .into_owned(),
        Target::More => language.say(words::MORE_IS_BETTER).to_owned(),
        Target::Less => language.say(words::LESS_IS_BETTER).to_owned(),
    }
}

/// The heads of the columns in which [`cells`] stand.
pub(super) const fn heads(language: Language) -> [&'static str; 5] {
    [
        language.say(words::SHARE),
        language.say(words::COUNTED),
        language.say(words::APART),
        language.say(words::PROVISIONAL),
        language.say(words::RUNNING),
    ]
}

/// The cells of a count; each number opens its records.
pub(super) fn cells(language: Language, rate: Rate, question: &Question, count: Count) -> Markup {
    let [share, counted, apart, provisional, running] = heads(language);
    let path = format!("/rates/{}/records", rate.code());
    let link = |show: Show, number: i64| {
        html! {
            @if number > 0 {
                a href=(question.showing(show).link(&path)) { (number) }
            } @else { "0" }
        }
    };
    html! {
        td data-label=(share) {
            @match tenths(count) {
                Some(tenths) => strong.share { (percent(tenths)) },
                None => span.side { (language.say(words::NOTHING_COUNTED)) },
            }
            (standing(language, rate, count))
        }
        td.counted data-label=(counted) {
            (link(Show::Yes, count.yes)) " / " (link(Show::Counted, count.denominator()))
        }
        td data-label=(apart) { (link(Show::Apart, count.apart)) }
        td data-label=(provisional) { (link(Show::Provisional, count.provisional)) }
        td data-label=(running) { (link(Show::Running, count.running)) }
    }
}

/// Whether the target is reached, in words and by a mark.
fn standing(language: Language, rate: Rate, count: Count) -> Markup {
    html! {
        @match rate.target().is_reached(count.yes, count.denominator()) {
            Some(true) => { " " span.badge.good { span.mark { "✔" } (language.say(words::REACHED)) } }
            Some(false) => { " " span.badge.warn { span.mark { "▼" } (language.say(words::MISSED)) } }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up_and_never_divided_by_nothing() {
        for (yes, no, expected) in [
            (0, 0, None),
            (1, 2, Some("33.3 %")),
            (2, 1, Some("66.7 %")),
            (1, 15, Some("6.3 %")),
            (7, 0, Some("100.0 %")),
            (0, 7, Some("0.0 %")),
        ] {
            let count = Count {
                yes,
                no,
                ..Count::default()
            };
            assert_eq!(tenths(count).map(percent).as_deref(), expected);
        }
    }
}
