//! The office: a real server on a port of this machine, its people, and what they do at their desks.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Duration};
use doorstep_domain::{
    ids::{DeviceId, PersonId, RecordId},
    record::{Field, FieldValue, Record, TextName, What},
    rights::Role,
    van::{Balance, VanMonth},
};
use doorstep_replica::{ChangeHash, Edit, TextEdit};
use doorstep_server::{
    app::{AppState, router},
    authenticate::SignedDevice,
    backup,
    data_folder::DataFolder,
    environment::Environment,
    log,
    organisation::{NewPerson, Organisation, device},
    replication::{
        NewRecord, Quarantined, ReplicationError, StoredStatement, quarantined, roster,
        statements_of,
    },
    stock::{self, AtTheCounter, Handed, StockError, at_the_counter},
    store::StoreOptions,
};
use doorstep_sync::{
    codec,
    message::{Answer, Request},
};
use doorstep_testkit::workload::scratch_folder;
use rusqlite::{Connection, params};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{Dice, SetClock, door::Door};

/// The organisation of all stories.
pub(crate) const NAME: &str = "样例家电维修";

/// One job that the office hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its record.
    pub record: RecordId,
    /// Its record number.
    pub number: String,
}

/// A server with its organisation.
pub struct Office {
    folder: Folder,
    clock: Arc<SetClock>,
    environment: Environment,
    dice: Arc<Dice>,
    door: Option<Door>,
    standing: Mutex<Standing>,
    jobs: AtomicU64,
}

enum Folder {
    Own(TempDir),
    Given(PathBuf),
}

/// Whether the server runs.
enum Standing {
    Running {
        state: AppState,
        serving: Option<Serving>,
    },
    /// Whoever knocks is turned away.
    Stopped {
        turning_away: Option<JoinHandle<()>>,
    },
}

struct Serving {
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Office {
    /// A new organisation with a server that runs.
    pub async fn open(dice: &Arc<Dice>, now_ms: i64) -> Self {
        let folder = scratch_folder().unwrap();
        let clock = Arc::new(SetClock::at(now_ms));
        let environment = Environment::new(clock.clone(), dice.clone());
        let data = folder.path().join("server");
        let organisation =
            Organisation::create(&data, NAME, StoreOptions::default(), environment.clone())
                .await
                .unwrap();
        organisation.writer().close().await;
        drop(organisation);
        let office = Self {
            folder: Folder::Own(folder),
            clock,
            environment,
            dice: Arc::clone(dice),
            door: Some(Door::open().await.unwrap()),
            standing: Mutex::new(Standing::Stopped { turning_away: None }),
            jobs: AtomicU64::new(0),
        };
        office.start().await;
        office
    }

    /// The organisation of a folder (its data lies in `server` there), without a port.
    pub async fn without_a_port(folder: &Path, dice: &Arc<Dice>, now_ms: i64) -> Self {
        let clock = Arc::new(SetClock::at(now_ms));
        let office = Self {
            folder: Folder::Given(folder.to_owned()),
            environment: Environment::new(clock.clone(), dice.clone()),
            clock,
            dice: Arc::clone(dice),
            door: None,
            standing: Mutex::new(Standing::Stopped { turning_away: None }),
            jobs: AtomicU64::new(0),
        };
        office.start().await;
        office
    }

    /// Starts the server, after [`Office::stop`].
    pub async fn start(&self) {
        let organisation = Organisation::open(
            &self.data(),
            StoreOptions::default(),
            self.environment.clone(),
        )
        .await
        .unwrap();
        let state = AppState::new(organisation, &self.url());
        let mut standing = self.standing.lock().unwrap();
        if let Standing::Stopped {
            turning_away: Some(turning_away),
        } = &*standing
        {
            turning_away.abort();
        }
        let serving = self.door.clone().map(|door| serve(door, state.clone()));
        *standing = Standing::Running { state, serving };
    }

    /// Stops the server as an operator does: what was begun is finished, then everybody is turned away.
    pub async fn stop(&self) {
        let stopped = Standing::Stopped { turning_away: None };
        let before = std::mem::replace(&mut *self.standing.lock().unwrap(), stopped);
        let Standing::Running { state, serving } = before else {
            return;
        };
        if let Some(serving) = serving {
            let _ = serving.stop.send(());
            serving.ended.await.unwrap();
        }
        state.writer().close().await;
        let turning_away = self.door.as_ref().map(Door::turn_away);
        *self.standing.lock().unwrap() = Standing::Stopped { turning_away };
    }

    /// Stops and starts the server.
    pub async fn restart(&self) {
        self.stop().await;
        self.start().await;
    }

    /// Copies the server's data into a folder of this name.
    pub async fn back_up(&self, name: &str) {
        let (data, to) = (self.data(), self.path().join(name));
        blocking(move || backup::back_up(&data, &to)).await.unwrap();
    }

    /// Puts a backup in the place of the server's data, as after a disk that died, and starts the server again.
    pub async fn restore(&self, name: &str) {
        self.stop().await;
        let (backup, data) = (self.path().join(name), self.data());
        let environment = self.environment.clone();
        blocking(move || backup::restore(&backup, &data, &environment))
            .await
            .unwrap();
        self.start().await;
    }

    /// Where devices reach it.
    #[must_use]
    pub fn url(&self) -> String {
        self.door.as_ref().map_or_else(
            || "http://127.0.0.1:1".to_owned(),
            |door| format!("http://{}", door.address()),
        )
    }

    /// Its port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.door.as_ref().unwrap().address()
    }

