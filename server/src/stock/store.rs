//! The store's own stock (备件仓库), part by part: what came from suppliers and what was counted, with what went to the vans
//! and came back from them. Nothing is kept but the movements; the stock is their sum.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::PersonId,
    named,
    store_stock::{AbcClass, classes, minimum},
};
use doorstep_words::office::parts as words;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    StockError,
    difference::{PIECES_MAX, part, reason},
};
use crate::{
    audit::{self, Deed, moment},
    catalogue::newest,
    rights::{Action, require},
    staff::{Clerk, StationCode, stations},
};

/// The longest supplier's name, in characters.
const SUPPLIER_CHARACTERS_MAX: usize = 100;

/// A part in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Level {
    /// The part's code.
    pub part: String,
    /// Its name; empty where the catalogue lacks it.
    pub name: String,
    /// Pieces by the books; below zero is shown.
    pub on_hand: i64,
    /// Pieces that went to the vans in the last twelve months, less those that came back.
    pub used: i64,
    /// Its class by the value of that.
    #[schema(value_type = String)]
    pub class: AbcClass,
    /// Pieces that are kept at least.
    pub minimum: i64,
    /// Of a common model: at least 100 are kept.
    pub is_common: bool,
    /// There are fewer than that.
    pub is_low: bool,
    /// What the store set itself.
    pub own_minimum: i64,
    /// The version that a change of the minimum names.
    pub version: i64,
}

/// The stock of a store by the parts' codes.
///
/// # Errors
/// [`StockError`].
pub fn levels(connection: &Connection, store: &str, now_ms: i64) -> Result<Vec<Level>, StockError> {
    let catalogue = newest(connection)?;
    let mut levels: Vec<Level> = connection
        .prepare_cached(
            "WITH moved AS (
                 SELECT part, sum(quantity) AS pieces, 0 AS used FROM store_movement WHERE store = ?1 GROUP BY part
                 UNION ALL
                 SELECT part, sum(store_effect), ifnull(-sum(store_effect) FILTER (WHERE month >= ?2), 0)
                 FROM van_entry WHERE store = ?1 AND store_effect <> 0 GROUP BY part
                 UNION ALL
                 SELECT part, 0, 0 FROM store_part WHERE store = ?1
             ), summed AS (SELECT part, sum(pieces) AS pieces, sum(used) AS used FROM moved GROUP BY part)
             SELECT summed.part, pieces, used, ifnull(minimum, 0), ifnull(is_common, 0), ifnull(version, 0)
             FROM summed LEFT JOIN store_part ON store_part.store = ?1 AND store_part.part = summed.part ORDER BY summed.part",
        )?
        .query_map(params![store, a_year_before(now_ms)], |row| {
            let (own_minimum, is_common) = (row.get(3)?, row.get(4)?);
            let on_hand: i64 = row.get(1)?;
            let minimum = minimum(own_minimum, is_common);
            Ok(Level {
                part: row.get(0)?,
                name: String::new(),
                on_hand,
                used: row.get(2)?,
                class: AbcClass::C,
                minimum,
                is_common,
                is_low: on_hand < minimum,
                own_minimum,
                version: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let of_catalogue = |code: &str| {
        catalogue
            .as_ref()
            .and_then(|catalogue| catalogue.part(code))
    };
    // A part that has no price counts for as little as can be, so that its use still orders it.
    let value = |level: &Level| {
        let price = of_catalogue(&level.part).map_or(1, |part| part.price_minor.max(1));
        (level.part.clone(), level.used.saturating_mul(price))
    };
    let mut classes = classes(&levels.iter().map(value).collect());
    for level in &mut levels {
        level.class = classes.remove(&level.part).unwrap_or(AbcClass::C);
        level.name = of_catalogue(&level.part)
            .map(|part| part.name.in_language("zh-CN").to_owned())
            .unwrap_or_default();
    }
    Ok(levels)
}

/// The month of twelve months ago.
fn a_year_before(now_ms: i64) -> String {
    let now = moment(now_ms);
    let then = now
        .checked_sub_months(chrono::Months::new(12))
        .unwrap_or(now);
    then.format("%Y-%m").to_string()
}

/// A part's stock by the books; 0 where it never moved.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn on_hand(connection: &Connection, store: &str, part: &str) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "SELECT (SELECT ifnull(sum(quantity), 0) FROM store_movement WHERE store = ?1 AND part = ?2)
                  + (SELECT ifnull(sum(store_effect), 0) FROM van_entry
                     WHERE store = ?1 AND part = ?2 AND store_effect <> 0)",
        )?
        .query_row([store, part], |row| row.get(0))
}

/// The stores that a clerk sees, by their codes, with names; the organisation's own, which has none of both, first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn stores_of(
    connection: &Connection,
    clerk: &Clerk,
) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut stores: BTreeMap<String, String> = stations(connection)?
        .into_iter()
        .filter(|station| clerk.works_for(Some(&station.station)))
        .map(|station| (station.station.0, station.name))
        .collect();
    if clerk.works_for(None) {
        stores.insert(String::new(), String::new());
    }
    Ok(stores)
}

