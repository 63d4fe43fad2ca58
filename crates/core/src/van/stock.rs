//! What is on the van, from what this device has.

use std::{collections::BTreeMap, sync::Arc};

use doorstep_domain::{
    course::Step,
    ids::RecordId,
    record::Record,
    van::{Balance, Known, Month, Movement, VanMonth, balance},
};

use crate::{Device, Error, ListQuery};

/// How many open records are held against the van: more than anybody has open.
const OPEN_MAX: u32 = 500;

impl Device {
    /// The balance of this technician's van at the end of a month, or of this one. Held against the records that the
    /// month's entries name and the open ones; of a record that is not here nothing is said.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`], [`Error::Damaged`] or what the disk says.
    pub fn van_balance(&self, month: Option<Month>) -> Result<(Month, Balance), Error> {
        let identity = self.identity()?;
        let month = month.unwrap_or_else(|| Month::of(self.environment().clock.now()));
        let vans = self.vans()?;
        let records = self.records_beside(&vans, month)?;
        let known = Known {
            vans: vans.iter().collect(),
            records: records
                .iter()
                .map(|(id, record)| (*id, &**record))
                .collect(),
            all_vans: false,
        };
        Ok((month, balance(&identity.person, month, &known)))
    }

    fn records_beside(
        &self,
        vans: &[VanMonth],
        month: Month,
    ) -> Result<BTreeMap<RecordId, Arc<Record>>, Error> {
        let entries = vans
            .iter()
            .filter(|van| van.month == month)
            .flat_map(|van| van.entries.values());
        let named = entries.filter_map(|reading| match &reading.entry.what {
            Movement::Fitted { record, .. } | Movement::Removed { record, .. } => Some(*record),
            _ => None,
        });
        let page = self.list(&ListQuery {
            limit: OPEN_MAX,
            ..ListQuery::default()
        })?;
        let open = page.rows.iter().filter(|row| row.next_step != Step::Done);
        let mut records = BTreeMap::new();
        for id in named.chain(open.map(|row| row.record)) {
            match self.record(id) {
                Ok(record) => drop(records.insert(id, record)),
                // It was handed over since, or cannot be read: nothing is said of it.
                Err(Error::NotFound(_) | Error::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }
}
