//! Moments on a page. What somebody saw on his own clock is shown with the offset he saw it in; what the server
//! noted is shown in UTC, and the page's script turns that into the browser's own time.

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, SecondsFormat, Utc};
use maud::{Markup, html};

use super::told::told;
use crate::app::AppState;

const MINUTE: &str = "%Y-%m-%d %H:%M";
/// As a browser's field for a day and a time has it.
const TYPED: &str = "%Y-%m-%dT%H:%M";

/// Now, by the office's clock on the wall.
pub(crate) fn on_the_wall(state: &AppState) -> DateTime<FixedOffset> {
    let now = state.environment().now().with_timezone(&Local);
    now.fixed_offset()
}

/// A time that was typed by the clock on the wall, as a moment; what is none is left as it is, to be refused.
pub(super) fn moment_typed(typed: &str, offset: FixedOffset) -> String {
    let parsed = [TYPED, "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok());
    let at = parsed.and_then(|at| at.and_local_timezone(offset).single());
    at.map_or_else(|| typed.to_owned(), |at| at.to_rfc3339())
}

/// A moment as such a field shows it.
pub(super) fn wall_clock(at: DateTime<FixedOffset>) -> String {
    at.format(TYPED).to_string()
}

/// A moment in the offset it was seen in.
pub(super) fn seen_at(at: DateTime<FixedOffset>) -> Markup {
    html! {
        time datetime=(at.to_rfc3339_opts(SecondsFormat::Secs, true)) {
            (at.format(MINUTE)) span.offset { (at.format("%:z")) }
        }
    }
}

/// The same from RFC 3339; words that are no moment are shown as they are.
pub(super) fn seen_text(text: &str) -> Markup {
    DateTime::parse_from_rfc3339(text).map_or_else(|_| told(text), seen_at)
}

/// A moment by the server's clock, in milliseconds since 1970.
pub(super) fn noted_at(at_ms: i64) -> Markup {
    let at = DateTime::<Utc>::from_timestamp_millis(at_ms).unwrap_or_default();
    html! {
        time datetime=(at.to_rfc3339_opts(SecondsFormat::Secs, true)) data-local {
            (at.format(MINUTE)) span.offset { "UTC" }
        }
    }
}

/// The same from RFC 3339; words that are no moment are shown as they are.
pub(super) fn noted_text(text: &str) -> Markup {
    let at = DateTime::parse_from_rfc3339(text);
    at.map_or_else(|_| told(text), |at| noted_at(at.timestamp_millis()))
}

/// A window of an appointment: two moments of RFC 3339 joined by `/`.
pub(super) fn window(text: &str) -> Markup {
    let parsed = text.split_once('/').and_then(|(start, end)| {
        let start = DateTime::parse_from_rfc3339(start).ok()?;
        Some((start, DateTime::parse_from_rfc3339(end).ok()?))
    });
    let Some((start, end)) = parsed else {
        return told(text);
    };
    let on_one_day = start.date_naive() == end.date_naive() && start.offset() == end.offset();
    html! {
        @if on_one_day {
            time datetime=(start.to_rfc3339_opts(SecondsFormat::Secs, true)) {
                (start.format("%Y-%m-%d")) " "
                // Together on one line, however narrow.
                span.clock { (start.format("%H:%M")) "–" (end.format("%H:%M")) }
                span.offset { (end.format("%:z")) }
            }
        } @else {
            (seen_at(start)) " – " (seen_at(end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_the_offset_they_were_seen_in() {
        let window = window("2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00").into_string();
        assert_eq!(
            window,
            "<time datetime=\"2026-11-23T09:00:00+08:00\">2026-11-23 <span class=\"clock\">09:00–11:00</span>\
             <span class=\"offset\">+08:00</span></time>"
        );
        let noted = noted_at(1_790_000_000_000).into_string();
        assert!(noted.contains("2026-09-21 14:13<span class=\"offset\">UTC</span>"));
        assert_eq!(seen_text("soon").into_string(), "<bdi>soon</bdi>");
    }
}
