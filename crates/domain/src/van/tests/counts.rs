//! Counts (盘点) against the books, also by devices that are apart.

use super::*;

/// Five on the van, received.
fn five() -> [Step; 2] {
    [store(issued(5)), zhang(confirmed(1, 5))]
}

#[test]
fn a_count_is_held_against_what_its_counter_had() {
    let [a, b] = five();
    table! {
        "as the books say" [a.clone(), b.clone(), zhang(counted(5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "two lack" [a.clone(), b.clone(), zhang(counted(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · counted_otherwise -2";
        "one too many" [a.clone(), b.clone(), zhang(counted(6))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · counted_otherwise 1";
        "what happens after the count is none of its business" [a.clone(), b.clone(), zhang(counted(5)), zhang(fitted(1, 90))]
            => "P-1 0 + 5 + 0 + 0 = 1 + 0 + 0 + 4";
        "a later count speaks for the earlier one" [a.clone(), b.clone(), zhang(counted(3)), zhang(counted(5))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "counted again, still two lack: they are told once" [a.clone(), b.clone(), zhang(counted(3)), zhang(counted(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · counted_otherwise -2";
        "explained: the stock is as counted, the piece stays listed" [a.clone(), b.clone(), zhang(counted(3)), zhang(explained(3, -2))]
            => "P-1 0 + 5 + 0 + -2 = 0 + 0 + 0 + 3 · difference_explained -2";
        "explained by half" [a.clone(), b.clone(), zhang(counted(3)), zhang(explained(3, -1))]
            => "P-1 0 + 5 + 0 + -1 = 0 + 0 + 0 + 4 · counted_otherwise -1 · difference_explained -1";
        "explained, and a count after it agrees" [a.clone(), b.clone(), zhang(counted(3)), zhang(explained(3, -2)), zhang(counted(3))]
            => "P-1 0 + 5 + 0 + -2 = 0 + 0 + 0 + 3 · difference_explained -2";
        "a count that is taken back" [a.clone(), b.clone(), zhang(counted(3)), zhang(void(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "a fitting is taken back after the count that lacked the piece" [a.clone(), b.clone(), zhang(fitted(1, 90)), zhang(counted(4)), zhang(void(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "a fitting is taken back after the count that had the piece" [a.clone(), b.clone(), zhang(fitted(1, 90)), zhang(counted(5)), zhang(void(3))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5";
        "a fitting is taken back before the count" [a.clone(), b.clone(), zhang(fitted(1, 90)), zhang(void(3)), zhang(counted(4))]
            => "P-1 0 + 5 + 0 + 0 = 0 + 0 + 0 + 5 · counted_otherwise -1";
        "none on the books, one found" [zhang(counted(1))]
            => "P-1 0 + 0 + 0 + 0 = 0 + 0 + 0 + 0 · counted_otherwise 1";
        "counted in October" [a.in_month("2026-10"), b.in_month("2026-10"), zhang(counted(4)).in_month("2026-10"), zhang(fitted(1, 90))]
            => "P-1 5 + 0 + 0 + 0 = 1 + 0 + 0 + 4 · counted_otherwise -1";
    }
}

#[test]
fn what_was_written_apart_from_the_count_may_be_before_or_after_it() {
    let [a, b] = five();
    let phone_fits_while_tablet_counts = |count: i64| {
        let steps = [
            a.clone(),
            b.clone(),
            zhang(fitted(1, 90)),
            zhang(counted(count)),
        ];
        World::of(&steps).apart(4, 3).told("zhang", "2026-11")
    };
    let agrees = "P-1 0 + 5 + 0 + 0 = 1 + 0 + 0 + 4";
    assert_eq!(
        phone_fits_while_tablet_counts(4),
        agrees,
        "it was out already"
    );
    assert_eq!(
        phone_fits_while_tablet_counts(5),
        agrees,
        "it was still there"
    );
    assert_eq!(
        phone_fits_while_tablet_counts(3),
        format!("{agrees} · counted_otherwise -1")
    );
    assert_eq!(
        phone_fits_while_tablet_counts(6),
        format!("{agrees} · counted_otherwise 2")
    );
}

#[test]
fn an_explanation_that_came_too_early_is_itself_told() {
    let [a, b] = five();
    let steps = [
        a,
        b,
        zhang(fitted(1, 90)),
        zhang(counted(4)),
        zhang(explained(4, -1)),
    ];
    let told = World::of(&steps).apart(4, 3).told("zhang", "2026-11");
    assert_eq!(
        told, "P-1 0 + 5 + 0 + -1 = 1 + 0 + 0 + 3 · counted_otherwise 1 · difference_explained -1",
        "the phone's fitting was the difference: one piece was explained away for nothing"
    );
}
