//! Reading the pages' numbers and the exported files, and counting once more in SQL.

use std::collections::BTreeMap;

use axum::http::header;
use rusqlite::{Connection, params_from_iter};

use super::{DAYS, RATES};
use crate::shop::{Shop, words_of};

/// Numerator, denominator, apart, provisional and not due yet, as a row of a page says them.
pub(super) type Row = [i64; 5];

/// What stands in a row behind its head, and its share.
pub(super) fn row(html: &str) -> (String, Row) {
    let head = words_of(html.split("</th>").next().unwrap());
    let head = head.split('>').next_back().unwrap().trim().to_owned();
    let cells: Vec<String> = html
        .split("<td")
        .skip(1)
        .map(|cell| words_of(&format!("<td{cell}")))
        .collect();
    let number = |text: &str| text.trim().parse::<i64>().unwrap();
    let (yes, denominator) = cells[1].split_once('/').unwrap();
    let row = [
        number(yes),
        number(denominator),
        number(&cells[2]),
        number(&cells[3]),
        number(&cells[4]),
    ];
    let share = if row[1] == 0 {
        "nothing counted".to_owned()
    } else {
        format!("{:.1} %", (row[0] as f64) * 100.0 / (row[1] as f64) + 1e-9)
    };
    assert!(cells[0].starts_with(&share), "{share}: {}", cells[0]);
    (head, row)
}

/// The rows of the tables of a page, each table by the heads of its rows.
pub(super) fn tables(html: &str) -> Vec<BTreeMap<String, Row>> {
    let tables = html.split("<tbody>").skip(1);
    tables
        .map(|table| {
            let body = table.split("</tbody>").next().unwrap();
            body.split("<tr")
                .skip(1)
                .map(|html| row(&format!("<tr{html}")))
                .collect()
        })
        .collect()
}

/// A file's cells without what keeps a spreadsheet from running them.
pub(super) fn parse(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect());
    (columns, rows.collect())
}

/// Everything that the pages export, in a database of its own.
pub(super) async fn exported(shop: &Shop) -> Connection {
    let sqlite = Connection::open_in_memory().unwrap();
    for rate in RATES {
        let page = shop.get(&format!("/rates/{rate}/records.csv?{DAYS}")).await;
        assert_eq!(
            page.headers[header::CONTENT_TYPE],
            "text/csv; charset=utf-8"
        );
        let (columns, rows) = parse(&page.bytes);
        let columns = columns.join(" TEXT, ");
        sqlite
            .execute_batch(&format!(
                "CREATE TABLE IF NOT EXISTS exported ({columns} TEXT)"
            ))
            .unwrap();
        for row in rows {
            let places = vec!["?"; row.len()].join(", ");
            sqlite
                .execute(
                    &format!("INSERT INTO exported VALUES ({places})"),
                    params_from_iter(row),
                )
                .unwrap();
        }
    }
    sqlite
        .execute_batch(
            "CREATE VIEW judged AS
             SELECT *, substr(due_day, 1, 7) AS month, substr(due_day, 1, 4) AS year,
                    substr(due_day, 1, 4) || '-Q' || ((substr(due_day, 6, 2) + 2) / 3) AS quarter,
                    CASE rate
                    WHEN 'satisfaction' THEN value IN ('4', '5')
                    WHEN 'solved' THEN done_at <> ''
                    WHEN 'second_repairs' THEN value <> '0'
                    WHEN 'first_visit_fix' THEN value = '1' AND done_at <> '' AND NOT EXISTS (
                        SELECT 1 FROM exported again WHERE again.rate = 'second_repairs'
                        AND again.record = exported.record AND again.value <> '0')
                    ELSE done_at <> '' AND done_at <= due_at END AS good
             FROM exported",
        )
        .unwrap();
    sqlite
}

/// The recount of a rate, by whatever is said in SQL.
pub(super) fn recount(sqlite: &Connection, rate: &str, by: &str) -> BTreeMap<String, Row> {
    let sql = format!(
        "SELECT {by},
                count(*) FILTER (WHERE due_at <= as_of AND apart = '' AND good),
                count(*) FILTER (WHERE due_at <= as_of AND apart = ''),
                count(*) FILTER (WHERE due_at <= as_of AND apart <> ''),
                count(*) FILTER (WHERE due_at <= as_of AND apart = '' AND provisional_until >= as_of),
                count(*) FILTER (WHERE due_at > as_of)
         FROM judged WHERE rate = ?1 GROUP BY 1"
    );
    let mut statement = sqlite.prepare(&sql).unwrap();
    let rows = statement.query_map([rate], |row| {
        let numbers = [
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
        ];
        Ok((row.get::<_, String>(0)?, numbers))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
