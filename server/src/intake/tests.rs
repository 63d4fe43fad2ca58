mod call;

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    course::Status,
    ids::PersonId,
    record::{Field, TextName},
    rights::Role,
};
use doorstep_replica::Edit;
use rusqlite::Connection;

use super::{FindError, IntakeError, RecordLine, Taken, assign, find, import, list};
use crate::{
    catalogue::{FILES, parse, publish},
    csv_file::{CsvError, Wrong},
    example::Office,
    organisation::{NewPerson, OrganisationError},
    replication::{NewRecord, OfficeError, roster},
};

const HEADER: &str = "reference,customer_name,phone,address,place,kind,model,serial,purchased_on,symptom,request,\
                      priority_hours,warranty_claim,language,appointment_start,appointment_end,note";
const CALL: &str = "A-1,王小川,139-0000-1001,松风路 18 号,city,refrigerator,YL-1,YLRF1,2026-05-02,\"不凉了, 有风声\",repair,24,\
                    in_warranty,zh-CN,2026-11-23T08:00:00+08:00,2026-11-23T10:00:00+08:00,发票齐全";
const BARE: &str = "A-2,Emma Reed,,,,refrigerator,,,,,enquiry,,unknown,en,,,";

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T23:30:00+08:00").unwrap()
}

async fn take(office: &Office, rows: &[&str]) -> Result<Vec<Taken>, IntakeError> {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    import(
        office.state.replication(),
        "calls.csv",
        text.as_bytes(),
        now(),
    )
    .await
}

async fn all(office: &Office) -> Vec<RecordLine> {
    let read = |connection: &Connection| Ok::<_, IntakeError>(list(connection, None)?);
    office.state.store().read(read).await.unwrap()
}

#[tokio::test]
async fn a_call_becomes_a_record_with_all_that_was_told() {
    let office = Office::open().await;
    let taken = take(&office, &[CALL, BARE]).await.unwrap();
    assert!(taken.iter().all(|taken| taken.is_new));
    let numbers: Vec<&str> = taken.iter().map(|taken| taken.number.as_str()).collect();
    assert!(
        numbers[0].starts_with("261122-0") && numbers[0].ends_with("-1"),
        "by the office's own date: {numbers:?}"
    );
    assert_eq!(numbers[1], numbers[0].replace("-1", "-2"));

    let document = office
        .state
        .replication()
        .document(taken[0].record)
        .await
        .unwrap()
        .unwrap();
    let read = |connection: &Connection| Ok::<_, IntakeError>(roster(connection)?);
    let roster = office.state.store().read(read).await.unwrap();
    let record = document.record(&roster);
    assert_eq!(record.words(Field::CustomerAddress), "松风路 18 号");
    assert_eq!(record.words(Field::Area), "city");
    assert_eq!(record.words(Field::PayerClass), "in_warranty");
    assert_eq!(
        record.words(Field::Appointment),
        "2026-11-23T08:00:00+08:00/2026-11-23T10:00:00+08:00"
    );
    assert_eq!(record.words(Field::ReceivedAt), "2026-11-22T23:30:00+08:00");
    assert_eq!(record.words(Field::OfficeNote), "发票齐全");
    assert_eq!(record.text(TextName::Symptom), "不凉了, 有风声");
    assert_eq!(
        record.fields[&Field::Number].candidates[0].role,
        Role::Office
    );
    assert_eq!(document.history(&roster).len(), 1, "one call is one change");

    let lines = all(&office).await;
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (lines[1].customer_name.as_str(), lines[1].status.as_str()),
        ("Emma Reed", "received")
    );
}

#[tokio::test]
async fn a_call_that_was_imported_before_is_known_again() {
    let office = Office::open().await;
    let first = take(&office, &[CALL]).await.unwrap();
    let corrected = CALL.replace("王小川", "王大川");
    let again = take(&office, &[&corrected, BARE]).await.unwrap();
    assert_eq!((again[0].is_new, again[1].is_new), (false, true));
    assert_eq!(
        (again[0].record, &again[0].number),
        (first[0].record, &first[0].number)
    );
    assert_ne!(again[1].number, first[0].number);
    let lines = all(&office).await;
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0].customer_name, "王小川",
        "what stands is left as it is"
    );
}

#[tokio::test]
async fn one_wrong_row_and_no_call_is_taken() {
    let office = Office::open().await;
    let cases = [
        (CALL.replace("A-1,", ","), "reference", Wrong::Empty),
        (
            CALL.replace("2026-05-02", "2026-02-30"),
            "purchased_on",
            Wrong::NotAllowed,
        ),
        (
            CALL.replace(",24,", ",25,"),
            "priority_hours",
            Wrong::NotAllowed,
        ),
        (
            CALL.replace(",24,", ",soon,"),
            "priority_hours",
            Wrong::NotANumber,
        ),
        (
            CALL.replace("in_warranty", "perhaps"),
            "warranty_claim",
            Wrong::NotAllowed,
        ),
        (
            CALL.replace("2026-11-23T10", "2026-11-23T07"),
            "appointment_end",
            Wrong::NotAllowed,
        ),
        (
            CALL.replace("2026-11-23T08:00:00+08:00,", ","),
            "appointment_start",
            Wrong::Empty,
        ),
        (CALL.replace("zh-CN", "xx"), "language", Wrong::NotAllowed),
        (
            CALL.replace("王小川", "王\u{202e}小川"),
            "customer_name",
            Wrong::NotAllowed,
        ),
        (
            CALL.replace("王小川", "\"王\n小川\""),
            "customer_name",
            Wrong::NotPlain,
        ),
        (
            CALL.replace("王小川", &"长".repeat(201)),
            "customer_name",
            Wrong::NotAllowed,
        ),
        (BARE.to_owned(), "reference", Wrong::Twice),
        (
            CALL.replace("\"不凉了, 有风声\"", "\"不凉了, 有风声"),
            "",
            Wrong::CellCount,
        ),
    ];
    for (wrong_row, column, wrong) in cases {
        let Err(IntakeError::File(CsvError::Rows(faults))) =
            take(&office, &[BARE, &wrong_row]).await
        else {
            panic!("{wrong_row} was taken")
        };
        let fault = &faults.kept()[0];
        assert_eq!(
            (fault.line, fault.column.as_str(), fault.wrong),
            (3, column, wrong),
            "{wrong_row}"
        );
        assert_eq!(all(&office).await.len(), 0, "{wrong_row}");
    }
}

