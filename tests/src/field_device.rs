//! A technician's phone or tablet: a real device on real files, with a name, a clock of its own and a network that can
//! be taken away.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use doorstep_core::{
    Device, Environment, Error, ListQuery, OpenRequest, Space,
    enrolment::EnrolRequest,
    replication::{HttpTransport, SyncReport},
    script::Script,
    views::RecordView,
};
use doorstep_domain::{
    ids::{DeviceId, RecordId},
    record::Record,
};
use doorstep_evidence::vault::SoftwareVault;
use doorstep_replica::ChangeHash;
use doorstep_testkit::workload::scratch_folder;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

use crate::{Dice, SetClock};

/// More records than any story has.
const ALL: u32 = 100_000;

/// One device of a technician.
pub struct FieldDevice {
    name: String,
    person: String,
    key: String,
    dice: Arc<Dice>,
    clock: Arc<SetClock>,
    room: Arc<Room>,
    folder: Folder,
    installation: Mutex<[u8; 16]>,
    device: Mutex<Option<Device>>,
    online: AtomicBool,
    confirmed: Mutex<Vec<(RecordId, ChangeHash)>>,
}

enum Folder {
    Own(TempDir),
    Given(PathBuf),
}

/// The room of a device's disk: as much as anybody wants, until somebody says otherwise.
#[derive(Debug, Default)]
pub struct Room(Mutex<Option<u64>>);

impl Room {
    /// From now on so many bytes are free.
    pub fn leave(&self, bytes: u64) {
        *self.0.lock().unwrap() = Some(bytes);
    }
}

impl Space for Room {
    fn free_bytes(&self, _: &Path) -> Option<u64> {
        *self.0.lock().unwrap()
    }
}

/// A device's folder as it was at some moment.
pub struct Copy(TempDir);

impl FieldDevice {
    /// A new device that nobody has enrolled yet.
    #[must_use]
    pub fn new(name: &str, person: &str, dice: &Arc<Dice>, now_ms: i64) -> Self {
        let key = SoftwareVault::generate(dice.draw())
            .unwrap()
            .to_pem()
            .unwrap()
            .to_string();
        let device = Self {
            name: name.to_owned(),
            person: person.to_owned(),
            key,
            dice: Arc::clone(dice),
            clock: Arc::new(SetClock::at(now_ms)),
            room: Arc::default(),
            folder: Folder::Own(scratch_folder().unwrap()),
            installation: Mutex::new(dice.draw()),
            device: Mutex::default(),
            online: AtomicBool::new(true),
            confirmed: Mutex::default(),
        };
        device.start();
        device
    }

    /// A device whose folder and key (PEM) lie there already.
    #[must_use]
    pub fn of_folder(
        name: &str,
        person: &str,
        folder: &Path,
        key: &str,
        dice: &Arc<Dice>,
        now_ms: i64,
    ) -> Self {
        let device = Self {
            name: name.to_owned(),
            person: person.to_owned(),
            key: key.to_owned(),
            dice: Arc::clone(dice),
            clock: Arc::new(SetClock::at(now_ms)),
            room: Arc::default(),
            folder: Folder::Given(folder.to_owned()),
            installation: Mutex::new([7; 16]),
            device: Mutex::default(),
            online: AtomicBool::new(true),
            confirmed: Mutex::default(),
        };
        device.start();
        device
    }

    /// Enrols with what the QR code holds.
    pub async fn enrol(&self, invitation: String) {
        let request = EnrolRequest {
            invitation,
            device_name: self.name.clone(),
        };
        self.device().enrol(request).await.unwrap();
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whose it is.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Its private key, PEM.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its key.
    #[must_use]
    pub fn vault(&self) -> SoftwareVault {
        SoftwareVault::from_pem(&self.key)
            .unwrap()
            .at_installation(*self.installation.lock().unwrap())
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        self.device().identity().unwrap().device
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &SetClock {
        &self.clock
    }

    /// How much room it has left.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Own(folder) => folder.path(),
            Folder::Given(path) => path,
        }
    }