/// The station of a store; none of the organisation's own.
#[must_use]
pub fn station_of_store(store: &str) -> Option<StationCode> {
    (!store.is_empty()).then(|| StationCode(store.to_owned()))
}

/// What is done at a store beside its vans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// Pieces came from a supplier.
    Received,
    /// Pieces were counted.
    Counted,
    /// Pieces left or came for another reason.
    Corrected,
}

named!(StoreKind {
    Received "received" words::store_kind::RECEIVED;
    Counted "counted" words::store_kind::COUNTED;
    Corrected "corrected" words::store_kind::CORRECTED;
});

/// Something is done with a part at a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveStore {
    /// The station's code; empty: the organisation's own store.
    #[serde(default)]
    pub store: String,
    /// The part's code.
    #[schema(min_length = 1, max_length = 64)]
    pub part: String,
    /// `received`: pieces came from a supplier; `counted`: so many are there; `corrected`: pieces came, or left (negative), for
    /// another reason.
    #[schema(value_type = String)]
    pub kind: StoreKind,
    /// How many.
    #[schema(minimum = -10000, maximum = 10000)]
    pub quantity: i64,
    /// The stock that was shown; needed for a count, whose difference is told by it.
    #[serde(default)]
    pub on_hand: Option<i64>,
    /// From whom; needed for a receipt.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub supplier: String,
    /// Why; of a receipt the delivery note, which may be left out; of a count needed where it differs.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Moves pieces of a store, or counts them. Gives the stock after it.
///
/// # Errors
/// [`StockError`].
pub fn move_store(
    transaction: &Connection,
    clerk: &Clerk,
    request: &MoveStore,
    now_ms: i64,
) -> Result<i64, StockError> {
    let store = store_of(transaction, clerk, &request.store)?;
    let part = part(&request.part)?;
    let before = on_hand(transaction, &store, &part)?;
    let supplier = request.supplier.trim();
    if supplier.chars().count() > SUPPLIER_CHARACTERS_MAX {
        return Err(StockError::NoSupplier);
    }
    let (grows, counted) = match request.kind {
        StoreKind::Received if supplier.is_empty() => return Err(StockError::NoSupplier),
        StoreKind::Received => (pieces(request.quantity, 1)?, None),
        StoreKind::Counted => {
            let counted = pieces(request.quantity, 0)?;
            if request.on_hand != Some(before) {
                return Err(StockError::ChangedMeanwhile);
            }
            (counted - before, Some(counted))
        }
        StoreKind::Corrected if request.quantity == 0 => return Err(StockError::BadQuantity),
        StoreKind::Corrected => (pieces(request.quantity, -PIECES_MAX)?, None),
    };
    // Every difference has its reason; what fits needs none.
    let needs_reason = match request.kind {
        StoreKind::Received => false,
        StoreKind::Counted => grows != 0,
        StoreKind::Corrected => true,
    };
    let why = if needs_reason || !request.reason.trim().is_empty() {
        reason(&request.reason)?
    } else {
        String::new()
    };
    transaction.execute(
        "INSERT INTO store_movement (store, part, kind, quantity, counted, supplier, reason, person, at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            store,
            part,
            request.kind.code(),
            grows,
            counted,
            supplier,
            why,
            clerk.person.0,
            now_ms
        ],
    )?;
    let subject = format!("store:{store}");
    audit::note(
        transaction,
        clerk,
        Deed::StockMoved,
        &subject,
        request,
        now_ms,
    )?;
    Ok(before + grows)
}

fn pieces(quantity: i64, least: i64) -> Result<i64, StockError> {
    if (least..=PIECES_MAX).contains(&quantity) {
        Ok(quantity)
    } else {
        Err(StockError::BadQuantity)
    }
}

