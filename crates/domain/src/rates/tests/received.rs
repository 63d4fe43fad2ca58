//! How soon records are at the office.

use super::*;

#[test]
fn records_received_in_time() {
    let told = told(assigned, &[("23 09:00", call), ("24 09:00", arrive)]);
    let entries: Vec<EntryId> = told.story.record.entries.keys().copied().collect();
    for (situation, received, expected) in [
        (
            "both at once, the same day",
            ["24 10:00", "24 10:00"],
            "11-25 09:00 yes t-zhang",
        ),
        (
            "a day after the last",
            ["25 09:00", "25 09:00"],
            "11-25 09:00 yes t-zhang",
        ),
        (
            "a minute more",
            ["25 09:01", "25 09:01"],
            "11-25 09:00 no t-zhang",
        ),
        (
            "the first came late, the last did not",
            ["24 10:00", "24 09:01"],
            "11-25 09:00 yes t-zhang",
        ),
    ] {
        let arrivals: Vec<Arrival> = entries
            .iter()
            .zip(received)
            .map(|(entry, at)| Arrival {
                entry: *entry,
                received: moment(at),
            })
            .collect();
        assert_eq!(
            says(Rate::SyncHealth, &told.measures(&[], &arrivals)),
            expected,
            "{situation}"
        );
    }
    assert_eq!(
        says(Rate::SyncHealth, &told.measures(&[], &[])),
        "",
        "nothing came from a device"
    );
}
