//! How much a change would unfold to, counted before anything is unfolded.
//!
//! The operations of a change stand in columns of runs, and a run of a trillion rows takes a dozen bytes. Automerge
//! walks the rows one by one and gathers the predecessors of an operation in a list, so that a chunk of two hundred
//! bytes keeps it busy for ever, or takes all the memory there is, before a single check. Here the runs are only
//! added up; what is within the limits then goes to automerge.
//!
//! The layout is automerge's: <https://automerge.org/automerge-binary-format-spec/>.

use super::{
    Actor,
    change::{ChangeError, ChangeLimits},
};

/// Magic bytes, checksum and type of the chunk.
const PREAMBLE_BYTES: usize = 9;
const HASH_BYTES: usize = 32;
/// A field's key has under 20 bytes, an entry's 36.
const KEY_BYTES_MAX: u64 = 256;
/// How many other actors one change may name: those whose values it overwrites or beside whose characters it types.
const OTHER_ACTORS_MAX: u64 = 1_000;
/// In a column's specification: the data is deflated.
const DEFLATED: u64 = 0b1000;

/// What stands in the rows of a column.
#[derive(Clone, Copy)]
enum Rows {
    Unsigned,
    Signed,
    Text,
    /// Counts of no, yes, no, …
    Flags,
    /// The bytes of values, whose lengths stand in another column.
    Bytes,
    /// How many predecessors an operation has.
    Groups,
}

/// The columns that an honest change has, by specification. Marks, and columns of later versions, are not among them.
fn rows_of(specification: u64) -> Result<Rows, ChangeError> {
    match specification {
        // Object: actor, counter. Key: actor, counter, text. Action. Kind and length of the value.
        1 | 2 | 17 | 66 | 86 => Ok(Rows::Unsigned),
        19 => Ok(Rows::Signed),
        21 => Ok(Rows::Text),
        52 => Ok(Rows::Flags),
        87 => Ok(Rows::Bytes),
        // Predecessors: how many, actor, counter.
        112 => Ok(Rows::Groups),
        113 => Ok(Rows::Unsigned),
        115 => Ok(Rows::Signed),
        // What is deflated may inflate without bound.
        deflated if deflated & DEFLATED != 0 => Err(ChangeError::ChunkType),
        _ => Err(ChangeError::ExtraData),
    }
}

/// Refuses a chunk whose columns claim more rows than a change may have operations.
pub(super) fn check(chunk: &[u8], limits: ChangeLimits) -> Result<(), ChangeError> {
    let mut reader = Reader(chunk);
    let columns = skip_to_columns(&mut reader).ok_or(ChangeError::Malformed)??;
    for (specification, length) in columns {
        let rows = rows_of(specification)?;
        let data = reader.take(length).ok_or(ChangeError::Malformed)?;
        let claimed = claimed(data, rows).ok_or(ChangeError::Malformed)?;
        if claimed > limits.operations_max as u64 {
            return Err(ChangeError::TooManyOperations);
        }
    }
    Ok(())
}

type Columns = Vec<(u64, u64)>;

/// Reads up to the data of the columns and gives each column's specification and length.
fn skip_to_columns(reader: &mut Reader<'_>) -> Option<Result<Columns, ChangeError>> {
    reader.take(PREAMBLE_BYTES as u64)?;
    let _contents_bytes = reader.unsigned()?;
    let deps = reader.unsigned()?;
    reader.take(deps.checked_mul(HASH_BYTES as u64)?)?;
    let actor_bytes = reader.unsigned()?;
    reader.take(actor_bytes)?;
    let _seq = reader.unsigned()?;
    let _start_op = reader.unsigned()?;
    let _time = reader.signed()?;
    let message_bytes = reader.unsigned()?;
    reader.take(message_bytes)?;
    let other_actors = reader.unsigned()?;
    if other_actors > OTHER_ACTORS_MAX {
        return Some(Err(ChangeError::Actor));
    }
    for _ in 0..other_actors {
        let actor_bytes = reader.unsigned()?;
        reader.take(actor_bytes)?;
        if actor_bytes != size_of::<Actor>() as u64 {
            return Some(Err(ChangeError::Actor));
        }
    }
    let count = reader.unsigned()?;
    let mut columns = Vec::new();
    let mut last = None;
    for _ in 0..count {
        let column = (reader.unsigned()?, reader.unsigned()?);
        // One column, one place: otherwise the one that is counted here need not be the one that is read there.
        if last.is_some_and(|last| last >= column.0) {
            return None;
        }
        last = Some(column.0);
        columns.push(column);
    }
    Some(Ok(columns))
}

/// The number of rows that a column claims, or the number of predecessors where it counts them.
fn claimed(data: &[u8], rows: Rows) -> Option<u64> {
    let mut reader = Reader(data);
    let mut claimed = 0_u64;
    while !reader.0.is_empty() {
        let run = match rows {
            Rows::Bytes => return Some(0),
            Rows::Flags => reader.unsigned()?,
            _ => reader.run(rows)?,
        };
        claimed = claimed.saturating_add(run);
    }
    Some(claimed)
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn unsigned(&mut self) -> Option<u64> {
        leb128::read::unsigned(&mut self.0).ok()
    }

    fn signed(&mut self) -> Option<i64> {
        leb128::read::signed(&mut self.0).ok()
    }

    fn take(&mut self, length: u64) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads one run: so many times the same value, so many different values, or so many times nothing.
    fn run(&mut self, rows: Rows) -> Option<u64> {
        let length = self.signed()?;
        let claims = |times: u64, value: u64| match rows {
            Rows::Groups => times.saturating_mul(value.max(1)),
            _ => times,
        };
        match length {
            0 => self.unsigned(),
            1.. => {
                let value = self.value(rows)?;
                Some(claims(length.unsigned_abs(), value))
            }
            _ => {
                let mut claimed = 0_u64;
                // Ends with the bytes at the latest.
                for _ in 0..length.unsigned_abs() {
                    claimed = claimed.saturating_add(claims(1, self.value(rows)?));
                }
                Some(claimed)
            }
        }
    }

    fn value(&mut self, rows: Rows) -> Option<u64> {
        match rows {
            Rows::Signed => self.signed().map(|_| 0),
            Rows::Text => {
                let bytes = self.unsigned().filter(|bytes| *bytes <= KEY_BYTES_MAX)?;
                self.take(bytes).map(|_| 0)
            }
            Rows::Unsigned | Rows::Groups | Rows::Flags | Rows::Bytes => self.unsigned(),
        }
    }
}
