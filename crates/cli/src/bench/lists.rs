//! Lists and the search against the same queries without anything around them.

use std::path::Path;

use doorstep_core::{Device, ListQuery};
use rusqlite::Connection;

use super::{
    BenchError, bare, field,
    figure::{Figure, Name},
    pairs::{Pairs, timed},
    scale::Scale,
};
use crate::sample_history::rows::SampleRows;

/// Rows of a page.
const PAGE: u32 = 50;
/// Characters of what is searched for.
const SEARCHED: usize = 4;

const COLUMNS: &str = "document, number, status, next_step, customer_name, customer_phone, customer_address, unit_kind,
    unit_model, unit_serial, assignee, appointment, priority_hours, missing_required, findings, conflicts, unsent,
    needs_attention, updated_s, clock, archived";

/// The first page of the list. The bound reads every column of the same rows and keeps none of it.
pub(super) fn list_page(folder: &Path, scale: Scale) -> Result<Figure, BenchError> {
    let device = field::open(folder)?;
    let bare = bare::reader(&folder.join(bare::FILE_NAME))?;
    // One more than is shown says whether there are more.
    let sql = format!(
        "SELECT {COLUMNS} FROM record_row ORDER BY done, due_ms, row LIMIT {}",
        PAGE + 1
    );
    let query = ListQuery {
        limit: PAGE,
        ..ListQuery::default()
    };
    let pairs = Pairs::of(
        scale.pairs,
        |_| {
            let (took_ns, page) = timed(|| device.list(&query))?;
            if page.rows.len() == PAGE as usize && page.more {
                Ok(took_ns)
            } else {
                Err(LIST)
            }
        },
        |_| Ok(timed(|| step_through(&bare, &sql, None))?.0),
    )?;
    Ok(pairs.figure(Name::ListPage))
}

const LIST: BenchError = BenchError::Unexpected("the list");

/// Searches for words of the sample's calls. The bound is the full-text query for the same words with the rows that it
/// finds, the open ones first; it looks at every column of the first fifty and keeps none of it.
pub(super) fn search(folder: &Path, scale: Scale) -> Result<Figure, BenchError> {
    let device = field::open(folder)?;
    let bare = bare::reader(&folder.join(bare::FILE_NAME))?;
    let words = searched()?;
    let sql = format!(
        "SELECT {COLUMNS} FROM record_search JOIN record_row ON row = record_search.rowid
         WHERE record_search MATCH ?1 ORDER BY done, due_ms, row LIMIT {}",
        PAGE + 1
    );
    let word = |turn: usize| {
        words
            .get(turn % words.len().max(1))
            .map(String::as_str)
            .unwrap_or_default()
    };
    let mut found = 0;
    let pairs = Pairs::of(
        scale.pairs,
        |turn| {
            let (took_ns, hits) = search_ours(&device, word(turn))?;
            found += hits;
            Ok(took_ns)
        },
        |turn| {
            let quoted = format!("\"{}\"", word(turn));
            Ok(timed(|| step_through(&bare, &sql, Some(&quoted)))?.0)
        },
    )?;
    if found == 0 {
        Err(BenchError::Unexpected("the search"))
    } else {
        Ok(pairs.figure(Name::Search))
    }
}

fn search_ours(device: &Device, word: &str) -> Result<(u64, usize), BenchError> {
    let (took_ns, rows) = timed(|| device.search(word, PAGE))?;
    Ok((took_ns, rows.len()))
}

/// The first characters of each call's symptom.
fn searched() -> Result<Vec<String>, BenchError> {
    let rows = SampleRows::read()?;
    let begins = |symptom: &String| symptom.chars().take(SEARCHED).collect::<String>();
    let is_word = |word: &String| {
        word.chars()
            .all(|character| character > '\u{4e00}' && character < '\u{a000}')
    };
    Ok(rows
        .intakes
        .iter()
        .map(|intake| begins(&intake.symptom))
        .filter(is_word)
        .collect())
}

/// Steps through a query and looks at every value.
fn step_through(connection: &Connection, sql: &str, word: Option<&str>) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = match word {
        Some(word) => statement.query([word])?,
        None => statement.query([])?,
    };
    let mut values = 0;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column)?);
            values += 1;
        }
    }
    Ok(values)
}
