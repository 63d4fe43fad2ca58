//! A device that the database forgot, because it enrolled after the backup that was restored.
//!
//! Its certificate is proof enough: the authority that signed it is our own. Nothing that such a device, or a
//! colleague who carries its work, brings would be accepted without it.

use doorstep_domain::{ids::DeviceId, rights::Role};
use doorstep_evidence::certificate::{DeviceCertificate, TrustedOrganisation};
use rusqlite::{Connection, OptionalExtension as _};

use super::{
    OrganisationError, device,
    devices::{next_number, register},
    people::{self, NewPerson, insert_person},
};
use crate::log::Kind;

/// How a certificate was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Introduction {
    /// The device.
    pub device: DeviceId,
    /// The number that its record numbers carry from now on.
    pub number: i64,
    /// Whether the database learned of it only now.
    pub is_new: bool,
}

/// Takes up the device of a certificate that our authority issued, inside the caller's transaction. A device that
/// is known stays as it is, also if it is revoked.
///
/// `claimed_number` is the number it was enrolled with, if it says so: it keeps it unless another has it by now.
///
/// # Errors
/// [`OrganisationError::Certificate`] if the certificate is not of our authority.
pub fn introduce(
    transaction: &Connection,
    trusted: &TrustedOrganisation,
    certificate: &DeviceCertificate,
    claimed_number: Option<i64>,
    now_ms: i64,
) -> Result<Introduction, OrganisationError> {
    certificate.verify(trusted)?;
    if let Some(known) = device(transaction, certificate.device_id())? {
        return Ok(Introduction {
            device: known.device,
            number: known.number,
            is_new: false,
        });
    }
    let role = Role::from_code(certificate.role()).ok_or(OrganisationError::BadName("role"))?;
    if people::find(transaction, certificate.person())?.is_none() {
        let forgotten = NewPerson {
            person: certificate.person().clone(),
            name: certificate.person().0.clone(),
            role,
        };
        insert_person(transaction, &forgotten, now_ms)?;
    }
    let number = match claimed_number {
        Some(number) if is_free(transaction, number)? => number,
        _ => next_number(transaction)?,
    };
    Ok(Introduction {
        device: register(transaction, certificate, number, Kind::Introduction, now_ms)?,
        number,
        is_new: true,
    })
}

/// Whether a number was left free by a restore and nobody has taken it since.
fn is_free(transaction: &Connection, number: i64) -> rusqlite::Result<bool> {
    let taken = transaction
        .query_row("SELECT 1 FROM device WHERE number = ?1", [number], |_| {
            Ok(())
        })
        .optional()?;
    let next: i64 =
        transaction.query_row("SELECT next_device_number FROM organisation", [], |row| {
            row.get(0)
        })?;
    Ok(taken.is_none() && (1..next).contains(&number))
}
