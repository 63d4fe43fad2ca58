//! `exchange.take_over`: taking what another device packed for this one.

use doorstep_domain::ids::{DeviceId, PersonId, RecordId};
use doorstep_evidence::{certificate::TrustedOrganisation, digest::Digest, jws::Jws, verdict};
use doorstep_sync::{limits::PUSH_DOCUMENTS_MAX, message::StatementPush};
use rusqlite::{Connection, params};

use super::{
    ExchangeError,
    admit::{Became, take_document},
    directory::{Authors, is_revoked},
    keys::OneTimeKey,
    parcel::Parcel,
    seal::{offer_of, open},
};
use crate::{
    Device, Error, Notice,
    store::{
        Write, read_model,
        salvage::put_aside,
        statements::{self, NewStatement},
    },
};

/// Something of a file that was not taken. It is put aside as it came, and nothing else is kept back by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// The record, where it names one.
    pub record: Option<RecordId>,
    /// `document`, `statement` or `certificate`.
    pub kind: &'static str,
    /// The code: the gate's, or that of the server for a statement.
    pub code: &'static str,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// Whose device packed it.
    pub from: PersonId,
    /// Which.
    pub device: DeviceId,
    /// The records of which something is new here.
    pub records: Vec<RecordId>,
    /// How many were here whole.
    pub already_here: usize,
    /// How many statements are new.
    pub statements: usize,
    /// What was not taken.
    pub not_taken: Vec<NotTaken>,
}

impl Device {
    /// Takes over the records of a file that was made for an offer of this device. Every one is judged by itself, in a
    /// transaction of its own; taking the same file twice does no harm.
    ///
    /// # Errors
    /// [`ExchangeError`] as [`Error::Refused`], and then nothing was changed; or what the disk says, and then what was
    /// taken before stays.
    pub fn take_over(&self, file: &[u8]) -> Result<TakenOver, Error> {
        let store = &self.inner.store;
        let organisation = TrustedOrganisation::from_pem(&store.identity()?.organisation)?;
        let nonce = offer_of(file)?;
        let key = store
            .read(|connection| OneTimeKey::of(connection, nonce))?
            .ok_or(ExchangeError::NotForUs)?;
        let opened = open(file, &key, &organisation)?;
        let device = opened.sender.device_id();
        if store.read(|connection| is_revoked(connection, device))? {
            return Err(ExchangeError::Revoked.into());
        }
        if opened.parcel.documents.len() > PUSH_DOCUMENTS_MAX {
            return Err(ExchangeError::TooLarge.into());
        }
        let taken = TakenOver {
            from: opened.sender.person().clone(),
            device,
            records: Vec::new(),
            already_here: 0,
            statements: 0,
            not_taken: Vec::new(),
        };
        let mut taking = Taking {
            device: self,
            organisation,
            taken,
        };
        taking.take(&opened.parcel)?;
        Ok(taking.taken)
    }
}

struct Taking<'t> {
    device: &'t Device,
    organisation: TrustedOrganisation,
    taken: TakenOver,
}

