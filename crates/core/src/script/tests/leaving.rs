//! "May I leave?", the deadlines and the cash as a device shows them.

use doorstep_domain::record::Field;
use doorstep_replica::Edit;
use serde_json::{Value, json};

use crate::script::example::{Example, accept, arrival, offer, repaired_and_tested, sign_off};

#[allow(clippy::unwrap_used)] // a helper of tests: a list that is none is a failure
fn codes(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap())
        .collect()
}

fn leave(example: &Example, record: &str) -> Value {
    example.done(json!({"do": "leave", "record": record}))
}

/// The office agrees on a window for a record.
fn appoint(example: &Example, record: &str, window: &str) {
    let id = example.device().find(&record.into()).unwrap();
    let base = example.device().document(id).unwrap();
    example.office_wrote(&base, &[Edit::Field(Field::Appointment, window.into())]);
    example.device().rebuild_read_model().unwrap();
}

#[test]
fn who_asks_whether_he_may_leave_is_told_everything_in_one_answer() {
    let example = Example::new();
    let record = example.open();
    let later = example.open();
    appoint(
        &example,
        &later,
        "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00",
    );
    let [repaired, tested] = repaired_and_tested(&record);
    let fit = json!({"do": "part.fit", "record": record, "part": "RF-109", "quantity": 1});
    let remove =
        json!({"do": "part.remove", "record": record, "part": "RF-109", "serial": "OLD-7"});
    for line in [
        arrival(&record),
        offer(&record),
        accept(&record),
        remove,
        fit,
        repaired,
        tested,
    ] {
        example.done(line);
    }

    everything_is_said(&leave(&example, &record), &later);
    for line in [
        json!({"do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路"}),
        sign_off(&record),
        json!({"do": "payment.take", "record": record, "method": "cash", "amount_minor": 14_800}),
        json!({"do": "report.send", "record": record, "note": "旧件随车带回"}),
    ] {
        example.done(line);
    }
    let told = leave(&example, &record);
    assert_eq!(
        (&told["may_leave"], &told["payment"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(
        codes(&told["missing"]),
        [
            "advice",
            "diagnosis",
            "photo_nameplate",
            "photo_fault",
            "photo_before",
            "photo_after"
        ],
        "only recommended"
    );
    let cash = example.done(json!({"do": "cash"}));
    assert_eq!(cash["totals"][0]["text"], "¥148.00");
    assert_eq!(cash["records"][0]["number"], json!(record));
}

fn everything_is_said(told: &Value, later: &str) {
    assert_eq!(told["may_leave"], false);
    assert_eq!(
        told["visit"],
        json!({"code": "repair", "zh": "维修", "en": "repair"})
    );
    // The cause is not written down, and the customer has not signed.
    assert_eq!(
        codes(&told["missing"]),
        [
            "cause",
            "signature",
            "opinion",
            "advice",
            "diagnosis",
            "photo_nameplate",
            "photo_fault",
            "photo_before",
            "photo_after"
        ]
    );
    assert_eq!(
        told["missing"][0],
        json!({"code": "cause", "zh": "故障原因", "en": "cause",
               "need": {"code": "required", "zh": "必填", "en": "required"},
               "place": {"of": "text", "code": "cause", "zh": "故障原因", "en": "cause"},
               "step": {"code": "diagnose", "zh": "诊断", "en": "diagnose"}})
    );
    assert_eq!(
        told["missing"][8],
        json!({"code": "photo_after", "zh": "维修后照片", "en": "photo after the work",
               "need": {"code": "recommended", "zh": "建议填写", "en": "recommended"},
               "place": {"of": "photo", "code": "after", "zh": "维修后", "en": "after the work"},
               "step": {"code": "repair", "zh": "维修", "en": "repair"}})
    );
    assert_eq!(told["payment"][0]["code"], "collect");
    assert_eq!(told["payment"][0]["amount"]["text"], "¥148.00");
    assert_eq!(
        (
            &told["old_parts"][0]["part"],
            &told["old_parts"][0]["serial"],
            &told["old_parts"][0]["zh"]
        ),
        (
            &json!("RF-109"),
            &json!("OLD-7"),
            &json!("带走旧件，交回备件仓库")
        )
    );
    assert_eq!(codes(&told["others"]), ["report"]);
    assert_eq!(told["uploads"]["sync"]["code"], "saved");
    assert_eq!(told["uploads"]["statements"], 1);
    assert_eq!(told["next_job"]["number"], json!(later));
    assert_eq!(
        told["next_job"]["appointment"]["from"],
        "2026-11-23T14:00:00+08:00"
    );
}

#[test]
fn the_next_deadline_stands_in_the_record_and_in_the_list_with_its_rule() {
    let example = Example::new();
    let record = example.open();
    appoint(
        &example,
        &record,
        "2026-11-23T09:00:00+08:00/2026-11-23T11:00:00+08:00",
    );
    let deadline = json!({
        "clock": {"code": "window", "zh": "预约时段", "en": "appointment window"},
        "rule": {"code": "agreed_window", "zh": "约定时段内到场", "en": "inside the agreed window"},
        "start": "2026-11-23T09:00:00+08:00", "due": "2026-11-23T11:00:00+08:00",
        "state": {"code": "running", "zh": "计时中", "en": "running"},
        "late": false, "stands_still": false, "ended_by": null,
    });
    let shown = || example.done(json!({"do": "show", "record": record}));
    let listed = || example.done(json!({"do": "list"}))["rows"][0]["next_deadline"].clone();
    assert_eq!(shown()["next_deadline"], deadline);
    assert_eq!(listed(), deadline);
    example.done(json!({"do": "record.call", "record": record, "outcome": "postponed"}));
    let stands = listed();
    assert_eq!(
        (&stands["stands_still"], &stands["state"]["zh"]),
        (&json!(true), &json!("因用户改期而停止"))
    );
    example.done(arrival(&record));
    assert_eq!(listed(), Value::Null, "who is there has kept every time");
    assert_eq!(shown()["deadlines"][0]["state"]["code"], "met");
    assert_eq!(
        example.done(json!({"do": "search", "text": "松风路"}))["rows"][0]["next_deadline"],
        Value::Null
    );
}