#[tokio::test]
async fn with_a_catalogue_a_call_is_about_a_kind_that_it_has() {
    let office = Office::open().await;
    let kinds = "kind,name_zh,name_en,whole_unit_months\nkettle,水壶,Kettle,12\n";
    let mut sources: std::collections::BTreeMap<_, _> =
        FILES.into_iter().map(|name| (name, Vec::new())).collect();
    sources.insert("kinds.csv", kinds.as_bytes().to_vec());
    assert!(parse(&sources).is_err(), "a catalogue has all its tables");
    let mut catalogue = doorstep_domain::catalogue::Catalogue::default();
    let kettle = serde_json::json!({"kind": "kettle", "name_zh": "水壶", "name_en": "Kettle", "whole_unit_months": 12});
    catalogue
        .kinds
        .insert("kettle".to_owned(), serde_json::from_value(kettle).unwrap());
    publish(office.state.organisation(), catalogue)
        .await
        .unwrap();

    let Err(IntakeError::File(CsvError::Rows(faults))) = take(&office, &[CALL]).await else {
        panic!("it was taken")
    };
    assert_eq!(
        (faults.kept()[0].column.as_str(), faults.kept()[0].wrong),
        ("kind", Wrong::UnknownCode)
    );
    take(&office, &[&CALL.replace("refrigerator", "kettle")])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_record_is_handed_only_to_a_technician_who_is_there() {
    let office = Office::open().await;
    let desk = NewPerson {
        person: PersonId("desk".to_owned()),
        name: "前台".to_owned(),
        role: Role::Office,
    };
    office.state.organisation().add_person(desk).await.unwrap();
    let record = take(&office, &[CALL]).await.unwrap()[0].record;
    let replication = office.state.replication();
    let to = |person: &str| assign(replication, record, PersonId(person.to_owned()));

    assert!(matches!(
        to("nobody").await,
        Err(IntakeError::Person(OrganisationError::NoPerson))
    ));
    assert!(matches!(to("desk").await, Err(IntakeError::NoTechnician)));
    assert_eq!(
        to("t-zhang").await.unwrap().words(Field::Assignee),
        "t-zhang"
    );
    let read =
        |connection: &Connection| Ok::<_, IntakeError>(list(connection, Some(Status::Assigned))?);
    assert_eq!(office.state.store().read(read).await.unwrap().len(), 1);
    let unknown = assign(
        replication,
        doorstep_domain::ids::RecordId(uuid::Uuid::nil()),
        PersonId("t-zhang".to_owned()),
    );
    assert!(matches!(
        unknown.await,
        Err(IntakeError::Office(OfficeError::NoSuchRecord))
    ));

    office
        .state
        .organisation()
        .dismiss_person(PersonId("t-zhang".to_owned()))
        .await
        .unwrap();
    assert!(matches!(
        to("t-zhang").await,
        Err(IntakeError::Person(OrganisationError::NoPerson))
    ));
}

#[tokio::test]
async fn a_record_is_found_by_its_number_and_by_its_id() {
    let office = Office::open().await;
    let taken = take(&office, &[CALL, BARE]).await.unwrap();
    for taken in &taken {
        for name in [taken.number.clone(), taken.record.to_string()] {
            let found = office
                .state
                .store()
                .read(move |connection| find(connection, &name))
                .await;
            assert_eq!(found.unwrap(), taken.record);
        }
    }
    let none = office
        .state
        .store()
        .read(|connection| find(connection, "261122-0XXX-9"))
        .await;
    assert!(matches!(none, Err(FindError::None)));
}

#[tokio::test]
async fn work_of_the_office_that_fails_at_its_end_leaves_nothing_behind() {
    let office = Office::open().await;
    let replication = office.state.replication();
    let record = doorstep_domain::ids::RecordId(uuid::Uuid::from_u128(1));
    let new = || NewRecord {
        edits: vec![Edit::Field(Field::CustomerName, "王小川".into())],
    };
    let outcome = replication
        .at_the_office(move |desk| {
            desk.create(record, &new())?;
            desk.edit(
                record,
                &[Edit::Field(Field::CustomerPhone, "139-0000-1001".into())],
            )?;
            Err::<(), _>(IntakeError::NoTechnician)
        })
        .await;
    assert!(matches!(outcome, Err(IntakeError::NoTechnician)));
    assert_eq!(all(&office).await.len(), 0);
    assert!(replication.document(record).await.unwrap().is_none());
    replication.create_record(record, new()).await.unwrap();
    assert_eq!(all(&office).await.len(), 1);
}
