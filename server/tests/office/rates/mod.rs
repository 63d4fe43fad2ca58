//! The rates: what the pages say, recounted by plain SQL over the files that they export.
//!
//! The recount shares nothing with the product but the exported moments and figures: whether something was in time, and
//! what is added to what, is said once more here, in SQL.

mod month;
mod recount;

use axum::http::StatusCode;
use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue},
};
use doorstep_replica::Edit;
use doorstep_server::replication::ReplicationError;

use crate::shop::{Shop, words_of};
use month::month;
use recount::{exported, parse, recount, row, tables};

const RATES: [&str; 10] = [
    "response",
    "urgent_response",
    "far_answer",
    "on_site",
    "first_visit_fix",
    "complex_fault",
    "solved",
    "satisfaction",
    "second_repairs",
    "sync_health",
];
const DAYS: &str = "from=2026-10-01&to=2027-03-31";

#[tokio::test]
async fn every_number_of_the_pages_is_what_plain_sql_counts_in_the_exported_files() {
    let (shop, _) = month().await;
    let sqlite = exported(&shop).await;
    let overview = shop.get_in_english(&format!("/rates?{DAYS}")).await.html();
    let mut seen = [0; 5];
    for rate in RATES {
        let of_rate = overview
            .split(&format!("<tr id=\"{rate}\">"))
            .nth(1)
            .unwrap();
        let (_, on_overview) = row(of_rate.split("</tr>").next().unwrap());
        let total = recount(&sqlite, rate, "'all'");
        let total = total.get("all").copied().unwrap_or_default();
        assert_eq!(on_overview, total, "{rate}");
        seen.iter_mut()
            .zip(total)
            .for_each(|(seen, number)| *seen += number);

        for by in ["month", "quarter", "year"] {
            let page = shop
                .get_in_english(&format!("/rates/{rate}?{DAYS}&by={by}"))
                .await;
            let tables = tables(&page.html());
            assert_eq!(
                tables[0].values().copied().collect::<Vec<_>>(),
                [total],
                "{rate}"
            );
            assert_eq!(tables[1], recount(&sqlite, rate, by), "{rate} by {by}");
            let name = "CASE technician WHEN '' THEN 'nobody' ELSE technician_name END";
            assert_eq!(
                tables[2],
                recount(&sqlite, rate, name),
                "{rate} by technician"
            );
        }
        let his = shop
            .get_in_english(&format!("/rates/{rate}?{DAYS}&technician=t-li"))
            .await;
        let his = tables(&his.html())[0].values().copied().collect::<Vec<_>>();
        let recounted = recount(&sqlite, rate, "technician").get("t-li").copied();
        assert_eq!(his, [recounted.unwrap_or_default()], "{rate}: 李娜's");
    }
    assert!(
        seen.iter().all(|number| *number > 3),
        "of everything something: {seen:?}"
    );
}

