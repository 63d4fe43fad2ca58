//! A whole visit, as lines of a script: from the call before arrival to the report to the office.

use serde_json::{Value, json};

use crate::FieldDevice;

/// What the customer pays for: call-out, labour and one part, in minor units.
pub const PRICE_MINOR: i64 = 5_000 + 8_000 + 12_000;

/// A signature as drawn.
#[must_use]
pub fn strokes() -> Value {
    let point = |step: i64| json!({ "x": 200 + step * 40, "y": 300 + (step % 3) * 60, "t_ms": step * 12, "pressure": 300 + step });
    let stroke = |from: i64| (from..from + 12).map(point).collect::<Vec<_>>();
    json!([stroke(0), stroke(12)])
}

/// The serial number on the nameplate: each record is about a unit of its own, or the second would be a second repair
/// of the first.
#[must_use]
pub fn serial(record: &str) -> String {
    format!("YLRF-{record}")
}

/// The lines of a visit up to the offer of a quote.
#[must_use]
pub fn until_quote(record: &str) -> Vec<Value> {
    let step = |step: &str, finding: &str| json!({ "do": "diagnosis.step", "record": record, "step": step, "finding": finding });
    vec![
        json!({ "do": "record.call", "record": record, "outcome": "confirmed", "note": "二十分钟后到" }),
        json!({ "do": "visit.arrive", "record": record, "place": "30.66,104.06", "badge_shown": true,
                "unit_matches": true, "proof_of_purchase_seen": true, "opened_by_outsiders": false,
                "serial": serial(record) }),
        step("ask", "用户说冷藏室三天不凉"),
        step("look", "外观无损"),
        step("power_on", "压缩机运转，冷藏室不凉"),
        step("measure", "风门电机不通"),
        json!({ "do": "diagnosis.cause", "record": record, "text": "风门电机绕组开路" }),
        json!({ "do": "quote.offer", "record": record, "lines": [
            { "kind": "other", "name": "上门费", "unit_price_minor": 5_000, "quantity": 1, "payer": "customer" },
            { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000, "quantity": 1, "payer": "customer" },
            { "kind": "part", "code": "RF-109", "name": "风门电机", "unit_price_minor": 12_000, "quantity": 1,
              "payer": "customer" },
        ] }),
    ]
}

/// The lines from the acceptance of the quote to the customer's signature for the work.
#[must_use]
pub fn until_signature(record: &str) -> Vec<Value> {
    vec![
        json!({ "do": "quote.accept", "record": record, "signer": "王秀英", "relation": "customer", "strokes": strokes() }),
        json!({ "do": "part.fit", "record": record, "part": "RF-109", "quantity": 1 }),
        json!({ "do": "part.remove", "record": record, "part": "RF-109", "quantity": 1 }),
        json!({ "do": "repair.done", "record": record, "works": true, "work": "更换风门电机，清理风道结冰" }),
        json!({ "do": "test.record", "record": record, "customer_present": true,
                "items": [{ "name": "冷藏室温度", "result": "4.5 °C", "passed": true }] }),
        json!({ "do": "advice.give", "record": record, "text": "热食放凉再入箱", "site_tidied": true }),
        json!({ "do": "sign.off", "record": record, "signer": "王秀英", "relation": "customer", "opinion": "服务很好",
                "score": 5, "strokes": strokes() }),
    ]
}

/// The lines after the signature: money and report.
#[must_use]
pub fn until_report(record: &str) -> Vec<Value> {
    vec![
        json!({ "do": "payment.take", "record": record, "method": "cash", "amount_minor": PRICE_MINOR,
                "receipt": "R-0001" }),
        json!({ "do": "report.send", "record": record, "note": "已修复，旧件随车带回" }),
    ]
}

/// All lines of a visit.
#[must_use]
pub fn whole(record: &str) -> Vec<Value> {
    [
        until_quote(record),
        until_signature(record),
        until_report(record),
    ]
    .concat()
}

impl FieldDevice {
    /// Does some lines, each of which must be done.
    pub async fn work(&self, lines: Vec<Value>) {
        for line in lines {
            self.say(line).await;
        }
    }

    /// A line typed at the end of the plan.
    pub async fn note(&self, record: &str, words: &str) {
        self.say(json!({ "do": "record.text", "record": record, "text": "plan", "append": words }))
            .await;
    }
}
