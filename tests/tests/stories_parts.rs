//! Parts (领料、装用、退旧): a requisition, the store's issue, a fitting before its issue was heard of, a transfer from
//! one technician to the other, old parts back, a count and its difference; both technicians without coverage.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_domain::{ids::PersonId, van::Balance};
use doorstep_server::stock::{AtTheCounter, StockError};
use doorstep_tests::{FieldDevice, Fleet, visit::until_quote, visit::until_signature};
use serde_json::{Value, json};

const MOTOR: &str = "RF-109";

/// `opening + issued + taken over + explained = fitted + returned + handed over + on van` of the motor.
async fn motors(device: &FieldDevice) -> [i64; 8] {
    let stock = device.say(json!({ "do": "van.stock" })).await;
    let parts = stock["parts"].as_array().unwrap();
    let row = parts.iter().find(|row| row["part"] == MOTOR);
    let term = |name: &str| row.map_or(0, |row| row[name].as_i64().unwrap());
    [
        "opening",
        "issued",
        "taken_over",
        "explained",
        "fitted",
        "returned",
        "handed_over",
        "on_van",
    ]
    .map(term)
}

/// What does not fit, as a device shows it: cause and pieces.
async fn causes(device: &FieldDevice) -> Vec<(String, i64)> {
    let stock = device.say(json!({ "do": "van.stock" })).await;
    let findings = stock["findings"].as_array().unwrap().clone();
    let finding = |finding: &Value| {
        assert!(!finding["cause"]["zh"].as_str().unwrap().is_ascii());
        let code = finding["cause"]["code"].as_str().unwrap().to_owned();
        (code, finding["pieces"].as_i64().unwrap())
    };
    findings.iter().map(finding).collect()
}

/// How many pieces a technician is told to take along when she leaves.
async fn old_parts_at_the_door(device: &FieldDevice, record: &str) -> i64 {
    let told = device.say(json!({ "do": "leave", "record": record })).await;
    let parts = told["old_parts"].as_array().unwrap().iter();
    parts.map(|part| part["quantity"].as_i64().unwrap()).sum()
}

fn told(balance: &Balance) -> Vec<(String, i64)> {
    let findings = balance.findings.iter();
    findings
        .map(|finding| (finding.cause.code().to_owned(), finding.pieces))
        .collect()
}

fn cause(code: &str, pieces: i64) -> (String, i64) {
    (code.to_owned(), pieces)
}

