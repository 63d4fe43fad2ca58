//! The office and all devices of a story.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use crate::{Dice, FieldDevice, Office};

/// Monday, 23 November 2026, nine o'clock in the morning.
pub(crate) const MONDAY_MS: i64 = 1_795_395_600_000;

/// How many rounds of contacts it may take until nothing moves any more.
const ROUNDS_MAX: u32 = 12;

/// An office with a real server, and devices.
pub struct Fleet {
    /// The office.
    pub office: Office,
    dice: Arc<Dice>,
    devices: Mutex<Vec<Arc<FieldDevice>>>,
}

impl Fleet {
    /// An office without technicians.
    pub async fn open() -> Self {
        Self::of_seed(1).await
    }

    /// As [`Fleet::open`]; of another seed it is another organisation.
    pub async fn of_seed(seed: u64) -> Self {
        let dice = Arc::new(Dice::of_seed(seed));
        Self {
            office: Office::open(&dice, MONDAY_MS).await,
            dice,
            devices: Mutex::default(),
        }
    }

    /// Technicians, each with one enrolled device that is called like him.
    pub async fn devices<const N: usize>(&self, people: [&str; N]) -> [Arc<FieldDevice>; N] {
        let mut devices = Vec::with_capacity(N);
        for person in people {
            devices.push(self.device(person, person).await);
        }
        devices.try_into().ok().unwrap()
    }

    /// An enrolled device of a technician, who is added if he is new.
    pub async fn device(&self, name: &str, person: &str) -> Arc<FieldDevice> {
        self.office.technician(person).await;
        let device = Arc::new(FieldDevice::new(
            name,
            person,
            &self.dice,
            self.office.clock().shown_ms(),
        ));
        device.enrol(self.office.invitation(person).await).await;
        self.join(&device);
        device
    }

    /// A device takes part from now on.
    pub fn join(&self, device: &Arc<FieldDevice>) {
        self.devices.lock().unwrap().push(Arc::clone(device));
    }

    /// A device takes part no longer.
    pub fn leave(&self, device: &FieldDevice) {
        self.devices
            .lock()
            .unwrap()
            .retain(|other| !std::ptr::eq(Arc::as_ptr(other), device));
    }

    /// All devices that take part.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<FieldDevice>> {
        self.devices.lock().unwrap().clone()
    }

    /// The dice of this fleet.
    #[must_use]
    pub const fn dice(&self) -> &Arc<Dice> {
        &self.dice
    }

    /// Time passes for everybody.
    pub fn pass(&self, by: TimeDelta) {
        self.office.clock().pass(by);
        self.all().iter().for_each(|device| device.clock().pass(by));
    }

    /// Everybody with coverage contacts the office, again and again until nothing moves any more.
    pub async fn settle(&self) {
        let mut before = String::new();
        for _ in 0..ROUNDS_MAX {
            for device in self.all().iter().filter(|device| device.is_online()) {
                device.sync().await;
            }
            let now = self.where_all_stand();
            if now == before {
                return;
            }
            before = now;
        }
        assert_eq!(before, "", "it never comes to rest");
    }

    /// The numbers in which every movement shows.
    fn where_all_stand(&self) -> String {
        let devices = self.all();
        let standing = devices
            .iter()
            .filter(|device| device.is_online())
            .map(|device| {
                let status = device.device().status().unwrap();
                let heads: Vec<_> = device
                    .records()
                    .into_iter()
                    .map(|record| (record, device.heads(record)))
                    .collect();
                format!(
                    "{}: {:?} {} {:?}\n",
                    device.name(),
                    status.cursor_seq,
                    status.unsent_changes,
                    heads
                )
            });
        let standing: String = standing.collect();
        format!("{} {standing}", self.office.head_seq())
    }
}