    /// Its folder of data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.path().join("server")
    }

    fn path(&self) -> &Path {
        match &self.folder {
            Folder::Own(folder) => folder.path(),
            Folder::Given(path) => path,
        }
    }

    /// Its database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        DataFolder::at(&self.data()).database()
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &SetClock {
        &self.clock
    }

    /// The running server.
    #[must_use]
    pub fn state(&self) -> AppState {
        let standing = self.standing.lock().unwrap();
        let state = match &*standing {
            Standing::Running { state, .. } => Some(state.clone()),
            Standing::Stopped { .. } => None,
        };
        state.unwrap()
    }

    /// Adds a technician, unless he is there.
    pub async fn technician(&self, person: &str) {
        let new = NewPerson {
            person: PersonId(person.to_owned()),
            name: person.to_owned(),
            role: Role::Technician,
        };
        if !self.people().contains(person) {
            self.state().organisation().add_person(new).await.unwrap();
        }
    }

    /// Invites a device of a person: what its QR code holds.
    pub async fn invitation(&self, person: &str) -> String {
        let person = PersonId(person.to_owned());
        let invitation = self
            .state()
            .organisation()
            .invite_device(person, None)
            .await
            .unwrap();
        invitation.link(&self.url())
    }

    /// Revokes a device.
    pub async fn revoke(&self, device: DeviceId) {
        self.state()
            .organisation()
            .revoke_device(device)
            .await
            .unwrap();
    }

    /// A customer telephones: a new record, handed out to a technician (by his person code).
    pub async fn job(&self, technician: &str) -> Job {
        let number = format!("D-{:04}", self.jobs.fetch_add(1, Ordering::SeqCst) + 1);
        let words = |field, words: &str| Edit::Field(field, FieldValue::from(words));
        let received_at = DateTime::from_timestamp_millis(self.clock.shown_ms())
            .unwrap()
            .to_rfc3339();
        let edits = vec![
            words(Field::Number, &number),
            words(Field::ReceivedAt, &received_at),
            words(Field::Request, "repair"),
            words(Field::Language, "zh-CN"),
            words(Field::CustomerName, "王秀英"),
            words(Field::CustomerPhone, "139-0000-1001"),
            words(Field::CustomerAddress, "样例市青禾区松风路 18 号"),
            words(Field::UnitKind, "refrigerator"),
            words(Field::UnitModel, "YL-BCD326F"),
            words(Field::PayerClass, "out_of_warranty"),
            words(Field::Assignee, technician),
            Edit::Text(TextName::Symptom, TextEdit::Rewrite("冷藏室不凉".into())),
        ];
        let id = uuid::Builder::from_random_bytes(self.dice.draw()).into_uuid();
        let record = RecordId(id);
        self.state()
            .replication()
            .create_record(record, NewRecord { edits })
            .await
            .unwrap();
        Job { record, number }
    }

    /// The office edits a record.
    pub async fn edit(&self, record: RecordId, edits: Vec<Edit>) {
        self.state()
            .replication()
            .edit_record(record, edits)
            .await
            .unwrap();
    }

    /// The office gives a field some words.
    pub async fn write(&self, record: RecordId, field: Field, words: &str) {
        self.edit(record, vec![Edit::Field(field, FieldValue::from(words))])
            .await;
    }

    /// The office settles a clash with one value and a reason.
    pub async fn settle(&self, record: RecordId, field: Field, words: &str, reason: &str) {
        self.write(record, field, words).await;
        let settled = What::Settled {
            field,
            value: FieldValue::from(words),
            reason: reason.to_owned(),
        };
        let replication = self.state();
        replication
            .replication()
            .record_happened(record, settled)
            .await
            .unwrap();
    }

    /// The office hands a record to another technician.
    pub async fn assign(&self, record: RecordId, technician: &str) {
        self.write(record, Field::Assignee, technician).await;
    }

    /// One request of an enrolled device, without a socket.
    ///
    /// # Errors
    /// The server's own.
    pub async fn exchange(
        &self,
        sender: DeviceId,
        request: Request,
    ) -> Result<Answer, ReplicationError> {
        let sender: SignedDevice =
            self.read(|connection| device(connection, sender).unwrap().unwrap().into());
        self.state().replication().exchange(sender, request).await
    }

    /// The answer to one message of an enrolled device, without a socket; in pages of `want_bytes` (0: as it asks).
    pub async fn answer(&self, sender: DeviceId, message: &[u8], want_bytes: u32) -> Vec<u8> {
        let mut request: Request = codec::decode(message).unwrap();
        if want_bytes > 0 {
            request.want_bytes = want_bytes;
        }
        let answer = self.exchange(sender, request).await.unwrap();
        codec::encode(&answer).unwrap()
    }

    /// A record as the office sees it.
    #[must_use]
    pub fn record(&self, record: RecordId) -> Record {
        self.read(|connection| document(connection, record).record(&roster(connection).unwrap()))
    }

    /// A record's heads.
    #[must_use]
    pub fn heads(&self, record: RecordId) -> Vec<ChangeHash> {
        self.read(|connection| document(connection, record).heads())
    }

    /// All records.
    #[must_use]
    pub fn records(&self) -> BTreeSet<RecordId> {
        self.read(|connection| {
            ids(
                connection,
                "SELECT document FROM document WHERE kind = 'record' AND ?1 = ?1",
                "",
            )
        })
    }

    /// The records that a person may see now.
    #[must_use]
    pub fn visible_to(&self, person: &str) -> BTreeSet<RecordId> {
        let sql = "SELECT ds.document FROM document_scope ds JOIN person_scope ps USING (scope)
                   JOIN document USING (document)
                   WHERE document.kind = 'record' AND ps.person = ?1 AND ds.to_seq IS NULL AND ps.to_seq IS NULL";
        self.read(|connection| ids(connection, sql, person))
    }

    /// The documents of a technician's van, as the office sees them.
    #[must_use]
    pub fn vans(&self, person: &str) -> Vec<VanMonth> {
        let sql = "SELECT document FROM document WHERE kind = 'van' AND ?1 = ?1";
        let documents = self.read(|connection| ids(connection, sql, ""));
        let van = |id: &RecordId| self.read(|connection| document(connection, *id).van());
        let mut vans: Vec<VanMonth> = documents.iter().filter_map(van).collect();
        vans.retain(|van| van.technician.0 == person);
        vans
    }

    /// The store does something about a technician's van.
    pub async fn at_the_counter(&self, technician: &str, does: AtTheCounter) -> Handed {
        self.try_at_the_counter(technician, does).await.unwrap()
    }

    /// The same, which the store may refuse.
    ///
    /// # Errors
    /// [`StockError`].
    pub async fn try_at_the_counter(
        &self,
        technician: &str,
        does: AtTheCounter,
    ) -> Result<Handed, StockError> {
        at_the_counter(
            self.state().replication(),
            PersonId(technician.to_owned()),
            does,
        )
        .await
    }

    /// What all vans hold at the end of a month, and every piece that does not fit.
    pub async fn stock(&self, month: &str) -> BTreeMap<PersonId, Balance> {
        stock::vans(self.state().replication(), month.parse().unwrap())
            .await
            .unwrap()
    }

    /// The statements about a record.
    #[must_use]
    pub fn statements(&self, record: RecordId) -> Vec<StoredStatement> {
        self.read(|connection| statements_of(connection, record).unwrap())
    }

    /// The verdict on the acceptance of the work, as the office's list shows it.
    #[must_use]
    pub fn verdict(&self, record: RecordId) -> Option<String> {
        self.read(|connection| {
            let sql = "SELECT verdict FROM record_row WHERE document = ?1";
            connection
                .query_row(sql, [record.as_bytes()], |row| row.get(0))
                .unwrap()
        })
    }

    /// What is in quarantine, the newest first.
    #[must_use]
    pub fn quarantined(&self) -> Vec<Quarantined> {
        self.read(|connection| quarantined(connection).unwrap())
    }

    /// How many changes of a record came late, after it was handed to somebody else.
    #[must_use]
    pub fn late_changes(&self, record: RecordId) -> u64 {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM change WHERE document = ?1 AND late";
            connection
                .query_row(sql, [record.as_bytes()], |row| row.get::<_, i64>(0))
                .unwrap()
                .cast_unsigned()
        })
    }

    /// Whether the server has a change.
    #[must_use]
    pub fn has_change(&self, record: RecordId, change: ChangeHash) -> bool {
        self.read(|connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM change WHERE document = ?1 AND hash = ?2)";
            connection
                .query_row(sql, params![record.as_bytes(), change.0], |row| row.get(0))
                .unwrap()
        })
    }

    /// Where the log stands.
    #[must_use]
    pub fn head_seq(&self) -> u64 {
        self.read(|connection| log::head(connection).unwrap().unwrap().seq.cast_unsigned())
    }

    /// Looks into the server's database, also while the server does not run.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        let connection = Connection::open(self.database()).unwrap();
        connection
            .busy_timeout(Duration::seconds(5).to_std().unwrap())
            .unwrap();
        look(&connection)
    }

    fn people(&self) -> BTreeSet<String> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT person FROM person").unwrap();
            statement
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        })
    }
}

