//! Clashes as they are shown and settled.

use doorstep_domain::record::Field;
use doorstep_replica::Edit;
use serde_json::json;

use crate::script::example::Example;

#[test]
fn a_clash_shows_both_values_who_wrote_them_and_the_rule_until_somebody_settles_it() {
    let day = Example::new();
    let record = day.open();
    let base = day
        .device()
        .document(day.device().find(&record.as_str().into()).unwrap())
        .unwrap();
    let (mine, theirs) = (
        "2026-11-23T14:00:00+08:00/2026-11-23T16:00:00+08:00",
        "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00",
    );
    day.done(
        json!({"do": "record.field", "record": record, "field": "appointment", "value": mine}),
    );
    assert_eq!(
        day.refused(json!({"do": "conflict.settle", "record": record, "field": "appointment", "value": mine, "reason": "x"})),
        "no_conflict"
    );
    day.office_wrote(&base, &[Edit::Field(Field::Appointment, theirs.into())]);

    let show = json!({"do": "show", "record": record});
    let clash = &day.done(show.clone())["conflicts"][0];
    assert_eq!(clash["field"]["zh"], "预约时间");
    assert_eq!(
        (&clash["rule"]["code"], &clash["rule"]["zh"]),
        (&json!("OfficeFirst"), &json!("以办公室的值为准，待人确认"))
    );
    assert_eq!(clash["in_force"]["value"], theirs);
    let mut values: Vec<_> = clash["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["by"].as_str().unwrap(),
                row["role"]["en"].as_str().unwrap(),
                row["value"].as_str().unwrap(),
                row["in_force"] == true,
            )
        })
        .collect();
    values.sort();
    assert_eq!(
        values,
        [
            ("office", "office", theirs, true),
            ("t-li", "technician", mine, false)
        ]
    );

    let settle = json!({"do": "conflict.settle", "record": record, "field": "appointment", "value": mine,
                        "reason": "已与用户再次确认"});
    let settled = day.done(settle.clone());
    assert_eq!(settled["entries"].as_array().unwrap().len(), 1);
    let view = day.done(show);
    assert_eq!(view["conflicts"], json!([]));
    assert_eq!(view["appointment"]["from"], "2026-11-23T14:00:00+08:00");
    assert_eq!(view["notes"][0]["note"], "已与用户再次确认");
    assert_eq!(day.refused(settle), "no_conflict");
}

#[test]
fn what_is_the_offices_to_write_is_not_written_at_the_door() {
    let day = Example::new();
    let record = day.open();
    let assign =
        json!({"do": "record.field", "record": record, "field": "assignee", "value": "t-li"});
    assert_eq!(day.refused(assign), "outside_role");
    let renumber =
        json!({"do": "record.field", "record": record, "field": "number", "value": "X-1"});
    assert_eq!(day.refused(renumber), "given_once");
}
