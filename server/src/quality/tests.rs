//! A batch's limit is passed once, whatever comes in whatever order, however often.
#![allow(clippy::unwrap_used)] // helpers of tests: what fails here fails the test

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::Field,
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::Edit;
use uuid::Uuid;

use super::*;
use crate::{
    api_error::ApiError,
    csv_file::{CsvError, Wrong},
    example::Office,
    organisation::OFFICE,
    rates::Scope,
    replication::{NewRecord, renew_list},
    staff::{AddPerson, Clerk, OfficeRole, add, clerk},
};

const MODEL: &str = "YL-BCD326F";
const BAD: &str = "RF-F06";
const HEADER: &str = "model,batch,serial_first,serial_last,units";

/// A record of the stream: what failed, by its running number, and how many records of the unit came before.
#[derive(Clone)]
struct Told {
    record: RecordId,
    model: &'static str,
    serial: String,
    cause: &'static str,
}

/// 55 units of the batch fail by one cause, 20 of them twice; beside them other causes, other units and another model.
fn stream() -> Vec<Told> {
    let bad = (0..55).map(|unit| (MODEL, 3_000 + unit * 7, BAD));
    let again = (0..20).map(|unit| (MODEL, 3_000 + unit * 7, BAD));
    let other_cause = (0..10).map(|unit| (MODEL, 4_000 + unit, "RF-F01"));
    let other_batch = (0..10).map(|unit| (MODEL, 8_000 + unit, BAD));
    let other_model = (0..5).map(|unit| ("YL-BCD218", 3_000 + unit, BAD));
    let all = bad.chain(again).chain(other_cause);
    let all = all.chain(other_batch).chain(other_model);
    all.zip(1..)
        .map(|((model, number, cause), place)| Told {
            record: RecordId(Uuid::from_u128(place)),
            model,
            serial: format!("YLRF2509{number:06}"),
            cause,
        })
        .collect()
}

fn in_order_of(seed: u64, mut stream: Vec<Told>) -> Vec<Told> {
    stream.sort_by_key(|told| Digest::of(format!("{seed} {}", told.record).as_bytes()).0);
    stream
}

/// Half of the records name their fault when they are opened, half only when the fault was found.
async fn tell(office: &Office, told: &Told) {
    let replication = office.state.replication();
    let unit = vec![
        Edit::Field(Field::Number, format!("D-{}", told.record).as_str().into()),
        Edit::Field(Field::UnitModel, told.model.into()),
        Edit::Field(Field::UnitSerial, told.serial.as_str().into()),
    ];
    let fault = vec![Edit::Field(Field::FaultCode, told.cause.into())];
    if told.record.as_bytes().last().unwrap().is_multiple_of(2) {
        let edits = [unit, fault].concat();
        replication
            .create_record(told.record, NewRecord { edits })
            .await
            .unwrap();
    } else {
        replication
            .create_record(told.record, NewRecord { edits: unit })
            .await
            .unwrap();
        replication.edit_record(told.record, fault).await.unwrap();
    }
}

async fn take(office: &Office, rows: &[&str]) -> Result<Imported, QualityError> {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let now_ms = office.environment.now_ms();
    let job = move |transaction: &rusqlite::Savepoint<'_>| {
        let office = clerk(transaction, &PersonId(OFFICE.to_owned()))?.unwrap();
        import(
            transaction,
            &office,
            ("batches.csv", text.as_bytes()),
            now_ms,
        )
    };
    office.state.writer().submit(job).await
}

async fn raised(office: &Office) -> Vec<Alert> {
    let read = |connection: &rusqlite::Connection| {
        Ok::<_, QualityError>(alerts(connection, None, None, 99)?)
    };
    read_of(office, read).await
}

async fn read_of<T: Send + 'static>(
    office: &Office,
    read: impl FnOnce(&rusqlite::Connection) -> Result<T, QualityError> + Send + 'static,
) -> T {
    let read = move |connection: &rusqlite::Connection| read(connection).map_err(ApiError::from);
    office.state.store().read(read).await.unwrap()
}

