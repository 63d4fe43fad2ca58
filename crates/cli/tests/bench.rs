//! `doorstep bench`: that it measures what it promises to, one line a figure. What it measures says nothing here.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

#[test]
fn every_figure_is_a_line_with_its_bound_and_its_ratio() {
    let output = Command::new(env!("CARGO_BIN_EXE_doorstep"))
        .args(["bench", "--quick", "--json"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let names: BTreeSet<&str> = figures
        .iter()
        .map(|figure| figure["name"].as_str().unwrap())
        .collect();
    let promised = "durable_edit list_page search open_record app_open push_requests push_bytes idle_bytes \
                    first_sync_bytes first_sync_rss copy_time copy_bytes";
    assert_eq!(names, promised.split_whitespace().collect());
    assert_eq!(figures.len(), names.len(), "each once");
    for figure in &figures {
        let number = |name: &str| figure[name].as_f64().unwrap();
        assert!(number("bound") > 0.0, "{figure}");
        let ratio = number("ours") / number("bound");
        assert!((number("ratio") - ratio).abs() < 0.01, "{figure}");
        assert!(figure["unit"].is_string(), "{figure}");
    }
}
