//! Every branch of a repair (domain: the life of a repair record, branches), each a file that reads like its paragraph.
//!
//! Each is worked through on a device without a network from the first to the last line, and then sent; and each once
//! more on the real program, which is killed in the middle of a line and started again.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod clock_wrong_by_a_day;
mod door;
mod killed;
mod leaving;
mod offline;
mod views;

use serde_json::Value;

/// One story.
pub(crate) struct Story {
    /// What is said, the last line of all included. `$record` is the number of the record that was opened last,
    /// `$serial` a serial number of this story's own, `$person` who works, `$claim` the entry of the record's last damage
    /// or agreement, `$note` that of its last note, `$payment` that of its last payment.
    pub(crate) lines: Vec<Value>,
    /// Status and next step at the end.
    pub(crate) ends: (&'static str, &'static str),
    /// The findings at the end, by their codes.
    pub(crate) findings: &'static [&'static str],
}

/// A line of a story with what stands for something filled in; `view` is the record as it is shown now.
pub(crate) fn filled(line: &Value, view: &Value, serial: &str, person: &str) -> Value {
    let entry = |list: &str| {
        view[list]
            .as_array()
            .and_then(|entries| entries.last())
            .and_then(|entry| entry["entry"].as_str())
            .unwrap_or_default()
    };
    let text = line
        .to_string()
        .replace("$record", view["number"].as_str().unwrap_or_default())
        .replace("$serial", serial)
        .replace("$person", person)
        .replace("$claim", entry("claims"))
        .replace("$note", entry("notes"))
        .replace("$payment", &last_payment(view));
    serde_json::from_str(&text).unwrap()
}

fn last_payment(view: &Value) -> String {
    let taken = view["payments"]["taken"].as_array();
    let last = taken.and_then(|payments| payments.last());
    let entry = last.and_then(|payment| payment["entry"].as_str());
    entry.unwrap_or_default().to_owned()
}

macro_rules! stories {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// All stories by their names.
        pub(crate) fn all() -> Vec<(&'static str, Story)> {
            vec![$((stringify!($name), $name::story())),*]
        }

        mod without_a_network {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::offline::play(super::$name::story()).await;
            })*
        }
    };
}

stories! {
    straight_repair
    missing_part_second_visit
    workshop_with_loaner
    brought_in
    brought_in_and_declined
    nobody_at_home
    not_satisfied
    complaint_after_second_service
    refuses_to_sign
    declines_the_quote
    called_off
    installation
    maintenance
    extension_by_telephone
    outside_the_rules
    company_stamp
    damage_compensated
    crisis_agreement
    lead_of_two
    part_free_part_paid
    second_repair_is_free
    found_more_work
    complaint_at_the_door
    cannot_and_signs
    mistake_taken_back
    three_options
    left_as_it_is
    revised_downwards
    discount_by_telephone
    partial_payment
    invoice_instead_of_cash
    leaves_with_something_missing
}
