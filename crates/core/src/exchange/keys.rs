//! The receiving keys: one for each offer, because a device's own key lives in hardware that only signs.

use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::{
    Error,
    store::settings::{self, name},
};

/// How many offers are open at once: whoever shows one more gives up the oldest.
const OPEN_MAX: usize = 16;

const NONCE_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;
const ROW_BYTES: usize = NONCE_BYTES + SECRET_BYTES + 32;

/// The key of one offer.
pub(super) struct OneTimeKey {
    /// By which the file names the offer.
    pub(super) nonce: [u8; NONCE_BYTES],
    /// What it was derived from.
    pub(super) secret: Zeroizing<[u8; SECRET_BYTES]>,
    /// SHA-256 of what the offer said.
    pub(super) offer: [u8; 32],
}

impl OneTimeKey {
    /// Keeps the key, as the newest.
    pub(super) fn keep(&self, connection: &Connection) -> Result<(), Error> {
        let mut kept = Zeroizing::new([&self.nonce[..], &*self.secret, &self.offer].concat());
        kept.extend_from_slice(&open(connection)?);
        kept.truncate(OPEN_MAX * ROW_BYTES);
        settings::set(connection, name::OFFERS, &**kept)
    }

    /// The key of an offer that is still open.
    pub(super) fn of(
        connection: &Connection,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Option<Self>, Error> {
        let open = open(connection)?;
        Ok(open.chunks_exact(ROW_BYTES).find_map(|row| {
            let (found, rest) = row.split_first_chunk::<NONCE_BYTES>()?;
            let (secret, offer) = rest.split_first_chunk::<SECRET_BYTES>()?;
            let key = Self {
                nonce,
                secret: Zeroizing::new(*secret),
                offer: offer.try_into().ok()?,
            };
            (*found == nonce).then_some(key)
        }))
    }
}

fn open(connection: &Connection) -> Result<Zeroizing<Vec<u8>>, Error> {
    Ok(Zeroizing::new(
        settings::get(connection, name::OFFERS)?.unwrap_or_default(),
    ))
}