impl Taking<'_> {
    fn take(&mut self, parcel: &Parcel) -> Result<(), Error> {
        let authors = self.authors(parcel)?;
        for push in &parcel.documents {
            let bytes = minicbor::to_vec(push).unwrap_or_default();
            let became = self.device.inner.store.write(|write| {
                let became = take_document(write, push, &authors)?;
                if let Became::Refused(record, code) = became {
                    self.put_aside(write, (record, "document", code), &bytes)?;
                }
                Ok(became)
            })?;
            match became {
                Became::Taken(record) => self.taken.records.push(record),
                Became::Here => self.taken.already_here += 1,
                Became::Refused(record, code) => self.not_taken(record, "document", code),
            }
        }
        for push in &parcel.statements {
            self.statement(push)?;
        }
        Ok(())
    }

    fn authors(&mut self, parcel: &Parcel) -> Result<Authors, Error> {
        let (authors, untrusted) = self.device.inner.store.write(|write| {
            let mut authors = Authors::known(write.connection()?)?;
            let (is_new, untrusted) = authors.learn(
                write.connection()?,
                &parcel.certificates,
                &self.organisation,
            )?;
            if is_new {
                write.look_who()?;
                write.tell(Notice::Status);
            }
            Ok((authors, untrusted))
        })?;
        for _ in 0..untrusted {
            self.not_taken(None, "certificate", "certificate_untrusted");
        }
        Ok(authors)
    }

    fn statement(&mut self, push: &StatementPush) -> Result<(), Error> {
        let record = RecordId::from_slice(&push.document).ok();
        let judged = judge(push, record, &self.organisation);
        let outcome = self.device.inner.store.write(|write| {
            let kept = match &judged {
                Ok(judged) => self.keep(write, judged, push)?,
                Err(code) => Err(*code),
            };
            if let Err(code) = kept {
                self.put_aside(write, (record, "statement", code), push.jws.as_bytes())?;
            }
            Ok(kept)
        })?;
        match outcome {
            Ok(is_new) => self.taken.statements += usize::from(is_new),
            Err(code) => self.not_taken(record, "statement", code),
        }
        Ok(())
    }

    /// Whether it is new; or why it has no place here.
    fn keep(
        &self,
        write: &mut Write<'_>,
        judged: &Judged,
        push: &StatementPush,
    ) -> Result<Result<bool, &'static str>, Error> {
        let opened = &judged.opened;
        let record = opened.statement.record;
        let connection = write.connection()?;
        if !is_here(connection, record)? {
            return Ok(Err("record_not_here"));
        }
        let new = NewStatement {
            digest: judged.digest,
            record,
            device: opened.statement.device,
            counter: Some(opened.statement.moment.counter),
            previous: opened.statement.moment.previous,
            purpose: opened.statement.purpose.code(),
            jws: &push.jws,
            at_ms: self.now_ms(),
            acknowledged: false,
        };
        let is_new = statements::insert(connection, &new)?;
        if is_new {
            read_model::mark(connection, record)?;
            write.tell(Notice::Record(record));
        }
        Ok(Ok(is_new))
    }

    fn not_taken(&mut self, record: Option<RecordId>, kind: &'static str, code: &'static str) {
        self.taken.not_taken.push(NotTaken { record, kind, code });
    }

    /// Once, however often the file is taken.
    fn put_aside(
        &self,
        write: &mut Write<'_>,
        (record, kind, code): (Option<RecordId>, &str, &str),
        bytes: &[u8],
    ) -> Result<(), Error> {
        let connection = write.connection()?;
        let known: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM put_aside WHERE code = ?1 AND bytes = ?2)",
            )
            .and_then(|mut statement| statement.query_row(params![code, bytes], |row| row.get(0)))
            .map_err(Error::storage("putting bytes aside"))?;
        if known {
            return Ok(());
        }
        put_aside(connection, record, kind, code, &bytes, self.now_ms())?;
        if let Some(record) = record {
            write.tell(Notice::NeedsAttention(record));
        }
        Ok(())
    }

    fn now_ms(&self) -> i64 {
        self.device.inner.environment.clock.now().timestamp_millis()
    }
}

struct Judged {
    opened: verdict::Opened,
    digest: Digest,
}

/// As the server judges a statement, but for who brings it: the seal is proof enough.
fn judge(
    push: &StatementPush,
    record: Option<RecordId>,
    organisation: &TrustedOrganisation,
) -> Result<Judged, &'static str> {
    let jws = Jws::parse(&push.jws)
        .ok()
        .filter(|jws| jws.to_compact() == push.jws)
        .ok_or("statement_malformed")?;
    let opened = verdict::open(&jws, Some(organisation)).map_err(|_| "statement_broken")?;
    if !opened.trusted {
        return Err("unknown_device");
    }
    if Some(opened.statement.record) != record {
        return Err("statement_of_another_record");
    }
    Ok(Judged {
        opened,
        digest: jws.digest(),
    })
}

fn is_here(connection: &Connection, record: RecordId) -> Result<bool, Error> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM document WHERE document = ?1 AND state <> 'stub')",
        )
        .and_then(|mut statement| statement.query_row([record.as_bytes()], |row| row.get(0)))
        .map_err(Error::storage("taking a statement over"))
}