/// A store that is there and at which a clerk may move pieces.
fn store_of(connection: &Connection, clerk: &Clerk, store: &str) -> Result<String, StockError> {
    let store = store.trim();
    require(clerk, Action::MoveStock, station_of_store(store).as_ref())?;
    let is_there: bool = connection
        .prepare_cached("SELECT ?1 = '' OR EXISTS (SELECT 1 FROM station WHERE station = ?1)")?
        .query_row([store], |row| row.get(0))?;
    if is_there {
        Ok(store.to_owned())
    } else {
        Err(StockError::NoStore)
    }
}

/// The minimum of a part is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepAtLeast {
    /// The station's code; empty: the organisation's own store.
    #[serde(default)]
    pub store: String,
    /// The part's code.
    #[schema(min_length = 1, max_length = 64)]
    pub part: String,
    /// The version that was shown; 0 where nothing was set yet.
    pub version: i64,
    /// Pieces that are to be kept at least.
    #[schema(minimum = 0, maximum = 10000)]
    pub minimum: i64,
    /// Of a common model: at least 100 are kept.
    pub is_common: bool,
}

/// Sets how few pieces of a part are too few.
///
/// # Errors
/// [`StockError::ChangedMeanwhile`] where another stands than was shown; others of [`StockError`].
pub fn keep_at_least(
    transaction: &Connection,
    clerk: &Clerk,
    request: &KeepAtLeast,
    now_ms: i64,
) -> Result<(), StockError> {
    let store = store_of(transaction, clerk, &request.store)?;
    let part = part(&request.part)?;
    let minimum = pieces(request.minimum, 0)?;
    let version: Option<i64> = transaction
        .prepare_cached("SELECT version FROM store_part WHERE store = ?1 AND part = ?2")?
        .query_row([&store, &part], |row| row.get(0))
        .optional()?;
    if version.unwrap_or_default() != request.version {
        return Err(StockError::ChangedMeanwhile);
    }
    transaction.execute(
        "INSERT INTO store_part (store, part, minimum, is_common, version) VALUES (?1, ?2, ?3, ?4, 1)
         ON CONFLICT (store, part) DO UPDATE SET minimum = ?3, is_common = ?4, version = version + 1",
        params![store, part, minimum, request.is_common],
    )?;
    let subject = format!("store:{store}");
    audit::note(
        transaction,
        clerk,
        Deed::StockMoved,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

/// A movement of a part at a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StoreMoved {
    /// `received`, `counted`, `corrected`; of the vans `issued`, `returned_new`, `fitted_from_store`.
    pub kind: String,
    /// By how many pieces the stock grew.
    pub quantity: i64,
    /// Of a count the pieces that were there.
    pub counted: Option<i64>,
    /// From whom it was received; may be empty.
    pub supplier: String,
    /// Why; may be empty.
    pub reason: String,
    /// Who did it; of the vans whose van.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// When, RFC 3339.
    pub at: String,
    #[serde(skip)]
    pub(crate) place: StorePlace,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePlace {
    /// When.
    pub at_ms: i64,
    /// Tells those of one moment apart.
    pub key: String,
}

/// The movements of a part at a store, the last first, at most so many, those after a place.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn store_moved(
    connection: &Connection,
    (store, part): (&str, &str),
    (after, most): (Option<&StorePlace>, usize),
) -> rusqlite::Result<Vec<StoreMoved>> {
    connection
        .prepare_cached(
            "SELECT kind, quantity, counted, supplier, reason, person, at_ms, key FROM (
                 SELECT kind, quantity, counted, supplier, reason, person, at_ms, printf('s%016d', movement) AS key
                 FROM store_movement WHERE store = ?1 AND part = ?2
                 UNION ALL
                 SELECT kind, store_effect, NULL, '', '', technician, at_ms, 'v' || hex(entry)
                 FROM van_entry WHERE store = ?1 AND part = ?2 AND store_effect <> 0)
             WHERE ?3 IS NULL OR (at_ms, key) < (?3, ?4)
             ORDER BY at_ms DESC, key DESC LIMIT ?5",
        )?
        .query_map(
            params![
                store,
                part,
                after.map(|place| place.at_ms),
                after.map(|place| place.key.as_str()),
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            |row| {
                let at_ms = row.get(6)?;
                Ok(StoreMoved {
                    kind: row.get(0)?,
                    quantity: row.get(1)?,
                    counted: row.get(2)?,
                    supplier: row.get(3)?,
                    reason: row.get(4)?,
                    person: PersonId(row.get(5)?),
                    at: moment(at_ms).to_rfc3339(),
                    place: StorePlace {
                        at_ms,
                        key: row.get(7)?,
                    },
                })
            },
        )?
        .collect()
}
