//! The customer's copy: how long he waits for it, and how heavy it is.

use std::path::Path;

use doorstep_core::{Device, script::Script};
use doorstep_domain::ids::RecordId;
use serde_json::{Value, json};

use super::{
    BenchError, field,
    figure::{Figure, Name},
    pairs::{Pairs, timed},
    scale::Scale,
};

/// A customer who waits longer looks elsewhere (issue "The whole trade, on the device").
const WAIT_NS: u64 = 150_000_000;
/// What is sent over a thin line or shown as a file, signature included.
const BYTES: u64 = 300_000;

/// Makes the copy of a signed repair again and again. The bounds are what was promised.
pub(super) async fn copy(folder: &Path, scale: Scale) -> Result<[Figure; 2], BenchError> {
    let device = field::open(folder)?;
    let record = signed_visit(&device).await?;
    let mut bytes = 0;
    let times = Pairs::of(
        scale.slow_pairs,
        |_| {
            let (took_ns, copy) = timed(|| device.customers_copy(record, None))?;
            bytes = copy.pdf.len() as u64;
            Ok(took_ns)
        },
        |_| Ok(WAIT_NS),
    )?;
    let weight = Figure {
        name: Name::CopyBytes,
        ours: bytes,
        bound: BYTES,
    };
    Ok([times.figure(Name::CopyTime), weight])
}

/// A visit from the door to the customer's signature.
async fn signed_visit(device: &Device) -> Result<RecordId, BenchError> {
    let script = Script::on(device.clone());
    let opened = json!({ "do": "record.open", "symptom": "冷藏室不凉，冷冻室结霜，夜里有异响",
        "customer": { "name": "王秀英", "phone": "139-0000-1001", "address": "样例市青禾区松风路 18 号 3 栋 402 室" },
        "unit": { "kind": "refrigerator", "model": "YL-BCD326F", "serial": "YLRF-2026-000815" } });
    let shown = say(&script, &opened).await?;
    let name = shown
        .get("record")
        .and_then(Value::as_str)
        .ok_or(BenchError::Unexpected("a new record"))?;
    for (verb, members) in visit() {
        let about = json!({ "do": verb, "record": name });
        say(&script, &joined([about, members])).await?;
    }
    name.parse()
        .map_err(|_| BenchError::Unexpected("a new record's id"))
}

/// The members of some objects as one.
fn joined<const N: usize>(objects: [Value; N]) -> Value {
    let members = objects.into_iter().filter_map(|object| match object {
        Value::Object(members) => Some(members),
        _ => None,
    });
    Value::Object(members.flatten().collect())
}

async fn say(script: &Script, line: &Value) -> Result<Value, BenchError> {
    let answer = script.answer(line.to_string().as_bytes()).await;
    let done = answer.json().get("ok").cloned();
    done.ok_or(BenchError::Unexpected("an answer to a line of a visit"))
}

fn visit() -> Vec<(&'static str, Value)> {
    let step = |step: &str, finding: &str| {
        let members = json!({ "step": step, "finding": finding });
        ("diagnosis.step", members)
    };
    let signed = || json!({ "signer": "王秀英", "relation": "customer", "strokes": strokes() });
    let content = json!({ "opinion": "师傅准时到，讲解清楚，收费明白", "score": 5 });
    vec![
        (
            "visit.arrive",
            json!({ "badge_shown": true, "unit_matches": true, "proof_of_purchase_seen": true, "opened_by_outsiders": false }),
        ),
        step("ask", "三天前开始不凉"),
        step("look", "外观无损，背板结霜"),
        step("power_on", "压缩机运转，风机不转"),
        step("measure", "风门电机不通"),
        ("diagnosis.cause", json!({ "text": "风门电机绕组开路" })),
        (
            "quote.offer",
            json!({ "lines": [
            { "kind": "other", "name": "上门费", "unit_price_minor": 5_000 },
            { "kind": "part", "name": "风门电机", "unit_price_minor": 12_000 },
            { "kind": "labour", "name": "更换风门电机", "unit_price_minor": 8_000 } ] }),
        ),
        ("quote.accept", signed()),
        (
            "repair.done",
            json!({ "works": true, "work": "更换风门电机，清理风道结冰，检查门封" }),
        ),
        (
            "test.record",
            json!({ "customer_present": true, "items": [
            { "name": "冷藏室温度", "result": "4.5 °C", "passed": true },
            { "name": "冷冻室温度", "result": "-18 °C", "passed": true } ] }),
        ),
        (
            "advice.give",
            json!({ "text": "热食放凉再入箱，每季清洁门封", "site_tidied": true }),
        ),
        ("sign.off", joined([signed(), content])),
    ]
}

/// Three characters of some two hundred points, as a finger leaves them.
fn strokes() -> Value {
    let point = |step: i64| json!({ "x": 200 + step % 70 * 9, "y": 300 + step * step % 311, "t_ms": step * 9, "pressure": 300 + step });
    let stroke = |number: i64| (number * 22..(number + 1) * 22).map(point).collect();
    (0..9).map(stroke).collect::<Vec<Vec<_>>>().into()
}
