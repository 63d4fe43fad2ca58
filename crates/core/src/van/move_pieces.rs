//! What a use case of the van is: decided on the vans that are here, written by one commit.

use doorstep_domain::{
    ids::EntryId,
    van::{Movement, Pieces, VanEntry, VanMonth},
};

use crate::{Device, Error, Moved, Scope, catalogue::Catalogue, records::UseCaseError};

/// What a use case of the van asks for.
pub trait MovePieces {
    /// Whether it looks something up in the catalogue.
    const ASKS_CATALOGUE: bool = false;

    /// Says what happens.
    ///
    /// # Errors
    /// [`Error::Refused`] with what is not in order.
    fn movement(&self, situation: &VanSituation<'_, '_>) -> Result<Movement, Error>;
}

/// What a use case of the van decides on.
pub struct VanSituation<'a, 's> {
    /// The van documents that are here.
    pub vans: &'a [VanMonth],
    /// The device's catalogue; empty unless [`MovePieces::ASKS_CATALOGUE`].
    pub catalogue: &'a Catalogue,
    /// Clock and person.
    pub scope: &'a Scope<'s>,
}

impl VanSituation<'_, '_> {
    /// An entry of this technician's van.
    pub(super) fn entry(&self, id: EntryId) -> Result<&VanEntry, Error> {
        let mut own = self
            .vans
            .iter()
            .filter(|van| van.technician == *self.scope.person());
        let reading = own.find_map(|van| van.entries.get(&id));
        Ok(&reading.ok_or(UseCaseError::NoSuchMovement)?.entry)
    }

    /// Pieces with the catalogue's name; of a part that it lacks, the name that stands in the van, or the code.
    pub(super) fn pieces(&self, part: &str, serial: &str, quantity: i64) -> Pieces {
        let row = self.catalogue.part(part);
        let standing = || {
            let entries = self.vans.iter().flat_map(|van| van.entries.values());
            let mut pieces = entries.filter_map(|reading| reading.entry.what.pieces());
            pieces
                .find(|pieces| pieces.part == part)
                .map(|pieces| pieces.name.clone())
        };
        let name = row
            .map(|row| row.name.in_language("zh-CN").to_owned())
            .or_else(standing)
            .unwrap_or_else(|| part.to_owned());
        Pieces {
            part: part.to_owned(),
            name,
            quantity,
            serial: serial.to_owned(),
        }
    }
}

impl Device {
    /// Does a use case of the van. After `Ok` it is durable.
    ///
    /// # Errors
    /// [`Error::Refused`] with what is not in order; otherwise what [`Device::change_van`] says.
    pub fn move_pieces<U: MovePieces>(&self, use_case: &U) -> Result<Moved, Error> {
        let catalogue = if U::ASKS_CATALOGUE {
            self.catalogue()?
        } else {
            Catalogue::default()
        };
        self.change_van(|vans, scope| {
            let situation = VanSituation {
                vans,
                catalogue: &catalogue,
                scope,
            };
            let what = use_case.movement(&situation)?;
            what.check(scope.person()).map_err(UseCaseError::from)?;
            scope.move_in_van(what);
            Ok(())
        })
    }
}
