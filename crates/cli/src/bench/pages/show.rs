//! The figures of the office: what they are and how they are told.

use std::time::Duration;

use doorstep_words::terminal::bench as words;
use serde_json::json;

use crate::{
    bench::table::Teller,
    terminal::{self, HEAD},
};

/// How long the requests of one page took.
pub(super) struct Spread {
    name: String,
    p50: Duration,
    p95: Duration,
    limit_ms: u64,
}

impl Spread {
    pub(super) fn of(name: String, limit_ms: u64, mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| {
            // The least time that so many percent of all do not exceed.
            let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
            times.get(place).copied().unwrap_or_default()
        };
        Self {
            name,
            p50: at(50),
            p95: at(95),
            limit_ms,
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.p95 <= Duration::from_millis(self.limit_ms)
    }
}

/// One number and how large it may be.
pub(super) struct Limit {
    name: &'static str,
    ours: u64,
    limit: u64,
    unit: &'static str,
}

impl Limit {
    pub(super) const fn seconds(took: Duration, limit: u64) -> Self {
        Self {
            name: "seeding",
            ours: took.as_secs(),
            limit,
            unit: "s",
        }
    }

    /// In megabytes (10^6), as it is told.
    pub(super) const fn memory(bytes: u64, limit_bytes: u64) -> Self {
        Self {
            name: "server_rss",
            ours: bytes.div_ceil(1_000_000),
            limit: limit_bytes / 1_000_000,
            unit: "MB",
        }
    }

    pub(super) const fn is_kept(&self) -> bool {
        self.ours <= self.limit
    }
}

/// Milliseconds with one decimal.
fn milliseconds(time: Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A page's figures as JSON, as soon as they are known.
pub(super) fn spread(teller: &Teller, spread: &Spread) {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    teller.as_json(|| {
        json!({
            "page": spread.name,
            "p50_us": micros(spread.p50),
            "p95_us": micros(spread.p95),
            "limit_us": spread.limit_ms * 1_000,
        })
    });
}

/// A number as JSON.
pub(super) fn limit(teller: &Teller, limit: &Limit) {
    teller.as_json(|| {
        json!({ "name": limit.name, "ours": limit.ours, "limit": limit.limit, "unit": limit.unit })
    });
}

/// All of it as a table.
pub(super) fn table(teller: &Teller, spreads: &[Spread], limits: &[Limit]) {
    let head = |phrase| teller.say(phrase);
    let mut rows = vec![[
        head(words::FIGURE),
        head(words::HALF_WITHIN),
        head(words::NINETY_FIVE_WITHIN),
        head(words::LIMIT),
        head(words::UNIT),
    ]];
    let mut marks = vec![String::new()];
    for spread in spreads {
        rows.push([
            spread.name.clone(),
            milliseconds(spread.p50),
            milliseconds(spread.p95),
            spread.limit_ms.to_string(),
            "ms".to_owned(),
        ]);
        marks.push(teller.mark(spread.is_kept()));
    }
    for limit in limits {
        rows.push([
            limit.name.to_owned(),
            String::new(),
            limit.ours.to_string(),
            limit.limit.to_string(),
            limit.unit.to_owned(),
        ]);
        marks.push(teller.mark(limit.is_kept()));
    }
    let lines = terminal::table(&rows, 1);
    let lines: Vec<String> = lines
        .iter()
        .zip(marks)
        .enumerate()
        .map(|(place, (line, mark))| match place {
            0 => format!("{HEAD}{line}{HEAD:#}"),
            _ => format!("{line}  {mark}"),
        })
        .collect();
    teller.lines(&lines);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_times_the_ninety_fifth_counts() {
        let times = |slow: usize| {
            let quick = (slow..100).map(|_| Duration::from_millis(7));
            let all = quick.chain((0..slow).map(|_| Duration::from_millis(101)));
            Spread::of("list".to_owned(), 100, all.collect())
        };
        assert!(times(5).is_kept());
        assert!(!times(6).is_kept());
        assert_eq!(milliseconds(times(5).p95), "7.0");
        assert_eq!(milliseconds(Duration::from_micros(1_250)), "1.2");
    }
}