fn issue(quantity: i64) -> AtTheCounter {
    AtTheCounter::Issue {
        part: MOTOR.into(),
        quantity,
        serial: String::new(),
        requisition: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_motors_go_their_ways_and_every_piece_is_found_again() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    ana.go_offline();
    ben.go_offline();

    // Ana asks for four; the store, which cannot hear her, has put three into her box this morning.
    ana.say(json!({ "do": "van.requisition", "part": MOTOR, "quantity": 4, "note": "本周" }))
        .await;
    let handed = fleet.office.at_the_counter("ana", issue(3)).await;
    // She fits one of them. Her device knows of no issue: below zero is shown, and nothing is refused.
    for line in until_quote(&job.number)
        .into_iter()
        .chain(until_signature(&job.number))
    {
        ana.say(line).await;
    }
    assert_eq!(motors(&ana).await, [0, 0, 0, 0, 1, 0, 0, -1]);
    assert_eq!(
        causes(&ana).await,
        [cause("below_zero", -1), cause("old_part_not_returned", -1)]
    );
    // One goes to Ben at the roadside: she tells him the number on her screen.
    let given = ana
        .say(json!({ "do": "van.hand_over", "part": MOTOR, "quantity": 1, "to": "ben" }))
        .await;
    ben.say(
        json!({ "do": "van.take_over", "transfer": given["transfer"], "from": "ana", "part": MOTOR,
                    "quantity": 1 }),
    )
    .await;
    assert_eq!(motors(&ben).await, [0, 0, 1, 0, 0, 0, 0, 1]);

    // In the evening both have coverage again.
    ana.go_online();
    ben.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(motors(&ana).await, [0, 3, 0, 0, 1, 0, 1, 1]);
    assert_eq!(
        causes(&ana).await,
        [
            cause("issue_not_confirmed", 3),
            cause("old_part_not_returned", -1)
        ]
    );
    ana.say(json!({ "do": "van.confirm", "entry": handed.entry.to_string() }))
        .await;
    let owed = ana.say(json!({ "do": "van.old_parts" })).await;
    assert_eq!(owed["old_parts"].as_array().unwrap().len(), 1);
    assert_eq!(old_parts_at_the_door(&ana, &job.number).await, 1);
    let removal = owed["old_parts"][0]["removal"].as_str().unwrap().to_owned();
    fleet.settle().await;

    // The old motor goes over the counter, with its entry.
    let take = AtTheCounter::TakeOld {
        removal: removal.parse().unwrap(),
        serial: None,
        quantity: None,
    };
    fleet.office.at_the_counter("ana", take).await;
    fleet.settle().await;
    assert_eq!(causes(&ana).await, []);
    assert_eq!(
        old_parts_at_the_door(&ana, &job.number).await,
        0,
        "the store has it, though the record says that she took it out"
    );
    for (_, balance) in fleet.office.stock("2026-11").await {
        assert_eq!(
            told(&balance),
            [],
            "the office sees both halves of the transfer"
        );
    }

    a_count_finds_none_where_the_books_say_one(&fleet, &ana).await;
}

/// It is told, explained, and stays listed with the reason.
async fn a_count_finds_none_where_the_books_say_one(fleet: &Fleet, ana: &FieldDevice) {
    let counted = ana
        .say(json!({ "do": "van.count", "part": MOTOR, "quantity": 0 }))
        .await;
    assert_eq!(causes(ana).await, [cause("counted_otherwise", -1)]);
    ana.say(json!({ "do": "van.explain", "count": counted["entries"][0], "reason": "运输破损" }))
        .await;
    assert_eq!(motors(ana).await, [0, 3, 0, -1, 1, 0, 1, 0]);
    assert_eq!(causes(ana).await, [cause("difference_explained", -1)]);
    fleet.settle().await;
    fleet.assert_agreed();
    let office = fleet.office.stock("2026-11").await;
    assert_eq!(
        told(&office[&PersonId("ana".into())]),
        [cause("difference_explained", -1)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn phone_and_tablet_begin_one_van_and_a_mistake_is_taken_back_in_both_books() {
    let fleet = Fleet::open().await;
    let phone = fleet.device("phone", "ana").await;
    let tablet = fleet.device("tablet", "ana").await;
    let job = fleet.office.job("ana").await;
    fleet.settle().await;
    phone.go_offline();
    tablet.go_offline();
    fleet.office.at_the_counter("ana", issue(2)).await;
    for line in until_quote(&job.number) {
        phone.say(line).await;
    }
    phone.say(until_signature(&job.number).remove(0)).await;
    let fit = |source: &str| json!({ "do": "part.fit", "record": job.number, "part": MOTOR, "source": source });
    let fitted = phone.say(fit("van")).await;
    tablet
        .say(json!({ "do": "van.return_new", "part": MOTOR, "quantity": 1 }))
        .await;
    phone.go_online();
    tablet.go_online();
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(motors(&tablet).await, [0, 2, 0, 0, 1, 1, 0, 0]);
    assert_eq!(motors(&phone).await, motors(&tablet).await);

    // It was the customer's own motor: the entry is taken back on the record, and in the van with it.
    tablet
        .say(json!({ "do": "entry.void", "record": job.number, "entry": fitted["entries"][0], "reason": "用户自备" }))
        .await;
    tablet.say(fit("customer")).await;
    fleet.settle().await;
    fleet.assert_agreed();
    assert_eq!(motors(&phone).await, [0, 2, 0, 0, 0, 1, 0, 1]);
    assert_eq!(
        causes(&phone).await,
        [
            cause("issue_not_confirmed", 2),
            cause("return_not_confirmed", 1)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_van_is_its_technicians_alone_and_the_stores() {
    let fleet = Fleet::open().await;
    let [ana, ben] = fleet.devices(["ana", "ben"]).await;
    fleet.office.at_the_counter("ana", issue(2)).await;
    fleet.settle().await;
    assert_eq!(motors(&ana).await, [0, 2, 0, 0, 0, 0, 0, 2]);
    assert_eq!(ben.device().vans().unwrap(), [], "Ben sees nothing of it");
    let nobody = fleet.office.try_at_the_counter("dora", issue(1)).await;
    assert!(matches!(nobody, Err(StockError::Person(_))));
    let unknown = AtTheCounter::Confirm {
        entry: "0192f0c1-2345-7abc-8def-0123456789ab".parse().unwrap(),
        quantity: None,
    };
    let refused = fleet.office.try_at_the_counter("ana", unknown).await;
    assert!(matches!(refused, Err(StockError::NoSuchMovement)));
}
