//! The complaints of a month in sum, and those behind each number.

use doorstep_domain::{named, record::Gravity};
use doorstep_words::office::quality::complaint_group as words;
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Month;
use crate::{audit::moment, complaint::gravity, rates::Scope};

/// Which complaints of a month. All but the last are of those that were not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ComplaintGroup {
    Taken,
    Major,
    OfDealers,
    SignatureDenied,
    Open,
    OpenLate,
    Closed,
    ClosedInTime,
    ServicesFault,
    Compensated,
    TakenBack,
}

named!(ComplaintGroup {
    Taken "taken" words::TAKEN;
    Major "major" words::MAJOR;
    OfDealers "of_dealers" words::OF_DEALERS;
    SignatureDenied "signature_denied" words::SIGNATURE_DENIED;
    Open "open" words::OPEN;
    OpenLate "open_late" words::OPEN_LATE;
    Closed "closed" words::CLOSED;
    ClosedInTime "closed_in_time" words::CLOSED_IN_TIME;
    ServicesFault "services_fault" words::SERVICES_FAULT;
    Compensated "compensated" words::COMPENSATED;
    TakenBack "taken_back" words::TAKEN_BACK;
});

impl ComplaintGroup {
    /// Reads [`ComplaintGroup::code`] back.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|group| group.code() == code)
    }

    /// Whether a complaint is one of them; `?4` is the present moment.
    const fn condition(self) -> &'static str {
        match self {
            Self::Taken => "is_withdrawn = 0",
            Self::Major => "is_withdrawn = 0 AND gravity <> 'ordinary'",
            Self::OfDealers => "is_withdrawn = 0 AND complainant = 'dealer'",
            Self::SignatureDenied => "is_withdrawn = 0 AND denies_signature = 1",
            Self::Open => "is_withdrawn = 0 AND closed_at_ms IS NULL",
            Self::OpenLate => {
                "is_withdrawn = 0 AND closed_at_ms IS NULL AND complaint.due_on < date(?4 / 1000, 'unixepoch')"
            }
            Self::Closed => "is_withdrawn = 0 AND closed_at_ms IS NOT NULL",
            Self::ClosedInTime => {
                "is_withdrawn = 0 AND closed_at_ms IS NOT NULL AND date(closed_at_ms / 1000, 'unixepoch') <= complaint.due_on"
            }
            Self::ServicesFault => "is_withdrawn = 0 AND ifnull(is_services_fault, 0) = 1",
            Self::Compensated => {
                "is_withdrawn = 0 AND compensation_minor IS NOT NULL AND ifnull(outcome, '') = 'granted'"
            }
            Self::TakenBack => "is_withdrawn = 1",
        }
    }
}

/// The complaints of a month in sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComplaintSums {
    /// How many are in each group, in their order.
    pub(crate) counts: Vec<(ComplaintGroup, i64)>,
    /// What was promised and granted, in fen.
    pub(crate) compensation_minor: i64,
}

/// A complaint behind a number. Who complains is not told: quality works by number and unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ComplaintBehind {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) complaint: Uuid,
    /// The record's number; empty without one.
    pub(crate) number: String,
    /// How grave it is.
    #[schema(value_type = String)]
    pub(crate) gravity: Gravity,
    /// What about.
    pub(crate) about: String,
    /// When it was taken, RFC 3339.
    pub(crate) taken_at: String,
    /// The last day for its answer.
    pub(crate) due_on: String,
    /// When it was closed, RFC 3339; null: it is not.
    pub(crate) closed_at: Option<String>,
    #[serde(skip)]
    taken_at_ms: i64,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SumPlace {
    pub(crate) taken_at_ms: i64,
    pub(crate) complaint: Uuid,
}

impl ComplaintBehind {
    /// Where it stands in the list.
    pub(crate) const fn place(&self) -> SumPlace {
        SumPlace {
            taken_at_ms: self.taken_at_ms,
            complaint: self.complaint,
        }
    }
}

const FROM: &str = "FROM complaint LEFT JOIN approval USING (approval)
    WHERE taken_at_ms >= ?1 AND taken_at_ms < ?2 AND ?4 = ?4
      AND (?3 IS NULL OR complaint.station IS NULL OR complaint.station IN (SELECT value FROM json_each(?3)))";

/// The complaints of a month in sum.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn complaint_sums(
    connection: &Connection,
    scope: &Scope,
    month: Month,
    now_ms: i64,
) -> rusqlite::Result<ComplaintSums> {
    let sums: Vec<String> = ComplaintGroup::ALL
        .iter()
        .map(|group| format!("ifnull(sum({}), 0)", group.condition()))
        .collect();
    let compensated = ComplaintGroup::Compensated.condition();
    let sql = format!(
        "SELECT {}, ifnull(sum(CASE WHEN {compensated} THEN compensation_minor END), 0) {FROM}",
        sums.join(", ")
    );
    let (from_ms, to_ms) = month.span_ms();
    connection.prepare_cached(&sql)?.query_row(
        params![from_ms, to_ms, scope.value(), now_ms],
        |row| {
            let mut counts = Vec::new();
            for (place, group) in ComplaintGroup::ALL.iter().enumerate() {
                counts.push((*group, row.get(place)?));
            }
            Ok(ComplaintSums {
                compensation_minor: row.get(counts.len())?,
                counts,
            })
        },
    )
}

/// At most so many complaints of a group, in the order in which they were taken, those after a place.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn complaints_behind(
    connection: &Connection,
    scope: &Scope,
    (month, group): (Month, ComplaintGroup),
    (after, most): (Option<SumPlace>, usize),
    now_ms: i64,
) -> rusqlite::Result<Vec<ComplaintBehind>> {
    let (from_ms, to_ms) = month.span_ms();
    let (taken_at_ms, complaint) = after.map_or((i64::MIN, Vec::new()), |place| {
        (place.taken_at_ms, place.complaint.as_bytes().to_vec())
    });
    let sql = format!(
        "SELECT complaint, (SELECT number FROM record_row WHERE record_row.document = complaint.document), gravity, about,
                taken_at_ms, complaint.due_on, closed_at_ms
         {FROM} AND {} AND (taken_at_ms, complaint) > (?5, ?6) ORDER BY taken_at_ms, complaint LIMIT ?7",
        group.condition()
    );
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![
                from_ms,
                to_ms,
                scope.value(),
                now_ms,
                taken_at_ms,
                complaint,
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            |row| {
                let told: String = row.get(2)?;
                let taken_at_ms = row.get(4)?;
                let closed_at_ms: Option<i64> = row.get(6)?;
                Ok(ComplaintBehind {
                    complaint: Uuid::from_bytes(row.get(0)?),
                    number: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                    gravity: gravity(&told).unwrap_or(Gravity::Ordinary),
                    about: row.get(3)?,
                    taken_at: moment(taken_at_ms).to_rfc3339(),
                    due_on: row.get(5)?,
                    closed_at: closed_at_ms.map(|at_ms| moment(at_ms).to_rfc3339()),
                    taken_at_ms,
                })
            },
        )?
        .collect()
}
