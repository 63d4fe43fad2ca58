//! How far this device has read, as a setting.

use doorstep_sync::cursor::Cursor;
use rusqlite::Connection;

use crate::{
    Error,
    store::settings::{self, name},
};

/// The cursor; nothing before the first whole contact, or if what is kept cannot be read.
pub(crate) fn read(connection: &Connection) -> Result<Option<Cursor>, Error> {
    let kept: Option<Vec<u8>> = settings::get(connection, name::CURSOR)?;
    Ok(kept.as_deref().and_then(decode))
}

pub(crate) fn write(connection: &Connection, cursor: Cursor) -> Result<(), Error> {
    let kept = [cursor.epoch.as_slice(), &cursor.seq.to_be_bytes(), &cursor.chain].concat();
    settings::set(connection, name::CURSOR, kept)
}

fn decode(kept: &[u8]) -> Option<Cursor> {
    let (epoch, rest) = kept.split_first_chunk::<16>()?;
    let (seq, chain) = rest.split_first_chunk::<8>()?;
    Some(Cursor { epoch: *epoch, seq: u64::from_be_bytes(*seq), chain: chain.try_into().ok()? })
}
