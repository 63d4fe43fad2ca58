//! Live pages: a browser that listens is told when something came.

use std::time::Duration;

use axum::{body::BodyDataStream, http::header};
use doorstep_domain::record::Field;
use doorstep_replica::Edit;
use futures_util::StreamExt as _;

use crate::shop::Shop;

/// The next event. Waits as long as it takes; the limit only ends a test that would hang.
async fn next(events: &mut BodyDataStream) -> Option<String> {
    let chunk = tokio::time::timeout(Duration::from_secs(60), events.next());
    let chunk = chunk.await.expect("something comes or the stream ends")?;
    Some(String::from_utf8(chunk.expect("readable").to_vec()).expect("text"))
}

fn head(html: &str) -> i64 {
    let rest = html
        .split("data-head=\"")
        .nth(1)
        .expect("the page says its moment");
    rest.split('"')
        .next()
        .and_then(|head| head.parse().ok())
        .expect("a number")
}

#[tokio::test]
async fn an_edit_is_announced_to_who_listens_and_then_stands_in_the_list() {
    let shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let before = head(&shop.get("/").await.html());
    let response = shop
        .response(
            &format!("/events?since={before}"),
            &[("cookie", shop.cookie())],
        )
        .await;
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    let mut events = response.into_body().into_data_stream();

    shop.edit(
        record,
        vec![Edit::Field(Field::CustomerName, "欧阳文静".into())],
    )
    .await;
    let event = next(&mut events).await.expect("an event");
    let after = head(&shop.get("/").await.html());
    assert!(after > before);
    assert_eq!(event, format!("id: {after}\ndata: {after}\n\n"));
    assert!(shop.get("/records.html").await.html().contains("欧阳文静"));
}

#[tokio::test]
async fn who_was_away_is_told_at_once_that_he_missed_something() {
    let shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let before = head(&shop.get("/").await.html());
    shop.edit(
        record,
        vec![Edit::Field(Field::CustomerName, "欧阳文静".into())],
    )
    .await;
    let now = head(&shop.get("/").await.html());
    // The browser's own word after a lost connection counts more than the address it began with.
    for (address, headers) in [
        (format!("/events?since={before}"), vec![]),
        ("/events".to_owned(), vec![]),
        (
            format!("/events?since={now}"),
            vec![("last-event-id", before.to_string())],
        ),
    ] {
        let mut all = vec![("cookie", shop.cookie())];
        all.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
        let mut events = shop
            .response(&address, &all)
            .await
            .into_body()
            .into_data_stream();
        assert_eq!(
            next(&mut events).await,
            Some(format!("id: {now}\ndata: {now}\n\n")),
            "{address}"
        );
    }
}