#[tokio::test]
async fn each_number_opens_exactly_its_records_on_the_page_and_in_the_file() {
    let (shop, _) = month().await;
    let sqlite = exported(&shop).await;
    for rate in RATES {
        let [yes, counted, apart, provisional, running] = recount(&sqlite, rate, "'all'")
            .get("all")
            .copied()
            .unwrap_or_default();
        for (show, number) in [
            ("yes", yes),
            ("counted", counted),
            ("no", counted - yes),
            ("apart", apart),
            ("provisional", provisional),
            ("running", running),
            ("all", counted + apart + running),
        ] {
            let asked = format!("/rates/{rate}/records?{DAYS}&show={show}");
            let page = shop.get_in_english(&asked).await.html();
            let listed = page.matches("class=\"record\"").count();
            assert_eq!(i64::try_from(listed).unwrap(), number, "{asked}");
            let file = shop.get(&asked.replace("records?", "records.csv?")).await;
            assert_eq!(
                i64::try_from(parse(&file.bytes).1.len()).unwrap(),
                number,
                "{asked}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_nobodys_and_what_is_apart_is_listed_with_its_reason() {
    let (shop, records) = month().await;
    let sqlite = exported(&shop).await;
    let nobodys = recount(&sqlite, "response", "technician")[""];
    let page = shop
        .get_in_english(&format!("/rates/response?{DAYS}"))
        .await
        .html();
    let link = page
        .split("href=\"")
        .find(|link| link.contains("technician=-"));
    let link = link
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let listed = shop.get_in_english(&link).await.html();
    assert_eq!(listed.matches("class=\"record\"").count(), 1, "{link}");
    assert_eq!(nobodys[1], 1, "R-9 is nobody's");

    let second = |show: &str| {
        let asked = format!("/rates/second_repairs/records?{DAYS}&show={show}");
        let shop = &shop;
        async move { shop.get_in_english(&asked).await.html() }
    };
    let failed = second("yes").await;
    assert!(
        failed.contains(&format!("/records/{}\"", records["good"])),
        "the first one counts"
    );
    assert!(
        failed.contains("张伟"),
        "by the technician of the first repair"
    );
    let contested = second("apart").await;
    assert!(contested.contains(&format!("/records/{}\"", records["late"])));
    assert!(contested.contains("contested that it counts against the technician"));
    let refused = shop
        .get(&format!("/rates/satisfaction/records?{DAYS}&show=apart"))
        .await;
    assert!(
        refused.words().contains("用户拒绝签字"),
        "{}",
        refused.words()
    );
    let provisional = second("provisional").await;
    assert!(words_of(&provisional).contains("Provisional until"));
}

#[tokio::test]
async fn a_second_repair_that_is_not_one_any_more_no_longer_counts() {
    let (shop, records) = month().await;
    let second = || async {
        let page = shop
            .get(&format!("/rates/second_repairs/records.csv?{DAYS}"))
            .await;
        let rows = parse(&page.bytes).1;
        let outcome = |name: &str| {
            let id = records[name].to_string();
            rows.iter()
                .find(|row| row[0] == id)
                .map(|row| row[10].clone())
        };
        (outcome("good"), outcome("late"))
    };
    let says = |good: &str, late: &str| (Some(good.to_owned()), Some(late.to_owned()));
    assert_eq!(second().await, says("yes", "apart"));
    // It was another unit after all.
    let other = Edit::Field(Field::UnitSerial, "S-77".into());
    shop.edit(records["again"], vec![other]).await;
    assert_eq!(second().await, says("no", "apart"));
    // The office does not follow what was contested.
    let cleared = Edit::Field(Field::SecondRepairContest, FieldValue::Empty);
    shop.edit(records["contested"], vec![cleared]).await;
    assert_eq!(second().await, says("no", "yes"));
}

#[tokio::test]
async fn a_file_runs_nothing_in_a_spreadsheet() {
    let (shop, _) = month().await;
    let page = shop
        .get(&format!("/rates/response/records.csv?{DAYS}"))
        .await;
    assert!(page.html().contains(",'=R-12,"), "{}", page.html());
}

#[tokio::test]
async fn what_is_no_rate_is_not_there_and_nobody_else_is_shown_any() {
    let shop = Shop::open().await;
    for path in [
        "/rates/magic",
        "/rates/magic/records",
        "/rates/magic/records.csv",
    ] {
        assert_eq!(shop.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/rates",
        "/rates/solved",
        "/rates/solved/records",
        "/rates/solved/records.csv",
    ] {
        assert_eq!(shop.get(path).await.status, StatusCode::OK, "{path}");
        assert_eq!(
            shop.ask(path, &[]).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_station_counts_its_own_records_and_follows_them() {
    let (shop, records) = month().await;
    let organisation = shop.state.organisation();
    let write = |sql: &'static str, record: RecordId| async move {
        let job = move |transaction: &rusqlite::Savepoint<'_>| {
            transaction.execute(sql, [record.as_bytes()])?;
            Ok::<_, ReplicationError>(())
        };
        organisation.writer().submit(job).await.unwrap();
    };
    let open =
        "INSERT INTO station (station, name, active) SELECT 'east', '城东网点', length(?1) > 0";
    write(open, records["good"]).await;
    let give = "UPDATE record_row SET station = 'east' WHERE document = ?1";
    write(give, records["good"]).await;
    let page = || async {
        let page = shop
            .get_in_english(&format!("/rates/satisfaction?{DAYS}"))
            .await;
        tables(&page.html()).remove(2)
    };
    let by_station = page().await;
    assert_eq!(by_station["城东网点"], [1, 1, 0, 0, 0]);
    assert_eq!(by_station["no station"], [5, 6, 1, 0, 0]);
    let asked = format!("/rates/satisfaction/records?{DAYS}&station=east");
    let listed = shop.get(&asked).await.html();
    assert_eq!(listed.matches("class=\"record\"").count(), 1);
    // Who works for one station sees nothing of another's, neither counted nor listed.
    let west =
        "INSERT INTO station (station, name, active) SELECT 'west', '城西网点', length(?1) > 0";
    write(west, records["late"]).await;
    let other = "UPDATE record_row SET station = 'west' WHERE document = ?1";
    write(other, records["late"]).await;
    assert_eq!(page().await["城西网点"], [0, 1, 0, 0, 0]);
    let bind =
        "INSERT INTO person_station (person, station) SELECT 'office', 'east' WHERE length(?1) > 0";
    write(bind, records["late"]).await;
    assert_eq!(page().await.get("城西网点"), None);
    let all = format!("/rates/satisfaction/records?{DAYS}");
    for path in [all.clone(), all.replace("records?", "records.csv?")] {
        let seen = shop.get(&path).await.html();
        let late = records["late"].to_string();
        assert!(!seen.contains(&late), "{path}");
        assert!(seen.contains(&records["good"].to_string()), "{path}");
    }
    // It is measured anew, and stays with its station.
    let note = Edit::Field(Field::OfficeNote, "已存档".into());
    write(
        "UPDATE record_row SET station = NULL WHERE document = ?1",
        records["good"],
    )
    .await;
    assert_eq!(page().await.get("城东网点"), None);
    shop.edit(records["good"], vec![note]).await;
    assert_eq!(page().await["no station"], [6, 6, 1, 0, 0]);
}
