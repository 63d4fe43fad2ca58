//! The authors whose proofs a device can check: by the certificates that it has, and by those in the file that the
//! organisation issued.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    holders::{holders, lead_named_on},
    ids::{DeviceId, PersonId},
    record::{Field, Record},
};
use doorstep_evidence::certificate::{DeviceCertificate, TrustedOrganisation};
use doorstep_sync::gate::{AuthorDevice, Directory};
use minicbor::bytes::ByteVec;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::{
    Error,
    store::identity::{self, role_of},
};

const DOING: &str = "looking up the authors";

/// How many certificates of one file are looked at.
const CERTIFICATES_MAX: usize = 1_000;

/// The authors.
#[derive(Default)]
pub(super) struct Authors(BTreeMap<DeviceId, AuthorDevice>);

impl Directory for Authors {
    fn device(&self, device: DeviceId) -> Option<AuthorDevice> {
        self.0.get(&device).cloned()
    }
}

impl Authors {
    /// Those that this device knows.
    pub(super) fn known(connection: &Connection) -> Result<Self, Error> {
        let row = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, bool>(1)?));
        let kept: Vec<_> = connection
            .prepare_cached("SELECT der, revoked FROM certificate")
            .and_then(|mut statement| statement.query_map([], row)?.collect())
            .map_err(Error::storage(DOING))?;
        let mut authors = Self::default();
        for (der, revoked) in kept {
            authors.add(&DeviceCertificate::parse(&der)?, revoked);
        }
        Ok(authors)
    }

    /// Learns those of a file, and keeps the certificates. What is here already stays as it is: a file says nothing
    /// about who was revoked. Whether anybody is new; and how many certificates are not the organisation's.
    pub(super) fn learn(
        &mut self,
        connection: &Connection,
        certificates: &[ByteVec],
        organisation: &TrustedOrganisation,
    ) -> Result<(bool, usize), Error> {
        let (mut is_new, mut untrusted) = (false, 0);
        for der in certificates.iter().take(CERTIFICATES_MAX) {
            let issued = DeviceCertificate::parse(der)
                .ok()
                .filter(|parsed| parsed.verify(organisation).is_ok());
            match issued {
                None => untrusted += 1,
                Some(certificate) if self.0.contains_key(&certificate.device_id()) => {}
                Some(certificate) => {
                    is_new |= identity::keep_certificate(connection, &certificate, false)?;
                    self.add(&certificate, false);
                }
            }
        }
        Ok((is_new, untrusted))
    }

    fn add(&mut self, certificate: &DeviceCertificate, revoked: bool) {
        let author = AuthorDevice {
            key: *certificate.public_key(),
            person: certificate.person().clone(),
            role: role_of(certificate.role()),
            revoked,
        };
        self.0.insert(certificate.device_id(), author);
    }

    /// Who opened a record: its number is written once, by who gave it.
    fn opened_by(&self, record: &Record) -> Option<PersonId> {
        let number = record.fields.get(&Field::Number)?;
        let first = number.in_force(Field::Number.rule().merge)?;
        Some(self.0.get(&first.device)?.person.clone())
    }

    /// Everybody who holds a record, as far as the authors are known here.
    pub(super) fn holders(&self, record: &Record) -> BTreeSet<PersonId> {
        let named_on = lead_named_on(record).filter_map(|device| self.0.get(&device));
        let lead_named_by = named_on.map(|author| author.person.clone()).collect();
        holders(record, self.opened_by(record).as_ref(), &lead_named_by)
    }
}

/// Whether a device was revoked, as far as is known here.
pub(super) fn is_revoked(connection: &Connection, device: DeviceId) -> Result<bool, Error> {
    connection
        .prepare_cached("SELECT revoked FROM certificate WHERE device = ?1")
        .and_then(|mut statement| statement.query_row([device.0], |row| row.get(0)).optional())
        .map(Option::unwrap_or_default)
        .map_err(Error::storage(DOING))
}
