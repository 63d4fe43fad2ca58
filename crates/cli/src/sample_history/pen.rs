//! The pen: writes what happens into a record, as the office's device and the technician's telephone would have.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, TimeDelta};
use doorstep_domain::{
    ids::{DeviceId, EntryId, PersonId, RecordId},
    record::{Entry, Field, FieldValue, TextName, What},
};
use doorstep_evidence::{
    proof::{Claim, prove},
    vault::DeviceVault,
};
use doorstep_replica::{Edit, ParsedChange, RecordDocument, Roster, TextEdit};
use doorstep_server::{
    organisation::OFFICE,
    replication::{Contact, MadeRecord, MadeStatement},
};
use doorstep_sync::gate::{Proven, actors_in_order};

use super::{
    Dice, HistoryError,
    cast::{Cast, Technician},
    dice::uuid_v7,
    seal::Chain,
};

/// What is written later than this after the last is brought by another contact.
const CONTACT_ENDS_AFTER_MS: i64 = 4 * 3_600_000;

/// Why a story is not told to its end.
pub(super) enum Stop {
    /// The history ends here: what comes after is not known yet.
    End,
    /// It could not be told.
    Failed(HistoryError),
}

impl<E: Into<HistoryError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What a step of a story gives.
pub(super) type Told<T> = Result<T, Stop>;

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Office,
    Phone,
}

/// Where a history is made: what all its pens share.
pub(super) struct Studio<'s> {
    pub(super) cast: &'s Cast,
    pub(super) office_vault: &'s dyn DeviceVault,
    pub(super) roster: Roster,
    pub(super) end: DateTime<FixedOffset>,
}

/// Writes one record.
pub(super) struct Pen<'p> {
    pub(super) studio: &'p Studio<'p>,
    pub(super) technician: &'p Technician,
    pub(super) dice: Dice,
    pub(super) now: DateTime<FixedOffset>,
    /// When the window that is agreed begins.
    pub(super) appointment: DateTime<FixedOffset>,
    pub(super) chain: &'p mut Chain,
    pub(super) document: RecordDocument,
    contacts: Vec<Contact>,
    /// What stands, for what is signed or reported covers it.
    written: Vec<EntryId>,
}

impl<'p> Pen<'p> {
    /// Begins a record.
    pub(super) fn new(
        studio: &'p Studio<'p>,
        technician: &'p Technician,
        mut dice: Dice,
        now: DateTime<FixedOffset>,
        chain: &'p mut Chain,
    ) -> Result<Self, HistoryError> {
        let id = uuid_v7(milliseconds(now), &mut dice);
        let id = RecordId::from_slice(&id).map_err(|_| HistoryError::Lacks("an id"))?;
        let document = RecordDocument::create(id)?;
        let genesis = document.document().changes_since(&[]);
        let first = Contact {
            carrier: studio.cast.office.0,
            at_ms: now.timestamp_millis(),
            changes: genesis,
            statements: Vec::new(),
        };
        Ok(Self {
            studio,
            technician,
            dice,
            now,
            appointment: now,
            chain,
            document,
            contacts: vec![first],
            written: Vec::new(),
        })
    }

    /// Minutes pass.
    pub(super) fn wait(&mut self, minutes: u64) {
        self.now += TimeDelta::minutes(minutes.cast_signed());
    }

    /// It becomes this late, unless it is later already.
    pub(super) fn wait_until(&mut self, moment: DateTime<FixedOffset>) {
        self.now = self.now.max(moment);
    }

    /// Writes edits as one change.
    pub(super) fn writes(&mut self, who: Who, edits: &[Edit]) -> Told<()> {
        if self.now > self.studio.end {
            return Err(Stop::End);
        }
        let actor = match who {
            Who::Office => self.studio.cast.office.1,
            Who::Phone => self.technician.actor,
        };
        let made = self.document.edit(actor, self.now.timestamp(), edits)?;
        if let Some(made) = made {
            self.brings(who, |contact| contact.changes.push(made.change));
        }
        Ok(())
    }

    /// Gives a field a value.
    pub(super) fn field(&mut self, who: Who, field: Field, value: &str) -> Told<()> {
        self.writes(who, &[Edit::Field(field, FieldValue::from(value))])
    }

    /// Types into a text.
    pub(super) fn types(&mut self, who: Who, text: TextName, words: String) -> Told<()> {
        self.writes(who, &[Edit::Text(text, TextEdit::Append(words))])
    }

    /// Something happens.
    pub(super) fn happens(&mut self, who: Who, what: What) -> Told<EntryId> {
        let (id, edit) = self.entry(who, what)?;
        self.writes(who, &[edit])?;
        self.written.push(id);
        Ok(id)
    }

