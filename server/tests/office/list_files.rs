//! The list as a file: exactly what is filtered, and nothing that a spreadsheet would run.

use std::io::{Cursor, Read as _};

use axum::http::header;
use doorstep_domain::record::Field;

use crate::shop::Shop;

async fn sheet(shop: &Shop, address: &str) -> String {
    let file = shop.get(address).await;
    let media_type = file.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(media_type.ends_with("spreadsheetml.sheet"), "{media_type}");
    let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut text = String::new();
    let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    sheet.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn what_is_filtered_goes_out_and_no_cell_of_it_is_a_formula() {
    let shop = Shop::open().await;
    shop.intake("A-1", &[(Field::Assignee, "")]).await;
    let formula = [
        (Field::Assignee, ""),
        (Field::CustomerName, "=HYPERLINK(\"http://x\")"),
    ];
    shop.intake("A-2", &formula).await;
    shop.intake("A-3", &[]).await;
    let list = shop.get("/?queue=received").await.html();
    assert!(list.contains("href=\"/records.csv?queue=received\""));
    let csv = shop.get("/records.csv?queue=received").await.html();
    assert_eq!(csv.lines().count(), 3, "a head and two records: {csv}");
    assert!(csv.contains("'=HYPERLINK") && !csv.contains("A-3"), "{csv}");

    let sheet = sheet(&shop, "/records.xlsx?queue=received").await;
    assert_eq!(sheet.matches("<row ").count(), 3, "{sheet}");
    assert!(
        sheet.contains("=HYPERLINK"),
        "the words are kept as they are"
    );
    assert!(!sheet.contains("<f>") && !sheet.contains("A-3"), "{sheet}");
    let audit = shop.get("/audit").await.words();
    assert!(audit.contains("/records.xlsx?queue=received"), "{audit}");
}
