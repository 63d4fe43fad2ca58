//! Who writes a sample history: the office and the technicians of its stations, each with a telephone.

use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::vault::SoftwareVault;
use doorstep_replica::{Actor, Roster};

use super::{
    Dice,
    phrases::{GIVEN, SURNAMES},
};

/// The stations (网点): their code, with which the codes of their people begin, and the district that is theirs.
pub(super) const STATIONS: &[(&str, &str)] = &[
    ("qinghe", "青禾区"),
    ("yunqiao", "云桥区"),
    ("bailu", "白露区"),
    ("jinli", "锦里区"),
];
/// Technicians of the smallest service.
const TECHNICIANS_MIN: usize = 20;
/// A larger one has one more for so many records.
const RECORDS_PER_TECHNICIAN: usize = 2_500;

/// How many technicians a service with so many records has: as many at each station.
pub(super) const fn technicians(records: usize) -> usize {
    (TECHNICIANS_MIN + records / RECORDS_PER_TECHNICIAN).next_multiple_of(STATIONS.len())
}

/// At which station a technician works.
pub(super) fn station(place: usize) -> &'static str {
    let station = STATIONS.get(place % STATIONS.len());
    station.map_or("", |(code, _)| code)
}

/// A technician's code, such as `qinghe-03`: his station and his place there, from 1.
pub(super) fn code(place: usize) -> PersonId {
    let number = place / STATIONS.len() + 1;
    PersonId(format!("{}-{number:02}", station(place)))
}

/// What a technician is called.
pub(super) fn name(seed: u64, place: usize) -> String {
    let mut dice = Dice::of(&format!("{seed} technician"), place);
    format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN))
}

/// One technician with his telephone.
pub(super) struct Technician {
    pub(super) person: PersonId,
    pub(super) device: DeviceId,
    pub(super) actor: Actor,
    pub(super) vault: SoftwareVault,
    /// DER.
    pub(super) certificate: Vec<u8>,
}

/// All who write.
pub(super) struct Cast {
    /// The office's device and the actor as which it writes.
    pub(super) office: (DeviceId, Actor),
    pub(super) technicians: Vec<Technician>,
}

impl Cast {
    /// On whose behalf each device writes.
    pub(super) fn roster(&self) -> Roster {
        let theirs = self
            .technicians
            .iter()
            .map(|technician| (technician.device, Role::Technician));
        Roster::new(theirs.chain([(self.office.0, Role::Office)]))
    }
}
