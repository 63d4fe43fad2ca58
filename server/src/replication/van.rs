//! The store at work on the vans: it issues, takes in, counts and explains, as the office's own device; and what all
//! vans and records together say.

use std::sync::{Arc, PoisonError};

use chrono::SubsecRound as _;
use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    record::Record,
    van::{Month, Movement, VanEntry, VanMonth, is_van, van_id},
};
use doorstep_replica::{Edit, RecordDocument};
use rusqlite::Connection;

use super::{
    OfficeDesk, OfficeError, Replication, ReplicationError, Shared, documents, office, roster,
};

/// Every van and every record of the organisation, as they are now.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// Van documents, of all technicians and months.
    pub vans: Vec<VanMonth>,
    /// Records.
    pub records: Vec<Record>,
}

impl OfficeDesk<'_> {
    /// The store moves pieces of a technician's van. Gives the entry that records it.
    ///
    /// # Errors
    /// [`OfficeError`].
    pub fn move_in_van(
        &self,
        technician: &PersonId,
        what: Movement,
    ) -> Result<EntryId, OfficeError> {
        let environment = self.shared.organisation.environment();
        let now = environment.now();
        // Whole seconds, as devices write them; the month is the one of the server's own place.
        let at = now.trunc_subsecs(0).fixed_offset();
        let entry = VanEntry {
            at,
            by: self.by.clone(),
            month: Month::of(at),
            technician: technician.clone(),
            what,
        };
        let document = van_id(technician, entry.month);
        let random = environment.draw().map_err(OfficeError::Random)?;
        let since_1970_ms = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let id = uuid::Builder::from_unix_timestamp_millis(since_1970_ms, &random);
        let id = EntryId(id.into_uuid());
        office::write(self, document, true, &[Edit::Van(id, entry)])?;
        Ok(id)
    }
}

impl Replication {
    /// Every van and every record, to add up what is where.
    ///
    /// # Errors
    /// [`ReplicationError`].
    pub async fn stock(&self) -> Result<Stock, ReplicationError> {
        let shared = Arc::clone(&self.shared);
        self.organisation()
            .store()
            .read(move |connection| stock(connection, &shared))
            .await
    }
}

fn stock(connection: &Connection, shared: &Shared) -> Result<Stock, ReplicationError> {
    let documents: Vec<[u8; 16]> = connection
        .prepare_cached("SELECT document FROM document ORDER BY document")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let roster = roster(connection)?;
    let mut stock = Stock::default();
    for document in &documents {
        let id =
            RecordId::from_slice(document).map_err(|_| ReplicationError::Stored("document id"))?;
        let known = {
            let mut cache = shared
                .documents
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            documents::load(connection, &mut cache, id)?
        };
        let Some(known) = known else { continue };
        let document = RecordDocument::of(id, known.document.clone());
        if is_van(id) {
            stock.vans.extend(document.van());
        } else {
            stock.records.push(document.record(&roster));
        }
    }
    Ok(stock)
}
