//! Who this device is, and who the others are.

use doorstep_domain::{
    ids::{DeviceId, PersonId},
    rights::Role,
};
use doorstep_evidence::certificate::DeviceCertificate;
use doorstep_replica::Roster;
use rusqlite::{Connection, Row, params};

use super::{
    Identity,
    settings::{self, name},
};
use crate::Error;

const READING: &str = "reading who this device is";

/// The device as it was enrolled; nothing if it was not.
pub(crate) fn read(connection: &Connection) -> Result<Option<Identity>, Error> {
    let Some(certificate) = settings::get::<Vec<u8>>(connection, name::CERTIFICATE)? else {
        return Ok(None);
    };
    let parsed = DeviceCertificate::parse(&certificate)?;
    let number: i64 = settings::get(connection, name::NUMBER)?.unwrap_or(0);
    let office: Option<[u8; 16]> = settings::get(connection, name::OFFICE)?;
    Ok(Some(Identity {
        device: parsed.device_id(),
        device_name: parsed.device_name().to_owned(),
        number: number.cast_unsigned(),
        person: parsed.person().clone(),
        role: role_of(parsed.role()),
        certificate,
        organisation: settings::get(connection, name::ORGANISATION)?.unwrap_or_default(),
        office: DeviceId(office.unwrap_or_default()),
        server_url: settings::get(connection, name::SERVER_URL)?.unwrap_or_default(),
    }))
}

/// A role by its code; an unknown one, of a newer office, is read as the one with fewer rights.
pub(crate) fn role_of(code: &str) -> Role {
    Role::from_code(code).unwrap_or(Role::Technician)
}

/// Who writes on whose behalf, by the certificates that are here. The office itself is known from the enrolment on.
pub(crate) fn roster_of(
    connection: &Connection,
    identity: Option<&Identity>,
) -> Result<Roster, Error> {
    let mut roster = Roster::default();
    if let Some(identity) = identity {
        roster.insert(identity.office, Role::Office);
        roster.insert(identity.device, identity.role);
    }
    let row = |row: &Row<'_>| Ok((DeviceId(row.get(0)?), row.get::<_, String>(1)?));
    let devices: Vec<_> = connection
        .prepare_cached("SELECT device, role FROM certificate")
        .and_then(|mut statement| statement.query_map([], row)?.collect())
        .map_err(Error::storage(READING))?;
    for (device, role) in devices {
        roster.insert(device, role_of(&role));
    }
    Ok(roster)
}

/// Keeps the certificate of a device. Whether anything differs.
pub(crate) fn keep_certificate(
    connection: &Connection,
    certificate: &DeviceCertificate,
    revoked: bool,
) -> Result<bool, Error> {
    let PersonId(person) = certificate.person();
    let sql =
        "INSERT INTO certificate (device, der, person, role, revoked) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (device) DO UPDATE SET der = ?2, person = ?3, role = ?4, revoked = ?5
                   WHERE der <> ?2 OR revoked <> ?5";
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.execute(params![
                certificate.device_id().0,
                certificate.der(),
                person,
                certificate.role(),
                revoked,
            ])
        })
        .map(|changed| changed > 0)
        .map_err(Error::storage("keeping a certificate"))
}
