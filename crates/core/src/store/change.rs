//! One edit: one automerge change, one transaction.

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Entry, Record},
    rights::{Role, may_add, may_write_field, may_write_text},
    van::is_van,
};
use doorstep_evidence::canonical::canonical_json;
use doorstep_replica::{
    Edit, EditError, Heads, NewChange, RecordDocument,
    admission::{ENTRY_BYTES_MAX, Forbidden, may_put_van},
};

use super::{
    Changed, Scope, archive,
    desk::Write,
    documents::{self, ChangeState, Loaded},
    read_model::{self, Marks},
    van,
};
use crate::{Device, Error, Notice, device::Inner};

/// The first and the last second that a change may claim.
const TIME_S: std::ops::RangeInclusive<i64> = 0..=7_258_118_400;

/// A record is made of at least one edit.
#[derive(Debug, thiserror::Error)]
#[error("a new record must say something")]
struct NothingSaid;

impl Device {
    /// Edits a record: `plan` sees it as it is, seals what is to be sealed and says what to edit; all of it becomes one
    /// change in one transaction. After `Ok` it is durable. `plan` must not call the device.
    ///
    /// # Errors
    /// What `plan` says, or [`Error`]; then nothing was changed, except as [`Error::Storage`] says.
    pub fn change<E>(
        &self,
        record: RecordId,
        plan: impl FnOnce(&Record, &mut Scope<'_>) -> Result<Vec<Edit>, E>,
    ) -> Result<Changed, Error>
    where
        Error: From<E>,
    {
        let device = &*self.inner;
        if is_van(record) {
            return Err(Error::NotFound(record));
        }
        device.store.write(|write| {
            let Some(loaded) = write.take(record)? else {
                return Err(archive::not_here(write.connection()?, record));
            };
            let asked = ask(device, write, record, loaded.document.heads(), |scope| {
                plan(&loaded.record, scope)
            });
            match asked.and_then(|asked| device.check(asked)) {
                Ok(asked) => {
                    let changed = device.edit(write, loaded, &asked)?;
                    // Both halves in this one transaction, or neither.
                    device.edit_van(write, &asked.van)?;
                    Ok(changed)
                }
                Err(error) => {
                    // Nothing was touched, so the next attempt need not load it again.
                    write.put_back(record, loaded);
                    Err(error)
                }
            }
        })
    }

    /// Makes a new record of at least one edit.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn create<E>(
        &self,
        plan: impl FnOnce(&mut Scope<'_>) -> Result<Vec<Edit>, E>,
    ) -> Result<Changed, Error>
    where
        Error: From<E>,
    {
        let device = &*self.inner;
        let record = RecordId(device.environment.new_uuid_v7()?);
        let document = RecordDocument::create(record)?;
        device.store.write(|write| {
            let asked = device.check(ask(device, write, record, document.heads(), plan)?)?;
            documents::insert_document(write.connection()?, record)?;
            for genesis in document.document().changes_since(&[]) {
                documents::insert_change(
                    write.connection()?,
                    record,
                    &genesis,
                    ChangeState::Pending,
                )?;
            }
            let loaded = Loaded::of(document, 1, 0, &device.store.roster());
            let changed = device.edit(write, loaded, &asked)?;
            match changed.change {
                Some(_) => Ok(changed),
                None => Err(Error::refused("nothing_said", NothingSaid)),
            }
        })
    }
}

/// What a use case wants.
pub(super) struct Plan {
    pub(super) edits: Vec<Edit>,
    /// What it writes into the technician's van.
    pub(super) van: Vec<Edit>,
    /// Statements were sealed with it.
    pub(super) sealed: bool,
}

/// Asks the use case what to edit.
pub(super) fn ask<E>(
    device: &Inner,
    write: &mut Write<'_>,
    record: RecordId,
    heads: Heads,
    plan: impl FnOnce(&mut Scope<'_>) -> Result<Vec<Edit>, E>,
) -> Result<Plan, Error>
where
    Error: From<E>,
{
    let mut scope = Scope::new(write.connection()?, device, record, heads, write.last_id())?;
    let edits = plan(&mut scope)?;
    let now = scope.now();
    let asked = scope.end()?;
    write.set_last_id(asked.last_id);
    let person = &device.store.identity()?.person;
    Ok(Plan {
        edits,
        van: van::edits(person, now, asked.movements),
        sealed: asked.sealed,
    })
}

impl Inner {
    /// Refuses what the gate would refuse: what was confirmed on the screen must be taken by the office.
    pub(super) fn check(&self, plan: Plan) -> Result<Plan, Error> {
        let identity = self.store.identity()?;
        for edit in plan.edits.iter().chain(&plan.van) {
            may_make(edit, identity.role, &identity.person)
                .map_err(|forbidden| Error::refused(forbidden.code(), forbidden))?;
        }
        Ok(plan)
    }

    pub(super) fn edit(
        &self,
        write: &mut Write<'_>,
        mut loaded: Loaded,
        plan: &Plan,
    ) -> Result<Changed, Error> {
        let record = loaded.document.id();
        let actor = write.actor(self.store.identity()?.device, &self.environment)?;
        let time_s = self
            .environment
            .clock
            .now()
            .timestamp()
            .clamp(*TIME_S.start(), *TIME_S.end());
        let made = match loaded.document.edit(actor, time_s, &plan.edits) {
            Ok(Some(made)) => made,
            Ok(None) => {
                if plan.sealed {
                    read_model::mark(write.connection()?, record)?;
                }
                let changed = Changed {
                    record: loaded.record.clone(),
                    change: None,
                };
                write.put_back(record, loaded);
                return Ok(changed);
            }
            Err(error @ EditError::Document(_)) => return Err(error.into()),
            Err(error) => {
                write.put_back(record, loaded);
                return Err(error.into());
            }
        };
        self.keep(write, loaded, &made, &plan.edits)
    }

    fn keep(
        &self,
        write: &mut Write<'_>,
        mut loaded: Loaded,
        made: &NewChange,
        edits: &[Edit],
    ) -> Result<Changed, Error> {
        let record = loaded.document.id();
        // To read the whole record again would cost more than everything else that is done here.
        let mut after = Record::clone(&loaded.record);
        loaded
            .document
            .read_again(&mut after, edits, &self.store.roster());
        let before = std::mem::replace(&mut loaded.record, after.into());
        loaded.updated_s = loaded.updated_s.max(made.change.time_s());
        loaded.loose += 1;
        let connection = write.connection()?;
        documents::insert_change(connection, record, &made.change, ChangeState::Pending)?;
        documents::fold(connection, &mut loaded)?;
        let needs_attention = read_model::needs_attention(connection, record)?;
        read_model::write(
            connection,
            &loaded,
            Some(&before),
            Marks {
                unsent: true,
                needs_attention,
            },
        )?;
        let changed = Changed {
            record: loaded.record.clone(),
            change: Some(made.change.hash()),
        };
        write.put(record, loaded);
        write.tell(Notice::Record(record));
        Ok(changed)
    }
}

fn may_make(edit: &Edit, role: Role, person: &PersonId) -> Result<(), Forbidden> {
    match edit {
        Edit::Field(field, _) if !may_write_field(role, *field) => {
            Err(Forbidden::FieldRole(*field))
        }
        Edit::Text(text, _) if !may_write_text(role, *text) => Err(Forbidden::TextRole(*text)),
        Edit::Entry(_, entry) => may_put(entry, role, person),
        Edit::Van(_, entry) => may_put_van(entry, role, person),
        Edit::Field(..) | Edit::Text(..) => Ok(()),
    }
}

fn may_put(entry: &Entry, role: Role, person: &PersonId) -> Result<(), Forbidden> {
    if !may_add(role, &entry.what) {
        return Err(Forbidden::EntryRole);
    }
    if entry.by != *person {
        return Err(Forbidden::EntryPerson);
    }
    let fits = canonical_json(entry).is_ok_and(|json| json.len() <= ENTRY_BYTES_MAX);
    if fits { Ok(()) } else { Err(Forbidden::Entry) }
}
