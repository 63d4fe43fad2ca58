//! Moments and windows for people: to the minute, in the offset they were seen in, never as RFC 3339.

use chrono::{DateTime, FixedOffset};

fn parsed(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// A moment, or a window of two joined by `/`, as `2026-11-23 09:00–11:00 +08:00`; other words as they are.
pub(crate) fn moment_or_words(text: &str) -> String {
    if let Some(at) = parsed(text) {
        return at.format("%Y-%m-%d %H:%M %:z").to_string();
    }
    let window = text
        .split_once('/')
        .and_then(|(from, to)| Some((parsed(from)?, parsed(to)?)));
    match window {
        Some((from, to)) => window_of(from, to),
        None => text.to_owned(),
    }
}

fn window_of(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    if from.date_naive() == to.date_naive() && from.offset() == to.offset() {
        format!(
            "{}–{}",
            from.format("%Y-%m-%d %H:%M"),
            to.format("%H:%M %:z")
        )
    } else {
        let whole = "%Y-%m-%d %H:%M %:z";
        format!("{} – {}", from.format(whole), to.format(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_minutes_and_the_offset_they_were_seen_in() {
        for (text, shown) in [
            (
                "2026-11-22T18:17:49.922385614+00:00",
                "2026-11-22 18:17 +00:00",
            ),
            (
                "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00",
                "2026-11-23 09:00–11:00 +08:00",
            ),
            (
                "2026-11-23T23:00:00+08:00/2026-11-24T01:00:00+08:00",
                "2026-11-23 23:00 +08:00 – 2026-11-24 01:00 +08:00",
            ),
            ("松风路 18 号/3 栋", "松风路 18 号/3 栋"),
        ] {
            assert_eq!(moment_or_words(text), shown);
        }
    }
}
