//! What a device may bring in a day: no enrolled device fills the office's disk.

use doorstep_domain::ids::DeviceId;
use doorstep_evidence::digest::Digest;
use rusqlite::{Connection, params};

/// Bytes that one device may begin to bring in [`DAY_MS`]: a thousand photos as telephones compress them, twice over.
pub(crate) const DEVICE_BYTES_A_DAY_MAX: i64 = 1024 * 1024 * 1024;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A content that was begun and did not become whole in this time is forgotten: its device begins it again.
const HALF_KEPT_MS: i64 = 14 * DAY_MS;

/// Counts a content for the device that begins to bring it, whole, whatever comes of it. `false` if that is too much.
pub(super) fn begin(
    transaction: &Connection,
    digest: Digest,
    device: DeviceId,
    bytes: u64,
    now_ms: i64,
) -> rusqlite::Result<bool> {
    let is_begun: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM file_brought WHERE digest = ?1)")?
        .query_row([digest.as_bytes()], |row| row.get(0))?;
    if is_begun {
        return Ok(true);
    }
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let brought: i64 = transaction
        .prepare_cached(
            "SELECT ifnull(sum(bytes), 0) FROM file_brought WHERE device = ?1 AND at_ms > ?2",
        )?
        .query_row(params![device.as_bytes(), now_ms - DAY_MS], |row| {
            row.get(0)
        })?;
    if brought.saturating_add(bytes) > DEVICE_BYTES_A_DAY_MAX {
        return Ok(false);
    }
    transaction
        .prepare_cached(
            "INSERT INTO file_brought (digest, device, bytes, at_ms) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![digest.as_bytes(), device.as_bytes(), bytes, now_ms])?;
    Ok(true)
}

/// Contents that were begun so long ago that what came of them may go.
pub(super) fn begun_long_ago(
    connection: &Connection,
    now_ms: i64,
) -> rusqlite::Result<Vec<Digest>> {
    connection
        .prepare("SELECT digest FROM file_brought WHERE at_ms < ?1")?
        .query_map([now_ms - HALF_KEPT_MS], |row| Ok(Digest(row.get(0)?)))?
        .collect()
}