async fn make_the_list_again(office: &Office) {
    let stale = office.state.writer().submit(|transaction| {
        transaction.execute("UPDATE organisation SET derivation_version = 1", [])?;
        Ok::<_, QualityError>(())
    });
    stale.await.unwrap();
    assert!(renew_list(office.state.replication()).await.unwrap());
}

#[tokio::test]
async fn a_stream_passes_the_limit_of_its_batch_exactly_once_in_whatever_order() {
    // Known units, which limit is passed, and by how many different units.
    for (units, passed, failed) in [(5_000, "units", 50), (400, "share", 21)] {
        for seed in 0..3 {
            let office = Office::open().await;
            let row = format!("{MODEL},2509-B,YLRF2509003000,YLRF2509007999,{units}");
            take(&office, &[&row]).await.unwrap();
            let mut crossings = 0;
            let mut before = raised(&office).await;
            assert_eq!(before, []);
            for told in in_order_of(seed, stream()) {
                tell(&office, &told).await;
                let after = raised(&office).await;
                crossings += after.len() - before.len();
                assert!(
                    after.starts_with(&before),
                    "an alert stands as it was raised"
                );
                before = after;
            }
            assert_eq!(crossings, 1, "{units} units in order {seed}");
            let [alert] = before.as_slice() else {
                panic!("one alert")
            };
            let batch = (
                alert.model.as_str(),
                alert.batch.as_str(),
                alert.cause.as_str(),
            );
            assert_eq!(batch, (MODEL, "2509-B", BAD));
            assert_eq!(
                (alert.passed.as_str(), alert.failed, alert.units),
                (passed, failed, units)
            );

            make_the_list_again(&office).await;
            take(&office, &[&row]).await.unwrap();
            assert_eq!(raised(&office).await, before, "it is not raised again");
            let number = alert.alert;
            let approvals = read_of(&office, move |connection| {
                Ok(super::alert(connection, number)?.unwrap().1.len())
            });
            assert_eq!(approvals.await, 1, "it is put to its chain once");
        }
    }
}

#[tokio::test]
async fn units_that_become_known_late_raise_the_same_alert() {
    let office = Office::open().await;
    for told in stream() {
        tell(&office, &told).await;
    }
    assert_eq!(raised(&office).await, []);
    let row = format!("{MODEL},2509-B,YLRF2509003000,YLRF2509007999,5000");
    assert_eq!(take(&office, &[&row]).await.unwrap().alerts, 1);
    let [alert] = raised(&office).await.try_into().unwrap();
    assert_eq!(
        (alert.batch.as_str(), alert.cause.as_str()),
        ("2509-B", BAD)
    );
    assert_eq!((alert.failed, alert.units), (55, 5_000));
    assert_eq!(take(&office, &[&row]).await.unwrap().alerts, 0);
}

#[tokio::test]
async fn a_list_that_is_made_anew_tells_quality_nothing_new() {
    let office = Office::open().await;
    for told in stream() {
        tell(&office, &told).await;
    }
    let told = async || {
        read_of(&office, |connection| {
            let everything = Scope::of(&clerk(connection, &PersonId(OFFICE.to_owned()))?.unwrap());
            notices(connection, &everything, Show::All, (None, 99))
        })
        .await
    };
    let before = told().await;
    let seen: Vec<_> = before
        .iter()
        .map(|notice| (notice.model.as_str(), notice.cause.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("YL-BCD218", BAD), (MODEL, "RF-F01"), (MODEL, BAD)],
        "once for each cause on each model"
    );
    make_the_list_again(&office).await;
    assert_eq!(told().await, before);
}

