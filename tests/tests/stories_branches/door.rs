//! The lines that many stories share, said about the record that was opened last (`$record`).

use doorstep_tests::visit::strokes;
use serde_json::{Value, json};

/// A customer reports a fault to the technician on the spot.
pub(crate) fn opened() -> Value {
    opened_for("repair")
}

/// The same for another kind of request.
pub(crate) fn opened_for(request: &str) -> Value {
    json!({ "do": "record.open", "request": request, "symptom": "冷藏室不凉",
            "customer": { "name": "王秀英", "phone": "139-0000-1001", "address": "样例市青禾区松风路 18 号" },
            "unit": { "kind": "refrigerator", "model": "YL-BCD326F" } })
}

/// The line of a verb with its other members.
pub(crate) fn line(verb: &str, members: Value) -> Value {
    let mut line = json!({ "do": verb, "record": "$record" });
    for (name, value) in members.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

/// The same, signed by the customer.
pub(crate) fn signed(verb: &str, members: Value) -> Value {
    let mut line = line(verb, members);
    line["signer"] = json!("王秀英");
    line["relation"] = json!("customer");
    line["strokes"] = strokes();
    line
}

pub(crate) fn field(name: &str, value: &str) -> Value {
    line("record.field", json!({ "field": name, "value": value }))
}

pub(crate) fn called() -> Value {
    line(
        "record.call",
        json!({ "outcome": "confirmed", "note": "二十分钟后到" }),
    )
}

pub(crate) fn arrived() -> Value {
    line(
        "visit.arrive",
        json!({ "badge_shown": true, "unit_matches": true, "proof_of_purchase_seen": true,
                "opened_by_outsiders": false, "serial": "$serial" }),
    )
}

/// All four steps and the cause.
pub(crate) fn diagnosed() -> Vec<Value> {
    let step = |(step, finding): (&str, &str)| {
        line(
            "diagnosis.step",
            json!({ "step": step, "finding": finding }),
        )
    };
    let steps = [
        ("ask", "三天前开始不凉"),
        ("look", "外观无损"),
        ("power_on", "压缩机运转"),
        ("measure", "风门电机不通"),
    ];
    let cause = line("diagnosis.cause", json!({ "text": "风门电机绕组开路" }));
    steps.into_iter().map(step).chain([cause]).collect()
}

/// A motor for ¥120 and its labour for ¥80.
pub(crate) fn offered() -> Value {
    line(
        "quote.offer",
        json!({ "lines": [
            { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000 },
            { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000 } ] }),
    )
}

pub(crate) fn accepted() -> Value {
    signed("quote.accept", json!({}))
}

/// The motor is changed; the old one goes back to the store.
pub(crate) fn changed_the_motor() -> Vec<Value> {
    vec![
        line("part.remove", json!({ "part": "RF-109", "quantity": 1 })),
        line("part.fit", json!({ "part": "RF-109", "quantity": 1 })),
    ]
}

pub(crate) fn repaired() -> Value {
    line(
        "repair.done",
        json!({ "works": true, "work": "更换风门电机，清理风道结冰" }),
    )
}

pub(crate) fn tested() -> Value {
    line(
        "test.record",
        json!({ "customer_present": true, "items": [{ "name": "冷藏室温度", "result": "4.5 °C", "passed": true }] }),
    )
}

pub(crate) fn advised() -> Value {
    line(
        "advice.give",
        json!({ "text": "热食放凉再入箱", "site_tidied": true }),
    )
}

pub(crate) fn signed_off() -> Value {
    signed("sign.off", json!({ "opinion": "师傅很细心", "score": 5 }))
}

pub(crate) fn paid(minor: i64) -> Value {
    line(
        "payment.take",
        json!({ "method": "wechat", "amount_minor": minor }),
    )
}

pub(crate) fn reported() -> Value {
    line("report.send", json!({ "note": "已离开" }))
}

/// From the door to the accepted quote.
pub(crate) fn up_to_the_quote() -> Vec<Value> {
    [
        vec![called(), arrived()],
        diagnosed(),
        vec![offered(), accepted()],
    ]
    .concat()
}

/// From the accepted quote to the signature for the work.
pub(crate) fn up_to_the_signature() -> Vec<Value> {
    [
        changed_the_motor(),
        vec![repaired(), tested(), advised(), signed_off()],
    ]
    .concat()
}

/// A whole first visit to its report.
pub(crate) fn whole_visit() -> Vec<Value> {
    [
        vec![opened()],
        up_to_the_quote(),
        up_to_the_signature(),
        vec![paid(20_000), reported()],
    ]
    .concat()
}
