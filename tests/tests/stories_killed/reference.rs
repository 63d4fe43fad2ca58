//! The price list comes, a quote is offered by it and a new list comes, over kills: the offer stays as it was.

use doorstep_tests::visit::strokes;
use serde_json::{Value, json};

use crate::{assert_converged, count, device, office, opened, show};

/// Version of the price list and total of an offer.
fn told(quote: &Value) -> (Value, Value) {
    (
        quote["catalogue_version"].clone(),
        quote["options"][0]["total"]["minor"].clone(),
    )
}

#[test]
fn a_new_price_list_changes_no_offer_over_kills() {
    let (folder, office) = office();
    let lists = folder.path().join("lists");
    office.admin(&["sample", lists.to_str().unwrap()]);
    office.admin(&["catalogue", "import", lists.to_str().unwrap()]);
    let mut ana = device(&office, folder.path(), "t-1", "ana");
    ana.struck(&json!({ "do": "sync" }));
    let record = opened(&mut ana);
    ana.say(
        &json!({ "do": "visit.arrive", "record": record, "badge_shown": true, "unit_matches": true,
                     "proof_of_purchase_seen": false, "opened_by_outsiders": false }),
    );
    ana.struck(&json!({ "do": "quote.offer", "record": record, "lines": [{ "code": "RF-110" }] }));
    let offered = show(&mut ana, &record)["quotes"].clone();
    assert_eq!(
        (count(&offered), &offered[0]["catalogue_version"]),
        (1, &json!(1))
    );

    let parts = std::fs::read_to_string(lists.join("parts.csv")).unwrap();
    let row = parts
        .lines()
        .find(|row| row.starts_with("RF-110,"))
        .unwrap();
    let price = row
        .split(',')
        .find(|cell| cell.parse::<i64>().is_ok())
        .unwrap();
    let dearer = parts.replace(row, &row.replacen(price, "77700", 1));
    std::fs::write(lists.join("parts.csv"), dearer).unwrap();
    office.admin(&["catalogue", "import", lists.to_str().unwrap()]);
    ana.struck(&json!({ "do": "sync" }));
    ana.struck(
        &json!({ "do": "quote.accept", "record": record, "signer": "王秀英", "relation": "customer",
                        "strokes": strokes() }),
    );
    let accepted = show(&mut ana, &record)["quotes"].clone();
    assert_eq!(
        (count(&accepted), told(&accepted[0])),
        (1, told(&offered[0]))
    );
    assert_eq!(accepted[0]["accepted"], true);
    ana.say(&json!({ "do": "quote.offer", "record": record, "lines": [{ "code": "RF-110" }] }));
    let revised = show(&mut ana, &record)["quotes"][1].clone();
    assert_eq!(
        told(&revised),
        (json!(2), json!(77_700)),
        "the new list is here whole"
    );
    assert_converged(&mut [&mut ana], &office, &record);
}