    /// The device itself.
    #[must_use]
    pub fn device(&self) -> Device {
        self.device.lock().unwrap().clone().unwrap()
    }

    /// Goes down into a basement.
    pub fn go_offline(&self) {
        self.online.store(false, Ordering::SeqCst);
    }

    /// Comes out again.
    pub fn go_online(&self) {
        self.online.store(true, Ordering::SeqCst);
    }

    /// Whether there is coverage.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.online.load(Ordering::SeqCst)
    }

    /// Starts the program, after [`FieldDevice::stop`].
    pub fn start(&self) {
        let request = OpenRequest {
            folder: self.folder().to_owned(),
            vault: Arc::new(self.vault()),
            environment: self.environment(),
            vfs: None,
            synchronous_for_tests: None,
        };
        *self.device.lock().unwrap() = Some(Device::open(request).unwrap());
    }

    fn environment(&self) -> Environment {
        Environment {
            clock: self.clock.clone(),
            random: self.dice.clone(),
            space: self.room.clone(),
        }
    }

    /// Ends the program.
    pub fn stop(&self) {
        let device = self.device.lock().unwrap().take();
        if let Some(device) = device {
            device.close();
        }
    }

    /// Ends and starts the program: another actor writes from now on.
    pub fn restart(&self) {
        self.stop();
        self.start();
    }

    /// Copies its folder while the program does not run, as a backup does.
    #[must_use]
    pub fn copy(&self) -> Copy {
        self.stop();
        let copy = scratch_folder().unwrap();
        copy_files(self.folder(), copy.path());
        self.start();
        Copy(copy)
    }

    /// Puts a copy in the place of its folder, on another installation: a phone that was restored from a backup.
    pub fn put_back(&self, copy: &Copy) {
        self.stop();
        for entry in fs::read_dir(self.folder()).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        copy_files(copy.0.path(), self.folder());
        *self.installation.lock().unwrap() = self.dice.draw();
        self.start();
    }

    /// A second device that wakes up from a copy of this one, with the same key: a cloned phone.
    #[must_use]
    pub fn cloned(&self, name: &str, copy: &Copy) -> Self {
        let folder = scratch_folder().unwrap();
        copy_files(copy.0.path(), folder.path());
        let clone = Self {
            name: name.to_owned(),
            person: self.person.clone(),
            key: self.key.clone(),
            dice: Arc::clone(&self.dice),
            clock: Arc::new(SetClock::at(self.clock.shown_ms())),
            room: Arc::default(),
            folder: Folder::Own(folder),
            installation: Mutex::new(self.dice.draw()),
            device: Mutex::default(),
            online: AtomicBool::new(true),
            confirmed: Mutex::default(),
        };
        clone.start();
        clone
    }

    /// Does a line of a script, and notes the change that was confirmed. What is shown of it.
    ///
    /// # Errors
    /// The code of the refusal.
    pub async fn try_say(&self, line: &Value) -> Result<Value, String> {
        let answer = Script::on(self.device())
            .answer(line.to_string().as_bytes())
            .await;
        let json = answer.json();
        let Some(shown) = json.get("ok") else {
            return Err(json["error"]["code"]
                .as_str()
                .unwrap_or("no code")
                .to_owned());
        };
        let word = |name: &str| shown.get(name).and_then(Value::as_str);
        if let (Some(record), Some(change)) = (word("record"), word("change")) {
            let confirmed = (record.parse().unwrap(), change_hash(change));
            self.confirmed.lock().unwrap().push(confirmed);
        }
        Ok(shown.clone())
    }

    /// As [`FieldDevice::try_say`], of a line that must be done.
    pub async fn say(&self, line: Value) -> Value {
        let outcome = self.try_say(&line).await;
        assert!(
            outcome.is_ok(),
            "{}: {line} was refused: {outcome:?}",
            self.name
        );
        outcome.unwrap()
    }

    /// One contact with the office.
    ///
    /// # Errors
    /// As [`Device::sync`].
    pub async fn try_sync(&self) -> Result<SyncReport, Error> {
        assert!(self.is_online(), "{} has no coverage", self.name);
        let device = self.device();
        let transport = HttpTransport::new(&device, None)?;
        device.sync(&transport).await
    }

    /// One contact with the office that must come to its end.
    pub async fn sync(&self) -> SyncReport {
        let outcome = self.try_sync().await;
        assert!(
            outcome.is_ok(),
            "{}: the contact ended early: {outcome:?}",
            self.name
        );
        outcome.unwrap()
    }

    /// The records that are here.
    #[must_use]
    pub fn records(&self) -> BTreeSet<RecordId> {
        let rows = self
            .device()
            .list(&ListQuery {
                limit: ALL,
                ..ListQuery::default()
            })
            .unwrap()
            .rows;
        let records: BTreeSet<_> = rows.iter().map(|row| row.record).collect();
        assert_eq!(
            records.len(),
            rows.len(),
            "{}: a record is listed twice",
            self.name
        );
        records
    }

    /// The records of which only the row is here.
    #[must_use]
    pub fn archived(&self) -> BTreeSet<RecordId> {
        let query = ListQuery {
            limit: ALL,
            ..ListQuery::default()
        };
        let rows = self.device().list(&query).unwrap().rows;
        let archived = rows.iter().filter(|row| row.archived);
        archived.map(|row| row.record).collect()
    }

    /// Looks into its file.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        let file = self.folder().join("device.db");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        look(&Connection::open_with_flags(file, flags).unwrap())
    }

    /// A record as it reads here.
    #[must_use]
    pub fn record(&self, record: RecordId) -> Arc<Record> {
        self.device().record(record).unwrap()
    }

    /// A record as it is shown here.
    #[must_use]
    pub fn view(&self, record: RecordId) -> RecordView {
        self.device().view(record).unwrap()
    }

    /// A record's heads, also of one of which only the row is here.
    #[must_use]
    pub fn heads(&self, record: RecordId) -> Vec<ChangeHash> {
        match self.device().document(record) {
            Err(Error::Archived(_)) => self.kept(record, "heads").map(ChangeHash).collect(),
            document => document.unwrap().heads(),
        }
    }

    /// What is kept of an archived record: the hashes of its `heads` or the digests of its `statements`.
    pub fn kept(&self, record: RecordId, column: &str) -> impl Iterator<Item = [u8; 32]> {
        let sql = format!("SELECT {column} FROM archived WHERE document = ?1");
        let kept: Vec<u8> = self.read(|connection| {
            connection
                .query_row(&sql, [record.as_bytes()], |row| row.get(0))
                .unwrap()
        });
        let hashes: Vec<_> = kept
            .chunks_exact(32)
            .map(|hash| hash.try_into().unwrap())
            .collect();
        hashes.into_iter()
    }

    /// The changes that this device has confirmed to whoever asked for them, the lost ones included.
    #[must_use]
    pub fn confirmed(&self) -> Vec<(RecordId, ChangeHash)> {
        self.confirmed.lock().unwrap().clone()
    }

    /// Takes out the change that was confirmed last.
    #[must_use]
    pub fn take_confirmed(&self) -> Option<(RecordId, ChangeHash)> {
        self.confirmed.lock().unwrap().pop()
    }

    /// From here on nobody asks for what was confirmed so far: the phone was restored from before it.
    pub fn forget_confirmed(&self) {
        self.confirmed.lock().unwrap().clear();
    }

    /// Notes a change that was confirmed by another way than a line.
    pub fn note_confirmed(&self, record: RecordId, change: ChangeHash) {
        self.confirmed.lock().unwrap().push((record, change));
    }
}

pub(crate) fn change_hash(hex: &str) -> ChangeHash {
    let digest: doorstep_evidence::digest::Digest = hex.parse().unwrap();
    ChangeHash(digest.0)
}

/// Copies the files of a folder, not those of folders inside.
pub(crate) fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
