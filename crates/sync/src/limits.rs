//! How much of anything one message, change, document or device may bring. Every bound that the gate applies
//! stands here, each with the honest case it leaves room for.

/// Bytes of a request's body as it comes over the wire, compressed. 1 000 changes are about 60 KB.
pub const REQUEST_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a message after decompression; what would be longer is not read to its end.
pub const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Items of a message: numbers, strings, lists. A page or a push of four megabytes of honest changes has under 100 000.
pub const MESSAGE_ITEMS_MAX: usize = 500_000;
/// Documents in one push.
pub const PUSH_DOCUMENTS_MAX: usize = 2_000;
/// Changes in one document of one push.
pub const PUSH_CHANGES_MAX: usize = 5_000;
/// Statements in one push.
pub const PUSH_STATEMENTS_MAX: usize = 500;
/// Bytes of a document as `save` gives it, compressed or not. A record with a year of visits is under 100 KB.
pub const DOCUMENT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Operations of a document over its whole life; a change that would pass it is refused. Each character typed is
/// one: a visit with long texts has 2 000.
pub const DOCUMENT_OPERATIONS_MAX: u64 = 250_000;
/// Actors of a document over its whole life: one for each start of a program that wrote into it.
pub const DOCUMENT_ACTORS_MAX: usize = 1_000;
/// Bytes of a page when the device does not ask for fewer.
pub const PAGE_BYTES_DEFAULT: u32 = 512 * 1024;
/// Bytes of a page at most.
pub const PAGE_BYTES_MAX: u32 = 4 * 1024 * 1024;
/// Bytes that one device may have in quarantine: enough for a week of its work, not for a disk.
pub const QUARANTINE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Bytes that whatever is in quarantine counts for at least: many small things are not cheaper than a few large ones.
pub const QUARANTINE_PIECE_BYTES_MIN: u64 = 1024;
/// How long late work of a technician who was reassigned while offline is taken, milliseconds (14 days).
pub const LATE_WORK_GRACE_MS: i64 = 14 * 24 * 60 * 60 * 1_000;
/// Earlier records of a unit that are sent with a job, the latest ones. A unit that was repaired every month of its
/// 36 months has as many; more have only numbers that name no unit, such as `0000`.
pub const EARLIER_RECORDS_MAX: usize = 40;
/// Documents that one request may ask for whole.
pub const FETCH_DOCUMENTS_MAX: usize = 50;
