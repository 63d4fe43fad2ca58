//! What a revision changes, line by line, so that none is added or removed silently.

use super::*;

/// The difference in short: `+` added, `-` removed, `~` changed, then the totals.
fn told(old: &Quote, new: &Quote) -> Vec<String> {
    let short =
        |line: &QuoteLine| format!("{} {}×{}", line.code, line.quantity, line.unit_price_minor);
    let differences = difference(old, new).expect("small sums");
    differences
        .iter()
        .map(|one| {
            let lines: Vec<String> = one
                .lines
                .iter()
                .map(|change| match change {
                    LineChange::Added(line) => format!("+{}", short(line)),
                    LineChange::Removed(line) => format!("-{}", short(line)),
                    LineChange::Changed { old, new } => {
                        format!("~{} → {}", short(old), short(new))
                    }
                })
                .collect();
            format!(
                "{}: {} ({:+})",
                one.choice.code(),
                lines.join(", "),
                one.total_minor()
            )
        })
        .collect()
}

#[test]
fn every_line_that_differs_is_named_with_the_difference_of_the_total() {
    let part = |code: &str, pieces: i64, price: i64| line(LineKind::Part, code, pieces, price);
    let labour = |price: i64| line(LineKind::Labour, "L", 1, price);
    let free = QuoteLine {
        payer: Payer::Warranty,
        ..part("A", 1, 500)
    };
    for (old, new, expected) in [
        (vec![part("A", 1, 500)], vec![part("A", 1, 500)], None),
        (
            vec![part("A", 1, 500)],
            vec![part("A", 1, 500), labour(300)],
            Some("repair: +L 1×300 (+300)"),
        ),
        (
            vec![part("A", 1, 500), labour(300)],
            vec![labour(300)],
            Some("repair: -A 1×500 (-500)"),
        ),
        (
            vec![part("A", 1, 500)],
            vec![part("A", 2, 500)],
            Some("repair: ~A 1×500 → A 2×500 (+500)"),
        ),
        (
            vec![part("A", 1, 500)],
            vec![part("A", 1, 450)],
            Some("repair: ~A 1×500 → A 1×450 (-50)"),
        ),
        // Another order says the same.
        (
            vec![part("A", 1, 500), labour(300)],
            vec![labour(300), part("A", 1, 500)],
            None,
        ),
        // Who pays is what the customer looks at first.
        (
            vec![part("A", 1, 500)],
            vec![free],
            Some("repair: ~A 1×500 → A 1×500 (+0)"),
        ),
        // Two lines of one code: the first to the first.
        (
            vec![part("A", 1, 500), part("A", 1, 700)],
            vec![part("A", 1, 500)],
            Some("repair: -A 1×700 (-700)"),
        ),
        (
            vec![part("A", 1, 500)],
            vec![part("B", 1, 500)],
            Some("repair: +B 1×500, -A 1×500 (+0)"),
        ),
    ] {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(told(&quote(old), &quote(new)), expected);
    }
}

#[test]
fn an_option_that_is_new_or_gone_stands_there_whole() {
    let plain = quote(story::pump_lines());
    let options = |lines: Vec<(Choice, Vec<QuoteLine>)>| Quote {
        options: lines
            .into_iter()
            .map(|(choice, lines)| QuoteOption { choice, lines })
            .collect(),
        ..quote(Vec::new())
    };
    let two = options(vec![
        (Choice::Repair, story::pump_lines()),
        (Choice::Leave, Vec::new()),
    ]);
    assert_eq!(told(&plain, &two), ["leave:  (+0)"]);
    let other = options(vec![
        (Choice::Repair, story::pump_lines()),
        (
            Choice::Replace,
            vec![line(LineKind::Part, "UNIT", 1, 99_900)],
        ),
    ]);
    assert_eq!(
        told(&two, &other),
        ["replace: +UNIT 1×99900 (+99900)", "leave:  (+0)"]
    );
}