fn serve(door: Door, state: AppState) -> Serving {
    let (stop, stopped) = oneshot::channel();
    let serving = axum::serve(door, router(state)).with_graceful_shutdown(async move {
        // A fleet that is dropped stops its server too.
        let _ = stopped.await;
    });
    let ended = tokio::spawn(async move {
        let _ = serving.await;
    });
    Serving { stop, ended }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// A document made of the bytes of its changes alone.
fn document(connection: &Connection, record: RecordId) -> doorstep_replica::RecordDocument {
    let mut statement = connection
        .prepare_cached("SELECT bytes FROM change WHERE document = ?1 ORDER BY id")
        .unwrap();
    let bytes = statement
        .query_map([record.as_bytes()], |row| row.get::<_, Vec<u8>>(0))
        .unwrap();
    let parse =
        |bytes: Vec<u8>| doorstep_replica::ParsedChange::parse(&bytes, Default::default()).unwrap();
    let changes: Vec<_> = bytes.map(|bytes| parse(bytes.unwrap())).collect();
    doorstep_replica::RecordDocument::load(record, None, &changes).unwrap()
}

fn ids(connection: &Connection, sql: &str, parameter: &str) -> BTreeSet<RecordId> {
    let mut statement = connection.prepare_cached(sql).unwrap();
    let rows = statement
        .query_map([parameter], |row| row.get::<_, [u8; 16]>(0))
        .unwrap();
    rows.map(|id| RecordId::from_slice(&id.unwrap()).unwrap())
        .collect()
}
