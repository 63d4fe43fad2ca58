//! A sample history is the same every time, legal step by step, and as good as any other records.

#![allow(clippy::expect_used, clippy::unwrap_used)] // helpers may fail like the tests that call them

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, NaiveDate, Utc};
use doorstep_evidence::digest::Digest;
use doorstep_server::{
    environment::{Clock, Environment, NoRandomness, Random},
    organisation::Organisation,
    replication::{Replication, ReplicationError, renew_list},
    store::StoreOptions,
};
use rusqlite::types::Value;
use tempfile::TempDir;

use super::{
    Ask, HistoryError,
    calendar::Calendar,
    life::{Life, Plan},
    rows::SampleRows,
    seed::seed,
};

/// Stands still.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_400_000, 0).unwrap()
    }
}

/// The same throws after the same beginning.
struct LoadedDice(u64, AtomicU64);

impl Random for LoadedDice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in bytes.chunks_mut(32) {
            let throw = self.1.fetch_add(1, Ordering::SeqCst);
            let digest = Digest::of(&[self.0.to_be_bytes(), throw.to_be_bytes()].concat());
            chunk
                .iter_mut()
                .zip(digest.0)
                .for_each(|(to, from)| *to = from);
        }
        Ok(())
    }
}

/// An empty organisation, whose keys follow from a number.
async fn organisation(keys: u64) -> (TempDir, Replication) {
    let folder = tempfile::tempdir().unwrap();
    let dice = LoadedDice(keys, AtomicU64::default());
    let environment = Environment::new(Arc::new(Noon), Arc::new(dice));
    let options = StoreOptions::default();
    let organisation =
        Organisation::create(folder.path(), "样例家电服务", options, environment).await;
    (folder, Replication::new(organisation.unwrap()))
}

fn ask(records: usize, seed: u64) -> Ask {
    Ask {
        records,
        seed,
        until: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    }
}

async fn seeded(keys: u64, records: usize, number: u64) -> (TempDir, Replication) {
    let (folder, office) = organisation(keys).await;
    let done = seed(&office, ask(records, number), |_| {}).await.unwrap();
    assert_eq!(done.records, records);
    (folder, office)
}

/// All rows of a query.
async fn rows(office: &Replication, sql: &'static str) -> Vec<Vec<Value>> {
    let read = office.organisation().store().read(move |connection| {
        let mut statement = connection.prepare(sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns).map(|column| row.get(column)).collect()
        })?;
        Ok::<_, ReplicationError>(rows.collect::<rusqlite::Result<Vec<Vec<Value>>>>()?)
    });
    read.await.unwrap()
}

