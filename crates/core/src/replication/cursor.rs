//! How far this device has read, as settings.

use doorstep_sync::{cursor::Cursor, message::Continuation};
use rusqlite::Connection;

use crate::{
    Error,
    store::{
        files,
        settings::{self, name},
    },
};

/// The cursor; nothing before the first whole contact, or if what is kept cannot be read.
pub(crate) fn read(connection: &Connection) -> Result<Option<Cursor>, Error> {
    let kept: Option<Vec<u8>> = settings::get(connection, name::CURSOR)?;
    Ok(kept.as_deref().and_then(decode))
}

pub(crate) fn write(connection: &Connection, cursor: Cursor) -> Result<(), Error> {
    if read(connection)?.is_some_and(|before| before.epoch != cursor.epoch) {
        files::doubt_all(connection)?;
    }
    settings::set(connection, name::CURSOR, encode(cursor))
}

/// Where this device stands in an answer that it has half read.
pub(crate) fn half_read(connection: &Connection) -> Result<Option<Continuation>, Error> {
    let kept: Option<Vec<u8>> = settings::get(connection, name::HALF_READ)?;
    Ok(kept.as_deref().and_then(|kept| {
        let (after, head) = kept.split_first_chunk::<8>()?;
        Some(Continuation {
            head: decode(head)?,
            after: u64::from_be_bytes(*after),
        })
    }))
}

pub(crate) fn write_half_read(connection: &Connection, place: &Continuation) -> Result<(), Error> {
    let kept = [place.after.to_be_bytes().as_slice(), &encode(place.head)].concat();
    settings::set(connection, name::HALF_READ, kept)
}

pub(crate) fn forget_half_read(connection: &Connection) -> Result<(), Error> {
    settings::remove(connection, name::HALF_READ)
}

fn encode(cursor: Cursor) -> Vec<u8> {
    [
        cursor.epoch.as_slice(),
        &cursor.seq.to_be_bytes(),
        &cursor.chain,
    ]
    .concat()
}

fn decode(kept: &[u8]) -> Option<Cursor> {
    let (epoch, rest) = kept.split_first_chunk::<16>()?;
    let (seq, chain) = rest.split_first_chunk::<8>()?;
    Some(Cursor {
        epoch: *epoch,
        seq: u64::from_be_bytes(*seq),
        chain: chain.try_into().ok()?,
    })
}