    /// Something happens and fields are written with it, in one change.
    pub(super) fn happens_with(&mut self, who: Who, what: What, mut edits: Vec<Edit>) -> Told<()> {
        let (id, edit) = self.entry(who, what)?;
        edits.push(edit);
        self.writes(who, &edits)?;
        self.written.push(id);
        Ok(())
    }

    /// The office and the telephone write while neither knows of the other.
    pub(super) fn apart(&mut self, office: &[Edit], phone: &[Edit]) -> Told<()> {
        if self.now > self.studio.end {
            return Err(Stop::End);
        }
        let mut at_the_office = self.document.clone();
        let actor = self.studio.cast.office.1;
        let of_office = at_the_office.edit(actor, self.now.timestamp(), office)?;
        self.writes(Who::Phone, phone)?;
        let saved = self.document.document().save()?;
        let changes: Vec<ParsedChange> = of_office.into_iter().map(|made| made.change).collect();
        self.document = RecordDocument::load(self.document.id(), Some(&saved), &changes)?;
        self.brings(Who::Office, |contact| contact.changes.extend(changes));
        Ok(())
    }

    /// What stands, as a signature or a report covers it.
    pub(super) fn covers(&self) -> Vec<EntryId> {
        self.written.clone()
    }

    /// A statement that was sealed goes with the next contact of the telephone.
    pub(super) fn keep(&mut self, statement: MadeStatement) {
        self.brings(Who::Phone, |contact| contact.statements.push(statement));
    }

    fn entry(&mut self, who: Who, what: What) -> Told<(EntryId, Edit)> {
        let by = match who {
            Who::Office => PersonId(OFFICE.to_owned()),
            Who::Phone => self.technician.person.clone(),
        };
        if cfg!(test) {
            let record = self.document.record(&self.studio.roster);
            doorstep_domain::course::may_do(&record, &by, &what)?;
        }
        let id = EntryId::from_slice(&uuid_v7(milliseconds(self.now), &mut self.dice))
            .map_err(|_| HistoryError::Lacks("an id"))?;
        let entry = Entry {
            at: self.now,
            heard: None,
            by,
            what,
        };
        Ok((id, Edit::Entry(id, entry)))
    }

    /// Puts something into the contact that brings what is written now. The telephone's comes when the technician is in
    /// coverage again, some minutes later.
    fn brings(&mut self, who: Who, put: impl FnOnce(&mut Contact)) {
        let (carrier, after_s): (DeviceId, i64) = match who {
            Who::Office => (self.studio.cast.office.0, 0),
            Who::Phone => (self.technician.device, 120),
        };
        let at_ms = (self.now + TimeDelta::seconds(after_s)).timestamp_millis();
        let goes_on =
            |last: &Contact| last.carrier == carrier && at_ms - last.at_ms < CONTACT_ENDS_AFTER_MS;
        let mut contact = match self.contacts.pop() {
            Some(last) if goes_on(&last) => last,
            other => {
                self.contacts.extend(other);
                Contact {
                    carrier,
                    at_ms,
                    changes: Vec::new(),
                    statements: Vec::new(),
                }
            }
        };
        contact.at_ms = at_ms;
        put(&mut contact);
        self.contacts.push(contact);
    }

    /// The record as it stands, with the proofs of its authors.
    pub(super) fn finish(self) -> Result<MadeRecord, HistoryError> {
        let id = self.document.id();
        let changes: Vec<ParsedChange> = self
            .contacts
            .iter()
            .flat_map(|contact| contact.changes.iter().cloned())
            .collect();
        let mut proofs = BTreeMap::new();
        for (actor, last) in actors_in_order(&changes) {
            let vault: &dyn DeviceVault = if actor == self.studio.cast.office.1 {
                self.studio.office_vault
            } else {
                &self.technician.vault
            };
            let claim = Claim {
                document: *id.as_bytes(),
                actor: &actor.0,
                seq: last.seq(),
                change: last.hash().0,
            };
            let proven = Proven {
                seq: last.seq(),
                change: last.hash(),
                signature: prove(vault, &claim)?.signature,
            };
            proofs.insert(actor, proven);
        }
        Ok(MadeRecord {
            id,
            heads: self.document.heads(),
            saved: self.document.document().save()?,
            record: self.document.record(&self.studio.roster),
            contacts: self.contacts,
            proofs,
        })
    }
}

fn milliseconds(moment: DateTime<FixedOffset>) -> u64 {
    u64::try_from(moment.timestamp_millis()).unwrap_or_default()
}