#[tokio::test]
async fn a_number_opens_the_records_that_it_counts() {
    let office = Office::open().await;
    let row = format!("{MODEL},2509-B,YLRF2509003000,YLRF2509007999,5000");
    take(&office, &[&row]).await.unwrap();
    for told in stream() {
        tell(&office, &told).await;
    }
    let (counts, listed) = read_of(&office, |connection| {
        let everything = Scope::of(&clerk(connection, &PersonId(OFFICE.to_owned()))?.unwrap());
        let counts = failure_counts(connection, &everything, None, 99)?;
        let mut listed = Vec::new();
        for count in &counts {
            let group = Group {
                model: count.model.clone(),
                batch: count.batch.clone(),
                cause: count.cause.clone(),
            };
            // In pages of 7, one after the other.
            let mut rows: Vec<Failed> = Vec::new();
            loop {
                let after = rows.last().map(|row: &Failed| UnitPlace {
                    serial: row.serial.clone(),
                    record: row.record,
                });
                let page = failures_of(connection, &everything, &group, (after.as_ref(), 7))?;
                if page.is_empty() {
                    break;
                }
                rows.extend(page);
            }
            listed.push(rows.len() as i64);
        }
        Ok((counts, listed))
    })
    .await;
    let told: Vec<_> = counts
        .iter()
        .map(|count| {
            (
                count.batch.as_str(),
                count.cause.as_str(),
                count.records,
                count.failed,
                count.units,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("", BAD, 5, 5, None),
            ("", BAD, 10, 10, None),
            ("2509-B", "RF-F01", 10, 10, Some(5_000)),
            ("2509-B", BAD, 75, 55, Some(5_000)),
        ]
    );
    let records: Vec<i64> = counts.iter().map(|count| count.records).collect();
    assert_eq!(listed, records);
}

#[tokio::test]
async fn a_file_is_taken_whole_or_not_at_all() {
    let office = Office::open().await;
    let good = format!("{MODEL},A,YLRF2509000001,YLRF2509000999,900");
    let taken = take(&office, &[&good, "M2,A,XX,,10"]).await.unwrap();
    assert_eq!((taken.new, taken.changed, taken.unchanged), (2, 0, 0));
    let cases: [(&str, u64, &str, Wrong); 6] = [
        ("M3,A,B1,,0", 3, "units", Wrong::NotANumber),
        ("M3,,B1,,5", 3, "batch", Wrong::Empty),
        ("M3,A,B 1,,5", 3, "serial_first", Wrong::NotAllowed),
        ("M3,A,B2,B1,5", 3, "serial_last", Wrong::NotAllowed),
        ("M2,B,XXY,,5", 3, "serial_first", Wrong::Twice), // in batch A, which stands
        ("M9,A,Q1,,5", 3, "batch", Wrong::Twice),
    ];
    for (row, line, column, wrong) in cases {
        let error = take(&office, &["M9,A,Q,,5", row]).await.unwrap_err();
        let QualityError::File(CsvError::Rows(faults)) = error else {
            panic!("{row}")
        };
        let [fault] = faults.kept() else {
            panic!("{row}: {faults:?}")
        };
        assert_eq!(
            (fault.line, fault.column.as_str(), fault.wrong),
            (line, column, wrong),
            "{row}"
        );
    }
    let changed = take(&office, &[&good, "M2,A,XX,,11", "M9,A,Q,,5"])
        .await
        .unwrap();
    assert_eq!((changed.new, changed.changed, changed.unchanged), (1, 1, 1));
}

#[tokio::test]
async fn who_does_not_work_on_quality_takes_no_file() {
    let office = Office::open().await;
    let job = |transaction: &rusqlite::Savepoint<'_>| {
        let office: Clerk = clerk(transaction, &PersonId(OFFICE.to_owned()))?.unwrap();
        let newcomer = AddPerson {
            person: "p-store".to_owned(),
            name: "库管".to_owned(),
            technician: false,
            roles: [OfficeRole::Store].into(),
            stations: [].into(),
        };
        add(transaction, &office, &newcomer, 0).unwrap();
        let store = clerk(transaction, &PersonId("p-store".to_owned()))?.unwrap();
        let text = format!("{HEADER}\nM,A,Q,,5\n");
        import(transaction, &store, ("batches.csv", text.as_bytes()), 0)
    };
    let refused = office.state.writer().submit(job).await;
    assert!(matches!(refused, Err(QualityError::NotAllowed(_))));
}
