//! Which records have the words that were asked for: found once for the page and its counts.
//!
//! Words of three characters and more are found by the index of trigrams itself, shorter ones by the trigrams that begin
//! with them. What half of all records have is no search: of too many hits the newest count, and the page says so.

use rusqlite::{Connection, params_from_iter, types::Value};

use super::question::Question;
use crate::{
    rights::{Sight, sees},
    staff::Clerk,
};

/// The most hits that are looked at: a page of fifty is read by nobody twenty times over.
pub(super) const HITS_MAX: usize = 1_000;
/// The shortest word that is in the index as it stands.
const INDEXED_CHARACTERS: usize = 3;
/// A short word that stands in more places is so common that reading the newest texts finds enough of it sooner.
const PLACES_MAX: i64 = 4_000;
/// A record that has a word where no customer stands: in its number, its unit's model or serial number.
const OF_THE_UNIT: &str = "EXISTS (SELECT 1 FROM record_row WHERE row = record_search.rowid
     AND (number LIKE ? ESCAPE '\\' OR unit_model LIKE ? ESCAPE '\\'
          OR unit_serial LIKE ? ESCAPE '\\'))";
/// Sorts after every character that a word can have.
const LAST_CHARACTER: char = '\u{10ffff}';

/// The records that have all the words.
#[derive(Default)]
pub(super) struct Hits {
    /// Their rows as a JSON array; none where no word was asked for.
    pub(super) rows: Option<String>,
    /// There are more than [`HITS_MAX`]: these are the ones that were opened last.
    pub(super) is_cut: bool,
}

/// Which rows of the list a clerk may see, as a condition with its values; none where it is all of them.
pub(super) fn seen_by(clerk: &Clerk) -> Option<(String, Vec<Value>)> {
    if clerk.stations.is_empty() {
        return None;
    }
    let places = vec!["?"; clerk.stations.len()].join(", ");
    let stations = clerk.stations.iter();
    let stations = stations.map(|station| Value::from(station.0.clone()));
    // By the plus no index of stations is taken: it would read and sort every row of a station for one page.
    Some((
        format!("(+station IS NULL OR +station IN ({places}))"),
        stations.collect(),
    ))
}

/// Finds the records that have all the words of a question, of those that the clerk may see.
pub(super) fn search(
    connection: &Connection,
    clerk: &Clerk,
    question: &Question,
) -> rusqlite::Result<Hits> {
    let (long, short): (Vec<&str>, Vec<&str>) = question
        .terms()
        .partition(|term| term.chars().count() >= INDEXED_CHARACTERS);
    if long.is_empty() && short.is_empty() {
        return Ok(Hits::default());
    }
    let mut conditions: Vec<String> = Vec::new();
    let mut values = Vec::new();
    if !long.is_empty() {
        // Between double quotes everything is a word and nothing is an operator.
        let quoted = long
            .iter()
            .map(|term| format!("\"{}\"", term.replace('"', "\"\"")));
        conditions.push("record_search MATCH ?".to_owned());
        values.push(Value::from(quoted.collect::<Vec<_>>().join(" ")));
    }
    let by_term = match long.is_empty() {
        true => rare(connection, &short)?,
        false => None,
    };
    for term in short.iter().filter(|term| Some(**term) != by_term) {
        conditions.push("text LIKE ? ESCAPE '\\'".to_owned());
        values.push(Value::from(format!("%{}%", like(term))));
    }
    if let Some(term) = by_term {
        conditions
            .push("rowid IN (SELECT doc FROM record_term WHERE term >= ? AND term < ?)".to_owned());
        values.extend(range(term).map(Value::from));
    }
    if !sees(clerk, Sight::Customer) {
        // Else a search would tell whose record it is.
        for term in question.terms() {
            conditions.push(OF_THE_UNIT.to_owned());
            let pattern = format!("%{}%", like(term));
            values.extend(std::iter::repeat_n(Value::from(pattern), 3));
        }
    }
    if let Some((sql, stations)) = seen_by(clerk) {
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM record_row WHERE row = record_search.rowid AND {sql})"
        ));
        values.extend(stations);
    }
    // One more than counts says that there are more.
    let sql = format!(
        "SELECT rowid FROM record_search WHERE {} ORDER BY rowid DESC LIMIT {}",
        conditions.join(" AND "),
        HITS_MAX + 1,
    );
    let mut rows = connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| row.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let is_cut = rows.len() > HITS_MAX;
    rows.truncate(HITS_MAX);
    let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
    Ok(Hits {
        rows: Some(format!("[{}]", rows.join(","))),
        is_cut,
    })
}

/// Of some short words the one that stands in the fewest places; none if all are common.
fn rare<'t>(connection: &Connection, terms: &[&'t str]) -> rusqlite::Result<Option<&'t str>> {
    let mut rarest = None;
    for term in terms {
        let [first, last] = range(term);
        let places: i64 = connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM record_term WHERE term >= ? AND term < ? LIMIT ?)",
            )?
            .query_row((first, last, PLACES_MAX), |row| row.get(0))?;
        if places < PLACES_MAX && rarest.is_none_or(|(least, _)| places < least) {
            rarest = Some((places, *term));
        }
    }
    Ok(rarest.map(|(_, term)| term))
}

/// Between which trigrams those stand that begin with a word. They are in small letters.
fn range(term: &str) -> [String; 2] {
    let small = term.to_lowercase();
    let last = format!("{small}{LAST_CHARACTER}");
    [small, last]
}

fn like(term: &str) -> String {
    term.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