/// How many rows there are of each word in a query's only column.
async fn counts(office: &Replication, sql: &'static str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in rows(office, sql).await {
        let Some(Value::Text(word)) = row.into_iter().next() else {
            continue;
        };
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Everything that the list says, but who has the row.
const LIST: &str = "SELECT document, number, status, next_step, customer_name, customer_phone, customer_address,
    unit_kind, unit_model, unit_serial, priority_hours, assignee, appointment, appointment_at_ms, findings, conflicts,
    verdict, updated_ms, station, text
    FROM record_row JOIN record_search ON record_search.rowid = record_row.row ORDER BY document";
const HEADS: &str = "SELECT document, heads FROM document ORDER BY document";
const UNITS: &str =
    "SELECT document, unit_key, unit_kind, summary FROM unit_record ORDER BY document";

#[tokio::test]
async fn an_equal_seed_makes_an_equal_history() {
    let (_one, first) = seeded(1, 40, 7).await;
    let (_two, second) = seeded(1, 40, 7).await;
    let list = rows(&first, LIST).await;
    assert_eq!(list.len(), 40);
    assert_eq!(list, rows(&second, LIST).await);
    assert_eq!(rows(&first, HEADS).await, rows(&second, HEADS).await);

    // Another organisation has other keys, and the same people, units and numbers.
    let (_three, elsewhere) = seeded(2, 40, 7).await;
    assert_eq!(list, rows(&elsewhere, LIST).await);
    assert_ne!(rows(&first, HEADS).await, rows(&elsewhere, HEADS).await);

    let (_four, another) = seeded(1, 40, 8).await;
    assert_ne!(list, rows(&another, LIST).await);
}

#[tokio::test]
async fn the_list_made_anew_says_the_same_of_every_record() {
    let (_folder, office) = seeded(1, 80, 1).await;
    let (list, units) = (rows(&office, LIST).await, rows(&office, UNITS).await);
    assert_eq!(list.len(), 80);
    assert!(units.len() > 60, "{}", units.len());

    let forget = office.organisation().writer().submit(|transaction| {
        transaction.execute_batch(
            "UPDATE organisation SET derivation_version = 1; UPDATE document SET snapshot = NULL, snapshot_heads = NULL",
        )?;
        Ok::<_, ReplicationError>(())
    });
    forget.await.unwrap();
    assert!(renew_list(&office).await.unwrap());
    assert_eq!(list, rows(&office, LIST).await);
    assert_eq!(units, rows(&office, UNITS).await);
}

#[tokio::test]
async fn an_organisation_that_is_not_empty_stays_as_it_is() {
    let (_folder, office) = seeded(1, 3, 1).await;
    const EVERYTHING: &str = "SELECT head_seq, head_chain, (SELECT count(*) FROM person), (SELECT count(*) FROM document)
                              FROM organisation";
    let before = rows(&office, EVERYTHING).await;
    let again = seed(&office, ask(3, 1), |_| {}).await;
    assert!(matches!(again, Err(HistoryError::NotEmpty)), "{again:?}");
    assert_eq!(rows(&office, EVERYTHING).await, before);
}

#[tokio::test]
async fn the_lives_of_records_differ() {
    // The pen asks the rules of the course before every entry: what they forbid fails here.
    let (_folder, office) = seeded(1, 500, 1).await;
    let statuses = counts(&office, "SELECT status FROM record_row").await;
    for wanted in ["assigned", "cancelled", "complaint", "reported"] {
        assert!(statuses.contains_key(wanted), "{wanted}: {statuses:?}");
    }
    assert!(statuses["reported"] > 380, "{statuses:?}");
    let verdicts = counts(&office, "SELECT verdict FROM record_row").await;
    let only: Vec<&str> = verdicts.keys().map(String::as_str).collect();
    assert_eq!(only, ["unchanged"], "nobody altered what was signed");
    let purposes = counts(
        &office,
        "SELECT purpose FROM evidence WHERE chain_flag = 'ok'",
    )
    .await;
    let purposes: BTreeSet<&str> = purposes.keys().map(String::as_str).collect();
    for wanted in [
        "quote_acceptance",
        "work_acceptance",
        "refusal",
        "custody_receipt",
        "custody_return",
        "loaner_receipt",
        "loaner_return",
    ] {
        assert!(purposes.contains(wanted), "{wanted}: {purposes:?}");
    }
    let some = async |sql| rows(&office, sql).await.len();
    assert!(some("SELECT 1 FROM record_row WHERE conflicts > 0").await >= 3);
    let irregular = some("SELECT 1 FROM record_row WHERE findings > 0").await;
    assert!((10..100).contains(&irregular), "{irregular}");
    let units = some("SELECT 1 FROM unit_record GROUP BY unit_key HAVING count(*) > 1").await;
    assert!(units > 15, "second repairs: {units}");
    let urgent = some("SELECT 1 FROM record_row WHERE priority_hours = 4").await;
    assert!((15..60).contains(&urgent), "{urgent}");
}

#[test]
fn one_batch_of_one_model_fails_by_one_cause() {
    let ask = ask(10_000, 1);
    let plan = Plan {
        seed: ask.seed,
        records: ask.records,
        calendar: Calendar::until(ask.until, ask.records).unwrap(),
        rows: SampleRows::read().unwrap(),
    };
    let mut of_batch: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_other_batches: BTreeMap<String, usize> = BTreeMap::new();
    for place in 0..ask.records {
        let life = Life::draw(&plan, place).unwrap();
        if life.customer.model.model != "YL-BCD326F" {
            continue;
        }
        let month: String = life.customer.serial.chars().skip(4).take(4).collect();
        if month == "2509" {
            *of_batch.entry(life.fault.fault.as_str()).or_default() += 1;
        } else {
            *of_other_batches.entry(month).or_default() += 1;
        }
    }
    let all: usize = of_batch.values().sum();
    assert!(all >= 60, "{of_batch:?}");
    assert!(of_batch["RF-F06"] * 10 >= all * 7, "{of_batch:?}");
    let largest = of_other_batches.values().max().unwrap();
    assert!(largest * 5 < all, "{largest} of another month");
}

#[tokio::test]
async fn a_backup_of_it_is_whole() {
    let (folder, office) = seeded(1, 20, 1).await;
    let list = rows(&office, LIST).await;
    office.organisation().writer().close().await;
    let backup = tempfile::tempdir().unwrap();
    let (copy, restored) = (backup.path().join("copy"), backup.path().join("restored"));
    doorstep_server::backup::back_up(folder.path(), &copy).unwrap();
    let environment = Environment::of_this_machine();
    doorstep_server::backup::restore(&copy, &restored, &environment).unwrap();
    let office = open(&restored, environment).await;
    assert_eq!(rows(&office, LIST).await, list);
}

async fn open(folder: &Path, environment: Environment) -> Replication {
    let organisation = Organisation::open(folder, StoreOptions::default(), environment);
    Replication::new(organisation.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_enrols_afterwards_has_all_of_its_technicians_records() {
    use doorstep_core::{Device, ListQuery, OpenRequest, enrolment::EnrolRequest};
    use doorstep_domain::ids::PersonId;
    use doorstep_evidence::vault::SoftwareVault;
    use doorstep_server::serve::{ServeOptions, serve_until};

    let (folder, office) = seeded(1, 200, 1).await;
    let his = rows(
        &office,
        "SELECT number FROM record_row WHERE assignee = 'qinghe-01' ORDER BY number",
    );
    let his = his.await;
    assert!(his.len() > 3, "{his:?}");
    office.organisation().writer().close().await;
    drop(office);
    // Invitations end, and devices ask the machine's own clock.
    let office = open(folder.path(), Environment::of_this_machine()).await;
    let invited = office
        .organisation()
        .invite_device(PersonId("qinghe-01".to_owned()), None);
    let invitation = invited.await.unwrap();
    office.organisation().writer().close().await;

    let options = ServeOptions {
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        public_url: None,
        store: StoreOptions::default(),
        environment: Environment::of_this_machine(),
    };
    let (listening, heard) = tokio::sync::oneshot::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        let tell = |address: std::net::SocketAddr| _ = listening.send(address);
        serve_until(options, tell, async move { drop(stopped.await) }).await
    });
    let address = heard.await.unwrap();

    let home = tempfile::tempdir().unwrap();
    let device = Device::open(OpenRequest {
        folder: home.path().to_owned(),
        vault: Arc::new(SoftwareVault::generate([7; 32]).unwrap()),
        environment: doorstep_core::Environment::of_this_machine(),
        vfs: None,
        synchronous_for_tests: None,
    })
    .unwrap();
    let request = EnrolRequest {
        invitation: invitation.link(&format!("http://{address}")),
        device_name: "平板".to_owned(),
    };
    device.enrol(request).await.unwrap();
    let transport = doorstep_core::replication::HttpTransport::new(&device, None).unwrap();
    device.sync(&transport).await.unwrap();

    let page = device
        .list(&ListQuery {
            limit: 500,
            ..ListQuery::default()
        })
        .unwrap();
    let mut there: Vec<Vec<Value>> = page
        .rows
        .into_iter()
        .map(|row| vec![Value::Text(row.number)])
        .collect();
    there.sort_by_key(|row| format!("{row:?}"));
    assert_eq!(there, his);
    _ = stop.send(());
    serving.await.unwrap().unwrap();
}
