//! What is to be claimed from suppliers, as page, file and answer.

use axum::http::StatusCode;
use chrono::DateTime;
use doorstep_domain::{
    cover::Rule,
    ids::{DeviceId, EntryId, PersonId, RecordId},
    money::Currency,
    quote::{LineKind, Payer, Quote, QuoteLine},
    record::{Entry, EntryReading, Field, Record, What},
};
use doorstep_replica::Edit;
use serde_json::json;
use uuid::Uuid;

use super::{
    super::*,
    router::{Browser, storekeeper},
};
use crate::{example::Office, organisation::OFFICE, replication::NewRecord};

fn quote() -> Quote {
    let term = Rule::WholeUnit {
        purchased_on: "2026-03-01".parse().unwrap(),
        months: 12,
    };
    let line = QuoteLine {
        kind: LineKind::Part,
        code: "RF-109".to_owned(),
        name: "风门电机".to_owned(),
        quantity: 1,
        unit_price_minor: 12_000,
        amount_minor: 12_000,
        discount_minor: 0,
        payer: Payer::Warranty,
        rule: String::new(),
        decided_by: Some(term),
        override_reason: None,
    };
    Quote {
        revision: 1,
        replaces: None,
        catalogue_version: 1,
        currency: Currency::Cny,
        lines: vec![line],
        options: Vec::new(),
        discount_limit_percent: None,
    }
}

/// A record of the list, and what a technician wrote on it.
async fn failed_part(office: &Office, name: &str) -> RecordId {
    let id = RecordId(Uuid::from_u128(7));
    let edits = vec![Edit::Field(Field::Number, "D-7".into())];
    let opened = office.state.replication();
    opened.create_record(id, NewRecord { edits }).await.unwrap();
    let mut record = Record::empty(id);
    let offer = EntryId(Uuid::from_u128(1));
    let happened = [
        What::QuoteOffered { quote: quote() },
        What::QuoteAccepted {
            offer,
            statement: "0".repeat(64),
            choice: None,
        },
        What::PartRemoved {
            part: "RF-109".to_owned(),
            name: name.to_owned(),
            serial: "OLD-1".to_owned(),
            quantity: 1,
            kept_for_store: true,
        },
    ];
    for (what, number) in happened.into_iter().zip(1..) {
        let entry = Entry {
            at: DateTime::parse_from_rfc3339("2026-10-10T09:00:00+08:00").unwrap(),
            by: PersonId("t-zhang".to_owned()),
            what,
            heard: None,
        };
        let device = DeviceId([1; 16]);
        let reading = EntryReading { entry, device };
        record
            .entries
            .insert(EntryId(Uuid::from_u128(number)), reading);
    }
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        Ok::<_, StockError>(note_record(transaction, &record)?)
    };
    office.state.writer().submit(job).await.unwrap();
    id
}

#[tokio::test]
async fn a_failed_part_inside_its_term_is_listed_with_its_evidence_and_no_cell_is_a_formula() {
    let office = Office::open().await;
    let record = failed_part(&office, "=HYPERLINK(1)").await;
    let browser = Browser::of(&office, OFFICE).await;
    let told = browser.get("/api/v1/parts/claims").await.body;
    let claim = &told["claims"][0];
    assert_eq!(claim["record"], json!(record));
    assert_eq!(
        (&claim["term"], &claim["last_day"]),
        (&json!("whole_unit"), &json!("2027-03-01"))
    );
    assert_eq!(
        (&claim["removed_on"], &claim["is_in_store"]),
        (&json!("2026-10-10"), &json!(false))
    );
    let page = browser.page("/parts/claims").await;
    assert!(page.contains(&format!("/records/{record}")) && page.contains("OLD-1"));
    let file = browser.page("/parts/claims.csv").await;
    assert_eq!(file.lines().count(), 2);
    assert!(file.contains(",'=HYPERLINK(1),"), "{file}");
    let taken = browser.get("/api/v1/audit").await.body.to_string();
    assert!(taken.contains("claims_taken"));
}

#[tokio::test]
async fn who_may_not_claim_sees_none() {
    let office = Office::open().await;
    failed_part(&office, "风门电机").await;
    storekeeper(&office, "s-east", "east").await;
    let east = Browser::of(&office, "s-east").await;
    // The record belongs to no station: everybody whose work it is sees it.
    assert!(east.page("/parts/claims").await.contains("OLD-1"));
    let job = |transaction: &rusqlite::Savepoint<'_>| {
        transaction.execute(
            "INSERT INTO station (station, name, active) VALUES ('west', 'west', 1)",
            [],
        )?;
        transaction.execute("UPDATE record_row SET station = 'west'", [])?;
        Ok::<_, StockError>(())
    };
    office.state.writer().submit(job).await.unwrap();
    assert!(!east.page("/parts/claims").await.contains("OLD-1"));
    assert_eq!(east.get("/parts/claims.csv").await.status, StatusCode::OK);
}
