//! Photos and other files: brought piece by piece, kept under their digests, given to whoever sees a record that names
//! them. Records never wait for them.
//!
//! [`endpoint`] is what devices ask, signed like everything they say; [`Shelf`] is the folder; [`named`] knows which
//! records name which contents, and so who may bring and fetch them. A content that is not whole counts for nothing:
//! it gets its name only after its bytes were hashed and are on the disk.

pub(crate) mod endpoint;
pub(crate) mod named;
mod quota;
mod shelf;

pub(crate) use endpoint::routes;
pub use shelf::{Shelf, ShelfError};

/// How many bytes one request brings or fetches at most.
pub const PIECE_BYTES_MAX: usize = 1024 * 1024;
/// How many bytes are given at once.
const GIVEN_BYTES: usize = 256 * 1024;
